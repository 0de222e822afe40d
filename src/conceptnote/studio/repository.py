"""A Git repository for commits from the studio. No hook, filter or signing program of it is run.

A commit is made beside the index, from the named files alone: what else is staged stays staged.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from msgspec import Struct

from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.git import Git, GitFailed
from conceptnote.regularfile import real_path

Obstacle = Literal["no_git", "no_repository", "detached", "unfinished", "filtered", "ignored", "refused"]
"""Why nothing can be committed here."""
Caution = Literal["hooks", "signed"]
"""What a commit from the studio would leave out."""

_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg")
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_LOG")
_FILE, _PROGRAM = "100644", "100755"


class Changed(Struct, frozen=True):
    """A file that differs from the last commit; `path` is from the top of the repository."""

    path: str
    blob: str
    mode: str
    new: bool


class Identity(Struct, frozen=True):
    """The committer."""

    name: str
    email: str


class Repository:
    """The repository around a folder. Raises DiagnosticError or GitFailed if there is none that can be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git = Git(folder)
        self.top = real_path(Path(self.git.line("rev-parse", "--show-toplevel")))
        self.git = Git(self.top)
        wanted = self._setting("core.autocrlf")
        # The user's setting of line ends in Git.
        self._newlines = wanted if wanted in ("true", "input") else "false"

    def _run(self, *arguments: str, data: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        settings = ("-c", "core.fsmonitor=false", "-c", f"core.autocrlf={self._newlines}")
        return self.git.run(*settings, *arguments, data=data, env=env)

    def _line(self, *arguments: str, data: bytes | None = None, env: Mapping[str, str] | None = None) -> str:
        return self._run(*arguments, data=data, env=env).decode("utf-8", "surrogateescape").strip()

    def _setting(self, name: str) -> str:
        """A setting as the user, the machine or the repository has it; ours, which comes last, is left out."""
        try:
            found = self.git.run("config", "-z", "--show-scope", "--get-all", name).decode("utf-8", "replace")
        except GitFailed:
            return ""
        parts = found.split("\0")
        values = [value for scope, value in zip(parts[::2], parts[1::2], strict=False) if scope != "command"]
        return values[-1] if values else ""

    @property
    def branch(self) -> str:
        """The branch that is checked out; empty if there is none."""
        try:
            return self._line("symbolic-ref", "--quiet", "--short", "HEAD")
        except GitFailed:
            return ""

    @property
    def head(self) -> str:
        """The last commit; empty if there is none yet."""
        try:
            return self._line("rev-parse", "--verify", "--quiet", "HEAD")
        except GitFailed:
            return ""

    def obstacle(self, files: Sequence[Path]) -> Obstacle | None:
        """Why these files, the event file first, cannot be committed from the studio; None if they can."""
        if not self.branch:
            return "detached"
        names = self._line("rev-parse", *(word for one in _UNFINISHED for word in ("--git-path", one))).splitlines()
        if any((self.top / name).exists() for name in names):
            return "unfinished"
        if any(self._filtered(files)):
            return "filtered"
        return "ignored" if self._ignored(files[:1]) else None

    def _filtered(self, files: Sequence[Path]) -> Iterator[str]:
        """The files that the repository changes by a program when they are committed, such as Git LFS."""
        if not files:
            return
        named = b"".join(os.fsencode(self.name(one)) + b"\0" for one in files)
        found = self._run("check-attr", "-z", "--stdin", "filter", data=named).decode("utf-8", "surrogateescape")
        parts = found.split("\0")
        for name, value in zip(parts[::3], parts[2::3], strict=False):
            if value not in ("unspecified", "unset"):
                yield name

    def cautions(self) -> list[Caution]:
        """What a commit from the studio leaves out, and one in a terminal does not."""
        folder = self._setting("core.hooksPath")
        hooks = self.top / (os.path.expanduser(folder) or self._hooks_folder())
        has_hooks = any(os.access(hooks / name, os.X_OK) for name in _HOOKS)
        signed = self._setting("commit.gpgSign").lower() in ("true", "yes", "on", "1")
        found: list[Caution] = ["hooks"] if has_hooks else []
        return [*found, "signed"] if signed else found

    def _hooks_folder(self) -> str:
        return str(Path(self._line("rev-parse", "--git-common-dir")) / "hooks")

    def identity(self) -> Identity | None:
        """The committer by the settings of Git; None if Git would have to guess."""
        name = os.environ.get("GIT_AUTHOR_NAME") or self._setting("user.name")
        email = os.environ.get("GIT_AUTHOR_EMAIL") or self._setting("user.email") or os.environ.get("EMAIL", "")
        return Identity(name, email) if name and email else None

    def name(self, file: Path) -> str:
        """The name of a file in the repository."""
        return file.relative_to(self.top).as_posix()

    def changed(self, files: Sequence[Path]) -> list[Changed]:
        """The files among these that differ from the last commit. What Git ignores is left out."""
        inside = [one for one in dict.fromkeys(files) if one.is_relative_to(self.top) and one.is_file()]
        kept = self._kept(inside)
        ignored = self._ignored([one for one in inside if self.name(one) not in kept])
        found = []
        for file in inside:
            name = self.name(file)
            if name in ignored:
                continue
            mode, blob = kept.get(name, ("", ""))
            now = self._line("hash-object", "--", name)
            if now != blob:
                usual = _PROGRAM if os.name != "nt" and file.stat().st_mode & stat.S_IXUSR else _FILE
                found.append(Changed(name, now, mode or usual, not blob))
        return found

    def _kept(self, files: Sequence[Path]) -> dict[str, tuple[str, str]]:
        """The modes and blobs of files in the last commit, by name."""
        if not files or not self.head:
            return {}
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", "HEAD", "--", *map(self.name, files))
        found = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            about, tab, name = line.partition("\t")
            if tab:
                mode, _, blob = about.split()
                found[name] = mode, blob
        return found

    def _ignored(self, files: Sequence[Path]) -> set[str]:
        if not files:
            return set()
        named = b"".join(os.fsencode(self.name(one)) + b"\0" for one in files)
        try:
            found = self._run("check-ignore", "-z", "--stdin", data=named)
        except GitFailed:  # It ends with 1 where it ignores none.
            return set()
        return set(found.decode("utf-8", "surrogateescape").split("\0"))

    def commit(self, files: Sequence[Changed], message: str, by: Identity) -> str:
        """Commit files as they are now; gives the short name of the commit.

        Raises GitFailed, and then nothing has changed. The index gets these files too, before the branch moves; what
        else is in it stays.
        """
        head = self.head
        blobs = {one.path: self._line("hash-object", "-w", "--", one.path) for one in files}
        info = "".join(f"{one.mode} {blobs[one.path]}\t{one.path}\0" for one in files).encode(
            "utf-8", "surrogateescape"
        )
        with TemporaryDirectory(prefix="conceptnote-") as folder:
            beside = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            if head:
                self._run("read-tree", head, env=beside)
            self._run("update-index", "-z", "--add", "--index-info", data=info, env=beside)
            tree = self._line("write-tree", env=beside)
        parents = ("-p", head) if head else ()
        who = {"GIT_AUTHOR_NAME": by.name, "GIT_AUTHOR_EMAIL": by.email}
        who |= {"GIT_COMMITTER_NAME": by.name, "GIT_COMMITTER_EMAIL": by.email}
        made = self._line("commit-tree", "--no-gpg-sign", tree, *parents, data=message.encode(), env=who)
        self._run("update-index", "-z", "--add", "--index-info", data=info)
        reason = f"commit: {message.splitlines()[0]}"
        self._run("update-ref", "-m", reason, "HEAD", made, head or "0" * len(made), env=who)
        return self._line("rev-parse", "--short", made)

    def unpublished(self) -> tuple[str, int] | None:
        """The upstream branch, and how many commits it is behind; None if there is none."""
        try:
            upstream = self._line("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
            return upstream, int(self._line("rev-list", "--count", "@{upstream}..HEAD"))
        except (GitFailed, ValueError):
            return None


def opened(folder: Path) -> Repository | Obstacle:
    """The repository around a folder, or why there is none that can be used."""
    try:
        return Repository(folder)
    except DiagnosticError as error:
        if error.diagnostics[0].code is not Code.TARGET_UNUSABLE:
            raise
        return "no_git"
    except GitFailed as error:
        return "no_repository" if "not a git repository" in str(error) else "refused"
