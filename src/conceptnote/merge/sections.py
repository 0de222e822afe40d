"""New sections in a returned file, as changes of the data that may print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from conceptnote.edit.changes import Change, Insert, Remove, Set, value_at
from conceptnote.merge.align import Pair
from conceptnote.merge.blocks import Line
from conceptnote.merge.paper import Printed
from conceptnote.merge.prose import rebuilt, segments
from conceptnote.merge.search import Search, is_prose
from conceptnote.merge.values import Candidate

_MOST = 40
"""The most sections to search for."""


def edit_sections(search: Search) -> None:
    """Find the sections that begin with a new heading; the paragraphs below it may be new, or of the section before."""
    tried: set[int] = set()
    while len(tried) < _MOST and (at := next(_headings(search, tried), None)) is not None:
        new = search.pairs[at].new
        assert new is not None
        tried.add(new)
        below = _below(search, at)
        search.attempt(
            _sections(search, at, below), [search.target[new], *(line for old, line in below if old is None)]
        )


def _headings(search: Search, tried: set[int]) -> Iterator[int]:
    levels = {
        line.level
        for line in search.printed.lines
        if line.kind == "heading" and line.paths[:1] and line.paths[0][0] == "sections"
    }
    for at, pair in enumerate(search.pairs):
        if pair.old is None and pair.new is not None and pair.new not in tried:
            line = search.target[pair.new]
            if line.kind == "heading" and line.level in levels and not line.place:
                yield at


def _below(search: Search, at: int) -> list[tuple[int | None, Line]]:
    """The paragraphs below a heading that may belong to its section, each with the position of its original."""
    found: list[tuple[int | None, Line]] = []
    for pair in search.pairs[at + 1 :]:
        if (line := search.new(pair)) is None:
            continue
        if line.kind == "heading" or line.place or line.story != "body":
            break
        if (old := search.old(pair)) and not _is_text(old):
            break
        found.append((pair.old, line))
    return found


def _is_text(line: Line) -> bool:
    return is_prose(line) and line.paths[0][0] == "sections" and line.paths[0][-1] == "text" and line.kind != "heading"


def _sections(search: Search, at: int, below: Sequence[tuple[int | None, Line]]) -> Iterator[Candidate]:
    printed, new = search.printed, search.pairs[at].new
    assert new is not None
    if printed.in_several_languages:
        return
    before = _section_at(printed, search.pairs[:at])
    position = 0 if before is None else before + 1
    heading = search.target[new].text
    kept = [old for old, _ in below if old is not None]
    if not kept:
        text = next(rebuilt("", [], below, {}), "").strip("\n")
        record = {"heading": heading} | ({"text": f"{text}\n"} if text else {})
        yield ("sections", position), [Insert(("sections", position), record)]
        return
    path = printed.in_file(printed.lines[kept[0]].paths[0])
    if before is None or path[:2] != ("sections", before):
        return
    own = [
        number for number, line in enumerate(printed.lines) if _is_text(line) and printed.in_file(line.paths[0]) == path
    ]
    lines, there = [printed.lines[number] for number in own], value_at(printed.data, path)
    above = [
        (own.index(pair.old), search.target[pair.new])
        for pair in search.pairs[:at]
        if pair.old in own and pair.new is not None
    ]  # fmt: skip
    rest = [(own.index(old) if old in own else None, line) for old, line in below]
    labels = dict(zip((call for line in lines for call in line.calls), segments(there)[2], strict=False))
    for first, second in zip(rebuilt(there, lines, above, labels), rebuilt(there, lines, rest, labels), strict=False):
        record = {"heading": heading, "text": second}
        notes = _notes(printed, path[:-1], first, second, record)
        yield (
            ("sections", position),
            [Set(path, there, first.rstrip("\n") + "\n"), *notes, Insert(("sections", position), record)],
        )


def _notes(printed: Printed, section: Any, first: str, second: str, record: dict[str, Any]) -> Iterator[Change]:
    """The notes of a section that only its second half calls move with it."""
    given = value_at(printed.data, section).get("footnotes", {})
    gone = [label for label in given if label in segments(second)[2] and label not in segments(first)[2]]
    if gone:
        record["footnotes"] = {label: given[label] for label in gone}
    if gone and len(gone) == len(given):
        yield Remove((*section, "footnotes"), given)
    else:
        yield from (Remove((*section, "footnotes", label), given[label]) for label in gone)


def _section_at(printed: Printed, before: Sequence[Pair]) -> int | None:
    """The section of the last of some paragraphs."""
    for pair in reversed(before):
        paths = printed.lines[pair.old].paths if pair.old is not None else ()
        for path in paths[:1]:
            if path[0] == "sections" and isinstance(path[1], int):
                return path[1]
    return None
