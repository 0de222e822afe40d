"""The progress of a build."""

from __future__ import annotations


class Progress:
    """Receives the progress of a build; this one ignores it."""

    def expected(self, files: int) -> None:
        """Add to the number of files to make."""

    def finished(self, name: str) -> None:
        """Count one of them as made."""


SILENT = Progress()
