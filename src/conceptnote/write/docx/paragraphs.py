"""The properties of paragraphs: position, space, and direction of lines."""

from __future__ import annotations

from msgspec import Struct

from conceptnote.ooxml.text import flag, valued
from conceptnote.ooxml.xml import Element, element
from conceptnote.scripts import direction
from conceptnote.units import twips
from conceptnote.write.docx import names
from conceptnote.write.docx.story import DEEPEST, Story


class BlockContext(Struct, frozen=True):
    """The context of blocks: the room in twips, the style of plain paragraphs, and the list around them.

    Lines are at most as wide as the `measure`, in twips, by default the room. `number` is the list whose mark the next
    paragraph has; `ordered` is the kind of that list. Lines are indented by `inwards` twips. The `language` is empty if
    it is the document's.
    """

    room: int
    style: str = "body"
    depth: int = 0
    ordered: bool = False
    number: int | None = None
    measure: int | None = None
    inwards: int = 0
    language: str = ""

    @property
    def spare(self) -> int:
        """The room to the right of the measure."""
        return max(0, self.room - self.measure) if self.measure is not None else 0


def own_direction(story: Story, place: BlockContext) -> Element | None:
    """The direction of a paragraph's lines (17.3.1.6), if it differs from the document's."""
    own = direction(place.language or story.language)
    return flag("w:bidi", own == "rtl") if own != direction(story.language) else None


def listed(story: Story, style: str, place: BlockContext) -> list[Element | None]:
    """The paragraph's style, and its mark or indent if it is in a list and its style has none."""
    if not place.depth:
        return [valued("w:pStyle", None if style == "body" else names.style_id(story.theme, style))]
    level = min(place.depth, DEEPEST) - 1
    number = element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=place.number or 0))
    if style != "body":
        own = number if place.number else element("w:ind", left=twips(mm=story.theme.spacing.list_step) * (level + 1))
        return [element("w:pStyle", val=names.style_id(story.theme, style)), own]
    kind = names.CONTINUE if not place.number else names.NUMBER if place.ordered else names.BULLET
    text = element("w:pStyle", val=names.word_id(names.list_style(kind, level)))
    return [text, number if place.number and place.ordered else None]
