"""The rows of an agenda, parted at those that are the heading of a day."""

from __future__ import annotations

from conceptnote.read.manuscript import Paragraph, Table
from conceptnote.recognise.days import is_day_alone, is_day_label
from conceptnote.recognise.normal import text_of
from conceptnote.recognise.timetable import Cell, columns_of
from conceptnote.recognise.words import Words, fold

_LONGEST_HEADING = 90


def rows_by_day(table: Table, words: Words) -> list[tuple[Paragraph | None, Table]]:
    """The rows of each day, with its heading, `Day 1: Thursday, 28 November`, and the head of the table above them."""
    if by_column := _by_column(table, words):
        return by_column
    found: list[tuple[Paragraph | None, list[tuple[Cell, ...]]]] = [(None, [])]
    for row in table.rows:
        parts = list(dict.fromkeys(p for cell in row for p in cell if p.text))
        text = parts[0].text if len(parts) == 1 else ""
        if text and len(text) <= _LONGEST_HEADING and (is_day_alone(text, words) or is_day_label(text, words)):
            found.append((parts[0], []))
        else:
            found[-1][1].append(row)
    above = found[0][1]
    if len(found) > 1 and above and all(columns_of(row, words) for row in above):
        found = [(day, [*above, *rows]) for day, rows in found[1:] if rows]
    return [(day, Table(tuple(rows), table.line)) for day, rows in found if rows]


def _by_column(table: Table, words: Words) -> list[tuple[Paragraph | None, Table]]:
    """Rows with their day in a column of its own, which is empty where it goes on: `Date | Time | Session`."""
    head = table.rows[0] if table.rows else ()
    labels = [words.label(text_of(cell)) for cell in head]
    at = next((at for at, label in enumerate(labels) if label is not None and label.kind == "date"), None)
    if at is None or not any(words.columns.get(fold(text_of(cell))) == "time" for cell in head):
        return []
    found: list[tuple[Paragraph | None, list[tuple[Cell, ...]]]] = []
    for row in table.rows[1:]:
        cell = row[at] if at < len(row) else ()
        text = text_of(cell)
        if text and not is_day_alone(text, words) and not is_day_label(text, words):
            return []
        if not found or (text and (found[-1][0] is None or text != found[-1][0].text)):
            found.append((cell[0] if text else None, []))
        found[-1][1].append((*row[:at], *row[at + 1 :]))
    names = (*head[:at], *head[at + 1 :])
    return [(day, Table((names, *rows), table.line)) for day, rows in found]
