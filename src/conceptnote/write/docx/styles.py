"""Theme to styles.xml: the document's defaults, and each style under the name that Word users know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from conceptnote.ooxml.table import mirror
from conceptnote.ooxml.text import family, flag, language, valued
from conceptnote.ooxml.xml import Element, element, insert, part_root, qualified
from conceptnote.scripts import direction, script_of_language
from conceptnote.theme.styles import Style
from conceptnote.theme.theme import Theme
from conceptnote.units import MM_PER_POINT, half_points, twips
from conceptnote.write.docx import names
from conceptnote.write.docx.table_styles import Edge, line, table_styles
from conceptnote.write.metrics import line_height
from conceptnote.write.typefaces import Family, Typefaces

_NORMAL = "Normal"
_LATENT_STYLES = 376
_PRIORITY = {"title": 10, "subtitle": 11, "heading": 9, "body": 0}
_QUIET = frozenset({"note", "note-reference"})


def styles(
    theme: Theme, document_language: str, typefaces: Typefaces, list_depth: int, used: frozenset[str]
) -> Element:
    """The part of the styles: those of the theme, and the built-in ones that the writer uses.

    Word's gallery shows the `used` ones, by id, and others once they are used (17.7.4.17).
    """
    root = part_root("w:styles", "w14", "mc")
    look = _Look(theme, document_language, typefaces.of_language(document_language))
    root.append(_defaults(look))
    root.append(_latent())
    root.extend(_theme_styles(look))
    root.extend(_list_styles(theme, list_depth))
    root.extend(_own_styles(look))
    root.extend(map(mirror, table_styles(theme)) if look.right_to_left else table_styles(theme))
    for style in root.iterfind(qualified("w:style")):
        shown = style.find(qualified("w:qFormat"))
        if shown is not None and style.get(qualified("w:styleId")) not in used:
            style.remove(shown)
            insert(style, element("w:semiHidden"), "w:style")
            insert(style, element("w:unhideWhenUsed"), "w:style")
    return root


class _Look(Struct, frozen=True):
    """The theme, and its families for the document's language, by its names for them."""

    theme: Theme
    language: str
    families: Mapping[str, Family]

    @property
    def right_to_left(self) -> bool:
        return direction(self.language) == "rtl"

    def family(self, font: str) -> Element:
        """The family of a font of the theme: its own for Latin, the language's in its place or beside it."""
        own, other = self.theme.fonts[font].family, self.families.get(font)
        if other is None:
            return family(own)
        return family(own, other.name) if self.right_to_left else family(other.name)


def _defaults(look: _Look) -> Element:
    body = look.theme.styles["body"]
    run = element("w:rPr", *_run_properties(look, body), language(look.language))
    return element("w:docDefaults", element("w:rPrDefault", run), element("w:pPrDefault"))


def _latent() -> Element:
    """Hide Word's 376 built-in styles from the gallery until they are used (17.7.4.5)."""
    return element(
        "w:latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
        count=_LATENT_STYLES,
    )


def _theme_styles(look: _Look) -> Iterator[Element]:
    theme = look.theme
    for name, style in theme.styles.items():
        own = style.kind == "paragraph"
        base = None if name == "body" else _NORMAL if own else "DefaultParagraphFont"
        yield _style(
            style.kind,
            style.word or name,
            element("w:basedOn", val=base) if base else None,
            element("w:next", val=_NORMAL) if style.keep_with_next and style.word else None,
            element("w:uiPriority", val=_PRIORITY.get(name.split("-")[0], 20)),
            None if name in _QUIET else element("w:qFormat"),
            element("w:pPr", *_paragraph_properties(look, name, style)) if own else None,
            element("w:rPr", *_run_properties(look, style), *_special(theme, name)),
            builtin=style.word is not None,
            default=name == "body",
        )


def _style(kind: str, name: str, *parts: Element | None, builtin: bool = True, default: bool = False) -> Element:
    return element(
        "w:style",
        element("w:name", val=name),
        *parts,
        type=kind,
        default=1 if default else None,
        customStyle=None if builtin else 1,
        styleId=names.word_id(name) if builtin else name,
    )


def _paragraph_properties(look: _Look, name: str, style: Style) -> list[Element]:
    """Space, leading and breaks of a theme style.

    A line of running text grows with its content, such as a picture: its leading is a multiple of the font's own
    (17.18.48). Word and LibreOffice compute different heights for some fonts; their lines have an exact height. In text
    from right to left, `left` is where lines begin (17.3.1.6), here and in paragraphs.
    """
    theme = look.theme
    heading = name.removeprefix("heading-") if name.startswith("heading-") else None
    kept = [element("w:keepNext"), element("w:keepLines")] if style.keep_with_next else []
    return [
        *kept,
        *([element("w:widowControl")] if name == "body" else []),
        *([element("w:bidi")] if name == "body" and look.right_to_left else []),
        *([element("w:pBdr", _rule_above(theme, style.rule_above))] if style.rule_above else []),
        *(_band(theme, style.behind) if style.behind else []),
        element(
            "w:spacing",
            # What ends a band stands as far below its beginning as in the PDF, where each has a padding.
            before=twips(pt=style.before + (theme.spacing.furniture if style.behind and style.after else 0)),
            after=twips(pt=style.after),
            **_leading(look, style),
        ),
        *([_indent(style)] if style.indent or style.hanging else []),
        *(
            [element("w:jc", val={"end": "right", "start": "left", "center": "center"}[style.align])]
            if style.align
            else []
        ),
        *([element("w:outlineLvl", val=int(heading) - 1)] if heading else []),
    ]


def _indent(style: Style) -> Element:
    hanging = twips(mm=style.hanging)
    return element("w:ind", left=twips(mm=style.indent) + hanging, hanging=hanging or None)


_EDGES: tuple[Edge, ...] = ("top", "left", "bottom", "right")
_SINGLE = 240
"""The value of `w:line` for lines of the font's own height (17.3.1.33)."""
_LOWEST = 0.9
"""The least multiple where lines of Latin alone are lower than others; below, lines have an exact height."""


def _leading(look: _Look, style: Style) -> dict[str, Any]:
    theme = look.theme
    body, leading = theme.styles["body"], style.leading or theme.styles["body"].leading or 1
    high = twips(pt=theme.sizes[style.size or body.size or "text"] * leading)
    if style.pictures:
        return {"line": high, "lineRule": "atLeast"}
    own = style if style.font else style.model_copy(update={"font": body.font})
    other = look.families.get(str(own.font))
    highest = line_height(theme, own, other)
    # LibreOffice sets two lines of a title too close if its leading is less than the font's own; it needs no picture.
    if highest and style.size not in ("display", "cover"):
        if other and highest <= leading:
            return {"line": high, "lineRule": "atLeast"}
        if not other or leading / highest >= _LOWEST:
            return {"line": round(_SINGLE * leading / highest), "lineRule": "auto"}
    return {"line": high, "lineRule": "exact"}


def _band(theme: Theme, colour: str) -> list[Element]:
    """A colour behind a paragraph, extended by borders of that colour (17.3.1.7, 17.3.1.31)."""
    value, beyond = theme.colours[colour].lstrip("#").upper(), theme.spacing.band / MM_PER_POINT
    spaces = {"top": theme.spacing.furniture, "bottom": theme.spacing.furniture}
    edges = (line(theme, edge, colour, theme.rules.hairline, spaces.get(edge, beyond)) for edge in _EDGES)
    return [element("w:pBdr", *edges), element("w:shd", val="clear", color="auto", fill=value)]


def _rule_above(theme: Theme, rule: str) -> Element:
    return line(theme, "top", "accent", getattr(theme.rules, rule), theme.spacing.furniture)


def _run_properties(look: _Look, style: Style) -> list[Element]:
    """Font, size, weight, slant, colour and figures of a theme style, as far as it sets them.

    Complex scripts have no italics, and no space between letters, which are joined in most that run from the right.
    """
    theme = look.theme
    size = half_points(theme.sizes[style.size]) if style.size else None
    spacing = twips(pt=style.letter_spacing) if style.letter_spacing and not look.right_to_left else None
    bold, italic = style.weight and style.weight == "bold", style.slant and style.slant == "italic"
    if script_of_language(look.language).upright and not look.right_to_left:
        italic = None if italic is None else False
    found = [
        look.family(style.font) if style.font else None,
        *([flag("w:b", bold), flag("w:bCs", bold)] if bold is not None else []),
        flag("w:i", italic) if italic is not None else None,
        flag("w:smallCaps") if style.small_caps else None,
        _colour(theme, style.colour) if style.colour else None,
        valued("w:spacing", spacing),
        valued("w:sz", size),
        valued("w:szCs", size),
        element("w14:numSpacing", val="tabular") if style.tabular else None,
    ]
    return [each for each in found if each is not None]


def _colour(theme: Theme, name: str) -> Element:
    return element("w:color", val=theme.colours[name].lstrip("#").upper())


def _special(theme: Theme, name: str) -> list[Element]:
    """Properties of two styles that tokens cannot express; LibreOffice would apply a default of ink in tables, too."""
    if name == "body":
        return [_colour(theme, "ink")]
    if name == "note-reference":
        return [_colour(theme, "accent"), element("w:vertAlign", val="superscript")]
    return []


def _list_styles(theme: Theme, depth: int) -> Iterator[Element]:
    for level in range(depth):
        for kind, number in ((names.BULLET, 1), (names.NUMBER, 2), (names.CONTINUE, None)):
            listed = element(
                "w:numPr",
                element("w:ilvl", val=level) if level else None,
                element("w:numId", val=number),
            )
            indent = element("w:ind", left=twips(mm=theme.spacing.list_step) * (level + 1))
            yield _style(
                "paragraph",
                names.list_style(kind, level),
                element("w:basedOn", val="ListParagraph"),
                element("w:uiPriority", val=20),
                element("w:qFormat") if level == 0 and number else None,
                element("w:pPr", listed if number else indent),
            )


def _own_styles(look: _Look) -> Iterator[Element]:
    """Built-in styles that the theme does not name, and two for layout only."""
    theme = look.theme
    yield _style(
        "character",
        "Default Paragraph Font",
        element("w:uiPriority", val=1),
        element("w:semiHidden"),
        element("w:unhideWhenUsed"),
        default=True,
    )
    yield _character(names.STRONG, flag("w:b"), flag("w:bCs"))
    yield _character(names.EMPHASIS, flag("w:i"))
    yield _character(names.HYPERLINK, _colour(theme, "accent"), element("w:u", val="single"))
    yield _character(names.CLEAR, element("w:spacing", val=twips(mm=theme.spacing.mark)), builtin=False)
    furniture = theme.styles["page-number"].model_copy(update={"align": None})
    for name in ("header", "footer"):
        yield _paragraph(
            name,
            _paragraph_properties(look, name, furniture),
            _run_properties(look, furniture),
            builtin=True,
        )
    yield _paragraph(names.FIGURE, [element("w:spacing", before=180, after=120, line=240, lineRule="auto")])
    yield _paragraph(
        names.ANCHOR,
        [element("w:spacing", before=0, after=0, line=20, lineRule="exact")],
        [element("w:sz", val=2), element("w:szCs", val=2)],
    )


def _character(name: str, *run: Element, builtin: bool = True) -> Element:
    base = element("w:basedOn", val="DefaultParagraphFont")
    priority = element("w:uiPriority", val=20)
    shown = element("w:qFormat") if builtin else None
    return _style("character", name, base, priority, shown, element("w:rPr", *run), builtin=builtin)


def _paragraph(name: str, own: list[Element], run: list[Element] | None = None, builtin: bool = False) -> Element:
    return _style(
        "paragraph",
        name,
        element("w:basedOn", val=_NORMAL),
        element("w:uiPriority", val=99),
        element("w:pPr", *own),
        element("w:rPr", *run) if run else None,
        builtin=builtin,
    )
