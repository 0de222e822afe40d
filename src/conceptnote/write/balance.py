"""A title or a name balanced over its lines, as CSS has it (CSS Text 4, section 6.5: `text-wrap: balance`).

Neither WeasyPrint nor Word knows the property; both know a narrower line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.write.metrics import text_width

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

_SLACK = 1.0  # millimetres: the layout engines round otherwise than we measure
_MOST_LINES = 6


def balanced_width(text: str, style: str, theme: Theme, room: float, points: float | None = None) -> float | None:
    """The width in millimetres that sets a title in lines of like length; None where it needs no help.

    It takes as many lines as it would in the full width, which is `room`, at `points` or else the style's own size.
    Only styles that ask for it are balanced.
    """
    title = theme.styles[style]
    if not title.balance:
        return None
    scale = points / theme.sizes[title.size or "text"] if points else 1.0
    widths = [text_width(word, theme, title) * scale for word in text.split(" ")]
    space = text_width(" ", theme, title) * scale
    lines = _lines(widths, space, room)
    if not 1 < lines <= _MOST_LINES or max(widths) >= room:
        return None
    low, high = max(widths), room
    while high - low > _SLACK:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(widths, space, middle) == lines else (middle, high)
    return min(high + _SLACK, room)


def _lines(widths: list[float], space: float, room: float) -> int:
    lines, used = 1, -space
    for width in widths:
        if used + space + width > room and used > 0:
            lines, used = lines + 1, width
        else:
            used += space + width
    return lines
