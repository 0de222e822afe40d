"""The event that a paper's values make: a tree by path, with numbers for ids until names give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from conceptnote.datapath import DataPath, Step
from conceptnote.doc.value_names import BY_ID
from conceptnote.recognise.draft import Draft
from conceptnote.recognise.ours.pieces import Piece
from conceptnote.recognise.ours.said import Said
from conceptnote.recognise.ours.slots import Ref
from conceptnote.recognise.ours.times import digits, is_day, is_hour
from conceptnote.recognise.words import Words, fold
from conceptnote.recognise.zones import find_abbreviation, find_zone
from conceptnote.yamldata import Inline

_PARTS = ("sittings", "sub_events", "agenda", "rows")
_NUMBER = re.compile(r"\d+")
CONVERTED = frozenset(
    {"mode", "to", "status", "presence", "relation", "role", "languages", "interpretation", "country", "minutes"}
    | {"version", "year", "timezone", "other_timezones", "month"}
)
"""Fields whose values are not what is printed of them."""


Place = tuple[Step | float, ...]
"""A path, in which an added item has a number between those of its neighbours."""
Branch = dict[Any, Any]
"""A record by its fields, or a list by the numbers of its items."""


class Tree:
    """Values by path; of several texts of one value all are kept, in the order of print."""

    def __init__(self, said: Said, words: Words) -> None:
        self.said, self.words = said, words
        self.draft = Draft()
        self.data: Branch = {}
        self.printed: dict[DataPath, list[str]] = {}
        self.shows: dict[DataPath, dict[str, None]] = {}
        self.party_roles: dict[int, dict[str, None]] = {}
        self.section_parties: dict[DataPath, dict[int, str]] = {}

    def take(self, piece: Piece, style: str) -> None:
        """Take the value of a piece."""
        path = piece.path
        if is_day(path) or is_hour(path) or "roles" in path or "show" in path:
            return
        text = " ".join(piece.text.split())
        if not text or _is_around(path):
            return
        printed = self.printed.setdefault(path, [])
        if path[-1] == "lockup" and style == "lockup":
            printed.insert(0, text)
        elif text not in printed:
            printed.append(text)

    def set(self, path: Place, value: Any) -> None:
        """Put a value at a path where there is none."""
        self.below(path[:-1]).setdefault(path[-1], value)

    def below(self, path: Place) -> Branch:
        """The record or list at a path, made where there is none."""
        here = self.data
        for step in path:
            inside = here.setdefault(step, {})
            here = inside if isinstance(inside, dict) else {}  # two names contradict each other
        return here

    def printed_items(self, name: str) -> list[int]:
        """The numbers of the items of a list at the top that have printed something so far."""
        there = [path[1] for path in self.printed if path[0] == name and len(path) > 1]
        return [step for step in there if isinstance(step, int)]

    def append(self, path: DataPath, value: Any) -> None:
        """Add a value to a list that does not have it."""
        there = self.below(path)
        if value not in there.values():
            there[len(there)] = value

    def show(self, headed: DataPath, name: str) -> None:
        """Let a section show something."""
        self.shows.setdefault(headed, {})[name] = None

    def add_role(self, party: int, role: str) -> None:
        """Give a party a role."""
        self.party_roles.setdefault(party, {})[role] = None

    def in_section(self, headed: DataPath, party: int, role: str) -> None:
        """Put a party into a section, perhaps under the word for its role."""
        self.section_parties.setdefault(headed, {}).setdefault(party, role)

    # Texts to values

    def read(self) -> None:
        """Put the values that the texts mean at their paths."""
        for path, texts in self.printed.items():
            if (value := self._value(path, texts)) is not None:
                self.set(path, value)
            else:
                shown = "”, “".join(texts)
                self.draft.doubt(f"“{shown}” cannot be read here", "write it as docs/event-file.md shows", _known(path))

    def _value(self, path: DataPath, texts: list[str]) -> Any:
        field = next(step for step in reversed(path) if isinstance(step, str))
        text, papers, said = texts[0], self.said.papers, self.said
        match field:
            case "mode":
                return said.key(papers.modes, text)
            case "to":
                return said.key(papers.accesses, text) or self._first(papers.accesses_of, text)
            case "status":
                of_part = len(path) == 1 or (path[-3:-2] and path[-3] in _PARTS)
                return said.key(papers.document_statuses if of_part else papers.statuses, text)
            case "presence":
                return said.key(papers.presences, text)
            case "relation":
                return said.key(papers.relations, text) or self._first(papers.relations, text)
            case "role":
                return said.role(text)
            case "languages" | "interpretation":
                return said.language_codes.get(fold(text))
            case "country":
                return said.country_codes.get(fold(text))
            case "minutes" | "version" | "year":
                found = _NUMBER.search(digits(text))
                return found[0] if found else None
            case "timezone" | "other_timezones":
                return find_zone(text, self.words) or find_abbreviation(text, self.words) or said.zones.get(fold(text))
            case "month":
                return said.month(digits(text))
            case "name" | "in_sentence" if path[0] == "parties":
                return self._party_name(texts) if field == "name" else text
            case "name" if path[0] == "parent_event":
                if len(texts) > 1:
                    return " ".join(texts[:2])
                return said.without_article(text) if text[:1].islower() else text
        return text

    def _first(self, table: Any, text: str) -> str | None:
        """The key of the words that begin with a text, or with which it begins."""
        wanted = fold(text)
        for key, words in table.items():
            lead = fold(words.partition("{")[0])
            if lead.startswith(wanted) or wanted.startswith(lead):
                return str(key)
        return None

    def _party_name(self, texts: list[str]) -> str:
        """A name without the article of a sentence; another place may have it alone."""
        alone = [text for text in texts if any(other != text and other.endswith(text) for other in texts)]
        if alone:
            return min(alone, key=len)
        first = texts[0]
        bare = self.said.without_article(first)
        # With a capital, an article begins a sentence or is part of a name.
        return bare if first[:1].islower() or self.said.papers.named(first).article == "" else first


def _is_around(path: DataPath) -> bool:
    """Whether a path leads to a record, whose number or separator was printed."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import is_record, kinds_at

    kinds = kinds_at(path, Event)
    return all(is_record(kind) for kind in kinds)


def _known(path: DataPath) -> DataPath:
    return path[:1] if path and path[0] not in BY_ID else ()


class Naming:
    """Gives ids to people, parties and tracks, and makes plain data of a tree."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.ids: dict[Ref, str] = {}

    def name(self, collection: str, number: Step, words: Iterable[str]) -> str:
        """The id of a record, made of the first words that give one."""
        made = self.draft.new_id(collection, next((one for one in words if one), ""))
        self.draft.records(collection)[made] = {}
        self.ids[Ref(collection, int(number))] = made
        return made

    def plain(self, value: Any, path: DataPath = ()) -> Any:
        """A part of a tree as plain data, with fields in the order of the schema."""
        if isinstance(value, Ref):
            return self.ids.get(value)
        if not isinstance(value, dict) or isinstance(value, Inline):
            return value
        made = {key: self.plain(one, (*path, key)) for key, one in value.items()}
        kept = {key: one for key, one in made.items() if one not in (None, {}, [])}
        if path and path[-1] in BY_ID and path[-1] != "footnotes":
            return {self.ids.get(Ref(str(path[-1]), int(key)), str(key)): kept[key] for key in sorted(kept)}
        if kept and all(isinstance(key, int | float) for key in kept):
            return [kept[key] for key in sorted(kept)]
        order = {key: at for at, key in enumerate(_fields(path))}
        return {key: kept[key] for key in sorted(kept, key=lambda key: order.get(str(key), len(order)))}


def _fields(path: DataPath) -> list[str]:
    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import is_record, kinds_at

    return [name for kind in kinds_at(path, Event) if is_record(kind) for name in kind.model_fields]
