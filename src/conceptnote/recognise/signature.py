"""Who signs a letter, below “Kind regards,”: the contact, if there is an address, and nobody of the event."""

from __future__ import annotations

import re

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.contacts import addresses_in, contact_of
from conceptnote.recognise.making import Making
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.words import Words, fold, starts_with

LONGEST = 8
"""The lines of a signature."""
_LONGEST_LINE = 120


def closes(block: Paragraph, words: Words) -> bool:
    """Whether a line ends a letter: “Kind regards,”, alone or with the name of who signs it."""
    length = starts_with(block.text, words.lists["closings"])
    rest = block.text[length:].lstrip(" ,").split()
    named = block.text[length:].lstrip().startswith(",") and len(rest) <= 4 and all(one[0].isupper() for one in rest)
    return bool(length) and block.kind == "text" and (not fold(" ".join(rest)) or named)


def signs(block: Paragraph, part: Passage, words: Words) -> bool:
    """Whether a line goes on with a signature."""
    label = words.labelled(block.text)
    other = words.label(block.text) or (label and label[0].kind != "contacts")
    short = block.kind == "text" and len(block.text) <= _LONGEST_LINE and block.place == "body"
    return part.kind == "signature" and len(part.body) < LONGEST and short and not other


def signature(making: Making, part: Passage) -> None:
    """The name and the address of who signs."""
    lines = [line for block in part.paragraphs for line in re.split(r"\s*\n\s*", block.text) if line.strip()]
    length = starts_with(lines[0], making.words.lists["closings"])
    lines = [lines[0][length:].strip(" ,."), *lines[1:]] if length else lines
    said = [line for line in lines if line.strip()]
    found = addresses_in(" ; ".join(said))
    if not said or not found or "contacts" in making.event or addresses_in(said[0]):
        making.keep(part.paragraphs, "this signs the letter")
        return
    making.event["contacts"] = [contact_of(said[0].strip(" ,"), found)]
    making.draft.quote(("contacts", 0), ", ".join(block.text for block in part.paragraphs))
    making.draft.likely("this signs the letter", ("contacts", 0), part.paragraphs[0].line)
