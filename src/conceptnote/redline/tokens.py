"""Inlines to tokens and back: words, spaces, single characters of scripts without spaces, and other leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.doc.nodes import Changed, Image, Inline, LineBreak, NoteRef, PageCount, PageNumber, Text, Time
from conceptnote.redline.marking import Marker

_EAST_ASIAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003fffd\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Chinese and Japanese, and Thai, Lao, Burmese and Khmer, which also have no spaces between words."""
_POINTS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff"
"""Accents, points and vowel signs, which are parts of words."""
_LETTERS = rf"(?:(?![{_EAST_ASIAN}])(?:[^\W_]|[{_POINTS}]))+"
_NUMBER = r"\d+(?:[.,:]\d+)*"
_PIECE = re.compile(rf"[{_EAST_ASIAN}]|{_NUMBER}(?!\w)|{_LETTERS}(?:['’]{_LETTERS})*|\s+|.", re.DOTALL)
Leaf = Text | LineBreak | Image | NoteRef | PageNumber | PageCount
State = Literal["kept", "inserted", "deleted", "formatted"]


class Token(Struct, frozen=True):
    """A piece of text or another leaf, and the inlines around it from the outside in, each without its content."""

    leaf: Leaf
    around: tuple[Any, ...] = ()
    state: State = "kept"
    former: tuple[Any, ...] = ()
    """For a reformatted one, what was around it."""

    @property
    def key(self) -> Any:
        """Its content: tokens with the same key differ at most in their looks."""
        match self.leaf:
            case Text(text):
                return text
            case Image() as image:
                return replace(image, origin=None, alt_origin=None)
            case NoteRef():
                return NoteRef
            case leaf:
                return type(leaf)

    @property
    def look(self) -> tuple[Any, ...]:
        """Its visible surroundings."""
        return tuple(one for one in self.around if not isinstance(one, Time))

    @property
    def blank(self) -> bool:
        """Whether it has no letters: between two changes it changes with them."""
        return isinstance(self.leaf, Text) and not any(one.isalnum() for one in self.leaf.text)


def tokens(inlines: Iterable[Inline], around: tuple[Any, ...] = ()) -> Iterator[Token]:
    """The tokens of inlines."""
    for one in inlines:
        match one:
            case Text(text):
                for piece in _PIECE.findall(text):
                    yield Token(replace(one, text=piece), around)
            case LineBreak() | Image() | NoteRef() | PageNumber() | PageCount():
                yield Token(one, around)
            case _:
                shell = replace(one, children=())
                yield from tokens(one.children, (*around, shell))


def inlines_of(given: Sequence[Token], marker: Marker) -> tuple[Inline, ...]:
    """The inlines of tokens; adjacent changes of one kind are one change."""
    return tuple(_nested(given, 0, marker))


def _nested(given: Sequence[Token], depth: int, marker: Marker | None) -> Iterator[Inline]:
    """Inlines at this depth; without a marker they are inside a change already."""
    groups = [list(group) for _, group in groupby(given, lambda one: _level(one, depth, marker))]
    for state, gathered in groupby(groups, _uniform):
        alike = list(gathered)
        within = [one for group in alike for one in group]
        if marker is None or state is None or state == "kept":
            yield from _plain(within, depth, marker)
        else:
            for each in alike if state == "formatted" else [within]:
                then = [replace(one, around=one.former) for one in each] if state == "formatted" else []
                yield Changed(tuple(_plain(each, depth, None)), marker.change(state), tuple(_plain(then, 0, None)))


def _level(token: Token, depth: int, marker: Marker | None) -> tuple[Any, ...]:
    if token.state == "formatted" and marker and not depth:
        return "formatted", token.around, token.former
    if depth < len(token.around):
        return (token.around[depth],)
    return None, token.state if marker else ""


def _uniform(group: Sequence[Token]) -> State | None:
    """The common state of all tokens; None if they differ."""
    states = {(one.state, one.former) for one in group}
    return group[0].state if len(states) == 1 else None


def _plain(given: Sequence[Token], depth: int, marker: Marker | None) -> Iterator[Inline]:
    for shell, group in groupby(given, lambda one: one.around[depth] if depth < len(one.around) else None):
        within = list(group)
        if shell is not None:
            yield replace(shell, children=tuple(_nested(within, depth + 1, marker)))
        else:
            yield from _leaves(one.leaf for one in within)


def _leaves(leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """Leaves with the pieces of a text joined again."""
    for key, group in groupby(leaves, lambda one: (one.origin, one.made_by) if isinstance(one, Text) else None):
        if key is None:
            yield from group
        else:
            texts = [one for one in group if isinstance(one, Text)]
            yield replace(texts[0], text="".join(one.text for one in texts))
