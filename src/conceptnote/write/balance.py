"""Balance a title or a name over its lines, as CSS does (CSS Text 4, section 6.5: `text-wrap: balance`).

Neither WeasyPrint nor Word supports the property; both support a narrower line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conceptnote.write.metrics import text_width

if TYPE_CHECKING:
    from conceptnote.theme.styles import Style
    from conceptnote.theme.theme import Theme

_SLACK = 1.0  # millimetres: layout engines round differently
_MOST_LINES = 6
_STOPS = "，。；：！？"
_OPENING, _CLOSING = "（《〈「『【“‘", "，。、；：？！）》〉」』】”’…"
_IDEOGRAPH = "[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_CLOSE = f"[{_OPENING}]*(?:{_IDEOGRAPH}|[^{_OPENING}{_CLOSING}\u2e80-\u9fff]+)[{_CLOSING}]*|."
"""Parts that stay together where lines break between letters: no line begins with closing punctuation."""
_CLAUSE = re.compile(f"[^{_STOPS}]+[{_CLOSING}]*")


def balanced_width(
    text: str, style: str, theme: Theme, room: float, points: float | None = None, *, whole: bool = False
) -> float | None:
    """The width in millimetres that balances the lines of a title; None if it needs none.

    The number of lines stays that of the full width, `room`, at `points` or the style's size. Only styles that ask for
    it are balanced. `whole` says that its clauses stay whole.
    """
    title = theme.styles[style]
    if not title.balance:
        return None
    scale = points / theme.sizes[title.size or "text"] if points else 1.0
    space = space_width(text, theme, title) * scale
    parts = [(one, False) for one in clauses_of(text)] if whole else words_of(text)
    widths = [(text_width(word, theme, title) * scale, space * apart) for word, apart in parts]
    widest = max(width for width, _ in widths)
    # An engine may break a line that is almost full: then the lines after it are balanced.
    lines = _lines(widths, room - _SLACK)
    if not 1 < lines <= _MOST_LINES or widest >= room:
        return None
    low, high = widest, room
    while high - low > _SLACK:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(widths, middle) == lines else (middle, high)
    return min(high + _SLACK, room)


def keeps_clauses(text: str, style: str, theme: Theme, room: float, points: float | None = None) -> bool:
    """Whether a title of several clauses, in a script without spaces, has each of them on one line.

    Otherwise lines break after any letter, in the middle of a word.
    """
    title, clauses = theme.styles[style], clauses_of(text)
    if not title.balance or len(clauses) < 2 or not re.search(_IDEOGRAPH, text):
        return False
    scale = points / theme.sizes[title.size or "text"] if points else 1.0
    return all(text_width(one, theme, title) * scale < room - _SLACK for one in clauses)


def clauses_of(text: str) -> list[str]:
    """A text parted after its full-width commas, colons and stops."""
    return _CLAUSE.findall(text)


def space_width(text: str, theme: Theme, style: Style) -> float:
    """The width of a space after the first word of a text."""
    first = text.split(" ")[0]
    return text_width(f"{first} ", theme, style) - text_width(first, theme, style)


def words_of(text: str) -> list[tuple[str, bool]]:
    """The unbreakable parts, and whether a space precedes each: words, and letters of scripts without spaces."""
    found: list[tuple[str, bool]] = []
    for word in text.split(" "):
        # Compiling the pattern takes longer than most papers' titles.
        pieces = [word] if word.isascii() else re.findall(_CLOSE, word)
        found += [(piece, not at and bool(found)) for at, piece in enumerate(pieces)]
    return found


def _lines(widths: list[tuple[float, float]], room: float) -> int:
    lines, used = 1, 0.0
    for width, space in widths:
        if used and used + space + width > room:
            lines, used = lines + 1, width
        else:
            used += space + width
    return lines
