"""Whole event files with several mistakes each, and the report on each beside it: tests/checks/*.yaml, *.txt.

A first line `# today: 2030-03-01`, or any other comment like it, sets the day of the report; `# rendered: letter`
has the pages looked at, on that paper.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from conceptnote.build.lint import lint
from conceptnote.build.pool import Pool
from conceptnote.check.event.rule import all_rules

FOLDER = Path(__file__).parent / "checks"
FILES = sorted(FOLDER.glob("*.yaml"))


def report_on(file: Path, pool: Pool) -> str:
    """The report as the command prints it in the file's folder."""
    asked = dict(re.findall(r"^# (today|rendered): (\S+)$", file.read_text(encoding="utf-8"), re.M))
    today, paper = date.fromisoformat(asked.get("today", "2030-01-15")), asked.get("rendered")
    report = lint(Path(file.name), today, pool=pool if paper else None, paper=paper or "a4")
    lines = [*map(str, report.diagnostics), report.summary(Path(file.name))]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_report_is_the_expected_one(
    file: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config, pool: Pool
) -> None:
    monkeypatch.chdir(FOLDER)
    expected = file.with_suffix(".txt")
    report = report_on(file, pool)
    if pytestconfig.getoption("accept"):
        expected.write_text(report, encoding="utf-8", newline="\n")
    assert report == expected.read_text(encoding="utf-8"), "if it is right now, run pytest --accept, and read the diff"


def test_corpus_is_complete_and_shows_nearly_every_check() -> None:
    assert len(FILES) >= 20
    assert {file.stem for file in FILES} == {file.stem for file in FOLDER.glob("*.txt")}
    reports = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.txt"))
    unseen = {rule.code for rule in all_rules()} - set(re.findall(r"(?:error|warning) (CN1\d\d):", reports))
    assert unseen <= {"CN174", "CN175", "CN182", "CN185", "CN186", "CN191", "CN192"}  # the last two: of several events
    assert "quiet-and-right.yaml: nothing found" in reports


def test_planted_mistake_changes_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    monkeypatch.chdir(tmp_path)
    text = (FOLDER / "quiet-and-right.yaml").read_text(encoding="utf-8")
    assert text.count("Ambassador Touré will") == 1
    file = tmp_path / "quiet-and-right.yaml"
    file.write_text(text.replace("Ambassador Touré will", "Ambassador Toure will"), encoding="utf-8")
    assert "CN134" in report_on(file, pool)
