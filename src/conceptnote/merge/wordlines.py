"""The paragraphs of a part of a Word file, with looks, bookmarks, calls of notes, comments and authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.doc.anchors import PREFIX
from conceptnote.merge.blocks import CALL, Line, Span, Story
from conceptnote.merge.revisions import Accepts, Revision, is_tracked, resolve, revision_of, revisions_of
from conceptnote.ooxml.text import without_marks
from conceptnote.ooxml.xml import Element, qualified
from conceptnote.read.docx_styles import Styles
from conceptnote.read.package import Package
from conceptnote.read.properties import is_on, value
from conceptnote.read.unreadable import UnreadableFile

MOST_LINES, LONGEST_LINE = 20_000, 100_000
_NAMES = (
    "p pPr rPr r t tab br cr noBreakHyphen tbl tr tc hyperlink fldSimple fldChar instrText sdt sdtContent "
    "body footnoteReference endnoteReference bookmarkStart commentRangeStart commentRangeEnd comment "
    "drawing pict object sym id type name instr fldCharType author date txbxContent footnoteRef style styleId"
)
_W = {name: qualified(f"w:{name}") for name in _NAMES.split()}
_ALTERNATE = qualified("mc:AlternateContent")
_CALLS = {_W["footnoteReference"]: "footnotes", _W["endnoteReference"]: "endnotes"}
_FORMULAS = {f"{{http://schemas.openxmlformats.org/officeDocument/2006/math}}{name}" for name in ("oMath", "oMathPara")}
_SILENT = {_W["pPr"], _W["rPr"], *(qualified(f"w:{name}") for name in ("sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr"))}
_DRAWINGS = {_W["drawing"], _W["pict"], _W["object"]}
_CHARACTERS = {_W["tab"]: " ", _W["cr"]: "\n", _W["noBreakHyphen"]: "\N{NON-BREAKING HYPHEN}"}
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_BLIP, _EMBED, _LINK = qualified("a:blip"), qualified("r:embed"), qualified("r:id")
_VAL, _OFF = qualified("w:val"), ("none", "0", "false", "off")
_MARKS = {
    qualified("w:strike"): "“{}” is struck out",
    qualified("w:dstrike"): "“{}” is struck out",
    qualified("w:highlight"): "“{}” is highlighted",
    qualified("w:u"): "“{}” is underlined",
}
"""Direct formatting that our papers have none of."""
_TRACKED_BY = "tracked-by"
"""An attribute for this run only: who has changed something in a paragraph."""


class Comment(Struct, frozen=True):
    """A comment: its author, date and text, the words that it is about, and their paragraph."""

    author: str
    date: str
    text: str
    quote: str = ""
    line: int | None = None


class _Run(Struct):
    """The state of a run: its address, and the field around it."""

    href: str | None = None
    fields: list[str] = field(default_factory=list)
    """Instructions of the fields around; empty once their results begin, or None."""


class WordLines(Struct):
    package: Package
    styles: Styles
    names: Mapping[str, str]
    accepts: Accepts
    pictures: set[str] = field(default_factory=set)
    revisions: set[Revision] = field(default_factory=set)
    marks: list[tuple[str, str]] = field(default_factory=list)
    _calls: dict[tuple[str, str], int] = field(default_factory=dict)
    _tables: Counter[tuple[int, ...]] = field(default_factory=Counter)
    _open: dict[str, list[str]] = field(default_factory=dict)
    _quotes: dict[str, tuple[str, int]] = field(default_factory=dict)
    _anchors: set[str] = field(default_factory=set)
    _count: int = 0

    def part(self, root: Element, part: str, story: Story) -> list[Line]:
        """The lines of a part."""
        self._resolve(root)
        return list(self._story(root, part, Line((), story=story)))

    def notes(self, root: Element, part: str, kind: str) -> list[Line]:
        """The lines of the footnotes or endnotes that the body calls, in the order of their calls."""
        self._resolve(root)
        there = {note.get(_W["id"], ""): note for note in root if note.get(_W["type"]) in (None, "normal")}
        found: list[Line] = []
        for (called, id), number in self._calls.items():
            if called == kind and id in there:
                found += self._story(there[id], part, Line((), story="note", note=number))
        return found

    def _resolve(self, root: Element) -> None:
        self.revisions |= set(revisions_of(root))
        handed: dict[Element, set[Revision]] = {}
        for paragraph in root.iter(_W["p"]):
            by = {revision_of(each) for each in paragraph.iter() if is_tracked(each)}
            around = (revision_of(each) for each in paragraph.iterancestors() if is_tracked(each))
            row = next(paragraph.iterancestors(_W["tr"]), None)
            marks = row.find(qualified("w:trPr")) if row is not None else None
            by |= {*around, *(revision_of(each) for each in (marks if marks is not None else ()) if is_tracked(each))}
            mark = paragraph.find(f"{_W['pPr']}/{_W['rPr']}")
            after = paragraph.getnext()
            if after is not None and any(is_tracked(each) for each in (mark if mark is not None else ())):
                handed[after] = by  # which it may become a part of
            by |= handed.get(paragraph, set())
            if by:
                paragraph.set(_TRACKED_BY, "\n".join(f"{one.author}\t{one.date}" for one in sorted(by)))
        resolve(root, self.accepts)

    def _story(self, parent: Element, part: str, like: Line) -> Iterator[Line]:
        links, shown = self.package.addresses(part), self.package.related(part, "image")
        todo: list[tuple[Element, Line]] = [(parent, like)]
        while todo:
            each, at = todo.pop()
            if each.tag == _W["p"]:
                yield from self._paragraph(each, at, links, shown)
                boxes = [box for box in each.iter(_W["txbxContent"]) if next(box.iterancestors(_W["p"])) is each]
                todo += [(box, at) for box in reversed(boxes)]
            elif each.tag == _W["tbl"]:
                todo += reversed([(cell, inside) for cell, inside in self._cells(each, at)])
            elif each.tag == _W["bookmarkStart"]:
                self._anchor(each)
            elif each.tag == _ALTERNATE:
                todo += [(choice, at) for choice in list(each)[:1]]
            elif each.tag not in _SILENT:
                todo += [(child, at) for child in reversed(each) if isinstance(child.tag, str)]

    def _cells(self, table: Element, at: Line) -> Iterator[tuple[Element, Line]]:
        self._tables[at.place] += 1
        rows = [row for row in table.iter(_W["tr"]) if next(row.iterancestors(_W["tbl"])) is table]
        for number, row in enumerate(rows):
            cells = [cell for cell in row.iter(_W["tc"]) if next(cell.iterancestors(_W["tr"])) is row]
            for column, cell in enumerate(cells):
                yield cell, replace(at, place=(*at.place, self._tables[at.place], number, column))

    def _anchor(self, bookmark: Element) -> None:
        if (name := bookmark.get(_W["name"], "")).startswith(PREFIX):
            self._anchors.add(name)

    def _paragraph(
        self, paragraph: Element, at: Line, links: Mapping[str, str], shown: Mapping[str, str]
    ) -> Iterator[Line]:
        self._count += 1
        if self._count > MOST_LINES:
            raise UnreadableFile(f"the file has more than {MOST_LINES:,} paragraphs", "is it the paper that was sent?")
        look = self.styles.look(paragraph)
        name = self.names.get(value(paragraph, "w:pPr/w:pStyle") or "", "")
        spans = tuple(self._spans(paragraph, _Run(), (look.strong, look.emphasis), links, shown))
        tracked = (one.partition("\t") for one in paragraph.get(_TRACKED_BY, "").split("\n") if one)
        made = replace(
            at, spans=spans, style=name, anchors=frozenset(self._anchors),
            revisions=frozenset(Revision(author, date) for author, _, date in tracked),
        )  # fmt: skip
        match look.kind:
            case "title":
                made = replace(made, kind="heading", level=1)
            case "heading":
                made = replace(made, kind="heading", level=look.level + 1)
            case "bullet" | "number":
                made = replace(made, kind="item", level=look.level + 1, ordered=look.kind == "number")
        if len(made.text) > LONGEST_LINE:
            raise UnreadableFile(
                f"a paragraph has more than {LONGEST_LINE:,} letters", "is it the paper that was sent?"
            )
        if made.text:
            self._anchors.clear()
            yield made

    def _spans(
        self, parent: Element, run: _Run, bold: tuple[bool, bool], links: Mapping[str, str], shown: Mapping[str, str]
    ) -> Iterator[Span]:
        for each in parent:
            tag = each.tag
            if tag in _SILENT or not isinstance(tag, str):
                continue
            if tag == _W["r"]:
                yield from self._characters(each, run, bold, shown)
            elif tag == _W["hyperlink"]:
                inside = _Run(links.get(each.get(_LINK, ""), run.href), run.fields)
                yield from self._spans(each, inside, bold, links, shown)
            elif tag == _W["fldSimple"]:
                inside = _Run(run.href, [*run.fields, each.get(_W["instr"], "")])
                yield from self._spans(each, inside, bold, links, shown)
            elif tag == _W["bookmarkStart"]:
                self._anchor(each)
            elif tag == _W["commentRangeStart"]:
                self._open[each.get(_W["id"], "")] = []
            elif tag == _W["commentRangeEnd"]:
                self._close(each.get(_W["id"], ""))
            elif tag in _FORMULAS:
                self.marks.append(("a formula is new: “{}”", "".join(str(text) for text in each.itertext())))
            elif tag == _ALTERNATE:
                for choice in list(each)[:1]:
                    yield from self._spans(choice, run, bold, links, shown)
            elif tag != _W["p"]:
                yield from self._spans(each, run, bold, links, shown)

    def _characters(
        self, element: Element, run: _Run, bold: tuple[bool, bool], shown: Mapping[str, str]
    ) -> Iterator[Span]:
        properties = element.find(_W["rPr"])
        if is_on([properties], "w:vanish"):
            return
        name = self.names.get(value(properties, "w:rStyle") or "", "")
        strong = name.startswith("strong") or (is_on([properties], "w:b") and not bold[0])
        emphasis = name == "emphasis" or (is_on([properties], "w:i") and not bold[1])
        look = Span("", strong, emphasis, run.href, name == "code")
        self._mark(properties, element, run)
        for each in element:
            text = self._text(each, run, shown)
            if text and not any(one.split()[:1] and one.split()[0].upper() in _COUNTED for one in run.fields):
                for words in self._open.values():
                    words.append(text)
                href = next((one for one in map(_address, run.fields) if one), run.href)
                yield replace(look, text=text, href=href) if ord(text[0]) < CALL else Span(text)

    def _text(self, each: Element, run: _Run, shown: Mapping[str, str]) -> str:
        tag = each.tag
        if tag == _W["t"]:
            return without_marks(each.text or "")
        if tag == _W["br"]:
            return "\n" if each.get(_W["type"], "textWrapping") == "textWrapping" else ""
        if tag in _CALLS:
            number = self._calls.setdefault((_CALLS[str(tag)], each.get(_W["id"], "")), len(self._calls) + 1)
            return chr(CALL + number) if number < 0xFFFF else ""
        if tag in _DRAWINGS:
            self._picture(each, shown)
        elif tag == _W["sym"]:
            self.marks.append(("a symbol of the font {} is new", each.get(qualified("w:font"), "?")))
        elif tag == _W["instrText"] and run.fields:
            run.fields[-1] += each.text or ""
        elif tag == _W["fldChar"]:
            kind = each.get(_W["fldCharType"])
            if kind == "begin":
                run.fields.append("")
            elif kind == "end" and run.fields:
                run.fields.pop()
        return _CHARACTERS.get(str(tag), "")

    def _mark(self, properties: Element | None, element: Element, run: _Run) -> None:
        """Keep the words of a run that somebody has marked with a pen of Word's; a mark may be in several runs."""
        text = "".join(each.text or "" for each in element.iter(_W["t"]))
        if properties is None or not text.strip() or run.href is not None or any(run.fields):
            return
        for name, wording in _MARKS.items():
            if (mark := properties.find(name)) is not None and mark.get(_VAL, "on") not in _OFF:
                self.marks.append((wording, text.strip()))
                return

    def _picture(self, drawing: Element, shown: Mapping[str, str]) -> None:
        for blip in drawing.iter(_BLIP, "{*}svgBlip"):
            part = shown.get(blip.get(_EMBED, ""))
            if part and (data := self.package.bytes_of(part)) is not None:
                self.pictures.add(sha256(data).hexdigest())

    def _close(self, id: str) -> None:
        self._quotes[id] = "".join(self._open.pop(id, [])), self._count

    def commented(self, root: Element | None) -> tuple[Comment, ...]:
        """The comments of the file."""
        found = []
        for each in root.iterfind(_W["comment"]) if root is not None else ():
            by = revision_of(each)
            parts = ("".join(str(t.text or "") for t in p.iter(_W["t"])) for p in each.iter(_W["p"]))
            quote, line = self._quotes.get(each.get(_W["id"], ""), ("", None))
            found.append(Comment(by.author, by.date, "\n".join(filter(None, parts)), quote, line))
        return tuple(found)


def _address(instruction: str) -> str | None:
    """The target of a link's field (17.16.5.25)."""
    words = instruction.split()
    if len(words) < 2 or words[0].upper() != "HYPERLINK":
        return None
    return words[1].strip('"“”') or None
