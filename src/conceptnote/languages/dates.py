"""Dates in a language: patterns of Unicode TR 35 in each of its styles, a part of `papers.yaml`."""

import datetime
import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from conceptnote.languages.part import Part, Word

DateStyle = Literal["day-first", "month-first", "numeric"]
Days = Annotated[list[Word], Field(min_length=3, max_length=3)]
"""The pattern of the first of several days, of those between, and of the last."""

_DAY_ALONE = re.compile(r"(?<!d)d(?=\u00a0[M']|$)")
_BETWEEN_DAY_AND_MONTH = re.compile(r"(?<=[d.']) (?=[M'])|(?<=M) (?=d)")


def bound(pattern: str, day: datetime.date, first_day: str) -> str:
    """A date pattern that keeps number and month on one line, with the language's word for the first day."""
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
        """The pattern of a date, with and without year and weekday."""
        if year:
            return self.date_with_weekday if weekday else self.date
        return self.date_with_weekday_without_year if weekday else self.date_without_year

    def paths(self, before: str) -> Iterator[tuple[str, str]]:
        """All patterns with the paths of their keys."""
        for name in type(self).model_fields:
            written = getattr(self, name)
            yield from ((f"{before}{name}", one) for one in ([written] if isinstance(written, str) else written))

    def pattern_among(
        self, day: datetime.date, before: datetime.date | None, after: datetime.date | None, *, year: bool
    ) -> str:
        """The pattern of a day in a list or a range, which is in order."""
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
