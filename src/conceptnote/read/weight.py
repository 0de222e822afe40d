"""How much a PDF makes its reader draw, counted before anything is drawn.

A few hundred bytes can ask for years of work: a form XObject draws others ten times (ISO 32000-1, 8.10), a thousand
pages share one content. The count is the same on every machine: bytes of content, each as often as it is drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from msgspec import Struct, field

from conceptnote.read.unreadable import UnreadableFile

MOST_ON_PAGE, MOST = 32_000_000, 200_000_000
"""Bytes of content on a page and in a file; a printed page has 20 000, a large map a few million."""

MOST_PAGES = 1000
LOCKED = "the PDF is locked by a password; save it without one"
_TOO_MUCH = f"the PDF draws more than {MOST_ON_PAGE // 1_000_000} MB on one page; export maps and charts as pictures"
_MOST_UNPACKED = 64_000_000
_DEEPEST = 25
_LETTER, _DOTS = 8, 16
"""The cost of a letter in bytes of paths, and the pixels of a bitmap that cost one."""

_NAME = re.compile(rb"/([^\s\0()<>\[\]{}/%]+)")
_DO = re.compile(rb"(/[^\s\0()<>\[\]{}/%]+[\s\0]+)?(?<![^\s\0()<>\[\]{}/%])Do(?![^\s\0()<>\[\]{}/%])")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


class _Content(Struct, frozen=True):
    """The content of one stream: its bytes, its letters, how often it uses each name, and inline images."""

    size: int
    letters: int
    named: Counter[str]
    unnamed: int

    @classmethod
    def of(cls, data: bytes) -> _Content:
        names = Counter(_NAME.findall(data))
        named: Counter[str] = Counter()
        for name, times in names.items():
            plain = _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), name)
            named["/" + plain.decode("utf-8", "surrogateescape")] += times
        letters = sum(len(match[1] or b"") + len(match[2] or b"") // 2 for match in _STRING.finditer(data))
        return cls(len(data), letters, named, sum(not match[1] for match in _DO.finditer(data)))


class _Scope(Struct, frozen=True):
    """The resources that give names to content, and the object that has them."""

    resources: Any
    owner: tuple[int, int]

    @classmethod
    def of(cls, holder: Any, around: _Scope | None = None) -> _Scope:
        own = _get(holder, "/Resources")
        if own is None and around is not None:
            return around
        return cls(own, holder.objgen if own is None or not own.is_indirect else own.objgen)


class _Scales(Struct):
    """Counts what a file draws; each stream is decoded and read once, and counts as often as it is drawn."""

    _contents: dict[tuple[int, int], _Content] = field(default_factory=dict)
    _weights: dict[tuple[object, ...], int | None] = field(default_factory=dict)

    def page(self, page: Any) -> int:
        scope = _Scope(page.resources, page.obj.objgen)
        contents = page.obj.get("/Contents")
        weight = sum(self._drawn(each, scope, 0) for each in _items(contents) if _is_stream(each))
        for note in _items(page.obj.get("/Annots")):
            for shown in _appearances(note):
                weight += self._drawn(shown, _Scope.of(shown, scope), 1)
        return weight

    def _drawn(self, stream: Any, scope: _Scope, depth: int) -> int:
        key = (stream.objgen, scope.owner)
        if key not in self._weights:
            self._weights[key] = None  # a form that draws itself is found here
            self._weights[key] = self._weighed(stream, scope, depth)
        weight = self._weights[key]
        if weight is None or depth > _DEEPEST:
            raise UnreadableFile("the PDF draws something within itself, or too deeply; export it again")
        return weight

    def _weighed(self, stream: Any, scope: _Scope, depth: int) -> int:
        content = self._content(stream)
        weight = content.size + _LETTER * content.letters + content.letters * self._glyph(content, scope, depth)
        weight += sum(times * self._named(name, scope, depth) for name, times in content.named.items())
        if content.unnamed:
            names = _keys(_get(scope.resources, "/XObject"))
            weight += content.unnamed * max((self._named(name, scope, depth) for name in names), default=0)
        if weight > MOST_ON_PAGE:
            raise UnreadableFile(_TOO_MUCH)
        return weight

    def _named(self, name: str, scope: _Scope, depth: int) -> int:
        """The cost of drawing the resource with this name: forms, bitmaps, soft masks, patterns."""
        thing = _get(scope.resources, "/XObject", name)
        drawn = [_get(scope.resources, "/ExtGState", name, "/SMask", "/G"), _get(scope.resources, "/Pattern", name)]
        weight = 0
        if _is_stream(thing) and thing.get("/Subtype") == "/Image":
            weight += (_dots(thing) + _dots(thing.get("/SMask"))) // _DOTS
        else:
            drawn.append(thing)
        return weight + sum(self._drawn(one, _Scope.of(one, scope), depth + 1) for one in drawn if _is_stream(one))

    def _glyph(self, content: _Content, scope: _Scope, depth: int) -> int:
        """The most expensive glyph of Type 3 fonts, whose glyphs are content (9.6.5)."""
        heaviest = 0
        for name in content.named:
            font = _get(scope.resources, "/Font", name)
            glyphs = _get(font, "/CharProcs")
            for glyph in map(glyphs.get, _keys(glyphs)) if glyphs is not None else ():
                if _is_stream(glyph):
                    heaviest = max(heaviest, self._drawn(glyph, _Scope.of(font, scope), depth + 1))
        return heaviest

    def _content(self, stream: Any) -> _Content:
        if stream.objgen not in self._contents:
            self._contents[stream.objgen] = _Content.of(stream.read_bytes())
        return self._contents[stream.objgen]


def weigh(data: bytes) -> list[int]:
    """The bytes of content that each page of a PDF draws, each as often as it is drawn.

    Raises UnreadableFile if it is damaged or locked, or draws more than the limit.
    """
    import pikepdf

    try:
        with unpacking(), pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            return list(_weights(pdf.pages))
    except UnreadableFile:
        raise
    except pikepdf.PasswordError:
        raise UnreadableFile(LOCKED) from None
    except Exception:  # Anything unexpected in a stranger's PDF is damage.
        raise UnreadableFile("the PDF is damaged, or unpacks to more than a page can hold; export it again") from None


def _weights(pages: Iterable[Any]) -> Iterator[int]:
    scales, total = _Scales(), 0
    for number, page in enumerate(pages, 1):
        weight = scales.page(page)
        total += weight
        if weight > MOST_ON_PAGE:
            raise UnreadableFile(_TOO_MUCH)
        if total > MOST or number > MOST_PAGES:
            most = f"the PDF draws more than {MOST // 1_000_000} MB, or has more than {MOST_PAGES} pages"
            raise UnreadableFile(f"{most}; check it in parts")
        yield weight


@contextmanager
def unpacking() -> Iterator[None]:
    """Let a stream decode to this many bytes; the limits of qpdf are global, and are restored."""
    import pikepdf

    most = _MOST_UNPACKED
    limits: Any = pikepdf.settings.set_qpdf_limits(
        flate_max_memory=most, run_length_max_memory=most, png_max_memory=most, tiff_max_memory=most
    )
    try:
        yield
    finally:
        pikepdf.settings.set_qpdf_limits(**limits)


def _get(thing: Any, *path: str) -> Any:
    import pikepdf

    for key in path:
        thing = thing.get(key) if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else None
    return thing


def _is_stream(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Stream)


def _keys(dictionary: Any) -> list[str]:
    import pikepdf

    return list(dictionary.keys()) if isinstance(dictionary, pikepdf.Dictionary) else []


def _items(thing: Any) -> list[Any]:
    import pikepdf

    return list(thing) if isinstance(thing, pikepdf.Array) else [] if thing is None else [thing]


def _appearances(note: Any) -> Iterator[Any]:
    """The appearances of an annotation, in each of its states (12.5.5)."""
    normal = _get(note, "/AP", "/N")
    for shown in [normal] if _is_stream(normal) else [_get(normal, key) for key in _keys(normal)]:
        if _is_stream(shown):
            yield shown


def _dots(image: Any) -> int:
    sides = [_get(image, side) for side in ("/Width", "/Height")]
    width, height = (int(side) if isinstance(side, int) else 0 for side in sides)
    return max(0, width) * max(0, height)
