"""From a change to the possible texts after it, the one that a careful colleague would write first.

Each is a splice: everything else keeps its bytes. `apply.py` tests which text reads as intended.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.edit.arrange import moved, without
from conceptnote.edit.changes import Change, Insert, Move, Nest, NoSuchPlace, Remove, Set, Value
from conceptnote.edit.insert import inserted
from conceptnote.edit.layout import Layout, layout_of, physical_lines
from conceptnote.edit.nodes import BREAK, Collection, Entry, Node, Scalar, data_of, entries_to, parse
from conceptnote.edit.spans import chunk_of, line_start, note_after
from conceptnote.edit.texts import Old, Slot, Written
from conceptnote.edit.write import Like, below, forms, key_text
from conceptnote.languages.known import TAG

Spliced = tuple[str, Change]
"""A text, and the change as made; for an `Insert`, with the index of its key."""


class File(Struct, frozen=True):
    """The text of a file, with its nodes and its layout."""

    text: str
    root: Node
    layout: Layout

    @classmethod
    def of(cls, text: str) -> File:
        """A text that `read_yaml` accepts."""
        root = parse(text)
        return cls(text, root, layout_of(text, root))


def spliced(text: str, change: Change) -> Iterator[Spliced]:
    """The texts after a change, the best first. Raises NoSuchPlace if it does not fit."""
    file = File.of(text)
    match change:
        case Insert():
            yield from _insert(file, change)
            return
        case Set(path=path, new=new):
            texts = _set(file, path, new)
        case Nest():
            texts = _nested(file, change)
        case Remove(path=path):
            texts = _removed(file, path)
        case Move(path=path, to=to):
            entry, around = _entry(file, path)
            texts = moved(file.text, around, around.entries.index(entry), to)
    yield from ((made, change) for made in texts)


def _entry(file: File, path: DataPath) -> tuple[Entry, Collection]:
    """An entry, and the collection around it."""
    entry = entries_to(file.root, path)[-1]
    around = _node(file, path[:-1])
    assert isinstance(around, Collection)
    return entry, around


def _node(file: File, path: DataPath) -> Node:
    return entries_to(file.root, path)[-1].value if path else file.root


def lines_at(text: str, path: DataPath) -> tuple[str, ...]:
    """The lines of a key or of an item of a list, with its comments, without indentation.

    None if it shares its first line with something else.
    """
    file = File.of(text)
    entry, around = _entry(file, path)
    if around.in_brackets and around.is_record:
        return ()
    if around.in_brackets:
        source = text[entry.start : entry.end]
        return () if BREAK.search(source) else (f"- {source}",)
    chunk = chunk_of(text, around, around.entries.index(entry))
    if chunk.shares_line:
        return ()
    lines = [line.rstrip("\r\n") for line in physical_lines(text[chunk.start : chunk.end])]
    pad = " " * around.column
    return tuple(line.removeprefix(pad) for line in lines)


def like_at(file: File, path: DataPath) -> Like:
    """Models for a value at a path: the values of its sibling records at the same place."""
    for depth in range(len(path), 0, -1):
        around = _node(file, path[: depth - 1])
        if not isinstance(around, Collection):
            continue
        is_alike = not around.is_record or _holds_records(around)
        if not is_alike:
            continue
        beside = [entry.value for entry in around.entries if entry.name != path[depth - 1] or not around.is_record]
        if not around.is_record and depth < len(path):
            beside = [one for at, one in enumerate(beside) if at != path[depth - 1]]
        like = Like(beside, file.text, around.column)
        for step in path[depth:]:
            like = like.below(step if isinstance(step, str) else None)
        if like.nodes:
            return like
    return Like((), file.text)


def _holds_records(around: Collection) -> bool:
    """Whether the values of a record are similar records, as people by id are."""
    inner = [entry.value for entry in around.entries]
    return bool(inner) and all(isinstance(one, Collection) and one.is_record for one in inner)


def _set(file: File, path: DataPath, new: Value) -> Iterator[str]:
    if not path:
        raise NoSuchPlace(path)
    entry, around = _entry(file, path)
    like, old, model = like_at(file, path), entry.value, None
    if isinstance(old, Scalar) and old.value is not None:
        model = Old(old, file.text, around.column, is_replaced=True)
    if around.in_brackets:
        for form in forms(new, Slot(around.column, 0, in_brackets=True), file.layout, like, model):
            yield _in_brackets(file.text, entry, form.head)
        return
    if entry.lead is None:
        raise NoSuchPlace(path)
    # A text on the line below its key stays there; any other new value begins after the key.
    stays = isinstance(old, Scalar) and old.end > old.start and not isinstance(new, dict | list)
    start = old.start if stays else entry.lead
    column = start - line_start(file.text, start) + (not stays)
    for form in forms(new, Slot(around.column, column), file.layout, like, model):
        yield from filled_in(file, entry, start, form)


def _in_brackets(text: str, entry: Entry, head: str) -> str:
    """The text with another value in brackets, where there may be no value yet, and no colon."""
    old = entry.value
    if old.end > old.start:
        return text[: old.start] + head + text[old.end :]
    if entry.lead is not None:
        return f"{text[: entry.lead]} {head}{text[entry.lead :]}"
    assert entry.key is not None
    return f"{text[: entry.key.end]}: {head}{text[entry.key.end :]}"


def filled_in(file: File, entry: Entry, start: int, form: Written) -> Iterator[str]:
    """The text with a value from an offset on, with the comment beside the old one."""
    text, newline = file.text, file.layout.newline
    note, end = _note(text, entry)
    lead = " " if start == entry.lead and form.head else ""
    before = text[:start].rstrip(" ") if not form.head else text[:start]
    body = "".join(f"{newline}{line}" for line in form.body)
    # A comment needs two spaces before it, or the value may seem to continue.
    notes = [note, f" {note}"] if note.startswith(" #") else [note]
    for note in notes:
        made = f"{lead}{form.head}{note}{body}" if form.notes_behind_head else f"{lead}{form.head}{body}{note}"
        yield before + made + text[end:]
        if end == len(text):
            # A text that ends with a line end needs one in the file.
            yield before + made + newline


def _note(text: str, entry: Entry) -> tuple[str, int]:
    """The comment beside a value (on the line of its key if the value is below), and the end of its lines."""
    value = entry.value
    assert entry.lead is not None
    last, end = note_after(text, entry.end)
    if isinstance(value, Collection):
        if value.in_brackets or line_start(text, value.start) == line_start(text, entry.lead):
            return (last if value.in_brackets else ""), end
        return note_after(text, entry.lead)[0], end
    if value.is_block and (header := BREAK.search(text, value.sign, value.end)):
        sign = value.sign
        while sign < header.start() and text[sign] not in " \t":
            sign += 1
        return text[sign : header.start()].rstrip() if "#" in text[sign : header.start()] else "", value.end
    return last, end


def _nested(file: File, change: Nest) -> Iterator[str]:
    """A value as the only item of a list, or under the only key of a record: with its own text, if that fits."""
    entry, around = _entry(file, change.path)
    value, text = entry.value, file.text
    data = data_of(value)
    new: Value = {change.step: data} if isinstance(change.step, str) else [data]
    source = text[value.start : value.end]
    lead = f"{key_text(change.step)}: " if isinstance(change.step, str) else ""
    on_one_line = isinstance(value, Scalar) and not value.is_block and not BREAK.search(source) and source
    bracketed = f"{{{lead}{source}}}" if lead else f"[{source}]"
    if around.in_brackets and on_one_line:
        yield _in_brackets(text, entry, bracketed)
    elif on_one_line and not around.in_brackets and entry.lead is not None:
        is_item = entry.key is None
        column = around.column + (2 if is_item else file.layout.step if lead else file.layout.dash)
        line = " " * column + (lead or "- ") + source
        if TAG.fullmatch(str(change.step)) and around.column + 2 * len(bracketed) <= file.layout.width:
            # There is room for another language beside it.
            yield from filled_in(file, entry, value.start, Written(bracketed))
        form = Written(line.lstrip(" ")) if is_item else Written("", (line,), notes_behind_head=False)
        yield from filled_in(file, entry, value.start if is_item else entry.lead, form)
    elif (
        isinstance(value, Collection)
        and not value.in_brackets
        and not text[line_start(text, value.start) : value.start].strip(" ")
    ):
        yield _further_in(file, value, lead)
    yield from _set(file, change.path, new)


def _further_in(file: File, value: Collection, lead: str) -> str:
    """The text with the lines of a record or list indented, after a dash or below a key."""
    text, begin = file.text, line_start(file.text, value.start)
    _, end = note_after(text, value.entries[-1].end)
    pad = " " * value.column
    shift = " " * (file.layout.step if lead else 2)
    lines = [f"{shift}{line}" if line.strip() else line for line in physical_lines(text[begin:end])]
    if lead:
        lines.insert(0, f"{pad}{lead.rstrip()}{file.layout.newline}")
    else:
        lines[0] = f"{pad}- {lines[0].lstrip(' ')}"
    return text[:begin] + "".join(lines) + text[end:]


def _removed(file: File, path: DataPath) -> Iterator[str]:
    entry, around = _entry(file, path)
    if len(around.entries) > 1:
        yield without(file.text, around, around.entries.index(entry))
    else:
        yield from _emptied(file, path[:-1], around)


def _emptied(file: File, path: DataPath, around: Collection) -> Iterator[str]:
    """The text with a record or a list that is empty now."""
    nothing: Value = {} if around.is_record else []
    if path:
        yield from _set(file, path, nothing)
    else:
        begin, (_, end) = line_start(file.text, around.start), note_after(file.text, around.entries[-1].end)
        if around.in_brackets:
            begin, end = around.start, around.end
        yield file.text[:begin] + ("{}" if around.is_record else "[]") + file.text[end:]


def _insert(file: File, change: Insert) -> Iterator[Spliced]:
    path = change.path
    around = _node(file, path[:-1])
    step = path[-1]
    like = like_at(file, path)
    if isinstance(around, Collection) and around.entries:
        for made, index in inserted(file.text, around, change, like, file.layout):
            yield made, replace(change, index=index)
        return
    new: Value = {step: change.new} if isinstance(step, str) else [change.new]
    if path[:-1]:
        for made in _set(file, path[:-1], new):
            yield made, replace(change, index=0)
        return
    text, newline = file.text, file.layout.newline
    lines = newline.join(below(new, -1, file.layout, Like()))
    start, end = (around.start, around.end) if isinstance(around, Collection) else (len(text), len(text))
    joint = newline if start and text[start - 1] not in "\r\n" else ""
    last = newline if not text[end:] else ""
    yield text[:start] + joint + lines + last + text[end:], replace(change, index=0)
