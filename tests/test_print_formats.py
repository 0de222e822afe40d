"""Every paper, either way up: size, margins and type, in PDF and DOCX alike; and which document is on which."""

from __future__ import annotations

import ctypes
import itertools
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from lxml import etree
from msgspec.structs import replace
from pages import office_converts
from verifying import W

from conceptnote.build.pool import Pool
from conceptnote.build.printing import PrinterSettings, print_documents
from conceptnote.build.record import Target
from conceptnote.build.request import Request, known_documents
from conceptnote.build.run import Build, build, check_built
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.nodes import Doc
from conceptnote.doc.origin import Origins
from conceptnote.doc.reader import read_document
from conceptnote.pageformat import ORIENTATIONS, PAPERS, Orientation, PaperName
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source import project_file, templates
from conceptnote.theme.css import PageBox, changed_stylesheet, print_stylesheet
from conceptnote.theme.theme import load_theme
from conceptnote.write.metrics import line_height
from conceptnote.write.page import footer_tree, print_tree
from conceptnote.write.pdf import Layout, PrintJob

ROOT = Path(__file__).parents[1]
COMMAND = str(Path(sys.executable).with_name("conceptnote"))
MM = 72 / 25.4
SIZES: dict[PaperName, tuple[float, float]] = {
    "a4": (210, 297), "letter": (215.9, 279.4), "a5": (148, 210), "half-letter": (139.7, 215.9),
    "third-a4": (99, 210), "third-letter": (93.1, 215.9),
}  # fmt: skip
EACH = [(paper, orientation) for paper in PAPERS for orientation in ORIENTATIONS]
SIGN = (
    '<html lang="en"><head><title>Sign</title><meta name="acknowledgement" content="none"></head>'
    "<body><h1>This way</h1></body></html>"
)


@dataclass(frozen=True)
class Word:
    """A word and where it stands, in millimetres from the upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(pdf: Path) -> list[list[Word]]:
    """The words of each page."""
    text = subprocess.check_output(["pdftotext", "-bbox", pdf, "-"], text=True)
    word = r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
    return [
        [Word(said, *(float(n) / MM for n in place)) for *place, said in re.findall(word, page)]
        for page in text.split("<page ")[1:]
    ]


def page_size(pdf: Path) -> tuple[float, float]:
    """The size of all pages in millimetres, which must have one size."""
    told = subprocess.check_output(["pdfinfo", "-l", "-1", pdf], text=True)
    found = {(w, h) for w, h in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)}
    assert len(found) == 1
    width, height = found.pop()
    return float(width) / MM, float(height) / MM


def body_xml(docx: Path, part: str = "document") -> Any:
    with zipfile.ZipFile(docx) as package:
        return etree.fromstring(package.read(f"word/{part}.xml"))


def turned(paper: PaperName, orientation: Orientation) -> tuple[float, float]:
    width, height = SIZES[paper]
    return (width, height) if orientation == "portrait" else (height, width)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    """The example's programme on every paper, either way up, in a folder of its own, and as LibreOffice shows it."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "word").mkdir()
    for paper, orientation in EACH:
        name = f"{paper}-{orientation}"
        request = Request(ROOT / "data" / "event.yaml", folder / name, paper=paper, orientation=orientation)
        build(request, pool=pool)
        shutil.copy(folder / name / "programme.docx", folder / "word" / f"{name}.docx")
    office_converts(sorted((folder / "word").glob("*.docx")), "pdf", folder / "office")
    return folder


def test_the_theme_has_every_paper_that_can_be_named() -> None:
    papers = load_theme().page.papers
    assert {name: paper.size for name, paper in papers.items()} == SIZES


@pytest.mark.parametrize(("paper", "orientation"), EACH)
def test_pdf_and_word_have_the_size_of_the_paper(printed: Path, paper: PaperName, orientation: Orientation) -> None:
    name, size = f"{paper}-{orientation}", turned(paper, orientation)
    for document in ("programme", "concept-note"):
        assert page_size(printed / name / f"{document}.pdf") == pytest.approx(size, abs=0.1)
        (page,) = body_xml(printed / name / f"{document}.docx").iter(f"{W}pgSz")
        told = [int(page.get(f"{W}{side}")) / 20 / MM for side in "wh"]
        assert told == pytest.approx(size, abs=0.1)
        assert page.get(f"{W}orient") == ("landscape" if orientation == "landscape" else None)
    assert page_size(printed / "office" / f"{name}.pdf") == pytest.approx(size, abs=0.1)


@pytest.mark.parametrize(("paper", "orientation"), EACH)
def test_all_text_stands_between_the_margins(printed: Path, paper: PaperName, orientation: Orientation) -> None:
    name, theme = f"{paper}-{orientation}", load_theme().on(paper)
    box = PageBox.of(theme.tighter[-1], paper, orientation)
    for pdf in (*sorted((printed / name).glob("*.pdf")), printed / "office" / f"{name}.pdf"):
        assert len(words(pdf)[0]) > 20
        for word in (word for page in words(pdf) for word in page):
            assert word.left > box.outer - 0.3, (pdf.name, word)
            assert word.right < box.width - box.outer + 0.3, (pdf.name, word)
            # What goes on is said above the text, where office printers still reach.
            assert word.top > min(box.top - 2, 4), (pdf.name, word)
            assert word.bottom < box.height - box.bottom + 2, (pdf.name, word)


@pytest.mark.parametrize(("paper", "orientation"), EACH)
def test_word_and_pdf_are_siblings_on_every_paper(printed: Path, paper: PaperName, orientation: Orientation) -> None:
    name = f"{paper}-{orientation}"
    pdf, office = words(printed / name / "programme.pdf"), words(printed / "office" / f"{name}.pdf")
    assert abs(len(pdf) - len(office)) <= 1
    # Both begin alike, line by line: the title and what stands below it. Word may be a step tighter.
    for one, other in zip(pdf[0][:25], office[0][:25], strict=True):
        assert one.text == other.text
        assert one.left == pytest.approx(other.left, abs=1.6), one.text
        assert one.top == pytest.approx(other.top, abs=2.5, rel=0.1), one.text


@pytest.mark.parametrize(("paper", "orientation"), EACH)
def test_each_page_names_the_funder(printed: Path, paper: PaperName, orientation: Orientation) -> None:
    folder = printed / f"{paper}-{orientation}"
    for pdf in (*sorted(folder.glob("*.pdf")), printed / "office" / f"{paper}-{orientation}.pdf"):
        pages = [" ".join(word.text for word in page) for page in words(pdf)]
        for number, page in enumerate(pages, start=1):
            assert "with funding from" in page
            assert f"Page {number} of {len(pages)}" in page
    entries = json.loads((folder / "manifest.json").read_text())["files"]
    assert [entry["acknowledgement"] for entry in entries] == ["proven"] * 4


@pytest.mark.parametrize(("paper", "orientation"), EACH)
def test_no_page_has_more_than_four_sizes_of_type(printed: Path, paper: PaperName, orientation: Orientation) -> None:
    folder, theme = printed / f"{paper}-{orientation}", load_theme().on(paper)
    sizes = {theme.sizes[name] for name in ("display", "head", "text", "small")}
    assert len(sizes) == 4
    seen = set()
    pdf = pypdfium2.PdfDocument(folder / "programme.pdf")
    for page in pdf:
        for text in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            size = ctypes.c_float()
            pypdfium2.raw.FPDFTextObj_GetFontSize(text, size)
            a, _, _, d, *_ = text.get_matrix().get()
            seen.add(round(size.value * abs(d or a), 2))
    pdf.close()
    told = {int(each.get(f"{W}val")) / 2 for each in body_xml(folder / "programme.docx", "styles").iter(f"{W}sz")}
    assert seen == sizes
    # The anchors that Word asks for have one point, and no text; other styles are of covers and plates.
    assert sizes <= told <= {1, *theme.sizes.values()}


LINES = {"a5": (60, 80), "half-letter": (60, 80), "third-a4": (45, 65), "third-letter": (45, 65)}


@pytest.mark.parametrize(
    ("paper", "orientation"), [each for each in EACH if each[0] in LINES or each[1] == "landscape"]
)
def test_a_line_is_as_long_as_one_reads(printed: Path, paper: PaperName, orientation: Orientation) -> None:
    """Characters in a full line of the text: the least that one likes to read, and the most."""
    text = subprocess.check_output(
        ["pdftotext", "-layout", printed / f"{paper}-{orientation}" / "concept-note.pdf", "-"], text=True
    )
    lines = sorted(len(line.strip()) for line in text.splitlines() if re.search(r"\w+ \w+ \w+ [\w,’.]+$", line))
    usual = lines[len(lines) * 3 // 4]
    least, most = LINES[paper] if orientation == "portrait" and paper in LINES else (60, 82)
    assert len(lines) > 40
    assert least <= usual <= most


@pytest.mark.parametrize("name", ["a5-portrait", "third-letter-portrait", "a4-landscape"])
def test_what_is_built_on_other_papers_is_as_sound_as_on_a4(printed: Path, name: str) -> None:
    for path in (printed / name).glob("*.pdf"):
        assert [str(finding) for finding in check_pdf(path.read_bytes(), PdfStandard.A3A_UA1)] == []
    for path in (printed / name).glob("*.docx"):
        assert check_docx(path.read_bytes()) == []


def test_tables_are_as_wide_as_a_turned_page_and_text_is_not(printed: Path) -> None:
    first = words(printed / "a4-landscape" / "concept-note.pdf")[0]
    assert max(word.right for word in first if 45 < word.top < 160) < 28 + 128 + 31
    agenda = [word for word in words(printed / "a4-landscape" / "programme.pdf")[0] if word.text == "Speakers"]
    assert agenda[0].left > 140


# Which document, on which paper


def with_papers(project: Path, papers: str) -> Path:
    file = project / "data" / "event.yaml"
    text = re.sub(r"\npapers:.*\Z", "\n", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    file.write_text(f"{text}\npapers:\n{papers}\n" if papers else text, encoding="utf-8")
    return file


def sizes(done: Build) -> dict[str, str]:
    return {
        output.path.stem: f"{output.record.options['paper']} {output.record.options['orientation']}"
        for output in done.outputs
    }


def test_the_event_says_what_each_document_is_printed_on_and_the_command_line_comes_first(
    project: Path, pool: Pool
) -> None:
    file = with_papers(project, "  programme: {paper: a5, orientation: landscape}\n  concept-note: {paper: letter}")
    done = build(Request(file), pool=pool)
    assert sizes(done) == {"programme": "a5 landscape", "concept-note": "letter portrait"}
    assert page_size(project / "out" / "programme.pdf") == pytest.approx((210, 148), abs=0.1)
    assert page_size(project / "out" / "concept-note.pdf") == pytest.approx((215.9, 279.4), abs=0.1)
    assert sizes(build(Request(file, paper="a4"), pool=pool)) == {
        "programme": "a4 landscape", "concept-note": "a4 portrait",
    }  # fmt: skip
    assert sizes(build(Request(file, orientation="portrait", formats=["docx"]), pool=pool)) == {
        "programme": "a5 portrait", "concept-note": "letter portrait",
    }  # fmt: skip


def test_the_same_event_is_a4_without_a_word_about_paper(project: Path, pool: Pool) -> None:
    assert sizes(build(Request(project / "data" / "event.yaml", formats=["docx"]), pool=pool)) == {
        "programme": "a4 portrait", "concept-note": "a4 portrait",
    }  # fmt: skip


def test_nothing_changed_is_known_without_the_event_and_a_changed_paper_is_noticed(project: Path, pool: Pool) -> None:
    file = with_papers(project, "  programme: {paper: a5, impose: booklet}")
    build(Request(file), pool=pool)
    program = (
        "import sys\nfrom conceptnote.build.request import Request\nfrom conceptnote.build.run import build\n"
        "done = build(Request())\n"
        "heavy = {'weasyprint', 'docx', 'pydantic', 'jinja2', 'lxml', 'yaml', 'pikepdf'}\n"
        "print(len(done.outputs), {one.seconds for one in done.outputs}, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == "5 {None} []\n"
    for changed in (
        Request(file, paper="a4"),
        Request(file, orientation="landscape"),
        Request(file, impose=["two-up"]),
    ):
        one = replace(changed, documents=["programme"], formats=["pdf"])
        assert all(output.seconds is not None for output in build(one, pool=pool).outputs)
        assert all(output.seconds is None for output in build(one, pool=pool).outputs)
    with_papers(project, "  programme: {paper: letter}")
    assert all(output.seconds is not None for output in build(Request(file), pool=pool).outputs)
    (project / "out" / "programme.pdf").unlink()
    assert all(output.seconds is not None for output in build(Request(file), pool=pool).outputs)


def test_a_lost_imposed_file_is_made_again(project: Path, pool: Pool) -> None:
    file = with_papers(project, "  programme: {impose: booklet}")
    build(Request(file), pool=pool)
    (project / "out" / "programme.booklet-a4.pdf").unlink()
    with pytest.raises(DiagnosticError, match="the file is missing"):
        check_built(Request(file), pool)
    build(Request(file), pool=pool)
    assert (project / "out" / "programme.booklet-a4.pdf").exists()


@pytest.fixture
def sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A further shipped document, which is not one of the usual ones."""
    folder = tmp_path / "shipped"
    shutil.copytree(templates.shipped_folder(), folder)
    (folder / "door-sign.html.j2").write_text(SIGN)
    monkeypatch.setattr(templates, "shipped_folder", lambda: folder)
    shipped = project_file.shipped
    monkeypatch.setattr(project_file, "shipped", lambda name: folder if name == "templates" else shipped(name))


def built_names(done: Build) -> set[str]:
    return {output.path.stem for output in done.outputs}


@pytest.mark.usefixtures("sign")
def test_other_shipped_documents_are_built_where_somebody_names_them(project: Path, pool: Pool) -> None:
    file = project / "data" / "event.yaml"
    assert known_documents(file)[:2] == ["concept-note", "programme"]
    assert "door-sign" in known_documents(file)
    assert "door-sign" in known_documents(project / "nowhere.yaml")
    usual = built_names(build(Request(file), pool=pool))
    assert usual == {"concept-note", "programme"}
    assert built_names(build(Request(file, documents=["door-sign"]), pool=pool)) == {"door-sign"}
    with_papers(project, "  door-sign: {}")
    assert built_names(build(Request(file), pool=pool)) == usual | {"door-sign"}
    assert all(output.seconds is None for output in build(Request(file), pool=pool).outputs)
    with_papers(project, "")
    assert sorted(path.name for path in build(Request(file), pool=pool).removed) == [
        "door-sign.docx", "door-sign.pdf",
    ]  # fmt: skip


@pytest.mark.usefixtures("sign")
def test_what_somebody_had_built_by_name_stays_and_is_warned_of_once_it_is_outdated(project: Path, pool: Pool) -> None:
    file = project / "data" / "event.yaml"
    build(Request(file, documents=["door-sign"], formats=["pdf"]), pool=pool)
    file.write_text(file.read_text().replace("9:15–10:15", "9:15–10:20"))
    done = build(Request(file), pool=pool)
    assert done.removed == []
    assert [warning.location and Path(warning.location.file).name for warning in done.warnings] == ["door-sign.pdf"]
    assert (project / "out" / "door-sign.pdf").exists()


WRONG = {
    "an unknown document": ("  program: {paper: a5}", "there is no document “program”", "did you mean “programme”?"),
    "an unknown paper": ("  programme: {paper: a6}", "“a6” is not a choice here", "the choices are: a4, a5,"),
    "an unknown key": ("  programme: {papers: a5}", "there is no key “papers” here", "did you mean “paper”?"),
    "an unknown imposition": ("  programme: {impose: [book]}", "“book” is not a choice here", "booklet"),
    "a paper with no such pages": (
        "  programme: {paper: a5, impose: leaflet}",
        "“leaflet” takes pages of third-a4 or third-letter, and not of a5",
        "name the sheet that it is printed on, a4, or third-a4",
    ),
    "two sizes at once": (
        "  programme: {impose: [booklet, leaflet]}",
        "a document has one size of page, and this asks for pages of a5 for “booklet” and third-a4 for “leaflet”",
        "ask for one of them",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_about_papers_is_told_at_its_line(project: Path, name: str) -> None:
    papers, *said = WRONG[name]
    file = with_papers(project, papers)
    with pytest.raises(DiagnosticError) as refused:
        build(Request(file))
    (problem,) = refused.value.diagnostics
    for words_ in said:
        assert words_ in str(problem)
    line = file.read_text().splitlines().index(papers) + 1
    assert problem.location is not None
    assert problem.location.line == line


def test_the_papers_are_nobody_elses_business(project: Path, pool: Pool) -> None:
    file = with_papers(project, "  programme: {paper: a5, impose: booklet}")
    build(Request(file), pool=pool)
    for path in (project / "out").glob("programme*.pdf"):
        assert b"orientation" not in path.read_bytes()
    attached = subprocess.check_output(["pdfdetach", "-list", project / "out" / "programme.pdf"], text=True)
    assert "event.yaml" in attached
    target = project / "attached.yaml"
    subprocess.run(["pdfdetach", "-save", "1", "-o", target, project / "out" / "programme.pdf"], check=True)
    assert "title:" in target.read_text()
    assert "papers" not in target.read_text()


# What has no room


def funded(project: Path, logo: str, disclaimer: str = "") -> Path:
    (project / "data" / "images" / "wide.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="100" viewBox="0 0 800 100">'
        '<rect width="800" height="100" fill="#0b6e4f"/></svg>'
    )
    file = project / "data" / "event.yaml"
    file.write_text(
        "title: Sharing water\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
        "parties: {fund: {name: Water Fund, roles: funder}}\n"
        "agenda: [{time: 9:15–9:30, item: Opening}]\n"
        f"funders:\n  - {{party: fund, lockup: with funding from, logos: {logo}{disclaimer}}}\n",
        encoding="utf-8",
    )
    return file


def test_a_mark_that_is_wider_than_the_paper_is_told_with_the_width_that_there_is(project: Path, pool: Pool) -> None:
    file = funded(project, "{file: images/wide.svg, alt: Water Fund, min_height: 10 mm}")
    with pytest.raises(DiagnosticError) as refused:
        build(Request(file, documents=["programme"], paper="third-a4"), pool=pool)
    (problem,) = refused.value.diagnostics
    assert "the mark “Water Fund” is 80 mm wide" in str(problem)
    assert "programme on third-a4 has 65 mm for it" in str(problem)
    assert problem.path == ("funders", 0, "logos", 0)
    assert build(Request(file, documents=["programme"], paper="a5"), pool=pool).outputs


def test_a_foot_that_leaves_no_room_for_text_is_told(project: Path, pool: Pool) -> None:
    words_ = ", disclaimer: " + " ".join(["These are views of those who hold them and of nobody else"] * 40)
    file = funded(project, "{file: images/wide.svg, alt: Water Fund}", words_)
    request = Request(file, documents=["programme"], paper="third-a4", orientation="landscape", formats=["pdf"])
    with pytest.raises(DiagnosticError, match="leaves none for text: use a larger paper"):
        build(request, pool=pool)


# One sheet where it can be one


LINE = "Rivers run where they will, and whoever lives beside them has to talk to others."


def lines_on(paper: PaperName, count: int) -> Doc:
    """A document of so many paragraphs that take a line each."""
    body = f"<h1>Water</h1>{f'<p>{LINE[:38]}</p>' * count}"
    html = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return read_document(html, Origins(), load_theme().style_names)


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "counts"), [("a4", range(35, 46)), ("a5", range(28, 37))])
def test_a_page_is_saved_by_no_more_than_it_takes(pool: Pool, paper: PaperName, counts: range) -> None:
    """The same paper with a line more each time grows tighter, step by step, before it fills another page."""
    base = load_theme()
    own = base.on(paper)
    layouts = [Layout(PageBox.of(theme, paper), changed_stylesheet(theme, base)) for theme in (own, *own.tighter)]
    assert len(layouts) == 3

    def job(count: int, upto: int) -> tuple[Target, PrintJob]:
        doc = lines_on(paper, count)
        trees = print_tree(doc, own, {}, 80), footer_tree(doc, own, {}, 80)
        return Target(f"{count} {upto}"), PrintJob(*trees, layouts[:upto], own.tightening.last_page, {})

    look = PrinterSettings(print_stylesheet(base), base.fonts_folder)
    found = {one.target.document: one.pages for one in print_documents(pool, look, [job(count, 3) for count in counts])}
    pages = [found[f"{count} 3"].count for count in counts]
    assert pages == sorted(pages)
    assert {one.layout for one in found.values()} == {0, 1, 2}
    tight = [count for count in counts if found[f"{count} 3"].layout]
    jobs = [job(number, upto) for number in tight for upto in (1, 2)]
    less = {one.target.document: one.pages for one in print_documents(pool, look, jobs)}
    for count in tight:
        loose, half, made = less[f"{count} 1"], less[f"{count} 2"], found[f"{count} 3"]
        assert made.count < loose.count
        assert made.layout == 1 or half.count == loose.count


def test_word_is_as_tight_as_the_pdf_or_a_step_tighter_on_a_full_page(project: Path, pool: Pool) -> None:
    theme = load_theme().on("a5")
    themes = (*reversed(theme.looser), theme, *theme.tighter)
    leadings = [(one.styles["body"].leading or 0) * one.sizes["text"] for one in themes]
    lines = [leading + one.styles["body"].after for leading, one in zip(leadings, themes, strict=True)]
    natural = (line_height(theme, theme.styles["body"]) or 0) * theme.sizes["text"]
    file, seen = project / "data" / "event.yaml", set()
    for count in range(20, 34):
        text = "\n".join(f"      {LINE[:38]}\n" for _ in range(count))
        file.write_text(
            "title: Water\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
            f"sections:\n  - heading: Purpose\n    text: |\n{text}",
            encoding="utf-8",
        )
        build(Request(file, documents=["concept-note"], paper="a5"), pool=pool)
        styles = body_xml(project / "out" / "concept-note.docx", "styles")
        (spacing,) = styles.xpath("//w:style[@w:styleId='Normal']//w:spacing", namespaces={"w": W.strip("{}")})
        at = int(spacing.get(f"{W}line")) / 240 * natural
        step = min(range(len(leadings)), key=lambda number: abs(leadings[number] - at))
        assert at == pytest.approx(leadings[step], abs=0.05)
        between = [
            after - before for before, after in itertools.pairwise(tops_of(project / "out" / "concept-note.pdf"))
        ]
        printed = min(range(len(lines)), key=lambda number: abs(lines[number] - sorted(between)[len(between) // 2]))
        assert step in (printed, printed + 1)
        seen.add(step - printed)
        if seen == {0, 1}:
            break
    assert seen == {0, 1}


def tops_of(pdf: Path) -> list[float]:
    """Where the lines of the first page begin, in points from the top."""
    return sorted({round(word.top * MM, 1) for word in words(pdf)[0] if word.text == "Rivers"})
