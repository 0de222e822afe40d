"""CN105: a wrong length in a text."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.length_parsing import lengths
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.words import phrase
from conceptnote.diagnostics import Severity
from conceptnote.schema.entries import minutes_between


@rule("CN105", Severity.WARNING)
def stated_lengths(context: Context) -> Iterator[Remark]:
    """A text gives the event, or an item, another length than its times do."""
    for text in context.texts:
        row, occasion = context.row_at(text.path), context.occasion_at(text.path)
        if occasion is None:
            continue  # In an event with several sittings, a text may mean any of them.
        whole = minutes_between(occasion.opening, occasion.closing) if occasion.opening and occasion.closing else None
        what = "the sitting" if occasion.path else "the event"
        length, what = (row.length, f"“{row.row.item}”") if row else (whole, what)
        for stated in lengths(text.plain):
            if length is None or stated.minutes in (length, whole):
                continue
            # A panel may be a part of the event, and a discussion a part of an item: only too long is wrong.
            wrong = stated.minutes > length or (stated.whole and row is None)
            if wrong and not phrase("past").search(context.sentence(text, stated.start, stated.start)):
                message = f"“{stated.text}”, but {what} lasts {length} minutes"
                yield Remark(text.path, message, "fix the text, or the times", text.text[: stated.start])
