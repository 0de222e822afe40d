"""A text as large as its place allows: names on plates and badges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.write.metrics import text_width

if TYPE_CHECKING:
    from conceptnote.theme.styles import Style
    from conceptnote.theme.theme import Theme

_SLACK = 0.99  # Layout engines round otherwise than we measure.


def fitted(text: str, theme: Theme, style: Style, room: float) -> float | None:
    """The largest size in points, from the style's own down to its `fit`, at which a text keeps to its lines.

    `room` is the width in millimetres. None where the style has one size. A text that does not fit at the smallest
    is given that: it takes more lines, and a word is broken rather than lost.
    """
    if style.fit is None:
        return None
    own = theme.sizes[style.size or "text"]
    widths = [text_width(word, theme, style) for word in text.split()]
    space = text_width(" ", theme, style)
    points = own
    while points > style.fit and not _keeps(widths, space, room * _SLACK * own / points, style.lines):
        points -= 0.5
    return max(points, style.fit)


def _keeps(widths: list[float], space: float, room: float, most: int) -> bool:
    """Whether words keep to so many lines in a room that is measured at their own size."""
    lines, used = 1, -space
    for width in widths:
        if width > room:
            return False
        if used + space + width > room:
            lines, used = lines + 1, width
        else:
            used += space + width
    return lines <= most
