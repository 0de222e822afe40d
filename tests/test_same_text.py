"""PDF, DOCX and HTML say the same thing, whatever the event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import reading
import strategies
from examples import examples
from hypothesis import event, given

from conceptnote.build.edition import edition_for
from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Output, build
from conceptnote.doc.nodes import Doc
from conceptnote.source.load import load_event
from conceptnote.source.templates import SHIPPED_DOCUMENTS
from conceptnote.source.yaml_tree import read_yaml

FORMATS = paper_formats()

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "event.yaml"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in all its forms."""

    doc: Doc
    pdf: bytes
    docx: bytes
    html: bytes


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with closing(Pool()) as pool:
        yield pool


def papers(event_file: Path, pool: Pool) -> dict[str, Paper]:
    """Build an event in all formats, and compose its documents once more to compare with."""
    with TemporaryDirectory() as folder:
        outputs = build(Request(event_file, Path(folder), FORMATS), pool=pool).outputs
        files = {output.path.name: output.path.read_bytes() for output in outputs}
        assert_all_written(outputs)
    edition = edition_for(Request(event_file, formats=FORMATS), load_event(event_file))
    return {
        target.document: Paper(edition.written[target], *(files[f"{target}.{form}"] for form in FORMATS))
        for target in edition.docs
    }


def assert_all_written(outputs: list[Output]) -> None:
    expected = sorted(f"{name}.{form}" for name in SHIPPED_DOCUMENTS for form in FORMATS)
    assert sorted(output.path.name for output in outputs) == expected


def assert_same_text(paper: Paper) -> None:
    """Hold all formats of a document against its tree, and the notes of its PDF against their calls."""
    doc = reading.read_doc(paper.doc)
    docx, html, pdf = (
        reading.read_docx(paper.docx),
        reading.read_html(paper.html),
        reading.read_pdf(paper.pdf, paper.doc),
    )
    assert doc.body
    assert docx.body == doc.body
    assert docx.notes == doc.notes
    assert (docx.footer, docx.cover) == (doc.footer, doc.cover)
    assert html.body == doc.body
    assert html.notes == doc.notes
    assert pdf.body == reading.printed(paper.doc)
    assert pdf.marks == docx.marks
    assert pdf.notes == doc.notes
    assert_notes_stand_below_their_calls(paper.doc, pdf)


def assert_notes_stand_below_their_calls(doc: Doc, pdf: reading.Reading) -> None:
    """Each note is found once, at the foot of the page on which its call is."""
    begin = 0
    offsets = reading.call_offsets(doc)
    for page in pdf.pages:
        end = begin + len(page.body)
        assert list(page.notes) == [number for number, at in offsets.items() if begin <= at < end]
        begin = end
    assert Counter(number for page in pdf.pages for number in page.notes) == Counter(dict.fromkeys(offsets, 1))


# Each example is six files: to look for a smaller one would take minutes and find little.
@examples(10, fuzz=300, shrink=False)
@given(data=strategies.events())
def test_an_event_says_the_same_in_every_format(
    data: strategies.Data, pool: Pool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = papers(strategies.write_project(tmp_path_factory.mktemp("event"), data), pool)
    for paper in made.values():
        assert_same_text(paper)
        for form in (paper.html, paper.pdf, paper.docx):
            assert strategies.HIDDEN not in everything_in(form)
    notes = len(list(reading.doc_notes(made["concept-note"].doc.blocks)))
    event(f"{min(notes, 4)} notes or more")


def everything_in(file: bytes) -> str:
    """All that a file says, in places seen and unseen."""
    if file.startswith(b"%PDF"):
        return "".join(reading.pdf_texts(file))
    if file.startswith(b"PK"):
        parts = reading.DocxFile(file).parts
        return "".join(part.decode("utf-8") for name, part in parts.items() if name.endswith((".xml", ".rels")))
    return file.decode("utf-8")


@examples(20, fuzz=400)
@given(data=strategies.events())
def test_a_generated_event_is_read_back_as_it_was_written(data: strategies.Data) -> None:
    read, _, problems = read_yaml(strategies.as_yaml(data), "event.yaml")
    assert read == data
    assert problems == []


@pytest.fixture(scope="module")
def example(pool: Pool) -> dict[str, Paper]:
    return papers(EXAMPLE, pool)


@pytest.mark.parametrize("document", SHIPPED_DOCUMENTS)
def test_the_example_says_the_same_in_every_format(document: str, example: dict[str, Paper]) -> None:
    assert_same_text(example[document])


def test_the_example_says_what_its_file_says(example: dict[str, Paper]) -> None:
    note = reading.read_docx(example["concept-note"].docx)
    assert reading.squeezed("Civil society engagement and a human security approach") in note.body
    assert note.notes == {1: reading.squeezed("For more information on the project, see: (TBC)")}
    assert note.body.count("[^1]") == 1
    pages = reading.read_pdf(example["concept-note"].pdf, example["concept-note"].doc).pages
    assert len(pages) > 1
    assert [number for page in pages for number in page.notes] == [1]


EVERYTHING = """
title: Everything
date: 2026-03-04
time: 9:15
timezone: Europe/Zurich
agenda:
  - item: Row of the agenda
    text: "In a cell.[^cell]\\n\\n- A mark\\n- Another\\n\\n[^cell]: Called in a cell."
  - item: Last row
sections:
  - heading: Body
    text: |
      Before.[^one] In *the[^two]* line.

      7. Seven
         - Inside
           - Deeper
             - Deepest

         More of seven.
      8. Eight
         1. First of eight

      - A mark
        1. With a number

      > Quoted.[^three]

      [^one]: First note.
      [^three]: Third note,

          in two paragraphs.
    footnotes:
      two: Second note.
  - heading: Agenda
    show: agenda
"""


@pytest.fixture(scope="module")
def everything(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    file = tmp_path_factory.mktemp("everything") / "event.yaml"
    file.write_text(EVERYTHING)
    return papers(file, pool)["concept-note"]


def test_lists_count_from_their_start_in_every_format(everything: Paper) -> None:
    listed = "7.Seven•Inside•Deeper•DeepestMoreofseven.8.Eight1.Firstofeight"
    assert listed in reading.read_docx(everything.docx).body
    assert listed in reading.read_html(everything.html).body


def test_the_mark_of_a_list_item_looks_the_same_in_pdf_and_docx(everything: Paper) -> None:
    """“See 8.a” must not lead somewhere else in the other file."""
    marks = reading.read_pdf(everything.pdf, everything.doc).marks
    assert marks[0] == "7."
    assert marks == reading.read_docx(everything.docx).marks
    assert len(marks) == 10


def test_every_note_is_a_footnote_of_word_and_stands_below_its_call_in_pdf(everything: Paper) -> None:
    docx = reading.read_docx(everything.docx)
    assert list(docx.notes.values()) == [
        "Firstnote.", "Secondnote.", "Thirdnote,intwoparagraphs.", "Calledinacell.",
    ]  # fmt: skip
    assert re.findall(r"\[\^(\d)\]", docx.body) == ["1", "2", "3", "4"]
    pdf = reading.read_pdf(everything.pdf, everything.doc)
    assert_notes_stand_below_their_calls(everything.doc, pdf)
    assert pdf.notes == docx.notes


def test_no_page_of_a_short_paper_is_left_over(everything: Paper) -> None:
    assert len(reading.pdf_texts(everything.pdf)) == 1


LONG_TABLE = """
title: A long day
date: 2026-03-04
time: 9:15
timezone: Europe/Zurich
agenda:
"""


def test_header_rows_that_a_long_table_repeats_are_no_part_of_the_text(pool: Pool, tmp_path: Path) -> None:
    rows = "".join(f"  - {{time: '9:{n % 60:02}', item: Item {n}, text: A line about item {n}.}}\n" for n in range(70))
    file = tmp_path / "event.yaml"
    file.write_text(LONG_TABLE + rows)
    paper = papers(file, pool)["programme"]
    assert_same_text(paper)
    texts = [reading.squeezed(text) for text in reading.pdf_texts(paper.pdf)]
    assert len(texts) > 2
    assert all("TimeItem" in text for text in texts)
