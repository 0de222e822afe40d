"""Checks understand the prose of every language: they find what is wrong in it, and nothing in what is right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from conceptnote.build.lint import lint
from conceptnote.languages.known import shipped_tags

PROSE = Path(__file__).parent / "prose"
FAULTS = {"weekday": "CN101", "day": "CN102", "hours": "CN106", "length": "CN105", "unsettled": "CN163"}


def found(folder: Path, language: str, texts: list[str]) -> dict[str, list[str]]:
    """The codes of what checks find in each of these texts, in an event with a section for each."""
    event = {
        "title": "T", "language": language, "date": "2030-03-05", "time": "9:15–10:45", "timezone": "Europe/Zurich",
        "sections": [{"heading": f"{number}", "text": text} for number, text in enumerate(texts)],
    }  # fmt: skip
    (folder / "event.yaml").write_text(yaml.safe_dump(event, allow_unicode=True), encoding="utf-8")
    told = [one for one in lint(folder / "event.yaml", date(2030, 3, 1)).diagnostics if one.path[2:3] == ("text",)]
    return {
        text: [one.code.code for one in told if one.path[:2] == ("sections", number)]
        for number, text in enumerate(texts)
    }


@pytest.mark.parametrize("language", shipped_tags())
def test_prose_of_a_language_is_understood(language: str, tmp_path: Path) -> None:
    texts = yaml.safe_load((PROSE / f"{language}.yaml").read_text(encoding="utf-8"))
    assert set(texts) == {"prose", *FAULTS}
    assert min(map(len, texts.values())) > 2
    expected = {text: [FAULTS[name]] if name in FAULTS else [] for name, group in texts.items() for text in group}
    assert found(tmp_path, language, list(expected)) == expected
