"""A list of recipients of a paper, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from conceptnote.diagnostics import Location


class Row(Struct, frozen=True):
    """One recipient: texts by column, where the row begins, and how messages call it."""

    cells: Mapping[str, str]
    location: Location
    number: int


class Recipients(Struct, frozen=True):
    """A list of recipients; `columns` are the names that templates use, `file` is what it was read from."""

    file: Path
    columns: Sequence[str]
    rows: Sequence[Row]
    head: Location
