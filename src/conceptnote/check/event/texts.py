"""The texts of the event, in the order in which papers print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from conceptnote.check.event.words import CLOSE, END, START, after_articles, any_of, by_languages, phrase, words
from conceptnote.datapath import DataPath
from conceptnote.languages.letters import CAPITALS
from conceptnote.schema.event import Event
from conceptnote.schema.fields import public_fields
from conceptnote.schema.section import CONTENTS, Section
from conceptnote.schema.text import Human, Ref

_FACTS = ("title", "subtitle", "type", "parent_event", "theme", "mandate", "venue", "registration")


class FoundText(Struct, frozen=True, dict=True):
    """A text of the event and its path; `the_same` if it may be the same in each language."""

    path: DataPath
    text: str
    prose: bool
    the_same: bool = False

    @cached_property
    def plain(self) -> str:
        """The text with markup, code and addresses blanked.

        It is as long as the text, so offsets are the same in both.
        """
        return blanked(self.text, prose=self.prose)


_ADDRESS = re.compile(r"<?\b(?:https?://|mailto:|tel:)[^\s<>)]+>?|(?<![^\s<>()])[^\s@<>()]{1,64}@[^\s@<>()]{1,255}")
_MARKUP = re.compile(
    r"^```.*?^```|`[^`\n]+`"  # code
    r"|(?<=\])\([^()\s]*\)"  # the target of a link
    r"|(?<=\])\{lang=[\w\"-]{1,20}\}"  # the language of words
    r"|\[\^[^\]\s]{1,80}\]:?"  # footnotes
    r"|^ {0,3}(?:#{1,6}|>|[-+*]|\d{1,3}[.)])(?= )"  # the beginning of a block
    r"|\*+|(?<!\w)_+|(?<!_)_++(?!\w)|\\(?=[^\w\s])",  # emphasis
    re.MULTILINE | re.DOTALL,
)


def blanked(text: str, *, prose: bool) -> str:
    """A text with addresses, and in prose markup, blanked; its length stays."""
    text = _ADDRESS.sub(lambda match: " " * len(match[0]), text)
    return _MARKUP.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text) if prose else text


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a part of a text."""
    first, last = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    before = max((match.end() for match in _break().finditer(text, first, start)), default=first)
    after = _break().search(text, end, last)
    return text[before : after.start() if after else last]


_LONGEST = 1000  # The longest sentence, to either side.
_CASELESS = "\u0590-\u1cff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff"
"""Letters of scripts without capitals, from Hebrew to Korean: any of them may begin a sentence."""


@by_languages
def _break() -> re.Pattern[str]:
    """The end of a sentence; the full stop of p.m., or of a title before a name, is not one."""
    halves = {word.rstrip(".") for name in ("am", "pm") for word in words(name) if word.endswith(".")}
    kept = [rf"(?<!{re.escape(word)})" for word in sorted(halves)]
    kept += [rf"(?<!\b{re.escape(word)})" for word in sorted(words("abbreviations"))]
    first = rf"[{CAPITALS}{_CASELESS}]"
    return re.compile(rf"{''.join(kept)}[.!?;؟؛]\s+(?={first})|[。！？；]|\n\s*\n")


def _subject() -> str:
    """“This event”, “the side event”, and what means the same without an article: “Мероприятие”, “الفعالية”.

    “The meeting” may be of somebody else once words stand around it.
    """
    noun = any_of([*words("wholes"), *words("parts")])
    own, the, events = any_of(words("own")), any_of(words("determiners")), any_of(words("events"))
    alone = rf"(?<![^.!?;؟؛\s])(?<![\w,،:–—-]\s){any_of(words('alone'))}"
    some = r"(?:\s+[\w’'-]+){0,4}?"
    named = rf"(?:{own}\s+(?:\w+\s+){{0,2}}?{noun}|{the}\s*(?:\w+\s+){{0,2}}?{events}){some}"
    return rf"(?:(?<!\w)(?:{named}|{the}\s*{noun}(?:\s+[\w’'-]+)?)|{alone}{some})"


def _close_subject() -> str:
    """The same in Chinese, where no space precedes the rest of the sentence."""
    noun = any_of([*words("wholes"), *words("parts")])
    own = rf"{START}{any_of(words('determiners'))}{noun}|(?<![^。！？；，\s]){any_of(words('alone'))}"
    return rf"(?:{own})(?={CLOSE})[^.。！？\n]"


def _named_after() -> str:
    """The event after a verb: in Arabic, and elsewhere after a date: „Am 7. März findet diese Veranstaltung statt“."""
    noun = any_of([*words("wholes"), *words("parts")])
    own, the = any_of(words("own")), any_of(words("determiners"))
    return rf"(?:{own}\s+{noun}|{the}\s*{any_of(words('events'))}|{any_of(words('alone'))}){END}"


@by_languages
def event_takes_place() -> re.Pattern[str]:
    """“The side event will be held”, “cette table ronde se tiendra”: said of the event itself.

    “The expert meeting will be held” is, too; what begins may be another one.
    """
    text = any_of(words("takes-place"))
    held = any_of({*words("takes-place")} - {*words("begins")})
    noun = any_of([*words("wholes"), *words("parts")])
    described = rf"(?<!\w){any_of(words('determiners'))}\s*(?:\w+\s+){{1,2}}?{noun},?\s+{held}(?!\w)"
    return re.compile(
        rf"{_subject()},?\s+{text}(?!\w)|{described}"
        rf"|{_close_subject()}{{0,40}}?{text}|{START}{text}\s+{_named_after()}",
        re.IGNORECASE,
    )


@by_languages
def event_begins() -> re.Pattern[str]:
    """“The event begins at”, right before a time; in Chinese, the verb follows the time."""
    begins, before = any_of(words("begins")), rf"(?:{any_of(words('before'))}\s+)?"
    return re.compile(
        rf"{_subject()}\s+{begins}\s+{before}|{START}{begins}\s+{_named_after()}\s+{before}"
        rf"|{_close_subject()}{{0,20}}?{any_of(words('before'))}(?=[^。！？，\n]{{1,12}}?{begins})",
        re.IGNORECASE,
    )


@by_languages
def _invites() -> re.Pattern[str]:
    """“Join us on”, “vous invite le”: right before a date."""
    return re.compile(
        rf"(?<!\w){any_of(words('invites'))}(?!\w)[^.!?;]{{0,200}}\b{any_of(words('on-day'))}\s+{after_articles()}?$",
        re.IGNORECASE,
    )


@by_languages
def _the_event() -> re.Pattern[str]:
    """“The event on”, “our meeting of”: right before a date."""
    own, the = any_of(words("own")), any_of(words("determiners"))
    every, event = any_of([*words("wholes"), *words("parts")]), any_of(words("events"))
    noun = rf"(?:{own}\s+(?:\w+\s+){{0,2}}?{every}|{the}\s*(?:\w+\s+){{0,2}}?{event})"
    return re.compile(rf"(?<!\w){noun},?\s+{any_of(words('of-day'))}\s+{after_articles()}?$", re.IGNORECASE)


def announces(around: str, before: str, after: str) -> bool:
    """Whether a sentence puts the event on a date; `before` and `after` are the text on both sides of the date."""
    if event_takes_place().search(around) or _invites().search(before):
        return True
    return bool(_the_event().search(before) and phrase("present").search(after))


def texts(event: Event) -> Iterator[FoundText]:
    """Each public text once: those of the concept note in its order, then those of other papers."""
    return _Reading(event).in_order()


class _Reading:
    """A walk through an event that reads each value once."""

    def __init__(self, event: Event) -> None:
        self._event = event
        self._read: set[DataPath] = set()
        self._by_role: dict[str, list[str]] = {}
        for identifier, party in event.parties.items():
            for role in party.roles:
                self._by_role.setdefault(role, []).append(identifier)

    def in_order(self) -> Iterator[FoundText]:
        event = self._event
        for name in _FACTS:
            yield from self._field(event, name, ())
        for number, section in enumerate(event.sections):
            yield from self._section(section, ("sections", number))
        for name in public_fields(Event):
            yield from self._field(event, name, ())

    def _section(self, section: Section, path: DataPath) -> Iterator[FoundText]:
        for name in ("heading", "text", "footnotes"):
            yield from self._field(section, name, path)
        for shown in dict.fromkeys(section.show):
            if shown in CONTENTS:
                yield from self._field(self._event, shown, ())
                continue
            for identifier in self._by_role.pop(shown, ()):
                yield from self._below(self._event.parties[identifier], (), ("parties", identifier))

    def _field(self, record: BaseModel, name: str, path: DataPath) -> Iterator[FoundText]:
        yield from self._below(getattr(record, name), public_fields(type(record))[name], (*path, name))

    def _below(self, value: Any, marks: tuple[Any, ...], path: DataPath) -> Iterator[FoundText]:
        if path in self._read:
            return
        self._read.add(path)
        if isinstance(value, BaseModel):
            for name in public_fields(type(value)):
                yield from self._field(value, name, path)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from self._below(item, marks, (*path, number))
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from self._below(item, marks, (*path, key))
        elif isinstance(value, str):
            for mark in marks:
                if isinstance(mark, Ref):
                    # A record is printed where it is referred to.
                    record = getattr(self._event, mark.collection)[value]
                    yield from self._below(record, (), (mark.collection, value))
                elif isinstance(mark, Human):
                    yield FoundText(path, value, mark.prose, mark.the_same)
                    return
