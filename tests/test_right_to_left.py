"""Texts in several scripts: each in its language and its order, as it is read in a PDF, in Word and on a page."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import reading_pdf
import yaml
from corpus import copy_pictures
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from reading_pdf import TaggedPdf
from test_docx import errors

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.check.acknowledgement.wording import says
from conceptnote.compose.compose import Composer
from conceptnote.doc.languages import in_its_languages
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.nodes import Doc, LanguageSpan, Paragraph, Table, Text, plain_text, walk
from conceptnote.doc.origin import Origins
from conceptnote.doc.reader import read_document
from conceptnote.languages.known import shipped
from conceptnote.ooxml.xml import NAMESPACES, qualified
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

EVENTS = Path(__file__).parent / "events"
SUBTITLE = "المياه المشتركة: من يقرر؟ (1987)"
PROSE = "من يملك الماء يملك الحياة، يقول المثل."
MARKS = dict.fromkeys(map(ord, "\u200e\u200f"))

Made = Mapping[str, bytes]


def built(event_file: Path, folder: Path, pool: Pool) -> Made:
    request = Request(event_file, folder, ("pdf", "docx", "html"), ("concept-note",))
    return {one.path.suffix[1:]: one.path.read_bytes() for one in build(request, pool=pool).outputs}


def composed(event_file: Path) -> Doc:
    source = load_event(event_file)
    return Composer(source.event, Templates(source.project).read, load_theme().style_names).compose("concept-note")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Made:
    """An English note with a subtitle, a paragraph and a name in Arabic."""
    folder = tmp_path_factory.mktemp("english")
    event = {
        "title": "Sharing water", "subtitle": SUBTITLE, "date": "2030-03-05", "time": "9:15", "timezone": "UTC",
        "people": {"amina": {"name": "Amina (أمينة) Keita"}}, "panel": ["amina"],
        "sections": [{"heading": "Proverb", "text": f"They say:\n\n{PROSE}", "show": "panel"}],
    }  # fmt: skip
    (folder / "event.yaml").write_text(yaml.safe_dump(event, allow_unicode=True), encoding="utf-8")
    return built(folder / "event.yaml", folder / "out", pool)


@pytest.fixture(scope="module", params=["mali-in-arabic", "mali-in-chinese"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> tuple[Doc, Made]:
    """A note in Arabic or Chinese."""
    file = EVENTS / f"{request.param}.yaml"
    return composed(file), built(file, tmp_path_factory.mktemp("whole"), pool)


# As it is read


def test_what_a_screen_reader_reads_of_a_pdf_is_the_text_in_its_order(whole: tuple[Doc, Made]) -> None:
    doc, made = whole
    pdf = TaggedPdf(made["pdf"])
    assert reading_pdf.heard(pdf) == reading_pdf.said(doc)
    assert str(pdf.catalog.Lang) == doc.metadata.language


def test_an_arabic_subtitle_of_an_english_note_is_read_in_its_order_and_language(english: Made) -> None:
    pdf = TaggedPdf(english["pdf"])
    spoken = {"".join(one.text.split()): str(one.entries.Lang) for one in pdf.document.all() if "/Lang" in one.entries}
    assert spoken["".join(SUBTITLE.split())] == "ar"
    assert spoken["".join(PROSE.split())] == "ar"
    assert spoken["أمينة"] == "ar"
    assert "أمينة" in next(line for line in reading_pdf.heard_lines(pdf) if line.startswith("Amina"))


def test_an_acknowledgement_in_arabic_is_found_in_an_english_paper(tmp_path: Path, pool: Pool) -> None:
    event = (EVENTS / "mali-in-arabic.yaml").read_text(encoding="utf-8").replace("language: ar", "language: en")
    (tmp_path / "event.yaml").write_text(event, encoding="utf-8")
    copy_pictures(tmp_path)
    assert sorted(built(tmp_path / "event.yaml", tmp_path / "out", pool)) == ["docx", "html", "pdf"]


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("من بتمويل Page 1 of 2", True),
        ("(ADA) من بتمويل، Page 1 of 2", True),
        ("من Page 1 of 2, and much more of a line of text that parts both words, بتمويل", False),
        ("منا بتمويل", False),
        ("بتمويل", False),
    ],
)
def test_words_from_the_right_are_found_in_the_order_in_which_pdfium_reads_them(read: str, found: bool) -> None:
    assert says(read, "بتمويل من") == found
    assert not says("Union European the by Funded", "Funded by the European Union")


# As Word has it


def document(docx: bytes) -> etree._Element:
    return part(docx, "document")


def part(docx: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def test_word_has_the_language_and_the_direction_of_each_run(english: Made, tmp_path: Path) -> None:
    root = document(english["docx"])
    runs = [run for run in root.iter(qualified("w:r")) if any("؀" <= one <= "ۿ" for one in "".join(run.itertext()))]
    assert len(runs) >= 3
    for run in runs:
        assert run.find("w:rPr/w:rtl", NAMESPACES) is not None
        language = run.find("w:rPr/w:lang", NAMESPACES)
        assert language is not None
        assert language.get(qualified("w:bidi")) == "ar"
    (prose,) = [each for each in root.iter(qualified("w:p")) if PROSE in "".join(each.itertext())]
    assert prose.find("w:pPr/w:bidi", NAMESPACES) is not None
    assert errors(english["docx"], tmp_path) == []


def test_word_runs_an_arabic_note_from_the_right(tmp_path: Path, pool: Pool) -> None:
    made = built(EVENTS / "mali-in-arabic.yaml", tmp_path / "out", pool)
    root = document(made["docx"])
    tables = list(root.iter(qualified("w:tblPr")))
    assert tables
    assert all(each.find("w:bidiVisual", NAMESPACES) is not None for each in tables)
    assert root.find(".//w:sectPr/w:bidi", NAMESPACES) is not None
    styles = part(made["docx"], "styles")
    assert styles.find("w:style[@w:styleId='Normal']/w:pPr/w:bidi", NAMESPACES) is not None
    # Space between letters would part those that are joined.
    assert styles.findall("w:style[@w:type='paragraph']/w:rPr/w:spacing", NAMESPACES) == []
    latin = [run for run in root.iter(qualified("w:r")) if "Third" in "".join(run.itertext())]
    assert [run.find("w:rPr/w:rtl", NAMESPACES) for run in latin] == [None]
    assert errors(made["docx"], tmp_path) == []


def test_word_shows_a_picture_that_is_pasted_into_text_of_any_script(whole: tuple[Doc, Made]) -> None:
    styles = part(whole[1]["docx"], "styles")
    for name in ("Normal", "ListParagraph", "Quote"):
        spacing = styles.find(f"w:style[@w:styleId='{name}']/w:pPr/w:spacing", NAMESPACES)
        assert spacing is not None
        assert spacing.get(qualified("w:lineRule")) in ("auto", "atLeast")


def test_words_in_latin_are_in_its_typeface_in_word_too(whole: tuple[Doc, Made]) -> None:
    root = document(whole[1]["docx"])
    (title,) = [each for each in root.iter(qualified("w:r")) if "human security approach" in "".join(each.itertext())]
    fonts = title.find("w:rPr/w:rFonts", NAMESPACES)
    if fonts is None:
        styles = part(whole[1]["docx"], "styles")
        fonts = styles.find("w:style[@w:styleId='Subtitle']/w:rPr/w:rFonts", NAMESPACES)
    assert fonts is not None
    assert fonts.get(qualified("w:ascii")) == "Source Sans 3"


# On the screen


def test_a_page_says_its_language_and_direction(english: Made, whole: tuple[Doc, Made]) -> None:
    page = english["html"].decode().replace("\u00a0", " ")
    assert '<html lang="en">' in page
    assert f'<span dir="rtl" lang="ar">{SUBTITLE}</span>' in page
    assert f'<p dir="rtl" lang="ar">{PROSE}</p>' in page
    doc, made = whole
    arabic = doc.metadata.language == "ar"
    assert ('<html lang="ar" dir="rtl">' in made["html"].decode().replace("\u00a0", " ")) == arabic
    telephone = '<span dir="ltr"><span class="whole">+1 212 555 0100</span></span>'
    assert (telephone in made["html"].decode().replace("\u00a0", " ")) == arabic
    assert '<span dir="ltr" lang="en">666 Third Avenue</span>' in made["html"].decode().replace("\u00a0", " ")


# Which language a text is in


def marked(text: str, language: str, *preferred: str) -> list[tuple[str, str]]:
    """The passages of a text that are in other languages, each with its language."""
    doc = Doc(Metadata("T", language), (Paragraph((Text(text, ("title",)),), "lead"),))
    spans = [node for node in walk(in_its_languages(doc, preferred)) if isinstance(node, LanguageSpan)]
    return [(plain_text(span.children), span.language) for span in spans]


@pytest.mark.parametrize(
    ("language", "text", "passages"),
    [
        ("en", "The garden, el jardín", []),
        ("en", "The π of it", []),
        ("en", "See Ведомости for more", [("Ведомости", "ru")]),
        ("en", "和平 and peace", [("和平", "zh")]),
        ("en", "ひらがなと漢字 here", [("ひらがなと漢字", "ja")]),
        ("ar", "قاعة COVID-19 (UNDP)، الطابق 3", [("COVID-19 (UNDP)", "en")]),
        ("ar", "قاعة COVID (UNDP برنامج)", [("COVID", "en"), ("UNDP", "en")]),
        ("ar", "هاتف: +41 22 917 1234", [("+41 22 917 1234", "zxx")]),
        ("ar", "من 9:15 إلى 10:15", []),
        ("zh", "联合国开发计划署（UNDP）主任", [("UNDP", "en")]),
    ],
)
def test_a_passage_has_the_language_of_its_script(language: str, text: str, passages: list[tuple[str, str]]) -> None:
    assert marked(text, language) == passages


def test_of_several_languages_of_a_script_the_events_come_first() -> None:
    assert marked("Water: آب", "en", "en", "fa") == [("آب", "fa")]
    assert marked("قاعة Rue de Varembé", "ar", "ar", "fr") == [("Rue de Varembé", "fr")]


@given(st.text(alphabet="ab é،.() 1+-/مي和，ひЖ", max_size=30), st.sampled_from(["en", "ar", "zh"]))
def test_no_character_is_lost_or_moved(text: str, language: str) -> None:
    doc = Doc(Metadata("T", language), (Paragraph((Text(text),)),))
    (block,) = in_its_languages(doc).blocks
    assert isinstance(block, Paragraph)
    assert plain_text(block.children) == text


def test_a_template_says_the_language_of_a_part() -> None:
    html = (
        '<html lang="ar"><head><title>T</title></head><body><section lang="en"><h1>A</h1><p>B</p>'
        '<table class="agenda"><tbody><tr><td>C</td><td lang="fr">D</td></tr></tbody></table></section>'
        "<p>م</p></body></html>"
    )
    doc = read_document(html, Origins(), load_theme().style_names)
    said = {plain_text(node.children): node.language for node in walk(doc) if isinstance(node, Paragraph)}
    assert said == {"B": "en", "C": "en", "D": "fr", "م": None}
    assert [node.language for node in walk(doc) if isinstance(node, Table)] == ["en"]


# How the two languages write


def test_dates_and_lengths_are_as_the_language_writes_them() -> None:
    arabic, chinese = shipped()["ar"].papers, shipped()["zh"].papers
    day = datetime.date(2014, 6, 10)
    assert arabic.format_date(day, arabic.date_with_weekday) == "الثلاثاء، 10\u00a0حزيران/يونيه 2014"
    assert arabic.with_digits("arabic-indic").format_date(day, arabic.date) == "١٠\u00a0حزيران/يونيه ٢٠١٤"
    assert [arabic.lasting(one) for one in (1, 2, 5, 30, 100)] == [
        "دقيقة واحدة", "دقيقتان", "5 دقائق", "30 دقيقة", "100 دقيقة",
    ]  # fmt: skip
    assert chinese.format_date(day, chinese.date_with_weekday) == "2014年6月10日星期二"
    assert chinese.clock_parts(datetime.time(9, 15), "12h").whole == "上午9:15"
    assert chinese.with_digits("arabic-indic") is chinese


def test_pages_and_notes_are_numbered_in_the_digits_of_the_event(tmp_path: Path, pool: Pool) -> None:
    event = (EVENTS / "mali-in-arabic.yaml").read_text(encoding="utf-8") + "digits: arabic-indic\n"
    (tmp_path / "event.yaml").write_text(event, encoding="utf-8")
    copy_pictures(tmp_path)
    made = built(tmp_path / "event.yaml", tmp_path / "out", pool)
    assert ">١</a>" in made["html"].decode()
    pdf = TaggedPdf(made["pdf"])
    assert next(pdf.document.all("Reference")).text == "١"
    feet = ["".join(mark.text for mark in marks) for marks in pdf.artifacts]
    assert [sorted(set(foot) & set("٠١٢٣٤٥٦٧٨٩")) for foot in feet] == [["١", "٢"], ["٢"]]


def test_an_event_chooses_its_digits(tmp_path: Path) -> None:
    event = (EVENTS / "mali-in-arabic.yaml").read_text(encoding="utf-8") + "digits: arabic-indic\n"
    (tmp_path / "event.yaml").write_text(event, encoding="utf-8")
    said = "".join(node.text for node in walk(composed(tmp_path / "event.yaml")) if isinstance(node, Text))
    assert "١٠\u00a0حزيران/يونيه ٢٠١٤" in said
    assert "٩:١٥–١٠:١٥" in said.replace("\u00a0", " ")
