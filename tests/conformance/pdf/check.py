"""All conditions, held against one file."""

from __future__ import annotations

import re

from conceptnote.check.finding import Finding
from conceptnote.pdfstandard import PdfStandard
from conformance.pdf.document import Document, UnreadableError, opened
from conformance.pdf.registry import ALWAYS, STANDARDS, checkpoint, run
from conformance.registry import Fault

READABLE = "readable"


def check_pdf(data: bytes, standard: PdfStandard) -> list[Finding]:
    """What keeps a finished PDF from the standard that it is to meet; with `NONE`, only whether it can be read.

    The file may come from anywhere: one that is damaged, encrypted or hostile is a finding, not an
    error. Sizes and recursion are bounded.
    """
    try:
        with opened(data, standard) as document:
            asked = [rule for rule, asking in STANDARDS.items() if standard in asking and rule != READABLE]
            found = list(run(document, asked))
            # Last, for qpdf mends each object only when it is looked at.
            return [*run(document, [READABLE]), *found]
    except UnreadableError as error:
        return [Finding(READABLE, str(error), hint="build the document again")]


@checkpoint(
    READABLE,
    "The file opens without a password and without repair, and is no larger than any paper is",
    source="ISO 32000-1, 7.5",
    standards=ALWAYS,
)
def readable(document: Document) -> list[Fault]:
    """A reader that mends a file may mend it in another way than this one."""
    try:
        faults = list(dict.fromkeys(document.painting.faults))
        if not document.annotations and not document.pages:
            faults.append(Fault("there are no pages"))
    except OverflowError as error:
        return [Fault(f"there are {error}")]
    for warning in document.pdf.get_warnings()[:5]:
        # Without the name of the object in memory that stands for the file.
        told = re.sub(r"<[^>]*>:? ?", "", str(warning))
        faults.append(Fault(f"the file is damaged: {told}", hint="build the document again"))
    return faults
