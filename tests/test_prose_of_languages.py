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


def codes(folder: Path, language: str, text: str) -> list[str]:
    """The codes of what checks find in an event with this text, at its text."""
    event = {
        "title": "T", "language": language, "date": "2030-03-05", "time": "9:15–10:45", "timezone": "Europe/Zurich",
        "sections": [{"heading": "H", "text": text}],
    }  # fmt: skip
    (folder / "event.yaml").write_text(yaml.safe_dump(event, allow_unicode=True), encoding="utf-8")
    report = lint(folder / "event.yaml", date(2030, 3, 1))
    return [one.code.code for one in report.diagnostics if one.path[:3] == ("sections", 0, "text")]


@pytest.mark.parametrize("language", shipped_tags())
def test_prose_of_a_language_is_understood(language: str, tmp_path: Path) -> None:
    texts = yaml.safe_load((PROSE / f"{language}.yaml").read_text(encoding="utf-8"))
    assert set(texts) == {"prose", *FAULTS}
    assert codes(tmp_path, language, texts["prose"]) == []
    found = {name: codes(tmp_path, language, texts[name]) for name in FAULTS}
    assert found == {name: [code] for name, code in FAULTS.items()}
