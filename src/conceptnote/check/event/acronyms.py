"""Acronyms: where texts use them, and where they spell them out."""

from __future__ import annotations

import re

from msgspec import Struct

from conceptnote.check.event.context import Context
from conceptnote.check.event.fuzzy import Word, distance, shortened, words_of
from conceptnote.check.event.texts import FoundText
from conceptnote.check.event.words import after_articles, any_of, by_languages, numbered, words
from conceptnote.languages.letters import CAPITALS, SMALL
from conceptnote.textfolding import plain_words

_ACRONYM = re.compile(r"(?<![\w/.&’'-])(?:[A-Z]{2}[A-Z0-9]{0,30}+|[A-Z]{1,9}&[A-Z]{1,9}+)s?+(?![\w/&]|[.-]\w)")
_BESIDE = 300  # The words of an acronym are within this many characters.
_CAPITALS = re.compile(r"[A-Z]{2,}(?:[ \n]+[A-Z]{2,}){2,}")
# LKPP, the National Public Procurement Agency; LKPP (Agencia Nacional): the words are in another language.
_NAME = rf"[{CAPITALS}][\w’'-]+(?:\s+(?:[{SMALL}]{{1,4}}\s+)?[{CAPITALS}][\w’'-]+){{1,9}}"
_ROMAN = re.compile(r"[IVX]+")
# Nobody spells out acronyms in a title, the name of a place, or a short form.
_LEFT_ALONE = frozenset(
    {"functions", "honorific", "honorific_after", "name", "acronym", "print_as", "venue", "symbol", "alt", "keywords"}
)


class Use(Struct, frozen=True):
    """An acronym in a text, with its words if they are beside it or have its initials."""

    text: FoundText
    acronym: str
    start: int
    introduced: bool
    words: str | None


@by_languages
def _named_after() -> re.Pattern[str]:
    return re.compile(rf"(?:,|\s[–—])\s+{after_articles()}{_NAME}|\s*\({_NAME}\)")


def expansion(before: str, acronym: str) -> str | None:
    """The words at the end of a text whose initials are the acronym; small words may be left out."""
    found = words_of(before)
    first = _first_word(found, re.sub(r"[^a-z0-9]", "", plain_words(acronym)))
    return None if first is None else " ".join(before[found[first].start : found[-1].end].split())


def _first_word(found: tuple[Word, ...], letters: str) -> int | None:
    """Where the words with these initials begin, if they end with the last word; the nearest, if there are several."""
    lefts = {letters} if letters else set()
    for at in range(len(found) - 1, -1, -1):
        word, further = found[at], set()
        initials = "".join(part[0] for part in plain_words(word.text).split())
        # Counter-Terrorism may give two letters or one.
        for given in {initials, initials[:1]} - {""}:
            further |= {left.removesuffix(given) for left in lefts if left.endswith(given)}
        if "" in further:
            return at
        # Small words may give none.
        lefts = further | lefts if word.small else further
        if not lefts:
            break
    return None


def uses(context: Context) -> tuple[Use, ...]:
    """All acronyms in reading order."""
    return context.once(_find_uses)


def _find_uses(context: Context) -> tuple[Use, ...]:
    people = context.event.people.values()
    # Family names may be in capitals.
    other = {*words("stressed"), *words("unsettled")}
    names = {part for person in people for part in plain_words(str(person.name)).split()}
    found = (
        _use(text, match, acronym)
        for text in context.texts
        if not _all_capitals(text.plain)
        for match in _ACRONYM.finditer(text.plain)
        if len(acronym := match[0].removesuffix("s")) > 1
        and not _ROMAN.fullmatch(acronym)
        and acronym not in other
        and plain_words(acronym) not in names
        and not _shouted(text.plain, match)
    )
    written = context.once(_written_small)
    return tuple(use for use in found if use.introduced or plain_words(use.acronym) not in written)


def _written_small(context: Context) -> frozenset[str]:
    """The longer words that are somewhere in small letters: in capitals they are not acronyms."""
    city = context.event.timezone.rpartition("/")[2].replace("_", " ")
    parts = (word.text for text in (city, *(parts.plain for parts in context.texts)) for word in words_of(text))
    return frozenset(plain_words(word) for word in parts if len(word) > 3 and not word.isupper())


def _shouted(text: str, match: re.Match[str]) -> bool:
    """Whether a word is in a run of capitals, as on a sign or in a dateline, or before a number, as in PART IV."""
    around = text[max(0, match.start() - 60) : match.end() + 60]
    at = match.start() - max(0, match.start() - 60)
    runs = [*_CAPITALS.finditer(around)]
    if re.search(r"\d", around):
        runs += _dateline().finditer(around)
    numbered = re.match(r" (?:[IVX]+|\d+)\b", text[match.end() : match.end() + 9])
    return bool(numbered) or any(run.start() <= at < run.end() for run in runs)


@by_languages
def _dateline() -> re.Pattern[str]:
    """NEW YORK, 5 March: a dateline."""
    month = any_of(numbered("months"))
    return re.compile(
        rf"[A-Z]{{2,}}(?:[ -][A-Z]{{2,}}){{0,3}},? (?:\([\w .]{{2,20}}\),? )?(?=\d{{1,2}} {month}|{month} \d)"
    )


def meant(context: Context, acronym: str) -> str | None:
    """The acronym of a party that is one letter away, and must be meant."""
    if len(acronym) < 4 or acronym in context.once(excused) or acronym in context.once(introduced):
        return None
    like = context.once(_acronyms_by_form)
    near = {at: known for form in shortened(acronym, 1) for at, known in like.get(form, ())}
    context.work.spend(len(near))
    return next((near[at] for at in sorted(near) if distance(near[at], acronym) == 1), None)


def _acronyms_by_form(context: Context) -> dict[str, list[tuple[int, str]]]:
    """The acronyms of parties with their positions, keyed by what similar acronyms share."""
    found: dict[str, list[tuple[int, str]]] = {}
    for at, party in enumerate(context.event.parties.values()):
        for form in sorted(shortened(party.acronym, 1)) if party.acronym and len(party.acronym) > 3 else ():
            found.setdefault(form, []).append((at, party.acronym or ""))
    return found


def _use(text: FoundText, match: re.Match[str], acronym: str) -> Use:
    before, after = before_use(text, match.start()), text.plain[match.end() : match.end() + _BESIDE]
    if before.endswith("(") and re.match(r"\s*\)", after) and re.search(r"\w\W{0,3}\($", before):
        return Use(text, acronym, match.start(), True, expansion(before[:-1], acronym))
    if (bracket := re.match(r"\s*\(([^()]+)\)", after)) and (spelt := expansion(bracket[1], acronym)):
        return Use(text, acronym, match.start(), True, spelt)
    if before.endswith(",") and (spelt := expansion(before[:-1], acronym)):
        return Use(text, acronym, match.start(), True, spelt)
    return Use(text, acronym, match.start(), bool(_named_after().match(after)), None)


def before_use(text: FoundText, start: int) -> str:
    """The text before an acronym that may contain its words."""
    return text.plain[max(0, start - _BESIDE) : start].rstrip()


def _all_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) * 10 > len(letters) * 9


def needs_words(use: Use) -> bool:
    """Whether a reader wants this acronym spelt out here."""
    return not _LEFT_ALONE & set(use.text.path)


def excused(context: Context) -> frozenset[str]:
    """Acronyms that need no words: those that every reader knows, and those of parties."""
    records = {name for party in context.event.parties.values() for name in (party.acronym, party.name) if name}
    return frozenset({*words("united-nations"), *words("well-known"), *words("zones")} | records)


def introduced(context: Context) -> frozenset[str]:
    """Acronyms that have their words beside them somewhere."""
    return frozenset(use.acronym for use in uses(context) if use.introduced)
