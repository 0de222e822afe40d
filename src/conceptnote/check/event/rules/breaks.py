"""CN183, CN185 and CN186: what page breaks split."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from conceptnote.check.event.context import Context
from conceptnote.check.event.papers import HEADINGS, PrintedPaper, Sheet, block_of, in_note, within
from conceptnote.check.event.printed import remark_on
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity

if TYPE_CHECKING:
    from conceptnote.read.tags import Place

_FEW_LINES = 3


def _breaks(context: Context) -> Iterator[tuple[PrintedPaper, Sheet, Sheet]]:
    """Each page of each paper except cards, with the next page."""
    for paper in (paper for paper in context.papers if not paper.cards):
        for before, after in pairwise(paper.sheets):
            yield paper, before, after


def _rows(sheet: Sheet) -> dict[Place, list[Place]]:
    """The rows on a page by table, in order, without the head."""
    tables: dict[Place, list[Place]] = {}
    for row in dict.fromkeys(within(place, "TR") for place in sheet.places if not in_note(place)):
        if within(row, "TBody"):
            tables.setdefault(within(row, "Table"), []).append(row)
    return tables


@rule("CN183", Severity.WARNING, rendered=True)
def torn_tables(context: Context) -> Iterator[Remark]:
    """A row of a table is split over two pages, or is alone on a page.

    A long row may be alone if no table follows it.
    """
    for paper, before, after in _breaks(context):
        above, below = _rows(before), _rows(after)
        for table in (table for table in above if table in below):
            row = below[table][0]
            if row == above[table][-1]:
                message = f"the row “{before.quote(row)}” continues on the next page"
                yield remark_on(context, paper, before, row, message, "shorten it, or split it into two rows")
            elif len(below[table]) == 1 and (len(below) > 1 or _lines(after, row) <= _FEW_LINES):
                message = f"the row “{after.quote(row)}” is the only row of its table on this page"
                hint = "shorten a row above it by a line or two, or join the two"
                yield remark_on(context, paper, after, row, message, hint)


def _lines(sheet: Sheet, row: Place) -> int:
    """The lines in the longest cell of a row."""
    cells: dict[Place, int] = {}
    for block in dict.fromkeys(block_of(word.place) for word in sheet.words if word.place[: len(row)] == row):
        cell = within(block, "TD", "TH")
        cells[cell] = cells.get(cell, 0) + sheet.lines_of(block)
    return max(cells.values(), default=0)


@rule("CN185", Severity.WARNING, rendered=True)
def parted_headings(context: Context) -> Iterator[Remark]:
    """A heading is at the end of a page, and its text is on the next.

    A template may end the page after it.
    """
    for paper, before, _ in _breaks(context):
        read = [place for place in before.places if not in_note(place)]
        if read and (heading := within(read[-1], *HEADINGS)) and heading not in paper.closing:
            message = f"“{before.quote(heading)}” is the last line on the page, and what it introduces is on the next"
            hint = "split what follows it, so that some of it fits here, or shorten the text above"
            yield remark_on(context, paper, before, heading, message, hint)


@rule("CN186", Severity.WARNING, rendered=True)
def lonely_lines(context: Context) -> Iterator[Remark]:
    """The first or last line of a paragraph is alone on a page.

    Only a footnote with its call can cause it.
    """
    for paper, before, after in _breaks(context):
        here, there = ({block_of(word.place): None for word in sheet.text} for sheet in (before, after))
        for block in (block for block in here if block in there):
            for sheet, line, end in ((before, "first", "foot"), (after, "last", "head")):
                if sheet.lines_of(block) == 1:
                    message = f"the {line} line of a paragraph is alone at the {end}: “{sheet.quote(block)}”"
                    hint = "make the text above it, or its footnotes, a little shorter or longer"
                    yield remark_on(context, paper, sheet, block, message, hint)
