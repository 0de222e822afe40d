"""The space around a paragraph, and page breaks."""

from __future__ import annotations

from collections.abc import Sequence

from conceptnote.doc.nodes import Image
from conceptnote.ooxml.xml import Element, element
from conceptnote.theme.styles import Style
from conceptnote.units import twips
from conceptnote.write.docx.story import Story
from conceptnote.write.footer import Measure
from conceptnote.write.mark import Strut


def kept_clear(measure: Measure, pictures: Sequence[Image], look: Style, broken: bool) -> tuple[int, int]:
    """The clear space above and below a paragraph for its marks, in twips; with several lines, each has its own."""
    marks = [measure.mark(image, last=True) for image in pictures]
    clear = max((mark.clear for mark in marks), default=0.0)
    if not broken:
        return twips(mm=clear), twips(mm=clear)
    struts = [Strut.of(mark, measure.theme, look).below for mark in marks if mark.clear]
    return 0, twips(mm=max(0.0, clear - min(struts, default=0.0)))


def opening(
    story: Story, look: Style, pictured: bool, kept: tuple[int, int] = (0, 0), leading: int | None = None
) -> list[Element | None]:
    """A page break, space before and after the paragraph, and the height of lines with a picture.

    What is before a page break leaves no space after it.
    """
    apart = max(0 if story.page_break else story.space, twips(pt=look.before))
    grows = pictured and not look.pictures
    broken = story.page_break
    story.page_break, story.space = False, 0
    spaced = element(
        "w:spacing",
        before=apart + kept[0] if kept[0] or apart > twips(pt=look.before) else None,
        after=twips(pt=look.after) + kept[1] if kept[1] else None,
        line=240 if grows else leading,
        lineRule="auto" if grows else "exact" if leading else None,
    )
    return [element("w:pageBreakBefore") if broken else None, spaced if spaced.attrib else None]
