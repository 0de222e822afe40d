"""Every PDF is PDF/A-3a and PDF/UA-1 in one: what it says of itself, and what its tags say of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pikepdf
import pytest
import reading_pdf
import strategies
from examples import examples, some_quick
from hypothesis import event, given
from lxml import etree
from pikepdf import Dictionary, Name
from reading_pdf import Tagged, TaggedPdf, outline
from test_build import run

from conceptnote.build.pool import Pool
from conceptnote.build.printing import PrinterSettings, print_documents
from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.compose.compose import Composer
from conceptnote.doc.nodes import Doc
from conceptnote.doc.origin import Origins
from conceptnote.doc.reader import read_document
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.audience import for_audience
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates
from conceptnote.theme.css import PageBox, print_stylesheet
from conceptnote.theme.theme import load_theme
from conceptnote.write.page import footer_tree, print_tree
from conceptnote.write.pdf import Layout, PrintJob
from conceptnote.write.tagged_pdf import Attachment, write_tagged

ROOT = Path(__file__).parents[1]


def printed(
    event_file: Path, pool: Pool, standard: PdfStandard = PdfStandard.A3A_UA1
) -> dict[str, tuple[Doc, TaggedPdf]]:
    """All documents of an event as trees and as PDF."""
    folder = event_file.parent / "printed"
    request = Request(event_file, folder, ["pdf"], pdf_standard=standard)
    pdfs = {output.path.stem: TaggedPdf(output.path.read_bytes()) for output in build(request, pool=pool).outputs}
    source = for_audience(load_event(event_file), None)
    composer = Composer(source.event, Templates(source.project).read, load_theme().style_names)
    return {name: (composer.compose(name), pdf) for name, pdf in pdfs.items()}


# The text in the order of the structure


def assert_reads_as_written(doc: Doc, pdf: TaggedPdf) -> None:
    assert reading_pdf.heard(pdf) == reading_pdf.said(doc)
    assert reading_pdf.heard_lines(pdf) == reading_pdf.said_lines(doc)
    assert_no_empty_elements(pdf.document)


def assert_no_empty_elements(document: Tagged) -> None:
    for element in document.all():
        assert element.kids or element.role in ("TD", "TH"), element.role


def test_the_example_is_read_as_it_is_written(pool: Pool, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    made = printed(tmp_path / "data" / "event.yaml", pool)
    assert sorted(made) == ["concept-note", "programme"]
    for doc, pdf in made.values():
        assert_reads_as_written(doc, pdf)
    assert "commonapproach.11Formoreinformation" in reading_pdf.heard(made["concept-note"][1])


# Each example is two files: to look for a smaller one would take minutes and find little.
@examples(5, fuzz=100, shrink=False)
@given(data=strategies.events())
def test_any_event_is_read_as_it_is_written(
    data: strategies.Data, pool: Pool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = printed(strategies.write_project(tmp_path_factory.mktemp("event"), data), pool)
    for doc, pdf in made.values():
        assert_reads_as_written(doc, pdf)
        event(f"{len(pdf.pages)} pages")
        event(f"{min(3, len(list(pdf.document.all('Note'))))} notes or more")


# What the elements are


RICH = """<html lang="en">
<head><title>A paper of everything</title><meta name="author" content="Ann"><meta name="keywords" content="k"></head>
<body>
<header role="doc-pageheader"><p>Head of each page with <a href="https://example.org/head">a link</a></p></header>
<h1>A title<a role="doc-noteref" href="#in-title"></a></h1>
<aside role="doc-footnote" id="in-title"><p>Noted of the title.</p></aside>
<section>
<h2>Words</h2>
<p>Say <span lang="fr">liberté, <em>égalité</em></span> and <strong>mean it</strong> <em>all</em>.</p>
<p>Write to <a href="mailto:desk@example.org">desk@example.org</a>, read
  <a href="https://example.org/report">our <em>long</em> report, whose name goes on and on for more than a line
  of text so that the link must break, with a picture <img src="images/square.png" alt="Red square"></a>
  or <a href="https://example.org/">a page<a role="doc-noteref" href="#in-link"></a></a>.</p>
<aside role="doc-footnote" id="in-link">
  <p>First <a href="https://example.org/cited">cited</a>.</p><p>Then more.</p><ul><li>listed</li></ul>
</aside>
<blockquote><p>Said before.</p></blockquote>
<figure><img src="images/flag.jpg" alt="A flag"><figcaption>The flag</figcaption></figure>
<p class="lockup">with funding from&nbsp;<img src="images/wide.svg" alt="A funder" data-min-height="12mm"></p>
<h3>Lists</h3>
<ol start="3"><li>third<ul><li>inside</li></ul></li><li><p>fourth</p><p>and on</p></li></ol>
<ul><li>mark<ol><li>letter</li></ol></li></ul>
<dl class="facts"><dt>When</dt><dd>Today</dd><dt>Where</dt><dd>Here</dd><dd>and there</dd></dl>
</section>
<table>
<caption>Who comes</caption>
<thead><tr><th rowspan="2">Day</th><th colspan="2">Guests</th></tr><tr><th>Men</th><th>Women</th></tr></thead>
<tbody>{rows}<tr><th scope="row">Sum</th><td></td><td>9</td></tr></tbody>
</table>
<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
<footer role="doc-pagefooter"><p class="page-number">{{{{ page_number }}}} of {{{{ page_count }}}}</p></footer>
</body></html>"""


def write_rich(folder: Path, rows: int = 60) -> Path:
    """A project with one more document, in which everything turns up that a document can have."""
    lines = "".join(f'<tr><th scope="row">{n}.</th><td>{n} men</td><td>{n} women</td></tr>' for n in range(rows))
    (folder / "templates").mkdir()
    (folder / "templates" / "rich.html.j2").write_text(RICH.format(rows=lines), encoding="utf-8")
    return strategies.write_project(folder, {"title": "T", "date": "2026-03-04", "time": "9:15", "timezone": "UTC"})


@pytest.fixture(scope="module")
def rich(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> tuple[Doc, TaggedPdf]:
    return printed(write_rich(tmp_path_factory.mktemp("rich")), pool)["rich"]


def only(element: Tagged, *roles: str) -> Tagged:
    (found,) = element.all(*roles)
    return found


def test_everything_is_read_as_it_is_written(rich: tuple[Doc, TaggedPdf]) -> None:
    assert_reads_as_written(*rich)
    assert len(rich[1].pages) > 2


def test_only_types_that_a_reader_knows_are_used(rich: tuple[Doc, TaggedPdf]) -> None:
    """ISO 32000-1, 14.8.4; what is not of it is mapped to what is."""
    known = set(
        "Document Sect P H1 H2 H3 L LI Lbl LBody Table THead TBody TR TH TD Caption Figure BlockQuote Link Span "
        "Reference Note".split()
    )
    pdf = rich[1]
    roles = {element.role for element in pdf.document.all()}
    mapped = {str(key)[1:]: str(role)[1:] for key, role in pdf.catalog.StructTreeRoot.RoleMap.items()}
    assert roles - mapped.keys() == known
    assert mapped == {"Em": "Span", "Strong": "Span"}
    assert pdf.document.role == "Document"


def test_bookmarks_are_the_headings_and_nothing_else(rich: tuple[Doc, TaggedPdf]) -> None:
    assert outline(rich[1].pdf) == [(1, "A title"), (2, "Words"), (3, "Lists")]
    headings = [(int(tag.role[1]), re.sub(r"\d$", "", tag.text)) for tag in rich[1].document.all("H1", "H2", "H3")]
    assert headings == outline(rich[1].pdf)


def test_a_passage_in_another_language_says_so(rich: tuple[Doc, TaggedPdf]) -> None:
    assert rich[1].catalog.Lang == "en"
    foreign = [span for span in rich[1].document.all("Span") if "/Lang" in span.entries]
    assert [(str(span.entries.Lang), span.text) for span in foreign] == [("fr", "liberté, égalité")]


def test_a_note_and_its_call_lead_to_each_other(rich: tuple[Doc, TaggedPdf]) -> None:
    pdf = rich[1]
    calls, notes = list(pdf.document.all("Reference")), list(pdf.document.all("Note"))
    assert [call.text for call in calls] == ["1", "2"]
    assert [str(note.entries.ID) for note in notes] == ["note-1", "note-2"]
    places = pdf.catalog.Names.Dests.Names
    for call, note in zip(calls, notes, strict=True):
        (there,) = only(call, "Link").annotations
        (back,) = next(note.all("Link")).annotations
        assert there.Dest == note.entries.ID
        assert back.Dest == only(call, "Link").entries.ID
        for link in (there, back):
            assert str(link.Dest) in [str(name) for name in list(places)[::2]]
    assert str(next(notes[0].all("Link")).annotations[0].Contents) == "1: A title"
    assert str(only(calls[1], "Link").annotations[0].Contents) == "2: First cited. Then more. • listed"


def test_ids_are_unique_and_found_in_the_id_tree(rich: tuple[Doc, TaggedPdf]) -> None:
    ids = [str(tag.entries.ID) for tag in rich[1].document.all() if "/ID" in tag.entries]
    names = list(rich[1].catalog.StructTreeRoot.IDTree.Names)
    assert [str(name) for name in names[::2]] == sorted(set(ids))
    assert len(ids) == len(set(ids)) > 60
    assert all(name == element.ID for name, element in zip(names[::2], names[1::2], strict=True))


def test_every_link_of_the_text_is_tagged_and_described(rich: tuple[Doc, TaggedPdf]) -> None:
    pdf = rich[1]
    links = [link for link in pdf.document.all("Link") if "/A" in link.annotations[0]]
    described = {str(link.annotations[0].A.URI): str(link.annotations[0].Contents) for link in links}
    assert described["mailto:desk@example.org"] == "desk@example.org"
    assert described["https://example.org/cited"] == "cited (https://example.org/cited)"
    assert described["https://example.org/"] == "a page (https://example.org/)"
    broken = next(link for link in links if link.annotations[0].A.URI == "https://example.org/report")
    assert len(broken.annotations) == 3  # its lines, and the picture in it
    tagged = sum(len(link.annotations) for link in pdf.document.all("Link"))
    assert tagged == sum(len(page.get("/Annots", [])) for page in pdf.pdf.pages)
    assert all(not list(inner.all("Link"))[1:] for inner in pdf.document.all("Link"))


def test_what_stands_on_every_page_is_an_artifact(rich: tuple[Doc, TaggedPdf]) -> None:
    pdf = rich[1]
    for number, artifacts in enumerate(pdf.artifacts, start=1):
        furniture = {str(mark.properties.get("/Subtype", "")): "" for mark in artifacts}
        for mark in artifacts:
            furniture[str(mark.properties.get("/Subtype", ""))] += mark.text
            assert not mark.text or mark.properties["/Type"] == Name.Pagination
        assert furniture["/Header"] == "Head of each page with a link"
        assert re.fullmatch(rf"[0-9a-f]{{8}}{number} of {len(pdf.pages)}", furniture["/Footer"])
        assert furniture[""] == ("DayGuestsMenWomen" if number > 1 else "")
        assert artifacts[-1].properties["/Subtype"] == Name.Footer
    assert "Head of each page" not in pdf.document.text


def test_the_rule_above_the_footer_belongs_to_the_footer(rich: tuple[Doc, TaggedPdf]) -> None:
    for artifacts in rich[1].artifacts:
        rules = [
            mark
            for mark in artifacts
            if mark.properties.get("/Subtype") == Name.Footer and not mark.text and mark.shows
        ]
        assert len(rules) == 1


def test_lists_say_how_they_count_and_label_their_items(rich: tuple[Doc, TaggedPdf]) -> None:
    lists = [(str(tag.attribute("ListNumbering")), _labels(tag)) for tag in rich[1].document.all("L")]
    assert lists == [
        ("/Disc", ["•"]), ("/Decimal", ["3.", "4."]), ("/None", ["–"]), ("/Disc", ["•"]), ("/LowerAlpha", ["a."]),
        ("/None", ["When", "Where"]),
    ]  # fmt: skip
    for item in rich[1].document.all("LI"):
        assert [kid.role for kid in item.kids if isinstance(kid, Tagged)] == ["Lbl", "LBody"]


def _labels(element: Tagged) -> list[str]:
    items = [kid for kid in element.kids if isinstance(kid, Tagged)]
    return [next(item.all("Lbl")).text.strip() for item in items]


def test_a_picture_has_its_alternative_text_and_its_place(rich: tuple[Doc, TaggedPdf]) -> None:
    pdf = rich[1]
    figures = list(pdf.document.all("Figure"))
    assert [str(figure.entries.Alt) for figure in figures] == ["Red square", "A flag", "A funder"]
    assert only(figures[1], "Caption").text == "The flag"
    for figure in figures:
        left, bottom, right, top = (float(edge) for edge in figure.attribute("BBox"))
        width, height = (float(edge) for edge in list(figure.entries.Pg.MediaBox)[2:])
        assert 0 < left < right < width
        assert 0 < bottom < top < height
    square = [float(edge) for edge in figures[0].attribute("BBox")]
    (link,) = [link for link in pdf.document.all("Link") if list(link.all("Figure"))]
    assert any([float(edge) for edge in a.Rect] == pytest.approx(_turned(square), abs=0.1) for a in link.annotations)


def _turned(box: list[float]) -> list[float]:
    return [box[0], box[3], box[2], box[1]]


def test_cells_name_their_headers_where_headers_span(rich: tuple[Doc, TaggedPdf]) -> None:
    spanning, simple = rich[1].document.all("Table")
    assert [kid.role for kid in spanning.kids if isinstance(kid, Tagged)] == ["Caption", "THead", "TBody"]
    by_id = {str(th.entries.ID): th.text for th in spanning.all("TH")}
    assert all(th.attribute("Scope") in (Name.Column, Name.Row) for th in spanning.all("TH"))
    cells = {td.text: [by_id[str(name)] for name in td.attribute("Headers")] for td in spanning.all("TD")}
    assert cells["7 women"] == ["Guests", "Women", "7."]
    assert cells["8 men"] == ["Guests", "Men", "8."]
    assert cells["9"] == ["Guests", "Women", "Sum"]
    assert cells[""] == ["Guests", "Men", "Sum"]
    assert [th.attribute("Scope") for th in simple.all("TH")] == [Name.Column, Name.Column]
    assert not any("/ID" in th.entries for th in simple.all("TH"))
    assert all(td.attribute("Headers") is None for td in simple.all("TD"))


# The file


IDENTIFIERS = {
    PdfStandard.A3A_UA1: {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"},
    PdfStandard.A2A: {"pdfaid:part": "2", "pdfaid:conformance": "A"},
    PdfStandard.UA1: {"pdfuaid:part": "1"},
    PdfStandard.UA2: {"pdfuaid:part": "2", "pdfuaid:rev": "2024"},
    PdfStandard.NONE: {},
}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def identifiers(pdf: TaggedPdf) -> dict[str, str]:
    (rdf,) = etree.fromstring(pdf.catalog.Metadata.read_bytes()).iter(f"{RDF}RDF")
    known = {"{http://www.aiim.org/pdfa/ns/id/}": "pdfaid:", "{http://www.aiim.org/pdfua/ns/id/}": "pdfuaid:"}
    found = [(known[key[: key.index("}") + 1]] + key.partition("}")[2], value)
             for description in rdf.findall(f"{RDF}Description") for key, value in description.attrib.items()
             if key[: key.index("}") + 1] in known]  # fmt: skip
    assert len(found) == len(dict(found))
    return dict(found)


@pytest.mark.parametrize("standard", some_quick(PdfStandard, PdfStandard.A3A_UA1, PdfStandard.UA2))
def test_a_file_claims_the_standard_that_was_asked_for(standard: PdfStandard, pool: Pool, tmp_path: Path) -> None:
    doc, pdf = printed(write_rich(tmp_path, rows=2), pool, standard)["rich"]
    assert identifiers(pdf) == IDENTIFIERS[standard]
    assert pdf.pdf.pdf_version == ("2.0" if standard is PdfStandard.UA2 else "1.7")
    assert pdf.data.startswith(f"%PDF-{pdf.pdf.pdf_version}".encode())
    assert ("/OutputIntents" in pdf.catalog) == standard.archival
    assert ("/AF" in pdf.catalog) == standard.attaches
    # Whatever it claims, it is tagged, and reads the same.
    assert pdf.catalog.MarkInfo.Marked is True
    if standard is not PdfStandard.UA2:
        assert_reads_as_written(doc, pdf)


def test_the_schema_of_the_second_identifier_is_described_beside_it(rich: tuple[Doc, TaggedPdf]) -> None:
    """PDF/A allows only what it knows, or is told of in the file itself (ISO 19005-3, 6.6.2.3)."""
    extension = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
    (rdf,) = etree.fromstring(rich[1].catalog.Metadata.read_bytes()).iter(f"{RDF}RDF")
    (schemas,) = rdf.iter(extension)
    said = {etree.QName(element).localname: element.text for element in schemas.iter() if element.text}
    assert said["namespaceURI"] == "http://www.aiim.org/pdfua/ns/id/"
    assert (said["prefix"], said["name"], said["valueType"]) == ("pdfuaid", "part", "Integer")


def test_the_catalog_says_what_the_standards_ask_for(rich: tuple[Doc, TaggedPdf]) -> None:
    catalog = rich[1].catalog
    assert dict(catalog.MarkInfo) == {"/Marked": True, "/Suspects": False}
    assert catalog.ViewerPreferences.DisplayDocTitle is True
    (intent,) = catalog.OutputIntents
    assert (intent.S, intent.DestOutputProfile.N) == (Name.GTS_PDFA1, 3)
    assert rich[1].pdf.docinfo.Title == "A paper of everything"
    assert "/JavaScript" not in catalog.Names
    assert "/OpenAction" not in catalog
    annotated = [page for page in rich[1].pdf.pages if "/Annots" in page]
    assert annotated
    for page in annotated:
        assert page.Tabs == Name.S
        assert {int(annotation.F) for annotation in page.Annots} == {4}


def test_fonts_are_embedded_and_bitmaps_are_not_smoothed(rich: tuple[Doc, TaggedPdf]) -> None:
    fonts = [item for item in rich[1].pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == Name.Font]
    full = [font for font in fonts if font.Subtype == Name.Type0]
    assert len(full) > 3
    for font in full:
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font
    streams = [item for item in rich[1].pdf.objects if isinstance(item, pikepdf.Stream)]
    bitmaps = [item for item in streams if item.get("/Subtype") == Name.Image]
    assert len(bitmaps) == 2
    assert not any(bitmap.get("/Interpolate", False) for bitmap in bitmaps)


def test_words_of_pdf_2_lead_to_elements(pool: Pool, tmp_path: Path) -> None:
    pdf = printed(write_rich(tmp_path, rows=2), pool, PdfStandard.UA2)["rich"][1]
    (space,) = pdf.catalog.StructTreeRoot.Namespaces
    assert space.NS == "http://iso.org/pdf2/ssn"
    notes = list(pdf.document.all("FENote"))
    assert [str(note.entries.ID) for note in notes] == ["note-1", "note-2"]
    for note in notes:
        (call,) = note.entries.Ref
        assert (call.S, call.Ref[0].objgen) == (Name.Link, note.entries.objgen)
        assert pdf.pdf.get_object(call.K[-1].Obj.objgen).A.SD[0].objgen == note.entries.objgen
    assert {element.role for element in pdf.document.all() if "/NS" not in element.entries} == {"BlockQuote"}
    assert {str(tag.attribute("ListNumbering")) for tag in pdf.document.all("L")} > {"/Unordered", "/Description"}
    assert pdf.catalog.Outlines.First.A.SD[0].objgen == only(pdf.document, "H1").entries.objgen


# What is attached


SOURCE = Attachment("évènement.json", "application/ld+json", b'{"name": "A"}' * 50, "The event’s public data")


def attached(pool: Pool, attachment: Attachment | None, title: str = "T") -> bytes:
    """A short paper that carries a file."""
    theme = load_theme()
    html = f'<html lang="en"><head><title>T</title></head><body><h1>{title}</h1><p>Text</p></body></html>'
    doc = read_document(html, Origins(), theme.style_names)
    trees = print_tree(doc, theme, {}, 100), footer_tree(doc, theme, {}, 100)
    job = PrintJob(*trees, [Layout(PageBox.of(theme, "a4"))], 0.2, {}, attachment=attachment)
    look = PrinterSettings(print_stylesheet(theme), theme.fonts_folder)
    (made,) = print_documents(pool, look, [(Target("paper"), job)])
    return made.pages.data


def test_the_source_is_attached_once_with_all_that_is_said_of_it(pool: Pool) -> None:
    pdf = TaggedPdf(attached(pool, SOURCE))
    (specification,) = pdf.catalog.AF
    assert specification.AFRelationship == Name.Source
    assert (specification.UF, specification.Desc) == (SOURCE.name, SOURCE.description)
    assert str(specification.F).isascii()
    (name, found) = pdf.catalog.Names.EmbeddedFiles.Names
    assert (name, found.objgen) == (SOURCE.name, specification.objgen)
    file = specification.EF.F
    assert file.read_bytes() == specification.EF.UF.read_bytes() == SOURCE.data
    assert file.Subtype == Name("/application/ld+json")
    assert file.Params.Size == len(SOURCE.data)
    assert file.Params.ModDate == "D:19800101000000Z"
    files = [item for item in pdf.pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == Name.Filespec]
    assert len(files) == 1


def test_a_paper_with_an_attachment_is_the_same_to_the_byte_each_time(pool: Pool) -> None:
    with_source = attached(pool, SOURCE)
    assert attached(pool, SOURCE) == with_source
    without = TaggedPdf(attached(pool, None))
    assert not {"/AF", "/EmbeddedFiles"} & {*without.catalog.keys(), *without.catalog.Names.keys()}


@pytest.mark.parametrize("standard", [standard for standard in PdfStandard if standard is not PdfStandard.A3A_UA1])
def test_only_one_standard_has_room_for_an_attachment(standard: PdfStandard) -> None:
    with pytest.raises(ValueError, match="nothing can be attached"):
        write_tagged(None, standard, SOURCE)


def test_spaces_are_copied_as_spaces_though_the_first_was_one_that_does_not_break(pool: Pool) -> None:
    """The two have one glyph, and a glyph one meaning."""
    assert TaggedPdf(attached(pool, None, "Mr\u00a0A and B")).document.text == "Mr A and BText"


# The option


def test_the_standard_is_chosen_on_the_command_line(project: Path) -> None:
    done = run("build", "-f", "pdf", "-d", "programme", "--pdf-standard", "a-2a", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert identifiers(TaggedPdf((project / "out" / "programme.pdf").read_bytes())) == IDENTIFIERS[PdfStandard.A2A]


def test_an_unknown_standard_is_told_with_those_there_are(project: Path) -> None:
    done = run("build", "--pdf-standard", "a-3b", cwd=project)
    assert done.returncode == 2
    assert "there is no PDF standard “a-3b”" in done.stderr
    assert "there are: a-2a, a-3a+ua-1, none, ua-1, ua-2" in done.stderr
    assert not (project / "out").exists()
