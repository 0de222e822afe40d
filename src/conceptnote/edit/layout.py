"""The layout of a file, for new lines in it: its width, its line ends, its indentation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

from conceptnote.edit.nodes import BREAK, Collection, Node, collections, scalars
from conceptnote.scaffold.yaml_text import WIDTH

_NARROWEST, _WIDEST = 40, 120
_FULL = 0.7
"""The share of a line's width that looks full."""
# Signs that mean something at the beginning of a line, to YAML or to CommonMark.
_NEVER_FIRST = ("#", "-", "?", ":", "*", "+", ">", "=", "~", "|", "&", "!", "%", "@", "`", "---", "...")


class Layout(Struct, frozen=True):
    """The layout of a file's lines."""

    newline: str = "\n"
    width: int = WIDTH
    step: int = 2
    """The indentation of a record's keys, relative to its own."""
    dash: int = 2
    """The indentation of a list's dashes, relative to its key."""


def layout_of(text: str, root: Node) -> Layout:
    """The layout of most of a file."""
    ends = Counter(match[0] for match in BREAK.finditer(text))
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    for around in collections(root):
        for entry in around.entries if around.is_record and not around.in_brackets else ():
            inner = entry.value
            if isinstance(inner, Collection) and not inner.in_brackets:
                (steps if inner.is_record else dashes)[inner.column - around.column] += 1
    return Layout(
        ends.most_common(1)[0][0] if ends else "\n",
        _width(text, root),
        steps.most_common(1)[0][0] if steps else 2,
        dashes.most_common(1)[0][0] if dashes else 2,
    )


def _width(text: str, root: Node) -> int:
    """The length of the longest wrapped line."""
    longest = 0
    for scalar in scalars(root):
        lines = BREAK.split(text[scalar.start : scalar.end])
        for line, following in pairwise(lines[1:]):
            if following.strip() and " " in line.strip() and len(line) <= _WIDEST:
                longest = max(longest, len(line.rstrip()))
    return longest if longest >= _NARROWEST else WIDTH


def filled(text: str, width: int, old: Sequence[str] = (), first: int = 0) -> list[str]:
    """Wrap a line of text at `width` columns, where possible at the breaks of the `old` one.

    The first line may have `first` columns less. A break replaces one space between two words.
    """
    words = _words(text)
    ends = _old_ends(words, old)
    lines: list[str] = []
    line, room, pushed = "", width - first, False
    for at, word in enumerate(words):
        too_long = len(line) + 1 + len(word) > room
        # A remainder pushed from the line above does not stay alone.
        ended = at in ends and (not pushed or len(line) > room * _FULL)
        if line and _may_begin(word) and (too_long or ended):
            lines.append(line)
            line, room, pushed = word, width, not ended
        else:
            line = f"{line} {word}" if at else word
    return [*lines, line]


def _words(text: str) -> list[str]:
    """The words between single spaces; longer spaces stay with them."""
    words: list[str] = []
    for word in text.split(" "):
        if words and (not word or not words[-1] or words[-1].endswith(" ")):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _may_begin(word: str) -> bool:
    marks = _NEVER_FIRST
    return word[:1] not in " \t" and word not in marks and word[:1] != "#" and not _is_number_of_list(word)


def _is_number_of_list(word: str) -> bool:
    return word[-1:] in ".)" and word[:-1].isdigit()


def _old_ends(words: list[str], old: Sequence[str]) -> set[int]:
    """The positions of the words that began a line, or replace one that did."""
    before: list[str] = []
    begins: set[int] = set()
    for line in old:
        begins.add(len(before))
        before += _words(line)
    found: set[int] = set()
    for kind, first, last, begin, _ in SequenceMatcher(None, before, words, autojunk=False).get_opcodes():
        if kind == "equal":
            found |= {begin + at - first for at in begins if first <= at < last}
        elif kind == "replace" and first in begins:
            found.add(begin)
    return found - {0}


def physical_lines(text: str) -> Iterator[str]:
    """The lines of a text, each with its line end: those of YAML, not of Unicode."""
    at = 0
    for match in BREAK.finditer(text):
        yield text[at : match.end()]
        at = match.end()
    if at < len(text):
        yield text[at:]


def with_line_ends(old: str, new: str) -> str:
    """The new text with the line ends of the old one's lines, if these are mixed."""
    if len({match[0] for match in BREAK.finditer(old)}) < 2:
        return new
    before, after = list(physical_lines(old)), list(physical_lines(new))
    was, now = ([line.rstrip("\r\n") for line in side] for side in (before, after))
    for block in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
        after[block.b : block.b + block.size] = before[block.a : block.a + block.size]
    return "".join(after)
