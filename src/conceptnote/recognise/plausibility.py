"""Values that do not look like what their field holds: each is marked as to be settled.

One pass over the finished draft. It looks at what was written, and not at how it was found, so that it also catches
the mistakes of readers that are sure of themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from conceptnote.datapath import DataPath
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.people import LONGEST_NAME
from conceptnote.recognise.when import find_day, is_weekday
from conceptnote.recognise.words import Words, fold, starts_with

_NO_NAME = re.compile(r"[\d:;,()\[\]“”„«»\"|@/：；，]")
_SENTENCE_END = re.compile(r"[^\W\d_]{5,}[)”»]?\.\s+\w|。\w")
"""A stop after a word that is no abbreviation, and more words."""
_BEGINS = re.compile(r"[\w(\[“„«‘’'\"&#+]")
_STREET = re.compile(r",.*\b\d")
"""What of a place is not its name alone."""
_ADDRESS = re.compile(r"@\w|://|www\.")
_ROLE = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)\s?[:：]")
_START = re.compile(r"(\d{1,2}):(\d\d)")
_NAMED = re.compile(r"[^\W\d_][\w’'-]+ [^\W\d_][\w’'-]+ \((?=[^\W\d_])")
"""Two words before a bracket: twice in a text, they are people."""
_PAIRS = ("()", "[]", "«»")
_UNSPACED = "\u2e80"
"""Scripts from here on have no spaces: a name is one word."""
_LONGEST_ORGANISATION, _LONGEST_PLACE, _LONGEST_ITEM = 18, 12, 25
_SHOWN = 70
_HINT = "compare it with the original, and fix it here"


class Plausibility(Struct, frozen=True):
    """What texts of a note's language may be; `common` are the words that the note has in small letters."""

    words: Words
    language: str
    common: frozenset[str] = frozenset()

    def is_name(self, text: str, *, alone: bool = False) -> bool:
        """Whether a text may be a person's name; `alone` if no title and no position stands beside it."""
        tokens = text.split()
        if not tokens or _NO_NAME.search(text) or len(tokens) > LONGEST_NAME or not is_capital(tokens[0]):
            return False
        if any(self._is_small(token) for token in tokens):
            return False
        if not alone or tokens[0] >= _UNSPACED:
            return True
        return len(tokens) > 1 and tokens[-1].casefold() not in self.common

    def is_position(self, text: str) -> bool:
        """Whether a text may be what somebody is."""
        return self._is_phrase(text, _LONGEST_ORGANISATION) and not self._names_somebody(text)

    def is_organisation(self, text: str, *, after_position: bool = False) -> bool:
        """Whether a text may be the name of an organisation, `after_position` if it stands after one."""
        if after_position and (self._begins_with_name(text) or (self._joins(text) and not self._has_noun(text))):
            return False  # “Iván Soto (Harbour Archive), Nilda Cárdenas and Pablo Ríos”
        return self.is_position(text) and (not text.islower() or self._has_noun(text))

    def is_place(self, text: str) -> bool:
        """Whether a text may be a building, a room, a street or a city."""
        if not self._is_phrase(text, _LONGEST_PLACE) or (text[0].isalpha() and text.islower()):
            return False
        room = any(self.words.has("rooms", token) for token in text.split())  # “Town Hall” is a kind of event, too
        return find_day(text, self.words) is None and (room or not self._is_kind(text))

    def is_title(self, text: str) -> bool:
        """Whether a text may be the title of an event."""
        if self._is_kind(text) or text.islower() or not _is_whole(text) or text[-1] in ":,;：，；":
            return False
        return find_day(text, self.words) is None and find_time(text, self.words) is None

    def is_item(self, text: str, *, timed: bool = True, shared: bool = False) -> bool:
        """Whether a text may be a row of the agenda; `shared` if people have been parted from it."""
        if not text or len(text.split()) > _LONGEST_ITEM or not _is_whole(text) or text[-1] in ":,;：，；":
            return False
        named = ((match.start(), self._role(match[1])) for match in _ROLE.finditer(text))
        if any(role and (at or role != "panel") for at, role in named):  # “Panel: what now?” is an item
            return False
        if not timed and (find_day(text, self.words) is not None or is_weekday(text, self.words)):
            return False
        if len(_NAMED.findall(text)) > 1:
            return False
        return shared or not self._names_somebody(text)

    def is_speaker(self, text: str) -> bool:
        """Whether a text may be one office or one group that speaks."""
        one = self.is_position(text) and not re.search(r"[,，、]\s", text)
        return one and (not text.islower() or self._has_noun(text))

    def _is_small(self, token: str) -> bool:
        if self.words.has("particles", token):
            return False
        return token[0].islower() and "'" not in token[:3] and "’" not in token[:3] and "-" not in token

    def _joins(self, text: str) -> bool:
        """Whether “and” stands between two names of two words: in “Brandt & Sons” it does not."""
        tokens = text.split()
        inside = (at for at in range(2, len(tokens) - 2) if tokens[at].isalpha() and self.words.has("ands", tokens[at]))
        return any(all(map(is_capital, tokens[at - 2 : at] + tokens[at + 1 : at + 3])) for at in inside)

    def _begins_with_name(self, text: str) -> bool:
        """Whether a text is like “Ama Boateng, Water Fund”: a name, and an organisation after a comma."""
        first, _, rest = text.partition(", ")
        tokens = first.split()
        short = any(token.isupper() for token in tokens)  # “ETH Zürich”
        return (
            len(tokens) in (2, 3)
            and self._has_noun(rest)
            and not (self._has_noun(first) or short)
            and self.is_name(first)
        )

    def _is_kind(self, text: str) -> bool:
        folded, lists = fold(text), self.words.lists
        return folded in lists["types"] or folded in lists["papers"] or self.words.label(text) is not None

    def _has_noun(self, text: str) -> bool:
        """Whether a word of a text says what people or organisations are."""
        return any(self.words.has(name, token) for token in text.split() for name in ("positions", "bodies"))

    def _role(self, text: str) -> str:
        """What kind of label for people a text is, or its last word; empty if it is none."""
        labels = (self.words.label(one) for one in (text, text.split()[-1]))
        kinds = (label.kind for label in labels if label is not None)
        return next((kind for kind in kinds if kind in ("person", "panel", "role")), "")

    def _is_phrase(self, text: str, longest: int) -> bool:
        """Whether a text is one phrase: no sentence, no part of one, no time and no address."""
        if not text or len(text.split()) > longest or not _is_whole(text) or re.search(r"[:;?!：；？！](?:\s|$)", text):
            return False
        joints = self.words.lists["ands"]
        if (
            starts_with(text, joints)
            or fold(text.split()[-1]) in joints
            or _ADDRESS.search(text)
            or find_time(text, self.words)
        ):
            return False
        verbs = self.words.known[self.language].notes.is_verbs
        return not any(f" {verb.casefold()} " in f" {text.casefold()} " for verb in verbs)

    def _names_somebody(self, text: str) -> bool:
        """Whether a title stands before a name inside a text: “and Dr. Eva Sommer”."""
        tokens = text.split()
        pairs = pairwise(tokens[1:])
        return any(one[-1] == "." and self.words.has("honorifics", one) and is_capital(two) for one, two in pairs)


def _is_whole(text: str) -> bool:
    balanced = all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)
    balanced = balanced and not sum(map(text.count, "“”„")) % 2  # „…“ in German
    return balanced and bool(_BEGINS.match(text)) and not _SENTENCE_END.search(text)


def doubt_implausible(draft: Draft, texts: Sequence[str], words: Words, given: Iterable[str] = ()) -> None:
    """Mark each value of a draft that does not look like what its field holds.

    `texts` are the note's paragraphs; the keys in `given` come from the person who asks, and are not looked at.
    """
    common = frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", text) if word.islower())
    plausible = Plausibility(words, draft.event["language"], common)
    skipped = set(given)
    for reader in (_facts, _people, _organisations, _programme, _sections):
        for path, text, what in reader(draft.event, plausible):
            if path[0] not in skipped:
                shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"
                draft.doubt(f"“{shown}” does not look like {what}", _HINT, path)
    if "date" not in skipped and (other := _other_day(draft, texts, words)):
        draft.doubt(f"the original also names another day: “{other}”", _HINT, ("date",))


_Doubt = tuple[DataPath, str, str]


def _facts(event: Data, plausible: Plausibility) -> Iterator[_Doubt]:
    title, venue = event.get("title"), event.get("venue", {})
    parties = {fold(party["name"]) for party in event.get("parties", {}).values()}
    if isinstance(title, str) and (not plausible.is_title(title) or fold(title) in parties):
        yield ("title",), title, "a title"
    named = {"name": venue} if isinstance(venue, str) else venue
    for key, text in named.items():
        whole = key == "name" and _STREET.search(text)
        if isinstance(text, str) and (whole or not plausible.is_place(text) or text in (title, event.get("subtitle"))):
            yield ("venue",), text, "a place"


def _people(event: Data, plausible: Plausibility) -> Iterator[_Doubt]:
    for identifier, person in event.get("people", {}).items():
        path, whole = ("people", identifier), _whole_name(person)
        alone = not person.keys() & {"honorific", "functions"}
        if not plausible.is_name(whole, alone=alone):
            yield path, whole, "a person’s name"
        for one in person.get("functions", ()):
            position, organisation = (one, "") if isinstance(one, str) else (one["position"], one.get("organisation"))
            if not plausible.is_position(position):
                yield path, position, "a position"
            if organisation and not plausible.is_organisation(organisation, after_position=True):
                yield path, organisation, "an organisation"


def _whole_name(person: Data) -> str:
    name = person["name"]
    return " ".join(name.values()) if isinstance(name, Mapping) else str(name)


def _organisations(event: Data, plausible: Plausibility) -> Iterator[_Doubt]:
    for identifier, party in event.get("parties", {}).items():
        if not plausible.is_organisation(party["name"]):
            yield ("parties", identifier), party["name"], "an organisation"


def _programme(event: Data, plausible: Plausibility) -> Iterator[_Doubt]:
    for at, slot in enumerate(event.get("panel", ())):
        yield from _speaker(("panel", at), slot, plausible)
    names = {identifier: _whole_name(person) for identifier, person in event.get("people", {}).items()}
    yield from _agenda(("agenda",), event.get("agenda", ()), plausible, names)
    for at, sitting in enumerate(event.get("sittings", ())):
        yield from _agenda(("sittings", at, "agenda"), sitting.get("agenda", ()), plausible, names)


def _agenda(
    path: DataPath, rows: Sequence[Data], plausible: Plausibility, names: Mapping[str, str]
) -> Iterator[_Doubt]:
    before = ""
    for at, row in enumerate(rows):
        item, time = row.get("item", ""), row.get("time")
        who = row.get("who", [])
        who = who if isinstance(who, list) else [who]
        present = {slot.get("person") if isinstance(slot, Mapping) else slot for slot in who}
        absent = any(" " in name and name in item for one, name in names.items() if one not in present)
        if absent or not plausible.is_item(item, timed=bool(time), shared=bool(who)):
            yield (*path, at), item, "one item of the agenda"
        for slot in who:
            yield from _speaker((*path, at), slot, plausible)
        start = _START.match(str(time or ""))
        begins = f"{int(start[1]):02}:{start[2]}" if start else ""
        if begins and begins < before and "track" not in row:
            yield path, f"{time}, {item}", "the same day: it begins before the row above"
        before = begins or before


def _speaker(path: DataPath, slot: Any, plausible: Plausibility) -> Iterator[_Doubt]:
    text = (slot.get("office") or slot.get("group")) if isinstance(slot, Mapping) else None
    if text and not plausible.is_speaker(text):
        yield path, text, "one speaker"


def _sections(event: Data, plausible: Plausibility) -> Iterator[_Doubt]:
    for at, section in enumerate(event.get("sections", ())):
        if is_weekday(section["heading"], plausible.words):
            yield ("sections", at), section["heading"], "the heading of a section"


def _other_day(draft: Draft, texts: Sequence[str], words: Words) -> str:
    """A later day of the note, with its year, if no label says which day is the event's."""
    day = draft.event.get("date")
    said = draft.wording.get(("date",), ())
    if not isinstance(day, str) or any(words.labelled(one) for one in said):
        return ""
    for text in texts:
        found = find_day(text, words)
        if found and found.year and f"{found.year}-{found.month:02}-{found.day:02}" > day:
            return text[found.start : found.end].strip()
    return ""
