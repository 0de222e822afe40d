"""Strict HTML to a tree of elements that know their template line.

A browser repairs mistakes; here they are refused, because Word would not guess what a browser guesses.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from msgspec import Struct, field

from conceptnote.datapath import DataPath
from conceptnote.doc.origin import Origin, Origins, origin_in

# Written into every tag of a template by compose/environment.py: `name:line`.
PLACE = "data-at"
_MOST, _DEEPEST = 200_000, 50
"""The most elements of a document, and their greatest depth: every writer walks through all."""
_VOID = frozenset({"br", "hr", "img", "meta"})


class VocabularyError(Exception):
    """HTML that is not a document; `place` is `template:line`, `path` the origin of the value in it."""

    def __init__(self, message: str, place: str | None, path: DataPath | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.place, self.path, self.hint = message, place, path, hint


class Characters(Struct, frozen=True):
    """Text from one origin."""

    text: str
    origin: Origin


class Element(Struct):
    """An element; `attributes` are without marks, `origins` say where a marked value came from."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | Characters] = field(default_factory=list)
    place: str | None = None
    path: DataPath | None = None
    origins: dict[str, DataPath] = field(default_factory=dict)

    def elements(self) -> Iterator[Element]:
        """The child elements; text between them must be white space."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
            elif child.text.strip():
                raise self.error(f"there is text directly in <{self.tag}>: “{child.text.strip()[:40]}”")

    def error(self, message: str, hint: str | None = None) -> VocabularyError:
        """An error at this element."""
        return VocabularyError(message, self.place, self.path, hint)


class _TreeBuilder(HTMLParser):
    def __init__(self, origins: Origins) -> None:
        super().__init__(convert_charrefs=True)
        self._origins = origins
        self._around: list[Origin] = []
        self.root = Element("#document")
        self._open = [self.root]
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1]
        around = origin_in(self._around)
        path = around if isinstance(around, tuple) else parent.path
        element = Element(tag, place=parent.place, path=path)
        for name, marked in attrs:
            value, origin = self._origins.strip(marked or "")
            if name == PLACE:
                element.place = value
            else:
                element.attributes[name] = value
                if origin is not None:
                    element.origins[name] = origin
        parent.children.append(element)
        self._count += 1
        if self._count > _MOST:
            raise element.error(f"the paper has more than {_MOST:,} elements", "look for a loop that has no end")
        if len(self._open) > _DEEPEST:
            raise element.error(f"<{tag}> is in more than {_DEEPEST} others", "close each where its text ends")
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            raise self._open[-1].error(f"<{tag}/> needs its end tag", f"write <{tag}></{tag}>")

    def handle_endtag(self, tag: str) -> None:
        element = self._open[-1]
        if tag in _VOID:
            raise element.error(f"</{tag}> ends nothing")
        if element.tag != tag:
            inside = f"inside <{element.tag}>" if len(self._open) > 1 else "outside of all elements"
            raise element.error(f"</{tag}> is {inside}", "first close the element that was opened last")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for piece, origin in self._origins.split(data, self._around):
            self._open[-1].children.append(Characters(piece, origin))

    def finish(self) -> Element:
        self.close()
        if len(self._open) > 1:
            raise self._open[-1].error(f"<{self._open[-1].tag}> is never closed")
        return self.root


def parse_html(html: str, origins: Origins) -> Element:
    """Parse a document. Raises VocabularyError if elements are not properly nested and closed."""
    builder = _TreeBuilder(origins)
    builder.feed(html)
    return builder.finish()
