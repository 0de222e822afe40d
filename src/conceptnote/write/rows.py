"""Which rows of a table are so tall that a page may end in them; approximate, and the same in every format."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from conceptnote.doc.nodes import Paragraph, Row, plain_text, walk
from conceptnote.write.metrics import text_width

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

_TALL = 20
"""Lines; a page of A4 has about fifty: a shorter row that does not fit leaves little space."""


def is_tall(row: Row, widths: Sequence[float], theme: Theme) -> bool:
    """Whether a page may end in a row; the widths of its cells are millimetres."""
    return any(
        sum(_lines(node, width, theme) for node in walk(cell) if isinstance(node, Paragraph)) > _TALL
        for cell, width in zip(row.cells, widths, strict=False)
    )


def _lines(paragraph: Paragraph, width: float, theme: Theme) -> int:
    style = theme.styles[paragraph.style or "body"]
    return max(1, ceil(text_width(plain_text(paragraph.children), theme, style) / max(width, 1)))
