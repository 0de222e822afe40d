"""How far a build is."""

from __future__ import annotations


class Progress:
    """Who is told how far a build is; this one keeps it to itself."""

    def expected(self, files: int) -> None:
        """So many files more will be made."""

    def finished(self, name: str) -> None:
        """One of them is made."""


SILENT = Progress()
