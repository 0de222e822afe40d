"""A list of recipients, CSV or YAML, to rows of texts, each with its place in the file."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.schema.recipients import Recipients, Row
from conceptnote.source.characters import unprintable
from conceptnote.source.project import Project
from conceptnote.source.project_file import NoFile, TextKind, named_file, read_text
from conceptnote.source.yaml_tree import read_yaml
from conceptnote.systemerror import plain
from conceptnote.textfolding import slug

_LIST = TextKind("list", Code.LIST_UNREADABLE)
MOST_ROWS = 5000
_MOST_COLUMNS, _LARGEST_CELL = 200, 4000
_MOST_PROBLEMS = 50
"""The most problems reported of a file; more of them have one cause."""

# What a spreadsheet would compute, or pass to another program, when it opens a cell (OWASP, “CSV Injection”). A
# telephone number may begin with a plus, and a text with a dash.
_FORMULA = re.compile(r"[=@]|[+-][^\n]*[(|!]")


class _Found(Struct):
    """The rows that were read, and the problems."""

    shown: str
    problems: list[Diagnostic] = field(default_factory=list)

    def wrong(self, message: str, at: Location, hint: str) -> None:
        self.problems.append(Diagnostic(Code.LIST_UNREADABLE, message, at, hint=hint))

    def too_wide(self, columns: int, at: Location) -> bool:
        """Whether there are more columns than any paper needs, which is reported."""
        if columns <= _MOST_COLUMNS:
            return False
        message = f"the list has {columns} columns; at most {_MOST_COLUMNS} are possible"
        self.wrong(message, at, "keep the columns that papers ask for, and delete the others")
        return True

    def to_report(self) -> list[Diagnostic]:
        """The problems to report: the first of very many, and their number."""
        if len(self.problems) > _MOST_PROBLEMS:
            more = len(self.problems) - _MOST_PROBLEMS
            del self.problems[_MOST_PROBLEMS:]
            self.wrong(f"the list has {more} more problems", Location(self.shown, 1, 1), "fix these first")
        return self.problems


def read_recipients(name: str, project: Project) -> Recipients:
    """Read a list in the project folder, named relative to the event file: CSV (RFC 4180) or YAML.

    CSV is UTF-8 with or without a byte order mark, or UTF-16 with one; the separator is the comma, the semicolon or the
    tab, whichever its head has most of. YAML is a list of records. Column names become plain: `Given name` is
    `given_name`. Raises DiagnosticError with all its mistakes.
    """
    try:
        file = named_file(project, project.event_file.parent, name)
    except NoFile as error:
        hint = error.hint or "name a CSV or YAML file, relative to the event file"
        raise DiagnosticError(Diagnostic(_LIST.code, str(error), Location(name), hint=hint)) from None
    shown = os.path.normpath(Path(project.shown).parent / name)
    text = read_text(file, shown, _LIST, project)
    found = _Found(shown)
    rows = list(_from_yaml(text, found) if file.suffix in (".yaml", ".yml") else _from_csv(text, found))
    head = Location(shown, 1, 1)
    if not rows and not found.problems:
        found.wrong("the list is empty", head, "give it a line of column names, and a line for each recipient")
    if len(rows) > MOST_ROWS:
        found.wrong(
            f"the list has {len(rows)} rows; at most {MOST_ROWS} are possible", head, "split it into several lists"
        )
    columns = list(dict.fromkeys(key for row in rows for key in row.cells))
    for row in () if found.too_wide(len(columns), head) else rows[: MOST_ROWS + 1]:
        _check(row, found)
    if found.problems:
        raise DiagnosticError(*found.to_report())
    return Recipients(file, columns, rows, head)


def plain_name(column: str) -> str:
    """A column's name in templates: small letters, digits and `_`."""
    return slug(column, "_")


def _from_csv(text: str, found: _Found) -> Iterator[Row]:
    first_line = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] | None = None
    begins = 1
    try:
        for cells in reader:
            at, begins = Location(found.shown, begins), reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                if found.too_wide(len(cells), at):
                    return
                columns = _columns(cells, at, found)
                continue
            while len(cells) > len(columns) and not cells[-1].strip():
                cells.pop()
            if len(cells) != len(columns):
                message = f"this row has {len(cells)} cells, and the list has {len(columns)} columns"
                found.wrong(message, at, "put a text with a comma, a semicolon or a line break in it in quotes")
                continue
            yield Row(dict(zip(columns, map(_tidy, cells), strict=True)), at, at.line)
    except csv.Error as error:
        at = Location(found.shown, max(reader.line_num, 1))
        found.wrong(f"this is not CSV: {plain(error)}", at, "double a quotation mark within quotes, and close each")


def _columns(cells: Sequence[str], at: Location, found: _Found) -> list[str]:
    columns = [plain_name(cell) for cell in cells]
    seen: set[str] = set()
    for number, (column, cell) in enumerate(zip(columns, cells, strict=True), start=1):
        if not column:
            found.wrong(f"column {number} has no name in letters or digits", at, "name each column in the first row")
        elif column in seen:
            found.wrong(f"two columns are called “{cell.strip()[:40]}”", at, "give each another name")
        seen.add(column)
    return columns


def _from_yaml(text: str, found: _Found) -> Iterator[Row]:
    data, source_map, problems = read_yaml(text, found.shown)
    found.problems += problems
    if not isinstance(data, list):
        found.wrong("this file is not a list", Location(found.shown, 1, 1), "begin each recipient with “- ”")
        return
    for number, record in enumerate(data):
        at = source_map.locate((number,))
        if not isinstance(record, dict) or not all(isinstance(cell, str | None) for cell in record.values()):
            found.wrong("a recipient is a record of texts", at, "write “- name: …”, and further keys below it")
            continue
        yield Row({plain_name(key): _tidy(cell or "") for key, cell in record.items()}, at, number + 1)


def _tidy(cell: str) -> str:
    """A text of one or several lines, with white space collapsed in each."""
    lines = (" ".join(line.split()) for line in cell.splitlines())
    return "\n".join(line for line in lines if line)


def _check(row: Row, found: _Found) -> None:
    for column, cell in row.cells.items():
        where = f"row {row.number}, column “{column}”"
        if bad := unprintable(cell):
            found.wrong(f"{where} contains {bad}, which cannot be printed", row.location, "delete it")
        elif _FORMULA.match(cell):
            hint = "save the list with the values of its cells, not with their formulas"
            found.wrong(f"{where} is a formula: {cell[:40]}", row.location, hint)
        elif len(cell) > _LARGEST_CELL:
            found.wrong(f"{where} has {len(cell)} characters", row.location, f"shorten it to {_LARGEST_CELL}")
