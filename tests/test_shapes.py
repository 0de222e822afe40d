"""Agendas in all their shapes: what the files of tests/events say is on their pages, whole, once and in its order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pages as printing
import pytest
import reading
import strategies
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from examples import some_quick
from test_docx import errors
from test_pages import W
from test_same_text import Paper, assert_same_text

from conceptnote.build.edition import edition_for
from conceptnote.build.formats import paper_formats
from conceptnote.build.lint import lint
from conceptnote.build.pool import Pool
from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build
from conceptnote.compose.compose import Composer
from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import (
    Block,
    DefinitionList,
    Doc,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Text,
    plain_text,
    walk,
)
from conceptnote.pdfstandard import PdfStandard
from conceptnote.schema.event import Event
from conceptnote.schema.people import Slot
from conceptnote.schema.schedule import all_rows, slot_lists
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project
from conceptnote.source.templates import SHIPPED_DOCUMENTS, Templates, shipped_folder
from conceptnote.theme.theme import load_theme

FORMATS = paper_formats()

EVENTS = {path.stem: path for path in sorted((Path(__file__).parent / "events").glob("*.yaml"))}
QUICK = ("half-a-day", "hybrid-two-zones", "protocol", "two-days-three-tracks", "two-languages")
"""The shapes that `make test` tries."""
LONG_BEFORE = date(2029, 1, 1)
"""A day on which nothing that is to be confirmed is late."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An event of a shape, built in all formats."""

    event: Event
    done: Build
    papers: Mapping[str, Paper]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shapes")


class Shapes(dict[str, Shape]):
    """The events of tests/events, each built when a test first asks for it."""

    def __init__(self, folder: Path, pool: Pool) -> None:
        super().__init__()
        self._folder, self._pool = folder, pool

    def __missing__(self, name: str) -> Shape:
        return self.setdefault(name, shape(EVENTS[name], self._folder / name, self._pool))


@pytest.fixture(scope="module")
def shapes(folder: Path, pool: Pool) -> Shapes:
    return Shapes(folder, pool)


def shape(file: Path, folder: Path, pool: Pool) -> Shape:
    """Build an event; no file is left whose acknowledgement is not proven on each page."""
    request, source = Request(file, folder, FORMATS), load_event(file)
    done, written = build(request, pool=pool), edition_for(request, source).written
    files = {output.path.name: output.path.read_bytes() for output in done.outputs}
    papers = {
        name: Paper(written[Target(name)], *(files[f"{name}.{form}"] for form in FORMATS)) for name in SHIPPED_DOCUMENTS
    }
    return Shape(source.event, done, papers)


def test_there_is_an_event_of_every_shape() -> None:
    assert set(EVENTS) >= {
        "one-hour", "half-a-day", "two-days-three-tracks", "four-days-with-showcases", "hybrid-two-zones",
        "narrative-only", "start-times-only", "five-funders", "sixty-speakers", "seventy-rows", "protocol",
    }  # fmt: skip
    events = {name: load_event(file).event for name, file in EVENTS.items()}
    assert len(list(all_rows(events["seventy-rows"]))) >= 70
    assert len(events["sixty-speakers"].people) >= 60
    assert len(events["five-funders"].funders) == 5
    assert {event.language for event in events.values()} == {"en", "fr", "ar", "zh"}


@pytest.mark.parametrize("name", some_quick(EVENTS, *QUICK))
def test_nothing_is_said_against_it(name: str, shapes: Shapes) -> None:
    assert [str(problem) for problem in shapes[name].done.warnings] == []
    assert [f"{one.code} {one.message}" for one in lint(EVENTS[name], LONG_BEFORE).diagnostics] == []
    proven = {output.record.acknowledgement for output in shapes[name].done.outputs}
    assert proven == ({"proven"} if shapes[name].event.funders else {"none due"})


@pytest.mark.parametrize("name", some_quick(EVENTS, *QUICK))
def test_all_formats_say_the_same(name: str, shapes: Shapes) -> None:
    for paper in shapes[name].papers.values():
        assert_same_text(paper)


@pytest.mark.parametrize("name", some_quick(EVENTS, *QUICK))
def test_every_row_and_person_is_printed_as_often_as_the_file_has_them(name: str, shapes: Shapes) -> None:
    """With the text the same in all formats, none is lost and none is there twice in any of them."""
    event = shapes[name].event
    printed = values(shapes[name].papers["programme"].doc)
    items = [(*path, "item") for path, _ in all_rows(event)]
    assert {path: printed[path] for path in items} == dict.fromkeys(items, 1)
    assert not {path for path in printed if path[-1] == "item"} - set(items)
    people = Counter(str(path[1]) for path in printed.elements() if is_name(path))
    slots = [slot for _, slots, _ in slot_lists(event) for slot in slots]
    assert people == Counter(person for slot in slots for person in who_comes(slot, event))
    assert people


def values(doc: Doc) -> Counter[DataPath]:
    """How often the body of a document prints each value; words of the locale stand beside it."""
    printed = (node for node in walk(doc.blocks) if isinstance(node, Text) and node.made_by != "locale")
    return Counter(node.origin for node in printed if node.origin is not None)


def is_name(path: DataPath) -> bool:
    return path[0] == "people" and path[2:] in (("name",), ("name", "family"))


def who_comes(slot: Slot, event: Event) -> Iterator[str]:
    """The people whom a slot names on paper: all that may come, and nobody who does not."""
    status = slot.status or (event.people[slot.person].status if slot.person else "confirmed")
    if slot.replaced_by is not None:
        yield from who_comes(slot.replaced_by, event)
    elif status != "declined":
        yield from [slot.person] if slot.person else []
        for other in filter(None, (*(slot.any_of or ()), slot.delivered_by)):
            yield from who_comes(other, event)


@pytest.mark.parametrize("name", some_quick(EVENTS, *QUICK))
def test_every_check_of_a_finished_file_holds(name: str, shapes: Shapes, tmp_path: Path) -> None:
    for paper in shapes[name].papers.values():
        assert [str(finding) for finding in check_pdf(paper.pdf, PdfStandard.A3A_UA1)] == []
        assert [str(finding) for finding in check_docx(paper.docx)] == []
        assert errors(paper.docx, tmp_path) == []


# Where pages break


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading or a row of a document, without white space and marks of lists; a row knows its table and its head."""

    text: str
    table: int | None = None
    head: str = ""


def pieces(doc: Doc) -> Iterator[Piece]:
    """The headings of a document, and the rows of its tables and agendas, in reading order."""
    for at, node in enumerate(walk(doc.blocks)):
        match node:
            case Heading(_, children):
                yield Piece(reading.squeezed(plain_text(children)))
            case Table(header, body):
                head = said(*(cell.blocks for row in header for cell in row.cells))
                yield from (Piece(said(*(cell.blocks for cell in row.cells)), at, head) for row in body)
            case Section(blocks, _, "together"):
                yield Piece(said(blocks), at)
            case DefinitionList(items, style) if style == "agenda":
                yield from (Piece(said((Paragraph(item.term),), item.details), at) for item in items)


def said(*blocks: tuple[Block, ...]) -> str:
    return reading.shown(
        (piece for some in blocks for piece in reading.doc_pieces(some)),
        lambda piece: "" if isinstance(piece, reading.Mark) else str(piece),
    )


def placed(doc: Doc, pdf: bytes) -> list[tuple[Piece, int]]:
    """On which page each heading and row stands, whole; fails for one that is on none, or not in its order."""
    pages = [reading.squeezed(text).replace(reading.BULLET, "") for text in reading.pdf_texts(pdf)]
    found, page, at = [], 0, 0
    for piece in pieces(doc):
        while (begin := pages[page].find(piece.text, at)) < 0:
            page, at = page + 1, 0
            assert page < len(pages), f"“{piece.text}” is on no page, or torn"
        at = begin + len(piece.text)
        found.append((piece, page))
    return found


def assert_breaks_well(doc: Doc, pdf: bytes, *, ours: bool = True) -> int:
    """No row is torn, no heading parted from the first row below it, and heads are repeated: on so many pages.

    A page on which a table goes on says what goes on, if the file is ours and no office's.
    """
    pages, parts = [reading.squeezed(text) for text in reading.pdf_texts(pdf)], reading.going_on(doc)
    said = [next((part for part in parts if part in text), "") for text in pages]
    pages = [text.replace(part, "", 1) for text, part in zip(pages, said, strict=True)]
    repeated = 0
    for (piece, page), (following, next_page) in pairwise(placed(doc, pdf)):
        if piece.table is None and following.table is not None:
            assert page == next_page, f"“{piece.text}” is parted from its first row"
        if piece.table == following.table is not None and page != next_page and piece.head:
            assert piece.head in pages[next_page][: len(piece.head)]
            assert said[next_page] or not ours
            repeated += 1
    return repeated


@pytest.mark.parametrize("name", some_quick(EVENTS, *QUICK))
def test_pages_of_the_pdf_break_between_rows(name: str, shapes: Shapes) -> None:
    for paper in shapes[name].papers.values():
        assert_breaks_well(paper.doc, paper.pdf)


@pytest.mark.parametrize("name", some_quick(EVENTS, *QUICK))
def test_no_page_but_the_last_is_nearly_empty(name: str, shapes: Shapes) -> None:
    """Covers and the pages before a forced break may be; and what stands on all pages does not count."""
    for document, paper in shapes[name].papers.items():
        if document == "booklet" or any(isinstance(node, PageBreak) for node in walk(paper.doc)):
            continue
        sheets = reading.pdf_words(paper.pdf)
        common = set.intersection(*({(word.text, round(word.top)) for word in sheet} for sheet in sheets))
        for sheet in sheets[:-1]:
            own = [word for word in sheet if (word.text, round(word.top)) not in common]
            foot = min((top for _, top in common if top > 400), default=800)
            filled = max(word.bottom for word in own if word.bottom < foot) - min(word.top for word in own)
            assert filled > 0.2 * (foot - min(word.top for word in own)), document


@pytest.fixture(scope="module")
def office(shapes: Shapes, folder: Path) -> dict[str, bytes]:
    """The programmes of several pages in Word, as LibreOffice prints them."""
    printed = {}
    for name in EVENTS:
        paper = shapes[name].papers["programme"]
        # Text from the right comes out of LibreOffice's PDF in the order of the page.
        if len(reading.pdf_texts(paper.pdf)) == 1 or name == "mali-in-arabic":
            continue
        document = folder / f"{name}.docx"
        document.write_bytes(paper.docx)
        # Each in a run of its own: in one, the fonts of the first, which have its letters alone, are those of all.
        (printed[name],) = printing.as_office_prints(folder, [document])
    return printed


@pytest.mark.slow
def test_pages_of_the_word_file_break_between_rows(shapes: Shapes, office: dict[str, bytes]) -> None:
    heads = [assert_breaks_well(shapes[name].papers["programme"].doc, pdf, ours=False) for name, pdf in office.items()]
    assert len(heads) >= 6
    assert sum(heads) >= 6


DAYS = [name for name in EVENTS if name in ("two-days-three-tracks", "four-days-with-showcases")]
"""Events of several days with tracks side by side, and rows between them."""


@pytest.mark.parametrize("name", some_quick(DAYS, "two-days-three-tracks"))
def test_each_table_of_an_agenda_in_word_names_its_day_or_is_kept_with_one_that_does(name: str, shapes: Shapes) -> None:
    with ZipFile(BytesIO(shapes[name].papers["programme"].docx)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))[0]
    part, kept = "", []
    for block in body:
        style = block.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Heading2":
            part = "".join(block.itertext())
        elif style is not None and style.get(f"{W}val") == "Heading1":
            part = ""
        if block.tag != f"{W}tbl" or not part:
            continue
        head = block.find(f"{W}tr/{W}trPr/{W}tblHeader/../..")
        if head is None:
            kept += [paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in block.iter(f"{W}p")]
        else:
            assert any(cell and part.startswith(cell) for cell in words_of_cells(head)), part
    assert kept, "there is one of these"
    assert all(kept)


def words_of_cells(row: ElementTree.Element) -> list[str]:
    """The first run of each cell: under a day, some have words of their own."""
    return ["".join(run.itertext()) for run in row.iter(f"{W}r")]


@pytest.mark.slow
def test_every_page_of_an_agenda_in_word_names_its_day(shapes: Shapes, office: dict[str, bytes]) -> None:
    begun = 0
    for name in DAYS:
        doc = shapes[name].papers["programme"].doc
        headings = [reading.squeezed(plain_text(n.children)) for n in walk(doc.blocks) if isinstance(n, Heading)]
        heads = {said(cell.blocks[:1]) for n in walk(doc.blocks) if isinstance(n, Table) for cell in n.header[0].cells}
        days = [day for day in heads if any(heading.startswith(day) for heading in headings)]
        pages = [reading.squeezed(text) for text in reading.pdf_texts(office[name])]
        found = placed(doc, office[name])
        for (_, before), (piece, page) in pairwise(found):
            if page > before and piece.table is not None:
                ends = [pages[page].find(one.text) for one, at in found if at == page and one.table is None]
                assert any(day in pages[page][: min(ends, default=None)] for day in days), (name, page)
                begun += 1
    assert begun


# What no event has, and a page may have to bear


def many_days() -> strategies.Data:
    """Sittings of so different lengths that each part of one comes to the foot of some page."""

    def row(at: int, day: int) -> strategies.Data:
        track = {"track": "ab"[at % 2]} if day % 3 == 0 else {}
        text = "A line that is about it. " * (1 + at * 7 % 5)
        return {"time": f"{9 + at}:00–{10 + at}:00", "item": f"Item {at}", "text": text} | track

    return {
        "title": "Many days",
        "timezone": "Europe/Zurich",
        "tracks": {"a": "Track A", "b": "Track B"},
        "sittings": [
            {
                "title": f"Sitting {day}",
                "date": f"2031-05-{day + 1:02}",
                "time": "9:00–17:00",
                "agenda": [row(at, day) for at in range(1 + day * 5 % 7)],
            }
            | ({"text": "Bring what you have.\n\nAnd what you need."} if day % 2 else {})
            for day in range(28)
        ],
    }


def a_row_taller_than_a_page() -> strategies.Data:
    said = "Whoever reads this to the end has turned the page. "
    rows = [{"time": "9:00–9:30", "item": "Short"}, {"time": "9:30–17:00", "item": "Long", "text": said * 90}]
    return {
        "title": "One long row",
        "date": "2031-05-01",
        "time": "9:00–17:00",
        "timezone": "Europe/Zurich",
        "agenda": rows,
    }


@pytest.fixture(scope="module")
def made(folder: Path, pool: Pool) -> dict[str, Shape]:
    events = {"days": many_days(), "lines": many_days(), "tall": a_row_taller_than_a_page()}
    files = {name: strategies.write_project(folder / name, event) for name, event in events.items()}
    agenda = (shipped_folder() / "_agenda.html.j2").read_text(encoding="utf-8")
    as_lines = agenda.replace('{% if layout == "list" %}', "{% if true %}")
    assert as_lines != agenda
    (folder / "lines" / "templates").mkdir()
    (folder / "lines" / "templates" / "_agenda.html.j2").write_text(as_lines, encoding="utf-8")
    return {name: shape(file, folder / name / "out", pool) for name, file in files.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "heads"), [("days", 2), ("lines", 0)])
def test_no_day_is_parted_from_its_first_row_wherever_the_page_ends(
    name: str, heads: int, made: dict[str, Shape], folder: Path
) -> None:
    paper = made[name].papers["programme"]
    (word,) = printing.as_office_prints(folder, [folder / name / "out" / "programme.docx"])
    for pdf in (paper.pdf, word):
        assert assert_breaks_well(paper.doc, pdf, ours=pdf is paper.pdf) >= heads
        assert len(reading.pdf_texts(pdf)) >= 6
        # A page is full but for what must be kept together.
        assert len({page for _, page in placed(paper.doc, pdf)}) == len(reading.pdf_texts(pdf))


@pytest.mark.slow
def test_a_row_taller_than_a_page_is_torn_and_loses_nothing(made: dict[str, Shape], folder: Path) -> None:
    paper = made["tall"].papers["programme"]
    assert_same_text(paper)
    (word,) = printing.as_office_prints(folder, [folder / "tall" / "out" / "programme.docx"])
    for pdf in (paper.pdf, word):
        pages = reading.pdf_texts(pdf)
        assert len(pages) > 1
        assert "".join(pages).count("turned") == 90


SPANS = """
<html lang="en"><head><title>Spans</title><meta name="acknowledgement" content="none"></head><body><h1>Spans</h1>
<table class="agenda-grid"><thead><tr><th>Time</th><th>One</th><th>Two</th></tr></thead><tbody>
{% for at in range(14) %}
<tr>
  <td>begins{{ at }}</td>
  <td rowspan="3">high{{ at }} {% for word in range(30 + at) %}and {{ word }}, {% endfor %}low{{ at }}</td>
  <td>first{{ at }}</td>
</tr>
<tr><td>goes on</td><td>second{{ at }}</td></tr>
<tr><td>ends{{ at }}</td><td>third{{ at }}</td></tr>
{% endfor %}
</tbody></table></body></html>
"""


@pytest.mark.slow
def test_a_cell_that_spans_rows_is_whole_on_its_page(folder: Path, pool: Pool) -> None:
    """No agenda of ours has one; a project's own template may."""
    file = strategies.write_project(folder / "spans", a_row_taller_than_a_page())
    (folder / "spans" / "templates").mkdir()
    (folder / "spans" / "templates" / "spans.html.j2").write_text(SPANS, encoding="utf-8")
    build(Request(file, folder / "spans" / "out", documents=["spans"]), pool=pool)
    (word,) = printing.as_office_prints(folder, [folder / "spans" / "out" / "spans.docx"])
    for pdf in ((folder / "spans" / "out" / "spans.pdf").read_bytes(), word):
        pages = [text.split() for text in reading.pdf_texts(pdf)]
        assert len(pages) > 2
        for at in range(14):
            marks = [f"{mark}{at}" for mark in ("begins", "high", "low", "first", "second", "ends", "third")]
            assert [[words.count(mark) for mark in marks] for words in pages if marks[0] in words] == [[1] * 7]


# The documentation


AGENDAS = (Path(__file__).parents[1] / "docs" / "agendas.md").read_text(encoding="utf-8")
FRAGMENTS = re.findall(r"^```yaml\n(.*?)^```$", AGENDAS, re.MULTILINE | re.DOTALL)
REST = {"title": "An event", "timezone": "America/New_York", "date": "2030-03-05", "time": "9:00–12:30"}


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=[text.split(":")[0] for text in FRAGMENTS])
def test_every_fragment_of_the_documentation_is_printed(fragment: str, tmp_path: Path) -> None:
    needed = [key for key in REST if f"\n{key}:" not in f"\n{fragment}"]
    if fragment.startswith("sittings:"):
        needed = ["title", "timezone"]
    file = tmp_path / "event.yaml"
    file.write_text(fragment + "".join(f"{key}: {REST[key]}\n" for key in needed), encoding="utf-8")
    event = load_event(file).event
    doc = Composer(event, Templates(find_project(file)).read, load_theme().style_names).compose("programme")
    printed = values(doc)
    items = [(*path, "item") for path, _ in all_rows(event)]
    assert {path: printed[path] for path in items} == dict.fromkeys(items, 1)
    parts = {(*path, "title") for path in [("sittings", 0), ("sub_events", 0), ()]}
    assert items or ("structure",) in printed or parts & printed.keys()


def test_the_documentation_shows_pictures_of_shapes_that_are_here() -> None:
    pictures = re.findall(r"\]\(images/shape-(.+?)\.png\)", AGENDAS)
    assert len(pictures) >= 3
    assert set(pictures) <= set(EVENTS)
    makefile = (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")
    shown = makefile.partition("SHAPES :=")[2].partition("\n")[0]
    assert set(re.findall(r"(\S+):programme:\d", shown)) == set(pictures)
    assert all((Path(__file__).parents[1] / "docs" / "images" / f"shape-{name}.png").is_file() for name in pictures)
