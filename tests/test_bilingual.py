"""One paper in two languages: each row of the programme has both, and the note has one after the other."""

from __future__ import annotations

from pathlib import Path

import command
import pytest
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from lxml import html

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.load import load_languages
from conceptnote.source.project import find_project

EVENT = Path(__file__).parent / "events" / "two-languages.yaml"
DOCUMENTS = ["programme-bilingual", "concept-note-bilingual", "programme", "concept-note"]


@pytest.fixture(scope="module")
def files(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The papers of an event in English and French, in two languages and in each."""
    request = Request(EVENT, tmp_path_factory.mktemp("bilingual"), ["pdf", "docx", "html"], documents=DOCUMENTS)
    return {output.path.name: output.path.read_bytes() for output in build(request, pool=pool).outputs}


def squeezed(text: str) -> str:
    return "".join(text.split())


def paragraphs(data: bytes) -> list[str]:
    """The texts of the headings, paragraphs and list items of an HTML paper, without the furniture of pages."""
    body = html.fromstring(data).find("body")
    assert body is not None
    for furniture in [*body.iter("footer"), *body.iter("header")]:
        furniture.drop_tree()
    return [squeezed(one.text_content()) for one in body.iter("h1", "h2", "p", "li") if not one.findall(".//p")]


@pytest.mark.parametrize("document", ["programme", "concept-note"])
def test_it_says_what_both_papers_say(document: str, files: dict[str, bytes]) -> None:
    both = squeezed(html.fromstring(files[f"{document}-bilingual.html"]).text_content())
    said = [text for name in (document, f"{document}.fr") for text in paragraphs(files[f"{name}.html"])]
    assert len(said) > 40
    # The head of the agenda names languages in the place of columns, and footnotes count on in the second language.
    counted = [text.replace("sable.1", "sable.2").replace("1Personne", "2Personne") for text in said]
    missing = {text for text in counted if text not in both}
    assert missing <= {"Item", "Point", "Hour", "Heure"}


def test_each_row_has_both_languages(files: dict[str, bytes]) -> None:
    english, french = (source.event for source in load_languages(find_project(EVENT)))
    tables = html.fromstring(files["programme-bilingual.html"]).findall(".//table[@class='agenda-side-by-side']")
    rows = [row for table in tables for row in table.findall("./tbody/tr")]
    assert len(rows) == len(english.agenda) > 2
    for row, one, other in zip(rows, english.agenda, french.agenda, strict=True):
        cells = list(row)
        assert [str(one.item) in cells[1].text_content(), str(other.item) in cells[2].text_content()] == [True, True]
        assert {part.get("lang") for part in cells[2]} == {"fr"}
        assert not [part for part in cells[1].iter() if part.get("lang")]


def test_it_conforms_in_every_format(files: dict[str, bytes]) -> None:
    seen = 0
    for name, data in files.items():
        if "bilingual" in name and not name.endswith(".html"):
            findings = check_pdf(data, PdfStandard.A3A_UA1) if name.endswith(".pdf") else check_docx(data)
            assert [str(one) for one in findings] == [], name
            seen += 1
    assert seen == 8


def test_each_edition_begins_with_its_own_language(files: dict[str, bytes]) -> None:
    for name, first in (("programme-bilingual.html", "en"), ("programme-bilingual.fr.html", "fr")):
        assert html.fromstring(files[name]).get("lang") == first


def test_an_event_in_one_language_has_none(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    text = "title: T\ndate: 2031-03-04\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
    (tmp_path / "data" / "event.yaml").write_text(text, encoding="utf-8")
    done = command.run("build", "-f", "html", "-d", "programme-bilingual", cwd=tmp_path)
    assert (done.returncode, "in two languages" in done.stderr, "[en, fr]" in done.stderr) == (2, True, True)
