"""The ways to write a text in YAML, the one that fits its place and its models first.

The parser decides which of them reads back as the text: see `apply.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from conceptnote.edit.layout import Layout, filled
from conceptnote.edit.nodes import BREAK, Scalar, block_indent, header
from conceptnote.scaffold.yaml_text import is_plain, is_text, is_typed
from conceptnote.source.scalar import NULLS

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x85": "\\N", "\xa0": "\xa0"}


class Written(Struct, frozen=True):
    """A written value: `head` after its colon or dash, and lines below that."""

    head: str
    body: tuple[str, ...] = ()
    """Lines without line ends, indented."""
    notes_behind_head: bool = True
    """Whether a comment goes after the head; otherwise after the last line."""


class Slot(Struct, frozen=True):
    """A place for a value: the indentation of the collection around it, and the column of the value."""

    indent: int
    column: int
    in_brackets: bool = False


class Old(Struct, frozen=True):
    """An existing scalar with its lines, as a model, or to be replaced."""

    scalar: Scalar
    text: str
    """The text of its file."""
    parent: int = -1
    is_replaced: bool = False

    @property
    def source(self) -> str:
        return self.text[self.scalar.sign : self.scalar.end]

    @property
    def lines(self) -> list[str]:
        """Its lines below the header, or all of them, as written."""
        lines = BREAK.split(self.source)
        return lines[1:] if self.scalar.is_block else lines

    @property
    def header(self) -> str:
        return header(self.text, self.scalar)

    @property
    def indent(self) -> int:
        """The indentation of a block's lines."""
        first = BREAK.search(self.text, self.scalar.sign, self.scalar.end)
        if first is None:
            return max(self.parent, 0) + 2
        return block_indent(self.text, first.end(), self.scalar.end, self.header, self.parent)


def written_forms(value: str | None, slot: Slot, layout: Layout, like: Old | None) -> Iterator[Written]:
    """The ways to write a text or null, the best first; the last one always reads back."""
    if value is None:
        yield from map(Written, ("null", "~") if slot.in_brackets else ("", "null"))
        return
    style = like.scalar.style if like and like.scalar.value is not None else ""
    old = like if like and like.is_replaced else None
    if not slot.in_brackets:
        yield from _in_block(value, slot, layout, style, old)
    if style == "'":
        yield from _single_quoted(value)
    if style != '"' and (form := _plain(value, slot, like)) is not None:
        yield Written(form)
    yield Written(double_quoted(value))


def _in_block(value: str, slot: Slot, layout: Layout, style: str, old: Old | None) -> Iterator[Written]:
    """The block styles, if they come first."""
    several = "\n" in value
    one_line = _one_line(value, slot, style, old)
    was_long = old is not None and len(old.lines) > 1 and not old.scalar.is_block
    fits = one_line is not None and slot.column + len(one_line) <= max(layout.width, _length(old))
    if style == "|" and (old or several or not fits):
        yield from _literal(value, slot, layout, old)
    elif style == ">" and (old or several or not fits):
        yield from _folded(value, slot, layout, old)
    elif was_long and not fits:
        yield from _on_several_lines(value, slot, layout, style, old)
    elif not fits and not several and " " in value.strip() and style == "":
        yield from _folded(value, slot, layout, None)
    elif not fits and not several and " " in value.strip():
        yield from _on_several_lines(value, slot, layout, style, None)
    if several and style not in ('"', "'"):
        yield from _literal(value, slot, layout, old if style == "|" else None)


def _length(old: Old | None) -> int:
    """The length that a line may have on one line: long lines stay whole when a word is added."""
    if old is None or old.scalar.is_block or len(old.lines) > 1:
        return 0
    start = max(old.text.rfind("\n", 0, old.scalar.start), old.text.rfind("\r", 0, old.scalar.start)) + 1
    return old.scalar.end - start


def _one_line(value: str, slot: Slot, style: str, like: Old | None) -> str | None:
    if "\n" in value:
        return None
    if style == "'":
        return next((form.head for form in _single_quoted(value)), None)
    return (_plain(value, slot, like) if style != '"' else None) or double_quoted(value)


def _plain(value: str, slot: Slot, like: Old | None) -> str | None:
    """The plain text, if it is not ambiguous; models that are plain allow more."""
    taken = value in NULLS or "\n" in value or not value.strip()
    if taken or not is_plain(value, in_brackets=slot.in_brackets):
        return None
    before = like.scalar.value if like and not like.scalar.style else None
    as_before = isinstance(before, str) and not is_text(before)
    return value if as_before or is_text(value) or is_typed(value) else None


def double_quoted(value: str) -> str:
    """The text in double quotes, which can contain anything."""
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if character.isprintable() and code != 0xFEFF:
        return character
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _single_quoted(value: str) -> Iterator[Written]:
    if value.isprintable():
        yield Written("'" + value.replace("'", "''") + "'")


def _headers(sign: str, value: str, slot: Slot, indent: int, old: Old | None) -> Iterator[str]:
    """The headers for a block scalar; the old one may fit the end of a file without a line end."""
    if old and old.header[:1] == sign and old.scalar.end == len(old.text):
        yield old.header
    yield _header(sign, value, slot, indent, old)


def _header(sign: str, value: str, slot: Slot, indent: int, old: Old | None) -> str:
    """The header for a text; the old one, if that fits."""
    kept = "" if not value.endswith("\n") else "+" if value.endswith("\n\n") or not value.strip("\n") else None
    chomp = {"": "-", "+": "+", None: ""}[kept]
    blanks_first = value.lstrip("\n")[:1] in (" ", "\t")
    digit = str(indent - max(slot.indent, 0)) if blanks_first else ""
    if old is None or old.header[:1] != sign:
        return sign + digit + chomp
    has_digit, has_chomp = re.sub(r"\D", "", old.header), re.sub(r"[|>0-9]", "", old.header)
    fits = has_chomp == chomp or (has_chomp == "+" and value.endswith("\n"))
    return old.header if fits and (has_digit or not digit) else sign + (has_digit or digit) + chomp


def _indent(slot: Slot, layout: Layout, old: Old | None) -> int:
    return (
        old.indent
        if old and old.scalar.is_block
        else max(slot.indent + layout.step, slot.indent + 1, 1 + (slot.indent < 0))
    )


def _can_be_block(value: str) -> bool:
    return bool(value.strip(" \t\n")) and all(one.isprintable() or one in "\n\t" for one in value)


def _literal(value: str, slot: Slot, layout: Layout, old: Old | None) -> Iterator[Written]:
    if not _can_be_block(value):
        return
    indent = _indent(slot, layout, old)
    pad = " " * indent
    lines = (value[:-1] if value.endswith("\n") else value).split("\n")
    before = old.lines if old and old.scalar.style == "|" else []
    bare = [line[indent:] for line in before]
    body = [f"{pad}{line}" if line else "" for line in lines]
    for block in SequenceMatcher(None, bare, lines, autojunk=False).get_matching_blocks():
        body[block.b : block.b + block.size] = before[block.a : block.a + block.size]
    for sign in _headers("|", value, slot, indent, old):
        yield Written(sign, tuple(body))


def _folded(value: str, slot: Slot, layout: Layout, old: Old | None) -> Iterator[Written]:
    if not _can_be_block(value):
        return
    indent = _indent(slot, layout, old)
    pad = " " * indent
    before = old.lines if old and old.scalar.style == ">" else []
    body = _paragraphs(value, layout, indent, [line[indent:] for line in before])
    verbatim = {line[indent:]: line for line in before if line.strip()}
    written = [verbatim.get(line, f"{pad}{line}" if line else "") for line in body]
    for sign in _headers(">", value, slot, indent, old):
        yield Written(sign, tuple(written))


def _on_several_lines(value: str, slot: Slot, layout: Layout, style: str, old: Old | None) -> Iterator[Written]:
    """Plain or quoted, on several lines."""
    if any(line != line.strip() for line in value.split("\n")) or value.endswith("\n") or value.startswith("\n"):
        return
    if style == "'":
        text = value.replace("'", "''") if value.replace("\n", "").isprintable() else None
    elif style == '"':
        text = "\n".join(double_quoted(line)[1:-1] for line in value.split("\n"))
    else:
        text = value if all(is_plain(line, in_brackets=False) for line in value.split("\n")) else None
    if text is None:
        return
    lines = old.lines if old else []
    deeper = lines[1] if len(lines) > 1 else ""
    indent = len(deeper) - len(deeper.lstrip(" ")) or max(slot.indent + layout.step, slot.indent + 1)
    before = [line.strip() for line in lines]
    if style and before:
        before[0], before[-1] = before[0][1:], before[-1][:-1]
    first = slot.column - indent + bool(style)
    body = _paragraphs(text, layout, indent, before, first)
    body[0], body[-1] = style + body[0], body[-1] + (style if len(body) > 1 else "")
    if len(body) == 1:
        body[0] += style
    pad = " " * indent
    yield Written(body[0], tuple(f"{pad}{line}" if line else "" for line in body[1:]), notes_behind_head=False)


def _paragraphs(value: str, layout: Layout, indent: int, before: Sequence[str], first: int = 0) -> list[str]:
    """A text in folded lines: its line ends become empty lines, except beside an indented line."""
    groups = _groups(before)
    lines = (value[:-1] if value.endswith("\n") else value).split("\n")
    model = _models(lines, groups)
    made: list[str] = []
    flush = True  # whether no further empty line is needed after the text above
    for at, line in enumerate(lines):
        if not line:
            made.append("")
            continue
        deeper = line[0] in " \t"
        if not flush and not deeper:
            made.append("")
        flush = deeper
        if deeper:
            made.append(line)
        else:
            made += filled(line, layout.width - indent, model.get(at, ()), 0 if made else first)
    return made


def _groups(lines: Sequence[str]) -> dict[str, list[str]]:
    """The lines of a folded text, grouped by the line of text that they make."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or line[0] in " \t":
            groups += [[]]
        else:
            groups[-1].append(line)
    return {" ".join(group): group for group in groups if group}


def _models(lines: Sequence[str], groups: Mapping[str, list[str]]) -> dict[int, list[str]]:
    """For each line of text, the written lines of it or its predecessor."""
    before, now = list(groups), [at for at, line in enumerate(lines) if line and line[0] not in " \t"]
    found: dict[int, list[str]] = {}
    codes = SequenceMatcher(None, before, [lines[at] for at in now], autojunk=False).get_opcodes()
    for _, first, last, begin, end in codes:
        for old, new in zip(range(first, last), range(begin, end), strict=False):
            found[now[new]] = groups[before[old]]
    return found
