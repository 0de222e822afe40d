"""Edits, conflicts, what is left and comments as plain data, for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conceptnote.datapath import DataPath, format_path
from conceptnote.edit.changes import Change, Insert, Move, Remove, Set
from conceptnote.merge.merging import Comparison, Result
from conceptnote.merge.search import Edit


def as_data(comparisons: Iterable[Comparison], result: Result) -> dict[str, Any]:
    """All of it as plain data."""
    return {"version": 1, "files": [_file(one, result) for one in comparisons]}


def _file(comparison: Comparison, result: Result) -> dict[str, Any]:
    paper = comparison.base.paper
    return {
        "file": str(comparison.file),
        "document": paper.document,
        "language": paper.language,
        "edits": [_edit(edit, result) for edit in comparison.edits],
        "conflicts": [
            {"path": _path(one.path), "was": one.base, "now": one.mine, "theirs": one.theirs}
            for edit, one in result.conflicts
            if edit in comparison.edits
        ],
        "left": [
            {"path": _path(one.path), "message": one.message, "hint": one.hint} for one in comparison.left
        ],
        "comments": [
            {"path": path or None, "author": one.author, "date": one.date, "quote": one.quote, "text": one.text}
            for path, one in comparison.comments
        ],
    }  # fmt: skip


def _path(path: DataPath) -> str | None:
    return format_path(path) or None


def _edit(edit: Edit, result: Result) -> dict[str, Any]:
    state = "taken" if edit in result.taken else "there" if edit in result.there else "left"
    return {
        "path": format_path(edit.path),
        "changes": [_change(change) for change in edit.changes],
        "by": [{"author": one.author, "date": one.date or None} for one in sorted(edit.revisions)],
        "state": state,
    }


def _change(change: Change) -> dict[str, Any]:
    made: dict[str, Any] = {"path": format_path(change.path)}
    if isinstance(change, Set | Remove):
        made["old"] = change.old
    if isinstance(change, Set | Insert):
        made["new"] = change.new
    if isinstance(change, Move):
        made["to"] = change.to
    return made
