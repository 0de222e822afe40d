"""The table of all conditions, in Markdown: the words are in conformance.md.j2, the conditions in registries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from conformance import docx, pdf
from conformance.pdf.registry import STANDARDS

from conceptnote.check.acknowledgement import RULES
from conceptnote.pdfstandard import PdfStandard
from reference.page import page

_PDF = """\
Bare numbers are the failure conditions of the Matterhorn Protocol 1.1 that a machine can decide, for PDF/UA-1.
`PDF/A` and `PDF/UA-2` are followed by clauses of ISO 19005-2 and -3, and of ISO 14289-2. The others are ours. Over
each table are the values of `--pdf-standard` that ask for it. Our PDFs cannot have form fields, films, ruby, Type 1
fonts and simple TrueType fonts, so there are no conditions for them."""

_DOCX = """\
What Word's accessibility checker looks for, and what a Word file can show of WCAG 2.1 (levels A and AA). As in Word,
the style “Table Normal” makes a table one for layout. Empty paragraphs that Word demands after a table are allowed."""


_ACKNOWLEDGEMENT = """\
What an event owes its funders on each page of a PDF, in each footer of a Word file's sections, and at the foot of an
HTML page. Every build checks its files before they take their place, and `conceptnote verify` checks any file."""


class Condition(Protocol):
    """What a row of a table says."""

    @property
    def rule(self) -> str: ...

    @property
    def statement(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Group:
    """The conditions of one table, and what asks for them."""

    asked: str
    checkpoints: list[Condition]


@dataclass(frozen=True, slots=True)
class Part:
    """The conditions of one kind of file; `asked` says by rule what asks for it, where that differs."""

    title: str
    preface: str
    test: str
    checkpoints: Iterable[Condition]
    asked: Mapping[str, str] | None = None
    asked_by: str = ""

    def groups(self) -> list[Group]:
        """The tables, the longest first."""
        found: dict[str, list[Condition]] = {}
        for one in self.checkpoints:
            found.setdefault(self.asked[one.rule] if self.asked else "", []).append(one)
        return sorted((Group(asked, rules) for asked, rules in found.items()), key=lambda one: -len(one.checkpoints))


def parts() -> list[Part]:
    """The chapters of the table, one a kind of file."""
    asked = {rule: _listed(standards) for rule, standards in STANDARDS.items()}
    formats = {
        rule.rule: ", ".join(form for form in ("pdf", "docx", "html") if form in rule.formats)
        for rule in RULES.values()
    }
    of_pdf = [pdf.CHECKPOINTS[rule] for rule in sorted(pdf.CHECKPOINTS)]
    return [
        Part("PDF", _PDF, "tests/test_check_pdf.py", of_pdf, asked, "Asked by"),
        Part("DOCX", _DOCX, "tests/test_check_docx.py", docx.CHECKPOINTS.values()),
        Part("The acknowledgement", _ACKNOWLEDGEMENT, "tests/test_verify_faults.py", RULES.values(), formats, "In"),
    ]


def _listed(standards: frozenset[PdfStandard]) -> str:
    return "all" if standards == frozenset(PdfStandard) else ", ".join(sorted(one.value for one in standards))


def conformance_reference() -> str:
    """The text of docs/conformance.md."""
    return page("conformance.md.j2", parts=parts())
