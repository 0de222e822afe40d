"""The command line as a whole: its help, its spellings, and the commands for templates."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from command import run

from conceptnote.cli import app
from conceptnote.cli.panels import PANELS
from conceptnote.source.templates import shipped_folder

TEMPLATES = sorted(path.name.removesuffix(".html.j2") for path in shipped_folder().glob("*.html.j2"))


def commands(of: Any = None, before: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """All commands by their words, groups too."""
    found: dict[tuple[str, ...], Any] = {}
    for name, command in (of or typer.main.get_command(app)).commands.items():
        found[*before, name] = command
        if hasattr(command, "commands"):
            found |= commands(command, (*before, name))
    return found


def test_each_command_is_in_a_panel_and_its_summary_fits_its_line(tmp_path: Path) -> None:
    shown = run("--help", cwd=tmp_path, COLUMNS="80").stdout
    assert [line[:-1] for line in shown.splitlines() if line[:-1] in PANELS] == list(PANELS)
    assert "Commands:" not in shown
    for group in ("template", "look", "translations"):
        shown += run(group, "--help", cwd=tmp_path, COLUMNS="80").stdout
    assert len(commands()) > 13
    listed = {(name,): summary for panel in PANELS.values() for name, summary in panel.items()}
    assert listed == {words: of.get_short_help_str(200) for words, of in commands().items() if len(words) == 1}
    for words, command in commands().items():
        summary = command.get_short_help_str(200)
        assert f"  {words[-1]} " in shown, words
        assert f" {summary}\n" in shown, f"the summary of {' '.join(words)} does not fit: {summary}"
    assert max(map(len, shown.splitlines())) <= 80 + len("conceptnote translations")


def test_each_option_means_the_same_in_all_commands() -> None:
    options: dict[str, set[str]] = {}
    for words, command in commands().items():
        for parameter in command.params:
            for spelling in parameter.opts if parameter.opts[0].startswith("-") else ():
                options.setdefault(spelling, set()).add(f"{parameter.name}")
            if parameter.name in ("in_json", "no_input", "allow_draft"):
                assert parameter.hidden, words
    assert len(options) > 40
    names = {spelling: named for spelling, named in options.items() if len(named) > 1}
    assert names.keys() <= {"-o", "--output-dir"}, names
    assert {"--output-format", "--dry-run", "--yes", "--event", "--allow"} <= options.keys()


def test_older_spellings_still_work(project: Path) -> None:
    for command in ("status", "doctor", "summary"):
        old, new = (run(command, *options, cwd=project) for options in (["--json"], ["--output-format", "json"]))
        assert json.loads(old.stdout) == json.loads(new.stdout)
        assert (old.returncode, new.returncode) == (0, 0), new.stderr
        wrong = run(command, "--output-format", "sarif", cwd=project)
        assert (wrong.returncode, wrong.stdout) == (2, "")
        assert "there is no output format “sarif”" in wrong.stderr


def test_help_names_no_type_of_python(project: Path) -> None:
    for words in commands():
        said = run(*words, "--help", cwd=project).stdout
        assert "Usage:" in said, words
        assert not re.findall(r"<[a-z]+(?:\[.*?\])?>", said, re.IGNORECASE), words


# ---- Templates -------------------------------------------------------------------------------------------------------


def test_templates_are_listed_with_what_they_are_and_where_they_are_from(project: Path) -> None:
    own = project / "templates"
    own.mkdir()
    (own / "farewell.html.j2").write_text("")
    (own / "badges.html.j2").write_text("")
    listed = {
        one["name"]: one for one in json.loads(run("template", "list", "--output-format", "json", cwd=project).stdout)
    }
    assert sorted(listed) == sorted([*TEMPLATES, "farewell"])
    assert all(listed[name]["description"] for name in TEMPLATES)
    assert {name for name, one in listed.items() if one["origin"] == "project"} == {"farewell", "badges"}
    lines = run("template", "list", cwd=project).stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == list(listed)
    assert any(line.startswith("badges ") and "project, instead of the shipped one" in line for line in lines)


def test_without_a_project_the_shipped_ones_are_listed_and_none_is_copied(tmp_path: Path) -> None:
    assert len(run("template", "list", cwd=tmp_path).stdout.splitlines()) == len(TEMPLATES)
    for words in (["list", "-e", "none.yaml"], ["copy", "badges"]):
        done = run("template", *words, cwd=tmp_path)
        assert (done.returncode, "there is no such event file" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_used_and_makes_the_same_paper_until_it_is_changed(project: Path) -> None:
    paper = project / "out" / "programme.html"
    build = ("build", "-d", "programme", "-f", "html")
    assert run(*build, cwd=project).returncode == 0
    before = paper.read_bytes()
    said = run("template", "copy", "programme", "--parts", "--dry-run", cwd=project).stdout
    assert "templates/programme.html.j2  would be written" in said
    assert not (project / "templates").exists()
    done = run("template", "copy", "programme", "--parts", cwd=project)
    written = {path.name.removesuffix(".html.j2") for path in (project / "templates").iterdir()}
    assert written == {"programme", "_parts", "_programme", "_attachments", "_agenda"}
    assert done.stdout.splitlines() == [line.split("  ")[0] for line in said.splitlines()]
    assert run(*build, cwd=project).returncode == 0
    assert paper.read_bytes() == before
    copy = project / "templates" / "_agenda.html.j2"
    copy.write_text("mine")
    again = run("template", "copy", "programme", cwd=project)
    assert (again.returncode, "already exists" in again.stderr, copy.read_text()) == (2, True, "mine")


def test_a_copy_with_a_name_of_its_own_is_a_further_paper(project: Path) -> None:
    assert run("template", "copy", "invitation", "--as", "farewell", "-e", "data", cwd=project).returncode == 0
    assert [path.name for path in (project / "templates").iterdir()] == ["farewell.html.j2"]
    assert run("build", "-d", "farewell", "-f", "html", cwd=project).returncode == 0
    assert (project / "out" / "farewell.html").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [(["progamme"], "did you mean “programme”?"), (["../data"], "no shipped template is called"),
     (["badges", "--as", "../badges"], "cannot be the name of a template")],
)  # fmt: skip
def test_what_cannot_be_copied_is_reported(words: list[str], said: str, project: Path) -> None:
    done = run("template", "copy", *words, cwd=project)
    assert (done.returncode, (project / "templates").exists()) == (2, False)
    assert said in done.stderr
