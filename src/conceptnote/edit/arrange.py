"""Remove or move an entry of a record or a list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from conceptnote.edit.nodes import BREAK, Collection
from conceptnote.edit.spans import blank_lines_after, blank_lines_before, chunk_of, line_start, next_line


def without(text: str, around: Collection, at: int) -> str:
    """The text without one of several entries, and without its comments."""
    if around.in_brackets:
        return _without_in_brackets(text, around, at)
    chunk = chunk_of(text, around, at)
    start, end = chunk.start, chunk.end
    if chunk.shares_line:
        following = chunk_of(text, around, 1)
        first = around.entries[1].start
        # The next key moves to the line of the dash, unless comments are between them.
        if following.start == line_start(text, first):
            return text[:start] + text[first:]
        return text[:start].rstrip(" ") + _ending(text, end) + text[end:]
    above, under = blank_lines_before(text, start), blank_lines_after(text, end)
    if at and above < start:
        # Empty lines kept by the text before it belong to that text.
        start = max(above, next_line(text, around.entries[at - 1].end))
    elif under > end and not at:
        end = under
    made = text[:start] + text[end:]
    # The file ends as it did: without a line end if it had none.
    return made if end < len(text) or text[-1:] in "\r\n" else (made[:-2] if made.endswith("\r\n") else made[:-1])


def _ending(text: str, at: int) -> str:
    found = BREAK.search(text, max(0, at - 2), at)
    return found[0] if found else ""


def _without_in_brackets(text: str, around: Collection, at: int) -> str:
    entry = around.entries[at]
    if at + 1 < len(around.entries):
        return text[: entry.start] + text[around.entries[at + 1].start :]
    return text[: around.entries[at - 1].end] + text[entry.end :]


def moved(text: str, around: Collection, at: int, to: int) -> Iterator[str]:
    """The texts with an entry moved: the space between entries stays, or moves with the entry above it.

    The second is for texts that keep the empty lines below them.
    """
    order = list(range(len(around.entries)))
    order.insert(to, order.pop(at))
    spans = [(entry.start, entry.end) for entry in around.entries] if around.in_brackets else _spans(text, around)
    pieces = [text[start:end] for start, end in spans]
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    if not around.in_brackets and text[line_start(text, spans[0][0]) : spans[0][0]].strip(" "):
        # The first begins on the line of its dash, and the others on separate lines.
        pad = " " * around.column
        pieces[0] = pad + pieces[0]
        pieces[order[0]] = pieces[order[0]].removeprefix(pad)
    with_above = [gaps[which] if which < len(gaps) else gaps[order[-1]] for which in order[:-1]]
    for between in (gaps, with_above):
        made = "".join(pieces[which] + gap for which, gap in zip(order, [*between, ""], strict=True))
        yield text[: spans[0][0]] + made + text[spans[-1][1] :]


def _spans(text: str, around: Collection) -> list[tuple[int, int]]:
    """The span of each entry with its comments, without the last line end."""
    spans = []
    for at in range(len(around.entries)):
        chunk = chunk_of(text, around, at)
        end = chunk.end
        if end and text[end - 1] in "\r\n":
            end -= 2 if text[end - 2 : end] == "\r\n" else 1
        spans.append((chunk.start, end))
    return spans
