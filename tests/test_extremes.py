"""Events at the edge of what is printed: every standard, every accessibility check and every obligation holds."""

from __future__ import annotations

from pathlib import Path

import pytest
import strategies
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from examples import some_quick
from test_docx import errors

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.pdfstandard import PdfStandard

BASE: strategies.Data = {
    "title": "Water, work and peace",
    "date": "2026-03-04",
    "time": "9:15–18:15",
    "timezone": "Europe/Brussels",
}
PARAGRAPH = "Rivers that cross borders ask for agreements that outlast governments. " * 9


def funders(count: int) -> strategies.Data:
    pictures = sorted(strategies.IMAGES)
    return {
        "parties": {f"fund-{n}": {"name": f"Fund for Waters Number {n}"} for n in range(count)},
        "funders": [
            {
                "party": f"fund-{n}",
                "lockup": f"with the kind support, number {n}, of the",
                "logos": {"file": pictures[n % len(pictures)], "alt": f"Mark of fund {n}", "min_height": "11 mm"},
            }
            for n in range(count)
        ],
    }


def speakers(count: int) -> strategies.Data:
    return {
        "people": {
            f"speaker-{n}": {
                "honorific": "H.E. Ms",
                "name": {"given": f"Given{n}", "family": f"Family-of-Number-{n}"},
                "functions": ["Permanent Representative", {"position": "Chair", "organisation": f"Committee {n}"}],
                "status": "tbc" if n % 7 == 0 else "confirmed",
            }
            for n in range(count)
        },
        "panel": [f"speaker-{n}" for n in range(count)],
        "agenda": [
            {"time": f"{9 + n // 5}:{15 + n % 5 * 8}", "item": f"Intervention {n}", "who": f"speaker-{n}"}
            for n in range(count)
        ],
        "sections": [{"heading": "Speakers", "show": "panel"}],
    }


EVENTS: dict[str, strategies.Data] = {
    "a title of two hundred characters": {
        "title": "Civil society, local authorities and the private sector in the governance of shared waters: what "
        "twenty-five years of transboundary agreements teach those who negotiate the next generation of them",
        "sections": [{"heading": "Why", "text": PARAGRAPH}],
    },
    "forty speakers": speakers(40),
    "eight funders": funders(8) | {"sections": [{"heading": "Why", "text": "\n\n".join([PARAGRAPH] * 9)}]},
    "much clear space under notes": {
        "parties": {"eu": {"name": "European Union"}, "other": {"name": "Another Fund"}},
        "sections": [{"heading": "Why", "text": f"{PARAGRAPH}[^n]\n\n{PARAGRAPH * 6}\n\n[^n]: A note above the foot."}],
        "funders": [
            {
                "party": "eu",
                "profile": "eu",
                "variables": {"granting_authority": "the granting authority of this event"},
                "lockup": "Funded “here”",
                "logos": {"file": "images/wide.svg", "alt": "Mark", "min_height": "15 mm", "clear_space": "50 %"},
            },
            {"party": "eu", "profile": "eu", "variables": {"granting_authority": "it"}, "text_only": "true"},
            {"party": "other", "profile": "generic", "logos": {"file": "images/flag.jpg", "alt": "Another mark"}},
            {"party": "other", "profile": "generic", "lockup": "With the help of", "text_only": "true"},
        ],
    },
    "thirty pages with notes": funders(1)
    | {
        "sections": [
            {
                "heading": f"Part {part}",
                "text": "\n\n".join(f"{PARAGRAPH}[^n{n}]" for n in range(9))
                + "".join(f"\n\n[^n{n}]: Note {n} of part {part}, which says where it is written." for n in range(9)),
            }
            for part in range(17)
        ]
    },
}


LEAST_PAGES = {"thirty pages with notes": 25, "forty speakers": 2}


@pytest.mark.parametrize("name", some_quick(EVENTS, "eight funders", "much clear space under notes"))
def test_every_check_of_a_finished_file_holds(name: str, pool: Pool, tmp_path: Path) -> None:
    """A build proves the acknowledgement on every page before it leaves a file."""
    outputs = build(Request(strategies.write_project(tmp_path, BASE | EVENTS[name])), pool=pool).outputs
    assert max(output.pages or 0 for output in outputs) >= LEAST_PAGES.get(name, 1)
    pdfs, words = (sorted((tmp_path / "out").glob(f"*.{form}")) for form in ("pdf", "docx"))
    assert (len(pdfs), len(words)) == (2, 2)
    for pdf in pdfs:
        assert [str(finding) for finding in check_pdf(pdf.read_bytes(), PdfStandard.A3A_UA1)] == []
    for word in words:
        assert [str(finding) for finding in check_docx(word.read_bytes())] == []
        assert errors(word.read_bytes(), tmp_path) == []
