"""How a language writes dates: patterns of Unicode TR 35 in each of its styles: a part of `papers.yaml`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from conceptnote.languages.part import Part, Word

DateStyle = Literal["day-first", "month-first", "numeric"]
Days = Annotated[list[Word], Field(min_length=3, max_length=3)]
"""How the first of several days is written, those between, and the last."""

_DAY_ALONE = re.compile(r"(?<!d)d(?=\u00a0[M']|$)")
_BETWEEN_DAY_AND_MONTH = re.compile(r"(?<=[d.']) (?=[M'])|(?<=M) (?=d)")


def bound(pattern: str, day: datetime.date, first_day: str) -> str:
    """A pattern of a date whose number and month no line break parts, with the language's word for the first day."""
    pattern = _BETWEEN_DAY_AND_MONTH.sub("\u00a0", pattern)
    return _DAY_ALONE.sub(f"'{first_day}'", pattern, count=1) if day.day == 1 else pattern


class DatePatterns(Part):
    """The patterns of one style."""

    date: Word
    date_with_weekday: Word
    date_without_year: Word
    date_with_weekday_without_year: Word
    days_in_month: Days
    """Days of one month: “2”, “3” and “4 March 2031”."""
    days_in_month_without_year: Days
    days_in_year: Days
    """Days of several months in one year: “30 March”, “2 April” and “3 May 2031”."""

    def date_pattern(self, *, year: bool, weekday: bool) -> str:
        """How a date is written, with and without its year and weekday."""
        if year:
            return self.date_with_weekday if weekday else self.date
        return self.date_with_weekday_without_year if weekday else self.date_without_year

    def paths(self, before: str) -> Iterator[tuple[str, str]]:
        """Every pattern with the path of its key."""
        for name in type(self).model_fields:
            written = getattr(self, name)
            yield from ((f"{before}{name}", one) for one in ([written] if isinstance(written, str) else written))

    def pattern_among(
        self, day: datetime.date, before: datetime.date | None, after: datetime.date | None, *, year: bool
    ) -> str:
        """How a day is written between others of a list or a range, which are in their order."""
        one_month = [
            other is not None and (other.year, other.month) == (day.year, day.month) for other in (before, after)
        ]
        one_year = [other is not None and other.year == day.year for other in (before, after)]
        of_month = self.days_in_month if year else self.days_in_month_without_year
        of_year = self.days_in_year if year else [self.date_without_year] * 3
        match one_month, one_year:
            case [True, True], _:
                return of_month[1]
            case [False, True], _:
                return of_month[0]
            case [True, False], [_, True]:
                return self.days_in_month_without_year[2]
            case [True, False], _:
                return of_month[2]
            case _, [True, True]:
                return of_year[1]
            case _, [False, True]:
                return of_year[0]
            case _, [True, False]:
                return of_year[2]
        return self.date_pattern(year=year, weekday=False)
