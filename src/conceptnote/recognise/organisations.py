"""The organisations that a line names: parted by semicolons, commas, “and” and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.shared_offices import offices_apart
from conceptnote.recognise.words import Words, any_of, fold, starts_with
from conceptnote.recognise.zones import is_city, is_country

_WITH_ACRONYM = re.compile(r".+?\s*\([^\W\d_a-z][\w&/-]{1,14}\)")
_OUTSIDE = r"(?![^()]*\))"
"""Not in brackets."""
_LONGEST_BARE = 6
"""The words of a name that nothing shows to be an organisation's, in a list: “Amnesty International”, “Norway”."""


def organisations(text: str, role: str, words: Words) -> Iterator[tuple[str, str, bool]]:
    """The organisations of a line, each with its role, and whether only “and” separates them."""
    for piece in re.split(r"\s*[;；؛]\s*", text.strip(" ;.")):
        for named, other in _by_role(piece, role, words):
            before, offices = offices_apart(named, words)
            if offices:
                before = _before_offices(before, words)
                yield from organisations(before, other, words) if before else ()
                yield from ((bare_name(one.strip(" ,"), words), other, True) for one in offices)
                continue
            for one in _at_commas(named, words):
                halves = _at_and(one, words)
                for half in halves or [one]:
                    yield bare_name(half.strip(" ,"), words), other, bool(halves)


def _at_commas(text: str, words: Words) -> list[str]:
    """The names of a list, `A, B and C`; the whole text if its commas may be in a name."""
    ands = any_of(words.lists["ands"])
    parts = _with_wholes(re.split(rf"\s*[,，、،]{_OUTSIDE}\s*", text), words)
    last = re.sub(rf"^{ands}\s+", "", parts[-1], flags=re.IGNORECASE)
    if last[1:] and last[0] > "\u0600" and last[0] in words.lists["ands"] and is_body(last[1:], words):
        last = last[1:]  # in Arabic, “and” is a letter before the word
    if last != parts[-1]:  # “A, B, and C”
        names, ended = [*parts[:-1], last], True
    else:
        names = [*parts[:-1], *re.split(rf"\s+{ands}{_OUTSIDE}\s+", last, maxsplit=1, flags=re.IGNORECASE)]
        ended = len(names) > len(parts)
    countries = len(names) > 1 and all(is_country(one, words) for one in names)
    if countries or (len(parts) > 1 and _is_list(names, words, ended=ended)):
        return names
    return parts if len(parts) > 1 and _is_list(parts, words, ended=False) else [text]


def _before_offices(text: str, words: Words) -> str:
    """The names before offices that share a word, without “and the” at their end."""
    tokens = text.rstrip(" ,").split()
    while tokens and (words.has("ands", tokens[-1]) or words.has("articles", tokens[-1])):
        tokens.pop()
    return " ".join(tokens).rstrip(" ,")


def _with_wholes(parts: list[str], words: Words) -> list[str]:
    """The parts of a list, those of one organisation joined: “Centre for Law”, “University of Portmouth”."""
    found: list[str] = []
    for part in parts:
        unit = found and any(words.has("units", one) for one in found[-1].split()[:3])
        other = found and any(words.has("wholes", one) for one in found[-1].split())
        if unit and not other and any(words.has("wholes", one) for one in part.split()[:3]):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def _is_list(names: list[str], words: Words, *, ended: bool) -> bool:
    """Whether each of some pieces is a name; `ended` if “and” stands before the last.

    After a name that shows what it is, a single word may belong to it: “Ministry of Trade, Industry and Energy”. Of
    two, the second may be where the first is.
    """
    shown = [is_body(one, words) for one in names]
    if any(not one or (one[0].islower() and not body) for one, body in zip(names, shown, strict=True)):
        return False
    if not any(shown):
        bare = (bare_name(one, words) for one in names)
        return all(len(one.split()) <= _LONGEST_BARE and not _has_digits(one) for one in bare) and (
            ended or len(names) > 2
        )
    places = (is_city(one, words) or _has_digits(one) for one in names)
    apart = all(body or len(one.split()) > 1 for one, body in zip(names[1:], shown[1:], strict=True))
    if ended or (len(names) > 2 and not any(places)):
        return apart or not shown[0]
    if len(names) == 2 and shown[1] and len(names[0].split()) > 2 and apart:
        return True  # “Shelter Rights Now, Displacement Law Centre”
    return all(shown) or (apart and not any(places) and _WITH_ACRONYM.fullmatch(names[0]) is not None)


def _has_digits(text: str) -> bool:
    return any(one.isdigit() for one in text)


def _at_and(name: str, words: Words) -> list[str]:
    """Two organisations that only “and” parts; empty if it may be in the name of one."""
    both = _halves(name, words)
    if len(both) != 2 or not both[1] or is_country(name, words):
        return []  # “Trinidad and Tobago”
    rest = _after_small(both[1], words)
    first, second = (is_body(one, words) for one in both)
    wide = all(len(half.split()) > 1 for half in both)
    if first and len(both[0].split()) > 1 and re.fullmatch(r"[A-ZÀ-Þ]{2,10}", both[1]):
        return both  # “Green Tide Collective and UFT”
    if rest and is_body(rest, words) and (first or not both[0][:1].islower()):
        return [both[0], rest]
    bare = [bare_name(half, words).split() for half in both]
    small = words.lists["of"] | words.lists["in_names"]
    # “Youth Network and Watch Without Walls”, but “Ministry of Trade and International Relations”
    closed = first and not any(fold(token) in small for token in bare[0]) and all(map(is_capital, bare[1]))
    if wide and (
        first == second or closed or (second and all(map(is_capital, bare[0]))) or _WITH_ACRONYM.fullmatch(both[0])
    ):
        return both if all(not bare_name(half, words)[0].islower() for half in both) else []
    single = all(len(half) == 1 and half[0][:1].isupper() for half in bare)
    return both if single and not (first or second) else []


def _halves(name: str, words: Words) -> list[str]:
    """A name parted at “and”, before an article if one is there: “Terres et Droits et l’Institut”."""
    found = list(re.finditer(rf",?\s+{any_of(words.lists['ands'])}\s+", name, flags=re.IGNORECASE))
    attached = any_of(one for one in words.lists["ands"] if len(one) == 1 and one > "\u0600")
    found += [one for one in re.finditer(rf"\s{attached}(?=\w)", name) if is_body(name[one.end() :].split()[0], words)]
    halves = [[name[: one.start()], name[one.end() :]] for one in found]
    parted = (half for half in halves if (rest := _after_small(half[1], words)) and is_body(rest, words))
    return next(parted, halves[0] if halves else [name])


def bare_name(name: str, words: Words) -> str:
    """A name without the article before it, which papers add: “the Water Fund”."""
    rest = name[starts_with(name, words.lists["articles"]) :].lstrip()
    return rest if rest and (not rest[0].islower() or words.has("bodies", rest.split()[0])) else name


def _after_small(name: str, words: Words) -> str:
    """A name without the small words before it, “de la Fondation Eau”; empty if it has none."""
    small = words.lists["articles"] | words.lists["of"] | words.lists["in_names"]
    rest = name
    while length := starts_with(rest, small):
        rest = rest[length:].lstrip()
    return rest if rest != name and rest and not rest[0].islower() else ""


def _by_role(text: str, role: str, words: Words) -> Iterator[tuple[str, str]]:
    """The text, split where another role begins in it: “…, in cooperation with …”."""
    joined = rf"\s*[,;،，·|]?\s+(?:{any_of(words.lists['ands'])}\s+)?"
    for before in re.finditer(joined, text):
        rest = text[before.end() :]
        if before.start() and (length := words.funding(rest)) > (words.led(rest) or (None, 0))[1]:
            yield text[: before.start()], role
            yield text[before.end() + length :].strip(" :"), "funder"
            return
        if before.start() and (led := words.led(text[before.end() :])):
            yield text[: before.start()], role
            yield from _by_role(text[before.end() + led[1] :].strip(" :"), led[0].role, words)
            return
    yield text, role


def is_body(text: str, words: Words) -> bool:
    """Whether a name is an organisation's by itself: by a word such as “Institute”, or an acronym."""
    bare = bare_name(text, words).split()
    return (
        bool(bare)
        and (not bare[0][0].islower() or words.has("bodies", bare[0]))
        and (
            any(words.has("bodies", token) or _ends_with_body(token, words) for token in bare)
            or (not text.isascii() and text.endswith(words.unspaced("bodies")))
            or bool(_WITH_ACRONYM.fullmatch(text))
            or (len(bare[0]) > 1 and bare[0].isupper())
        )
    )


def _ends_with_body(token: str, words: Words) -> bool:
    """Whether a compound ends with a word for an organisation: “Umweltstiftung”."""
    folded = fold(token)
    return len(folded) > 9 and folded.endswith(words.compounded_bodies)
