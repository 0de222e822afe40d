"""Fonts: that they are in the file, fit what is shown in them, and say what each character is.

Our writers embed TrueType and OpenType as composite fonts, and draw bitmap fonts as Type 3. What is
peculiar to Type 1 and simple TrueType fonts (31-012, 31-013 and 31-017 to 31-026) is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from conformance.pdf.document import Document
from conformance.pdf.fontfacts import Font, listed
from conformance.pdf.objects import get, name, names, text, whole
from conformance.pdf.registry import TAGGED, checkpoint
from conformance.registry import Fault

# Two bytes make a CID, and a bit stands for each.
_BYTES_OF_CIDS = 0x10000 // 8
# ISO 32000-1, Table 118.
_PREDEFINED = names(
    "GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H GBK2K-V "
    "UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V ETen-B5-H "
    "ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H "
    "UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H "
    "Add-RKSJ-V EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H "
    "UniJIS-UCS2-HW-V UniJIS-UTF16-H UniJIS-UTF16-V KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms- "
    "UHC-HW-H KSCms-UHC-HW-V KSCpc-EUC-H UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V Identity-H "
    "Identity-V"
)


def _system_info(font: Font, entry: str) -> tuple[Any, Any]:
    return get(font.inner, "CIDSystemInfo", entry), get(font.obj, "Encoding", "CIDSystemInfo", entry)


def _collection_differs(document: Document, entry: str) -> Iterator[Fault]:
    for font in document.fonts:
        own, coded = _system_info(font, entry)
        if font.composite and font.encoding is not None and (text(own), text(coded)) != (text(coded) or "", text(own)):
            yield Fault(f"{font} and its encoding are of different collections ({entry})", font.page)


@checkpoint(
    "31-001",
    "A composite font and its own CMap are of the same registry",
    source="ISO 14289-1, 7.21.3.1; ISO 19005-2 and -3, 6.2.11.3.1",
    standards=TAGGED,
)
def same_registry(document: Document) -> Iterator[Fault]:
    """Otherwise its numbers mean other glyphs."""
    return _collection_differs(document, "Registry")


@checkpoint(
    "31-002",
    "A composite font and its own CMap are of the same ordering",
    source="ISO 14289-1, 7.21.3.1; ISO 19005-2 and -3, 6.2.11.3.1",
    standards=TAGGED,
)
def same_ordering(document: Document) -> Iterator[Fault]:
    """As for the registry."""
    return _collection_differs(document, "Ordering")


@checkpoint(
    "31-003",
    "A composite font knows all glyphs that its own CMap numbers (Supplement)",
    source="ISO 14289-1, 7.21.3.1; ISO 19005-2 and -3, 6.2.11.3.1",
    standards=TAGGED,
)
def supplement_suffices(document: Document) -> Iterator[Fault]:
    """As for the registry."""
    for font in document.fonts:
        own, coded = (whole(one) for one in _system_info(font, "Supplement"))
        if font.composite and font.encoding is not None and (own is None or coded is None or own < coded):
            yield Fault(f"{font} is of an older collection than its encoding (Supplement)", font.page)


def _true_type(font: Font) -> bool:
    return name(get(font.inner, "Subtype")) == "CIDFontType2"


@checkpoint(
    "31-004",
    "The glyphs of a TrueType CIDFont are numbered by a stream or by Identity",
    source="ISO 14289-1, 7.21.3.2; ISO 19005-2 and -3, 6.2.11.3.2",
    standards=TAGGED,
)
def glyph_map_known(document: Document) -> Iterator[Fault]:
    """CIDToGIDMap has no other forms."""
    for font in document.fonts:
        mapped = get(font.inner, "CIDToGIDMap")
        known = mapped is None or isinstance(mapped, pikepdf.Stream) or name(mapped) == "Identity"
        if _true_type(font) and not known:
            yield Fault(f"{font} does not number its glyphs in a known way (CIDToGIDMap)", font.page)


@checkpoint(
    "31-005",
    "A TrueType CIDFont says how its glyphs are numbered",
    source="ISO 14289-1, 7.21.3.2; ISO 19005-2 and -3, 6.2.11.3.2",
    standards=TAGGED,
)
def glyphs_mapped(document: Document) -> Iterator[Fault]:
    """Readers guess differently."""
    for font in document.fonts:
        if _true_type(font) and get(font.inner, "CIDToGIDMap") is None:
            yield Fault(f"{font} does not say how its glyphs are numbered (CIDToGIDMap)", font.page)


@checkpoint(
    "31-006",
    "The CMap of a composite font is in the file, or one that every reader has",
    source="ISO 14289-1, 7.21.3.3; ISO 19005-2 and -3, 6.2.11.3.3",
    standards=TAGGED,
)
def cmap_known(document: Document) -> Iterator[Fault]:
    """Otherwise nobody knows what its codes are."""
    for font in document.fonts:
        if font.composite and font.encoding is None and name(get(font.obj, "Encoding")) not in _PREDEFINED:
            yield Fault(f"{font} has an encoding that is neither embedded nor known to readers", font.page)


@checkpoint(
    "31-007",
    "A CMap and its dictionary agree on the direction of writing",
    source="ISO 14289-1, 7.21.3.3; ISO 19005-2 and -3, 6.2.11.3.3",
    standards=TAGGED,
)
def directions_agree(document: Document) -> Iterator[Fault]:
    """WMode."""
    for font in document.fonts:
        if font.encoding and (whole(get(font.obj, "Encoding", "WMode")) or 0) != font.encoding.writing_mode:
            yield Fault(f"the encoding of {font} has two directions of writing (WMode)", font.page)


@checkpoint(
    "31-008",
    "A CMap builds on none but those that every reader has",
    source="ISO 14289-1, 7.21.3.3; ISO 19005-2 and -3, 6.2.11.3.3",
    standards=TAGGED,
)
def cmap_stands_alone(document: Document) -> Iterator[Fault]:
    """As for 31-006."""
    for font in document.fonts:
        used = name(get(font.obj, "Encoding", "UseCMap")) or (font.encoding.uses if font.encoding else "")
        if used and used not in _PREDEFINED:
            yield Fault(f"the encoding of {font} builds on {used[:40]}", font.page)


@checkpoint(
    "31-009",
    "Every font that text is shown in is in the file",
    source="ISO 14289-1, 7.21.4.1; ISO 14289-2, 8.4.5.5.1; ISO 19005-2 and -3, 6.2.11.4.1",
    standards=TAGGED,
)
def embedded(document: Document) -> Iterator[Fault]:
    """Another machine may not have it."""
    for font in document.fonts:
        if font.kind != "Type3" and font.embedded is None:
            yield Fault(f"{font} is not in the file", font.page)


@checkpoint(
    "31-011",
    "The embedded fonts have all glyphs that are shown",
    source="ISO 14289-1, 7.21.4.1; ISO 14289-2, 8.4.5.5.1; ISO 19005-2 and -3, 6.2.11.4.1",
    standards=TAGGED,
)
def glyphs_present(document: Document) -> Iterator[Fault]:
    """A subset may have been cut too small."""
    for font in document.fonts:
        if font.program is not None:
            count = font.program["maxp"].numGlyphs
            if missing := [cid for cid, glyph in font.used.items() if glyph >= count]:
                yield Fault(f"{font} lacks the glyphs {listed(missing)}", font.page)


def _cid_set(font: Font) -> set[int] | None:
    stream = get(font.inner, "FontDescriptor", "CIDSet")
    if not isinstance(stream, pikepdf.Stream):
        return None
    bits = stream.read_bytes()[:_BYTES_OF_CIDS]
    return {8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte & (0x80 >> bit)}


@checkpoint(
    "31-014",
    "Where a font lists its glyphs (CIDSet), it lists all that are shown or drawn",
    source="ISO 14289-1, 7.21.4.2; ISO 19005-2 and -3, 6.2.11.4.2",
    standards=TAGGED,
)
def list_is_complete(document: Document) -> Iterator[Fault]:
    """A tool that joins files may throw the others away."""
    for font in document.fonts:
        stated = _cid_set(font)
        if stated is not None and font.program is not None:
            drawn = set(font.used)
            if "loca" in font.program and get(font.inner, "CIDToGIDMap") == pikepdf.Name.Identity:
                places = list(font.program["loca"])
                drawn |= {glyph for glyph in range(1, len(places) - 1) if places[glyph] != places[glyph + 1]}
            if left_out := sorted(drawn - stated):
                yield Fault(f"the list of glyphs (CIDSet) of {font} lacks {listed(left_out)}", font.page)


@checkpoint(
    "31-015",
    "Where a font lists its glyphs (CIDSet), it lists none that it has not",
    source="ISO 14289-1, 7.21.4.2; ISO 19005-2 and -3, 6.2.11.4.2",
    standards=TAGGED,
)
def list_is_true(document: Document) -> Iterator[Fault]:
    """As for 31-014."""
    for font in document.fonts:
        if font.program is not None:
            count = font.program["maxp"].numGlyphs
            if strange := sorted(cid for cid in _cid_set(font) or () if font.glyph(cid) >= count):
                yield Fault(f"the list of glyphs (CIDSet) of {font} has {listed(strange)} too many", font.page)


@checkpoint(
    "31-016",
    "The widths in the file are those of the font, to a thousandth",
    source="ISO 14289-1, 7.21.5; ISO 14289-2, 8.4.5.6; ISO 19005-2 and -3, 6.2.11.5",
    standards=TAGGED,
)
def widths_agree(document: Document) -> Iterator[Fault]:
    """Else letters run into each other, or words fall apart when they are copied."""
    for font in document.fonts:
        if font.program is None:
            continue
        scale = 1000 / font.program["head"].unitsPerEm
        order, metrics = font.program.getGlyphOrder(), font.program["hmtx"]
        wrong = [
            cid
            for cid, glyph in font.used.items()
            if glyph < len(order) and abs(metrics[order[glyph]][0] * scale - font.width(cid)) > 1
        ]
        if wrong:
            yield Fault(f"{font} states other widths than it has, for {listed(wrong)}", font.page)
