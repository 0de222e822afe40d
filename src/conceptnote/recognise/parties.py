"""Lines about organisations to parties, with their descriptions."""

from __future__ import annotations

import re

from conceptnote.languages.letters import SMALL
from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.contacts import addresses_in
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.normal import ends_sentence
from conceptnote.recognise.organisations import is_body, organisations
from conceptnote.recognise.passage import Passage, party_pattern
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.words import Words, any_of, fold, starts_with
from conceptnote.recognise.zones import is_country

_WITH_ACRONYM = re.compile(r"(?P<name>.+?)\s*\((?P<acronym>[^\W\d_a-z][\w&/-]{1,14})\)")
_CAPITALISED = rf"[^\W\d_{SMALL}][\w'’&-]*"
_LONGEST_LINE = 300
_LONGEST_NAME = 7
"""The words of a name that its label alone shows to be an organisation's."""
_OPENING = 1000
"""The characters of a description in which the full name must be."""


def add_parties(draft: Draft, part: Passage, writer: ProseWriter, words: Words) -> list[Paragraph]:
    """Add the parties in a part, in its role; returns the paragraphs that neither name nor describe one."""
    strays: list[Paragraph] = []
    described: dict[str, list[Paragraph]] = {}
    latest: str | None = None
    for paragraph in part.paragraphs:
        if addresses_in(paragraph.text):
            strays.append(paragraph)
            continue
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


def _doubt(draft: Draft, paragraph: Paragraph, name: str, identifier: str, words: Words, *, parted: bool) -> None:
    if parted:
        draft.likely("“and” was read as joining two organisations", ("parties", identifier), paragraph.line)
    elif re.search(rf",|\s{any_of(words.lists['ands'])}\s", name) and not is_country(name, words):
        message = f"“{name}” was read as one organisation, but may be several"
        draft.find(paragraph.line, message, "write one party for each, if so", ("parties", identifier))
    elif not is_body(name, words) and not (is_capital(name) and len(name.split()) <= _LONGEST_NAME):
        draft.likely("only its place shows that this is an organisation", ("parties", identifier), paragraph.line)


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
