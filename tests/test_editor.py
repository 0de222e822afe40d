"""What an editor makes of the event file: the YAML language server that editors run, with the shipped schema."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lsp import ROOT, Editor, editor
from reference.event_file import records

from conceptnote.schema.event import Event
from conceptnote.schema.fields import descriptions
from conceptnote.schema.jsonschema import event_json_schema

FIRST = "# yaml-language-server: $schema=event.schema.json\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("edited")
    shutil.copy(ROOT / "data" / "event.schema.json", folder)
    with editor(folder) as opened:
        yield opened


def example() -> str:
    return (ROOT / "data" / "event.yaml").read_text(encoding="utf-8")


def test_example_has_nothing_underlined(server: Editor) -> None:
    assert server.diagnostics(server.open("example.yaml", example())) == []


def test_an_unknown_key_is_underlined_where_it_stands(server: Editor) -> None:
    text = example().replace("\n  keita:\n    honorific:", "\n  keita:\n    honorifc:")
    assert text != example()
    line = text.split("\n").index("    honorifc: Ms")
    found = server.diagnostics(server.open("misspelt.yaml", text))
    assert [(one["range"]["start"], one["range"]["end"]) for one in found] == [
        ({"line": line, "character": 4}, {"line": line, "character": 12})
    ]
    assert "honorifc is not allowed" in found[0]["message"]


def test_a_wrong_choice_is_underlined(server: Editor) -> None:
    text = example().replace("\n    status: tbc", "\n    status: tbk", 1)
    found = server.diagnostics(server.open("choice.yaml", text))
    lines = {one["range"]["start"]["line"] for one in found}
    assert lines == {next(n for n, line in enumerate(text.split("\n")) if "tbk" in line)}


BASE = f"{FIRST}title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"


@pytest.mark.parametrize(
    "text",
    ["people: !include ../people.yaml", "parties: !include ../parties.yml", "funders: !include ../funders.yaml",
     "tracks: !include tracks.yaml", "people:\n  <<: !include ../people.yaml\n  novak: {name: Novak}",
     "people: {<<: [!include a.yaml, !include b.yaml]}", "<<: !include ../week.yaml\npanel: [keita]"],
)  # fmt: skip
def test_included_files_are_not_underlined(server: Editor, text: str) -> None:
    assert server.diagnostics(server.open(f"included-{abs(hash(text))}.yaml", f"{BASE}{text}\n")) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [("people: !include people.txt", "Incorrect type"), ("people: !insert people.yaml", "Unresolved tag"),
     ("people: {Amari: !include a.yaml}", "does not match"), ("panel: [!include Panel.yaml]", "does not match")],
)  # fmt: skip
def test_what_cannot_be_included_is_underlined(server: Editor, text: str, says: str) -> None:
    found = server.diagnostics(server.open(f"not-included-{abs(hash(text))}.yaml", f"{BASE}{text}\n"))
    assert any(says in one["message"] for one in found), found


def test_every_key_is_offered_with_its_description(server: Editor) -> None:
    uri = server.open("keys.yaml", FIRST + "title: T\n\n")
    offered = server.completions(uri, 2, 0)
    described = descriptions(Event)
    for name in Event.model_fields.keys() - {"title"}:
        assert documentation(offered[name]) == " ".join(described[name].split()), name


def test_keys_of_a_person_are_offered_inside_one(server: Editor) -> None:
    uri = server.open("person.yaml", FIRST + "people:\n  a:\n    \n    name: X\n")
    offered = server.completions(uri, 3, 4)
    assert {"honorific", "honorific_after", "functions", "status", "internal"} <= set(offered)
    assert "title" not in offered


def documentation(item: dict[str, Any]) -> str:
    said = item["documentation"]
    return " ".join((said["value"] if isinstance(said, dict) else said).split())


@pytest.mark.parametrize(
    ("text", "offered"),
    [("mode: ", {"in-person", "online", "hybrid"}), ("timezone: ", {"Europe/Zurich", "America/New_York"}),
     ("date: ", {"2030-03-05"}), ("status: ", {"draft", "provisional", "final"}), ("parties: ", {"example"}),
     ("venue: ", {"Palais des Nations", "example"})],
)  # fmt: skip
def test_choices_and_examples_are_offered_as_values(server: Editor, text: str, offered: set[str]) -> None:
    uri = server.open(f"value-{text[:-2]}.yaml", f"{FIRST}{text}\n")
    found = server.completions(uri, 1, len(text))
    assert offered <= set(found)
    assert not [label for label in found if "[object" in label]


@pytest.mark.parametrize(
    ("line", "said"),
    [("timezone:", ("The zone of all times", "Africa/Nairobi")),
     ("  floor:", ("The floor, as signposted.",)),
     ("    print_as: WANEP", ("Heads its description",)),
     ("    profile:", ("Shipped, or in the project", "generic"))],
)  # fmt: skip
def test_hover_explains_a_key(server: Editor, line: str, said: tuple[str, ...]) -> None:
    lines = example().split("\n")
    at = next(number for number, other in enumerate(lines) if other.startswith(line))
    shown = server.hover(server.open("hover.yaml", example()), at, len(line) - len(line.lstrip()) + 1)
    for words in said:
        assert words in shown


def keys() -> list[tuple[str, str, dict[str, Any]]]:
    """Every key of the schema: its record, its name, and what the schema says of it."""
    schema = event_json_schema()
    found = []
    for record in records():
        definition = schema if record is Event else schema["$defs"][record.__name__]
        form = next(one for one in (definition, *definition.get("anyOf", ())) if "properties" in one)
        found += [(record.__name__, name, said) for name, said in form["properties"].items()]
    return found


def test_every_key_is_described_and_has_an_example_or_choices() -> None:
    assert len(keys()) > 80
    for record, name, said in keys():
        assert said.get("description"), (record, name)
        choices = [one for one in (said, *said.get("anyOf", ())) if "enum" in one]
        assert said.get("examples") or said.get("defaultSnippets") or choices, f"no example of {record}.{name}"


def test_every_example_is_valid_where_it_stands() -> None:
    schema = event_json_schema()
    checked = 0
    for record, name, said in keys():
        here = Draft202012Validator({"$schema": schema["$schema"], "$defs": schema["$defs"], **said})
        for value in [*said.get("examples", ()), *(one["body"] for one in said.get("defaultSnippets", ()))]:
            assert not list(here.iter_errors(value)), f"{record}.{name}: {value}"
            checked += 1
        labels = [one["label"] for one in said.get("defaultSnippets", ())]
        assert len(labels) == len(set(labels)), f"{record}.{name}: an editor shows one of two examples with one name"
    assert checked > 90
