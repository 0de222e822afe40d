"""Doc to a DOCX package: stories, styles, numbering, notes, page and properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from conceptnote.doc.nodes import Asset, Doc
from conceptnote.ooxml.fonts import Face, Family
from conceptnote.ooxml.package import WordPackage
from conceptnote.ooxml.parts import (
    ID_PROPERTY,
    Level,
    core_properties,
    custom_properties,
    font_table,
    footnote,
    footnotes,
    numbering,
    settings,
)
from conceptnote.ooxml.text import closed
from conceptnote.ooxml.xml import Element, element, part_root
from conceptnote.pageformat import Orientation
from conceptnote.scripts import direction
from conceptnote.theme.css import PageBox
from conceptnote.theme.theme import Theme
from conceptnote.units import twips
from conceptnote.write import typefaces
from conceptnote.write.docx import names
from conceptnote.write.docx.blocks import blocks
from conceptnote.write.docx.furniture import Furniture, write_footer, write_header
from conceptnote.write.docx.paragraphs import BlockContext
from conceptnote.write.docx.story import Manuscript, Story
from conceptnote.write.docx.styles import styles
from conceptnote.write.docx.usage import Usage, usage_of
from conceptnote.write.small_print import unnumbered

_FACES: dict[Face, typefaces.Face] = {
    "embedRegular": "regular",
    "embedBold": "bold",
    "embedItalic": "italic",
    "embedBoldItalic": "bold_italic",
}
_DRAWN = ("r", "wp", "a", "pic", "asvg")
_BULLETS = "\N{BULLET}\N{EN DASH}"
_NUMBERS = ("decimal", "lowerLetter", "lowerRoman")
_LONGER = 1.75
"""By how many millimetres a page in Word may be longer than the same in the PDF: rules and tables add up."""
_EDGE = 5.0
"""How near to the edge of the paper the footer may be for that, in millimetres: printers leave as much white."""


def write_docx(
    doc: Doc,
    theme: Theme,
    assets: Mapping[str, Asset],
    paper: str,
    orientation: Orientation = "portrait",
    *,
    added: Sequence[typefaces.Family] = (),
    embed_fonts: bool = True,
    locale: str = "",
    id: str = "",
    page_count: int = 1,
) -> bytes:
    """The document as a Word file on this paper of the theme, which is as it is `on` that; the same bytes each time.

    Characters that the theme's families lack are set in the `added` ones. Without `embed_fonts` the file only names its
    families, and a machine without them shows others. `locale` is the document's language with its region, for Word's
    spelling checker. The `id` is that of the paper, and stays in the file. Its fields for the number of pages show
    `page_count` until Word counts them.
    """
    body = element("w:body")
    root = part_root("w:document", *_DRAWN)
    root.append(body)
    language = locale or doc.metadata.language
    manuscript = Manuscript(
        theme, assets, WordPackage(root), typefaces.Typefaces.of(theme, added), language, page_count
    )
    package = manuscript.package
    page = PageBox.of(theme, paper, orientation)
    place = BlockContext(twips(mm=page.room), measure=twips(mm=page.measure))
    story = Story(manuscript, package.document, notes=[])
    body.extend(closed(blocks(story, doc.blocks, place), names.ANCHOR))
    _write_notes(story, place)
    furniture = _write_furniture(manuscript, doc, page.room)
    body.append(_page(theme, page, furniture, language, doc.running))
    used = usage_of([root, *manuscript.roots], theme, manuscript.list_depth)
    package.add("styles", styles(theme, language, manuscript.typefaces, manuscript.list_depth, used.styles))
    families = _families(manuscript, used, doc if embed_fonts else None)
    package.add("settings", settings(language, footnotes=bool(story.notes), fonts=any(f.faces for f in families)))
    font_table(families, package)
    if manuscript.list_depth:
        package.add("numbering", _numbering(manuscript))
    package.add_properties("core", _properties(doc, id))
    if id:
        package.add_properties("custom", custom_properties({ID_PROPERTY: id}))
    return package.save()


def _families(manuscript: Manuscript, used: Usage, doc: Doc | None) -> list[Family]:
    """The used families; with a document, also the faces for it that their licences allow to embed.

    The theme's have Latin too, for later edits; added ones have only the used characters.
    """
    characters = typefaces.characters_of(doc) if doc else frozenset()
    chosen = manuscript.typefaces.of_language(manuscript.language)
    own = {family.name: family for family in (*manuscript.typefaces.own.values(), *chosen.values())}
    bundled = {family.name for family in manuscript.typefaces.bundled}
    families = []
    for name, family in (own | manuscript.families).items():
        wanted = characters | typefaces.LATIN | typefaces.ARABIC if name in own else characters
        faces: dict[Face, bytes] = {}
        needed = {_nearest(one, family) for one in used.faces.get(name, ())}
        for embedded, face in _FACES.items() if doc else ():
            # Of an added family, those that it has: it may lack a used face.
            file = family.faces.get(face) if name not in bundled or face in needed else None
            if file is not None and (data := typefaces.embeddable(file, wanted)) is not None:
                faces[embedded] = data
        families.append(Family(family.name, family.serif, faces))
    return families


def _nearest(face: typefaces.Face, family: typefaces.Family) -> typefaces.Face | None:
    """The face from which Word makes a missing one: many families have no italics."""
    instead: tuple[typefaces.Face, ...] = (face, "bold", "regular") if face == "bold_italic" else (face, "regular")
    return next((one for one in instead if one in family.faces), None)


def _write_notes(story: Story, around: BlockContext) -> None:
    if not story.notes:
        return
    theme = story.theme
    root = footnotes(names.style_id(theme, "note"))
    story.manuscript.roots.append(root)
    part, _ = story.manuscript.package.add("footnotes", root)
    inside = Story(story.manuscript, part)
    place = replace(around, style="note")
    for number, note in enumerate(story.notes, start=1):
        made = blocks(inside, note.blocks, place)
        root.append(footnote(number, closed(made, names.ANCHOR), names.style_id(theme, "note-reference")))


def _write_furniture(manuscript: Manuscript, doc: Doc, room: float) -> dict[str, tuple[str, Furniture]]:
    """The document's header and footers, each with the id of its relationship."""
    written: dict[str, tuple[str, Furniture]] = {}
    kinds = (
        ("header", "w:hdr", doc.page_header, write_header),
        ("footer", "w:ftr", doc.page_footer, write_footer),
        ("footer-first", "w:ftr", unnumbered(doc.page_footer) if doc.cover else (), write_footer),
    )
    for kind, tag, nodes, write in kinds:
        if nodes:
            root = part_root(tag, *_DRAWN)
            manuscript.roots.append(root)
            part, relationship = manuscript.package.add(kind, root)
            furniture = write(Story(manuscript, part, anchored=False), nodes, room)
            root.extend(furniture.blocks)
            written[kind] = (relationship, furniture)
    return written


def _page(
    theme: Theme, page: PageBox, furniture: Mapping[str, tuple[str, Furniture]], language: str, running: bool
) -> Element:
    """The page (ISO/IEC 29500-1 17.6.17): its text is between the header and the footer, which is a little lower."""
    gap, top = twips(mm=page.gap), twips(mm=page.top)
    edge = twips(mm=max(page.bottom - _LONGER, min(page.bottom, _EDGE)))
    high = {kind: edge + one.height + gap for kind, (_, one) in furniture.items()}
    # The header is in the middle of the margin, as in the PDF; one that has no room there moves the text down.
    header = furniture["header"][1].height if "header" in furniture else 0
    above = max((top - header) // 2, edge // 2)
    cover = "footer-first" in furniture
    # A first page without a header has the footer all the same, and one with a cover the header.
    pages = {"header": ("default",) if running or not cover else ("default", "first")}
    pages |= {"footer": ("default", "first") if running and not cover else ("default",), "footer-first": ("first",)}
    references = [
        element(f"w:{kind.partition('-')[0]}Reference", type=where, r_id=relationship)
        for kind, (relationship, _) in furniture.items()
        for where in pages[kind]
    ]
    turned = "landscape" if page.width > page.height else None
    return element(
        "w:sectPr",
        *references,
        element("w:pgSz", w=twips(mm=page.width), h=twips(mm=page.height), orient=turned),
        element(
            "w:pgMar",
            top=max(top, above + header + gap // 2 if header else 0),
            right=twips(mm=page.outer),
            bottom=high.get("footer", edge),
            left=twips(mm=page.outer),
            header=above,
            footer=edge,
            gutter=0,
        ),
        element("w:cols", space=twips(mm=theme.page.column_gap)),
        element("w:titlePg") if running or cover else None,
        element("w:bidi") if direction(language) == "rtl" else None,
    )


def _numbering(manuscript: Manuscript) -> Element:
    colour = manuscript.theme.colours["accent"].lstrip("#").upper()
    step = twips(mm=manuscript.theme.spacing.list_step)
    depth = range(manuscript.list_depth)

    def level(at: int, form: str, mark: str, kind: str) -> Level:
        style = names.word_id(names.list_style(kind, at))
        return Level(form, mark, step * (at + 1), step, style, colour)

    bullets = [level(at, "bullet", _BULLETS[at % len(_BULLETS)], names.BULLET) for at in depth]
    numbers = [level(at, _NUMBERS[at % len(_NUMBERS)], f"%{at + 1}.", names.NUMBER) for at in depth]
    return numbering([bullets, numbers], manuscript.lists)


def _properties(doc: Doc, id: str) -> Element:
    metadata = doc.metadata
    return core_properties(
        title=metadata.title,
        subject=metadata.subject,
        creator="; ".join(metadata.authors),
        keywords=", ".join(metadata.keywords),
        language=metadata.language,
        identifier=id,
    )
