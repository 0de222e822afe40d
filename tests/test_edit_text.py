"""Changes to the text of an event file: exactly the data that was meant, and not a byte of another line."""

from __future__ import annotations

import difflib
import re
from random import Random
from typing import Any

import edits
import pytest
import strategies
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.diagnostics import DiagnosticError, Location
from conceptnote.edit.apply import apply, read_text
from conceptnote.edit.changes import Change, Insert, Move, Nest, Remove, Set, changed, difference, same, value_at
from conceptnote.edit.layout import physical_lines
from conceptnote.edit.nodes import Collection, entries_to, parse
from conceptnote.edit.spans import chunk_of, line_start
from conceptnote.source.source_map import SourceMap
from conceptnote.source.yaml_tree import Read, read_yaml


def data_by_reader(text: str) -> Any:
    """What the reader of event files makes of a text; of files that it includes, nothing."""

    def include(name: str, at: Location, depth: int) -> Read:
        return {"included": name}, SourceMap(at.file, {(): at}), []

    data, _, problems = read_yaml(text, "event.yaml", include)
    assert not problems
    return data


def as_read(data: Any) -> Any:
    """Data as that reader has them."""
    if isinstance(data, dict):
        return {key: as_read(one) for key, one in data.items()}
    if isinstance(data, list):
        return [as_read(one) for one in data]
    return {"included": data.name} if hasattr(data, "name") else data


def edit(text: str, *changes: Change) -> str:
    """The text after changes, which reads as they say."""
    data = read_text(text, "event.yaml")
    new, done = apply(text, changes, "event.yaml")
    for change in done:
        data = changed(data, change)
    assert same(data_by_reader(new), as_read(data))
    return new


def touched(text: str, change: Change) -> tuple[int, int]:
    """The lines, from one to before another, that a change may touch."""
    root = parse(text)
    path = change.path
    around = entries_to(root, path[:-1])[-1].value if path[:-1] else root
    assert isinstance(around, Collection)
    lines = text.count("\n")

    def line(at: int) -> int:
        return text.count("\n", 0, at)

    if around.in_brackets or not around.entries or (len(around.entries) == 1 and isinstance(change, Remove)):
        owner = entries_to(root, path[:-1])[-1] if path[:-1] else None
        return (line(owner.start), line(max(owner.end, owner.start)) + 1) if owner else (0, lines + 1)
    if isinstance(change, Insert | Move):
        return line(chunk_of(text, around, 0).start), lines + 1 if change.path[:-1] == () else line(around.end) + 3
    at = around.entries.index(entries_to(root, path)[-1])
    chunk = chunk_of(text, around, at)
    if isinstance(change, Remove) and chunk.shares_line and at + 1 < len(around.entries):
        # The next key moves up to the dash.
        return line(chunk.start), line(around.entries[at + 1].start) + 1
    return line(line_start(text, chunk.start)), line(chunk.end) + (not text[: chunk.end].endswith("\n"))


def check_lines(text: str, new: str, change: Change) -> None:
    """Lines before and after those that a change may touch are the same, to the byte."""
    old, now = list(physical_lines(text)), list(physical_lines(new))
    start, end = touched(text, change)
    # Empty lines part what is taken out from what is beside it.
    while start and not old[start - 1].strip():
        start -= 1
    while end < len(old) and not old[end].strip():
        end += 1
    assert now[:start] == old[:start]
    tail = old[end:]
    assert not tail or now[-len(tail) :] == tail


@examples(80)
@given(seed=edits.seeds, name=st.sampled_from(sorted(edits.files())))
def test_any_edit_of_any_file_gives_the_edited_data_and_touches_no_other_line(seed: int, name: str) -> None:
    text = edits.files()[name]
    change = edits.change(Random(seed), read_text(text, "event.yaml"))
    new = edit(text, change)
    check_lines(text, new, change)
    if not isinstance(change, Insert):
        assert same(data_by_reader(new), as_read(changed(read_text(text, "event.yaml"), change)))
    if "CRLF" in name and "\n" in new:
        assert not re.search(r"(?<!\r)\n", new)


@examples(8)
@given(event=strategies.events(), style=st.integers(0, 6), seed=edits.seeds)
def test_any_edits_of_any_event_give_the_edited_data(event: dict[str, Any], style: int, seed: int) -> None:
    random = Random(seed)
    text = new = edits.dumped(event, style)
    for _ in range(3):
        new = edit(new, edits.change(random, read_text(new, "event.yaml")))
    first, last = read_text(text, "event.yaml"), read_text(new, "event.yaml")
    assert same(data_by_reader(edit(text, *difference(first, last))), as_read(last))


@examples(30)
@given(seed=edits.seeds)
def test_the_difference_of_two_values_makes_one_of_the_other(seed: int) -> None:
    random = Random(seed)
    old, new = ({"a": edits.value(random), "b": [edits.value(random) for _ in range(4)]} for _ in range(2))
    new["b"] += random.sample(old["b"], 3)
    made = old
    for change in difference(old, new):
        made = changed(made, change)
    assert same(made, new)


# What a careful colleague would write, to the byte


def at(path: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in path.split("."))


def set_to(path: str, new: Any) -> tuple[type[Set], str, Any]:
    return Set, path, new


def put(path: str, new: Any, *order: str) -> tuple[Any, ...]:
    return Insert, path, new, order


ADD, OUT, GO, NEST = Insert, Remove, Move, Nest
CASES: list[tuple[str, tuple[Any, ...], str]] = [
    # Nothing behind a colon or a dash, and what stands for nothing.
    ("a:\nb: 1\n", set_to("a", "x"), "a: x\nb: 1\n"),
    ("a:   # none yet\n", set_to("a", "x"), "a: x   # none yet\n"),
    ("a: # none yet\n", set_to("a", "x"), "a: x  # none yet\n"),
    ("a:\n  -\n  - b\n", set_to("a.0", "x"), "a:\n  - x\n  - b\n"),
    ("a: ~\nb: null\n", set_to("b", "~"), 'a: ~\nb: "~"\n'),
    ("a: {b: , c}\n", set_to("a.b", "x"), "a: {b: x , c}\n"),
    ("a: {b: , c}\n", set_to("a.c", "x, y"), 'a: {b: , c: "x, y"}\n'),
    ("a: x   # why\n", set_to("a", None), "a:   # why\n"),
    # Texts that are something else without quotes, and quotes as they were.
    *(("a: x\n", set_to("a", odd), f'a: "{odd}"\n') for odd in ("*x", "@x", "%x", "null", "- x", "x: y", "NO", "x #y")),
    ("a: 'it''s'\n", set_to("a", "it's so"), "a: 'it''s so'\n"),
    ('a: "x"\n', set_to("a", 'y "z"'), 'a: "y \\"z\\""\n'),
    ("a: true\nb: 9.15\n", set_to("a", "false"), "a: false\nb: 9.15\n"),
    ("a: x\nb: 1\n", set_to("a", "y\u2028z"), 'a: "y\\u2028z"\nb: 1\n'),
    ("a: x\nb: 1\n", set_to("a", "y\u0085z"), 'a: "y\\Nz"\nb: 1\n'),
    ("---\na: x\n", set_to("a", "---"), '---\na: "---"\n'),
    # Blocks.
    ("a: |2\n   x\n  y\nb: 1\n", set_to("a", " x\nz\n"), "a: |2\n   x\n  z\nb: 1\n"),
    ("a: |\n  x\nb: 1\n", set_to("a", " x\ny\n"), "a: |2\n   x\n  y\nb: 1\n"),
    ("a: |\n  x\n\n# c\nb: 1\n", set_to("a", "y"), "a: |-\n  y\n\n# c\nb: 1\n"),
    ("a: |+\n  x\n\nb: 1\n", set_to("a", "y\n\n"), "a: |+\n  y\n\nb: 1\n"),
    ("a: |+  # c\n  x\n", set_to("a", "y\nz\n"), "a: |+  # c\n  y\n  z\n"),
    ("a: |\n  x", set_to("a", "y"), "a: |\n  y"),
    ("a: |\n  x", put("b", "1"), "a: |-\n  x\nb: 1"),
    ("a: >\n  x y\n\n    deep\n\n  z\n", set_to("a", "x y\n\n  deep\n\nzz\n"), "a: >\n  x y\n\n    deep\n\n  zz\n"),
    ("a: |  # c\n  x\nb: 1\n", set_to("a", ["z"]), "a: [z]  # c\nb: 1\n"),
    ("a:  # c\n  - x\nb: 1\n", set_to("a", "z"), "a: z  # c\nb: 1\n"),
    ("a: x  # c\nb: 1\n", set_to("a", {"k": "y\nz\n"}), "a:  # c\n  k: |\n    y\n    z\nb: 1\n"),
    # Entries, with the comments that speak of them.
    ("a:\n  # of x\n  - x\n  # of y\n  - y\n", (OUT, "a.0"), "a:\n  # of y\n  - y\n"),
    ("a:\n  - k: x\n    # in x\n\n  # of y\n  - y\n", (OUT, "a.0"), "a:\n  # of y\n  - y\n"),
    ("a:\n  - x  # c\nb: 1\n", (OUT, "a.0"), "a: []\nb: 1\n"),
    ("a:\n  - k: x\n    # of l\n    l: y\n", (OUT, "a.0.k"), "a:\n  -\n    # of l\n    l: y\n"),
    ("a:\n  - k: x  # c\n    l: y\n", (OUT, "a.0.k"), "a:\n  - l: y\n"),
    ("a: |+\n  x\n\nb: 1\nc: 2\n", (OUT, "b"), "a: |+\n  x\n\nc: 2\n"),
    ("a: 1\n# b: x\n# of c\nc: 2\n", (OUT, "c"), "a: 1\n# b: x\n"),
    ("# file\na: 1\nb: 2\n", (OUT, "a"), "# file\nb: 2\n"),
    ("a: 1\nb: 2", (OUT, "b"), "a: 1"),
    ("a: [x, y,]  # c\n", (OUT, "a.1"), "a: [x,]  # c\n"),
    ("a: [x,\n    y]\n", put("a.1", "z"), "a: [x,\n    z,\n    y]\n"),
    ("a:\n- x\nb: 1\n", put("a.1", {"k": "v", "l": ["m n", "o"]}), "a:\n- x\n- k: v\n  l: [m n, o]\nb: 1\n"),
    ("a:\n  - x\n\n  - y\n\nb: 1\n", put("a.2", "z"), "a:\n  - x\n\n  - y\n\n  - z\n\nb: 1\n"),
    ("a:\n  # of x\n  - x\n\n  - k: y\n    # in y\nb: 1\n", (GO, "a.1", 0),
     "a:\n  - k: y\n    # in y\n\n  # of x\n  - x\nb: 1\n"),
    ("a: 1\nb: |\n  x\n\nc: |+\n  y\n\nd: 2\n", (GO, "a", 3), "b: |\n  x\n\nc: |+\n  y\n\nd: 2\na: 1\n"),
    ("a: {b: 1, d: 2}\n", (GO, "a.d", 0), "a: {d: 2, b: 1}\n"),
    ("c: 1\nd: 2\n", put("b", "x", "a", "b", "c"), "b: x\nc: 1\nd: 2\n"),
    ("c: 1\nd: 2\n", put("b", "x", "c", "b", "d"), "c: 1\nb: x\nd: 2\n"),
    # Keys that wait behind a #.
    ("a: 1\n\n# b:\n#   k: v\nc: 2\n", put("b", {"k": "w"}), "a: 1\n\nb:\n  k: w\n#   k: v\nc: 2\n"),
    ("a: 1\n# b: old    # or so\nc: 2\n", put("b", "new"), "a: 1\n# b: old    # or so\nb: new\nc: 2\n"),
    ("a:\n  k: 1\n#   l: x\n#   m: y\nb: 2\n", put("a.m", "z"), "a:\n  k: 1\n#   l: x\n#   m: y\n  m: z\nb: 2\n"),
    ("a: |\n  # b:\n  x\n", put("b", "new"), "a: |\n  # b:\n  x\nb: new\n"),
    # Short forms that are written out.
    ("a: 'x y'   # c\n", (NEST, "a", "k"), "a:\n  k: 'x y'   # c\n"),
    ("a: 'x y'   # c\n", (NEST, "a", "en"), "a: {en: 'x y'}   # c\n"),
    ("a: x, y\n", (NEST, "a", "en"), "a:\n  en: x, y\n"),
    ("a:\n  - x  # c\n", (NEST, "a.0", "k"), "a:\n  - k: x  # c\n"),
    ("a:\n  # c\n  k: |\n    x\nb: 1\n", (NEST, "a", 0), "a:\n  # c\n  - k: |\n      x\nb: 1\n"),
    ("a: {b: x}\n", (NEST, "a.b", 0), "a: {b: [x]}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change", "expected"), CASES, ids=[f"{c[1]}: {c[0]!r}"[:70] for c in CASES])
def test_a_change_is_written_as_a_careful_colleague_would(text: str, change: tuple[Any, ...], expected: str) -> None:
    kind, path = change[0], at(change[1])
    old = value_at(read_text(text, "e"), path) if kind in (Set, Remove) else None
    made: Change
    if kind is Set:
        made = Set(path, old, change[2])
    elif kind is Remove:
        made = Remove(path, old)
    else:
        made = Insert(path, change[2], order=change[3]) if kind is Insert else kind(path, change[2])
    assert edit(text, made) == expected
    if "\r" not in text:
        assert edit(text.replace("\n", "\r\n"), made) == expected.replace("\n", "\r\n")


LONG = """\
structure: >-
  One two three four five six seven eight nine ten
  eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen twenty
  and so on.
"""


def test_a_word_more_in_a_folded_text_changes_the_lines_that_it_must() -> None:
    data = read_text(LONG, "e")["structure"]
    new = edit(LONG, Set(("structure",), data, data.replace("thirteen", "thirteen inserted")))
    changed_lines = [line for line in difflib.ndiff(LONG.splitlines(), new.splitlines()) if line[0] in "+-"]
    assert len(changed_lines) <= 4
    assert max(map(len, new.splitlines())) <= 50


@pytest.mark.parametrize("new", ["a\x07b", "\ud800", "x\ufdd0"], ids=repr)
def test_what_no_paper_can_print_is_refused(new: str) -> None:
    with pytest.raises(DiagnosticError, match="cannot be printed"):
        apply("a: x\n", [Set(("a",), "x", new)], "e.yaml")


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: 1\na: 2\n", "a: [\n", "a: x #3\n"])
def test_a_file_that_is_not_sound_is_not_edited(text: str) -> None:
    with pytest.raises(DiagnosticError):
        apply(text, [Insert(("z",), "x")], "e.yaml")


def test_line_ends_of_several_kinds_stay_as_they_are() -> None:
    text = "a: |\r\n  x\n  y\r\n  z\nb: 1\nc: 2\r\n"
    assert edit(text, Set(("a",), "x\ny\nz\n", "x\nyy\nz\n")) == text.replace("  y\r\n", "  yy\r\n")
