"""Draws an event with all its facts from the words of a language."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

LANGUAGES = ("en", "fr")
T = TypeVar("T")
_FIRST_DAY = date(2030, 2, 4)


class Draw:
    """Draws at random, and remembers which shape each dimension of a note has."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.shapes: dict[str, str] = {}

    def one(self, options: Sequence[T]) -> T:
        """One of some options."""
        return self._random.choice(options)

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Some of the options, in any order."""
        return self._random.sample(options, min(count, len(options)))

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self._random.random() < share

    def number(self, least: int, most: int) -> int:
        """A number between two, both included."""
        return self._random.randint(least, most)

    def shape(self, dimension: str, options: Sequence[str]) -> str:
        """One of the shapes of a dimension, which is remembered."""
        self.shapes[dimension] = chosen = self.one(options)
        return chosen


@cache
def vocabulary(language: str) -> dict[str, Any]:
    """The words of a language."""
    file = Path(__file__).with_name(f"{language}.yaml")
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


@dataclass(slots=True)
class Person:
    """Somebody who speaks; `status` is tbc, invited or empty."""

    honorific: str
    name: str
    position: str
    organisation: str
    status: str = ""
    role: str = ""

    @property
    def titled(self) -> str:
        """The name with its honorific."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def function(self) -> str:
        """What an event file has of the position and the organisation."""
        return " @ ".join(one for one in (self.position, self.organisation) if one)

    def line(self) -> str:
        """The person as a note of the corpus has them."""
        parts = (self.honorific, self.name, self.function, self.status, self.role)
        return " / ".join(parts).rstrip(" /") if self.honorific else f" / {' / '.join(parts[1:]).rstrip(' /')}"


@dataclass(slots=True)
class Row:
    """A row of the agenda, in minutes."""

    start: int
    end: int
    item: str
    people: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class Truth:
    """An event."""

    language: str
    title: str
    subtitle: str
    kind: str
    parent: str
    days: list[date]
    start: int
    end: int
    venue: dict[str, str]
    zone: str
    mode: str
    hosts: dict[str, list[str]]
    panel: list[Person]
    lead: Person | None
    office: tuple[str, str] | None
    agenda: list[list[Row]]
    contact: tuple[str, str, str]
    address: str
    deadline: date
    spoken: list[str]
    interpreted: list[str]
    questions: list[str]

    @property
    def words(self) -> dict[str, Any]:
        """The words of its language."""
        return vocabulary(self.language)


def truth(draw: Draw, language: str) -> Truth:
    """Draw an event."""
    words = vocabulary(language)
    title, subtitle, kind, parent = (*_cells(draw.one(words["occasions"])), "", "")[:4]
    first = _FIRST_DAY + timedelta(days=7 * draw.number(0, 44) + draw.number(0, 4))
    first = first if first.weekday() < 4 else first - timedelta(days=1)
    days = [first, first + timedelta(days=1)] if draw.chance(0.12) else [first]
    start = draw.one([9 * 60, 9 * 60 + 30, 10 * 60, 13 * 60 + 15, 14 * 60, 15 * 60, 11 * 60 + 30, 18 * 60])
    place = dict(zip(("name", "room", "street", "floor", "city"), _cells(draw.one(words["venues"])), strict=False))
    zone = next(_cells(line)[5] for line in words["venues"] if _cells(line)[0] == place["name"])
    people = _people(draw, words)
    lead = people.pop() if draw.chance(0.75) else None
    if lead is not None:
        lead.role, lead.status = draw.one(["moderator"] * 8 + ["chair", "facilitator"]), ""
    panel = people[: draw.number(2, 5)]
    agenda = [_agenda(draw, words, start if len(days) == 1 else 9 * 60, panel) for _ in days]
    office = (draw.one(words["offices"]), draw.one(["", "tbc"])) if draw.chance(0.15) else None
    own, *others = [words["own"], *draw.some([one for one in words["languages"] if one != words["own"]], 2)]
    contact = people[-1]
    domain = draw.one(["rivers", "seeds", "harbour", "forum", "landrights"]) + ".example"
    email = f"{contact.name.split()[0].lower().encode('ascii', 'ignore').decode()}@{domain}"
    address = draw.one([f"events@{domain}", f"https://{domain}/register", f"www.{domain}/event"])
    return Truth(
        language, title, subtitle, kind, parent, days, start, max(row.end for row in agenda[0]),
        {key: text for key, text in place.items() if text}, zone, draw.one(["", "", "hybrid", "in-person"]),
        _hosts(draw, words), panel, lead, office, agenda,
        (contact.titled, email, draw.one(["", "+41 22 555 01 01", "+254 700 123 456"])), address,
        days[0] - timedelta(days=draw.number(6, 20)), [own], others if draw.chance(0.6) else [],
        draw.some(words["questions"], draw.number(2, 4)),
    )  # fmt: skip


def _people(draw: Draw, words: dict[str, Any]) -> list[Person]:
    names = draw.some([_cells(line) for line in words["people"]], 8)
    functions = draw.some([_cells(line) for line in words["functions"]], 8)
    return [
        Person(honorific, name, position, organisation, draw.one([""] * 6 + ["tbc"]))
        for (honorific, name), (position, organisation) in zip(names, functions, strict=True)
    ]


def _hosts(draw: Draw, words: dict[str, Any]) -> dict[str, list[str]]:
    """The organisations by role; the first role is that of those who organise."""
    role = draw.one(["organiser"] * 4 + ["co-organiser", "co-organiser", "host", "co-host"])
    role = role if words["labels"][role] else "organiser"
    names = draw.some(words["bodies"], 5)
    missions = draw.some(words["missions"], 2)
    many = [*missions[: draw.number(0, 2)], *names[: draw.number(1, 3)]]
    found = {role: many if role.startswith("co-") or len(many) > 1 else many[:1]}
    if draw.chance(0.35):
        found["co-sponsor"] = draw.some(words["states"], draw.number(2, 4))
    if draw.chance(0.25):
        further = draw.one(["in collaboration with", "in cooperation with"])
        found[further] = [names[4]]
    if draw.chance(0.2):
        found["funder"] = [draw.one(words["funders"])]
    return found


def _agenda(draw: Draw, words: dict[str, Any], start: int, panel: list[Person]) -> list[Row]:
    pools = {name: draw.some(words["agenda"][name], 3) for name in words["agenda"]}
    kinds = ["opening", "talk", "open", "end"]
    if draw.chance(0.5):
        kinds = ["start", "opening", "talk", "break", "talk", "open", "end"]
    rows, at = [], start
    speaking = list(panel)
    for kind in kinds:
        length = {"talk": draw.one([30, 45, 60]), "break": draw.one([15, 30])}.get(kind, draw.one([10, 15, 20]))
        who: list[Person] = []
        if kind in ("opening", "talk") and speaking:
            count = draw.number(1, 2)
            who, speaking = speaking[:count], speaking[count:]
        rows.append(Row(at, at + length, pools[kind].pop(), who))
        at += length
    return rows
