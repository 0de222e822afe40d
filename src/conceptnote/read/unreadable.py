"""What is said of a file that cannot be read."""

from __future__ import annotations


class UnreadableFile(Exception):
    """A file from a stranger is damaged, locked, too large or of another kind; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
