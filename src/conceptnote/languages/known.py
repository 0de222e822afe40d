"""The languages of papers: a folder of data for each, shipped here or brought by a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from conceptnote.shipped import PACKAGE

if TYPE_CHECKING:
    from pydantic import BaseModel

    from conceptnote.languages.locale import Locale
    from conceptnote.languages.vocabulary import CheckWords, NoteWords, TextWords

DEFAULT = "en"
"""The language of papers if an event names none."""

TAG = re.compile(r"[a-z]{2,3}")
"""An ISO 639 code: the name of the language's folder."""

FILES = ("papers", "words", "checks", "notes")
"""The files of a language's folder, without suffix."""


class Language(Struct, frozen=True, eq=False, dict=True):
    """A language, each file of its folder as a validated record; shipped ones are read on demand."""

    tag: str
    own: Mapping[str, Any] = field(default_factory=dict)
    """The records of a project's own language, by the names of their files."""

    @cached_property
    def papers(self) -> Locale:
        """The words of papers and the web page, with their dates and lists."""
        return self._record("papers")  # type: ignore[no-any-return] # the model of its file

    @cached_property
    def words(self) -> TextWords:
        """The function words, dates and numbers of texts."""
        return self._record("words")  # type: ignore[no-any-return] # the model of its file

    @cached_property
    def checks(self) -> CheckWords:
        """Words that checks recognise in texts."""
        return self._record("checks")  # type: ignore[no-any-return] # the model of its file

    @cached_property
    def notes(self) -> NoteWords:
        """Words that are recognised in an existing note."""
        return self._record("notes")  # type: ignore[no-any-return] # the model of its file

    def _record(self, name: str) -> Any:
        return self.own[name] if self.own else _shipped_record(self.tag, name)


class Languages:
    """The languages of one run by tag, the default one first."""

    def __init__(self, own: Iterable[Language] = ()) -> None:
        known = {tag: Language(tag) for tag in shipped_tags()} | {one.tag: one for one in own}
        self._known = {tag: known[tag] for tag in _in_order(known)}

    @property
    def tags(self) -> tuple[str, ...]:
        """Their tags."""
        return tuple(self._known)

    def __getitem__(self, tag: str) -> Language:
        return self._known[tag]

    def __contains__(self, tag: object) -> bool:
        return isinstance(tag, str) and tag in self._known

    def __iter__(self) -> Iterator[Language]:
        return iter(self._known.values())

    def named(self, name: str) -> str | None:
        """The tag of a language named by a word: `english`, `anglais`, `en-GB`; None if unknown."""
        from babel import Locale as Babel

        folded = name.strip().casefold()
        for one in self:
            if folded in (word.casefold() for word in one.words.names):
                return one.tag
        for speaker in self:
            names = Babel.parse(speaker.papers.babel).languages
            for tag in self.tags:
                if str(names.get(tag, "")).casefold() == folded:
                    return tag
        return None


@cache
def shipped() -> Languages:
    """The shipped languages."""
    return Languages()


@cache
def shipped_tags() -> tuple[str, ...]:
    """Their tags, the default one first, without reading a file."""
    return _in_order(one.name for one in _folder().iterdir() if TAG.fullmatch(one.name) and one.is_dir())


def model_of(name: str) -> type[BaseModel]:
    """The model of a file of a language's folder."""
    from conceptnote.languages.locale import Locale
    from conceptnote.languages.vocabulary import CheckWords, NoteWords, TextWords

    models: dict[str, type[BaseModel]] = {
        "papers": Locale,
        "words": TextWords,
        "checks": CheckWords,
        "notes": NoteWords,
    }
    return models[name]


def _in_order(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(tags, key=lambda tag: (tag != DEFAULT, tag)))


def _folder() -> Path:
    return PACKAGE / "languages"


@cache
def _shipped_record(tag: str, name: str) -> BaseModel:
    from conceptnote.languages.date_words import SHIPPED
    from conceptnote.yamldata import read_data

    data = read_data((_folder() / tag / f"{name}.yaml").read_bytes())
    return model_of(name).model_validate(data, context=SHIPPED)
