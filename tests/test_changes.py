"""What has changed between two versions of an event: each difference once, and nothing else."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from command import run
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from strategies import HIDDEN, events, write_project

from conceptnote.compare.differences import SLOTS, WHOLE, Difference, differences, with_occupant
from conceptnote.compare.sentences import changes
from conceptnote.compare.versions import read_versions
from conceptnote.compare.wording import Version
from conceptnote.datapath import DataPath
from conceptnote.edit.changes import Set, changed
from conceptnote.export.public import event_of
from conceptnote.languages.change_words import Label
from conceptnote.schema.event import Event
from conceptnote.schema.fields import field_marks, is_record, members
from conceptnote.schema.text import Human, is_internal
from conceptnote.source.project import find_project

OLD = """\
title: {en: Water, fr: Eau}
date: 2030-03-05
time: 9:15–12:15
timezone: Europe/Zurich
language: [en, fr]
status: final
venue: {name: Palais des Nations, room: Room XIX}
sections:
  - heading: {en: Background, fr: Contexte}
    text: {en: The river is long and the season is dry., fr: Le fleuve est long.}
people:
  <<: !include people.yaml
panel:
  - {person: okoye, role: moderator}
  - keita
agenda:
  - {time: 9:15–10:00, item: {en: Panel 1, fr: Panel 1}, who: keita}
  - {time: 10:00–10:30, item: {en: Coffee, fr: Café}}
  - {time: 10:30–11:15, item: {en: Panel 2, fr: Panel 2}, internal: A secret}
  - {time: 11:15–11:30, item: {en: Donors, fr: Donateurs}, audience: donors}
"""
PEOPLE = """\
okoye: {honorific: Ms, name: {given: Ada, family: Okoye}, status: invited, phone: "1"}
keita: {name: Oulie Keita, functions: Director}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in two languages, with an included file, committed once."""
    folder = tmp_path / "project"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "event.yaml").write_text(OLD, encoding="utf-8")
    (folder / "data" / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"], ["tag", "v1"]):
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder), *words], check=True
        )
    return folder


def edit(project: Path, *pairs: tuple[str, str], file: str = "event.yaml") -> None:
    """Replace texts of a file, each of which is there."""
    path = project / "data" / file
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_an_evening_is_told_in_both_languages(project: Path) -> None:
    edit(project, ('status: invited, phone: "1"', 'status: confirmed, phone: "2"'), file="people.yaml")
    edit(
        project,
        ("Room XIX", "Room XX"),
        ("10:30–11:15", "11:00–11:45"),
        ("A secret", "Another secret"),
        ("Donors, fr: Donateurs", "Friends, fr: Amis"),
        ("The river is long and the season is dry.", "The river is long and the rainy season is short."),
        ("10:00–10:30, item: {en: Coffee", "10:00–10:40, item: {en: Tea"),
    )
    done = run("changes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.replace("\u00a0", " ").splitlines() == [
        "English", "",
        "Room XX instead of XIX.",
        "Moderator: Ms Ada Okoye is confirmed.",
        "Coffee: Time: 10:00–10:40 instead of 10:00–10:30.",
        "Coffee: Item: Tea instead of Coffee.",
        "Panel 2 moves from 10:30 to 11:00.",
        "Background: Text: changed (words added: 2, removed: 1): “… and the rainy season is short.”",
        "",
        "Français", "",
        "Salle : Room XX au lieu de Room XIX.",
        "Modération : Ms Ada Okoye : participation confirmée.",
        "Café : Heure : 10 h 00 – 10 h 40 au lieu de 10 h 00 – 10 h 30.",
        "Panel 2 : 11 h 00 au lieu de 10 h 30.",
    ]  # fmt: skip


def test_a_revision_a_tag_and_a_file_are_versions(project: Path) -> None:
    assert run("changes", cwd=project).stdout.split("\n")[2] == "Nothing has changed."
    (project / "old.yaml").write_text(OLD.replace("people.yaml", "data/people.yaml"), encoding="utf-8")
    edit(project, ("okoye: {honorific: Ms", "okoye: {honorific: Prof."), file="people.yaml")
    said = "Ms Ada Okoye: Honorific: Prof. instead of Ms."
    for old in (["v1"], ["HEAD"], [], ["v1", "data/event.yaml"]):
        assert said in run("changes", *old, cwd=project).stdout
    # An older copy includes today's file.
    assert said not in run("changes", "old.yaml", cwd=project).stdout
    assert "Honorific: Ms instead of Prof." in run("changes", "data/event.yaml", "v1", cwd=project).stdout


def test_the_forms(project: Path) -> None:
    edit(project, ("Room XIX", "Room *XX*"))
    markdown = run("changes", "--output-format", "markdown", cwd=project).stdout
    assert markdown.startswith("### English\n\n- Room \\*XX\\* instead of XIX.\n")
    found = json.loads(run("changes", "--output-format", "json", cwd=project).stdout)
    assert list(found) == ["en", "fr"]
    [change] = found["en"]["changes"]
    assert (change["path"], change["old"], change["new"]) == ("venue.room", "Room XIX", "Room *XX*")


def test_who_comes_instead_and_who_does_not_come(project: Path) -> None:
    new = ("keita: {name: Oulie", "sow: {name: Awa Sow}\nkeita: {status: replaced, replaced_by: sow, name: Oulie")
    edit(project, ("status: invited", "status: declined"), new, file="people.yaml")
    said = run("changes", cwd=project).stdout.split("\n\n")[1].splitlines()
    assert said == [
        "New: Panel: Awa Sow.",
        "Removed: Panel: Moderator: Ms Ada Okoye (invited).",
        "Removed: Panel: Oulie Keita.",
        "Panel 1: Speaker: Awa Sow instead of Oulie Keita.",
    ]


def test_a_status_that_is_left_out_is_the_usual_one(project: Path) -> None:
    edit(
        project,
        ("status: final", "status: draft"),
        ("- keita\n", "- {person: keita, status: tbc}\n"),
        ("time: 9:15–12:15\n", "as_of: 2030-01-05\ntime: 9:15–12:15\n"),
        (
            "item: {en: Coffee, fr: Café}",
            "item: {en: Coffee, fr: Café}, status: cancelled, questions: [{en: Why?, fr: Q?}]",
        ),
    )
    said = run("changes", cwd=project).stdout.replace("\u00a0", " ").split("\n\n")[1].splitlines()
    there = [
        "New: As of: 5 January 2030.",
        "Status: draft instead of final.",
        "Panel: Oulie Keita is to be confirmed.",
        "Coffee: New: Status: cancelled.",
        "Coffee: New: Guiding question: Why?",
    ]
    assert sorted(said) == sorted(there)
    back = run("changes", "data/event.yaml", "HEAD", cwd=project).stdout.replace("\u00a0", " ")
    assert back.splitlines()[2:5] == [
        "Status: final instead of draft.",
        "Removed: As of: 5 January 2030.",
        "Panel: Oulie Keita is confirmed.",
    ]


def test_no_such_version(project: Path, tmp_path: Path) -> None:
    for name in ("v9", "--upload-pack=x", "HEAD:data"):
        done = run("changes", "--", name, cwd=project)
        assert (done.returncode, "CN095" in done.stderr) == (2, True), done.stderr
    edit(project, ("timezone: Europe/Zurich", "timezone: Nowhere"))
    assert run("changes", "v1", cwd=project).returncode == 1


def test_every_text_of_the_schema_has_a_label() -> None:
    labels, seen = set(get_args(Label)), set()
    waiting: list[Any] = [Event]
    for model in waiting:
        for name, field in model.model_fields.items():
            if is_internal(field) or name in WHOLE - labels:
                continue
            if any(isinstance(mark, Human) for mark in field_marks(field)):
                seen.add(name)
            kinds = {one for kind in members(field.annotation) for one in (kind, *records_in(kind))}
            waiting += [kind for kind in kinds if is_record(kind) and kind not in waiting and name not in WHOLE]
    assert len(seen) > 30
    # Who has a slot is told by the role; what a check asks for is not printed.
    assert seen - labels == {"group", "office", "must_name"}


def records_in(kind: Any) -> Iterator[Any]:
    """The types of the items of a list or a mapping."""
    for argument in get_args(kind):
        for one in members(argument):
            yield from (one, *records_in(one))


def leaves(data: Any, path: DataPath = ()) -> Iterator[DataPath]:
    """The paths of all texts."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if inner is None:
        yield path
        return
    for step, value in inner:
        yield from leaves(value, (*path, step))


def at(data: Any, path: DataPath) -> Any:
    """The value at a path."""
    for step in path:
        data = data[step]
    return data


TEXTS = ("title", "subtitle", "theme", "honorific", "text", "topic", "room", "position", "mandate")


@examples(12, shrink=False)
@given(event=events(), seed=st.integers(0, 2**32))
def test_each_changed_leaf_is_named_once(event: Any, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("p")
    old = next(iter(read_versions(find_project(write_project(folder, event, {}))).values()))
    assert changes(old, old) == []
    random = Random(seed)
    new = deepcopy(dict(old.data))
    some = [path for path in leaves(new) if path[-1] in TEXTS and not WHOLE & set(path)]
    edited = random.sample(some, min(8, len(some)))
    for number, path in enumerate(edited):
        new = changed(new, Set(path, at(new, path), f"Zyx{number}q"))
    told = differences(old.data, new)
    assert sorted(one.path for one in told) == sorted(edited)
    said = changes(old, Version(new, event_of(new, old.event.known_languages)))
    assert len(said) == len(edited)
    for number in range(len(edited)):
        assert sum(f"Zyx{number}q" in one.sentence for one in said) == 1
    assert not any(HIDDEN in one.sentence for one in said)


@examples(20, shrink=False)
@given(event=events(), seed=st.integers(0, 2**32))
def test_a_record_that_goes_or_comes_is_told_once(
    event: Any, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("p")
    old = next(iter(read_versions(find_project(write_project(folder, event, {}))).values())).data
    lists = [path for path in paths_of_lists(old) if path[-1] in LISTS and not WHOLE & set(path)]
    if not lists:
        return
    path = Random(seed).choice(lists)
    items = at(old, path)
    gone = Random(seed).randrange(len(items))
    new = changed(old, Set(path, items, items[:gone] + items[gone + 1 :]))
    for before, after, kind in ((old, new, "removed"), (new, old, "added")):
        [one] = differences(before, after)
        assert one.kind == kind
        assert at(old, one.path) == items[gone]


LISTS = ("agenda", "rows", "panel", "who", "sections", "annexes", "practical", "contacts", "sub_events", "questions")


def paths_of_lists(data: Any, path: DataPath = ()) -> Iterator[DataPath]:
    """The paths of all lists that have items."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    if isinstance(data, list) and data:
        yield path
    for step, value in inner:
        yield from paths_of_lists(value, (*path, step))


def without(data: Any, told: list[Difference], side: str) -> Any:
    """The data of one side without what the differences name, and without what they need not name."""
    data = with_occupants(deepcopy(data))
    for one in sorted(told, key=lambda one: [str(step).zfill(6) for step in getattr(one, side) or ()], reverse=True):
        path = getattr(one, side)
        if path is None or one.kind == "order":
            continue
        around = at(data, path[:-1])
        if one.kind == "changed" and isinstance(around, list):
            around[path[-1]] = "another"
        elif isinstance(around, list) or path[-1] in around:
            del around[path[-1]]
    return tidy(data)


def with_occupants(value: Any, key: object = None) -> Any:
    """Data whose slots have all that says who they are under one key, as paths of differences have it."""
    if isinstance(value, dict):
        inner = {one: with_occupants(below, one) for one, below in value.items()}
        return inner if key != "slot" else with_occupant(inner)
    if isinstance(value, list):
        return [with_occupants(one, "slot" if key in SLOTS else None) for one in value]
    return value


def tidy(value: Any) -> Any:
    """Data without what is empty, their lists of records in any order."""
    if isinstance(value, dict):
        kept = {key: tidy(below) for key, below in value.items()}
        return {key: below for key, below in kept.items() if below not in ({}, [])}
    if isinstance(value, list):
        items = [tidy(one) for one in value]
        return sorted(items, key=repr) if any(isinstance(one, dict) for one in items) else items
    return value


def perturbed(value: Any, random: Random) -> Any:
    """A value with another text here and there."""
    if isinstance(value, dict):
        return {key: perturbed(below, random) for key, below in value.items()}
    if isinstance(value, list):
        return [perturbed(one, random) for one in value]
    return f"{value} again" if isinstance(value, str) and random.random() < 0.2 else value


def mixed(one: dict[str, Any], other: dict[str, Any], random: Random) -> dict[str, Any]:
    """An event of parts of two: whole keys, and items of lists among each other."""
    made = {}
    for key in dict.fromkeys([*one, *other]):
        from_both = [data[key] for data in (one, other) if key in data]
        if len(from_both) == 2 and all(isinstance(value, list) for value in from_both):
            items = [perturbed(item, random) for value in from_both for item in value]
            made[key] = random.sample(items, random.randint(0, len(items)))
        elif len(from_both) == 2 and all(isinstance(value, dict) for value in from_both):
            made[key] = mixed(*from_both, random)
        elif random.random() < 0.8:
            made[key] = random.choice(from_both)
    return made


@examples(40, shrink=False)
@given(one=events(), other=events(), seed=st.integers(0, 2**32))
def test_of_any_two_versions_each_difference_is_named_once_and_nothing_else(
    one: Any, other: Any, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("p")
    old, another = (
        next(iter(read_versions(find_project(write_project(folder / name, event, {}))).values()))
        for name, event in (("a", one), ("b", other))
    )
    new = mixed(dict(old.data), dict(another.data), Random(seed))
    for before, after in ((old.data, another.data), (old.data, new), (new, old.data)):
        told = differences(before, after)
        for side in ("old", "new"):
            paths = [path for one in told if (path := getattr(one, side)) is not None and one.kind != "order"]
            assert len(set(paths)) == len(paths)
            assert not any(a != b and b[: len(a)] == a for a in paths for b in paths)
        left = [without(before, told, "old"), without(after, told, "new")]
        for key in ("people", "tracks", "parties", "roles"):
            kept = left[0].get(key, {}).keys() & left[1].get(key, {}).keys() if key != "roles" else set()
            for data in left:
                data[key] = {name: value for name, value in data.get(key, {}).items() if name in kept}
        assert left[0] == left[1]
    said = [one.sentence for one in changes(old, another)]
    assert len(set(said)) == len(said)
    assert all(said)
    assert not any(HIDDEN in sentence for sentence in said)


@examples(20, shrink=False)
@given(event=events(), seed=st.integers(0, 2**32))
def test_another_order_is_told_once(event: Any, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("p")
    old = next(iter(read_versions(find_project(write_project(folder, event, {}))).values())).data
    lists = [path for path in paths_of_lists(old) if path[-1] in LISTS and not WHOLE & set(path)]
    for path in lists[:8]:
        items = at(old, path)
        order = Random(seed).sample(items, len(items))
        told = differences(old, changed(old, Set(path, items, order)))
        distinct = len({json.dumps(item, sort_keys=True) for item in items}) == len(items)
        if order == items:
            assert told == []
        elif distinct and all(isinstance(item, dict) for item in items):
            assert [(one.kind, one.new) for one in told] == [("order", path)]
