"""Whether a finished PDF is what it claims: the machine's part of the Matterhorn Protocol, PDF/A and PDF/UA-2.

What a machine cannot decide (whether a text describes its picture) is for people, and what no PDF
of ours can hold (forms, films, Type 1 and simple TrueType fonts, ruby) is not looked for.
"""

from __future__ import annotations

from conformance.pdf import (
    archive,
    attachments,
    characters,
    colour,
    content,
    fonts,
    headings,
    interactive,
    language,
    links,
    metadata,
    notes,
    pictures,
    structure,
    tables,
)
from conformance.pdf.check import READABLE, check_pdf
from conformance.pdf.registry import CHECKPOINTS

# Imported for the conditions that they register.
_SUBJECTS = (
    *(structure, content, headings, tables, notes, pictures, language, links),
    *(fonts, characters, metadata, attachments, colour, archive, interactive),
)

__all__ = ["CHECKPOINTS", "READABLE", "check_pdf"]
