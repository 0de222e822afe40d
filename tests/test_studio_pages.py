"""The pages that the studio shows are those of a build: each pixel, in each look, with the fonts of the project."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from examples import some_quick
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument
from test_looks import renamed

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.source.load import read_event
from conceptnote.studio.pictures import page_picture
from conceptnote.studio.printing import Printing, documents_of
from conceptnote.studio.saving import Saving
from conceptnote.studio.view import Paper, View
from conceptnote.units import MM_PER_POINT

ROOT = Path(__file__).parents[1]
EVENTS = sorted((ROOT / "tests" / "events").glob("*.yaml"))
DOTS = 4.0
_SEEN = 40
"""Levels of grey by which a millimetre may differ."""


def shown(event: Path, pool: Pool, papers: dict[str, Paper] | None = None) -> dict[str, Paper]:
    """The papers of an event as the studio shows them; with those of before as it guesses their layouts."""
    revision = Saving(event).current()
    source, _ = read_event(revision.project)
    assert source is not None
    printing = Printing.of(source, View(), revision, papers or {}, documents_of(source, View(), ""))
    targets = list(printing.edition.docs)
    return {paper.target.document: paper for paper in list(printing.print(pool, targets))}


def assert_same(paper: Paper, built: Path) -> None:
    pdf = PdfDocument(built)
    assert len(pdf) == len(paper.sizes)
    for number in range(len(pdf)):
        with Image.open(io.BytesIO(page_picture(paper.pages.wait(number + 1), DOTS))) as picture:
            page = pdf[number].render(scale=DOTS * MM_PER_POINT).to_pil()
            assert picture.size == page.size
            # Tags move glyphs by parts of a pixel, in lines that run against the direction of the paper.
            mine, theirs = picture.convert("RGB").reduce(4), page.convert("RGB").reduce(4)
            differs = ImageChops.difference(mine, theirs).point(lambda level: level > _SEEN and 255).getbbox()
            assert differs is None, f"{built.name}, page {number + 1}, near {differs}"
    pdf.close()


@pytest.mark.parametrize(
    "event",
    some_quick(EVENTS, *(one for one in EVENTS if one.stem == "half-a-day")),
    ids=lambda event: event.stem,
)
def test_a_page_in_the_studio_is_the_page_of_the_build(event: Path, tmp_path: Path, pool: Pool) -> None:
    papers = shown(event, pool)
    documents = tuple(papers)
    build(Request(event, tmp_path, ("pdf",), documents), pool=pool)
    for name, paper in papers.items():
        assert_same(paper, next(tmp_path.rglob(f"{name}.pdf")))


def test_the_fonts_and_the_look_of_the_project_are_those_of_the_build(tmp_path: Path, pool: Pool) -> None:
    """Also after an edit, when the layout of before is taken untried."""
    file = tmp_path / "data" / "event.yaml"
    shutil.copytree(ROOT / "tests" / "events" / "images", file.parent / "events" / "images")
    text = (ROOT / "tests" / "looks.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("look:\n", "look:\n  fonts: {text: Source Serif Test}\n"), encoding="utf-8")
    (tmp_path / "fonts").mkdir()
    renamed(tmp_path / "fonts")
    papers = shown(file, pool)
    file.write_text(file.read_text(encoding="utf-8").replace("Auditorium A", "Auditorium B"), encoding="utf-8")
    again = shown(file, pool, papers)
    build(Request(file, tmp_path / "out", ("pdf",), tuple(again)), pool=pool)
    for name, paper in again.items():
        assert_same(paper, tmp_path / "out" / f"{name}.pdf")
