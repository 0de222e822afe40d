"""Whatever is wrong with the input, a person reads where it is and what to do; nobody reads a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
import strategies
from examples import examples
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from reading import pdf_texts

from conceptnote.build.press import Press
from conceptnote.build.progress import Progress
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.source.load import load_event

ROOT = Path(__file__).parent.parent
EXAMPLE = (ROOT / "data" / "event.yaml").read_text(encoding="utf-8")
COMMAND = Path(sys.executable).with_name("conceptnote")

# Corruptions. Each takes the text and a way to draw, and gives bytes.

Draw = Callable[[st.SearchStrategy[int]], int]
_KEY = re.compile(r"^( *(?:- )?)([a-z_-]+):", re.M)
_REQUIRED = ("title", "date", "time", "timezone")
_LINES = EXAMPLE.splitlines(keepends=True)


def _pick(draw: Draw, things: Sequence[str]) -> str:
    return things[draw(st.integers(0, len(things) - 1))]


def _key(draw: Draw) -> re.Match[str]:
    # Keys of people, parties and notes are free, and “funds:” is prose; all others are the schema's.
    free = "netherlands-mission wanep hsc gppac ada kasse keita bambara diallo van-deventer project funds".split()
    keys = [match for match in _KEY.finditer(EXAMPLE) if match[2] not in free]
    return keys[draw(st.integers(0, len(keys) - 1))]


def _replaced(match: re.Match[str], text: str) -> bytes:
    return (EXAMPLE[: match.start()] + text + EXAMPLE[match.end() :]).encode()


def misspelt_key(draw: Draw) -> bytes:
    match = _key(draw)
    at = draw(st.integers(0, len(match[2]) - 1))
    return _replaced(match, f"{match[1]}{match[2][:at]}{match[2][at]}{match[2][at:]}:")


def duplicated_key(draw: Draw) -> bytes:
    match = _key(draw)
    indent = " " * len(match[1])
    return _replaced(match, f"{match[1]}{match[2]}: x\n{indent}{match[2]}:")


def missing_key(draw: Draw) -> bytes:
    name = _pick(draw, [*_REQUIRED, "timezone"])
    return re.sub(rf"^{name}:.*\n(?:^ .*\n)*", "", EXAMPLE, flags=re.M).encode()


def wrong_value(draw: Draw) -> bytes:
    name, _, value = _pick(draw, _WRONG_VALUES).partition(" ")
    wrong, count = re.subn(rf"^( *(?:- )?){name}:.*$", lambda m: f"{m[1]}{name}: {value}", EXAMPLE, count=1, flags=re.M)
    assert count == 1, name
    return wrong.encode()


_WRONG_VALUES = [
    "day 2014-06-31", "day 10/06/2014", "day June 10", "day 2014-13-01", "day 0000-01-01", "day ²014-06-10", "day [1]",
    "time 9:15 am", "time 25:00", "time 10:15–9:15", "time –10:15", "time soon", "time {start: 9}", "time []",
    "timezone EST5", "timezone Mars/Base", "timezone ../etc/passwd", "timezone {a: b}", "timezone ''", "timezone /",
    "title []", "title {a: b}", "title ''", "type ''", "title \"\\0\"", "title \"\\ud800\"",
    "year maybe", "status maybe", "people []", "people text", "parties [a, b]", "party nobody", "person nobody",
    "min_height 11", "min_height 999 mm", "min_height -1 mm", "min_height NaN mm", "logos []", "show nothing",
    "show [panel, [structure]]", "sections text", "sections {a: b}", "venue [a]", "name [a]", "roles {a: b}",
    "footnotes [a]", "funders {a: b}", "agenda text", "functions [[a]]", "functions {organisation: A}", "profile []",
    "profile nobody",
]  # fmt: skip


def broken_indentation(draw: Draw) -> bytes:
    lines = [at for at, line in enumerate(_LINES) if re.match(r" +[a-z-]+:", line)]
    at = lines[draw(st.integers(0, len(lines) - 1))]
    return "".join([*_LINES[:at], " " + _LINES[at], *_LINES[at + 1 :]]).encode()


def tab(draw: Draw) -> bytes:
    lines = [at for at, line in enumerate(_LINES) if re.match(r" +[a-z-]+:", line)]
    at = lines[draw(st.integers(0, len(lines) - 1))]
    return "".join([*_LINES[:at], "\t" + _LINES[at].lstrip(), *_LINES[at + 1 :]]).encode()


def control_character(draw: Draw) -> bytes:
    at = EXAMPLE.index("Civil") + draw(st.integers(0, 90))
    bad = _pick(draw, ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe"])
    return (EXAMPLE[:at] + bad + EXAMPLE[at:]).encode()


def wrong_encoding(draw: Draw) -> bytes:
    raw = EXAMPLE.encode()
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + bytes([draw(st.integers(0x80, 0xFF))]) + b" " + raw[at:]


def latin_1(draw: Draw) -> bytes:
    del draw
    return EXAMPLE.replace("–", "-").encode("latin-1")


def deep(draw: Draw) -> bytes:
    depth = draw(st.integers(100, 20_000))
    opening = _pick(draw, ["[", "{a: ", "- ", "? "])
    return f"title: {opening * depth}".encode() if opening in "[{a: " else (opening * depth).encode()


def aliased(draw: Draw) -> bytes:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n"
    others = ["x: &x {y: *x}\n", "x: *nothing\n", "<<: {title: x}\n", "!!python/name:os.system x: y\n"]
    return (_pick(draw, [bomb, *others]) + EXAMPLE).encode()


def binary(draw: Draw) -> bytes:
    return bytes(draw(st.binary(min_size=4, max_size=300).map(list)))  # type: ignore[arg-type]


def truncated(draw: Draw) -> bytes:
    raw = EXAMPLE.encode()
    return raw[: draw(st.integers(0, len(raw)))]


def deleted_line(draw: Draw) -> bytes:
    at = draw(st.integers(0, len(_LINES) - 1))
    return "".join(_LINES[:at] + _LINES[at + 1 :]).encode()


def swapped_lines(draw: Draw) -> bytes:
    at = draw(st.integers(0, len(_LINES) - 2))
    return "".join([*_LINES[:at], _LINES[at + 1], _LINES[at], *_LINES[at + 2 :]]).encode()


def random_byte(draw: Draw) -> bytes:
    raw = bytearray(EXAMPLE.encode())
    for _ in range(draw(st.integers(1, 4))):
        raw[draw(st.integers(0, len(raw) - 1))] = draw(st.integers(0, 255))
    return bytes(raw)


def stray_character(draw: Draw) -> bytes:
    at = draw(st.integers(0, len(EXAMPLE)))
    stray = _pick(draw, list("{}[]&*!|>'\"%@`:-?#,\t\n\\~\u2028\u00a0\ufeff\u200f"))
    return (EXAMPLE[:at] + stray + EXAMPLE[at:]).encode()


SURELY_WRONG = (
    misspelt_key, duplicated_key, missing_key, wrong_value, tab, control_character, wrong_encoding, latin_1, deep,
    aliased,
)  # fmt: skip
PERHAPS_WRONG = (broken_indentation, binary, truncated, deleted_line, swapped_lines, random_byte, stray_character)


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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wrong")


_many = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.reuse, Phase.generate)
)


@pytest.mark.parametrize("corrupt", SURELY_WRONG, ids=lambda corrupt: corrupt.__name__)
def test_a_surely_wrong_file_is_refused_at_a_line(corrupt: Callable[[Draw], bytes], folder: Path) -> None:
    seen: Counter[bool] = Counter()

    @examples(1 if corrupt is latin_1 else 20)
    @given(data=st.data())
    def refused(data: st.DataObject) -> None:
        file = folder / "event.yaml"
        file.write_bytes(corrupt(data.draw))
        problems = problems_of(file)
        seen[bool(problems)] += 1
        assert problems, file.read_bytes()[:4000]

    refused()
    assert seen[True] >= (1 if corrupt is latin_1 else 3)


@examples(150)
@given(data=st.data(), corrupt=st.sampled_from(PERHAPS_WRONG))
def test_any_other_damage_is_either_harmless_or_refused_at_a_line(
    data: st.DataObject, corrupt: Callable[[Draw], bytes], folder: Path
) -> None:
    file = folder / "event.yaml"
    file.write_bytes(corrupt(data.draw))
    problems = problems_of(file)
    event(f"{corrupt.__name__}: {'refused' if problems else 'harmless'}")


@examples(25)
@given(data=strategies.events())
def test_every_event_that_keeps_the_rules_is_accepted(data: strategies.Data, folder: Path) -> None:
    assert problems_of(strategies.write_project(folder, data, {})) == []


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
    "no time": Wrong(without("time"), "1:1", "CN011", "time", "time"),
    "no zone": Wrong(without("timezone"), "1:1", "CN011", "timezone", "timezone"),
    "an empty title": Wrong(BASE.replace("title: T", "title:"), "1:7", "CN012", "title"),
    "a title of spaces": Wrong(BASE.replace("title: T", "title: '  '"), "1:8", "CN012", "title", "take the key out"),
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
        "take it out",
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
        FUNDER + "    disclaimer: D\n    no_disclaimer: true\n", "10:5", "CN012", "funders[0]", "take one"
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
        ("time: 9:15\nparent_event: NO\n", lambda e: e.parent_event == "NO"),
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


# The command


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run of the command."""

    code: int
    out: str
    err: str


def run(folder: Path, *arguments: str) -> Run:
    done = subprocess.run(
        [COMMAND, "build", *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    return Run(done.returncode, done.stdout, done.stderr)


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """All files and folders below a folder, with the bytes of the files."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example as a project of its own, with outputs of an earlier build."""
    folder = tmp_path / "project"
    copytree(ROOT / "data", folder / "data")
    (folder / "out").mkdir()
    (folder / "out" / "concept-note.pdf").write_bytes(b"an earlier file")
    (folder / "out" / "programme.docx").write_bytes(b"another earlier file")
    return folder


def assert_refused(project: Path, code: int, *said: str, arguments: Sequence[str] = ()) -> Run:
    """The build fails with this code and these words on stderr, and leaves everything as it was."""
    before = everything_in(project)
    result = run(project, *arguments)
    assert result.code == code, result
    assert result.out == ""
    for words in said:
        assert words in result.err, result.err
    for never in ("Traceback", "CN099", 'File "'):
        assert never not in result.err
    assert re.search(r"error CN\d{3}: \S", result.err), result.err
    assert everything_in(project) == before
    return result


def edit(project: Path, old: str, new: str) -> tuple[int, int]:
    """Replace a text of the event file that it holds once; gives line and column of its beginning."""
    file = project / "data" / "event.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")
    before = text[: text.index(old)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


LOGO = "images/austrian-development-cooperation-placeholder.svg"


def test_a_build_ends_with_0_and_says_what_it_wrote(project: Path) -> None:
    result = run(project)
    assert (result.code, result.err) == (0, "")
    names = {"concept-note.pdf", "concept-note.docx", "programme.pdf", "programme.docx"}
    assert {path.name for path in (project / "out").iterdir()} == names | {"manifest.json"}
    assert all(name in result.out for name in names)
    assert (project / "out" / "concept-note.pdf").read_bytes().startswith(b"%PDF")


def test_wrong_data_ends_with_1_and_tells_all_of_it_by_line(project: Path) -> None:
    title, _ = edit(project, "title: >-", "titel: >-")
    date, _ = edit(project, "day: 2014-06-10", "day: 2014-06-31")
    person, _ = edit(project, "  - person: van-deventer\n    role: moderator\n\n", "  - person: van-deventr\n\n")
    result = assert_refused(project, 1, "did you mean “title”?", "did you mean “van-deventer”?")
    lines = [int(line) for line in re.findall(r"^data/event\.yaml:(\d+):\d+: error", result.err, re.M)]
    assert lines == sorted(lines)
    assert {title, date, person} <= set(lines)


def test_a_file_that_is_not_yaml_ends_with_1(project: Path) -> None:
    edit(project, "type: Panel discussion", "type: [Panel discussion")
    assert_refused(project, 1, "data/event.yaml:", "CN003")


def test_no_event_file_ends_with_2(project: Path) -> None:
    assert_refused(project, 2, "nothing.yaml", "CN001", arguments=["nothing.yaml"])
    assert_refused(project, 2, "data/images", "CN001", arguments=["data/images"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-d", "program"], "did you mean “programme”?"),
        (["-f", "docs"], "did you mean “docx”?"),
        (["--paper", "legal"], "there are: a4, a5, half-letter, letter, third-a4, third-letter"),
        (["--orientation", "upright"], "there are: landscape, portrait"),
        (["--impose", "book"], "did you mean “booklet”?"),
        (["--impose", "booklet", "-f", "docx"], "ask for PDF too: -f pdf"),
        (["--impose", "leaflet", "--paper", "a5"], "“leaflet” takes pages of third-a4 or third-letter, and not of a5"),
        (["--impose", "leaflet,booklet"], "pages of third-a4 for “leaflet” and a5 for “booklet”"),
        (["-d", "../programme"], "there is no document"),
        (["-f", "pdf,exe"], "“exe”"),
    ],
)
def test_an_unknown_choice_ends_with_2_and_a_suggestion(arguments: list[str], said: str, project: Path) -> None:
    assert_refused(project, 2, said, arguments=arguments)


def test_an_unknown_option_ends_with_2(project: Path) -> None:
    result = run(project, "--pepper", "a4")
    assert (result.code, result.out) == (2, "")
    assert "--paper" in result.err
    assert "Traceback" not in result.err


def test_a_file_in_the_place_of_the_output_folder_ends_with_2(project: Path) -> None:
    (project / "taken").write_text("a file")
    assert_refused(project, 2, "taken", "CN040", arguments=["-o", "taken"])
    assert_refused(project, 2, "CN040", arguments=["-o", "taken/below"])


def test_a_folder_in_the_place_of_an_output_ends_with_2(project: Path) -> None:
    (project / "out" / "programme.pdf").mkdir()
    assert_refused(project, 2, "programme.pdf")


def test_a_missing_picture_ends_with_3_at_its_line(project: Path) -> None:
    line, column = edit(project, LOGO, "images/missing.svg")
    assert_refused(project, 3, f"data/event.yaml:{line}:{column}: error CN020", "images/missing.svg")


def test_a_note_in_a_note_ends_with_1_at_its_line(project: Path) -> None:
    """Word has no such thing; a PDF must not have it either."""
    note = "text: |\n      One.[^a]\n\n      [^a]: Two.[^b]\n\n      [^b]: Three.\n    who:"
    line, _ = edit(project, "- item: Opening\n    who:", f"- item: Opening\n    {note}")
    assert_refused(project, 1, f"data/event.yaml:{line + 1}:")


@pytest.mark.parametrize("what", ["structure", "agenda", "questions", "registration"])
def test_a_section_that_shows_what_is_not_there_ends_with_1_at_its_line(what: str, tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(BASE + f"sections:\n  - {{heading: A, show: {what}}}\n")
    assert_refused(tmp_path, 1, "event.yaml:6:", arguments=["event.yaml", "-f", "docx"])


def test_a_row_whose_every_alternative_has_declined_is_built(tmp_path: Path) -> None:
    people = "people:\n  a: {name: A, status: declined}\n  b: {name: B, status: declined}\n"
    (tmp_path / "event.yaml").write_text(BASE + people + "agenda:\n  - {item: x, who: {any_of: [a, b]}}\n")
    assert run(tmp_path, "event.yaml", "-f", "docx").code == 0


class BrokenOff(Progress):
    """Ends a build as Ctrl-C does, after so many files."""

    def __init__(self, after: int) -> None:
        self.left = after

    def finished(self, name: str) -> None:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def test_a_press_prints_the_next_event_after_a_build_that_was_broken_off(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"

    with closing(Press()) as press:
        file.write_text(BASE)
        with pytest.raises(KeyboardInterrupt):
            build(Request(file, tmp_path / "out"), BrokenOff(after=1), press)
        file.write_text(BASE.replace("title: T", "title: Second"))
        (output,) = build(Request(file, tmp_path / "out", ["pdf"], ["programme"]), press=press).outputs
    assert output.path.name == "programme.pdf"
    assert "Second" in pdf_texts(output.path.read_bytes())[0]


def test_a_build_that_is_broken_off_leaves_every_file_as_it_was(project: Path) -> None:
    before, stop = everything_in(project), BrokenOff(after=3)
    with pytest.raises(KeyboardInterrupt):
        build(Request(project / "data" / "event.yaml", project / "out"), stop)
    assert stop.left == 0
    assert everything_in(project) == before


PICTURES: dict[str, tuple[bytes, str]] = {
    "a damaged PNG": (strategies.bitmap(40, 40, "#123456")[:60], "CN021"),
    "a PNG of noise": (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "CN021"),
    "an empty file": (b"", "CN021"),
    "a text": (b"not a picture", "CN021"),
    "SVG cut short": (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect', "CN021"),
    "SVG without size": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "CN021"),
    "SVG that shows a file": (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        b'<image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>',
        "CN023",
    ),
    "SVG that asks the web": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>@import "https://example.org/a.css";'
        b"</style></svg>",
        "CN023",
    ),
    "SVG filled from the web": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect fill="url(https://example.org/a#b)"/>'
        b"</svg>",
        "CN023",
    ),
    "SVG with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
        "CN023",
    ),
    "SVG with a handler": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"/>',
        "CN023",
    ),
    "SVG with an entity": (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>',
        "CN023",
    ),
    "SVG with a web page": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><foreignObject/></svg>',
        "CN023",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_cannot_be_shown_ends_with_3_at_its_line(name: str, project: Path) -> None:
    data, code = PICTURES[name]
    line, column = edit(project, LOGO, "images/logo")
    (project / "data" / "images" / "logo").write_bytes(data)
    assert_refused(
        project, 3, f"data/event.yaml:{line}:{column}: error {code}", "images/logo", arguments=["-f", "docx"]
    )


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://example.org/a.png", "/etc/passwd", "../../secret.svg"]
)
def test_a_picture_from_elsewhere_ends_with_3(address: str, project: Path) -> None:
    (project.parent / "secret.svg").write_bytes(strategies.svg(9, 9, "#fff"))
    line, column = edit(project, LOGO, address)
    assert_refused(project, 3, f"data/event.yaml:{line}:{column}: error CN022", arguments=["-f", "docx"])


def test_a_picture_that_is_a_link_out_of_the_project_ends_with_3(project: Path) -> None:
    (project.parent / "secret.svg").write_bytes(strategies.svg(9, 9, "#fff"))
    (project / "data" / "images" / "logo.svg").symlink_to(project.parent / "secret.svg")
    line, column = edit(project, LOGO, "images/logo.svg")
    assert_refused(project, 3, f"data/event.yaml:{line}:{column}: error CN022", arguments=["-f", "docx"])


TEMPLATES: dict[str, tuple[str, str]] = {
    "an unknown variable": ("<p>{{ nothing }}</p>", "CN032"),
    "an unknown field": ("<p>{{ event.titel }}</p>", "CN032"),
    "a layout element": ("<div>Text</div>", "CN033"),
    "an unknown class": ('<p class="fancy">Text</p>', "CN033"),
    "an inline style": ('<p style="color: red">Text</p>', "CN033"),
    "an unclosed tag": ("<p>Text", "CN033"),
    "a script": ("<script>alert(1)</script>", "CN033"),
    "a list of nothing": ("<ul></ul>", "CN033"),
    "a statement without an end": ("{% if event.title %}<p>Text</p>", "CN031"),
    "an unknown filter": ("<p>{{ event.title | fancy }}</p>", "CN031"),
    "a way into Python": ("<p>{{ ''.__class__.__mro__ }}</p>", "CN03"),
    "a way through a filter": ("<p>{{ '' | attr('__class__') | string }}</p>", "CN03"),
    "a way through a format": ("<p>{{ '{0.__class__}'.format(event) }}</p>", "CN03"),
    "an include from elsewhere": ("{% include '../../etc/passwd' %}", "CN03"),
    "an include by its full path": ("{% include '/etc/passwd' %}", "CN03"),
    "an import from elsewhere": ("{% import '../secret.html.j2' as secret %}", "CN03"),
    "a division by zero": ("<p>{{ 1 // 0 }}</p>", "CN034"),
    "a text without end": ("<p>{{ 'x' * 100000000 }}</p>", "CN034"),
    "a recursion": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "CN034"),
    "an internal note": ("<p>{{ event.internal }}</p>", "CN032"),
}


def write_template(project: Path, line: str) -> None:
    """A document of the project's own, with something wrong in its fifth line."""
    (project / "templates").mkdir()
    (project / "templates" / "paper.html.j2").write_text(
        '<html lang="en">\n<head><title>{{ event.title }}</title><meta name="acknowledgement" content="none"></head>\n'
        "<body>\n<h1>{{ event.title }}</h1>\n"
        f"{line}\n</body>\n</html>\n"
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_that_fails_ends_with_3_at_its_line(name: str, project: Path) -> None:
    line, code = TEMPLATES[name]
    edit(project, "type: Panel discussion", "type: Panel discussion\ninternal: Confidential words")
    (project.parent / "secret.html.j2").write_text("root:x:0:0")
    write_template(project, line)
    arguments = ["-d", "paper", "-f", "docx"]
    result = assert_refused(project, 3, f"error {code}", arguments=arguments)
    if name != "a statement without an end":
        assert re.search(r"templates/paper\.html\.j2:[57]: error CN", result.err), result.err
    for secret in ("root:x", "Confidential", "<class", "object at 0x"):
        assert secret not in result.err


def test_a_template_that_does_not_fail_is_built(project: Path) -> None:
    write_template(project, "<p>{{ event.type }}</p>")
    result = run(project, "-d", "paper", "-f", "docx")
    assert (result.code, result.err) == (0, "")
    assert (project / "out" / "paper.docx").is_file()


def test_a_template_that_is_a_link_out_of_the_project_ends_with_3(project: Path) -> None:
    (project.parent / "secret.html.j2").write_text('<html lang="en"></html>')
    (project / "templates").mkdir()
    (project / "templates" / "paper.html.j2").symlink_to(project.parent / "secret.html.j2")
    assert_refused(project, 3, "CN035", arguments=["-d", "paper"])
