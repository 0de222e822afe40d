"""Edits, conflicts and comments as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from conceptnote.datapath import format_path
from conceptnote.diagnostics import Code, Diagnostic, Location
from conceptnote.edit.changes import Move, Set
from conceptnote.merge.leftover import shortened
from conceptnote.merge.revisions import Revision
from conceptnote.merge.search import Edit
from conceptnote.merge.threeway import Conflict
from conceptnote.merge.wordlines import Comment

_AROUND = 4
"""The words before and after an edit in a longer text."""


def edit_lines(edit: Edit) -> Iterator[str]:
    """The effect of an edit, its author, and the changed words."""
    yield f"{format_path(edit.path)}  ({who(edit)})"
    for old, new in shown(edit):
        if old:
            yield f"  - {old}"
        if new:
            yield f"  + {new}"


def who(edit: Edit) -> str:
    """The author and date of an edit."""
    if not edit.revisions:
        return "not tracked"
    return "; ".join(_by(one) for one in sorted(edit.revisions))


def _by(revision: Revision) -> str:
    return ", ".join(part for part in (revision.author or "somebody", revision.date.partition("T")[0]) if part)


def shown(edit: Edit) -> Iterator[tuple[str, str]]:
    """The changed words, old and new, with a few around them; empty if one side has none."""
    for change in edit.changes:
        match change:
            case Set(old=str(old), new=str(new)):
                yield from differing(old, new)
            case Move():
                yield "", f"is number {change.to + 1} now, and was number {int(change.path[-1]) + 1}"
            case _:
                yield in_words(getattr(change, "old", None)), in_words(getattr(change, "new", None))


def in_words(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {in_words(below)}" for key, below in value.items())
    if isinstance(value, list):
        return f"[{', '.join(map(in_words, value))}]"
    return "" if value is None else " ".join(str(value).split())


def differing(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The differing parts of two texts, with a few words around each."""
    ours, theirs = old.split(), new.split()
    if len(ours) <= 3 * _AROUND and len(theirs) <= 3 * _AROUND:
        yield " ".join(ours), " ".join(theirs)
        return
    for group in SequenceMatcher(None, ours, theirs, autojunk=False).get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        yield _part(ours, first[1], last[2]), _part(theirs, first[3], last[4])


def _part(words: list[str], start: int, end: int) -> str:
    return ("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else "")


def in_conflict(file: Path, edit: Edit, conflict: Conflict) -> Diagnostic:
    """A conflict, both sides beside each other."""
    now, meant, was = (in_words(one) or "nothing" for one in (conflict.mine, conflict.theirs, conflict.base))
    parts = list(differing(now, meant))
    if len(parts) == 1:
        now, meant = (part or "nothing" for part in parts[0])
    message = f"both have changed this: the event file says “{now}” now, and {who(edit)} has written “{meant}”"
    path = conflict.path or edit.path
    hint = f"it was “{shortened(was)}”; write what is right: conceptnote set {format_path(path)}=…"
    return Diagnostic(Code.MERGE_CONFLICT, message, Location(str(file)), path, hint)


def comment_lines(comments: Iterable[tuple[str, Comment]]) -> Iterator[str]:
    """The comments of a file, each with the path of its subject."""
    for path, comment in comments:
        by = _by(Revision(comment.author, comment.date))
        quote = f" on “{in_words(comment.quote)}”" if comment.quote else ""
        yield f"comment{f' [{path}]' if path else ''} by {by}{quote}: {in_words(comment.text)}"
