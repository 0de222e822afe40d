"""The words that identify an existing note's parts: those of each language, and common ones (labels.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from conceptnote.languages.known import Language, Languages
from conceptnote.textfolding import plain_in_place
from conceptnote.yamldata import packaged_data

_LONGEST_LABEL = 60
_COLON = re.compile(r"\s*(?:[:\uff1a]|\s[–—-](?=\s)|[?？](?=\s))\s*")
_ASKED = {"date", "time", "venue", "when", "registration", "mode"}
"""What a label may ask for, as “Where?” does."""
_STATUS = re.compile(r"\s*[(（\[]([^()]*)[)）\]]$")
_PLURAL = re.compile(r"\([^\W\d_]{1,3}\)")
"""What a form leaves open: “Organizer(s)”."""
_LETTERS = re.compile(r"[^\W\d_]+")


class Label(Struct, frozen=True):
    """What a label announces: a field of the event, a kind of part, or the parties or people in a `role`.

    The role of a panel is the other text below its heading, `structure`.
    """

    kind: str
    role: str = ""


_SECTION = Label("section")
_TOGETHER = {
    "when": {"date", "time", "venue", "when"},
    "registration": {"registration", "contacts"},
    "languages": {"languages"},
}
"""What several labels together announce."""


class Words(Struct, frozen=True, eq=False, dict=True):
    """The lists of all languages, folded."""

    known: Languages
    labels: dict[str, Label]
    lists: dict[str, frozenset[str]]
    statuses: dict[str, str]
    kinds: dict[str, str]
    columns: dict[str, str]
    people_columns: dict[str, str]
    common: dict[str, frozenset[str]]
    """The words that tell a text's language."""
    cities: dict[str, str]
    zones: dict[str, str]
    """Abbreviations of time zones, as written."""
    modes: dict[str, str]
    accesses: dict[str, str]
    tongues: dict[str, str]
    """The codes of languages by further names."""
    offices: dict[str, str]
    """The names of one office by those of several: “Permanent Missions”."""
    place_parts: dict[str, str]
    """The part of a venue that a label names."""
    venues: dict[str, str]
    """The time zones of well-known buildings."""

    def label(self, text: str) -> Label | None:
        """The label that a whole text is, without a status in brackets at its end."""
        folded = fold(text).rstrip(" :.?")
        bracket = _STATUS.search(folded)
        if bracket and bracket[1] in self.statuses:
            folded = folded[: bracket.start()].rstrip(" :")
        return self.labels.get(folded) or self.labels.get(_PLURAL.sub("", folded)) or self._composed(folded)

    def _composed(self, folded: str) -> Label | None:
        """The label of several, “Venue and dates”, or of one with the kind of event, “Language of the workshop”."""
        if len(folded) > _LONGEST_LABEL:
            return None
        if folded > "\u2e80":
            begun = (kind for kind in self.lists["types"] if folded.startswith(kind))
            return next((label for kind in begun if (label := self.labels.get(folded[len(kind) :]))), None)
        if of_kind := self._of_kind.fullmatch(folded):
            label = self.labels.get(of_kind["label"])
            return None if label is None or label.kind in ("structure", "panel", "person") else label
        parts = self._and.split(folded)
        kinds = {getattr(self.labels.get(part), "kind", "") for part in parts}
        together = (Label(kind) for kind, known in _TOGETHER.items() if kinds <= known)
        return next(together, None) if len(parts) > 1 else None

    @cached_property
    def _and(self) -> re.Pattern[str]:
        return re.compile(rf"\s+{any_of(self.lists['ands'])}\s+|\s*[,/]\s*(?:{any_of(self.lists['ands'])}\s+)?")

    @cached_property
    def _of_kind(self) -> re.Pattern[str]:
        small = any_of(self.lists["articles"] | self.lists["of"] | self.lists["in_names"])
        return re.compile(rf"(?P<label>\w.*?)(?:\s+{small})+\s*{any_of(self.lists['types'])}")

    def led(self, text: str) -> tuple[Label, int] | None:
        """The role of organisations at the beginning of a text without a colon, “Organised by …”, and its length."""
        length = starts_with(text, self.leading)
        return (self.labels[fold(text[:length])], length) if length and text[length:].strip() else None

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The labels of the roles of people, which may stand before a name without a colon: “Moderated by …”."""
        return frozenset(phrase for phrase, label in self.labels.items() if label.kind == "person")

    @cached_property
    def registers(self) -> frozenset[str]:
        """The labels for how to register."""
        return frozenset(phrase for phrase, label in self.labels.items() if label.kind == "registration")

    @cached_property
    def asks(self) -> frozenset[str]:
        """The labels for whom to contact that begin a sentence too: “For further information, …”."""
        return frozenset(one for one, label in self.labels.items() if label.kind == "contacts" and " " in one)

    @cached_property
    def leading(self) -> frozenset[str]:
        """The labels of roles without a colon, because they end with “by”, “with” or “of”."""
        ends = self.lists["by"] | self.lists["unfinished"]
        named = (phrase for phrase, label in self.labels.items() if label.kind == "role")
        return frozenset(phrase for phrase in named if phrase.split()[-1] in ends and " " in phrase)

    def labelled(self, text: str) -> tuple[Label, int, int] | None:
        """The label at the beginning of a text, its end, and the beginning of its fact."""
        for colon in _COLON.finditer(text, 1, _LONGEST_LABEL):
            found = self.label(text[: colon.start()])
            if found and ("?" not in colon[0] or found.kind in _ASKED):
                return found, colon.start(), colon.end()
        return None

    @cached_property
    def compounded_bodies(self) -> tuple[str, ...]:
        """The words for organisations that are long enough to be the end of a compound."""
        return tuple(word for word in self.lists["bodies"] if len(word) > 6 and word.isalpha())

    @cached_property
    def margins(self) -> frozenset[str]:
        """The phrases for the usual relation to another event, in whose margins this one takes place."""
        return frozenset(fold(one.papers.relations["in-the-margins-of"]) for one in self.known)

    @cached_property
    def zone_phrases(self) -> tuple[str, ...]:
        """The words for the zone of a time."""
        phrases = (fold(phrase, keep_length=True) for one in self.known for phrase in one.checks.zone_phrases)
        return tuple(phrase.strip(' )"') for phrase in phrases)

    def unspaced(self, name: str) -> tuple[str, ...]:
        """The words of a list that are of scripts without spaces, in which names end with them."""
        return tuple(sorted(word for word in self.lists[name] if word[0] > "\u2e80"))

    def has(self, name: str, word: str) -> bool:
        """Whether a word is in one of the lists."""
        return fold(word).strip(".,;:") in self.lists[name]

    def funding(self, text: str) -> int:
        """The length of the words of funding at the beginning of a text; 0 without any."""
        return starts_with(text, self.lists["funding"])

    def joint(self, text: str) -> str:
        """The text without the small words that joined it to its predecessor."""
        while length := starts_with(text := text.lstrip(" ,;:."), self.lists["joints"]):
            if text[0].isupper() and text[1:2].islower() and fold(text[:length]) in self.lists["articles"]:
                break  # “The Hague”
            text = text[length:]
        return text.strip(" ,;:–—-")

    def language(self, text: str) -> str:
        """The language of most of a text's small words."""
        found = _LETTERS.findall(fold(text))
        whole = " ".join(found)
        return max(
            self.known.tags,
            key=lambda one: (
                sum(word in self.common[one] for word in found)
                + sum(whole.count(word) for word in self.common[one] if word > "\u2e80")
            ),
        )


def starts_with(text: str, phrases: Iterable[str]) -> int:
    """The length of the longest of some folded phrases at the beginning of a text, as whole words."""
    folded = fold(text, keep_length=True)
    fitting = (len(phrase) for phrase in phrases if folded.startswith(phrase) and _ends(folded, len(phrase)))
    return max(fitting, default=0)


def _ends(text: str, at: int) -> bool:
    return at == len(text) or not (text[at - 1].isalnum() and text[at].isalnum())


def fold(text: str, *, keep_length: bool = False) -> str:
    """A text for comparison: small letters, no accents, plain apostrophes; spaces are collapsed by default."""
    plain = plain_in_place(text)
    return plain if keep_length else " ".join(plain.split()).strip(" .")


@lru_cache(8)
def load_words(languages: Languages) -> Words:
    """The words of labels.yaml and of these languages."""
    of_all = packaged_data("conceptnote.recognise", "labels.yaml")
    people = frozenset(of_all["people-roles"])
    notes = [language.notes for language in languages]
    labels: dict[str, Label] = {}
    for one in notes:
        labels |= dict.fromkeys(map(fold, one.headings), _SECTION)
    for one in notes:
        for kind, phrases in one.labels.items():
            name, _, role = kind.partition("-with-")
            labels |= dict.fromkeys(map(fold, phrases), Label(name, role))
    for role, names in _roles(languages):
        on_panel = role in ("panellist", "speaker")
        named = Label("panel") if on_panel else Label("person" if role in people else "role", role)
        free = (word for word in map(fold, names) if labels.get(word, _SECTION) == _SECTION)
        labels |= dict.fromkeys(free, named)
    place_parts = _by_word((of_all["place-parts"],))
    labels |= {word: Label("venue") for word in place_parts if word not in labels}
    for one in notes:
        labels |= {word: Label("paper") for word in map(fold, one.papers) if word not in labels}
    return Words(
        languages,
        labels,
        _lists(of_all, languages),
        _by_word(one.statuses for one in notes),
        _by_word(one.kinds for one in notes),
        _by_word(_only(one.columns, "time", "item", "who", "place") for one in notes),
        _by_word(_only(one.columns, "name", "position", "organisation", "status") for one in notes),
        {one.tag: frozenset(map(fold, one.words.common)) for one in languages},
        _by_word((of_all["cities"], *(one.cities for one in notes))),
        {word: zone for zone, written in of_all["zones"].items() for word in written},
        _by_word(one.modes for one in notes),
        _by_word(one.accesses for one in notes),
        _by_word([of_all["tongues"]]),
        {fold(several): one for several, one in of_all["offices"].items()},
        place_parts,
        _by_word((of_all["venues"],)),
    )


def _only(table: Mapping[Any, Iterable[str]], *keys: str) -> Mapping[Any, Iterable[str]]:
    return {key: table[key] for key in keys}


_OF_NOTES = (
    "funding", "honorifics", "positions", "qualifiers", "floors", "rooms", "streets", "joints", "unfinished",
    "papers", "types", "interpretation", "deadlines", "days", "at", "by", "bodies", "letters-after", "invites",
    "is_verbs", "retired", "periods", "includes",
)  # fmt: skip
_OF_TEXTS = (
    "year_signs", "month_signs", "day_signs",
    "articles", "before", "in_names", "ordinals", "of", "ranges", "until", "hour_signs", "oclock", "after_time",
    "am", "pm", "noon", "minutes", "hours",
)  # fmt: skip


def _lists(of_all: Mapping[str, Iterable[str]], languages: Languages) -> dict[str, frozenset[str]]:
    named = (*_OF_NOTES, *_OF_TEXTS, *(name for name, one in of_all.items() if isinstance(one, list)))
    found = {name: {fold(word) for word in of_all.get(name, ())} for name in named}
    for language in languages:
        for name in _OF_NOTES:
            found[name] |= set(map(fold, getattr(language.notes, name, ())))
        for name in _OF_TEXTS:
            found[name] |= set(map(fold, getattr(language.words, name)))
        found["relations"] = found.get("relations", set()) | _relations(language)
        found["takes-place"] = found.get("takes-place", set()) | set(map(fold, language.checks.takes_place))
        found["street-ends"] = {word.lstrip("-") for word in found["streets"] if len(word) > 3}
        found["ands"].add(fold(language.papers.and_))
    return {name: frozenset(words) for name, words in found.items()}


def _relations(language: Language) -> set[str]:
    """Phrases that say that an event belongs to another one."""
    return {fold(phrase) for phrase in (*language.papers.relation_openings, *language.notes.labels["parent_event"])}


def _by_word(tables: Iterable[Mapping[Any, Iterable[str]]]) -> dict[str, str]:
    """The meaning of each word of some tables."""
    return {fold(word): meaning for table in tables for meaning, words in table.items() for word in words}


def _roles(languages: Languages) -> Iterator[tuple[str, Iterable[str]]]:
    for language in languages:
        yield from language.notes.roles.items()
    for language in languages:
        yield from ((role, forms.values()) for role, forms in language.papers.roles.items())


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of some folded phrases, the longest first; spaces and full stops may be missing."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    made = (re.escape(phrase).replace(r"\.", r"\.?\s?").replace(r"\ ", r"\s?") for phrase in longest_first)
    return "(?:" + ("|".join(made) or "(?!)") + ")"
