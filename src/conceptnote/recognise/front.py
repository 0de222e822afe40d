"""The head of a note -> its title and subtitle, what kind of event it is, and the lines of day and place below it."""

from __future__ import annotations

from collections.abc import Sequence

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise.facts import mode_or_access
from conceptnote.recognise.making import Making
from conceptnote.recognise.occasion import is_prose, when_line
from conceptnote.recognise.parts import Passage
from conceptnote.recognise.place import looks_like_place, read_venue
from conceptnote.recognise.when import find_day, find_time
from conceptnote.recognise.words import Words, fold, starts_with

_LONGEST_TITLE = 250
_LONGEST_LINE = 160


def front(making: Making, part: Passage) -> None:
    """What stands before the first heading or label: the title, a subtitle, the day, the place."""
    rest: list[Block] = []
    blocks = [block for block in part.body if isinstance(block, Table) or block.text.strip()]
    names = [at for at, one in enumerate(blocks) if isinstance(one, Paragraph) and _names_paper(one, making.words)]
    if names and "title" not in making.event and len(blocks) > names[0] + 1:
        # What stands above “Concept note” is a letterhead.
        making.keep(making.lines(blocks[: names[0]]), "this stands above the name of the paper")
        blocks = blocks[names[0] :]
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            rest.append(block)
        elif not is_prose(block.text) and _front_line(making, block):
            continue
        elif not _title(making, block, blocks[at + 1 :]):
            rest.append(block)
    prose = [one for one in rest if isinstance(one, Table) or is_prose(one.text) or one.kind != "text"]
    if prose:
        making.section(making.heading("introduction"), prose)
    making.keep(
        (one for one in rest if one not in prose and isinstance(one, Paragraph)), "there is no field for this line"
    )


def _names_paper(block: Paragraph, words: Words) -> bool:
    return fold(block.text) in words.lists["papers"] and block.kind not in ("bullet", "number")


def _front_line(making: Making, block: Paragraph) -> bool:
    """Take a line of the front that is no part of the title."""
    text, event, words = block.text, making.event, making.words
    if fold(text) in words.lists["papers"]:
        making.draft.quote(("title",), text)
        return True
    if block.kind in ("title", "subtitle"):
        return False
    if _type(making, block) or _parent(making, block):
        return True
    if mode_or_access(making, text):
        return True
    if len(text) <= _LONGEST_TITLE and (find_day(text, words) or find_time(text, words)):
        return when_line(making, block)
    if "title" in event and "venue" not in event and looks_like_place(text, words):
        event["venue"] = read_venue(text, words)
        making.draft.quote(("venue",), text)
        making.draft.likely("this line looks like a place, but has no label", ("venue",), block.line)
        return True
    return False


def _type(making: Making, block: Paragraph) -> bool:
    """“Side event”, alone or before the event in whose margins it takes place."""
    text, words = block.text, making.words
    article = starts_with(text, words.lists["articles"] | {"a", "an"})
    start = article + len(text[article:]) - len(text[article:].lstrip())
    length = starts_with(text[start:], words.lists["types"])
    rest = text[start + length :].strip(" :–—-")
    if not length or "type" in making.event or (rest and not starts_with(rest, words.lists["relations"])):
        return False
    making.event["type"] = text[start : start + length]
    making.draft.quote(("type",), text)
    if rest:
        _take_parent(making, rest, text)
    return True


def _parent(making: Making, block: Paragraph) -> bool:
    text = block.text
    if "parent_event" in making.event or not starts_with(text, making.words.lists["relations"]):
        return False
    _take_parent(making, text, text)
    return True


def _take_parent(making: Making, text: str, words: str) -> None:
    length = starts_with(text, making.words.lists["relations"])
    name = text[length:].strip(" :")
    in_margins = length == starts_with(text, making.words.margins)
    making.event["parent_event"] = name if in_margins else text[:1].upper() + text[1:]
    making.draft.quote(("parent_event",), words)


def _title(making: Making, block: Paragraph, after: Sequence[Block]) -> bool:
    """Take a line for the title, for more of it, or for the subtitle."""
    event, text = making.event, block.text
    if block.kind in ("title", "subtitle"):
        if block.kind in event and block.kind == "subtitle":
            return False
        if "title" not in event or block.kind == "subtitle":
            event[block.kind] = text
            making.titles.append(block)
            return True
    if len(text) > _LONGEST_TITLE or block.kind not in ("text", "heading", "title"):
        return False
    if "title" not in event:
        event["title"] = text
        making.titles.append(block)
        if block.kind == "text":
            making.draft.likely("this is the first line that may be a title", ("title",), block.line)
        return True
    last = making.titles[-1] if making.titles else None
    if last is None or last.kind == "title" or is_prose(text):
        last_ended = last is not None and last.text.rstrip().endswith((":", "–", "—", ","))
        if not (last_ended and last is not None and last.line + 2 >= block.line):
            return _subtitle(making, block, last)
    if last is not None and (last.text.rstrip().endswith((":", ",", "–", "—", "-")) or text[:1].islower()):
        key = "subtitle" if "subtitle" in event else "title"
        event[key] = f"{event[key]} {text}"
        making.titles.append(block)
        return True
    return _subtitle(making, block, last)


def _subtitle(making: Making, block: Paragraph, last: Paragraph | None) -> bool:
    text = block.text
    short = len(text) <= _LONGEST_LINE and not text.rstrip().endswith((":", "."))
    if "subtitle" in making.event or last is None or not short or block.kind not in ("text", "heading"):
        return False
    if block.line > last.line + 3:
        return False
    making.event["subtitle"] = text
    making.titles.append(block)
    making.draft.likely("this line stands below the title", ("subtitle",), block.line)
    return True


def paper(making: Making, part: Passage) -> None:
    """“Concept note”, which the papers print on their own, and the title below it."""
    if part.heading is not None:
        making.draft.quote(("title",), part.heading.text)
    front(making, part)
