"""Ways to damage an event file, by kind. Each is given the file and a way to draw, and gives what is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from corpus import CORPUS, EventFile, Key
from hypothesis import strategies as st

Thing = TypeVar("Thing")
Draw = Callable[[st.SearchStrategy[Any]], Any]
Files = Mapping[str, bytes]
"""An event file, `event.yaml`, and others beside it."""
Corruption = Callable[[Draw, EventFile], "str | bytes | Files"]

_REQUIRED = ("title", "date", "timezone")
_NAMES = sorted({key.name for file in CORPUS.values() for key in file.keys if key.of_schema})


def damaged(draw: Draw, file: EventFile, corrupt: Corruption) -> Files:
    """The files that a corruption leaves of an event file."""
    left = corrupt(draw, file)
    if isinstance(left, str):
        left = left.encode("utf-8", "surrogatepass")
    return {"event.yaml": left} if isinstance(left, bytes) else left


def _one(draw: Draw, things: Sequence[Thing]) -> Thing:
    return things[draw(st.integers(0, len(things) - 1))]


def _key(draw: Draw, file: EventFile) -> Key:
    return _one(draw, [key for key in file.keys if key.of_schema])


def _with(file: EventFile, start: int, end: int, text: str) -> str:
    return file.text[:start] + text + file.text[end:]


def _with_value(file: EventFile, key: Key, value: str) -> str:
    """The file with another value on the line of a key; where the old one went on below, that stays."""
    return _with(file, key.end + 1, key.value[1], f" {value}")


# Bytes


def random_byte(draw: Draw, file: EventFile) -> bytes:
    raw = bytearray(file.text.encode())
    for _ in range(draw(st.integers(1, 4))):
        raw[draw(st.integers(0, len(raw) - 1))] = draw(st.integers(0, 255))
    return bytes(raw)


def truncated(draw: Draw, file: EventFile) -> bytes:
    raw = file.text.encode()
    return raw[: draw(st.integers(0, len(raw)))]


def binary(draw: Draw, file: EventFile) -> bytes:
    del file
    return bytes(draw(st.binary(min_size=4, max_size=300)))


def wrong_encoding(draw: Draw, file: EventFile) -> bytes:
    raw = file.text.encode()
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + bytes([draw(st.integers(0x80, 0xFF))]) + b" " + raw[at:]


def other_encoding(draw: Draw, file: EventFile) -> bytes:
    return file.text.encode(_one(draw, ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32", "utf-7"]), "replace")


def latin_1(draw: Draw, file: EventFile) -> bytes:
    return _with_value(file, _one(draw, file.keys), "Kassé").encode("latin-1", "replace")


def control_character(draw: Draw, file: EventFile) -> str:
    at = draw(st.integers(0, len(file.text)))
    bad = _one(draw, ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe"])
    return file.text[:at] + bad + file.text[at:]


# Lines


def deleted_line(draw: Draw, file: EventFile) -> str:
    at = draw(st.integers(0, len(file.lines) - 1))
    return "".join(file.lines[:at] + file.lines[at + 1 :])


def swapped_lines(draw: Draw, file: EventFile) -> str:
    at = draw(st.integers(0, len(file.lines) - 2))
    return "".join([*file.lines[:at], file.lines[at + 1], file.lines[at], *file.lines[at + 2 :]])


def line_of_another_file(draw: Draw, file: EventFile) -> str:
    at = draw(st.integers(0, len(file.lines)))
    line = _one(draw, _one(draw, list(CORPUS.values())).lines)
    return "".join([*file.lines[:at], line, *file.lines[at:]])


def joined_lines(draw: Draw, file: EventFile) -> str:
    at = draw(st.integers(0, len(file.lines) - 2))
    return "".join([*file.lines[:at], file.lines[at].rstrip("\n"), *file.lines[at + 1 :]])


def merge_conflict(draw: Draw, file: EventFile) -> str:
    at = draw(st.integers(0, len(file.lines) - 1))
    line = file.lines[at]
    both = f"<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> branch\n"
    return "".join([*file.lines[:at], both, *file.lines[at + 1 :]])


# Indentation


def _indented_line(draw: Draw, file: EventFile, indent: Callable[[str], str]) -> str:
    at = _one(draw, [at for at, line in enumerate(file.lines) if re.match(r" +[a-z-]+:", line)])
    return "".join([*file.lines[:at], indent(file.lines[at]), *file.lines[at + 1 :]])


def one_blank_more(draw: Draw, file: EventFile) -> str:
    return _indented_line(draw, file, lambda line: f" {line}")


def one_blank_less(draw: Draw, file: EventFile) -> str:
    return _indented_line(draw, file, lambda line: line[1:])


def tab(draw: Draw, file: EventFile) -> str:
    return _indented_line(draw, file, lambda line: f"\t{line.lstrip()}")


def no_break_spaces(draw: Draw, file: EventFile) -> str:
    return _indented_line(draw, file, lambda line: re.sub("^ +", lambda m: "\u00a0" * len(m[0]), line))


# Keys


def misspelt_key(draw: Draw, file: EventFile) -> str:
    key = _key(draw, file)
    at = draw(st.integers(0, len(key.name) - 1))
    return _with(file, key.start, key.end, key.name[: at + 1] + key.name[at:])


def duplicated_key(draw: Draw, file: EventFile) -> str:
    key = _one(draw, [key for key in file.keys if key.of_schema and len(key.path) == 1])
    return f"{key.name}: x\n{file.text}"


def missing_key(draw: Draw, file: EventFile) -> str:
    name = _one(draw, [name for name in _REQUIRED if (name,) in {key.path for key in file.keys}])
    return re.sub(rf"^{name}:.*\n(?:^ .*\n)*", "", file.text, flags=re.M)


def key_of_another_place(draw: Draw, file: EventFile) -> str:
    key = _one(draw, file.keys)
    return _with(file, key.start, key.end, _one(draw, _NAMES))


def odd_key(draw: Draw, file: EventFile) -> str:
    key = _one(draw, file.keys)
    odd = ["''", "1", "null", "~", "true", "? [a]", "[a]", "{a: b}", "<<", "!include x", "&a", "en", "*a", "é", "a b"]
    return _with(file, key.start, key.end, _one(draw, odd))


# Values


_WRONG_VALUES = [
    "day 2014-06-31", "day 10/06/2014", "day June 10", "day 2014-13-01", "day 0000-01-01", "day ²014-06-10", "day [1]",
    "date 2014-06-31", "date 10/06/2014", "date soon", "date []", "date {day: x}",
    "time 9:15 am", "time 25:00", "time 10:15–9:15", "time –10:15", "time soon", "time {start: 9}", "time []",
    "timezone EST5", "timezone Mars/Base", "timezone ../etc/passwd", "timezone {a: b}", "timezone ''", "timezone /",
    "title []", "title {a: b}", "title ''", "type ''", "title \"\\0\"", "title \"\\ud800\"",
    "year maybe", "status maybe", "people []", "people text", "parties [a, b]", "party nobody", "person nobody",
    "min_height 11", "min_height 999 mm", "min_height -1 mm", "min_height NaN mm", "logos []", "show nothing",
    "sections text", "sections {a: b}", "venue [a]", "name [a]", "roles {a: b}", "minutes soon", "minutes -1",
    "footnotes [a]", "funders {a: b}", "agenda text", "functions [[a]]", "functions {organisation: A}", "profile []",
    "profile nobody", "track nowhere", "kind party", "mode maybe", "access [a]", "clock 25h",
]  # fmt: skip


def wrong_value(draw: Draw, file: EventFile) -> str:
    """One value that is wrong wherever its key stands, and is on a line alone."""
    fits = [
        (match, value)
        for name, _, value in (one.partition(" ") for one in _WRONG_VALUES)
        if (match := re.search(rf"^( *(?:- )?){name}:[^|>\n]*\n(?! *- |\1 )", file.text, re.M))
    ]
    match, value = _one(draw, fits)
    return _with(file, match.start(), match.end(), f"{match[0].partition(':')[0]}: {value}\n")


_ODD_VALUES = [
    "", "''", "' '", "x", "-1", "0", "1e400", "99999999999999999999", "NaN", "true", "NO", "~", "null", "2014-06-31",
    "24:00", "TBC", "*", "**", "***", "[^1]", "[^", "[a](", "[a](javascript:x)", "![a](b.png)", "<b>", "&amp;", "&#0;",
    "{{ 7*7 }}", "{% raw %}", "%s", "{0}", "\\", "../../etc/passwd", "/dev/zero", "file:///etc/passwd", "\u202e", "😀",
    "e\u0301", "مرحبا", "\u2028", "\u200b", "x" * 5000, "A. " * 500, "[" * 200, "*a " * 200, "> " * 200, "- " * 200,
    "a.b@" * 100, "1. " * 300, "`" * 300, "www." * 200, "Mr. " * 300, "a/" * 400, "(" * 300, "#", "# x", "x # y",
]  # fmt: skip


def odd_value(draw: Draw, file: EventFile) -> str:
    return _with_value(file, _one(draw, file.keys), _one(draw, _ODD_VALUES))


def value_of_another_key(draw: Draw, file: EventFile) -> str:
    other = _one(draw, list(CORPUS.values()))
    key = _one(draw, other.keys)
    return _with_value(file, _one(draw, file.keys), other.text[slice(*key.value)])


# Quotes


def stray_character(draw: Draw, file: EventFile) -> str:
    at = draw(st.integers(0, len(file.text)))
    stray = _one(draw, list("{}[]&*!|>'\"%@`:-?#,\t\n\\~\u2028\u00a0\ufeff\u200f"))
    return file.text[:at] + stray + file.text[at:]


def open_quote(draw: Draw, file: EventFile) -> str:
    key = _one(draw, file.keys)
    at = _one(draw, key.value)
    return _with(file, at, at, _one(draw, ["'", '"', "“", "”", "‘", "«", "`", "'''", '"\\', '"\\x', '"\\ud800']))


def quoted_value(draw: Draw, file: EventFile) -> str:
    key = _one(draw, file.keys)
    left, right = _one(draw, ["''", '""', "“”", "‘’", "«»", "``", "()", "<>", "**"])
    return _with_value(file, key, f"{left}{file.text[slice(*key.value)]}{right}")


# Structure


_SHAPES = [
    "[]", "{}", "[[]]", "[{}]", "{x: {}}", "[null]", "[[structure]]", "{panel: structure}", "[structure, [structure]]",
    "[a, a]", "[1, true, ~]", "{en: x}", "{? [a] : b}", "[a: b]", "{a}", "{[a]: b}", "[,]", "- a", "? a", "|", ">-",
]  # fmt: skip


def other_shape(draw: Draw, file: EventFile) -> str:
    return _with_value(file, _one(draw, file.keys), _one(draw, _SHAPES))


def wrapped_value(draw: Draw, file: EventFile) -> str:
    key = _one(draw, file.keys)
    wrap = _one(draw, ["[{}]", "[[{}]]", "{{{}: x}}", "{{x: {}}}", "{{name: {}}}", "{{text: {}}}", "[{}, {}]"])
    value = file.text[slice(*key.value)]
    return _with_value(file, key, wrap.format(*[value] * wrap.count("{}")))


def deep(draw: Draw, file: EventFile) -> str:
    del file
    depth = draw(st.integers(100, 20_000))
    opening = _one(draw, ["[", "{a: ", "- ", "? "])
    return f"title: {opening * depth}" if opening in "[{a: " else opening * depth


def aliased(draw: Draw, file: EventFile) -> str:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n"
    others = ["x: &x {y: *x}\n", "x: *nothing\n", "<<: {title: x}\n", "!!python/name:os.system x: y\n"]
    return _one(draw, [bomb, *others]) + file.text


# Languages


_BY_LANGUAGE = [
    "{en: x}", "{fr: x}", "{en: x, fr: y}", "{en: x, fr: ''}", "{en: x, fr: [y]}", "{en: {en: x}}", "{en: x, xx: y}",
    "{en: [], fr: []}", "{fr: 9:00, en: 9.00}", "{EN: x, FR: y}", "{en-GB: x, fr: y}", "{en: ~}",
]  # fmt: skip


def by_language(draw: Draw, file: EventFile) -> str:
    return _with_value(file, _one(draw, file.keys), _one(draw, _BY_LANGUAGE))


def other_languages(draw: Draw, file: EventFile) -> str:
    tags = ["en", "fr", "[en, fr]", "[fr, en]", "[en]", "[]", "xx", "[en, en]", "EN", "fr-FR", "{en: fr}", "[en, [fr]]"]
    text = re.sub(r"^language:.*\n", "", file.text, flags=re.M)
    return f"language: {_one(draw, tags)}\n{text}"


# Includes


def included(draw: Draw, file: EventFile) -> Files:
    """The value of one key in a file beside the event file, which may be damaged as well."""
    name, block = _one(draw, sorted(file.blocks.items()))
    text = file.text.replace(f"{name}:\n{block}", f"{name}: !include part.yaml\n", 1)
    part = block.encode()
    at = draw(st.integers(0, len(part)))
    parts = [
        part, b"", b"- a\n", b"a: b\n", b"x: !include event.yaml\n", b"<<: !include part.yaml\n", b"\xff",
        b"[" * 99, part[:at], part[:at] + b"\t" + part[at:], part + b"---\na: b\n", part + b"x: !include no.yaml\n",
    ]  # fmt: skip
    return {"event.yaml": text.encode(), "part.yaml": _one(draw, parts)}


def odd_include(draw: Draw, file: EventFile) -> str:
    names = [
        "no.yaml", "event.yaml", ".", "..", "", "/etc/passwd", "../../../../etc/passwd.yaml", "images", "[a]", "a\\b",
        "http://x/a.yaml", "images/.yaml", "'a\\0.yaml'", "x" * 300 + ".yaml", "{a: b}", "part.yaml # x",
    ]  # fmt: skip
    return _with_value(file, _one(draw, file.keys), f"!include {_one(draw, names)}")


SURELY_WRONG: tuple[Corruption, ...] = (
    wrong_encoding, latin_1, tab, misspelt_key, duplicated_key, missing_key, wrong_value, deep, aliased,
)  # fmt: skip
"""What no file is right after."""
KINDS: dict[str, tuple[Corruption, ...]] = {
    "byte": (random_byte, truncated, binary, wrong_encoding, other_encoding, latin_1, control_character),
    "line": (deleted_line, swapped_lines, line_of_another_file, joined_lines, merge_conflict),
    "indentation": (one_blank_more, one_blank_less, tab, no_break_spaces),
    "key": (misspelt_key, duplicated_key, missing_key, key_of_another_place, odd_key),
    "value": (wrong_value, odd_value, value_of_another_key),
    "quote": (stray_character, open_quote, quoted_value),
    "structure": (other_shape, wrapped_value, deep, aliased),
    "language": (by_language, other_languages),
    "include": (included, odd_include),
}
