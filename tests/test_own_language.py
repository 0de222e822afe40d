"""A project that brings a language: a folder of data, which all commands know, or are told what it lacks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conceptnote.cli import app
from conceptnote.diagnostics import DiagnosticError
from conceptnote.languages.known import FILES, shipped
from conceptnote.source.load import load_event
from conceptnote.source.own_languages import known_languages
from conceptnote.source.project import find_project

FRENCH = Path(__file__).parents[1] / "src" / "conceptnote" / "languages" / "fr"
EVENT = """\
title: {en: Water for all, nl: Water voor iedereen}
language: [nl, en]
date: 2030-03-05
time: 9:15–10:45
timezone: Europe/Amsterdam
venue: Vredespaleis
people: {okoye: {name: Ngozi Okoye}}
panel: [{person: okoye, role: moderator}]
structure:
  nl: De bijeenkomst duurt negentigx minutes.
  en: The event lasts ninety minutes.
"""
NOTE = """\
Notex conceptuelle

Waterx voor iedereen

Datumx: 5 maartx 2030
Plaatsx: Vredespaleis

Contextex

Het water van de rivier en het land van een volk zijn nietx alleen lex lax lesx.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a language."""
    return with_a_language(tmp_path)


def with_a_language(project: Path) -> Path:
    """A project with a language that is the French one with marks added, as a translator would begin."""
    folder = project / "languages" / "nl"
    shutil.copytree(FRENCH, folder)
    for name, changes in {
        "papers": {"fr_FR": "nl_NL", "Note conceptuelle": "Conceptnota", "Lieu": "Plaatsx", "Programme": "Programmax"},
        "words": {"names: [french, fra": "names: [dutch, dut", "[mars]": "[maartx]",
                  "common: [le, la": "common: [lex, lax",
                  "quatre-vingt-dix: 90": "negentigx: 90"},
        "notes": {"Note conceptuelle": "Notex conceptuelle", "[Date, Jour": "[Datumx, Jour", "[Lieu,": "[Plaatsx,",
                  "[Contexte,": "[Contextex,"},
    }.items():  # fmt: skip
        file = folder / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    (project / "data").mkdir()
    (project / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    return project


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_papers_are_built_in_it(project: Path) -> None:
    event = project / "data" / "event.yaml"
    run("build", event, "-f", "html", "-f", "docx", "-f", "pdf", "-o", project / "out", "-q")
    names = {one.name for one in (project / "out").iterdir()}
    assert {"concept-note.pdf", "concept-note.docx", "concept-note.html", "concept-note.en.html"} <= names
    page = (project / "out" / "concept-note.html").read_text(encoding="utf-8")
    assert '<html lang="nl"' in page
    assert "Conceptnota" in page
    assert "Plaatsx" in page
    assert "Dinsdag 5\u00a0maart 2030" in page
    assert "Water voor iedereen" in page
    run("build", event, "-f", "html", "-o", project / "own", "--language", "nl", "-q")
    assert "concept-note.en.html" not in {one.name for one in (project / "own").iterdir()}


def test_checks_know_its_words(project: Path) -> None:
    event = project / "data" / "event.yaml"
    assert "0 errors" not in run("check", event)
    event.write_text(EVENT.replace("ninety", "sixty"), encoding="utf-8")
    told = run("check", event)
    assert "CN" in told  # The event lasts ninety minutes, and one of its texts says otherwise.


def test_status_and_site_are_made_in_it(project: Path) -> None:
    event = project / "data" / "event.yaml"
    run("status", event)
    run("site", event, "-o", project / "www")
    page = next((project / "www").rglob("index.html")).read_text(encoding="utf-8")
    assert '<html lang="nl"' in page
    assert "Nederlands" in page


def test_a_note_in_it_is_read(project: Path) -> None:
    (project / "note.txt").write_text(NOTE, encoding="utf-8")
    shutil.rmtree(project / "data")
    run("init", project, "--from", project / "note.txt", "--no-input")
    event = load_event(project / "data" / "event.yaml").event
    assert event.language == "nl"
    assert event.title == "Waterx voor iedereen"
    assert str(event.date.day) == "2030-03-05"
    assert event.venue is not None
    assert event.venue.name == "Vredespaleis"
    assert '"nl"' in (project / "data" / "event.schema.json").read_text(encoding="utf-8")


def test_the_same_files_are_the_same_language_and_a_project_without_any_has_the_shipped_ones(project: Path) -> None:
    event = project / "data" / "event.yaml"
    assert known_languages(find_project(event)) is known_languages(find_project(event))
    shutil.rmtree(project / "languages")
    assert known_languages(find_project(event)) is shipped()


# Every command knows it, or says what it lacks.

COMMANDS: dict[str, tuple[str, ...]] = {
    "build": ("-q",), "check": (), "status": (), "mail": ("--yes", "-o", "mails"), "changes": ("HEAD",),
    "redline": ("HEAD", "-f", "html", "-o", "red"), "site": ("-o", "www"), "translations": ("list",),
    "merge": ("out/concept-note.docx", "--dry-run"), "set": ("venue=Theater", "--dry-run"), "verify": ("out",),
    "schema": (), "template": ("list",),
}  # fmt: skip


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the language, committed and built, in which the event has changed since."""
    folder = with_a_language(tmp_path_factory.mktemp("committed"))
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "A")):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.org", *command], cwd=folder, check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run("build", "-f", "docx", "-f", "html", "-q")
    event = folder / "data" / "event.yaml"
    event.write_text(EVENT.replace("Vredespaleis", "Stadhuis"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_knows_it(name: str, committed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = shutil.copytree(committed, tmp_path / "project")
    monkeypatch.chdir(folder)
    told = run(name, *COMMANDS[name])
    assert name != "changes" or "Stadhuis au lieu de Vredespaleis" in told


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("template", "schema")])
def test_every_command_says_what_it_lacks(
    name: str, committed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = shutil.copytree(committed, tmp_path / "project")
    change(folder, "papers", "noon: midi\n", "")
    (folder / "languages" / "nl" / "checks.yaml").unlink()
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, [name, *COMMANDS[name]])
    assert done.exit_code, done.output
    assert "languages/nl/checks.yaml: error CN018: the file is missing" in done.output
    assert "“noon” is missing" in done.output


def refused(project: Path) -> list[str]:
    with pytest.raises(DiagnosticError) as error:
        load_event(project / "data" / "event.yaml")
    return [f"{one.location}: {one.message}" for one in error.value.diagnostics]


def change(project: Path, name: str, old: str, new: str) -> None:
    file = project / "languages" / "nl" / f"{name}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_it_lacks_is_told_where_it_is_missing(project: Path) -> None:
    change(project, "papers", "noon: midi\n", "")
    change(project, "papers", "  chair: Présidence\n", "")
    (first,) = refused(project)
    assert "papers.yaml:2:1" in first
    assert "“noon” is missing" in first
    change(project, "papers", "\nmidnight:", "\nnoon: midi\nmidnight:")
    change(project, "words", "hours: [heures, heure]\n", "")
    change(project, "checks", "man: [M, Monsieur]", "person: [M]")
    (project / "languages" / "nl" / "notes.yaml").unlink()
    told = refused(project)
    assert [one for one in told if "notes.yaml" in one and "the file is missing" in one]
    for name, said in (("papers", "chair is missing"), ("words", "“hours” is missing"), ("checks", "should be")):
        assert [one for one in told if f"{name}.yaml:" in one and said in one], (name, told)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("papers", "{start} – {end}", "{start.__class__} – {end}", "must have the places"),
        ("papers", "noon: midi", "noon: !python/name:os.system midi", "tag"),
        ("papers", "noon: midi", 'noon: "mi\\u0007di"', "U+0007"),
        ("words", "[maartx]", "[maartx]\n  - [veertiende]", "at most 12"),
        ("words", "ordinals: [er", f"ordinals: [{'x' * 200}", "at most 100"),
    ],
)
def test_a_stranger_s_data_is_bounded(project: Path, name: str, old: str, new: str, said: str) -> None:
    change(project, name, old, new)
    assert any(said in one for one in refused(project)), refused(project)


def test_it_is_in_the_project_small_and_named_by_a_code(project: Path) -> None:
    folder = project / "languages" / "nl"
    (folder / "checks.yaml").write_text("# " + "x" * 1_200_000, encoding="utf-8")
    assert "larger than 1 MB" in refused(project)[0]
    (folder / "checks.yaml").unlink()
    (folder / "checks.yaml").symlink_to(FRENCH / "checks.yaml")
    assert "points outside the project" in refused(project)[0]
    folder.rename(project / "languages" / "Dutch")
    assert "cannot be the name of a language" in refused(project)[0]
    assert {one.stem for one in FRENCH.iterdir()} == set(FILES)


def test_its_words_are_looked_for_as_they_are(project: Path) -> None:
    """Nothing in a word is a pattern, so no text can keep a pattern of a stranger at work."""
    change(project, "checks", "rooms: [Salle de conférence", 'rooms: ["(a+)+$", Salle de conférence')
    (project / "data" / "event.yaml").write_text(EVENT + f"registration: {'a' * 1500}!\n", encoding="utf-8")
    run("check", project / "data" / "event.yaml")
