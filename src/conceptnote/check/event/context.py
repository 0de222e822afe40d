"""What a check of an event can know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from conceptnote.check.event.texts import FoundText, sentence, texts
from conceptnote.check.event.work import TooMuchWork, Work
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Location
from conceptnote.schema.entries import Occasion, Timed
from conceptnote.schema.event import Event
from conceptnote.schema.forum import Forum
from conceptnote.schema.schedule import Programme
from conceptnote.schema.section import Section

if TYPE_CHECKING:
    from conceptnote.check.event.papers import PrintedPaper

Found = TypeVar("Found")


class Locator(Protocol):
    """Knows where in its file a value of the event stands."""

    def locate(self, path: DataPath, *, key: bool = False) -> Location:
        """The place of a value, or of its key."""
        ...

    def locate_in(self, path: DataPath, before: str) -> Location:
        """The place in a text after the part of it that is given."""
        ...


class Wordings(Protocol):
    """Knows how the texts of the event are written in its languages."""

    def translated(self, path: DataPath) -> tuple[DataPath, Mapping[str, Any]] | None:
        """What a value is in each language, and the path at which it is written so: its own, or one above it."""
        ...

    def written(self, path: DataPath) -> bool:
        """Whether the file itself has a value, and neither a profile nor an option gives it."""
        ...


@dataclass(eq=False)
class Context:
    """An event and what surrounds it: the day on which one asks, its forum, and the pixels of its bitmaps by name.

    `papers` are there where they have been printed; `shared` are the people and parties that stand in a file for
    several events, each with that file. `others` are events that are looked at together with this one, and came before
    it, by the names of their files. `languages` are all that the event has papers in, the main one first; `wordings`
    tell what its texts are in each, and `main` is the event in the main one, where it is in another here. `printed`
    tells of the path of a value whether any paper that is built by default prints it; it is there where they can be
    composed, and in one language. `logo_height` is the least of marks in print, in millimetres.
    `is_older` tells of a language, a text and its translation whether the text has changed since.
    """

    event: Event
    today: date
    forum: Forum | None = None
    bitmaps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    papers: tuple[PrintedPaper, ...] = ()
    shared: Mapping[DataPath, str] = field(default_factory=dict)
    others: Mapping[str, Context] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    wordings: Wordings | None = None
    main: Event | None = None
    logo_height: float = 0
    is_older: Callable[[str, str, str], bool] | None = None
    printed: Callable[[DataPath], bool] | None = None
    work: Work = field(default_factory=Work, compare=False)

    @cached_property
    def texts(self) -> tuple[FoundText, ...]:
        """All that public papers print of the event's own words, in the order in which one reads it."""
        return tuple(texts(self.event))

    def once(self, find: Callable[[Context], Found]) -> Found:
        """What a function finds in this event, looked for once, however many checks ask.

        Raises TooMuchWork for each of them where it takes more steps than a check may.
        """
        if find not in self._found:
            try:
                with self.work.afresh():
                    self._found[find] = find(self)
            except TooMuchWork as error:
                self._found[find] = error
        found = self._found[find]
        if isinstance(found, TooMuchWork):
            raise TooMuchWork
        result: Found = found
        return result

    @cached_property
    def _found(self) -> dict[Callable[[Context], Any], Any]:
        return {}

    @property
    def inflections(self) -> tuple[str, ...]:
        """The endings that words of the event's language have as their place in a sentence asks."""
        return tuple(self.event.known_languages[self.event.language].checks.inflections)

    @cached_property
    def programme(self) -> Programme:
        """All that happens in the event."""
        return Programme(self.event)

    @property
    def occasions(self) -> tuple[Occasion, ...]:
        """The event or its sittings, and the events within it."""
        return self.programme.occasions

    @property
    def sittings(self) -> tuple[Occasion, ...]:
        """The event or its sittings, without the events within it."""
        return self.programme.sittings

    @property
    def rows(self) -> tuple[Timed, ...]:
        """The rows of all agendas, with as much of their time as can be known."""
        return self.programme.rows

    @cached_property
    def headed(self) -> dict[DataPath, Section]:
        """The sections and annexes, by their paths."""
        return dict(self.event.headed)

    def occasion_at(self, path: DataPath) -> Occasion | None:
        """The sitting, or the event within the event, that a value stands in; of an event in one sitting, itself."""
        around = self.programme.around(path)
        occasion = around.occasion if isinstance(around, Timed) else around
        return occasion if occasion and occasion.path in self.programme.entries else None

    def row_at(self, path: DataPath) -> Timed | None:
        """The innermost row that a value stands in."""
        around = self.programme.around(path)
        return around if isinstance(around, Timed) else None

    def sentence(self, said: FoundText, start: int, end: int) -> str:
        """The sentence around a part of a text, to be searched: long ones take more steps."""
        around = sentence(said.plain, start, end)
        self.work.spend(1 + len(around))
        return around
