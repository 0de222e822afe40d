"""The lines of a file that belong to a key or an item, with its comments."""

from __future__ import annotations

import re

from msgspec import Struct

from conceptnote.edit.nodes import BREAK, Collection

_COMMENT_LINE = re.compile(r"( *)#[^\r\n]*")
_WAITING = re.compile(r"( *)# ?( *)(?P<key>[\w-]+):(?=[ \t]|$)[ \t]*(?P<value>[^\r\n]*)$")
_NOTE = re.compile(r"[ \t]*(?:#[^\r\n]*)?")


class Chunk(Struct, frozen=True):
    """The text of an entry with its comments: whole lines, or its part of them."""

    start: int
    end: int
    """The offset after its last line end, or the end of the file."""
    shares_line: bool
    """Whether it begins on the line of its dash."""


class WaitingKey(Struct, frozen=True):
    """A key that waits behind a `#` until somebody needs it, as in `# mode: online`."""

    name: str
    column: int
    """Its column without the sign and the space after it."""
    value: str


def waiting_key(text: str, start: int) -> WaitingKey | None:
    """The waiting key in a line, if any."""
    found = _WAITING.match(text[start : line_end(text, start)])
    return WaitingKey(found["key"], len(found[1]) + len(found[2]), found["value"]) if found else None


def line_start(text: str, at: int) -> int:
    """The beginning of the line of an offset."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_above(text: str, start: int) -> int:
    """The beginning of the line above."""
    return line_start(text, start - 1 - (text[start - 2 : start] == "\r\n"))


def line_end(text: str, at: int) -> int:
    """The end of the line of an offset, before its line end."""
    found = BREAK.search(text, at)
    return found.start() if found else len(text)


def next_line(text: str, at: int) -> int:
    """The beginning of the line after that of an offset, or the end of the file."""
    found = BREAK.search(text, at)
    return found.end() if found else len(text)


def note_after(text: str, at: int) -> tuple[str, int]:
    """The comment after a value, with the spaces before it, and the end of the line."""
    end = line_end(text, at)
    found = _NOTE.match(text, at, end)
    assert found is not None
    assert found.end() == end, text[at:end]
    return (found[0] if "#" in found[0] else ""), end


def chunk_of(text: str, around: Collection, at: int) -> Chunk:
    """The chunk of the entry at a position of a record or list in block style.

    Comments right above it, in its column, belong to it; below it, those further in. At the top of a file they belong
    to the file, and a waiting key is no comment on the next one.
    """
    entry = around.entries[at]
    start = line_start(text, entry.start)
    shares = bool(text[start : entry.start].strip(" "))
    end = _with_inner_comments(text, next_line(text, entry.end), around.column)
    if shares:
        return Chunk(entry.start, end, True)
    floor = _floor(text, around, at)
    while start > floor:
        above = line_above(text, start)
        if above < floor or above == 0 or not _is_comment(text, above, around.column, exactly=True):
            break
        if waiting_key(text, above):
            break
        start = above
    if start and line_above(text, start) == 0 and _is_comment(text, 0, around.column, exactly=True):
        start = line_start(text, entry.start)
    return Chunk(start, end, False)


def _floor(text: str, around: Collection, at: int) -> int:
    """The beginning of the lines between an entry and the one before it."""
    if not at:
        return _after_lead(text, around)
    return _with_inner_comments(text, next_line(text, around.entries[at - 1].end), around.column)


def _after_lead(text: str, around: Collection) -> int:
    """Below the line of a record's or list's key: its first comments belong to its first entry."""
    at = line_start(text, around.start)
    while at:
        above = line_above(text, at)
        line = text[above : line_end(text, above)]
        if line.strip() and not line.lstrip().startswith("#"):
            break
        at = above
    return at


def _with_inner_comments(text: str, at: int, column: int) -> int:
    while at < len(text) and _is_comment(text, at, column + 1):
        at = next_line(text, at)
    return at


def _is_comment(text: str, start: int, column: int, *, exactly: bool = False) -> bool:
    """Whether a line is a comment at a column, or further in."""
    found = _COMMENT_LINE.match(text, start)
    return found is not None and (len(found[1]) == column if exactly else len(found[1]) >= column)


def blank_lines_before(text: str, at: int) -> int:
    """The beginning of the empty lines above a line."""
    while at:
        above = line_above(text, at)
        if text[above : line_end(text, above)].strip(" \t"):
            break
        at = above
    return at


def blank_lines_after(text: str, at: int) -> int:
    """The end of the empty lines that begin at a line."""
    while at < len(text) and not text[at : line_end(text, at)].strip(" \t"):
        at = next_line(text, at)
    return at


def is_airy(text: str, around: Collection, at: int) -> bool:
    """Whether an empty line separates the entry at a position from the one before it."""
    top = chunk_of(text, around, at).start
    return blank_lines_before(text, top) < top
