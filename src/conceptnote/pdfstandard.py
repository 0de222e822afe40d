"""The standards that a PDF can claim."""

from __future__ import annotations

from enum import Enum


class PdfStandard(Enum):
    """Standards by their names in `--pdf-standard`; the first is the default, archival and accessible at once.

    ISO 19005-3 and -2 (PDF/A-3a, PDF/A-2a), ISO 14289-1 and -2 (PDF/UA-1, PDF/UA-2).
    """

    A3A_UA1 = "a-3a+ua-1"
    A2A = "a-2a"
    UA1 = "ua-1"
    UA2 = "ua-2"
    NONE = "none"

    @property
    def accessible(self) -> bool:
        """Whether PDF/UA is claimed."""
        return "ua" in self.value

    @property
    def archival(self) -> bool:
        """Whether PDF/A is claimed."""
        return self.value.startswith("a-")

    @property
    def claims(self) -> tuple[str, ...]:
        """The names of the standards claimed."""
        names = {"a-3a": "PDF/A-3a", "a-2a": "PDF/A-2a", "ua-1": "PDF/UA-1", "ua-2": "PDF/UA-2"}
        return tuple(names[part] for part in self.value.split("+") if part in names)

    @property
    def attaches(self) -> bool:
        """Whether a file may be attached: PDF/A-3 allows any file, its predecessors only PDF/A."""
        return self is PdfStandard.A3A_UA1
