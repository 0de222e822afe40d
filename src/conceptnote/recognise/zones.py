"""Cities, countries and abbreviations -> time zones."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from conceptnote.languages.known import Languages
from conceptnote.recognise.words import Words, fold

# Elsewhere zones are named after directions and States too: Australia/West, US/Central.
_AREAS = ("Africa", "America", "Asia", "Europe")
_MARKS = re.compile(r"[\u064b-\u065f\u0670]")
"""The marks above Arabic letters."""


@lru_cache(8)
def _cities(words: Words) -> dict[str, str]:
    from babel import Locale

    known = {}
    for language in words.known:
        names = Locale.parse(language.papers.babel).time_zones
        for zone in sorted(zoneinfo.available_timezones()):
            area, _, city = zone.partition("/")
            if area in _AREAS and "/" not in city:
                known[fold(names.get(zone, {}).get("city") or city.replace("_", " "))] = zone
    known |= words.cities
    return {_bare(city): zone for city, zone in known.items()}


def _bare(text: str) -> str:
    """Folded words with one blank between them, without the marks above Arabic letters."""
    return " ".join(re.findall(r"\w+", _MARKS.sub("", fold(text))))


def find_zone(text: str, words: Words) -> str | None:
    """The time zone of the last city that a text names; an address ends with its city."""
    folded = f" {_bare(text)} "
    named = ((city if city > "\u2e80" else f" {city} ", zone) for city, zone in _cities(words).items())
    found = [(folded.rindex(city) + len(city), len(city), zone) for city, zone in named if city in folded]
    return max(found)[2] if found else None


def is_city(text: str, words: Words) -> bool:
    """Whether a text is the name of a city, and no more."""
    return _bare(text) in _cities(words)


def is_country(text: str, words: Words) -> bool:
    """Whether a text is the name of a country, and no more."""
    bare = " ".join(one for one in _bare(text).split() if one not in words.lists["ands"])  # “Trinidad & Tobago”
    return bare in map(_bare, _codes(words.known))


def zone_of_building(text: str, words: Words) -> str | None:
    """The time zone of a well-known building that a text names: `Palais des Nations`."""
    folded = f" {_bare(text)} "
    return next((zone for name, zone in words.venues.items() if f" {_bare(name)} " in folded), None)


OFFSET = r"(?:GMT|UTC)\s?[+−–-]\s?\d{1,2}(?:[:.]?\d{2})?(?!\d)"
"""A difference to universal time: `GMT+1`, `UTC−05:00`."""


def find_abbreviation(text: str, words: Words) -> str | None:
    """The time zone that an abbreviation in a text stands for most often: `EST`. A difference is no zone."""
    text = re.sub(OFFSET, "", text)
    return next((words.zones[word] for word in re.findall(r"\b[A-Z]{2,4}\b", text) if word in words.zones), None)


def zone_of_country(text: str, words: Words) -> str | None:
    """The time zone of a country that a text names, if it has the same time everywhere."""
    from babel.core import get_global

    folded = f" {_bare(text)} "
    named = [code for name, code in _codes(words.known).items() if f" {_bare(name)} " in folded]
    zones = [zone for code in named for zone in get_global("territory_zones").get(code, ())]
    return zones[0] if _same_time(zones) else None


_MOST = 20.0
"""The percentage of a country's people that makes a language one of its own."""


@lru_cache(16)
def zone_of_language(tag: str) -> str | None:
    """The time zone of the countries in which most people speak a language, if all have the same time."""
    from babel import Locale
    from babel.core import get_global

    spoken = get_global("territory_languages")
    shares = ((code, found[tag]) for code, found in spoken.items() if tag in found)
    zones = [zone for code, one in shares if one["population_percent"] > _MOST and one.get("official_status")
             for zone in get_global("territory_zones").get(code, ())]  # fmt: skip
    main = get_global("territory_zones").get(Locale.parse(get_global("likely_subtags").get(tag, tag)).territory or "")
    return main[0] if main and _same_time(zones) else None


def _same_time(zones: Iterable[str]) -> bool:
    days = [datetime(2030, month, 1) for month in (1, 7)]
    return len({tuple(zoneinfo.ZoneInfo(zone).utcoffset(day) for day in days) for zone in zones}) == 1


@lru_cache(8)
def countries(languages: Languages) -> frozenset[str]:
    """The names of countries in all languages, folded."""
    return frozenset(_codes(languages))


@lru_cache(8)
def _codes(languages: Languages) -> dict[str, str]:
    """The codes of countries by their names in all languages, folded."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in languages:
        territories = Locale.parse(language.papers.babel).territories
        found |= {fold(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return found
