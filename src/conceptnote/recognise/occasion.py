"""Day, time, zone and place to the keys of the event, from labels, lines of the front and sentences.

A labelled value is sure; the form of a line or a sentence makes it likely. The rest of a line goes into no field: it
stays in the text, or is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from conceptnote.datapath import DataPath
from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.facts import mode_or_access, without_modes
from conceptnote.recognise.making import Making
from conceptnote.recognise.normal import ends_sentence, sentences_of
from conceptnote.recognise.occasion_values import Where, parted, place_left, take_date, with_city
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.place import may_be_place, place_kind, read_venue
from conceptnote.recognise.place_parts import part_of_place
from conceptnote.recognise.remainder import BARS, first_zone, is_bare, is_small
from conceptnote.recognise.when import FoundDay, days_of, find_day
from conceptnote.recognise.words import Words, fold
from conceptnote.recognise.zones import find_abbreviation, find_zone

_LONGEST_PROSE = 250
_LONGEST_FACT = 1000
_LONGEST_LINE = 160


def is_prose(text: str) -> bool:
    """Whether a text is made of sentences, not a line of facts."""
    ended = (ends_sentence(text) or text.rstrip().endswith("!")) and len(text.split()) > 8
    several = len(text.split()) > 20 and bool(re.search(r"[^\W\d_]{3,}[.!?]\s+[^\W\d_a-z]", text))
    return ended or several or "。" in text or len(text) > _LONGEST_PROSE or len(text.split()) > 35


def when(making: Making, part: Passage) -> None:
    """The day, the time and the place in a line with one or several of them."""
    text = ", ".join(paragraph.text.rstrip(" ,;") for paragraph in part.paragraphs)
    if not text:
        making.keep([part.heading], "nothing follows this")
        return
    line = part.paragraphs[0].line
    if part_of_place(making, part, text):
        return
    if part.kind == "when" and text.endswith(".") and not part.inline:
        place_of_sentence(making, part.paragraphs)
        from_sentences(making, part.paragraphs, anywhere=True)
        if not any(key in making.event for key in ("date", "sittings")):
            making.part_section(part, part.body)
        else:
            making.quote(part, ("sittings",) if "sittings" in making.event else ("date",), text)
        return
    if len(text) > _LONGEST_FACT or not _take_when(making, text, part.kind, "label", line, part):
        why = "this is too long for a day, a time or a place" if len(text) > _LONGEST_FACT else "this could not be read"
        if not part.inline and len(text) > _LONGEST_LINE:
            making.part_section(part, part.body)
        else:
            making.keep([part.heading, *part.paragraphs], why)
    elif not part.inline and is_prose(text):
        making.part_section(part, part.body)


def when_line(making: Making, block: Paragraph) -> bool:
    """Take day, time and place out of a line of the front; False if it has other words too."""
    return _take_when(making, block.text, "when", "line", block.line, Passage("when", body=[block]))


def _take_when(making: Making, text: str, kind: str, where: Where, line: int, part: Passage) -> bool:
    """Take the facts of a text; False if it has none, or if a line without a label has other words."""
    event, words = making.event, making.words
    pieces, day, time = parted(text, kind, event, words)
    if where == "line" and (day or time):
        pieces = [_without_modes(making, piece) for piece in pieces]
    place = place_left(pieces, kind, where, words)
    if where == "line" and (day or time) and place is None and not is_bare(pieces, words, small=True):
        return False
    taken: list[DataPath] = []
    if day is not None and take_date(making, day, text, line):
        taken.append(("sittings",) if "sittings" in event else ("date",))
    if time is not None:
        event["time"] = time.written
        taken.append(("time",))
    if place and where == "line":
        place = ", ".join(part for part in re.split(r",\s+", place) if not _named(making, part))
        if (bracket := re.search(r"\s*\(([^()]+)\)$", place)) and mode_or_access(making, bracket[1]):
            place = place[: bracket.start()]
    older = event.get("venue")
    nameless = isinstance(older, dict) and "name" not in older
    # “Genève, le 6 mars” above “Maison de la Paix, auditorium A, de 12 h 30 à 14 h”
    city = isinstance(older, str) and place_kind(older, words) == "city"
    free = older is None or nameless or city or (where == "label" and making.guessed(("venue",)))
    if place and free:
        place = without_modes(making, place)
        if not place or mode_or_access(making, place) or fold(place) in words.modes:
            taken.append(("mode",))
        else:
            event["venue"] = with_city(read_venue(place, words), older, words)
            making.settle(("venue",))
            taken.append(("venue",))
            if where != "label":
                making.place_guessed("this looks like the place, but has no label", line)
    zone = find_zone(str(event.get("venue", "")) if place else text, words)
    zone = first_zone(text, words) or zone or find_zone(text, words)
    if "timezone" not in event:
        if zone:
            event["timezone"] = zone
        elif zone := find_abbreviation(text, words):
            event["timezone"] = zone
            making.draft.likely("the abbreviation of the zone is used in several places", ("timezone",), line)
    if taken:
        making.quote(part, taken[0], text)
    return bool(taken)


def _without_modes(making: Making, piece: str) -> str:
    """A piece of a line with bars without how people take part, which is taken over: “| En ligne (Zoom)”."""
    parts = BARS.split(piece)
    kept = [part for part in parts if len(parts) == 1 or not part or not mode_or_access(making, part)]
    return piece if len(kept) == len(parts) else " | ".join(kept)


def _named(making: Making, part: str) -> bool:
    """Take how people take part, or what kind of event it is, out of a line: “7 May | Harbour Hall | Hybrid”."""
    if fold(part) in making.words.lists["types"] and "type" not in making.event:
        making.event["type"] = part
        return True
    return mode_or_access(making, part)


def from_sentences(making: Making, paragraphs: Sequence[Paragraph], *, anywhere: bool = False) -> None:
    """Day, time and place from a sentence that says that the event takes place, if no line has them."""
    event, words = making.event, making.words
    for paragraph in paragraphs:
        if "date" in event or "sittings" in event:
            return
        for sentence in sentences_of(paragraph.text, words):
            folded = fold(sentence, keep_length=True)
            ends = [at + len(one) for one in words.lists["takes-place"] if (at := folded.find(one)) >= 0]
            day = find_day(sentence, words)
            invites = any(one in folded for one in words.lists["invites"]) and find_time(sentence, words)
            if not ends and invites and day is not None:
                ends = [day.start]
            if not (ends or anywhere) or day is None:
                continue
            _sentence(making, sentence[max(ends, default=0) :].rstrip(" ."), paragraph.line)
            break


def place_of_sentence(making: Making, paragraphs: Sequence[Paragraph]) -> None:
    """The place that a sentence under a heading for it names after the day, in place of what a line above shows."""
    event, words = making.event, making.words
    if "venue" in event and not making.guessed(("venue",)):
        return
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text, words):
            found = find_day(sentence, words)
            rest = words.joint(sentence[days_of(found, sentence, words)[0].end :].strip(" .,")) if found else ""
            rest = ", ".join(words.joint(part) for part in rest.split(","))
            if not is_place(rest, words):
                rest = _between(sentence, found, words)
            if is_place(rest, words):
                event["venue"] = with_city(read_venue(rest, words), event.get("venue"), words)
                making.draft.quote(("venue",), sentence)
                making.settle(("venue",))
                making.draft.likely("this was taken from a sentence", ("venue",), paragraph.line)
                return


def is_place(text: str, words: Words) -> bool:
    return text[:1].isupper() and len(text) <= _LONGEST_LINE and find_time(text, words) is None


def _between(sentence: str, day: FoundDay | None, words: Words) -> str:
    """The words between the verb and the day: “will be held at the River Centre, Room G, from 4 to 6 June”."""
    folded = fold(sentence, keep_length=True)
    ends = [at + len(one) for one in words.lists["takes-place"] if (at := folded.find(one)) >= 0]
    if day is None or not ends or max(ends) >= day.start:
        return ""
    parts = [words.joint(words.joint(part)) for part in sentence[max(ends) : day.start].split(",")]
    return ", ".join(part for part in parts if part and not is_small(part, words))


def _sentence(making: Making, text: str, line: int) -> None:
    event, words = making.event, making.words
    pieces, days, time = parted(text, "when", event, words)
    if not take_date(making, days, text, line):
        return
    taken: list[DataPath] = [("sittings",) if len(days) > 1 else ("date",)]
    if time is not None:
        event["time"] = time.written
        taken.append(("time",))
    parts = [one for piece in pieces for part in piece.split(",") if (one := words.joint(words.joint(part)))]
    parts = [part for part in parts if not is_small(part, words)]
    if "venue" not in event and 0 < len(parts) <= 4 and all(len(p) < 80 and may_be_place(p, words) for p in parts):
        event["venue"] = read_venue(", ".join(parts), words)
        taken.append(("venue",))
    if "timezone" not in event and (zone := find_zone(text, words)):
        event["timezone"] = zone
    for path in taken:
        making.draft.quote(path, text.strip(" ,"))
        making.draft.likely("this was taken from a sentence", path, line)
