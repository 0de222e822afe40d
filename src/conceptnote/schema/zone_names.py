"""Names of time zones other than their city."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from conceptnote.schema.text import Choice

ZoneStyle = Annotated[Literal["city", "abbreviation", "offset"], Choice()]
"""How papers write time zones: `Zurich time`, `CET` or `UTC+1`."""

_MINUS = "\N{MINUS SIGN}"


def zone_code(style: ZoneStyle, zone: str, moment: datetime | None) -> str | None:
    """The abbreviation of a zone or its offset from UTC on a known day; None if papers print its city.

    Zones without an abbreviation, such as `America/Sao_Paulo`, have the offset.
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
