"""Notes in the manner of real ones, each with the facts of its event, and how a reading of one compares with them.

Each file of `tests/notes/` has a `format`, a `note` (note_files.py) and an `event`. People of an event are
`honorific / name / function @ organisation; … / status / role`, parties `name / role`, rows `time / item / who; …`,
contacts `name / e-mail / telephone`. A day that ends in `?` is without its year. Those in `unseen/` were not
looked at while the reader was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from note_files import made_docx, made_pdf

from conceptnote.datapath import DataPath
from conceptnote.languages.known import shipped
from conceptnote.textfolding import plain_in_place

NOTES = Path(__file__).parent / "notes"
_KEPT = [language.notes.kept["kept"] for language in shipped()]
"""The headings of what found no field, which is listed."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the corpus: its name, its file's suffix, its text and the facts of its event."""

    name: str
    format: str
    text: str
    event: dict[str, Any]

    def data(self) -> bytes:
        """The note as a file."""
        makers = {"docx": made_docx, "pdf": made_pdf}
        return makers.get(self.format, str.encode)(self.text)


@cache
def corpus() -> tuple[Note, ...]:
    """All notes, those that were not looked at last."""
    found = []
    for file in sorted(NOTES.glob("*.yaml")) + sorted((NOTES / "unseen").glob("*.yaml")):
        data = yaml.load(file.read_bytes(), yaml.BaseLoader)
        name = str(file.relative_to(NOTES).with_suffix(""))
        found.append(Note(name, data["format"], data["note"], data["event"]))
    return tuple(found)


# Facts

Fact = tuple[Any, DataPath]
Facts = dict[tuple[str, ...], Fact]


def expected(event: Mapping[str, Any]) -> Facts:
    """The facts that a note of the corpus has."""
    facts: Facts = {}
    for key in ("title", "subtitle", "type", "parent_event", "time", "timezone", "mode", "access"):
        if key in event:
            facts[(key,)] = _folded(event[key]), (key,)
    if "date" in event:
        facts[("date",)] = event["date"], ()
    _fields(facts, ("venue",), event.get("venue", {}), ())
    _fields(facts, ("registration",), event.get("registration", {}), ())
    for key in ("languages", "interpretation", "questions"):
        facts |= {(key, _folded(one)): (True, ()) for one in event.get(key, ())}
    for line in event.get("parties", ()):
        name, role = line.rsplit(" / ", 1)
        facts[("party", _folded(name), role)] = True, ()
    for line in event.get("people", ()):
        honorific, name, functions, status, role = ([one.strip() for one in f"{line} ".split("/")] + [""] * 5)[:5]
        facts |= _person(honorific, name, [one for one in functions.split("; ") if one], status, role, ())
    for line in event.get("offices", ()):
        name, _, status = line.partition(" / ")
        facts[("office", _folded(name))] = status, ()
    for line in event.get("contacts", ()):
        name, email, phone = ([one.strip() for one in line.split(" / ")] + [""] * 3)[:3]
        facts[("contact", _folded(name), email, phone)] = True, ()
    _rows(facts, "", [_row(line) for line in event.get("agenda", ())], ())
    for at, sitting in enumerate(event.get("sittings", ())):
        facts[("sitting", str(at))] = sitting["date"], ()
        _rows(facts, str(at), [_row(line) for line in sitting.get("agenda", ())], ())
    facts |= {("section", _folded(heading)): (True, ()) for heading in event.get("sections", ())}
    return facts


def _row(line: str) -> tuple[str, str, list[str]]:
    time, item, who = ([*line.split(" / ", 2), ""])[:3] if line.count(" / ") < 2 else line.split(" / ", 2)
    return time, item, [one for one in who.split("; ") if one]


def _rows(facts: Facts, sitting: str, rows: list[tuple[str, str, list[str]]], path: DataPath) -> None:
    for at, (time, item, who) in enumerate(rows):
        facts[("row", sitting, _folded(item))] = time, (*path, at)
        facts |= {("who", sitting, _folded(item), _folded(one)): (True, (*path, at)) for one in who}


def _person(
    honorific: str, name: str, functions: list[str], status: str, role: str, path: DataPath
) -> Iterator[tuple[tuple[str, ...], Fact]]:
    key = _folded(name)
    yield ("person", key), (True, path)
    if honorific:
        yield ("person", key, "honorific"), (_folded(honorific), path)
    yield from ((("person", key, "function", _folded(one)), (True, path)) for one in functions)
    if status not in ("", "confirmed"):
        yield ("person", key, "status"), (status, path)
    if role not in ("", "panellist", "speaker"):
        yield ("person", key, "role"), (role, path)


def _fields(facts: Facts, key: tuple[str, ...], record: Any, path: DataPath) -> None:
    record = {"name" if key == ("venue",) else "text": record} if isinstance(record, str) else record
    facts |= {
        (*key, name): (_folded(str(text)), path) for name, text in record.items() if name != "text" and text is not None
    }


def found(event: Mapping[str, Any], data: Mapping[str, Any]) -> Facts:
    """The facts of an event, as validated and dumped, of which `data` is what its file says."""
    facts: Facts = {}
    for key in ("title", "subtitle", "type"):
        if event.get(key):
            facts[(key,)] = _folded(event[key]), (key,)
    if parent := event.get("parent_event"):
        facts[("parent_event",)] = _folded(parent["name"]), ("parent_event",)
    for key in ("time", "timezone", "mode", "access"):
        if key in data:
            facts[(key,)] = _folded(data[key]), (key,)
    day = data.get("date")
    if day is not None:
        facts[("date",)] = f"{day['day']}?" if isinstance(day, dict) else day, ("date",)
    _fields(facts, ("venue",), data.get("venue", {}), ("venue",))
    _fields(facts, ("registration",), data.get("registration", {}), ("registration",))
    for key in ("languages", "interpretation", "questions"):
        facts |= {(key, _folded(one)): (True, (key,)) for one in event.get(key) or ()}
    for identifier, party in (event.get("parties") or {}).items():
        whole = party["name"] + (f" ({party['acronym']})" if party.get("acronym") else "")
        facts |= {("party", _folded(whole), role): (True, ("parties", identifier)) for role in party["roles"]}
    facts |= _people(event)
    for at, one in enumerate(event.get("contacts") or ()):
        name = one.get("name") or _name(event, one) or ""
        facts["contact", _folded(name), one.get("email") or "", one.get("public_phone") or ""] = True, ("contacts", at)
    _rows(facts, "", _found_rows(event, event.get("agenda")), ("agenda",))
    for at, sitting in enumerate(event.get("sittings") or ()):
        facts[("sitting", str(at))] = str(sitting["date"]["day"]), ("sittings", at, "date")
        _rows(facts, str(at), _found_rows(event, sitting.get("agenda")), ("sittings", at, "agenda"))
    # A line “Host: …” becomes a section that only shows the host.
    named = ({"panel"}, {"agenda"}, {"questions"}, {"structure"}, {"panel", "structure"}, {"panel", "agenda"})
    sections = [
        (at, one["heading"])
        for at, one in enumerate(event.get("sections") or ())
        if one["heading"] not in _KEPT and (one.get("text") or set(one["show"]) in named)
    ]
    facts |= {("section", _folded(heading)): (True, ("sections", at)) for at, heading in sections}
    return facts


def _people(event: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Fact]]:
    people = event.get("people") or {}
    panel = {slot["person"]: slot.get("role") or "" for slot in event.get("panel") or () if slot.get("person")}
    for identifier, one in people.items():
        functions = [
            f["position"] + (f" @ {f['organisation']}" if f.get("organisation") else "") for f in one["functions"]
        ]
        path = ("people", identifier)
        role = panel.get(identifier, "")
        yield from _person(one.get("honorific") or "", _full(one["name"]), functions, one["status"], role, path)
    for at, slot in enumerate(event.get("panel") or ()):
        if office := slot.get("office") or slot.get("group"):
            yield ("office", _folded(office)), (slot.get("status") or "", ("panel", at))


def _full(name: Any) -> str:
    return name if isinstance(name, str) else f"{name['given']} {name['family']}"


def _name(event: Mapping[str, Any], slot: Mapping[str, Any]) -> str | None:
    if person := slot.get("person"):
        return _full(event["people"][person]["name"])
    return event["parties"][slot["party"]]["name"] if slot.get("party") else None


def _found_rows(event: Mapping[str, Any], rows: Any) -> list[tuple[str, str, list[str]]]:
    found = []
    for row in rows or ():
        who = [_name(event, slot) or slot.get("office") or slot.get("group") or "" for slot in row["who"]]
        found.append((_span(row.get("time")), row["item"], who))
    return found


def _span(time: Mapping[str, Any] | None) -> str:
    if not time:
        return ""
    return "–".join(f"{one.hour}:{one:%M}" for one in (time["start"], time.get("end")) if one)


def _folded(text: str) -> str:
    return " ".join(plain_in_place(text).replace("“", '"').replace("”", '"').split()).strip(" .:")


@dataclass(slots=True)
class Score:
    """How the facts of a note were read: right, in doubt, missing, and wrong without a doubt.

    `marked` are the right ones that the file marks nevertheless.
    """

    right: list[Any]
    doubtful: list[Any]
    missing: list[Any]
    wrong: list[Any]
    marked: list[Any]

    @property
    def total(self) -> int:
        """How many facts there are to be read."""
        return len(self.right) + len(self.doubtful) + len(self.missing) + len(self.wrong)


def score(wanted: Facts, got: Facts, doubts: set[DataPath]) -> Score:
    """Compare; a value is in doubt where the file marks it, or what it is in, as to be settled."""
    result = Score([], [], [], [], [])
    for key in {**wanted, **got}:
        want, have = wanted.get(key), got.get(key)
        doubted = have is not None and any(have[1][: len(path)] == path for path in doubts)
        if want and have and want[0] == have[0]:
            result.right.append(key)
            if doubted:
                result.marked.append(key)
        elif have:
            (result.doubtful if doubted else result.wrong).append((key, have[0], want and want[0]))
        else:
            result.missing.append((key, want and want[0]))
    return result
