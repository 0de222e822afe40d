"""A project in a git repository with a bare one as its remote, to publish from; and what is published there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.publish.papers import Allowance
from conceptnote.publish.publication import Outcome
from conceptnote.publish.publish import PublishRequest, publish
from conceptnote.site.record import SiteAllowance
from conceptnote.site.run import make_site

COMMAND = str(Path(sys.executable).with_name("conceptnote"))

EVENT = """\
title: Water for all
date: 2030-03-05
time: 9:15–10:15
timezone: Europe/Zurich
parties:
  fund: {name: River Fund, roles: funder}
people:
  keita: {name: Keita, functions: Director}
  amin: {name: Amin, functions: Adviser}
agenda:
  - {time: 9:15–9:30, item: Opening, who: keita}
sections:
  - {heading: Purpose, text: Rivers.}
funders:
  - {party: fund, lockup: Funded by, text_only: true}
"""
"""The programme names the speaker, and the concept note does not; but as HTML it tells search engines."""

PAPERS = {"concept-note.html", "programme.html"}
DATE = 1_900_000_000


def git(folder: Path, *words: str, **env: str) -> str:
    """What a git command prints, run in a folder."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {
        f"GIT_{one}_{what}": "colleague@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, check=True,
        env={**os.environ, **settings, **who, **env},
    )  # fmt: skip
    return done.stdout.decode("latin-1")  # papers are among it


@dataclass
class Repository:
    """A clone, whose commits are a second apart, and its remote."""

    folder: Path
    remote: Path
    commits: int = 0
    formats: tuple[str, ...] = ("html",)
    pool: Pool | None = None

    @classmethod
    def begin(cls, folder: Path) -> Repository:
        remote, clone = folder / "remote.git", folder / "clone"
        for words in (("init", "-q", "--bare", "-b", "main", str(remote)), ("init", "-q", "-b", "main", str(clone))):
            git(folder, *words)
        git(clone, "remote", "add", "origin", str(remote))
        (clone / "data").mkdir()
        (clone / ".gitignore").write_text("out/\nsite/\n.papers/\n")
        repository = cls(clone, remote)
        repository.commit(EVENT)
        return repository

    @property
    def event(self) -> Path:
        return self.folder / "data" / "event.yaml"

    def commit(self, text: str) -> str:
        """Commit an event file, and push it; gives the commit."""
        self.event.write_text(text, encoding="utf-8")
        self.commits += 1
        git(self.folder, "add", "-A")
        git(
            self.folder,
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "Change",
            GIT_COMMITTER_DATE=f"@{DATE + self.commits} +0000",
        )
        git(self.folder, "push", "-q", "origin", "HEAD:main")
        return self.head

    def replace(self, old: str, new: str) -> str:
        """Commit the event file with something changed in it."""
        text = self.event.read_text(encoding="utf-8")
        assert old in text
        return self.commit(text.replace(old, new))

    @property
    def head(self) -> str:
        return git(self.folder, "rev-parse", "HEAD").strip()

    def at(self, commit: str, *options: str) -> Repository:
        """Another clone, as a run on that commit has it, with its papers built."""
        folder = self.folder.with_name(f"run-{commit[:8]}-{len(list(self.folder.parent.iterdir()))}")
        git(self.folder.parent, "clone", "-q", *options, f"file://{self.remote}", str(folder))
        git(folder, "checkout", "-q", "--detach", commit)
        other = Repository(folder, self.remote)
        other.build()
        return other

    def build(self) -> None:
        build(Request(self.event, formats=self.formats), pool=self.pool)

    def publish(self, target: str, *allowed: Allowance, remote: str = "origin") -> Outcome:
        """Build, and publish what was built."""
        self.build()
        return self.publish_built(target, *allowed, remote=remote)

    def publish_built(self, target: str, *allowed: Allowance, remote: str = "origin") -> Outcome:
        return publish(PublishRequest(target, self.event, remote=remote, allowed=allowed))[0]

    def make_site(self, *events: Path, allowed: Collection[SiteAllowance] = ()) -> list[str]:
        """The files of the site that have changed; without events it is of the one."""
        made = make_site(events or [self.event], self.folder / "site", allowed=allowed, pool=self.pool)
        return list(made.changed)

    def publish_site(self, target: str, *allowed: Allowance) -> Outcome:
        """Publish the site that was made."""
        return publish(PublishRequest(target, self.event, allowed=allowed, site=self.folder / "site"))[0]

    def log(self, branch: str = "papers") -> list[str]:
        """The commits of a published branch, the newest first; none where it does not exist."""
        if not git(self.remote, "for-each-ref", f"refs/heads/{branch}"):
            return []
        return git(self.remote, "log", "--format=%H", branch).split()

    def changed(self, branch: str = "papers") -> set[str]:
        """The files that the last commit of a published branch changed."""
        return set(git(self.remote, "show", "--format=", "--name-only", branch).split())

    def published(self, branch: str = "papers") -> dict[str, str]:
        """The files of a published branch."""
        return in_branch(self.remote, branch)


def built(repository: Repository) -> dict[str, str]:
    """The papers in an output folder."""
    files = (path for path in (repository.folder / "out").iterdir() if path.is_file() and path.name != "manifest.json")
    return {path.name: path.read_bytes().decode("latin-1") for path in files}


def in_folder(folder: Path) -> dict[str, str]:
    """The files that readers of a published folder see."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("latin-1") for path in files}


def in_branch(remote: Path, branch: str = "papers") -> dict[str, str]:
    """The files of a published branch."""
    if not git(remote, "for-each-ref", f"refs/heads/{branch}"):
        return {}
    names = git(remote, "ls-tree", "-r", "--name-only", branch).split()
    return {name: git(remote, "show", f"{branch}:{name}") for name in names}
