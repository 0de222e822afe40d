"""Fuzzy matching of words and names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from msgspec import Struct

from conceptnote.check.event.words import by_languages, folded
from conceptnote.check.event.work import Work
from conceptnote.textfolding import plain_words, small_letters

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|&")
_LONGEST = 40  # The most letters of a word.
_GAP = re.compile(r"[ \n\t\u00a0]+|\.[ \n\u00a0]+")


class Word(Struct, frozen=True):
    """A word of a text and its position."""

    text: str
    start: int
    end: int

    @property
    def small(self) -> bool:
        """Whether it is an article, a preposition or the like; a single capital is a name: Mission A."""
        return plain_words(self.text) in folded("small") and not (len(self.text) == 1 and self.capital)

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()


@lru_cache(4096)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text; hyphens and apostrophes within a word do not split it."""
    return tuple(Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text))


def together(text: str, words: Sequence[Word]) -> bool:
    """Whether only white space, or the full stop of an abbreviation, is between these words."""
    return all(_GAP.fullmatch(text, a.end, b.start) for a, b in pairwise(words))


@lru_cache(1 << 14)
def near(one: str, other: str) -> bool:
    """Whether one word is a misspelling of the other: one or two letters, not the first, in a word of five or more."""
    shorter, longer = sorted((len(one), len(other)))
    if one == other or shorter < 5 or longer > _LONGEST or one[0] != other[0]:
        return False
    return distance(one, other) <= (1 if shorter < 9 else 2)


def shortened(word: str, letters: int) -> set[str]:
    """A word and its forms with up to this many letters removed.

    Two words within that `distance` share a form; a text too long for a word has none.
    """
    found = last = {word} if len(word) <= _LONGEST else set()
    for _ in range(letters):
        last = {one[:at] + one[at + 1 :] for one in last for at in range(len(one))}
        found = found | last
    return found


def distance(one: str, other: str) -> int:
    """The edit distance with swaps of neighbours (optimal string alignment)."""
    earlier, previous = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        earlier, previous = previous, row
    return previous[-1]


@by_languages
def _content(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(part for word in words if not word.small for part in plain_words(word.text).split())


@lru_cache(4096)
def _positions(text: str) -> dict[str, list[int]]:
    """The positions of each folded word in a list of words."""
    found: dict[str, list[int]] = {}
    for at, word in enumerate(words_of(text)):
        for part in plain_words(word.text).split():
            found.setdefault(part, []).append(at)
    return found


def vocabulary(text: str) -> Collection[str]:
    """The words of a text, folded."""
    return _positions(text).keys()


@by_languages
def _counts(text: str) -> tuple[int, ...]:
    """How many folded words each word of a text has; none if it is small."""
    return tuple(0 if word.small else len(plain_words(word.text).split()) for word in words_of(text))


@by_languages
def content(name: str) -> tuple[str, ...]:
    """The significant words of a name, folded."""
    return _content(words_of(name))


def difference(one: str, other: str, inflections: Iterable[str] = ()) -> bool:
    """Whether two names of an organisation, or of a position, are the same name in two spellings.

    Capitals and an article at the beginning are ignored. One word may be misspelt; small words and accents may differ.
    Words that differ only in one of these endings are the same, inflected.
    """
    if _bare(one) == _bare(other):
        return False
    first, second = content(one), content(other)
    if len(first) < 2 or len(first) != len(second):
        return False
    unlike = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if inflections and unlike and all(_stems(a, inflections) & _stems(b, inflections) for a, b in unlike):
        return False
    return not unlike or (len(unlike) == 1 and near(*unlike[0]))


def _stems(word: str, inflections: Iterable[str]) -> set[str]:
    """The stems of a word, at least three letters, without an ending of its language."""
    return {word.removesuffix(ending) for ending in ("", *inflections) if len(word) - len(ending) >= 3}


@by_languages
def _bare(name: str) -> str:
    """A name for comparison: without capitals, and without what precedes its first significant word."""
    first = next((word.start for word in words_of(name) if not word.small), 0)
    return small_letters(name[first:])


def _as_capital(words: Sequence[Word], name: str) -> bool:
    """Whether words have capitals as the words of the name have them."""
    own = [word for word in words_of(name) if not word.small]
    parts = [word for word in words if not word.small]
    return all(one.capital or not other.capital for one, other in zip(parts, own, strict=False))


def windows(text: str, name: str, work: Work, *, capitals: bool = True) -> Iterator[tuple[int, str]]:
    """The places of a text that may be this name: as many significant words, from capital to capital."""
    own = content(name)
    known, there = set(own), _positions(text)
    if len(own) < 2 or len(known - there.keys()) > 1:
        return  # One word may be misspelt; with more it is another name.
    found, counts, reach = words_of(text), _counts(text), 3 * len(own)
    # Of two words of the name at least one is right: search for the two rarest.
    rarest = sorted((there.get(word, ()) for word in known), key=len)[:2]
    starts = {at for those in rarest for end in those for at in range(max(0, end - reach), end + 1)}
    work.spend(10 + 4 * len(starts) * len(own))
    after = tuple(word.text.casefold() for word in _small_end(name))
    for first in sorted(starts):
        word = found[first]
        if not counts[first] or (capitals and not word.capital):
            continue
        last, count = first, counts[first]
        while count < len(own) and last + 1 < len(found) and last - first < reach:
            last += 1
            count += counts[last]
        inside = found[first : last + 1]
        if count != len(own) or not together(text, inside) or not known & set(_content(inside)):
            continue
        if not capitals or _as_capital(inside, name):
            if after == tuple(one.text.casefold() for one in found[last + 1 : last + 1 + len(after)]):
                last += len(after)
            yield word.start, text[word.start : found[last].end]


@by_languages
def _small_end(name: str) -> tuple[Word, ...]:
    """The small words at the end of a name, as in Cono Sur."""
    words = words_of(name)
    return tuple(reversed(list(takewhile(lambda word: word.small, reversed(words)))))
