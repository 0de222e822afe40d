"""The error for a file that cannot be read."""

from __future__ import annotations


class UnreadableFile(Exception):
    """A stranger's file is damaged, locked, too large or in another format; `hint` says what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
