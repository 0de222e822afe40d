"""The commit that papers were made of, and which of two commits is newer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.git import Git, GitFailed

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Origin(Struct, frozen=True):
    """A commit and its committer date, in seconds since 1970."""

    commit: str
    date: int

    def to_record(self) -> dict[str, Any]:
        """As it is recorded beside the publication."""
        return {"commit": self.commit, "date": self.date}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Origin | None:
        """Read a record; None if there was no commit. Raises ValueError for anything else."""
        commit, date = record.get("commit"), record.get("date")
        if commit is None:
            return None
        if not isinstance(commit, str) or not _COMMIT.fullmatch(commit) or type(date) is not int:
            raise ValueError("this is not the record of a commit")
        return cls(commit, date)


class History(Struct, frozen=True):
    """The commits of the project's repository, if it has one."""

    project: Path

    def head(self) -> Origin | None:
        """The commit that is checked out; None outside a repository, and before its first commit.

        Raises DiagnosticError if git refuses to read the repository.
        """
        git = Git(self.project)
        try:
            git.run("rev-parse", "--git-dir")
        except GitFailed as error:
            if "not a git repository" in str(error):
                return None
            hint = "fix that first: the commit shows which of two publications is newer"
            raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, f"git says: {error}", hint=hint)) from None
        try:
            date, commit = git.line("rev-list", "--max-count=1", "--timestamp", "HEAD", "--").split()
        except (GitFailed, ValueError):
            return None
        return Origin(commit, int(date))

    def is_older(self, one: Origin, other: Origin) -> bool:
        """Whether a commit is an ancestor of another; if neither is the other's ancestor, whether its date is not
        later."""
        if one.commit == other.commit or self._is_ancestor(other, one):
            return False
        return self._is_ancestor(one, other) or one.date <= other.date

    def _is_ancestor(self, one: Origin, other: Origin) -> bool:
        try:
            Git(self.project).run("merge-base", "--is-ancestor", one.commit, other.commit)
        except GitFailed:  # git also says this of a commit that is missing here
            return False
        return True
