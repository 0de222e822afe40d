"""Looks: chosen in the event file or by the project, checked when read, the same in each format."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import command
import pytest
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from hypothesis import given
from hypothesis import strategies as st
from test_docx import errors
from test_pages import W, pages, part

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.build.theme import theme_of
from conceptnote.diagnostics import DiagnosticError
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.load import load_event
from conceptnote.theme.contrast import contrast
from conceptnote.theme.look import Choices, LookProblem, looks, theme_like

HERE = Path(__file__).parent
FONTS = Path(HERE.parent, "src", "conceptnote", "theme", "fonts")
EVENT = """
title: Who decides?
date: 2031-05-14
time: 9:00–12:30
timezone: Europe/Zurich
parties: {fund: {name: Basin Fund, roles: funder}}
funders:
  - {party: fund, lockup: With funding from, logos: {file: images/fund.svg, alt: Sail}}
agenda: [{time: '9:00–10:00', item: Opening}, {time: '10:00–11:00', item: Talks}, {time: '11:00–12:30', item: End}]
"""


def event(folder: Path, look: str = "", project: str = "") -> Path:
    (folder / "data" / "images").mkdir(parents=True)
    shutil.copy(HERE / "events" / "images" / "harbour.svg", folder / "data" / "images" / "fund.svg")
    file = folder / "data" / "event.yaml"
    file.write_text(EVENT + look, encoding="utf-8")
    if project:
        (folder / "look.yaml").write_text(project, encoding="utf-8")
    return file


LETTERHEAD = """
  letterhead: {logo: {file: images/fund.svg, alt: Our sail}, lines: [Institute for Rivers, Geneva]}
  running_head: Institute for Rivers, since 1987
"""


@pytest.mark.parametrize("name", looks())
def test_papers_in_each_look_say_the_same_and_are_accessible_and_proven(name: str, tmp_path: Path, pool: Pool) -> None:
    file = event(tmp_path, f"look:\n  like: {name}{LETTERHEAD}")
    build(Request(file, formats=("pdf", "docx", "html"), documents=("programme",)), pool=pool)
    out = tmp_path / "out"
    pdf, docx = (out / "programme.pdf").read_bytes(), (out / "programme.docx").read_bytes()
    assert [str(finding) for finding in check_pdf(pdf, PdfStandard.A3A_UA1)] == []
    assert [str(finding) for finding in check_docx(docx)] == []
    assert errors(docx, tmp_path) == []
    html = (out / "programme.html").read_text(encoding="utf-8")
    for text in (pages(out / "programme.pdf")[0], "".join(part(out / "programme.docx", "document").itertext()), html):
        assert re.search(r"Institute for Rivers\s*.*?Geneva", text, re.DOTALL)
        assert text.index("Institute for Rivers") < text.index("Who decides?") or text is html
    accent = theme_of(load_event(file)).colours["accent"]
    assert accent in html
    styles = part(out / "programme.docx", "styles")
    assert accent.lstrip("#").upper() in {str(colour.get(f"{W}val")) for colour in styles.iter(f"{W}color")}


def test_the_event_file_comes_before_the_look_of_the_project(tmp_path: Path) -> None:
    file = event(tmp_path, "look: {accent: '#7a1f3d'}\n", "like: ministry\naccent: '#005f73'\ntables: boxes\n")
    theme = theme_of(load_event(file))
    assert theme.colours["accent"] == "#7a1f3d"
    assert theme.styles["title"].align == "center"
    assert theme.tables["agenda"].rules == "boxes"


def test_what_is_wrong_with_a_look_is_reported_at_its_line(tmp_path: Path) -> None:
    file = event(tmp_path, "", "like: ministry\naccent: '#e0b000'\n")
    with pytest.raises(DiagnosticError) as told:
        build(Request(file, formats=("html",)))
    (one,) = told.value.diagnostics
    assert one.location is not None
    assert (Path(one.location.file).name, one.location.line) == ("look.yaml", 2)
    assert "2.02 : 1" in one.message
    darker = re.search(r"#[0-9a-f]{6}", str(one.hint))
    assert darker is not None
    assert contrast(darker[0], "#ffffff") >= 4.5
    (tmp_path / "look.yaml").unlink()
    for wrong, said in (
        ("look: {sizes: {text: 6}}", "6 points"),
        ("look: {fonts: {text: Comic Sans}}", "there is no type family “Comic Sans”"),
        ("look: blue", "“blue” is not a choice here"),
        ("look: {accent: red}", "“red” is not a colour"),
        ("look: {colour: red}", "there is no key “colour” here"),
    ):
        file.write_text(EVENT + wrong + "\n", encoding="utf-8")
        with pytest.raises(DiagnosticError) as told:
            build(Request(file, formats=("html",)))
        assert said in str(told.value), wrong


_colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(accent=_colours, like=st.sampled_from(looks()))
def test_an_accent_is_read_everywhere_or_refused_with_one_that_is(accent: str, like: str) -> None:
    try:
        theme = theme_like(Choices(like, accent))
    except LookProblem as refused:
        darker = re.search(r"#[0-9a-f]{6}$", refused.hint)
        assert darker is not None
        theme = theme_like(Choices(like, darker[0]))
    for ground in ("#ffffff", theme.colours["tint"]):
        assert contrast(theme.colours["accent"], ground) >= 4.5


def test_papers_are_set_in_the_family_of_the_project(tmp_path: Path, pool: Pool) -> None:
    file = event(tmp_path, "look: {fonts: {headings: Source Serif Test}}\n")
    (tmp_path / "fonts").mkdir()
    renamed(tmp_path / "fonts")
    build(Request(file, documents=("programme",)), pool=pool)
    fonts = subprocess.check_output(["pdffonts", tmp_path / "out" / "programme.pdf"], text=True)
    assert "Source-Serif-Test" in fonts
    table = part(tmp_path / "out" / "programme.docx", "fontTable")
    assert "Source Serif Test" in [font.get(f"{W}name") for font in table.iter(f"{W}font") if len(font) > 2]


def renamed(folder: Path) -> None:
    """The faces of a bundled family under another name."""
    from fontTools.ttLib import TTFont

    for face in ("Regular", "Bold", "Italic", "BoldItalic"):
        font = TTFont(FONTS / f"SourceSans3-{face}.ttf")
        for record in list(font["name"].names):
            if record.nameID in (1, 16):
                font["name"].setName(
                    "Source Serif Test", record.nameID, record.platformID, record.platEncID, record.langID
                )
        font.save(folder / f"Test-{face}.ttf")


def test_a_family_that_lacks_a_face_is_refused(tmp_path: Path) -> None:
    file = event(tmp_path, "look: {fonts: {text: Source Serif Test}}\n")
    (tmp_path / "fonts").mkdir()
    renamed(tmp_path / "fonts")
    (tmp_path / "fonts" / "Test-Italic.ttf").unlink()
    with pytest.raises(DiagnosticError, match="has no italic face"):
        build(Request(file, formats=("docx",)))


def test_a_running_head_is_on_every_page_but_the_first(tmp_path: Path, pool: Pool) -> None:
    long = "".join(
        f"  - {{time: '{hour}:00–{hour + 1}:00', item: Hearing, text: {'One. ' * 90}}}\n" for hour in range(9, 20)
    )
    file = event(tmp_path, "look: {running_head: Since 1987}\n")
    file.write_text(re.sub(r"agenda:.*\n", f"agenda:\n{long}", file.read_text()).replace("9:00–12:30", "9:00–20:00", 1))
    build(Request(file, documents=("programme",)), pool=pool)
    first, *others = pages(tmp_path / "out" / "programme.pdf")
    assert "Since 1987" not in first
    assert others
    assert all("Since 1987" in page for page in others)


def test_bands_and_boxes_are_in_pdf_and_word(tmp_path: Path, pool: Pool) -> None:
    file = event(tmp_path, "look: {tables: bands}\n")
    build(Request(file, formats=("docx", "html"), documents=("programme",)), pool=pool)
    styles = part(tmp_path / "out" / "programme.docx", "styles")
    (agenda,) = (style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "agenda")
    assert [one.get(f"{W}type") for one in agenda.iter(f"{W}tblStylePr")] == ["firstRow", "band2Horz"]
    body = part(tmp_path / "out" / "programme.docx", "document")
    shown = next(body.iter(f"{W}tblLook"))
    assert shown.get(f"{W}noHBand") == "0"


def test_look_list_and_copy(tmp_path: Path) -> None:
    listed = command.run("look", "list", cwd=tmp_path)
    assert [line.split()[0] for line in listed.stdout.splitlines()] == looks()
    file = event(tmp_path)
    dry = command.run("look", "copy", "ministry", "-e", str(file), "--dry-run", cwd=tmp_path)
    assert "would be written" in dry.stdout
    assert not (tmp_path / "look.yaml").exists()
    assert command.run("look", "copy", "ministry", "-e", str(file), cwd=tmp_path).returncode == 0
    assert theme_of(load_event(file)).styles["title"].align == "center"
    assert command.run("look", "copy", "agency", "-e", str(file), cwd=tmp_path).returncode == 2
    assert command.run("look", "copy", "minstry", "-e", str(file), cwd=tmp_path).returncode == 2
