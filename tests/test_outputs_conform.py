"""Every PDF that is built meets the standard that it claims, whatever the event."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import strategies
from conformance.pdf import check_pdf
from examples import examples, some_quick
from hypothesis import given
from hypothesis import strategies as st
from pikepdf.pdfa import validate_written

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.templates import SHIPPED_DOCUMENTS

ROOT = Path(__file__).parents[1]
FLAVOURS = {PdfStandard.A3A_UA1: "3b", PdfStandard.A2A: "2b"}
# pikepdf's validator knows level B alone, no extension schemas, and neither patterns nor shadings.
UNKNOWN = (":6.6.4-3", ":6.6.2.3.1-1")


def hold(event_file: Path, standard: PdfStandard, pool: Pool) -> None:
    """Build an event's PDFs and hold them against their standard."""
    with TemporaryDirectory() as folder:
        done = build(Request(event_file, Path(folder), ["pdf"], pdf_standard=standard), pool=pool)
        files = {output.path.name: output.path.read_bytes() for output in done.outputs}
    assert len(files) == len(SHIPPED_DOCUMENTS)
    for name, data in files.items():
        assert [str(finding) for finding in check_pdf(data, standard)] == [], name
        if standard.archival:
            report = validate_written(io.BytesIO(data), FLAVOURS[standard])
            assert [one for one in report.violations if not one.rule.endswith(UNKNOWN)] == [], name


@pytest.mark.parametrize("standard", some_quick(PdfStandard, PdfStandard.A3A_UA1, PdfStandard.UA2))
def test_the_example_conforms(standard: PdfStandard, pool: Pool) -> None:
    hold(ROOT / "data" / "event.yaml", standard, pool)


@examples(5, fuzz=120, shrink=False)
@given(data=strategies.events(), standard=st.sampled_from(PdfStandard))
def test_any_event_conforms(
    data: strategies.Data, standard: PdfStandard, pool: Pool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    hold(strategies.write_project(tmp_path_factory.mktemp("event"), data), standard, pool)
