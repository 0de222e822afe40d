"""Lines of an agenda with tabs between time, item and speaker to a table."""

from __future__ import annotations

from collections.abc import Sequence

from conceptnote.read.manuscript import Paragraph, Table
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.words import Words

_LONGEST_TIME = 60


def timed_columns(rows: Sequence[Sequence[Paragraph]], words: Words) -> Table | None:
    """The table of lines at their tabs, if most lines with a time have three columns; a line without adds speakers."""
    made: list[tuple[list[Paragraph], list[Paragraph], list[Paragraph]]] = []
    wide = 0
    for cells in rows:
        filled = [cell for cell in cells if cell.text.strip()]
        timed = filled[:1] == list(cells[:1]) and find_time(cells[0].text[:_LONGEST_TIME], words) is not None
        wide += timed and len(filled) > 2
        if timed:
            made.append((filled[:1], filled[1:2], filled[2:]))
        elif not made or filled[:1] == list(cells[:1]):
            return None
        else:
            made[-1][2].extend(filled)
    if not made or wide * 2 < len(made):
        return None
    return Table(tuple(tuple(tuple(cell) for cell in row) for row in made), rows[0][0].line)
