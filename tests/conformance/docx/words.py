"""Rules about the words themselves: space that is typed, and links that say where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.ooxml.xml import Element
from conformance.docx.look import Styles
from conformance.docx.package import Story, WordFile
from conformance.docx.registry import MICROSOFT, Faults, checkpoint
from conformance.docx.xml import blocks, containers, find, own, q, quote, text_of, value, where
from conformance.registry import Fault

_BLANKS = re.compile(r"[ \u00a0\u2000-\u200a\u3000]{4,}|[ \u00a0]*\t[ \u00a0]*\t|\n\s*\n")
_BARE = frozenset(
    words.strip()
    for words in [
        "\n    click",
        " click here",
        " details",
        " here",
        " link",
        " more",
        " more info",
        " more information",
        " read more",
        " see",
        " see here",
        " see more",
        "\n    site",
        " this",
        " this link",
        " this page",
        " web",
        " website",
        "\n    cliquez",
        " cliquez ici",
        " en savoir plus",
        " ici",
        " lien",
        " lire la suite",
        " lire plus",
        " plus",
        " plus d’informations",
        " voir ici",
        "\n    aquí",
        " haga clic aquí",
        " más",
        " más información",
        " hier",
        " hier klicken",
        " mehr",
        " mehr erfahren",
        " weiter\n    ",
    ]
)
_ADDRESS = re.compile(r"(https?://|www\.|mailto:|tel:)\S+|\S+@\S+\.\S+|[\w-]+(\.[\w-]+)+(/\S*)?", re.IGNORECASE)
_INSTRUCTION = re.compile(r"\s*HYPERLINK\s+(?:\\l\s+)?\"?([^\"\s]+)", re.IGNORECASE)


@checkpoint(
    "docx-blank-paragraph",
    "Space between paragraphs comes from their styles, not from empty paragraphs",
    source=f"WCAG 2.1 1.3.1; {MICROSOFT}",
)
def blank_paragraph(word: WordFile) -> Faults:
    """Paragraphs without content, but for those that Word itself demands: a single one may stand after a table
    where another table or nothing follows, and one where a cell, a header or a note has nothing else."""
    styles = Styles(word)
    for story in word.stories:
        count = sum(_blank(styles, list(blocks(container))) for container in containers(story))
        if count:
            paragraphs = "an empty paragraph stands" if count == 1 else f"{count} empty paragraphs stand"
            yield Fault(
                f"{paragraphs} for space{where(story)}", hint="delete them, and give the style space before or after"
            )


def _blank(styles: Styles, standing: list[Element]) -> int:
    """How many of the paragraphs in a container are empty and not demanded."""
    count = 0
    for at, block in enumerate(standing):
        before = standing[at - 1] if at else None
        after = standing[at + 1] if at + 1 < len(standing) else None
        alone = before is None and after is None
        parting = before is not None and before.tag == q("w:tbl") and (after is None or after.tag == q("w:tbl"))
        count += block.tag == q("w:p") and _empty(styles, block) and not (alone or parting)
    return count


_CONTENT = (
    "w:t", "w:drawing", "w:pict", "w:object", "w:br", "w:tab", "w:sym", "w:fldSimple", "w:instrText", "w:sectPr",
    "w:footnoteReference", "w:endnoteReference", "w:pgNum", "w:sdt", "w:commentReference",
)  # fmt: skip


def _empty(styles: Styles, paragraph: Element) -> bool:
    """Whether a paragraph has nothing in it, and not even a number before it."""
    content = {q(name) for name in _CONTENT} | {q("m:oMath")}
    if any(each.tag in content and (each.tag != q("w:t") or (each.text or "").strip()) for each in own(paragraph)):
        return False
    numbered = (find(each, "w:pPr/w:numPr") for each in (paragraph, *styles.of_paragraph(paragraph)))
    return all(each is None for each in numbered)


@checkpoint(
    "docx-repeated-blanks",
    "No row of spaces, tabs or line breaks stands for an indent, a column or a distance",
    source=f"WCAG 2.1 1.3.2; {MICROSOFT}",
)
def repeated_blanks(word: WordFile) -> Faults:
    """Four spaces, two tabs or two line breaks in a row, which a screen reader counts out."""
    for story in word.stories:
        for paragraph in story.root.iter(q("w:p")):
            said = text_of(paragraph)
            if said.strip() and _BLANKS.search(said):
                hint = "use an indent, a tab stop, a table, or space before the paragraph"
                yield Fault(f"spaces, tabs or line breaks are repeated in {quote(said)}{where(story)}", hint=hint)


@checkpoint(
    "docx-link-text",
    "The text of a link says where it leads; an address as it is typed does",
    source=f"WCAG 2.1 2.4.4; {MICROSOFT}",
)
def link_text(word: WordFile) -> Faults:
    """Links without text, or with words that could stand for any link."""
    for story in word.stories:
        for said, address in _links(story):
            words = " ".join(said.split()).strip(" .…!:;>»").casefold().replace("'", "’")
            if not words:
                yield Fault(f"the link to {address}{where(story)} has no text", hint="say in words where it leads")
            elif words in _BARE:
                yield Fault(
                    f"the link {quote(said)} to {address}{where(story)} says nothing",
                    hint="say in words where it leads",
                )


@checkpoint(
    "docx-link-ambiguous",
    "Links of the same text lead to the same address",
    source="WCAG 2.1 2.4.4, 3.2.4",
)
def link_ambiguous(word: WordFile) -> Faults:
    """Texts that lead to one place here and to another there."""
    leading: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for story in word.stories:
        for said, address in _links(story):
            key = " ".join(said.split()).casefold()
            if key and not _ADDRESS.fullmatch(key):
                leading.setdefault(key, {})[address.rstrip("/")] = None
                shown.setdefault(key, said)
    for key, addresses in leading.items():
        if len(addresses) > 1:
            listed = ", ".join(addresses)
            yield Fault(f"{quote(shown[key])} is the text of links to {listed}", hint="give each link words of its own")


def _links(story: Story) -> Iterator[tuple[str, str]]:
    """The text and the address of each link: those of elements, and those of fields."""
    for link in story.root.iter(q("w:hyperlink")):
        address = story.links.get(value(link, "r:id") or "", "")
        anchor = value(link, "w:anchor")
        shown = text_of(link) or " ".join(each.get("descr") or "" for each in link.iter(q("wp:docPr")))
        yield shown, address + (f"#{anchor}" if anchor else "")
    for field in story.root.iter(q("w:fldSimple")):
        if instruction := _INSTRUCTION.match(value(field, "w:instr") or ""):
            yield text_of(field), instruction[1]
    for paragraph in story.root.iter(q("w:p")):
        yield from _field_links(paragraph)


def _field_links(paragraph: Element) -> Iterator[tuple[str, str]]:
    """The links of a paragraph that are written as a field: its instruction, and then what it shows (17.16.18)."""
    open_fields: list[list[str]] = []
    shown = False
    for each in own(paragraph):
        kind = value(each, "w:fldCharType") if each.tag == q("w:fldChar") else None
        if kind == "begin":
            open_fields.append(["", ""])
            shown = False
        elif kind == "separate":
            shown = True
        elif kind == "end" and open_fields:
            instruction, said = open_fields.pop()
            if found := _INSTRUCTION.match(instruction):
                yield said, found[1]
            if open_fields:
                open_fields[-1][1] += said
                shown = True
        elif open_fields and each.tag == q("w:instrText") and not shown:
            open_fields[-1][0] += each.text or ""
        elif open_fields and each.tag == q("w:t") and shown:
            open_fields[-1][1] += each.text or ""
