"""Publishing to releases, with a stand-in for `gh` and the server behind it: no test can reach GitHub's own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from examples import points
from publishing import COMMAND, EVENT, PAPERS, Repository, built

from conceptnote.diagnostics import DiagnosticError, ExitCode
from conceptnote.publish.publish import PublishRequest, publish
from conceptnote.publish.release import Gh

FAKE = Path(__file__).with_name("fake_gh.py")

pytestmark = pytest.mark.usefixtures("own_tmp")


class GitHub:
    """The server: a file."""

    def __init__(self, state: Path) -> None:
        self.state = state

    @property
    def all(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.state.read_text()) if self.state.exists() else {"releases": []}
        return read

    @property
    def public(self) -> list[tuple[str, dict[str, str]]]:
        """What readers see: the tags, and the files of each."""
        return [(one["tag_name"], one["assets"]) for one in self.all["releases"] if not one["draft"]]

    @property
    def drafts(self) -> int:
        return sum(one["draft"] for one in self.all["releases"])

    def requests(self) -> list[str]:
        """What was asked for since the last time."""
        state = self.all
        asked = state["requests"]
        self.state.write_text(json.dumps({**state, "requests": []}))
        return list(asked)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begin(tmp_path)


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    (tmp_path / "bin").mkdir()
    gh = tmp_path / "bin" / "gh"
    gh.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FAKE}" "$@"\n')
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{gh.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GH_STATE", str(tmp_path / "github.json"))
    return GitHub(tmp_path / "github.json")


def test_a_life_first_unchanged_changed_and_reverted(repository: Repository, github: GitHub) -> None:
    repository.build()
    request = PublishRequest("release:papers", repository.event, dry_run=True)
    would, _ = publish(request)
    assert (would.place, set(would.changed)) == ("the release papers-1", PAPERS)
    assert (github.public, github.drafts) == ([], 0)
    first = repository.publish("release:papers")
    assert (first.state, set(first.changed)) == ("published", PAPERS)
    one = ("papers-1", built(repository))
    assert (github.public, github.drafts) == ([one], 0)
    assert github.all["releases"][0]["target_commitish"] == repository.head
    github.requests()

    assert repository.publish("release:papers").state == "unchanged"
    assert github.requests() == ["GET repos/{owner}/{repo}/releases"]
    repository.commit(EVENT + "# Asked on Monday.\n")
    assert repository.publish("release:papers").state == "unchanged"
    # The text of the release tells the commit; nobody is written to for that.
    assert github.requests() == ["GET repos/{owner}/{repo}/releases", "PATCH repos/{owner}/{repo}/releases/1"]

    repository.replace("who: keita", "who: amin")
    assert repository.publish("release:papers").state == "published"
    assert github.public == [one, ("papers-2", built(repository))]
    repository.commit(EVENT)
    assert repository.publish("release:papers").state == "published"
    assert github.public[2] == ("papers-3", one[1])


def test_a_run_that_comes_late_does_nothing(repository: Repository, github: GitHub) -> None:
    late = repository.at(repository.head)
    repository.replace("who: keita", "who: amin")
    repository.publish("release:papers")
    before = github.public
    assert late.publish_built("release:papers").state == "superseded"
    assert (github.public, github.drafts) == (before, 0)


def test_a_newer_run_meanwhile_wins_by_its_number(
    repository: Repository, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = repository.at(repository.head)
    repository.replace("who: keita", "who: amin")
    newer = repository.at(repository.head)
    call = Gh.call

    def meanwhile(self: Gh, method: str, path: str, fields: Any = None) -> Any:
        if fields and fields.get("draft") is False:
            monkeypatch.setattr(Gh, "call", call)
            assert newer.publish_built("release:papers").state == "published"
        return call(self, method, path, fields)

    monkeypatch.setattr(Gh, "call", meanwhile)
    assert older.publish_built("release:papers").state == "superseded"
    assert (github.public, github.drafts) == ([("papers-1", built(newer))], 0)


@pytest.mark.parametrize("how", ["GH_FAIL", "GH_LOST", "GH_KILL"])
def test_a_run_that_is_cut_at_any_request_leaves_the_old_or_the_new(
    repository: Repository, github: GitHub, monkeypatch: pytest.MonkeyPatch, own_tmp: Path, how: str
) -> None:
    repository.publish("release:papers")
    github.requests()
    kept, old = github.state.read_text(), github.public
    repository.replace("who: keita", "who: amin")
    repository.publish("release:papers")
    new, asked = github.public, len(github.requests())
    assert (len(new), asked) == (2, 7)
    seen = []
    for point in points(asked, 3 if how == "GH_KILL" else 4):
        github.state.write_text(kept)
        monkeypatch.setenv(how, str(point))
        code = killed(repository) if how == "GH_KILL" else failing(repository)
        assert len(list(own_tmp.iterdir())) == (code == -signal.SIGKILL)
        monkeypatch.delenv(how)
        # Whoever is told that nothing was published is told the truth.
        assert github.public == (new if code == 0 else old) or how == "GH_KILL"
        assert not github.all.get("harm")  # nothing that readers see is ever deleted
        seen.append(github.public)
        github.requests()
        assert repository.publish_built("release:papers").state in ("published", "unchanged")
        assert github.public == new
        assert list(own_tmp.iterdir()) == []
        if len(github.requests()) > 1:
            assert github.drafts == 0  # what was left has gone with the run that published
    assert all(one in (old, new) for one in seen)
    assert (seen[0], seen[-1]) == (old, new)


def failing(repository: Repository) -> int:
    try:
        repository.publish_built("release:papers")
    except DiagnosticError as error:
        return error.exit_code
    return 0


def killed(repository: Repository) -> int:
    line = [COMMAND, "publish", "release:papers"]
    done = subprocess.run(line, cwd=repository.folder, capture_output=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return done.returncode


def test_releases_of_others_are_none_of_ours(repository: Repository, github: GitHub) -> None:
    theirs = {"id": 9, "tag_name": "papers-7", "draft": False, "body": "The book", "assets": {}, "upload_url": ""}
    github.state.write_text(json.dumps({"releases": [theirs], "last": 9, "requests": []}))
    assert repository.publish("release:papers").state == "published"
    assert [tag for tag, _ in github.public] == ["papers-7", "papers-1"]


def test_without_gh_it_says_what_is_missing(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.build()
    places = [one for one in os.environ["PATH"].split(os.pathsep) if not (Path(one) / "gh").exists()]
    git = shutil.which("git")
    assert git is not None
    tools = repository.folder.parent / "tools"
    tools.mkdir()
    (tools / "git").symlink_to(git)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tools), *places]))
    with pytest.raises(DiagnosticError, match="needs GitHub's command line") as caught:
        repository.publish_built("release:papers")
    assert caught.value.exit_code is ExitCode.USAGE
