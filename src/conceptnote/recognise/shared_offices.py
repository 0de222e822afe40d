"""Offices that share one word, “the Permanent Missions of Fiji and Malta”, to a name for each."""

from __future__ import annotations

import re

from conceptnote.recognise.words import Words, any_of, fold
from conceptnote.recognise.zones import countries

_LONGEST_COUNTRY = 2
"""The words of a country whose name is not that of the Unicode data."""


def offices_apart(text: str, words: Words) -> tuple[str, list[str]]:
    """What stands before such offices, and the name of each, with the organisations after them; or the text alone."""
    folded = fold(text, keep_length=True)
    plural = re.search(rf"(?<!\w){any_of(words.offices)}(?=\s)", folded)
    if plural is None:
        return text, []
    ands = any_of(words.lists["ands"])
    pieces = re.split(rf"\s*,\s*(?:{ands}\s+)?|\s+{ands}\s+", text[plural.end() :].strip())
    parted = [_parted(one, words) for one in pieces]
    countries_first = next((at for at, (_, name, _) in enumerate(parted) if not _is_country(name, words)), len(parted))
    of = next(iter(re.findall(r"\w+['’]?", parted[0][0])), "")
    joined = fold(of) in words.lists["of"] | words.lists["particles"] | {"d'"}
    if countries_first < 2 or not joined or any(end for _, _, end in parted[: countries_first - 1]):
        return text, []
    office = words.offices[" ".join(plural[0].split())]
    end = parted[countries_first - 1][2]
    names = [f"{office} {_led(lead, of, words)}{name}{end}" for lead, name, _ in parted[:countries_first]]
    others = [f"{name}{end}" for _, name, end in parted[countries_first:]]
    return text[: plural.start()], names + others


def _parted(piece: str, words: Words) -> tuple[str, str, str]:
    """The small words before a name, the name, and what follows it: “of the ”, “Netherlands”, “ to the UN”."""
    small = words.lists["articles"] | words.lists["of"] | words.lists["in_names"] | words.lists["particles"]
    folded = fold(piece, keep_length=True)
    lead = re.match(rf"(?:{any_of(small)}(?:(?<=')|\s+))*", folded) if piece[:1].islower() else None
    at = lead.end() if lead else 0
    later = re.search(rf"\s(?!(?:{any_of(words.lists['of'] | words.lists['particles'])})\s)[^\W\d_A-ZÀ-Þ]", piece[at:])
    end = at + later.start() if later else len(piece)
    return piece[:at], piece[at:end], piece[end:]


def _led(lead: str, of: str, words: Words) -> str:
    """The small words before a name, with the “of” that stands before the first one only."""
    own = lead[:1] == of[:1]  # “of the”, “de la”, “du”, “d’”, “del”
    return lead if own else f"{of} {lead}"


def _is_country(name: str, words: Words) -> bool:
    if fold(name) in countries(words.known):
        return True
    tokens = name.split()
    acronym = any(len(one) > 1 and one.isupper() for one in tokens)
    named = len(tokens) <= _LONGEST_COUNTRY and not any(words.has("bodies", one) for one in tokens)
    state = len(tokens) > 1 and fold(tokens[0]) in words.lists["states"]
    return bool(tokens) and not acronym and (named or state) and not name[0].islower()
