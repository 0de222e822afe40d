"""The styles of lines in an organisation's Word template, which may have other names for them."""

from __future__ import annotations

from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.recognise.ours.pieces import Line
from conceptnote.recognise.ours.slots import is_slot

PEOPLE = ("person", "person-alone", "person-line")
"""The styles of people in a list."""
_KNOWN = frozenset(
    {"normal", "function", "sitting", "lead", "group", "group-names", "cover-group", "lockup", "facts", "facts-term"}
    | {"badge-name", "badge-text", "badge-event", "plate-name", "plate-text", "page-number", *PEOPLE}
)


def in_our_style(line: Line, row: DataPath, in_brief: bool) -> Line:
    """A line; one in a style that is not ours gets the one that its values have elsewhere.

    `row` is the row of the agenda that it is about, `in_brief` says that it is in the facts of a brief.
    """
    known = line.style in _KNOWN or line.style.startswith("agenda-")
    if known or line.paragraph.kind != "text" or line.paragraph.place != "body":
        return line
    style = _style(line, row, in_brief)
    return replace(line, paragraph=replace(line.paragraph, style=style)) if style else line


def _style(line: Line, row: DataPath, in_brief: bool) -> str:
    paths = [piece.path for piece in line.values]
    if in_brief and line.table:
        return "facts" if line.column else "facts-term"
    if any(path[-1] == "item" for path in paths):
        return "agenda-item"
    if any("roles" in path for path in paths):
        return "lead"
    named = any(path[0] in ("people", "parties") and path[2:3] in (("name",), ("honorific",)) for path in paths)
    slotted = any("who" in path or path[0] == "panel" for path in paths)
    if (row and (named or slotted)) or (line.table and any(map(is_slot, paths))):
        return "agenda-who"
    if line.column and paths and all(path[0] == "parties" for path in paths):
        return "facts"
    if paths and paths[0][0] == "people" and "functions" in paths[0]:
        return "function"
    return "person" if any(path[0] in ("people", "panel") for path in paths) else ""
