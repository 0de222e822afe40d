"""The words of a locale for templates and filters, each with its origin."""

from __future__ import annotations

from functools import cache
from typing import Any

from conceptnote.compose.view import Scope
from conceptnote.doc.origin import LocaleWord, MarkedText
from conceptnote.languages.locale import Locale


class Words(dict[str, Any]):
    """Words by key. The word for a value of the event has the origin of that value."""

    def __getitem__(self, key: str) -> Any:
        word = super().__getitem__(key)
        return key.saying(word) if isinstance(key, MarkedText) and isinstance(word, str) else word

    def get(self, key: str, default: Any = None) -> Any:
        """The word for a key, or a default."""
        try:
            return self[key]
        except KeyError:
            return default


@cache
def words_in(locale: Locale) -> Words:
    """All words of a locale."""
    return Words({name: _as_words(value) for name, value in locale.model_dump().items()})


def words_of(scope: Scope) -> Words:
    """All words of an event's locale, and the event's own names of documents."""
    words = words_in(scope.event.locale)
    own = {key: naming.name for key, naming in scope.view.documents.items() if naming.name is not None}
    return Words(words | {"documents": Words(words["documents"] | own)}) if own else words


def _as_words(value: Any) -> Any:
    if isinstance(value, dict):
        return Words({key: _as_words(below) for key, below in value.items()})
    if isinstance(value, list):
        return [_as_words(below) for below in value]
    return LocaleWord(value) if isinstance(value, str) else value
