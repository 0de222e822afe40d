"""Notes in the manner of real ones become their events: what is right, in doubt and wrong is counted."""

from __future__ import annotations

from dataclasses import fields

import pytest
from note_corpus import Score, corpus
from note_reading import reading


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {note.name: reading(note) for note in corpus()}


def total(scores: dict[str, Score]) -> dict[str, float]:
    """The shares of all facts."""
    facts = sum(score.total for score in scores.values())
    return {one.name: sum(len(getattr(score, one.name)) for score in scores.values()) / facts for one in fields(Score)}


def test_nine_facts_of_ten_are_right_and_one_of_a_hundred_is_wrong_without_a_doubt(scores: dict[str, Score]) -> None:
    assert len(scores) >= 40
    seen = total({name: score for name, score in scores.items() if not name.startswith("unseen/")})
    assert seen["right"] >= 0.9
    assert seen["wrong"] <= 0.01


def test_notes_that_the_reader_was_not_fitted_to_are_read_nearly_as_well(scores: dict[str, Score]) -> None:
    unseen = total({name: score for name, score in scores.items() if name.startswith("unseen/")})
    assert unseen["right"] >= 0.85


def test_a_wrong_fact_counts_as_wrong(scores: dict[str, Score]) -> None:
    from note_corpus import expected, found, score

    (note,) = (one for one in corpus() if one.name == "en-markdown")
    wanted = expected(note.event)
    got = found({"title": "Another title"}, {})
    assert [one[0] for one in score(wanted, got, set()).wrong] == [("title",)]
    assert [one[0] for one in score(wanted, got, {("title",)}).doubtful] == [("title",)]
