"""Characters that no paper can contain."""

from __future__ import annotations

import re
import unicodedata

# Not characters of XML 1.0 (section 2.2), which DOCX is made of; noncharacters (Unicode 16.0,
# section 23.7), which compose/origin.py keeps for its own marks; C1 controls, which nothing prints.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)

OTHER_BREAK = re.compile("[\u0085\u2028\u2029]")
"""Line breaks of other programs: YAML accepts them in some scalars, and papers cannot print them."""


def find_unprintable(text: str) -> int | None:
    """The offset of the first character of a text that no paper can contain."""
    match = _UNPRINTABLE.search(text)
    return match.start() if match else None


def unprintable(text: str) -> str | None:
    """The first character of a text that no paper can contain, as `U+0007`."""
    if not (match := _UNPRINTABLE.search(text)):
        return None
    name = unicodedata.name(match[0], "")
    return f"the character U+{ord(match[0]):04X}" + (f" ({name})" if name else "")
