"""Languages in the event file: those that papers are made in, and those that are spoken at the event."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from conceptnote.diagnostics import did_you_mean
from conceptnote.languages.known import DEFAULT, Languages, shipped_tags
from conceptnote.schema.synonyms import one_of_advice, one_of_words
from conceptnote.schema.text import Known, Written, problem
from conceptnote.textfolding import in_small_letters, plain_words


def _paper_language(value: Any, info: ValidationInfo) -> Any:
    languages = (info.context or Known()).languages
    if isinstance(value, list | dict):
        what = "a list" if isinstance(value, list) else "a record"
        raise problem("choice", f"one word is expected here, not {what}", one_of_advice(value, languages.tags))
    if isinstance(value, str) and value not in languages:
        if (same := in_small_letters(value, languages.tags)) is not None:
            return same
        raise problem("choice", f"“{value}” is not a choice here", language_advice(value, languages, "the choices are"))
    return value


PaperLanguage = Annotated[
    str, BeforeValidator(_paper_language), Written(one_of_words(shipped_tags()), choices=shipped_tags())
]
"""A language that the papers' own words exist in."""


def language_advice(typed: str, languages: Languages, listing: str) -> str | None:
    """Advice for a language that papers cannot be made in: the one that is meant, or the list."""
    meant = languages.named(typed)
    return f"write “{meant}”" if meant else did_you_mean(typed, languages.tags, listing=listing)


def _language(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    if not (value.isascii() and value.isalpha() and 2 <= len(value) <= 3):
        code = _language_named(value, (info.context or Known()).languages)
        raise problem(
            "language",
            f"“{value}” is not a language code",
            f"write its ISO 639 code: {code or ', '.join(shipped_tags()[:4])}",
        )
    return value.lower()


def _language_named(name: str, languages: Languages) -> str | None:
    """The code of a language by its name in any of the papers' languages, or in its own."""
    from babel import Locale as Babel

    for language in languages:
        for code, known in Babel.parse(language.papers.babel).languages.items():
            if plain_words(known) == plain_words(name) and len(code) <= 3:
                return str(code)
    return None


Language = Annotated[
    str, BeforeValidator(_language), Written("language code", "^[a-z]{2,3}$", examples=(DEFAULT, "sw"))
]
"""The ISO 639 code of a language spoken at the event."""
