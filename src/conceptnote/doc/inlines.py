"""Inline elements to inline nodes, with white space collapsed as in CSS."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping

from conceptnote.clearspace import read_clear_space
from conceptnote.diagnostics import did_you_mean
from conceptnote.doc import nodes
from conceptnote.doc.html_tree import Characters, Element
from conceptnote.doc.origin import Beside, Origin

INLINE_TAGS = frozenset({"em", "strong", "a", "br", "time", "span", "img"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_ADDRESS = re.compile(r"(https?://|mailto:|tel:)\S", re.IGNORECASE)
_MILLIMETRES = re.compile(r"(\d+(?:\.\d+)?)(?:mm)?")
_FIELDS: dict[str, Callable[[], nodes.Inline]] = {"page-number": nodes.PageNumber, "page-count": nodes.PageCount}

Styles = Mapping[str, Container[str]]
"""Class names with their uses: `paragraph`, `character` or `table`; a name can have several."""

NoteReader = Callable[[Element], tuple[int, tuple[nodes.Block, ...]]]


class InlineReader:
    """Reads the inline content of one block; a space is written only when something follows."""

    def __init__(self, styles: Styles, note: NoteReader) -> None:
        self._styles = styles
        self._note = note
        self._begun = False
        self._space: nodes.Text | None = None

    def read(self, children: Iterable[Element | Characters]) -> tuple[nodes.Inline, ...]:
        """The inlines of a block's children."""
        result: list[nodes.Inline] = []
        for child in children:
            if isinstance(child, Characters):
                self._characters(child, result)
            else:
                if child.tag != "br":
                    self._flush(result)
                result.append(self._element(child))
        return tuple(result)

    def _characters(self, child: Characters, result: list[nodes.Inline]) -> None:
        text = _SPACES.sub(" ", child.text)
        if text[0] == " ":
            self._pause(child.origin)
        if bare := text.strip(" "):
            self._flush(result)
            _append(result, _text(bare, child.origin))
            self._begun = True
            if text[-1] == " ":
                self._pause(child.origin)

    def _pause(self, origin: Origin) -> None:
        if self._begun and self._space is None:
            self._space = _text(" ", origin)

    def _flush(self, result: list[nodes.Inline]) -> None:
        if self._space is not None:
            _append(result, self._space)
            self._space = None

    def _element(self, element: Element) -> nodes.Inline:
        attributes = element.attributes
        match element.tag:
            case "em":
                return nodes.Emphasis(self._inside(element))
            case "strong":
                return nodes.Strong(self._inside(element))
            case "br":
                self._space, self._begun = None, False
                return nodes.LineBreak()
            case "time":
                return nodes.Time(attributes.get("datetime", ""), self._inside(element))
            case "a":
                return self._link(element)
            case "img":
                self._begun = True
                return read_image(element)
            case "span":
                return self._span(element)
            case tag:
                raise element.error(f"<{tag}> cannot be in a line of text", vocabulary_hint())

    def _inside(self, element: Element) -> tuple[nodes.Inline, ...]:
        return self.read(element.children)

    def _link(self, element: Element) -> nodes.Inline:
        href = element.attributes.get("href", "")
        if element.attributes.get("role") == "doc-noteref":
            self._begun = True
            return nodes.NoteRef(*self._note(element))
        if not _ADDRESS.match(href):
            raise element.error(
                f"the link leads to “{href}”", "links lead to https://, http://, mailto: or tel: addresses"
            )
        return nodes.Link(href, self._inside(element))

    def _span(self, element: Element) -> nodes.Inline:
        style, language = element.attributes.get("class"), element.attributes.get("lang")
        if style in _FIELDS:
            if element.children:
                raise element.error(f"<span class=“{style}”> holds nothing: its number is put in")
            self._begun = True
            return _FIELDS[style]()
        style = style_of(element, "character", self._styles)
        children = self._inside(element)
        if language:
            node: nodes.Inline = nodes.LanguageSpan(language, children)
            return nodes.Styled(style, (node,)) if style else node
        if style is None:
            raise element.error("<span> has neither class nor lang")
        return nodes.Styled(style, children)


def has_class(furniture: Element, name: str) -> bool:
    """Whether a page header or footer has the one class that there is for it."""
    given = furniture.attributes.get("class")
    if given not in (None, name):
        raise furniture.error(f"a page {furniture.tag} has no class “{given}”", f'write class="{name}", or none')
    return given is not None


def read_image(element: Element) -> nodes.Image:
    """The picture of an <img>. Raises VocabularyError without alternative text."""
    attributes = element.attributes
    if not attributes.get("src") or not attributes.get("alt", "").strip():
        raise element.error("<img> needs src and alt", "say in alt what the picture shows")
    least = attributes.get("data-min-height")
    match = _MILLIMETRES.fullmatch(least) if least else None
    if least and not match:
        raise element.error(f"data-min-height=“{least}” is not a length in millimetres", "write 12mm")
    height = float(match[1]) if match else None
    clear, beside = attributes.get("data-clear-space"), attributes.get("data-beside", "false")
    space = read_clear_space(clear) if clear else None
    if clear and space is None:
        raise element.error(f"data-clear-space=“{clear}” is not a length or a share", "write 3mm, or 25%")
    if beside not in ("true", "false"):
        raise element.error(f"data-beside=“{beside}” is neither true nor false")
    if height is None and (space or beside == "true"):
        raise element.error("only a mark keeps clear space, or words beside it", "give it data-min-height, too")
    crop = attributes.get("data-crop")
    if crop is not None and (crop != "portrait" or height is not None):
        raise element.error(f"data-crop=“{crop}” is not “portrait”, or is on a mark", "a mark is never cropped")
    alt, origin = attributes["alt"].strip(), element.origins.get("src", element.path)
    alt_origin = element.origins.get("alt")
    return nodes.Image(attributes["src"], alt, height, origin, space, beside == "true", crop is not None, alt_origin)


def style_of(element: Element, kind: str, styles: Styles) -> str | None:
    """The class of an element. Raises VocabularyError if the theme does not have it for such an element."""
    style = element.attributes.get("class")
    if style is not None and kind not in styles.get(style, ()):
        fitting = [name for name, kinds in styles.items() if kind in kinds]
        hint = did_you_mean(style, fitting, listing=f"for <{element.tag}> there are")
        raise element.error(f"the theme has no style “{style}” for <{element.tag}>", hint)
    return style


def vocabulary_hint() -> str:
    """A hint where the elements of a document are listed."""
    return "docs/template-reference.md lists what a document is made of"


def _text(text: str, origin: Origin) -> nodes.Text:
    if isinstance(origin, Beside):
        return nodes.Text(text, tuple(origin), "locale")
    return nodes.Text(text, origin) if isinstance(origin, tuple) else nodes.Text(text, None, origin)


def _append(result: list[nodes.Inline], text: nodes.Text) -> None:
    """Append a text to the one before it if both have the same origin; a space joins words without one."""
    last = result[-1] if result else None
    if isinstance(last, nodes.Text) and last.origin == text.origin:
        if text.text == " " or last.made_by == text.made_by:
            result[-1] = nodes.Text(last.text + text.text, last.origin, last.made_by)
            return
        if last.text == " ":
            result[-1] = nodes.Text(last.text + text.text, text.origin, text.made_by)
            return
    result.append(text)
