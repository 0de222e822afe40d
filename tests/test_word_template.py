"""The organisation's Word template: its styles, page and furniture carry the papers, and nothing else of it does."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import command
import pages
import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from PIL import Image
from test_docx import errors
from test_looks import EVENT, event
from test_pages import W, part

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build
from conceptnote.build.theme import theme_of
from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.source.load import load_event

LIST = 'sections: [{heading: Purpose, text: "Two things:\\n\\n1. one\\n2. two\\n\\n- and\\n- so on"}]\n'


def template(*, numbered: bool = True) -> bytes:
    """A template with headers, a first page of its own, lists and odd styles, and its headings mostly numbered."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(38), Mm(24)
    section.different_first_page_header_footer = True
    styles = made.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(11)
    styles["Heading 1"].font.color.rgb = RGBColor(0x00, 0x5F, 0x2E)
    odd = styles.add_style("House  “Kicker”", WD_STYLE_TYPE.PARAGRAPH)
    odd.font.all_caps = True
    styles.add_style("agenda", WD_STYLE_TYPE.CHARACTER)
    picture = BytesIO()
    Image.new("RGB", (200, 80), "#005f2e").save(picture, "PNG")
    section.first_page_header.paragraphs[0].add_run("House header, first").add_picture(picture, width=Mm(20))
    section.header.paragraphs[0].text = "House header"
    section.footer.paragraphs[0].text = "House footer"
    section.first_page_footer.paragraphs[0].text = "House footer, first"
    made.add_paragraph("Sample text that no paper carries", style="List Number")
    made.add_section()
    if numbered:
        _number_headings(made)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _number_headings(made: Any) -> None:
    """Number the headings by their style, as house templates do (ISO/IEC 29500-1 17.9)."""
    numbering = made.part.numbering_part.element
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading1"/>'
        '<w:lvlText w:val="Part %1:"/><w:lvlJc w:val="left"/></w:lvl>'
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    abstract = (
        f'<w:abstractNum {space} w:abstractNumId="77"><w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
    )
    numbering.insert(0, etree.fromstring(abstract))
    numbering.append(etree.fromstring(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    made.styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 77


def with_template(folder: Path, data: bytes, look: str = "") -> Path:
    file = event(folder)
    (folder / "data" / "house.docx").write_bytes(data)
    file.write_text(EVENT + LIST + f"look: {{word: {{file: house.docx{look}}}}}\n", encoding="utf-8")
    return file


KICKER = ", styles: {kicker: 'House  “Kicker”'}"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Build:
    file = with_template(tmp_path_factory.mktemp("house"), template(), KICKER)
    return build(Request(file, documents=("concept-note",)), pool=pool)


@pytest.fixture(scope="module")
def paper(done: Build) -> Path:
    (found,) = (output.path for output in done.outputs if output.path.suffix == ".docx")
    return found


def test_a_paper_in_a_template_is_valid_proven_and_says_all(paper: Path, done: Build, tmp_path: Path) -> None:
    assert errors(paper.read_bytes(), tmp_path) == []
    assert {output.record.acknowledgement for output in done.outputs} == {"proven"}
    said = "".join(part(paper, "document").itertext())
    assert "Two things" in said
    assert "Sample text" not in said
    assert load_event(paper.parents[1] / "data" / "event.yaml").event.title in said


def test_styles_go_by_their_names_and_what_the_template_lacks_is_added(paper: Path) -> None:
    body, styles = part(paper, "document"), part(paper, "styles")
    names = {s.get(f"{W}styleId"): (s.get(f"{W}type"), s.find(f"{W}name")) for s in styles.iter(f"{W}style")}

    def style(words: str) -> str:
        found = next(p for p in body.iter(f"{W}p") if "".join(p.itertext()) == words)
        named = found.find(f"{W}pPr/{W}pStyle")
        name = names[named.get(f"{W}val")][1] if named is not None else None
        return str(name.get(f"{W}val")) if name is not None else ""

    assert style("Concept note") == "House “Kicker”" or style("Concept note") == "House  “Kicker”"
    assert style("Purpose").casefold() == "heading 1"
    assert style("Who decides?") == "Title"
    used = {str(one.get(f"{W}val")) for tag in ("pStyle", "rStyle", "tblStyle") for one in body.iter(f"{W}{tag}")}
    assert used <= set(names)
    assert len(names) == len(list(styles.iter(f"{W}style"))), "no id stands twice"
    numbers = {n.get(f"{W}numId") for n in part(paper, "numbering").iter(f"{W}num")}
    assert {n.get(f"{W}val") for n in body.iter(f"{W}numId")} - {"0"} <= numbers


def test_titles_headings_and_lines_have_the_room_that_the_typefaces_of_the_template_need(paper: Path) -> None:
    body, styles = part(paper, "document"), part(paper, "styles")
    for paragraph in body.iter(f"{W}p"):
        style, spacing = (paragraph.find(f"{W}pPr/{W}{name}") for name in ("pStyle", "spacing"))
        name = style.get(f"{W}val") if style is not None else None
        if name == "Title":
            assert paragraph.find(f"{W}pPr/{W}ind") is None, "our balance would be that of other typefaces"
        if name == "Heading1":
            assert spacing is None, "the template leaves more"
    (item,) = (one for one in styles.iter(f"{W}style") if one.get(f"{W}styleId") == "agenda-item")
    spacing = item.find(f"{W}pPr/{W}spacing")
    assert spacing is not None
    assert 1.25 < int(spacing.get(f"{W}line", "0")) / 240 * 1.14 < 1.45, "lines of Georgia"


def test_headers_and_footers_of_the_house_stay_and_ours_follow_on_each_page(paper: Path, tmp_path: Path) -> None:
    (pdf,) = pages.as_office_prints(tmp_path, [paper])
    target = tmp_path / "office.pdf"
    target.write_bytes(pdf)
    text = subprocess.check_output(["pdftotext", target, "-"], text=True)
    first = text.split("\f")[0]
    assert "House header, first" in first
    assert "House footer, first" in first
    assert "With funding from" in first
    assert re.search("Part I:\\s+Purpose", text)
    with ZipFile(paper) as archive:
        furniture = [archive.read(name).decode() for name in archive.namelist() if re.search(r"word/footer\d", name)]
    assert len(furniture) == 2
    assert all("House footer" in one and "With funding from" in one for one in furniture)


def test_all_papers_take_margins_size_and_colour_and_what_they_do_not_is_reported(done: Build) -> None:
    (warning,) = (one for one in done.warnings if one.code.name == "LOOK_NOT_TAKEN")
    assert "“Georgia”" in warning.message
    assert "headers and footers" in warning.message
    (event_file,) = {output.path.parents[1] / "data" / "event.yaml" for output in done.outputs}
    theme = theme_of(load_event(event_file))
    assert theme.colours["accent"] == "#005f2e"
    assert theme.sizes["text"] == 11
    assert theme.page.papers["a4"].margin.outer == pytest.approx(27, abs=0.1)
    assert theme.page.papers["a4"].margin.top == pytest.approx(38, abs=0.1)


def changed(data: bytes, name: str, change: str, by: str) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w") as target:
        for one in source.namelist():
            content = source.read(one)
            target.writestr(one, content.replace(change.encode(), by.encode(), 1) if one == name else content)
        if name not in source.namelist():
            target.writestr(name, by)
    return made.getvalue()


_FOOTER = "word/footer1.xml"
HOSTILE = {
    "no Word file": (b"%PDF-1.7", "not a DOCX file"),
    "macros": (changed(template(), "word/vbaProject.bin", "", "x"), "has macros"),
    "a field that fetches": (
        changed(template(), _FOOTER, "<w:r>", '<w:r><w:instrText> INCLUDETEXT "x" </w:instrText></w:r><w:r>'),
        "a field INCLUDETEXT",
    ),
    "an embedded object": (changed(template(), _FOOTER, "<w:r>", "<w:r><w:object/></w:r><w:r>"), "an embedded object"),
    "a picture elsewhere": (
        changed(
            changed(template(), "word/_rels/header1.xml.rels", 'Target="media', 'TargetMode="External" Target="media'),
            "word/_rels/header2.xml.rels", 'Target="media', 'TargetMode="External" Target="media',
        ),
        "refers to outside of the file",
    ),
    "entities": (
        changed(template(), "word/styles.xml", "?>", '?><!DOCTYPE w [<!ENTITY a "b">]>'), "declares a document type",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    data, said = HOSTILE[name]
    file = with_template(tmp_path, data)
    with pytest.raises(DiagnosticError) as told:
        build(Request(file, formats=("docx",)))
    (one,) = told.value.diagnostics
    assert said in one.message
    assert one.location is not None
    assert one.location.line == len(EVENT.splitlines()) + 2
    assert not (tmp_path / "out").exists()


def test_a_style_that_the_template_lacks_is_reported_at_its_name(tmp_path: Path) -> None:
    file = with_template(tmp_path, template(), ", styles: {kicker: House Kiker, nothing: Normal}")
    with pytest.raises(DiagnosticError) as told:
        build(Request(file, formats=("docx",)))
    said = str(told.value)
    assert "the template has no paragraph style “House Kiker”" in said
    assert "House" in said.split("hint")[1]
    assert "papers have no style “nothing”" in said


def test_a_paper_in_a_template_comes_back_by_merge(paper: Path) -> None:
    root = paper.parents[1]
    with ZipFile(paper) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = body.replace("Two things", "Three things").encode()
    first = next(name for name, content in parts.items() if b"House header, first" in content)
    parts[first] = parts[first].replace(b"House header, first", b"Another house")
    back = root / "back.docx"
    with ZipFile(back, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    done = command.run("merge", str(back), "-e", str(root / "data" / "event.yaml"), "--yes", cwd=root)
    assert "Three things" in (root / "data" / "event.yaml").read_text(encoding="utf-8"), done.stdout + done.stderr
    said = done.stdout + done.stderr
    assert "the page header says “Another house” now" in said
    assert "House header" not in said, "what the template has is no edit"
    assert "House footer" not in said


def test_a_paper_in_a_template_comes_through_libreoffice(paper: Path, tmp_path: Path) -> None:
    (saved,) = pages.office_converts([paper], "docx", tmp_path / "saved")
    body = "".join(part(saved, "document").itertext())
    assert "Two things" in body
    with ZipFile(saved) as archive:
        feet = [archive.read(name).decode() for name in archive.namelist() if re.search(r"word/footer\d", name)]
    assert feet
    assert all("With funding from" in one and "House footer" in one for one in feet)


def test_marks_that_have_no_room_between_the_margins_of_a_template_are_reported_at_it(tmp_path: Path) -> None:
    made = Document(BytesIO(template()))
    for section in made.sections:
        section.left_margin = section.right_margin = Mm(80)
    narrow = BytesIO()
    made.save(narrow)
    file = with_template(tmp_path, narrow.getvalue())
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("alt: Sail}", "alt: Sail, min_height: 15 mm, clear_space: 10 mm}"), encoding="utf-8")
    with pytest.raises(DiagnosticError) as told:
        build(Request(file, formats=("docx",)))
    found = told.value.diagnostics[0]
    assert (found.code, found.path) == (Code.ASSET_TOO_WIDE, ("look", "word"))
    assert "keeps 2 mm clear" in found.message


def test_the_same_template_gives_the_same_bytes(paper: Path, tmp_path: Path, pool: Pool) -> None:
    file = with_template(tmp_path / "again", template(), KICKER)
    build(Request(file, formats=("docx",), documents=("concept-note",)), pool=pool)
    again = (tmp_path / "again" / "out" / "concept-note.docx").read_bytes()
    with ZipFile(BytesIO(again)) as one, ZipFile(paper) as other:
        differing = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert set(differing) <= {"docProps/custom.xml", "docProps/core.xml", "word/footer1.xml", "word/footer2.xml"}
