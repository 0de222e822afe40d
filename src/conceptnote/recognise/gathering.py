"""Lines beside the title that name the session or the forum to which an event belongs."""

from __future__ import annotations

import re

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.kinds import ACRONYM, NUMBERED, parent
from conceptnote.recognise.making import Making
from conceptnote.recognise.occasion import is_prose
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import any_of, fold, starts_with

_LONGEST_NAME = 16
_FEW = 8


def gathering(making: Making, block: Paragraph, *, beside_kind: bool) -> bool:
    """A line beside the title that names a session or, `beside_kind` of event, a forum: “57th session of the Council”.

    “5th Water Conference” above “Water for All” may be the same event.
    """
    text, words, event = block.text, making.words, making.event
    if starts_with(text, words.lists["types"]):
        return False
    if parent(making, block):
        return True
    if "parent_event" in event or is_prose(text) or len(text.split()) > _LONGEST_NAME or find_day(text, words):
        return False
    folded = fold(text)
    session = re.search(rf"(?<!\w){any_of(words.lists['sessions'])}\s+(?=\w)", folded)
    of = session and re.match(r"(?:of|d\w{0,3}|on|for)\b|d'", folded[session.end() :])
    named = beside_kind and NUMBERED.search(text) and re.search(rf"(?<!\w){any_of(words.lists['gatherings'])}", folded)
    ends = ", " in text and words.has("sessions", text.split()[-1])  # “Human Rights Council, 61st session”
    if not (of or ends or named or (beside_kind and ACRONYM.search(text) and len(text.split()) <= _FEW)):
        return False
    event["parent_event"] = text
    making.draft.quote(("parent_event",), text)
    making.draft.likely("this line beside the title names another event", ("parent_event",), block.line)
    return True
