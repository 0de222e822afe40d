"""The head of a note to its title and subtitle, the type of event, and the lines of day and place below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from conceptnote.read.manuscript import Block, Kind, Paragraph, Table
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.days import begins_with_day
from conceptnote.recognise.facts import mode_or_access, without_modes
from conceptnote.recognise.gathering import gathering
from conceptnote.recognise.invited import title_of_invitation
from conceptnote.recognise.kinds import kicker, kind_of_event, kind_of_parent, parent
from conceptnote.recognise.lecturers import lecturer, names_speakers, speaker
from conceptnote.recognise.making import Making
from conceptnote.recognise.named import looks_like_person
from conceptnote.recognise.occasion import is_prose, when_line
from conceptnote.recognise.organisations import is_body, organisations
from conceptnote.recognise.panel import PanelReader
from conceptnote.recognise.parties import add_party
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.people import read_person
from conceptnote.recognise.place import looks_like_place, place_kind, read_venue
from conceptnote.recognise.sentences import kind_of_invitation
from conceptnote.recognise.titling import QUOTED, names_paper, shouted, title_at, with_types_joined
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import any_of, fold, starts_with

_LONGEST_TITLE = 250
_LONGEST_LINE = 160
_FEW = 8
_SHORTEST_TITLE = 4
_SHORT = 60
_PREFIX = re.compile(r"\s*[:：]\s*|\s+[–—-]\s+")


def front(making: Making, part: Passage) -> None:
    """The blocks before the first heading or label: the title, a subtitle, the day, the place."""
    rest: list[Block] = []
    blocks = [block for block in part.body if isinstance(block, Table) or block.text.strip()]
    blocks = with_types_joined(blocks, making.words)
    titles = [one for one in blocks if isinstance(one, Paragraph) and one.kind == "title"]
    types = making.words.lists["types"]
    if titles and all(names_paper(one.text, making.words) or fold(one.text).strip(" :") in types for one in titles):
        blocks = [_one_lower(one) for one in blocks]  # “Concept note”, and the title below it
    announced = part.kind == "paper" and part.heading is not None
    first, evident = title_at(blocks, making.words, announced=announced) if "title" not in making.event else (0, False)
    tells = [at for at, one in enumerate(blocks) if isinstance(one, Paragraph) and _tells_day(making, one)]
    result = tells[0] if tells else len(blocks)
    presents = [at for at, one in enumerate(blocks[:first]) if _presents(making, one, blocks[at - 1] if at else None)]
    blocks = [one for at, one in enumerate(blocks) if not any(at in (verb, verb - 1) for verb in presents)]
    first -= 2 * len(presents)
    kinds = any(isinstance(one, Paragraph) and starts_with(one.text, types) for one in blocks[:first])
    for at, block in enumerate(blocks):
        if isinstance(block, Table) or at > result:
            rest.append(block)  # what stands below is the day of the letter
        elif tells and at < tells[0] and _is_day_of_letter(block, making):
            rest.append(block)  # so is a day above the sentence that says when
        elif (
            (at != first and gathering(making, block, beside_kind=kinds))
            or ((not is_prose(block.text) or begins_with_day(block.text, making.words)) and _front_line(making, block))
            or (at < first and (kicker(making, block) or lecturer(making, block)))
        ):
            continue
        elif (at < first and block.kind != "subtitle") or not _title(making, block, evident=evident and at == first):
            rest.append(block)
    kind = str(making.event.get("type", ""))
    if "title" not in making.event and part.kind != "loose" and len(kind.split()) > _SHORTEST_TITLE:
        making.event["title"] = making.event.pop("type")  # “Webinar on data protection”, and no other title
        making.draft.likely("this line names the kind of event too", ("title",))
    _quoted_title(making, rest)
    for block in rest if part.kind == "front" else ():
        if isinstance(block, Paragraph) and is_prose(block.text):
            title_of_invitation(making, block)
    prose = [one for one in rest if isinstance(one, Table) or is_prose(one.text) or one.kind != "text"]
    if prose:
        making.section(making.heading("introduction"), prose)
    making.keep(
        (one for one in rest if one not in prose and isinstance(one, Paragraph)), "there is no field for this line"
    )


def _one_lower(block: Block) -> Block:
    """A title as text, and a subtitle as title."""
    kinds: dict[str, Kind] = {"title": "text", "subtitle": "title"}
    return replace(block, kind=kinds.get(block.kind, block.kind)) if isinstance(block, Paragraph) else block


def _presents(making: Making, verb: Block, above: Block | None) -> bool:
    """Take the organisations above a line that begins with a verb: “The River Forum” / “invites you to a lecture”."""
    if not isinstance(verb, Paragraph) or not isinstance(above, Paragraph):
        return False
    words = making.words
    length = starts_with(verb.text, words.lists["invites"])
    names = [name for name, _, _ in organisations(above.text, "organiser", words)]
    if not length or (verb.text[length:].strip(" :") and not all(is_body(name, words) for name in names)):
        return False
    kind_of_invitation(making, verb.text, verb.line)
    for name, role, _ in organisations(above.text, "organiser", making.words):
        identifier = add_party(making.draft, making.words, name, role)
        making.draft.quote(("parties", identifier), f"{above.text} {verb.text}")
        making.draft.likely("it is above the title", ("parties", identifier), above.line)
    return True


def _tells_day(making: Making, block: Paragraph) -> bool:
    """Whether a paragraph says in a sentence when the event takes place."""
    words = making.words
    telling = words.lists["takes-place"] | words.lists["invites"]
    found = [one for one in telling if one in fold(block.text, keep_length=True)]
    return bool(found) and is_prose(block.text) and find_day(block.text, words) is not None


def _is_day_of_letter(block: Paragraph, making: Making) -> bool:
    """Whether a short line is like “Paris, le 14 janvier 2030”."""
    words = making.words
    return len(block.text) < _SHORT and find_day(block.text, words) is not None and find_time(block.text, words) is None


def _quoted_title(making: Making, rest: Sequence[Block]) -> None:
    """The title out of the sentence of an invitation: “… invite you to a briefing on “Small Islands”.”"""
    for block in rest:
        if "title" in making.event or "title" in making.given:
            return
        if isinstance(block, Paragraph) and is_prose(block.text) and (found := QUOTED.search(block.text)):
            making.event["title"] = found[1]
            making.draft.quote(("title",), found[1])
            making.draft.likely("this is in quotation marks in a sentence", ("title",), block.line)


def _front_line(making: Making, block: Paragraph) -> bool:
    """A line of the front that is not part of the title."""
    text, event, words = block.text, making.event, making.words
    if names_paper(text, words):
        making.draft.quote(("title",), text)
        return True
    if block.kind == "subtitle" and not find_day(text, words):
        return kind_of_parent(making, block)
    if block.kind == "title":
        return False
    if kind_of_parent(making, block) or kind_of_event(making, block) or parent(making, block) or speaker(making, block):
        return True
    if mode_or_access(making, text):
        return True
    if len(text) <= _LONGEST_TITLE and (find_day(text, words) or find_time(text, words)):
        return when_line(making, block)
    result = any(key in event for key in ("title", "date", "time", "sittings"))
    city = event.get("venue", "")  # “Trento, 24 maggio 2030” above “Sala Belli, Palazzo della Provincia”
    alone = isinstance(city, str) and ("," not in city or place_kind(city.partition(",")[0], words) == "city")
    if result and alone and looks_like_place(text, words):
        place = words.joint(without_modes(making, text) or text)
        event["venue"] = read_venue(f"{place}, {city}" if city else place, words)
        making.draft.quote(("venue",), text)
        making.place_guessed("this line looks like a place, but has no label", block.line)
        return True
    return False


def _without_prefix(making: Making, text: str) -> str:
    """A title without the name of the paper before it, “Concept note: …”, and without quotation marks around it."""
    for mark in _PREFIX.finditer(text, 1):
        if text[mark.end() :] and fold(text[: mark.start()]) in making.words.lists["papers"]:
            making.draft.quote(("title",), text)
            text = text[mark.end() :]
            break
    length = starts_with(text, making.words.lists["types"])
    parted = length and text[length:].lstrip()[:1] in (":", "–", "—", "-")
    named = QUOTED.fullmatch(text[length:].strip(" :–—-.")) if parted else None
    if named and "type" not in making.event:
        making.event["type"] = text[:length]
        return named[1]
    quoted = QUOTED.fullmatch(text)
    papers = rf"(?<!\w){any_of(making.words.lists['papers'])}(?!\w)"
    named = QUOTED.search(text) if re.search(papers, fold(text, keep_length=True)) else None
    if named and text.endswith(named[0]):
        making.draft.quote(("title",), text)
        return named[1]  # “Objet : invitation à la table ronde « À qui profite le sable ? »”
    return quoted[1] if quoted else text


def _title(making: Making, block: Paragraph, *, evident: bool) -> bool:
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
        if block.kind == "text" and not evident:
            making.draft.likely("this is the first line that may be a title", ("title",), block.line)
        return True
    last = making.titles[-1] if making.titles else None
    if last is not None and "subtitle" not in event and shouted(text) and shouted(last.text):
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
    goes_on = text[:1].islower() and find_day(text, making.words) is None and not names_speakers(making, text)
    if last is not None and (last.text.rstrip().endswith((":", ",", "–", "—", "-")) or goes_on):
        key = "subtitle" if "subtitle" in event else "title"
        event[key] = f"{event[key]} {text}"
        making.titles.append(block)
        return True
    return _subtitle(making, block, last)


def _subtitle(making: Making, block: Paragraph, last: Paragraph | None) -> bool:
    text = block.text
    short = len(text) <= _LONGEST_LINE and not text.rstrip().endswith((":", ".", ","))
    short = short and not names_speakers(making, text)
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
