"""How a text keeps its origin through a template and HTML.

A printed value is wrapped in noncharacters and the number of its path, a word of the locale in the same without a
number; the reader of the HTML removes them, and text outside them is the template's. Noncharacters (Unicode 16.0,
section 23.7) are free for use inside a program, are refused in every input (source/characters.py), and pass through
Jinja's escaping, joining and attributes, where markup could not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any, Literal

from markupsafe import Markup, escape

from conceptnote.datapath import DataPath, Step

_OPEN, _MIDDLE, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{_OPEN}(\\d*){_MIDDLE}|{_CLOSE}")
_VALUE = re.compile(f"{_OPEN}\\d+{_MIDDLE}")
_BEFORE_TEXT = re.compile(rf"(?:\s|<[^>]*>|{_MARK.pattern})*")
_SPACES = " \t\r\n\f"
_OF_LOCALE = _OPEN + _MIDDLE

Maker = Literal["locale", "template"]
"""Whose words a text without a value is made of."""

Origin = DataPath | Maker


def words_beside(value: str, words: str) -> Markup:
    """Words with the origin of the first marked value in some HTML; without one, unchanged."""
    first = _VALUE.search(value)
    return _marked(first[0], _marked(_OF_LOCALE, escape(words))) if first else escape(words)


def without_marks(html: str) -> str:
    """HTML, or text, without its marks."""
    return _MARK.sub("", html)


def with_capital(html: str) -> str:
    """HTML, or text, with a capital as its first letter."""
    before = _BEFORE_TEXT.match(html)
    at = before.end() if before else 0
    return html[:at] + html[at : at + 1].upper() + html[at + 1 :]


def _marked(mark: str, html: str) -> Markup:
    # White space has no marks, so templates can trim it, and test whether there is more.
    return Markup(f"{mark}{html}{_CLOSE}" if html.strip(_SPACES) else html)  # noqa: S704 - the caller gives safe HTML


class Origins:
    """The paths of all values that one rendering has printed."""

    def __init__(self) -> None:
        self._paths: list[DataPath] = []
        self._numbers: dict[DataPath, int] = {}
        self._above: DataPath = ()

    def below(self, path: DataPath) -> Origins:
        """The same for values below this path: those of one event among several."""
        made = copy(self)
        made._above = (*self._above, *path)
        return made

    def wrap(self, html: str, path: DataPath) -> Markup:
        """Mark finished HTML, or escaped text, with a path."""
        path = (*self._above, *path)
        number = self._numbers.setdefault(path, len(self._paths))
        if number == len(self._paths):
            self._paths.append(path)
        return _marked(f"{_OPEN}{number}{_MIDDLE}", html)

    def split(self, text: str, around: list[Origin]) -> Iterator[tuple[str, Origin]]:
        """Remove the marks from a text: its pieces, each with its origin.

        `around` has the open marks at the beginning of the text, and is updated to those at its end.
        """
        position = 0
        for mark in _MARK.finditer(text):
            if piece := text[position : mark.start()]:
                yield piece, origin_in(around)
            if mark[1] is not None:
                around.append(self._paths[int(mark[1])] if mark[1] else "locale")
            elif around:
                around.pop()
            position = mark.end()
        if piece := text[position:]:
            yield piece, origin_in(around)

    def strip(self, text: str) -> tuple[str, DataPath | None]:
        """An attribute's value without marks, and the path of its first marked piece."""
        pieces = list(self.split(text, []))
        return "".join(piece for piece, _ in pieces), next((one for _, one in pieces if isinstance(one, tuple)), None)


class Beside(tuple[Step, ...]):
    """The path of a value for words of the locale that are printed because of it."""

    __slots__ = ()


def origin_in(around: Sequence[Origin]) -> Origin:
    """The origin of a text between open marks: the innermost value, otherwise whose words they are."""
    value = next((one for one in reversed(around) if isinstance(one, tuple)), None)
    if value is not None and around[-1] == "locale":
        return Beside(value)
    return value if value is not None else "locale" if around else "template"


class MarkedText(str):
    """A text that prints itself with its origin.

    As a `str` it compares as its value does. The results of Python's own methods are plain strings.
    """

    __slots__ = ()

    def saying(self, text: str) -> MarkedText:
        """Another text with the same origin."""
        raise NotImplementedError


class LocaleWord(MarkedText):
    """A word of the locale, or a pattern of words."""

    __slots__ = ()

    def __html__(self) -> Markup:
        return _marked(_OF_LOCALE, escape(str(self)))

    def saying(self, text: str) -> LocaleWord:
        """Another form of the word."""
        return LocaleWord(text)


class Traced(MarkedText):
    """A value of the event."""

    __slots__ = ("_html", "_origins", "path", "value")
    path: DataPath
    value: Any
    _html: str | None
    _origins: Origins

    def __new__(
        cls, text: str, path: DataPath, origins: Origins, *, html: str | None = None, value: Any = None
    ) -> Traced:
        """`html` is its printed form, unless it prints itself, escaped; `value` the value, unless it is a text."""
        self = super().__new__(cls, text)
        self.path, self._origins, self._html = path, origins, html
        self.value = text if value is None else value
        return self

    def __html__(self) -> Markup:
        return self.wrap(escape(str(self)) if self._html is None else self._html)

    def saying(self, text: str) -> Traced:
        """Words for this value."""
        return Traced(text, self.path, self._origins)

    def wrap(self, html: str) -> Markup:
        """Mark other HTML with this value's origin."""
        return self._origins.wrap(html, self.path)
