"""Each obligation to a funder, broken once in a finished file, is found by its rule and by no other.

Some faults are made by templates of the project that leave out or replace things, others in the file itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import reading
import strategies
import weasyprint
from lxml import etree
from msgspec.structs import replace
from PIL import Image
from verifying import (
    MM,
    PIC,
    WP,
    A,
    ClearSpace,
    Docx,
    R,
    W,
    build_all,
    element,
    marked,
    paint,
    painted,
    paragraph,
    promises_of,
    saved,
)
from weasyprint.urls import URLFetcherResponse

from conceptnote.build.formats import paper_formats
from conceptnote.check.acknowledgement import RULES, check_acknowledgement
from conceptnote.check.finding import Finding
from conceptnote.check.obligation import Obligation

FORMATS = paper_formats()

ROOT = Path(__file__).parents[1]
A4 = 841.89
"""The height of a page, in points."""
LOGO = (ROOT / "data" / "images" / "austrian-development-cooperation-placeholder.svg").read_bytes()
# Of the same proportions, so that nothing but its look gives it away.
OTHER = LOGO.replace(b'<g fill="#1c1d20">', b'<g fill="#1c1d20" transform="rotate(180 91.34 30)">')
DISCLAIMER = "The views in this paper are those of its authors, not of the River Fund."
EVENT: strategies.Data = {
    "title": "Rivers",
    "date": "2026-03-04",
    "time": "9:15–10:15",
    "timezone": "Europe/Brussels",
    "parties": {"fund": {"name": "River Fund", "roles": "funder"}},
    "sections": [{"heading": "Why", "text": "\n\n".join(["Water, work and peace. " * 30] * 12)}],
    "funders": [
        {
            "party": "fund",
            "lockup": "with funding from the",
            "logos": {"file": "images/mark.svg", "alt": "Mark of the River Fund", "min_height": "12 mm"},
            "disclaimer": DISCLAIMER,
        }
    ],
}
IMAGES = {
    "images/mark.svg": LOGO,
    "images/other.svg": OTHER,
    "images/large.svg": strategies.svg(120, 45, "#0b6e4f"),
}
WORDS = "{{ event.funders[0].lockup }}"
MARK = '&nbsp;<img src="images/mark.svg" alt="Mark of the River Fund" data-min-height="12">'
SMALL_PRINT = '<p class="disclaimer">{{ event.funders[0].disclaimer }}</p>'
PAGE = """{% import "_parts.html.j2" as parts with context %}
<html lang="en"><head><title>Rivers</title></head><body><h1>Rivers</h1>
{{ event.sections[0].text | prose }}
<!-- body -->
<footer role="doc-pagefooter"><section role="doc-acknowledgments" class="funders"><section>
<!-- foot -->
</section></section></footer></body></html>
"""


def paper(
    foot: str = f'<p class="lockup">{WORDS}{MARK}</p>{SMALL_PRINT}', body: str = "{{ parts.acknowledgement() }}"
) -> str:
    return PAGE.replace("<!-- foot -->", foot).replace("<!-- body -->", body)


PAPERS = {
    "kept": paper(),
    "other-words": paper(f'<p class="lockup">with money from the{MARK}</p>{SMALL_PRINT}'),
    "no-mark": paper(f'<p class="lockup">{WORDS}</p>{SMALL_PRINT}'),
    "other-mark": paper(f'<p class="lockup">{WORDS}{MARK.replace("mark.svg", "other.svg")}</p>{SMALL_PRINT}'),
    "other-alt": paper(f'<p class="lockup">{WORDS}{MARK.replace("Mark of the", "A")}</p>{SMALL_PRINT}'),
    "rival": paper(
        f'<p class="lockup">{WORDS}{MARK}</p>{SMALL_PRINT}'
        '<p class="lockup"><img src="images/large.svg" alt="Us" data-min-height="30"></p>'
    ),
    "no-disclaimer": paper(f'<p class="lockup">{WORDS}{MARK}</p>'),
    "other-disclaimer": paper(f'<p class="lockup">{WORDS}{MARK}</p>{SMALL_PRINT.replace("{{", "Not: {{")}').replace(
        "Not: {{ event.funders[0].disclaimer }}", DISCLAIMER.replace("authors", "author")
    ),
    "below": paper(f'<p class="lockup">{WORDS}<br>{MARK.removeprefix("&nbsp;")}</p>{SMALL_PRINT}'),
    "no-body": paper(body=""),
    "body-without-name": paper(body="<p>This was done with funding from the usual fund.</p>"),
}


@dataclass(frozen=True, slots=True)
class Kit:
    """The papers in all formats, by name and format, and what they promise."""

    files: Mapping[tuple[str, str], bytes]
    obligation: Obligation

    def kept(self, form: str) -> bytes:
        return self.files["kept", form]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    folder = tmp_path_factory.mktemp("kit")
    event = strategies.write_project(folder, EVENT, IMAGES)
    (folder / "templates").mkdir()
    for name, template in PAPERS.items():
        (folder / "templates" / f"{name}.html.j2").write_text(template, encoding="utf-8")
    (obligation,) = promises_of(event)
    return Kit(build_all(event, folder / "out", list(PAPERS)), obligation)


Planted = tuple[bytes, Obligation]


@dataclass(frozen=True, slots=True)
class Fault:
    form: str
    rule: str
    plant: Callable[[Kit], Planted]
    page: int | None = None
    """The only page on which it is; None where it is on all of them, or the format has none."""

    def __str__(self) -> str:
        return f"{self.form}-{self.rule}-{self.plant.__name__}"


FAULTS: list[Fault] = []
Plant = Callable[[Kit], Planted]


def fault(forms: str, rule: str, page: int | None = None) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        FAULTS.extend(Fault(form, rule, plant, page) for form in forms.split())
        return plant

    return register


def by_template(forms: str, rule: str, name: str, **changes: object) -> None:
    """A fault that a template of the project makes, in each of these formats."""
    for form in forms.split():

        def plant(kit: Kit, form: str = form) -> Planted:
            return kit.files[name, form], replace(kit.obligation, **changes)

        plant.__name__ = name.replace("-", "_")
        FAULTS.append(Fault(form, rule, plant))


by_template("pdf docx html", "ack-words", "other-words")
by_template("pdf docx html", "ack-mark", "no-mark")
by_template("pdf docx html", "ack-mark", "other-mark")
by_template("docx html", "mark-alt", "other-alt")
by_template("pdf docx", "prominence", "rival", prominent=True)
by_template("pdf docx html", "disclaimer", "no-disclaimer")
by_template("pdf docx html", "disclaimer", "other-disclaimer")
by_template("pdf docx html", "beside", "below", beside=True)
by_template("pdf docx html", "body-words", "no-body")
by_template("pdf docx html", "body-words", "body-without-name")


# PDF


def foot(kit: Kit, sought: str) -> reading.Word:
    """Where words at the foot of page 2 stand, as pdftotext sees it, in points from the upper left."""
    words = reading.pdf_words(kit.kept("pdf"))[1]
    texts = [word.text for word in words]
    many = sought.split()
    at = max(at for at in range(len(texts)) if texts[at : at + len(many)] == many)
    found = words[at : at + len(many)]
    return reading.Word(sought, found[0].left, found[0].top, found[-1].right, found[-1].bottom)


def over(word: reading.Word, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> str:
    """A rectangle over words, so many millimetres larger, as a path from the lower left of an A4 page."""
    x, y = word.left - left * MM, A4 - word.bottom - bottom * MM
    return f"{x} {y} {word.right + right * MM - x} {A4 - word.top + top * MM - y} re f"


def over_mark(kit: Kit) -> str:
    """A rectangle over the mark, which stands on the line of its words and to their right."""
    words = foot(kit, "with funding from the")
    mark = dataclasses.replace(words, left=words.right + 1 * MM, right=words.right + 42 * MM)
    return over(mark, top=9.5, bottom=-0.6)


@fault("pdf", "ack-words", page=2)
def words_covered_on_one_page(kit: Kit) -> Planted:
    return painted(kit.kept("pdf"), 2, "1 g " + over(foot(kit, "with funding from the"))), kit.obligation


@fault("pdf", "ack-words", page=2)
def one_word_covered_on_one_page(kit: Kit) -> Planted:
    return painted(kit.kept("pdf"), 2, "1 g " + over(foot(kit, "funding"))), kit.obligation


@fault("pdf", "disclaimer", page=2)
def disclaimer_covered_on_one_page(kit: Kit) -> Planted:
    return painted(kit.kept("pdf"), 2, "1 g " + over(foot(kit, DISCLAIMER))), kit.obligation


@fault("pdf", "ack-mark", page=2)
def mark_covered_on_one_page(kit: Kit) -> Planted:
    return painted(kit.kept("pdf"), 2, f"1 g {over_mark(kit)}"), kit.obligation


@fault("pdf", "ack-mark", page=2)
def mark_covered_by_a_grey_veil(kit: Kit) -> Planted:
    with pikepdf.open(BytesIO(kit.kept("pdf"))) as pdf:
        pdf.pages[1].add_resource(pikepdf.Dictionary(ca=0.6), pikepdf.Name.ExtGState, pikepdf.Name.Veil)
        paint(pdf.pages[1], f"/Veil gs 1 g {over_mark(kit)}")
        return saved(pdf), kit.obligation


@fault("pdf", "ack-mark", page=2)
def a_part_of_the_mark_covered(kit: Kit) -> Planted:
    words = foot(kit, "with funding from the")
    quarter = dataclasses.replace(words, left=words.right + 30 * MM, right=words.right + 42 * MM)
    return painted(kit.kept("pdf"), 2, "1 g " + over(quarter, top=2, bottom=-0.6)), kit.obligation


@fault("pdf", "ack-mark", page=2)
def mark_cut_off_by_the_edge_of_the_page(kit: Kit) -> Planted:
    words = foot(kit, "with funding from the")
    with pikepdf.open(BytesIO(kit.kept("pdf"))) as pdf:
        pdf.pages[1].CropBox = [0, 0, float(words.right + 25 * MM), A4]
        return saved(pdf), replace(kit.obligation, disclaimer=None)


@fault("pdf", "mark-height")
def a_mark_smaller_than_promised(kit: Kit) -> Planted:
    return kit.kept("pdf"), marked(kit.obligation, min_height=12.5)


@fault("pdf", "clear-space")
def words_in_the_clear_space(kit: Kit) -> Planted:
    return kit.kept("pdf"), marked(kit.obligation, clear_space=ClearSpace(6))


@fault("pdf", "clear-space", page=2)
def a_line_in_the_clear_space(kit: Kit) -> Planted:
    words = foot(kit, "with funding from the")
    line = dataclasses.replace(
        words, left=words.right + 10 * MM, right=words.right + 20 * MM, top=words.top, bottom=words.top
    )
    data = painted(kit.kept("pdf"), 2, "0.8 g " + over(line, top=10, bottom=-9.8))
    return data, marked(kit.obligation, clear_space=ClearSpace(1.5))


@fault("pdf", "clear-space")
def the_edge_of_the_page_in_the_clear_space(kit: Kit) -> Planted:
    words = foot(kit, "with funding from the")
    with pikepdf.open(BytesIO(kit.kept("pdf"))) as pdf:
        for page in pdf.pages:
            page.CropBox = [0, A4 - words.bottom + 0.3 * MM, A4, A4]
        return saved(pdf), replace(marked(kit.obligation, clear_space=ClearSpace(1.5)), disclaimer=None)


@fault("pdf", "clear-space", page=2)
def words_on_the_mark(kit: Kit) -> Planted:
    words = foot(kit, "with funding from the")
    place = f"{words.right + 20 * MM} {A4 - words.bottom + 8 * MM} Td"
    return painted(kit.kept("pdf"), 2, f"BT /Planted 2 Tf 1 g {place} (draft) Tj ET", font=True), kit.obligation


@fault("pdf", "prominence", page=1)
def a_larger_picture_at_the_head_of_the_first_page(kit: Kit) -> Planted:
    data = painted(kit.kept("pdf"), 1, f"0.1 0.4 0.3 rg 400 {A4 - 60} 140 50 re f")
    return data, replace(kit.obligation, prominent=True)


TAGGED = """<html lang="en"><title>Rivers</title><h1>Rivers</h1>
<p>with funding from the River Fund <img src="asset:mark" alt="Mark of the River Fund" style="height: 12mm"></p>
<p>{disclaimer}</p></html>"""


def tagged(kit: Kit) -> Planted:
    """A PDF for screen readers, with the acknowledgement in its body."""

    def fetch(url: str, *_: object, **__: object) -> URLFetcherResponse:
        return URLFetcherResponse(url, LOGO, {"Content-Type": "image/svg+xml"})

    said = TAGGED.format(disclaimer=DISCLAIMER)
    data = weasyprint.HTML(string=said, url_fetcher=fetch).write_pdf(pdf_tags=True)
    assert data is not None
    return data, replace(kit.obligation, every_page=False)


def test_an_acknowledgement_in_the_body_alone_is_found(kit: Kit) -> None:
    assert check_acknowledgement(*with_one(*tagged(kit))) == []


@fault("pdf", "mark-alt")
def a_figure_without_alt_text(kit: Kit) -> Planted:
    data, obligation = tagged(kit)
    with pikepdf.open(BytesIO(data)) as pdf:
        figures = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert figures
        for figure in figures:
            del figure["/Alt"]
        return saved(pdf), obligation


@fault("pdf", "body-words")
def words_of_the_body_that_no_screen_reader_meets(kit: Kit) -> Planted:
    with pikepdf.open(BytesIO(tagged(kit)[0])) as pdf:
        # The structure tree forgets the paragraph; the page looks as it did.
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") in ("/P", "/Span"):
                one["/K"] = pikepdf.Array()
        return saved(pdf), replace(kit.obligation, every_page=True)


# DOCX

FOOT = "word/footer.xml"


def word_file(kit: Kit) -> Docx:
    return Docx(kit.kept("docx"))


def first(root: etree._Element, tag: str) -> etree._Element:
    return next(root.iter(tag))


def run_of(root: etree._Element, text: str) -> etree._Element:
    (run,) = (run for run in root.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")) == text)
    return run


@fault("docx", "ack-words")
def a_word_deleted(kit: Kit) -> Planted:
    def change(root: etree._Element) -> None:
        first(root, f"{W}t").text = "with funding the"

    return word_file(kit).edit(FOOT, change).bytes(), kit.obligation


@fault("docx", "ack-words")
def words_deleted_with_tracked_changes(kit: Kit) -> Planted:
    def change(root: etree._Element) -> None:
        run = run_of(root, kit.obligation.words)
        deleted = element("del", author="Partner", id="900")
        run.addprevious(deleted)
        deleted.append(run)

    return word_file(kit).edit(FOOT, change).bytes(), kit.obligation


@fault("docx", "ack-words")
def words_hidden(kit: Kit) -> Planted:
    def change(root: etree._Element) -> None:
        run_of(root, kit.obligation.words).insert(0, element("rPr", element("vanish")))

    return word_file(kit).edit(FOOT, change).bytes(), kit.obligation


@fault("docx", "disclaimer")
def a_style_hidden(kit: Kit) -> Planted:
    def change(root: etree._Element) -> None:
        (style,) = (s for s in root.iter(f"{W}style") if s.get(f"{W}styleId") == "disclaimer")
        first(style, f"{W}rPr").append(element("vanish"))

    return word_file(kit).edit("word/styles.xml", change).bytes(), kit.obligation


@fault("docx", "ack-mark")
def the_drawing_removed(kit: Kit) -> Planted:
    def change(root: etree._Element) -> None:
        drawing = first(root, f"{W}drawing")
        drawing.getparent().remove(drawing)

    return word_file(kit).edit(FOOT, change).bytes(), kit.obligation


@fault("docx", "ack-mark")
def another_drawing_under_the_same_name(kit: Kit) -> Planted:
    file = word_file(kit)
    (name,) = (name for name in file.parts if name.endswith(".svg"))
    file.parts[name] = OTHER
    return file.bytes(), kit.obligation


@fault("docx", "ack-mark")
def another_bitmap_under_the_same_name(kit: Kit) -> Planted:
    file = word_file(kit)
    (name,) = (name for name in file.parts if name.endswith(".png"))
    with Image.open(BytesIO(file.parts[name])) as picture:
        buffer = BytesIO()
        picture.rotate(180).save(buffer, "PNG")
    file.parts[name] = buffer.getvalue()
    return file.bytes(), kit.obligation


def frame(change: Callable[[etree._Element], object]) -> Plant:
    def plant(kit: Kit) -> Planted:
        return word_file(kit).edit(FOOT, lambda root: change(first(root, f"{WP}inline"))).bytes(), kit.obligation

    return plant


@fault("docx", "ack-mark")
@frame
def a_hidden_picture(inline: etree._Element) -> None:
    first(inline, f"{WP}docPr").set("hidden", "1")


@fault("docx", "ack-mark")
@frame
def a_picture_without_extent(inline: etree._Element) -> None:
    first(inline, f"{WP}extent").set("cx", "0")


@fault("docx", "ack-mark")
@frame
def a_stretched_picture(inline: etree._Element) -> None:
    extent = first(inline, f"{WP}extent")
    extent.set("cx", str(int(extent.get("cx", "")) * 12 // 10))


@fault("docx", "ack-mark")
@frame
def a_cropped_picture(inline: etree._Element) -> None:
    etree.SubElement(first(inline, f"{PIC}blipFill"), f"{A}srcRect").set("r", "40000")


@fault("docx", "ack-mark")
@frame
def a_washed_out_picture(inline: etree._Element) -> None:
    etree.SubElement(first(inline, f"{A}blip"), f"{A}lum").set("bright", "70000")


@fault("docx", "ack-mark")
@frame
def a_picture_that_is_only_linked(inline: etree._Element) -> None:
    blip = first(inline, f"{A}blip")
    blip.attrib.pop(f"{R}embed")
    blip.set(f"{R}link", "rId99")
    for extended in list(blip):
        blip.remove(extended)


@fault("docx", "ack-mark")
@frame
def a_picture_cut_off_by_its_line(inline: etree._Element) -> None:
    paragraph = next(inline.iterancestors(f"{W}p"))
    first(paragraph, f"{W}pPr").append(element("spacing", line="240", lineRule="exact"))


@fault("docx", "mark-height")
@frame
def a_shrunken_picture(inline: etree._Element) -> None:
    for extent in (first(inline, f"{WP}extent"), first(inline, f"{A}ext")):
        for side in ("cx", "cy"):
            if extent.get(side):
                extent.set(side, str(int(extent.get(side, "")) * 8 // 10))


@fault("docx", "mark-alt")
@frame
def another_alt_text(inline: etree._Element) -> None:
    for named in (first(inline, f"{WP}docPr"), first(inline, f"{PIC}cNvPr")):
        named.set("descr", "image1.png")


@fault("docx", "prominence")
def a_larger_picture_in_the_header(kit: Kit) -> Planted:
    file = word_file(kit)
    foot = etree.fromstring(file.parts[FOOT])
    inline = first(foot, f"{WP}inline")
    for extent in (first(inline, f"{WP}extent"),):
        extent.set("cx", "3600000")
        extent.set("cy", "720000")
    first(inline, f"{WP}docPr").set("descr", "Us")
    header = element("hdr", element("p", element("r", deepcopy(first(foot, f"{W}drawing")))))
    file.parts["word/own.xml"] = etree.tostring(header)
    file.parts["word/_rels/own.xml.rels"] = file.parts["word/_rels/footer.xml.rels"]
    id = file.relate("word/document.xml", "header", "own.xml")
    file.edit("word/document.xml", lambda root: refer(first(root, f"{W}sectPr"), "header", "default", id))
    return file.bytes(), replace(kit.obligation, prominent=True)


def refer(section: etree._Element, place: str, kind: str, id: str) -> None:
    reference = element(f"{place}Reference", type=kind)
    reference.set(f"{R}id", id)
    section.insert(0, reference)


@fault("docx", "body-words")
def the_acknowledgement_cut_from_the_body(kit: Kit) -> Planted:
    def change(root: etree._Element) -> None:
        for each in list(root.iter(f"{W}p")):
            if "with funding from" in "".join(each.itertext()).lower():
                each.getparent().remove(each)

    return word_file(kit).edit("word/document.xml", change).bytes(), kit.obligation


# HTML

BY_TEXT = {
    "ack-words": ("with funding from the", "with money from the"),
    "ack-mark": ('<img src="', '<img hidden src="'),
    "mark-alt": ('alt="Mark of the River Fund"', 'alt=""'),
    "disclaimer": ("of its authors", "of the authors"),
    "beside": ("<img", "<br><img"),
}


def by_editing(rule: str, old: str, new: str) -> Fault:
    """A fault in the foot of the HTML page."""

    def plant(kit: Kit) -> Planted:
        page, mark, foot = kit.kept("html").decode().replace("\u00a0", " ").rpartition("<footer")
        assert old in foot
        return f"{page}{mark}{foot.replace(old, new)}".encode(), replace(kit.obligation, beside=rule == "beside")

    plant.__name__ = "edited"
    return Fault("html", rule, plant)


FAULTS += [by_editing(rule, old, new) for rule, (old, new) in BY_TEXT.items()]


# The faults, tried


def with_one(data: bytes, obligation: Obligation) -> tuple[bytes, list[Obligation]]:
    return data, [obligation]


@pytest.mark.parametrize("form", FORMATS)
def test_without_a_fault_nothing_is_found(kit: Kit, form: str) -> None:
    strict = replace(marked(kit.obligation, clear_space=ClearSpace(1.5)), prominent=True, beside=True)
    assert check_acknowledgement(kit.kept(form), [strict]) == []
    assert check_acknowledgement(kit.kept(form), []) == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_by_its_rule_alone(fault: Fault, kit: Kit) -> None:
    data, obligation = fault.plant(kit)
    findings = check_acknowledgement(*with_one(data, obligation))
    assert {finding.rule for finding in findings} == {fault.rule}, findings
    assert all(finding.message and finding.hint for finding in findings)
    if fault.page is not None:
        assert [finding.page for finding in findings] == [fault.page]
    elif fault.form != "pdf":
        assert {finding.page for finding in findings} == {None}


def test_each_rule_is_broken_once_in_each_format_that_it_is_for() -> None:
    assert len(RULES) >= 9
    assert all(rule.rule == name and rule.statement and rule.source for name, rule in RULES.items())
    wanted = {(rule.rule, form) for rule in RULES.values() for form in rule.formats}
    assert wanted == {(fault.rule, fault.form) for fault in FAULTS}


# Whole pages and sections


def rules(findings: Iterable[Finding], page: int | None = None) -> set[str]:
    return {finding.rule for finding in findings if page is None or finding.page == page}


def test_a_page_without_its_content_lacks_everything(kit: Kit) -> None:
    with pikepdf.open(BytesIO(kit.kept("pdf"))) as pdf:
        assert len(pdf.pages) > 2
        pdf.pages[1].Contents = pdf.make_stream(b"")
        data = saved(pdf)
    findings = check_acknowledgement(data, [kit.obligation])
    assert rules(findings) == rules(findings, page=2) == {"ack-words", "ack-mark", "disclaimer"}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_cropped_page_is_checked_as_it_is_shown(kit: Kit, turn: int) -> None:
    with pikepdf.open(BytesIO(kit.kept("pdf"))) as pdf:
        for page in pdf.pages:
            page.CropBox = [20, 10, 590, 840]
            # Turned by hand and back by the viewer, the page looks as it did.
            cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
            shift = {0: (0, 0), 90: (850, 0), 180: (610, 850), 270: (0, 610)}[turn]
            page.contents_add(f"q {cosine} {sine} {-sine} {cosine} {shift[0]} {shift[1]} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            box = {0: (20, 10, 590, 840), 90: (10, 20, 840, 590), 180: (20, 10, 590, 840), 270: (10, 20, 840, 590)}
            page.MediaBox = [0, 0, 900, 900]
            page.CropBox = list(box[turn])
            page.Rotate = turn
        data = saved(pdf)
    strict = replace(marked(kit.obligation, clear_space=ClearSpace(1.5)), beside=True, prominent=True)
    assert check_acknowledgement(data, [strict]) == []


def add_section(file: Docx, *, empty: Iterable[str], title: bool = False) -> Docx:
    """A first section before everything, with empty footers of these kinds."""
    file.parts["word/empty.xml"] = etree.tostring(element("ftr", paragraph("Page")))
    id = file.relate("word/document.xml", "footer", "empty.xml")

    def change(root: etree._Element) -> None:
        section = element("sectPr", *([element("titlePg")] if title else []))
        last = list(root.iter(f"{W}sectPr"))[-1]
        for reference in last.iterchildren(f"{W}footerReference"):
            if reference.get(f"{W}type") not in empty:
                section.insert(0, deepcopy(reference))
        for kind in empty:
            refer(section, "footer", kind, id)
        front = paragraph("A page before the others.")
        front.insert(0, element("pPr", section))
        first(root, f"{W}body").insert(0, front)

    return file.edit("word/document.xml", change)


MISSING = {"ack-words", "ack-mark", "disclaimer"}


def test_a_section_with_a_footer_of_its_own_is_named(kit: Kit) -> None:
    findings = check_acknowledgement(add_section(word_file(kit), empty=["default"]).bytes(), [kit.obligation])
    assert rules(findings) == MISSING
    assert all(finding.message.startswith("section 1, footer: ") for finding in findings)


def test_an_empty_footer_of_first_pages_is_named_and_inherited(kit: Kit) -> None:
    file = add_section(word_file(kit), empty=["first"], title=True)
    findings = check_acknowledgement(file.bytes(), [kit.obligation])
    assert rules(findings) == MISSING
    assert all(finding.message.startswith("section 1, first-page footer: ") for finding in findings)
    file.edit("word/document.xml", lambda root: list(root.iter(f"{W}sectPr"))[-1].append(element("titlePg")))
    findings = check_acknowledgement(file.bytes(), [kit.obligation])
    assert all(finding.message.startswith("sections 1 and 2, first-page footer: ") for finding in findings)


def test_a_first_page_footer_that_is_not_in_effect_does_not_matter(kit: Kit) -> None:
    file = add_section(word_file(kit), empty=["first", "even"])
    assert check_acknowledgement(file.bytes(), [kit.obligation]) == []
    file.edit("word/settings.xml", lambda root: root.append(element("evenAndOddHeaders")))
    findings = check_acknowledgement(file.bytes(), [kit.obligation])
    assert rules(findings) == MISSING
    assert all(finding.message.startswith("sections 1 and 2, even-page footer: ") for finding in findings)


def test_a_section_that_lost_its_footer_has_that_of_the_section_before(kit: Kit) -> None:
    file = add_section(word_file(kit), empty=[])

    def change(root: etree._Element) -> None:
        last = list(root.iter(f"{W}sectPr"))[-1]
        for reference in list(last.iterchildren(f"{W}footerReference")):
            last.remove(reference)

    assert check_acknowledgement(file.edit("word/document.xml", change).bytes(), [kit.obligation]) == []

    def move_out(root: etree._Element) -> None:
        for reference in list(root.iter(f"{W}footerReference")):
            reference.getparent().remove(reference)

    findings = check_acknowledgement(file.edit("word/document.xml", move_out).bytes(), [kit.obligation])
    assert rules(findings) == MISSING
    assert all(finding.message.startswith("sections 1 and 2, footer: ") for finding in findings)


def test_a_picture_that_word_recompressed_is_still_the_mark(kit: Kit) -> None:
    file = word_file(kit)
    (name,) = (name for name in file.parts if name.endswith(".png"))
    with Image.open(BytesIO(file.parts[name])) as picture:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
    white = white.resize((white.width * 96 // 300, white.height * 96 // 300)).convert("RGB")
    buffer = BytesIO()
    white.save(buffer, "JPEG", quality=60)
    file.parts[name] = buffer.getvalue()
    assert check_acknowledgement(file.bytes(), [kit.obligation]) == []
