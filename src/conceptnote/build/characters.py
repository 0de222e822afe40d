"""Whether the fonts have all characters of the documents; if not, where they are and which font has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from conceptnote.build.record import Target
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.doc.nodes import Doc
from conceptnote.source.load import Source
from conceptnote.write.typefaces import Typefaces, missing_characters
from conceptnote.yamldata import packaged_data

_Package = tuple[str, str, str] | None
"""The script of a character, and the package and file with a font for it; None if unknown."""

_NAMED = 3
_LONGEST = 80
"""The most characters shown of a word: text without spaces is one word."""
_DOTTED_CIRCLE = "◌"


def check_characters(docs: Mapping[Target, Doc], typefaces: Typefaces, source: Source) -> None:
    """Compare all characters of the documents with their fonts.

    Raises DiagnosticError with a problem for each script that no font has, at its first text; characters without a
    known script count as one.
    """
    found: dict[tuple[Location, DataPath], dict[_Package, tuple[str, str]]] = {}
    for target, doc in docs.items():
        for origin, text, lost in missing_characters(doc, typefaces):
            at = source.source_map.locate(origin) if origin else Location(f"templates/{target.document}.html.j2")
            scripts = found.setdefault((at, origin or ()), {})
            for character in lost:
                first = next((word for word in text.split() if character in word), text)
                word, before = scripts.get(_package(ord(character)), (first, ""))
                scripts[_package(ord(character))] = (word, before if character in before else before + character)
    if found:
        raise DiagnosticError(*_problems(found))


def _problems(found: Mapping[tuple[Location, DataPath], Mapping[_Package, tuple[str, str]]]) -> Iterator[Diagnostic]:
    """One problem for each script, at the first place, with the number of further texts."""
    scripts: dict[_Package, list[tuple[Location, DataPath]]] = {}
    for place in sorted(found, key=lambda place: place[0]):
        for package in found[place]:
            scripts.setdefault(package, []).append(place)
    for package, places in scripts.items():
        (at, path), others = places[0], len(places) - 1
        word, _ = found[at, path][package]
        word = word if len(word) <= _LONGEST else f"{word[: _LONGEST - 1]}…"
        lost = "".join(dict.fromkeys("".join(found[place][package][1] for place in places)))
        named = ", ".join(_called(character) for character in lost[:_NAMED])
        more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
        too = f", nor can {others} other text{'s' if others > 1 else ''} like it" if others else ""
        message = f"“{word}” cannot be printed{too}: no font has {named}{more}"
        yield Diagnostic(Code.CHARACTER_MISSING, message, at, path, "; ".join(advice(lost)))


def _called(character: str) -> str:
    """A character by number and name, and itself; a combining mark needs another to be visible."""
    name = unicodedata.name(character, "")
    shown = _DOTTED_CIRCLE + character if unicodedata.category(character)[0] == "M" else character
    return f"U+{ord(character):04X} {name} ‘{shown}’" if name else f"U+{ord(character):04X}"


def advice(lost: Iterable[str]) -> Iterator[str]:
    """The font to add for characters that no font has, by script."""
    found = {_package(ord(character)) for character in lost}
    for script, package, file in sorted(one for one in found if one):
        copied = f", then copy /usr/share/fonts/{file} into the project's fonts/" if file else ""
        yield f"for {script}: apt install {package}{copied}"
    if None in found:
        yield "put a font that has it into the project's fonts/, as .ttf or .otf, or write it in other characters"


@cache
def _package(code: int) -> _Package:
    """The script of a character, and the package and file with a font for it."""
    for row in packaged_data("conceptnote.build", "font-packages.yaml"):
        for block in row["blocks"].split():
            first, last = (int(end, 16) for end in block.split("-"))
            if first <= code <= last:
                return row["script"], row["package"], row.get("file", "")
    return None
