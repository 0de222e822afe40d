"""Theme to table styles: no boxes; the same rules and space as in the theme's CSS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from conceptnote.ooxml.xml import Element, element
from conceptnote.theme.styles import CellSpace, Rules
from conceptnote.theme.theme import Theme
from conceptnote.units import twips
from conceptnote.write.docx import names

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
            *([_head(theme)] if table.rules in ("rows", "bands", "boxes") else []),
            *([_second_rows(theme)] if table.rules == "bands" else []),
        )


def table_look(theme: Theme, name: str | None) -> list[Element]:
    """The rules and the padding of cells in a table of this class."""
    table = theme.tables.get(name or "")
    edges = _edges(theme, table.rules) if table else []
    margins = element("w:tblCellMar", *_margins(**_space(theme, table.space if table else CellSpace())))
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


def _edges(theme: Theme, rules: Rules) -> list[Element]:
    hairline = theme.rules.hairline
    match rules:
        case "none":
            return []
        case "rows" | "bands":
            return [line(theme, edge, "rule", hairline) for edge in ("insideH", "bottom")]
        case "boxes":
            boxes: tuple[Edge, ...] = ("top", "left", "bottom", "right", "insideH", "insideV")
            return [line(theme, edge, "rule", hairline) for edge in boxes]
        case "above":
            return [line(theme, "top", "rule", hairline)]
        case "around":
            return [line(theme, "top", "accent", theme.rules.line), line(theme, "bottom", "rule", hairline)]
        case "cut":
            cut: tuple[Edge, ...] = ("top", "left", "bottom", "right", "insideH", "insideV")
            return [line(theme, edge, "rule", hairline, drawn="dashed") for edge in cut]
        case "fold":
            return [line(theme, "insideV", "rule", hairline, drawn="dashed")]
        case _:
            assert_never(rules)


def _space(theme: Theme, space: CellSpace) -> dict[str, int]:
    above, below = (twips(pt=getattr(theme.spacing, name)) for name in (space.above, space.below))
    before, after = (twips(mm=getattr(theme.spacing, name)) for name in (space.before, space.after))
    return {"top": above, "left": before, "bottom": below, "right": after}


def _head(theme: Theme) -> Element:
    """The rule under the header rows."""
    under = element("w:tcBorders", line(theme, "bottom", "accent", theme.rules.line))
    return element("w:tblStylePr", element("w:tcPr", under), type="firstRow")


def _second_rows(theme: Theme) -> Element:
    """The tint behind every second row (17.18.89)."""
    fill = theme.colours["tint"].lstrip("#").upper()
    shade = element("w:tcPr", element("w:shd", val="clear", color="auto", fill=fill))
    return element("w:tblStylePr", shade, type="band2Horz")


def _margins(**edges: int) -> list[Element]:
    return [element(f"w:{edge}", w=width, type="dxa") for edge, width in edges.items()]
