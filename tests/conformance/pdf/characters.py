"""Characters: that each is shown by a glyph, and can be told in Unicode."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.pdf.document import Document
from conformance.pdf.fontfacts import listed
from conformance.pdf.objects import get, name, names, text
from conformance.pdf.painting import real_text
from conformance.pdf.registry import TAGGED, UA2, A, checkpoint
from conformance.registry import Fault

_CODED = names("MacRomanEncoding MacExpertEncoding WinAnsiEncoding")
_COLLECTIONS = names("GB1 CNS1 Japan1 Korea1")


@checkpoint(
    "10-001",
    "Every character that is shown can be told in Unicode",
    source="ISO 14289-1, 7.2; ISO 14289-2, 8.4.5.8; ISO 19005-2 and -3, 6.2.11.7.2",
    standards=TAGGED,
)
def characters_known(document: Document) -> Iterator[Fault]:
    """A font without any ToUnicode is told by 31-027."""
    for font in document.fonts:
        if font.to_unicode is not None:
            unknown = sorted(code for code in font.codes if not font.to_unicode.characters.get(code))
            if unknown:
                yield Fault(f"{font} does not say what the codes {listed(unknown)} mean (ToUnicode)", font.page)


@checkpoint(
    "31-027",
    "Every font says what its characters are in Unicode, or is of a kind that needs not",
    source="ISO 14289-1, 7.21.7; ISO 14289-2, 8.4.5.8; ISO 19005-2 and -3, 6.2.11.7.2",
    standards=TAGGED,
)
def says_unicode(document: Document) -> Iterator[Fault]:
    """A text that cannot be copied cannot be spoken."""
    for font in document.fonts:
        encoding = get(font.obj, "Encoding")
        coded = name(encoding) in _CODED or (name(get(encoding, "BaseEncoding")) in _CODED and font.kind != "Type3")
        collection = font.composite and text(get(font.inner, "CIDSystemInfo", "Ordering")) in _COLLECTIONS
        if font.to_unicode is None and not coded and not collection:
            yield Fault(f"{font} does not say what its characters are (ToUnicode)", font.page)


def _meant(document: Document, *characters: str) -> Iterator[Fault]:
    for font in document.fonts:
        meant = font.to_unicode.characters if font.to_unicode else {}
        if wrong := sorted(code for code, said in meant.items() if any(one in said for one in characters)):
            yield Fault(f"{font} gives the codes {listed(wrong)} a meaning that is no character (ToUnicode)", font.page)


@checkpoint(
    "31-028",
    "No character is U+0000",
    source="ISO 14289-1, 7.21.7; ISO 14289-2, 8.4.5.8; ISO 19005-2 and -3, 6.2.11.7.2",
    standards=TAGGED,
)
def no_null(document: Document) -> Iterator[Fault]:
    """It ends a text in many programs."""
    return _meant(document, "\0")


@checkpoint(
    "31-029",
    "No character is U+FEFF or U+FFFE",
    source="ISO 14289-1, 7.21.7; ISO 14289-2, 8.4.5.8; ISO 19005-2 and -3, 6.2.11.7.2",
    standards=TAGGED,
)
def no_byte_order_marks(document: Document) -> Iterator[Fault]:
    """They mean nothing within a text."""
    return _meant(document, "\ufeff", "\ufffe")


@checkpoint(
    "31-030",
    "No text shows the sign for a missing glyph (.notdef)",
    source="ISO 14289-1, 7.21.8; ISO 14289-2, 8.4.5.9; ISO 19005-2 and -3, 6.2.11.8",
    standards=TAGGED,
)
def no_missing_glyph(document: Document) -> Iterator[Fault]:
    """The reader sees a box."""
    for font in document.fonts:
        boxes = [code for code in font.codes if (cid := font.cid(code)) is not None and font.glyph(cid) == 0]
        if font.composite and boxes:
            yield Fault(
                f"{font} has no glyph for something that is shown", font.page, "use another character, or another font"
            )


def _private(said: str) -> bool:
    return any("\ue000" <= one <= "\uf8ff" or one >= "\U000f0000" for one in said)


def _private_use(document: Document) -> Iterator[Fault]:
    fonts = {id(one): font for font in document.fonts for one in font.paints}
    for one in real_text(document.painting):
        owner = document.tree.of_mark.get(one.mark) if one.mark else None
        replaced = any(scope.replaced for scope in one.scopes)
        replaced = replaced or any(around.says("ActualText", "Alt") for around in (owner.around() if owner else ()))
        if not replaced and _private(fonts[id(one)].says(one.shown)):
            yield Fault("a text has characters for private use, and no replacement text", one.page)


@checkpoint(
    "PDF/A 6.2.11.7.3",
    "Characters for private use have a replacement text",
    source="ISO 19005-2 and -3, 6.2.11.7.3",
    standards=A,
)
def private_use(document: Document) -> Iterator[Fault]:
    """What such a character is, only its font knows."""
    return _private_use(document)


@checkpoint(
    "PDF/UA-2 8.4.3",
    "Characters for private use have a replacement text, and stand in none",
    source="ISO 14289-2, 8.4.3",
    standards=UA2,
)
def private_use_replaced(document: Document) -> Iterator[Fault]:
    """As for PDF/A."""
    yield from _private_use(document)
    for element in document.tree.elements:
        if any(_private(text(get(element.obj, entry)) or "") for entry in ("Alt", "ActualText")):
            yield Fault(f"the alternative text of {element} has characters for private use", element.page)
