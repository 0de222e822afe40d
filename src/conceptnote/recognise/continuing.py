"""Whether a line goes on about the person above it; then it is taken over."""

from __future__ import annotations

import re

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.mentioned import MentionedPerson
from conceptnote.recognise.named import looks_like_name, looks_like_person
from conceptnote.recognise.people import read_person, titles_of
from conceptnote.recognise.positions import functions_of, is_listed, is_position_line, names_body, position_then_name
from conceptnote.recognise.speaking import is_loud
from conceptnote.recognise.words import Words, fold, starts_with
from conceptnote.recognise.zones import countries

LONGEST_FUNCTION = 160
_LONGEST_BODY = 10
_LONGEST_STATUS = 40
_STATUS = re.compile(r"[(（\[]([^()]*)[)）\]]\s*$")


def continues(block: Paragraph, wording: MentionedPerson, lines: list[str], words: Words, *, loud: bool) -> bool:
    """Take over a line below a person: a status, a position or an organisation; `loud` if the name is in bold."""
    text = block.text.strip()
    if (label := words.labelled(text)) and label[0].kind in ("person", "panel"):
        return False
    taken = _status(text, wording, words) or (loud and not is_loud(block) and _below_bold(text, wording, words))
    if taken or _function(block, text, wording, lines, words):
        lines.append(text)
        return True
    return False


def without_status(text: str, wording: MentionedPerson, words: Words) -> str:
    """A line without the status in brackets at its end, which is used."""
    bracket = _STATUS.search(text)
    if bracket and fold(bracket[1]) in words.statuses:
        wording.status = wording.status or words.statuses[fold(bracket[1])]
        return text[: bracket.start()].rstrip()
    return text


def _status(text: str, wording: MentionedPerson, words: Words) -> bool:
    mark = fold(text.strip("()[] "))
    known = mark in words.statuses and len(text) < _LONGEST_STATUS
    if known:
        wording.status = wording.status or words.statuses[mark]
    return known


def _below_bold(text: str, wording: MentionedPerson, words: Words) -> bool:
    """A plain line below a name in bold: the organisation of the position above it, or its country."""
    last = wording.functions[-1] if wording.functions else None
    ended = text.endswith((".", ":", "?")) or len(text.split()) > _LONGEST_BODY
    if last is None or ended or words.label(text) or is_position_line(text, words):
        return False
    if isinstance(last, str):
        wording.functions[-1] = {"position": last, "organisation": without_status(text, wording, words)}
        return True
    country = fold(text[starts_with(text, words.lists["articles"]) :].strip()) in countries(words.known)
    if country:
        last["organisation"] += f", {text}"
    return country


def _function(block: Paragraph, text: str, wording: MentionedPerson, lines: list[str], words: Words) -> bool:
    """A position, or the organisation of the one above it."""
    if wording.office or wording.group or len(text) > LONGEST_FUNCTION or text.endswith((".", ":", "?")):
        return False
    if _is_representative(text, wording, lines, words):
        return False
    if (looks_like_person(text, words) and read_person(text, words).honorific) or (
        looks_like_name(text, words) and not _below_position(block, wording, lines, words)
    ):
        return False
    bracket = _STATUS.search(text)
    if position_then_name(text, words) or (
        bracket and fold(bracket[1]) in words.statuses and wording.functions and len(lines) == 1
    ):
        return False  # “Representative of the Water Fund (tbc)”, below somebody of whom all is said
    tokens = text.split()
    titles = titles_of(tokens, words)
    if titles and not tokens[titles][0].islower() and not is_position_line(text, words):
        return False  # somebody else, even if the name cannot be read
    last = wording.functions[-1] if wording.functions else None
    body = names_body(text, words) or _below_position(block, wording, lines, words)
    position = is_position_line(text, words)
    if not block.apart and body and not position and isinstance(last, str) and len(lines) < 4:
        wording.functions[-1] = {"position": last, "organisation": without_status(text, wording, words)}
        return True
    if (not block.apart or position) and len(wording.functions) < 6:
        wording.functions += functions_of(without_status(text, wording, words), wording, words)
        return True
    if last is None and body and len(lines) == 1 and wording.honorific:
        wording.functions += functions_of(without_status(text, wording, words), wording, words)
        return True
    if last is None or not body:
        return False
    if isinstance(last, str) and len(lines) < 4:
        wording.functions[-1] = {"position": last, "organisation": without_status(text, wording, words)}
        return True
    if len(lines) == 2 and is_listed(last, lines[-1]):
        # “Ambassador for Women, Peace and Security” above “Kingdom of Brabonia”: the comma parted no organisation.
        wording.functions[-1] = {"position": lines[-1], "organisation": without_status(text, wording, words)}
        return True
    return False


def _is_representative(text: str, wording: MentionedPerson, lines: list[str], words: Words) -> bool:
    """Whether a line is an office that speaks besides somebody of whom all is said: “Representative of the Union”."""
    said = len(lines) == 1 and bool(wording.functions)
    return said and bool(starts_with(text, words.lists["representatives"])) and len(text.split()) > 1


def _below_position(block: Paragraph, wording: MentionedPerson, lines: list[str], words: Words) -> bool:
    """Whether a line in the same paragraph is the organisation below a position: “Watch Without Walls”."""
    told = not block.apart and len(lines) == 2 and is_position_line(lines[1], words)
    text = without_status(block.text, MentionedPerson(), words)
    person = read_person(text, words)
    return told and not (person.honorific or person.functions) and not re.search(r"[,;:(]", text)
