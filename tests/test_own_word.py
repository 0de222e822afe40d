"""Our own Word files come back: every value that a paper prints, in its field, in any language, edited or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import yaml
from examples import examples, some_quick
from hypothesis import given, reject
from hypothesis import strategies as st
from own_papers import TODAY, CannotBeBuilt, Reading, read_back
from pages import office_converts
from returning import Word
from strategies import events, write_project
from test_word_template import template

from conceptnote.build.lint import lint
from conceptnote.diagnostics import Severity
from conceptnote.doc.value_names import ValueNames, code_of, path_of
from conceptnote.languages.known import shipped
from conceptnote.ooxml.xml import qualified
from conceptnote.read.manuscript import Paragraph, Run
from conceptnote.recognise.ours.pieces import Line, Piece
from conceptnote.recognise.ours.said import Said
from conceptnote.recognise.ours.texts import prepared
from conceptnote.recognise.ours.times import Times
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.words import fold, load_words

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "data" / "event.yaml"
SHAPES = {path.stem: path for path in (ROOT / "tests" / "events").glob("*.yaml") if path.stem != "two-languages"}
NOTE, PROGRAMME = "concept-note", "programme"
PAPERS = (NOTE, PROGRAMME)
BILINGUAL = ("concept-note-bilingual", "programme-bilingual")
_START, _NAME = qualified("w:bookmarkStart"), qualified("w:name")
OTHERS = ("invitation", "run-of-show", "biographies", "booklet")
ATTENDEES = ("speaker-brief", "attendance-sheet", "badges", "name-plates")


def project(folder: Path, event: Path, change: Callable[[str], str] = str) -> Path:
    """A copy of an event, with its pictures."""
    data = folder / "project" / "data"
    data.mkdir(parents=True)
    text = change(event.read_text(encoding="utf-8"))
    for picture in (event.parent / "images").iterdir():
        (data / "images").mkdir(exist_ok=True)
        (data / "images" / picture.name).write_bytes(picture.read_bytes())
    file = data / "event.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def in_language(tag: str) -> Callable[[str], str]:
    """The same event with papers in another language."""

    def changed(text: str) -> str:
        # Profiles have the words of some languages only.
        text = re.sub(r"^( +)profile: .*(\n +lockup: .*)?$", r"\1lockup: with funding from", text, flags=re.MULTILINE)
        return re.sub(r"^language: .*\n", "", text, flags=re.MULTILINE) + f"\nlanguage: {tag}\n"

    return changed


def held(readings: dict[str, Reading], least: float) -> None:
    """That papers come back, so much of each at least, as events without an error."""
    for name, reading in readings.items():
        print(f"{name}: {reading.share:.1%} of {sum(reading.before.values())} values")
        assert reading.share >= least, (name, reading.lost[:10])
        problems = [one for one in lint(reading.event_file, TODAY).diagnostics if one.severity is Severity.ERROR]
        assert problems == []


@pytest.mark.parametrize("name", some_quick(["example", *sorted(SHAPES)], "example", "two-days-three-tracks"))
def test_every_printed_value_comes_back(name: str, tmp_path: Path) -> None:
    event = project(tmp_path, SHAPES.get(name, EXAMPLE))
    held(read_back(event, tmp_path / "back", PAPERS), 0.99)


@pytest.mark.parametrize("tag", some_quick(shipped().tags, "ar", "zh"))
def test_in_every_language(tag: str, tmp_path: Path) -> None:
    event = project(tmp_path, EXAMPLE, in_language(tag))
    held(read_back(event, tmp_path / "back", (*PAPERS, "attendance-sheet")), 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("tag", shipped().tags)
@pytest.mark.parametrize("name", ["hybrid-two-zones", "protocol", "two-days-three-tracks"])
def test_large_events_in_every_language(name: str, tag: str, tmp_path: Path) -> None:
    event = project(tmp_path, SHAPES[name], in_language(tag))
    held(read_back(event, tmp_path / "back", (*PAPERS, *OTHERS, *ATTENDEES)), 0.99)


@pytest.mark.parametrize("name", some_quick(["example", *sorted(SHAPES)], "half-a-day"))
def test_other_papers_come_back(name: str, tmp_path: Path) -> None:
    event = project(tmp_path, SHAPES.get(name, EXAMPLE))
    held(read_back(event, tmp_path / "back", OTHERS), 0.99)


@pytest.mark.parametrize("name", some_quick(["example", *sorted(SHAPES)], "protocol"))
def test_lists_of_those_who_attend_come_back(name: str, tmp_path: Path) -> None:
    event = project(tmp_path, SHAPES.get(name, EXAMPLE))
    held(read_back(event, tmp_path / "back", ATTENDEES), 0.99)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["example", "two-days-three-tracks", "mali-in-arabic", "mali-in-chinese"])
def test_libreoffice_keeps_the_values(name: str, tmp_path: Path) -> None:
    def saved(docx: bytes) -> bytes:
        there = tmp_path / "there.docx"
        there.write_bytes(docx)
        return office_converts([there], "docx", tmp_path / "office")[0].read_bytes()

    event = project(tmp_path, SHAPES.get(name, EXAMPLE))
    held(read_back(event, tmp_path / "back", (*PAPERS, "speaker-brief", "badges"), saved), 0.98)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["example", "protocol"])
def test_styles_of_an_organisation_have_other_names(name: str, tmp_path: Path) -> None:
    own = ", ".join(
        f"{style}: 'House  “Kicker”'" for style in ("person", "function", "agenda-item", "agenda-who", "facts")
    )
    look = f"\nlook: {{word: {{file: house.docx, styles: {{{own}}}}}}}\n"
    event = project(tmp_path, SHAPES.get(name, EXAMPLE), lambda text: text + look)
    (event.parent / "house.docx").write_bytes(template())
    held(read_back(event, tmp_path / "back", (*PAPERS, "attendance-sheet", "speaker-brief", "run-of-show")), 0.99)


@pytest.mark.parametrize(
    "name", some_quick(["concept-note-bilingual", "programme-bilingual"], "concept-note-bilingual")
)
def test_a_paper_in_two_languages_has_both(name: str, tmp_path: Path) -> None:
    event = project(tmp_path, ROOT / "tests" / "events" / "two-languages.yaml")
    readings = read_back(event, tmp_path / "back", [name])
    held(readings, 0.98)
    made = yaml.load(readings[name].event_file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert made["language"] == ["en", "fr"]
    assert made["subtitle"] == {
        "en": "A morning with skippers and judges",
        "fr": "Une matinée avec des passeurs et des juges",
    }


# Edits


def edited(change: Callable[[Word], object], *, tracked: bool = False) -> Callable[[bytes], bytes]:
    """A Word file after an edit, perhaps with tracked changes."""

    def saved(docx: bytes) -> bytes:
        word = Word(docx, tracked=tracked)
        change(word)
        return word.saved()

    return saved


def test_tracked_edits_are_in_the_event(tmp_path: Path) -> None:
    def change(word: Word) -> None:
        word.replace("Panel discussion", "Round table")
        word.replace("Third", "Fourth")
        word.replace("9:15", "9:30")
        word.replace("Freedom House", "House of Freedom")
        word.insert_after("It is the people of Mali", "A paragraph that a colleague has added.")

    reading = read_back(project(tmp_path, EXAMPLE), tmp_path / "back", [NOTE], edited(change, tracked=True))[NOTE]
    made = yaml.load(reading.event_file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert made["type"] == "Round table"
    assert made["venue"]["street"] == "666 Fourth Avenue"
    assert made["time"] == "9:30–10:15"
    assert made["people"]["keita"]["functions"][0]["organisation"] == "House of Freedom"
    paragraphs = made["sections"][0]["text"].split("\n\n")
    assert paragraphs[2] == "A paragraph that a colleague has added."
    assert len(paragraphs) == 5


def test_an_added_row_and_a_deleted_one(tmp_path: Path) -> None:
    def change(word: Word) -> None:
        word.insert_row("Opening", "Words of thanks", "Ms Awa Sow")
        word.replace("Moussa", "Amadou")
        row = word.row("Closing")
        row.getparent().remove(row)  # type: ignore[union-attr] # it has one

    reading = read_back(project(tmp_path, EXAMPLE), tmp_path / "back", [PROGRAMME], edited(change))[PROGRAMME]
    made = yaml.load(reading.event_file.read_text(encoding="utf-8"), yaml.BaseLoader)
    items = [row["item"] for row in made["agenda"]]
    assert items[:2] == ["Opening", "Words of thanks"]
    assert "Closing" not in items
    assert "Sow" in str(made["agenda"][1]["who"])
    assert {"given": "Amadou", "family": "Bambara"} in [person["name"] for person in made["people"].values()]


def test_a_new_section_and_a_new_panellist(tmp_path: Path) -> None:
    def change(word: Word) -> None:
        word.insert_after("Board member", "Dr Awa Sow", like="Moussa")
        word.insert_after("Brief background", "Next steps", before=True)
        word.insert_after("Next steps", "We meet again in June.", like="Civil society in Mali is broad")

    reading = read_back(project(tmp_path, EXAMPLE), tmp_path / "back", [NOTE], edited(change))[NOTE]
    made = yaml.load(reading.event_file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert {"heading": "Next steps", "text": "We meet again in June.\n"} in made["sections"]
    assert any("Sow" in str(person["name"]) for person in made["people"].values())
    assert len(made["panel"]) == 6


# Any event


def words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


@given(events())
@examples(12, shrink=False)
def test_of_any_event_no_printed_word_is_lost(
    tmp_path_factory: pytest.TempPathFactory, event: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("event")
    file = write_project(folder, event)
    try:
        readings = read_back(file, folder / "back", PAPERS)
    except CannotBeBuilt:
        reject()
    whole: Counter[str] = Counter()
    for reading in readings.values():
        text = reading.event_file.read_text(encoding="utf-8")
        # A word in several scripts, or with emphasis inside, is in several pieces.
        letters = "".join(filter(str.isalpha, text.casefold()))
        printed = words_in(" ".join(words for (path, words), _ in reading.before.items() if _is_text(path)))
        assert [word for word in printed if "".join(filter(str.isalpha, word)) not in letters] == []
        whole["right"] += sum((reading.before & reading.after).values())
        whole["all"] += sum(reading.before.values())
    assert whole["right"] >= 0.8 * whole["all"], [reading.lost[:10] for reading in readings.values()]


def _is_text(path: tuple[object, ...]) -> bool:
    """Whether a value is printed as it is written, and not in words of the language."""
    return path[-1] in ("title", "subtitle", "item", "heading", "topic", "office", "position", "organisation", "text")


@pytest.mark.slow
@given(st.randoms(use_true_random=False))
@examples(12, shrink=False)
def test_of_names_that_lie_there_is_an_event_too(tmp_path_factory: pytest.TempPathFactory, random: Random) -> None:
    def change(word: Word) -> None:
        marks = [one for one in word.part().iter(_START) if one.get(_NAME, "").startswith("_cv_")]
        given = [one.get(_NAME, "") for one in marks]
        for mark in marks:
            mark.set(_NAME, re.sub(r"\d+", lambda found: found[0] + random.choice(("", "", "1")), random.choice(given)))

    folder = tmp_path_factory.mktemp("lies")
    reading = read_back(project(folder, SHAPES["one-hour"]), folder / "back", [NOTE], edited(change))[NOTE]
    assert reading.after


def test_emphasis_over_several_scripts_is_one() -> None:
    runs = (Run("نص ", emphasis=True, language="ar"), Run("WANEP", emphasis=True), Run(" آخر", emphasis=True))
    assert ProseWriter({}, exact=True).prose([prepared(Paragraph(runs, 1), 2)]) == "*نص WANEP آخر*"


def test_a_span_may_end_on_the_next_day() -> None:
    times = Times(load_words(shipped()), Said(shipped()["en"]))
    pieces = Piece("22:00", ("time", "start")), Piece("–"), Piece("1:30", ("time", "end"))
    times.read(Line(Paragraph((), 1), pieces))
    assert list(times.hours({}, {})) == [((), "22:00–1:30", "")]


@pytest.mark.parametrize("tag", ["ar", "en", "zh"])
def test_every_zone_is_known_by_its_city(tag: str) -> None:
    said = Said(shipped()[tag])
    assert said.zones[fold(said.papers.city("Pacific/Auckland"))] == "Pacific/Auckland"


# Names of values


def test_no_two_fields_have_one_name() -> None:
    from conceptnote.recognise.ours.pieces import fields
    from conceptnote.schema.event import Event

    known = fields()
    assert set(Event.model_fields) <= set(known.values())
    assert all(known[code_of(name)] == name for name in known.values())


def test_a_name_tells_no_id() -> None:
    names = ValueNames()
    path = ("people", "secret-informant", "functions", 0, "position")
    first, second = names.of(path), names.of(path)
    assert first is not None
    assert first != second
    known = {code_of(name): name for name in ("people", "functions", "position")}
    assert path_of(first, known) == ("people", 0, "functions", 0, "position")
    assert "informant" not in first
    assert len(first) <= 40
