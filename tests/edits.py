"""Changes to the data of event files, drawn at random, and the files that they are tried on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from corpus import CORPUS
from hypothesis import strategies as st

from conceptnote.datapath import DataPath
from conceptnote.edit.apply import read_text
from conceptnote.edit.changes import Change, Insert, Move, Nest, Remove, Set

STYLES = (Path(__file__).parent / "edits" / "styles.yaml").read_text(encoding="utf-8")
"""A file in which everything is written in another way."""

_WORDS = (
    'Room XX, the a: b -- #3 it\'s "so" {x} [y] naïve of peace security — 10:30 * & ! % @ ` | > ? : - # ~ null true '
    "2014-06-10 \\d x, é \u00a0x"
).split(" ")
_ODD = [
    *"null ~ *x @x %x yes NO 1.5 10:15 --- ... |x & << = `x` x: !x é".split(), "- a", "a: b", "a #b", "# a", "--- x",
    "", "  x", "x  ", " ", "\n", "a\n", "\n a", "\ta", "a\tb", "a\n\tb\n", "? x", "[a", "{a", "a, b]", "it's",
    'say "x"', "a\u0085b", "a\u2028b", "> a", "key: |", "a\n\n\nb\n\n", " a\n  b\n c\n", "a\n b\n\n  c\nd", "a  b  c",
]  # fmt: skip
_KEYS = ["item", "name", "new", "status", "people", "agenda", "room", "tbc", "y", "a b", "1", "é", "x:"]


@cache
def files() -> Mapping[str, str]:
    """The texts of event files by name: all of the corpus, and some with other line ends or none at the end."""
    made = {name: file.text for name, file in CORPUS.items()} | {"styles": STYLES}
    some = ("half-a-day", "two-languages", "styles", "event")
    made |= {f"{name}, CRLF": made[name].replace("\n", "\r\n") for name in some}
    return made | {f"{name}, no line end": made[name].rstrip("\n") for name in some}


def dumped(event: Mapping[str, Any], style: int) -> str:
    """An event in one of the ways in which PyYAML writes."""
    ways: list[dict[str, Any]] = [
        {"default_style": '"', "width": 60}, {"default_style": "'"}, {"default_style": "|"}, {"default_style": ">"},
        {"default_flow_style": True}, {"default_flow_style": None}, {"default_flow_style": False, "indent": 4},
    ]  # fmt: skip
    text: str = yaml.safe_dump(event, allow_unicode=True, sort_keys=False, **ways[style % len(ways)])
    return text


def paths(data: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    """All values with their paths."""
    yield path, data
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inner:
        yield from paths(value, (*path, step))


def text(random: Random) -> str:
    """A text, often an odd one."""
    kind = random.randrange(12)
    if kind == 0:
        return random.choice(_ODD)
    if kind == 1:
        lines = (" ".join(random.choices(_WORDS, k=random.randrange(8))) for _ in range(random.randrange(1, 5)))
        return "\n".join(lines) + random.choice(["\n", "\n", ""])
    return " ".join(random.choices(_WORDS, k=random.randrange(20, 60) if kind == 2 else random.randrange(1, 6)))


def nearly(random: Random, old: str) -> str:
    """A text with a word put in, replaced or taken out."""
    words = old.split(" ")
    at = random.randrange(len(words) + 1)
    words[at : at + random.randrange(2)] = random.choice([["word"], ["word"], []])
    return " ".join(words)


def value(random: Random, depth: int = 0) -> Any:
    """A text, nothing, a record or a list."""
    kind = random.randrange(10)
    if kind < 6 or depth > 2:
        return text(random)
    if kind == 6:
        return None
    if kind < 9:
        return {key: value(random, depth + 1) for key in random.sample(_KEYS, random.randrange(4))}
    return [value(random, depth + 1) for _ in range(random.randrange(4))]


def change(random: Random, data: Any) -> Change:
    """A change that fits the data."""
    places = list(paths(data))
    path, old = random.choice(places[1:])
    around = [(where, one) for where, one in places if isinstance(one, dict | list)]
    where, one = random.choice(around)
    match random.randrange(10):
        case 0 | 1:
            return Set(path, old, value(random))
        case 2 | 3 if isinstance(old, str):
            return Set(path, old, nearly(random, old))
        case 4 if isinstance(one, list):
            return Insert((*where, random.randrange(len(one) + 1)), value(random))
        case 4 | 5 if isinstance(one, dict):
            free = [key for key in _KEYS if key not in one] or ["another"]
            index = random.choice([None, None, random.randrange(len(one) + 1)])
            return Insert((*where, random.choice(free)), value(random), index)
        case 6 if len(one) > 1:
            at = random.randrange(len(one))
            return Move((*where, at if isinstance(one, list) else list(one)[at]), random.randrange(len(one)))
        case 7:
            return Nest(path, random.choice([0, "en", "name"]))
        case _:
            return Remove(path, old)


seeds = st.integers(0, 2**32)


def changes(seed: int, text: str, count: int) -> Iterator[Change]:
    """Changes that fit the first data of a text; what comes after another one must be made to fit by the caller."""
    random = Random(seed)
    data = read_text(text, "event.yaml")
    for _ in range(count):
        yield change(random, data)
