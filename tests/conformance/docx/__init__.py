"""Whether a finished Word file, ours or anybody's, can be read by those who do not see it, or see it badly.

The rules are those of Word's own accessibility checker and the success criteria of WCAG 2.1 (levels A and AA)
that can be told from the file.
"""

from __future__ import annotations

from conceptnote.check.finding import Finding
from conformance.docx import contrast, pictures, structure, tables, words  # noqa: F401 - each registers its rules
from conformance.docx.package import WordFile, open_word
from conformance.docx.registry import CHECKPOINTS, Faults, checkpoint, run
from conformance.registry import Fault

__all__ = ["CHECKPOINTS", "check_docx"]

_WHOLE = "docx-whole"


@checkpoint(
    _WHOLE,
    "The file is a whole Word document that can be opened",
    source="ISO/IEC 29500-2 (Open Packaging Conventions)",
)
def whole(word: WordFile) -> Faults:
    """What kept the file from being read."""
    for damage in word.damage:
        yield Fault(damage, hint="open it in Word, let Word repair it, and save it as .docx")


def check_docx(data: bytes) -> list[Finding]:
    """All that is wrong with a finished Word file; a damaged one is a finding, and never an error."""
    word = open_word(data)
    return list(run(word, [_WHOLE] if word.damage else None))
