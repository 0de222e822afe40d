"""Inlines to HTML elements."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, assert_never
from xml.etree.ElementTree import Element, SubElement

from conceptnote.doc import nodes
from conceptnote.scripts import NO_LANGUAGE, script_of_language
from conceptnote.write.elements import Elements, Medium, in_language, tracked
from conceptnote.write.fit import unbroken
from conceptnote.write.mark import is_mark
from conceptnote.write.metrics import text_width
from conceptnote.write.structure import structure_of

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme
    from conceptnote.write.places import Sources


_SMALLEST = 0.7
"""A part of a name that is too long for its column is set smaller, down to this share of its size."""


def is_name(text: nodes.Text) -> bool:
    """Whether a text is a person's name, or a part of it."""
    match text.origin:
        case ("people", _, "name", *_):
            return True
    return False


class InlineWriter(Elements):
    """Writes the inlines of one document; `language` is the document's."""

    def __init__(
        self,
        theme: Theme,
        assets: Mapping[str, nodes.Asset],
        medium: Medium,
        room: float = 0,
        sources: Sources | None = None,
        *,
        language: str,
        digits: str = "",
    ) -> None:
        super().__init__(theme, assets, medium, room, sources, language=language)
        self._font, self._digits = "text", digits
        self._notes: list[nodes.NoteRef] = []
        self._whole_words, self._clauses = False, False

    @abstractmethod
    def blocks(self, parent: Element, blocks: Iterable[nodes.Block]) -> None:
        """Write blocks into an element."""

    def _inlines(self, parent: Element, inlines: Sequence[nodes.Inline]) -> None:
        place = parent
        for inline, after in zip_longest(inlines, inlines[1:]):
            if self._medium == "print" and isinstance(inline, nodes.Text) and inline.text != " " and is_mark(after):
                # The last word and the mark are not parted, which a no-break space before a picture does not do
                # in WeasyPrint without tearing the words before it as well.
                words, _, last = inline.text.rstrip().rpartition(" ")
                self._text(parent, inline, f"{words} " if words else "")
                place = SubElement(parent, "span", {"style": "white-space: nowrap"})
                self._text(place, inline, f"{last} ")
            else:
                self._inline(place, inline, last=after is None)
                place = parent

    def _inline(self, parent: Element, inline: nodes.Inline, *, last: bool) -> None:
        before = len(parent)
        self._written_inline(parent, inline, last=last)
        if len(parent) > before:
            self._declare(parent[-1], structure_of(inline))

    def _written_inline(self, parent: Element, inline: nodes.Inline, *, last: bool) -> None:
        match inline:
            case nodes.Text(text):
                name = is_name(inline) and not self._whole_words
                for piece, whole in unbroken(text, hyphens=self._whole_words, clauses=self._clauses, words=name):
                    share = 1.0 if self._whole_words or self._clauses else self._share(piece)
                    whole = whole and share > (_SMALLEST if name else 0.99)
                    place = SubElement(parent, "span", {"class": "whole"}) if whole else parent
                    if whole and share < 1:
                        place.set("style", f"font-size: {share * 100:.0f}%")
                    self._text(place, inline, piece)
                    if whole:
                        self._declare(place, None)
            case nodes.Emphasis(children):
                # In scripts without italics, bold letters emphasise.
                bold = {"style": "font-style: normal; font-weight: bold"}
                upright = script_of_language(self._language).upright
                self._inlines(SubElement(parent, "em", bold if upright else {}), children)
            case nodes.Strong(children):
                self._inlines(SubElement(parent, "strong"), children)
            case nodes.Link(href, children):
                self._inlines(SubElement(parent, "a", {"href": href}), children)
            case nodes.Time(datetime, children):
                self._inlines(SubElement(parent, "time", {"datetime": datetime} if datetime else {}), children)
            case nodes.LanguageSpan(language, children):
                around = self._language
                span = SubElement(parent, "span", in_language(language))
                if self._medium == "print" and language != NO_LANGUAGE:
                    span.set("style", f"font-family: var(--font-{self._font})")
                self._language = language
                self._inlines(span, children)
                self._language = around
            case nodes.Styled(style, children):
                font = self._font
                self._font = self._theme.styles[style].font or font
                span = SubElement(parent, "span", {"class": style})
                if style == "status" and self._share(nodes.plain_text(children)) < 1:
                    span.set("style", "white-space: normal")
                self._inlines(span, children)
                self._font = font
            case nodes.Changed(children, change):
                self._inlines(tracked(parent, change), children)
            case nodes.LineBreak():
                SubElement(parent, "br")
            case nodes.Image():
                self._image(parent, inline, last=last)
            case nodes.NoteRef():
                self._note(parent, inline)
            case nodes.PageNumber():
                SubElement(parent, "span", {"class": "page-number"})
            case nodes.PageCount():
                SubElement(parent, "span", {"class": "page-count"})
            case _:
                assert_never(inline)

    def _share(self, text: str) -> float:
        """How much smaller a text must be to have room on a line; a browser sees to that itself."""
        if self._medium == "screen":
            return 1.0
        width = text_width(text, self._theme, self._theme.styles["agenda-item"])
        return min(1.0, self._room / width) if width else 1.0

    def _number(self, note: nodes.NoteRef) -> str:
        number = str(note.number)
        return "".join(self._digits[int(digit)] for digit in number) if self._digits else number

    def _note(self, parent: Element, note: nodes.NoteRef) -> None:
        if self._medium == "print":
            # The printer compares the places of both.
            SubElement(parent, "span", {"id": f"call-{note.number}"})
            self.blocks(SubElement(parent, "span", {"class": "note", "id": f"note-{note.number}"}), note.blocks)
            return
        self._notes.append(note)
        place = {"id": f"noteref-{note.number}", "href": f"#note-{note.number}"}
        SubElement(parent, "a", {"class": "noteref", "role": "doc-noteref"} | place).text = self._number(note)
