"""What papers call a time zone, where not by the city that it is named after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from conceptnote.schema.text import Choice

ZoneStyle = Annotated[Literal["city", "abbreviation", "offset"], Choice()]
"""How papers write time zones: `Zurich time`, `CET` or `UTC+1`."""

_MINUS = "\N{MINUS SIGN}"


def zone_code(style: ZoneStyle, zone: str, moment: datetime | None) -> str | None:
    """The letters of a zone, or its distance from UTC, at a moment of a known day; None where its city is said.

    Zones without letters, such as `America/Sao_Paulo`, have their distance.
    """
    if style == "city" or moment is None:
        return None
    local = moment.astimezone(ZoneInfo(zone))
    letters = local.tzname() or ""
    if style == "abbreviation" and letters.isalpha():
        return letters
    return _offset(local.utcoffset() or timedelta())


def _offset(distance: timedelta) -> str:
    minutes = round(abs(distance).total_seconds() / 60)
    if not minutes:
        return "UTC"
    sign = _MINUS if distance < timedelta() else "+"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
