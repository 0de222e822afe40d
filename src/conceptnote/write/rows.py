"""Which rows and sections are so tall that a page may end in them; approximate, and the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import TYPE_CHECKING

from conceptnote.doc.nodes import Block, Paragraph, plain_text, walk
from conceptnote.write.metrics import text_width

if TYPE_CHECKING:
    from conceptnote.theme.styles import TableStyle
    from conceptnote.theme.theme import Theme


def is_tall(cells: Iterable[tuple[Sequence[Block], float]], theme: Theme, look: TableStyle) -> bool:
    """Whether a page may end in what stands beside each other; the width of each is millimetres."""
    return any(
        sum(_lines(node, width, theme) for node in walk(blocks) if isinstance(node, Paragraph)) > look.whole_lines
        for blocks, width in cells
    )


def _lines(paragraph: Paragraph, width: float, theme: Theme) -> int:
    style = theme.styles[paragraph.style or "body"]
    return max(1, ceil(text_width(plain_text(paragraph.children), theme, style) / max(width, 1)))
