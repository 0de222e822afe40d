"""Paragraphs of a text of ours, ready to be written as CommonMark."""

from __future__ import annotations

from msgspec.structs import replace

from conceptnote.read.manuscript import Paragraph, Run
from conceptnote.recognise.ours.pieces import joined, plain
from conceptnote.yamldata import Prose

_BREAK = "\ue000"
"""The end of a line within a paragraph, while a text is written."""
USUAL_LEVEL = 2
"""The level in Word of the highest heading in most texts."""


def prepared(paragraph: Paragraph, base: int) -> Paragraph:
    """A paragraph of a prose, with plain spaces and the level of its heading in the text."""
    # Fonts and languages part runs; two of one look would be strong text between marks of emphasis.
    runs = tuple(joined(map(_bare, paragraph.runs)))
    level = paragraph.level - base + 2 if paragraph.kind == "heading" else paragraph.level
    return replace(paragraph, runs=runs, level=level)


def _bare(run: Run) -> Run:
    """A run with plain spaces, and with the look that its style has."""
    style = run.style.casefold()
    strong, emphasis = run.strong or style.startswith("strong"), run.emphasis or style == "emphasis"
    return Run(plain(run.text), strong, emphasis, run.link, run.note, "code" if style == "code" else "")


def with_breaks(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs with their lines joined again."""
    made: list[Paragraph] = []
    for one in paragraphs:
        if made and not one.apart:
            made[-1] = replace(made[-1], runs=(*made[-1].runs, Run(_BREAK), *one.runs))
        else:
            made.append(one)
    return made


def written(text: str) -> str:
    """A text with the ends of its lines; one of several lines as a block."""
    made = str(text).replace(_BREAK, "\\\n")
    return Prose(made) if "\n" in made else made
