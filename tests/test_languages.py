"""An event in several languages: texts for each, times and people once, and papers of each under one manifest."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import command
import pikepdf
import pytest
import strategies
import yaml
from docx import Document
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conceptnote.build.formats import FORMATS
from conceptnote.build.lint import Report, lint
from conceptnote.build.manifest import Manifest
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, check_built, opened_for
from conceptnote.build.run import unchanged as unchanged_in
from conceptnote.build.verify import built_to_be_proven, verify
from conceptnote.check.event.quantities import quantities, unmatched
from conceptnote.check.event.texts import texts
from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.languages.known import shipped, shipped_tags
from conceptnote.read.language import language_of
from conceptnote.schema.event import Event
from conceptnote.schema.jsonschema import event_json_schema
from conceptnote.schema.languages import place_at
from conceptnote.source.include import Includes
from conceptnote.source.languages import in_language
from conceptnote.source.load import Source, load_event, load_languages
from conceptnote.source.project import find_project
from conceptnote.source.templates import shipped_folder
from conceptnote.source.yaml_tree import read_yaml

SHAPE = Path(__file__).parent / "events" / "two-languages.yaml"
TODAY = date(2030, 3, 1)
HEAD = "date: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
BOTH = """\
language: [en, fr]
title: {en: Sharing water, fr: Partager l’eau}
agenda:
  - {time: 9:30, item: {en: Opening, fr: Ouverture}}
  - {time: 10:00, item: {en: Rivers, fr: Fleuves}}
"""


def unchanged(request: Request) -> Build | None:
    """What a build of an event that is opened anew would leave as it is."""
    return unchanged_in(request, opened_for(request))


def write(folder: Path, text: str = BOTH, **others: str) -> Path:
    """An event file of a project; the others are named without their ending, beside its folder."""
    for name, content in others.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    file = folder / "data" / "event.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + HEAD, encoding="utf-8")
    return file


def loaded(file: Path, *values: str, asked: tuple[str, ...] = ()) -> list[Source]:
    return load_languages(find_project(file, values), asked)


def titles(file: Path, *values: str) -> list[str]:
    return [source.event.title for source in loaded(file, *values)]


def refused(file: Path, *values: str) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        loaded(file, *values)
    return caught.value.diagnostics


def place(problem: Diagnostic) -> tuple[int, str]:
    assert problem.location is not None
    return problem.location.line, format_path(problem.path)


def made(file: Path, pool: Pool | None = None, **options: Any) -> Build:
    return build(Request(file, **{"formats": ["html"], **options}), pool=pool)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file() and "manifest" not in path.name)


def report(file: Path, *languages: str) -> Report:
    return lint(file, TODAY, languages=languages)


def found(file: Path, code: str, *languages: str) -> list[Diagnostic]:
    return [one for one in report(file, *languages).diagnostics if one.code.code == code]


# The event file


def test_each_language_reads_its_texts_and_all_the_same_facts(tmp_path: Path) -> None:
    text = """\
language: [fr, en]
title: {en: Water, fr: Eau}
venue: {en: Town hall, fr: Mairie}
questions: {fr: [Qui ?, Quand ?], en: [Who?, When?]}
people:
  en: {name: {given: {en: Anne, fr: Anna}, family: B}, functions: {en: Skipper, fr: Batelière}}
  fr: {name: François}
parties: {fr: {name: Forum, url: {en: https://example.org/en, fr: https://example.org/fr}}}
tracks: {en: Rivers, fr: {en: Lakes, fr: Lacs}}
panel: [en, fr]
"""
    file = write(tmp_path, text)
    french, english = (source.event for source in loaded(file))
    assert (french.language, english.language, load_event(file).event) == ("fr", "en", french)
    assert (french.title, english.title) == ("Eau", "Water")
    assert french.venue
    assert english.venue
    assert (french.venue.name, english.venue.name) == ("Mairie", "Town hall")
    assert (french.questions, english.questions) == (["Qui ?", "Quand ?"], ["Who?", "When?"])
    assert set(french.people) == set(english.people) == {"en", "fr"}
    assert english.people["en"].name.given == "Anne"  # type: ignore[union-attr] # it is given in parts
    assert [one.position for one in french.people["en"].functions] == ["Batelière"]
    assert str(english.parties["fr"].url) == "https://example.org/en"
    assert (french.tracks["en"].title, french.tracks["fr"].title, english.tracks["fr"].title) == (
        "Rivers", "Lacs", "Lakes",
    )  # fmt: skip
    assert french.time == english.time


def test_one_language_is_as_it_was_and_may_have_texts_by_language(tmp_path: Path) -> None:
    (source,) = loaded(write(tmp_path, "title: {en: Water}\n"))
    assert (source.event.title, source.event.language, source.languages, source.edition) == (
        "Water",
        "en",
        ("en",),
        None,
    )
    (french,) = loaded(write(tmp_path, "language: fr\ntitle: Eau\n"))
    assert (french.event.language, french.edition) == ("fr", None)


@pytest.mark.parametrize(
    ("text", "line", "path", "says", "hint"),
    [
        ("language: [en, nl]\ntitle: T\n", 1, "language[1]", "“nl” is not a language", "there are: "),
        ("language: [en, en]\ntitle: T\n", 1, "language[1]", "named twice", "once"),
        ("language: []\ntitle: T\n", 1, "language", "no language is named", "[en, ar]"),
        ("language: {en: x}\ntitle: T\n", 1, "language", "not a record", "keep one of them: en"),
        (
            "language: [en, fr]\ntitle:\n  en: T\n  fn: U\n",
            4,
            "title.fn",
            "“fn” is not a language",
            "there are: ",
        ),
        ("title:\n  nl: T\n", 2, "title.nl", "“nl” is not a language", "there are: "),
        (
            "title: {en: T, fr: U}\n",
            1,
            "title.fr",
            "text in “fr”, but there are no papers in it",
            "language: [en, fr]",
        ),
        ("language: [en, fr]\ntitle: {en: T, fr: ''}\n", 2, "title.fr", "the text is empty", "write the text"),
        ("language: [en, fr]\ntitle: {en: T, fr: {en: V}}\n", 2, "title.fr", "expected a text", "write a text"),
        ("language: [en, fr]\ntitle: T\nvenue: {en: V, room: R}\n", 3, "venue.en", "no key “en” here", "name, room"),
        ("title: {teh: T}\n", 1, "title.teh", "“teh” is not a language", "there are"),
        ("title: {name: T}\n", 1, "title", "expected a text, found a record", "write a text"),
    ],
)
def test_what_is_wrong_with_languages_is_told_at_its_place(
    text: str, line: int, path: str, says: str, hint: str, tmp_path: Path
) -> None:
    problems = refused(write(tmp_path, text))
    problem = next(one for one in problems if says in one.message)
    assert place(problem) == (line, path)
    assert hint in (problem.hint or "")


def test_a_problem_of_all_languages_is_told_once_and_one_of_french_alone_too(tmp_path: Path) -> None:
    text = "language: [en, fr]\ntitle: {en: T, fr: U}\nsubtitle: {en: T, fr: [U]}\nvenue: {rom: R}\n"
    problems = [(place(one), one.message) for one in refused(write(tmp_path, text))]
    assert len(problems) == len(set(problems)) == 3
    assert [path for (_, path), _ in problems].count("subtitle.fr") == 1


def test_a_file_that_several_events_include_may_have_more_languages_than_one_of_them(tmp_path: Path) -> None:
    people = "amari: {name: Leïla Amari, functions: {en: Skipper, fr: Batelière}}\n"
    file = write(tmp_path, "title: T\npeople: !include ../people.yaml\npanel: [amari]\n", people=people)
    (source,) = loaded(file)
    assert source.event.people["amari"].functions[0].position == "Skipper"
    at = source.source_map.locate(("people", "amari", "functions", 0, "position"))
    assert (Path(at.file).name, at.line) == ("people.yaml", 1)


def test_values_are_set_for_one_language_or_for_all(tmp_path: Path) -> None:
    file = write(tmp_path, BOTH + "venue: {en: Town hall, fr: Mairie}\nsubtitle: Once\n")
    assert titles(file, "title.fr=L’eau") == ["Sharing water", "L’eau"]
    assert titles(file, "title=H2O") == ["H2O", "H2O"]
    rows = [source.event.agenda[1].item for source in loaded(file, "agenda[1].item.en=Lakes")]
    assert rows == ["Lakes", "Fleuves"]
    # What stands once, stands for the other language still; a record that is written in short is spelt out.
    assert [source.event.subtitle for source in loaded(file, "subtitle.fr=Une fois")] == ["Once", "Une fois"]
    venues = [source.event.venue for source in loaded(file, "venue.room=XX")]
    assert [(venue.name, venue.room) for venue in venues if venue] == [("Town hall", "XX"), ("Mairie", "XX")]
    assert titles(file, "language=fr") == ["Partager l’eau"]
    (problem,) = refused(file, "title.nl=Water")
    assert (str(problem.location), "no key “nl”" in problem.message) == ("--set title.nl", True)
    (french,) = (one for one in loaded(file, "title.fr=L’eau") if one.edition)
    assert str(french.source_map.locate(("title",))) == "--set title.fr"


def test_editors_take_a_text_or_one_for_each_language() -> None:
    schema = Draft202012Validator(event_json_schema())

    def complaints(text: str) -> list[str]:
        return [error.json_path for error in schema.iter_errors(read_yaml(text + HEAD, "event.yaml")[0])]

    right = "venue: {en: Town hall, fr: Mairie}\nquestions: {en: [Who?], fr: [Qui ?]}\nregistration: {en: A, fr: B}\n"
    for text in ("title: T\n", "title: {en: T}\n", "title: T\nlanguage: fr\n", BOTH, BOTH + right):
        assert complaints(text) == [], text
    for text in ("title: {nl: T}\n", "title: {}\n", "title: {en: [T]}\n", "title: T\nlanguage: [en, en]\n",
                 "title: T\nlanguage: [nl]\n", "title: T\nquestions: {en: 1}\n"):  # fmt: skip
        assert complaints(text) != [], text


def by_language(draw: st.DataObject, value: Any, path: DataPath) -> tuple[Any, Any, Any]:
    """A value of an event with some of its texts by language: as written, and as it is in English and in French."""
    here = place_at(path, Event)
    if isinstance(value, str) and here.by_language and draw.draw(st.booleans()):
        other = f"{value} bis"
        return {"en": value, "fr": other}, value, other
    if isinstance(value, dict):
        parts = {key: by_language(draw, one, (*path, key)) for key, one in value.items()}
        made = [{key: one[at] for key, one in parts.items()} for at in range(3)]
        return made[0], made[1], made[2]
    if isinstance(value, list):
        items = [by_language(draw, one, (*path, at)) for at, one in enumerate(value)]
        texts_alone = all(isinstance(one, str) for one in value) and here.by_language
        if texts_alone and value and all(isinstance(one[0], str) for one in items) and draw.draw(st.booleans()):
            return {"en": value, "fr": [*value, "bis"]}, value, [*value, "bis"]
        return [one[0] for one in items], [one[1] for one in items], [one[2] for one in items]
    return value, value, value


@examples(12, fuzz=400, shrink=False)
@given(data=strategies.events(), draw=st.data())
def test_resolving_leaves_no_text_by_language_and_marks_lead_to_each(
    data: strategies.Data, draw: st.DataObject
) -> None:
    data = data | {"language": "en"}
    written, english, french = by_language(draw, data, ())
    written |= {"language": ["en", "fr"]}
    with TemporaryDirectory() as folder:
        whole = load_event(strategies.write_project(Path(folder) / "one", data))
        file = strategies.write_project(Path(folder) / "two", written)
        source = load_event(file)
        assert source.event == whole.event
        raw, marks, _ = Includes(find_project(file)).read_event()
    resolved, there, problems = in_language(raw, "fr", ("en", "fr"), marks, shipped())
    assert (resolved, problems) == (yaml.safe_load(strategies.as_yaml(french | {"language": "fr"})), [])
    assert in_language(raw, "en", ("en", "fr"), marks, shipped())[0] == yaml.safe_load(strategies.as_yaml(english))
    for path in leaves(resolved):
        assert value_at(raw, there.in_file(path)) == value_at(resolved, path) or path == ("language",), path
        assert there.locate(path).line > 1 or len(path) == 1
    for said in texts(source.event):
        real = source.source_map.trim(source.source_map.in_file(said.path))
        assert real in source.source_map.values


def leaves(value: Any, path: DataPath = ()) -> Iterator[DataPath]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if below is None:
        yield path
    for step, one in below or ():
        yield from leaves(one, (*path, step))


def value_at(value: Any, path: DataPath) -> Any:
    for step in path:
        value = value[step]
    return value


# The papers


def test_both_languages_are_built_and_each_is_in_its_own(tmp_path: Path, pool: Pool) -> None:
    file = tmp_path / "data" / "event.yaml"
    shutil.copytree(SHAPE.parent, file.parent)
    shutil.copy(SHAPE, file)
    done = made(file, pool, formats=["pdf", "docx", "html"])
    assert done.warnings == []
    out = tmp_path / "out"
    entries = Manifest.read(out).records
    assert {(one.language, one.acknowledgement) for one in entries.values()} == {("en", "proven"), ("fr", "proven")}
    for paper in ("concept-note", "programme"):
        english, french = said_by(out / f"{paper}.pdf"), said_by(out / f"{paper}.fr.pdf")
        assert "The ferry that forgot the tide" in english
        assert "Le bac qui oublia la marée" in french
        assert "Tuesday, 13 May 2031" in english
        assert "Mardi 13 mai 2031" in french
        assert not [word for word in (" the ", "with ", "Tuesday", "ferry that") if word in french]
        assert not [word for word in (" les ", " et ", "mardi", "bac qui") if word in english]
        assert clock_times(english) == clock_times(french)
        assert len(clock_times(english)) >= 5
        words = [words_of(out / f"{paper}{one}.docx") for one in ("", ".fr")]
        assert "forgot the tide" in words[0]
        assert "oublia la marée" in words[1]
        assert "forgot the tide" not in words[1]
        assert clock_times(words[0]) == clock_times(words[1])
        for suffix, language in (("", "en"), (".fr", "fr")):
            for form in ("pdf", "docx", "html"):
                assert language_of((out / f"{paper}{suffix}.{form}").read_bytes()) == language, (paper, form)
        with pikepdf.open(out / f"{paper}.fr.pdf") as pdf:
            assert str(pdf.Root.Lang) == "fr"
    assert len(verify(file, built_to_be_proven(out))) == len(entries) == 12


def said_by(pdf: Path) -> str:
    return " ".join(subprocess.check_output(["pdftotext", pdf, "-"], text=True).split())


def words_of(docx: Path) -> str:
    body = Document(str(docx)).element.body
    return "\n".join(one.text for one in body.iter() if one.tag.endswith("}t") and one.text)


def clock_times(text: str) -> set[str]:
    spaced = re.sub(r"[\u00a0\u202f]", " ", text)
    found = {one for quantity in quantities(spaced) for one in quantity.readings if one.startswith("time ")}
    return {one for one in found if int(one.split()[1]) >= 8 * 60}


def test_files_have_the_names_of_their_language_and_audience(tmp_path: Path) -> None:
    text = BOTH + "sections:\n  - {heading: {en: Costs, fr: Frais}, text: {en: Yes., fr: Oui.}, audience: funder}\n"
    file = write(tmp_path, text)
    made(file, formats=["html", "ics"], documents=["programme"])
    made(file, audience="funder", documents=["concept-note"])
    made(file, documents=["run-of-show"])
    out = tmp_path / "out"
    assert names(out) == [
        "concept-note.fr.funder.html", "concept-note.funder.html", "event.fr.ics", "event.ics", "programme.fr.html",
        "programme.html",
    ]  # fmt: skip
    assert names(out / "internal") == ["run-of-show.fr.html", "run-of-show.html"]
    assert "Frais" in (out / "concept-note.fr.funder.html").read_text(encoding="utf-8")
    for language in shipped_tags():
        (problem,) = refused(write(tmp_path, text.replace("audience: funder", f"audience: {language}")))
        assert "in the names of files in a language" in problem.message


def test_pages_on_sheets_and_files_for_each_have_their_language(tmp_path: Path, pool: Pool) -> None:
    text = BOTH + "people: {keita: {name: Oulie Keita}}\npanel: [keita]\n"
    done = made(write(tmp_path, text), pool, formats=["pdf"], documents=["programme"], paper="a5", impose=["booklet"])
    files = [output.path.name for output in done.outputs]
    assert files == ["programme.booklet-a4.pdf", "programme.pdf", "programme.fr.booklet-a4.pdf", "programme.fr.pdf"]
    made(write(tmp_path, text), documents=["speaker-brief"], split=True)
    assert names(tmp_path / "out" / "internal") == ["speaker-brief.for-keita.html", "speaker-brief.fr.for-keita.html"]
    assert unchanged(Request(write(tmp_path, text), formats=["html"], documents=["speaker-brief"], split=True))


def test_only_what_is_asked_for_is_built_and_nothing_twice(tmp_path: Path) -> None:
    file = write(tmp_path)
    request = Request(file, formats=["html"])
    made(file, languages=["fr"])
    assert names(tmp_path / "out") == ["concept-note.fr.html", "programme.fr.html"]
    assert unchanged(request) is None
    assert unchanged(Request(file, formats=["html"], languages=["fr"])) is not None
    made(file)
    there = unchanged(request)
    assert there is not None
    assert len(there.outputs) == 4
    assert all(output.seconds is None for output in made(file).outputs)
    check_built(request)
    (tmp_path / "out" / "programme.fr.html").unlink()
    assert unchanged(request) is None
    with pytest.raises(DiagnosticError, match="the file is missing"):
        check_built(request)


def test_a_language_that_is_asked_for_and_not_there_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, "title: T\n")
    with pytest.raises(DiagnosticError) as caught:
        made(file, languages=["fr"])
    (problem,) = caught.value.diagnostics
    assert str(problem.location) == "--language"
    assert "language: [en, fr]" in (problem.hint or "")
    assert caught.value.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_language_that_is_taken_out_takes_its_files_along(tmp_path: Path) -> None:
    file = write(tmp_path)
    made(file, formats=list(FORMATS)[2:6])
    made(file, audience=None, documents=["invitation"])
    out = tmp_path / "out"
    assert "event.fr.ics" in names(out)
    assert "invitation.fr.html" in names(out)
    (out / "programme.fr.html").write_text("mine", encoding="utf-8")
    write(tmp_path, "title: Sharing water\n")
    done = made(file, documents=["programme"])
    assert sorted(path.name for path in done.removed) == [
        "concept-note.fr.html", "event.fr.ics", "event.fr.json", "invitation.fr.html", "programme.fr.csv",
    ]  # fmt: skip
    assert "programme.fr.html" in names(out)  # which somebody has changed
    write(tmp_path, BOTH.replace("[en, fr]", "[fr, en]"))
    made(file, documents=["programme"])
    assert {"programme.html", "programme.en.html"} <= set(names(out))
    assert "Partager" in (out / "programme.html").read_text(encoding="utf-8")


def test_files_of_a_language_that_was_not_built_stay_with_a_warning(tmp_path: Path, pool: Pool) -> None:
    file = write(tmp_path)
    made(file, pool, formats=("pdf", "docx"))
    write(tmp_path, BOTH.replace("Opening", "Welcome"))
    done = made(file, pool, formats=("pdf", "docx"), languages=["en"])
    assert not done.removed
    stale = sorted(Path(one.location.file).name for one in done.warnings if one.location)
    assert stale == ["concept-note.fr.docx", "concept-note.fr.pdf", "programme.fr.docx", "programme.fr.pdf"]


def test_nothing_is_put_in_place_where_one_language_fails(tmp_path: Path) -> None:
    file = write(tmp_path)
    made(file)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    write(tmp_path, BOTH + 'sections:\n  - {heading: A, text: {en: Once more., fr: "Une note[^a]."}}\n')
    with pytest.raises(DiagnosticError) as caught:
        made(file)
    (problem,) = caught.value.diagnostics
    assert place(problem) == (6 + 1, "sections[0].text.fr")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_calendars_know_one_event_in_every_language(tmp_path: Path) -> None:
    file = write(tmp_path, BOTH + "calendar_rows: true\n")
    made(file, formats=["ics", "json"])
    calendars = [(tmp_path / "out" / name).read_text(encoding="utf-8") for name in ("event.ics", "event.fr.ics")]
    uids = [re.findall(r"^UID:(\S+)", text, re.M) for text in calendars]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 3
    assert "SUMMARY:Ouverture" in calendars[1]
    assert "SUMMARY:Opening" in calendars[0]
    linked = [(tmp_path / "out" / name).read_text(encoding="utf-8") for name in ("event.json", "event.fr.json")]
    assert all(uid in text for text in linked for uid in uids[0])
    made(file, formats=["ics"], languages=["fr"], force=True)
    assert re.findall(r"^UID:(\S+)", (tmp_path / "out" / "event.fr.ics").read_text(), re.M) == uids[0]


def test_the_acknowledgement_is_looked_for_in_the_language_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "data" / "event.yaml"
    shutil.copytree(SHAPE.parent, file.parent)
    shutil.copy(SHAPE, file)
    made(file)
    page = tmp_path / "out" / "programme.fr.html"
    verify(file, [page])
    text = page.read_text(encoding="utf-8")
    assert "avec le soutien financier du" in text
    page.write_text(text.replace("avec le soutien financier du", "with funding from"), encoding="utf-8")
    with pytest.raises(DiagnosticError) as caught:
        verify(file, [page])
    assert all(one.code is Code.ACKNOWLEDGEMENT for one in caught.value.diagnostics)


def test_each_language_is_proven_before_any_is_put_in_place(tmp_path: Path) -> None:
    file = tmp_path / "data" / "event.yaml"
    shutil.copytree(SHAPE.parent, file.parent)
    shutil.copy(SHAPE, file)
    text = (shipped_folder() / "invitation.html.j2").read_text(encoding="utf-8")
    (tmp_path / "templates").mkdir()
    assert text.count("{{ parts.page_footer() }}") == 1
    footer = "{{ parts.page_footer() }}"
    english_alone = text.replace(footer, f'{{% if event.language == "en" %}}{footer}{{% endif %}}')
    (tmp_path / "templates" / "invitation.html.j2").write_text(english_alone, encoding="utf-8")
    made(file, documents=["invitation"], languages=["en"], output_dir=tmp_path / "en")
    with pytest.raises(DiagnosticError) as caught:
        made(file, documents=["invitation"])
    assert {Path(one.location.file).name for one in caught.value.diagnostics if one.location} == {"invitation.fr.html"}
    assert not (tmp_path / "out").exists()


def test_the_profile_gives_a_text_that_the_event_has_in_another_language_alone(tmp_path: Path) -> None:
    text = BOTH + (
        "parties: {fund: {name: Water Fund, roles: funder}}\n"
        "funders: [{party: fund, profile: eu, lockup: {fr: Avec l’aide du Fonds}, text_only: true,\n"
        "  variables: {granting_authority: {en: the Fund, fr: le Fonds}}}]\n"
    )
    english, french = loaded(write(tmp_path, text))
    (one,), (other,) = english.event.funders, french.event.funders
    assert one.lockup == "Funded by the European Union"
    assert other.lockup == "Avec l’aide du Fonds"
    assert "the Fund" in (one.disclaimer or "")
    assert "ou du Fonds" in (other.disclaimer or "")
    assert english.source_map.locate(("funders", 0, "lockup")) == english.source_map.locate(("funders", 0, "profile"))
    assert [place(problem) for problem in found(write(tmp_path, text), "CN193")] == []


def test_a_collection_is_made_in_the_languages_of_all_its_events(tmp_path: Path) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    for name, language in (("a", "[en, fr]"), ("b", "[fr, en]"), ("c", "[en, fr]")):
        text = (
            BOTH.replace("[en, fr]", language)
            .replace("Sharing water", f"Water {name}")
            .replace("l’eau", f"l’eau {name}")
        )
        (folder / f"{name}.yaml").write_text(text + HEAD, encoding="utf-8")
    command = ["build", "-f", "html", *(f"events/{name}.yaml" for name in "abc")]
    subprocess.run(
        [str(Path(sys.executable).with_name("conceptnote")), *command], cwd=tmp_path, check=True, capture_output=True
    )
    out = tmp_path / "out"
    assert {"overview.html", "overview.fr.html"} <= set(names(out))
    english, french = ((out / name).read_text(encoding="utf-8") for name in ("overview.html", "overview.fr.html"))
    assert "Water a" in english
    assert "l’eau b" in english  # which is in French first
    assert all(f"l’eau {name}" in french for name in "abc")
    assert "Water" not in french


# What is missing, and what has drifted


def test_final_papers_lack_no_translation_of_their_language(tmp_path: Path) -> None:
    file = write(tmp_path, BOTH + "subtitle: {en: In dry years}\ntheme: Once for all\n")
    with pytest.raises(DiagnosticError) as caught:
        made(file, final=True)
    assert {place(one) for one in caught.value.diagnostics} == {(6, "subtitle.fr"), (7, "theme")}
    assert {one.code for one in caught.value.diagnostics} == {Code.NOT_FINAL}
    made(file, final=True, languages=["en"])
    text = BOTH + "subtitle: {en: In dry years}\nchecks: {CN193: {severity: 'off', reason: Agreed.}}\n"
    made(write(tmp_path, text), final=True)
    page = (tmp_path / "out" / "programme.fr.html").read_text(encoding="utf-8")
    assert "In dry years" in page
    assert "Partager" in page


def test_a_build_counts_the_texts_that_a_language_lacks_and_names_the_command_that_lists_them(tmp_path: Path) -> None:
    lacking = BOTH.replace("{en: Opening, fr: Ouverture}", "Opening").replace("{en: Rivers, fr: Fleuves}", "Rivers")
    lacking += "venue: {name: Old Customs House, room: Room 4}\n"  # A name may be the same in every language.
    file = write(tmp_path, lacking)
    (said,) = made(file, formats=("html",)).warnings
    assert said.code is Code.UNTRANSLATED
    assert "2 texts are missing in “fr”" in said.message
    assert said.path == ("language",)
    command = (said.hint or "").rpartition("run: ")[2].split()
    assert command == ["conceptnote", "check", str(file), "--language", "fr"]
    assert len(found(file, "CN193", command[-1])) == 2
    assert not made(file, formats=("html",), languages=("en",)).warnings
    for whole in (BOTH, lacking + 'checks: {CN193: {severity: "off", reason: The names stay.}}\n'):
        assert not made(write(tmp_path, whole), formats=("html",)).warnings


def told_of(problems: Iterable[Diagnostic]) -> set[tuple[str, DataPath]]:
    """What is found; what no paper prints is told of one language for all."""
    return {(one.code.code, one.path[:1] if one.code.code == "CN169" else one.path) for one in problems}


def test_a_finding_is_told_once_whatever_language_it_is_met_in(tmp_path: Path) -> None:
    text = BOTH.replace("time: 10:00,", "time: 9:20,") + (
        "structure:\n  en: We meet on Tuesday, 5 March 2030.\n  fr: Nous nous voyons le mercredi 5 mars 2030.\n"
    )
    file = write(tmp_path, text)
    whole = report(file).diagnostics
    places = [(one.code.code, *place(one)) for one in whole]
    assert len(places) == len(set(places))
    assert ("CN101", 8, "structure.fr") in places
    english, french = report(file, "en").diagnostics, report(file, "fr").diagnostics
    assert "CN101" not in {one.code.code for one in english}
    assert told_of(whole) == told_of([*english, *french])
    assert len(whole) < len(english) + len(french)


def test_pages_are_looked_at_in_each_language_and_named(tmp_path: Path, pool: Pool) -> None:
    long = " ".join(["traversée"] * 40)
    file = write(tmp_path, BOTH.replace("Partager l’eau", long) + "checks: {CN187: {limit: 3}}\n")
    (problem,) = (one for one in lint(file, TODAY, pool=pool).diagnostics if one.code.code == "CN187")
    assert (place(problem), "concept-note.fr, programme.fr" in problem.message) == ((2, "title.fr"), True)


def test_the_command_line_takes_languages(tmp_path: Path) -> None:
    write(tmp_path, BOTH + "subtitle: {en: Once}\n")

    run = partial(command.run, cwd=tmp_path)
    assert run("build", "-f", "html", "--language", "fr").returncode == 0
    assert names(tmp_path / "out") == ["concept-note.fr.html", "programme.fr.html"]
    assert run("build", "-f", "html", "--language", "fr,en", "-q").returncode == 0
    assert len(names(tmp_path / "out")) == 4
    assert "CN193" in run("check", "--language", "fr").stdout
    assert "CN193" not in run("check", "--language", "en").stdout
    wrong = run("build", "--language", "nl")
    assert (wrong.returncode, "there are: " in wrong.stderr) == (2, True)


def test_a_missing_text_is_told_at_its_place_and_names_are_left_alone(tmp_path: Path) -> None:
    text = BOTH + (
        "venue: {name: Palais des Nations, room: Room XX}\n"
        "people: {amari: {honorific: Ms, name: Leïla Amari}}\nparties: {irf: {name: River Forum, roles: organiser}}\n"
        "panel: [{person: amari, role: moderator}]\nquestions: [Who decides?, When?]\nsymbol: A/79/1\ntype: Q & A\n"
        "internal: Bring tea.\n"
    )
    there = [place(one) for one in found(write(tmp_path, text), "CN193")]
    assert there == [(7, "people.amari.honorific"), (10, "questions[0]")]


def test_events_with_people_in_common_are_compared_in_each_language(tmp_path: Path) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    for name, language in (("a", "[en, fr]"), ("b", "[fr, en]")):
        text = BOTH.replace("[en, fr]", language) + "venue: {name: Palais, room: XX}\n"
        (folder / f"{name}.yaml").write_text(text + HEAD, encoding="utf-8")
    both = lint([folder / "a.yaml", folder / "b.yaml"], TODAY).diagnostics
    (taken,) = (one for one in both if one.code.code == "CN192")
    assert "Partager l’eau" in taken.message  # The second is in French first, and is told of the first in French.


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("At 9:30 a.m. on 1 March 2030", "À 9 h 30 le 1er mars 2030"),
        ("9.30–10.45, or 2 to 3.30 p.m.", "de 9h30 à 10h45, ou de 14 h à 15h30"),
        ("1,000 people and €5 million", "1\u202f000 personnes et 5 millions d’euros"),
        ("$1,500,000 and 3.5 per cent", "1,5 million de dollars et 3,5\u00a0%"),
        ("in the 21st century, for 15 years", "au XXIe siècle, pour quinze ans"),
        ("a 90-minute panel at noon", "une table ronde d’1 h 30 à 12 h"),
        ("at 2 p.m. and at 14.00", "à 14 heures"),
        ("10–12 June 2030, A/RES/79/1, COP21", "du 10 au 12 juin 2030, A/RES/79/1, COP 21"),
        ("5 March 2030 for € 2,500", "05/03/2030, pour 2 500 €"),
        ("three of five, twice", "3 sur 5, 2 fois"),
        ("midnight", "0 h 00"),
    ],
)
def test_what_is_only_written_otherwise_has_not_drifted(english: str, french: str) -> None:
    one, other = quantities(english), quantities(french)
    assert [quantity.text for quantity in unmatched(one, other)] == []
    assert [quantity.text for quantity in unmatched(other, one)] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [("at 9:30", "à 9 h 45"), ("5 March", "6 mars"), ("€5", "6 €"), ("120 seats", "130 places"), ("1,000", "10 000"),
     ("3.5 %", "3,4 %"), ("2 p.m.", "2 h")],
)  # fmt: skip
def test_what_differs_has_drifted(english: str, french: str) -> None:
    one, other = quantities(english), quantities(french)
    assert unmatched(one, other)
    assert unmatched(other, one)


@examples(60)
@given(
    st.lists(st.sampled_from(["9:30", "14 h", "5 March 2030", "1,000", "€5", "3.5 %", "120", "10–12 June"]), max_size=6)
)
def test_no_text_differs_from_itself(parts: list[str]) -> None:
    text = "; ".join(parts)
    assert unmatched(quantities(text), quantities(text)) == []


def test_parts_that_one_language_lacks_are_counted(tmp_path: Path) -> None:
    text = (
        BOTH
        + """\
questions: {en: [One?, Two?], fr: [Une ?]}
sections:
  - heading: {en: Purpose, fr: But}
    text:
      en: |
        First.[^a]

        Second.

        - an item
        - another
      fr: |
        Premier.[^a]

        - un point
    footnotes: {a: {en: Note., fr: Note.}}
"""
    )
    said = {format_path(one.path): one.message for one in found(write(tmp_path, text), "CN194")}
    assert said["questions.fr"] == "“en” has 2 texts, and “fr” 1"
    messages = [one.message for one in found(write(tmp_path, text), "CN194")]
    assert "“en” has 2 paragraphs, and “fr” 1" in messages
    assert "“en” has 2 list items, and “fr” 1" in messages


def test_the_language_of_a_file_from_anywhere(tmp_path: Path) -> None:
    for data in (b"", b"%PDF-1.7 broken", b"PK\x03\x04broken", b"<html>", b"<!doctype html><p>x", b"\xff" * 50):
        assert language_of(data) is None
    assert language_of(b"<!DOCTYPE html>\n<html data-x='y' lang=FR-ca>") == "fr"
    file = io.BytesIO()
    pdf = pikepdf.new()
    pdf.Root.Lang = pikepdf.String("fr-FR")
    pdf.save(file)
    assert language_of(file.getvalue()) == "fr"
    made_up = pikepdf.new()
    made_up.Root.Lang = pikepdf.Array([1])
    made_up.save(file := io.BytesIO())
    assert language_of(file.getvalue()) is None


def test_the_manifest_names_the_languages(tmp_path: Path) -> None:
    made(write(tmp_path))
    entries = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {(one["file"].count(".fr."), one["language"]) for one in entries} == {(0, "en"), (1, "fr")}
    assert all(one["languages"] == ["en", "fr"] for one in entries)
