"""Where a new key or item goes among others, and in which lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conceptnote.edit.changes import Insert, NoSuchPlace
from conceptnote.edit.layout import Layout
from conceptnote.edit.nodes import BREAK, Collection, Entry, Scalar, header
from conceptnote.edit.spans import chunk_of, is_airy, line_end, line_start, next_line, waiting_key
from conceptnote.edit.texts import Slot, Written
from conceptnote.edit.write import Like, entry_forms, forms, key_text, lines_of

Inserted = tuple[str, int]
"""A text, and the position of the new entry among its siblings."""


def inserted(text: str, around: Collection, change: Insert, like: Like, layout: Layout) -> Iterator[Inserted]:
    """The texts with a new entry in a record or a list that has some, the best first."""
    step = change.path[-1]
    if isinstance(step, str) is not around.is_record or (around.find(step) and around.is_record):
        raise NoSuchPlace(change.path)
    lead = f"{key_text(step)}:" if isinstance(step, str) else "-"
    if around.in_brackets:
        at = _position(around, change)
        slot = Slot(around.column, 0, in_brackets=True)
        for form in forms(change.new, slot, layout, like):
            made = f"{lead} {form.head}" if around.is_record else form.head
            yield _in_brackets(text, around, at, made), at
        return
    if change.lines:
        at, pad = _position(around, change), " " * around.column
        lines = [f"{pad}{line}" if line.strip() else line for line in change.lines]
        yield from ((made, at) for made in _between(text, around, at, lines, layout, is_airy=_is_airy(text, around)))
    waiting = _waiting(text, around, str(step)) if around.is_record and change.index is None else None
    at = waiting[0] if waiting else _position(around, change)
    for form in entry_forms(lead, change.new, around.column, layout, like):
        if waiting:
            yield from ((made, at) for made in _in_place(text, waiting[1], form, lead, around, layout))
        is_airy = _is_airy(text, around, form)
        lines = list(lines_of(form, lead, around.column))
        yield from ((made, at) for made in _between(text, around, at, lines, layout, is_airy=is_airy))


def _position(around: Collection, change: Insert) -> int:
    count, step = len(around.entries), change.path[-1]
    if isinstance(step, int):
        wanted = step
    elif change.index is not None:
        wanted = change.index
    else:
        wanted = _in_order(around, step, change.order)
    if not 0 <= wanted <= count:
        raise NoSuchPlace(change.path)
    return wanted


def _in_order(around: Collection, key: str, order: tuple[str, ...]) -> int:
    """After the nearest key that precedes it, otherwise before the nearest that follows it; otherwise at the end."""
    names = [entry.name for entry in around.entries]
    if key not in order:
        return len(names)
    at = order.index(key)
    for before in reversed(order[:at]):
        if before in names:
            return names.index(before) + 1
    return next((names.index(after) for after in order[at + 1 :] if after in names), len(names))


def _in_brackets(text: str, around: Collection, at: int, made: str) -> str:
    entries = around.entries
    if around.open:
        # The only key of a record without brackets.
        both = [text[around.start : entries[0].end]]
        both.insert(at, made)
        return f"{text[: around.start]}{{{', '.join(both)}}}{text[entries[0].end :]}"
    several = len(entries) > 1
    between = text[entries[0].end : entries[1].start] if several else ", "
    if "#" in between or between.strip(" \t\r\n") != ",":
        between = ", "
    if at < len(entries):
        start = entries[at].start
        return text[:start] + made + between + text[start:]
    end = entries[-1].end
    return text[:end] + between + made + text[end:]


def _waiting(text: str, around: Collection, key: str) -> tuple[int, int] | None:
    """Where a key of a record waits behind a `#`: its position, and the offset of the line."""
    entries = around.entries
    for at in range(len(entries) + 1):
        start = next_line(text, entries[at - 1].end) if at else _begin(text, around)
        end = line_start(text, entries[at].start) if at < len(entries) else _last(text, around)
        while start < end:
            found = waiting_key(text, start)
            if found and (found.name, found.column) == (key, around.column):
                return at, start
            start = next_line(text, start)
    return None


def _begin(text: str, around: Collection) -> int:
    """The beginning of comments above the first entry of a record."""
    return 0 if around.column == 0 else line_start(text, around.start)


def _last(text: str, around: Collection) -> int:
    """The end of the comments below the last entry: the next other line."""
    at = next_line(text, around.entries[-1].end)
    while at < len(text):
        line = text[at : line_end(text, at)].strip()
        if line and not line.startswith("#"):
            break
        at = next_line(text, at)
    return at


def _in_place(text: str, start: int, form: Written, lead: str, around: Collection, layout: Layout) -> Iterator[str]:
    """The text with an entry where its key waits behind a `#`; a waiting value stays above it."""
    end = line_end(text, start)
    waiting = waiting_key(text, start)
    assert waiting is not None
    lines = list(lines_of(form, lead, around.column))
    if waiting.value and not waiting.value.startswith("#"):
        yield text[:end] + "".join(layout.newline + line for line in lines) + text[end:]
        return
    note = f"  {waiting.value}" if waiting.value else ""
    at = 0 if form.notes_behind_head else len(lines) - 1
    lines[at] += note
    yield text[:start] + layout.newline.join(lines) + text[end:]


def _between(
    text: str, around: Collection, at: int, lines: Sequence[str], layout: Layout, *, is_airy: bool
) -> Iterator[str]:
    """The text with an entry on separate lines: right below the one before it, or above the first."""
    entries, newline = around.entries, layout.newline
    gap = newline if is_airy else ""
    if not at:
        first = chunk_of(text, around, 0)
        joined = newline.join(lines) + newline + gap
        if first.shares_line:
            yield text[: first.start] + joined.lstrip(" ") + " " * around.column + text[first.start :]
        else:
            yield text[: first.start] + joined + text[first.start :]
        return
    above = chunk_of(text, around, at - 1)
    joined = gap + newline.join(lines)
    if above.end < len(text) or text[-1:] in ("\r", "\n"):
        yield text[: above.end] + joined + newline + text[above.end :]
        return
    # The file ends without a line end, and still does, if its last value allows it.
    last = _last_scalar(entries[at - 1])
    stripped = _stripped(text, last) if last else text
    for before in dict.fromkeys((text, stripped)):
        yield before + newline + joined
        yield before + newline + joined + newline


def _is_airy(text: str, around: Collection, form: Written | None = None) -> bool:
    """Whether an empty line separates the new entry from its neighbours, as other entries of several lines."""
    entries = around.entries
    several = [
        place for place in range(1, len(entries))
        if _is_long(text, entries[place]) or _is_long(text, entries[place - 1])
    ]  # fmt: skip
    if form and not form.body and around.is_record:
        return False
    asked = several if around.is_record else range(1, len(entries))
    airy = [is_airy(text, around, place) for place in asked]
    return bool(airy) and sum(airy) * 2 > len(airy)


def _is_long(text: str, entry: Entry) -> bool:
    return BREAK.search(text, entry.start, entry.end) is not None


def _last_scalar(entry: Entry) -> Scalar | None:
    value = entry.value
    while isinstance(value, Collection) and value.entries and not value.in_brackets:
        value = value.entries[-1].value
    return value if isinstance(value, Scalar) and value.is_block else None


def _stripped(text: str, scalar: Scalar) -> str:
    """The text with an indicator that its last scalar ends without a line end, as the file does."""
    written = header(text, scalar)
    end = scalar.sign + len(written)
    return text[: scalar.sign] + written.replace("+", "") + "-" + text[end:]
