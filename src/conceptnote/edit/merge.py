"""Three-way merge of texts, line by line, with conflicts where both sides disagree.

As in `git merge`: changes of one side are taken, and changes that touch each other conflict. In addition, the data must
be what both sides made of them: merged lines can mean something else.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from msgspec import Struct

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.edit.apply import apply, read_text
from conceptnote.edit.changes import Change, Insert, Value, difference, has, same
from conceptnote.edit.layout import physical_lines


class Conflict(Struct, frozen=True):
    """Lines changed by both sides; `line` is where they begin in each version, from 1."""

    line: int
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


class _Hunk(Struct, frozen=True):
    """Lines of the base, from one position to another, and their replacement on one side."""

    start: int
    end: int
    lines: tuple[str, ...]


def merged(base: str, mine: str, theirs: str, shown: str) -> str:
    """The merged text; what neither side has touched keeps its bytes from `theirs`.

    Raises DiagnosticError if both changed the same, and if a text cannot be read.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    data = read_text(base, shown), read_text(mine, shown), read_text(theirs, shown)
    lines, conflicts = merge_lines(base, mine, theirs)
    if not conflicts and _agrees(lines, *data, shown):
        return lines
    if (again := _by_paths(theirs, *data, shown)) is not None:
        return again
    raise DiagnosticError(_in_conflict(conflicts, shown))


def merge_lines(base: str, mine: str, theirs: str) -> tuple[str, list[Conflict]]:
    """The merged lines, and the conflicts, where the text has their lines.

    Lines are compared without line ends, which an editor may have changed in the whole file.
    """
    old, new, now = list(physical_lines(base)), list(physical_lines(mine)), list(physical_lines(theirs))
    newline = _newline(now) or _newline(new) or "\n"
    changes, others = _hunks(old, new), _hunks(old, now)
    made: list[str] = []
    conflicts: list[Conflict] = []
    for hunk in changes:
        touching = [one for one in others if one.start <= hunk.end and hunk.start <= one.end]
        if touching and touching != [hunk]:
            start, end = min(hunk.start, touching[0].start), max(hunk.end, touching[-1].end)
            conflicts.append(_conflict(start, end, old, hunk, touching, others))
    if conflicts:
        return theirs, conflicts
    at = 0
    for hunk in sorted({*changes, *others}, key=lambda one: (one.start, one.end)):
        made += _theirs(at, hunk.start, others, now)
        made += [line.rstrip("\r\n") + newline for line in hunk.lines]
        at = hunk.end
    made += _theirs(at, len(old), others, now)
    text = "".join(line if _newline([line]) else line + newline for line in made)
    # The file ends as theirs does.
    return (text if _newline(now[-1:]) or not now else text.removesuffix(newline)), []


def _newline(lines: list[str]) -> str | None:
    return next((line[len(line.rstrip("\r\n")) :] for line in lines if line[-1:] in ("\r", "\n")), None)


def _bare(lines: list[str]) -> list[str]:
    return [line.rstrip("\r\n") for line in lines]


def _hunks(old: list[str], new: list[str]) -> list[_Hunk]:
    codes = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False).get_opcodes()
    return [_Hunk(i, j, tuple(_bare(new[k:m]))) for kind, i, j, k, m in codes if kind != "equal"]


def _theirs(start: int, end: int, others: list[_Hunk], now: list[str]) -> list[str]:
    """Their lines for unchanged lines of the base."""
    shift = sum(len(one.lines) - (one.end - one.start) for one in others if one.end <= start and one.start <= start)
    return now[start + shift : end + shift]


def _conflict(
    start: int, end: int, old: list[str], mine: _Hunk, touching: list[_Hunk], others: list[_Hunk]
) -> Conflict:
    def side(hunks: list[_Hunk]) -> tuple[str, ...]:
        lines, at = [], start
        for hunk in hunks:
            lines += [*_bare(old[at : hunk.start]), *hunk.lines]
            at = hunk.end
        return (*lines, *_bare(old[at:end]))

    shift = sum(len(one.lines) - (one.end - one.start) for one in others if one.end < start)
    return Conflict(start + shift + 1, tuple(_bare(old[start:end])), side([mine]), side(touching))


def _agrees(text: str, base: Value, mine: Value, theirs: Value, shown: str) -> bool:
    try:
        return _is_merge(base, mine, theirs, read_text(text, shown))
    except DiagnosticError:
        return False


_ABSENT = object()


def _is_merge(base: Value, mine: Value, theirs: Value, both: Value) -> bool:
    """Whether a value is the merge of two others."""
    for one, other in ((mine, theirs), (theirs, mine)):
        if same(one, base):
            return same(other, both) or (isinstance(both, dict) and bool(other == both))
    if same(mine, theirs):
        return same(mine, both)
    values = (base, mine, theirs, both)
    if all(isinstance(one, dict) for one in values):
        keys = {key for one in values for key in one}
        return all(_is_merge(*(one.get(key, _ABSENT) for one in values)) for key in keys)
    if all(isinstance(one, list) for one in values):
        if len({len(one) for one in values}) == 1:
            return all(map(_is_merge, *values))
        was, *sides = (Counter(map(repr, one)) for one in (base, mine, theirs))
        return Counter(map(repr, both)) == was + sum((side - was for side in sides), Counter()) - sum(
            (was - side for side in sides), Counter()
        )
    # Each side may have changed some lines of a text.
    return all(isinstance(one, str) for one in values) and "\n" in base.strip("\n")


def _by_paths(text: str, base: Value, mine: Value, theirs: Value, shown: str) -> str | None:
    """Their text with my changes at their paths, if these certainly lead to the same places."""
    changes = difference(base, mine)
    if not all(_is_certain(change, base, theirs) for change in changes):
        return None
    try:
        return apply(text, changes, shown)[0]
    except DiagnosticError:
        return None


def _is_certain(change: Change, base: Value, theirs: Value) -> bool:
    """Whether a path leads to the same place in both: through lists in which nothing else has changed."""
    at: DataPath = change.path
    for step in at[:-1] if isinstance(change, Insert) else at:
        if isinstance(base, list) and not _only_item_differs(base, theirs, step):
            return False
        if not has(base, step) or not has(theirs, step):
            return False
        base, theirs = base[step], theirs[step]
    if isinstance(change, Insert):
        step = at[-1]
        return not has(theirs, step) if isinstance(base, dict) else same(base, theirs)
    return same(base, theirs)


def _only_item_differs(base: Value, theirs: Value, step: object) -> bool:
    if not isinstance(theirs, list) or len(base) != len(theirs):
        return False
    return all(same(one, other) for at, (one, other) in enumerate(zip(base, theirs, strict=True)) if at != step)


def _in_conflict(conflicts: list[Conflict], shown: str) -> Diagnostic:
    """The report: the first lines changed by both, as in the file and as intended."""
    if not conflicts:
        hint = "look at the file, and make the change again"
        message = "the file was changed elsewhere at the same place"
        return Diagnostic(Code.EDIT_REFUSED, message, Location(shown), hint=hint)
    first = conflicts[0]
    now, meant = (" / ".join(line.strip() for line in side) or "nothing" for side in (first.theirs, first.mine))
    message = f"the file was changed elsewhere in the same lines: it is now “{_short(now)}”"
    hint = f"the change was “{_short(meant)}”; decide which is right, and make the change again"
    return Diagnostic(Code.EDIT_REFUSED, message, Location(shown, first.line), hint=hint)


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:120]} … {text[-30:]}"
