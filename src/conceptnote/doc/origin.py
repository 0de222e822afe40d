"""How a value remembers, through a template and through HTML, where in the event file it stands.

A printed value is wrapped in two noncharacters and the number of its path; the reader of the HTML
takes them out again. Noncharacters (Unicode 16.0, section 23.7) are free for such use inside a
program, are refused in every input (source/characters.py), and pass through Jinja's escaping,
joining and attributes, where markup could not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from html import escape
from typing import Any

from markupsafe import Markup

from conceptnote.datapath import DataPath

_OPEN, _MIDDLE, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{_OPEN}(\\d+){_MIDDLE}|{_CLOSE}")


class Origins:
    """The paths of all values that one rendering has printed."""

    def __init__(self) -> None:
        self._paths: list[DataPath] = []
        self._numbers: dict[DataPath, int] = {}
        self._above: DataPath = ()

    def below(self, path: DataPath) -> Origins:
        """The same for values whose paths begin at this one: those of one event among several."""
        made = copy(self)
        made._above = (*self._above, *path)
        return made

    def wrap(self, html: str, path: DataPath) -> Markup:
        """Mark finished HTML, or escaped text, as coming from a path."""
        path = (*self._above, *path)
        number = self._numbers.setdefault(path, len(self._paths))
        if number == len(self._paths):
            self._paths.append(path)
        return Markup(f"{_OPEN}{number}{_MIDDLE}{html}{_CLOSE}")  # noqa: S704 - the caller gives safe HTML

    def split(self, text: str, around: list[DataPath]) -> Iterator[tuple[str, DataPath | None]]:
        """Take the marks out of a text: its pieces, each with the innermost path that it stands in.

        `around` is the stack of paths open where the text begins, and is left as it is where it ends.
        """
        position = 0
        for mark in _MARK.finditer(text):
            if piece := text[position : mark.start()]:
                yield piece, around[-1] if around else None
            if mark[1] is not None:
                around.append(self._paths[int(mark[1])])
            elif around:
                around.pop()
            position = mark.end()
        if piece := text[position:]:
            yield piece, around[-1] if around else None

    def strip(self, text: str) -> tuple[str, DataPath | None]:
        """An attribute's value without its marks, and the path of its first marked piece."""
        pieces = list(self.split(text, []))
        return "".join(piece for piece, _ in pieces), next((path for _, path in pieces if path is not None), None)


class Traced(str):
    """A text that prints itself with its origin. As a `str` it compares as its value does.

    What a filter makes of it is a plain string again, and counts as derived.
    """

    __slots__ = ("_html", "_origins", "path", "value")
    path: DataPath
    value: Any
    _html: str | None
    _origins: Origins

    def __new__(
        cls, text: str, path: DataPath, origins: Origins, *, html: str | None = None, value: Any = None
    ) -> Traced:
        """`html` is how it is printed, where not as itself, escaped; `value` what it is, where not a text."""
        self = super().__new__(cls, text)
        self.path, self._origins, self._html = path, origins, html
        self.value = text if value is None else value
        return self

    def __html__(self) -> Markup:
        return self.wrap(escape(str(self)) if self._html is None else self._html)

    def wrap(self, html: str) -> Markup:
        """Mark other HTML as made from this value."""
        return self._origins.wrap(html, self.path)
