"""The booklet: cover, imprint on the second page, and everything after it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import booklets
import pages
import pytest
import reading
import strategies
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from examples import examples, some_quick
from hypothesis import given
from reading_pdf import TaggedPdf
from test_docx import errors
from test_same_text import Paper, assert_same_text, everything_in

from conceptnote.build.edition import edition_for
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.compose.compose import Composer
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.contents import origins
from conceptnote.doc.nodes import Doc, Heading, Image, PageBreak, Paragraph, Section, plain_text, walk
from conceptnote.export.public import public_yaml
from conceptnote.languages.known import shipped
from conceptnote.pageformat import PaperName
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.audience import for_audience
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

LEAST: strategies.Data = {"title": "Rain", "date": "2030-03-05", "time": "9:15", "timezone": "Europe/Zurich"}


def composed(event_file: Path) -> Doc:
    source = for_audience(load_event(event_file), None)
    return Composer(source.event, Templates(source.project).read, load_theme().style_names).compose("booklet")


def booklet(event_file: Path, pool: Pool, paper: PaperName = "a4") -> Paper:
    with TemporaryDirectory() as folder:
        request = Request(event_file, Path(folder), booklets.FORMATS, documents=["booklet"], paper=paper)
        files = {one.record.format: one.path.read_bytes() for one in build(request, pool=pool).outputs}
    (doc,) = edition_for(request, load_event(event_file)).written.values()
    return Paper(doc, *(files[form] for form in booklets.FORMATS))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Paper:
    return booklet(booklets.write(tmp_path_factory.mktemp("full")), pool)


def assert_conforms(paper: Paper, folder: Path, standard: PdfStandard = PdfStandard.A3A_UA1) -> None:
    assert [str(finding) for finding in check_pdf(paper.pdf, standard)] == []
    assert [found for found in check_docx(paper.docx) if found.rule != "docx-link-ambiguous"] == []
    assert errors(paper.docx, folder) == []


# Whatever the event


@pytest.mark.slow
@examples(5, fuzz=150, shrink=False)
@given(data=strategies.events())
def test_a_booklet_says_the_same_in_every_format_and_conforms(
    data: strategies.Data, pool: Pool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("event")
    made = booklet(strategies.write_project(folder, data), pool)
    assert_same_text(made)
    assert_conforms(made, folder)
    for form in (made.html, made.pdf, made.docx):
        assert strategies.HIDDEN not in everything_in(form)


@examples(10, fuzz=300, shrink=False)
@given(data=strategies.events())
def test_from_what_a_booklet_carries_the_same_booklet_is_made(
    data: strategies.Data, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("event")
    file = strategies.write_project(folder, data)
    source, doc = for_audience(load_event(file), None), composed(file)
    file.write_bytes(public_yaml(source.event, origins(doc)))
    assert strategies.HIDDEN not in file.read_text(encoding="utf-8")
    again = composed(file)
    assert reading.read_doc(again) == reading.read_doc(doc)
    assert [(image.src, image.alt) for image in images(again)] == [(image.src, image.alt) for image in images(doc)]


def images(doc: Doc) -> list[Image]:
    return [node for node in walk(doc) if isinstance(node, Image)]


# With everything, and with nothing


def test_a_full_booklet_says_the_same_in_every_format_and_conforms(full: Paper, tmp_path: Path) -> None:
    assert_same_text(full)
    assert_conforms(full, tmp_path)
    assert check_docx(full.docx) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_event_with_nothing_to_put_into_a_booklet_has_one(language: str, tmp_path: Path, pool: Pool) -> None:
    made = booklet(strategies.write_project(tmp_path, LEAST | {"language": language}), pool)
    assert_same_text(made)
    assert_conforms(made, tmp_path)
    assert len(reading.pdf_texts(made.pdf)) == 1


def test_the_booklet_is_built_when_it_is_asked_for(tmp_path: Path) -> None:
    file = strategies.write_project(tmp_path, LEAST)
    built = {one.path.name for one in build(Request(file, formats=["html"])).outputs}
    assert built == {"concept-note.html", "programme.html"}
    (only,) = build(Request(file, formats=["html"], documents=["booklet"])).outputs
    assert only.path.name == "booklet.html"


# The cover


def test_the_cover_has_the_title_which_is_the_one_heading_of_the_document(full: Paper) -> None:
    first = full.doc.blocks[: next(at for at, one in enumerate(full.doc.blocks) if isinstance(one, PageBreak))]
    said = {one.style: plain_text(one.children) for one in first if isinstance(one, Paragraph | Heading)}
    assert said["cover-title"] == "Sharing water in dry years"
    assert said["group-names"] == "International River Forum and Institute for Dry Lands"
    titles = [node for node in walk(full.doc) if isinstance(node, Heading) and node.level == 1]
    assert [plain_text(title.children) for title in titles] == ["Sharing water in dry years"]
    tagged = TaggedPdf(full.pdf)
    (tag,) = tagged.document.all("H1")
    assert reading.squeezed(tag.text) == "Sharingwaterindryyears"


def test_a_cover_bears_no_number_and_every_other_page_does(full: Paper, tmp_path: Path) -> None:
    (office,) = pages.as_office_prints(tmp_path, [_written(tmp_path / "booklet.docx", full.docx)])
    for pdf in (full.pdf, office):
        texts = reading.pdf_texts(pdf)
        count = len(texts)
        assert [f"Page {at} of {count}" in text for at, text in enumerate(texts, 1)] == [False, *[True] * (count - 1)]
        assert "with funding from" in texts[0]


def test_sections_stand_where_the_event_puts_them(tmp_path: Path) -> None:
    sections = [{"heading": "Background", "text": "Rivers run low."}, {"heading": "Aims", "text": "To share."}]
    own = {"before": [{"heading": "Welcome", "text": "Dear friends."}, "Background"], "after": {"heading": "Aims"}}
    agenda = [{"item": "Opening"}]
    file = strategies.write_project(tmp_path, LEAST | {"sections": sections, "booklet": own, "agenda": agenda})
    said = reading.read_doc(composed(file)).body
    assert said.endswith("WelcomeDearfriends.BackgroundRiversrunlow.AgendaItemSpeakersOpeningAimsToshare.")
    file = strategies.write_project(tmp_path, LEAST | {"sections": sections, "booklet": {"before": "Backgruond"}})
    with pytest.raises(DiagnosticError, match="there is no section “Backgruond”"):
        load_event(file)


LONG = "How the basin organisations of three countries can share the little water that there is in dry years: " * 2


@pytest.mark.parametrize("paper", some_quick(["a4", "letter", "a5"], "a5"))
@pytest.mark.parametrize("title", ["Rain", LONG.strip()], ids=["short", "long"])
def test_a_cover_is_one_page(paper: PaperName, title: str, tmp_path: Path, pool: Pool) -> None:
    made = booklet(booklets.write(tmp_path, title=title), pool, paper)
    texts = [reading.squeezed(text) for text in reading.pdf_texts(made.pdf)]
    (office,) = pages.as_office_prints(tmp_path, [_written(tmp_path / "booklet.docx", made.docx)])
    for printed in (texts, [reading.squeezed(text) for text in reading.pdf_texts(office)]):
        assert reading.squeezed(title) in printed[0]
        assert "Organisedby" in printed[0]
        assert "IRF/2030/7" in printed[0]
        assert printed[1].startswith("Imprint")


def _written(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file


def test_without_organisers_the_host_stands_on_the_cover(tmp_path: Path) -> None:
    parties = {"city": {"name": "City of Veyrane", "roles": "host"}}
    doc = composed(strategies.write_project(tmp_path, LEAST | {"parties": parties}))
    before, _, _ = reading.read_doc(doc).body.partition("Programmebooklet" + "Rain")
    assert before == ""
    cover = reading.shown(reading.doc_pieces(doc.blocks[:6]))
    assert cover.endswith("HostedbyCityofVeyrane")


# Those behind the event


@cache
def _groups(language: str) -> dict[str, str]:
    """What stands over one party, or several, by role: a preposition that changes goes to the names."""
    papers = shipped()[language].papers
    words = {role: forms["other"].removesuffix("{names}") for role, forms in papers.role_groups.items()}
    return {role: papers.before_names(said, [])[0].strip() for role, said in words.items()}


@pytest.mark.parametrize(("language", "organised", "supported"), [
    ("en", "Organised by", "With the support of"), ("fr", "Organisé par", "Avec le soutien"),
])  # fmt: skip
def test_parties_stand_in_each_of_their_groups(language: str, organised: str, supported: str, tmp_path: Path) -> None:
    doc = composed(booklets.write(tmp_path, language=language))
    imprint = [one for one in doc.blocks if isinstance(one, Section) and one.role == "doc-colophon"]
    styled = [
        node
        for node in walk(tuple(imprint))
        if isinstance(node, Paragraph) and node.style in ("cover-group", "group-names")
    ]
    said = [plain_text(one.children) for one in styled]
    hosted = _groups(language)["host"]
    assert [one for one in said if one in _groups(language).values()] == [
        organised, supported, hosted, _groups(language)["publisher"],
    ]  # fmt: skip
    # The city supports the event as well as the canton, and the forum publishes the booklet besides.
    lead = {"en": "", "fr": "de "}[language]
    assert said[said.index(hosted) + 1] == f"{lead}City of Veyrane"
    both = shipped()[language].papers.and_.join([f"{lead}City of Veyrane", f"{lead and 'du '}Canton of Lower Veyrane"])
    assert said[said.index(supported) + 1] == both
    assert said[said.index(_groups(language)["publisher"]) + 1] == "International River Forum"
    assert not any("Water Fund" in one for one in said)


def test_roles_stand_in_the_order_of_the_file_also_one_without_words(tmp_path: Path) -> None:
    parties = {
        "a": {"name": "Choir", "roles": "musik"},
        "b": {"name": "Crew", "roles": "organiser"},
        "c": {"name": "Bell", "roles": "musik"},
    }
    said = reading.read_doc(composed(strategies.write_project(tmp_path, LEAST | {"parties": parties}))).body
    assert said.endswith("MusikChoirandBellOrganisedbyCrew")


def test_logos_stand_at_one_height_and_have_their_words(full: Paper) -> None:
    docx = reading.DocxFile(full.docx)
    shown = {
        frame.find("{*}docPr").get("descr"): int(frame.find("{*}extent").get("cy")) / 36000
        for frame in docx.document.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
        )
    }
    logos = ["Logo of International River Forum", "A red disc beside three lines", "Logo of City of Veyrane"]
    assert {alt: shown[alt] for alt in logos} == dict.fromkeys(logos, pytest.approx(load_theme().logo_height, abs=0.01))
    tagged = TaggedPdf(full.pdf)
    alts = [str(figure.entries.Alt) for figure in tagged.document.all("Figure")]
    assert [alt for alt in alts if alt in logos] == [*logos[:2], *logos]


def test_a_logo_wider_than_the_page_is_made_smaller(tmp_path: Path, pool: Pool) -> None:
    parties = {"a": {"name": "Forum", "roles": "organiser", "logo": "images/emblem-900.svg"}}
    made = booklet(strategies.write_project(tmp_path, LEAST | {"parties": parties}), pool)
    box = pages.found(pages.first_page(made.pdf), "#3a5f0b")
    left, right = load_theme().page.papers["a4"].margin.outer, 210 - load_theme().page.papers["a4"].margin.outer
    assert (box.left, box.right) == (pytest.approx(left, abs=0.3), pytest.approx(right, abs=0.3))


# The imprint


def test_the_imprint_is_the_second_page(full: Paper, tmp_path: Path) -> None:
    (office,) = pages.as_office_prints(tmp_path, [_written(tmp_path / "booklet.docx", full.docx)])
    for pdf in (full.pdf, office):
        texts = [reading.squeezed(text) for text in reading.pdf_texts(pdf)]
        imprint = texts.pop(1)
        assert imprint.startswith("Imprint")
        assert not any("ISBN" in text for text in texts)
        for said in ("ISBN978-92-0-000000-0", "©InternationalRiverForum2030.", "EditedbyKadriTamm.", "Geneva,2030"):
            assert said in imprint
        assert "Thiseventispartoftheproject“RiverswithoutBorders”,withfundingfromtheWaterFund." in imprint
        assert "Registration:Secretariatwater@example.org" in imprint


def test_there_is_no_imprint_where_it_would_only_repeat_the_cover(tmp_path: Path) -> None:
    parties: strategies.Data = {"a": {"name": "Crew", "roles": "organiser", "logo": "images/emblem-90.svg"}}
    file = strategies.write_project(tmp_path, LEAST | {"parties": parties})
    assert "Imprint" not in reading.read_doc(composed(file)).body
    parties["b"] = {"name": "Choir", "roles": "with the support of"}
    file = strategies.write_project(tmp_path, LEAST | {"parties": parties})
    assert "ImprintOrganisedbyCrewWiththesupportofChoir" in reading.read_doc(composed(file)).body


def test_each_page_bears_the_funders_mark_the_cover_too(full: Paper) -> None:
    """The build proves it on the file; here it is seen that there was something to prove."""
    texts = reading.pdf_texts(full.pdf)
    assert len(texts) > 4
    assert all("with funding from" in text for text in texts)


def test_a_prominent_funder_may_stand_in_a_booklet_with_portraits(tmp_path: Path, pool: Pool) -> None:
    fund = booklets.EVENT["funders"][0] | {"prominent": "true", "placement": ["body"]}
    parties = booklets.EVENT["parties"]
    tall = parties | {"forum": parties["forum"] | {"logo": {"file": "images/forum.svg", "min_height": "19 mm"}}}
    made = booklet(booklets.write(tmp_path, funders=[fund], parties=tall), pool)
    marks = [image for image in images(made.doc) if image.alt == "Water Fund"]
    assert [mark.min_height for mark in marks] == [19]


# What it is made of


def test_the_programme_is_the_same_in_the_booklet(tmp_path: Path) -> None:
    file = booklets.write(tmp_path)
    source = load_event(file)
    programme = Composer(source.event, Templates(source.project).read, load_theme().style_names).compose("programme")
    agenda = re.search("AgendaTime.*?Guidingquestions.*?gauge[?]", reading.read_doc(programme).body)
    assert agenda
    assert agenda[0] in reading.read_doc(composed(file)).body
