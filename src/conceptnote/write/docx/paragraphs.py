"""The properties of paragraphs: where they stand, what is around them, and which way their lines run."""

from __future__ import annotations

from dataclasses import dataclass

from conceptnote.ooxml.text import flag, valued
from conceptnote.ooxml.xml import Element, element
from conceptnote.scripts import direction
from conceptnote.units import twips
from conceptnote.write.docx import names
from conceptnote.write.docx.story import DEEPEST, Story


@dataclass(frozen=True, slots=True)
class BlockContext:
    """Where blocks stand: the room in twips, the style of plain paragraphs, and the list around them.

    A line of text is no wider than the `measure`, in twips, which is as wide as the room where there is none.
    `number` is the list whose mark the next paragraph bears; `ordered` says of what kind that list is. Lines begin
    `inwards` twips further in. The `language` is empty where it is the document's.
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
    """Which way the lines of a paragraph run (17.3.1.6), where it is another than the document's."""
    own = direction(place.language or story.language)
    return flag("w:bidi", own == "rtl") if own != direction(story.language) else None


def listed(story: Story, style: str, place: BlockContext) -> list[Element | None]:
    """The paragraph's style, and its mark or indent where it stands in a list and its style has none."""
    if not place.depth:
        return [valued("w:pStyle", None if style == "body" else names.style_id(story.theme, style))]
    level = min(place.depth, DEEPEST) - 1
    number = element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=place.number or 0))
    if style != "body":
        own = number if place.number else element("w:ind", left=twips(mm=story.theme.spacing.list_step) * (level + 1))
        return [element("w:pStyle", val=names.style_id(story.theme, style)), own]
    kind = names.CONTINUE if not place.number else names.NUMBER if place.ordered else names.BULLET
    said = element("w:pStyle", val=names.word_id(names.list_style(kind, level)))
    return [said, number if place.number and place.ordered else None]
