"""Text as large as its place allows: names on plates and badges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from conceptnote.write.balance import clauses_of, space_width, words_of
from conceptnote.write.metrics import text_width

if TYPE_CHECKING:
    from conceptnote.theme.styles import Style
    from conceptnote.theme.theme import Theme

_SLACK = 0.99  # Layout engines round differently.
_LEAST = 6.0
"""The least legible size on a card in points: a word that is still too long is broken."""


def fitted(text: str, theme: Theme, style: Style, room: float) -> float | None:
    """The largest size in points at which a text keeps to its lines, from the style's size down to its `fit`.

    `room` is the width in millimetres. None if the style has one size. A text that does not fit at the smallest takes
    more lines; but an unbreakable part shrinks further before it is broken.
    """
    if style.fit is None:
        return None
    own = theme.sizes[style.size or "text"]
    space = space_width(text, theme, style)
    # On a card, no line may end at a hyphen or a no-break space.
    words = words_of(" ".join(re.split(r"[ \t\n]+", text.strip(" \t\n"))))
    widths = [(text_width(word, theme, style), space * apart) for word, apart in words]
    widest = max((width for width, _ in widths), default=0.0)
    points = own
    while points > style.fit and not _keeps(widths, room * _SLACK * own / points, style.lines):
        points -= 0.5
    points = max(points, style.fit)
    while points > _LEAST and widest > room * _SLACK * own / points:
        points -= 0.5
    return max(points, _LEAST)


_SYMBOL = r"(?<![\w/.])[A-Z]{1,8}(?=[^\s/]*/\S*\d)(?:/[A-Z0-9][A-Za-z0-9.]{0,11}){1,6}(?![\w/])"
"""A document symbol, A/RES/67/290: letters, then parts after slashes, one of which has a number."""
_HYPHENATED = r"[^ \t\n]*-[^ \t\n]*"
_LONG_WORD = r"[^\W\d_]+(?:[-’'][^\W\d_]+)+|[^\W\d_]{9,}"
_IDEOGRAPH = "[\u2e80-\u2fff\u3005-\u9fff\uf900-\ufaff]"
_COUNTED = rf"(?:第?\d[\d.,:：–]*{_IDEOGRAPH})+|(?<={_IDEOGRAPH})·{_IDEOGRAPH}"
"""A number with its signs, 第3条, and dates, 2014年6月10日; the point in a foreign name, with what follows."""
_ADDRESS = r"https?://[^\s/]+\S{0,32}(?!\S)|https?://[^\s/]+/?|[\w.+-]+@[\w.-]+\w"
"""A short web address; of a long one what is before its path, so that no line ends in `https://`; an e-mail address."""
_PHONE = r"\+\d{1,3}[ \u00a0]\(?\d[\d() \u00a0]{4,14}\d"
_LONGEST = 24  # A longer symbol may be wider than a column.


def unbroken(text: str, *, hyphens: bool, clauses: bool = False, words: bool = False) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is unbreakable.

    That are symbols, addresses and telephone numbers, in Chinese numbers with their measure words, on a card words with
    `hyphens`, in a name long `words`, and in a title its `clauses`.
    """
    if clauses and len(parts := clauses_of(text)) > 1:
        yield from ((part, True) for part in parts)
        return
    at = 0
    for whole in _pattern(hyphens, words, max(text, default="") >= "\u2e80").finditer(text):
        if len(whole[0]) > _LONGEST and "/" in whole[0] and "://" not in whole[0]:
            continue
        if whole.start() > at:
            yield text[at : whole.start()], False
        yield whole[0], True
        at = whole.end()
    if text[at:]:
        yield text[at:], False


@cache
def _pattern(hyphens: bool, words: bool, ideographs: bool) -> re.Pattern[str]:
    counted = [_COUNTED] if ideographs else []
    also = [_HYPHENATED] if hyphens else [_LONG_WORD] if words else []
    return re.compile("|".join((_ADDRESS, _PHONE, _SYMBOL, *counted, *also)))


def _keeps(widths: list[tuple[float, float]], room: float, most: int) -> bool:
    """Whether words keep to this many lines in a room measured at their own size."""
    lines, used = 1, 0.0
    for width, space in widths:
        if width > room:
            return False
        if used and used + space + width > room:
            lines, used = lines + 1, width
        else:
            used += space + width
    return lines <= most
