"""From a concept note in plain text to its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct, field

from conceptnote.read.columns_of_text import Row, rows_in_columns
from conceptnote.read.manuscript import MOST_PARAGRAPHS, Block, Kind, Manuscript, Paragraph, Run, Table, tidy
from conceptnote.read.unreadable import UnreadableFile

_LARGEST = 4 * 1024 * 1024
_WIDEST = 120
_USUAL = 72
"""The characters of a wrapped line."""
_LONGEST_WORD = 12
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")
_NOTE = re.compile(rf"\s*(?:([{_SUPERSCRIPTS}]+)\s*|\[(\d{{1,2}})\]:?\s+)(?=\S)")
_CALL = re.compile(rf"(?<=\S)(?:([{_SUPERSCRIPTS}]+)| ?\[(\d{{1,2}})\])(?!\w)")
_ITEM = re.compile(r"\s*(?:([-–—•·*▪◦‣\uf0b7])|(\d{1,2}[.)]))\s+(?=\S)")
_HASHES = re.compile(r"(#{1,4})\s+(?=\S)")
_LABEL = re.compile(r"[^\W\d_][^:]{0,40}:(?:\s|$)")
_SHORT_LABEL = re.compile(r"[^\W\d_][^:\s]{1,20}(?: [^:\s]{1,15})?: \S")
"""One or two words and a colon, with which no wrapped line begins."""
_ENDED = re.compile(r"[.!?:;)]$")
_COLUMN = re.compile(r"(?P<label>[^\W\d_](?:[^.:!?\s]| (?! )){0,30}?:?)\s{2,}(?=\S)")
"""Words before a column of blanks: `When      Thursday, 14 March`."""
_PARTED = re.compile(r"\t|\w {2,}\w|^\|.*\|$")
"""What a line in columns has, which is not wrapped."""
_UNDERLINE = re.compile(r"\s*([=~_-])\1{2,}\s*")


def read_text(data: bytes, file: str) -> Manuscript:
    """The paragraphs of a plain text (UTF-8, UTF-16 with a byte order mark, or Windows-1252).

    Paragraphs end at an empty line, or after a short line. Footnotes begin with a raised figure, `¹`, or with `[1]`.
    Raises UnreadableFile if it is not text.
    """
    lines = decoded(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _Reader(_width(["" if len(one) > _WIDEST or _PARTED.search(one.strip()) else one for one in lines]))
    for number, line in enumerate(lines, 1):
        if "\f" in line:  # a new page, as converters from PDF write it
            reader.close()
        reader.take(line.replace("\f", " ").rstrip(), number)
    reader.close()
    return Manuscript(file, *_with_notes(reader.units), broken=True)


def _width(lines: list[str]) -> int:
    """The width at which lines were wrapped: of those that go on with a small letter, or else the longest."""
    wrapped = [len(one) for one, two in pairwise(lines) if one.strip() and two.strip()[:1].islower()]
    return max(wrapped or map(len, lines), default=0)


def decoded(data: bytes) -> str:
    """The characters of a text file. Raises UnreadableFile if it is too large, or not text."""
    if len(data) > _LARGEST:
        raise UnreadableFile("the text is larger than 4 MB", "is it a concept note?")
    if b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFile("this is not a text file", "save the note as .docx or as plain text (.txt)")
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("this is not a text file", "save it again as UTF-8")


class _Unit(Struct):
    """Lines that make one paragraph."""

    line: int
    text: str
    kind: Kind = "text"
    level: int = 0
    mark: str = ""
    note: str | None = None
    apart: bool = True
    last: str = ""
    """The last of its lines, as in the file."""
    further: list[str] = field(default_factory=list)
    """Further lines of it, until it is complete."""
    rows: list[Row] = field(default_factory=list)
    """The rows of a table."""


_CLOCK = re.compile(r"\s*\d{1,2}\s?[:.hH]\s?\d{2}\b")
"""A line that begins with a time, as those of an agenda."""


class _Reader(Struct):
    width: int
    """The wrapping width of the text, as far as its lines show it."""
    units: list[_Unit] = field(default_factory=list)
    _block: list[tuple[int, str]] = field(default_factory=list)
    _indents: list[int] = field(default_factory=list)

    def take(self, line: str, number: int) -> None:
        if line.strip():
            self._block.append((number, line))
        else:
            self.close()

    def close(self) -> None:
        begun = len(self.units)
        lines = [line for _, line in self._block]
        # The line above a table may be its heading.
        begins, rows = next(((at, rows) for at in (0, 1) if (rows := rows_in_columns(lines[at:], self.width))), (0, []))
        above = self._block[:begins] if rows else self._block
        several = _is_list([line for _, line in above], self.width)
        for position, (number, tabbed) in enumerate(above):
            line = tabbed.expandtabs(4)
            if len(self.units) > MOST_PARAGRAPHS:
                raise UnreadableFile(f"the note has more than {MOST_PARAGRAPHS} paragraphs", "is it a concept note?")
            before = self.units[-1] if position else None
            if _UNDERLINE.fullmatch(line):
                if before is not None and before.kind == "text":
                    before.kind, before.level = "heading", 1 if "=" in line else 2
            elif before is not None and not _starts(line) and _continues(before, line, 0 if several else self.width):
                before.further.append(line.strip())
                before.last = line
            else:
                self.units.append(self._unit(number, line, apart=position == 0))
        for unit in self.units[begun:]:
            unit.text = " ".join([unit.text, *unit.further])
            unit.further.clear()
        if rows:
            self.units.append(_Unit(self._block[begins][0], "", apart=begins == 0, rows=rows))
        self._block.clear()

    def _unit(self, number: int, line: str, apart: bool) -> _Unit:
        text = line.strip()
        if note := _NOTE.match(line):
            return _Unit(number, line[note.end() :], note=_note_id(note), last=line)
        if hashes := _HASHES.match(line):
            return _Unit(number, line[hashes.end() :], "heading", len(hashes[1]), last=line)
        if item := _ITEM.match(line):
            kind: Kind = "bullet" if item[1] else "number"
            level = self._level(len(line) - len(line.lstrip()))
            return _Unit(number, line[item.end() :], kind, level, item[2] or "", apart=apart, last=line)
        self._indents.clear()
        if column := _COLUMN.match(text):
            text = f"{column['label']}\t{text[column.end() :]}"
        return _Unit(number, text, apart=apart, last=line)

    def _level(self, indent: int) -> int:
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents) - 1


def item_mark(line: str) -> tuple[str, str]:
    """The bullet or number at the beginning of a line, and the rest; empty without one."""
    item = _ITEM.match(line)
    return (item[1] or item[2], line[item.end() :]) if item else ("", line)


def _starts(line: str) -> bool:
    return bool(_NOTE.match(line) or _ITEM.match(line) or _HASHES.match(line))


def _is_list(lines: list[str], width: int) -> bool:
    """Whether lines are a list: none goes on with a small letter, and one before the last has room for more."""
    small = any(line.strip()[:1].islower() for line in lines)
    return len(lines) > 2 and not small and any(len(line) < width * 2 / 3 for line in lines[:-1])


def _continues(before: _Unit, line: str, width: int) -> bool:
    """Whether a line continues the paragraph before it: its first word would not have fitted there."""
    if before.kind == "heading":
        return False
    word = line.split()[0]
    if word[0].isupper() and _LABEL.match(line) and (_ENDED.search(before.last) or _LABEL.match(before.text)):
        return False
    if word[0].isupper() and _SHORT_LABEL.match(line):
        return False
    if _CLOCK.match(line) or _COLUMN.match(line):
        return False
    full = width >= 50 and width < len(before.last) + 1 + len(word) and len(before.last) <= width + _LONGEST_WORD
    hanging = before.kind in ("bullet", "number") and line.startswith(" ")
    if ": " in before.last and ": " in line and not full:
        return False  # each line has its own label
    long = len(before.last) * 3 > min(width, _USUAL) * 2 or before.last.rstrip().endswith(",")
    return full or hanging or (word[0].islower() and long)


def _note_id(match: re.Match[str]) -> str:
    return (match[1] or match[2]).translate(_DIGITS)


def _with_notes(units: list[_Unit]) -> tuple[tuple[Block, ...], dict[str, tuple[Paragraph, ...]]]:
    """Separate the notes from the body, and the calls of notes from the words around them."""
    written: dict[str, _Unit] = {}
    body: list[_Unit] = []
    for unit in units:
        if unit.note is not None and unit.note not in written:
            written[unit.note] = unit
        else:
            body.append(unit)
    waiting = set(written)
    blocks = [_block(unit, waiting) for unit in _unnumbered(body)]
    notes: dict[str, tuple[Paragraph, ...]] = {
        name: (_paragraph(unit, [Run(unit.text)]),) for name, unit in written.items()
    }
    return tuple(block for block in blocks if isinstance(block, Table) or block.runs), notes


def _block(unit: _Unit, waiting: set[str]) -> Block:
    if not unit.rows:
        return _paragraph(unit, list(_runs(unit.text, waiting)))
    cells = (
        tuple(tuple(Paragraph(tidy(list(_runs(line, waiting))), unit.line) for line in cell) for cell in row)
        for row in unit.rows
    )
    return Table(tuple(cells), unit.line)


def _runs(text: str, waiting: set[str]) -> Iterator[Run]:
    """The text, with the first call of each note that still lacks one."""
    at = 0
    for call in _CALL.finditer(text):
        if (name := _note_id(call)) in waiting:
            waiting.discard(name)
            yield Run(text[at : call.start()])
            yield Run("", note=name)
            at = call.end()
    yield Run(text[at:])


def _paragraph(unit: _Unit, runs: list[Run]) -> Paragraph:
    return Paragraph(tidy(runs), unit.line, unit.kind, unit.level, unit.mark, apart=unit.apart)


def _unnumbered(units: list[_Unit]) -> list[_Unit]:
    """A number that is alone before text belongs to a heading, not to a list."""
    for before, unit, after in zip([None, *units], units, [*units[1:], None], strict=False):
        alone = all(other is None or other.kind != "number" for other in (before, after))
        if unit.kind == "number" and alone and after is not None:
            unit.kind, unit.text, unit.level, unit.mark = "text", f"{unit.mark} {unit.text}", 0, ""
    return units
