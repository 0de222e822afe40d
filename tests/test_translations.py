"""Translators get an XLIFF file, and what they send back becomes the event's translations and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import command
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translated import ROOT, TRANSLATIONS, translated_event

from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.source.project import find_project
from conceptnote.source.translation_pairs import translation_pairs
from conceptnote.translate.importing import importing
from conceptnote.translate.overview import overviews
from conceptnote.translate.texts import texts_into, unfolded
from conceptnote.translate.xliff import Unit, WrongFile, read, written

NAMESPACE = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
EVENT = """\
language: [en, fr]
title:
  en: Sharing water
  fr: Partager l’eau    # as on the poster
subtitle: {en: Who decides}
date: 2031-03-04
time: 9:15–10:45
timezone: Europe/Zurich
type: Round table
people:
  okoye: {name: {given: Ngozi, family: Okoye}, functions: {position: {en: Chair, fr: Présidente}}}
panel: [okoye]
questions: {en: [Who calls?, Who pays?]}
sections:
  - heading: {en: Background, fr: Contexte}
    text:
      en: |
        Of 1,240 crossings, *many* ended on the sand.[^sand] Ms Okoye asked why at the time, and nobody knew what
        to answer.

        - tide books
        - radios
    footnotes:
      sand: {en: Nobody was hurt.}
"""
FRENCH = {
    "subtitle": "Qui décide",
    "type": "Table ronde",
    "questions[0]": "Qui appelle ?",
    "questions[1]": "Qui paie ?",
    "sections[0].text": "Sur 1 240 traversées, *beaucoup* finirent sur le sable.[^sand] Mme Okoye demanda pourquoi.\n\n"
    "- livres de marée\n- radios",
    "sections[0].footnotes.sand": "Personne ne fut blessé.",
}


@pytest.fixture
def event(tmp_path: Path) -> Path:
    """A project with an event that is translated in part."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "event.yaml"
    file.write_text(EVENT, encoding="utf-8")
    return file


def exported(event: Path, **targets: str) -> bytes:
    """The file that `export --all` writes, with these translations in it."""
    project = find_project(event)
    assert command.run("translations", "export", "--all", cwd=event.parents[1]).returncode == 0
    document = etree.fromstring((project.root / "out" / "event.fr.xlf").read_bytes())
    for unit in document.iterfind(".//x:trans-unit", NAMESPACE):
        if (target := targets.get(unit.get("id", ""))) is not None:
            for old in unit.findall("x:target", NAMESPACE):
                unit.remove(old)
            new = etree.Element(f"{{{NAMESPACE['x']}}}target")
            new.text = target
            unit.insert(1, new)
    return etree.tostring(document)


def test_another_reader_sees_the_same_units(event: Path, tmp_path: Path) -> None:
    exported(event)
    done = subprocess.run(
        ["node", ROOT / "tests" / "xliff.mjs", tmp_path / "out" / "event.fr.xlf"], capture_output=True, check=True
    )
    found = json.loads(done.stdout)
    assert (found["from"], found["into"]) == ("en", "fr")
    texts = texts_into(find_project(event), "fr")
    assert [(one["name"], one["source"], one["target"] or None) for one in found["units"]] == [
        (text.name, text.source, text.target) for text in texts
    ]


def test_a_translated_file_gives_exactly_the_translations(event: Path, tmp_path: Path) -> None:
    (tmp_path / "back.xlf").write_bytes(exported(event, **FRENCH))
    done = command.run("translations", "import", "back.xlf", "--yes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    missing, texts = [], {text.name: text.target for text in texts_into(find_project(event), "fr")}
    missing = [name for name, target in FRENCH.items() if texts[name] != target]
    assert missing == []
    now = event.read_text(encoding="utf-8")
    kept = [line for line in EVENT.splitlines() if "subtitle" not in line and "type:" not in line]
    gone = [line for line in kept if line not in now.splitlines()]
    assert gone == [line for line in EVENT.splitlines() if line.startswith(("questions", "      sand"))]
    assert "CN19" not in command.run("check", cwd=tmp_path).stdout


def test_an_untouched_file_changes_no_byte(event: Path, tmp_path: Path) -> None:
    (tmp_path / "back.xlf").write_bytes(exported(event))
    done = command.run("translations", "import", "back.xlf", "--yes", cwd=tmp_path)
    assert (done.returncode, "already has every translation" in done.stdout) == (0, True)
    assert event.read_text(encoding="utf-8") == EVENT


def test_the_file_is_xliff_with_notes_and_markup_that_is_kept(event: Path) -> None:
    document = etree.fromstring(exported(event))
    assert document.get("version") == "1.2"
    (file,) = document.iterfind("x:file", NAMESPACE)
    assert (file.get("source-language"), file.get("target-language")) == ("en", "fr")
    units = {unit.get("id"): unit for unit in file.iterfind(".//x:trans-unit", NAMESPACE)}
    prose = units["sections[0].text"]
    assert [one.text for one in prose.iterfind("x:source/x:ph", NAMESPACE)] == ["*", "*", "[^sand]"]
    assert "and nobody knew what to answer." in "".join(prose.find("x:source", NAMESPACE).itertext())
    assert all(unit.findtext("x:note", namespaces=NAMESPACE) for unit in units.values())
    assert "people.okoye.name.family" not in units


def test_a_file_made_from_another_text_is_refused_and_rows_may_move(event: Path) -> None:
    data = exported(event, **FRENCH)
    event.write_text(EVENT.replace("Who decides", "Who pays"), encoding="utf-8")
    with pytest.raises(DiagnosticError) as caught:
        importing(find_project(event), data, "back.xlf")
    assert [(one.code, "Who decides" in one.message) for one in caught.value.diagnostics] == [
        (Code.TRANSLATION_OUTDATED, True)
    ]
    before = "sections:\n  - heading: {en: Aim, fr: But}\n    text: {en: To ask., fr: Demander.}\n"
    event.write_text(EVENT.replace("sections:\n", before), encoding="utf-8")
    found = importing(find_project(event), data, "back.xlf")
    assert found.proposal
    assert "Sur 1 240 traversées" in "\n".join(found.proposal.diff())


def test_names_and_numbers_that_differ_are_reported(event: Path, tmp_path: Path) -> None:
    text = FRENCH["sections[0].text"].replace("Okoye", "Okafor").replace("1 240", "1 420")
    wrong = {**FRENCH, "sections[0].text": text}
    (tmp_path / "back.xlf").write_bytes(exported(event, **wrong))
    done = command.run("translations", "import", "back.xlf", "--dry-run", cwd=tmp_path)
    assert "does not name “Okoye”" in done.stderr + done.stdout
    assert "CN194" in done.stdout + done.stderr
    assert event.read_text(encoding="utf-8") == EVENT


def test_a_translation_is_older_once_its_text_has_changed_until_it_is_accepted(event: Path, tmp_path: Path) -> None:
    run = command.run
    assert "1 older" not in run("translations", "list", cwd=tmp_path).stdout
    assert run("translations", "accept", "--all", cwd=tmp_path).returncode == 0
    assert run("set", "title.en=Sharing rivers", "--yes", cwd=tmp_path).returncode == 0
    listed = run("translations", "list", cwd=tmp_path).stdout
    assert "older    title: Sharing rivers" in listed
    assert "CN199" in run("check", cwd=tmp_path).stdout
    assert run("translations", "accept", "title", cwd=tmp_path).returncode == 0
    assert "CN199" not in run("check", cwd=tmp_path).stdout
    # Both set: they belong together, and the next change of the text alone shows it.
    assert run("set", "title.en=Sharing lakes", "title.fr=Partager les lacs", "--yes", cwd=tmp_path).returncode == 0
    project = find_project(event)
    assert translation_pairs(project).has("fr", "Sharing lakes", "Partager les lacs")
    assert run("set", "title.en=Sharing seas", "--yes", cwd=tmp_path).returncode == 0
    assert [text.name for text in overviews(find_project(event), [])[0].of("older")] == ["title"]


def test_what_cannot_be_done_is_said(event: Path, tmp_path: Path) -> None:
    run = command.run
    for words, says in (
        (("accept", "titel"), "titel"),
        (("accept",), "--all"),
        (("list", "--language", "it"), "no translation into “it”"),
        (("import", "none.xlf", "--yes"), "no such file"),
    ):
        done = run("translations", *words, cwd=tmp_path)
        assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    (tmp_path / "translations.json").write_text("{]", encoding="utf-8")
    assert "delete it" in run("translations", "list", cwd=tmp_path).stderr


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"<xliff/>", b"<html><body/></html>", b"PK\x03\x04",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xliff version="1.2"><file><body/></file></xliff>',
        b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', b"<a>" * 100_000,
    ],
)  # fmt: skip
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(WrongFile):
        read(data)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).map(str.strip).filter(bool),
            st.sampled_from(
                ["*x* and [^1]", "a **b** c", "[here](https://example.org)", "plain", "<b>&amp;</b>", "`*`"]
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_again(pairs: list[tuple[str, str]]) -> None:
    from conceptnote.translate.texts import Text

    texts = [Text((f"t{n}",), (f"t{n}",), f"{one} {two}", f"{two} {one}", True) for n, (one, two) in enumerate(pairs)]
    language, units = read(written(texts, "en", "fr", "data/event.yaml"))
    assert language == "fr"
    assert units == [Unit(text.name, text.source, text.target or "") for text in texts]


def test_the_example_is_translated_by_import(tmp_path: Path) -> None:
    """The example, with Spanish named and none written: the translation of the tests comes in, text by text."""
    shutil.copytree(ROOT / "data" / "images", tmp_path / "data" / "images")
    event = tmp_path / "data" / "event.yaml"
    text = (ROOT / "data" / "event.yaml").read_text(encoding="utf-8")
    spanish = translated_event("es")
    wanted = yaml.safe_load((TRANSLATIONS / "es.yaml").read_text(encoding="utf-8"))
    lockup = "    lockup: {en: with funding from, es: con financiación de}\n    must_name: {en: [x], es: [y]}\n"
    event.write_text(f"language: [en, es]\n{text.rstrip()}\n{lockup}", encoding="utf-8")
    texts = texts_into(find_project(event), "es")
    assert {text.name for text in texts if text.prose} >= {"sections[0].text", "structure", "parties.hsc.description"}

    def spanish_of(path: tuple[str | int, ...]) -> str:
        value = spanish
        for step in path:
            if isinstance(value, dict) and isinstance(step, int):
                continue  # a list of one, written in short
            if not isinstance(value, str):
                value = value[step]
        return value

    given_ = [(text, unfolded(spanish_of(text.path), text.prose)) for text in texts]
    data = written(
        [type(text)(text.path, text.whole, text.source, target, text.prose) for text, target in given_],
        "en", "es", "data/event.yaml",
    )  # fmt: skip
    found = importing(find_project(event), data, "es.xlf")
    assert found.proposal
    found.proposal.write()
    assert [text.name for text in texts_into(find_project(event), "es") if not text.target] == []
    assert {text.name: text.target for text in texts_into(find_project(event), "es")} == {
        text.name: target for text, target in given_
    }
    now = event.read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in comments if line not in now.splitlines()] == []
    assert wanted["title"] in " ".join(now.split())
