"""The example in each shipped language: its files say the same, in order, and meet all standards."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import reading
import reading_pdf
import yaml
from conformance.pdf import check_pdf
from examples import some_quick
from reading_pdf import TaggedPdf
from test_docx import errors
from translated import ROOT, translated_event

from conceptnote.build.edition import edition_for
from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.doc.nodes import Doc
from conceptnote.languages.known import shipped_tags
from conceptnote.pdfstandard import PdfStandard
from conceptnote.scripts import direction
from conceptnote.source.load import load_event
from conceptnote.source.templates import SHIPPED_DOCUMENTS

FORMATS = paper_formats()
USUAL = ("concept-note", "programme")
# What a DOCX has beside its text, so that LibreOffice runs it the right way.
MARKS = dict.fromkeys(map(ord, "\u200e\u200f"))
OPENING, CLOSING = "（《〈「『【“‘", "，。、；：？！）》〉」』】”’"


@dataclass(frozen=True)
class Papers:
    """The example in one language: its files, and what they were written from."""

    language: str
    folder: Path
    docs: dict[str, Doc]

    def file(self, name: str) -> bytes:
        """A file by its name."""
        return (self.folder / name).read_bytes()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the concept note as they are printed."""
        return printed_lines(self.folder)


@pytest.fixture(scope="module", params=some_quick(shipped_tags(), "ar", "en", "ru", "zh"))
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Papers:
    """The concept note of the example in a language."""
    return made(request.param, tmp_path_factory.mktemp(request.param), pool, "concept-note")


def made(language: str, folder: Path, pool: Pool, *documents: str) -> Papers:
    shutil.copytree(ROOT / "data" / "images", folder / "images")
    event = yaml.safe_dump(translated_event(language), allow_unicode=True, sort_keys=False)
    (folder / "event.yaml").write_text(event, encoding="utf-8")
    asked = Request(folder / "event.yaml", folder / "out", FORMATS, documents)
    build(asked, pool=pool)
    edition = edition_for(asked, load_event(folder / "event.yaml"))
    return Papers(language, folder / "out", {one.document: edition.written[one] for one in edition.docs})


def hold_to_one_text(papers: Papers) -> None:
    """Hold all formats of each paper against its tree: letters and their order."""
    for document, written in papers.docs.items():
        doc = reading.read_doc(written)
        for name, read in (("docx", reading.read_docx), ("html", reading.read_html)):
            made = read(papers.file(f"{document}.{name}"))
            assert made.body.translate(MARKS) == doc.body, name
            assert {number: note.translate(MARKS) for number, note in made.notes.items()} == doc.notes, name
        pdf = TaggedPdf(papers.file(f"{document}.pdf"))
        assert reading_pdf.heard(pdf) == reading_pdf.said(written)
        assert str(pdf.catalog.Lang) == papers.language


def hold_to_standards(papers: Papers, folder: Path) -> None:
    """Hold all formats of each paper against their standards, and against what funders ask for."""
    for document in papers.docs:
        found = check_pdf(papers.file(f"{document}.pdf"), PdfStandard.A3A_UA1)
        assert [str(one) for one in found] == []
        assert errors(papers.file(f"{document}.docx"), folder) == []
    files = json.loads(papers.file("manifest.json"))["files"]
    assert len(files) == len(papers.docs) * len(FORMATS)
    assert {one["language"] for one in files} == {papers.language}
    assert {one["acknowledgement"] for one in files if one["document"] in USUAL} == {"proven"}


def test_all_formats_have_the_same_text_in_its_order(papers: Papers) -> None:
    hold_to_one_text(papers)


def test_all_standards_are_met_and_the_funder_is_acknowledged(papers: Papers, tmp_path: Path) -> None:
    hold_to_standards(papers, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("language", shipped_tags())
def test_so_do_all_other_papers(language: str, tmp_path: Path, pool: Pool) -> None:
    papers = made(language, tmp_path / "project", pool, *SHIPPED_DOCUMENTS)
    hold_to_one_text(papers)
    hold_to_standards(papers, tmp_path)


def test_all_formats_say_their_language_and_direction(papers: Papers) -> None:
    rtl = direction(papers.language) == "rtl"
    page = papers.file("concept-note.html").decode()
    turned = ' dir="rtl"' if rtl else ""
    assert f'<html lang="{papers.language}"{turned}>' in page
    styles = reading.DocxFile(papers.file("concept-note.docx")).parts["word/styles.xml"].decode()
    (said,) = re.findall("<w:lang [^>]*>", styles)[:1]
    assert f'w:{"bidi" if rtl else "val"}="{papers.language}' in said


def test_no_word_is_hyphenated(papers: Papers) -> None:
    said = " ".join(reading_pdf.said_lines(papers.docs["concept-note"]))
    for line in papers.lines:
        if line.endswith(("-", "\u2010", "\u00ad")):
            assert line.split()[-1] in said, line
    settings = reading.DocxFile(papers.file("concept-note.docx")).parts["word/settings.xml"].decode()
    assert '<w:autoHyphenation w:val="0"/>' in settings or '<w:autoHyphenation w:val="false"/>' in settings


def test_lines_end_where_the_language_allows_it(papers: Papers) -> None:
    bound = set(load_event(papers.folder.parent / "event.yaml").event.locale.typography.before_words)
    for line, after in zip(papers.lines, papers.lines[1:], strict=False):
        assert line.split()[-1] not in bound, (line, after)
        if papers.language == "zh":
            assert line[-1] not in OPENING, (line, after)
            assert after[0] not in CLOSING, (line, after)
            torn = re.search(r"[^。]\d$", line) and "\u3400" < after[0] < "\u9fff"
            assert not torn, (line, after)  # The number of a note follows a full stop.


CHINESE = """\
language: zh
title: 马里反对暴力极端主义：民间社会的参与和人的安全
date: 2030-03-05
time: 9:15–10:45
timezone: Asia/Shanghai
sections:
  - heading: 数字
    text: |
      PROSE
"""


def printed_lines(folder: Path) -> list[str]:
    """The lines of a concept note as they are printed."""
    command = ["pdftotext", "-raw", "concept-note.pdf", "-"]
    printed = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout
    return [line.strip() for line in printed.replace("\f", "\n").split("\n") if line.strip()]


def test_chinese_dates_and_counted_things_stay_on_one_line(tmp_path: Path, pool: Pool) -> None:
    counted = ("2029年12月10日", "1250个", "第3条", "90分", "2016–2021年")
    # Fillers of all lengths, so that each would be torn at each of its letters.
    prose = "".join(f"{'水' * length}{one}，" for one in counted for length in range(25, 49))
    (tmp_path / "event.yaml").write_text(CHINESE.replace("PROSE", prose), encoding="utf-8")
    build(Request(tmp_path / "event.yaml", tmp_path / "out", ("pdf",), ("concept-note",)), pool=pool)
    lines = printed_lines(tmp_path / "out")
    for one in counted:
        assert sum(line.count(one) for line in lines) == 24, one
    assert {"马里反对暴力极端主义：", "民间社会的参与和人的安全"} <= set(lines)
    assert not [line for line in lines if line[0] in CLOSING]
