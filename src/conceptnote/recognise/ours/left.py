"""What of a paper is in no field: it is kept as text at the end of the event, and listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from conceptnote.datapath import texts_in
from conceptnote.read.manuscript import Paragraph, Run
from conceptnote.recognise.draft import Draft
from conceptnote.recognise.making import words_in
from conceptnote.recognise.ours.event import CONVERTED
from conceptnote.recognise.ours.paper import Reading
from conceptnote.recognise.prose import ProseWriter

_CUT = 70


def lost_texts(reading: Reading, draft: Draft, loose: Sequence[str]) -> list[str]:
    """Printed texts with a word that is nowhere: of one value several texts may be printed."""
    there = words_in(texts_in([draft.event, [found.message for found in draft.findings], loose]))
    printed = reading.tree.printed.items()
    texts = [text for path, several in printed if CONVERTED.isdisjoint(path[-2:]) for text in several]
    texts += [paragraph.text for paragraphs in reading.texts.values() for paragraph in paragraphs]
    bare = reading.said.without_article
    return [text for text in texts if words_in([bare(text)]).keys() - there.keys()]


def keep(
    draft: Draft,
    reading: Reading,
    paragraphs: Sequence[Paragraph],
    texts: Iterable[str],
    notes: Iterable[Iterable[Paragraph]],
) -> None:
    """Put paragraphs, texts and notes into a section at the end."""
    left = [*paragraphs, *(Paragraph((Run(text),), 0) for text in texts)]
    left += [paragraph for note in notes for paragraph in note]
    if not left:
        return
    heading = reading.words.known[reading.language].notes.kept["kept"]
    for paragraph in left:
        message = f"this has no field, and is kept under “{heading}”: “{_short(paragraph.text)}”"
        draft.find(paragraph.line, message, "move it where it belongs", weight="unplaced")
    text = ProseWriter({}).prose(replace(one, kind="text") for one in left)
    draft.event.setdefault("sections", []).append({"heading": heading, "text": text})


def _short(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 3].rsplit(" ", 1)[0] + " …"
