"""The DOCX as LibreOffice shows it, on a machine that has none of its fonts."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pages
import pytest

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, built_example: Path) -> Path:
    """A folder with the example's PDFs, and in `office` the DOCX files as LibreOffice prints them."""
    import shutil

    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(built_example, folder, dirs_exist_ok=True)
    pages.office_converts(sorted((folder / "out").glob("*.docx")), "pdf", folder / "office")
    return folder


def said(pdf: Path, *command: str) -> str:
    return subprocess.check_output([*command, pdf, *(["-"] if command[0] == "pdftotext" else [])], text=True)


@pytest.mark.parametrize("name", ["concept-note", "programme"])
def test_word_and_pdf_are_siblings(shown: Path, name: str) -> None:
    pages = [
        re.findall(r"^Pages:\s+(\d+)", said(shown / folder / f"{name}.pdf", "pdfinfo"), re.MULTILINE)
        for folder in ("out", "office")
    ]
    assert pages[0] == pages[1] != []


@pytest.mark.parametrize("name", ["concept-note", "programme"])
def test_the_fonts_come_with_the_file(shown: Path, name: str) -> None:
    fonts = [line.split()[0] for line in said(shown / "office" / f"{name}.pdf", "pdffonts").splitlines()[2:]]
    assert fonts
    assert {font.split("+")[-1].split("-")[0] for font in fonts} == {"SourceSans3", "GentiumBookPlus"}
    assert "Gentium" not in subprocess.check_output(["fc-list"], text=True)


@pytest.mark.parametrize("name", ["concept-note", "programme"])
def test_each_page_bears_the_funders_words(shown: Path, name: str) -> None:
    printed = said(shown / "office" / f"{name}.pdf", "pdftotext").removesuffix("\f").split("\f")
    for number, page in enumerate(printed, start=1):
        assert "with funding from" in page
        assert f"Page {number} of {len(printed)}" in page


def test_the_facts_of_a_section_stand_on_one_page(tmp_path: Path, pool: Pool) -> None:
    event = Path(__file__).parent / "events" / "five-funders.yaml"
    build(Request(event, tmp_path, ["docx"], ["programme"]), pool=pool)
    (made,) = tmp_path.rglob("programme.docx")
    (data,) = pages.as_office_prints(tmp_path, [made])
    (printed := tmp_path / "printed.pdf").write_bytes(data)
    first, second = subprocess.check_output(["pdftotext", printed, "-"], text=True).split("\f")[:2]
    facts = ("Practical information", "Format", "Access", "Languages")
    assert [fact in second for fact in facts] == [True] * 4
    assert not any(fact in first for fact in facts)
