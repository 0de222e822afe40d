"""CN107, CN108 and CN198: time zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import any_time, spell
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.words import any_of, half_of_day, words
from conceptnote.diagnostics import Severity
from conceptnote.schema.event import Event
from conceptnote.textfolding import plain_words


@rule("CN107", Severity.ERROR)
def zone_letters(context: Context) -> Iterator[Remark]:
    """A text gives winter time in summer, or summer time in winter."""
    dated = [(one, one.day, one.start or one.at(time(12))) for one in context.occasions if one.day]
    right = {one.local(start).tzname() or "": (one, day) for one, day, start in dated}
    names = {
        datetime(day.year, month, 1, 12, tzinfo=one.zone).tzname() or ""
        for one, day, _ in dated
        for month in range(1, 13)
    }
    wrong = {name for name in names - right.keys() if name.isalpha()}
    if not wrong or len(dated) < len(context.occasions) or not all(map(str.isalpha, right)):
        return
    letters, (one, day) = next(iter(right.items()))
    half = f"(?:{half_of_day('am')}|{half_of_day('pm')})"
    pattern = re.compile(rf"(?:\d|{half}\.?)\s?\(?(?P<zone>{any_of(wrong)})(?!\w)")
    for text in context.texts:
        for match in pattern.finditer(text.plain):
            message = f"“{match['zone']}” is not the time of {one.timezone} on {spell(day)}"
            yield Remark(text.path, message, f"write {letters}, or name the city", text.text[: match.start("zone")])


@rule("CN108", Severity.WARNING)
def time_without_zone(context: Context) -> Iterator[Remark]:
    """A text about an online event gives a time without its zone."""
    event = context.event
    modes = {one.mode for one in context.occasions if one.mode in ("online", "hybrid")}
    if not modes:
        return
    mode = next(one.mode for one in context.occasions if one.mode in modes)
    city = event.timezone.rsplit("/", 1)[-1].replace("_", " ")
    cities = {one.timezone.rsplit("/", 1)[-1].replace("_", " ") for one in context.occasions}
    name = event.timezone_name or f"{city} time"
    phrases = any_of([*words("zone-phrases"), *cities, name])
    result = re.compile(rf"(?<!\w){any_of(words('zones'))}(?!\w)|{phrases}", re.IGNORECASE)
    for text in context.texts:
        if "agenda" in text.path:
            continue
        for match in any_time().finditer(text.plain):
            if not result.search(context.sentence(text, match.start(), match.end())):
                message = f"“{match[0].strip()}” does not say whose time it is, and the event is {mode}"
                yield Remark(text.path, message, f"add “({name})”", text.text[: match.start()])
                break


@rule("CN198", Severity.WARNING)
def zone_of_another_city(context: Context) -> Iterator[Remark]:
    """Papers name the time after the city of its zone, and the event is in another city.

    `timezone_name` and `timezone_style` settle it.
    """
    event = context.event
    if event.timezone_name or event.timezone_style != "city":
        return
    bare = plain_words(event.timezone.rsplit("/", 1)[-1].replace("_", " "))
    for one in context.occasions:
        city = one.venue.city if one.venue and one.mode != "online" and one.timezone == event.timezone else None
        # The names of languages are last, because Babel takes long to load.
        if city and one.time and plain_words(city) != bare and plain_words(city) not in _names_of_city(event):
            printed, better = (event.locale.zone.format(time="", city=name).strip(" ()")
                               for name in (event.locale.city(event.timezone), city))  # fmt: skip
            message = f"papers say “{printed}”, and the event takes place in {city}"
            yield Remark(("timezone",), message, f"add “timezone_name: {better}”, or “timezone_style: abbreviation”")
            return


def _names_of_city(event: Event) -> Iterator[str]:
    """The names of the city of the event's zone in each language."""
    yield from (plain_words(one.papers.city(event.timezone)) for one in event.known_languages)
