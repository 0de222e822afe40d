"""A list of recipients, as templates see it."""

from __future__ import annotations

from markupsafe import Markup, escape

from conceptnote.compose.attendees import name_in_file
from conceptnote.compose.view import Scope
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean
from conceptnote.doc.origin import Traced
from conceptnote.schema.recipients import Recipients


class Recipient:
    """One row of a list; its columns are attributes. A missing column is a mistake in the list."""

    __slots__ = ("_list", "_row", "_scope", "key", "path")

    def __init__(self, scope: Scope, recipients: Recipients, number: int) -> None:
        self._scope, self._list, self._row = scope, recipients, recipients.rows[number]
        self.path: DataPath = ("recipients", number)
        first = next((cell for cell in self._row.cells.values() if cell), "")
        self.key = f"{number + 1:03}-{name_in_file(first)}"

    def __getattr__(self, column: str) -> Traced:
        if column.startswith("_"):
            raise AttributeError(column)
        if (found := self.column(column)) is None:
            message = f"the list has no column “{column}”, which the template needs"
            hint = did_you_mean(column, self._list.columns, listing="its columns are")
            problem = Diagnostic(Code.LIST_COLUMN_MISSING, message, self._list.head, hint=hint)
            raise DiagnosticError(problem)
        return found

    def column(self, name: str) -> Traced | None:
        """The text in a column, empty if the row has none; None if the list has no such column."""
        if name not in self._list.columns:
            return None
        return self._scope.traced(self._row.cells.get(name, ""), (*self.path, name))


def column(recipient: Recipient, name: str) -> Traced | str:
    """The text in an optional column."""
    found = recipient.column(name)
    return "" if found is None else found


def lines(text: str) -> Markup:
    """A text with its lines one below the other."""
    shown = Markup("<br>").join(escape(line) for line in str(text).splitlines())
    return text.wrap(shown) if isinstance(text, Traced) else shown
