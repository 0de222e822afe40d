"""Names of people: how records spell them, and other spellings in texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from conceptnote.check.event.fuzzy import Word, near, shortened, together, words_of
from conceptnote.check.event.words import courtesies, folded, without_unsettled
from conceptnote.check.event.work import Work
from conceptnote.datapath import DataPath
from conceptnote.schema.event import Event
from conceptnote.schema.people import Person, PersonName
from conceptnote.textfolding import plain_words

_MOST_TITLES = 8


class Known(Struct, frozen=True, eq=False, dict=True):
    """A person's name in its record, as words."""

    identifier: str
    person: Person

    @property
    def path(self) -> DataPath:
        """Where the name stands."""
        return ("people", self.identifier, "name")

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, without what precedes it."""
        name = self.person.name
        if isinstance(name, PersonName):
            return tuple(str(name).split())
        written = (without_unsettled(name) or name).split()
        while len(written) > 1 and _stands_before(written[0]):
            written = written[1:]
        return tuple(word.strip(",") for word in written)

    @cached_property
    def family(self) -> tuple[str, ...]:
        """The family name; for a name in one piece, its last word with the particles before it."""
        name = self.person.name
        if isinstance(name, PersonName):
            return tuple(name.family.split())
        first = len(self.words) - 1
        while first > 0 and plain_words(self.words[first - 1]) in folded("particles"):
            first -= 1
        return self.words[first:]


class Mention(Struct, frozen=True):
    """A name in a text, what precedes it, the person that it must mean, and `how` it differs from the record."""

    known: Known
    start: int
    text: str
    before: str
    how: str | None


def people(event: Event) -> list[Known]:
    """The names of all people."""
    return [Known(identifier, person) for identifier, person in event.people.items()]


def _stands_before(word: str) -> bool:
    bare = plain_words(word).replace(" ", "")
    if len(bare) < 4 and not word[:1].isupper():
        return False  # “me” is not Me, and “general” may be General.
    return bare in folded("titles") or bare in courtesies("man") | courtesies("woman")


def how_unlike(text: tuple[str, ...], name: tuple[str, ...]) -> str | None:
    """How a name differs from a record's, in words; empty if it does not, None if it is another name."""
    if " ".join(text).casefold() == " ".join(name).casefold():
        return ""
    here, there = plain_words(" ".join(text)).split(), plain_words(" ".join(name)).split()
    if not set(here) & set(there):
        return None
    if here == there:
        return "in accents or hyphens"
    if sorted(here) == sorted(there):
        # KEITA Oulie: capitals show which one is the family name.
        return "" if text[0].isupper() and not text[-1].isupper() else "in the order of its parts"
    particles = folded("particles")
    bare_here, bare_there = ([word for word in words if word not in particles] for words in (here, there))
    if bare_here == bare_there and len(bare_here) == len(set(bare_here)) and bare_here:
        return "in its particle"
    unlike = [(a, b) for a, b in zip(here, there, strict=False) if a != b]
    if len(here) == len(there) > 1 and len(unlike) == 1 and misspelt(*unlike[0]):
        return "by a letter or two"
    return None


def misspelt(one: str, other: str) -> bool:
    """Whether one part of a name is a misspelling of the other; if the rest agrees, four letters are enough."""
    return near(one, other) or (min(len(one), len(other)) == 4 and near(f"{one}-", f"{other}-"))


class Directory:
    """An index of all names by each of their words, and by misspelt family names."""

    def __init__(self, everybody: Sequence[Known]) -> None:
        self._bearers: dict[str, list[Known]] = {}
        self._like: dict[str, list[Known]] = {}
        self.order = {known: at for at, known in enumerate(everybody)}
        self.longest = max((len(known.words) for known in everybody), default=0) + 1
        for known in everybody:
            for part in dict.fromkeys(plain_words(" ".join(known.words)).split()):
                self._bearers.setdefault(part, []).append(known)
            if len(known.family) == 1:
                for form in _forms(plain_words(known.family[0])):
                    self._like.setdefault(form, []).append(known)

    def bearing(self, words: Iterable[Word]) -> list[Known]:
        """People with one of these words in their names."""
        return [one for word in words for part in plain_words(word.text).split() for one in self._bearers.get(part, ())]

    def like(self, word: Word) -> list[Known]:
        """People whose family name may be meant by a word."""
        return list(dict.fromkeys(one for form in _forms(plain_words(word.text)) for one in self._like.get(form, ())))


def _forms(word: str) -> list[str]:
    """Keys that words share with those that are `near`."""
    return sorted(shortened(word, 2 if len(word) >= 9 else 1)) if len(word) >= 5 else []


def mentions(text: str, directory: Directory, work: Work) -> Iterator[Mention]:
    """The known names in a text, in order; of several readings the best."""
    found = words_of(text)
    at = 0
    while at < len(found) and directory.order:
        readings: list[tuple[int, Mention]] = []
        if _may_begin(found[at]):
            before = _before(text, found, at)
            candidates = directory.bearing(found[at : at + directory.longest])
            if before:  # A misspelt name counts only with something before it.
                candidates = sorted(candidates + directory.like(found[at]), key=directory.order.__getitem__)
            work.spend(20 * len(candidates) + directory.longest // 10)
            for known in dict.fromkeys(candidates):
                readings += _readings(text, found, at, known, before)
        if readings:
            length, mention = max(readings, key=lambda reading: (reading[1].how is None, reading[0]))
            yield mention
            at += length
        else:
            at += 1


def _may_begin(word: Word) -> bool:
    return word.capital or plain_words(word.text) in folded("particles")


def _readings(text: str, found: tuple[Word, ...], at: int, known: Known, before: str) -> Iterator[tuple[int, Mention]]:
    alone = not before and not _beside_capitals(text, found, at)
    # From the family name alone to the whole name with one more word: a particle, or a missing hyphen.
    for length in range(1, len(known.words) + 2):
        inside = found[at : at + length]
        if len(inside) < length or not together(text, inside):
            break
        if not inside[-1].capital:
            continue
        how = _how(tuple(word.text for word in inside), known, before=bool(before), alone=alone)
        if how is not None:
            wording = text[inside[0].start : inside[-1].end]
            yield length, Mention(known, inside[0].start, wording, before, how or None)


def _how(text: tuple[str, ...], known: Known, *, before: bool, alone: bool) -> str | None:
    """How a name in a text differs from a person's; empty if it does not, None if it is another name."""
    if len(text) > 1 and len(known.words) > 1 and (how := how_unlike(text, known.words)) is not None:
        return how
    how = how_unlike(text, known.family)
    if before:
        # After “Ms” comes a family name; if it is almost this one, this one is meant.
        one_each = len(text) == len(known.family) == 1
        nearly = how is None and one_each and near(plain_words(text[0]), plain_words(known.family[0]))
        return "by a letter or two" if nearly else how
    return how if alone and how in ("", "in accents or hyphens") else None


def _before(text: str, found: tuple[Word, ...], at: int) -> str:
    """The courtesy title and other titles right before a name."""
    first, least = at, max(0, at - _MOST_TITLES)
    while first > least and _stands_before(found[first - 1].text) and together(text, found[first - 1 : first + 1]):
        first -= 1
    return text[found[first].start : found[at].start].strip()


def _beside_capitals(text: str, found: tuple[Word, ...], at: int) -> bool:
    """Whether a word is beside others with capitals, as in the name of a place or of somebody else."""
    pairs = [found[at - 1 : at + 1]] * (at > 0) + [found[at : at + 2]] * (at + 1 < len(found))
    return any(together(text, pair) and all(word.capital and not word.small for word in pair) for pair in pairs)
