"""Three-way merge of an event's data, with conflicts where two versions disagree.

As in `git merge`, but by value: lists by the content of their items, and longer texts word by word.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct, field

from conceptnote.datapath import DataPath
from conceptnote.edit.changes import same

_ABSENT = object()
_ALIKE = 0.5
"""The least similarity of a changed list item with its original, from 0 to 1."""
_MARKED = re.compile(r"[-+*>#|`~]|\d{1,9}[.)]\s|\[\^?[^\]]*\]:")
"""The beginning of a line that does not continue the one above it."""
_FEWEST_WORDS = 12
"""In a text with fewer words, two edits always conflict."""


class Conflict(Struct, frozen=True):
    """A value that both sides have changed differently; None if one has removed it."""

    path: DataPath
    base: Any
    mine: Any
    theirs: Any


class Merge(Struct):
    """Merges; `conflicts` are the values that stay as in the first of two versions."""

    conflicts: list[Conflict] = field(default_factory=list)

    def of(self, base: Any, mine: Any, theirs: Any, path: DataPath = ()) -> Any:
        """A value with the changes of both sides; mine where they disagree."""
        if base is _ABSENT or theirs is _ABSENT or mine is _ABSENT:
            return self._there_or_not(base, mine, theirs, path)
        if same(theirs, base) or same(mine, theirs):
            return mine
        if same(mine, base):
            return theirs
        if all(isinstance(one, dict) for one in (base, mine, theirs)):
            return self._records(base, mine, theirs, path)
        if all(isinstance(one, list) for one in (base, mine, theirs)):
            return self._lists(base, mine, theirs, path)
        if all(isinstance(one, str) for one in (base, mine, theirs)):
            if _read(mine) == _read(theirs):
                return mine
            if (text := _texts(base, mine, theirs)) is not None:
                return text
        self._conflict(path, base, mine, theirs)
        return mine

    def _conflict(self, path: DataPath, *values: Any) -> None:
        self.conflicts.append(Conflict(path, *(None if value is _ABSENT else value for value in values)))

    def _there_or_not(self, base: Any, mine: Any, theirs: Any, path: DataPath) -> Any:
        """A value that one version lacks."""
        if _equal(base, mine):
            return theirs
        if not _equal(base, theirs) and not _equal(mine, theirs):
            self._conflict(path, base, mine, theirs)
        return mine

    def _records(self, base: Any, mine: Any, theirs: Any, path: DataPath) -> Any:
        made: dict[str, Any] = {}
        for key in _keys_in_order(mine, theirs):
            values = [one.get(key, _ABSENT) for one in (base, mine, theirs)]
            merged = self.of(values[0], values[1], values[2], (*path, key))
            if merged is not _ABSENT:
                made[key] = merged
        return made

    def _lists(self, base: Any, mine: Any, theirs: Any, path: DataPath) -> Any:
        """Items moved by one side are where that has them; an item moved by both is a conflict."""
        in_mine, in_theirs = matched(base, mine), matched(base, theirs)
        ours, others = ([at for at in side if at is not None] for side in (in_mine, in_theirs))
        both = [at for at in range(len(base)) if at in ours and at in others]
        order, wanted = ([at for at in side if at in both] for side in (ours, others))
        if wanted not in (both, order) and order != both:
            self._conflict(path, base, mine, theirs)
            return mine
        made: list[tuple[int | None, Any]] = []
        for at, item in zip(in_mine, mine, strict=True):
            if at is None or at in others:
                other = theirs[in_theirs.index(at)] if at is not None else item
                made.append((at, self.of(base[at], item, other, (*path, at)) if at is not None else item))
            elif not same(item, base[at]):
                self._conflict((*path, at), base[at], item, None)
                made.append((at, item))
        if wanted != both:
            kept = iter(sorted((one for one in made if one[0] in wanted), key=lambda one: wanted.index(one[0] or 0)))
            made = [next(kept) if one[0] in wanted else one for one in made]
        self._changed_and_gone(base, theirs, in_theirs, ours, path)
        return [item for _, item in _with_added(made, theirs, in_theirs, mine, in_mine)]

    def _changed_and_gone(
        self, base: Any, theirs: Any, in_theirs: Sequence[int | None], ours: Sequence[int], path: DataPath
    ) -> None:
        for item, at in zip(theirs, in_theirs, strict=True):
            if at is not None and at not in ours and not same(item, base[at]):
                self._conflict((*path, at), base[at], None, item)


def _equal(one: Any, other: Any) -> bool:
    return one is other or (one is not _ABSENT and other is not _ABSENT and same(one, other))


def _keys_in_order(mine: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    keys = list(mine)
    before: str | None = None
    for key in theirs:
        if key not in mine:
            keys.insert(keys.index(before) + 1 if before in keys else 0, key)
        before = key
    return keys


def _with_added(
    made: Sequence[tuple[int | None, Any]],
    theirs: Sequence[Any],
    in_theirs: Sequence[int | None],
    mine: Sequence[Any],
    in_mine: Sequence[int | None],
) -> list[tuple[int | None, Any]]:
    """The items with those that theirs adds, each after its predecessor there."""
    done = list(made)
    new = [item for item, at in zip(mine, in_mine, strict=True) if at is None]
    added: Counter[int | None] = Counter()
    for place, (item, at) in enumerate(zip(theirs, in_theirs, strict=True)):
        if at is not None or any(same(item, one) for one in new):
            continue
        before = next((one for one in reversed(in_theirs[:place]) if one is not None), None)
        there = [number for number, (one, _) in enumerate(done) if one is not None and one == before]
        position = there[-1] + 1 if there else 0 if before is None else len(done)
        done.insert(position + added[before], (None, item))
        added[before] += 1
    return done


def matched(base: Sequence[Any], other: Sequence[Any]) -> list[int | None]:
    """For each item of a list the position of its original in the base; None for a new one."""
    ours, theirs = ([json.dumps(item, sort_keys=True, ensure_ascii=False) for item in side] for side in (base, other))
    found: dict[int, int] = {}
    for start, begin, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        found |= {begin + at: start + at for at in range(size)}
    for alike in (_same_text, _similar):
        for at in range(len(theirs)):
            free = [one for one in range(len(ours)) if one not in found.values()]
            likely = [(alike(ours[one], theirs[at]), -one) for one in free] if at not in found else []
            if likely and max(likely)[0] > _ALIKE:
                found[at] = -max(likely)[1]
    return [found.get(at) for at in range(len(theirs))]


def _same_text(one: str, other: str) -> float:
    return float(one == other)


def _similar(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _read(text: str) -> list[str]:
    """A text without its line ends, with paragraphs kept apart."""
    return [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip())]


def _texts(base: str, mine: str, theirs: str) -> str | None:
    """A longer text with the edits of both sides; None if these touch."""
    if len(base.split()) < _FEWEST_WORDS:
        return None
    words = [_words(text) for text in (base, mine, theirs)]
    hunks = [_hunks(words[0], side) for side in words[1:]]
    if any(one[0] <= other[1] and other[0] <= one[1] and one != other for one in hunks[0] for other in hunks[1]):
        return None
    made: list[str] = []
    at = 0
    for start, end, new in sorted({*hunks[0], *hunks[1]}):
        made += [*words[0][at:start], *new]
        at = end
    return "".join([*made, *words[0][at:]]).strip("\n") + mine[len(mine.rstrip("\n")) :]


def _words(text: str) -> list[str]:
    """The words of a prose and their separators: a space, or line ends with a meaning."""
    found = []
    for match in re.finditer(r"\s+|\S+", text.strip()):
        word = match[0]
        means = "\n" in word and (word.count("\n") > 1 or _MARKED.match(text.strip(), match.end()))
        found.append(word if not word.isspace() or means else " ")
    return found


def _hunks(base: Sequence[str], side: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [(i, j, tuple(side[k:m])) for kind, i, j, k, m in codes if kind != "equal"]
