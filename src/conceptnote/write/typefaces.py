"""The type families of papers: their characters, and subsets to embed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import Doc, Heading, Text, walk
from conceptnote.scripts import script_of_language
from conceptnote.write.outlines import with_quadratic_outlines

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

Face = Literal["regular", "bold", "italic", "bold_italic"]
FACES: tuple[Face, ...] = get_args(Face)
TWO_FACES: tuple[Face, ...] = ("regular", "bold")


class Collected(NamedTuple):
    """One font of a collection (OpenType 1.9, “Font collections”)."""

    path: Path
    at: int


FontFile = Path | bytes | Collected
LATIN = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2040), *range(0x20A0, 0x20C0), 0x2122})
"""What an editor of the file may type: Latin with its accents, punctuation, currencies."""

ARABIC = frozenset(range(0x600, 0x700))

# Bits of `fsType` in the table OS/2 (OpenType 1.9); where several of the first four are set, the freest holds.
_RESTRICTED, _PREVIEW, _EDITABLE, _NO_SUBSETTING, _BITMAP_ONLY = 0x0002, 0x0004, 0x0008, 0x0100, 0x0200

# Default_Ignorable_Code_Point (DerivedCoreProperties of Unicode 16.0): joiners, selectors, controls of direction,
# the soft hyphen. They are drawn as nothing, by a font that lacks them too (Unicode 16.0, section 5.21).
_IGNORABLE = frozenset(
    code
    for first, last in (
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
_MOST_COLLECTED = 64
_JOINER = "\N{ZERO WIDTH JOINER}"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


class Family(Struct, frozen=True):
    """A type family and its faces, of which some may be missing; `serif` is None if unknown."""

    name: str
    serif: bool | None
    faces: Mapping[Face, FontFile]

    @property
    def characters(self) -> frozenset[int]:
        """The characters of all its faces."""
        return _common(tuple(self.faces.values()))

    def has(self, cluster: str) -> bool:
        """Whether it has a character with its marks, composed or not (HarfBuzz tries both)."""
        characters = self.characters
        forms = (cluster, unicodedata.normalize("NFC", cluster), unicodedata.normalize("NFD", cluster))
        return any(all(ord(c) in characters or is_blank(c) for c in form) for form in forms)


class Typefaces(Struct, frozen=True):
    """The families of a theme by its names for them, those of a project, and those bundled for other scripts."""

    own: Mapping[str, Family]
    added: tuple[Family, ...] = ()
    scripts: Mapping[tuple[str, str], Family] = field(default_factory=dict)
    """By the theme's name for the matching family, and the code of the script."""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The names of all such families, bundled or not."""

    @classmethod
    def of(cls, theme: Theme, added: Iterable[Family] = ()) -> Typefaces:
        """The typefaces of a theme."""
        own = {
            name: Family(
                font.family,
                font.fallbacks[-1] == "serif",
                {face: theme.font_file(getattr(font.files, face)) for face in FACES},
            )
            for name, font in theme.fonts.items()
        }
        scripts = {
            (name, script): Family(
                its.family, own[name].serif, {f: theme.fonts_folder / getattr(its.files, f) for f in TWO_FACES}
            )
            for name, font in theme.fonts.items()
            for script, its in font.scripts.items()
            if its.files
        }
        names = {(name, code): its.family for name, font in theme.fonts.items() for code, its in font.scripts.items()}
        return cls(own, tuple(added), scripts, names)

    @property
    def bundled(self) -> tuple[Family, ...]:
        """The bundled families."""
        return (*self.own.values(), *self.scripts.values())

    def with_added(self, added: Iterable[Family]) -> Typefaces:
        """The same with further families of a project, or of the machine."""
        return replace(self, added=(*self.added, *added))

    def of_language(self, tag: str) -> dict[str, Family]:
        """By the theme's names, the families for a language's text that are not the theme's own."""
        code = script_of_language(tag).code
        by_name = {family.name: family for family in (*self.scripts.values(), *self.added)}
        return {name: by_name[its] for (name, script), its in self.names.items() if script == code and its in by_name}

    def chain(self, font: str, first: str | None = None) -> list[Family]:
        """The families in the order of look-up; the one named `first` comes before all."""
        names = sorted(self.own, key=lambda name: name != font)
        scripts = sorted(self.scripts, key=lambda one: one[0] != font)
        chain = [*(self.own[name] for name in names), *(self.scripts[one] for one in scripts), *self.added]
        return sorted(chain, key=lambda family: family.name != first)

    def runs(self, text: str, font: str, first: str | None = None) -> Iterator[tuple[str, Family]]:
        """A text in pieces, each with the first family of the chain that has it; a character keeps its marks."""
        chain = self.chain(font, first)
        if chain[0].has(text):
            yield text, chain[0]
            return
        piece, family = "", chain[0]
        for cluster in clusters(text):
            # If no family has the whole, each of its characters is found separately.
            for part in [cluster] if any(one.has(cluster) for one in chain) else cluster:
                found = next((one for one in chain if one.has(part)), family)
                if found is not family and not all(map(is_blank, part)):
                    if piece:
                        yield piece, family
                    piece, family = "", found
                piece += part
        yield piece, family

    def lacking(self, text: str) -> str:
        """The characters of a text that no family has, each once."""
        families = [*self.bundled, *self.added]
        lost = (
            character
            for cluster in clusters(text)
            if not any(family.has(cluster) for family in families)
            for character in cluster
            if not any(family.has(character) for family in families)
        )
        return "".join(dict.fromkeys(lost))

    def needed(self, characters: frozenset[int]) -> list[Family]:
        """The added families with a character that the theme's own lack."""
        own = frozenset[int]().union(*(family.characters for family in self.bundled))
        return [family for family in self.added if family.characters & (characters - own)]


def is_blank(character: str) -> bool:
    """Whether a character draws nothing: spaces, controls, and those that Unicode lets a font ignore.

    HarfBuzz and Word make a missing space from the font's own.
    """
    return ord(character) in _IGNORABLE or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc")


def clusters(text: str) -> Iterator[str]:
    """The characters of a text, each with the marks, selectors and joined characters after it.

    A short form of Unicode's grapheme clusters (UAX 29): enough to choose one font for each.
    """
    start = 0
    for at in range(1, len(text)):
        character = text[at]
        extends = unicodedata.category(character)[0] == "M" or ord(character) in _SKIN_TONES
        if not extends and ord(character) not in _IGNORABLE and text[at - 1] != _JOINER:
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def characters_of(doc: Doc) -> frozenset[int]:
    """The code points of all texts of a document, and of what pages say on which a part goes on."""
    nodes = [node for node in walk(doc) if isinstance(node, Text | Heading)]
    said = (node.text if isinstance(node, Text) else node.continued for node in nodes)
    return frozenset(map(ord, set().union(*said)))


def missing_characters(doc: Doc, typefaces: Typefaces) -> list[tuple[DataPath | None, str, str]]:
    """The texts of a document with characters that no family has: origin, text and those characters, in order.

    Header, footer and notes are included.
    """
    everywhere = frozenset.intersection(*(family.characters for family in typefaces.own.values()))
    if all(is_blank(chr(code)) for code in characters_of(doc) - everywhere):
        return []
    texts = dict.fromkeys((node.origin, node.text) for node in walk(doc) if isinstance(node, Text))
    return [(origin, text, lost) for origin, text in texts if (lost := typefaces.lacking(text))]


@lru_cache(maxsize=64)
def _common(files: tuple[FontFile, ...]) -> frozenset[int]:
    return frozenset.intersection(*(frozenset(face_of(file).unicodes) for file in files))


@lru_cache(maxsize=64)
def face_of(file: FontFile) -> Any:
    """The font as HarfBuzz reads it."""
    import uharfbuzz as hb

    file, at = file if isinstance(file, Collected) else (file, 0)
    return hb.Face(hb.Blob.from_file_path(str(file)) if isinstance(file, Path) else hb.Blob(file), at)


def in_collection(path: Path, family: str) -> Collected | None:
    """The font of a family in a collection; None if it is missing, or the file is not a collection."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
        count = int.from_bytes(head[8:12], "big") if head.startswith(b"ttcf") else 0
        fonts = (Collected(path, at) for at in range(min(count, _MOST_COLLECTED)))
        return next((one for one in fonts if str(face_of(one).get_name(1)) == family), None)
    except (OSError, ValueError):
        return None


def may_be_carried(file: FontFile, *, editable: bool) -> bool:
    """Whether the licence bits of a font allow to embed a subset, which stays editable if needed."""
    bits = int.from_bytes(face_of(file).reference_table("OS/2").data[8:10], "big")
    if bits & (_NO_SUBSETTING | _BITMAP_ONLY):
        return False
    usage = bits & (_RESTRICTED | _PREVIEW | _EDITABLE)
    return not usage or bool(usage & _EDITABLE) or (bool(usage & _PREVIEW) and not editable)


@lru_cache(maxsize=64)
def subset(file: FontFile, characters: frozenset[int], *, screen: bool = False) -> bytes:
    """A font with these characters as far as it has them; for a `screen` without hints, with figures of one width.

    HarfBuzz keeps only tables that it knows and has checked. Raises RuntimeError if the font is broken.
    """
    import uharfbuzz as hb

    face = face_of(file)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(characters)
    if screen:
        wanted.flags = hb.SubsetFlags.NO_HINTING
        wanted.layout_feature_tag_set.add(int.from_bytes(b"tnum", "big"))
    if face.has_var_data:
        wanted.pin_all_axes_to_default(face)
    data: bytes = hb.subset(face, wanted).blob.data
    return data


def sanitised(file: FontFile) -> bytes:
    """A font with all its characters, and only the tables that HarfBuzz has checked."""
    return subset(file, frozenset(face_of(file).unicodes))


def embeddable(file: FontFile, characters: frozenset[int]) -> bytes | None:
    """A font for a Word file, with TrueType outlines; None if its licence forbids it or would lock the file."""
    if not may_be_carried(file, editable=True):
        return None
    data = subset(file, characters)
    return data if "glyf" in face_of(file).table_tags else with_quadratic_outlines(data)


def describe(file: FontFile) -> tuple[str, Face]:
    """The family of a font as Word names it (name 1 of OpenType), and which of its four faces it is.

    Raises ValueError for anything but a font with outlines and characters.
    """
    face = face_of(file)
    if not face.glyph_count or not face.unicodes or not {"glyf", "CFF ", "CFF2"} & set(face.table_tags):
        raise ValueError("it has no characters that are drawn as outlines")
    style = int.from_bytes(face.reference_table("OS/2").data[62:64], "big")  # fsSelection: bit 0 italic, 5 bold
    name = str(face.get_name(1) or "").strip()
    if not name or not name.isprintable():
        raise ValueError("it does not say the name of its family")
    return name, FACES[bool(style & 0x20) + 2 * (style & 1)]


def added_faces(typefaces: Typefaces, characters: frozenset[int]) -> Sequence[tuple[str, Face, bytes]]:
    """For the printer, subsets of the added families with these characters, and with spaces, as any page has them."""
    return [
        (family.name, face, subset(file, characters | {0x20, 0xA0}))
        for family in typefaces.needed(characters)
        for face, file in family.faces.items()
    ]
