"""The words of the papers that are not the user's: one YAML file a language, and Babel for dates."""

from __future__ import annotations

import datetime
import typing
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from conceptnote.pageformat import Imposition
from conceptnote.yamldata import read_data

Word = Annotated[str, StringConstraints(min_length=1)]
ClockStyle = Literal["24h", "12h", "9h30"]
Status = Literal["confirmed", "invited", "tbc", "declined", "replaced"]
Heading = Literal[
    "agenda", "speakers", "questions", "acknowledgement", "practical", "structure", "contacts", "panel", "your-part",
    "talking-points", "biographies", "imprint",
]  # fmt: skip
OnSite = Literal[
    "skip", "contents", "downloads", "calendar", "data", "utc", "yours", "page", "pages", "preview", "events", "all",
    "languages",
]  # fmt: skip
Fact = Literal[
    "date", "time", "date-and-time", "venue", "host", "mode", "type", "parent-event", "mandate",
    "theme", "symbol", "languages", "registration", "status", "access",
    "role", "minutes", "topic", "with", "session",
]  # fmt: skip


def _kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class ClockParts(NamedTuple):
    """A time of day without and with the part of the day that it is in; `named` for noon and midnight."""

    bare: str
    whole: str
    half: str | None = None
    named: bool = False


class Locale(BaseModel):
    """One language's words; a locale that lacks one, or has one too many, is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab)
    __hash__ = object.__hash__

    babel: Word
    date: Word
    date_with_weekday: Word
    date_without_year: Word
    date_with_weekday_without_year: Word
    month: Word
    day_to_confirm: Word
    date_to_confirm: Word
    time_to_confirm: Word
    time: Word
    clocks: dict[ClockStyle, Word]
    half_days: list[tuple[Annotated[int, Field(ge=0, lt=24)], Word]]
    """On the 12-hour clock, the hour that each part of the day begins with, and what it is called."""
    in_half_day: Word
    after_midnight: Word
    """How times in the hour after midnight are written there."""
    noon: Word
    midnight: Word
    until: Word
    day_range: Word
    day_shifts: dict[Literal["next", "before"], Word]
    from_: Word
    zone: Word
    zone_short: Word
    page: Word
    quotes: list[Word] | Word
    and_: Word
    colon: Word
    semicolon: Word
    first_day: Word
    bound_marks: str
    documents: dict[str, Word]
    statuses: dict[Status, str]
    document_statuses: dict[Literal["draft", "provisional", "final", "cancelled", "tbc"], str]
    as_of: Word
    version: Word
    accesses: dict[Literal["open", "by-invitation", "closed"], Word]
    accesses_of: dict[Literal["by-invitation"], Word]
    modes: dict[Literal["in-person", "online", "hybrid"], Word]
    presences: dict[Literal["in-person", "remote", "video-message"], str]
    on_behalf_of: Word
    delivered_by: Word
    in_place_of: Word
    hosted_by: Word
    alternative: Word
    minutes: Word
    facts: dict[Fact, Word]
    missing: Word
    interpretation: Word
    register_by: Word
    headings: dict[Heading, Word]
    agenda: dict[Literal["time", "time-in", "item", "who"], Word]
    collection: dict[Literal["event", "by-day", "by-venue", "by-organiser", "no-venue"], Word]
    show: dict[Literal["time", "item", "place", "cue", "responsible"], Word]
    attendance: dict[Literal["name", "organisation", "signature"], Word]
    internal: Word
    salutation: Word
    invites: Word
    invite: Word
    invited: Word
    funded_project: Word
    site: dict[OnSite, Word]
    downloads: dict[Literal["pdf", "docx", "ics", "csv", "json"], Word]
    source_data: Word
    portrait: Word
    logo: Word
    photos: Word
    annex: Word
    only_annex: Word
    role_groups: dict[str, Word]
    sheets: dict[Literal["a4", "letter"], Word]
    impositions: dict[Imposition, Word]
    imposed: Word
    countries: dict[str, Word]
    """Countries that the United Nations call by other names than Babel does, by their ISO 3166-1 codes."""
    roles: dict[str, Annotated[list[Word], Field(min_length=2, max_length=2)]]

    @model_validator(mode="after")
    def _complete(self) -> Locale:
        for name, field in type(self).model_fields.items():
            if typing.get_origin(field.annotation) is dict:
                needed = typing.get_args(typing.get_args(field.annotation)[0])
                if missing := set(needed) - set(getattr(self, name)):
                    raise ValueError(f"{name} has no word for {', '.join(sorted(missing))}")
        return self

    def date_pattern(self, *, year: bool, weekday: bool) -> str:
        """How a date is written, with and without its year and weekday."""
        if year:
            return self.date_with_weekday if weekday else self.date
        return self.date_with_weekday_without_year if weekday else self.date_without_year

    def format_date(self, day: datetime.date, pattern: str) -> str:
        """A date by one of the locale's patterns (Unicode TR 35), its number and month kept together."""
        from babel.dates import format_date

        text = format_date(day, pattern, locale=self.babel)
        number = self.first_day if day.day == 1 else str(day.day)
        return text.replace(f"{day.day} ", f"{number}\u00a0", 1)

    def format_month(self, month: datetime.date) -> str:
        """A month with its year."""
        from babel.dates import format_date

        return format_date(month, self.month, locale=self.babel)

    def clock_parts(self, clock: datetime.time, style: ClockStyle | None = None) -> ClockParts:
        """A time of day by the locale's own pattern, or on the clock that is asked for."""
        from babel.dates import format_time

        pattern = self.clocks[style] if style else self.time
        if style == "12h" and not clock.hour:
            pattern = self.after_midnight
        bare = format_time(clock, pattern, locale=self.babel)
        if style != "12h":
            return ClockParts(bare, bare)
        if clock in (datetime.time(0), datetime.time(12)):
            # 12 a.m. and 12 p.m. are read in two ways.
            word = self.noon if clock.hour else self.midnight
            return ClockParts(word, word, named=True)
        half = max(one for one in self.half_days if one[0] <= clock.hour)[1]
        return ClockParts(bare, self.in_half_day.format(time=bare, half=half), half)

    @property
    def typography(self) -> tuple[tuple[str, ...], str]:
        """The quotation marks, outer and inner, and the marks that no line break parts from their word."""
        return tuple(self.quotes), self.bound_marks

    def city(self, zone: str) -> str:
        """The city that a zone of the IANA database is named after."""
        from babel import Locale as Babel

        names = Babel.parse(self.babel).time_zones.get(zone, {})
        return str(names.get("city") or zone.rsplit("/", 1)[-1].replace("_", " "))

    def language_name(self, code: str) -> str:
        """The name of a language, with a capital where the locale gives it one."""
        from babel import Locale as Babel

        return str(Babel.parse(self.babel).languages.get(code, code))

    def country_name(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code, as the United Nations have it (UNTERM)."""
        from babel import Locale as Babel

        return self.countries.get(code) or str(Babel.parse(self.babel).territories.get(code, code))


@cache
def load_locale(language: str) -> Locale:
    """Read the shipped words of a language."""
    source = files("conceptnote.i18n") / "locales" / f"{language}.yaml"
    return Locale.model_validate(read_data(source.read_bytes()))
