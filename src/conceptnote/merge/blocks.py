"""The content of a document, paragraph by paragraph: the same for a `Doc` and a Word file, to compare them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal, assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.doc import nodes
from conceptnote.doc.anchors import Anchors
from conceptnote.doc.origin import Maker
from conceptnote.merge.revisions import Revision
from conceptnote.ooxml.text import without_marks
from conceptnote.scripts import script_of_language

CALL = 0xF0000
"""The call of the first note, as a character that no text has; the next note has the next character."""
Story = Literal["body", "note", "header", "footer"]
SMALL_PRINT = re.compile(r"([0-9a-f]{8})(?![0-9a-f])\s*")
"""The id of a paper at the beginning of a line of its page footer (write/small_print.py)."""
_CALLS = re.compile("[\U000f0001-\U000fffff]")
_TYPED = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"') | {"…": "..."})
_GUILLEMETS = re.compile("« ?| ?»")
_SPACES = re.compile(r"[ \t\r\u00a0\u2002\u202f]+")


class Span(Struct, frozen=True):
    """Text with one look; `origin` is the path of its value."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str | None = None
    code: bool = False
    origin: DataPath | None = None
    made_by: Maker = "template"

    @property
    def look(self) -> tuple[object, ...]:
        """Everything visible except its characters."""
        return self.strong, self.emphasis, self.href, self.code


class Line(Struct, frozen=True, eq=False, dict=True):
    """A paragraph: `level` is that of a heading, or the depth in lists; `place` are table, row and column around it."""

    spans: tuple[Span, ...]
    kind: Literal["paragraph", "heading", "item", "quote"] = "paragraph"
    level: int = 0
    ordered: bool = False
    style: str = ""
    place: tuple[int, ...] = ()
    story: Story = "body"
    note: int = 0
    """The number of its note, from 1."""
    anchors: frozenset[str] = frozenset()
    revisions: frozenset[Revision] = frozenset()
    """How its text came about, which makes no difference between lines."""

    @cached_property
    def _compared(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "revisions")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self._compared == other._compared

    def __hash__(self) -> int:
        return hash(self._compared)

    @cached_property
    def text(self) -> str:
        """Its characters, with white space as in a browser, which keeps only line breaks."""
        return plain("".join(span.text for span in self.spans))

    @property
    def calls(self) -> list[int]:
        """The numbers of the notes that it calls."""
        return [ord(one) - CALL for span in self.spans for one in span.text if ord(one) > CALL]

    @cached_property
    def looks(self) -> tuple[tuple[str, tuple[object, ...]], ...]:
        """Its text in runs of one look; spaces have none."""
        made: list[tuple[str, tuple[object, ...]]] = []
        for span in self.spans:
            if not (text := _SPACES.sub(" ", span.text)):
                continue
            if made and (made[-1][1] == span.look or not text.strip()):
                made[-1] = made[-1][0] + text, made[-1][1]
            elif made and not made[-1][0].strip():
                made[-1] = made[-1][0] + text, span.look
            else:
                made.append((text, span.look))
        return tuple((plain(text), look) for text, look in made if text.strip())

    @cached_property
    def paths(self) -> tuple[DataPath, ...]:
        """The paths of its values, each once."""
        return tuple(dict.fromkeys(span.origin for span in self.spans if span.origin is not None))

    @property
    def form(self) -> tuple[object, ...]:
        """Its kind: a heading of a level, an item of a kind of list, or a paragraph."""
        return (self.kind, self.level, self.ordered) if self.kind in ("heading", "item") else ("paragraph",)


def in_text(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The paragraphs of the text and its notes, without page furniture."""
    return tuple(line for line in lines if line.story in ("body", "note"))


def plain(text: str) -> str:
    """A text for comparison: single spaces, none at line ends, and typed quotes and dashes.

    All calls of notes are the same; the notes show their order.
    """
    typed = _GUILLEMETS.sub('"', _CALLS.sub(chr(CALL), _SPACES.sub(" ", text))).translate(_TYPED)
    return re.sub(r" ?\n ?", "\n", typed.replace("---", "—").replace("--", "–")).strip()


class _Around(Struct, frozen=True):
    """The surroundings of a block."""

    depth: int = 0
    ordered: bool = False
    first: bool = False
    quote: bool = False
    place: tuple[int, ...] = ()
    story: Story = "body"
    note: int = 0
    language: str = ""


class _Reader(Struct):
    """Reads a document in the order of the Word file: notes after the body."""

    notes: list[nodes.NoteRef] = field(default_factory=list)
    anchors: Anchors | None = field(default_factory=Anchors)
    _tables: int = 0

    def lines(self, blocks: Iterable[nodes.Block], at: _Around) -> Iterator[Line]:
        for block in blocks:
            yield from self._block(block, at)
            at = replace(at, first=False)

    def _block(self, block: nodes.Block, at: _Around) -> Iterator[Line]:
        at = replace(at, language=getattr(block, "language", None) or at.language)
        match block:
            case nodes.Heading(level, children):
                yield from self._line(children, at, kind="heading", level=level)
            case nodes.Paragraph(children, style):
                yield from self._line(children, at, style=style or "")
            case nodes.List(items, ordered):
                for item in items:
                    inside = replace(at, depth=at.depth + 1, ordered=ordered, first=True)
                    yield from self.lines(item, inside)
            case nodes.DefinitionList():
                yield from self._definitions(block, at)
            case nodes.Table(header, body, caption):
                yield from self._line(caption, at, style="caption")
                self._tables += 1
                table = self._tables
                for number, row in enumerate((*header, *body)):
                    for column, cell in enumerate(row.cells):
                        yield from self.lines(cell.blocks, replace(at, place=(*at.place, table, number, column)))
            case nodes.Figure(_, caption):
                yield from self._line(caption, at, style="caption")
            case nodes.Quote(blocks):
                yield from self.lines(blocks, replace(at, quote=True))
            case nodes.Section(blocks):
                yield from self.lines(blocks, at)
            case nodes.PageBreak():
                pass
            case _:
                assert_never(block)

    def _definitions(self, block: nodes.DefinitionList, at: _Around) -> Iterator[Line]:
        self._tables += 1
        table = self._tables
        for number, item in enumerate(block.items):
            cell = replace(at, place=(*at.place, table, number, 0))
            yield from self._line(item.term, cell, style="term")
            yield from self.lines(item.details, replace(cell, place=(*at.place, table, number, 1)))

    def _line(
        self, children: Sequence[nodes.Inline], at: _Around, *, kind: str = "", level: int = 0, style: str = ""
    ) -> Iterator[Line]:
        name = self.anchors.of(children) if self.anchors else None
        spans = tuple(_by_value(self._spans(children, Span(""), at.language)))
        form = kind or ("item" if at.first else "quote" if at.quote else "paragraph")
        made = Line(
            spans, form, level or at.depth, at.ordered, style, at.place, at.story, at.note,  # type: ignore[arg-type] # one of these
            frozenset([name] if name else ()),
        )  # fmt: skip
        if made.text:
            yield made

    def _spans(self, inlines: Iterable[nodes.Inline], look: Span, language: str) -> Iterator[Span]:
        for one in inlines:
            match one:
                case nodes.Text(text, origin, made_by):
                    yield replace(look, text=without_marks(text), origin=origin, made_by=made_by)
                case nodes.Emphasis(children):
                    # Scripts without italics have it in bold, and nothing in a Word file tells the two apart.
                    upright = script_of_language(language).upright
                    marked = replace(look, strong=True) if upright else replace(look, emphasis=True)
                    yield from self._spans(children, marked, language)
                case nodes.Strong(children):
                    yield from self._spans(children, replace(look, strong=True), language)
                case nodes.Link(href, children):
                    yield from self._spans(children, replace(look, href=href), language)
                case nodes.Styled(style, children):
                    yield from self._spans(children, replace(look, code=look.code or style == "code"), language)
                case nodes.LanguageSpan(own, children):
                    yield from self._spans(children, look, own)
                case nodes.Time(_, children):
                    yield from self._spans(children, look, language)
                case nodes.Changed(children, change):
                    yield from self._spans(children if change.kind != "deleted" else (), look, language)
                case nodes.LineBreak():
                    yield replace(look, text="\n")
                case nodes.NoteRef():
                    self.notes.append(one)
                    yield Span(chr(CALL + len(self.notes)))
                case nodes.Image() | nodes.PageNumber() | nodes.PageCount():
                    pass
                case _:
                    assert_never(one)


def _by_value(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of one value as one, with the words of the language beside it."""
    last: Span | None = None
    for span in spans:
        if last is not None and last.origin == span.origin is not None and last.look == span.look:
            last = replace(last, text=last.text + span.text, made_by="template")
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def lines_of(doc: nodes.Doc) -> tuple[Line, ...]:
    """The non-empty paragraphs of a document: its body, its notes, its page header and its page footer."""
    reader, around = _Reader(), _Around(language=doc.metadata.language)
    found = list(reader.lines(doc.blocks, around))
    for number, note in enumerate(reader.notes, start=1):
        found += reader.lines(note.blocks, replace(around, story="note", note=number))
    reader.anchors = None
    found += reader.lines(doc.page_header, replace(around, story="header"))
    found += reader.lines(doc.page_footer, replace(around, story="footer"))
    return tuple(found)
