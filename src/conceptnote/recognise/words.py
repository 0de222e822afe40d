"""The words by which an existing note's parts are known: labels.yaml, and those of the papers' own locales."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from conceptnote.i18n.locale import load_locale
from conceptnote.textfolding import plain_in_place
from conceptnote.yamldata import read_data

LANGUAGES = ("en", "fr")
_LONGEST_LABEL = 60
_COLON = re.compile(r"\s*(?:[:\uff1a]|\s[–—-](?=\s))\s*")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label announces: a field of the event, a kind of part, or the parties or people in a `role`.

    The role of a panel is what stands under its heading besides, `structure`.
    """

    kind: str
    role: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The lists of labels.yaml, folded."""

    labels: dict[str, Label]
    lists: dict[str, frozenset[str]]
    people_roles: frozenset[str]
    statuses: dict[str, str]
    kinds: dict[str, str]
    columns: dict[str, str]
    languages: dict[str, frozenset[str]]
    cities: dict[str, str]
    kept: dict[str, dict[str, str]]

    def label(self, text: str) -> Label | None:
        """What a whole text is the label of."""
        return self.labels.get(fold(text).rstrip(" :"))

    def labelled(self, text: str) -> tuple[Label, int, int] | None:
        """The label that a text begins with, where it ends, and where what it announces begins."""
        for colon in _COLON.finditer(text, 1, _LONGEST_LABEL):
            if found := self.labels.get(fold(text[: colon.start()])):
                return found, colon.start(), colon.end()
        return None

    def has(self, name: str, word: str) -> bool:
        """Whether a word is in one of the lists."""
        return fold(word).strip(".,;:") in self.lists[name]

    def funding(self, text: str) -> int:
        """The length of the words of funding that a text begins with; 0 where it begins with none."""
        return starts_with(text, self.lists["funding"])

    def joint(self, text: str) -> str:
        """The text without the small words that joined it to what stood before it."""
        while length := starts_with(text.lstrip(" ,;:."), self.lists["joints"]):
            text = text.lstrip(" ,;:.")[length:]
        return text.strip(" ,;:–—-")

    def language(self, text: str) -> str:
        """The language that most of a text's small words are of."""
        found = _LETTERS.findall(fold(text))
        return max(LANGUAGES, key=lambda one: sum(word in self.languages[one] for word in found))


def starts_with(text: str, phrases: Iterable[str]) -> int:
    """The length of the longest of some folded phrases that a text begins with, as whole words."""
    folded = fold(text, keep_length=True)
    fitting = (len(phrase) for phrase in phrases if folded.startswith(phrase) and _ends(folded, len(phrase)))
    return max(fitting, default=0)


def _ends(text: str, at: int) -> bool:
    return at == len(text) or not (text[at - 1].isalnum() and text[at].isalnum())


def fold(text: str, *, keep_length: bool = False) -> str:
    """A text for comparison: small letters, no accents, plain apostrophes; spaces are made one unless told not to."""
    plain = plain_in_place(text)
    return plain if keep_length else " ".join(plain.split()).strip(" .")


@cache
def load_words() -> Words:
    """Read labels.yaml, and add the roles of the locales."""
    data = read_data((files("conceptnote.recognise") / "labels.yaml").read_bytes())
    people = frozenset(data["people-roles"])
    labels = {word: Label("section") for word in _flat(data["headings"])}
    for kind, phrases in data["labels"].items():
        name, _, role = kind.partition("-with-")
        labels |= dict.fromkeys(_flat(phrases), Label(name, role))
    for role, phrases in _roles(data["roles"]):
        named = (
            Label("panel") if role in ("panellist", "speaker") else Label("person" if role in people else "role", role)
        )
        labels |= {word: named for word in _flat(phrases) if word not in labels}
    labels |= dict.fromkeys(_flat(data["papers"]), Label("paper"))
    names = (
        "funding honorifics positions qualifiers particles floors rooms streets until morning afternoon noon joints"
        " unfinished"
    )
    return Words(
        labels,
        {name: frozenset(_flat(data[name])) for name in names.split()},
        people,
        {word: status for status, phrases in data["statuses"].items() for word in _flat(phrases)},
        {word: kind for kind, phrases in data["kinds"].items() for word in _flat(phrases)},
        {word: column for column, phrases in data["columns"].items() for word in _flat(phrases)},
        {language: frozenset(_flat(phrases)) for language, phrases in data["language"].items()},
        {city: zone for zone, cities in data["cities"].items() for city in _flat(cities)},
        data["kept"],
    )


def _roles(further: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from further.items()
    for language in LANGUAGES:
        yield from load_locale(language).roles.items()


def _flat(phrases: Any) -> Iterator[str]:
    if isinstance(phrases, str):
        yield fold(phrases)
    else:
        for phrase in phrases:
            yield from _flat(phrase)
