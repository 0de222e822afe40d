"""The type families of a page for screens, in the page: of each face the characters that it sets there, as WOFF2."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.theme.css import FACE_RULES
from conceptnote.write.typefaces import Face, Family, FontFile, Typefaces, may_be_carried, subset

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

_TAGS = {"h1": "title", "h2": "heading-1", "h3": "heading-2", "h4": "heading-3", "figcaption": "caption"}
_WITHIN = {"li": "list", "blockquote": "quote", "caption": "caption"}
_MARKS = "•–0123456789."
"""What lists are marked with."""
_BOLD_WHERE_NARROW = frozenset({"agenda-time", "agenda-term"})
"""What screen.css sets in bold on narrow screens."""
_SILENT = frozenset({"head", "script", "style"})
_KEPT_NAMES = (0, 13, 14)
"""Copyright and licence (OpenType 1.9, “name”). Others may hold names that a licence reserves for the whole font."""

Used = Mapping[tuple[str, Face], frozenset[int]]


class _Look(Struct, frozen=True):
    """How the text of an element is set: the theme's name of the family, and the face; `inside` is the style around."""

    font: str
    bold: bool = False
    italic: bool = False
    inside: str = "body"
    capitals: bool = False
    both: bool = False
    """Whether it is set in the regular and the bold face."""

    @property
    def faces(self) -> tuple[Face, ...]:
        if self.both:
            return "regular", "bold"
        return ("bold_italic" if self.italic else "bold",) if self.bold else ("italic" if self.italic else "regular",)


def used_faces(root: Any, theme: Theme, own: Collection[str] = ()) -> Used:
    """The characters that each face sets in a page.

    `root` is an element of lxml or ElementTree. What has a tag or class of `own` is set in the upright faces of `sans`.
    """
    found: dict[tuple[str, Face], set[int]] = defaultdict(set)

    def walk(element: Any, around: _Look) -> None:
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            return
        look = _look(element, around, theme, own)
        text = (element.text or "") + "".join(child.tail or "" for child in element) + element.get("data-label", "")
        text += _MARKS if element.tag == "li" else ""
        for face in look.faces if text else ():
            found[look.font, face].update(map(ord, text + text.upper() if look.capitals else text))
        for child in element:
            walk(child, look)

    walk(root, _Look(str(theme.styles["body"].font)))
    return {key: frozenset(characters) for key, characters in found.items()}


def _look(element: Any, around: _Look, theme: Theme, own: Collection[str]) -> _Look:
    tag, classes = element.tag, str(element.get("class") or "").split()
    if around.both or {tag, *classes} & set(own):
        return replace(around, font="sans", both=True)
    named = next((one for one in classes if one in theme.styles), None)
    if tag == "dl":
        return replace(around, inside=next(iter(classes), theme.definitions))
    if tag == "dt" and f"{around.inside}-term" in theme.styles:
        named = f"{around.inside}-term"
    elif tag == "dd" or tag in _WITHIN or "note" in classes:
        inside = around.inside if tag == "dd" else _WITHIN.get(tag, "note")
        around = replace(around, inside=inside if inside in theme.styles else "body")
    elif tag in _TAGS or (tag == "p" and not named):
        named = named or _TAGS.get(tag, around.inside if around.inside in theme.styles else "body")
    look = around
    if named:
        style = theme.styles[named]
        look = replace(
            around,
            font=style.font or around.font,
            bold=style.weight == "bold" if style.weight else around.bold,
            italic=style.slant == "italic" if style.slant else around.italic,
            capitals=style.small_caps or around.capitals,
        )
    if named in _BOLD_WHERE_NARROW:
        return replace(look, both=True)
    return replace(look, bold=look.bold or tag == "strong", italic=look.italic or tag == "em")


def web_fonts(used: Used, typefaces: Typefaces) -> tuple[list[str], dict[str, list[str]]]:
    """The @font-face rules for these faces, and the families that they make, by the theme's names, in their order.

    A font that its licence keeps from travelling stays away, and readers see their own.
    """
    rules: dict[tuple[FontFile, str], tuple[str, Face, set[int]]] = {}
    families: dict[str, list[str]] = {}
    for (font, face), characters in sorted(used.items()):
        for name, family in _families(font, typefaces):
            file = family.faces.get(face) or family.faces.get("bold" if "bold" in face else "regular")
            wanted = characters & family.characters
            if file is None or not wanted or not may_be_carried(file, editable=False):
                continue
            characters -= wanted
            rules.setdefault((file, face), (name, face, set()))[2].update(wanted)
            families.setdefault(font, [])
            if name not in families[font]:
                families[font].append(name)
    made = [(name, face, _woff2(file, frozenset(chosen))) for (file, _), (name, face, chosen) in rules.items()]
    address = "data:font/woff2;base64,"
    return [
        f'@font-face {{ font-family: "{name}"; {FACE_RULES[face]}; src: url("{address}{data}") format("woff2") }}'
        for name, face, data in made
    ], families


def _families(font: str, typefaces: Typefaces) -> Iterator[tuple[str, Family]]:
    """The families of a font of the theme, each with a name that no licence reserves; equal ones have one name."""
    candidates = [typefaces.own[font], *(its for (one, _), its in typefaces.scripts.items() if one == font)]
    everywhere = list(dict.fromkeys(family.name for family in typefaces.bundled))
    for family in candidates:
        yield f"paper-{everywhere.index(family.name) + 1}", family


@lru_cache(maxsize=64)
def _woff2(file: FontFile, characters: frozenset[int]) -> str:
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(subset(file, characters, screen=True)), recalcTimestamp=False)
    font["name"].names = [one for one in font["name"].names if one.nameID in _KEPT_NAMES]
    font.flavor = "woff2"
    made = BytesIO()
    font.save(made, reorderTables=False)
    return base64.b64encode(made.getvalue()).decode("ascii")
