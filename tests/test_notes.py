"""Footnotes stand at the foot of the page that has their call."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from examples import some_quick

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

WORDS = "people region security civil society panel debate young women leaders policy state".split()


def prose_with_notes(seed: int, paragraphs: int, words: tuple[int, int], mark: str = "") -> tuple[str, int]:
    """Paragraphs of random lengths, with up to three notes each, numbered as they will be printed.

    With a mark they are the items of a list.
    """
    chance = random.Random(seed)
    blocks, notes = [], []
    for _ in range(paragraphs):
        said = [chance.choice(WORDS) for _ in range(chance.randint(*words))]
        calls = sorted(chance.sample(range(1, len(said)), chance.randint(0, 3)))
        for shift, place in enumerate(calls):
            number = len(notes) + 1
            said.insert(place + shift, f"call{number}call[^n{number}]")
            text = " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, 60)))
            notes.append(f"[^n{number}]: note{number}note {text}")
        blocks.append(mark + " ".join(said))
    return "\n\n".join([*blocks, *notes]), len(notes)


@pytest.mark.parametrize("seed", some_quick(range(12), 9))
def test_each_note_is_on_the_page_of_its_call(project: Path, pool: Pool, seed: int) -> None:
    assert_notes_stay(project, pool, *prose_with_notes(seed, 10, words=(20, 140)))


@pytest.mark.parametrize("seed", some_quick([13, 14, 28, 29], 14))
def test_a_note_called_in_a_list_is_on_the_page_of_its_call(project: Path, pool: Pool, seed: int) -> None:
    assert_notes_stay(project, pool, *prose_with_notes(seed, 20, words=(10, 60), mark="- "))


def assert_notes_stay(project: Path, pool: Pool, text: str, count: int) -> None:
    assert count > 3
    event = yaml.load((project / "data" / "event.yaml").read_text(), yaml.BaseLoader)
    event["sections"] = [{"heading": "Notes", "text": text}]
    (project / "data" / "event.yaml").write_text(yaml.safe_dump(event, default_style='"', allow_unicode=True))
    build(Request(project / "data" / "event.yaml", formats=["pdf"], documents=["concept-note"]), pool=pool)
    printed = subprocess.check_output(["pdftotext", project / "out" / "concept-note.pdf", "-"], text=True).split("\f")
    assert len(printed) > 3
    for number in range(1, count + 1):
        calls = [page for page, words in enumerate(printed) if re.search(rf"\bcall{number}call", words)]
        notes = [page for page, words in enumerate(printed) if re.search(rf"\bnote{number}note", words)]
        assert calls == notes, number
        assert len(calls) == 1
