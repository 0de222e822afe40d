"""Checks of any event end without an error of their own, and point at the very place that is wrong."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import strategies
import yaml
from examples import examples
from hypothesis import assume, given
from hypothesis import strategies as st

from conceptnote.build.lint import Report, lint
from conceptnote.source.source_map import SourceMap
from conceptnote.source.yaml_tree import read_yaml

ROOT = Path(__file__).parents[1]
EXAMPLE = (ROOT / "data" / "event.yaml").read_text(encoding="utf-8")
TODAY = date(2014, 6, 1)
BASE = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
MARK = "13p.m."
"""A time that is none: what CN104 finds, in a word."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("places")


def place_of(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def places(report: Report, code: str) -> list[tuple[int, int]]:
    return [(one.location.line, one.location.column) for one in report.diagnostics
            if one.code.code == code and one.location]  # fmt: skip


def report_on(folder: Path, text: str) -> Report:
    file = folder / "event.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    return lint(file, TODAY)


# Any event


@examples(12, fuzz=600)
@given(event=strategies.events(), today=st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_checks_of_any_event_come_to_an_end_and_say_where(event: strategies.Data, today: date, folder: Path) -> None:
    file = strategies.write_project(folder, event)
    lines = file.read_text(encoding="utf-8").split("\n")
    report = lint(file, today)
    assert report.complete, report.diagnostics
    for one in report.diagnostics:
        assert one.location is not None
        assert one.location.file == str(file)
        assert 1 <= one.location.line <= len(lines)
        assert 1 <= one.location.column <= len(lines[one.location.line - 1]) + 1
        assert one.message.strip()
        assert one.hint


# Any way of writing a text


@examples(80)
@given(data=st.data())
def test_place_in_a_text_is_exact_however_the_text_is_written(data: st.DataObject, folder: Path) -> None:
    said = data.draw(strategies.prose(headings=False)).split(" ")
    at = data.draw(st.integers(0, len(said)))
    text = " ".join([*said[:at], MARK, *said[at:]])
    style = data.draw(st.sampled_from(["|", ">", '"', "'", None]))
    unicode, width = data.draw(st.booleans()), data.draw(st.integers(15, 100))
    written = yaml.safe_dump({"structure": text}, default_style=style, allow_unicode=unicode, width=width)
    assume(written.count(MARK) == 1)
    file = BASE + written
    report = report_on(folder, file)
    # In code, words are not read.
    if found := places(report, "CN104"):
        assert found == [place_of(file, file.index(MARK))]
    else:
        assert "`" in text


@pytest.mark.parametrize(
    "written",
    [
        f"structure: |2-  # a comment\n\n    Not before\n    it, {MARK} and more\n",
        f"structure: >+\n   Not before\n   it,\n\n   {MARK} and more\n\n\n",
        f"structure: 'It''s not ''before'' it,\n\n   {MARK} and more'\n",
        f'structure: "Not \\"before\\" \\u00e9\\\n   \\n it\\t\\\\,  {MARK} and more"\n',
        f"structure: Not  before\n   it, {MARK} and more\n",
        f'{{"structure": "{MARK}"}}\n',
        f"registration: Not  {MARK}\n",
        f"registration:\n  text: Not  {MARK}\n",
        f"questions:\n- |\n  Why not {MARK}?\n",
        f"agenda:\n- item: I\n  who: {{office: 'The   head {MARK}'}}\n",
        f"structure: |\r\n  Not before\r\n  it, {MARK}\r\n",
    ],
)
def test_place_in_a_text_is_exact_in_each_form(written: str, folder: Path) -> None:
    file = BASE + written
    if written.startswith("{"):
        file = written.replace("{", '{"title": "T", "date": "2030-03-05", "time": "9:15", "timezone": "UTC", ')
    report = report_on(folder, file)
    assert report.complete, report.diagnostics
    assert places(report, "CN104") == [place_of(file, file.index(MARK))]


# The example, with one scalar changed


def _marks() -> SourceMap:
    _, marks, _ = read_yaml(EXAMPLE, "event.yaml")
    return marks


PROSE = [path for path in _marks().scalars if path[-1] in ("text", "description", "structure", "statement", "title")]
WRONG = {
    r"date\.day": ("2014-06-31", "CN012"),
    r"time": ("25:15", "CN012"),
    r"timezone": ("Mars/Base", "CN012"),
    r"date\.year|people\.\w+\.status|sections\.\d+\.footnotes\.\w+\.status": ("maybe", "CN012"),
    r"panel\.\d+|agenda\.\d+\.who(\.\d+)?(\.person)?|panel\.\d+\.person": ("nobody-known", "CN013"),
    r"funders\.\d+\.party": ("nobody-known", "CN013"),
    r"funders\.\d+\.logos\.min_height": ("999 mm", "CN012"),
    r"funders\.\d+\.logos\.file": ("nowhere.svg", "CN020"),
    r"sections\.\d+\.show(\.\d+)?": ("nothing-at-all", "CN012"),
    r"parties\.(wanep|hsc|gppac|ada)\.roles": ("organizer", "CN144"),
    r"panel\.\d+\.role|agenda\.\d+\.who\.\d+\.role": ("moderater", "CN144"),
}
SCALARS = [
    (path, wrong, code)
    for path in _marks().scalars
    for pattern, (wrong, code) in WRONG.items()
    if re.fullmatch(pattern, ".".join(map(str, path)))
]


@pytest.mark.parametrize(("path", "wrong", "code"), SCALARS, ids=lambda value: str(value))
def test_wrong_value_in_the_example_is_told_at_its_place(
    path: tuple[str | int, ...], wrong: str, code: str, project: Path
) -> None:
    scalar = _marks().scalars[path]
    file = project / "data" / "event.yaml"
    changed = EXAMPLE[: scalar.start] + wrong + EXAMPLE[scalar.end :]
    file.write_text(changed, encoding="utf-8")
    report = lint(file, TODAY)
    told = places(report, code)
    assert place_of(EXAMPLE, scalar.start) in told, report.diagnostics


def test_the_values_to_be_changed_are_there() -> None:
    assert len(SCALARS) > 30
    assert len(PROSE) > 8


@examples(50)
@given(data=st.data())
def test_word_planted_in_the_example_is_told_at_its_place(data: st.DataObject, folder: Path) -> None:
    scalar = _marks().scalars[data.draw(st.sampled_from(PROSE))]
    ends = [match.end() for match in re.finditer(r"\w(?= )", EXAMPLE) if scalar.start < match.end() < scalar.end]
    assume(ends)
    at = data.draw(st.sampled_from(ends))
    assume("[^" not in EXAMPLE[at - 20 : at])
    changed = f"{EXAMPLE[:at]} {MARK}{EXAMPLE[at:]}"
    assert places(report_on(folder, changed), "CN104") == [place_of(changed, at + 1)]
