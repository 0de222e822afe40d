"""A commit from the studio: the files of the event alone; no program of the repository is run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conceptnote.diagnostics import DiagnosticError
from conceptnote.studio.committing import commit, uncommitted
from conceptnote.studio.saving import Saving

ROOT = Path(__file__).parents[1]
ME = {"GIT_AUTHOR_NAME": "Awa Sow", "GIT_AUTHOR_EMAIL": "awa@example.org"}


class Project:
    """The example in a repository, with a change of the floor that is not committed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.event = folder, folder / "data" / "event.yaml"
        shutil.copytree(ROOT / "data", folder / "data")
        self.git("init", "-q", "-b", "main")
        (folder / "notes.txt").write_text("mine\n")
        self.git("add", "-A")
        self.git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin")
        self.change("19th Floor", "20th Floor")
        self.session: Any = SimpleNamespace(saving=Saving(self.event))

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def change(self, old: str, new: str) -> None:
        self.event.write_text(self.event.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def seen(self) -> dict[str, Any]:
        return uncommitted(self.session, {"message": True})

    def commit(self, **asked: object) -> dict[str, Any]:
        return commit(self.session, {"message": "Say it", **asked})

    def changed_in(self, commit: str) -> list[str]:
        return self.git("show", "--format=", "--name-only", commit).split()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Project(tmp_path / "project")


def test_the_files_of_the_event_are_committed_with_the_sentences_of_what_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = project.folder / "data" / "images" / "new.svg"
    shutil.copy(next((ROOT / "data").rglob("*.svg")), picture)
    shutil.copy(picture, picture.with_name("unnamed.svg"))
    project.change("title:", "# images/new.svg\ntitle:")
    (project.folder / "notes.txt").write_text("mine, changed\n")
    (project.folder / "other.txt").write_text("staged\n")
    project.git("add", "other.txt", "notes.txt")
    for key, value in ME.items():
        monkeypatch.setenv(key, value)
    seen = project.seen()
    assert seen["files"] == ["data/event.yaml", "data/images/new.svg"]
    assert seen["message"] == "Floor: 20th Floor instead of 19th Floor."
    assert (seen["branch"], seen["by"], seen["upstream"]) == ("main", "Awa Sow <awa@example.org>", "")
    done = project.commit(message=seen["message"])
    assert project.changed_in(done["commit"]) == seen["files"]
    assert (
        project.git("log", "-1", "--format=%an %ae %cn: %B").strip()
        == f"Awa Sow awa@example.org Awa Sow: {seen['message']}"
    )
    assert project.git("status", "--porcelain").splitlines() == [
        "M  notes.txt", "A  other.txt", "?? data/images/unnamed.svg",
    ]  # fmt: skip
    assert project.seen()["files"] == []
    with pytest.raises(DiagnosticError):
        project.commit()


def test_who_commits_is_asked_where_git_is_not_told(project: Project) -> None:
    assert project.seen()["by"] == ""
    with pytest.raises(DiagnosticError):
        project.commit(name=" ", email="awa@example.org")
    project.commit(name="Awa <x>\n", email="awa@example.org")
    assert project.git("log", "-1", "--format=%an <%ae>").strip() == "Awa x <awa@example.org>"
    assert "user" not in (project.folder / ".git" / "config").read_text()
    assert not (project.folder.parent / "home" / ".gitconfig").exists()


def detached(project: Project) -> str:
    project.git("checkout", "-q", "--detach")
    return "detached"


def merging(project: Project) -> str:
    (project.folder / ".git" / "MERGE_HEAD").write_text(project.git("rev-parse", "HEAD"))
    return "unfinished"


def filtered(project: Project) -> str:
    (project.folder / ".gitattributes").write_text("*.yaml filter=mine\n")
    project.git("config", "filter.mine.clean", "touch ran; cat")
    return "filtered"


def ignored(project: Project) -> str:
    shutil.rmtree(project.folder / ".git")
    project.git("init", "-q", "-b", "main")
    (project.folder / ".gitignore").write_text("data/\n")
    return "ignored"


def no_repository(project: Project) -> str:
    shutil.rmtree(project.folder / ".git")
    return "no_repository"


@pytest.mark.parametrize("spoil", [detached, merging, filtered, ignored, no_repository])
def test_where_nothing_can_be_committed_the_reason_is_told(spoil: Callable[[Project], str], project: Project) -> None:
    expected = spoil(project)
    assert project.seen()["obstacle"] == expected
    with pytest.raises(DiagnosticError):
        project.commit(name="Awa", email="awa@example.org")
    assert not (project.folder / "ran").exists()


def test_without_git_nothing_is_said_of_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project.folder))
    assert project.seen()["obstacle"] == "no_git"


def test_no_program_of_a_repository_is_run(project: Project) -> None:
    hooks = project.folder / ".git" / "hooks"
    for name in ("pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change"):
        (hooks / name).write_text("#!/bin/sh\ntouch ran\nexit 1\n")
        os.chmod(hooks / name, 0o755)
    for setting in ("core.fsmonitor", "gpg.program", "core.editor", "core.sshCommand"):
        project.git("config", setting, str(hooks / "pre-commit"))
    project.git("config", "commit.gpgSign", "true")
    assert project.seen()["cautions"] == ["hooks", "signed"]
    with pytest.raises(DiagnosticError):
        project.commit(name="Awa", email="awa@example.org", without=["hooks"])
    done = project.commit(name="Awa", email="awa@example.org", without=["hooks", "signed"])
    assert project.changed_in(done["commit"]) == ["data/event.yaml"]
    assert not list(project.folder.rglob("ran"))


def test_a_first_commit_and_line_ends_are_as_git_would_make_them(project: Project) -> None:
    shutil.rmtree(project.folder / ".git")
    project.git("init", "-q", "-b", "main")
    project.event.write_bytes(project.event.read_bytes().replace(b"\n", b"\r\n"))
    project.git("config", "core.autocrlf", "true")
    assert project.seen()["message"] == "Add the event “Civil society engagement and a human security approach …”"
    project.commit(name="Awa", email="awa@example.org")
    assert "\r" not in project.git("cat-file", "blob", "HEAD:data/event.yaml")
    assert project.git("status", "--porcelain", "--", "data/event.yaml") == ""


def test_where_the_index_is_locked_nothing_changes(project: Project) -> None:
    head = project.git("rev-parse", "HEAD")
    (project.folder / ".git" / "index.lock").write_text("")
    with pytest.raises(DiagnosticError, match="git says"):
        project.commit(name="Awa", email="awa@example.org")
    assert project.git("rev-parse", "HEAD") == head


def test_commits_that_the_server_lacks_are_counted(project: Project, tmp_path: Path) -> None:
    project.git("init", "-q", "--bare", str(tmp_path / "server"))
    project.git("remote", "add", "origin", str(tmp_path / "server"))
    project.git("push", "-q", "-u", "origin", "main")
    project.commit(name="Awa", email="awa@example.org")
    project.change("type: Panel discussion", "type: Round table")
    project.change("20th Floor", "21st Floor")
    seen = project.seen()
    first, empty, *sentences = seen["message"].split("\n")
    assert (first, empty) == ("Change “Civil society engagement and a human security approach on …”", "")
    assert sentences == ["Type: Round table instead of Panel discussion.", "Floor: 21st Floor instead of 20th Floor."]
    assert (seen["upstream"], seen["ahead"]) == ("origin/main", 1)
