"""Words of funding with the names after them to funders; a mark cannot be read."""

from __future__ import annotations

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.making import Making
from conceptnote.recognise.normal import sentences_of
from conceptnote.recognise.organisations import bare_name, is_body, organisations
from conceptnote.recognise.parties import add_party
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.words import Words

LONGEST_FUNDING = 160


def funder(making: Making, part: Passage) -> None:
    """The words of funding with the name after them; a mark cannot be read."""
    text = " ".join(paragraph.text for paragraph in part.paragraphs)
    length = making.words.funding(text)
    name = next(sentences_of(text[length:].strip(" :,\u00a0"), making.words), "").rstrip(".") or _marked(making, part)
    if not name:
        making.keep(part.paragraphs, "no name follows these words")
        return
    taken = [add_funder(making, one, text[:length], text, part.paragraphs[0].line) for one in _funders(making, name)]
    if not any(taken):
        making.keep(part.paragraphs, "this is here twice")


def _funders(making: Making, text: str) -> list[str]:
    return [name for name, _, _ in organisations(text, "funder", making.words)]


def add_funder(making: Making, name: str, lockup: str, text: str, line: int) -> bool:
    """Add a funder without a mark; False if it is there already."""
    party = add_party(making.draft, making.words, bare_name(name, making.words), "funder")
    funders = making.event.setdefault("funders", [])
    if any(other["party"] == party for other in funders):
        return False
    path = ("funders", len(funders))
    funders.append({"party": party, "lockup": lockup, "text_only": "true"})
    making.draft.quote(path, text)
    hint = "check the name; put “logos:” in place of “text_only: true” once you have the official artwork"
    making.draft.find(line, f"the funder “{name}” is named without a mark", hint, path, "likely")
    return True


def _marked(making: Making, part: Passage) -> str:
    """The alternative text of a picture in the same header or footer."""
    place = part.paragraphs[0].place
    shown = [picture.alt for picture in making.pictures if picture.place == place != "body" and picture.alt]
    return shown[0] if len(shown) == 1 else ""


def is_funding(block: Paragraph, words: Words) -> bool:
    """Whether a line names a funder after words of funding, and says nothing else."""
    length = words.funding(block.text)
    if not length or len(block.text) >= LONGEST_FUNDING or words.labelled(block.text):
        return False
    named = organisations(block.text[length:].strip(" :."), "funder", words)
    return not block.text.endswith(".") or all(is_body(name, words) for name, _, _ in named)
