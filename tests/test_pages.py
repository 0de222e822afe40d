"""Pages as readers see them: names in one piece, heads that say the day, cards as groups, Word files to edit."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_docx import errors

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.theme.theme import load_theme
from conceptnote.units import twips
from conceptnote.write.fit import fitted
from conceptnote.write.metrics import text_width

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = "What has been learnt since the last meeting and what is still open between upstream and downstream countries."
ROWS = "\n".join(
    f"      - {{time: '{hour}:00–{hour + 1}:00', item: Session {hour}, text: {LONG} {LONG} {LONG} {LONG}}}"
    for hour in range(8, 18)
)
EVENT = f"""
title: Rivers
timezone: Europe/Zurich
venue: {{name: Palais, city: Geneva}}
parties: {{basin: {{name: Basin Institute}}}}
people:
  k: {{honorific: Mr, name: {{given: Kenichi, family: Watanabe}}, functions: Director-General}}
  v: {{name: {{given: Jan Willem, family: van der Meulen}}}}
  h: {{name: Anne-Margrethe Holm-Rasmussen of the Ruritanian-Elbonian Commission}}
  open: {{name: To be announced}}
panel: [k, v]
sittings:
  - date: 2030-12-04
    time: 9:00–12:00
    agenda:
      - time: 9:00–12:00
        item: Plenary
        text: |
          Two questions:

          - who decides,
          - who pays.
        who: [k, {{party: basin}}, open, {{office: Chair of the Basin}}]
        rows: [{{time: '9:00–9:20', item: Talk, who: v}}, {{item: Other talk, who: h}}]
  - date: 2030-12-05
    time: 8:00–18:00
    agenda:
{ROWS}
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    file = tmp_path_factory.mktemp("pages") / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(EVENT, encoding="utf-8")
    documents = ("programme", "badges", "name-plates", "attendance-sheet", "speaker-brief", "run-of-show")
    build(Request(file, formats=("pdf", "docx", "html"), documents=documents), pool=pool)
    return file.parents[1] / "out"


def pages(pdf: Path) -> list[str]:
    whole = subprocess.check_output(["pdftotext", "-layout", pdf, "-"], text=True)
    return [page.replace("\u00a0", " ") for page in whole.split("\f")[:-1]]


def part(docx: Path, name: str) -> ElementTree.Element:
    with ZipFile(docx) as archive:
        return ElementTree.fromstring(archive.read(f"word/{name}.xml"))


_names = st.lists(st.text("abcdWilm-", min_size=1, max_size=18), min_size=1, max_size=5).map(" ".join)


@given(name=_names, room=st.floats(40, 200))
def test_no_part_of_a_name_is_broken_on_a_card(name: str, room: float) -> None:
    theme = load_theme()
    for style in (theme.styles["badge-name"], theme.styles["plate-name"]):
        points = fitted(name, theme, style, room) or 0
        scale = points / theme.sizes[style.size or ""]
        assert all(text_width(word, theme, style) * scale <= room for word in name.split()) or points == 6


def test_names_break_between_their_parts_on_cards_in_pdf_and_word(out: Path) -> None:
    (page,) = pages(out / "badges.pdf")
    lines = [re.sub(r" {2,}", "\n", line).strip() for line in page.splitlines()]
    said = "\n".join(lines)
    assert "Director-General" in said
    assert not re.search(r"\b(van|der)$", said, re.MULTILINE)
    assert not re.search(r"-$", said, re.MULTILINE)
    body = part(out / "badges.docx", "document")
    assert len(list(body.iter(f"{W}noBreakHyphen"))) == 4
    assert not [text for text in body.iter(f"{W}t") if "-" in (text.text or "")]


def test_badges_are_for_people_and_neither_for_institutions_nor_for_whoever_is_open(out: Path) -> None:
    (page,) = pages(out / "badges.pdf")
    assert "Watanabe" in page
    assert "Chair of the Basin" in page
    assert "Basin Institute" not in page
    assert "announced" not in page


def structure(pdf: Path) -> str:
    return subprocess.check_output(["pdfinfo", "-struct-text", pdf], text=True, stderr=subprocess.DEVNULL)


def test_cards_are_a_group_for_each_person_and_a_copy_is_read_to_nobody(out: Path) -> None:
    for paper in ("badges", "name-plates"):
        said = structure(out / f"{paper}.pdf")
        assert "Table" not in said
        assert said.count("Watanabe") == 1
        with pikepdf.open(out / f"{paper}.pdf") as pdf:
            (document,) = below(pdf.Root.StructTreeRoot)
            assert [one.S for one in below(document)] == ["/Sect"] * (6 if paper == "name-plates" else 4)
        # The copy of a name for the person opposite is on the page, and in no element.
        assert "".join(pages(out / f"{paper}.pdf")).count("Watanabe") == (2 if paper == "name-plates" else 1)
    assert structure(out / "name-plates.pdf").count("Sect") == 6
    html = (out / "name-plates.html").read_text(encoding="utf-8")
    assert html.count('role="group"') == 12
    assert html.count('aria-hidden="true"') == 6
    assert html.count("<h1") == 1
    assert "<table" not in html


def test_first_cells_of_an_agenda_are_the_headers_of_their_rows(out: Path) -> None:
    html = (out / "programme.html").read_text(encoding="utf-8")
    assert html.count('<th scope="row"><p class="agenda-time">') == 12
    for name in ("programme", "internal/run-of-show"):
        with pikepdf.open(out / f"{name}.pdf") as pdf:
            rows = [below(row) for body in elements(pdf, "TBody") for row in below(body)]
            assert len(rows) == 13
            for first, *others in rows:
                # A row without a time is under the one before it: an empty cell is no header.
                assert (first.S, first.A.Scope) == ("/TH", "/Row") if below(first) else first.S == "/TD"
                assert {cell.S for cell in others} <= {"/TD"}
            assert sum(bool(below(first)) for first, *_ in rows) == 12


def test_an_empty_cell_of_a_run_of_show_holds_nothing(tmp_path: Path, pool: Pool) -> None:
    file = tmp_path / "event.yaml"
    rows = "[{time: '9:00', item: Opening, cue: Lights}, {time: '9:30', item: Talk, responsible: Ada}]"
    file.write_text(f"title: R\ndate: 2030-12-04\ntime: '9:00'\ntimezone: Europe/Zurich\nagenda: {rows}\n", "utf-8")
    build(Request(file, formats=("pdf", "html"), documents=("run-of-show",)), pool=pool)
    with pikepdf.open(tmp_path / "out" / "internal" / "run-of-show.pdf") as pdf:
        cells = list(elements(pdf, "TD"))
        empty = [cell for cell in cells if not below(cell)]
        assert 0 < len(empty) < len(cells)
        assert not [cell for cell in empty if "/K" in cell and len(cell.K)]
    html = (tmp_path / "out" / "internal" / "run-of-show.html").read_text(encoding="utf-8")
    assert len(re.findall(r"<td[^>]*></td>|<td[^>]*/>", html)) == len(empty)


def elements(pdf: pikepdf.Pdf, tag: str) -> Iterator[pikepdf.Dictionary]:
    """The structure elements with a tag, in reading order."""
    left = [pdf.Root.StructTreeRoot]
    while left:
        one = left.pop()
        if one.get("/S") == f"/{tag}":
            yield one
        left += reversed(below(one))


def below(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """The structure elements within one."""
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_every_page_of_a_table_names_its_day(out: Path) -> None:
    found = pages(out / "programme.pdf")
    assert len(found) > 2
    for page in found:
        if re.search(r"Session \d", page):
            assert "Thursday, 5 December" in page
    rows = list(part(out / "programme.docx", "document").iter(f"{W}tr"))
    heads = ["".join(row.itertext()) for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert [head.replace("\u00a0", " ") for head in heads] == ["TimeWednesday, 4 December", "TimeThursday, 5 December"]


def test_rows_in_rows_stand_further_in_and_look_otherwise_than_names(out: Path) -> None:
    body = part(out / "programme.docx", "document")

    def look(words: str) -> tuple[str, int, bool]:
        found = next(p for p in body.iter(f"{W}p") if "".join(p.itertext()) == words)
        style = found.find(f"{W}pPr/{W}pStyle")
        indent = found.find(f"{W}pPr/{W}ind")
        emphasised = found.find(f"{W}r/{W}rPr/{W}rStyle") is not None
        return str(style.get(f"{W}val")), int(indent.get(f"{W}left")) if indent is not None else 0, emphasised

    assert look("Plenary")[1] == 0
    talk, who = look("Talk"), look("Jan Willem van\u00a0der\u00a0Meulen")
    hanging = twips(mm=load_theme().styles["agenda-who"].hanging)
    assert talk[1] == who[1] - hanging > 200
    assert talk[0] == "agenda-subitem" != who[0]


def test_a_list_in_a_row_keeps_the_type_of_the_row(out: Path) -> None:
    html = (out / "programme.html").read_text(encoding="utf-8")
    assert '<li><p class="agenda-text">who decides,</p></li>' in html


def test_a_row_longer_than_a_page_leaves_the_page_before_it_no_hole(tmp_path: Path, pool: Pool) -> None:
    lines = "\n\n".join(f"          {LONG}" for _ in range(60))
    file = tmp_path / "event.yaml"
    file.write_text(
        "title: Rivers\ndate: 2030-12-04\ntime: 9:00–18:00\ntimezone: Europe/Zurich\nagenda:\n"
        f"  - {{time: '9:00–10:00', item: Opening}}\n  - time: 10:00–18:00\n    item: Hearing\n    text: |\n{lines}\n",
        encoding="utf-8",
    )
    build(Request(file, documents=("programme",)), pool=pool)
    first = pages(tmp_path / "out" / "programme.pdf")[0]
    assert first.count("What has been learnt") > 10
    rows = list(part(tmp_path / "out" / "programme.docx", "document").iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}cantSplit") is None for row in rows] == [False, False, True]


def test_an_attendance_sheet_names_the_event_on_each_page_and_fills_its_pages(out: Path) -> None:
    found = pages(out / "attendance-sheet.pdf")
    assert all("Rivers" in page and "December 2030" in page for page in found)
    section = part(out / "attendance-sheet.docx", "document").find(f"{W}body/{W}sectPr")
    assert section is not None
    assert section.find(f"{W}titlePg") is not None
    assert [one.get(f"{W}type") for one in section.iter(f"{W}footerReference")] == ["default", "first"]
    assert "Rivers" in "".join(part(out / "attendance-sheet.docx", "header").itertext())


def test_a_brief_says_with_whom_even_without_a_row_and_no_title_in_its_first_line(out: Path, tmp_path: Path) -> None:
    brief = pages(out / "internal" / "speaker-brief.pdf")[0]
    assert brief.split("\n")[0].strip() == "Speaker’s brief"
    file = tmp_path / "event.yaml"
    led = EVENT.split("sittings:")[0].replace("panel: [k, v]", "panel: [{person: k, role: moderator}, v]")
    file.write_text(f"{led}date: 2030-12-04\nagenda: [{{item: Opening, who: k}}]\n", encoding="utf-8")
    build(Request(file, formats=("html",), documents=("speaker-brief",)))
    said = re.sub(r"<[^>]+>", " ", (tmp_path / "out" / "internal" / "speaker-brief.html").read_text(encoding="utf-8"))
    assert re.search(r"Moderator\s+Together with\s+Jan Willem van\u00a0der\u00a0Meulen", said), (
        "though the agenda says speaker"
    )


def test_a_run_of_show_has_no_column_that_nobody_fills(out: Path) -> None:
    said = " ".join(pages(out / "internal" / "run-of-show.pdf"))
    assert "Responsible" not in said
    assert "Cue" not in said


def test_a_word_file_grows_with_what_is_put_into_it_and_shows_the_styles_that_it_uses(
    out: Path, tmp_path: Path
) -> None:
    styles = part(out / "programme.docx", "styles")
    rules = {
        str(style.get(f"{W}styleId")): spacing.get(f"{W}lineRule")
        for style in styles.iter(f"{W}style")
        if (spacing := style.find(f"{W}pPr/{W}spacing")) is not None
    }
    assert {rules[name] for name in ("Normal", "ListParagraph", "Quote")} == {"auto"}
    # Nobody puts a picture into a title.
    titles = {"Title", "cover-title", "cover-long-title", "badge-name"}
    assert {name for name, rule in rules.items() if rule == "exact"} == {"anchor"} | titles
    shown = {str(s.get(f"{W}styleId")) for s in styles.iter(f"{W}style") if s.find(f"{W}qFormat") is not None}
    body = part(out / "programme.docx", "document")
    used = {str(s.get(f"{W}val")) for tag in ("pStyle", "rStyle") for s in body.iter(f"{W}{tag}")}
    assert {"Title", "agenda-item"} <= shown
    assert shown <= used | {"Normal", "page-number", "paper-id", "lockup"}
    assert errors((out / "programme.docx").read_bytes(), tmp_path) == []


def test_a_word_file_carries_the_faces_that_it_uses_its_region_and_its_number_of_pages(out: Path) -> None:
    assert (out / "name-plates.docx").stat().st_size < 100_000
    settings, footer = part(out / "programme.docx", "settings"), part(out / "programme.docx", "footer")
    language = settings.find(f"{W}themeFontLang")
    assert language is not None
    assert language.get(f"{W}val") == "en-GB"
    (field,) = (f for f in footer.iter(f"{W}fldSimple") if f.get(f"{W}instr") == "NUMPAGES")
    with pikepdf.open(BytesIO((out / "programme.pdf").read_bytes())) as pdf:
        assert "".join(field.itertext()) == str(len(pdf.pages))


def test_no_last_page_holds_less_than_a_fifth(tmp_path: Path, pool: Pool) -> None:
    loosened = 0
    for count in (21, 22, 24):
        file = tmp_path / f"{count}.yaml"
        text = "\n\n".join(f"      {LONG}" for _ in range(count))
        file.write_text(
            "title: Rivers\ndate: 2030-12-04\ntime: 9:00–18:00\ntimezone: Europe/Zurich\n"
            f"sections:\n  - heading: Purpose\n    text: |\n{text}\n",
            encoding="utf-8",
        )
        build(Request(file, tmp_path / str(count), documents=("concept-note",)), pool=pool)
        pdf = tmp_path / str(count) / "concept-note.pdf"
        whole = subprocess.check_output(["pdftotext", "-bbox", pdf, "-"], text=True).split("<page ")[1:]
        height = float(re.findall(r'height="([\d.]+)"', whole[-1])[0])
        ends = [float(end) for end, word in re.findall(r'yMax="([\d.]+)">([^<]+)<', whole[-1]) if word == "countries."]
        if len(whole) > 1:
            assert max(ends) > 0.2 * height, count
        styles = part(pdf.with_suffix(".docx"), "styles").iter(f"{W}style")
        normal = next(style for style in styles if style.get(f"{W}styleId") == "Normal")
        spacing = normal.find(f"{W}pPr/{W}spacing")
        assert spacing is not None
        loosened += int(spacing.get(f"{W}after", "0")) > 100
    assert loosened, "one of them was loosened, and its Word file with it"
