"""What a check of an event can know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct, field

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
    """Knows where in its file a value of the event is."""

    def locate(self, path: DataPath, *, key: bool = False) -> Location:
        """The location of a value, or of its key."""
        ...

    def locate_in(self, path: DataPath, before: str) -> Location:
        """The location in a text, after the given part of it."""
        ...


class Wordings(Protocol):
    """Knows the texts of the event in all its languages."""

    def translated(self, path: DataPath) -> tuple[DataPath, Mapping[str, Any]] | None:
        """A value in each language, and the path at which it is written by language: its own, or one above it."""
        ...

    def written(self, path: DataPath) -> bool:
        """Whether the file itself has a value, so that it is not from a profile or an option."""
        ...


class Context(Struct, eq=False, dict=True):
    """An event and its surroundings: the day of the check, its forum, and the pixels of its bitmaps by name.

    `papers` are there if they are printed. `shared` has people and parties of a file for several events, each with that
    file. `others` are the events that are checked together with this one and came before it, by file name. `languages`
    are all languages of the papers, the main one first; `wordings` knows the texts in each, and `main` is the event in
    the main language if this one is in another. `printed` tells for a path whether any paper of a usual build prints
    its value; it is there if they can be composed, and in one language. `logo_height` is the least height of printed
    marks, in millimetres. `is_older` tells for a language, a text and its translation whether the text has changed
    since.
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
    work: Work = field(default_factory=Work)

    @cached_property
    def texts(self) -> tuple[FoundText, ...]:
        """All texts of the event that public papers print, in reading order."""
        return tuple(texts(self.event))

    def once(self, find: Callable[[Context], Found]) -> Found:
        """The result of a function of this event, computed once for all checks.

        Raises TooMuchWork for each of them if it takes more steps than a check may.
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
        """The endings of inflected words in the event's language."""
        return tuple(self.event.known_languages[self.event.language].checks.inflections)

    @cached_property
    def programme(self) -> Programme:
        """Everything that happens in the event."""
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
        """The rows of all agendas, with their times as far as these are known."""
        return self.programme.rows

    @cached_property
    def headed(self) -> dict[DataPath, Section]:
        """The sections and annexes, by path."""
        return dict(self.event.headed)

    def occasion_at(self, path: DataPath) -> Occasion | None:
        """The sitting, or the event within the event, that a value is in; for an event with one sitting, the event."""
        around = self.programme.around(path)
        occasion = around.occasion if around else None
        return occasion if occasion and occasion.path in self.programme.entries else None

    def row_at(self, path: DataPath) -> Timed | None:
        """The innermost row that a value is in."""
        around = self.programme.around(path)
        return around if isinstance(around, Timed) else None

    def sentence(self, text: FoundText, start: int, end: int) -> str:
        """The sentence around a part of a text, to be searched: long ones take more steps."""
        around = sentence(text.plain, start, end)
        self.work.spend(1 + len(around))
        return around
