"""The inlines of a paragraph then and now, merged, with each new, removed or reformatted word marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from msgspec.structs import replace

from conceptnote.doc.nodes import Block, Inline, Link, NoteRef
from conceptnote.redline.marking import Marker
from conceptnote.redline.tokens import Token, inlines_of, tokens

_ALIKE = 0.3
"""The least unchanged share of a paragraph, from 0 to 1, for marking words; below it, all is removed and inserted."""
_MOST = 4_000_000
"""The most pairs of tokens to compare."""

Notes = Callable[[tuple[Block, ...], tuple[Block, ...]], tuple[Block, ...] | None]
"""The text of a note then and now, as one; None if it is another note."""


def changed_inlines(
    old: tuple[Inline, ...], new: tuple[Inline, ...], marker: Marker, notes: Notes
) -> tuple[Inline, ...]:
    """Inlines with their changes marked."""
    if old == new:
        return new
    found = _compared(list(tokens(old)), list(tokens(new)), marker, notes)
    return inlines_of(list(_deleted_first(found)), marker)


def _deleted_first(given: Iterable[Token]) -> Iterator[Token]:
    """The same with removals before insertions at the same place."""
    for changed, group in groupby(given, lambda one: one.state in ("inserted", "deleted")):
        alike = list(group)
        yield from sorted(alike, key=lambda one: one.state == "inserted") if changed else alike


def _compared(old: Sequence[Token], new: Sequence[Token], marker: Marker, notes: Notes) -> Iterator[Token]:
    for same, then, now in _parts(old, new):
        if same:
            for was, one in zip(then, now, strict=True):
                yield from _kept(was, one, marker, notes)
        else:
            yield from (_whole(one, "deleted", marker) for one in then)
            yield from (_whole(one, "inserted", marker) for one in now)


Part = tuple[bool, Sequence[Token], Sequence[Token]]


def _parts(old: Sequence[Token], new: Sequence[Token]) -> list[Part]:
    """Equal and different parts, alternately."""
    if len(old) * len(new) > _MOST:
        return [(False, old, new)]
    found: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, [t.key for t in old], [t.key for t in new], False).get_opcodes():
        found.append((tag == "equal", old[i:j], new[k:m]))
    if 2 * sum(_weight(then) for same, then, _ in found if same) < _ALIKE * (_weight(old) + _weight(new)):
        return [(False, old, new)]
    return _joined(found)


def _weight(given: Sequence[Token]) -> int:
    """The number of tokens with letters."""
    return sum(not one.blank for one in given)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """The same with changes joined that only spaces or a comma separate: several words read as one change."""
    made: list[Part] = []
    for at, (same, then, now) in enumerate(parts):
        between = 0 < at < len(parts) - 1 and same and all(one.blank for one in then)
        changed = not same or (between and _both(parts[at - 1]) and _both(parts[at + 1]))
        if made and changed and not made[-1][0]:
            made[-1] = False, [*made[-1][1], *then], [*made[-1][2], *now]
        else:
            made.append((not changed, then, now))
    return made


def _both(part: Part) -> bool:
    return bool(part[1]) and bool(part[2])


def _kept(was: Token, one: Token, marker: Marker, notes: Notes) -> Iterator[Token]:
    """A token on both sides: the same, in another look, or the call of a note whose text may differ."""
    if isinstance(was.leaf, NoteRef) and isinstance(one.leaf, NoteRef):
        blocks = notes(was.leaf.blocks, one.leaf.blocks)
        if blocks is None or was.look != one.look:
            yield _whole(was, "deleted", marker)
            yield _whole(one, "inserted", marker)
        else:
            yield replace(one, leaf=NoteRef(one.leaf.number, blocks))
    elif was.look == one.look:
        yield one
    elif _linked(was) or _linked(one):
        yield _whole(was, "deleted", marker)
        yield _whole(one, "inserted", marker)
    else:
        yield replace(one, state="formatted", former=was.around)


def _linked(token: Token) -> bool:
    """Whether it is in a link: Word cannot track that as formatting."""
    return any(isinstance(one, Link) for one in token.around)


def _whole(token: Token, state: Literal["inserted", "deleted"], marker: Marker) -> Token:
    leaf = token.leaf
    if isinstance(leaf, NoteRef):
        leaf = NoteRef(leaf.number, marker.note(leaf.blocks, state))
    return replace(token, leaf=leaf, state=state)
