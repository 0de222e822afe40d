"""New people, and people with another function, in a returned file, as changes of the data that may print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise, takewhile

from conceptnote.edit.changes import Insert, Set, value_at
from conceptnote.merge.align import Pair
from conceptnote.merge.blocks import Line, plain
from conceptnote.merge.items import items_nearby, naming
from conceptnote.merge.paper import Printed
from conceptnote.merge.persons import first_functions, joined, told
from conceptnote.merge.search import Search
from conceptnote.merge.slots import SPOKEN, is_named, slots
from conceptnote.merge.values import Candidate
from conceptnote.recognise.people import read_person
from conceptnote.recognise.positions import is_position_line
from conceptnote.recognise.words import Words, load_words

_MOST = 40
"""The most people to search for."""


def edit_people(search: Search) -> None:
    """Find new people, in lists with their functions, and functions that were added to those of people."""
    for pairs in _replaced(search):
        lines = search.returned(pairs)
        search.attempt(_instead(search, pairs[0], lines), lines, whole=True)
    for old, at in _functions(search):
        new = search.target[at]
        search.attempt(told(search.printed, old, new), [new], solved=at)
    words = load_words(search.printed.source.event.known_languages)
    tried: set[int | None] = set()
    while len(tried) < _MOST and (
        group := next((one for one in _groups(search, words) if one[0].new not in tried), None)
    ):
        tried.add(group[0].new)
        lines = search.returned(group)
        search.attempt(_candidates(search, group, lines, words), lines, whole=True)


def with_functions_joined(printed: Printed, target: Sequence[Line]) -> tuple[Line, ...]:
    """Returned paragraphs, with functions below each other on one line where the paper prints them so."""
    words = load_words(printed.source.event.known_languages)
    alone = _styles(printed)[1] - {one.style for one, other in pairwise(printed.lines) if one.style == other.style}
    made: list[Line] = []
    for line in target:
        below = made and line.style in alone and made[-1].style == line.style and not line.place
        if below and not _is_name_line(made[-1], words) and is_position_line(plain(line.text), words):
            made[-1] = joined(printed, made[-1], line)
        else:
            made.append(line)
    return tuple(made)


def _replaced(search: Search) -> list[list[Pair]]:
    """Names over which another name was typed, each with the lines below it."""
    found: list[list[Pair]] = []
    for at, pair in enumerate(search.pairs):
        old, new = search.old(pair), search.new(pair)
        if old is None or new is None:
            continue
        if gone_name(old, new) is not None or (_is_office(old) and is_named(search.printed, new)):
            below = takewhile(partial(_is_function, search, old), search.pairs[at + 1 : at + 6])
            found.append([pair, *below])
    return found[:_MOST]


def gone_name(old: Line, new: Line) -> str | None:
    """The id of the person whose name a paragraph no longer says."""
    names = [(span.origin, plain(span.text)) for span in old.spans if span.origin and _is_name(span.origin)]
    gone = names and not any(text in new.text for _, text in names)
    return str(names[0][0][1]) if gone else None


def _is_office(line: Line) -> bool:
    return any(path[-1] == "office" for path in line.paths)


def _is_name(path: tuple[object, ...]) -> bool:
    return path[0] == "people" and path[2:3] == ("name",)


def _is_function(search: Search, name: Line, pair: Pair) -> bool:
    """Whether a paragraph says what somebody is: below the name as it was sent, or new in the style of such lines."""
    if (line := search.old(pair)) is None:
        styles = _styles(search.printed)[1] - {name.style}
        return any(line.style in styles for line in search.returned([pair]))
    return _is_of_person(line) and line.paths[0][:2] == name.paths[0][:2] and line.style != name.style


def _instead(search: Search, pair: Pair, lines: Sequence[Line]) -> Iterator[Candidate]:
    """Somebody else in the places that somebody had."""
    printed, old = search.printed, search.old(pair)
    assert old is not None
    id = next((str(path[1]) for path in old.paths if path[0] == "people"), "")
    offices = [printed.in_file(path)[:-1] for path in old.paths if path[-1] == "office"]
    for made, slot in slots(printed, lines):
        for path in offices or naming(printed.data, id):
            there = value_at(printed.data, path)
            if path[0] not in SPOKEN and path[-1] != "replaced_by" and there != slot:
                yield path, [*made, Set(path, there, slot)]


def _styles(printed: Printed) -> tuple[set[str], set[str]]:
    """The styles of names in lists of people, and those of the lines below them."""
    lines = [line for line in printed.lines if _is_of_person(line)]
    names = {line.style for line in lines if any(_is_name(path) for path in line.paths)}
    return names, {line.style for line in lines} - names


def _groups(search: Search, words: Words) -> Iterator[list[Pair]]:
    """New paragraphs in lists of people: each name with the lines below it, and each function of somebody above."""
    pairs = search.pairs
    at = 0
    for is_new, run in groupby(pairs, key=partial(_is_new, search)):
        group, start = list(run), at
        at += len(group)
        beside = [pairs[place] for place in (start - 1, at) if 0 <= place < len(pairs)]
        olds = [line for pair in beside if (line := search.old(pair))]
        if is_new and any(_is_of_person(line) for line in olds):
            yield from _parted(search, group, words)


def _is_new(search: Search, pair: Pair) -> bool:
    line = search.new(pair) if pair.old is None else None
    return line is not None and line.kind == "paragraph" and not line.place and line.story == "body"


def _parted(search: Search, run: Sequence[Pair], words: Words) -> Iterator[list[Pair]]:
    names, _ = _styles(search.printed)
    group: list[Pair] = []
    for pair in run:
        line = search.line(pair)
        if line.style in names or _is_name_line(line, words):
            if group:
                yield group
            group = [pair]
        elif group:
            group.append(pair)
        else:
            yield [pair]
    if group:
        yield group


def _functions(search: Search) -> Iterator[tuple[Line, int]]:
    """Lines with functions, and the positions of those that came back in their places."""
    for before, pair in pairwise([Pair(None, None), *search.pairs]):
        old, new = before.old if pair.old is None and before.new is None else pair.old, pair.new
        if old is None or new is None:
            continue
        line = search.printed.lines[old]
        if line.paths and line.paths[0][2:3] == ("functions",) and line.style == search.target[new].style:
            yield line, new


def _is_name_line(line: Line, words: Words) -> bool:
    text = plain(line.text)
    return bool(read_person(text, words).name) and not is_position_line(text, words)


def _is_of_person(line: Line) -> bool:
    """Whether a paragraph belongs to a list of people."""
    return not line.place and any(path[0] == "people" for path in line.paths)


def _candidates(search: Search, group: Sequence[Pair], lines: Sequence[Line], words: Words) -> Iterator[Candidate]:
    names, functions = _styles(search.printed)
    at = search.pairs.index(group[0])
    reads = read_person(plain(lines[0].text), words)
    if lines[0].style in functions and not (_is_name_line(lines[0], words) and reads.sure):
        before = search.pairs[at - 1].old if at else None
        if before is not None and len(lines) == 1 and not reads.name and not search.printed.in_several_languages:
            yield from first_functions(search.printed, search.printed.lines[before], lines[0])
        return
    if lines[0].style not in names and not reads.name:
        return  # Without a style, an office in the panel looks as one more function of the person above.
    places = items_nearby(search, at, lines[0])
    for made, slot in slots(search.printed, lines):
        for path, position in places.items():
            yield (*path, position), [*made, Insert((*path, position), slot)]
