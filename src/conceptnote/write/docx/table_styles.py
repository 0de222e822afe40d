"""Theme -> table styles: no boxes; the rules and the space that the theme's CSS gives as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from conceptnote.ooxml.xml import Element, element
from conceptnote.theme.theme import Theme
from conceptnote.units import twips
from conceptnote.write.docx import names
from conceptnote.write.fit import CARD_PADDING

Edge = Literal["top", "bottom", "left", "right", "insideH", "insideV"]


def table_styles(theme: Theme) -> Iterator[Element]:
    """Word's own base, a default for tables without a class, and each table of the theme."""
    yield _table(
        "Normal Table",
        None,
        element("w:tblCellMar", *_margins(left=0, right=0)),
        element("w:uiPriority", val=99),
        element("w:semiHidden"),
        element("w:unhideWhenUsed"),
        default=True,
    )
    yield _table(names.DEFAULT_TABLE, "TableNormal", *table_look(theme, None), _head(theme))
    for name, table in theme.tables.items():
        yield _table(
            names.table_style(theme, name),
            names.DEFAULT_TABLE,
            *table_look(theme, name),
            _head(theme) if table.rules == "rows" else None,
        )


def table_look(theme: Theme, name: str | None) -> list[Element]:
    """The rules and the space in the cells of a table of this class."""
    edges = _edges(theme, name, theme.tables[name].rules) if name in theme.tables else []
    margins = element("w:tblCellMar", *_margins(**_space(theme, name)))
    return [element("w:tblBorders", *edges), margins] if edges else [margins]


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


def line(
    theme: Theme,
    edge: Edge,
    colour: str,
    weight: float,
    space: float = 0,
    drawn: Literal["single", "dashed"] = "single",
) -> Element:
    """A rule at an edge: its weight and its distance in points (17.18.2)."""
    value = theme.colours[colour].lstrip("#").upper()
    return element(f"w:{edge}", val=drawn, sz=round(weight * 8), space=round(space), color=value)


def _edges(theme: Theme, name: str | None, rules: str) -> list[Element]:
    if name == "facts":
        return [line(theme, "top", "accent", theme.rules.line), line(theme, "bottom", "rule", theme.rules.hairline)]
    if name == "funders":
        return [line(theme, "top", "rule", theme.rules.hairline)]
    if rules == "rows":
        return [line(theme, edge, "rule", theme.rules.hairline) for edge in ("insideH", "bottom")]
    cut: tuple[Edge, ...] = ("top", "left", "bottom", "right", "insideH", "insideV")
    drawn = {"cut": cut, "fold": ("insideV",)}.get(rules, ())
    return [line(theme, edge, "rule", theme.rules.hairline, drawn="dashed") for edge in drawn]


def _space(theme: Theme, name: str | None) -> dict[str, int]:
    row, column = twips(pt=theme.spacing.row), twips(mm=theme.spacing.column)
    if name == "facts":
        return {"top": 0, "left": 0, "bottom": 0, "right": column}
    if name == "funders":
        return {"top": twips(pt=theme.spacing.furniture), "left": 0, "bottom": 0, "right": 0}
    if name == "biographies":
        entry = twips(pt=theme.spacing.entry)
        return {"top": entry, "left": 0, "bottom": entry, "right": 0}
    if name in theme.tables and theme.tables[name].cards:
        return {"top": 0, "left": twips(mm=CARD_PADDING), "bottom": 0, "right": twips(mm=CARD_PADDING)}
    return {"top": row, "left": 0, "bottom": row, "right": column}


def _head(theme: Theme) -> Element:
    """The rule under the rows of a header."""
    under = element("w:tcBorders", line(theme, "bottom", "accent", theme.rules.line))
    return element("w:tblStylePr", element("w:tcPr", under), type="firstRow")


def _margins(**edges: int) -> list[Element]:
    return [element(f"w:{edge}", w=width, type="dxa") for edge, width in edges.items()]
