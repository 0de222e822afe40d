"""What is left of a line once its day and its time have been taken out: small words, zones, or more."""

from __future__ import annotations

import re

from conceptnote.recognise.clock import find_time
from conceptnote.recognise.words import Words, fold
from conceptnote.recognise.zones import OFFSET, find_zone

BARS = re.compile(r"\s*[|·•│]\s*|\s{3,}")
_ASIDE = re.compile(r"\s*\((?=[a-zß-ÿ]|[^()]*\d[^()]*\d)[^()]*\)")
"""What a bracket adds to a time: “(lunch from 12:00)”, “(Einlass ab 18.00 Uhr)”."""
_ZONE = re.compile(rf"\(?(?:{OFFSET}|\b([A-Z]{{2,4}})\b)\)?")


def without_zone(part: str, words: Words) -> str:
    found = _ZONE.match(part.strip(" ,"))
    if found and (found[1] is None or found[1] in words.zones):
        part = part.strip(" ,")[found.end() :]
    again = re.match(r"\s*[/=]\s*", part)
    other = find_time(part[again.end() :], words) if again else None
    if again and other is not None and not other.start:  # “/ 13:00–14:30 CEST”: the same hours elsewhere
        return without_zone(part[again.end() + other.end :], words)
    part = re.sub(r"^\s*\((?:[^()]*)\)\s*", lambda m: "" if says_zone(m[0], words) else m[0], part)
    return words.joint(part.strip(" ,;:()") if part.count("(") != part.count(")") else part.strip(" ,;:"))


def first_zone(text: str, words: Words) -> str | None:
    """The zone of the first of several hours: “10:00 h Lima / 12:00 h Santiago”; None of a single one."""
    first = find_time(text, words)
    second = find_time(text[first.end :], words) if first else None
    return find_zone(text[first.end :][: second.start], words) if first and second else None


def without_other_hours(part: str, words: Words) -> str:
    """The part without the same hours elsewhere: “ Lima / 12:00 h Santiago”."""
    here, *others = re.split(r"\s*[/=]\s*", part)
    timed = [found for one in others if (found := find_time(one, words)) and not found.start]
    return part if not others or len(timed) < len(others) else "" if find_zone(here, words) else here


def without_timed_asides(part: str, words: Words) -> str:
    """The part without brackets that hold another time: “(Einlass ab 18.00 Uhr)”."""
    return re.sub(r"\s*\([^()]+\)", lambda bracket: "" if find_time(bracket[0], words) else bracket[0], part)


def bare_hours(text: str, words: Words) -> str | None:
    """The hours of a line without anything else, whose time they are."""
    found = find_time(text, words)
    if found is None or text[: found.start].strip():
        return None
    rest = re.sub(r"\([^()]*\)", lambda bracket: "" if says_zone(bracket[0], words) else bracket[0], text[found.end :])
    while (other := find_time(rest, words)) is not None:
        rest = rest[: other.start] + rest[other.end :]
    return None if any(c.isalpha() for c in rest) else found.written


def without_small(part: str, words: Words) -> str:
    """The part without words around the day: “Abidjan, le”."""
    return ", ".join(one for one in re.split(r"\s*,\s*", part) if one and not is_small(one, words))


def is_small(part: str, words: Words) -> bool:
    """Whether only small words are left: the article of a day, “from”."""
    tokens = re.findall(r"\w+", fold(part))
    return all(any(token in words.lists[name] for name in ("articles", "joints", "before", "of")) for token in tokens)


def says_zone(part: str, words: Words) -> bool:
    """“(Geneva time)”, “heure de Genève”: a zone, not a place."""
    folded = fold(part).strip("() ")
    return len(folded.split()) <= 5 and any(
        re.search(rf"(?<!\w){re.escape(one)}", folded) for one in words.zone_phrases
    )


def is_bare(pieces: list[str], words: Words, *, small: bool = False) -> bool:
    """Whether nothing is left of a line but small words, so that it says when and nothing else.

    With `small`, what goes on in small letters after a comma does not count: “17:30, followed by drinks”.
    """
    if small:
        pieces = [_ASIDE.sub("", piece) for piece in pieces]
        pieces = [re.sub(r"^(?:,\s+[a-zß-ÿ].*|[a-z.]{1,5})$", "", piece.strip()) for piece in pieces]
    here = [without_other_hours(part, words) for piece in pieces for part in BARS.split(piece)]
    left = [without_zone(words.joint(part), words) for part in here]
    return not any(
        not is_small(part, words) and fold(part).strip("() ") not in words.statuses and not says_zone(part, words)
        for part in left
    )


def before_day(text: str, words: Words) -> str:
    """The words before a day, without a dash and an article: “Town Hall, Bonn – the 16th of May”."""
    bare = text.rstrip(" ,;:–—-")
    tokens = bare.split()
    return bare[: -len(tokens[-1])].rstrip(" ,;–—-") if tokens and words.has("articles", tokens[-1]) else text
