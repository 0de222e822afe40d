"""Whether words in or below a row of an agenda say who speaks."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from conceptnote.read.manuscript import Paragraph, Run
from conceptnote.recognise.bare_name import is_bare_name
from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.named import looks_like_name
from conceptnote.recognise.people import read_person, titles_of
from conceptnote.recognise.positions import is_position, is_position_line, names_body
from conceptnote.recognise.words import Words, any_of, starts_with

_LONGEST = 90
_BEFORE_DASH = re.compile(r"(?P<who>[^–—,]{4,50},[^–—]{3,80}?)\s+[–—-]\s+(?P<topic>\S.*)")


def is_office(text: str, words: Words) -> bool:
    """Whether a line below a row is an office that speaks: “Rector of the University of X”."""
    short = len(text) <= _LONGEST and not text.rstrip().endswith((".", ":", "?"))
    bare = text[starts_with(text, words.lists["articles"]) :].strip()
    small = any(words.has("unfinished", token) for token in bare.split()[1:])
    return short and small and is_capital(bare) and is_position(bare, words)


def each_named(text: str, words: Words) -> list[str]:
    """Those whom a cell names: parted by semicolons, and names alone by a slash or “and” too."""
    pieces = re.split(r"\s*;\s*", text)
    if len(pieces) > 1:
        return pieces
    if titled := _before_titles(text, words):
        return titled
    names = re.split(rf"\s+(?:/|{any_of(words.lists['ands'])})\s+", text)
    alone = all(looks_like_name(one, words) and not read_person(one, words).functions for one in names)
    return names if alone else pieces


def _before_titles(text: str, words: Words) -> list[str]:
    """Names that nothing parts but the titles before them: “Ms. Ama Boateng Mr. Omar Diallo”; empty if there is one."""
    tokens = text.split()
    begins = [at for at in range(len(tokens)) if titles_of(tokens[at:], words)]
    begins = [at for at in begins if at - 1 not in begins]
    spans = pairwise([*begins, len(tokens)])
    names = [" ".join(tokens[first:last]) for first, last in spans]
    whole = begins[:1] == [0] and len(names) > 1
    bare = whole and all(is_bare_name(" ".join(one.split()[titles_of(one.split(), words) :]), words) for one in names)
    return names if bare else []


def is_loud(block: Paragraph) -> bool:
    """Whether all words of a line are in bold."""
    return all(run.strong for run in block.runs if run.text.strip())


def is_headline(block: Paragraph) -> bool:
    """Whether a line between rows is a heading: “Afternoon”, “Session 2”."""
    loud = is_loud(block)
    return block.kind == "heading" or (loud and len(block.text) <= _LONGEST and block.kind == "text")


def says_what(text: str, words: Words) -> bool:
    """Whether a name is followed by what somebody is."""
    wording = read_person(text, words)
    first = wording.functions[0] if wording.functions else ""
    position = str(first["position"]) if isinstance(first, dict) else first
    return bool(position) and len(wording.name.split()) < 5 and is_position_line(position, words)


def talk_after_dash(text: str, words: Words) -> tuple[str, str] | None:
    """Who speaks and the topic: “Ama Boateng, Water Fund – What wells cost”."""
    found = _BEFORE_DASH.fullmatch(text)
    person = read_person(found["who"], words) if found else None
    if found is None or person is None or not person.functions or not is_capital(found["topic"].lstrip('“«„"')):
        return None
    named = bool(person.honorific) or looks_like_name(found["who"], words)
    told = found["who"].partition(",")[2].strip()
    shown = names_body(told, words) or is_position_line(told, words)
    return (found["who"], found["topic"]) if named and shown and not looks_like_name(found["topic"], words) else None


def with_positions(lines: list[Paragraph], words: Words) -> list[Paragraph]:
    """The lines of a cell, with what somebody is joined to the name above it."""
    found: list[Paragraph] = []
    for line in lines:
        above = read_person(found[-1].text, words) if found and len(found[-1].text) <= _LONGEST else None
        bare = above is not None and above.name and not above.functions and not above.status
        if bare and line.kind == "text" and is_position_line(line.text, words) and not words.labelled(line.text):
            found[-1] = replace(found[-1], runs=(*found[-1].runs, Run(", "), *line.runs))
        else:
            found.append(line)
    return found
