"""Measures of time and of lengths on paper."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, InstanceOf, PlainSerializer

from conceptnote.clearspace import PATTERN, ClearSpace, read_clear_space
from conceptnote.schema.text import Written, problem
from conceptnote.units import MILLIMETRES

Minutes = Annotated[int, Field(gt=0, le=24 * 60)]
"""A length of time: from 1 minute to a day."""


_LENGTH = r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)"


def _length(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not (match := re.fullmatch(_LENGTH, value)):
        raise problem("length", f"“{value}” is not a length", "write a number and mm, cm, in or pt: 12 mm")
    length = float(match[1]) * MILLIMETRES[match[2]]
    if not 1 <= length <= 60:
        raise problem("length", f"“{value}” is not between 1 mm and 60 mm", "a logo is 5 to 30 mm high")
    return length


Length = Annotated[
    float,
    BeforeValidator(_length),
    PlainSerializer(lambda millimetres: f"{millimetres} mm", when_used="json"),
    Written("length on paper", f"^{_LENGTH}$", examples=("12 mm", "0.5 in")),
]
"""A length on paper, in millimetres: `12 mm`, `1.2 cm`, `0.5 in`, `34 pt`."""


def _clear_space(value: Any) -> Any:
    if isinstance(value, ClearSpace):
        return value
    if not isinstance(value, str) or (space := read_clear_space(value)) is None:
        shown = f"“{value}”" if isinstance(value, str) else "this"
        raise problem("length", f"{shown} is not a clear space", "write a length, 3 mm, or a share of the height, 25 %")
    if space.mm > 60 or space.share > 2:
        raise problem("length", f"“{value}” is more than 60 mm or 200 %", "see the funder's guidelines")
    return space


Clear = Annotated[
    InstanceOf[ClearSpace],
    BeforeValidator(_clear_space),
    PlainSerializer(lambda space: f"{space.share * 100} %" if space.share else f"{space.mm} mm", when_used="json"),
    Written("length on paper, or share of the mark's height", f"^{PATTERN}$", examples=("3 mm", "25 %")),
]
"""The space around a mark: a length on paper, or a share of the height at which the mark is printed."""
