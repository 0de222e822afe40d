"""Align two lists of blocks, items or rows, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from msgspec import Struct

from conceptnote.alignment import best_pairs
from conceptnote.doc.nodes import Text, walk
from conceptnote.redline.marking import without_origins

_ALIKE = 0.3
"""The least similarity of an edited part with its original, from 0 to 1."""
_MOST = 250_000
"""The most pairs of parts to compare."""


class Part(Struct, frozen=True, dict=True):
    """A block, an item or a row, with its content."""

    node: Any

    @cached_property
    def key(self) -> Any:
        """Its content, whatever the origins of its values."""
        return without_origins(self.node)

    @cached_property
    def words(self) -> Counter[str]:
        """Its words with their counts; in scripts without spaces, its characters."""
        text = " ".join(one.text for one in walk(self.node) if isinstance(one, Text))
        return Counter(text.split() if text.isascii() or " " in text.strip() else text)

    def likeness(self, other: Part) -> float:
        """The similarity of both, from 0 to 1."""
        total = self.words.total() + other.words.total()
        return 2 * (self.words & other.words).total() / total if total else 1.0


Compatible = Callable[[Any, Any], bool]
"""Whether an old part can have become a new one, so that its changes can be marked inside it."""


def aligned(old: Sequence[Any], new: Sequence[Any], compatible: Compatible) -> list[tuple[Any, Any]]:
    """Old and new parts in pairs, in order; None beside a removed or new one, and removed ones come first."""
    olds, news = [Part(one) for one in old], [Part(one) for one in new]
    found: list[tuple[Any, Any]] = []
    matcher = SequenceMatcher(None, [one.key for one in olds], [one.key for one in news], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found += zip(old[i:j], new[k:m], strict=True)
        else:
            found += [
                (None if a is None else a.node, None if b is None else b.node)
                for a, b in _in_gap(olds[i:j], news[k:m], compatible)
            ]
    return found


def _in_gap(old: Sequence[Part], new: Sequence[Part], compatible: Compatible) -> list[tuple[Part | None, Part | None]]:
    if len(old) == len(new) == 1 and compatible(old[0].node, new[0].node):
        return [(old[0], new[0])]
    if len(old) * len(new) > _MOST:
        return [*((one, None) for one in old), *((None, one) for one in new)]
    alike = [[a.likeness(b) if compatible(a.node, b.node) else 0.0 for b in new] for a in old]
    found: list[tuple[Part | None, Part | None]] = []
    last_i, last_j = 0, 0
    for i, j in [*best_pairs(alike, _ALIKE), (len(old), len(new))]:
        found += [*((one, None) for one in old[last_i:i]), *((None, one) for one in new[last_j:j])]
        found += zip(old[i : i + 1], new[j : j + 1], strict=True)
        last_i, last_j = i + 1, j + 1
    return found
