"""Scripts and the languages written in them: the script of a text, and the direction of its lines."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct

from conceptnote.yamldata import packaged_data

Direction = Literal["ltr", "rtl"]
NO_LANGUAGE = "zxx"
"""The code for text in no language, such as a telephone number (ISO 639-2)."""

_ALSO = {"Kana": ("Hani",), "Kore": ("Hani",)}
"""Scripts that texts of another script also use: Japanese and Korean ones have Chinese characters."""


class Script(Struct, frozen=True):
    """A script by its ISO 15924 code; scripts.yaml explains each part."""

    code: str
    languages: tuple[str, ...]
    blocks: tuple[tuple[int, int], ...]
    right_to_left: bool = False
    upright: bool = False
    close: bool = False


@cache
def scripts() -> Mapping[str, Script]:
    """All scripts, by code."""
    rows = packaged_data("conceptnote", "scripts.yaml")
    return {row["script"]: _script(row) for row in rows}


def _script(row: Mapping[str, object]) -> Script:
    blocks = [block.split("-") for block in str(row["blocks"]).split()]
    ranges = tuple((int(ends[0], 16), int(ends[-1], 16)) for ends in blocks)
    parts = [bool(row.get(name)) for name in ("right-to-left", "upright", "close")]
    return Script(str(row["script"]), tuple(row["languages"]), ranges, *parts)  # type: ignore[arg-type] # a list


@cache
def _starts() -> tuple[list[int], list[tuple[int, Script]]]:
    found = sorted((first, last, script) for script in scripts().values() for first, last in script.blocks)
    return [first for first, _, _ in found], [(last, script) for _, last, script in found]


@lru_cache(1 << 14)
def script_of(character: str) -> Script | None:
    """The script of a letter; None for anything else, and for an unknown script."""
    if unicodedata.category(character)[0] not in "LM" and character != "〇":
        return None
    starts, ends = _starts()
    at = bisect_right(starts, ord(character)) - 1
    return ends[at][1] if at >= 0 and ord(character) <= ends[at][0] else None


@cache
def script_of_language(tag: str) -> Script:
    """The script of a language, by its BCP 47 tag; Latin if unknown."""
    known, parts = scripts(), tag.split("-")
    for part in parts[1:]:
        if part.title() in known:
            return known[part.title()]
    language = parts[0].lower()
    return next((one for one in known.values() if language in one.languages), known["Latn"])


def is_written_in(tag: str, script: Script) -> bool:
    """Whether a language is written in a script."""
    own = script_of_language(tag).code
    return script.code == own or script.code in _ALSO.get(own, ())


def direction(tag: str) -> Direction:
    """The direction of a language's lines."""
    return "rtl" if tag != NO_LANGUAGE and script_of_language(tag).right_to_left else "ltr"


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script a text has, by code."""
    return Counter(script.code for one in text if (script := script_of(one)) is not None)


def language_of(script: Script, preferred: Iterable[str] = ()) -> str:
    """The language of a text in a script: the first of the `preferred` with this script, or the usual one."""
    return next((tag for tag in preferred if script_of_language(tag) == script), script.languages[0])
