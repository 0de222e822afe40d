"""The HTML elements of nodes: their structure, the width of their lines, and their pictures."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Literal
from xml.etree.ElementTree import Element, SubElement

from conceptnote.doc.change import Change
from conceptnote.doc.nodes import Asset, Cell, Definition, Image, Inline, Paragraph, Row, Text, plain_text
from conceptnote.scripts import NO_LANGUAGE, direction
from conceptnote.write.balance import balanced_width, keeps_clauses
from conceptnote.write.fit import fitted
from conceptnote.write.mark import is_mark, mark_of
from conceptnote.write.size import natural_style
from conceptnote.write.structure import Structure, declare

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme
    from conceptnote.write.places import Sources

Medium = Literal["print", "screen"]


def add_text(parent: Element, text: str) -> None:
    """Append a text to the content of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def styled(style: str | None) -> dict[str, str]:
    """The attributes of a style."""
    return {"class": style} if style else {}


def in_language(language: str) -> dict[str, str]:
    """The attributes of a language, with its direction if that is not obvious."""
    return {"dir": direction(language)} | ({"lang": language} if language != NO_LANGUAGE else {})


def tracked(parent: Element, change: Change) -> Element:
    """The element of inserted, deleted or reformatted content (HTML, section “Edits”)."""
    kind = {"class": change.kind} if change.kind == "formatted" else {}
    values = {"datetime": change.date, "title": f"{change.author}, {change.date[:10]}", "data-said": change.label}
    return SubElement(parent, "del" if change.kind == "deleted" else "ins", kind | values)


def add_style(element: Element, declaration: str) -> None:
    """Add a declaration of CSS to those of an element."""
    element.set("style", "; ".join(filter(None, (element.get("style"), declaration))))


def label_cells(table: Element) -> None:
    """Give the cells of a table with tracks the head of their column, for narrow screens.

    The first column needs none, and neither does a single one after it.
    """
    heads = [" ".join("".join(_spoken(head)).split()) for head in table.iterfind("thead/tr/th")]
    for row in table.iterfind("tbody/tr") if len(heads) > 2 else ():
        for head, cell in list(zip(heads, row, strict=False))[1:]:
            if len(cell):
                cell.set("data-label", head)


def _spoken(element: Element) -> Iterable[str]:
    """The text of an element, with a comma at line ends."""
    yield element.text or ""
    for child in element:
        yield ", " if child.tag == "br" else ""
        yield from _spoken(child)
        yield child.tail or ""


class Elements:
    """Makes elements for one medium; `room` is the width of the printed text in millimetres.

    With `sources` the elements have the origins of their texts.
    """

    def __init__(
        self,
        theme: Theme,
        assets: Mapping[str, Asset],
        medium: Medium,
        room: float = 0,
        sources: Sources | None = None,
        *,
        language: str,
    ) -> None:
        self._theme, self._assets, self._medium, self._room = theme, assets, medium, room
        self._language = language
        self._width, self._sources = room, sources
        self._gap = 0.0
        """Millimetres between the marks of a paragraph that holds nothing else."""

    @contextmanager
    def _inside(self, indent: float) -> Iterator[None]:
        """Content that begins further in, by millimetres."""
        self._room -= indent
        yield
        self._room += indent

    def _within(self, node: Row | Definition | Cell) -> AbstractContextManager[None]:
        return nullcontext() if self._sources is None else self._sources.within(node)

    def _text(self, parent: Element, node: Text, text: str) -> None:
        """Append a text, or a part of one, to the content of an element."""
        add_text(parent, text)
        if self._sources is not None:
            self._sources.mark(parent, text, node.made_by if node.origin is None else node.origin)

    def _declare(self, element: Element, structure: Structure | None) -> Element:
        if self._medium == "print":
            declare(element, structure)
        return element

    def _part(
        self, parent: Element, tag: str, structure: Structure | None, given: Mapping[str, str] | None = None
    ) -> Element:
        """The element of a part of a node."""
        return self._declare(SubElement(parent, tag, dict(given or {})), structure)

    def _balance(self, element: Element, style: str, children: Sequence[Inline], points: float | None = None) -> bool:
        """Balance the lines, if the style asks for it, as browsers do; whether clauses stay whole."""
        if self._medium != "print":
            return False
        text = plain_text(children)
        whole = keeps_clauses(text, style, self._theme, self._room, points)
        if width := balanced_width(text, style, self._theme, self._room, points, whole=whole):
            self._narrow(element, style, width)
        return whole

    def _narrow(self, element: Element, style: str, width: float) -> None:
        """Make the lines of a paragraph this long in millimetres; a band or a rule keeps the width of the page."""
        look, spare = self._theme.styles[style], self._room - width
        centred = look.align == "center"
        if look.behind or look.rule_above:
            beyond = self._theme.spacing.band if look.behind else 0
            before, after = (spare / 2, spare / 2) if centred else (0, spare)
            add_style(element, f"padding-inline: {beyond + before:.2f}mm {beyond + after:.2f}mm")
            return
        add_style(element, f"max-width: {width:.2f}mm")
        if centred and direction(self._language) == "rtl":
            # WeasyPrint moves a box with two automatic margins twice where lines run from the right.
            add_style(element, f"margin-inline: {50 * spare / self._room:.2f}% 0")
        elif centred:
            add_style(element, "margin-inline: auto")

    def _fitted(self, element: Element, paragraph: Paragraph) -> float | None:
        """The size in points of a text that shrinks to fit, set on the element."""
        style = self._theme.styles.get(paragraph.style or "")
        if style is None or self._medium != "print":
            return None
        points = fitted(plain_text(paragraph.children), self._theme, style, self._room)
        if points:
            add_style(element, f"font-size: {points:g}pt")
        return points

    def _image(self, parent: Element, image: Image, *, last: bool = True) -> None:
        attributes = {"src": self._address(image), "alt": image.alt}
        if is_mark(image):
            mark = mark_of(image, self._assets[image.asset], self._theme, last=last)
            fit = min(1.0, self._width / mark.width) if self._medium == "print" and self._width else 1.0
            attributes["style"] = f"height: {mark.height * fit:g}mm"
            if mark.clear or self._gap:
                # The gap follows each mark of a band, so that its lines begin alike.
                before, after = mark.before, mark.after
                if self._gap:
                    before, after = max(0.0, mark.clear - self._gap), max(mark.clear, self._gap)
                attributes["style"] += f"; margin-inline: {before:.2f}mm {after:.2f}mm"
            if mark.clear:
                # Lowered by the margin below it, the picture itself is on the baseline.
                sides = f"margin-block: {mark.clear:.2f}mm"
                attributes["style"] += f"; {sides}; vertical-align: -{mark.clear:.2f}mm"
        elif image.portrait:
            attributes["class"] = "portrait"
        else:
            attributes["class"] = "natural"
            if style := natural_style(self._theme, self._assets[image.asset], image, self._room):
                attributes["style"] = style
        element = SubElement(parent, "img", attributes)
        if self._sources is not None and image.origin is not None:
            self._sources.mark_picture(element, image.origin)

    def _address(self, image: Image) -> str:
        asset = self._assets[image.asset]
        if self._medium == "print":
            return f"asset:{asset.src}"
        return f"data:{asset.media_type};base64,{base64.b64encode(asset.data).decode('ascii')}"
