"""A paper in two languages: the same values twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from conceptnote.languages.known import Languages
from conceptnote.recognise.draft import Data
from conceptnote.recognise.ours.pieces import Line
from conceptnote.yamldata import Inline, Prose

_NO_TEXT = frozenset(
    {"kind", "time", "minutes", "timezone", "clock", "date_style", "status", "to", "mode", "role", "text_only"}
)
"""Fields that no language has another text for."""
_SHORT = 80


def other_language(lines: Iterable[Line], main: str, languages: Languages) -> str:
    """The second language of a paper that has its title in two; empty for any other paper."""
    body = (line for line in lines if line.paragraph.place == "body")  # a head has several texts in one line
    titles = Counter(line.language for line in body if any(piece.path == ("title",) for piece in line.values))
    other = [tag for tag in titles if tag in languages and tag != main]
    return other[0] if len(titles) > 1 and len(other) == 1 else ""


def in_two(first: Data, second: Data, tags: tuple[str, str]) -> None:
    """Write the texts of the first tree by language where the second has others."""
    for key, other in second.items():
        own = first.get(key)
        if own is None:
            first[key] = other
        elif isinstance(own, dict) and isinstance(other, dict) and not isinstance(own, Inline):
            in_two(own, other, tags)
        elif isinstance(own, str) and isinstance(other, str) and own != other and key not in _NO_TEXT:
            texts = dict(zip(tags, (own, other), strict=True))
            flat = not any(isinstance(one, Prose) for one in texts.values()) and len(own + other) < _SHORT
            first[key] = Inline(texts) if flat else texts


def first_of(value: Any) -> str:
    """A text, or its first one by language."""
    return str(next(iter(value.values()), "")) if isinstance(value, Mapping) else str(value)
