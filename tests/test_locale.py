"""The papers' own words: whole in each language, or refused."""

from __future__ import annotations

import datetime
import typing
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from conceptnote.i18n.locale import Locale, load_locale
from conceptnote.paperlanguage import LANGUAGES
from conceptnote.schema.event import Event, PaperLanguage

SHIPPED = sorted(path.name.removesuffix(".yaml") for path in (files("conceptnote.i18n") / "locales").iterdir())


def words(language: str) -> dict[str, object]:
    return yaml.safe_load((files("conceptnote.i18n") / "locales" / f"{language}.yaml").read_text(encoding="utf-8"))


def keys(data: object, prefix: str = "") -> set[str]:
    if not isinstance(data, dict):
        return {prefix}
    return {key for name, value in data.items() for key in keys(value, f"{prefix}.{name}")}


def test_every_language_of_the_schema_has_its_words_and_the_reverse() -> None:
    choices = typing.get_args(typing.get_args(PaperLanguage)[0])
    assert sorted(choices) == sorted(LANGUAGES) == SHIPPED == ["en", "fr"]
    assert Event.model_fields["language"].default == "en"


def test_all_languages_have_words_for_the_same_things() -> None:
    assert keys(words("en")) == keys(words("fr"))
    assert len(keys(words("en"))) > 60


@pytest.mark.parametrize("language", SHIPPED)
def test_a_locale_that_lacks_a_word_is_refused(language: str) -> None:
    whole = words(language)
    checked = 0
    for path in sorted(keys(whole)):
        first, *rest = path.strip(".").split(".", 1)
        broken = {key: dict(value) if isinstance(value, dict) else value for key, value in whole.items()}
        if rest and first not in ("roles", "role-groups", "documents", "countries"):
            del broken[first][rest[0]]  # type: ignore[attr-defined]
        elif not rest:
            del broken[first]
        else:
            continue
        checked += 1
        with pytest.raises(ValidationError):
            Locale.model_validate(broken)
    assert checked > 40


def test_parties_are_grouped_in_the_same_order_in_all_languages() -> None:
    groups = load_locale("en").role_groups
    assert list(groups) == list(load_locale("fr").role_groups)
    assert len(groups) > 10
    assert groups.keys() <= load_locale("en").roles.keys()


def test_dates_are_said_as_the_language_says_them() -> None:
    day = datetime.date(2014, 6, 10)
    english, french = load_locale("en"), load_locale("fr")
    assert english.format_date(day, english.date_with_weekday) == "Tuesday, 10\u00a0June 2014"
    assert french.format_date(day, french.date_with_weekday) == "mardi 10\u00a0juin 2014"
    assert english.clock_parts(datetime.time(9, 5)).whole == "9:05"
    assert french.clock_parts(datetime.time(9, 5)).whole == "9 h 05"
    assert english.city("America/New_York") == "New York"
    assert french.city("Europe/Zurich") == "Zurich"


def test_french_keeps_its_marks_with_their_words() -> None:
    from conceptnote.compose.prose import set_typography

    french, english = load_locale("fr").typography, load_locale("en").typography
    assert set_typography('Qui a dit "non" ? Elle : moi !', french) == (
        "Qui a dit «\u00a0non\u00a0»\u00a0? Elle\u00a0: moi\u00a0!"
    )
    assert set_typography("« déjà »", french) == "«\u00a0déjà\u00a0»"
    assert set_typography('Who said "no" ?', english) == "Who said “no” ?"
    assert load_locale("fr").format_date(datetime.date(2030, 2, 1), load_locale("fr").date) == "1er\u00a0février 2030"


def test_every_role_that_has_words_is_in_the_reference() -> None:
    reference = " ".join((Path(__file__).parents[1] / "docs" / "event-file.md").read_text(encoding="utf-8").split())
    listed = reference[reference.index("**Roles**") : reference.index("**What is printed where.**")]
    roles = load_locale("en").roles
    assert len(roles) > 20
    for role in roles:
        assert f"`{role}`" in listed
