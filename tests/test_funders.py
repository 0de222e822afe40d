"""Funders' profiles: what they give, what comes before them, and how a mark that has rules stands on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pages
import pytest
import reading
import strategies

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.check.acknowledgement.wording import Wording
from conceptnote.clearspace import ClearSpace
from conceptnote.datapath import format_path
from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.export.approvals import Agreement, agreements
from conceptnote.schema.event import Event
from conceptnote.schema.funder import SHIPPED_PROFILES, Funder
from conceptnote.schema.jsonschema import event_json_schema
from conceptnote.schema.profile import Profile
from conceptnote.source.load import Source, load_event
from conceptnote.source.profiles import Profiles
from conceptnote.source.project import Project

ROOT = Path(__file__).parents[1]
AUTHORITY = {"en": "the European Research Agency", "fr": "l’Agence européenne de recherche"}
GIVEN = {"en": "Paid for by our friends", "fr": "Payé par nos amis"}
COLOURS = {"images/a.svg": "#10a0e0", "images/b.svg": "#e01080", "images/c.svg": "#20c040"}
IMAGES = {
    "images/a.svg": strategies.svg(90, 60, COLOURS["images/a.svg"]),
    "images/b.svg": strategies.svg(60, 60, COLOURS["images/b.svg"]),
    "images/c.svg": strategies.svg(120, 60, COLOURS["images/c.svg"]),
}


def shipped(name: str) -> Profile:
    profile = Profiles(Project.of(ROOT / "data" / "event.yaml")).read(name)
    assert profile is not None
    return profile


def event(*funders: strategies.Data, language: str = "en") -> strategies.Data:
    """An event with these funders, whose parties are `p0`, `p1` and so on unless they say otherwise."""
    parties = {f"p{at}": {"name": f"Party {at}"} for at in range(len(funders))}
    named = {"eu": {"name": "European Union"}, "sida": {"name": "Sida"}, "undp": {"name": "UNDP"}}
    made = {
        "title": "T", "date": "2030-03-05", "time": "9:15", "timezone": "Europe/Zurich", "language": language,
        "parties": parties | named,
        "funders": [{"party": f"p{at}"} | funder for at, funder in enumerate(funders)],
    }  # fmt: skip
    copied: strategies.Data = json.loads(json.dumps(made))  # without aliases for what several funders share
    return copied


def logo(name: str = "a", **more: Any) -> strategies.Data:
    return {"file": f"images/{name}.svg", "alt": f"Mark {name}", **more}


def loaded(folder: Path, *funders: strategies.Data, language: str = "en") -> Source:
    return load_event(strategies.write_project(folder, event(*funders, language=language), IMAGES))


def one(folder: Path, funder: strategies.Data) -> Funder:
    return loaded(folder, {"logos": logo()} | funder).event.funders[0]


# The shipped profiles


def test_shipped_profiles_are_the_ones_that_editors_are_told_of() -> None:
    files = {path.stem for path in (ROOT / "funders").glob("*.yaml")}
    assert files == set(SHIPPED_PROFILES)
    schema = event_json_schema()["$defs"]["Funder"]
    assert schema["properties"]["profile"]["examples"] == list(SHIPPED_PROFILES)
    assert "enum" not in schema["properties"]["profile"]
    assert "lockup" not in schema["required"]


@pytest.mark.parametrize("name", SHIPPED_PROFILES)
def test_every_rule_of_a_shipped_profile_has_its_source_and_its_date(name: str) -> None:
    rules = list(shipped(name).each_rule())
    assert rules
    for key, rule in rules:
        assert len(rule.source) > 10, key
        assert re.fullmatch(r"(19|20)\d\d(-\d\d){0,2}", rule.date), key
        assert "[K]" not in rule.source


def test_what_has_not_been_seen_in_its_source_is_not_called_verified() -> None:
    eu = shipped("eu")
    assert eu.rules.min_height is not None
    assert (eu.rules.min_height.value, eu.rules.min_height.verified) == (10.0, False)
    assert not shipped("canada").lockup["fr"].verified


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("funders")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", SHIPPED_PROFILES)
def test_a_small_event_prints_the_words_of_a_profile(name: str, language: str, pool: Pool, folder: Path) -> None:
    profile = shipped(name)
    funder: strategies.Data = {"profile": name, "logos": logo(), "project": "Rivers for all"}
    expected = []
    for key, texts in (("lockup", profile.lockup), ("disclaimer", profile.disclaimer)):
        if language in texts:
            expected.append(texts[language].value)
        elif texts or key == "lockup":
            funder[key] = GIVEN[language]
            expected.append(GIVEN[language])
    if profile.must_name and language not in profile.must_name:
        funder["must_name"] = ["rivers"]
    if profile.variables:
        funder["variables"] = dict.fromkeys(profile.variables, AUTHORITY[language])
    file = strategies.write_project(folder, event(funder, language=language), IMAGES)
    done = build(Request(file, folder / "out", documents=["programme"]), pool=pool)
    pdf, docx = (output.path.read_bytes() for output in done.outputs)
    office = reading.DocxFile(docx)
    said = {"pdf": reading.pdf_texts(pdf)[0], "docx": "".join(office.xml(office.footers()[0]["default"]).itertext())}
    assert expected
    for text in expected:
        text = text.replace("{granting_authority}", AUTHORITY[language]).replace("{party}", "Party 0")
        for form, printed in said.items():
            assert reading.squeezed(text.replace("'", "’")) in reading.squeezed(printed), form


def test_the_disclaimer_of_the_eu_is_the_one_of_its_grant_agreements(tmp_path: Path) -> None:
    funder = one(tmp_path, {"profile": "eu", "variables": {"granting_authority": "the European Commission"}})
    assert funder.disclaimer == (
        "Funded by the European Union. Views and opinions expressed are however those of the author(s) only and do not"
        " necessarily reflect those of the European Union or the European Commission. Neither the European Union nor"
        " the granting authority can be held responsible for them."
    )
    assert (funder.lockup, funder.prominent, funder.beside) == ("Funded by the European Union", True, True)
    assert funder.logos[0].min_height == 10
    assert not funder.approval_pending


def test_the_example_has_its_words_from_the_profile() -> None:
    text = (ROOT / "data" / "event.yaml").read_text(encoding="utf-8")
    (funder,) = load_event(ROOT / "data" / "event.yaml").event.funders
    assert funder.profile == "austrian-development-agency"
    assert funder.lockup == "with funding from"
    assert "\n    lockup:" not in text
    assert funder.must_name == [
        "the operational unit of Austrian Development Cooperation",
        "Civil Society for a Human Security Strategy in Mali",
    ]
    for name in funder.must_name:
        assert name in " ".join(f"{funder.statement} {funder.project}".split())


# What the event says comes before it

OWN = """
name: Strict
variables: {who: who pays}
lockup: {en: {value: "Paid by {who}", source: S, date: 2020, verified: true}}
disclaimer: {en: {value: "{party} disclaims", source: S, date: 2020-01, verified: yes}}
must_name: {en: {value: ["{who}"], source: S, date: 2020-01-31, verified: true}}
rules:
  min_height: {value: 1.5 cm, source: S, date: 2020, verified: false}
  clear_space: {value: 50 %, source: S, date: 2020, verified: false}
  prominent: {value: true, source: S, date: 2020, verified: false}
  beside: {value: true, source: S, date: 2020, verified: false}
  placement: {value: body, source: S, date: 2020, verified: false}
  approval: {value: true, source: S, date: 2020, verified: false}
notes: [{value: Ask first., source: S, date: 2020, verified: false}]
"""


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A project with a profile of its own that has every rule."""
    (tmp_path / "funders").mkdir()
    (tmp_path / "funders" / "strict.yaml").write_text(OWN)
    return tmp_path


STRICT: strategies.Data = {"profile": "strict", "variables": {"who": "Ms Mehr"}}
GIVES: Mapping[str, Any] = {
    "lockup": "Paid by Ms Mehr",
    "disclaimer": "Party 0 disclaims",
    "must_name": ["Ms Mehr"],
    "placement": ["body"],
    "prominent": True,
    "beside": True,
    "notes": ["Ask first."],
}
OVERRIDES: list[tuple[str, Any, Any]] = [
    ("lockup", "Ours", "Ours"),
    ("disclaimer", "Ours", "Ours"),
    ("no_disclaimer", "true", True),
    ("must_name", [], []),
    ("placement", ["footer"], ["footer"]),
    ("prominent", "false", False),
    ("beside", "no", False),
    ("notes", "Ours", ["Ours"]),
]


def test_a_profile_fills_in_what_the_event_leaves_out(strict: Path) -> None:
    funder = one(strict, STRICT)
    assert {key: getattr(funder, key) for key in GIVES} == GIVES
    assert (funder.logos[0].min_height, funder.logos[0].clear_space) == (15, ClearSpace(share=0.5))
    assert funder.approval_pending


@pytest.mark.parametrize(("key", "written", "read"), OVERRIDES, ids=[key for key, *_ in OVERRIDES])
def test_what_the_event_says_comes_before_the_profile_key_by_key(
    key: str, written: Any, read: Any, strict: Path
) -> None:
    funder = one(strict, STRICT | {key: written})
    expected = dict(GIVES) | {key: read} | ({"disclaimer": None} if key == "no_disclaimer" else {})
    assert {other: getattr(funder, other) for other in expected} == expected


def test_words_that_nobody_has_verified_are_a_task_for_somebody(strict: Path) -> None:
    file = strict / "funders" / "strict.yaml"
    file.write_text(OWN.replace("verified: yes", "verified: no"))
    assert one(strict, STRICT).notes == [
        "Ask first.",
        "Compare the disclaimer with the grant agreement; it is not verified: S (2020-01).",
    ]
    assert one(strict, STRICT | {"disclaimer": "Ours"}).notes == ["Ask first."]


@pytest.mark.parametrize(
    ("language", "authority", "said"),
    [
        ("en", "the European Commission", "of the European Union or the European Commission."),
        ("fr", "le Conseil", "de l'Union européenne ou du Conseil."),
        (
            "it",
            "la Commissione europea",
            "dell'Unione europea o della Commissione europea. Né l'Unione europea né la Comm",
        ),
        (
            "es",
            "el Servicio Exterior",
            "los de la Unión Europea o los del Servicio Exterior. Ni la Unión Europea ni el S",
        ),
        ("pt", "a Agência", "da União Europeia ou da Agência. Nem a União Europeia nem a Agência"),
        ("de", "der Europäischen Kommission", "Union oder der Europäischen Kommission wider. Weder"),
    ],
)
def test_the_name_in_a_disclaimer_joins_the_preposition_before_it(
    language: str, authority: str, said: str, tmp_path: Path
) -> None:
    given: strategies.Data = {"profile": "eu", "logos": logo(), "variables": {"granting_authority": authority}}
    (funder,) = loaded(tmp_path, given, language=language).event.funders
    assert said in (funder.disclaimer or "")


def test_each_logo_and_the_approval_are_filled_in_key_by_key(strict: Path) -> None:
    logos = [logo(min_height="9 mm"), logo("b", clear_space="2 mm"), logo("c", clear_space="0 mm", min_height="15 mm")]
    funder = one(strict, STRICT | {"logos": logos, "prominent": "false", "approval": {"required": "false"}})
    assert [each.min_height for each in funder.logos] == [9, 15, 15]
    assert [each.clear_space for each in funder.logos] == [ClearSpace(share=0.5), ClearSpace(mm=2), ClearSpace()]
    assert not funder.approval_pending
    assert funder.approval is not None
    assert "S (2020)" in (funder.approval.reason or "")


def test_a_profile_of_the_project_comes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "funders").mkdir()
    (tmp_path / "funders" / "norway.yaml").write_text(OWN.replace("Paid", "Betalt"))
    funder = one(tmp_path, {"profile": "norway", "variables": {"who": "Norad"}})
    assert funder.lockup == "Betalt by Norad"
    assert one(tmp_path, {"profile": "generic"}).lockup == "with the support of"


def test_what_a_profile_gives_is_told_where_the_event_names_it(strict: Path) -> None:
    source = loaded(strict, STRICT | {"logos": logo()})
    at = source.source_map.locate(("funders", 0, "profile"))
    assert at.line > 1
    for path in ("lockup",), ("disclaimer",), ("approval", "required"), ("logos", 0, "clear_space"):
        assert source.source_map.locate(("funders", 0, *path)) == at, path
    assert source.source_map.locate(("funders", 0, "logos", 0, "alt")) != at


WRONG_PROFILES: list[tuple[str, str, int, int, Code, str, str]] = [
    ("beside:", "besides:", 11, 3, Code.UNKNOWN_KEY, "rules.besides", "beside"),
    ("source: S, date: 2020-01,", "date: 2020-01,", 5, 14, Code.MISSING_KEY, "disclaimer.en.source", "source"),
    ("date: 2020-01,", "date: January,", 5, 64, Code.WRONG_VALUE, "disclaimer.en.date", "2022-07"),
    ("1.5 cm", "big", 8, 23, Code.WRONG_VALUE, "rules.min_height.value", "12 mm"),
    ("Paid by {who}", "Paid by {whom}", 4, 9, Code.WRONG_VALUE, "lockup", "describe it"),
    ("verified: yes", "verified: perhaps", 5, 83, Code.WRONG_VALUE, "disclaimer.en.verified", "true"),
    ("{who: who pays}", "{party: who pays}", 3, 12, Code.WRONG_VALUE, "variables", "there already"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "code", "path", "hint"), WRONG_PROFILES)
def test_a_mistake_in_a_profile_is_told_at_its_place(
    old: str, new: str, line: int, column: int, code: Code, path: str, hint: str, strict: Path
) -> None:
    assert OWN.count(old) == 1
    (strict / "funders" / "strict.yaml").write_text(OWN.replace(old, new))
    with pytest.raises(DiagnosticError) as error:
        one(strict, STRICT)
    told = {(str(d.location), d.code, format_path(d.path)): d.hint for d in error.value.diagnostics}
    place = (f"funders/strict.yaml:{line}:{column}", code, path)
    assert place in told
    assert hint in (told[place] or "")


def test_a_profile_that_leads_out_of_the_project_or_cannot_be_read_is_refused(strict: Path, tmp_path: Path) -> None:
    inside = strict / "project"
    (inside / "funders").mkdir(parents=True)
    (inside / "funders" / "strict.yaml").symlink_to(strict / "funders" / "strict.yaml")
    (inside / "funders" / "folder.yaml").mkdir()
    (inside / "funders" / "latin.yaml").write_bytes("name: Médiathèque".encode("latin-1"))
    for name, message in (("strict", "points outside"), ("folder", "cannot be read"), ("latin", "not UTF-8")):
        with pytest.raises(DiagnosticError, match=message) as error:
            one(inside, {"profile": name})
        assert {d.code for d in error.value.diagnostics} == {Code.PROFILE_UNREADABLE}


# Approval


def pending(folder: Path, *funders: strategies.Data) -> list[bool]:
    return [funder.approval_pending for funder in loaded(folder, *funders).event.funders]


UN: strategies.Data = {"party": "undp", "profile": "un-entity", "logos": logo()}
OTHER: strategies.Data = {"lockup": "With", "logos": logo("b")}


def test_an_emblem_of_the_un_beside_another_mark_waits_for_leave(tmp_path: Path) -> None:
    assert pending(tmp_path, UN) == [False]
    assert pending(tmp_path, UN, UN) == [False, False]
    assert pending(tmp_path, UN, {"lockup": "With", "text_only": "true"}) == [False, False]
    assert pending(tmp_path, UN, OTHER) == [True, False]
    leave = {"approved_by": "A", "approved_on": "2030-01-15", "reason": "R"}
    assert pending(tmp_path, UN, OTHER | {"suppressed": leave}) == [False, False]
    reason = loaded(tmp_path, UN, OTHER).event.funders[0].approval
    assert reason is not None
    assert "Mark b" in (reason.reason or "")


@pytest.mark.parametrize("alt", ["Sida", "The SIDA logo", "Embassy of Sweden in Bamako"])
def test_the_mark_of_sweden_beside_that_of_sida_or_an_embassy_waits_for_leave(alt: str, tmp_path: Path) -> None:
    sweden = {"profile": "sweden", "logos": logo()}
    assert pending(tmp_path, sweden, OTHER) == [False, False]
    assert pending(tmp_path, sweden, OTHER | {"logos": logo("b") | {"alt": alt}}) == [True, False]
    assert pending(tmp_path, sweden, OTHER | {"party": "sida"}) == [True, False]
    assert pending(tmp_path, sweden, OTHER | {"logos": logo("b") | {"alt": "Residual"}}) == [False, False]


def test_words_alone_wait_for_leave_where_the_funder_wants_its_mark(tmp_path: Path) -> None:
    eu = {"party": "eu", "profile": "eu", "variables": {"granting_authority": "the Commission"}}
    assert pending(tmp_path, eu | {"logos": logo()}) == [False]
    assert pending(tmp_path, eu | {"text_only": "true"}) == [True]


def test_agreements_say_who_agreed_and_when_and_who_still_must(tmp_path: Path) -> None:
    given = {"approved_by": "Ms Leave", "approved_on": "2030-01-15"}
    source = loaded(
        tmp_path,
        OTHER,
        OTHER | {"approval": {}},
        OTHER | {"approval": given},
        OTHER | {"suppressed": given | {"reason": "Danger"}},
        OTHER | {"approval": {"required": "false"}},
    )
    assert agreements(source.event) == [
        Agreement("Party 1", "pending"),
        Agreement("Party 2", "approved", "Ms Leave", date(2030, 1, 15)),
        Agreement("Party 3", "suppressed", "Ms Leave", date(2030, 1, 15), "Danger"),
    ]


# On the page


def test_clear_space_is_a_length_or_a_share_of_the_printed_height(tmp_path: Path) -> None:
    spaces = [logo(clear_space=written) for written in ("3 mm", "0.5 cm", "25 %", "100%", "0 mm")]
    read = one(tmp_path, {"lockup": "With", "logos": spaces}).logos
    assert [each.clear_space.at(20) for each in read if each.clear_space is not None] == [3, 5, 5, 20, 0]


@dataclass(frozen=True, slots=True)
class Printed:
    """An event's programme as its PDF and as LibreOffice prints its DOCX."""

    event: Event
    pdf: bytes
    office: bytes

    def of(self, form: str) -> bytes:
        return self.pdf if form == "pdf" else self.office


LONG = "This side event takes place with the generous financial support of the people and the Government of Atlantis"
CROWD = [{"lockup": "Also", "logos": logo("c"), "party": f"p{at}"} for at in range(1, 9)]
EVENTS: Mapping[str, strategies.Data] = {
    "clear space": event(
        {"lockup": "Funded by", "logos": logo("a", clear_space="6 mm"), "disclaimer": "Views are ours. " * 9},
        {"lockup": "Supported by", "logos": [logo("b", clear_space="25 %", min_height="14 mm"), logo("c")]},
    ),
    "clear space in one column": event(
        {"lockup": "Funded by", "logos": logo("a", clear_space="40 %"), "disclaimer": "Views are ours. " * 9},
    ),
    "clear space in the text": event(
        {"lockup": "Funded by", "logos": logo("a", clear_space="5 mm"), "placement": ["body"], "disclaimer": "Ours."},
    ),
    "clear space below long words": event(
        {"lockup": LONG, "logos": logo("a", clear_space="5 mm"), "disclaimer": "Views are ours."},
    ),
    "a crowd": event(
        {"lockup": "Funded by the Union of all European rivers", "logos": logo("a"), "beside": "true"}, *CROWD
    ),
    "together": event(
        {"lockup": "Funded by", "logos": logo("a", clear_space="4 mm"), "together": "true"},
        {"lockup": "Funded by", "logos": [logo("b"), logo("c", min_height="14 mm")], "together": "true"},
        {"lockup": "Supported by", "text_only": "true"},
    ),
    "prominent": event(
        {"lockup": "Funded by", "logos": logo("a", min_height="10 mm"), "prominent": "true"},
        {"lockup": "With", "logos": logo("b", min_height="16 mm")},
        {"lockup": "And", "logos": logo("c")},
    ),
}
CLEAR = {
    "clear space": {"a": 6.0, "b": 3.5},
    "clear space in one column": {"a": 4.4},
    "together": {"a": 4.0},
    "clear space in the text": {"a": 5.0},
    "clear space below long words": {"a": 5.0},
}
FORMS = ["pdf", "office"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Mapping[str, Printed]:
    folder = tmp_path_factory.mktemp("printed")
    documents, pdfs, events = [], [], []
    for at, data in enumerate(EVENTS.values()):
        file = strategies.write_project(folder / f"event-{at}", data, IMAGES)
        pdf, docx = build(Request(file, folder / f"out-{at}", documents=["programme"]), pool=pool).outputs
        documents.append(docx.path.rename(folder / f"{at}.docx"))
        pdfs.append(pdf.path.read_bytes())
        events.append(load_event(file).event)
    office = pages.as_office_prints(folder, documents)
    return {name: Printed(*each) for name, each in zip(EVENTS, zip(events, pdfs, office, strict=True), strict=True)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CLEAR)
def test_nothing_stands_in_the_clear_space_of_a_mark(name: str, form: str, printed: Mapping[str, Printed]) -> None:
    page = pages.first_page(printed[name].of(form))
    for mark, clear in CLEAR[name].items():
        box = pages.found(page, COLOURS[f"images/{mark}.svg"])
        near = pages.nearest(page, box)
        assert near >= clear - 0.15, mark
        assert near <= clear + 12, "there is nothing near that could have stood in it"


@pytest.mark.parametrize("form", FORMS)
def test_without_clear_space_things_stand_nearer(form: str, printed: Mapping[str, Printed]) -> None:
    """The rulers of the test above do measure: what asks for no space has less."""
    page = pages.first_page(printed["prominent"].of(form))
    assert pages.nearest(page, pages.found(page, COLOURS["images/c.svg"])) < 3.5


@pytest.mark.parametrize("form", FORMS)
def test_funders_that_stand_together_share_their_words_and_one_baseline(
    form: str, printed: Mapping[str, Printed]
) -> None:
    data = printed["together"].of(form)
    feet = [pages.found(pages.first_page(data), colour) for colour in COLOURS.values()]
    assert max(one.bottom for one in feet) - min(one.bottom for one in feet) <= 0.4
    assert feet == sorted(feet, key=lambda one: one.left)
    assert reading.pdf_texts(data)[0].count("Funded by") == 1 + 2, "once at the foot, and once for each in the text"


def test_who_stands_together_has_others_of_the_same_words(tmp_path: Path) -> None:
    alone = {"lockup": "Funded by", "logos": logo("a"), "together": "true"}
    with pytest.raises(DiagnosticError, match="no other funder has the lock-up “Funded by”"):
        load_event(strategies.write_project(tmp_path, event(alone, {"lockup": "With", "logos": logo("b")}), IMAGES))
    with pytest.raises(DiagnosticError, match="both “together” and “beside”"):
        load_event(strategies.write_project(tmp_path, event(alone | {"beside": "true"}), IMAGES))


@pytest.mark.parametrize("form", FORMS)
def test_marks_of_a_footer_stand_on_one_baseline_whatever_space_they_keep(
    form: str, printed: Mapping[str, Printed]
) -> None:
    page = pages.first_page(printed["clear space"].of(form))
    feet = [pages.found(page, colour).bottom for colour in COLOURS.values()]
    assert max(feet) - min(feet) <= 0.4


@pytest.mark.parametrize("form", FORMS)
def test_words_and_mark_that_belong_beside_each_other_are_not_parted_in_a_crowd(
    form: str, printed: Mapping[str, Printed]
) -> None:
    paper = printed["a crowd"].of(form)
    words = reading.pdf_words(paper)[0]
    texts = [word.text for word in words]
    at = max(at for at in range(len(texts)) if texts[at : at + 2] == ["Funded", "by"])
    line = words[at : at + 8]
    assert [word.text for word in line] == "Funded by the Union of all European rivers".split()
    assert all(line[0].beside(word) for word in line)
    box = pages.found(pages.first_page(paper), COLOURS["images/a.svg"])
    assert box.left == pytest.approx(line[-1].right / 72 * 25.4 + 3, abs=1)
    assert line[-1].top / 72 * 25.4 < box.bottom < line[-1].bottom / 72 * 25.4
    others = [word for word in words[at + 8 :] if word.beside(line[0])]
    assert others == [], "it has a row of its own"


@pytest.mark.parametrize("form", FORMS)
def test_a_prominent_mark_is_as_high_as_the_tallest(form: str, printed: Mapping[str, Printed]) -> None:
    page = pages.first_page(printed["prominent"].of(form))
    heights = [pages.found(page, colour).height for colour in COLOURS.values()]
    assert heights == pytest.approx([16, 16, 11], abs=0.2)


def test_a_mark_that_is_prominent_is_no_measure_for_those_that_are_not_printed(tmp_path: Path) -> None:
    leave = {"approved_by": "A", "approved_on": "2030-01-15", "reason": "R"}
    tall = {"lockup": "With", "logos": logo("b", min_height="30 mm"), "suppressed": leave}
    prominent = {"lockup": "By", "logos": logo(), "prominent": "true"}
    assert loaded(tmp_path, prominent, tall).event.funders[0].logos[0].min_height is None


@pytest.mark.parametrize("key", ["lockup", "disclaimer", "must_name"])
def test_words_without_a_letter_are_refused(key: str, tmp_path: Path) -> None:
    """The proof could not find some of them in a file: it does not tell one dash from another, or from a line's end."""
    for text in ("--", "—", "...", "«»"):
        with pytest.raises(DiagnosticError, match=f"“{re.escape(text)}” has no letter"):
            one(tmp_path, {"lockup": "With", key: text})
    for text in ("1", "ä.", "水", "½ –"):
        assert one(tmp_path, {"lockup": "With", key: text})
        assert [*Wording(f"Before {text} after").find(text)]
