"""Notes composed at random: an event, written in a shape that is drawn for each dimension of a note.

Each seed is a note; the words of a language are in `<language>.yaml`. What the reader makes of it is compared as for
the notes of `tests/notes/`.
"""

from __future__ import annotations

from dataclasses import dataclass

from note_corpus import Note

from note_shapes.agenda import agenda
from note_shapes.head import Event, facts, front, hosts
from note_shapes.page import Block, Page
from note_shapes.speakers import speakers
from note_shapes.speech import speech
from note_shapes.tail import contact, languages, registration, sections
from note_shapes.truth import LANGUAGES, Draw, truth

FORMATS = ("docx", "docx", "docx", "txt", "md", "pdf")
FACTS = ("table", "label", "label", "bars", "bare", "sentence", "bullets", "place first")
HOSTS = ("label", "label", "bullets", "sentence", "cell", "joined")


@dataclass(frozen=True, slots=True)
class Shaped:
    """A note, and the shape of each of its dimensions."""

    note: Note
    shapes: dict[str, str]


def shaped(seed: int, language: str = "") -> Shaped:
    """The note of a seed."""
    draw = Draw(seed)
    format = draw.shape("format", FORMATS)
    drawn = truth(draw, language or draw.one(LANGUAGES))
    words = drawn.words
    said = speech(draw, words, drawn.days[0], several=len(drawn.days) > 1)
    facts_shape, hosts_shape = draw.shape("facts", FACTS), draw.shape("hosts", HOSTS)
    event: Event = {}
    titled = facts_shape in ("table", "label", "bullets") and draw.chance(0.25)
    page = front(draw, drawn, event, titled=titled, plain=format == "md")
    if titled:
        event["title"] = drawn.title
    told, sentences = facts(draw, drawn, said, event, shape=facts_shape)
    if titled:
        label, pair = draw.one(words["labels"]["title"]), [drawn.title]
        told = _with_title(told, label, pair, drawn.language)
    if draw.chance(0.1):
        page.insert(0, Block("front", draw.one(words["letterheads"])))
    parties, party_sections, sentence = hosts(draw, drawn, event, shape=hosts_shape)
    spoken, held = languages(draw, drawn, event)
    sentences += [one for one in (sentence, held) if one]
    told = [_joined_table([*told, *parties, *spoken])] if facts_shape == "table" else [*told, *parties, *spoken]
    shape = draw.shape("body", ("speakers", "speakers and agenda", "agenda"))
    people = speakers(draw, drawn, event) if shape != "agenda" else []
    rows = agenda(draw, drawn, said, event, known=shape != "agenda") if shape != "speakers" else []
    middle = sections(draw, drawn, event, sentences)
    end = [*registration(draw, drawn, said, event), *contact(draw, drawn, event)]
    blocks = [*page, *told, *middle, *people, *rows, *party_sections, *end]
    text = Page(draw, format).text(blocks)
    if "capitals" in draw.shapes["heading style"]:
        event["sections"] = [heading.upper() for heading in event["sections"]]
    note = Note(f"shape-{seed}", format, text, event)
    return Shaped(note, draw.shapes | {"language": drawn.language})


def _with_title(told: list[Block], label: str, pair: list[str], language: str) -> list[Block]:
    first = told[0]
    if first.kind == "table":
        return [Block("table", rows=[[label, *pair], *first.rows]), *told[1:]]
    kind = first.kind if first.kind == "bullet label" else "label"
    return [Block(kind, label + "\u00a0" * (language == "fr"), [pair]), *told]


def _joined_table(blocks: list[Block]) -> Block:
    """All facts in one table."""
    rows = []
    for block in blocks:
        rows += block.rows if block.kind == "table" else [[block.text.strip("\u00a0"), block.rows[0][0]]]
    return Block("table", rows=rows)
