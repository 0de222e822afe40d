"""The head of a note to its title and subtitle, the type of event, and the lines of day and place below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise.contacts import addresses_in
from conceptnote.recognise.facts import mode_or_access
from conceptnote.recognise.making import Making
from conceptnote.recognise.named import looks_like_person
from conceptnote.recognise.occasion import is_prose, when_line
from conceptnote.recognise.panel import PanelReader
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.people import read_person
from conceptnote.recognise.place import looks_like_place, read_venue
from conceptnote.recognise.when import find_day, find_time
from conceptnote.recognise.words import Words, fold, starts_with

_LONGEST_TITLE = 250
_LONGEST_LINE = 160
_LONGEST_NAME = 14
_FRONT_LINES = 15
_FEW = 8
_REFERENCE = re.compile(r"\w/\w+/\w")
_QUOTED = re.compile(r"[“«\"„「《]\s*([^“”«»\"„]+?)\s*[”»\"“」》]")
_PREFIX = re.compile(r"\s*[:：]\s*|\s+[–—-]\s+")


def front(making: Making, part: Passage) -> None:
    """The blocks before the first heading or label: the title, a subtitle, the day, the place."""
    rest: list[Block] = []
    blocks = [block for block in part.body if isinstance(block, Table) or block.text.strip()]
    names = [at for at, one in enumerate(blocks) if isinstance(one, Paragraph) and _names_paper(one, making.words)]
    if names and "title" not in making.event and len(blocks) > names[0] + 1:
        # Lines above “Concept note” are a letterhead.
        making.keep(making.lines(blocks[: names[0]]), "this is above the name of the paper")
        blocks = blocks[names[0] :]
    first = _title_at(blocks, making.words) if "title" not in making.event else 0
    tells = [at for at, one in enumerate(blocks) if isinstance(one, Paragraph) and _tells_day(making, one)]
    result = tells[0] if tells else len(blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Table) or at > result:
            rest.append(block)  # what stands below is the day of the letter
        elif not is_prose(block.text) and _front_line(making, block):
            continue
        elif at < first or not _title(making, block):
            rest.append(block)
    _quoted_title(making, rest)
    prose = [one for one in rest if isinstance(one, Table) or is_prose(one.text) or one.kind != "text"]
    if prose:
        making.section(making.heading("introduction"), prose)
    making.keep(
        (one for one in rest if one not in prose and isinstance(one, Paragraph)), "there is no field for this line"
    )


def _tells_day(making: Making, block: Paragraph) -> bool:
    """Whether a paragraph says in a sentence when the event takes place."""
    words = making.words
    found = [one for one in words.lists["takes-place"] if one in fold(block.text, keep_length=True)]
    return bool(found) and is_prose(block.text) and find_day(block.text, words) is not None


def _quoted_title(making: Making, rest: Sequence[Block]) -> None:
    """The title out of the sentence of an invitation: “… invite you to a briefing on “Small Islands”.”"""
    for block in rest:
        if "title" in making.event or "title" in making.given:
            return
        if isinstance(block, Paragraph) and is_prose(block.text) and (found := _QUOTED.search(block.text)):
            making.event["title"] = found[1]
            making.draft.quote(("title",), found[1])
            making.draft.likely("this is in quotation marks in a sentence", ("title",), block.line)


def _title_at(blocks: Sequence[Block], words: Words) -> int:
    """Where the title begins: in quotation marks, or else in bold type, and not with a letterhead or a salutation."""
    if any(isinstance(one, Paragraph) and one.kind == "title" for one in blocks):
        return 0
    may_be = [
        (at, one) for at, one in enumerate(blocks[:_FRONT_LINES]) if isinstance(one, Paragraph) and _may_be(one, words)
    ]
    named = [(at, one) for at, one in may_be if not _letterhead(one.text, words)] or may_be
    quoted = [at for at, one in named if _QUOTED.fullmatch(one.text)]
    loud = [at for at, one in named if one.kind == "heading" or all(r.strong for r in one.runs if r.text.strip())]
    return next(iter([*quoted, *loud, *(at for at, _ in named)]), len(blocks))


def _may_be(block: Paragraph, words: Words) -> bool:
    text = block.text
    if block.kind not in ("text", "heading") or len(text) > _LONGEST_TITLE or is_prose(text):
        return False
    if text.endswith((",", "،", "，")) or fold(text) in words.lists["papers"] or fold(text) in words.lists["types"]:
        return False
    if addresses_in(text) or starts_with(text, words.lists["relations"]) or find_day(text, words):
        return False
    if find_time(text, words) or words.labelled(text) or _REFERENCE.search(text):
        return False
    return any(c.isalpha() for c in text)


def _letterhead(text: str, words: Words) -> bool:
    """Whether a line is the name of an organisation: “University of …”, “Youth Assembly”."""
    tokens = text.split()
    if not 1 < len(tokens) <= _LONGEST_NAME or any(mark in text for mark in ":?“«"):
        return False
    small = words.lists["articles"] | words.lists["in_names"]
    body = next((at for at, token in enumerate(tokens[:3]) if words.has("bodies", token)), None)
    named = body is not None and any(fold(token) in small for token in tokens[body + 1 : body + 3])
    return named or words.has("bodies", tokens[-1])


def _names_paper(block: Paragraph, words: Words) -> bool:
    return fold(block.text) in words.lists["papers"] and block.kind not in ("bullet", "number")


def _front_line(making: Making, block: Paragraph) -> bool:
    """A line of the front that is not part of the title."""
    text, event, words = block.text, making.event, making.words
    if fold(text) in words.lists["papers"]:
        making.draft.quote(("title",), text)
        return True
    if block.kind == "title" or (block.kind == "subtitle" and not find_day(text, words)):
        return False
    if _type(making, block) or _parent(making, block) or _speaker(making, block):
        return True
    if mode_or_access(making, text):
        return True
    if len(text) <= _LONGEST_TITLE and (find_day(text, words) or find_time(text, words)):
        return when_line(making, block)
    result = any(key in event for key in ("title", "date", "time", "sittings"))
    city = event.get("venue", "")  # “Trento, 24 maggio 2030” above “Sala Belli, Palazzo della Provincia”
    if result and isinstance(city, str) and "," not in city and looks_like_place(text, words):
        event["venue"] = read_venue(f"{text}, {city}" if city else text, words)
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
    if not length:
        # “Einladung zum Fachgespräch”
        ends = max(
            (len(one) for one in words.lists["types"] if fold(text, keep_length=True).endswith(f" {one}")), default=0
        )
        invites = any(one in fold(text) for one in words.lists["invites"])
        if not ends or not (invites or starts_with(text, words.lists["papers"])) or len(text.split()) > _FEW:
            return False
        start, length, rest = len(text) - ends, ends, ""
    at_it = starts_with(rest, words.lists["at"] | words.lists["until"])
    related = starts_with(rest, words.lists["relations"]) or at_it
    if "type" in making.event or (rest and not related):
        return False
    making.event["type"] = text[start : start + length]
    making.draft.quote(("type",), text)
    if rest and related == at_it:
        name = rest[at_it:].strip()
        making.event["parent_event"] = name[starts_with(name, words.lists["articles"]) :].strip()
        making.draft.likely("this line names another event", ("parent_event",), block.line)
    elif rest:
        _take_parent(making, rest, text)
    return True


def _speaker(making: Making, block: Paragraph) -> bool:
    """“Lecture by Prof. Lena Wiesner (University of Elbing)”."""
    tokens = block.text.split()
    for at, token in enumerate(tokens[:4]):
        rest = " ".join(tokens[at + 1 :])
        if at and fold(token) in making.words.lists["by"] and looks_like_person(rest, making.words):
            text = read_person(rest, making.words)
            if text.honorific:
                PanelReader(making, Passage("panel")).add(text, block.text, block.line)
                return True
    return False


def _parent(making: Making, block: Paragraph) -> bool:
    text = block.text
    if "parent_event" in making.event or len(text) > _LONGEST_LINE:
        return False
    tokens = text.split()
    # “Evento a margine della Conferenza”
    rests = (text.split(maxsplit=at)[at] for at in range(min(3, len(tokens))))
    rest = next((one for one in rests if starts_with(one, making.words.lists["relations"])), "")
    if rest:
        _take_parent(making, rest, text)
    return bool(rest)


def _take_parent(making: Making, text: str, words: str) -> None:
    length = starts_with(text, making.words.lists["relations"])
    name = text[length:].strip(" :")
    in_margins = length == starts_with(text, making.words.margins)
    making.event["parent_event"] = name if in_margins else text[:1].upper() + text[1:]
    making.draft.quote(("parent_event",), words)


def _without_prefix(making: Making, text: str) -> str:
    """A title without the name of the paper before it, “Concept note: …”, and without quotation marks around it."""
    for mark in _PREFIX.finditer(text, 1):
        if text[mark.end() :] and fold(text[: mark.start()]) in making.words.lists["papers"]:
            making.draft.quote(("title",), text)
            text = text[mark.end() :]
            break
    quoted = _QUOTED.fullmatch(text)
    return quoted[1] if quoted else text


def _title(making: Making, block: Paragraph) -> bool:
    """A line as the title, as more of it, or as the subtitle."""
    event, text = making.event, block.text
    if block.kind in ("title", "subtitle"):
        if block.kind in event and block.kind == "subtitle":
            return False
        if "title" not in event or block.kind == "subtitle":
            event[block.kind] = _without_prefix(making, text) if block.kind == "title" else text
            making.titles.append(block)
            return True
    if len(text) > _LONGEST_TITLE or block.kind not in ("text", "heading", "title"):
        return False
    if "title" not in event:
        event["title"] = _without_prefix(making, text)
        making.titles.append(block)
        if block.kind == "text":
            making.draft.likely("this is the first line that may be a title", ("title",), block.line)
        return True
    last = making.titles[-1] if making.titles else None
    if last is not None and "subtitle" not in event and _shouted(text) and _shouted(last.text):
        event["title"] = f"{event['title']} {text}"
        making.titles.append(block)
        return True
    if last is not None and looks_like_person(text, making.words):
        wording = read_person(text, making.words)
        if wording.name and wording.honorific:
            PanelReader(making, Passage("panel")).add(wording, text, block.line)
            return True
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


def _shouted(text: str) -> bool:
    return text.isupper() and not text.islower()


def _subtitle(making: Making, block: Paragraph, last: Paragraph | None) -> bool:
    text = block.text
    short = len(text) <= _LONGEST_LINE and not text.rstrip().endswith((":", "."))
    if "subtitle" in making.event or last is None or not short or block.kind not in ("text", "heading"):
        return False
    if block.line > last.line + 3:
        return False
    making.event["subtitle"] = text
    making.titles.append(block)
    making.draft.likely("this line is below the title", ("subtitle",), block.line)
    return True


def paper(making: Making, part: Passage) -> None:
    """“Concept note”, which papers print anyway, and the title below it."""
    if part.heading is not None:
        making.draft.quote(("title",), part.heading.text)
    front(making, part)
