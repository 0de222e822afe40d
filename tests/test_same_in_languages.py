"""An event has the same rows, times and people, in the same order, in any two languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.build.targets import composer_of
from conceptnote.doc.nodes import Row, Table, Text, Time, walk
from conceptnote.languages.known import shipped_tags
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project

EVENTS = sorted((Path(__file__).parent / "events").glob("*.yaml"))


@cache
def printed(file: Path, language: str) -> tuple[list[Any], ...]:
    """Of a programme in a language: the values in each row of its tables, its times, and its people."""
    source = load_event(find_project(file, [f"language={language}"]))
    doc = composer_of(source).compose("programme")
    assert doc.metadata.language == language
    tables = [node for node in walk(doc) if isinstance(node, Table)]
    rows = [set(origins(row)) for table in tables for row in table.body]
    times = [node.datetime for node in walk(doc) if isinstance(node, Time) and node.datetime]
    people = dict.fromkeys(path[1] for path in origins(doc) if path[0] == "people")
    return rows, times, list(people)


def origins(node: Any) -> Iterator[Any]:
    inside = (one for cell in node.cells for one in walk(cell.blocks)) if isinstance(node, Row) else walk(node)
    return (one.origin for one in inside if isinstance(one, Text) and one.origin)


@pytest.mark.hypothesis
@examples(60)
@given(
    file=st.sampled_from(EVENTS), pair=st.lists(st.sampled_from(shipped_tags()), min_size=2, max_size=2, unique=True)
)
def test_two_languages_have_the_same_rows_times_and_people(file: Path, pair: list[str]) -> None:
    one, other = (printed(file, language) for language in pair)
    assert one == other


def test_there_are_rows_times_and_people_to_compare() -> None:
    rows, times, people = map(len, printed(EVENTS[0].with_name("mali-in-arabic.yaml"), "zh"))
    assert min(rows, times, people) > 3
