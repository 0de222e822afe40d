"""The fonts that text is shown in: their dictionaries, their programs and the codes that are used."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pikepdf

from conformance.pdf.cmap import CMap, read_cmap
from conformance.pdf.objects import Key, get, items, key, name, number, whole
from conformance.pdf.painting import Paint

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_MOST_BYTES = 30_000_000
_MOST_WIDTHS = 200_000
_IDENTITY = ("Identity-H", "Identity-V")


@dataclass(eq=False)
class Font:
    """A font as it is used; `page` is the first that it is used on."""

    obj: Any
    page: int
    paints: list[Paint] = field(default_factory=list)

    def __str__(self) -> str:
        return f"the font {name(get(self.obj, 'BaseFont')) or 'without a name'}"

    @property
    def kind(self) -> str:
        """The subtype of the font dictionary."""
        return name(get(self.obj, "Subtype"))

    @property
    def composite(self) -> bool:
        """Whether its codes stand for glyphs by number, through a CIDFont."""
        return self.kind == "Type0"

    @cached_property
    def inner(self) -> Any:
        """The CIDFont of a composite font, otherwise the font itself."""
        return (*items(get(self.obj, "DescendantFonts")), None)[0] if self.composite else self.obj

    @cached_property
    def encoding(self) -> CMap | None:
        """The embedded CMap of a composite font; None for a predefined one."""
        encoding = get(self.obj, "Encoding")
        return read_cmap(encoding) if isinstance(encoding, pikepdf.Stream) else None

    @cached_property
    def to_unicode(self) -> CMap | None:
        """What its codes mean, where it says so."""
        mapped = get(self.obj, "ToUnicode")
        return read_cmap(mapped) if isinstance(mapped, pikepdf.Stream) else None

    @cached_property
    def codes(self) -> set[int]:
        """The codes that are shown."""
        return {code for shown in {one.shown for one in self.paints} for code in self.split(shown)}

    def split(self, shown: bytes) -> list[int]:
        """The codes of a string."""
        width = (self.encoding.width if self.encoding else 2) if self.composite else 1
        return [int.from_bytes(shown[at : at + width], "big") for at in range(0, len(shown), width)]

    def says(self, shown: bytes) -> str:
        """The text of a string; where a code has no meaning, a replacement character."""
        meant = self.to_unicode.characters if self.to_unicode else {}
        return "".join(meant.get(code, "\N{REPLACEMENT CHARACTER}") for code in self.split(shown))

    @cached_property
    def embedded(self) -> Any:
        """The stream of the font program, or None."""
        descriptor = get(self.inner, "FontDescriptor")
        files = (get(descriptor, one) for one in ("FontFile2", "FontFile3", "FontFile"))
        return next((file for file in files if isinstance(file, pikepdf.Stream)), None)

    @cached_property
    def program(self) -> TTFont | None:
        """The font program of a composite font in TrueType or OpenType; None for other kinds.

        Raises whatever fontTools raises on a damaged one.
        """
        from fontTools.ttLib import TTFont

        if not self.composite or self.embedded is None:
            return None
        data = self.embedded.read_bytes()
        if len(data) > _MOST_BYTES:
            raise OverflowError("the font program is too large")
        if data[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
            return None
        return TTFont(io.BytesIO(data), lazy=True)

    def cid(self, code: int) -> int | None:
        """The number that the CIDFont has for a code; None where a predefined CMap other than Identity says it."""
        if self.encoding is not None:
            return self.encoding.cids.get(code, 0)
        return code if name(get(self.obj, "Encoding")) in _IDENTITY else None

    @cached_property
    def _glyph_map(self) -> bytes | None:
        mapped = get(self.inner, "CIDToGIDMap")
        return mapped.read_bytes() if isinstance(mapped, pikepdf.Stream) else None

    def glyph(self, cid: int) -> int:
        """The glyph that the font program has for a CID."""
        if self._glyph_map is None:
            return cid
        return int.from_bytes(self._glyph_map[2 * cid : 2 * cid + 2], "big")

    @cached_property
    def used(self) -> dict[int, int]:
        """The CIDs that are shown, each with its glyph."""
        found = {self.cid(code) for code in self.codes}
        return {cid: self.glyph(cid) for cid in sorted(one for one in found if one is not None)}

    @cached_property
    def widths(self) -> dict[int, float]:
        """The widths by CID that the CIDFont states (`W`), in thousandths of the font size."""
        stated: dict[int, float] = {}
        waiting = items(get(self.inner, "W"))
        at = count = 0
        while at + 1 < len(waiting) and count < _MOST_WIDTHS:
            first, second = whole(waiting[at]), waiting[at + 1]
            if first is None:
                break
            if isinstance(second, pikepdf.Array):
                stated.update((first + n, number(one) or 0.0) for n, one in enumerate(items(second)))
                count += len(second)
                at += 2
                continue
            last, width = whole(second), number((*waiting, None)[at + 2])
            if last is not None and width is not None and last - first < 0x10000:
                count += max(last - first, 1)
                stated.update(dict.fromkeys(range(first, last + 1), width))
            at += 3
        return stated

    def width(self, cid: int) -> float:
        """The width that the CIDFont states for a CID."""
        default = number(get(self.inner, "DW"))
        return self.widths.get(cid, 1000.0 if default is None else default)


def fonts_of(paints: Iterable[Paint]) -> list[Font]:
    """The fonts of all text, each once, in the order of their first use."""
    found: dict[tuple[Key, str], Font] = {}
    for one in paints:
        if one.kind == "text":
            label = (key(one.font), name(get(one.font, "BaseFont")))
            found.setdefault(label, Font(one.font, one.page)).paints.append(one)
    return list(found.values())


def listed(codes: list[int]) -> str:
    """The first codes of a list, for a message."""
    shown = ", ".join(f"{code:04X}" for code in codes[:5])
    return f"{shown} and {len(codes) - 5} more" if len(codes) > 5 else shown
