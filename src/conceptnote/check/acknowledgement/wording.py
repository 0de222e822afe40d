"""Find words in the text of a finished file, whatever the layout has done to white space, quotes and hyphens."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from conceptnote.check.obligation import Obligation
from conceptnote.read.pdf import Span
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.scripts import script_of

_BREAK = "\0"
"""A line break within a word: the hyphen may belong to the word or to the layout."""

_QUOTES = "'\"‘’‚‛“”„‟«»‹›`´′″"
_SPELLED = {"…": ".", "©": "(c)", "®": "(r)", "™": "(tm)", "±": "+-", "\u2212": "-", "\ufffe": _BREAK, "\x02": _BREAK}
_SIGNS = "()[]{}<>.,:;!?/،؛؟…" + _QUOTES
"""What stands around words, and is read beside another of them where lines run from the right."""

_REPEATED = frozenset(".,-?!")
"""Signs that typography joins: three full stops become an ellipsis, two hyphens a dash."""

_LINE_END_HYPHEN = re.compile(r"[-\u2010\u00ad](?=[^\S\n]*\n)")
_ACCENTED = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*", re.DOTALL)


class _Folds(dict[str, str]):
    """How characters are compared: all quotes are the same, all dashes too; white space and joiners are dropped."""

    def __missing__(self, character: str) -> str:
        if character in _SPELLED:
            fold = _SPELLED[character]
        elif character in _QUOTES:
            fold = '"'
        elif unicodedata.category(character) == "Pd":
            fold = "-"
        elif unicodedata.category(character) in ("Cf", "Cc") or character.isspace():
            fold = ""
        else:
            fold = "".join(unicodedata.normalize("NFKC", character).split())
        self[character] = fold
        return fold


_FOLDS = _Folds()


class Wording:
    """A text to search for words."""

    def __init__(self, text: str) -> None:
        self._text = text
        letters: list[str] = []
        places, joints, joint, last = [], [], "", ""
        for place, character in _characters(_LINE_END_HYPHEN.sub("\ufffe", text.replace("\r", " "))):
            if len(letters) > _MOST_LETTERS:
                raise UnreadableFile(f"it has more than {_MOST_LETTERS:,} letters in one place; save it in parts")
            for fold in _FOLDS[character]:
                if fold == last and fold in _REPEATED:
                    continue
                last = fold
                if fold in ("-", _BREAK):
                    joint = fold
                else:
                    letters.append(fold)
                    places.append(place)
                    joints.append(joint)
                    joint = ""
        self._letters, self._places, self._joints = "".join(letters), places, joints

    def find(self, words: str) -> Iterator[Span]:
        """All places where the text has these words, and not as a part of longer ones."""
        found = list(self._find(words))
        yield from found or (self._in_any_order(words) if any(map(_from_the_right, words)) else ())

    def _find(self, words: str) -> Iterator[Span]:
        sought = _wording(words)
        count, at = len(sought._letters), -1
        while count and (at := self._letters.find(sought._letters, at + 1)) >= 0:
            span = Span(self._places[at], self._places[at + count - 1] + 1)
            if self._joined_like(sought, at) and self._stands_alone(span):
                yield span

    def _in_any_order(self, words: str) -> Iterator[Span]:
        """The places where the words are close together.

        In a line of both directions, PDFium reads the words of one of them in reverse.
        """
        parts = dict.fromkeys(bare for part in words.split() if (bare := part.strip(_SIGNS)))
        places = [[*self._find(part)] for part in parts]
        for first in min(places, key=len, default=[]):
            near = [min(spans, key=lambda span: abs(span.start - first.start), default=None) for spans in places]
            if None in near:
                return
            start, end = min(span.start for span in near if span), max(span.end for span in near if span)
            if end - start <= len(words) + _NEAR:
                yield Span(start, end)

    def _joined_like(self, sought: Wording, at: int) -> bool:
        joints = self._joints[at + 1 : at + len(sought._joints)]
        return all(one in (_BREAK, other) for one, other in zip(joints, sought._joints[1:], strict=True))

    def _stands_alone(self, span: Span) -> bool:
        around = self._text[max(0, span.start - 1) : span.start + 1], self._text[span.end - 1 : span.end + 1]
        return not any(len(pair) == 2 and pair.isalnum() for pair in around)


def _from_the_right(character: str) -> bool:
    return (script := script_of(character)) is not None and script.right_to_left


@lru_cache(maxsize=256)
def _wording(words: str) -> Wording:
    return Wording(words)


def _characters(text: str) -> Iterable[tuple[int, str]]:
    """The characters of a text, accents joined to their letters, each with its position."""
    if unicodedata.is_normalized("NFC", text):
        return enumerate(text)
    composed = ((match.start(), unicodedata.normalize("NFC", match[0])) for match in _ACCENTED.finditer(text))
    return ((place, character) for place, characters in composed for character in characters)


def says(text: str, words: str) -> bool:
    """Whether a text has these words."""
    return any(True for _ in Wording(text).find(words))


_MOST_LETTERS = 5_000_000
"""For a page, or for a flowing text; a thick book has two million."""

_NEAR = 20
"""The most characters between the words and the name: “with funding from *the* …”."""


def credits(text: Wording, obligation: Obligation) -> Iterator[Span]:
    """All places where the text names the funder: in one sentence, perhaps at its beginning, or in two parts."""
    sentence = obligation.in_words
    found = [*acknowledges(text, obligation.words, obligation.party)]
    for wording in dict.fromkeys((sentence, sentence[:1].upper() + sentence[1:])):
        found += [span for span in text.find(wording) if span.start not in [one.start for one in found]]
    yield from found


def acknowledges(text: Wording, words: str, party: str) -> Iterator[Span]:
    """All places where the text has the words, and the party's name with them unless they include it."""
    if says(words, party) or not _wording(party)._letters:
        yield from text.find(words)
        return
    names = [span.start for span in text.find(party)]
    for span in text.find(words):
        after = bisect_left(names, span.end)
        if after < len(names) and names[after] - span.end <= _NEAR:
            yield span
