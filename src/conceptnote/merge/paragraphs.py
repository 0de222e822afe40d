"""Edited, added, moved and removed paragraphs of each prose, as texts that may print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from conceptnote.datapath import DataPath
from conceptnote.edit.changes import Change, Insert, Remove, Set, Value, has, value_at
from conceptnote.merge.align import Pair
from conceptnote.merge.blocks import Line
from conceptnote.merge.prose import Edited, rebuilt, segments
from conceptnote.merge.search import Search, is_prose
from conceptnote.merge.splice import as_markdown
from conceptnote.merge.values import Candidate


def edit_paragraphs(search: Search) -> None:
    """Find edits in texts of several paragraphs."""
    paths = dict.fromkeys(line.paths[0] for line in search.printed.lines if is_prose(line) and line.story == "body")
    for path in paths:
        region = _region(search, path)
        moved = [pair for pair in search.pairs if pair.moved and pair not in region and _owns(search, path, pair.old)]
        changed = moved + [pair for pair in region if search.differs(pair, search.printed.lines)]
        if changed:
            search.attempt(_candidates(search, path, region), list(map(search.line, changed)))


def _owns(search: Search, path: DataPath, old: int | None) -> bool:
    if old is None:
        return False
    line = search.printed.lines[old]
    return line.story == "body" and is_prose(line) and line.paths == (path,)


def _region(search: Search, path: DataPath) -> list[Pair]:
    """The pairs of a prose: its own, those in between, and new ones right before and after it."""
    pairs = search.pairs
    own = [at for at, pair in enumerate(pairs) if _owns(search, path, pair.old) and not pair.moved]
    own = own or [at for at, pair in enumerate(pairs) if _owns(search, path, pair.old)]
    if not own:
        return []
    first, last = own[0], own[-1]
    like = next(iter(search.returned(pairs[at] for at in own)), None) or search.line(pairs[first])
    while last + 1 < len(pairs) and _may_join(search, pairs[last + 1], like, path):
        last += 1
    above = first
    while above and _may_join(search, pairs[above - 1], like, path):
        above -= 1
    # Text after another text belongs to that.
    if above and not _is_text(search, pairs[above - 1].old):
        first = above
    return [
        pair for pair in pairs[first : last + 1] if _owns(search, path, pair.old) or _may_join(search, pair, like, path)
    ]


def _is_text(search: Search, old: int | None) -> bool:
    return old is not None and is_prose(search.printed.lines[old]) and search.printed.lines[old].kind != "heading"


def _may_join(search: Search, pair: Pair, like: Line, path: DataPath) -> bool:
    """Whether a new or moved paragraph can belong to a text with paragraphs like another."""
    if pair.new is None or (pair.old is not None and not pair.moved):
        return pair.new is None and _owns(search, path, pair.old)
    line = search.target[pair.new]
    if line.story != "body" or line.kind == "heading" or line.place != like.place:
        return False
    return not like.place or line.style == like.style or line.kind == "item"


def _candidates(search: Search, path: DataPath, region: Sequence[Pair]) -> Iterator[Candidate]:
    printed = search.printed
    own = [at for at, line in enumerate(printed.lines) if _owns(search, path, at) and line.text]
    lines = [printed.lines[at] for at in own]
    real = printed.in_file(path)
    there = value_at(printed.data, real)
    if not isinstance(there, str):
        return
    edited: Edited = [
        (own.index(pair.old) if pair.old in own else None, search.target[pair.new])
        for pair in region
        if pair.new is not None
    ]
    if not edited:
        return
    labels = _labels(there, lines)
    added = _new_notes(search, real, edited, labels)
    for text in rebuilt(there, lines, edited, labels | {number: label for number, (label, _) in added.items()}):
        gone = _uncalled(search, real, there, text)
        if not added:
            yield real, [Set(real, there, text), *gone]
            continue
        yield real, [Set(real, there, text), *gone, *_with_notes(search, real, dict(added.values()))]
        below = "".join(f"\n\n[^{label}]: {wording}" for label, wording in added.values())
        yield real, [Set(real, there, text.rstrip("\n") + below + "\n"), *gone]
    if len(lines) == 1 and len(edited) > 1:
        # Other texts than prose have one paragraph: additions are explained elsewhere.
        only = [(index, line) for index, line in edited if index is not None]
        for text in rebuilt(there, lines, only, labels):
            yield real, [Set(real, there, text)]


def _labels(text: str, lines: Sequence[Line]) -> dict[int, str]:
    """The labels of the notes that a prose calls, by number."""
    calls = [number for line in lines for number in line.calls]
    return dict(zip(calls, segments(text)[2], strict=False))


def _new_notes(search: Search, real: DataPath, edited: Edited, labels: dict[int, str]) -> dict[int, tuple[str, str]]:
    """The notes that a prose calls for the first time, by number, each with a label and its text."""
    taken = {*labels.values(), *_given_notes(search, real)}
    found: dict[int, tuple[str, str]] = {}
    for number in (one for _, line in edited for one in line.calls if one not in labels):
        label = next(name for at in count(1) if (name := f"note-{at}") not in taken)
        parts = [as_markdown(line.spans, {}) for line in search.target if line.note == number]
        taken.add(label)
        found[number] = label, " ".join(parts)
    return found


def _given_notes(search: Search, real: DataPath) -> dict[str, Value]:
    record = value_at(search.printed.data, real[:-1])
    given = record.get("footnotes") if isinstance(record, dict) else None
    return given if isinstance(given, dict) else {}


def _with_notes(search: Search, real: DataPath, notes: dict[str, str]) -> Iterator[Change]:
    """Changes that put notes beside their text."""
    path = (*real[:-1], "footnotes")
    if _given_notes(search, real):
        yield from (Insert((*path, label), text) for label, text in notes.items())
    else:
        yield Insert(path, notes)


def _uncalled(search: Search, real: DataPath, old: str, new: str) -> Iterator[Change]:
    """Remove the notes beside a text that it no longer calls."""
    gone = set(segments(old)[2]) - set(segments(new)[2])
    notes = (*real[:-1], "footnotes")
    if not has(value_at(search.printed.data, notes[:-1]), "footnotes"):
        return
    given = value_at(search.printed.data, notes)
    left = {label for label in given if label not in gone}
    if not left and gone:
        yield Remove(notes, given)
        return
    for label in sorted(gone & set(given)):
        yield Remove((*notes, label), given[label])
