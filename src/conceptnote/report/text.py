"""Text that is safe to print, and how wide a terminal shows it.

What a stranger's file or file name says is shown, never obeyed: an escape sequence could recolour or
overwrite what stands above, and a change of direction could show it in another order than it is read in
(“Trojan Source”, CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls, separators of lines, marks of direction (UAX 9), halves of surrogate pairs,
# noncharacters, and tags (Unicode 16.0, section 23.9), which say things that nobody sees.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff"
    "\ufdd0-\ufdef\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\r\n|[\n\r\t]")


def safe(text: str) -> str:
    """The text in one line, with whatever a terminal would obey named in its place, as `<U+001B>`."""
    return _UNSAFE.sub(_named, _SPACES.sub(" ", text))


def _named(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


def cell(character: str) -> tuple[str, int]:
    """What is shown for a character, and the columns that it takes: wide ones of East Asia 2, what combines 0."""
    shown = _UNSAFE.sub(_named, character)
    if shown != character:
        return shown, len(shown)
    if unicodedata.east_asian_width(character) in "WF":  # UAX 11
        return character, 2
    combines = unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff"
    return character, 0 if combines and character != "\xad" else 1
