"""`conceptnote check --rendered`: what pages show, and where it is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import strategies
from command import run
from examples import examples
from hypothesis import given

from conceptnote.build.edition import edition_for
from conceptnote.build.lint import Report, lint
from conceptnote.build.papers import print_papers
from conceptnote.build.pool import Pool
from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.check.event.papers import PrintedPaper, within
from conceptnote.check.event.rule import all_rules
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Diagnostic, Severity
from conceptnote.doc.nodes import Heading, Paragraph, plain_text, walk
from conceptnote.pageformat import PaperName
from conceptnote.source.load import load_event

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("conceptnote")
TODAY = date(2030, 1, 15)
BASE = "date: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
PAPERS: tuple[PaperName, ...] = ("a4", "letter")
RENDERED = {rule.code for rule in all_rules() if rule.rendered}
WORDS = "water river basin people share conflict women youth "

Examine = Callable[..., Report]


@pytest.fixture
def look(tmp_path: Path, pool: Pool) -> Examine:
    """Looks at the pages of an event; `poster` is the body of a paper of the project's own, `files` others of it."""

    def look(text: str, *, poster: str = "", files: dict[str, str] | None = None, **options: object) -> Report:
        given = {"event.yaml": text, **(files or {})}
        if poster:
            page = f'<html lang="en"><head><title>T</title></head><body>{poster}</body></html>'
            given["templates/poster.html.j2"] = page
        for name, content in given.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
        return lint(tmp_path / "event.yaml", TODAY, pool=pool, **options)  # type: ignore[arg-type] # by name

    return look


def told(report: Report, code: str) -> list[str]:
    assert report.complete, report.diagnostics
    return [one.message for one in report.diagnostics if one.code.code == code]


def tall(height: int) -> str:
    """A picture, so many pixels high."""
    return strategies.svg(9, height, "#123").decode()


# The papers


@pytest.mark.parametrize("paper", PAPERS)
def test_pages_of_the_example_are_as_they_should_be(paper: PaperName, pool: Pool) -> None:
    report = lint(ROOT / "data" / "event.yaml", TODAY, pool=pool, paper=paper)
    assert report.complete
    assert not report.unprinted
    assert RENDERED.isdisjoint(one.code.code for one in report.diagnostics)


def printed(file: Path, pool: Pool, paper: PaperName = "a4") -> list[tuple[PrintedPaper, list[Heading | Paragraph]]]:
    """The papers of an event, each with the paragraphs and headings of its document."""
    edition = edition_for(Request(file, formats=("pdf",), paper=paper), load_event(file))
    return [
        (
            paper,
            [one for one in walk(edition.docs[Target(paper.document)].blocks) if isinstance(one, Heading | Paragraph)],
        )
        for paper in print_papers(edition, pool)
    ]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def assert_paragraphs_are_found(paper: PrintedPaper, blocks: list[Heading | Paragraph]) -> None:
    """What pages have at the places of paragraphs is what these say, in their order, and from where they have it."""
    assert len(paper.origins) == len(blocks) > 1
    for (place, path), block in zip(paper.origins.items(), blocks, strict=True):
        words = [word for sheet in paper.sheets for word in sheet.words_of(place)]
        said = "".join(word.text for word in words if not within(word.place[len(place) :], "Reference"))
        assert letters(said) == letters(plain_text(block.children))
        assert not path or any(getattr(one, "origin", None) == path for one in walk(block.children))


# Two pages each, of A4: to look for a smaller example would take longer than it helps.
@examples(3, fuzz=60, shrink=False)
@given(data=strategies.events())
def test_every_paragraph_of_a_page_is_known(
    data: strategies.Data, pool: Pool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for paper, blocks in printed(strategies.write_project(tmp_path_factory.mktemp("event"), data), pool):
        assert_paragraphs_are_found(paper, blocks)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paragraph_of_the_example_is_known_and_stands_between_the_margins(paper: PaperName, pool: Pool) -> None:
    note, programme = printed(ROOT / "data" / "event.yaml", pool, paper)
    assert len(note[0].sheets) == 3
    for one, blocks in (note, programme):
        assert_paragraphs_are_found(one, blocks)
        for sheet in one.sheets:
            text = [word.box for word in sheet.text]
            assert min(box.left for box in text) == pytest.approx(sheet.area.left, abs=0.5)
            assert max(box.right for box in text) == pytest.approx(sheet.area.right, abs=8)
            assert max(box.bottom for box in text) < sheet.area.bottom + 1
            assert any(not word.place and word.box.top > sheet.area.bottom for word in sheet.words)


def test_lines_of_a_paragraph_are_counted(look: Examine, pool: Pool, tmp_path: Path) -> None:
    """Also where they break within a word, or a note is called."""
    text = (
        f"title: T\n{BASE}sections: [{{heading: H, text: 'One{'n' * 120}-two.[^a] Three', footnotes: {{a: Four.}}}}]\n"
    )
    look(text)
    paper, _ = printed(tmp_path / "event.yaml", pool)[0]
    (sheet,) = paper.sheets
    place = next(place for place, path in paper.origins.items() if path == ("sections", 0, "text"))
    assert sheet.lines_of(place) == 2
    assert sheet.quote(place).endswith("n-two. Three")


# What only a template or a picture makes


def test_picture_fills_a_page(look: Examine) -> None:
    poster = '<h1>T</h1><p>Before.</p><hr role="doc-pagebreak"><p>One.</p><figure><img src="p.svg" alt="P"></figure>'
    files = {"p.svg": tall(300)}
    assert told(look(f"title: T\n{BASE}", poster=poster, files=files), "CN182") == []
    files = {"p.svg": tall(30)}
    (message,) = told(look(f"title: T\n{BASE}", poster=poster, files=files), "CN182")
    assert message.startswith("poster, page 2: the last page is filled to ")


def test_template_may_end_a_page_after_a_heading(look: Examine) -> None:
    cover = '<h1>T</h1><hr role="doc-pagebreak"><p>One.</p>'
    assert told(look(f"title: T\n{BASE}", poster=cover), "CN185") == []


def test_furniture_that_has_no_room_is_told_of_the_whole_file(look: Examine) -> None:
    header = f'<header role="doc-pageheader"><p>{WORDS * 12}</p></header>'
    report = look(f"title: Title\n{BASE}", poster=header + "<h1>{{ event.title }}</h1><p>Text.</p>")
    assert all("overlap" in message for message in told(report, "CN184"))
    whole, title = report.diagnostics
    assert (whole.path, str(whole.location).rpartition("/")[2]) == ((), "event.yaml")
    assert (title.path, str(title.location).rpartition("/")[2]) == (("title",), "event.yaml:1:8")


def test_page_that_cannot_be_printed_leaves_the_rest_to_be_told(look: Examine) -> None:
    report = look(f"title: T\n{BASE}mode: hybrid\n", poster="<blink>Now</blink>")
    assert [one.code.code for one in report.diagnostics] == ["CN110", "CN033"]
    assert report.summary(Path("e")) == "e: 1 error, 1 warning; its pages were not checked; fix these first"


TORN = f"{{time: 9:15, item: Panel, text: '{WORDS * 112}'}}"
DAY = "- date: 2030-03-05\n  time: 9:15–10:45\n"
SITTING = f"timezone: Europe/Zurich\nsittings:\n{DAY}  agenda: [{{time: 9:15, item: Tea}}, {TORN}]\n"


@pytest.mark.parametrize(
    ("event", "path"),
    [(f"{BASE}agenda: [{TORN}]\n", ("agenda", 0)), (SITTING, ("sittings", 0, "agenda", 1))],
)
def test_row_is_told_where_its_record_stands(event: str, path: DataPath, look: Examine) -> None:
    report = look(f"title: T\n{event}")
    assert {one.path for one in report.diagnostics if one.code.code == "CN183"} == {path}


# What else surrounds it


LONG = "title: >-\n  " + WORDS * 4 + "\n"


def test_paper_decides_what_a_page_holds(look: Examine) -> None:
    text = f"title: T\n{BASE}sections: [{{heading: {'n' * 58}, text: Wide.}}]\n"
    (message,) = told(look(text), "CN184")
    assert message.endswith("reaches 2 mm beyond the margin")
    assert told(look(text, paper="letter"), "CN184") == []


def test_value_that_is_set_is_printed_and_told_at_its_option(look: Examine) -> None:
    text = f"title: T\n{BASE}"
    assert look(text).diagnostics == ()
    (one,) = look(text, values=[f"title={WORDS * 4}"]).diagnostics
    assert (one.code.code, str(one.location)) == ("CN187", "--set title")


def test_pages_are_those_of_an_audience(look: Examine) -> None:
    text = (
        f"title: T\n{BASE}checks: {{CN181: {{limit: 60}}}}\n"
        "sections:\n- {heading: A, text: See B., audience: press}\n"
        f"- {{heading: B, text: See A.}}\n- {{heading: C{'x' * 90}, text: '{WORDS * 6}', audience: funder}}\n"
    )
    assert look(text).diagnostics == ()
    report = look(text, audience="funder")
    assert [one.code.code for one in report.diagnostics] == ["CN181", "CN184"]
    assert str(report.diagnostics[1].location).endswith("event.yaml:9:13")
    assert report.diagnostics[1].path == ("sections", 2, "heading")


FORUM = "name: our forum\npages: {most: 1, source: Our call, date: 2029-05-01, verified: true%s}\n"


@pytest.mark.parametrize(
    ("papers", "long"),
    [
        pytest.param("", True, marks=pytest.mark.slow),
        (", papers: programme", False),
        (", papers: [concept-note, p]", True),
    ],
)
def test_forum_limits_the_papers_that_it_names(papers: str, long: bool, look: Examine) -> None:
    text = f"title: T\n{BASE}forum: ours\nsections: [{{heading: A, text: '{WORDS * 100}'}}]\n"
    files = {"forums/ours.yaml": FORUM % papers}
    report = look(text, files=files)
    assert told(report, "CN180") == ["concept-note has 2 pages, but at most 1 are allowed"] * long
    assert [one.hint for one in report.diagnostics] == ["our forum: Our call, 2029-05-01"] * long
    own = look(text + "checks: {CN180: {limit: 2}}\n", files=files)
    assert own.diagnostics == ()


def test_check_is_silenced_and_made_an_error_as_any_other(look: Examine) -> None:
    silenced = look(f"{LONG}{BASE}checks: {{CN187: {{severity: off, reason: The minister's own.}}}}\n")
    assert (silenced.diagnostics, silenced.silenced) == ((), 1)
    (one,) = look(f"{LONG}{BASE}checks: {{CN187: {{severity: error}}}}\n").diagnostics
    assert isinstance(one, Diagnostic)
    assert one.severity is Severity.ERROR


# The command


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("check", *arguments, cwd=folder)


def test_command_looks_at_pages_and_writes_nothing(project: Path) -> None:
    before = sorted(project.rglob("*"))
    done = check(project, "--rendered", "--set", f"title={WORDS * 5}", "--paper", "letter")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--set title: warning CN187: the title takes " in done.stdout
    assert done.stdout.endswith("\ndata/event.yaml: 5 warnings\n")
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--paper", "letter"], "--paper needs --rendered"),
        (["--rendered", "--paper", "lettre"], "did you mean “letter”?"),
    ],
)
def test_paper_that_means_nothing_is_refused(options: list[str], said: str, project: Path) -> None:
    done = check(project, *options)
    assert done.returncode == 2
    assert "CN042" in done.stdout + done.stderr
    assert said in done.stdout + done.stderr
