"""Imposed files, read back: which page stands where on which sheet, and whether they are what they say they are."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_print_formats import MM, Word, page_size, with_papers, words

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build
from conceptnote.build.verify import verify
from conceptnote.diagnostics import DiagnosticError
from conceptnote.pageformat import Imposition, Orientation
from conceptnote.write.imposition import Side, TooManyPanels, plan

COMMAND = str(Path(sys.executable).with_name("conceptnote"))


# The order of pages


def stitched(sides: Sequence[Side]) -> list[int | None]:
    """The pages of a booklet as one turns its leaves: its sheets lie one in the other and are folded in the middle."""
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    # A leaf is half a sheet: its one page, and behind that the page on the other half of the other side.
    first_half = [page for (_, right), (behind, _) in sheets for page in (right, behind)]
    second_half = [page for (left, _), (_, behind) in reversed(sheets) for page in (behind, left)]
    return first_half + second_half


def filled(count: int, most: int, last_stays: bool) -> list[int | None]:
    pages: list[int | None] = [*range(1, count + 1)]
    blank: list[int | None] = [None] * (most - count)
    return [*pages[:-1], *blank, pages[-1]] if last_stays else [*pages, *blank]


@given(st.integers(1, 400), st.booleans())
def test_a_booklet_is_read_in_order_once_it_is_folded(count: int, last_stays: bool) -> None:
    planned = plan("booklet", count, last_stays=last_stays)
    read = stitched(planned.sides)
    if count == 1:
        last_stays = False  # A cover alone is no back.
    assert len(read) % 4 == 0
    assert 0 <= len(read) - count < 4
    assert read == filled(count, len(read), last_stays)
    assert list(planned.blank) == [at for at, page in enumerate(read, start=1) if page is None]


@given(st.integers(1, 6), st.booleans())
def test_a_leaflet_is_read_in_order_as_it_is_opened(count: int, last_stays: bool) -> None:
    planned = plan("leaflet", count, last_stays=last_stays and count > 1)
    (folded_in, back, cover), inside = planned.sides
    assert [cover, *inside, folded_in, back] == filled(count, 6, last_stays and count > 1)


@given(st.integers(7, 1000))
def test_a_leaflet_has_six_panels(count: int) -> None:
    with pytest.raises(TooManyPanels):
        plan("leaflet", count)


@given(st.integers(1, 400))
def test_two_up_is_each_page_twice(count: int) -> None:
    planned = plan("two-up", count)
    assert planned.sides == tuple((page, page) for page in range(1, count + 1))
    assert planned.blank == ()


# The same on paper


def numbered(project: Path, pages: int, *, back: bool = False) -> Path:
    """A project whose only own document has so many pages, each with its number on it, and perhaps a back."""
    (project / "templates").mkdir(exist_ok=True)
    parts = [f"<p>sheet-of-paper leaf-{number}</p>" for number in range(1, pages + 1 - back)]
    if back:
        parts.append(f'<section role="doc-colophon"><p>leaf-{pages}</p></section>')
    body = '<hr role="doc-pagebreak">'.join(parts)
    (project / "templates" / "leaves.html.j2").write_text(
        '<html lang="en"><head><title>Leaves</title><meta name="author" content="Ann">'
        f'<meta name="acknowledgement" content="none"></head><body>{body}</body></html>'
    )
    return project / "data" / "event.yaml"


def imposed(
    file: Path, pool: Pool, imposition: Imposition, paper: str = "a4", orientation: Orientation = "portrait"
) -> tuple[Build, Path]:
    request = Request(file, None, ["pdf"], ["leaves"], paper, orientation, [imposition])  # type: ignore[arg-type] # a name of a paper
    sheet = "letter" if "letter" in paper else "a4"
    return build(request, pool=pool), file.parents[1] / "out" / f"leaves.{imposition}-{sheet}.pdf"


def leaf(word: Word) -> int | None:
    return int(word.text[5:]) if word.text.startswith("leaf-") else None


def found_sides(pdf: Path, places: int) -> list[tuple[int | None, ...]]:
    """What stands in each place of each side: from left to right on a wide sheet, else from top to bottom."""
    width, height = page_size(pdf)
    sides = []
    for page in words(pdf):
        side: list[int | None] = [None] * places
        for word in page:
            if (number := leaf(word)) is not None:
                at = int(word.left / (width / places)) if width > height else int(word.top / (height / places))
                assert side[at] is None
                side[at] = number
        sides.append(tuple(side))
    return sides


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("pages", [1, 4, 5, 8, 11])
def test_the_sheets_of_a_booklet_read_back_in_order(
    project: Path, pool: Pool, pages: int, orientation: Orientation
) -> None:
    done, pdf = imposed(numbered(project, pages), pool, "booklet", "a4", orientation)
    sides = found_sides(pdf, 2)
    assert sides[0][1] == 1
    assert sides[0][0] == (pages if pages % 4 == 0 else None)
    read = stitched(sides)
    assert read == filled(pages, len(read), last_stays=False)
    (entry,) = (output.record for output in done.outputs if output.record.imposition)
    assert entry.pages == len(sides)
    assert list(entry.blank) == [at for at, page in enumerate(read, start=1) if page is None]


@pytest.mark.parametrize(
    ("paper", "orientation", "sheet", "page"),
    [
        ("a4", "portrait", (297, 210), (148, 210)),
        ("a5", "landscape", (210, 297), (210, 148)),
        ("letter", "portrait", (279.4, 215.9), (139.7, 215.9)),
        ("half-letter", "landscape", (215.9, 279.4), (215.9, 139.7)),
    ],
)
def test_sheets_are_sheets_and_the_document_has_pages_of_their_part(
    project: Path, pool: Pool, paper: str, orientation: Orientation, sheet: Sequence[float], page: Sequence[float]
) -> None:
    _, pdf = imposed(numbered(project, 2), pool, "booklet", paper, orientation)
    assert page_size(pdf) == pytest.approx(sheet, abs=0.1)
    assert page_size(project / "out" / "leaves.pdf") == pytest.approx(page, abs=0.1)


def test_a_back_stands_on_the_last_page_and_what_is_blank_before_it(project: Path, pool: Pool) -> None:
    done, pdf = imposed(numbered(project, 6, back=True), pool, "booklet")
    assert stitched(found_sides(pdf, 2)) == [1, 2, 3, 4, 5, None, None, 6]
    (entry,) = (output.record for output in done.outputs if output.record.imposition)
    assert list(entry.blank) == [6, 7]


def test_what_looks_like_a_back_and_is_none_stays_where_it_is(project: Path, pool: Pool) -> None:
    file = numbered(project, 6, back=True)
    template = project / "templates" / "leaves.html.j2"
    template.write_text(template.read_text().replace("</body>", "<p>after it</p></body>"))
    _, pdf = imposed(file, pool, "booklet")
    assert stitched(found_sides(pdf, 2)) == [1, 2, 3, 4, 5, 6, None, None]


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_a_leaflet_has_its_panels_in_order_on_both_sides(project: Path, pool: Pool, orientation: Orientation) -> None:
    _, pdf = imposed(numbered(project, 6), pool, "leaflet", "a4", orientation)
    assert found_sides(pdf, 3) == [(5, 6, 1), (2, 3, 4)]
    _, pdf = imposed(numbered(project, 4, back=True), pool, "leaflet", "letter", orientation)
    assert found_sides(pdf, 3) == [(None, 4, 1), (2, 3, None)]


def test_two_up_is_the_same_page_twice_on_each_side(project: Path, pool: Pool) -> None:
    _, pdf = imposed(numbered(project, 3), pool, "two-up")
    assert found_sides(pdf, 2) == [(1, 1), (2, 2), (3, 3)]


def test_seven_panels_are_refused_with_what_to_do(project: Path, pool: Pool) -> None:
    file = with_papers(project, "  leaves: {impose: leaflet}")
    numbered(project, 7)
    with pytest.raises(DiagnosticError) as refused:
        build(Request(file, documents=["leaves"], formats=["pdf"]), pool=pool)
    (problem,) = refused.value.diagnostics
    assert "leaves fills 7 panels, but a leaflet has 6" in str(problem)
    assert "shorten it, or fold it as a booklet" in str(problem)
    assert problem.path == ("papers", "leaves", "impose")
    assert problem.location is not None
    assert problem.location.line == len(file.read_text().splitlines())
    assert not (project / "out").exists()


def test_pages_are_as_large_and_stand_as_straight_as_in_the_document(project: Path, pool: Pool) -> None:
    """Every word of a page is as far from every other as there, and so from the edges of its place."""
    file = project / "data" / "event.yaml"
    build(Request(file, documents=["programme"], formats=["pdf"], impose=["booklet"]), pool=pool)
    alone = words(project / "out" / "programme.pdf")
    sheets = words(project / "out" / "programme.booklet-a4.pdf")
    for page, (side, left) in zip(alone, [(0, 148.5), (1, 0.0)], strict=True):
        there = [word for word in sheets[side] if left <= word.left < left + 148.5]
        assert [word.text for word in there] == [word.text for word in page]
        for one, other in zip(page, there, strict=True):
            assert (other.left - left, other.top) == pytest.approx((one.left + 0.25, one.top), abs=0.02)


# Marks


Line = tuple[float, float, float, float]


def lines(pdf: Path, page: int = 0) -> list[Line]:
    """The strokes on a sheet itself, in millimetres from the lower left: from, to."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for one in document[page].get_objects(max_depth=1):
        if one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = (edge / MM for edge in one.get_bounds())
            found.append((left, bottom, right, top))
    document.close()
    return found


def test_a_sheet_that_is_cut_says_where(project: Path, pool: Pool) -> None:
    _, pdf = imposed(numbered(project, 1), pool, "two-up")
    marks = sorted(lines(pdf), key=lambda line: line[1])
    assert [(mark[0] + mark[2]) / 2 for mark in marks] == pytest.approx([148.5, 148.5], abs=0.1)
    assert (marks[0][1], marks[1][3]) == pytest.approx((0, 210), abs=0.2)
    assert all(5 < mark[3] - mark[1] < 10 for mark in marks)


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_a_leaflet_says_where_it_is_folded_and_the_panel_inside_is_narrower(
    project: Path, pool: Pool, orientation: Orientation
) -> None:
    _, pdf = imposed(numbered(project, 6), pool, "leaflet", "a4", orientation)
    at = {}
    for side in (0, 1):
        middles = {
            round((line[0] + line[2]) / 2 if orientation == "portrait" else 297 - (line[1] + line[3]) / 2, 1)
            for line in lines(pdf, side)
        }
        at[side] = [0.0, *sorted(middles), 297.0]
        assert len(at[side]) == 4
    outside, inside = ([b - a for a, b in itertools.pairwise(at[side])] for side in (0, 1))
    assert outside == pytest.approx(inside[::-1], abs=0.15)
    assert outside[0] == pytest.approx(outside[1] - 2, abs=0.15)
    assert outside[1] == pytest.approx(outside[2], abs=0.15)


def test_a_booklet_says_where_it_is_folded_and_every_sheet_where_it_ends(project: Path, pool: Pool) -> None:
    _, pdf = imposed(numbered(project, 4), pool, "booklet")
    assert [(one[0] + one[2]) / 2 for one in lines(pdf)] == pytest.approx([148.5, 148.5], abs=0.1)
    with pikepdf.open(pdf) as sheets:
        assert {tuple(map(float, page.trimbox)) for page in sheets.pages} == {
            tuple(map(float, page.mediabox)) for page in sheets.pages
        }
        assert all("/TrimBox" in page.obj for page in sheets.pages)


# What it says of itself


@pytest.fixture
def booklet(project: Path, pool: Pool) -> Path:
    """The example with its programme as a booklet."""
    build(Request(with_papers(project, "  programme: {impose: booklet}")), pool=pool)
    return project


def manifest(project: Path) -> dict[str, dict[str, object]]:
    return {one["file"]: one for one in json.loads((project / "out" / "manifest.json").read_text())["files"]}


def test_an_imposed_file_claims_nothing_and_says_what_it_is(booklet: Path) -> None:
    with pikepdf.open(booklet / "out" / "programme.booklet-a4.pdf") as pdf:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/AF"} & set(pdf.Root.keys())
        title = str(pdf.docinfo["/Title"])
        assert title.startswith("Booklet on A4, for printing only; the accessible file is programme.pdf: Civil society")
        assert "Human Security Collective" in str(pdf.docinfo["/Author"])
        assert pdf.Root.Lang == "en"
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipShortEdge
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
    said = manifest(booklet)
    entry = said["programme.booklet-a4.pdf"]
    assert entry["imposition"] == "booklet"
    assert (entry["pages"], entry["blank"], entry["standards"]) == (2, [3, 4], [])
    assert entry["acknowledgement"] == "proven on its pages"
    assert said["programme.pdf"]["imposition"] is None
    assert said["programme.pdf"]["acknowledgement"] == "proven"
    assert said["programme.pdf"]["options"]["paper"] == "a5"  # type: ignore[index] # a record


def test_an_imposed_file_speaks_the_language_of_the_paper(project: Path, pool: Pool) -> None:
    file = numbered(project, 1)
    template = project / "templates" / "leaves.html.j2"
    template.write_text(template.read_text().replace('lang="en"', 'lang="fr"'))
    _, pdf = imposed(file, pool, "two-up", "letter")
    with pikepdf.open(pdf) as made:
        assert str(made.docinfo["/Title"]).startswith("Deux par feuille sur US Letter, pour impression seulement")
        assert made.Root.Lang == "fr"


def test_the_build_tells_of_blank_pages_and_how_to_print(booklet: Path) -> None:
    done = subprocess.run([COMMAND, "build", "--force"], cwd=booklet, capture_output=True, text=True, check=True)
    assert re.search(r"out/programme\.booklet-a4\.pdf +2 sides +[\d.]+ kB", done.stdout)
    assert (
        "out/programme.booklet-a4.pdf: to print both sides, turn the paper at its short edge; pages 3 and 4 are blank,"
        " so that it can be folded" in done.stdout
    )


@pytest.mark.slow
def test_imposed_files_are_the_same_to_the_byte_each_time_and_in_any_process(booklet: Path) -> None:
    done = subprocess.run([COMMAND, "build", "--check"], cwd=booklet, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    file = booklet / "out" / "programme.booklet-a4.pdf"
    file.write_bytes(file.read_bytes() + b"\n")
    done = subprocess.run([COMMAND, "build", "--check"], cwd=booklet, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "out/programme.booklet-a4.pdf: error CN044: the file is out of date" in done.stderr


# Whether it is that


def test_every_page_of_an_imposed_paper_names_the_funder(booklet: Path) -> None:
    for sheet in words(booklet / "out" / "programme.booklet-a4.pdf"):
        said = [word.text for word in sheet]
        assert said.count("funding") >= 1
        assert said.count("Page") == 1


def test_an_imposed_file_is_verified_by_the_one_that_it_is_of(booklet: Path) -> None:
    out = booklet / "out"
    file = out / "programme.booklet-a4.pdf"
    (line,) = verify(booklet / "data" / "event.yaml", [file])
    assert line == f"{file}: imposed from {out / 'programme.pdf'}: acknowledges Austrian Development Agency"
    assert len(verify(booklet / "data" / "event.yaml", sorted(out.glob("*.pdf")))) == 3


def refused(project: Path, file: Path) -> str:
    with pytest.raises(DiagnosticError) as error:
        verify(project / "data" / "event.yaml", [file])
    return "\n".join(map(str, error.value.diagnostics))


def test_an_imposed_file_without_the_accessible_one_proves_nothing(booklet: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone" / "programme.booklet-a4.pdf"
    alone.parent.mkdir()
    shutil.copy(booklet / "out" / "programme.booklet-a4.pdf", alone)
    assert "alone/programme.pdf: error CN060: the file cannot be read" in refused(booklet, alone)


def test_an_imposed_file_that_somebody_changed_is_none(booklet: Path) -> None:
    file = booklet / "out" / "programme.booklet-a4.pdf"
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"1 g 0 0 900 100 re f")
        pdf.save(file)
    said = refused(booklet, file)
    assert "it says that it is imposed from" in said
    assert "but that file gives a different one" in said


def test_a_file_cannot_pass_by_claiming_to_be_imposed(booklet: Path) -> None:
    """It names a good file beside it, and is another."""
    file = booklet / "out" / "stranger.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Imposition"], pdf.docinfo["/ImposedFrom"] = "booklet-a4", "programme.pdf"
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert "gives a different one" in refused(booklet, file)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "", "..", "a/b.pdf", "a\0.pdf"])
def test_a_claim_leads_to_no_other_folder(booklet: Path, name: str) -> None:
    file = booklet / "out" / "stranger.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Imposition"], pdf.docinfo["/ImposedFrom"] = "booklet-a4", name
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    said = refused(booklet, file)
    assert "stranger.pdf" in said
    assert "passwd" not in said


def test_what_the_accessible_file_lacks_is_told_of_the_imposed_one(booklet: Path) -> None:
    file = booklet / "out" / "programme.pdf"
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"q", prepend=True)
        pdf.pages[0].contents_add(b"Q q 1 g 0 0 900 90 re f Q")
        pdf.save(file)
    said = refused(booklet, booklet / "out" / "programme.booklet-a4.pdf")
    assert "out/programme.pdf: error CN060: page 1" in said


# Names, and what goes


@pytest.mark.slow
def test_the_booklet_of_an_audience_has_a_name_of_its_own(project: Path, pool: Pool) -> None:
    file = with_papers(project, "  programme: {impose: booklet}")
    text = file.read_text()
    file.write_text(text.replace("panel:\n  -", "panel:\n  - {office: Auditor, audience: funder}\n  -", 1))
    assert file.read_text() != text
    build(Request(file, audience="funder", documents=["programme"], formats=["pdf"]), pool=pool)
    out = project / "out"
    assert {path.name for path in out.glob("*.pdf")} == {"programme.funder.pdf", "programme.funder.booklet-a4.pdf"}
    (line,) = verify(file, [out / "programme.funder.booklet-a4.pdf"])
    assert f"imposed from {out / 'programme.funder.pdf'}" in line
    build(Request(file, documents=["programme"], formats=["pdf"]), pool=pool)
    assert len(list(out.glob("*.pdf"))) == 4


def test_no_audience_is_called_as_imposed_files_are(project: Path) -> None:
    file = project / "data" / "event.yaml"
    text = file.read_text()
    file.write_text(text.replace("panel:\n  -", "panel:\n  - {office: Auditor, audience: booklet-a4}\n  -", 1))
    assert file.read_text() != text
    with pytest.raises(DiagnosticError, match="“booklet-a4” is in the names of files with imposed pages"):
        build(Request(file, audience="booklet-a4"))


def names(project: Path) -> set[str]:
    return {path.name for path in (project / "out").glob("programme*.pdf")}


def test_imposed_files_go_with_the_pages_that_they_are_of(booklet: Path, pool: Pool) -> None:
    file = booklet / "data" / "event.yaml"
    both = {"programme.pdf", "programme.booklet-a4.pdf"}
    # One that was asked for besides stays while the pages are the same, and so does the other.
    build(Request(file, documents=["programme"], impose=["two-up"]), pool=pool)
    assert names(booklet) == {*both, "programme.two-up-a4.pdf"}
    build(Request(file), pool=pool)
    assert names(booklet) == {*both, "programme.two-up-a4.pdf"}
    assert all(output.seconds is None for output in build(Request(file), pool=pool).outputs)
    # Once the pages are others, neither is of them.
    done = build(Request(file, paper="letter", documents=["programme"], formats=["pdf"]), pool=pool)
    assert {path.name for path in done.removed} == {"programme.booklet-a4.pdf", "programme.two-up-a4.pdf"}
    assert names(booklet) == {"programme.pdf", "programme.booklet-letter.pdf"}
    with_papers(booklet, "  programme: {paper: a5}")
    assert [path.name for path in build(Request(file), pool=pool).removed] == ["programme.booklet-letter.pdf"]
    assert names(booklet) == {"programme.pdf"}


def test_an_imposed_file_that_is_left_is_warned_of(booklet: Path, pool: Pool) -> None:
    file = with_papers(booklet, "  programme: {paper: a5}")
    done = build(Request(file, documents=["concept-note"], formats=["pdf"]), pool=pool)
    assert "programme.booklet-a4.pdf" in {Path(one.location.file).name for one in done.warnings if one.location}
    assert "programme.booklet-a4.pdf" in names(booklet)
