"""From a character of a text to its place in a YAML scalar.

Visible characters are counted, because the text and the scalar have them in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

# What gives one character of the text, if not white space. In double quotes, escapes (YAML 1.2.2,
# section 5.7), of which a backslash at the end of a line is one, too; in single quotes, a doubled one.
_CHARACTERS = {
    '"': re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|\S", re.DOTALL),
    "'": re.compile(r"''|\S"),
}
_VISIBLE = re.compile(r"\S")

NULLS = ("", "~", "null", "Null", "NULL")
"""Words for a missing value, if unquoted (YAML 1.2.2, section 10.3.2)."""


class Scalar(Struct, frozen=True):
    """A scalar's place in its file, by offsets, and its style: `'`, `"`, `|`, `>` or none."""

    start: int
    end: int
    style: str

    def offset_after(self, file: str, before: str) -> int | None:
        """The offset in the file of the first visible character after a beginning of the text; None if there is none.

        Whatever its style, folding and trimming, a scalar has the visible characters of its text in the same order: so
        these are counted, and white space is ignored.
        """
        count = len("".join(before.split()))
        return next(islice(self._visible(file), count, None), None)

    def _visible(self, file: str) -> Iterator[int]:
        """The offsets of the visible characters."""
        at, end = self.start, min(self.end, len(file))
        if self.style in ("|", ">"):
            at = file.find("\n", at) + 1 or end  # after the header and its comment
        elif self.style:
            at, end = at + 1, end - 1
        for match in _CHARACTERS.get(self.style, _VISIBLE).finditer(file, at, end):
            if self.style != '"' or _is_visible(match[0]):
                yield match.start()


def _is_visible(written: str) -> bool:
    """Whether a character of a double-quoted scalar is visible; of the short escapes, only three are."""
    if written[0] != "\\":
        return True
    return written[1] in '"/\\' if len(written) == 2 else not chr(int(written[2:], 16)).isspace()
