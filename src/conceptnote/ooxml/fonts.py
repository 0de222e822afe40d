"""Fonts embedded in a Word file, obfuscated as the format requires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import NAMESPACE_OID, uuid5

from msgspec import Struct

Face = Literal["embedRegular", "embedBold", "embedItalic", "embedBoldItalic"]
_OBFUSCATED = 32


class Family(Struct, frozen=True):
    """A type family and its embedded faces; `serif` is None if unknown."""

    name: str
    serif: bool | None
    faces: Mapping[Face, bytes]


def obfuscate(font: bytes) -> tuple[bytes, str]:
    """A font as embedded, and its key (ISO/IEC 29500-1 17.8.1).

    The first 32 bytes are XORed with the key in reverse order. The key is derived from the font, so a file is the same
    in each run.
    """
    key = uuid5(NAMESPACE_OID, font.hex())
    mask = key.bytes[::-1] * 2
    head = bytes(one ^ other for one, other in zip(font[:_OBFUSCATED], mask, strict=True))
    return head + font[_OBFUSCATED:], f"{{{str(key).upper()}}}"
