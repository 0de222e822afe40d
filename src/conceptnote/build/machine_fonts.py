"""Type families too large for the wheel that a machine may have: those of Chinese.

They are used only for characters that neither the tool nor the project has a font for. They are found by file name, so
a paper has the same letters on every machine, or fails.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from conceptnote.doc.nodes import Doc
from conceptnote.scripts import scripts_in
from conceptnote.theme.theme import Theme
from conceptnote.write.typefaces import TWO_FACES, Collected, Family, Typefaces, characters_of, in_collection

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/Library/Fonts", "~/Library/Fonts", "/opt/homebrew/share/fonts",
)  # fmt: skip


def families_of_machine(theme: Theme, typefaces: Typefaces, docs: Iterable[Doc]) -> tuple[Family, ...]:
    """The families of the theme's collections for missing scripts of the documents, if found."""
    return families_for(theme, typefaces, "".join(map(chr, frozenset[int]().union(*map(characters_of, docs)))))


def families_for(theme: Theme, typefaces: Typefaces, text: str) -> tuple[Family, ...]:
    """The same for the characters of a text."""
    missing = scripts_in(typefaces.lacking(text)) if not text.isascii() else {}
    return tuple(_found(theme, frozenset(missing))) if missing else ()


def _found(theme: Theme, missing: frozenset[str]) -> Iterator[Family]:
    for name, font in theme.fonts.items():
        for script, its in font.scripts.items():
            if script in missing and its.collections:
                files = {face: getattr(its.collections, face) for face in TWO_FACES}
                faces = {face: one for face, file in files.items() if (one := _face(file, its.family))}
                if "regular" in faces:
                    yield Family(its.family, theme.fonts[name].fallbacks[-1] == "serif", faces)


def _face(file: str, family: str) -> Collected | None:
    path = next((path for folder in _FOLDERS if (path := _below(Path(folder).expanduser(), file))), None)
    return in_collection(path, family) if path else None


def _below(folder: Path, file: str) -> Path | None:
    return next((Path(root, file) for root, _, names in os.walk(folder) if file in names), None)
