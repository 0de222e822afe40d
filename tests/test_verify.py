"""Files that keep what funders are promised pass, whoever saved them last."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import strategies
from msgspec.structs import replace
from pages import office_converts
from test_acknowledgement import IMAGES, SECRET, THREE_FUNDERS
from verifying import build_all, promises_of

from conceptnote.build.formats import paper_formats
from conceptnote.check.acknowledgement import check_acknowledgement
from conceptnote.check.obligation import Obligation
from conceptnote.source.templates import SHIPPED_DOCUMENTS

FORMATS = paper_formats()

EXAMPLE = Path(__file__).parents[1] / "data" / "event.yaml"
EVENTS = ("the example", "three funders")
CASES = [(event, document) for event in EVENTS for document in SHIPPED_DOCUMENTS]


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Obligation, ...]]:
    three = strategies.write_project(tmp_path_factory.mktemp("promised"), THREE_FUNDERS, IMAGES)
    return {"the example": promises_of(EXAMPLE), "three funders": promises_of(three)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str, str], bytes]:
    """All files of both events, by event, document and format."""
    three = strategies.write_project(tmp_path_factory.mktemp("three"), THREE_FUNDERS, IMAGES)
    files = {}
    for event, source in zip(EVENTS, (EXAMPLE, three), strict=True):
        for (document, form), data in build_all(source, tmp_path_factory.mktemp("out")).items():
            files[event, document, form] = data
    return files


def test_a_promise_is_what_the_event_says(promised: Mapping[str, tuple[Obligation, ...]]) -> None:
    eu, city, ministry = promised["three funders"]
    assert (eu.words, [mark.min_height for mark in eu.marks]) == ("Funded by the European Union", [13, None])
    assert (city.words, city.marks) == ("With support from the City of Rīga", ())
    assert [mark.asset.src for mark in ministry.marks] == ["images/ministry.svg"]
    assert all(obligation.every_page and obligation.in_body for obligation in (eu, city, ministry))
    assert SECRET not in repr(promised)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("event", "document"), CASES)
def test_what_was_built_keeps_every_promise(
    event: str,
    document: str,
    form: str,
    built: Mapping[tuple[str, str, str], bytes],
    promised: Mapping[str, tuple[Obligation, ...]],
) -> None:
    assert [str(finding) for finding in check_acknowledgement(built[event, document, form], promised[event])] == []


MARGINS = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">'
    b'<path d="M20 10h50v30h-10v-20h-40z" fill="#10a0e0"/></svg>'
)


def test_a_mark_is_measured_with_the_margins_of_its_file(tmp_path: Path) -> None:
    event = {key: THREE_FUNDERS[key] for key in ("title", "date", "time", "timezone")}
    event |= {
        "parties": {"eu": {"name": "Union", "roles": "funder"}},
        "funders": [
            {
                "party": "eu",
                "lockup": "Funded by the Union",
                "logos": {"file": "images/margins.svg", "alt": "Flag", "min_height": "14 mm"},
            }
        ],
    }
    source = strategies.write_project(tmp_path, event, {"images/margins.svg": MARGINS})
    (obligation,) = promises_of(source)
    higher = replace(obligation, marks=tuple(replace(mark, min_height=14.5) for mark in obligation.marks))
    for (_, form), data in build_all(source, tmp_path / "out", ["programme"]).items():
        assert check_acknowledgement(data, [obligation]) == []
        found = {finding.rule for finding in check_acknowledgement(data, [higher])}
        assert found == (set() if form == "html" else {"mark-height"})


def test_a_promise_of_another_event_is_not_kept(
    built: Mapping[tuple[str, str, str], bytes], promised: Mapping[str, tuple[Obligation, ...]]
) -> None:
    for form in FORMATS:
        findings = check_acknowledgement(built["the example", "concept-note", form], promised["three funders"])
        assert {finding.rule for finding in findings} >= {"ack-words", "ack-mark", "disclaimer", "body-words"}


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_marks_of_other_funders_are_measured_against_one_that_asks_for_prominence(
    form: str, built: Mapping[tuple[str, str, str], bytes], promised: Mapping[str, tuple[Obligation, ...]]
) -> None:
    """The European flag is 19.5 by 13 mm, the arms of the ministry 11 by 11 mm."""
    eu, city, ministry = promised["three funders"]
    data = built["three funders", "concept-note", form]
    assert check_acknowledgement(data, [replace(eu, prominent=True), city, ministry]) == []
    findings = check_acknowledgement(data, [eu, city, replace(ministry, prominent=True)])
    assert findings
    for finding in findings:
        assert finding.rule == "prominence"
        assert "Flag of Europe" in finding.message
        assert "19.5 × 13.0 mm against 11.0 × 11.0 mm" in finding.message


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_libreoffice_saved_keeps_every_promise(
    kind: str,
    built: Mapping[tuple[str, str, str], bytes],
    promised: Mapping[str, tuple[Obligation, ...]],
    tmp_path: Path,
) -> None:
    files = {case: tmp_path / f"{'-'.join(case).replace(' ', '-')}.docx" for case in CASES}
    for (event, document), file in files.items():
        file.write_bytes(built[event, document, "docx"])
    office_converts(list(files.values()), kind, tmp_path / "saved")
    for (event, _), file in files.items():
        saved = (tmp_path / "saved" / file.name).with_suffix(f".{kind}").read_bytes()
        assert saved != file.read_bytes()
        assert [str(finding) for finding in check_acknowledgement(saved, promised[event])] == []
