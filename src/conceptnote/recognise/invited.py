"""The title of an event out of the sentence that invites to it, if no line and no quotation marks have one."""

from __future__ import annotations

import re

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.making import Making
from conceptnote.recognise.normal import sentences_of
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import Words, any_of, fold

_NEAR = 70
"""The characters after the verb in which the kind of event must begin."""
_FEWEST, _MOST = 3, 25
"""The words of a title after the kind of event, and of all of it."""


def title_of_invitation(making: Making, block: Paragraph) -> None:
    """“You are invited to a briefing on the situation in the Lake Basin.”: the kind of event, with its subject."""
    if "title" in making.event or "title" in making.given:
        return
    for sentence in sentences_of(block.text, making.words):
        title = _subject(sentence, making.words)
        if title:
            making.event["title"] = title[0].upper() + title[1:]
            making.draft.quote(("title",), title)
            making.draft.likely("the sentence that invites says this", ("title",), block.line)
            return


def _subject(sentence: str, words: Words) -> str:
    folded = fold(sentence, keep_length=True)
    verb = re.search(rf"(?<!\w){any_of(words.lists['invites'])}(?!\w)", folded)
    near = folded[verb.end() : verb.end() + _NEAR] if verb else ""
    kind = re.search(rf"(?<!\w){any_of(words.lists['types'])}(?!\w)", near)
    if verb is None or kind is None:
        return ""
    small = words.lists["articles"] | words.lists["indefinite"] | words.lists["unfinished"]
    before = near[: kind.start()].split()
    at = max((at for at, one in enumerate(before) if one in small), default=len(before) - 1)
    start = verb.end() + kind.start() - len(" ".join(before[at + 1 :])) - (at + 1 < len(before))
    rest = sentence[verb.end() + kind.end() :]
    ends = [one.start for one in (find_day(rest, words), find_time(rest, words)) if one is not None]
    told = words.lists["takes-place"] | {one for one in words.lists["clauses"] if " " not in one and len(one) > 2}
    ends += [one.start() for one in re.finditer(rf"[,.;:(]|(?<!\w){any_of(told)}(?!\w)", fold(rest, keep_length=True))]
    subject = rest[: min(ends, default=len(rest))].split()
    while subject and words.has("unfinished", subject[-1]):
        subject.pop()
    title = f"{sentence[start : verb.end() + kind.end()].strip()} {' '.join(subject)}"
    return title if len(subject) >= _FEWEST and len(title.split()) <= _MOST else ""
