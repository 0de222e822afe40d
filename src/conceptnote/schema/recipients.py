"""A list of recipients of a paper, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conceptnote.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Row:
    """One recipient: texts by column, where the row begins, and how messages call it."""

    cells: Mapping[str, str]
    location: Location
    number: int


@dataclass(frozen=True, slots=True)
class Recipients:
    """A list of recipients; `columns` are the names that templates use, `file` is what it was read from."""

    file: Path
    columns: Sequence[str]
    rows: Sequence[Row]
    head: Location
