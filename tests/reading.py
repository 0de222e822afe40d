"""Reading finished files as a user's tools do: pdftotext for PDF, the XML for DOCX, the tags for HTML.

Every format is read into a `Reading`: the body with the calls of its notes and the marks of its lists,
the notes, and what stands on each page. In all texts white space is taken out, for it is the one thing
in which the formats may differ.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import assert_never
from zipfile import ZipFile

from lxml import etree, html

from conceptnote.doc.nodes import (
    Block,
    DefinitionList,
    Doc,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    List,
    NoteRef,
    PageBreak,
    PageCount,
    PageNumber,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
    plain_text,
    walk,
)
from conceptnote.write.small_print import unnumbered

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BULLETS = "•◦▪–"
BULLET = "•"
"""Stands for the mark of any list item where formats may spell it in ways of their own."""


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)


# What the texts are made of


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a note."""

    number: int

    def __str__(self) -> str:
        return f"[^{self.number}]"


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a list item: its number, or None for a bullet."""

    number: int | None

    def __str__(self) -> str:
        return BULLET if self.number is None else f"{self.number}."


@dataclass(frozen=True, slots=True)
class Rows:
    """The place where the rows of a table begin, with the text of its header; `end` where they end."""

    header: str
    end: bool = False

    def __str__(self) -> str:
        return ""


Piece = str | Call | Mark | Rows


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF: its part of the body, and its notes by number."""

    body: str
    notes: dict[int, str]


@dataclass(slots=True)
class Reading:
    """What a reader of a file reads; `footer` is the same on every page but for its two numbers."""

    body: str
    notes: dict[int, str]
    footer: str = ""
    cover: str = ""
    """The foot of a cover, which bears no number."""
    header: str = ""
    pages: list[Page] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """The marks of list items as they are spelled: `•`, `3.`, `b.`"""


NUMBER, COUNT = "\N{SYMBOL FOR START OF HEADING}", "\N{SYMBOL FOR END OF TEXT}"
"""Stand in a footer for the number of the page and of all pages."""


# Doc


def doc_pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """The text of blocks, in pieces."""
    for block in blocks:
        match block:
            case Heading(_, children) | Paragraph(children):
                yield from _inline_pieces(children)
            case List(items, ordered, start):
                for number, item in enumerate(items, start):
                    yield Mark(number if ordered else None)
                    yield from doc_pieces(item)
            case DefinitionList(items):
                for item in items:
                    yield from _inline_pieces(item.term)
                    yield from doc_pieces(item.details)
            case Table(header, body, caption):
                yield from _inline_pieces(caption)
                head = [p for row in header for cell in row.cells for p in doc_pieces(cell.blocks)]
                yield from head
                rows = Rows(squeezed("".join(map(str, head))))
                yield rows
                yield from (p for row in body for cell in row.cells for p in doc_pieces(cell.blocks))
                yield Rows(rows.header, end=True)
            case Figure(_, caption):
                yield from _inline_pieces(caption)
            case Quote(inner) | Section(inner):
                yield from doc_pieces(inner)
            case PageBreak():
                pass
            case _:
                assert_never(block)


def _inline_pieces(inlines: Iterable[Inline]) -> Iterator[Piece]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield text
            case LineBreak():
                yield "\n"
            case Image():
                pass
            case NoteRef(number):
                yield Call(number)
            case PageNumber():
                yield NUMBER
            case PageCount():
                yield COUNT
            case _:
                yield from _inline_pieces(inline.children)


def doc_notes(node: object) -> Iterator[NoteRef]:
    """The notes in blocks, in the order of their calls."""
    if isinstance(node, NoteRef):
        yield node
    if isinstance(node, tuple):
        for one in node:
            yield from doc_notes(one)
    elif hasattr(node, "__slots__"):
        for name in node.__slots__:
            yield from doc_notes(getattr(node, name))


def shown(pieces: Iterable[Piece], spell: Callable[[Piece], str] = str) -> str:
    """Pieces as one text without white space."""
    return squeezed("".join(spell(piece) for piece in pieces))


def read_doc(doc: Doc) -> Reading:
    """The text of a document tree."""
    notes = {note.number: shown(doc_pieces(note.blocks)) for note in doc_notes(doc.blocks)}
    return Reading(
        shown(doc_pieces(doc.blocks)),
        notes,
        footer=shown(doc_pieces(doc.page_footer)),
        cover=shown(doc_pieces(unnumbered(doc.page_footer))) if doc.cover else "",
        header=shown(doc_pieces(doc.page_header)),
    )


# PDF


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page and the box that it takes up, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def beside(self, other: Word) -> bool:
        """Whether both stand on one line."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.6 * min(self.bottom - self.top, other.bottom - other.top)


def pdf_words(data: bytes) -> list[list[Word]]:
    """The words of each page, in the order in which they are drawn."""
    command = ["pdftotext", "-raw", "-bbox", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    tree = html.fromstring(done.stdout, parser=html.HTMLParser(encoding="utf-8"))
    return [
        [
            Word(w.text or "", *(float(w.get(edge)) for edge in ("xmin", "ymin", "xmax", "ymax")))
            for w in page.iter("word")
        ]
        for page in tree.iter("page")
    ]


def pdf_texts(data: bytes) -> list[str]:
    """The text of each page as pdftotext prints it."""
    command = ["pdftotext", "-raw", "-", "-"]
    text = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def in_reading_order(words: Sequence[Word]) -> tuple[list[Word], list[str]]:
    """A page's words with those that stand beside the flow put where they are read, and the marks of its lists.

    The terms of a definition list are drawn before everything else, and the marks of list items
    after it. Either belongs before the word on its right; a mark is then a mere bullet.
    """
    first = next((at for at, word in enumerate(words) if word.bottom < words[0].top), 0)
    aside, flow = list(words[:first]), list(words[first:])
    marks: list[Word] = []
    end = len(flow)
    while end and _is_mark(flow[end - 1]) and any(_leads(flow[end - 1], word) for word in flow[: end - 1]):
        end -= 1
        marks.insert(0, flow[end])
    ordered: list[Word] = list(flow[:end])
    bullets = [replace(mark, text=BULLET) for mark in marks]
    for word in sorted([*aside, *bullets], key=lambda word: -word.left):
        right = [(other.left, at) for at, other in enumerate(ordered) if _leads(word, other)]
        assert right, f"“{word.text}” stands beside nothing"
        ordered.insert(min(right)[1], word)
    return ordered, [BULLET if mark.text in _BULLETS else mark.text for mark in marks]


def _is_mark(word: Word) -> bool:
    return bool(re.fullmatch(rf"[{_BULLETS}]|\d+\.|[a-z]+\.", word.text))


def _leads(word: Word, other: Word) -> bool:
    return word.beside(other) and word.right <= other.left + 1


def printed(doc: Doc) -> str:
    """The body of a document as `read_pdf` spells it: a call is its bare number, a mark always a bullet."""
    return shown(doc_pieces(doc.blocks), _on_paper)


def _on_paper(piece: Piece) -> str:
    match piece:
        case Call(number):
            return str(number)
        case Mark():
            return BULLET
        case _:
            return str(piece)


def call_offsets(doc: Doc) -> dict[int, int]:
    """Where in the text of `printed` the calls of the notes stand."""
    offsets, length = {}, 0
    for piece in doc_pieces(doc.blocks):
        if isinstance(piece, Call):
            offsets[piece.number] = length
        length += len(squeezed(_on_paper(piece)))
    return offsets


def _tables(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """Where in the text of `printed` the rows of tables with headers begin and end."""
    begun, length = [], 0
    for piece in doc_pieces(doc.blocks):
        if isinstance(piece, Rows) and not piece.end:
            begun.append(length)
        elif isinstance(piece, Rows):
            yield begun.pop(), length, piece.header
        length += len(squeezed(_on_paper(piece)))


def going_on(doc: Doc) -> list[str]:
    """What pages say on which parts of a document go on."""
    headings = (node for node in walk(doc.blocks) if isinstance(node, Heading) and node.continued)
    return [squeezed(one.continued.replace("{what}", plain_text(one.children))) for one in headings]


def read_pdf(data: bytes, doc: Doc) -> Reading:
    """The text of a PDF that was made from `doc`.

    Of the document only the furniture is taken as known: the footer, which must end every page, the
    notes, which are looked for at the foot of each, the header rows that a table repeats, and what a page says goes on.
    """
    assert not doc.page_header, "not read yet"
    like = read_doc(doc)
    sheets = pdf_words(data)
    reading = Reading("", {}, like.footer)
    for number, words in enumerate(sheets, start=1):
        foot = like.cover if doc.cover and number == 1 else like.footer
        said = foot.replace(NUMBER, str(number)).replace(COUNT, str(len(sheets)))
        rest = _without_tail(words, said)
        assert rest is not None, f"page {number} does not end with its footer “{said}”: {_joined(words)[-200:]}"
        # The head of the page is drawn after its text.
        rest = next((found for said in going_on(doc) if (found := _without_tail(rest, said)) is not None), rest)
        notes: dict[int, str] = {}
        for note, text in reversed(like.notes.items()):
            shorter = _without_tail(rest, f"{note}{text}")
            if shorter is not None:
                rest, notes[note] = shorter, text
        ordered, marks = in_reading_order(rest) if rest else ([], [])
        body = _joined(ordered)
        for begin, end, header in _tables(doc):
            if number > 1 and header and begin <= len(reading.body) < end:
                body = body.removeprefix(header)
        reading.body += body
        reading.notes |= notes
        reading.marks += marks
        reading.pages.append(Page(body, dict(sorted(notes.items()))))
    return reading


def _joined(words: Iterable[Word]) -> str:
    return squeezed("".join(word.text for word in words))


def _without_tail(words: list[Word], tail: str) -> list[Word] | None:
    """The words before those that together say `tail`, if the last ones do."""
    at = len(words)
    while tail and at:
        at -= 1
        text = squeezed(words[at].text)
        if not tail.endswith(text):
            return None
        tail = tail.removesuffix(text)
    return None if tail else words[:at]


# DOCX


class DocxFile:
    """The parts of a DOCX package."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = self.xml("word/document.xml")

    def xml(self, name: str) -> etree._Element:
        """The root of a part."""
        return etree.fromstring(self.parts[name])

    def related(self, part: str) -> dict[str, str]:
        """The names of the parts that a part refers to, by relationship."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        return {r.get("Id", ""): f"{folder}/{r.get('Target')}" for r in self.xml(rels)} if rels in self.parts else {}

    def footers(self) -> list[dict[str, str]]:
        """The names of the footer parts of each section, by the pages that have them."""
        related = self.related("word/document.xml")
        sections = list(self.document.iter(f"{_W}sectPr"))
        references = [list(section.iter(f"{_W}footerReference")) for section in sections]
        return [{str(one.get(f"{_W}type")): related[one.get(f"{_R}id", "")] for one in own} for own in references]


def read_docx(data: bytes) -> Reading:
    """The text of a DOCX."""
    file = DocxFile(data)
    body = file.document.find(f"{_W}body")
    assert body is not None
    notes: dict[int, str] = {}
    if "word/footnotes.xml" in file.parts:
        for note in file.xml("word/footnotes.xml"):
            if note.get(f"{_W}type") is None:
                notes[int(note.get(f"{_W}id", "0"))] = _note_text(note, file)
    (footers,) = file.footers()
    feet = {pages: shown(_docx_pieces(file.xml(name), file)) for pages, name in footers.items()}
    numbering = _Numbering(file)
    marks = [label for paragraph in body.iter(f"{_W}p") if (label := numbering.label(paragraph))]
    foot = feet.get("default", "")
    cover = feet["first"] if footers.get("first") not in (None, footers.get("default")) else ""
    return Reading(shown(_docx_pieces(body, file)), notes, foot, cover, marks=marks)


def _note_text(note: etree._Element, file: DocxFile) -> str:
    (reference,) = note.iter(f"{_W}footnoteRef")
    run = reference.getparent()
    assert run is not None
    run.remove(reference)
    return shown(_docx_pieces(note, file))


def _docx_pieces(root: etree._Element, file: DocxFile) -> Iterator[Piece]:
    numbering = _Numbering(file)
    for one in root.iter():
        match one.tag:
            case t if t == f"{_W}p":
                if mark := numbering.mark(one):
                    yield mark
            case t if t == f"{_W}t":
                if not any(above.tag == f"{_W}fldSimple" for above in one.iterancestors()):
                    yield one.text or ""
            case t if t in (f"{_W}br", f"{_W}tab"):
                yield "\n"
            case t if t == f"{_W}footnoteReference":
                yield Call(int(one.get(f"{_W}id", "0")))
            case t if t == f"{_W}fldSimple":
                yield {"PAGE": NUMBER, "NUMPAGES": COUNT}[one.get(f"{_W}instr", "").strip()]


_ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()


class _Numbering:
    """Counts list items as Word does (ISO/IEC 29500-1 17.9)."""

    def __init__(self, file: DocxFile) -> None:
        self._counts: dict[tuple[str, int], int] = {}
        self._styles = {s.get(f"{_W}styleId", ""): s for s in file.xml("word/styles.xml").iter(f"{_W}style")}
        root = file.xml("word/numbering.xml") if "word/numbering.xml" in file.parts else None
        self._abstract = (
            {} if root is None else {a.get(f"{_W}abstractNumId", ""): a for a in root.iter(f"{_W}abstractNum")}
        )
        self._nums = {} if root is None else {n.get(f"{_W}numId", ""): n for n in root.iter(f"{_W}num")}

    def label(self, paragraph: etree._Element) -> str:
        """The mark of a paragraph in the letters of its format; empty where it has none."""
        mark = self.mark(paragraph)
        if mark is None:
            return ""
        look, level = self._look(paragraph)
        pattern = _value(look, "lvlText")
        if mark.number is None:
            assert pattern in _BULLETS
            return BULLET
        spell = {"decimal": str, "lowerLetter": lambda n: chr(96 + n), "lowerRoman": lambda n: _ROMAN[n - 1]}
        return pattern.replace(f"%{level + 1}", spell[_value(look, "numFmt")](mark.number))

    def _look(self, paragraph: etree._Element) -> tuple[etree._Element, int]:
        number, level = self._of(paragraph)
        abstract = self._abstract[_value(self._nums[number], "abstractNumId")]
        (look,) = (one for one in abstract.iter(f"{_W}lvl") if one.get(f"{_W}ilvl") == str(level))
        return look, level

    def mark(self, paragraph: etree._Element) -> Mark | None:
        """The mark of a paragraph; to be asked for one after the other."""
        number, level = self._of(paragraph)
        if number in ("", "0"):
            return None
        num = self._nums[number]
        look, _ = self._look(paragraph)
        if _value(look, "numFmt") == "bullet":
            return Mark(None)
        overrides = [o for o in num.iter(f"{_W}lvlOverride") if o.get(f"{_W}ilvl") == str(level)]
        first = int(_value(overrides[0], "startOverride") if overrides else _value(look, "start"))
        self._counts[number, level] = self._counts.get((number, level), first - 1) + 1
        return Mark(self._counts[number, level])

    def _of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of a paragraph, its own or those of its style."""
        found = paragraph.find(f"{_W}pPr")
        style = _value(found, "pStyle") if found is not None else ""
        number, level = "", ""
        while found is not None:
            number = number or _value(found, "numPr/numId")
            level = level or _value(found, "numPr/ilvl")
            named = self._styles.get(style)
            if named is None:
                break
            found = named.find(f"{_W}pPr")
            found = found if found is not None else etree.Element(f"{_W}pPr")
            style = _value(named, "basedOn")
        return number, int(level or 0)


def _value(element: etree._Element, path: str) -> str:
    found = element.find("/".join(f"{_W}{name}" for name in path.split("/")))
    return "" if found is None else found.get(f"{_W}val", "")


# HTML


def read_html(data: bytes) -> Reading:
    """The text of an HTML page that a browser would show."""
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    (main,) = tree.iter("main")
    notes: dict[int, str] = {}
    for section in main.xpath("//section[@role='doc-endnotes']"):
        for note in section:
            (back,) = note.xpath(".//a[@role='doc-backlink']")
            number = int(back.text)
            back.text = None
            notes[number] = shown(_html_pieces(note))
        section.getparent().remove(section)
    return Reading(shown(_html_pieces(main)), notes)


def _html_pieces(element: html.HtmlElement) -> Iterator[Piece]:
    if element.get("role") == "doc-noteref":
        yield Call(int(element.text))
    else:
        if element.tag == "li":
            parent = element.getparent()
            before = sum(1 for other in element.itersiblings("li", preceding=True))
            yield Mark(int(parent.get("start", "1")) + before if parent.tag == "ol" else None)
        if element.tag == "br":
            yield "\n"
        yield element.text or ""
        for child in element:
            yield from _html_pieces(child)
    yield element.tail or ""
