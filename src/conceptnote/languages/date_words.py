"""Dates, times and numbers in papers of a language: a part of `papers.yaml`."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic import StringConstraints as Constraints

from conceptnote.languages.dates import DatePatterns, DateStyle, bound
from conceptnote.languages.part import Line, Part, Whole, Word, places, problem

ClockStyle = Literal["24h", "24h-dot", "12h", "9h30"]
DigitStyle = Literal["latin", "arabic-indic", "extended-arabic-indic", "devanagari", "bengali"]
"""Sets of digits by their names in Unicode."""
Digits = Annotated[str, Constraints(min_length=10, max_length=10)]
"""The ten digits from zero."""
_TIME = frozenset({"time"})
_TEN = "0123456789"

SHIPPED = "shipped"
"""The validation context for shipped languages."""


class ClockParts(NamedTuple):
    """A time of day without and with its part of the day; `named` for noon and midnight."""

    bare: str
    whole: str
    half: str | None = None
    named: bool = False


def _write_day(pattern: str, babel: str) -> str:
    from babel.dates import format_date

    return format_date(datetime.date(2030, 3, 5), pattern, locale=babel)


def _write_time(pattern: str, babel: str) -> str:
    from babel.dates import format_time

    return format_time(datetime.time(9, 30), pattern, locale=babel)


class DateWords(Part):
    """Patterns of dates and times (Unicode TR 35), and their words and digits."""

    babel: Word
    date: Word
    date_with_weekday: Word
    date_without_year: Word
    date_with_weekday_without_year: Word
    month: Word
    months: Annotated[list[Word], Field(max_length=12)]
    """The twelve names of months if papers do not use those of CLDR; otherwise none."""
    day: Word
    """A day whose month and year are in the other day of a range."""
    largest_unit_first: bool
    """Whether the year precedes the month, and the month the day: then the first day of a range is the complete one."""
    date_styles: dict[DateStyle, DatePatterns]
    """Other styles of dates, as far as the language has them."""
    digits: Annotated[dict[DigitStyle, Digits], Field(min_length=1)]
    """The digits of dates, times and counts by name, the usual ones first."""
    first_day: Word
    """What replaces 1 for the first day of a month."""
    day_to_confirm: Annotated[Line, places("month")]
    date_to_confirm: Word
    time_to_confirm: Word
    time: Word
    clocks: Annotated[dict[ClockStyle, Word], Whole()]
    half_days: Annotated[list[tuple[Annotated[int, Field(ge=0, lt=24)], Word]], Field(min_length=1, max_length=24)]
    """On the 12-hour clock, the first hour of each part of the day, and its name."""
    in_half_day: Annotated[Line, places("time", "half")]
    after_midnight: Word
    """The hour after midnight on the 12-hour clock."""
    noon: Word
    midnight: Word
    until: Annotated[Line, places("start", "end")]
    day_range: Word
    day_shifts: Annotated[dict[Literal["next", "before"], Line], Whole(dict.fromkeys(("next", "before"), _TIME))]
    from_: Annotated[Line, places("start")]
    zone: Annotated[Line, places("time", "city")]
    zone_named: Annotated[Line, places("time", "zone")]
    zone_short: Annotated[Line, places("time", "city")]

    @field_validator("months", mode="after")
    @classmethod
    def _twelve(cls, months: list[str]) -> list[str]:
        if months and len(months) != 12:
            raise problem(f"there are {len(months)} names of months", "write all twelve, or none: []")
        return months

    @field_validator("digits", mode="after")
    @classmethod
    def _in_order(cls, digits: dict[DigitStyle, str]) -> dict[DigitStyle, str]:
        for name, ten in digits.items():
            if [unicodedata.digit(one, None) for one in ten] != list(range(10)):
                raise problem(f"“{name}” are not the digits from 0 to 9: {ten}", 'write them in order: "0123456789"')
        return digits

    @model_validator(mode="after")
    def _understood_by_babel(self, info: ValidationInfo) -> Self:
        """Refuse patterns that Babel cannot use. Shipped languages are tested, so reading one need not load Babel."""
        if info.context == SHIPPED:
            return self
        from babel import Locale as Babel
        from babel.core import UnknownLocaleError

        try:
            Babel.parse(self.babel)
        except (ValueError, UnknownLocaleError):
            raise problem(f"“{self.babel}” is not a locale of CLDR", "write one, such as nl_NL") from None
        dates = [name for name in DateWords.model_fields if name.startswith("date_with")]
        self._check_patterns({name: getattr(self, name) for name in ("date", *dates, "month", "day")}, _write_day)
        for style, patterns in self.date_styles.items():
            self._check_patterns(dict(patterns.paths(f"date-styles.{style}.")), _write_day)
        clocks = {"time": self.time, "after_midnight": self.after_midnight}
        self._check_patterns(clocks | {f"clocks.{name}": pattern for name, pattern in self.clocks.items()}, _write_time)
        return self

    def _check_patterns(self, patterns: Mapping[str, str], write: Callable[[str, str], str]) -> None:
        for name, pattern in patterns.items():
            try:
                write(pattern, self.babel)
            except Exception:
                # A pattern can make Babel fail in any way.
                message = f"“{name.replace('_', '-')}” is not a pattern of dates and times (Unicode TR 35): {pattern}"
                raise problem(message, "write a pattern such as: EEEE d MMMM y, or H:mm") from None

    def with_digits(self, style: DigitStyle | None) -> Self:
        """The same with another set of digits; unchanged if the language does not have it."""
        if style is None or style not in self.digits or style == next(iter(self.digits)):
            return self
        return self.model_copy(update={"digits": {style: self.digits[style]} | self.digits})

    @property
    def own_digits(self) -> str:
        """The ten digits of numbers, if not those from 0 to 9."""
        ten = next(iter(self.digits.values()))
        return "" if ten == _TEN else ten

    def numbered(self, text: str) -> str:
        """A text of the locale with numbers in the locale's digits."""
        return text.translate(str.maketrans(_TEN, self.own_digits)) if self.own_digits else text

    def format_date(self, day: datetime.date, pattern: str) -> str:
        """A date by one of the locale's patterns (Unicode TR 35), with number and month kept together."""
        return self.numbered(self._written(day, bound(pattern, day, self.first_day)))

    def dates(self, style: DateStyle | None) -> DatePatterns:
        """The patterns of a style; the usual ones if the language does not have it."""
        if style in self.date_styles:
            return self.date_styles[style]
        day, short, whole = self.day, self.date_without_year, self.date
        first = self.largest_unit_first
        return DatePatterns.model_construct(
            date=whole,
            date_with_weekday=self.date_with_weekday,
            date_without_year=short,
            date_with_weekday_without_year=self.date_with_weekday_without_year,
            days_in_month=[whole, day, day] if first else [day, day, whole],
            days_in_month_without_year=[short, day, day] if first else [day, day, short],
            days_in_year=[whole, short, short] if first else [short, short, whole],
        )

    def format_month(self, month: datetime.date) -> str:
        """A month with its year."""
        return self.numbered(self._written(month, self.month))

    def _written(self, day: datetime.date, pattern: str) -> str:
        from babel.dates import format_date

        if self.months:
            # Babel knows one name for each month: ours enter as words of the pattern.
            name = "'" + self.months[day.month - 1].replace("'", "''") + "'"
            pattern = "'".join(
                part if at % 2 else re.sub("MMMM|LLLL", name, part) for at, part in enumerate(pattern.split("'"))
            )
        return format_date(day, pattern, locale=self.babel)

    @property
    def half_first(self) -> bool:
        """Whether the half of the day precedes the time: then the first time of a span has it for both."""
        return self.in_half_day.startswith("{half}")

    def clock_parts(self, clock: datetime.time, style: ClockStyle | None = None) -> ClockParts:
        """A time of day by the locale's pattern, or on the requested clock."""
        from babel.dates import format_time

        pattern = self.clocks[style] if style else self.time
        if style == "12h" and not clock.hour:
            pattern = self.after_midnight
        bare = self.numbered(format_time(clock, pattern, locale=self.babel))
        if style != "12h":
            return ClockParts(bare, bare)
        if clock in (datetime.time(0), datetime.time(12)):
            # 12 a.m. and 12 p.m. are ambiguous.
            word = self.noon if clock.hour else self.midnight
            return ClockParts(word, word, named=True)
        half = max(one for one in self.half_days if one[0] <= clock.hour)[1]
        return ClockParts(bare, self.in_half_day.format(time=bare, half=half), half)
