"""What goes with a programme: biographies with portraits, figures, practical information, contacts, annexes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import booklets
import pages
import pytest
import reading
import strategies
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from reading_pdf import TaggedPdf
from test_docx import errors

from conceptnote.build.lint import lint
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build
from conceptnote.compose.compose import Composer
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.contents import origins
from conceptnote.doc.nodes import DefinitionList, Doc, Heading, Image, Paragraph, plain_text, walk
from conceptnote.export.public import public_yaml
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.bitmap import read_bitmap
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def composed(event_file: Path, document: str = "programme") -> Doc:
    source = load_event(event_file)
    return Composer(source.event, Templates(source.project).read, load_theme().style_names).compose(document)


def said(doc: Doc) -> str:
    return reading.read_doc(doc).body


def built(event_file: Path, pool: Pool, *documents: str) -> Build:
    return build(Request(event_file, formats=booklets.FORMATS, documents=documents or ["programme"]), pool=pool)


class Files:
    """The programme of the full event in all formats."""

    def __init__(self, folder: Path, pool: Pool) -> None:
        self.event_file = booklets.write(folder)
        self.bytes = {one.record.format: one.path.read_bytes() for one in built(self.event_file, pool).outputs}
        self.pdf, self.docx = TaggedPdf(self.bytes["pdf"]), reading.DocxFile(self.bytes["docx"])
        self.path = folder / "programme.docx"
        self.path.write_bytes(self.bytes["docx"])

    def frames(self) -> dict[str, tuple[float, float]]:
        """The pictures of the Word file: width and height in millimetres, by what is said of them."""
        found: dict[str, tuple[float, float]] = {}
        for frame in self.docx.document.iter(f"{WP}inline"):
            extent = frame.find(f"{WP}extent")
            assert extent is not None
            found[str(frame.find(f"{WP}docPr").get("descr"))] = (
                int(extent.get("cx", "0")) / 36000,
                int(extent.get("cy", "0")) / 36000,
            )
        return found


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Files:
    return Files(tmp_path_factory.mktemp("full"), pool)


def test_the_programme_with_all_attachments_conforms(full: Files, tmp_path: Path) -> None:
    assert [str(one) for one in check_pdf(full.bytes["pdf"], PdfStandard.A3A_UA1)] == []
    assert check_docx(full.bytes["docx"]) == []
    assert errors(full.bytes["docx"], tmp_path) == []


# Portraits

FORM = load_theme().portrait


@given(st.integers(8, 300), st.integers(8, 300), st.booleans())
def test_a_portrait_has_the_themes_form_whatever_was_sent(width: int, height: int, turned: bool) -> None:
    photo = Pillow.new("RGB", (width, height))
    exif = Pillow.Exif()
    if turned:
        exif[0x0112] = 6
        width, height = height, width
    out = io.BytesIO()
    photo.save(out, "JPEG", exif=exif)
    made = read_bitmap(out.getvalue(), form=FORM)
    assert made.width in (width, round(height * FORM[0] / FORM[1]))
    assert made.height in (height, round(width * FORM[1] / FORM[0]))
    assert abs(made.width / FORM[0] - made.height / FORM[1]) <= 1 / FORM[0] + 1 / FORM[1]


def test_a_portrait_is_cut_from_the_middle_and_a_little_above() -> None:
    wide = Pillow.new("RGB", (400, 100), "white")
    wide.paste("red", (160, 0, 240, 100))
    assert colours(read_bitmap(saved(wide), form=FORM).data) == {(255, 0, 0)}
    high = Pillow.new("RGB", (80, 200), "white")
    high.paste("red", (0, 30, 80, 130))
    assert colours(read_bitmap(saved(high), form=FORM).data) == {(255, 0, 0)}


def saved(picture: Pillow.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def colours(data: bytes) -> set[Any]:
    return {colour for _, colour in Pillow.open(io.BytesIO(data)).getcolors() or ()}


PORTRAITS = ["Portrait of Kadri Tamm", "Portrait of Ms\u00a0Leïla Amari", "Portrait of Prof.\u00a0Ngozi Okoye",
             "Portrait of Tomé da\u00a0Silva"]  # fmt: skip


def test_all_portraits_have_one_size_and_say_who_they_are(full: Files) -> None:
    frames = {alt: size for alt, size in full.frames().items() if alt.startswith("Portrait")}
    assert list(frames) == PORTRAITS
    assert set(frames.values()) == {FORM}
    figures = [str(one.entries.Alt) for one in full.pdf.document.all("Figure")]
    assert [alt for alt in figures if alt.startswith("Portrait")] == PORTRAITS
    html = full.bytes["html"].decode()
    assert [alt for alt in re.findall(r'alt="([^"]*)"', html) if alt.startswith("Portrait")] == PORTRAITS
    assert html.count('class="portrait"') == len(PORTRAITS)


def test_portraits_are_printed_as_large_in_the_pdf_as_in_word(tmp_path: Path, pool: Pool) -> None:
    file = with_photo(tmp_path, strategies.bitmap(400, 300, "#d05010", "JPEG"))
    (pdf,) = (one.path for one in built(file, pool).outputs if one.record.format == "pdf")
    box = pages.found(pages.first_page(pdf.read_bytes()), "#d05010")
    assert (box.right - box.left, box.height) == (pytest.approx(FORM[0], abs=0.3), pytest.approx(FORM[1], abs=0.3))
    assert box.left == pytest.approx(load_theme().page.papers["a4"].margin.outer, abs=0.3)


def test_an_alternative_text_of_ones_own_and_that_of_the_language(tmp_path: Path) -> None:
    people = booklets.EVENT["people"]
    own = people | {"silva": people["silva"] | {"photo": {"file": "images/silva.jpg", "alt": "At the helm"}}}
    doc = composed(booklets.write(tmp_path, people=own, language="fr"))
    alts = [node.alt for node in walk(doc) if isinstance(node, Image) and node.portrait]
    assert alts[0] == "Portrait\u00a0: Kadri Tamm"
    assert "At the helm" in alts


def with_photo(folder: Path, data: bytes) -> Path:
    people = {"a": {"name": "Leïla Amari", "photo": "images/a.jpg"}}
    event = {"title": "T", "date": "2030-03-05", "time": "9:15", "timezone": "Europe/Zurich", "people": people}
    event |= {"panel": ["a"], "attachments": "biographies"}
    return strategies.write_project(folder, event, {"images/a.jpg": data})


def test_a_photo_that_is_coarse_is_told_at_its_line(tmp_path: Path, pool: Pool) -> None:
    # 30 mm high: 354 pixels are 300 dots per inch; what is cut off does not count.
    file = with_photo(tmp_path, booklets.portrait(900, 150))
    (warning,) = built(file, pool).warnings
    assert str(warning).startswith(f"{file}:8:14: warning CN025")
    assert "images/a.jpg is coarse in print: 127 dots per inch" in str(warning)
    (file.parent / "images" / "a.jpg").write_bytes(booklets.portrait(900, 80))
    with pytest.raises(DiagnosticError, match="too coarse to print: 68 dots"):
        built(file, pool)
    (file.parent / "images" / "a.jpg").write_bytes(booklets.portrait(3000, 3000))
    assert built(file, pool).warnings == []
    assert (tmp_path / "out" / "programme.html").stat().st_size < 200_000


def test_a_drawing_is_no_photo_and_one_that_is_missing_is_told_by_the_check_too(tmp_path: Path, pool: Pool) -> None:
    file = with_photo(tmp_path, strategies.svg(30, 30, "#204060"))
    with pytest.raises(DiagnosticError, match=r"images/a.jpg is not a photo: photos are PNG, JPEG or WebP"):
        built(file, pool)
    (file.parent / "images" / "a.jpg").unlink()
    codes = [one.code.code for one in lint(file, date(2030, 1, 1)).diagnostics]
    assert "CN020" in codes


# Biographies


def biographies(doc: Doc) -> list[str]:
    (listed,) = (node for node in walk(doc) if isinstance(node, DefinitionList) and node.style == "biographies")
    return [reading.shown(reading.doc_pieces((DefinitionList((item,)),))) for item in listed.items]


def test_each_who_comes_has_one_biography_in_the_order_of_print(tmp_path: Path) -> None:
    file = booklets.write(tmp_path)
    entries = biographies(composed(file))
    names = ["KadriTamm", "MsLeïlaAmari", "Prof.NgoziOkoye(TBC)", "JonasBrandt", "TomédaSilva"]
    assert [next(name for name in names if entry.startswith(name)) for entry in entries] == names
    ordered = [1, 3, 4, 2, 0]
    assert [entry.split("Ms")[0][:8] for entry in biographies(composed(file, "booklet"))] == [
        f"{names[at]}{entries[at].removeprefix(names[at])}".split("Ms")[0][:8] for at in ordered
    ]
    assert "Nobody" not in said(composed(file))


def test_the_programme_prints_the_short_biography_and_the_booklet_the_whole(tmp_path: Path) -> None:
    file = booklets.write(tmp_path)
    short, whole = said(composed(file)), said(composed(file, "booklet"))
    assert "MsAmarihasledtheforumsince2024." in short
    assert "MsAmarihasmeasuredrivers" not in short
    assert "ProfessorOkoyehasmeasuredrivers" in short  # there is no other
    assert "MsAmarihasmeasuredrivers" in whole
    assert "MsAmarihasledtheforumsince2024." not in whole
    assert "MsTammwritesaboutlakes" in whole


def test_the_concept_note_prints_the_short_biography_under_the_panel(tmp_path: Path) -> None:
    doc = composed(booklets.write(tmp_path, sections=[{"heading": "Panel", "show": "panel"}]), "concept-note")
    assert "MsAmarihasledtheforumsince2024." in said(doc)
    assert "MsAmarihasmeasured" not in said(doc)


def test_whoever_comes_instead_has_the_biography_and_alternatives_have_theirs(tmp_path: Path) -> None:
    agenda = [
        {
            "item": "Talk",
            "who": [
                {"person": "amari", "status": "replaced", "replaced_by": {"person": "brandt", "status": "tbc"}},
                {"any_of": ["silva", {"office": "The Deputy"}]},
                {"person": "okoye", "status": "declined"},
            ],
        }
    ]
    doc = composed(booklets.write(tmp_path, panel=None, agenda=agenda, contacts=None))
    entries = biographies(doc)
    assert [entry[:11] for entry in entries] == ["JonasBrandt", "TomédaSilva"]
    assert entries[0].startswith("JonasBrandt(TBC)Commissioner")
    assert "Amari" not in said(doc)


def test_a_portrait_alone_and_a_biography_alone_are_entries_and_nothing_is_none(tmp_path: Path) -> None:
    people = {
        "a": {"name": "With Photo", "photo": "images/amari.jpg"},
        "b": {"name": "With Text", "biography": "Writes."},
        "c": {"name": "With Nothing", "functions": "Chair"},
    }
    doc = composed(booklets.write(tmp_path, people=people, panel=list(people), agenda=None, contacts=None))
    assert biographies(doc) == ["WithPhoto", "WithTextWrites."]
    none = composed(booklets.write(tmp_path, people={"c": people["c"]}, panel=["c"], agenda=None, contacts=None))
    assert "Biographies" not in said(none)


def rows(full: Files) -> Iterator[Any]:
    for table in full.docx.document.iter(f"{W}tbl"):
        if any("Portrait" in str(one.get("descr")) for one in table.iter(f"{WP}docPr")):
            yield from table.iter(f"{W}tr")


def test_a_biography_stands_beside_its_portrait_in_a_row_that_word_does_not_tear(full: Files) -> None:
    entries = list(rows(full))
    assert len(entries) == 5
    for row in entries:
        assert row.find(f"{W}trPr/{W}cantSplit") is not None
        portrait, text = row.findall(f"{W}tc")
        assert "".join(portrait.itertext()) == ""
        assert "".join(text.itertext())
    table = entries[0].getparent()
    assert table.find(f"{W}tblPr/{W}tblStyle") is None  # a table for layout is in Word's own default style
    pictured = [bool(row.findall(f".//{WP}docPr")) for row in entries]
    assert pictured == [True, True, True, False, True]


def test_no_page_parts_a_biography_from_its_name(tmp_path: Path, pool: Pool) -> None:
    people = {
        f"p{n}": {"name": f"Person Number{n}", "biography": f"Begins{n}. " + "Goes on. " * (20 + 7 * n) + f"Ends{n}."}
        | ({"photo": "images/okoye.jpg"} if n % 3 else {})
        for n in range(14)
    }
    file = booklets.write(tmp_path, people=people, panel=list(people), agenda=None, contacts=None)
    outputs = {one.record.format: one.path for one in built(file, pool).outputs}
    (office,) = pages.as_office_prints(tmp_path, [outputs["docx"]])
    for pdf in (outputs["pdf"].read_bytes(), office):
        texts = reading.pdf_texts(pdf)
        assert len(texts) > 2
        for n in range(14):
            (page,) = (text for text in texts if f"Begins{n}." in text)
            assert f"Ends{n}." in page
            assert f"Person Number{n}\n" in page.partition(f"Begins{n}.")[0]


def test_nobody_leaves_room_for_portraits_where_there_are_none(tmp_path: Path, pool: Pool) -> None:
    people = {"a": {"name": "Leïla Amari", "biography": "Has led the forum since 2024."}}
    file = booklets.write(tmp_path, people=people, panel=["a"], agenda=None, contacts=None)
    outputs = {one.record.format: one.path for one in built(file, pool).outputs}
    document = reading.DocxFile(outputs["docx"].read_bytes()).document
    table = next(one for one in document.iter(f"{W}tbl") if "Has led" in "".join(one.itertext()))
    assert len(table.findall(f"{W}tblGrid/{W}gridCol")) == 1
    words = [word for page in reading.pdf_words(outputs["pdf"].read_bytes()) for word in page]
    lefts = {word.text: word.left for word in words}
    assert lefts["Has"] == pytest.approx(lefts["Biographies"], abs=0.5)


def test_photographers_are_named_once(tmp_path: Path) -> None:
    people = {
        f"p{n}": {"name": f"Person {n}", "photo": {"file": "images/amari.jpg", "credit": credit}}
        for n, credit in enumerate(["R. Tissot", "The Lakes Review", "R. Tissot"])
    }
    doc = composed(booklets.write(tmp_path, people=people, panel=list(people), agenda=None, contacts=None))
    (credit,) = (node for node in walk(doc) if isinstance(node, Paragraph) and node.style == "credit")
    assert plain_text(credit.children) == "Photos: R. Tissot; The Lakes Review"


# Figures


SHOWN = {
    "a section": ("concept-note", {"sections": [{"heading": "Place", "show": "plan"}]}),
    "an annex": ("programme", {"annexes": [{"heading": "Place", "show": "plan"}]}),
    "a note": ("programme", {"practical": [{"text": "Come.", "show": "plan"}]}),
}


@pytest.mark.parametrize("where", SHOWN)
def test_a_figure_stands_where_it_is_shown_with_caption_and_credit(where: str, tmp_path: Path) -> None:
    document, changes = SHOWN[where]
    doc = composed(booklets.write(tmp_path, **({"practical": None, "annexes": None} | changes)), document)
    assert said(doc).count("ThewayfromtheentrancetotheGrandeSalleDrawnbytheMaisondesRives") == 1
    (shown,) = (node for node in walk(doc) if isinstance(node, Image) and node.src == "images/plan.svg")
    assert shown.alt.startswith("Plan of the ground floor")


def test_a_figure_is_read_out_in_every_format(full: Files) -> None:
    alt = booklets.EVENT["figures"]["plan"]["alt"]
    assert alt in full.frames()
    assert alt in [str(one.entries.Alt) for one in full.pdf.document.all("Figure")]
    assert f'alt="{alt}"' in full.bytes["html"].decode()


def test_a_high_figure_fits_on_a_page_with_its_caption(tmp_path: Path, pool: Pool) -> None:
    figures = {"map": {"file": "images/map.png", "alt": "Map", "caption": "The caption of the map"}}
    annexes = [{"heading": "Map", "show": "map"}]
    event = booklets.EVENT | {"figures": figures, "annexes": annexes, "practical": "Come early.", "people": {}}
    event |= {"panel": [], "agenda": [], "contacts": [], "funders": []}
    picture = strategies.bitmap(1400, 3600, "#e8e0d0")
    file = strategies.write_project(tmp_path, event, booklets.PICTURES | {"images/map.png": picture})
    outputs = {one.record.format: one.path for one in built(file, pool).outputs}
    (frame,) = reading.DocxFile(outputs["docx"].read_bytes()).document.iter(f"{WP}inline")
    height = int(frame.find(f"{WP}extent").get("cy")) / 36000
    room = load_theme().page.papers["a4"].size[0] - 2 * load_theme().page.papers["a4"].margin.outer
    assert height == pytest.approx(1.25 * room, abs=0.1)
    (office,) = pages.as_office_prints(tmp_path, [outputs["docx"]])
    for pdf in (outputs["pdf"].read_bytes(), office):
        assert [text for text in reading.pdf_texts(pdf) if "The caption of the map" in text]
    shown = [page for page in pages_of(outputs["pdf"]) if "#e8e0d0" in page]
    assert len(shown) == 1
    assert shown[0]["#e8e0d0"].height == pytest.approx(height, abs=0.4)


def pages_of(pdf: Path) -> list[dict[str, pages.Box]]:
    """For each page the box of what has the map's colour, if anything has."""
    import pikepdf

    found = []
    with pikepdf.open(pdf) as whole:
        for page in whole.pages:
            alone = pikepdf.new()
            alone.pages.append(page)
            out = io.BytesIO()
            alone.save(out)
            try:
                found.append({"#e8e0d0": pages.found(pages.first_page(out.getvalue()), "#e8e0d0")})
            except AssertionError:
                found.append({})
    return found


def test_what_cannot_be_shown_is_told(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError, match="there is nothing called “paln” to show") as caught:
        load_event(booklets.write(tmp_path, sections=[{"heading": "Place", "show": "paln"}]))
    assert caught.value.diagnostics[0].hint == "did you mean “plan”?"
    with pytest.raises(DiagnosticError, match="no figure has the id “paln”"):
        load_event(booklets.write(tmp_path, practical=[{"text": "Come.", "show": "paln"}]))
    figures = {"host": booklets.EVENT["figures"]["plan"]}
    wrong = booklets.write(tmp_path, figures=figures, practical=None, sections=[{"heading": "Place", "show": "host"}])
    with pytest.raises(DiagnosticError, match="“host” is the id of a figure, but already means something else here"):
        load_event(wrong)


# Practical information, contacts, annexes


def test_practical_notes_stand_under_their_heading_one_level_down(full: Files) -> None:
    headings = [(one.role, reading.squeezed(one.text)) for one in full.pdf.document.all("H1", "H2", "H3", "H4")]
    at = headings.index(("H2", "Practicalinformation"))
    assert headings[at + 1 : at + 4] == [("H3", "Gettingthere"), ("H3", "Security"), ("H3", "Meals")]


def test_a_note_without_heading_is_a_text(tmp_path: Path) -> None:
    doc = composed(
        booklets.write(tmp_path, practical="Bring a passport.", mode=None, languages=None, registration=None)
    )
    assert "PracticalinformationBringapassport.Contacts" in said(doc)


PRIVATE = "+41 22 555 01 99"


def test_a_number_for_the_organisers_is_in_no_byte(full: Files, tmp_path: Path, pool: Pool) -> None:
    assert PRIVATE in full.event_file.read_text(encoding="utf-8")
    files = dict(full.bytes)
    file = booklets.write(tmp_path)
    for one in built(file, pool, "booklet").outputs:
        files[f"booklet {one.record.format}"] = one.path.read_bytes()
    bare = PRIVATE.replace(" ", "")
    for name, data in files.items():
        everything = data.decode("latin-1") if "html" in name else ""
        everything += "".join(reading.pdf_texts(data)) if data.startswith(b"%PDF") else ""
        if data.startswith(b"PK"):
            everything += "".join(part.decode("latin-1") for part in reading.DocxFile(data).parts.values())
        assert "555" in everything
        assert bare not in re.sub(r"\s|\xa0", "", everything)
    assert bare not in public_yaml(load_event(file).event).decode().replace(" ", "")


def test_a_public_number_is_a_link(full: Files) -> None:
    assert 'href="tel:+41225550123"' in full.bytes["html"].decode()
    assert "tel:+41225550123" in full.docx.parts["word/_rels/document.xml.rels"].decode()


@pytest.mark.parametrize(
    ("contact", "message"),
    [
        ({"email": "a@example.org"}, "a contact needs one of name, person and party, and has none of them"),
        ({"name": "A", "person": "tamm", "email": "a@example.org"}, "has name and person"),
        ({"name": "A", "phone": "+41 22 555 01 99"}, "nobody can reach this contact"),
        ({"name": "A", "public_phone": "022/555"}, "“022/555” is not a telephone number"),
    ],
)
def test_a_contact_that_is_none_is_refused(contact: strategies.Data, message: str, tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError, match=re.escape(message)):
        load_event(booklets.write(tmp_path, contacts=[contact]))


def headings(doc: Doc) -> list[str]:
    return [plain_text(one.children) for one in walk(doc) if isinstance(one, Heading)]


def test_annexes_are_numbered_where_there_are_several(tmp_path: Path) -> None:
    several = headings(composed(booklets.write(tmp_path)))
    assert several[-3:] == [
        "Annex\u00a01: The common gauge",
        "Annex\u00a02: Rules of the discussion",
        "Acknowledgement",
    ]
    one = headings(composed(booklets.write(tmp_path, annexes=booklets.EVENT["annexes"][:1], language="fr")))
    assert one[-2] == "Annexe\u00a0: The common gauge"


def test_a_note_of_an_annex_is_a_footnote(full: Files) -> None:
    assert reading.read_docx(full.bytes["docx"]).notes == {1: "Since2011."}


# What is attached


def test_the_programme_attaches_what_it_is_asked_for_in_that_order(tmp_path: Path) -> None:
    file = booklets.write(tmp_path, attachments=["annexes", "contacts", "biographies"])
    said_of = headings(composed(file))
    order = ["Practical information", "Annex\u00a01: The common gauge", "Contacts", "Biographies"]
    assert [one for one in said_of if one in order] == order
    assert "Security" not in said_of  # how to take part is part of every programme, the notes are attached


def test_without_a_word_about_it_all_but_biographies_is_attached(tmp_path: Path) -> None:
    found = headings(composed(booklets.write(tmp_path, attachments=None)))
    assert {"Security", "Contacts", "Annex\u00a01: The common gauge"} <= set(found)
    assert "Biographies" not in found


def test_nothing_is_attached_where_nothing_shall_be(tmp_path: Path) -> None:
    file = booklets.write(tmp_path, attachments=[])
    doc = composed(file)
    assert not {"Security", "Contacts", "Annex\u00a01: The common gauge", "Biographies"} & set(headings(doc))
    file.write_bytes(public_yaml(load_event(file).event))
    assert said(composed(file)) == said(doc)


CHANGES = {
    "images/amari.jpg": {"booklet", "programme"},
    "R. Tissot": {"booklet", "programme"},
    "measured rivers for twenty years": {"booklet", "programme"},
    "since 2024": {"concept-note", "programme"},
    "press@example.org": {"booklet", "programme"},
    "Bus 4 stops": {"booklet", "programme"},
    "images/plan.svg": {"booklet", "programme"},
    "Plan of the ground floor": {"booklet", "programme"},
    "read at seven": {"booklet", "programme"},
    "images/forum.svg": {"booklet"},
    "A red disc": {"booklet"},
    "ISBN 978": {"booklet"},
    "May be copied": {"booklet"},
}


def test_what_travels_with_a_paper_changes_only_where_the_paper_does(tmp_path: Path) -> None:
    sections = [{"heading": "Panel", "show": "panel"}, {"heading": "Agenda", "show": "agenda"}]
    file = booklets.write(tmp_path, sections=sections)
    text = file.read_text(encoding="utf-8")
    documents = ("concept-note", "programme", "booklet")

    def carried() -> dict[str, bytes]:
        event = load_event(file).event
        return {name: public_yaml(event, origins(composed(file, name))) for name in documents}

    before = carried()
    for words, papers in CHANGES.items():
        assert words in text
        file.write_text(text.replace(words, f"{words[:-1]}x{words[-1]}"), encoding="utf-8")
        after = carried()
        changed = {name for name in documents if before[name] != after[name]}
        if words == "measured rivers for twenty years":
            papers = papers | {"concept-note"}  # of those without a shorter one
        assert changed == papers, words


def test_a_figure_that_nothing_shows_is_told(tmp_path: Path) -> None:
    file = booklets.write(tmp_path, practical=None)
    found = [str(one) for one in lint(file, date(2030, 1, 1)).diagnostics]
    assert any("CN169" in one and "the figure “plan” is printed nowhere" in one for one in found)
    shown = lint(booklets.write(tmp_path), date(2030, 1, 1)).diagnostics
    assert not any("“plan”" in str(one) for one in shown)
