"""The files of a project at a revision: a world that is read from Git."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.git import Git, GitFailed
from conceptnote.regularfile import real_path
from conceptnote.source.world import Kind

_LINK = "120000"
_LARGEST = 64 * 1024 * 1024
"""The largest file that is read from Git, in bytes."""


class RevisionWorld:
    """The files of a commit. A link leads nowhere, because its target at that time is unknown."""

    cache_folder = None

    def __init__(self, folder: Path, revision: str, day: date) -> None:
        """Open the repository around a folder. Raises DiagnosticError if the revision does not exist."""
        self._git = Git(folder)
        self._day = day
        try:
            self._top = real_path(Path(self._git.line("rev-parse", "--show-toplevel")))
        except GitFailed:
            message = f"there is no file or mailed version “{revision}”, and the folder is not in a Git repository"
            raise DiagnosticError(_refused(message, "name another file, or run conceptnote mail first")) from None
        try:
            commit = self._git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            listed = self._git.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit)
        except GitFailed:
            message = f"there is no file, mailed version or Git revision “{revision}”"
            raise DiagnosticError(_refused(message, "see git log, or ls sent")) from None
        self._files: dict[Path, tuple[str, str, int]] = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            about, tab, name = line.partition("\t")
            if tab and (words := about.split())[1] == "blob":
                self._files[self._top / name] = words[0], words[2], int(words[3])
        self._folders = {above for file in self._files for above in file.parents}

    def today(self) -> date:
        """Today's date: both versions are read on the same day."""
        return self._day

    def resolve(self, path: Path) -> Path:
        """The absolute path; there are no links to follow."""
        return Path(os.path.normpath(path.absolute()))

    def kind(self, path: Path) -> Kind | None:
        """What the commit has at a path."""
        file = self._files.get(self.resolve(path))
        if file is not None:
            return "other" if file[0] == _LINK else "file"
        return "folder" if self.resolve(path) in self._folders else None

    def names(self, folder: Path) -> list[str]:
        """The sorted names in a folder of the commit."""
        if self.kind(folder) != "folder":
            raise OSError(errno.ENOENT, "there is no such folder")
        inside = {file.relative_to(self.resolve(folder)).parts[0] for file in self.files(folder)}
        return sorted(inside)

    def files(self, folder: Path) -> list[Path]:
        """All files of the commit in a folder and below."""
        return [file for file in self._files if file.is_relative_to(self.resolve(folder))]

    def read(self, path: Path, most: int | None = None) -> bytes:
        """The content of a file of the commit, or its first `most` bytes."""
        if self.kind(path) != "file":
            raise OSError(errno.ENOENT, "there is no such file in this revision")
        _, blob, size = self._files[self.resolve(path)]
        if size > _LARGEST:
            raise OSError(errno.EFBIG, "the file is too large")
        try:
            return self._git.run("cat-file", "blob", blob)[:most]
        except GitFailed as error:
            raise OSError(errno.EIO, str(error)) from None


def _refused(message: str, hint: str) -> Diagnostic:
    return Diagnostic(Code.NO_SUCH_VERSION, message, hint=hint)
