"""Text that is safe to print, and its width on a terminal.

Text from an untrusted file or file name is shown, and never interpreted: an escape sequence could recolour or overwrite
earlier text, and a change of direction could reorder it (“Trojan Source”, CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls, separators of lines, marks of direction (UAX 9), halves of surrogate pairs,
# noncharacters, and tags (Unicode 16.0, section 23.9), which are invisible.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff"
    "\ufdd0-\ufdef\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\r\n|[\n\r\t]")


def safe(text: str) -> str:
    """The text on one line, with control characters named, as `<U+001B>`."""
    return _UNSAFE.sub(_named, _SPACES.sub(" ", text))


def _named(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


def cell(character: str) -> tuple[str, int]:
    """The form of a character on a terminal, and its columns: 2 for wide ones of East Asia, 0 for combining ones."""
    shown = _UNSAFE.sub(_named, character)
    if shown != character:
        return shown, len(shown)
    if unicodedata.east_asian_width(character) in "WF":  # UAX 11
        return character, 2
    combines = unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff"
    return character, 0 if combines and character != "\xad" else 1
