"""From a place on a page to its place in the event file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark

if TYPE_CHECKING:
    from conceptnote.check.event.papers import PrintedPaper, Sheet
    from conceptnote.read.tags import Place


def remark_on(context: Context, paper: PrintedPaper, sheet: Sheet, place: Place, message: str, hint: str) -> Remark:
    """A remark about a place on a page; in a text of several paragraphs, at the words themselves.

    If no value of the event is printed there, it is about the event.
    """
    path = paper.origin(place)
    text = next((one for one in context.texts if one.path == path), None)
    quoted = r"\W+".join(map(re.escape, re.findall(r"\w+", sheet.quote(place))))
    found = re.search(quoted, text.plain) if text and quoted else None
    after = text.text[: found.start()] if text and found else None
    return Remark(path, f"{paper.on(sheet)}: {message}", hint, after)
