"""Notes in the manner of real ones become their events: what is right, in doubt and wrong is counted."""

from __future__ import annotations

import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from examples import examples, some_quick
from hypothesis import given
from hypothesis import strategies as st
from note_corpus import Note, Score, corpus
from note_reading import TODAY, reading
from note_shapes import shaped
from test_init_from import lost, values, words_of

from conceptnote.build.note_file import read_note
from conceptnote.build.project_creation import ProjectCreation
from conceptnote.languages.known import shipped
from conceptnote.recognise.words import load_words
from conceptnote.source.load import load_event
from conceptnote.source.yaml_tree import read_yaml

QUICK = {note.name for note in corpus()[::6]}
"""The notes that `make test` reads; `make test-all` reads all."""


@pytest.fixture(scope="module", params=some_quick(["a sixth", "the others"], "a sixth"))
def scores(request: pytest.FixtureRequest) -> dict[str, Score]:
    wanted = request.param == "a sixth"
    return {note.name: reading(note) for note in corpus() if (note.name in QUICK) == wanted}


def total(scores: dict[str, Score]) -> dict[str, float]:
    """The shares of all facts."""
    facts = sum(score.total for score in scores.values())
    return {one.name: sum(len(getattr(score, one.name)) for score in scores.values()) / facts for one in fields(Score)}


def test_nine_facts_of_ten_are_right_and_one_of_a_hundred_is_wrong_without_a_doubt(scores: dict[str, Score]) -> None:
    assert len(scores) >= 30
    shares = total(scores)
    assert shares["right"] >= 0.9
    assert shares["wrong"] <= 0.01


@pytest.mark.parametrize("seeds", some_quick([range(1, 4), range(4, 60)], range(1, 4)))
def test_nine_facts_of_ten_are_right_in_notes_composed_at_random(seeds: range) -> None:
    composed = [shaped(seed) for seed in seeds]
    shares = total({one.note.name: reading(one.note) for one in composed})
    assert shares["right"] >= 0.9
    assert shares["wrong"] <= 0.01
    assert len({one.shapes["facts"] for one in composed}) > 1


def test_a_wrong_fact_counts_as_wrong(scores: dict[str, Score]) -> None:
    from note_corpus import expected, found, score

    (note,) = (one for one in corpus() if one.name == "en-markdown")
    wanted = expected(note.event)
    got = found({"title": "Another title"}, {})
    assert [one[0] for one in score(wanted, got, set()).wrong] == [("title",)]
    assert [one[0] for one in score(wanted, got, {("title",)}).doubtful] == [("title",)]


ODD_LINES = ["H1: \u00a0", "B: \u00a0", "C: —", "TBC", "| | |", "(", "Speakers:", "12:00"]
STYLED = re.compile(r"^(T|S|H1|H2|N|B|C|CB|BOX): ")


def mutated(note: Note, chance: random.Random) -> str:
    """The text of a note, with lines taken out, moved, repeated, restyled and broken."""
    lines = [line for line in note.text.split("\n") if line]
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        line = lines[at]
        match chance.randrange(8):
            case 0:
                del lines[at : at + chance.randint(1, 3)]
            case 1:
                lines.insert(chance.randrange(len(lines)), line)
            case 2:
                lines[at] = STYLED.sub(chance.choice(["", "B: ", "H1: ", "C: ", "- "]), line)
            case 3:
                lines[at] = line.replace(": ", " ", 1) if "|" not in line else line
            case 4:
                lines.insert(at, chance.choice(ODD_LINES))
            case 5:
                lines[at] = line.upper() if not line.startswith("|") else line
            case 6:
                lines[at] = line.replace(", ", "⏎").replace(" – ", " → ")
            case _:
                lines[at : at + 2] = [line + " " + " ".join(lines[at + 1 : at + 2])] if "|" not in line else [line]
        if not lines:
            return "T: Nothing"
    return "\n".join(lines)


COMPOSED = st.integers(0, 2**32).map(lambda seed: shaped(seed).note)


@given(st.sampled_from(corpus()) | COMPOSED, st.randoms(use_true_random=False))
@examples(40)
def test_whatever_is_changed_in_a_note_no_word_is_lost_or_invented_and_the_file_is_valid(
    note: Note, chance: random.Random
) -> None:
    text = mutated(note, chance)
    data = Note(note.name, note.format, text, {}).data()
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / f"note.{note.format}"
        source.write_bytes(data)
        if not words_of(text_of_lines(text)):
            return
        # The folder's name would hold the place of a missing title.
        ProjectCreation(Path(name) / "0", source, {}, TODAY).write()
        file = Path(name) / "0" / "data" / "event.yaml"
        written = file.read_text(encoding="utf-8")
        load_event(file)
        said = words_of("\n".join(p.text for p in read_note(source).paragraphs()))
    assert lost(text_of(said), written) == Counter()
    known = load_words(shipped())
    added = [*known.offices.values(), *(word for one in shipped() for word in one.notes.kept.values())]
    kept = words_of(" ".join(added))  # “Permanent Mission” of “Permanent Missions”
    data_read, _, _ = read_yaml(written, "event.yaml")
    invented = set(words_of("\n".join(_prose_of(data_read)))) - set(said) - set(kept)
    # In a script without spaces, a city parted from its building is a new word.
    assert {word for word in invented if not (word > "\u2e80" and any(word in one for one in said))} == set()


def text_of_lines(text: str) -> str:
    """The words of a note without the marks of its lines."""
    return "\n".join(re.sub(r"^[A-Z]+\d?: ", "", line) for line in text.split("\n"))


def text_of(words: Counter[str]) -> str:
    return " ".join(words.elements())


def _prose_of(data: Any) -> Iterator[str]:
    """The texts of an event that come from the note, and no ids, choices, times and zones."""
    for key in ("title", "subtitle", "theme", "type", "venue", "structure", "questions"):
        yield from values(data.get(key))
    for part in ("people", "parties"):
        for record in (data.get(part) or {}).values():
            yield from (
                text for key in ("name", "honorific", "functions", "description") for text in values(record.get(key))
            )
    for row in data.get("agenda") or ():
        yield from values([row["item"], row.get("text")])
    for section in data.get("sections") or ():
        yield from values([section["heading"], section.get("text")])
