"""A redline: all changes accepted, it is the new paper; all rejected, the old one; and everybody knows of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import strategies
import yaml
from command import run
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from docx_trackdiff.verify import load, plain_paras, view_paras
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec import Struct
from msgspec.structs import replace
from pages import office_resolves
from test_docx import errors
from test_merge import EVENT

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.compose.compose import Composer
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.nodes import Changed, Doc, Figure, Image, Paragraph, Text, plain_text
from conceptnote.merge.blocks import SMALL_PRINT, Line
from conceptnote.merge.merging import Result, compare, current_data, merged
from conceptnote.merge.returned import read_returned
from conceptnote.pdfstandard import PdfStandard
from conceptnote.redline.compare import redline
from conceptnote.redline.marking import Marker
from conceptnote.redline.run import RedlineRequest, redlines
from conceptnote.source.audience import for_audience
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project
from conceptnote.source.templates import SHIPPED_DOCUMENTS, Templates
from conceptnote.source.world import this_machine
from conceptnote.theme.theme import load_theme
from conceptnote.write.docx import write_docx

THEME = load_theme()
AUTHOR, DATE = "Awa Sow", "2026-06-10T00:00:00Z"
MARKER = Marker(AUTHOR, DATE, {"inserted": "Inserted:", "deleted": "Deleted:", "formatted": "Formatted:"})
Said = list[tuple[Any, ...]]


def said(lines: Iterable[Line]) -> Said:
    """What paragraphs say, what they are, and in which column; empty ones say nothing.

    A redline has the id of the older paper, so the id in the footer is left out.
    """
    kept = [line for line in lines if line.text and line.story != "footer"]
    feet = [SMALL_PRINT.sub("", line.text) for line in lines if line.story == "footer"]
    return [*((line.text, line.looks, line.form, line.story, line.note, _column(line)) for line in kept), tuple(feet)]


def _column(line: Line) -> tuple[int, ...]:
    return () if line.story == "header" else line.place[2::3]


def resolved(data: bytes, accepted: bool) -> Said:
    """What a Word file says once all its changes are accepted, or rejected."""
    return said(read_returned(data, lambda _: accepted).lines)


def assert_same(found: Said, wanted: Said) -> None:
    differing = next(((a, b) for a, b in zip_longest(found, wanted) if a != b), None)
    assert differing is None


def documents(folder: Path, event: strategies.Data) -> dict[str, Doc]:
    source = for_audience(load_event(strategies.write_project(folder, event)), None)
    composer = Composer(source.event, Templates(source.project).read, THEME.style_names)
    return {name: composer.compose(name) for name in SHIPPED_DOCUMENTS}


def without_pictures(node: Any) -> Any:
    """Pictures are tested elsewhere; here a file needs none."""
    if isinstance(node, tuple):
        return tuple(without_pictures(one) for one in node if not isinstance(one, Image | Figure))
    if not isinstance(node, Struct):
        return node
    return replace(node, **{name: without_pictures(getattr(node, name)) for name in node.__struct_fields__})


def word(doc: Doc) -> bytes:
    return write_docx(doc, THEME, {}, "a4", embed_fonts=False)


@examples(12, fuzz=200, shrink=False)
@given(old=strategies.events(), new=strategies.events(), data=st.data())
def test_a_redline_of_any_two_events_is_both_of_them(
    old: strategies.Data, new: strategies.Data, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of events that have little in common, and of one that has some parts of another."""
    if data.draw(st.booleans()):
        same = [key for key in old if key not in ("language", "people", "parties", "figures", "tracks", "roles", "uid")]
        kept = data.draw(st.sampled_from(same))
        old = {**new, **({kept: old[kept]} if kept in ("title", "subtitle", "theme", "venue") else {})}
        for key in data.draw(st.lists(st.sampled_from(["subtitle", "theme", "venue", "questions"]), max_size=2)):
            old.pop(key, None)
    before = documents(tmp_path_factory.mktemp("old"), old)
    after = documents(tmp_path_factory.mktemp("new"), new)
    for name in SHIPPED_DOCUMENTS:
        was, now = without_pictures(before[name]), without_pictures(after[name])
        made = word(redline(was, now, MARKER))
        assert_same(resolved(made, True), resolved(word(now), True))
        assert_same(resolved(made, False), resolved(word(was), False))


EDITS = (
    ("why we meet", "when we meet"),
    ("a luxury for", "a *luxury* for"),
    ("      The second paragraph is *short* and clear.\n\n", ""),
    ("The law of the lake of 1998.", "The law of the lake of 2004."),
    ("      - pumps that a town can repair\n", "      - pumps that a town can repair\n      - pipes of steel\n"),
    ("position: Engineer,", "position: Chief engineer,"),
    ("  - Who keeps the pumps?\n", ""),
    ("10:00–10:30, item: Coffee", "10:00–10:45, item: Coffee"),
    ("10:30–11:00, item: Closing", "10:45–11:00, item: Closing"),
    ("venue: Palais", "venue: Palais des Nations"),
)


def _edited(text: str, edits: Iterable[tuple[str, str]]) -> str:
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


NEW = _edited(EVENT, EDITS)
PAPERS = ("concept-note", "programme")
IN_TWO = """\
title: {en: Water for all, ar: ماء للجميع}
language: [en, ar]
date: 2026-06-10
time: 9:00–11:00
timezone: Europe/Paris
venue: Palais
parties: {lake: {name: {en: Lake Office, ar: مكتب البحيرة}, roles: host}}
sections:
  - heading: {en: Purpose, ar: الغرض}
    text:
      en: We meet by the lake and ask who pays for the wells.
      ar: نلتقي عند البحيرة ونسأل من يدفع ثمن الآبار مع Water Fund رقم 12.
  - heading: {en: Aims, ar: الأهداف}
    text: {en: Wells for each of the villages., ar: آبار لكل قرية من القرى.}
"""
EDITS_IN_TWO = (
    ("by the lake", "by the river"),
    ("عند البحيرة", "عند النهر"),
    ("رقم 12", "رقم 15"),
    ("9:00–11:00", "9:00–12:00"),
    ("آبار لكل قرية من القرى.", "آبار لكل قرية من القرى. ومضخات أيضا."),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    """A project whose event was changed, with the papers of both versions in `old` and `out`, and redlines in `out`."""
    root = tmp_path_factory.mktemp("project")
    (root / "data").mkdir()
    event = root / "data" / "event.yaml"
    event.write_text(EVENT, encoding="utf-8")
    build(Request(event, root / "old", ["docx"]), pool=pool)
    (root / "data" / "old.yaml").write_text(EVENT, encoding="utf-8")
    event.write_text(NEW, encoding="utf-8")
    build(Request(event, root / "out", ["docx", "html"]), pool=pool)
    project, older = find_project(event), find_project(root / "data" / "old.yaml")
    done = redlines(project, older, project, RedlineRequest(author=AUTHOR, output_dir=root / "out"), pool=pool)
    assert sorted(path.name for path in done.write()) == sorted(
        f"{name}.redline.{form}" for name in PAPERS for form in ("docx", "pdf", "html")
    )
    return root


@pytest.mark.parametrize("name", PAPERS)
def test_accepted_it_is_the_new_paper_and_rejected_the_old_one(name: str, made: Path) -> None:
    data = (made / "out" / f"{name}.redline.docx").read_bytes()
    for accepted, folder in ((True, "out"), (False, "old")):
        assert_same(resolved(data, accepted), resolved((made / folder / f"{name}.docx").read_bytes(), True))
    assert {one.author for one in read_returned(data, lambda _: True).revisions} == {AUTHOR}


@pytest.mark.parametrize("name", PAPERS)
def test_pandoc_reads_both_papers_in_it(name: str, made: Path) -> None:
    def read(file: Path, changes: str) -> list[str]:
        command = ["pandoc", "--from=docx", "--to=plain", "--wrap=none", f"--track-changes={changes}", str(file)]
        words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        # Of an item that goes, pandoc keeps the mark.
        return [word for word in words if not re.fullmatch(r"-|\d+\.", word)]

    file = made / "out" / f"{name}.redline.docx"
    for changes, folder in (("accept", "out"), ("reject", "old")):
        assert read(file, changes) == read(made / folder / f"{name}.docx", "accept")


@pytest.mark.parametrize("name", PAPERS)
def test_a_redline_conforms(name: str, made: Path, tmp_path: Path) -> None:
    word = (made / "out" / f"{name}.redline.docx").read_bytes()
    assert errors(word, tmp_path) == []
    # A paragraph that was deleted has no text any more.
    assert [str(one) for one in check_docx(word) if "docx-blank-paragraph" not in str(one)] == []
    pdf = (made / "out" / f"{name}.redline.pdf").read_bytes()
    assert [str(one) for one in check_pdf(pdf, PdfStandard.A3A_UA1)] == []


def test_a_screen_reader_hears_the_changes_in_a_pdf(made: Path) -> None:
    with pikepdf.open(made / "out" / "concept-note.redline.pdf") as pdf:
        spans = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Span"]
        heard = [str(one.ActualText) for one in spans if "/ActualText" in one]
        lines = {str(one.A.TextDecorationType) for one in spans if "/A" in one}
    assert "Deleted: why" in heard
    assert "Inserted: when" in heard
    assert "Formatted: luxury" in heard
    assert "Deleted: The second paragraph is " in heard
    assert lines == {"/LineThrough", "/Underline"}


def test_a_page_marks_changes_with_their_author_and_day(made: Path) -> None:
    page = html.parse(made / "out" / "concept-note.redline.html").getroot()
    changes = page.findall(".//ins") + page.findall(".//del")
    assert {("why", "del"), ("when", "ins"), ("1998", "del"), ("2004", "ins")} <= {
        (one.text_content(), one.tag) for one in changes
    }
    today = this_machine().today().isoformat()
    assert {(one.get("datetime"), one.get("title")) for one in changes} == {
        (f"{today}T00:00:00Z", f"{AUTHOR}, {today}")
    }
    assert {one.get("data-said") for one in changes} == {"Inserted:", "Deleted:", "Formatted:"}
    for each in page.findall(".//del"):
        each.drop_tree()
    new = html.parse(made / "out" / "concept-note.html").getroot()
    for each in (*page.findall(".//span[@class='paper-id']"), *new.findall(".//span[@class='paper-id']")):
        each.drop_tree()
    said = [" ".join(one.find("body").text_content().split()) for one in (page, new)]
    assert said[0] == said[1]


def merged_into(text: str, files: Iterable[Path], made: Path, folder: Path) -> tuple[Result, Any]:
    """What becomes of the edits in files, merged into an event, and the data of the new one."""
    shutil.copytree(made, folder)
    event = folder / "data" / "event.yaml"
    event.write_text(text, encoding="utf-8")
    project = find_project(event)
    comparisons = [compare(project, file, file.read_bytes()) for file in files]
    assert [str(one.message) for comparison in comparisons for one in comparison.left] == []
    done = merged(current_data(project), [edit for one in comparisons for edit in one.edits])
    assert not done.conflicts
    event.write_text(NEW, encoding="utf-8")
    return done, _unwrapped(current_data(find_project(event)))


def test_merged_a_redline_gives_the_new_event(made: Path, resolved_by_office: Resolved, tmp_path: Path) -> None:
    """Also of an old version that nobody has built: the redline itself keeps it."""
    pending = [made / "out" / f"{name}.redline.docx" for name in PAPERS]
    accepted = [resolved_by_office[name][0] for name in PAPERS]
    for at, files in enumerate((pending, accepted)):
        done, new = merged_into(EVENT, files, made, tmp_path / f"old-{at}")
        assert _unwrapped(done.data) == new
        done, new = merged_into(NEW, files, made, tmp_path / f"new-{at}")
        assert (done.taken, _unwrapped(done.data)) == ([], new)
    rejected = [resolved_by_office[name][1] for name in PAPERS]
    assert merged_into(EVENT, rejected, made, tmp_path / "rejected")[0] == Result(_data(EVENT))


def _data(text: str) -> Any:
    return yaml.safe_load(text.replace("date: 2026-06-10", "date: '2026-06-10'"))


def _unwrapped(data: Any) -> Any:
    """Data without the ends of lines in paragraphs, which say nothing."""
    if isinstance(data, dict):
        return {key: _unwrapped(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_unwrapped(value) for value in data]
    return re.sub(r"(?<!\n)\n(?![\n ]|- )", " ", data.strip()) if isinstance(data, str) else data


@pytest.mark.parametrize("name", PAPERS)
def test_another_engine_reads_both_papers_in_it(name: str, made: Path) -> None:
    tree = load(made / "out" / f"{name}.redline.docx")[1]
    for view, folder in (("accept", "out"), ("reject", "old")):
        wanted = filter(None, plain_paras(load(made / folder / f"{name}.docx")[1]))
        assert list(filter(None, view_paras(tree, view))) == list(wanted)


@pytest.fixture(scope="module")
def two_languages(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    """The same of an event in English and Arabic, of its concept notes."""
    root = tmp_path_factory.mktemp("two-languages")
    for name, text in (("old", IN_TWO), ("new", _edited(IN_TWO, EDITS_IN_TWO))):
        (root / f"{name}.yaml").write_text(text, encoding="utf-8")
        build(Request(root / f"{name}.yaml", root / name, ["docx", "html"], ["concept-note"]), pool=pool)
    old, new = (find_project(root / f"{name}.yaml") for name in ("old", "new"))
    request = RedlineRequest(["concept-note"], ["docx", "html"], author=AUTHOR, output_dir=root / "out")
    redlines(new, old, new, request, pool=pool).write()
    return root


NOTES = ("concept-note", "concept-note.ar")
Resolved = dict[str, tuple[Path, Path]]


@pytest.fixture(scope="module")
def resolved_by_office(made: Path, two_languages: Path, tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    """Redlines as LibreOffice saves them with all changes accepted, and rejected; those in two languages as `two/…`."""
    names = {f"two/{name}": two_languages / "out" / f"{name}.redline.docx" for name in NOTES}
    names |= {name: made / "out" / f"{name}.redline.docx" for name in PAPERS}
    copies = [tmp_path_factory.mktemp("redlines") / f"{at}.docx" for at in range(len(names))]
    for copy, file in zip(copies, names.values(), strict=True):
        shutil.copy(file, copy)
    return dict(zip(names, office_resolves(copies, tmp_path_factory.mktemp("resolved")), strict=True))


@pytest.mark.parametrize("name", [*PAPERS, *(f"two/{name}" for name in NOTES)])
def test_libreoffice_accepts_and_rejects_all_changes(
    name: str, made: Path, two_languages: Path, resolved_by_office: Resolved
) -> None:
    two = name.startswith("two/")
    folders = (two_languages / "new", two_languages / "old") if two else (made / "out", made / "old")
    for file, folder in zip(resolved_by_office[name], folders, strict=True):
        assert not read_returned(file.read_bytes(), lambda _: True).revisions
        wanted = (folder / f"{name.removeprefix('two/')}.docx").read_bytes()
        assert_same(resolved(file.read_bytes(), True), resolved(wanted, True))


@pytest.mark.parametrize("name", NOTES)
def test_a_redline_in_each_language_is_both_papers(name: str, two_languages: Path, tmp_path: Path) -> None:
    data = (two_languages / "out" / f"{name}.redline.docx").read_bytes()
    for accepted, folder in ((True, "new"), (False, "old")):
        wanted = (two_languages / folder / f"{name}.docx").read_bytes()
        assert_same(resolved(data, accepted), resolved(wanted, True))
    assert errors(data, tmp_path) == []


def test_a_page_from_the_right_marks_changes_in_its_language(two_languages: Path) -> None:
    page = html.parse(two_languages / "out" / "concept-note.ar.redline.html").getroot()
    assert page.get("dir") == "rtl"
    found = {(one.tag, one.text_content()) for one in page.iter("ins", "del")}
    assert {("del", "البحيرة"), ("ins", "النهر")} <= found
    assert {one.get("data-said") for one in page.iter("ins", "del")} == {"أُضيف:", "حُذف:"}


def marked(old: str, new: str) -> str:
    """What is marked in a paragraph: [-gone-], {+new+}, and the rest."""
    signs = {"deleted": "[-{}-]", "inserted": "{{+{}+}}", "formatted": "<{}>"}
    docs = [Doc(Metadata("x", "en"), (Paragraph((Text(text),)),)) for text in (old, new)]
    (paragraph,) = redline(*docs, MARKER).blocks
    assert isinstance(paragraph, Paragraph)
    return "".join(
        signs[one.change.kind].format(plain_text((one,))) if isinstance(one, Changed) else plain_text((one,))
        for one in paragraph.children
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("We meet at 9:15 here.", "We meet at 9:30 here.", "We meet at [-9:15-]{+9:30+} here."),
        ("The red old mill stands.", "The big new mill stands.", "The [-red old-]{+big new+} mill stands."),
        ("水是生命之源", "水是万物之源", "水是[-生命-]{+万物+}之源"),
        ("Nobody's well is dry.", "Everybody's well is dry.", "[-Nobody's-]{+Everybody's+} well is dry."),
        ("One thing.", "Quite another matter", "[-One thing.-]{+Quite another matter+}"),
    ],
)
def test_texts_are_compared_word_by_word_and_chinese_by_character(old: str, new: str, said: str) -> None:
    assert marked(old, new) == said


def test_what_moves_is_deleted_and_inserted() -> None:
    texts = ["Wells are dug in every village.", "Pumps are kept by the town.", "Rivers run to the sea at last."]
    old, new = (
        Doc(Metadata("x", "en"), tuple(Paragraph((Text(texts[at]),)) for at in order))
        for order in ((0, 1, 2), (1, 2, 0))
    )
    kinds = [
        one.change.kind if one.change else "" for one in redline(old, new, MARKER).blocks if isinstance(one, Paragraph)
    ]
    assert kinds == ["deleted", "", "", "inserted"]


def test_what_has_no_redline_is_refused(made: Path) -> None:
    for arguments, wanted in (
        (("nowhere",), "there is no file, mailed version or Git revision"),
        (("data/old.yaml", "-d", "run-of-show"), "papers that are not for everybody have no redline"),
        (("data/old.yaml", "-f", "ics"), "there is no format of redlines"),
    ):
        ended = run("redline", *arguments, cwd=made)
        assert ended.returncode == 2, ended.stderr
        assert wanted in ended.stderr or "the folder is not in a Git repository" in ended.stderr
