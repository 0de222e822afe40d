"""A Word file of ours as lines: values with their paths, and the words between them."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.datapath import DataPath, Step
from conceptnote.doc.value_names import code_of, path_of
from conceptnote.read.manuscript import Manuscript, Paragraph, Run, Table

_PLAIN = str.maketrans("\u00a0\u202f\u2002\u2011", "   -")
_PROSE = frozenset(
    {"text", "description", "structure", "invitation", "biography", "short_biography", "statement", "talking_points"}
)


class Piece(Struct, frozen=True):
    """Characters of one value; without a path, the words around values."""

    text: str
    path: DataPath = ()

    @property
    def field(self) -> str:
        """The last field of its path."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


class Line(Struct, frozen=True):
    """A paragraph; `table`, `row` and `column` are its cell, where `table` counts from 1 and the others from 0."""

    paragraph: Paragraph
    pieces: tuple[Piece, ...]
    table: int = 0
    row: int = 0
    column: int = 0

    @property
    def style(self) -> str:
        """The name of its style, in small letters."""
        return self.paragraph.style

    @property
    def text(self) -> str:
        """Its words."""
        return plain(self.paragraph.text)

    @property
    def values(self) -> list[Piece]:
        """Its pieces with a path."""
        return [piece for piece in self.pieces if piece.path]

    @property
    def language(self) -> str:
        """The tag of the language that all its runs name; empty without one."""
        tags = {run.language.partition("-")[0] for run in self.paragraph.runs if any(map(str.isalpha, run.text))}
        return tags.pop() if len(tags) == 1 else ""

    @property
    def prose(self) -> DataPath:
        """The path of the prose that it is a paragraph of; empty for any other line."""
        paths = {piece.path for piece in self.values}
        path = paths.pop() if len(paths) == 1 else ()
        return path if path and is_prose(path) else ()


def is_prose(path: DataPath) -> bool:
    """Whether a path leads to a text of several paragraphs."""
    if path[-1:] == ("internal",):
        return len(path) == 1
    return path[-1] in _PROSE and "registration" not in path


def plain(text: str) -> str:
    """A text with plain spaces and hyphens."""
    return text.translate(_PLAIN)


def without_values(manuscript: Manuscript) -> Manuscript:
    """The same for a reader that does not know of values."""

    def bare(paragraph: Paragraph) -> Paragraph:
        runs = (replace(run, value="", language="") for run in paragraph.runs)
        return replace(paragraph, runs=tuple(joined(runs)))

    def block(one: Paragraph | Table) -> Paragraph | Table:
        if isinstance(one, Paragraph):
            return bare(one)
        return replace(one, rows=tuple(tuple(tuple(map(bare, cell)) for cell in row) for row in one.rows))

    notes = {name: tuple(map(bare, note)) for name, note in manuscript.notes.items()}
    return replace(manuscript, blocks=tuple(map(block, manuscript.blocks)), notes=notes)


def joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs, with neighbours of one look as one; a run that calls a note stays alone."""
    for look, group in groupby(runs, key=lambda run: replace(run, text="")):
        yield replace(look, text="".join(run.text for run in group)) if look.note is None else look


def is_ours(manuscript: Manuscript) -> bool:
    """Whether a file names its values."""
    named = {run.value for paragraph in manuscript.paragraphs() for run in paragraph.runs if run.value}
    return any(map(_path, named))


def lines_of(manuscript: Manuscript) -> Iterator[Line]:
    """The paragraphs of the text in order; of a table, row by row."""
    table = 0
    for block in manuscript.blocks:
        if isinstance(block, Paragraph):
            yield _line(block)
            continue
        table += 1
        for row, cells in enumerate(block.rows):
            for column, cell in enumerate(cells):
                yield from (replace(_line(one), table=table, row=row, column=column) for one in cell)


def _line(paragraph: Paragraph) -> Line:
    found = []
    for name, runs in groupby(paragraph.runs, key=lambda run: run.value):
        text = plain("".join(run.text for run in runs))
        if text:
            found.append(Piece(text, _path(name) if name else ()))
    return Line(paragraph, tuple(found))


@lru_cache(4096)
def _path(name: str) -> DataPath:
    """The path in a name; empty if no event has a value there, because anybody may write names."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import is_record, members

    path = path_of(name, fields()) or ()
    kinds: set[typing.Any] = {Event}
    for step in path:
        below: set[typing.Any] = set()
        for kind in kinds:
            if is_record(kind) and step in kind.model_fields:
                below |= set(members(kind.model_fields[str(step)].annotation))
            elif typing.get_origin(kind) in (list, dict) and isinstance(step, int):
                below |= set(members(typing.get_args(kind)[-1]))
        kinds = below
    return path if any(typing.get_origin(kind) not in (list, dict) for kind in kinds) else ()


@cache
def fields() -> dict[str, str]:
    """All fields of an event by their letters in names."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import is_record, members

    known: set[object] = set()
    fields: dict[str, str] = {}
    kinds: list[typing.Any] = [Event]
    while kinds:
        kind = kinds.pop()
        if is_record(kind) and kind not in known:
            known.add(kind)
            fields |= {code_of(name): name for name in kind.model_fields}
            kinds += [one for field in kind.model_fields.values() for one in members(field.annotation)]
        else:
            kinds += [one for each in typing.get_args(kind) for one in members(each) if not isinstance(each, str)]
    return fields


def starts(path: DataPath, with_: tuple[Step, ...]) -> bool:
    """Whether a path begins with others' steps."""
    return path[: len(with_)] == with_
