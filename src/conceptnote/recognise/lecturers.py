"""Lines around the title of a lecture that say who speaks."""

from __future__ import annotations

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.making import Making
from conceptnote.recognise.named import looks_like_person
from conceptnote.recognise.panel import PanelReader
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.people import read_person
from conceptnote.recognise.words import fold, starts_with


def lecturer(making: Making, block: Paragraph) -> bool:
    """Who speaks, above the title of a lecture: “Prof. Lena Wiesner (University of Elbing)”."""
    wording = read_person(block.text, making.words)
    if not wording.honorific or not looks_like_person(block.text, making.words):
        return False
    PanelReader(making, Passage("panel")).add(wording, block.text, block.line)
    making.draft.likely("this is above the title", ("panel",), block.line)
    return True


def speaker(making: Making, block: Paragraph) -> bool:
    """“Lecture by Prof. Lena Wiesner (University of Elbing)”."""
    tokens = block.text.split()
    for at, token in enumerate(tokens[:4]):
        rest = " ".join(tokens[at + 1 :])
        if fold(token) in making.words.lists["by"] and looks_like_person(rest, making.words):
            text = read_person(rest, making.words)
            if text.honorific:
                PanelReader(making, Passage("panel")).add(text, block.text, block.line)
                return True
    return False


def names_speakers(making: Making, text: str) -> bool:
    """Whether a line says who speaks: “with the author Ana Ferrán”."""
    words = making.words
    told = text.split()[1:4]
    return bool(starts_with(text, words.lists["by"])) and any(
        words.has("positions", token) or words.has("honorifics", token) for token in told
    )
