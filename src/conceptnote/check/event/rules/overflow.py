"""CN184: words without room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conceptnote.check.event.context import Context
from conceptnote.check.event.papers import Sheet, Word, block_of
from conceptnote.check.event.printed import remark_on
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity

if TYPE_CHECKING:
    from conceptnote.read.tags import Place

_SLACK = 0.5  # Millimetres of rounding.


@rule("CN184", Severity.WARNING, rendered=True)
def overflowing_words(context: Context) -> Iterator[Remark]:
    """A word is outside the margins, or over another word."""
    for paper in context.papers:
        for sheet in paper.sheets:
            reported: set[Place] = set()
            for word, what in (*_outside(sheet), *_upon_others(sheet)):
                block = block_of(word.place)
                if block not in reported:
                    reported.add(block)
                    message = f"“{_shortened(word.text)}” {what}"
                    hint = "shorten it, or break it with a space or a hyphen"
                    yield remark_on(context, paper, sheet, block, message, hint)


def _outside(sheet: Sheet) -> Iterator[tuple[Word, str]]:
    area = sheet.area
    for word in sheet.words:
        beyond = max(word.box.right - area.right, area.left - word.box.left)
        if beyond > _SLACK:
            yield word, f"reaches {beyond:.0f} mm beyond the margin"
        elif word.place and not area.top < word.middle < area.bottom:
            yield word, "is outside the text area of the page"


def _upon_others(sheet: Sheet) -> Iterator[tuple[Word, str]]:
    """Words that cover others by half of their height, because the lines of a font may touch."""
    down = sorted(sheet.words, key=lambda word: word.box.top)
    for at, word in enumerate(down):
        for other in down[at + 1 :]:
            if other.box.top > word.box.bottom:
                break
            shared = word.box.within(other.box)
            least = min(word.box.height, other.box.height)
            if shared and shared.width > _SLACK and shared.height > least / 2:
                yield word, f"and “{_shortened(other.text)}” overlap"


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
