"""The theme: one file of tokens for both CSS and Word styles."""

from copy import deepcopy
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from conceptnote.shipped import PACKAGE
from conceptnote.theme.legibility import faults, unknown_names
from conceptnote.theme.papers import Page
from conceptnote.theme.styles import Style, TableStyle
from conceptnote.theme.tokens import Tokens
from conceptnote.yamldata import read_data

_HERE = PACKAGE / "theme"


class FontFiles(Tokens):
    """The four faces of a family, by file name."""

    regular: str
    bold: str
    italic: str
    bold_italic: str


class TwoFaces(Tokens):
    """The faces of a family without italics, by file name."""

    regular: str
    bold: str


class ScriptFont(Tokens):
    """A type family for another script: bundled as `files`, or in `collections` that a machine may have."""

    family: str
    files: TwoFaces | None = None
    collections: TwoFaces | None = None


class Font(Tokens):
    """A bundled type family, and matching ones for other scripts, by ISO 15924 codes."""

    family: str
    fallbacks: list[str]
    files: FontFiles
    scripts: dict[str, ScriptFont] = Field(default_factory=dict)


class Spacing(Tokens):
    """Distances for CSS and Word: `column`, `card`, `list_step`, `band` and `mark` in millimetres, others in points."""

    none: ClassVar[float] = 0
    row: float
    entry: float
    column: float
    card: float
    furniture: float
    list_step: float
    band: float
    after_table: float
    after_funder: float
    mark: float


class Rules(Tokens):
    """The weights of rules in points; `bar` is that of a cover."""

    hairline: float
    line: float
    bar: float


class Tightening(Tokens):
    """How much a layout may shrink to save an almost empty last page, or grow to fill it: factors, in `steps`."""

    leading: float
    space: float
    margin: float
    last_page: float
    steps: Annotated[int, Field(ge=1)]

    def part(self, step: int) -> "Tightening":
        """The part of it in one step."""

        def so_far(factor: float) -> float:
            return 1 - (1 - factor) * step / self.steps

        factors = {name: so_far(getattr(self, name)) for name in ("leading", "space", "margin")}
        return self.model_copy(update=factors)


_DOWN = ("row", "entry", "furniture", "after_table", "after_funder")
"""The vertical distances of `Spacing`."""


def _spaced(style: Style, factor: float, **changes: Any) -> Style:
    """A style with its space before and after scaled, and other changes."""
    space = {"before": round(style.before * factor, 2), "after": round(style.after * factor, 2)}
    return style.model_copy(update=space | changes)


Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]


class Theme(Tokens):
    """Everything that a writer needs to know of the look. An illegible theme (theme/legibility.py) is invalid."""

    fonts: dict[str, Font]
    colours: dict[str, Colour]
    sizes: dict[str, float]
    script_leading: dict[str, float] = Field(default_factory=dict)
    page: Page
    spacing: Spacing
    rules: Rules
    tightening: Tightening
    loosening: Tightening
    logo_height: Annotated[float, Field(gt=0)]
    portrait: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]]
    """Width and height of a portrait in millimetres; it is cropped to their proportion."""
    styles: dict[str, Style]
    tables: dict[str, TableStyle]
    definitions: str
    """The look of a definition list without a class."""
    carried: dict[str, bytes] = Field(default_factory=dict, repr=False)
    """The font files of a project, by name."""

    @model_validator(mode="after")
    def _legible(self) -> "Theme":
        problems = list(unknown_names(self)) or list(faults(self))
        if self.definitions not in self.tables or f"{self.definitions}-term" not in self.styles:
            problems.append(
                f"definitions are “{self.definitions}”, which needs a table and a style “{self.definitions}-term”"
            )
        for name, paper in () if problems else self.page.papers.items():
            problems += [f"on {name}: there is no size “{size}”" for size in paper.sizes if size not in self.sizes]
            problems += [f"on {name}: {fault}" for fault in faults(self.on(name))]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def in_script(self, code: str) -> "Theme":
        """This theme with the leading that a script needs."""
        factor = self.script_leading.get(code, 1)
        styles = {
            name: style.model_copy(update={"leading": style.leading and round(style.leading * factor, 3)})
            for name, style in self.styles.items()
        }
        return self if factor == 1 else self.model_copy(update={"styles": styles})

    @property
    def unbalanced(self) -> "Theme":
        """This theme for typefaces whose widths are unknown: titles have all their room."""
        styles = {name: style.model_copy(update={"balance": False}) for name, style in self.styles.items()}
        return self.model_copy(update={"styles": styles})

    @property
    def with_long_times(self) -> "Theme":
        """This theme with room for times with a.m. and p.m."""
        return self.model_copy(update={"tables": {name: one.with_long_times for name, one in self.tables.items()}})

    def on(self, paper: str, margins: str | None = None) -> "Theme":
        """This theme on one of its papers, in either orientation, perhaps with other margins."""
        its = self.page.papers[paper]
        papers = self.page.papers | ({paper: its.within(self.page.margins[margins])} if margins else {})
        spacing = self.spacing.model_copy(
            update={name: round(getattr(self.spacing, name) * its.across, 2) for name in ("column", "list_step")}
            | {name: round(getattr(self.spacing, name) * its.down, 2) for name in _DOWN}
        )
        page = self.page.model_copy(
            update={
                "papers": papers,
                "column_gap": round(self.page.column_gap * its.across, 2),
                "footer_gap": round(self.page.footer_gap * its.down, 2),
            }
        )
        tables = {name: table.scaled(its.across) for name, table in self.tables.items()}
        styles = {
            name: _spaced(
                style,
                its.down,
                **{name: round(getattr(style, name) * its.across, 2) for name in ("indent", "hanging", "gap")},
            )
            for name, style in self.styles.items()
        }
        return self.model_copy(
            update={
                "sizes": self.sizes | its.sizes,
                "logo_height": its.logo_height or self.logo_height,
                "portrait": tuple(round(length * its.across, 2) for length in self.portrait),
                "spacing": spacing,
                "page": page,
                "tables": tables,
                "styles": styles,
            }
        )

    @property
    def tighter(self) -> "tuple[Theme, ...]":
        """This theme with less leading, space and margin, in steps; type and rules stay."""
        return tuple(self._tightened(self.tightening.part(step)) for step in range(1, self.tightening.steps + 1))

    @property
    def looser(self) -> "tuple[Theme, ...]":
        """This theme with more leading, space and margin, in steps."""
        return tuple(self._tightened(self.loosening.part(step)) for step in range(1, self.loosening.steps + 1))

    def _tightened(self, by: Tightening) -> "Theme":
        styles = {
            name: _spaced(style, by.space, leading=style.leading and round(style.leading * by.leading, 3))
            for name, style in self.styles.items()
        }
        papers = {
            name: paper.model_copy(
                update={
                    "margin": paper.margin.tightened(by.margin),
                    "landscape": paper.landscape.model_copy(
                        update={"margin": paper.landscape.margin.tightened(by.margin)}
                    ),
                }
            )
            for name, paper in self.page.papers.items()
        }
        page = self.page.model_copy(update={"papers": papers, "footer_gap": self.page.footer_gap * by.margin})
        return self.model_copy(update={"styles": styles, "page": page})

    @property
    def style_names(self) -> dict[str, frozenset[str]]:
        """The class names for templates with their uses: paragraph, character or table."""
        kinds = {name: frozenset({str(style.kind)}) for name, style in self.styles.items()}
        return kinds | {name: kinds.get(name, frozenset()) | {"table"} for name in self.tables}

    @property
    def fonts_folder(self) -> Path:
        """The folder of the bundled font files."""
        return _HERE / "fonts"

    def font_file(self, name: str) -> Path | bytes:
        """The file of a face: a bundled one, or the bytes of a project's."""
        return self.carried.get(name) or self.fonts_folder / name

    def carrying(self, files: dict[str, bytes]) -> "Theme":
        """The same with font files of a project."""
        return self.model_copy(update={"carried": files}) if files else self

    def stylesheet(self, name: str) -> str:
        """The text of one of the theme's style sheets: `common`, `print` or `screen`."""
        return (_HERE / f"{name}.css").read_text(encoding="utf-8")


@cache
def _shipped() -> bytes:
    """The shipped theme, which is part of the package, as its code is."""
    return (_HERE / "theme.yaml").read_bytes()


def load_theme() -> Theme:
    """Read the shipped theme."""
    return _parsed(_shipped())


def shipped_tokens() -> dict[str, Any]:
    """The tokens of the shipped theme, a new copy each time."""
    tokens: dict[str, Any] = read_data(_shipped())
    return deepcopy(tokens)


@lru_cache(maxsize=4)  # a function of the content
def _parsed(content: bytes) -> Theme:
    return Theme.model_validate(read_data(content))
