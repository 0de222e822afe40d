"""Lines of the front that say what kind of event it is, and to which other event it belongs."""

from __future__ import annotations

import re

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.making import Making
from conceptnote.recognise.titling import shouted
from conceptnote.recognise.words import Words, any_of, fold, starts_with

_LONGEST_LINE = 160
_FEW = 8
NUMBERED = re.compile(r"\d|\b[XVI]{2,6}\b")
ACRONYM = re.compile(r"(?<!\w)[A-Z]{2,6}[- ]?\d{1,4}(?!\w)")
"""A session by the acronym of those who meet, and its number: “CSW74”."""
_SPACES = "\u2e80"
"""Scripts from here on have no spaces between words."""


def kind_of_parent(making: Making, block: Paragraph) -> bool:
    """“COP 36 – Événement parallèle”, “CSW74 Parallel Event”: another event, and the kind of this one."""
    text, types = block.text, making.words.lists["types"]
    parent, dash, kind = text.rpartition(" – ") if " – " in text else text.rpartition(" | ")
    if not dash:
        ends = [one for one in types if fold(text).endswith(f" {one}")]
        kind = text[len(text) - max(map(len, ends)) :] if ends else ""
        parent = text[: len(text) - len(kind)].strip() if kind and len(fold(text)) == len(text) else ""
        dash = " " if (NUMBERED.search(parent) and not parent[-1:].isdigit()) or ACRONYM.search(parent) else ""
    if not dash or fold(kind) not in types or len(parent.split()) > _FEW:
        return False
    if "type" in making.event or "parent_event" in making.event:
        return False
    making.event |= {"type": kind.strip(), "parent_event": parent.strip()}
    making.draft.likely("this is before the kind of event", ("parent_event",), block.line)
    return True


def kicker(making: Making, block: Paragraph) -> bool:
    """A line above the title that begins with a kind of event: “Atelier de restitution”, “Séminaire du jeudi”."""
    text = block.text
    kind = "type" not in making.event and len(text.split()) <= _FEW and not any(mark in text for mark in ":?“«„")
    ends = text.split()[-1:] and fold(text.split()[-1]) in making.words.lists["types"]
    length = starts_with(text, making.words.lists["types"])
    if kind and (ends or length):
        paper = fold(text[length:]).strip(" :–—-") in making.words.lists["papers"]  # “Webinar invitation”
        making.event["type"] = text[:length] if paper else text
        making.draft.quote(("type",), text)
        making.draft.likely("this line above the title is taken for the kind of event", ("type",), block.line)
        return True
    return False


def kind_of_event(making: Making, block: Paragraph) -> bool:
    """“Side event”, alone or before the event in whose margins it takes place."""
    text, words = block.text, making.words
    if text > _SPACES and _ends_with_kind(making, block):
        return True
    article = starts_with(text, words.lists["articles"] | {"a", "an"})
    start = article + len(text[article:]) - len(text[article:].lstrip())
    length = starts_with(text[start:], words.lists["types"])
    rest = text[start + length :].strip(" :–—-")
    if length and fold(rest) in words.lists["unfinished"]:
        rest = ""  # “Regional workshop on” above the title
    if not length:
        # “Einladung zum Fachgespräch”
        text = text.rstrip(" :")
        ends = max(
            (len(one) for one in words.lists["types"] if fold(text, keep_length=True).endswith(f" {one}")), default=0
        )
        invites = any(one in fold(text) for one in words.lists["invites"])
        if not ends or not (invites or starts_with(text, words.lists["papers"])) or len(text.split()) > _FEW:
            return False
        start, length, rest = len(text) - ends, ends, ""
    titled = text[start + length :].lstrip()[:1] in (":", "：")
    at_it = 0 if titled else _length_of_joint(rest, words)
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


def _ends_with_kind(making: Making, block: Paragraph) -> bool:
    """In a script without spaces, the kind of event after another event: “人权理事会第七十三届会议边会”."""
    kinds = making.words.unspaced("types")
    ends = max((len(one) for one in kinds if block.text.endswith(one)), default=0)
    name = block.text[: len(block.text) - ends]
    if not ends or "type" in making.event or "parent_event" in making.event or not name.endswith(kinds):
        return False
    making.event |= {"type": block.text[-ends:], "parent_event": name}
    making.draft.quote(("type",), block.text)
    making.draft.likely("this line names another event", ("parent_event",), block.line)
    return True


def _length_of_joint(text: str, words: Words) -> int:
    """The length of the small words before another event: “at COP 36”, “zur 69. Tagung der …”."""
    length = starts_with(text, words.lists["at"] | words.lists["until"])
    if length and _names_event(text[length:], words):
        return length  # not of “Seminar for the Parliaments of the Lakes”
    small = any_of(words.lists["in_names"] | words.lists["of"] | words.lists["articles"])
    counted = rf"(?:{small}\s+){{1,3}}(?=\d{{1,3}}(?:\.\s|\w*[ªºº°]|-?[a-zа-я]{{1,3}}\s))"
    found = re.match(counted, fold(text, keep_length=True))
    return found.end() if found else 0


def _names_event(text: str, words: Words) -> bool:
    """Whether a name shows that it is an event’s: by a number, an acronym or a kind of event."""
    acronym = not shouted(text) and any(len(one) > 2 and one.isupper() for one in text.split())
    numbered = any(c.isdigit() for c in text) or acronym
    return numbered or bool(
        re.search(rf"(?<!\w){any_of(words.lists['types'] | words.lists['gatherings'])}(?!\w)", fold(text))
    )


def parent(making: Making, block: Paragraph) -> bool:
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
    in_margins = starts_with(text, making.words.margins | making.words.lists["margins"])
    part_of = fold(making.words.known[making.event["language"]].papers.relations["part-of"])
    if fold(text[:length]) == part_of:  # “Part of the series “Rivers””
        making.event["parent_event"] = {"name": name, "relation": "part-of"}
    else:
        making.event["parent_event"] = name if in_margins else text[:1].upper() + text[1:]
    making.draft.quote(("parent_event",), words)
