"""The space around a mark that must stay empty."""

from __future__ import annotations

import re

from msgspec import Struct

from conceptnote.units import MILLIMETRES

PATTERN = r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt|%)"
"""The syntax of a clear space."""


class ClearSpace(Struct, frozen=True):
    """Millimetres on paper, or a share of the printed height of the mark (1.0 is all of it)."""

    mm: float = 0.0
    share: float = 0.0

    def at(self, height: float) -> float:
        """The clear space on each side of a mark of this height, both in millimetres."""
        return self.mm + self.share * height

    def __str__(self) -> str:
        return f"{self.share * 100:g}%" if self.share else f"{self.mm:g}mm"


def read_clear_space(text: str) -> ClearSpace | None:
    """The clear space in a text such as `3 mm` or `25 %`; None for anything else."""
    if not (match := re.fullmatch(PATTERN, text, re.ASCII)):
        return None
    number, unit = float(match[1]), match[2]
    return ClearSpace(share=number / 100) if unit == "%" else ClearSpace(mm=number * MILLIMETRES[unit])
