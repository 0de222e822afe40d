"""The languages of papers: whole in each, or refused."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from conceptnote.languages.known import DEFAULT, FILES, model_of, shipped, shipped_tags
from conceptnote.languages.locale import Locale
from conceptnote.schema.event import Event
from conceptnote.schema.jsonschema import event_json_schema

PACKAGE = Path(__file__).parents[1] / "src" / "conceptnote"
FOLDERS = PACKAGE / "languages"


def data(language: str, name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDERS / language / f"{name}.yaml").read_text(encoding="utf-8"))
    return read


def test_the_languages_are_the_folders_that_there_are() -> None:
    assert list(shipped()) == [shipped()[tag] for tag in shipped_tags()]
    assert set(shipped_tags()) == {one.name for one in FOLDERS.iterdir() if (one / "papers.yaml").is_file()}
    assert shipped_tags()[0] == DEFAULT == Event.model_fields["language"].default
    schema = event_json_schema(("en", "xx"))
    assert set(schema["$defs"]["ByLanguage1"]["properties"]) == {"en", "xx"}
    assert '"xx"' in str(schema["properties"]["language"]).replace("'", '"')


@pytest.mark.parametrize("language", shipped_tags())
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_lacks_a_key_or_has_one_too_many_is_refused(language: str, name: str) -> None:
    whole, model = data(language, name), model_of(name)
    model.model_validate(whole)
    for key in whole:
        with pytest.raises(ValidationError):
            model.model_validate({other: value for other, value in whole.items() if other != key})
    with pytest.raises(ValidationError):
        model.model_validate(whole | {"further": "word"})
    assert len(whole) > 15


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"until": "{start}"}, "{end} and {start}"),
        ({"zone": "{time.__class__} {city}"}, "{city} and {time}"),
        ({"zone": "{time:>999999999} {city}"}, "{city} and {time}"),
        ({"colon": " {x} "}, "braces"),
        ({"date": "d MMMMMMMM"}, "not a pattern"),
        ({"babel": "xx_XX"}, "CLDR"),
        ({"babel": "ru_RU"}, "many, few"),
        ({"facts": {"date": "Date"}}, "time, date-and-time"),
        ({"invite": {"one": "{hosts}"}}, "other"),
        ({"comma": "x" * 1000}, "at most"),
    ],
)
def test_what_a_locale_lacks_or_cannot_have_is_told(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Locale.model_validate(data("en", "papers") | change)
    assert said in str(refused.value)


def test_a_word_has_the_plural_forms_of_its_language() -> None:
    forms = {"one": "страница", "few": "страницы", "many": "страниц", "other": "страницы"}
    russian = shipped()["en"].papers.model_copy(update={"babel": "ru_RU"})
    assert [russian.plural(forms, count) for count in (1, 3, 5, 21)] == [
        "страница", "страницы", "страниц", "страница",
    ]  # fmt: skip
    assert shipped()["fr"].papers.plural(shipped()["fr"].papers.roles["host"], 2) == "Hôtes"


def test_the_code_knows_no_language() -> None:
    """But for the default one, and the names of countries by which the United Nations order them, which are English."""
    kept = {"languages/known.py", "schema/people.py", "schema/precedence.py", "units.py"}  # pt is the point, too
    tags = re.compile("|".join(rf"[\"']{tag}[\"']" for tag in shipped_tags()))
    modules = list(PACKAGE.rglob("*.py"))
    found = {str(one.relative_to(PACKAGE)) for one in modules if tags.search(_code(one))}
    assert len(modules) > 300
    assert found <= kept
    assert "languages/known.py" in found


def _code(module: Path) -> str:
    """A module without the examples of its rules, which are YAML."""
    return re.sub(r'"""[\s\S]*?"""', "", module.read_text(encoding="utf-8"))


def test_parties_are_grouped_in_the_same_order_in_all_languages() -> None:
    groups = shipped()[DEFAULT].papers.role_groups
    for language in shipped():
        for table in ("role_groups", "roles", "documents"):
            assert list(getattr(language.papers, table)) == list(getattr(shipped()[DEFAULT].papers, table))
    assert len(groups) > 10
    assert groups.keys() <= shipped()[DEFAULT].papers.roles.keys()


def test_dates_are_said_as_the_language_says_them() -> None:
    day = datetime.date(2014, 6, 10)
    english, french = shipped()["en"].papers, shipped()["fr"].papers
    assert english.format_date(day, english.date_with_weekday) == "Tuesday, 10\u00a0June 2014"
    assert french.format_date(day, french.date_with_weekday) == "mardi 10\u00a0juin 2014"
    assert english.clock_parts(datetime.time(9, 5)).whole == "9:05"
    assert french.clock_parts(datetime.time(9, 5)).whole == "9 h 05"
    assert english.city("America/New_York") == "New York"
    assert french.city("Europe/Zurich") == "Zurich"


def test_french_keeps_its_marks_with_their_words() -> None:
    from conceptnote.compose.prose import set_typography

    french, english = shipped()["fr"].papers.typography, shipped()["en"].papers.typography
    assert set_typography('Qui a dit "non" ? Elle : moi !', french) == (
        "Qui a dit «\u00a0non\u00a0»\u202f? Elle\u00a0: moi\u202f!"
    )
    assert set_typography("« déjà »", french) == "«\u00a0déjà\u00a0»"
    assert set_typography('Who said "no" ?', english) == "Who said “no” ?"
    assert (
        shipped()["fr"].papers.format_date(datetime.date(2030, 2, 1), shipped()["fr"].papers.date)
        == "1er\u00a0février 2030"
    )


@pytest.mark.parametrize(
    ("language", "text", "bound"),
    [
        ("ru", "Вода и жизнь в Женеве, и с вами.", "Вода и·жизнь в·Женеве, и·с·вами."),
        ("ar", "شبكة WANEP و Human Security", "شبكة WANEP و·Human Security"),
        ("es", "Agua y vida", "Agua y vida"),
    ],
)
def test_no_line_ends_with_a_word_of_one_letter_where_the_language_forbids_it(
    language: str, text: str, bound: str
) -> None:
    assert shipped()[language].papers.typography.bind(text) == bound.replace("·", "\u00a0")


def test_every_role_that_has_words_is_in_the_reference() -> None:
    reference = " ".join((Path(__file__).parents[1] / "docs" / "event-file.md").read_text(encoding="utf-8").split())
    listed = reference[reference.index("**Roles**") : reference.index("**What is printed where.**")]
    roles = shipped()["en"].papers.roles
    assert len(roles) > 20
    for role in roles:
        assert f"`{role}`" in listed


def test_a_list_ends_with_the_word_for_and_that_fits() -> None:
    spanish = shipped()["es"].papers
    found = {word: spanish.and_for(word) for word in ("inglés", "Ítaca", "hidrología", "hielo", "francés", "Iglesia")}
    assert found == {
        "inglés": " e ",
        "Ítaca": " e ",
        "hidrología": " e ",
        "hielo": " y ",
        "francés": " y ",
        "Iglesia": " e ",
    }
    assert shipped()["it"].papers.and_for("inglese") == " e "
