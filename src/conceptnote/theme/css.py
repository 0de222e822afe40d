"""From the theme's tokens to CSS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.pageformat import Orientation
from conceptnote.scripts import scripts

if TYPE_CHECKING:
    from conceptnote.theme.styles import Style, TableStyle
    from conceptnote.theme.theme import Theme

FACE_RULES = {
    "regular": "font-weight: 400; font-style: normal",
    "bold": "font-weight: 700; font-style: normal",
    "italic": "font-weight: 400; font-style: italic",
    "bold_italic": "font-weight: 700; font-style: italic",
}
"""What an @font-face rule says of a face."""


class FontFace(Struct, frozen=True):
    """One face of a type family (`regular`, `bold`, `italic`, `bold_italic`), and its file name."""

    family: str
    face: str
    file: str

    @property
    def rule(self) -> str:
        """The @font-face rule; the file has a `font:` address."""
        return (
            f'@font-face {{ font-family: "{_css_name(self.family)}"; {FACE_RULES[self.face]};'
            f' src: url("font:{self.file}") }}'
        )


def _css_name(family: str) -> str:
    """A family's name in CSS and in the PDF, with letters, digits, spaces and hyphens only."""
    return re.sub(r"[^A-Za-z0-9 -]+", "-", family)


def bundled_faces(theme: Theme) -> list[FontFace]:
    """The faces of the theme's families, with those for other scripts."""
    found = [
        FontFace(font.family, face, getattr(font.files, face)) for font in theme.fonts.values() for face in FACE_RULES
    ]
    for font in theme.fonts.values():
        for its in font.scripts.values():
            if its.files:
                upright = {
                    face: getattr(its.files, face.split("_")[0].replace("italic", "regular")) for face in FACE_RULES
                }
                found += [FontFace(its.family, face, file) for face, file in upright.items()]
    return list(dict.fromkeys(found))


def screen_rules(theme: Theme, carried: Mapping[str, Sequence[str]]) -> str:
    """Variables for all tokens, and one rule for each style of the theme.

    Of each font come first the families that the page carries for it, then those that a reader may have.
    """
    chains = {
        name: ", ".join([*(f'"{one}"' for one in (*carried.get(name, ()), font.family)), *font.fallbacks])
        for name, font in theme.fonts.items()
    }
    tables = (rule for name, table in theme.tables.items() for rule in _row_rules(name, table))
    return "\n".join([_variables(theme, chains), *_styles(theme), *tables])


def print_stylesheet(theme: Theme, added: Sequence[FontFace] = ()) -> str:
    """The style sheet of a theme for WeasyPrint, without the page.

    Text is set in the theme's families, and characters that these lack in the added ones, in order.
    """
    faces = [*bundled_faces(theme), *added]
    families = list(dict.fromkeys(face.family for face in faces))
    sheets = [*(face.rule for face in faces), _variables(theme, _chains(theme, families)), *_styles(theme)]
    sheets += [*_tables(theme), *_script_rules(theme, families)]
    return "\n".join([*sheets, theme.stylesheet("common"), theme.stylesheet("print")])


def _chains(theme: Theme, families: Sequence[str], script: str = "") -> dict[str, str]:
    """The families of each of the theme's fonts in order; that of a script comes first."""
    chains = {}
    for name, font in theme.fonts.items():
        its = font.scripts.get(script)
        near = [one.family for one in font.scripts.values()]
        order = dict.fromkeys([*([its.family] if its else []), font.family, *near, *families])
        chains[name] = ", ".join(f'"{_css_name(family)}"' for family in order if family in families)
    return chains


def _script_rules(theme: Theme, families: Sequence[str]) -> Iterator[str]:
    """The families of a language's text, if it does not use the first for Latin."""

    def rule(selector: str, script: str = "") -> str:
        chains = _chains(theme, families, script).items()
        return f"{selector} {{ {'; '.join(f'--font-{name}: {chain}' for name, chain in chains)} }}"

    found = {code: its.family for font in theme.fonts.values() for code, its in font.scripts.items()}
    known = {code: scripts()[code] for code, family in found.items() if family in families}
    if known:
        yield rule("[lang]")
    for code, script in known.items():
        yield rule(":is(" + ", ".join(f":lang({language})" for language in script.languages) + ")", code)


def changed_stylesheet(theme: Theme, base: Theme) -> str:
    """The rules of a theme on a paper, or tightened, that differ from its original."""
    before = set(_rules(base))
    return "\n".join(rule for rule in _rules(theme) if rule not in before)


def _rules(theme: Theme) -> list[str]:
    return [_variables(theme, {}), *_styles(theme), *_tables(theme)]


Area = tuple[float, float, float, float]
"""Left, top, right and bottom, in millimetres from the upper left corner of a page."""


class PageBox(Struct, frozen=True):
    """A page and its margins in millimetres; the footer is `bottom` above the edge, `gap` below the text.

    Lines are at most `measure` wide.
    """

    width: float
    height: float
    top: float
    outer: float
    bottom: float
    gap: float
    measure: float

    @classmethod
    def of(cls, theme: Theme, paper: str, orientation: Orientation = "portrait") -> PageBox:
        """The page of a theme on one of its papers."""
        its = theme.page.papers[paper]
        width, height = its.size
        margin, measure = its.margin, width
        if orientation == "landscape":
            width, height = height, width
            margin, measure = its.landscape.margin, its.landscape.measure
        room = width - 2 * margin.outer
        gap = theme.page.footer_gap
        return cls(width, height, margin.top, margin.outer, margin.bottom, gap, min(measure, room))

    @property
    def room(self) -> float:
        """The width of the page between its margins."""
        return self.width - 2 * self.outer

    def below(self, footer_height: float) -> float:
        """The margin below the text for a footer of this height."""
        return self.bottom + footer_height + self.gap

    def text_area(self, footer_height: float) -> Area:
        """The text area above a footer of this height."""
        return self.outer, self.top, self.width - self.outer, self.height - self.below(footer_height)


def page_rule(page: PageBox, footer_height: float, *, right_to_left: bool = False) -> str:
    """The @page rule for a footer that needs `footer_height` millimetres."""
    measure = f":root {{ --measure: {page.measure}mm }} " if page.measure < page.room else ""
    margins = f"{page.top}mm {page.outer}mm {page.below(footer_height):.2f}mm"
    # What goes on has the whole width, as the running head before it has.
    continued = f"width: {page.room}mm; margin-left: -{page.room}mm; text-align: {'right' if right_to_left else 'left'}"
    return (
        f"{measure}@page {{ size: {page.width}mm {page.height}mm; margin: {margins};"
        f" @top-right {{ {continued} }}"
        f" @bottom-left {{ padding-bottom: {page.bottom}mm }} }}"
    )


def text_width(theme: Theme, paper: str, orientation: Orientation = "portrait") -> float:
    """The width of a paper between its margins, in millimetres."""
    return PageBox.of(theme, paper, orientation).room


def footer_rule(page: PageBox) -> str:
    """The @page rule for laying out a footer alone, at its width."""
    return f"@page {{ size: {page.room}mm 1000mm; margin: 0 }}"


def _variables(theme: Theme, chains: Mapping[str, str]) -> str:
    values = {f"colour-{name}": value for name, value in theme.colours.items()}
    values |= {f"size-{name}": f"{value}pt" for name, value in theme.sizes.items()}
    values |= {f"font-{name}": chain for name, chain in chains.items()}
    spacing = theme.spacing
    values |= {
        "row": f"{spacing.row}pt",
        "entry": f"{spacing.entry}pt",
        "column": f"{spacing.column}mm",
        "furniture": f"{spacing.furniture}pt",
    }
    values |= {"list-step": f"{spacing.list_step}mm", "mark": f"{spacing.mark}mm"}
    values |= {"after-table": f"{spacing.after_table}pt", "after-funder": f"{spacing.after_funder}pt"}
    values |= {"dashed": f"{theme.rules.hairline}pt dashed {theme.colours['rule']}"}
    values |= {"hairline": f"{theme.rules.hairline}pt solid {theme.colours['rule']}"}
    values |= {"line": f"{theme.rules.line}pt solid {theme.colours['accent']}"}
    values |= {f"{name}-column": _column(table.columns[0]) for name, table in theme.tables.items() if table.columns}
    values |= {"portrait-width": f"{theme.portrait[0]}mm", "portrait-height": f"{theme.portrait[1]}mm"}
    values |= {"column-gap": f"{theme.page.column_gap}mm", "footer-gap": f"{theme.page.footer_gap}mm"}
    return ":root {" + "; ".join(f"--{name}: {value}" for name, value in values.items()) + "}"


def _styles(theme: Theme) -> Iterator[str]:
    for name, style in theme.styles.items():
        declarations = "; ".join(_declarations(theme, style))
        yield f"{style.css or f'.{name}'} {{ {declarations} }}"
        if style.gap:
            yield f".{name} img {{ margin-inline-end: {style.gap}mm }}"


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
        # On a wide page, lines have a measure: those in the middle are in that of the page.
        yield f"margin: {style.before}pt {'auto' if style.align == 'center' else '0'} {style.after}pt"
        if style.indent:
            yield f"margin-inline-start: {style.indent}mm"
        if style.hanging:
            yield f"padding-inline-start: {style.hanging}mm; text-indent: -{style.hanging}mm"
        yield f"text-align: {style.align or 'start'}"
        if style.rule_above:
            weight, colour = getattr(theme.rules, style.rule_above), theme.colours["accent"]
            yield f"border-top: {weight}pt solid {colour}; padding-top: {theme.spacing.furniture}pt"
        if style.behind:
            inside, beyond = theme.spacing.furniture, theme.spacing.band
            below = inside if style.after else 0  # Blocks that follow without space continue the band.
            yield f"background: var(--colour-{style.behind}); padding: {inside}pt {beyond}mm {below}pt"
            yield f"margin-inline: -{beyond}mm; max-width: none"
        if style.keep_with_next:
            yield "break-after: avoid; break-inside: avoid"


def _tables(theme: Theme) -> Iterator[str]:
    for name, table in theme.tables.items():
        if table.columns or table.cards:
            # Otherwise a long word would widen its column, which Word does not allow either.
            yield f"table.{name} {{ table-layout: fixed }}"
        for column, width in enumerate(table.columns, start=1):
            yield f"table.{name} tr > :nth-child({column}) {{ width: {_column(width)} }}"
        yield from _row_rules(name, table)
        if table.indent:
            yield f"section.{name} {{ margin-inline-start: {table.indent}mm }}"
        if table.keep == "whole":
            yield f":is(table, dl, section).{name} {{ break-inside: avoid }}"
        if table.row_height:
            yield f"table.{name} tbody tr {{ height: {table.row_height}mm }}"
        if table.cards:
            middle = "top" if table.turned else "middle"
            yield f"table.{name} td {{ vertical-align: {middle} }}"
            edge = "td { border" if table.rules == "cut" else "td + td { border-inline-start"
            yield f"table.{name} {edge}: var(--dashed) }}"


def _row_rules(name: str, table: TableStyle) -> Iterator[str]:
    """How a table separates its rows."""
    if table.rules in ("rows", "bands"):
        yield f"table.{name} tbody tr {{ border-bottom: var(--hairline) }}"
    if table.rules == "bands":
        yield f"table.{name} tbody tr:nth-child(even) {{ background: var(--colour-tint) }}"
    if table.rules == "boxes":
        yield f"table.{name} :is(th, td) {{ border: var(--hairline) }}"
    if table.space.before == "column":
        cells = f"table.{name} :is(th, td), dl.{name} > div > :is(dt, dd)"
        yield f"{cells} {{ padding-inline-start: var(--column) }}"


def _column(width: float) -> str:
    return f"{width:.0%}" if width < 1 else f"{width}mm"
