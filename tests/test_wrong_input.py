"""Whatever is wrong with the input, a person reads where it is and what to do; nobody reads a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.source.load import load_event

ROOT = Path(__file__).parent.parent
EXAMPLE = (ROOT / "data" / "event.yaml").read_text(encoding="utf-8")
COMMAND = Path(sys.executable).with_name("conceptnote")


def problems_of(file: Path) -> list[Diagnostic]:
    """What is wrong with an event file; every problem must say where."""
    try:
        source = load_event(file)
    except DiagnosticError as error:
        problems = error.diagnostics
    else:
        assert source.event.title
        return []
    assert problems
    for one in problems:
        assert one.location is not None, one
        assert one.location.file == str(file), one
        assert one.location.line >= 1, one
        assert one.message.strip(), one
        assert "Traceback" not in str(one)
    places = [(one.location.line, one.location.column) for one in problems if one.location]
    assert places == sorted(places)
    return problems


# Precise places


@dataclass(frozen=True, slots=True)
class Wrong:
    """A file and the one problem that it must be refused with."""

    text: str | bytes
    place: str
    code: str
    path: str = ""
    hint: str = ""
    message: str = ""


BASE = "title: T\ndate: 2014-06-10\ntime: 9:15–10:15\ntimezone: America/New_York\n"
PEOPLE = BASE + "people:\n  keita: {name: Oulie Keita}\nparties:\n  wanep: {name: WANEP, roles: host}\n"
FUNDER = PEOPLE + "funders:\n  - party: wanep\n    lockup: Funded by\n    logos: {file: a.svg, alt: A}\n"


def without(key: str) -> str:
    """The base without one key."""
    return "".join(line for line in BASE.splitlines(keepends=True) if not line.startswith(f"{key}:"))


WRONG: dict[str, Wrong] = {
    "a misspelt key of the event": Wrong(BASE + "pannel: []\n", "5:1", "CN010", "pannel", "panel"),
    "a misspelt key of the venue": Wrong(BASE + "venue:\n  name: V\n  rom: XX\n", "7:3", "CN010", "venue.rom", "room"),
    "a misspelt key of a person": Wrong(
        PEOPLE.replace("{name: Oulie Keita}", "\n    name: O\n    honorifc: Ms"),
        "8:5",
        "CN010",
        "people.keita.honorifc",
        "honorific",
    ),
    "a misspelt key of a function": Wrong(
        PEOPLE.replace("Oulie Keita}", "O, functions: [{positon: x}]}"),
        "6:33",
        "CN010",
        "people.keita.functions[0].positon",
        "position",
    ),
    "a misspelt key of a party": Wrong(
        PEOPLE.replace("roles", "rolls"), "8:24", "CN010", "parties.wanep.rolls", "roles"
    ),
    "a misspelt key of a slot": Wrong(
        PEOPLE + "panel:\n  - person: keita\n    roll: chair\n", "11:5", "CN010", "panel[0].roll", "role"
    ),
    "a misspelt key of a row": Wrong(
        BASE + "agenda:\n  - item: A\n    tim: 9:15\n", "7:5", "CN010", "agenda[0].tim", "time"
    ),
    "a misspelt key of a section": Wrong(
        BASE + "sections:\n  - heding: A\n    heading: B\n    text: C\n", "6:5", "CN010", "sections[0].heding", "head"
    ),
    "a misspelt key of a note": Wrong(
        BASE + "sections:\n  - heading: A\n    text: B[^n]\n    footnotes:\n      n: {text: x, statis: tbc}\n",
        "9:20",
        "CN010",
        "sections[0].footnotes.n.statis",
        "status",
    ),
    "a misspelt key of a funder": Wrong(
        FUNDER + "    disclamer: D\n", "13:5", "CN010", "funders[0].disclamer", "disclaimer"
    ),
    "a misspelt key of a logo": Wrong(
        FUNDER.replace("alt: A", "alt: A, hight: 1"), "12:34", "CN010", "funders[0].logos.hight"
    ),
    "an unknown person": Wrong(PEOPLE + "panel:\n  - kieta\n", "10:5", "CN013", "panel[0]", "keita", "kieta"),
    "an unknown person in a record": Wrong(
        PEOPLE + "panel:\n  - {person: keitta}\n", "10:14", "CN013", "panel[0].person", "keita"
    ),
    "an unknown party": Wrong(
        FUNDER.replace("party: wanep", "party: wnaep"), "10:12", "CN013", "funders[0].party", "wanep"
    ),
    "a key twice": Wrong(BASE + "title: U\n", "5:1", "CN004", "title", "keep one", "line 1"),
    "a person twice": Wrong(
        PEOPLE.replace("parties:", "  keita: {name: B}\nparties:"),
        "7:3",
        "CN004",
        "people.keita",
        "choose another id",
        "line 6",
    ),
    "a day that no month has": Wrong(
        BASE.replace("06-10", "06-31"), "2:7", "CN012", "date", "check", "June 2014 has 30 days"
    ),
    "a leap day without a leap year": Wrong(
        BASE.replace("2014-06-10", "2014-02-29"), "2:7", "CN012", "date", "", "28 days"
    ),
    "a date with slashes": Wrong(BASE.replace("2014-06-10", "10/06/2014"), "2:7", "CN012", "date", "Geneva"),
    "a thirteenth month": Wrong(BASE.replace("06-10", "13-10"), "2:7", "CN012", "date", "year-month-day", "month 13"),
    "a 12-hour time": Wrong(BASE.replace("9:15–10:15", "1:15 pm"), "3:7", "CN012", "time", "13:15", "12-hour"),
    "a 12-hour span": Wrong(BASE.replace("9:15–10:15", "9:15–10:15 a.m."), "3:7", "CN012", "time", "24-hour"),
    "an hour that no day has": Wrong(BASE.replace("9:15–10:15", "25:15"), "3:7", "CN012", "time", "0 to 23"),
    "24:00": Wrong(BASE.replace("9:15–10:15", "22:00-24:00"), "3:7", "CN012", "time", "23:59"),
    "an end before the start": Wrong(BASE.replace("10:15", "8:15"), "3:7", "CN012", "time", "24-hour", "not after"),
    "a time without colon": Wrong(BASE.replace("9:15–10:15", "0915"), "3:7", "CN012", "time", "9:15"),
    "an end without a start": Wrong(BASE.replace("9:15–10:15", "–10:15"), "3:7", "CN012", "time", "9:15–10:15"),
    "a zone by its letters": Wrong(BASE.replace("America/New_York", "Eastern"), "4:11", "CN012", "timezone", ""),
    "a zone by its city": Wrong(
        BASE.replace("America/New_York", "New York"), "4:11", "CN012", "timezone", "America/New_York"
    ),
    "no title": Wrong(without("title"), "1:1", "CN011", "title", "title"),
    "no date": Wrong(without("date"), "1:1", "CN011", "date", "date"),
    "no zone": Wrong(without("timezone"), "1:1", "CN011", "timezone", "timezone"),
    "an empty title": Wrong(BASE.replace("title: T", "title:"), "1:7", "CN012", "title"),
    "a title of spaces": Wrong(BASE.replace("title: T", "title: '  '"), "1:8", "CN012", "title", "remove the key"),
    "a record for a title": Wrong(BASE.replace("title: T", "title: {a: b}"), "1:8", "CN012", "title", "", "a record"),
    "a list for a record": Wrong(
        PEOPLE.replace("{name: Oulie Keita}", "[Oulie]"), "6:10", "CN012", "people.keita", "", "a list"
    ),
    "a text for a list": Wrong(BASE + "agenda: Opening\n", "5:9", "CN012", "agenda", "- "),
    "an id with capitals": Wrong(PEOPLE.replace("keita:", "Keita:"), "6:3", "CN012", "people.Keita", "small letters"),
    "30 February": Wrong(BASE.replace("2014-06-10", "2030-02-30"), "2:7", "CN012", "date", "", "February 2030 has 28"),
    "a zone without a city": Wrong(
        BASE.replace("America/New_York", "EST"), "4:11", "CN012", "timezone", "continent and city"
    ),
    "a city whose zone bears another name": Wrong(
        BASE.replace("America/New_York", "Geneva"), "4:11", "CN012", "timezone", "Europe/Zurich"
    ),
    "a role of somebody who is replaced": Wrong(
        PEOPLE + "panel: [{person: keita, role: moderator, status: replaced, replaced_by: {office: O}}]\n",
        "9:9",
        "CN012",
        "panel[0]",
        "replaced_by",
    ),
    "a bad e-mail address": Wrong(
        BASE + "registration:\n  email: desk at example.org\n", "6:10", "CN012", "registration.email", "name@"
    ),
    "a bad web address": Wrong(
        BASE + "registration:\n  url: www.example.org\n", "6:8", "CN012", "registration.url", "https://"
    ),
    "a slot of two": Wrong(PEOPLE + "panel:\n  - {person: keita, office: Chair}\n", "10:5", "CN012", "panel[0]"),
    "a funder without a mark": Wrong(
        PEOPLE + "funders:\n  - {party: wanep, lockup: With}\n", "10:5", "CN012", "funders[0]", "text_only"
    ),
    "an unknown profile": Wrong(
        FUNDER + "    profile: europe\n", "13:14", "CN013", "funders[0].profile", "the profiles are", "europe"
    ),
    "a misspelt profile": Wrong(
        FUNDER + "    profile: swedn\n", "13:14", "CN013", "funders[0].profile", "sweden", "no profile"
    ),
    "a profile that is a path": Wrong(
        FUNDER + "    profile: ../funders/eu\n", "13:14", "CN013", "funders[0].profile", "", "no profile"
    ),
    "a variable that is missing": Wrong(
        FUNDER + "    profile: eu\n",
        "13:14",
        "CN011",
        "funders[0].variables.granting_authority",
        "variables: {granting_authority: …}",
        "granting_authority",
    ),
    "a variable that the profile does not have": Wrong(
        FUNDER + "    profile: eu\n    variables: {granting_authorty: A, granting_authority: B}\n",
        "14:17",
        "CN010",
        "funders[0].variables.granting_authorty",
        "granting_authority",
        "no variable",
    ),
    "a variable of a profile without any": Wrong(
        FUNDER + "    profile: generic\n    variables: {authority: A}\n",
        "14:17",
        "CN010",
        "funders[0].variables.authority",
        "remove it",
    ),
    "variables without a profile": Wrong(
        FUNDER + "    variables: {authority: A}\n", "13:5", "CN012", "funders[0].variables", "profile"
    ),
    "a funder without words, and a profile without": Wrong(
        FUNDER.replace("lockup: Funded by", "profile: norway"),
        "11:14",
        "CN011",
        "funders[0].lockup",
        "lockup: …",
        "no “lockup” in “en”",
    ),
    "a language that the profile has no words in": Wrong(
        "language: fr\n" + FUNDER.replace("lockup: Funded by", "profile: sweden\n    no_disclaimer: true"),
        "12:14",
        "CN011",
        "funders[0].lockup",
        "it has one in en",
        "no “lockup” in “fr”",
    ),
    "a language that the profile has no disclaimer in": Wrong(
        "language: fr\n" + FUNDER + "    profile: sweden\n",
        "14:14",
        "CN011",
        "funders[0].disclaimer",
        "agree the words",
        "no “disclaimer” in “fr”",
    ),
    "a project that the profile's words need": Wrong(
        FUNDER + "    profile: austrian-development-agency\n", "13:14", "CN011", "funders[0].project", "project: …"
    ),
    "a funder without words": Wrong(
        FUNDER.replace("    lockup: Funded by\n", ""), "10:5", "CN011", "funders[0].lockup", "lockup"
    ),
    "a disclaimer that there is none of": Wrong(
        FUNDER + "    disclaimer: D\n    no_disclaimer: true\n", "10:5", "CN012", "funders[0]", "remove one"
    ),
    "an approval by nobody": Wrong(
        FUNDER + "    approval: {approved_on: 2030-01-15}\n", "13:15", "CN012", "funders[0].approval", "approved_by: …"
    ),
    "an approval on no day": Wrong(
        FUNDER + "    approval: {approved_by: Ms A}\n", "13:15", "CN012", "funders[0].approval", "approved_on: …"
    ),
    "a suppression by nobody": Wrong(
        FUNDER + "    suppressed: {approved_on: 2030-01-15, reason: R}\n",
        "13:5",
        "CN011",
        "funders[0].suppressed.approved_by",
        "approved_by",
    ),
    "a clear space that is none": Wrong(
        FUNDER.replace("alt: A", "alt: A, clear_space: wide"), "12:47", "CN012", "funders[0].logos.clear_space", "25 %"
    ),
    "a clear space as wide as a page": Wrong(
        FUNDER.replace("alt: A", "alt: A, clear_space: 20 cm"),
        "12:47",
        "CN012",
        "funders[0].logos.clear_space",
        "",
        "more than 60 mm",
    ),
    "a record for a clear space": Wrong(
        FUNDER.replace("alt: A", "alt: A, clear_space: {mm: 3}"),
        "12:47",
        "CN012",
        "funders[0].logos.clear_space",
        "3 mm",
    ),
    "a role that nobody holds": Wrong(
        PEOPLE + "sections:\n  - {heading: A, show: organizer}\n", "10:24", "CN012", "sections[0].show", ""
    ),
    "an empty section": Wrong(BASE + "sections:\n  - heading: A\n", "6:5", "CN012", "sections[0]", "show"),
    "an empty file": Wrong("", "1:1", "CN005", "", "title"),
    "comments only": Wrong("# nothing\n# yet\n", "1:1", "CN005", "", "title"),
    "a list": Wrong("- title: T\n", "1:1", "CN012", "", "", "a record"),
    "a text": Wrong("nothing but a sentence\n", "1:1", "CN012", "", "", "a record"),
    "two documents": Wrong(BASE + "---\ntitle: U\n", "5:1", "CN006", "", "one event"),
    "a tab": Wrong(BASE + "venue:\n\tname: V\n", "6:1", "CN003", "", "spaces"),
    "a colon in a text": Wrong(BASE + "theme: One: two\n", "5:8", "CN003", "", "quotes"),
    "an open quotation": Wrong(BASE + 'theme: "One\n', "5:8", "CN003", "", 'write theme: "One"', "not closed"),
    "an open bracket": Wrong(BASE + "keywords: [a, b\n", "5:11", "CN003", "", "keywords: [a, b]", "bracket"),
    "a file that ends within a bracket": Wrong(
        BASE + "panel:\n  - {office: ", "6:5", "CN003", "", "write - {office:}", "bracket"
    ),
    "an alias": Wrong(BASE + "theme: &a One\nsubtitle: *a\n", "5:8", "CN006", "", "write the value out"),
    "sixty lists in one another": Wrong(BASE + f"keywords: {'[' * 60}{']' * 60}\n", "5:50", "CN006", "", "indentation"),
    "a tag": Wrong(BASE + "theme: !!python/name:os.system x\n", "5:8", "CN006", "", "quotes"),
    "Latin-1": Wrong(BASE.encode() + b"theme: Caf\xe9\n", "5:11", "CN002", "", "UTF-8", "0xE9"),
    "a NUL byte": Wrong(BASE.encode() + b"theme: a\0b\n", "5:9", "CN003", "", "delete"),
    "a bell": Wrong(BASE + 'theme: "a\\u0007b"\n', "5:8", "CN006", "", "delete", "U+0007"),
    "UTF-16 cut short": Wrong(BASE.encode("utf-16")[:-1], "1:1", "CN002", "", "UTF-8"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_at_its_place(name: str, tmp_path: Path) -> None:
    wrong = WRONG[name]
    file = tmp_path / "event.yaml"
    file.write_bytes(wrong.text if isinstance(wrong.text, bytes) else wrong.text.encode())
    problems = problems_of(file)
    assert problems, "nothing is refused"
    told = [(str(p.location).removeprefix(f"{file}:"), p.code.code, format_path(p.path)) for p in problems]
    assert (wrong.place, wrong.code, wrong.path) in told
    here = next(p for p, place in zip(problems, told, strict=True) if place == (wrong.place, wrong.code, wrong.path))
    assert wrong.hint in (here.hint or "")
    assert wrong.message in here.message
    others = [place for place in told if place[:2] != (wrong.place, wrong.code)]
    assert [place for place in others if place[1] not in ("CN006", "CN011")] == []


def test_the_base_of_the_mistakes_has_none(tmp_path: Path) -> None:
    for text in (BASE, PEOPLE, FUNDER):
        (tmp_path / "event.yaml").write_text(text)
        assert problems_of(tmp_path / "event.yaml") == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("time: 10:15\n", lambda e: (e.time.start.hour, e.time.start.minute, e.time.end) == (10, 15, None)),
        ("time: 9:15\nparent_event: NO\n", lambda e: e.parent_event.name == "NO"),
        ("time: 9:15\nvenue: {name: V, floor: 019}\n", lambda e: e.venue.floor == "019"),
        ("time: 9:15\nsymbol: 1e3\n", lambda e: e.symbol == "1e3"),
        ("time: 9:15\ntheme: 2014-06-10\n", lambda e: e.theme == "2014-06-10"),
        ("time: 9:15\ntheme: 0x1F\n", lambda e: e.theme == "0x1F"),
        ("time: 9:15\nsubtitle: yes\n", lambda e: e.subtitle == "yes"),
        ("time: 9:15\nkeywords: [1_000, on, .inf]\n", lambda e: e.keywords == ["1_000", "on", ".inf"]),
    ],
)
def test_a_plain_text_stays_what_was_typed(text: str, read: Callable[[object], bool], tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(without("time") + text)
    assert read(load_event(tmp_path / "event.yaml").event)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le-bom"])
def test_a_file_with_a_byte_order_mark_is_read(encoding: str, tmp_path: Path) -> None:
    text = BASE.replace("T", "Kassé à Łódź", 1)
    raw = b"\xff\xfe" + text.encode("utf-16-le") if encoding.endswith("bom") else text.encode(encoding)
    (tmp_path / "event.yaml").write_bytes(raw)
    assert load_event(tmp_path / "event.yaml").event.title == "Kassé à Łódź"


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"
    file.write_text(FUNDER.replace("06-10", "06-31").replace("New_York", "New_Yrok") + "pannel: []\ntitle: U\n")
    problems = problems_of(file)
    assert [p.code.code for p in problems] == ["CN012", "CN012", "CN010", "CN004"]
