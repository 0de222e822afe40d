"""Inline nodes to runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import (
    Changed,
    Emphasis,
    Image,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    NoteRef,
    PageCount,
    PageNumber,
    Strong,
    Styled,
    Text,
    Time,
)
from conceptnote.ooxml.text import family, field, flag, hyperlink, isolate, language, run, text, valued
from conceptnote.ooxml.tracked import reformatted, tracked_runs
from conceptnote.ooxml.xml import Element, element
from conceptnote.scripts import NO_LANGUAGE, direction, script_of_language
from conceptnote.theme.styles import Style
from conceptnote.units import half_points, twips
from conceptnote.write.docx import names
from conceptnote.write.docx.story import Story
from conceptnote.write.mark import Strut, is_mark, mark_of
from conceptnote.write.metrics import text_width


class Line(Struct, frozen=True):
    """The context of an inline: its paragraph's style, the room, and its surroundings.

    `broken` says that the paragraph has several lines; `points` is its size, if not that of its style.
    """

    paragraph: Style
    room: int
    broken: bool = False
    points: float | None = None
    style: str | None = None
    strong: bool = False
    emphasis: bool = False
    link: bool = False
    language: str = ""
    """Empty if it is that of the document."""
    named: bool = False
    """Whether it is within a bookmark of its value."""


def inlines(story: Story, nodes: Sequence[Inline], line: Line) -> list[Element]:
    """The runs of inline nodes."""
    made: list[tuple[DataPath | None, list[Element]]] = []
    nodes = _joined(nodes)
    for before, node, after in zip((None, *nodes), nodes, (*nodes[1:], None), strict=False):
        value = None if line.named else value_of(node)
        here = replace(line, named=True) if value else line
        if isinstance(node, Text) and node.text[-1:].isspace() and isinstance(after, Image) and is_mark(after):
            made.append((value, _inline(story, replace(node, text=node.text[:-1]), here)))
            made.append((None, [_clear(story, node.text[-1], before, after, line)]))
        else:
            made.append((value, _inline(story, node, here)))
    return [
        run
        for value, group in groupby(made, key=itemgetter(0))
        for run in story.value(value, [each for _, runs in group for each in runs])
    ]


def value_of(node: Inline) -> DataPath | None:
    """The path of the one value that an inline prints, without words of the language; None if there are others."""
    if isinstance(node, Text):
        return node.origin if node.made_by != "locale" else None
    if isinstance(node, Changed | NoteRef):
        return None
    values = {value_of(one) for one in getattr(node, "children", ())}
    return values.pop() if len(values) == 1 else None


def _joined(nodes: Sequence[Inline]) -> Sequence[Inline]:
    """The same with adjacent texts of one value joined, and those of none."""
    made: list[Inline] = []
    for node in nodes:
        if made and isinstance(last := made[-1], Text) and isinstance(node, Text) and value_of(last) == value_of(node):
            made[-1] = replace(last, text=last.text + node.text)
        else:
            made.append(node)
    return made


def _clear(story: Story, space: str, before: Inline | None, image: Image, line: Line) -> Element:
    """The space before a mark, as wide as its clear space, and that of a mark before it.

    Word has no margins for inline pictures, so the space has letter spacing; if words of the same paragraph are above,
    it is so large that it reaches the upper edge of the clear space, and the line with it.
    """
    theme, assets = story.theme, story.manuscript.assets
    mark = mark_of(image, assets[image.asset], theme, last=True)
    width = max(mark.before, line.paragraph.gap)
    if isinstance(before, Image) and is_mark(before):
        width += mark_of(before, assets[before.asset], theme, last=False).after
    size: list[Element] = []
    if mark.clear and line.broken:
        points = Strut.of(mark, theme, line.paragraph).points
        own = theme.sizes[line.paragraph.size or "text"]
        width -= text_width(" ", theme, line.paragraph) * (points / own - 1)
        size = [element(name, val=half_points(points)) for name in ("w:sz", "w:szCs")]
    spaced = element("w:spacing", val=twips(mm=width)) if size or width > theme.spacing.mark else None
    return run([element("w:rStyle", val=names.CLEAR), spaced, *size], text(space))


def _inline(story: Story, node: Inline, line: Line) -> list[Element]:
    match node:
        case Text(characters):
            return _text(story, characters, line) if characters else []
        case Emphasis(children):
            upright = script_of_language(line.language or story.language).upright
            here = replace(line, strong=True) if upright else replace(line, emphasis=True)
            return inlines(story, children, here)
        case Strong(children):
            return inlines(story, children, replace(line, strong=True))
        case Link(href, children):
            shown = inlines(story, children, replace(line, link=True))
            return [hyperlink(story.part.link(href), shown)] if shown else []
        case Time(_, children):
            return inlines(story, children, line)
        case LanguageSpan(tag, children):
            made = inlines(story, children, replace(line, language=tag))
            if direction(tag) != direction(line.language or story.language):
                isolate(made, direction(tag))
            return made
        case Styled(style, children):
            return inlines(story, children, replace(line, style=style))
        case Changed():
            return _changed(story, node, line)
        case LineBreak():
            return [run(_properties(story, line), element("w:br"))]
        case Image():
            return [run(_properties(story, line), story.picture(node, line.room))]
        case NoteRef():
            call = element("w:rStyle", val=names.style_id(story.theme, "note-reference"))
            return [run([call], element("w:footnoteReference", id=story.call(node)))]
        case PageNumber():
            return [field("PAGE", run(_properties(story, line), text("1")))]
        case PageCount():
            return [field("NUMPAGES", run(_properties(story, line), text(str(story.manuscript.page_count))))]
        case _:
            assert_never(node)


def _changed(story: Story, node: Changed, line: Line) -> list[Element]:
    """Tracked runs; a change of formatting that Word cannot track is a deletion and an insertion."""
    line = replace(line, named=True)  # a bookmark is no run to track
    made, by = inlines(story, node.children, line), story.tracked(node.change)
    if node.change.kind == "formatted":
        former = inlines(story, node.former, line)
        if reformatted(made, former, by):
            return made
        return [*tracked_runs("w:del", former, by), *tracked_runs("w:ins", made, by)]
    return tracked_runs("w:del" if node.change.kind == "deleted" else "w:ins", made, by)


def _text(story: Story, characters: str, line: Line) -> list[Element]:
    """The runs of a text: one, or more if it has characters that the type family of its style lacks."""
    style = story.theme.styles[line.style] if line.style else None
    font = (style.font if style else None) or line.paragraph.font or str(story.theme.styles["body"].font)
    made, faces = [], story.manuscript.typefaces
    tag = line.language or story.language
    if tag == NO_LANGUAGE:
        tag = story.language
    first, own = faces.of_language(tag).get(font), faces.own[font]
    # The styles have the family of the document's language; one from right to left is beside that for Latin.
    other = direction(story.language) != "rtl" and font in faces.of_language(story.language)
    for piece, named in faces.runs(characters, font, first.name if first else None):
        properties = _properties(story, line)
        if named is not own or other:
            story.manuscript.families[named.name] = named
            properties.append(family(named.name))
        made.append(run(properties, *_characters(piece, line)))
    return made


def _characters(piece: str, line: Line) -> list[Element]:
    """The characters of a run; on a card, no line ends after a hyphen."""
    if line.points is None or "-" not in piece:
        return [text(piece)]
    parts = [text(part) if part else None for part in piece.split("-")]
    joined = [made for part in parts for made in (part, element("w:noBreakHyphen"))][:-1]
    return [made for made in joined if made is not None]


def _properties(story: Story, line: Line) -> list[Element | None]:
    """One character style, and direct formatting for what that style cannot express."""
    own = story.theme.styles[line.style] if line.style else None
    plain = own is None and not line.link
    strong, emphasis = plain and line.strong, plain and line.emphasis and not line.strong
    bold = line.strong or (own.weight == "bold" if own and own.weight else line.paragraph.weight == "bold")
    italic = line.emphasis or (own.slant == "italic" if own and own.slant else line.paragraph.slant == "italic")
    carried_bold = strong or bool(own and own.weight == "bold")
    carried_italic = emphasis or bool(own and own.slant == "italic")
    return [
        valued("w:rStyle", _style(story, line)),
        *_outright("b", bold, carried_bold != (line.paragraph.weight == "bold")),
        *_outright("i", italic, carried_italic != (line.paragraph.slant == "italic")),
        *(element(name, val=half_points(line.points)) for name in ("w:sz", "w:szCs") if line.points),
        element("w:rtl") if direction(line.language or story.language) == "rtl" else None,
        language(line.language) if line.language and line.language != story.language else None,
    ]


def _style(story: Story, line: Line) -> str | None:
    if line.style:
        return names.style_id(story.theme, line.style)
    if line.link:
        return names.HYPERLINK
    return names.STRONG if line.strong else names.EMPHASIS if line.emphasis else None


def _outright(name: str, wanted: bool, styled: bool) -> list[Element]:
    """Direct bold or italic, where two styles would toggle it off (ISO/IEC 29500-1 17.7.3)."""
    names_of = [f"w:{name}", *([f"w:{name}Cs"] if name == "b" else [])]
    return [flag(each, wanted) for each in names_of] if wanted != styled else []
