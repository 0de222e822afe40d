"""The checks of finished PDFs: silent on a good file, and each speaks of its own fault alone."""

from __future__ import annotations

import re

import pytest
from good_pdf import good_bytes
from pdf_faults import FAULTS, Planted

from conceptnote.check.pdf import CHECKPOINTS, check_pdf
from conceptnote.check.pdf.registry import STANDARDS
from conceptnote.check.registry import DAMAGED
from conceptnote.pdfstandard import PdfStandard

CLAIMED = [standard for standard in PdfStandard if standard is not PdfStandard.NONE]


@pytest.mark.parametrize("standard", PdfStandard)
def test_a_good_file_has_no_finding(standard: PdfStandard) -> None:
    made = PdfStandard.UA1 if standard is PdfStandard.NONE else standard
    assert check_pdf(good_bytes(made), standard) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule} {fault.label}")
def test_a_fault_is_told_by_its_rule_alone(fault: Planted) -> None:
    found = check_pdf(fault.file(), fault.standard)
    assert {finding.rule for finding in found} == {fault.rule}, found
    assert not any(finding.message.startswith(DAMAGED) for finding in found)


def test_every_condition_has_a_fault_and_every_fault_a_condition() -> None:
    assert {fault.rule for fault in FAULTS} == set(CHECKPOINTS) == set(STANDARDS)
    assert len(CHECKPOINTS) > 100
    for fault in FAULTS:
        assert fault.standard in STANDARDS[fault.rule]


def test_numbers_and_sources_are_of_the_form_that_readers_can_look_up() -> None:
    for rule, checkpoint in CHECKPOINTS.items():
        assert re.fullmatch(r"\d\d-\d{3}|PDF/A(-[23])? [\d.]+|PDF/UA-2 [\d.]+|[a-z]+(-[a-z]+)?", rule), rule
        assert re.search(r"ISO|WCAG|WTPDF|RFC", checkpoint.source), rule
        assert checkpoint.check.__doc__, rule
