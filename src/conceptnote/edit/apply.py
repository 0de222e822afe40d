"""Changes to the text of a YAML file: spliced, read again, and refused unless they did exactly what was meant."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import lru_cache

import yaml

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.edit.changes import Change, NoSuchPlace, Set, Value, changed, difference, same
from conceptnote.edit.layout import with_line_ends
from conceptnote.edit.nodes import Node, Scalar, data_of, parse
from conceptnote.edit.splice import spliced
from conceptnote.source.characters import unprintable
from conceptnote.source.comments import find_cut
from conceptnote.source.source_map import SourceMap
from conceptnote.source.yaml_tree import read_yaml


@lru_cache(maxsize=8)
def read_text(text: str, shown: str) -> Value:
    """The data of a text, with its includes as tags. Raises DiagnosticError for a text that no reader accepts."""
    data, _, problems = read_yaml(text, shown, lambda name, at, depth: ({}, SourceMap(at.file, {(): at}), []))
    del data
    if problems:
        raise DiagnosticError(*problems)
    return data_of(parse(text))


def apply(text: str, changes: Sequence[Change], shown: str) -> tuple[str, list[Change]]:
    """The text after changes, and the changes as made: setting a record or list becomes changes of its parts.

    Raises DiagnosticError for a text that cannot be read, and for a change that does not fit it or is impossible.
    """
    data = read_text(text, shown)
    made: list[Change] = []
    for change in changes:
        for part in _parts(data, change, shown):
            text, data, done = apply_one(text, data, part, shown)
            made.append(done)
    if not same(read_text(text, shown), data):
        raise _not_writable(shown, changes[0].path)
    return text, made


def _parts(data: Value, change: Change, shown: str) -> list[Change]:
    """A change from one record to another, or one list to another, as few smaller ones."""
    try:
        changed(data, change)
    except NoSuchPlace:
        hint = "look at the file, and try again"
        raise _refused(shown, "the file has changed there", change.path, hint) from None
    if isinstance(change, Set):
        return difference(change.old, change.new, change.path)
    return [change]


def apply_one(text: str, data: Value, change: Change, shown: str) -> tuple[str, Value, Change]:
    """The text after one small change, its data, and the change as made; `data` are those of the text.

    Only `read_text` finds what the reader of event files alone refuses: call it in the end.
    """
    if bad := _unprintable(getattr(change, "new", None)):
        raise _refused(shown, f"the text contains {bad}, which cannot be printed", change.path, "delete it")
    with contextlib.suppress(NoSuchPlace):
        for made, done in spliced(text, change):
            meant, made = changed(data, done), with_line_ends(text, made)
            if _reads_as(made, meant):
                return made, meant, done
    raise _not_writable(shown, change.path)


def _not_writable(shown: str, path: DataPath) -> DiagnosticError:
    message = "this change cannot be written into the file without changing something else"
    return _refused(shown, message, path, "change it in an editor")


def _reads_as(text: str, meant: Value) -> bool:
    """Whether a text is sound YAML with these data; the reader's other rules are tested at the end."""
    try:
        root = parse(text)
    except yaml.YAMLError:
        return False
    return same(data_of(root), meant) and not _is_cut(text, root)


def _is_cut(text: str, node: Node, indent: int | None = -1) -> bool:
    """Whether a comment may be a part of the value before it, or a key is there twice."""
    if isinstance(node, Scalar):
        return not node.style and find_cut(text, node.start, node.end, indent) is not None
    inner = None if node.in_brackets else node.column
    if node.is_record and len({entry.name for entry in node.entries}) < len(node.entries):
        return True
    return any(_is_cut(text, entry.value, inner) for entry in node.entries)


def _unprintable(value: Value) -> str | None:
    if isinstance(value, str):
        return unprintable(value)
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((bad for one in inner if (bad := _unprintable(one))), None)


def _refused(shown: str, message: str, path: DataPath, hint: str) -> DiagnosticError:
    return DiagnosticError(Diagnostic(Code.EDIT_REFUSED, message, Location(shown), path, hint))
