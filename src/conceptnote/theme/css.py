"""The theme's tokens as CSS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conceptnote.theme.theme import Style, Theme

_FACES = {
    "regular": (400, "normal"),
    "bold": (700, "normal"),
    "italic": (400, "italic"),
    "bold_italic": (700, "italic"),
}


def font_faces(theme: Theme) -> str:
    """The @font-face rules of the bundled families; the files are named by `font:` addresses."""
    return "\n".join(
        f'@font-face {{ font-family: "{font.family}"; font-weight: {weight}; font-style: {slant};'
        f' src: url("font:{getattr(font.files, face)}") }}'
        for font in theme.fonts.values()
        for face, (weight, slant) in _FACES.items()
    )


def rules(theme: Theme) -> str:
    """Variables for all tokens, and one rule for each style of the theme."""
    return "\n".join([_variables(theme), *_styles(theme)])


def print_stylesheet(theme: Theme) -> str:
    """All that WeasyPrint needs to know of a theme, but for the page."""
    sheets = [font_faces(theme), rules(theme), *_tables(theme), theme.stylesheet("common"), theme.stylesheet("print")]
    return "\n".join(sheets)


def tight_stylesheet(theme: Theme) -> str:
    """What a tightened theme says otherwise than the theme that it was made of."""
    return "\n".join(_styles(theme.tightened()))


@dataclass(frozen=True, slots=True)
class PageBox:
    """A sheet and its margins in millimetres; the footer stands `bottom` above the edge, `gap` below the text."""

    width: float
    height: float
    top: float
    outer: float
    bottom: float
    gap: float

    @classmethod
    def of(cls, theme: Theme, paper: str) -> PageBox:
        """The page of a theme on one of its papers."""
        margin = theme.page.margin
        return cls(*theme.page.papers[paper], margin.top, margin.outer, margin.bottom, theme.page.footer_gap)


def page_rule(page: PageBox, footer_height: float) -> str:
    """The @page rule of a page whose footer needs `footer_height` millimetres."""
    bottom = page.bottom + footer_height + page.gap
    return (
        f"@page {{ size: {page.width}mm {page.height}mm; margin: {page.top}mm {page.outer}mm {bottom:.2f}mm;"
        f" @bottom-left {{ padding-bottom: {page.bottom}mm }} }}"
    )


def text_width(theme: Theme, paper: str) -> float:
    """The width of the text on a paper, in millimetres."""
    return theme.page.papers[paper][0] - 2 * theme.page.margin.outer


def footer_rule(page: PageBox) -> str:
    """The @page rule for laying out a footer alone, at the width that it will have."""
    return f"@page {{ size: {page.width - 2 * page.outer}mm 1000mm; margin: 0 }}"


def _variables(theme: Theme) -> str:
    values = {f"colour-{name}": value for name, value in theme.colours.items()}
    values |= {f"size-{name}": f"{value}pt" for name, value in theme.sizes.items()}
    values |= {f"font-{name}": f'"{font.family}", {", ".join(font.fallbacks)}' for name, font in theme.fonts.items()}
    spacing = theme.spacing
    values |= {"row": f"{spacing.row}pt", "column": f"{spacing.column}mm", "furniture": f"{spacing.furniture}pt"}
    values |= {"list-step": f"{spacing.list_step}mm", "mark": f"{spacing.mark}mm"}
    values |= {"after-table": f"{spacing.after_table}pt", "after-funder": f"{spacing.after_funder}pt"}
    values |= {"hairline": f"{theme.rules.hairline}pt solid {theme.colours['rule']}"}
    values |= {"line": f"{theme.rules.line}pt solid {theme.colours['accent']}"}
    values |= {f"{name}-column": f"{table.columns[0]}mm" for name, table in theme.tables.items() if table.columns}
    values |= {"column-gap": f"{theme.page.column_gap}mm", "footer-gap": f"{theme.page.footer_gap}mm"}
    return ":root {" + "; ".join(f"--{name}: {value}" for name, value in values.items()) + "}"


def _styles(theme: Theme) -> Iterator[str]:
    for name, style in theme.styles.items():
        declarations = "; ".join(_declarations(theme, style))
        yield f"{style.css or f'.{name}'} {{ {declarations} }}"


def _declarations(theme: Theme, style: Style) -> Iterator[str]:
    if style.font:
        yield f"font-family: var(--font-{style.font})"
    if style.size:
        yield f"font-size: var(--size-{style.size})"
    if style.weight:
        yield f"font-weight: {'bold' if style.weight == 'bold' else 'normal'}"
    if style.slant:
        yield f"font-style: {'italic' if style.slant == 'italic' else 'normal'}"
    if style.leading:
        yield f"line-height: {style.leading}"
    if style.colour:
        yield f"color: var(--colour-{style.colour})"
    if style.letter_spacing:
        yield f"letter-spacing: {style.letter_spacing}pt"
    if style.tabular:
        yield "font-variant-numeric: tabular-nums"
    if style.small_caps:
        yield "font-variant-caps: small-caps"
    if style.kind == "paragraph":
        yield f"margin: {style.before}pt 0 {style.after}pt {style.indent}mm"
        yield f"text-align: {style.align or 'start'}"
        if style.keep_with_next:
            yield "break-after: avoid"


def _tables(theme: Theme) -> Iterator[str]:
    for name, table in theme.tables.items():
        for column, width in enumerate(table.columns, start=1):
            yield f"table.{name} tr > :nth-child({column}) {{ width: {width}mm }}"
        if table.rules == "rows":
            yield f"table.{name} tbody tr {{ border-bottom: var(--hairline) }}"
