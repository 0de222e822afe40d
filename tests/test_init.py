"""`conceptnote init`: a folder with an event file that builds at once, and never at the cost of what is there."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from datetime import date
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from typer.testing import CliRunner

from conceptnote.build.project_creation import ProjectCreation
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.cli import app
from conceptnote.diagnostics import DiagnosticError, ExitCode
from conceptnote.schema.jsonschema import event_json_schema_text
from conceptnote.source.load import load_event

ROOT = Path(__file__).parents[1]
GIVEN = {"title": "Water: for *all*", "date": "2030-03-05", "time": "9:15–10:45", "timezone": "Africa/Nairobi"}
FILES = {
    "data/event.yaml", "data/event.schema.json", "data/images/.gitkeep", ".vscode/settings.json",
    ".vscode/extensions.json", ".gitignore", ".github/workflows/papers.yml", "README.md",
    "studio-windows.bat", "studio-mac.command", "studio-linux.sh",
}  # fmt: skip


def run(*arguments: str, answers: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["init", *arguments], input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def begin(folder: Path) -> str:
    ProjectCreation(folder, given=dict(GIVEN), today=date(2030, 1, 1)).write()
    return (folder / "data" / "event.yaml").read_text(encoding="utf-8")


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_options_alone_make_a_project_that_builds(tmp_path: Path) -> None:
    options = [word for key, value in GIVEN.items() for word in (f"--{key}", value)]
    code, output = run(str(tmp_path / "new"), "--no-input", *options)
    assert (code, set(files_in(tmp_path / "new"))) == (0, FILES)
    assert all(str(tmp_path / "new" / file) in output for file in FILES)
    event = load_event(tmp_path / "new" / "data" / "event.yaml").event
    assert (event.title, str(event.date.day), event.timezone, event.language) == (
        "Water: for *all*", "2030-03-05", "Africa/Nairobi", "en",
    )  # fmt: skip
    assert event.time.end is not None
    outputs = build(Request(tmp_path / "new" / "data" / "event.yaml", formats=["html"])).outputs
    assert len(outputs) == 2
    assert all("Water: for *all*" in output.path.read_text(encoding="utf-8") for output in outputs)


@pytest.mark.skipif(os.name == "nt", reason="these files are for others")
@pytest.mark.parametrize("name", ["studio-mac.command", "studio-linux.sh"])
def test_a_double_click_finds_the_studio_or_says_that_it_is_not_there(name: str, tmp_path: Path) -> None:
    """As a file manager runs it: from another folder, with no more than the usual programs."""
    folder = tmp_path / "A folder"
    begin(folder)
    usual = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}

    def clicked() -> tuple[int, str]:
        done = subprocess.run(
            [folder / name], cwd="/", env=usual, input="\n", capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    code, output = clicked()
    assert code == 1
    assert output.startswith("conceptnote is not on this computer")
    for place in (tmp_path / ".local" / "bin", tmp_path / ".venv" / "bin", folder / ".venv" / "bin"):
        place.mkdir(parents=True)
        program = place / "conceptnote"
        program.write_text('#!/bin/sh\necho "$0 $1 in $(pwd)"\n')
        program.chmod(0o755)
        code, output = clicked()
        assert code == 0
        assert output.endswith(f"studio in {folder}\n")
        assert (folder / output.split(" studio ")[0]).resolve() == program


def test_the_file_for_windows_has_its_line_ends(tmp_path: Path) -> None:
    begin(tmp_path)
    lines = (tmp_path / "studio-windows.bat").read_bytes().split(b"\n")
    assert all(line.endswith(b"\r") for line in lines[:-1])


def test_defaults_alone_make_a_project_that_builds(tmp_path: Path) -> None:
    folder = tmp_path / "water-for-all"
    assert run(str(folder), "--no-input")[0] == 0
    event = load_event(folder / "data" / "event.yaml").event
    assert (event.title, event.status) == ("Water for all", "draft")
    assert event.date.day > date.today()
    assert build(Request(folder / "data" / "event.yaml", formats=["html"])).outputs


def test_first_line_names_the_schema_that_lies_beside(tmp_path: Path) -> None:
    first = begin(tmp_path).splitlines()[0]
    assert first == "# yaml-language-server: $schema=event.schema.json"
    assert (tmp_path / "data" / "event.schema.json").read_text(encoding="utf-8") == event_json_schema_text()


def test_each_project_has_a_uid_of_its_own(tmp_path: Path) -> None:
    uids = set()
    for name in ("one", "two"):
        begin(tmp_path / name)
        uids.add(load_event(tmp_path / name / "data" / "event.yaml").event.uid)
    assert len(uids - {None}) == 2


def test_what_waits_behind_comments_is_a_valid_event_once_they_are_gone(tmp_path: Path) -> None:
    text = begin(tmp_path)
    lines = text.split("\n")
    # What waits begins with a key, and ends with an empty line.
    uncommented, waiting, parts = [], False, 0
    for line in lines:
        begins = re.match(r"# [a-z_]+:(?: |$)", line)
        parts += bool(begins and not waiting)
        waiting = bool(begins) or (waiting and line.startswith("#"))
        uncommented.append(line[2:] if waiting else line)
    assert parts >= 7
    (tmp_path / "data" / "event.yaml").write_text("\n".join(uncommented), encoding="utf-8")
    event = load_event(tmp_path / "data" / "event.yaml").event
    assert {"venue", "registration", "parties", "people", "panel"} <= event.model_fields_set
    assert {"agenda", "sections", "funders"} <= event.model_fields_set
    html = build(Request(tmp_path / "data" / "event.yaml", formats=["html"])).outputs[0].path.read_text("utf-8")
    assert "with funding from the Water Fund" in html.replace("With", "with")


def test_questions_are_asked_and_a_wrong_answer_is_asked_again_with_the_message_of_the_schema(tmp_path: Path) -> None:
    dates, times = ["2030-02-31", "31/12/2030", "2030-03-05"], ["9:15 am", "9:15–10:45"]
    answers = ["Water for all", *dates, *times, "Geneva", "Europe/Zurich", "", "fr", ""]
    code, output = run(str(tmp_path), answers="\n".join(answers))
    assert code == 0
    for said in ("February 2030 has 28 days", "2030-12-31", "12-hour time", "did you mean “Europe/Zurich”?"):
        assert said in output
    event = load_event(tmp_path / "data" / "event.yaml").event
    assert (str(event.date.day), event.timezone, event.language, event.venue) == (
        "2030-03-05",
        "Europe/Zurich",
        "fr",
        None,
    )


def test_what_is_given_is_not_asked(tmp_path: Path) -> None:
    options = [word for key, value in GIVEN.items() for word in (f"--{key}", value)]
    code, output = run(str(tmp_path), *options, answers="Hall 3\n\n")
    assert code == 0
    assert "Title" not in output
    venue = load_event(tmp_path / "data" / "event.yaml").event.venue
    assert venue is not None
    assert venue.name == "Hall 3"


def test_nobody_to_answer_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    code, output = run(str(tmp_path / "new"), answers="Water\n")
    assert (code, (tmp_path / "new").exists()) == (ExitCode.USAGE, False)
    assert "run it with --yes" in output


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--date", "2030-13-01", "there is no month 13"), ("--time", "10:00–9:00", "is not after the start"),
     ("--timezone", "EST", "not a time zone"), ("--language", "cy", "is not a choice here"),
     ("--title", " ", "the text is empty"), ("--title", "a\x07b", "cannot be printed"),
     ("--year", "next", "not a year")],
)  # fmt: skip
def test_wrong_options_are_refused_in_the_words_of_the_schema(
    tmp_path: Path, option: str, value: str, said: str
) -> None:
    code, output = run(str(tmp_path / "new"), "--no-input", option, value)
    assert (code, (tmp_path / "new").exists()) == (ExitCode.DATA, False)
    assert said in output


def test_an_event_file_that_is_there_ends_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "event.yaml").write_text("title: Mine\n", encoding="utf-8")
    before = files_in(tmp_path)
    code, output = run(str(tmp_path), "--no-input")
    assert (code, files_in(tmp_path)) == (ExitCode.USAGE, before)
    assert "there is already an event file" in output


def test_other_files_that_are_there_are_kept_and_listed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Mine\n", encoding="utf-8")
    (tmp_path / ".gitignore").symlink_to("nowhere")
    code, output = run(str(tmp_path), "--no-input")
    assert code == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "Mine\n"
    assert os.readlink(tmp_path / ".gitignore") == "nowhere"
    assert len(re.findall("already exists", output)) == 2
    assert (tmp_path / "data" / "event.yaml").is_file()


def test_nothing_is_left_where_one_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("a file where a folder should be", encoding="utf-8")
    before = files_in(tmp_path)
    with pytest.raises(DiagnosticError, match="nothing can be written here"):
        begin(tmp_path)
    assert files_in(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == [".github"]


def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    folder.mkdir()
    (folder / "data").symlink_to(outside)
    with pytest.raises(DiagnosticError, match="points outside the project"):
        begin(folder)
    assert not list(outside.iterdir())
    assert [path.name for path in folder.iterdir()] == ["data"]


def test_files_that_come_up_meanwhile_are_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beginning = ProjectCreation(tmp_path, given=dict(GIVEN))
    (tmp_path / "data").mkdir()
    replace = os.replace

    def meanwhile(source: Path, target: Path) -> None:
        (tmp_path / "README.md").write_text("Mine\n", encoding="utf-8")
        replace(source, target)

    monkeypatch.setattr(os, "replace", meanwhile)
    with pytest.raises(DiagnosticError, match="is there already"):
        beginning.write()
    assert files_in(tmp_path) == {"README.md": b"Mine\n"}


COMMIT = "0123456789abcdef0123456789abcdef01234567"


def test_workflow_calls_ours_and_grants_no_more_than_that_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct = {"url": "https://github.com/water/conceptnote.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    monkeypatch.setattr(metadata, "distribution", lambda _: SimpleNamespace(read_text=lambda _: json.dumps(direct)))
    begin(tmp_path)
    text = (tmp_path / ".github" / "workflows" / "papers.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow[True]) == {"push", "pull_request", "workflow_dispatch"}  # YAML 1.1 takes “on” for true
    assert "secrets" not in re.sub(r"#.*", "", text)
    [job] = workflow["jobs"].values()
    assert job["uses"] == f"water/conceptnote/.github/workflows/papers.yml@{COMMIT}"
    assert (job["with"]["tool"], job["with"]["tool-ref"]) == ("water/conceptnote", COMMIT)
    assert "target" not in job["with"]  # nothing is published before somebody says where
    called = yaml.safe_load((ROOT / ".github" / "workflows" / "papers.yml").read_text(encoding="utf-8"))
    inputs = called[True]["workflow_call"]["inputs"]
    assert {name for name, one in inputs.items() if one.get("required")} <= set(job["with"]) <= set(inputs)
    granted = {key for one in called["jobs"].values() for key in one["permissions"]}
    assert set(job["permissions"]) == granted


@pytest.mark.parametrize(
    "direct",
    [None, "{", "{}", '{"url": "file:///home/me/conceptnote", "dir_info": {}}',
     f'{{"url": "https://github.com.evil.example/a/b", "vcs_info": {{"commit_id": "{COMMIT}"}}}}',
     '{"url": "https://github.com/a/b", "vcs_info": {"commit_id": "main"}}'],
)  # fmt: skip
def test_workflow_that_does_not_know_where_we_come_from_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, direct: str | None
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: SimpleNamespace(read_text=lambda _: direct))
    code, output = run(str(tmp_path), "--no-input")
    text = (tmp_path / ".github" / "workflows" / "papers.yml").read_text(encoding="utf-8")
    [job] = yaml.safe_load(text)["jobs"].values()
    owner = job["uses"].split("/")[0]
    assert re.search("[<>]", owner)  # which no account on GitHub can be called
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "uses:" in one)
    assert (code, f"papers.yml:{line}: warning CN075" in output) == (0, True)


def test_editor_settings_lead_to_the_schema(tmp_path: Path) -> None:
    begin(tmp_path)
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    extensions = json.loads((tmp_path / ".vscode" / "extensions.json").read_text(encoding="utf-8"))
    assert extensions == {"recommendations": ["redhat.vscode-yaml"]}
    for schema, files in settings["yaml.schemas"].items():
        assert (tmp_path / schema).is_file()
        assert (tmp_path / files[0].lstrip("/")).is_file()
    assert settings["yaml.customTags"] == ["!include scalar"]


def test_git_ignores_what_is_built_and_nothing_else(tmp_path: Path) -> None:
    begin(tmp_path)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    build(Request(tmp_path / "data" / "event.yaml", formats=["html"]))
    status = ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all"]
    listed = {line[3:] for line in subprocess.check_output(status, text=True).splitlines()}
    assert listed == FILES
    assert (tmp_path / "out").is_dir()


def test_schema_is_printed_and_is_the_one_beside_the_event(tmp_path: Path) -> None:
    begin(tmp_path)
    command = [sys.executable, "-m", "conceptnote", "schema"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    assert printed == (tmp_path / "data" / "event.schema.json").read_bytes()


def heeding_ctrl_c() -> None:
    """Where the tests run in the background of a shell, Ctrl-C is ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ended_by_ctrl_c(process: subprocess.Popen[bytes]) -> int:
    """The exit code after Ctrl-C, pressed again where it came in the instant before Python began to read."""
    for _ in range(30):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=2)
    process.kill()
    return process.wait()


def test_ctrl_c_at_a_question_ends_as_everywhere(tmp_path: Path) -> None:
    master, slave = os.openpty()
    command = [sys.executable, "-m", "conceptnote", "init", str(tmp_path / "new")]
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=heeding_ctrl_c,
    )
    os.close(slave)
    shown = b""
    while b"Title" not in shown:
        shown += os.read(master, 1000)
    assert ended_by_ctrl_c(process) == 130
    os.close(master)
    assert not (tmp_path / "new").exists()


def test_it_ends_with_the_commands_to_type_next_and_the_pipeline_comes_last(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        _, output = run("my event", "--yes")
        lines = output.splitlines()
        at = lines.index("Next:")
        assert lines[0].endswith("event.yaml")
        assert lines[at + 1 : at + 3] == ["  conceptnote build 'my event'", "  conceptnote check 'my event'"]
        for line in lines[at + 1 : at + 3]:
            done = CliRunner().invoke(app, [*shlex.split(line)[1:], "--language", "en"])
            assert done.exit_code == 0, done.output
        assert all("CN075" not in line for line in lines[:at])
        Path("inside").mkdir()
    with contextlib.chdir(tmp_path / "inside"):
        assert "  conceptnote build\n" in run("--yes")[1]


def test_a_project_without_a_pipeline_has_no_workflow(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        _, output = run("--yes", "--no-ci")
    assert "workflow" not in output
    assert not (tmp_path / ".github").exists()
    assert (tmp_path / "data" / "event.yaml").is_file()
