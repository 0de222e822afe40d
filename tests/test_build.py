"""The main job: one event file becomes the finished files, whole or not at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import command
import pytest

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import DiagnosticError

COMMAND = str(Path(sys.executable).with_name("conceptnote"))
FOUR = ["concept-note.docx", "concept-note.pdf", "programme.docx", "programme.pdf"]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], cwd=cwd, capture_output=True, text=True, env=os.environ | environment, check=False
    )


def names(folder: Path) -> list[str]:
    """The documents in a folder; their manifest is tests/test_published.py's affair."""
    return sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")


def pages(pdf: Path) -> int:
    found = re.search(r"^Pages:\s+(\d+)", subprocess.check_output(["pdfinfo", pdf], text=True), re.MULTILINE)
    assert found
    return int(found[1])


def test_without_arguments_four_files_are_built_and_told_line_by_line(project: Path) -> None:
    done = run("build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert names(project / "out") == FOUR
    lines = done.stdout.splitlines()
    assert [re.split(r"\s{2,}", line)[0] for line in lines] == [
        "out/concept-note.pdf", "out/concept-note.docx", "out/programme.pdf", "out/programme.docx",
    ]  # fmt: skip
    for line in lines:
        assert re.search(r"(\d+ pages?|–)\s+[\d.]+ kB\s+[\d.]+ s$", line)
    assert f"{pages(project / 'out' / 'concept-note.pdf')} pages" in lines[0]


def test_a_run_in_the_tests_own_process_says_the_same(project: Path) -> None:
    """Most tests run the command so (tests/command.py)."""
    for options in (("-f", "html"), ("-f", "html"), ("-f", "htm"), ("nothing.yaml",), ("--pepper",)):
        here = command.run("build", *options, "-o", "one", cwd=project)
        there = run("build", *options, "-o", "two", cwd=project)
        assert (here.returncode, here.stderr) == (there.returncode, there.stderr)
        told = [re.sub(r"\s+[\d.]+ s$", "", done.stdout.replace("one/", "two/"), flags=re.M) for done in (here, there)]
        assert told[0] == told[1]


def test_quiet_says_nothing(project: Path) -> None:
    done = run("build", "-q", "-f", "html", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_formats_documents_and_folder_are_chosen_with_options(project: Path) -> None:
    done = run(
        "build", "data/event.yaml", "-f", "docx,html", "-f", "pdf", "-d", "programme", "-o", "there", cwd=project
    )
    assert done.returncode == 0, done.stderr
    assert names(project / "there") == ["programme.docx", "programme.html", "programme.pdf"]
    assert not (project / "out").exists()


def test_an_event_elsewhere_is_built_into_its_own_project(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here = tmp_path_factory.mktemp("elsewhere")
    done = run("build", str(project / "data" / "event.yaml"), "-f", "html", cwd=here)
    assert done.returncode == 0, done.stderr
    assert names(project / "out") == ["concept-note.html", "programme.html"]
    assert names(here) == []


@pytest.mark.parametrize(("paper", "size"), [("a4", "595.3 x 841.9"), ("letter", "612 x 792")])
def test_the_example_is_three_pages_and_one_sheet_on_either_paper(
    project: Path, pool: Pool, paper: str, size: str
) -> None:
    outputs = {
        output.path.name: output
        for output in build(Request(project / "data/event.yaml", paper=paper), pool=pool).outputs
    }
    assert outputs["concept-note.pdf"].pages == 3
    assert outputs["programme.pdf"].pages == 1
    for name in ("concept-note", "programme"):
        information = subprocess.check_output(["pdfinfo", project / "out" / f"{name}.pdf"], text=True)
        width, height = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", information).groups()  # type: ignore[union-attr]
        expected = [float(side) for side in size.split(" x ")]
        assert [float(width), float(height)] == pytest.approx(expected, abs=0.6)


def test_a_project_adds_a_document_by_adding_a_template(project: Path, pool: Pool) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "door-sign.html.j2").write_text(
        '<html lang="{{ event.language }}"><head><title>{{ event.title }}</title>'
        '<meta name="acknowledgement" content="none"></head>\n'
        "<body><h1>{{ event.title }}</h1><p>{{ event.venue.floor }}</p></body></html>\n"
    )
    build(Request(project / "data/event.yaml", formats=["pdf", "docx", "html"]), pool=pool)
    assert {"door-sign.pdf", "door-sign.docx", "door-sign.html", *FOUR} <= set(names(project / "out"))
    text = subprocess.check_output(["pdftotext", project / "out" / "door-sign.pdf", "-"], text=True)
    assert "19th Floor" in text


def test_a_projects_template_takes_the_place_of_the_shipped_one(project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "programme.html.j2").write_text(
        '<html lang="en"><head><title>Mine</title><meta name="acknowledgement" content="none"></head>'
        "<body><h1>My own programme</h1></body></html>"
    )
    build(Request(project / "data/event.yaml", formats=["html"]))
    assert "My own programme" in (project / "out" / "programme.html").read_text()
    assert "My own programme" not in (project / "out" / "concept-note.html").read_text()


def test_one_shared_part_can_be_overridden_by_itself(project: Path) -> None:
    from conceptnote.source.templates import shipped_folder

    parts = (shipped_folder() / "_parts.html.j2").read_text()
    (project / "templates").mkdir()
    (project / "templates" / "_parts.html.j2").write_text(
        parts.replace("<h1>{{ event.title }}</h1>", "<h1>Overridden</h1>")
    )
    build(Request(project / "data/event.yaml", formats=["html"]))
    for name in ("concept-note", "programme"):
        assert "<h1>Overridden</h1>" in (project / "out" / f"{name}.html").read_text()


def test_builds_are_equal_to_the_byte_whatever_the_day_the_clock_and_the_hash_seed(project: Path) -> None:
    seen = []
    # A ZIP holds no time before 1980 or after 2107.
    for day, seed, zone in (("1970-01-02 09:15:00", "1", "UTC"), ("2108-12-31 23:59:58", "2", "Asia/Tokyo")):
        for path in (project / "data").rglob("*"):
            os.utime(path, (-(10**9), 10**10) if seed == "1" else (10**10, -(10**9)))
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C", "COLUMNS": "40"}
        today = subprocess.check_output(["faketime", day, "date", "+%Y"], text=True, env=environment)
        assert today.strip() == day[:4]
        command = ["faketime", day, COMMAND, "build", "-f", "pdf,docx,html"]
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        seen.append({path.name: path.read_bytes() for path in (project / "out").iterdir()})
        for path in (project / "out").iterdir():
            path.unlink()
    assert len(seen[0]) == 7
    assert seen[0] == seen[1]


def test_the_html_asks_nobody_for_anything(project: Path) -> None:
    build(Request(project / "data/event.yaml", formats=["html"]))
    page = (project / "out" / "concept-note.html").read_text()
    assert "<h1>" in page
    assert not re.search(r"""(src|href)=["'](?!data:|#|https://|mailto:)""", page)
    assert not re.search(r"<(script(?! type=.application/ld)|link|iframe|object)\b|@import|url\((?!['\"]?data:)", page)


def test_a_failed_build_leaves_earlier_files_and_nothing_else(project: Path, pool: Pool) -> None:
    build(Request(project / "data/event.yaml"), pool=pool)
    before = {path.name: path.read_bytes() for path in (project / "out").iterdir()}
    assert sorted(before) == sorted([*FOUR, "manifest.json"])
    logo = next((project / "data" / "images").iterdir())
    logo.unlink()
    with pytest.raises(DiagnosticError, match="there is no file"):
        build(Request(project / "data/event.yaml"), pool=pool)
    assert {path.name: path.read_bytes() for path in (project / "out").iterdir()} == before


def test_a_first_build_that_fails_makes_no_folder(project: Path) -> None:
    (project / "data" / "event.yaml").write_text("title: nothing else\n")
    assert run("build", cwd=project).returncode == 1
    assert not (project / "out").exists()


def test_an_output_folder_that_leads_out_of_the_project_is_refused(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / "out").symlink_to(elsewhere)
    done = run("build", "-f", "html", cwd=project)
    assert done.returncode == 2
    assert "points outside the project" in done.stderr
    assert names(elsewhere) == []
    assert run("build", "-f", "html", "-o", "out", cwd=project).returncode == 0
    assert names(elsewhere) == ["concept-note.html", "programme.html"]


def test_version_and_help_answer(tmp_path: Path) -> None:
    assert re.fullmatch(r"conceptnote \d+\.\d+\.\d+\n", run("--version", cwd=tmp_path).stdout)
    for help_ in ("-h", "--help"):
        assert "build" in run(help_, cwd=tmp_path).stdout
    options = run("build", "-h", cwd=tmp_path).stdout
    for option in ("--output-dir", "--format", "--document", "--paper", "--quiet"):
        assert option in options


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_title_is_balanced_over_its_lines(project: Path, pool: Pool, paper: str) -> None:
    build(Request(project / "data/event.yaml", formats=["pdf"], documents=["programme"], paper=paper), pool=pool)
    boxes = subprocess.check_output(["pdftotext", "-bbox-layout", project / "out" / "programme.pdf", "-"], text=True)
    lines = re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', boxes)
    widths = [float(right) - float(left) for left, top, right, bottom in lines if float(bottom) - float(top) > 20]
    assert len(widths) == 3
    assert min(widths) > 0.75 * max(widths)


def test_the_html_bears_the_funders_words_and_mark_at_its_foot(project: Path) -> None:
    build(Request(project / "data/event.yaml", formats=["html"]))
    for name in ("concept-note", "programme"):
        page = (project / "out" / f"{name}.html").read_text()
        foot = page[page.index("<footer>") :]
        assert "with funding from" in foot
        assert re.search(r'<img src="data:image/svg\+xml;base64,[^"]+" alt="Austrian Development Cooperation"', foot)
        assert "Page" not in foot


def test_a_docx_without_its_fonts_is_small(project: Path) -> None:
    assert run("build", "-f", "docx", "-d", "programme", "--no-embed-fonts", cwd=project).returncode == 0
    bare = (project / "out" / "programme.docx").read_bytes()
    assert run("build", "-f", "docx", "-d", "programme", cwd=project).returncode == 0
    assert b"word/fonts/" not in bare
    assert len(bare) < len((project / "out" / "programme.docx").read_bytes()) / 5
