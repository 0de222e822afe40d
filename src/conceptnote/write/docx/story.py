"""The state of writing: pictures, lists and notes, and the stories that refer to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.doc.anchors import Anchors
from conceptnote.doc.change import Change
from conceptnote.doc.nodes import Asset, Image, Inline, NoteRef
from conceptnote.doc.value_names import ValueNames
from conceptnote.ooxml.drawing import Picture, inline_picture
from conceptnote.ooxml.package import Part, WordPackage
from conceptnote.ooxml.parts import Numbered
from conceptnote.ooxml.text import bookmark
from conceptnote.ooxml.xml import Element, element
from conceptnote.svgbitmap import svg_bitmap
from conceptnote.theme.theme import Theme
from conceptnote.units import EMU_PER_INCH, emu, millimetres
from conceptnote.write.size import printed_size
from conceptnote.write.typefaces import Family, Typefaces

BULLETS, NUMBERS = 0, 1
DEEPEST = 5
"""Word has list styles for five levels; deeper levels use the fifth."""

_DOTS_PER_INCH = 300
_LEAST = 100
"""The height in pixels of a drawing that takes too long at its size."""
_EXTENSIONS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


@lru_cache(maxsize=64)
def _rasterised(svg: bytes, width: int, height: int) -> bytes:
    """The drawing as a bitmap, for readers without SVG."""
    return svg_bitmap(svg.decode("utf-8-sig"), width, height)


class _Stored(Struct):
    """A picture of the package, and the greatest height at which it is shown."""

    asset: Asset
    height: int = 0
    bitmap: Part | None = None
    vector: Part | None = None

    def rasterised(self) -> bytes:
        """The bitmap of a drawing, sharp at its greatest size on paper."""
        pixels = max(1, round(self.height * _DOTS_PER_INCH / EMU_PER_INCH))
        width = max(1, round(pixels * self.asset.width / self.asset.height))
        try:
            return _rasterised(self.asset.data, width, pixels)
        except ValueError:  # It takes too long at this size. The vector is beside it, for all but old readers.
            return _rasterised(self.asset.data, max(1, width * _LEAST // pixels), _LEAST)


class Manuscript(Struct):
    """The package being written, and the state that its stories share."""

    theme: Theme
    assets: Mapping[str, Asset]
    package: WordPackage
    typefaces: Typefaces
    language: str
    page_count: int = 1
    """What fields for the number of pages show until Word counts them (ISO/IEC 29500-1 17.16.5.40)."""
    lists: list[Numbered] = field(default_factory=lambda: [Numbered(BULLETS), Numbered(NUMBERS)])
    list_depth: int = 0
    pictures: int = 0
    families: dict[str, Family] = field(default_factory=dict)
    """The type families in direct formatting, by name."""
    roots: list[Element] = field(default_factory=list)
    """The parts with text besides the body."""
    anchors: Anchors = field(default_factory=Anchors)
    values: ValueNames = field(default_factory=ValueNames)
    anchored: int = 0
    """The number of bookmarks and tracked changes."""
    _stored: dict[str, _Stored] = field(default_factory=dict)

    def store(self, key: str) -> _Stored:
        """The picture's parts, which the package has once, whatever its names."""
        asset = self.assets[key]
        if asset.src not in self._stored:
            stored = self._stored[asset.src] = _Stored(asset)
            number = len(self._stored)
            name = f"image{number}.{_EXTENSIONS[asset.media_type]}"
            original = self.package.add_picture(name, asset.media_type, lambda: asset.data)
            if asset.media_type == "image/svg+xml":
                stored.vector = original
                name = f"image{number}.png"
                original = self.package.add_picture(name, "image/png", stored.rasterised)
            stored.bitmap = original
        return self._stored[asset.src]


class Story(Struct):
    """A part with text: the body, the notes, a header or a footer; only the body may call notes."""

    manuscript: Manuscript
    part: Part
    notes: list[NoteRef] | None = None
    anchored: bool = True
    """Whether its paragraphs have bookmarks; those of headers and footers have none."""
    page_break: bool = False
    space: int = 0
    """The least space before the next paragraph, in twips."""

    @property
    def theme(self) -> Theme:
        """The look of the document."""
        return self.manuscript.theme

    @property
    def language(self) -> str:
        """The language of the document."""
        return self.manuscript.language

    def call(self, note: NoteRef) -> int:
        """Add a note and return its id; Word has them only in the body (ISO/IEC 29500-1 17.11.14)."""
        if self.notes is None:
            message = "Word has no footnotes in a page header, a page footer or another footnote"
            raise DiagnosticError(Diagnostic(Code.RENDER_FAILED, message))
        self.notes.append(note)
        return len(self.notes)

    def anchor(self, inlines: Sequence[Inline]) -> list[Element]:
        """The bookmark of a paragraph with these inlines, if it prints a value."""
        name = self.manuscript.anchors.of(inlines) if self.anchored else None
        if name is None:
            return []
        self.manuscript.anchored += 1
        return bookmark(name, self.manuscript.anchored)

    def value(self, path: DataPath | None, runs: list[Element]) -> list[Element]:
        """The runs of a value within its bookmark; others as they are."""
        name = self.manuscript.values.of(path) if path and runs else None
        if name is None:
            return runs
        self.manuscript.anchored += 1
        start, end = bookmark(name, self.manuscript.anchored)
        return [start, *runs, end]

    def tracked(self, change: Change) -> Iterator[dict[str, str]]:
        """The attributes of the parts of a change in the file; each has an id."""
        while True:
            self.manuscript.anchored += 1
            yield {"id": str(self.manuscript.anchored), "author": change.author, "date": change.date}

    def mark(self, change: Change | None) -> Element | None:
        """The mark of an inserted or deleted paragraph mark or row."""
        if change is None:
            return None
        return element("w:del" if change.kind == "deleted" else "w:ins", **next(self.tracked(change)))

    def picture(self, image: Image, room: int) -> Element:
        """The drawing of an image in a column of `room` twips."""
        stored = self.manuscript.store(image.asset)
        width, height = image_size(self.theme, stored.asset, image, room)
        stored.height = max(stored.height, height)
        assert stored.bitmap is not None
        self.manuscript.pictures += 1
        return inline_picture(
            Picture(
                number=self.manuscript.pictures,
                name=image.src.rpartition("/")[2],
                alt=image.alt,
                bitmap=self.part.show(stored.bitmap),
                vector=self.part.show(stored.vector) if stored.vector else None,
                width=width,
                height=height,
            )
        )


def image_size(theme: Theme, asset: Asset, image: Image, room: int) -> tuple[int, int]:
    """Width and height of an image in a column of this width in twips, in EMU."""
    width, height = printed_size(theme, asset, image, millimetres(room))
    return emu(width), emu(height)
