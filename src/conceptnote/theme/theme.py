"""The theme: one file of tokens that yields the CSS and the Word styles alike."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from conceptnote.theme.legibility import faults, unknown_names
from conceptnote.yamldata import read_data

_HERE = Path(str(files("conceptnote.theme")))


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Tokens(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab)


class FontFiles(_Tokens):
    """The four faces of a family, by file name."""

    regular: str
    bold: str
    italic: str
    bold_italic: str


class Font(_Tokens):
    """A bundled type family."""

    family: str
    fallbacks: list[str]
    files: FontFiles


class Margin(_Tokens):
    """Page margins in millimetres; `outer` is left and right."""

    top: float
    outer: float
    bottom: float


class Page(_Tokens):
    """The sheet: sizes as [width, height] in millimetres."""

    papers: dict[str, tuple[float, float]]
    margin: Margin
    footer_gap: float
    column_gap: float


class Spacing(_Tokens):
    """Distances that CSS and Word set alike; `column`, `list_step` and `mark` are millimetres, the others points."""

    row: float
    entry: float
    column: float
    furniture: float
    list_step: float
    after_table: float
    after_funder: float
    mark: float


class Rules(_Tokens):
    """The weights of rules in points; `bar` is that of a cover."""

    hairline: float
    line: float
    bar: float


class Tightening(_Tokens):
    """What a layout may give up to save a nearly empty last page: factors from 0 to 1."""

    leading: float
    space: float
    margin: float
    last_page: float


class Style(_Tokens):
    """One paragraph or character style; sizes and spaces are points, `indent` is millimetres."""

    kind: Literal["paragraph", "character"] = "paragraph"
    css: str | None = None
    word: str | None = None
    font: str | None = None
    size: str | None = None
    weight: Literal["regular", "bold"] | None = None
    slant: Literal["upright", "italic"] | None = None
    leading: float | None = None
    colour: str | None = None
    before: float = 0
    after: float = 0
    indent: float = 0
    letter_spacing: float | None = None
    align: Literal["start", "end"] | None = None
    keep_with_next: bool = False
    tabular: bool = False
    small_caps: bool = False
    pictures: bool = False
    """True where pictures stand in the line, which must then be able to grow."""
    gap: float = 0
    """The space between such pictures in millimetres, where the line holds nothing else."""
    balance: bool = False
    """True where lines are to be of like length."""
    rule_above: Literal["hairline", "line", "bar"] | None = None
    """A rule over the paragraph, in the accent colour, as far from the text as the text of a footer from its rule."""


class TableStyle(_Tokens):
    """A table by class: widths of the first columns in millimetres, and its rules."""

    columns: list[float]
    rules: Literal["none", "rows"]


Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]


class Theme(_Tokens):
    """Everything that a writer asks about the look.

    A theme that could not be read on paper or screen (theme/legibility.py) is not valid.
    """

    fonts: dict[str, Font]
    colours: dict[str, Colour]
    sizes: dict[str, float]
    page: Page
    spacing: Spacing
    rules: Rules
    tightening: Tightening
    logo_height: Annotated[float, Field(gt=0)]
    portrait: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]]
    """Width and height of a portrait in millimetres; it is cropped to their proportion."""
    styles: dict[str, Style]
    tables: dict[str, TableStyle]

    @model_validator(mode="after")
    def _legible(self) -> Theme:
        if problems := list(unknown_names(self)) or list(faults(self)):
            raise ValueError("; ".join(problems))
        return self

    def tightened(self) -> Theme:
        """This theme with less leading, space and margin; type and rules are as they were."""
        by = self.tightening
        styles = {
            name: style.model_copy(
                update={
                    "leading": style.leading and round(style.leading * by.leading, 3),
                    "before": round(style.before * by.space, 2),
                    "after": round(style.after * by.space, 2),
                }
            )
            for name, style in self.styles.items()
        }
        margin = self.page.margin.model_copy(
            update={"top": self.page.margin.top * by.margin, "bottom": self.page.margin.bottom * by.margin}
        )
        page = self.page.model_copy(update={"margin": margin, "footer_gap": self.page.footer_gap * by.margin})
        return self.model_copy(update={"styles": styles, "page": page})

    @property
    def style_names(self) -> dict[str, frozenset[str]]:
        """The class names that a template may use, each with what it is for: paragraph, character or table."""
        kinds = {name: frozenset({str(style.kind)}) for name, style in self.styles.items()}
        return kinds | {name: kinds.get(name, frozenset()) | {"table"} for name in self.tables}

    @property
    def fonts_folder(self) -> Path:
        """Where the bundled font files lie."""
        return _HERE / "fonts"

    def stylesheet(self, name: str) -> str:
        """The text of one of the theme's own style sheets: `common`, `print` or `screen`."""
        return (_HERE / f"{name}.css").read_text(encoding="utf-8")


@cache
def load_theme() -> Theme:
    """Read the shipped theme."""
    return Theme.model_validate(read_data((_HERE / "theme.yaml").read_bytes()))
