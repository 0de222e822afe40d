"""What is in an event file is printed, or the check says where it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import booklets
import pytest
import strategies
from pydantic import BaseModel

from conceptnote.build import printed
from conceptnote.build.lint import lint
from conceptnote.check.event.unprinted import reported_fields
from conceptnote.compose.compose import Composer
from conceptnote.datapath import DataPath, format_path
from conceptnote.doc.contents import origins
from conceptnote.schema.event import Event
from conceptnote.schema.fields import field_marks, is_record, members
from conceptnote.schema.unreported import Unreported
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates, shipped_documents
from conceptnote.theme.theme import load_theme

TODAY = date(2030, 3, 1)
HEAD = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"


def unprinted(folder: Path, text: str, **options: Any) -> list[str]:
    """The paths of what is told to be printed nowhere."""
    file = folder / "data" / "event.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text if "title:" in text else HEAD + text, encoding="utf-8")
    found = lint(file, TODAY, **options).diagnostics
    return [format_path(one.path) for one in found if one.code.code == "CN169"]


MORE = {
    "title": "Night crossings",
    "theme": "Ferries",
    "look": {"running_head": "Ferry office", "letterhead": {"lines": ["Ferry office", "Pier 3"]}},
    "keywords": ["tides"],
    "version": "3",
    "status": "provisional",
    "timezone": "Europe/Zurich",
    "venue": {"name": "Customs House", "floor": "2nd floor"},
    "invitation": "Come aboard.",
    "booklet": {"before": {"heading": "Welcome", "text": "Mind the step."}},
    "registration": {"url": "https://ferries.example", "text": "Bring a lamp."},
    "structure": "Two crossings.",
    "parties": {
        "crew": {"name": "Crew", "print_as": "The crew", "url": "https://crew.example", "roles": "organiser"},
        "fund": {"name": "Fund", "roles": "funder"},
    },
    "people": {"amari": {"name": "Leïla Amari", "photo": {"file": "images/face-320.jpg", "alt": "At the helm"}}},
    "panel": ["amari"],
    "attachments": ["biographies"],
    "sittings": [
        {"date": "2030-03-05", "time": "9:15–10:45", "timezone": "Africa/Nairobi", "text": "On deck.",
         "mode": "online", "status": "tbc",
         "agenda": [{"time": "9:15", "item": "Casting off", "text": "All hands.", "status": "cancelled"}]},
    ],
    "sub_events": [{"title": "Supper", "time": "19:00", "timezone": "Asia/Tehran", "mode": "hybrid", "status": "tbc"}],
    "sections": [{"heading": "Run", "text": "At night.[^a]", "show": ["structure", "organiser"],
                  "footnotes": {"a": {"text": "Note.", "status": "tbc"}}}],
    "funders": [
        {"party": "fund", "lockup": "with the help of", "text_only": "true", "statement": "The Fund pays for the oil.",
         "disclaimer": "It owns no ferry."},
    ],
}  # fmt: skip


def values(value: Any, path: DataPath = (), field: str = "") -> Iterator[tuple[DataPath, str]]:
    """The values that papers are to print, each with the record and the key that it stands at."""
    if isinstance(value, BaseModel):
        for name in reported_fields(type(value)):
            yield from values(getattr(value, name), (*path, name), f"{type(value).__name__}.{name}")
    elif isinstance(value, list | dict):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from values(part, (*path, step), field)
    elif value is not None:
        yield path, field


def printable(record: type[BaseModel], met: set[type[BaseModel]]) -> Iterator[str]:
    """The keys of a record, and of those in it, whose values papers are to print."""
    met.add(record)
    for name in reported_fields(record):
        kinds = [inner for kind in members(record.model_fields[name].annotation) for inner in _inner(kind)]
        below = [kind for kind in kinds if is_record(kind)]
        yield from (key for kind in below if kind not in met for key in printable(kind, met))
        if [kind for kind in kinds if kind is not bool and kind not in below]:
            yield f"{record.__name__}.{name}"


def _inner(kind: Any) -> Iterator[Any]:
    arguments = getattr(kind, "__args__", ())
    if getattr(kind, "__origin__", None) in (list, dict):
        yield from (inner for member in members(arguments[-1]) for inner in _inner(member))
    else:
        yield kind


def test_every_key_is_printed_by_some_paper_or_says_why_it_is_not(tmp_path: Path) -> None:
    shapes = [Path(__file__).parent / "events" / f"{name}.yaml" for name in ("protocol", "two-days-three-tracks")]
    shown: set[str] = set()
    for file in (booklets.write(tmp_path / "full"), strategies.write_project(tmp_path / "more", MORE), *shapes):
        source = load_event(file)
        templates = Templates(source.project)
        composer = Composer(source.event, templates.read, load_theme().style_names)
        public = [name for name in shipped_documents() if not templates.facts(name).internal and name != "overview"]
        paths = {path for name in public for path in origins(composer.compose(name))}
        shown |= {field for path, field in values(source.event) if path in paths}
    wanted = set(printable(Event, set()))
    assert len(wanted) > 50
    assert wanted - shown == set()
    reasons = [mark.reason for name in Event.model_fields for mark in field_marks(Event.model_fields[name])
               if isinstance(mark, Unreported)]  # fmt: skip
    assert all(reasons)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("imprint: {place: Bamako}\n", ["imprint"]),
        ("imprint: {place: Bamako}\npapers: {booklet: {}}\n", []),
        ("people: {a: {name: A B, biography: She sails.}}\npanel: [a]\n", ["people.a.biography"]),
        ("people: {a: {name: A B, biography: She sails.}}\npanel: [a]\nattachments: biographies\n", []),
        ("people: {a: {name: A B, functions: [One, Two], country: ML}}\nagenda: [{item: I, who: a}]\n", []),
        ("people: {a: {name: A B, functions: One, status: declined, biography: X.}}\npanel: [a]\n", []),
        ("contacts: [{name: Desk, email: a@b.example}]\nattachments: []\n", ["contacts"]),
        ("parties: {a: {name: A, roles: host, url: 'https://a.example'}}\n", ["parties.a.url"]),
        ("sections: [{heading: S, text: T, audience: press}]\nagenda: [{item: I, audience: staff}, {item: J}]\n", []),
        ("structure: One part.\nagenda: [{item: I}]\nimprint: Text.\n", ["structure", "imprint"]),
        ("people: {a: {name: A B, status: tbc}}\npanel: [{person: a, status: confirmed}]\n", ["people.a.status"]),
        ("people: {a: {name: A B, status: tbc}}\npanel: [{person: a, presence: in-person}]\nclock: 12h\n", []),
        ("status: draft\nmode: online\naccess: open\nstructure: S.\nagenda: [{item: I, kind: meal, status: tbc, "
         "access: closed}]\npapers: {programme: {layout: narrative}}\n", ["agenda"]),
        ("parties: {g: {name: G}}\nmode: hybrid\nagenda: [{item: I, access: {to: by-invitation, of: g}}]\n"
         "sub_events: [{title: S, mode: online, access: closed, status: cancelled}]\n", []),
    ],
)  # fmt: skip
def test_a_fact_that_no_paper_prints_is_told_at_its_place(text: str, told: list[str], tmp_path: Path) -> None:
    assert unprinted(tmp_path, text) == told


def test_it_is_told_once_whatever_languages_audience_or_paper_are_asked_for(tmp_path: Path) -> None:
    text = "title: {en: T, fr: U}\nlanguage: [en, fr]\n" + HEAD.partition("\n")[2]
    text += (
        "structure: {en: One., fr: Un.}\nagenda: [{item: {en: I, fr: J}, audience: press}, {item: {en: K, fr: L}}]\n"
    )
    assert unprinted(tmp_path, text) == ["structure.en"]
    assert unprinted(tmp_path, text, languages=["fr"]) == ["structure.fr"]
    assert unprinted(tmp_path, text, audience="press", paper="letter") == ["structure.en"]


def test_papers_of_the_project_count_and_one_that_fails_is_left_to_the_build(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "poster.html.j2"
    page = '<html lang="en"><head><title>P</title></head><body><p>{{ event.imprint.place }}</p></body></html>'
    own.write_text(page, encoding="utf-8")
    assert unprinted(tmp_path, "imprint: {place: Bamako, year: '2030'}\n") == ["imprint.year"]
    own.write_text("{{ nothing }}", encoding="utf-8")
    assert unprinted(tmp_path, "imprint: {place: Bamako, year: '2030'}\n") == []


def test_what_was_found_is_kept_and_never_believed_for_other_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    composed: list[object] = []
    compose = printed._paths
    monkeypatch.setattr(printed, "_paths", lambda source: composed.append(source) or compose(source))
    text = "structure: One part.\nagenda: [{item: I}]\n"
    assert [unprinted(tmp_path, text) for _ in range(2)] == [["structure"]] * 2
    assert len(composed) == 1
    assert unprinted(tmp_path, text + "sections: [{heading: S, show: structure}]\n") == []
    assert unprinted(tmp_path, text, values=["title=Another"]) == ["structure"]
    assert len(composed) == 3
    (kept,) = (tmp_path / "caches").rglob("*.json")
    for wrong in ("{", "[]", json.dumps({"key": "x", "paths": [["structure"]]})):
        kept.write_text(wrong, encoding="utf-8")
        assert unprinted(tmp_path, text) == ["structure"]
    kept.unlink()
    kept.mkdir()
    assert unprinted(tmp_path, text) == ["structure"]


def test_checking_does_not_load_what_prints(tmp_path: Path) -> None:
    unprinted(tmp_path, "structure: One part.\n")
    program = (
        "import sys; from pathlib import Path; from datetime import date;"
        "from conceptnote.build.lint import lint;"
        f"lint(Path({str(tmp_path / 'data' / 'event.yaml')!r}), date(2030, 3, 1));"
        "print(*sorted({'weasyprint', 'docx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
