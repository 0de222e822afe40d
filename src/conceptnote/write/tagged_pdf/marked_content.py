"""The marks in the content streams: text, furniture, and the spaces between words.

A page's stream is WeasyPrint's list of operators before it is serialised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from conceptnote.write.tagged_pdf.content import SPACES, Content, DrawnPages, Node, is_block, is_note

if TYPE_CHECKING:
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream

_ELEMENT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in an element's own text for the elements in it."""

_UNSEEN = f"{SPACES}\u00a0"
_BETWEEN = re.compile(f"[ \u00a0{_ELEMENT}]*")
_SOME_SPACES = re.compile(f"[{SPACES}]+")


# White space


def find_lost_spaces(node: Node, begun: bool = False) -> bool:
    """Note in the pieces of an element where a line end has dropped a space of the text.

    Tagged text has the spaces between its words as characters, wherever its lines break (ISO 32000-1, 14.8.2.5).
    `begun` says whether the block has text already; returns whether it then has.
    """
    if node.pseudo:
        return begun
    note, block = is_note(node.element), is_block(node.element)
    outside, begun = begun, begun and not note and not block
    own, at = _own_text(node), 0
    for item in node.items:
        if isinstance(item, Node):
            begun = find_lost_spaces(item, begun)
        elif item.picture:
            begun = True
        elif words := item.text.strip(_UNSEEN):
            between = _BETWEEN.match(own, at)
            start = between.end() if between else at
            item.before = begun and own[at:start].endswith(" ") and item.text[0] != " "
            at = _end_of(words, own, start)
            item.after = own[at : at + 2] in (" ", f" {_ELEMENT}") and item.text[-1] != " "
            begun = True
        else:
            item.after = begun
    return outside if note else begun and not block


def _own_text(node: Node) -> str:
    texts = [node.element.text or ""]
    for child in node.element:
        texts += [" " if child.tag == "br" else _ELEMENT, child.tail or ""]
    return "".join(_SOME_SPACES.sub(" ", text) for text in texts)


def _end_of(words: str, text: str, start: int) -> int:
    """Where words that begin at `start` end in a text; the last may have a new hyphen."""
    for wording in (words, words[:-1]):
        if wording and text.startswith(wording, start):
            return start + len(wording)
    return len(text)


class SpaceGlyphs:
    """The space of each font of a document, as the operators that draw it."""

    def __init__(self, fonts: Mapping[Any, Font]) -> None:
        self._spaces = {
            font.hash: (glyph, font.widths[glyph])
            for font in fonts.values()
            for glyph, text in font.to_unicode.items()
            if text == " " and not font.bitmap
        }

    def add(self, content: Content, drawing: list[Any]) -> list[Any]:
        """Draw the missing spaces of a piece; they are invisible, and are read and copied."""
        if not (content.before or content.after) or not self._spaces:
            return drawing
        shows = [at for at, operator in enumerate(drawing) if _name(operator) == b"TJ"]
        if not shows:
            return [*drawing, *self._alone(content)]
        name, size = next(o for o in drawing if _name(o) == b"Tf")[1:].split()[:2]
        own = name.decode() if name.decode() in self._spaces else next(iter(self._spaces))
        glyph, width = self._spaces[own]
        font, space = b"/%s %s Tf" % (own.encode(), size), b"<%04x>" % glyph
        drawing = list(drawing)
        if content.after:
            drawing[shows[-1] + 1 : shows[-1] + 1] = [font, b"[%s] TJ" % space]
        if content.before:
            # To the left of the line: back by its width, and then forward by itself.
            drawing[shows[0] : shows[0]] = [font, b"[%d %s] TJ" % (width, space), b"/%s %s Tf" % (name, size)]
        return drawing

    def _alone(self, content: Content) -> list[Any]:
        name, (glyph, _) = next(iter(self._spaces.items()))
        box = content.box
        left, baseline, size = box.position_x, box.position_y + box.baseline, box.style["font_size"]
        place = f"1 0 0 -1 {left:.6f} {baseline:.6f} Tm".encode()
        return [b"BT", place, f"/{name} {size:.6f} Tf".encode(), b"[<%04x>] TJ" % glyph, b"ET"]


# Marks


def mark(pages: DrawnPages, fonts: Mapping[Any, Font]) -> list[list[Content]]:
    """Number the marks of each page's text again, make artifacts of its furniture, and add missing spaces.

    Returns the content of each page, by number.
    """
    find_lost_spaces(pages.root)
    spaces = SpaceGlyphs(fonts)
    return [_mark(stream, contents, spaces) for stream, contents in zip(pages.streams, pages.contents, strict=True)]


def _mark(stream: Stream, contents: Mapping[Any, Content], spaces: SpaceGlyphs) -> list[Content]:
    drawn = {tag["mcid"]: contents[box] for box, tag in stream._tags.items()}
    marked: list[Content] = []
    written: list[Any] = []
    rules: list[int] = []
    operators = iter(stream.stream)
    for operator in operators:
        content = drawn.get(operator["MCID"]) if isinstance(operator, dict) and "MCID" in operator else None
        if content is None:
            if operator == b"BMC":
                rules.append(len(written))
            written.append(operator)
            continue
        next(operators)  # BDC
        name, drawing = written.pop(), _until_end(operators)
        if content.artifact is None:
            written += _text(content, name, drawing, marked, spaces)
        else:
            properties = " ".join(f"/{key} {value}" for key, value in content.artifact.items())
            begin = f"<<{properties}>> BDC".encode()
            for rule in rules if "Subtype" in content.artifact else ():
                written[rule] = begin  # The rules and tints of furniture are drawn just before its first text.
            written += ["/Artifact", begin, *drawing, b"EMC"]
        rules.clear()
    stream.stream = written
    return marked


def _text(content: Content, name: str, drawing: list[Any], marked: list[Content], spaces: SpaceGlyphs) -> list[Any]:
    """Mark one piece of the document; if it has no text and no picture, there may only be a line under it."""
    shown = spaces.add(content, drawing)
    if not content.picture and not any(_name(operator) == b"TJ" for operator in shown):
        return ["/Artifact", b"BMC", *drawing, b"EMC"]
    content.mcid = len(marked)
    marked.append(content)
    return [f"{name} <</MCID {content.mcid}>> BDC".encode(), *shown, b"EMC"]


def _until_end(operators: Iterator[Any]) -> list[Any]:
    """What is drawn until the current mark ends."""
    drawing: list[Any] = []
    depth = 1
    for operator in operators:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        if not depth:
            break
        drawing.append(operator)
    return drawing


def _name(operator: Any) -> bytes:
    return operator.rpartition(b" ")[2] if isinstance(operator, bytes) else b""
