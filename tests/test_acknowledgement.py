"""What a funder is promised stands on every page of every paper: seen in the finished files, not in our tree."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import reading
import strategies
from lxml import etree
from PIL import Image, ImageChops, ImageColor

from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.source.svg.reading import read_svg
from conceptnote.source.templates import SHIPPED_DOCUMENTS
from conceptnote.theme.theme import load_theme

FORMATS = paper_formats()

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "event.yaml"
_MM = 72 / 25.4
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

SECRET = "Foundation for Quiet Help"
DISCLAIMER = (
    "This event was funded by the European Union. Its contents are the sole responsibility of the organisers and do"
    " not necessarily reflect the views of the European Union."
)
LONG_TEXT = "\n\n".join(["Water, work and peace. " * 25] * 12)

THREE_FUNDERS: strategies.Data = {
    "title": "Three funders and one that is not named",
    "date": "2026-03-04",
    "time": "9:15–10:15",
    "timezone": "Europe/Brussels",
    "parties": {
        "eu": {"name": "European Union", "roles": "funder"},
        "city": {"name": "City of Rīga", "roles": "funder"},
        "ministry": {"name": "Ministry of Rivers", "roles": "funder"},
        "quiet": {"name": SECRET},
    },
    "agenda": [{"time": f"{9 + n // 4}:{n % 4 * 15:02}", "item": f"Item {n}", "text": "A line."} for n in range(40)],
    "sections": [{"heading": "Why", "text": LONG_TEXT}],
    "funders": [
        {
            "party": "eu",
            "lockup": "Funded by the European Union",
            "logos": [
                {"file": "images/eu.svg", "alt": "Flag of Europe", "min_height": "13 mm"},
                {"file": "images/agency.png", "alt": "Mark of the agency"},
            ],
            "disclaimer": DISCLAIMER,
        },
        {"party": "city", "lockup": "With support from the", "text_only": "true"},
        {
            "party": "ministry",
            "lockup": "Supported by",
            "logos": {"file": "images/ministry.svg", "alt": "Arms of the Ministry", "min_height": "9 mm"},
            "project": "Rivers for all",
        },
        {
            "party": "quiet",
            "lockup": "Quietly helped by the foundation",
            "logos": {"file": "images/quiet.svg", "alt": "Mark of the quiet foundation"},
            "disclaimer": "Nobody shall read this disclaimer",
            "statement": "Nobody shall read this statement.",
            "project": "Nobody shall read of this project",
            "suppressed": {
                "approved_by": "Their desk",
                "approved_on": "2026-01-02",
                "reason": "They would be in danger",
            },
        },
    ],
}
COLOURS = {"eu.svg": "#10a0e0", "agency.png": "#e01080", "ministry.svg": "#20c040", "quiet.svg": "#f0a000"}
IMAGES = {
    "images/eu.svg": strategies.svg(90, 60, COLOURS["eu.svg"]),
    "images/agency.png": strategies.bitmap(120, 60, COLOURS["agency.png"]),
    "images/ministry.svg": strategies.svg(60, 60, COLOURS["ministry.svg"]),
    "images/quiet.svg": strategies.svg(60, 60, COLOURS["quiet.svg"]),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A logo as a funder is promised it: its colour on the page, and its least height in millimetres."""

    colour: str
    alt: str
    height: float


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one funder is promised; `body` are its words in the body, with its name."""

    words: str
    body: str
    marks: tuple[Mark, ...] = ()
    disclaimer: str = ""


# The theme sets every mark at least 11 mm high.
PROMISES: Mapping[str, list[Obligation]] = {
    "the example": [
        Obligation(
            "with funding from",
            "with funding from the Austrian Development Agency",
            (Mark("#1c1d20", "Austrian Development Cooperation", 11),),
        )
    ],
    "three funders": [
        Obligation(
            "Funded by the European Union",
            "Funded by the European Union",
            (Mark(COLOURS["eu.svg"], "Flag of Europe", 13), Mark(COLOURS["agency.png"], "Mark of the agency", 11)),
            DISCLAIMER,
        ),
        Obligation("With support from the City of Rīga", "With support from the City of Rīga"),
        Obligation(
            "Supported by",
            "Supported by the Ministry of Rivers",
            (Mark(COLOURS["ministry.svg"], "Arms of the Ministry", 11),),
        ),
    ],
}
CASES = [(event, document) for event in PROMISES for document in SHIPPED_DOCUMENTS]


Built = Mapping[tuple[str, str], Mapping[str, bytes]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All files of both events, by event and document, then by format."""
    files: dict[tuple[str, str], dict[str, bytes]] = {case: {} for case in CASES}
    three = strategies.write_project(tmp_path_factory.mktemp("three"), THREE_FUNDERS, IMAGES)
    with closing(Pool()) as pool:
        for event, source in (("the example", EXAMPLE), ("three funders", three)):
            folder = tmp_path_factory.mktemp("out")
            for output in build(Request(source, folder, FORMATS), pool=pool).outputs:
                files[event, output.path.stem][output.path.suffix[1:]] = output.path.read_bytes()
    assert all(set(forms) == set(FORMATS) for forms in files.values())
    return files


# PDF


def footer_words(words: list[reading.Word], event: str) -> list[reading.Word]:
    """The words of a page from those of its first funder at the end of the drawing."""
    first = PROMISES[event][0].words.split()
    texts = [word.text for word in words]
    begin = max(at for at in range(len(texts)) if texts[at : at + len(first)] == first)
    assert "Page" in texts[begin:]
    return words[begin:]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A region of one colour on a page, in millimetres."""

    top: float
    width: float
    height: float


def drawn(page: Image.Image, colour: str, dots_per_mm: float, below: float) -> Drawn | None:
    """The box around all dots of a colour below a line, if there are any."""
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    lower = page.crop((0, round(below * dots_per_mm), page.width, page.height))
    mask = Image.new("L", lower.size, 255)
    for band, value in zip(lower.split(), wanted, strict=True):
        mask = ImageChops.darker(mask, band.point([255 if abs(level - value) <= 12 else 0 for level in range(256)]))
    if (box := mask.getbbox()) is None:
        return None
    left, top, right, bottom = (edge / dots_per_mm for edge in box)
    return Drawn(top + below, right - left, bottom - top)


def rendered(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The pages as pictures of 254 dots an inch, 10 a millimetre."""
    subprocess.run(["pdftoppm", "-r", "254", "-png", "-", str(folder / "page")], input=pdf, check=True)
    pages = []
    for file in sorted(folder.glob("page*.png")):
        with Image.open(file) as page:
            pages.append(page.convert("RGB"))
    return pages


@pytest.mark.parametrize(("event", "document"), CASES)
def test_every_page_of_a_pdf_has_the_words_of_each_funder_at_its_foot(event: str, document: str, built: Built) -> None:
    sheets = reading.pdf_words(built[event, document]["pdf"])
    assert len(sheets) > 1 or (event, document) == ("the example", "programme")
    for words in sheets:
        foot = footer_words(words, event)
        above = words[: len(words) - len(foot)]
        assert above
        assert min(word.top for word in foot) > max(word.bottom for word in above)
        said = reading.squeezed("".join(word.text for word in foot))
        for obligation in PROMISES[event]:
            assert said.count(reading.squeezed(obligation.words)) >= 1
            assert reading.squeezed(obligation.disclaimer) in said


@pytest.mark.parametrize(("event", "document"), CASES)
def test_every_page_of_a_pdf_shows_each_mark_at_its_height(
    event: str, document: str, built: Built, tmp_path: Path
) -> None:
    pdf = built[event, document]["pdf"]
    pages, sheets = rendered(pdf, tmp_path), reading.pdf_words(pdf)
    assert len(pages) == len(sheets) > 0
    marks = [mark for obligation in PROMISES[event] for mark in obligation.marks]
    assert marks
    for page, words in zip(pages, sheets, strict=True):
        foot = footer_words(words, event)
        if event == "the example":
            # Its mark is black, as the text is: it is looked for between the words and the page number.
            left = foot[2].right / _MM + 1
            right = next(word for word in foot if word.text == "Page").left / _MM - 1
            page = page.crop((round(left * 10), 0, round(right * 10), page.height))
        for mark in marks:
            found = drawn(page, mark.colour, 10, foot[0].bottom / _MM - 15)
            assert found is not None, f"{mark.alt} is not drawn"
            # The placeholder has clear space above and below.
            assert found.height >= mark.height * (0.93 if event == "the example" else 1) - 0.15
            assert found.top + found.height <= 297 - 10


def test_a_bitmap_mark_is_placed_on_every_page_of_the_pdf(built: Built) -> None:
    """Seen by pikepdf: the matrix under which the picture is painted gives its height."""
    for document in SHIPPED_DOCUMENTS:
        with pikepdf.open(BytesIO(built["three funders", document]["pdf"])) as pdf:
            assert len(pdf.pages) > 1
            for page in pdf.pages:
                heights = [height for _, height in painted(page)]
                assert len(heights) == 1
                assert heights[0] >= 11 * _MM - 0.01


def painted(page: pikepdf.Page) -> Iterator[tuple[str, float]]:
    """Name and height, in points, of each bitmap that a page paints."""
    stack: list[pikepdf.Matrix] = []
    here = pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                stack.append(here)
            case "Q":
                here = stack.pop()
            case "cm":
                here = pikepdf.Matrix(*(float(n) for n in operands)) @ here
            case "Do":
                picture = page.resources.XObject[str(operands[0])]
                if picture.Subtype == "/Image":
                    yield str(operands[0]), abs(here.d)


@pytest.mark.parametrize("document", SHIPPED_DOCUMENTS)
def test_marks_of_funders_neither_overlap_nor_leave_the_page(document: str, built: Built, tmp_path: Path) -> None:
    widths = {"#10a0e0": 13 * 1.5, "#e01080": 22, "#20c040": 11}
    for page in rendered(built["three funders", document]["pdf"], tmp_path):
        for colour, width in widths.items():
            found = drawn(page, colour, 10, 200)
            assert found is not None
            assert found.width == pytest.approx(width, abs=0.3)


# DOCX


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a DOCX part: its text, and alt text and height in millimetres of its pictures."""

    text: str
    pictures: list[tuple[str, float]]


def paragraphs(root: etree._Element) -> list[Paragraph]:
    """The paragraphs of a DOCX part."""
    return [
        Paragraph(
            "".join(t.text or "" for t in p.iter(f"{_W}t")).strip(),
            [_picture(drawing) for drawing in p.iter(f"{_WP}inline")],
        )
        for p in root.iter(f"{_W}p")
    ]


def _picture(drawing: etree._Element) -> tuple[str, float]:
    said, size = drawing.find(f"{_WP}docPr"), drawing.find(f"{_WP}extent")
    assert said is not None
    assert size is not None
    return said.get("descr", ""), int(size.get("cy", "0")) / 36000


@pytest.mark.parametrize(("event", "document"), CASES)
def test_every_section_of_a_docx_has_each_funder_in_its_footer(event: str, document: str, built: Built) -> None:
    file = reading.DocxFile(built[event, document]["docx"])
    sections = file.footers()
    assert sections
    for parts in sections:
        assert parts
        for part in parts.values():
            said = paragraphs(file.xml(part))
            for obligation in PROMISES[event]:
                (lockup,) = [p for p in said if p.text == obligation.words]
                assert [alt for alt, _ in lockup.pictures] == [mark.alt for mark in obligation.marks]
                for (_, height), mark in zip(lockup.pictures, obligation.marks, strict=True):
                    assert height >= mark.height - 0.001
                if obligation.disclaimer:
                    assert [p.text for p in said].count(obligation.disclaimer) == 1


@pytest.mark.parametrize("document", SHIPPED_DOCUMENTS)
def test_the_pictures_of_a_docx_footer_are_in_the_file(document: str, built: Built) -> None:
    file = reading.DocxFile(built["three funders", document]["docx"])
    for part in file.footers()[0].values():
        related = file.related(part)
        shown = [blip.get(f"{_R}embed") for blip in file.xml(part).iter("{*}blip")]
        assert len(shown) == 3
        for name in shown:
            with Image.open(BytesIO(file.parts[related[name or ""]])) as picture:
                assert picture.height >= 60


def test_no_page_of_a_docx_goes_without_the_footer(built: Built) -> None:
    """Even pages with a footer of their own would need the funders in it too; a cover has one."""
    for (_, document), forms in built.items():
        file = reading.DocxFile(forms["docx"])
        assert len(file.footers()) == 1
        assert (
            bool(list(file.document.iter(f"{_W}titlePg"))) == (document == "booklet") == ("first" in file.footers()[0])
        )
        assert b"evenAndOddHeaders" not in file.parts["word/settings.xml"]


# All formats


def everything_in(form: str, file: bytes) -> str:
    """All that a file says, seen and unseen, without white space."""
    if form == "pdf":
        with pikepdf.open(BytesIO(file)) as pdf:
            hidden = "".join(str(value) for value in (pdf.docinfo or {}).values())
        return reading.squeezed("".join(reading.pdf_texts(file)) + hidden)
    if form == "docx":
        parts = reading.DocxFile(file).parts
        texts = [f"{name} {part.decode('utf-8', 'replace')}" for name, part in parts.items()]
        return reading.squeezed("".join(texts))
    return reading.squeezed(file.decode("utf-8"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("document", SHIPPED_DOCUMENTS)
def test_a_suppressed_funder_is_nowhere_in_any_file(form: str, document: str, built: Built, tmp_path: Path) -> None:
    file = built["three funders", document][form]
    said = everything_in(form, file)
    assert reading.squeezed("Funded by the European Union") in said
    hidden = (SECRET, "Quietly", "quiet.svg", "Mark of the quiet", "Nobody shall", "Their desk", "in danger", "f0a000")
    for secret in hidden:
        assert reading.squeezed(secret) not in said
    if form == "pdf":
        assert all(drawn(page, COLOURS["quiet.svg"], 10, 0) is None for page in rendered(file, tmp_path))
    if form == "docx":
        drawings = [part for name, part in reading.DocxFile(file).parts.items() if name.endswith(".svg")]
        shown = [read_svg(IMAGES[name]).plain for name in ("images/eu.svg", "images/ministry.svg")]
        assert sorted(drawings) == sorted(data for data in shown if data is not None)
        assert len(drawings) == 2


@pytest.mark.parametrize("document", SHIPPED_DOCUMENTS)
def test_a_funder_of_words_alone_has_its_name_and_no_picture(document: str, built: Built) -> None:
    file = reading.DocxFile(built["three funders", document]["docx"])
    said = [p for p in paragraphs(file.xml(file.footers()[0]["default"])) if "City of Rīga" in p.text]
    assert [(p.text, p.pictures) for p in said] == [("With support from the City of Rīga", [])]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("event", "document"), CASES)
def test_the_body_has_the_acknowledgement_once(event: str, document: str, form: str, built: Built) -> None:
    said = body(form, built[event, document][form], event)
    assert said.count("Acknowledgement") == 1
    acknowledgement = said.partition("Acknowledgement")[2]
    for obligation in PROMISES[event]:
        assert acknowledgement.count(reading.squeezed(obligation.body)) == 1
        if obligation.disclaimer:
            assert acknowledgement.count(reading.squeezed(obligation.disclaimer)) == 1


def body(form: str, file: bytes, event: str) -> str:
    """The text of a file without its footers."""
    if form == "docx":
        return reading.read_docx(file).body
    if form == "html":
        return reading.read_html(file).body
    pages = []
    for text in map(reading.squeezed, reading.pdf_texts(file)):
        foot = text.rfind(reading.squeezed(PROMISES[event][0].words))
        assert re.search(r"Page\d+of\d+$", text[foot:])
        pages.append(text[:foot])
    return "".join(pages)


@pytest.mark.parametrize("document", SHIPPED_DOCUMENTS)
def test_funders_are_never_merged_into_one_paragraph(document: str, built: Built) -> None:
    forms = built["three funders", document]
    file = reading.DocxFile(forms["docx"])
    texts = [p.text for root in (file.document, file.xml(file.footers()[0]["default"])) for p in paragraphs(root)]
    tree = etree.fromstring(forms["html"], etree.HTMLParser(encoding="utf-8"))
    texts += ["".join(p.itertext()) for p in tree.iter("p")]
    obligations = PROMISES["three funders"]
    assert all(any(obligation.words in text for text in texts) for obligation in obligations)
    for text in texts:
        assert sum(obligation.words in text for obligation in obligations) <= 1
        assert text == DISCLAIMER or DISCLAIMER not in text


def test_in_a_pdf_the_words_of_funders_stand_in_boxes_of_their_own(built: Built) -> None:
    """The first words of two funders are never one line of text with nothing between."""
    for document in SHIPPED_DOCUMENTS:
        for words in reading.pdf_words(built["three funders", document]["pdf"]):
            foot = footer_words(words, "three funders")
            starts = [next(w for w in foot if w.text == first) for first in ("Funded", "With", "Supported")]
            assert len({(round(w.left), round(w.top)) for w in starts}) == 3
            for before, start in pairwise(starts):
                last = foot[foot.index(start) - 1]
                assert not last.beside(start) or start.left - last.right > 6 * _MM, (before, start)


def test_a_foot_that_is_measured_alone_differs_from_the_printed_one_in_its_page_numbers_only() -> None:
    """What else the style sheet changed there would make room for another height than the printed one has."""
    sheet = re.sub(r"/\*.*?\*/", "", load_theme().stylesheet("print"), flags=re.DOTALL)
    selectors = [one.strip() for rule in re.findall(r"([^{}]+)\{", sheet) for one in rule.split(",") if "alone" in one]
    assert sorted(selectors) == [
        "body > footer.alone",  # out of the margin, into the flow
        "footer.alone span.page-count::before",
        "footer.alone span.page-number::before",
    ]


@pytest.mark.slow
def test_many_marks_that_differ_in_colour_alone_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    count = 15
    for number in range(count):
        hue = f"hsl({number * 360 // count}, 45%, 50%)"
        red, green, blue = ImageColor.getrgb(hue)[:3]
        mark = f'<rect width="120" height="80" fill="#{red:02x}{green:02x}{blue:02x}"/>'
        mark += '<circle cx="60" cy="40" r="24" fill="#fff"/>'
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">{mark}</svg>'
        (tmp_path / "images" / f"{number}.svg").write_text(drawing, encoding="utf-8")
    data = {
        "title": "T", "date": "2026-03-04", "time": "9:15", "timezone": "UTC",
        "parties": {f"fund-{number}": {"name": f"Fund {number}"} for number in range(count)},
        "funders": [
            {"party": f"fund-{number}", "lockup": f"Funded by Fund {number}",
             "logos": {"file": f"images/{number}.svg", "alt": f"Mark {number}"}}
            for number in range(count)
        ],
    }  # fmt: skip
    (tmp_path / "event.yaml").write_text(strategies.as_yaml(data), encoding="utf-8")
    made = build(Request(tmp_path / "event.yaml", tmp_path / "out", ("pdf",), ("programme",)))
    assert [output.path.name for output in made.outputs] == ["programme.pdf"]
