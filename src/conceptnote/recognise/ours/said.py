"""The words of papers in one language, read backwards: from what is printed to the value."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import available_timezones

from conceptnote.datapath import texts_in
from conceptnote.languages.known import Language
from conceptnote.languages.locale import Locale
from conceptnote.recognise.words import fold

_PLACE = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_WORDS = 3
"""The most words of an article with a preposition."""


class Said:
    """What the words of a language's papers mean."""

    def __init__(self, language: Language) -> None:
        self.papers: Locale = language.papers

    @cached_property
    def _all(self) -> list[str]:
        return list(texts_in(self.papers.model_dump()))

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(fold(text) for text in self._all if "{" not in text)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of papers, in small letters."""
        return frozenset(word for text in self._all for word in _WORD.findall(fold_in(_PLACE.sub(" ", text))))

    def is_label(self, text: str) -> bool:
        """Whether a whole paragraph is the papers' own: a label, a heading, a number."""
        bare = fold(text).strip(" :.،：")
        parts = [part.strip(" .") for part in bare.split("·")]
        return not _WORD.search(bare) or all(
            part in self._whole or any(one.fullmatch(part) for one in self._counts) for part in parts
        )

    @cached_property
    def _counts(self) -> list[re.Pattern[str]]:
        """Patterns for numbers, days and names of zones: “Page 1 of 3”, “Time (Geneva)”."""
        papers = self.papers
        texts = [papers.page, papers.version, papers.annex, papers.agenda["time-in"], papers.as_of]
        texts += [papers.continued, papers.salutation]
        return [re.compile(".*".join(re.escape(fold(part)) for part in _PLACE.split(one))) for one in texts]

    def unknown(self, text: str, besides: Container[str] = ()) -> bool:
        """Whether words between values have one that neither papers have nor those `besides`."""
        return any(word not in self.words and word not in besides and not self._within(word) for word in words_of(text))

    def _within(self, word: str) -> bool:
        """Whether letters of a script without spaces are words of the papers."""
        return word > "\u2e80" and any(word in _PLACE.sub("", text) for text in self._all)

    def key(self, table: Mapping[Any, Any], text: str) -> str | None:
        """The key of a word in a table; of several with the same word, the first."""
        wanted = fold(text).strip(" ()（）:：")
        for key, words in table.items():
            given = words.values() if isinstance(words, Mapping) else [words]
            if any(fold(str(word)) == wanted for word in given if word):
                return str(key)
        return None

    def role(self, text: str) -> str:
        """The role that a word names; any other word as it is."""
        wanted = fold(text).strip(" :：،,·")
        for role, words in self.papers.roles.items():
            if any(fold(str(word)) == wanted for word in texts_in(words)):
                return role
        for role, words in self.papers.role_groups.items():
            leads = [fold(_PLACE.split(str(one))[0]).strip(" :：") for one in texts_in(words)]
            if wanted in leads:
                return role
        for role, words in self.papers.role_groups.items():
            leads = [fold(_PLACE.split(str(one))[0]).strip(" :：") for one in texts_in(words)]
            if any(lead.startswith(f"{wanted} ") or wanted.startswith(f"{lead} ") for lead in leads if wanted and lead):
                return role
        return text.strip(" :：")

    def starts(self, pattern: str, text: str) -> bool:
        """Whether words between values lead to the value of a pattern: “delivered by {whom}”."""
        lead = fold(_PLACE.split(pattern)[0]).strip(" :")
        return bool(lead) and lead in fold(text)

    def without_article(self, name: str) -> str:
        """The name of a party without the article or preposition that a sentence gives it."""
        papers = self.papers
        for match in list(re.finditer(r"[’\s]+", name))[:_FIRST_WORDS]:
            before, rest = name[: match.end()], name[match.end() :]
            named = papers.named(rest)
            given = {named.article} if named.article else set()
            given |= {papers.before_names(f"x {one} ", [named])[1][0] for one in papers.prepositions}
            if before.casefold() in {one.casefold() for one in given}:
                return rest
        return name

    def month(self, text: str) -> str | None:
        """A month in words as `2031-06`."""
        year = re.search(r"\d{4}", text)
        for month in range(1, 13) if year else ():
            if fold(self.papers.format_month(date(int(year[0]), month, 1))) == fold(text):  # type: ignore[index] # there is a year
                return f"{year[0]}-{month:02}"  # type: ignore[index] # as above
        return None

    @cached_property
    def language_codes(self) -> dict[str, str]:
        """The codes of languages by their names in this one."""
        from babel import Locale as Babel

        every = map(str, Babel.parse(self.papers.babel).languages)
        codes = [code for code in every if re.fullmatch("[a-z]{2,3}", code)]
        return {fold(self.papers.language_name(code)): code for code in sorted(codes, key=len, reverse=True)}

    @cached_property
    def zones(self) -> dict[str, str]:
        """The time zones by the cities that papers name them by."""
        every = sorted(zone for zone in available_timezones() if "/" in zone)
        return {fold(self.papers.city(zone)): zone for zone in reversed(every)}

    @cached_property
    def country_codes(self) -> dict[str, str]:
        """The codes of countries by their names in this language."""
        from babel import Locale as Babel

        every = map(str, Babel.parse(self.papers.babel).territories)
        codes = [code for code in every if re.fullmatch("[A-Z]{2}", code)]
        return {fold(self.papers.country_name(code)): code for code in codes}


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORD.findall(fold_in(text))


def fold_in(text: str) -> str:
    """A text for comparison, with its length."""
    return fold(text, keep_length=True)


def language_of(texts: Iterable[str], languages: Iterable[Language], usual: str) -> str:
    """The language whose papers have most of some labels; of several, the usual one."""
    wanted = [fold(text).strip(" :：") for text in texts]
    counts: dict[str, int] = {}
    for language in languages:
        known = {fold(text).strip(" :：") for text in texts_in(language.papers.model_dump()) if "{" not in text}
        counts[language.tag] = sum(one in known for one in wanted if one)
    most = max(counts.values(), default=0)
    best = [tag for tag, count in counts.items() if count == most]
    return usual if usual in best or not best else best[0]
