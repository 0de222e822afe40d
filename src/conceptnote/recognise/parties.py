"""Lines about organisations to parties, with their descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.languages.letters import SMALL
from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.normal import ends_sentence
from conceptnote.recognise.passage import Passage, party_pattern
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.words import Words, any_of, fold, starts_with

_WITH_ACRONYM = re.compile(r"(?P<name>.+?)\s*\((?P<acronym>[^\W\d_a-z][\w&/-]{1,14})\)")
_CAPITALISED = rf"[^\W\d_{SMALL}][\w'’&-]*"
_LONGEST_LINE = 300
_OPENING = 1000
"""The characters of a description in which the full name must be."""


def add_parties(draft: Draft, part: Passage, writer: ProseWriter, words: Words) -> list[Paragraph]:
    """Add the parties in a part, in its role; returns the paragraphs that neither name nor describe one."""
    strays: list[Paragraph] = []
    described: dict[str, list[Paragraph]] = {}
    latest: str | None = None
    for paragraph in part.paragraphs:
        named = party_pattern(paragraph.text)
        if named and (len(named["name"].split()) <= 14):
            text = paragraph.part(named.start("said"))
            latest = add_party(draft, words, named["name"], part.role, text.text)
            described.setdefault(latest, []).append(text)
        elif len(paragraph.text) <= _LONGEST_LINE and (part.inline or not ends_sentence(paragraph.text)):
            for name, role, parted in organisations(paragraph.text, part.role, words):
                latest = add_party(draft, words, name, role)
                _doubt(draft, paragraph, name, latest, words, parted=parted)
            if part.inline and part.heading is not None:
                draft.quote(("parties", latest or ""), f"{part.heading.text.rstrip(' :')}: {paragraph.text}")
        elif latest is not None:
            described.setdefault(latest, []).append(paragraph)
        else:
            strays.append(paragraph)
    for identifier, paragraphs in described.items():
        party = draft.records("parties")[identifier]
        if "description" in party:
            strays += paragraphs
        else:
            party["description"] = writer.prose(paragraphs)
    return strays


def organisations(text: str, role: str, words: Words) -> Iterator[tuple[str, str, bool]]:
    """The organisations of a line, each with its role, and whether only “and” separates them."""
    for piece in re.split(r"\s*[;；؛]\s*", text.strip(" ;.")):
        for name, other in _by_role(piece, role, words):
            parts = re.split(r"\s*[,，、،]\s*", name)
            bodies = sum(is_body(one, words) for one in parts)
            # One of several may show nothing; of two, the second may be where the first is.
            capital = all(one and (not one[0].islower() or is_body(one, words)) for one in parts)
            listed = _listed(parts, words)
            several = len(parts) > 1 and capital and (bool(listed) or bodies >= len(parts) - (len(parts) > 2))
            parts = listed if several and listed else parts
            for one in parts if several else [name]:
                both = _halves(one, words)
                named = _after_small(both[1], words) if len(both) == 2 else ""
                apart = len(both) == 2 and (
                    all(len(half.split()) > 1 and is_body(half, words) for half in both)
                    or (is_body(both[0], words) and named != "" and is_body(named, words))
                )
                for half in (both[0], named or both[1]) if apart else [one]:
                    yield bare_name(half.strip(" ,"), words), other, apart


def _halves(name: str, words: Words) -> list[str]:
    """A name parted at “and”, before an article if one is there: “Terres et Droits et l’Institut”."""
    found = list(re.finditer(rf",?\s+{any_of(words.lists['ands'])}\s+", name, flags=re.IGNORECASE))
    halves = [[name[: one.start()], name[one.end() :]] for one in found]
    parted = (half for half in halves if (rest := _after_small(half[1], words)) and is_body(rest, words))
    return next(parted, halves[0] if halves else [name])


def _listed(parts: list[str], words: Words) -> list[str]:
    """The names of a list that ends with “and”, “A, B and C”, if its first are organisations'; otherwise none."""
    ends = re.split(rf"\s+{any_of(words.lists['ands'])}\s+", parts[-1], maxsplit=1, flags=re.IGNORECASE)
    names = [*parts[:-1], *ends]
    if len(parts) < 2 or len(ends) < 2 or any(not one or one[0].islower() for one in names):
        return []
    firsts = [one for one in names[:-2] if not is_body(one, words)]
    return names if not firsts and (is_body(ends[0], words) or len(ends[0].split()) > 1) else []


def bare_name(name: str, words: Words) -> str:
    """A name without the article before it, which papers add: “the Water Fund”."""
    rest = name[starts_with(name, words.lists["articles"]) :].lstrip()
    return rest if rest and not rest[0].islower() else name


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


def _doubt(draft: Draft, paragraph: Paragraph, name: str, identifier: str, words: Words, *, parted: bool) -> None:
    if parted:
        draft.likely("“and” was read as joining two organisations", ("parties", identifier), paragraph.line)
    elif not is_body(name, words):
        draft.likely("only its place shows that this is an organisation", ("parties", identifier), paragraph.line)
    elif re.search(rf",|\s{any_of(words.lists['ands'])}\s", name):
        message = f"“{name}” was read as one organisation, but may be several"
        draft.find(paragraph.line, message, "write one party for each, if so", ("parties", identifier))


def add_party(draft: Draft, words: Words, heading: str, role: str, description: str = "") -> str:
    """Add an organisation with the name at the head of its description, and return its id.

    An existing organisation gets the role too.
    """
    name, acronym = _name(heading, description, words)
    identifier = _known(draft, name, acronym)
    if identifier is None:
        identifier = draft.new_id("parties", acronym or _short(name))
        party: Data = {"name": name} | ({"acronym": acronym} if acronym else {})
        if heading != name and heading != f"{name} ({acronym})":
            party["print_as"] = heading
        draft.records("parties")[identifier] = party | ({"roles": role} if role else {})
    elif role:
        party = draft.records("parties")[identifier]
        roles = party.get("roles", [])
        roles = roles if isinstance(roles, list) else [roles]
        party["roles"] = [*roles, role] if role not in roles else party["roles"]
        draft.quote(("parties", identifier), heading)
    return identifier


def _name(heading: str, description: str, words: Words) -> tuple[str, str]:
    """The full name and the acronym, as far as the heading, or else the description, has them."""
    if both := _WITH_ACRONYM.fullmatch(heading):
        return both["name"], both["acronym"]
    if len(heading.split()) == 1 and sum(c.isupper() for c in heading) > 1 and len(heading) <= 15:
        spelt = rf"({_CAPITALISED}(?:\s+(?:{_CAPITALISED}|{_small(words)}))*)\s*\({re.escape(heading)}\)"
        if found := re.search(spelt, description[:_OPENING]):
            return found[1][starts_with(found[1], _articles(words)) :].lstrip(), heading
        return heading, ""
    return heading, ""


def _articles(words: Words) -> list[str]:
    return [article for article in words.lists["articles"] if article[-1].isalnum()]


def _small(words: Words) -> str:
    """A regular expression for the small words in a name; one that ends with an apostrophe has the next one with it."""
    elided = {word for word in words.lists["in_names"] if not word[-1].isalnum()}
    begins = any_of(elided).replace("'", "['’]")
    return rf"(?:{any_of(words.lists['in_names'] - elided)}|{begins}\w+)"


def _short(name: str) -> str:
    """The first words of a name, the last of them not small: “Dutch Permanent Mission” of “… to the UN”."""
    tokens = name.split()[:3]
    while len(tokens) > 1 and tokens[-1].islower():
        tokens.pop()
    return " ".join(tokens)


def _known(draft: Draft, name: str, acronym: str) -> str | None:
    for identifier, party in draft.records("parties").items():
        names = {fold(str(party.get(key, ""))) for key in ("name", "acronym", "print_as")} - {""}
        if {fold(name), fold(acronym)} & names:
            return str(identifier)
    return None
