"""The theme's properties of text styles, and of classes of tables."""

from typing import Literal

from pydantic import Field

from conceptnote.theme.tokens import Tokens


class Style(Tokens):
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
    hanging: float = 0
    """How far the lines after the first are indented further, in millimetres."""
    letter_spacing: float | None = None
    align: Literal["start", "end", "center"] | None = None
    keep_with_next: bool = False
    tabular: bool = False
    small_caps: bool = False
    fit: float | None = None
    """The least size in points to which a text shrinks to keep to this many `lines`."""
    lines: int = 1
    pictures: bool = False
    """True if pictures are in the line, which must then be able to grow."""
    gap: float = 0
    """The gap between such pictures in millimetres, if the line has nothing else."""
    balance: bool = False
    """True for lines of similar length."""
    behind: str | None = None
    """The colour of a band behind the paragraph, a little larger than its lines."""
    rule_above: Literal["hairline", "line", "bar"] | None = None
    """A rule above the paragraph, in the accent colour, with the footer's distance."""


class CellSpace(Tokens):
    """The padding of cells, by the names of the theme's spacing."""

    above: Literal["none", "row", "entry", "furniture"] = "row"
    below: Literal["none", "row", "entry", "furniture"] = "row"
    before: Literal["none", "column", "card"] = "none"
    after: Literal["none", "column", "card"] = "column"


Rules = Literal["none", "rows", "bands", "boxes", "above", "around", "cut", "fold"]


class TableStyle(Tokens):
    """A table, or a definition list or section, by class: the widths of the first columns, its rules and its space.

    Widths are millimetres, or below 1 shares of the room. Rules are under each of the `rows`, with a tint behind every
    second one (`bands`), around each cell (`boxes`), `above` all, or `around`: one in the accent colour above, one
    below. `padding` is the space between these and the rows. `keep` names what is kept on one page: the `whole`, or
    `each` part of a section. The `terms` of a definition list are beside or above their descriptions. A section is
    indented by `indent` millimetres. `least` is the width of each further column, if there may be too many for the
    room. Rows are at least `row_height` millimetres high, or exactly so for cutting (`cut`) or folding (`fold`).
    `turned` is the direction of lines for each column (ISO/IEC 29500-1 17.18.93): down the page, or up.
    """

    columns: list[float]
    rules: Rules
    space: CellSpace = CellSpace()
    padding: Literal["none", "furniture"] = "none"
    keep: Literal["no", "each", "whole"] = "no"
    terms: Literal["beside", "above"] = "beside"
    whole_lines: int = 20
    """How many lines of a row are kept on one page. A page of A4 has about fifty, so little of it is left empty."""
    indent: float = 0
    least: float | None = None
    long_times: float | None = None
    """The width of the first column where times have a.m. and p.m."""
    row_height: float | None = None
    turned: list[Literal["tbRl", "btLr"]] = Field(default_factory=list)

    @property
    def cards(self) -> bool:
        """Whether its cells are cards: all of one size, with centred content."""
        return self.rules in ("cut", "fold")

    def is_copy(self, column: int) -> bool:
        """Whether a column only repeats the first one, upright for the person opposite."""
        return self.rules == "fold" and column > 0

    def scaled(self, factor: float) -> "TableStyle":
        """With widths scaled by a factor; shares stay."""
        widths = [width if width < 1 else round(width * factor, 1) for width in self.columns]
        indent = round(self.indent * factor, 2)
        others = {name: (own := getattr(self, name)) and own * factor for name in ("least", "long_times")}
        return self.model_copy(update={"columns": widths, "indent": indent} | others)

    @property
    def with_long_times(self) -> "TableStyle":
        """The same with room for times with a.m. and p.m., if it has times."""
        return self.model_copy(update={"columns": [self.long_times, *self.columns[1:]]}) if self.long_times else self

    def widths(self, room: float) -> list[float]:
        """The widths of the first columns in millimetres in a table of this width."""
        return [width * room if width < 1 else width for width in self.columns]

    def more_columns(self, room: float) -> int:
        """The number of further columns that fit."""
        return int((room - sum(self.widths(room))) / self.least) if self.least else 0
