"""From a concept note in DOCX to its paragraphs, as Word would show them with all changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.ooxml.text import without_marks
from conceptnote.ooxml.xml import Element, qualified
from conceptnote.read.docx_styles import Styles
from conceptnote.read.manuscript import (
    MOST_PARAGRAPHS,
    Block,
    Manuscript,
    Paragraph,
    Picture,
    Place,
    Run,
    Table,
    clean,
    paragraphs_of,
    tidy,
)
from conceptnote.read.package import Package
from conceptnote.read.paper_id import PRINTED, paper_id
from conceptnote.read.properties import is_on
from conceptnote.read.unreadable import UnreadableFile

_NAMES = (
    "p pPr rPr r t tab br cr noBreakHyphen tbl tr tc hyperlink del moveFrom drawing pict object fldChar fldSimple"
    " instrText sym char framePr dropCap rStyle val lang bidi rtl bookmarkStart bookmarkEnd name"
    " footnoteReference endnoteReference txbxContent body id type instr fldCharType sdtPr sdtEndPr tblPr trPr"
)
_W = {name: qualified(f"w:{name}") for name in _NAMES.split()}
_LINK = qualified("r:id")
_ALTERNATE, _OLD = qualified("mc:AlternateContent"), qualified("mc:Fallback")
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURES = (qualified("pic:pic"), "{urn:schemas-microsoft-com:vml}imagedata")
# Deleted, or moved away: their content is no longer in the text. Others have nothing that is printed.
_SAYS_NOTHING = ("del", "moveFrom", "pPr", "rPr", "instrText", "sdtPr", "sdtEndPr", "tblPr", "trPr")
_SKIPPED = {_OLD, *(_W[name] for name in _SAYS_NOTHING)}
_SPACES = {_W["tab"]: "\t", _W["cr"]: "\n", _W["noBreakHyphen"]: "-"}
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_WORDS_OF_NUMBER = 3
VALUE = "_cv_"
"""The beginning of the names of bookmarks around values (doc/value_names.py)."""
_INSTRUCTION = 200
"""The characters kept of a field's instruction."""


def read_docx(data: bytes, file: str) -> Manuscript:
    """The paragraphs of a DOCX, with its notes, its headers and its footers.

    Tracked insertions are there, deletions are gone. Raises UnreadableFile if it is not a sound DOCX.
    """
    package = Package(data)
    if not package.document:
        raise UnreadableFile("this is not a Word document", "save it in Word as .docx")
    styles = Styles(package)
    margins: dict[tuple[str, str], Paragraph] = {}
    pictures: list[Picture] = []
    notes: dict[str, tuple[Paragraph, ...]] = {}
    small_print = paper_id(package)[:PRINTED]
    for kind in ("header", "footer"):
        for part in sorted(package.related(package.document, kind).values()):
            story = _Story(package, part, styles, "header" if kind == "header" else "footer")
            # Most documents repeat one for each kind of page.
            margins |= {(kind, result.text): result for result in _flat(story.blocks(package.xml(part)))}
            margins.pop((kind, small_print), None)
            pictures += story.pictures
    for kind in ("footnote", "endnote"):
        for part in package.related(package.document, f"{kind}s").values():
            root = package.xml(part)
            for note in root if root is not None else ():
                if note.get(_W["type"]) in (None, "normal"):
                    written = _flat(_Story(package, part, styles).blocks(note))
                    notes[f"{kind}{note.get(_W['id'])}"] = tuple(written)
    body = _Story(package, package.document, styles)
    root = package.xml(package.document)
    if root is not None and sum(1 for _ in root.iter(_W["p"])) > MOST_PARAGRAPHS:
        raise UnreadableFile(f"the note has more than {MOST_PARAGRAPHS} paragraphs", "is it a concept note?")
    blocks = body.blocks(root.find(_W["body"]) if root is not None else None)
    return Manuscript(file, (*blocks, *margins.values()), notes, (*body.pictures, *pictures), language=styles.language)


def _flat(blocks: Iterator[Block]) -> Iterator[Paragraph]:
    return (paragraph for block in blocks for paragraph in paragraphs_of(block))


class _Field(Struct):
    """A field being read, perhaps inside a silent one; page numbers are not part of the text."""

    within_silent: bool = False
    instruction: str = ""
    result: bool = False

    def instruct(self, text: str) -> None:
        """Continue the instruction, of which only the first word counts."""
        self.instruction = (self.instruction + text[:_INSTRUCTION])[:_INSTRUCTION]

    @property
    def counts(self) -> bool:
        """Whether it is the number of a page, or of all pages."""
        return self.instruction.split()[:1] in [[name] for name in _COUNTED]

    @property
    def silent(self) -> bool:
        return self.within_silent or not self.result or self.counts


class _Story:
    """Reads one part: the body, a header or footer, or a note."""

    def __init__(self, package: Package, part: str, styles: Styles, place: Place = "body") -> None:
        self._addresses = package.addresses(part)
        self._styles, self._place = styles, place
        self._line = 0
        self._fields: list[_Field] = []
        self._boxes: list[Element] = []
        self._carried: list[Run] = []
        self._values: dict[str, str] = {}
        """The names of the open bookmarks around values, by their ids."""
        self._counts_pages = False
        """Whether the current paragraph has a field with page numbers."""
        self.pictures: list[Picture] = []

    def blocks(self, root: Element | None) -> Iterator[Block]:
        """The blocks below an element, in order; text boxes follow the paragraph that anchors them."""
        for child in root if root is not None else ():
            if child.tag == _W["p"]:
                yield from self._paragraph(child)
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self.blocks(box)
            elif child.tag == _W["tbl"]:
                yield self._table(child)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def _table(self, table: Element) -> Table:
        line = self._line + 1
        rows = []
        for row in self._inside(table, _W["tr"]):
            if row.find(f"{_W['trPr']}/{_W['del']}") is None:
                cells = (self.blocks(cell) for cell in self._inside(row, _W["tc"]))
                rows.append(tuple(tuple(_flat(cell)) for cell in cells))
        return Table(tuple(rows), line)

    def _inside(self, parent: Element, tag: str) -> Iterator[Element]:
        """The children with a tag, in content controls and revisions too."""
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag not in _SKIPPED and child.tag not in (_W["tbl"], _W["p"]):
                yield from self._inside(child, tag)

    def _paragraph(self, paragraph: Element) -> Iterator[Paragraph]:
        self._line += 1
        look = self._styles.look(paragraph)
        self._values.clear()
        runs = [*self._carried, *self._runs(paragraph, Run("", look.strong, look.emphasis))]
        self._carried = []
        frame = paragraph.find(f"{_W['pPr']}/{_W['framePr']}")
        initial = frame is not None and frame.get(_W["dropCap"]) in ("drop", "margin")
        if initial or paragraph.find(f"{_W['pPr']}/{_W['rPr']}/{_W['del']}") is not None:
            self._carried = runs  # its mark is deleted, or it is a drop cap: it continues in the next one
            return
        line = self._line if self._place == "body" else 0
        if self._place != "body":
            runs, self._counts_pages = (_without_page_number(runs) if self._counts_pages else runs), False
        apart = True
        for part in _lines(runs):
            if tidied := tidy(part):
                mark = self._styles.count(look) if look.kind == "number" and apart else ""
                kind, level = look.kind, look.level
                yield Paragraph(tidied, line, kind, level, mark, self._place, apart, look.style)
                apart = False

    def _runs(self, parent: Element, style: Run) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag == _W["r"]:
                yield from self._run(child, replace(style, value=next(iter(self._values.values()), "")))
            elif tag == _W["bookmarkStart"]:
                if (name := child.get(_W["name"], "")).startswith(VALUE):
                    self._values[child.get(_W["id"], "")] = name
            elif tag == _W["bookmarkEnd"]:
                self._values.pop(child.get(_W["id"], ""), None)
            elif tag == _W["hyperlink"]:
                address = self._addresses.get(child.get(_LINK, ""), "")
                web = address if address.startswith(("http://", "https://", "mailto:")) else None
                yield from self._runs(child, replace(style, link=web))
            elif tag == _W["fldSimple"]:
                if (child.get(_W["instr"]) or "").split()[:1] not in [[name] for name in _COUNTED]:
                    yield from self._runs(child, style)
                else:
                    self._counts_pages = True
            elif tag == _MATH_TEXT:
                yield replace(style, text=child.text or "")
            elif tag not in _SKIPPED and isinstance(tag, str):
                yield from self._runs(child, style)

    def _run(self, run: Element, style: Run) -> Iterator[Run]:
        strong = style.strong or is_on([run], "w:rPr/w:b")
        emphasis = style.emphasis or is_on([run], "w:rPr/w:i")
        named = run.find(f"{_W['rPr']}/{_W['rStyle']}")
        character = named.get(_W["val"], "") if named is not None else ""
        style = replace(style, strong=strong, emphasis=emphasis, style=character, language=self._language(run))
        for child in run:
            tag = child.tag
            if tag == _W["fldChar"]:
                self._field(child.get(_W["fldCharType"]))
            elif tag == _W["instrText"] and self._fields:
                self._fields[-1].instruct(child.text or "")
            elif self._fields and self._fields[-1].silent:
                continue
            elif tag == _W["t"]:
                yield replace(style, text=without_marks(child.text or ""))
            elif tag == _W["br"]:
                yield replace(style, text="\n" if child.get(_W["type"]) in (None, "textWrapping") else " ")
            elif tag == _W["sym"]:
                yield replace(style, text=_symbol(child.get(_W["char"], "")))
            elif tag in _SPACES:
                yield replace(style, text=_SPACES[tag])
            elif tag in (_W["footnoteReference"], _W["endnoteReference"]):
                kind = "footnote" if tag == _W["footnoteReference"] else "endnote"
                yield Run("", note=f"{kind}{child.get(_W['id'])}")
            elif tag in (_W["drawing"], _W["pict"], _W["object"], _ALTERNATE):
                self._drawing(child)

    def _language(self, run: Element) -> str:
        """The language of a run, by the direction of its script."""
        named = run.find(f"{_W['rPr']}/{_W['lang']}")
        if named is None:
            return ""
        right_to_left = run.find(f"{_W['rPr']}/{_W['rtl']}") is not None
        return named.get(_W["bidi" if right_to_left else "val"]) or ""

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(_Field(bool(self._fields) and self._fields[-1].silent))
        elif self._fields and step == "separate":
            self._fields[-1].result = True
        elif self._fields and step == "end":
            self._counts_pages |= self._fields.pop().counts

    def _drawing(self, drawing: Element) -> None:
        """Keep the text boxes of a drawing for later; their fallback repeats them."""
        boxes = [box for box in drawing.iter(_W["txbxContent"]) if not _within(box, drawing, _W["txbxContent"], _OLD)]
        self._boxes += boxes
        if not boxes and next(drawing.iter(*_PICTURES), None) is not None:
            named = next(drawing.iter(qualified("wp:docPr")), None)
            alt = clean(named.get("descr", "") if named is not None else "").strip()
            self.pictures.append(Picture(alt, self._line, self._place))


def _without_page_number(runs: list[Run]) -> list[Run]:
    """The runs without the few words around a page number: “Page 1 of 3”, in a cell between tabs."""
    whole = "".join(run.text for run in runs)
    kept = [cell for cell in whole.split("\t") if len(re.findall(r"[^\W\d_]+", cell)) > _WORDS_OF_NUMBER]
    return [Run("\t".join(kept))] if len(kept) < len(whole.split("\t")) else runs


def _symbol(code: str) -> str:
    """A character of a symbol font, by its hexadecimal number: in the private use area, as in Word."""
    number = int(code, 16) if code and len(code) <= 4 and all(c in "0123456789abcdefABCDEF" for c in code) else 0
    return chr(number | 0xF000) if 0x20 <= number < 0x100 or 0xF020 <= number < 0xF100 else " "


def _within(element: Element, top: Element, *tags: str) -> bool:
    """Whether this element is inside one with these tags, below `top`."""
    for above in element.iterancestors():
        if above is top:
            return False
        if above.tag in tags:
            return True
    return False


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    """The runs, split at line ends."""
    line: list[Run] = []
    for run in runs:
        first, *further = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in further:
            yield line
            line = [replace(run, text=text)]
    yield line
