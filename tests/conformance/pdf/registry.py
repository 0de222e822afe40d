"""The conditions that a finished PDF must meet, and the standards that ask for each."""

from __future__ import annotations

from collections.abc import Callable

from conceptnote.pdfstandard import PdfStandard
from conformance.pdf.document import Document
from conformance.registry import Check, Registry

_CHECKPOINTS: Registry[Document] = Registry()
CHECKPOINTS = _CHECKPOINTS.checkpoints
STANDARDS: dict[str, frozenset[PdfStandard]] = {}
"""Which standards ask for a rule."""

ALWAYS = frozenset(PdfStandard)
TAGGED = ALWAYS - {PdfStandard.NONE}
UA = frozenset(standard for standard in PdfStandard if standard.accessible)
UA1 = UA - {PdfStandard.UA2}
UA2 = frozenset({PdfStandard.UA2})
A = frozenset(standard for standard in PdfStandard if standard.archival)
A3 = frozenset({PdfStandard.A3A_UA1})
A2 = frozenset({PdfStandard.A2A})

MATTERHORN = "Matterhorn Protocol 1.1"


def checkpoint(
    rule: str, statement: str, *, source: str, standards: frozenset[PdfStandard]
) -> Callable[[Check[Document]], Check[Document]]:
    """Register a function as the check of a condition that these standards ask for.

    A bare number is a failure condition of the Matterhorn Protocol. `PDF/A`
    and `PDF/UA-2` stand before clauses of ISO 19005-2 and -3 and of ISO 14289-2. Other names are
    conditions of our own.
    """
    STANDARDS[rule] = standards
    return _CHECKPOINTS.checkpoint(rule, statement, source=f"{MATTERHORN}; {source}" if rule[0].isdigit() else source)


run = _CHECKPOINTS.run
