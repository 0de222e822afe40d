"""The completion that shells ask for: they run the command with a variable set, and read what it prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conceptnote.cli import app
from conceptnote.languages.known import shipped_tags
from conceptnote.source.templates import shipped_documents

HEAVY = {"weasyprint", "docx", "babel", "jinja2", "lxml", "PIL", "yaml", "fontTools", "pikepdf", "conceptnote.schema"}
SHELLS = ("bash", "zsh", "fish")

SHIPPED = [name for name in shipped_documents() if name != "overview"]
"""An overview is made of several events."""


def asked(shell: str, *line: str, folder: Path) -> list[str]:
    """What a shell is told of the last word of a command line."""
    variables = {"_CONCEPTNOTE_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        variables |= {"COMP_WORDS": "\n".join(line), "COMP_CWORD": str(len(line) - 1)}
    else:
        variables |= {"_TYPER_COMPLETE_ARGS": " ".join(line), "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    program = (
        "import sys; sys.argv = ['conceptnote']\n"
        "from conceptnote.cli import app\n"
        "try: app(prog_name='conceptnote')\n"
        f"finally: print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | variables,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines() == ["[]"], "completion must answer while somebody types"
    if shell == "zsh":
        listed = re.search(r"\(\((.*)\)\)", done.stdout, re.DOTALL)
        return [word.split(":")[0] for word in shlex.split(listed[1] if listed else "")]
    return [row.split("\t")[0] for row in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_documents_are_those_of_the_project(shell: str, project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "farewell.html.j2").write_text("", encoding="utf-8")
    line = ["conceptnote", "build", "-d", ""]
    assert asked(shell, *line, folder=project) == [*SHIPPED, "farewell", "overview"]
    assert asked(shell, *line, folder=project / "data") == shipped_documents()


def test_documents_of_the_event_that_is_named_are_offered(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "farewell.html.j2").write_text("", encoding="utf-8")
    line = ["conceptnote", "build", str(project / "data" / "event.yaml"), "--document", "fa"]
    assert asked("bash", *line, folder=tmp_path_factory.mktemp("elsewhere")) == ["farewell"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "offered"),
    [(["build", "--format", ""], ["pdf", "docx", "html", "ics", "json", "csv", "txt"]),
     (["build", "-f", "pdf,"], [f"pdf,{form}" for form in ("docx", "html", "ics", "json", "csv", "txt")]),
     (["build", "--paper", "l"], ["letter"]), (["build", "--orientation", "l"], ["landscape"]),
     (["build", "--impose", "booklet,"], ["booklet,two-up", "booklet,leaflet"]),
     (["init", "--language", ""], list(shipped_tags())),
         (["template", "copy", "b"], ["badges", "biographies", "booklet"]),
     (["site", "--allow", "draft,"], ["draft,approval", "draft,acknowledgement"]),
     (["status", "--output-format", ""], ["text", "json"])],
)  # fmt: skip
def test_values_are_offered(shell: str, words: list[str], offered: list[str], tmp_path: Path) -> None:
    assert asked(shell, "conceptnote", *words, folder=tmp_path) == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_are_offered(shell: str, tmp_path: Path) -> None:
    found = asked(shell, "conceptnote", "", folder=tmp_path)
    assert {command.name for command in app.registered_commands} <= set(found)


def test_bash_completes_with_the_script_that_is_shown(project: Path) -> None:
    command = Path(sys.executable).with_name("conceptnote")
    script = subprocess.check_output([command], env=os.environ | {"_CONCEPTNOTE_COMPLETE": "source_bash"}, text=True)
    line = f'{script}\nCOMP_WORDS=(conceptnote build -d "pro")\nCOMP_CWORD=3\n_conceptnote_completion {command}\n'
    done = subprocess.check_output(["bash", "-c", line + 'echo "${COMPREPLY[@]}"'], cwd=project, text=True)
    assert done.split() == ["programme", "programme-bilingual"]


@pytest.mark.parametrize("command", [None, *(command.name for command in app.registered_commands)])
def test_help_of_each_command_shows_an_example(command: str | None) -> None:
    line = [sys.executable, "-m", "conceptnote", *([command] if command else []), "--help"]
    shown = subprocess.check_output(line, text=True, env=os.environ | {"COLUMNS": "100"})
    assert re.search(rf"^  conceptnote {command or 'build'}\b", shown, re.MULTILINE), shown
    assert "--install-completion" in shown or command
