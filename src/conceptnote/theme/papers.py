"""The papers of the theme, and their margins."""

from typing import Annotated

from pydantic import Field

from conceptnote.theme.tokens import Tokens


class Margin(Tokens):
    """Page margins in millimetres; `outer` is left and right."""

    top: float
    outer: float
    bottom: float

    def tightened(self, factor: float) -> "Margin":
        """With less above and below."""
        return self.model_copy(update={"top": self.top * factor, "bottom": self.bottom * factor})


class Turned(Tokens):
    """A paper in landscape: its margins, and the greatest width of a line in millimetres."""

    margin: Margin
    measure: float


class PaperTokens(Tokens):
    """An upright paper, as [width, height] in millimetres, and the theme's differences on it.

    `across` and `down` are factors: of columns, indents and gaps, and of vertical space.
    """

    size: tuple[float, float]
    margin: Margin
    landscape: Turned
    sizes: dict[str, float] = Field(default_factory=dict)
    logo_height: Annotated[float, Field(gt=0)] | None = None
    across: float = 1
    down: float = 1

    def within(self, margin: Margin) -> "PaperTokens":
        """The paper with other margins, and lines as wide as its text."""
        turned = Turned(margin=margin, measure=max(self.size))
        return self.model_copy(update={"margin": margin, "landscape": turned})


class Page(Tokens):
    """The papers by name, other margins by name, and the gaps around the footer's columns in millimetres."""

    papers: dict[str, PaperTokens]
    margins: dict[str, Margin]
    footer_gap: float
    column_gap: float
