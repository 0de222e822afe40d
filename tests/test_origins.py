"""Where printed words are from: each from a value of the event, from the locale, or from a template."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import strategies
from examples import examples, some_quick
from hypothesis import given
from pydantic import BaseModel

from conceptnote.compose.compose import Asked, Composer
from conceptnote.compose.environment import TemplateSource
from conceptnote.datapath import DataPath, format_path
from conceptnote.doc.contents import origins
from conceptnote.doc.nodes import Doc, Text, walk
from conceptnote.languages.known import shipped
from conceptnote.schema.event import Event
from conceptnote.source.collection import load_collected_languages
from conceptnote.source.load import Source, load_event, load_languages
from conceptnote.source.project import find_project
from conceptnote.source.templates import Templates, shipped_folder
from conceptnote.theme.theme import load_theme

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "data" / "event.yaml"
EVENTS = [*sorted((ROOT / "tests" / "events").glob("*.yaml")), EXAMPLE]
QUICK = [file for file in EVENTS if file.stem in ("event", "half-a-day", "protocol", "two-languages")]
PAPERS = [path.name.removesuffix(".html.j2") for path in sorted(shipped_folder().glob("[!_]*.html.j2"))]
INTERNAL = {"speaker-brief", "run-of-show"}
SHIPPED = Templates(find_project(EXAMPLE)).read
"""One for all, so that each template is compiled once."""


SEVERAL = [name for name in PAPERS if name != "overview"]


def composer(source: Source, templates: TemplateSource | None = None) -> Composer:
    return Composer(source.event, templates or SHIPPED, load_theme().style_names, source.events)


def composed(source: Source, paper: str, templates: TemplateSource | None = None) -> Doc:
    making = composer(source, templates)
    # Of sixty briefs the last tells as much as all.
    many = paper == "speaker-brief" and len(source.event.people) > 20
    part = making.parts("attendees", None)[-1] if many else None
    return making.compose(paper, Asked(internal=paper in INTERNAL, part=part))


def texts(doc: Doc) -> Iterator[Text]:
    yield from (node for node in walk(doc) if isinstance(node, Text))


# Every word


@cache
def words_of_locale(language: str) -> frozenset[str]:
    """All words of a locale, without the places in its patterns."""

    def below(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield from re.sub(r"\{\w+\}", " ", value).split()
        elif isinstance(value, Mapping | list):
            for one in value.values() if isinstance(value, Mapping) else value:
                yield from below(one)

    return frozenset(below(shipped()[language].papers.model_dump()))


@cache
def words_of_templates() -> frozenset[str]:
    """What the shipped templates write themselves, between their tags and in their expressions."""
    found: set[str] = set()
    for file in shipped_folder().glob("*.html.j2"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        found.update(re.findall(r'" ?([^\w\s"]+) ?"', text))
        bare = re.sub(r"<[^>]*>", " ", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL))
        found.update(html.unescape(bare).split())
    return frozenset(found)


def valued(events: Mapping[str, Event], event: Event, path: DataPath) -> bool:
    """Whether there is a value, or a record, at a path."""
    value: Any = event
    if path[:1] == ("events",):
        value, path = events[str(path[1])], path[2:]
    for step in path:
        try:
            value = getattr(value, str(step)) if isinstance(value, BaseModel) else value[step]
        except (AttributeError, LookupError):
            return False
    return value is not None


def strays(source: Source, paper: str, doc: Doc) -> Iterator[str]:
    """The words of a paper of which nobody can tell where they are from."""
    for text in texts(doc):
        for word in text.text.split():
            if text.origin is not None:
                known = valued(source.events, source.event, text.origin)
            elif text.made_by == "locale":
                # A filter begins a line with a capital, and what a word stands in or ends with is its language's.
                locale = source.event.locale
                bare = word.strip(locale.colon + locale.phrase_comma + locale.brackets.replace("{text}", ""))
                forms = {one[:1].lower() + one[1:] for one in (word, bare)} | {word, bare}
                known = bool(forms & words_of_locale(source.event.language))
            else:
                # The lines of an attendance sheet on which nobody stands yet are numbered.
                blank = paper == "attendance-sheet" and re.fullmatch(r"[0-9]+\.", word)
                known = word in words_of_templates() or bool(blank)
            if not known:
                yield f"{source.event.title}: {paper}: “{word}” ({text.origin and format_path(text.origin)})"


def assert_all_known(made: Iterable[tuple[Source, str, Doc]]) -> int:
    """Compose papers, and look at each of their words; gives how many there are."""
    count = pathless = 0
    lost: list[str] = []
    for source, paper, doc in made:
        lost += strays(source, paper, doc)
        for text in texts(doc):
            words = len(text.text.split())
            count, pathless = count + words, pathless + words * (text.origin is None)
    known, by_path = (1 - without / max(count, 1) for without in (len(lost), pathless))
    share = f"{known:.2%} of {count} words are known, {by_path:.1%} by a path"
    assert not lost, "\n".join([share, *sorted(set(lost))[:20]])
    return count


def test_the_signs_of_templates_are_no_words() -> None:
    signs = words_of_templates()
    assert {",", "·"} <= signs
    assert not [sign for sign in signs if re.search(r"\w", sign)]


@pytest.mark.parametrize("file", some_quick(EVENTS, *QUICK), ids=lambda file: file.stem)
def test_every_printed_word_has_a_path_or_is_one_of_the_locale_or_a_template(file: Path) -> None:
    for source in load_languages(file):
        assert assert_all_known(papers(source)) > 500
        programmes = (composer(source).compose("programme", Asked(layout)) for layout in layouts(source.event))
        assert assert_all_known((source, "programme", doc) for doc in programmes) > 50


def layouts(event: Event) -> list[str]:
    """The layouts in which its agenda differs from the one that suits it."""
    return ["list", *(["table", "grid"] if event.tracks else []), *(["narrative"] if event.structure else [])]


def papers(source: Source) -> Iterator[tuple[Source, str, Doc]]:
    yield from ((source, name, composed(source, name)) for name in SEVERAL)


@pytest.mark.parametrize("file", ["hybrid-two-zones", "protocol", "half-a-day"])
def test_so_it_has_in_the_other_language(file: str) -> None:
    path = ROOT / "tests" / "events" / f"{file}.yaml"
    other = {"en": "fr", "fr": "en"}[load_event(path).event.language]
    source = load_event(find_project(path, [f"language={other}"]))
    assert source.event.language == other
    assert assert_all_known(papers(source)) > 500


def test_so_it_has_in_an_overview() -> None:
    names = ("hybrid-two-zones", "half-a-day", "two-days-three-tracks", "four-days-with-showcases")
    source, *_ = load_collected_languages([ROOT / "tests" / "events" / f"{name}.yaml" for name in names], None)
    assert assert_all_known([(source, "overview", composed(source, "overview"))]) > 100


@examples(3, fuzz=100, shrink=False)
@given(data=strategies.events())
def test_so_it_has_whatever_the_event(data: strategies.Data) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "event.yaml"
        file.write_text(strategies.as_yaml(data), encoding="utf-8")
        for source in load_languages(file):
            assert_all_known(papers(source))


@pytest.mark.parametrize(
    "fault",
    [
        '{{ event.title.split(" ")[0] }}',
        "{{ event.panel | length }} speakers",
        '{{ event.date | day | striptags | replace("2", "3") | length }}',
        "Welcome",
    ],
)
def test_a_word_from_nowhere_is_found(fault: str) -> None:
    source = load_event(EXAMPLE)

    def read(name: str) -> tuple[str, str] | None:
        text, shown = SHIPPED(name) or ("", "")
        faulty = text.replace("{{ programme.schedule() }}", f"<p>{fault}</p>{{{{ programme.schedule() }}}}")
        assert (faulty != text) == (name == "programme.html.j2")
        return (faulty, shown) if text else None

    with pytest.raises(AssertionError, match=r"[0-9.]+% of [0-9]+ words are known"):
        assert_all_known([(source, "programme", composed(source, "programme", templates=read))])


# The path that is meant

TOLD = """
title: 'Water: "shared"'
date: 2030-03-04
time: 9:00–12:00
timezone: Europe/Zurich
other_timezones: [America/New_York]
venue: House A
mode: hybrid
access: by-invitation
languages: [en, fr]
interpretation: [es]
status: provisional
as_of: 2030-02-01
version: 3
registration: {deadline: 2030-02-20}
people:
  amari: {name: Leïla Amari, status: tbc, functions: [{position: Captain}, {position: Owner}]}
  okoye: {name: Ada Okoye}
  diallo: {name: Fatou Diallo}
parties:
  forum: {name: River Forum, roles: organiser}
  basin: {name: Basin Institute, roles: organiser}
panel: [amari]
agenda:
  - time: 9:00–9:15
    item: Opening
    access: closed
    who: [{person: amari, role: chair}, {person: okoye, status: invited, presence: remote, minutes: 7}]
  - {item: Talks, minutes: 20, who: [{any_of: [okoye, diallo], role: moderator, on_behalf_of: the Mayor}]}
  - {item: Film, time: 9:50, minutes: 30, who: [{person: okoye, delivered_by: diallo}]}
  - {item: Tea, who: [{person: okoye, role: discussant}, {person: diallo, role: discussant}]}
annexes:
  - {heading: One, text: First}
  - {heading: Two, text: Second}
"""


@pytest.fixture(scope="module")
def told() -> Source:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "event.yaml"
        file.write_text(TOLD, encoding="utf-8")
        return load_event(file)


@pytest.fixture(scope="module")
def programme(told: Source) -> list[Text]:
    return [text for name in ("programme", "concept-note") for text in texts(composed(told, name))]


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("(TBC)", "people.amari.status"),
        ("(invited)", "agenda[0].who[1].status"),
        ("(by video link)", "agenda[0].who[1].presence"),
        ("(7\u00a0min)", "agenda[0].who[1].minutes"),
        ("Chair:", "agenda[0].who[0].role"),
        ("Moderator:", "agenda[1].who[0].role"),
        ("Discussants:", "agenda[3].who[0].role"),
        (" or ", "agenda[1].who[0].any_of[1]"),
        ("on behalf of the Mayor", "agenda[1].who[0].on_behalf_of"),
        ("delivered by Fatou Diallo", "people.diallo.name"),
        ("(closed\u00a0meeting)", "agenda[0].access.to"),
        ("By invitation", "access.to"),
        ("In person and online", "mode"),
        ("English", "languages[0]"),
        (" and French", "languages[1]"),
        (", with interpretation into Spanish", "interpretation[0]"),
        ("provisional", "status"),
        ("Provisional", "status"),
        ("version 3", "version"),
        ("as of ", "as_of"),
        ("By ", "registration.deadline"),
        ("; ", "people.amari.functions[1]"),
        # Hours: as they are written, worked out from a length alone, and an end from it.
        ("–", "time.end agenda[0].time.end agenda[1].minutes agenda[2].minutes"),
        ("9:15", "agenda[0].time.end agenda[1].minutes"),
        ("9:35", "agenda[1].minutes"),
        ("9:50", "agenda[2].time.start"),
        ("10:20", "agenda[2].minutes"),
        (" (Zurich time)", "timezone"),
        ("3:50", "agenda[2].time.start"),
        ("New\u00a0York", "other_timezones[0]"),
        ("Annex\u00a01", "annexes[0]"),
        (": Two", "annexes[1].heading"),
        ("Water: “shared”", "title"),
    ],
)
def test_derived_words_lead_to_what_decides_them(words: str, paths: str, programme: list[Text]) -> None:
    assert {format_path(origin) for said, origin in passages(programme) if said == words} == set(paths.split())


def passages(printed: Iterable[Text]) -> Iterator[tuple[str, DataPath]]:
    """The texts of values, each alone and together with those after it: words of the locale stand beside a value."""
    for origin, group in groupby(printed, key=lambda text: text.origin):
        if origin is not None:
            said = [text.text for text in group]
            yield from (("".join(said[a:b]), origin) for a, b in combinations(range(len(said) + 1), 2))


def test_two_speakers_in_one_role_are_joined_by_the_second(programme: list[Text]) -> None:
    assert Text(" and ", ("agenda", 3, "who", 1), "locale") in programme


def test_words_of_the_locale_and_of_templates_are_no_values(told: Source, programme: list[Text]) -> None:
    assert Text("Venue", None, "locale") in programme
    assert any(text.made_by == "template" and text.text.strip() == "·" for text in programme)
    assert all(isinstance(path, tuple) for path in origins(composed(told, "programme")))


def test_what_filters_for_texts_make_of_a_value_keeps_its_path(told: Source) -> None:
    page = '<html lang="en"><head><title>T</title></head><body><p>{}</p></body></html>'

    def printed(expression: str) -> list[Text]:
        text = page.format(expression)
        return list(texts(composed(told, "own", lambda name: (text, name) if name == "own.html.j2" else None)))

    mode, status, version = ("mode",), ("status",), ("version",)
    assert printed("{{ event.venue.name | upper }}") == [Text("HOUSE A", ("venue", "name"))]
    assert printed("{{ words.headings.agenda | upper }}") == [Text("AGENDA", None, "locale")]
    assert printed('{{ words.modes[event.mode] | replace("In", "Not in") }}') == [
        Text("Not in person and online", mode)
    ]
    assert printed('{{ words.modes.get("none", "no mode") }}') == [Text("no mode")]
    assert printed('{{ [event.status, event.version] | join("/") }}') == [
        Text("provisional", status),
        Text("/", version, "locale"),
        Text("3", version),
    ]
    assert printed('{{ "&" | e | of(event) }}') == [Text("&", ())]
    assert printed('{{ [event.status, event.version] | join(" &amp; " | safe) }}')[1:] == [
        Text(" & ", version, "locale"),
        Text("3", version),
    ]
    assert printed("{{ event.title.upper() }}")[0].origin is None


def test_white_space_is_nothing_to_a_template_whoever_it_is_from(told: Source) -> None:
    """Templates trim what they have made, and ask whether anything is left."""
    page = """<html lang="en"><head><title>T</title></head><body>
    {% set made %} {{ " " | of(event.title) }}{{ "" | of(event) }}{{ words.statuses.confirmed }} {% endset %}
    <p>{{ "more" if made | trim else "nothing" }}</p></body></html>"""
    doc = composed(told, "own", lambda name: (page, name) if name == "own.html.j2" else None)
    assert [text.text for text in texts(doc)] == ["nothing"]
