"""Whatever stands anywhere in an event file is read or refused at its place; no value is too odd to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conceptnote.datapath import DataPath
from conceptnote.languages.known import shipped
from conceptnote.schema.event import Event
from conceptnote.source.include import Includes
from conceptnote.source.languages import in_language, languages_of
from conceptnote.source.overrides import Override, apply_overrides
from conceptnote.source.profiles import fill_from_profiles
from conceptnote.source.project import Project, find_project
from conceptnote.source.source_map import SourceMap
from conceptnote.source.validation import validate

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "data" / "event.yaml"]
FILES += [ROOT / "tests" / "events" / f"{name}.yaml" for name in ("protocol", "hybrid-two-zones", "two-languages")]
ODD: list[Any] = [
    None, "", " ", "x", "10", "{}", [], {}, [[]], [None], {"": None}, {"a": {"b": ["c"]}}, [{"a": None}],
    ["structure", ["a"]], {"structure": "panel"}, {"en": [["a"]]}, {"en": None}, {"fr": {"en": "x"}},
]  # fmt: skip


def _paths(value: Any, path: DataPath = ()) -> Iterator[DataPath]:
    """The paths in plain data, the deepest first."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        yield from _paths(below, (*path, step))
    yield path


def _replaced(value: Any, depth: int, odd: Any) -> Any:
    """The data with something odd in the place of all that stands so deep."""
    if not depth:
        return odd
    if isinstance(value, dict):
        return {key: _replaced(below, depth - 1, odd) for key, below in value.items()}
    return [_replaced(below, depth - 1, odd) for below in value] if isinstance(value, list) else value


def _with(value: Any, path: DataPath, odd: Any) -> Any:
    if not path:
        return odd
    if isinstance(value, dict):
        return {**value, path[0]: _with(value[path[0]], path[1:], odd)}
    return [_with(below, path[1:], odd) if at == path[0] else below for at, below in enumerate(value)]


def _assert_told(data: Any, marks: SourceMap, project: Project) -> bool:
    """Read the data; gives whether anything is wrong with it, which is then told at a place."""
    languages, problems = languages_of(data, marks, shipped())
    for language in languages:
        spoken, own, wrong = in_language(data, language, languages, marks, shipped())
        filled, unfilled = fill_from_profiles(spoken, own, project)
        event, invalid = validate(Event, filled, own, "docs/event-file.md")
        assert (event is None) == bool(invalid)
        problems += [*wrong, *unfilled, *invalid]
    for problem in problems:
        assert problem.location is not None, problem
        assert problem.location.line or problem.location.file.startswith("--set"), problem
        assert problem.message.strip(), problem
        for never in ("<class", "object at 0x", "unhashable", "NoneType", "validator"):
            assert never not in str(problem), problem
    return bool(problems)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_odd_value_in_the_place_of_all_that_stands_as_deep_is_told_at_its_place(file: Path) -> None:
    project = find_project(file)
    data, marks, _ = Includes(project).read_event()
    deepest = max(map(len, _paths(data)))
    refused = [_assert_told(_replaced(data, depth, odd), marks, project) for depth in range(deepest) for odd in ODD]
    assert sum(refused) > len(refused) * 0.8


def test_an_odd_value_anywhere_alone_is_told_at_its_place() -> None:
    """One value at a time in what is looked at before it is validated: a value beside it must not hide it."""
    project = find_project(FILES[0])
    data, marks, _ = Includes(project).read_event()
    small = {key: data[key] for key in ("title", "date", "time", "timezone")}
    small["parties"] = {"gppac": {"name": "A", "roles": ["funder"]}}
    funder = {"party": "gppac", "profile": "eu", "variables": {"a": "b"}, "logos": [{"file": "a.svg", "alt": "A"}]}
    small |= {"language": ["en", "fr"], "funders": [funder | {"approval": {"required": "true"}}]}
    small["sections"] = [{"heading": {"en": "A", "fr": "B"}, "text": "C", "footnotes": {"n": "N"}, "show": ["panel"]}]
    refused = [_assert_told(_with(small, path, odd), marks, project) for path in _paths(small) for odd in ODD[::2]]
    assert sum(refused) > len(refused) * 0.5


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_an_option_sets_a_value_beside_whatever_stands_there(odd: Any) -> None:
    project = find_project(FILES[0])
    data, marks, _ = Includes(project).read_event()
    for path in [("title", "fr"), ("venue", "room"), ("sections", 0, "text"), ("people", "keita", "name", "given")]:
        for depth in range(1, len(path) + 1):
            changed = _with(data, path[:depth], odd) if depth < len(path) else dict(data)
            override = Override(path, "x", "--set")
            for problem in apply_overrides([override], changed, marks, shipped()):
                assert problem.location is not None
                assert problem.message
            _assert_told(changed, marks, project)
