"""The papers around an event: each says what it is for, to whom it is for, and nothing to anybody else."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import strategies
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from examples import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from test_audience import unpacked
from test_docx import errors

from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.progress import Progress
from conceptnote.build.readiness import is_dated
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build
from conceptnote.diagnostics import DiagnosticError
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.audience import for_audience
from conceptnote.source.load import load_event
from conceptnote.theme.theme import load_theme
from conceptnote.write.fit import fitted
from conceptnote.write.metrics import text_width

FORMATS = paper_formats()

PAPERS = ("name-plates", "badges", "invitation", "speaker-brief", "run-of-show", "attendance-sheet")
INTERNAL = ("speaker-brief", "run-of-show")
LONG = "Maria Alexandra Theodora Wilhelmina von Hohenstein-Wolkenburg zu Rautenberg"
WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochuvwxyzabcde"

EVENT = f"""
title: Water at the table
date: 2030-03-05
time: 9:15–10:45
timezone: Europe/Zurich
venue: {{name: Palais des Nations, room: Room XX}}
internal: Doors *Unprintworthy-eight*.
parties:
  mission: {{name: Permanent Mission of Ruritania, roles: host, internal: Unprintworthy-party}}
people:
  o: {{name: O}}
  long:
    {{honorific: H.E. Ambassador Prof. Dr, name: {LONG},
     functions: [{{position: Special Representative, organisation: United Basins}}]}}
  word: {{honorific: Mr, name: {WORD}}}
  amari: {{honorific: Ms, name: {{given: Leïla, family: Amari}}, functions: Director, email: unprintworthy@example.org,
    phone: Unprintworthy-phone, internal: Unprintworthy-person}}
  away: {{name: Declined Person, status: declined}}
panel: [o, long, word, away, {{person: amari, role: moderator}}]
agenda:
  - {{time: 9:15–9:30, item: Opening, who: amari, responsible: Unprintworthy-responsible, cue: Unprintworthy-cue}}
  - time: 9:30–10:45
    item: Panel
    questions: [Who decides?]
    who:
      - {{person: o, minutes: 10, topic: Wells, talking_points: Unprintworthy-points, internal: Unprintworthy-slot}}
      - {{office: Chair of the Basin, presence: remote}}
      - {{person: amari, role: moderator}}
    internal: Unprintworthy-row
"""
SEEN = {
    "run-of-show": ("eight", "phone", "responsible", "cue", "row"),
    "speaker-brief": ("points",),
}
"""What each internal paper says of what no public one does."""


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("papers") / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(EVENT, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def done(event: Path, pool: Pool) -> Build:
    return build(Request(event, documents=(*PAPERS, "concept-note", "programme")), pool=pool)


@pytest.fixture(scope="module")
def out(event: Path, done: Build) -> Path:
    return event.parents[1] / "out"


def said(file: Path) -> str:
    return " ".join(subprocess.check_output(["pdftotext", "-layout", file, "-"], text=True).split())


def place(out: Path, paper: str, form: str) -> Path:
    return out / ("internal" if paper in INTERNAL else "") / f"{paper}.{form}"


@pytest.mark.parametrize("paper", PAPERS)
def test_each_paper_is_accessible_in_each_format(paper: str, out: Path, tmp_path: Path) -> None:
    pdf, docx = (place(out, paper, form).read_bytes() for form in ("pdf", "docx"))
    assert [str(finding) for finding in check_pdf(pdf, PdfStandard.A3A_UA1)] == []
    assert [str(finding) for finding in check_docx(docx)] == []
    assert errors(docx, tmp_path) == []


def test_what_is_internal_is_in_the_internal_papers_alone(out: Path, done: Build) -> None:
    public = [output.path for output in done.outputs if output.path.parent == out]
    assert len(public) == 2 * (len(PAPERS) - len(INTERNAL) + 2)
    for file in [*public, out / "manifest.json"]:
        assert strategies.HIDDEN.lower().encode() not in unpacked(file).lower(), file
    assert sorted(path.stem for path in (out / "internal").glob("*.pdf")) == sorted(INTERNAL)
    assert all(output.record.internal == (output.path.parent != out) for output in done.outputs)
    for paper, words in SEEN.items():
        for word in words:
            assert f"{strategies.HIDDEN}-{word}" in said(place(out, paper, "pdf")), (paper, word)


PUBLIC = (*(paper for paper in PAPERS if paper not in INTERNAL), "concept-note", "programme", "booklet", "biographies")


@examples(3, fuzz=50, shrink=False)
@given(data=strategies.events())
def test_nothing_internal_is_in_any_byte_of_any_public_file(
    data: strategies.Data, pool: Pool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = strategies.write_project(tmp_path_factory.mktemp("any"), data)
    assume(strategies.HIDDEN in file.read_text(encoding="utf-8"))
    everything = (*FORMATS, "ics", "json", "csv")
    done = build(Request(file, formats=everything, documents=PUBLIC), pool=pool)  # type: ignore[arg-type] # formats
    seen = for_audience(load_event(file), None).event
    assert len(done.outputs) == len(FORMATS) * len(PUBLIC) + 2 + is_dated(seen)
    for output in done.outputs:
        assert strategies.HIDDEN.encode() not in unpacked(output.path), output.path.name
    assert strategies.HIDDEN not in (file.parents[1] / "out" / "manifest.json").read_text(encoding="utf-8")


def pages(file: Path) -> list[str]:
    whole = subprocess.check_output(["pdftotext", "-raw", file, "-"], text=True)
    return whole.split("\f")[:-1]


def letters(text: str) -> str:
    return "".join(text.split())


def test_everybody_at_the_table_has_a_plate_whose_name_is_whole_on_both_sides(out: Path) -> None:
    names = ["O", LONG, WORD, "Leïla Amari"]
    plates = pages(out / "name-plates.pdf")
    assert len(plates) == len(names)
    for name, plate in zip(names, plates, strict=True):
        assert letters(plate).count(letters(name)) == 2 if len(name) > 1 else "O" in plate
    assert "Declined" not in "".join(plates)


def boxes(file: Path) -> Iterator[tuple[tuple[float, float], tuple[float, float, float, float]]]:
    """The size of each page and the box of each word on it."""
    import re

    text = subprocess.check_output(["pdftotext", "-bbox", file, "-"], text=True)
    for page in text.split("<page ")[1:]:
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', page)
        assert size is not None
        for found in re.finditer(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', page):
            left, top, right, bottom = map(float, found.groups())
            yield (float(size[1]), float(size[2])), (left, top, right, bottom)


@pytest.mark.parametrize("paper", ["name-plates", "badges"])
def test_no_name_leaves_its_card(paper: str, out: Path) -> None:
    seen = 0
    for (width, height), (left, top, right, bottom) in boxes(out / f"{paper}.pdf"):
        seen += 1
        assert left > 20
        assert right < width - 20
        assert top > 10
        assert bottom < height - 10
        assert not left < width / 2 - 5 < width / 2 + 5 < right, "a word lies across the fold or the cut"
    assert seen > 8


def test_a_brief_says_when_where_for_how_long_and_with_whom(out: Path) -> None:
    brief = pages(out / "internal" / "speaker-brief.pdf")[0]
    assert "\nO\n" in brief
    for words in ("9:30–10:45", "10 min", "Wells", "Who decides?", "Moderator: Ms Leïla Amari", "Room XX"):
        assert words in " ".join(brief.split()), words


def test_an_attendance_sheet_has_lines_for_those_who_come_and_for_others(out: Path) -> None:
    text = said(out / "attendance-sheet.pdf")
    assert "Ms Leïla Amari" in text
    assert "Declined" not in text
    assert "Chair of the Basin" not in text


def test_split_makes_a_file_for_each_with_their_part_alone(event: Path, tmp_path: Path, pool: Pool) -> None:
    made = build(Request(event, tmp_path, ["pdf"], ["speaker-brief"], split=True), pool=pool)
    names = [output.path.name for output in made.outputs]
    people = ("amari", "chair-of-the-basin", "long", "o", "word")
    assert names == [f"speaker-brief.for-{key}.pdf" for key in people]
    for output in made.outputs:
        assert output.path.parent.name == "internal"
        assert ("Unprintworthy-points" in said(output.path)) == (output.record.part == "o")
    again = build(Request(event, tmp_path, ["pdf"], ["speaker-brief"], split=True), pool=pool)
    assert all(output.seconds is None for output in again.outputs)


def test_who_comes_by_video_link_has_no_plate_of_their_own(event: Path, tmp_path: Path) -> None:
    made = build(Request(event, tmp_path, ["html"], ["name-plates", "badges"], split=True))
    assert {output.record.part for output in made.outputs} == {"amari", "long", "o", "word"}


def test_where_nobody_comes_there_is_nothing_to_split(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"
    file.write_text("title: Rain\ndate: 2030-03-05\ntime: 9:15\ntimezone: Europe/Zurich\n", encoding="utf-8")
    with pytest.raises(DiagnosticError, match="a part for each attendee, but nobody attends"):
        build(Request(file, tmp_path / "out", ["html"], ["badges"], split=True))


class Told(Progress):
    def __init__(self) -> None:
        self.count, self.names = 0, list[str]()

    def expected(self, files: int) -> None:
        self.count += files

    def finished(self, name: str) -> None:
        assert len(self.names) < self.count
        self.names.append(name)


def test_progress_is_told_of_every_file(event: Path, tmp_path: Path, pool: Pool) -> None:
    told = Told()
    request = Request(event, tmp_path, ("pdf", "docx", "ics"), ["speaker-brief", "badges"], split=True)
    made = build(request, told, pool)
    assert sorted(told.names) == sorted(output.path.name for output in made.outputs)
    assert told.count == len(told.names) > 15


def test_on_a_terminal_a_bar_shows_how_many_are_done(event: Path, tmp_path: Path) -> None:
    command = [Path(sys.executable).with_name("conceptnote"), "build", "-d", "name-plates", "--split", "-f", "pdf"]
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    done = subprocess.run([*command, "-o", tmp_path, event], stderr=theirs, stdout=subprocess.PIPE, env=environment)
    os.close(theirs)
    drawn = b""
    with contextlib.suppress(OSError):  # Linux ends a terminal with an error, not with its end.
        while more := os.read(ours, 65536):
            drawn += more
    os.close(ours)
    assert done.returncode == 0
    said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drawn.decode())
    assert [f"{at}/4" in said for at in range(5)] == [True] * 5
    assert "name-plates.for-amari.pdf" in said
    assert done.stdout.decode().count("name-plates.for-") == 4


def test_a_paper_without_parts_cannot_be_split(event: Path, tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError, match="programme cannot be split: it has no parts"):
        build(Request(event, tmp_path, ["html"], ["programme"], split=True))
    with pytest.raises(DiagnosticError, match="the list of recipients is missing"):
        build(Request(event, tmp_path, ["html"], ["invitation"], split=True))


def test_an_internal_paper_that_fails_leaves_the_public_ones_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(EVENT, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "secret.html.j2").write_text(
        '{% set paper = {"internal": true} %}\n<html lang="en"><head><title>{{ event.nothing }}</title></head></html>'
    )
    with pytest.raises(DiagnosticError, match="no field “nothing”"):
        build(Request(file, formats=["html"], documents=["programme", "secret"]))
    assert not (tmp_path / "out").exists()


def test_an_event_with_nobody_has_papers_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"
    file.write_text(
        "title: Nobody yet\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n", encoding="utf-8"
    )
    for output in build(Request(file, formats=["html"], documents=(*PAPERS, "biographies", "booklet"))).outputs:
        assert "Nobody yet" in output.path.read_text(encoding="utf-8"), output.path.name


@pytest.mark.parametrize("first", ['{% set paper = {"internal": yes} %}', '{% set paper = {"secret": true} %}'])
def test_what_is_said_of_a_paper_must_be_known(first: str, tmp_path: Path) -> None:
    file = tmp_path / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(EVENT, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "mine.html.j2").write_text(first + "\n<html></html>")
    with pytest.raises(DiagnosticError, match="the first line does not describe the paper correctly"):
        build(Request(file, formats=["html"], documents=["mine"]))


@given(
    text=st.lists(st.text(st.sampled_from("abcWil mÄ"), min_size=1, max_size=30), min_size=1, max_size=9).map(" ".join),
    room=st.floats(20, 300),
)
def test_a_text_is_as_large_as_it_fits(text: str, room: float) -> None:
    theme = load_theme()
    style = theme.styles["plate-name"]
    points = fitted(text, theme, style, room)
    assert style.fit is not None
    assert points is not None
    largest = theme.sizes[style.size or ""]
    assert points <= largest
    longest = max((text_width(word, theme, style) * points / largest for word in text.split()), default=0)
    assert longest <= room or points == 6, "a word is set smaller before it is broken"
    assert points >= style.fit or longest * largest / points > room * 0.98 * largest / (points + 0.5)
    if points < largest:
        whole = text_width(" ".join(text.split()), theme, style)
        assert whole > room or longest * largest / points > room * 0.98, "it would have fitted at its own size"
