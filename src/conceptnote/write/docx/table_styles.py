"""Theme -> table styles: no boxes; the rules and the space that the theme's CSS gives as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from conceptnote.ooxml.units import twips
from conceptnote.ooxml.xml import Element, element
from conceptnote.theme.theme import Theme
from conceptnote.write.docx import names

Edge = Literal["top", "bottom", "insideH"]


def table_styles(theme: Theme) -> Iterator[Element]:
    """Word's own base, a default for tables without a class, and each table of the theme."""
    row = twips(pt=theme.spacing.row)
    yield _table(
        "Normal Table",
        None,
        element("w:tblCellMar", *_margins(left=0, right=0)),
        element("w:uiPriority", val=99),
        element("w:semiHidden"),
        element("w:unhideWhenUsed"),
        default=True,
    )
    yield _table(
        names.DEFAULT_TABLE,
        "TableNormal",
        element("w:tblCellMar", *_margins(top=row, bottom=row, left=0, right=twips(mm=theme.spacing.column))),
        _head(theme),
    )
    for name, table in theme.tables.items():
        edges = _edges(theme, name, table.rules)
        yield _table(
            names.table_style(theme, name),
            names.DEFAULT_TABLE,
            element("w:tblBorders", *edges) if edges else None,
            _cell_margins(theme, name),
            _head(theme) if table.rules == "rows" else None,
        )


def _table(name: str, base: str | None, *parts: Element | None, default: bool = False) -> Element:
    own = [part for part in parts if part is not None]
    look = [part for part in own if part.tag.endswith(("tblCellMar", "tblBorders"))]
    return element(
        "w:style",
        element("w:name", val=name),
        element("w:basedOn", val=base) if base else None,
        *(part for part in own if part not in look),
        element("w:tblPr", *look) if look else None,
        type="table",
        default=1 if default else None,
        customStyle=None if default else 1,
        styleId="TableNormal" if default else name,
    )


def line(theme: Theme, edge: Edge, colour: str, weight: float, space: float = 0) -> Element:
    """A rule at an edge: its weight and its distance in points (17.18.2)."""
    value = theme.colours[colour].lstrip("#").upper()
    return element(f"w:{edge}", val="single", sz=round(weight * 8), space=round(space), color=value)


def _edges(theme: Theme, name: str, rules: str) -> list[Element]:
    if name == "facts":
        return [line(theme, "top", "accent", theme.rules.line), line(theme, "bottom", "rule", theme.rules.hairline)]
    if name == "funders":
        return [line(theme, "top", "rule", theme.rules.hairline)]
    if rules == "rows":
        return [line(theme, edge, "rule", theme.rules.hairline) for edge in ("insideH", "bottom")]
    return []


def _cell_margins(theme: Theme, name: str) -> Element | None:
    if name == "facts":
        return element("w:tblCellMar", *_margins(top=0, bottom=0))
    if name == "funders":
        return element("w:tblCellMar", *_margins(top=twips(pt=theme.spacing.furniture), bottom=0, right=0))
    return None


def _head(theme: Theme) -> Element:
    """The rule under the rows of a header."""
    under = element("w:tcBorders", line(theme, "bottom", "accent", theme.rules.line))
    return element("w:tblStylePr", element("w:tcPr", under), type="firstRow")


def _margins(**edges: int) -> list[Element]:
    return [element(f"w:{edge}", w=width, type="dxa") for edge, width in edges.items()]
