"""The event file as it is described: to editors by its JSON Schema, to people by docs/event-file.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from reference.event_file import event_reference, records

from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import DiagnosticError
from conceptnote.languages.known import shipped_tags
from conceptnote.schema.event import Event
from conceptnote.schema.fields import descriptions
from conceptnote.schema.jsonschema import event_json_schema
from conceptnote.source.load import load_event
from conceptnote.source.yaml_tree import read_yaml

REPOSITORY = Path(__file__).parents[1]
MINIMAL = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
PEOPLE = "people: {amari: {name: Amari}, brandt: {name: Brandt}}\n"
PARTY = "parties: {forum: {name: Forum, roles: host}}\n"


def event_of(folder: Path, text: str) -> Event:
    file = folder / "event.yaml"
    file.write_text(text, encoding="utf-8")
    return load_event(file).event


def completed(text: str) -> str:
    """The text with what an event needs besides."""
    given = re.findall(r"^\w+", text, re.MULTILINE)
    return text.rstrip() + "\n" + "".join(line for line in MINIMAL.splitlines(True) if line.split(":")[0] not in given)


class _Yaml12(yaml.SafeLoader):
    """Types scalars as YAML 1.2's core schema does (section 10.3.2), and so as editors do."""


_Yaml12.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
):
    _Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def objections(text: str) -> list[str]:
    """What an editor would underline in an event file."""
    data = yaml.load(text, _Yaml12)
    return [f"{error.json_path}: {error.message}" for error in _editor().iter_errors(data)]


@cache
def _editor() -> Draft202012Validator:
    return Draft202012Validator(event_json_schema())


def test_core_schema_of_the_tests_types_scalars_as_editors_do() -> None:
    read = yaml.load("[19, 9.15, true, NO, 10:15, 2014-06-10, ~, null]", _Yaml12)
    assert read == [19, 9.15, True, "NO", "10:15", "2014-06-10", None, None]


def test_every_record_and_every_key_is_described() -> None:
    assert len(records()) > 10
    for record in records():
        assert record.__doc__, record
        for name in record.model_fields:
            assert descriptions(record).get(name, "").endswith((".", "…")), f"{record.__name__}.{name}"


def test_json_schema_is_one_and_describes_every_key() -> None:
    schema = event_json_schema()
    Draft202012Validator.check_schema(schema)
    described = list(_properties(schema))
    names = {name for record in records() for name in record.model_fields}
    assert {name for name, _ in described} == names | set(shipped_tags())
    undescribed = [name for name, schema in described if not schema.get("description")]
    assert set(undescribed) == set(shipped_tags())  # which texts are written by


def _properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for inner in schema.values():
            yield from _properties(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _properties(inner)


def test_reference_has_a_chapter_for_every_record_and_a_line_for_every_key() -> None:
    shared, *chapters = event_reference().split("\n### ")[1:]
    assert len(chapters) == len(records())
    line = re.compile(r"^- [*[]*`(\w+)`", re.MULTILINE)
    lines = set(line.findall(shared))
    assert len(lines) > 5
    described = {}
    for chapter, record in zip(chapters, records(), strict=True):
        if like := re.search(r"Keys: those of a \[(\w+)\]", chapter):
            assert described[like[1]] == set(record.model_fields)
            continue
        own = line.findall(chapter)
        named = re.search(r"(?:^|\. )Also (`[^.]*)", chapter, re.MULTILINE)
        from_above = set(re.findall(r"`(\w+)`", named[1])) if named else set()
        assert from_above <= lines
        assert set(own) | from_above == set(record.model_fields)
        assert own == [name for name in record.model_fields if name not in from_above]
        described[record.__name__.lower()] = set(record.model_fields)


def test_links_of_the_reference_lead_to_its_chapters() -> None:
    text = event_reference()
    anchors = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    links = re.findall(r"\]\(#([\w-]+)\)", text)
    assert len(links) > 20
    assert set(links) <= anchors


def examples() -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", event_reference(), re.MULTILINE | re.DOTALL)


def test_least_event_of_the_reference_builds(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"
    file.write_text(examples()[0], encoding="utf-8")
    assert load_event(file).event.title == "Sharing water in dry years"
    outputs = build(Request(file, formats=["html"])).outputs
    assert [output.path.name for output in outputs] == ["concept-note.html", "programme.html"]


def test_least_event_of_the_reference_has_no_key_to_spare(tmp_path: Path) -> None:
    lines = examples()[0].splitlines(keepends=True)
    assert len(lines) == 3
    for line in lines:
        with pytest.raises(DiagnosticError, match="missing"):
            event_of(tmp_path, "".join(other for other in lines if other is not line))


@pytest.mark.parametrize("last", range(1, len(examples())))
def test_examples_of_the_reference_make_one_event(tmp_path: Path, last: int) -> None:
    whole: dict[str, Any] = {}
    for example in [*examples(), examples()[last]]:
        data, _, problems = read_yaml(example, "docs/event-file.md")
        assert not problems
        whole |= data
    event = event_of(tmp_path, json.dumps(whole))
    assert set(whole) <= event.model_fields_set


@pytest.mark.parametrize("example", examples())
def test_editors_accept_the_examples_of_the_reference(example: str) -> None:
    assert objections(completed(example)) == []


SHORT_AND_FULL = {
    "venue": ("venue: Palais des Nations", "venue: {name: Palais des Nations}"),
    "date": ("date: 2030-03-05", "date: {day: 2030-03-05}"),
    "time": ("time: 9:15–10:45", "time: {start: 9:15, end: 10:45}"),
    "open time": ("time: 9:15–", "time: {start: 9:15, open_end: true}"),
    "start alone": ("time: 9.15", "time: {start: 9h15}"),
    "registration": ("registration: Write to us", "registration: {text: Write to us}"),
    "function": ("people: {a: {name: A, functions: Chair}}", "people: {a: {name: A, functions: [{position: Chair}]}}"),
    "slot": (PEOPLE + "panel: [amari]", PEOPLE + "panel: [{person: amari}]"),
    "nested slot": (
        PEOPLE + "panel: [{any_of: [amari, brandt]}]",
        PEOPLE + "panel: [{any_of: [{person: amari}, {person: brandt}]}]",
    ),
    "replacement": (
        PEOPLE + "panel: [{person: amari, status: replaced, replaced_by: brandt}]",
        PEOPLE + "panel: [{person: amari, status: replaced, replaced_by: {person: brandt}}]",
    ),
    "speaker": (PEOPLE + "agenda: [{item: I, who: amari}]", PEOPLE + "agenda: [{item: I, who: [{person: amari}]}]"),
    "role": (PARTY, PARTY.replace("host", "[host]")),
    "show": (
        PARTY + "sections: [{heading: H, show: host}]",
        PARTY + "sections: [{heading: H, show: [host]}]",
    ),
    "footnote": (
        "sections: [{heading: H, text: 'T.[^n]', footnotes: {n: Note}}]",
        "sections: [{heading: H, text: 'T.[^n]', footnotes: {n: {text: Note}}}]",
    ),
    "logo": (
        PARTY + "funders: [{party: forum, lockup: L, logos: {file: f.svg, alt: F}}]",
        PARTY + "funders: [{party: forum, lockup: L, logos: [{file: f.svg, alt: F}]}]",
    ),
    "empty value": ("subtitle:", ""),
}


@pytest.mark.parametrize("forms", SHORT_AND_FULL.values(), ids=SHORT_AND_FULL)
def test_short_form_and_full_form_are_the_same_event_and_editors_accept_both(
    tmp_path: Path, forms: tuple[str, str]
) -> None:
    short, full = map(completed, forms)
    assert short != full
    assert event_of(tmp_path, short) == event_of(tmp_path, full)
    assert objections(short) == objections(full) == []


@pytest.mark.parametrize(
    "text",
    ["venue: {name: A, floor: 19}", "title: 2030", "title: true", "venue: 10", "date: 2030-3-5", "time: 9.15",
     "subtitle: null", "questions: [1, NO, 020]", "agenda: [{item: I, minutes: 20}]", "mode:", "panel:"],
)  # fmt: skip
def test_what_yaml_takes_for_a_number_is_a_text_to_editors_too(tmp_path: Path, text: str) -> None:
    assert event_of(tmp_path, completed(text))
    assert objections(completed(text)) == []


@pytest.mark.parametrize(
    "text",
    ["speakers: []", "venue: {name: A, flor: 19}", "mode: onlin", "date: 5 March 2030", "time: 9:15 a.m.", "title: ''",
     "people: {Amari: {name: A}}", "parties: {a: {}}", "agenda: [{item: I, minutes: long}]", "panel: amari",
     "registration: {email: amari}", "registration: {url: example.org}", "languages: [English]", "title:"],
)  # fmt: skip
def test_editors_refuse_what_the_tool_refuses(tmp_path: Path, text: str) -> None:
    with pytest.raises(DiagnosticError):
        event_of(tmp_path, completed(text))
    assert objections(completed(text)) != []


def test_editors_accept_the_event_of_this_project() -> None:
    assert objections((REPOSITORY / "data" / "event.yaml").read_text(encoding="utf-8")) == []


def test_editors_refuse_an_unknown_key_in_the_event_of_this_project() -> None:
    text = (REPOSITORY / "data" / "event.yaml").read_text(encoding="utf-8")
    misspelt = text.replace("\ntimezone:", "\ntime_zone:")
    assert misspelt != text
    assert any("time_zone" in objection for objection in objections(misspelt))
