"""CN182 and CN187: an almost empty last page, and a long title."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.papers import PrintedPaper, within
from conceptnote.check.event.printed import remark_on
from conceptnote.check.event.rule import Limit, Remark, rule
from conceptnote.diagnostics import Severity


@rule("CN182", Severity.WARNING, limit=Limit(15, "percent of the page"), rendered=True)
def nearly_empty_pages(context: Context, limit: int) -> Iterator[Remark]:
    """The last page of a paper is almost empty.

    Builds have tried to set it tighter.
    """
    for paper in (paper for paper in context.papers if not (paper.cards or paper.parts)):
        last = paper.sheets[-1]
        ends = [word.box.bottom for word in last.text] + [picture.bottom for picture in last.pictures]
        filled = (max(ends, default=last.area.top) - last.area.top) / last.area.height
        if len(paper.sheets) > 1 and filled * 100 < limit and last.places:
            message = f"the last page is filled to {filled:.0%}"
            hint = "shorten the text a little, or let the page hold more"
            yield remark_on(context, paper, last, last.places[0], message, hint)


@rule("CN187", Severity.WARNING, limit=Limit(4, "lines"), rendered=True)
def long_titles(context: Context, limit: int) -> Iterator[Remark]:
    """The title has too many lines."""
    lines = {paper.name: _title_lines(paper) for paper in context.papers}
    if too_long := [name for name, count in lines.items() if count > limit]:
        where = ", ".join(too_long)
        message = f"the title takes {max(lines.values())} lines in {where}, and should take {limit} at most"
        yield Remark(("title",), message, "shorten it, or move a part of it into the subtitle")


def _title_lines(paper: PrintedPaper) -> int:
    sheet = paper.sheets[0]
    return max((sheet.lines_of(title) for place in sheet.places if (title := within(place, "H1"))), default=0)
