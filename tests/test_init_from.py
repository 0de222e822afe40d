"""`conceptnote init --from`: an existing note becomes an event file, and not a word of it is lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from notes import FRENCH, NOTE, WORD, changed, note_docx, saved, with_body
from strategies import bitmap
from typer.testing import CliRunner

from conceptnote.build.draft_report import comments_of
from conceptnote.build.project_creation import ProjectCreation
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.build.valid_draft import make_valid
from conceptnote.cli import app
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Severity
from conceptnote.languages.known import shipped
from conceptnote.read.manuscript import Manuscript, clean, paragraphs_of
from conceptnote.read.manuscript_docx import read_docx
from conceptnote.read.manuscript_text import read_text
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.draft import Draft
from conceptnote.recognise.note import draft_of
from conceptnote.recognise.people import read_person
from conceptnote.recognise.place import read_venue
from conceptnote.recognise.when import days_of, find_day, year_of
from conceptnote.recognise.words import load_words
from conceptnote.recognise.zones import find_zone
from conceptnote.scaffold.project import event_text
from conceptnote.scaffold.yaml_text import write_yaml
from conceptnote.schema.event import Event
from conceptnote.source.load import load_event
from conceptnote.source.yaml_tree import read_yaml
from conceptnote.yamldata import Prose

TODAY = date(2030, 1, 15)


def begun(folder: Path, note: str | bytes, **answers: str) -> tuple[Event, str, list[Diagnostic]]:
    """The event of a note, the text of its file, and what is listed."""
    source = folder / ("note.txt" if isinstance(note, str) else "note.docx")
    source.write_bytes(note.encode() if isinstance(note, str) else note)
    done = ProjectCreation(folder / "project", source, answers, TODAY).write()
    file = folder / "project" / "data" / "event.yaml"
    return load_event(file).event, file.read_text(encoding="utf-8"), done.findings


def words_of(text: str) -> Counter[str]:
    return Counter("".join(c if c.isalpha() else " " for c in text.casefold()).split())


def lost(source: str, text: str) -> Counter[str]:
    """The words of a source that are neither in a value of an event file nor quoted in a comment beside one."""
    data, _, problems = read_yaml(text, "event.yaml")
    assert not problems
    unwrapped = re.sub(r"\n *# (?!In the original|To settle|Likely)", " ", text)
    quoted = re.findall(r"# In the original: “(.*)”", unwrapped)
    return words_of(source) - words_of("\n".join([*values(data), *quoted]))


def values(data: Any) -> Iterator[str]:
    """All texts of an event file, without its keys."""
    if isinstance(data, str):
        yield data
    elif data is not None:
        for value in data.values() if isinstance(data, dict) else data:
            yield from values(value)


def texts_of(manuscript: Manuscript) -> str:
    return "\n".join(paragraph.text for paragraph in manuscript.paragraphs())


def listed(findings: Iterable[Diagnostic]) -> str:
    return "\n".join(str(finding) for finding in findings)


def section(event: Event, heading: str) -> Any:
    return next(one for one in event.sections if one.heading == heading)


def test_plain_note_becomes_its_event(tmp_path: Path) -> None:
    event, text, findings = begun(tmp_path, NOTE, timezone="Europe/Zurich")
    assert event.title == "Sharing rivers without quarrel: what basin communities can teach each other in dry years"
    assert (str(event.date.day), event.date.year) == ("2030-10-17", "inferred")
    assert (str(event.time.start), str(event.time.end)) == ("13:15:00", "14:30:00")
    assert event.venue is not None
    assert event.venue.model_dump(exclude_none=True) == {
        "name": "Standing Delegation of the Republic of Valmora to the World Water Council",
        "street": "41 Quay Street", "floor": "3rd Floor",
    }  # fmt: skip
    names = [(party.name, party.acronym, party.print_as, party.roles) for party in event.parties.values()]
    assert names == [
        ("Valmoran Delegation to the Council", None, None, ["host"]),
        ("International River Forum", "IRF", "IRF", ["organiser"]),
        ("Common Wells Trust", "CWT", None, ["organiser"]),
        ("Valmoran", None, None, ["funder"]),
    ]
    assert [(slot.person, slot.role) for slot in event.panel] == [
        ("okello", None), ("carvalho", None), ("barro", None), ("van-der-meer", "moderator"),
    ]  # fmt: skip
    assert [person.status for person in event.people.values()] == ["tbc", "confirmed", "tbc", "confirmed"]
    assert [(one.heading, one.show) for one in event.sections] == [
        ("Purpose", []), ("Host", ["host"]), ("Organizers", ["organiser"]),
        ("Panellists and Structure", ["panel", "structure"]), ("Brief background", []),
    ]  # fmt: skip
    assert event.structure is not None
    assert event.structure.startswith("A delegate of Valmora opens")
    note = section(event, "Purpose").footnotes["note-1"]
    assert (note.text, note.status) == ("For the report of last year, see:", "tbc")
    assert "compared properly so far" in " ".join(section(event, "Brief background").text.split())
    funder = event.funders[0]
    assert (funder.party, funder.lockup, funder.text_only) == ("valmoran", "with funding from", True)
    assert event.status == "draft"
    assert {finding.code for finding in findings} == {Code.MANUSCRIPT_UNCERTAIN}
    assert "note.txt:8: warning CN074: the original names no year: 2030 is a placeholder" in listed(findings)
    assert "named without a mark" in listed(findings)
    assert "To settle: the original names no year" in text


def test_a_note_that_is_understood_keeps_nothing_apart_and_loses_nothing(tmp_path: Path) -> None:
    for number, note in enumerate((NOTE, FRENCH)):
        folder = tmp_path / str(number)
        folder.mkdir()
        event, text, findings = begun(folder, note)
        assert lost(note, text) == Counter()
        assert not [finding for finding in findings if finding.code is Code.MANUSCRIPT_UNPLACED]
        assert not [one for one in event.sections if "original" in one.heading]


def test_french_note_becomes_its_event(tmp_path: Path) -> None:
    event, _, findings = begun(tmp_path, FRENCH)
    assert (event.language, event.title, str(event.date.day), event.date.year, event.timezone) == (
        "fr", "Partager l’eau en temps de sécheresse", "2030-03-05", "known", "Europe/Zurich",
    )  # fmt: skip
    assert event.venue is not None
    assert (event.venue.name, event.venue.room, event.venue.city) == ("Maison des Fleuves", "salle Niger", "Genève")
    assert [(slot.person, slot.role) for slot in event.panel] == [
        ("amari", None), ("brandt", None), ("traore", "moderator"),
    ]  # fmt: skip
    assert event.people["amari"].status == "tbc"
    assert [(row.item, row.kind, len(row.who)) for row in event.agenda] == [
        ("Ouverture", "session", 0), ("Pause café", "break", 0), ("Débat", "session", 1),
    ]  # fmt: skip
    assert event.questions == ["Qui décide quand le fleuve est à sec ?", "Que mesure-t-on, et avec qui ?"]
    assert section(event, "Contexte").text.endswith("cherchent \\(c) ensemble\n\\* une réponse.")
    assert findings == []


def test_word_note_becomes_its_event(tmp_path: Path) -> None:
    data = note_docx()
    event, text, findings = begun(tmp_path, data)
    assert (event.title, str(event.date.day), event.timezone) == (
        "Sharing rivers without quarrel", "2030-10-17", "Europe/Zurich",
    )  # fmt: skip
    assert section(event, "Background").text == (
        "Two rivers in three cross a *political* border, says the **Forum**. Communities\n\n- measure together, and\n"
        "- decide together.\n\n# What comes first\n\nTrust comes first."
    )
    assert [(slot.person, slot.role) for slot in event.panel] == [("carvalho", None), ("van-der-meer", "moderator")]
    assert [(row.item, row.minutes, row.kind) for row in event.agenda] == [
        ("Opening", None, "session"), ("What the wells say", None, "session"), ("Coffee break", 15, "break"),
    ]  # fmt: skip
    assert [slot.person or slot.office for row in event.agenda for slot in row.who] == [
        "Delegate of Valmora", "carvalho", "van-der-meer",
    ]  # fmt: skip
    assert section(event, "Figures").text == "- Upper Basin | 412 wells\n- Lower Basin | 77 wells"
    assert section(event, "Kept from the original").text == "Not for distribution"
    assert event.parties[event.funders[0].party].name == "Valmoran Water Fund"
    assert "a table became a list" in listed(findings)
    assert "head or foot of the pages, and is kept under “Kept from the original”: “Not for distribution”" in listed(
        findings
    )
    assert lost(texts_of(read_docx(data, "note.docx")), text) == Counter()


def test_papers_can_be_built_from_what_was_begun(tmp_path: Path) -> None:
    begun(tmp_path, NOTE)
    outputs = build(Request(tmp_path / "project" / "data" / "event.yaml", formats=["html"])).outputs
    note = outputs[0].path.read_text(encoding="utf-8")
    assert "with funding from Valmoran" in note
    assert note.index("Purpose") < note.index("International River Forum (IRF)") < note.index("Brief background")


def test_command_lists_on_the_error_stream_what_to_look_at_again(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    command = ["init", str(tmp_path / "new"), "--from", str(tmp_path / "note.txt"), "--no-input", "--year", "2031"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0
    assert "named without a mark" in done.stderr
    assert "names no year" not in done.stderr
    event = load_event(tmp_path / "new" / "data" / "event.yaml").event
    assert (str(event.date.day), event.date.year) == ("2031-10-17", "known")


def test_only_what_the_note_does_not_tell_is_asked(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    command = ["init", str(tmp_path / "new"), "--from", str(tmp_path / "note.txt")]
    done = CliRunner().invoke(app, command, input="Europe/Zurich\n31\n2031\n")
    assert done.exit_code == 0, done.output
    assert re.findall(r"^[A-Z][a-z ]+(?=,| \[)", done.stdout, re.MULTILINE) == [
        "Time zone", "Year of the date", "Year of the date",
    ]  # fmt: skip
    assert "this is not a year" in done.stderr
    assert load_event(tmp_path / "new" / "data" / "event.yaml").event.timezone == "Europe/Zurich"


def test_answers_come_before_the_note_and_its_words_stay(tmp_path: Path) -> None:
    event, text, _ = begun(tmp_path, FRENCH, title="Another title", date="2031-01-01")
    assert (event.title, str(event.date.day)) == ("Another title", "2031-01-01")
    assert lost(FRENCH, text) == Counter()


def test_what_no_note_tells_holds_its_place_and_is_said(tmp_path: Path) -> None:
    event, text, findings = begun(tmp_path, "Water\n\nBackground\n\nIt rains less than it did, and sooner.\n")
    assert event.date.year == "inferred"
    for key in ("date", "time", "timezone"):
        assert f"the original has no {key}" in listed(findings)
        assert f"To settle: the original has no {key}" in text


def test_year_is_the_nearest_in_which_the_weekday_is_right(tmp_path: Path) -> None:
    event, _, findings = begun(
        tmp_path, "Water\n\nDate: Friday 17 October\n\nBackground\n\nIt rains less than it did.\n"
    )
    assert (str(event.date.day), event.date.year) == ("2031-10-17", "inferred")
    assert "2031 is the nearest in which the weekday is right" in listed(findings)


@pytest.mark.parametrize(
    ("words", "written"),
    [("9:15 till 10:15 AM", "9:15–10:15"), ("9h30 - 11h", "9:30–11:00"), ("1.15 – 2.30 pm", "13:15–14:30"),
     ("from 11:30 to 1 pm", "11:30–13:00"), ("de 9 h 30 à 11 h", "9:30–11:00"), ("12 noon to 1 p.m.", "12:00–13:00"),
     ("12:30–1:30 PM", "12:30–13:30"), ("9:00 a.m. – 5:00 p.m.", "9:00–17:00"), ("from 13:15", "13:15"),
     ("14 heures à 15h30", "14:00–15:30"), ("10 June", None), ("room 12", None), ("8–14 avenue", None),
     ("10.06.2014", None), ("25:00", None), ("12:00 am", "0:00")],
)  # fmt: skip
def test_times_are_read_as_people_write_them(words: str, written: str | None) -> None:
    found = find_time(words, load_words(shipped()))
    assert (found.written if found else None) == written


@pytest.mark.parametrize(
    ("words", "found", "doubt"),
    [("10 June at the Mission", (None, 6, 10), ""), ("Tuesday, 10 June 2014, 9:15", (2014, 6, 10), ""),
     ("mardi 10 juin 2014", (2014, 6, 10), ""), ("le 1er août", (None, 8, 1), ""),
     ("June 10th, 2014", (2014, 6, 10), ""),
     ("2014-06-10", (2014, 6, 10), ""), ("24.12.2014", (2014, 12, 24), ""), ("12/24/2014", (2014, 12, 24), ""),
     ("10/06/2014", (2014, 6, 10), "month first"), ("10-12 June 2014", (2014, 6, 10), ""),
     ("30 February", None, ""), ("in March 2020", None, ""), ("the 10 members", None, "")],
)  # fmt: skip
def test_days_are_read_as_people_write_them(words: str, found: tuple[int | None, int, int] | None, doubt: str) -> None:
    day = find_day(words, load_words(shipped()))
    assert ((day.year, day.month, day.day) if day else None) == found
    assert doubt in (day.doubt if day else "")


@pytest.mark.parametrize(
    ("words", "days"),
    [("4–6 June 2030", [4, 5, 6]), ("18, 19 y 21 de septiembre de 2030", [18, 19, 21]), ("5 and 7 June", [5, 7]),
     ("mardi 5 et mercredi 6 février 2030", [5, 6]), ("Monday 3, Tuesday 4 and Wednesday 5 June", [3, 4, 5]),
     ("Day 1 – 3 June", [3]), ("Room 4, 12 June 2030", [12]), ("日 10月3日至4日", [3, 4])],
)  # fmt: skip
def test_several_days_are_a_list_or_a_range(words: str, days: list[int]) -> None:
    known = load_words(shipped())
    first = find_day(words, known)
    assert first is not None
    assert [one.day for one in days_of(first, words, known)] == days


def test_a_leap_day_is_put_into_a_leap_year() -> None:
    day = find_day("29 February", load_words(shipped()))
    assert day is not None
    assert year_of(day, date(2030, 1, 1)) == (2032, False)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Ms Ines Carvalho Director of Research Lake Institute, Board member of UBU",
      {"honorific": "Ms", "given": "Ines", "family": "Carvalho",
       "functions": ["Director of Research Lake Institute", "Board member of UBU"]}),
     ("Moderator: Dr. Anneke van der Meer, deputy head, Human Wells Trust",
      {"role": "moderator", "given": "Anneke", "family": "van der Meer",
       "functions": [{"position": "deputy head", "organisation": "Human Wells Trust"}]}),
     ("Tomas OKELLO, Ministre de l’Eau, Valmora (à confirmer)",
      {"given": "Tomas", "family": "OKELLO", "status": "tbc",
       "functions": [{"position": "Ministre de l’Eau", "organisation": "Valmora"}]}),
     ("Prof. Dr. Jonas Brandt (moderator) (TBC)", {"honorific": "Prof. Dr.", "role": "moderator", "status": "tbc"}),
     ("Ama Serwaa Boateng", {"name": "Ama Serwaa Boateng", "family": ""}),
     ("Mme Awa Traoré – directrice, Fonds de l’eau", {"family": "Traoré"}),
     ("Permanent Representative of Valmora (invited)",
      {"name": "", "office": "Permanent Representative of Valmora", "status": "invited"}),
     ("2 civil-society representatives", {"group": "2 civil-society representatives"}),
     ("Sheikh Barro keeper of the village wells and President of EPT",
      {"honorific": "Sheikh", "name": "Barro keeper of the village wells and President of EPT", "functions": []}),
     ("", {"name": "", "office": ""})],
)  # fmt: skip
def test_lines_about_people_are_split_as_far_as_can_be_told(line: str, expected: dict[str, Any]) -> None:
    said = read_person(line, load_words(shipped()))
    assert {key: getattr(said, key) for key in expected} == expected


def test_places_are_split_as_far_as_can_be_told() -> None:
    words = load_words(shipped())
    assert read_venue("Conference Room 4, Palace of Rivers, Geneva", words) == {
        "name": "Palace of Rivers", "room": "Conference Room 4", "city": "Geneva",
    }  # fmt: skip
    assert read_venue("Palace of Rivers", words) == "Palace of Rivers"
    assert read_venue("Palace, Valmora", words) == "Palace, Valmora"
    assert [find_zone(text, words) for text in ("Genève", "Vienne", "New York", "West Africa")] == [
        "Europe/Zurich", "Europe/Vienna", "America/New_York", None,
    ]  # fmt: skip


# Word files


RUN = "<w:r><w:t>{}</w:t></w:r>"


def body_of(paragraphs: str) -> list[str]:
    manuscript = read_docx(with_body(paragraphs), "note.docx")
    return [paragraph.text for block in manuscript.blocks for paragraph in paragraphs_of(block)]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [(f"<w:p>{RUN.format('a')}<w:ins w:id='1' w:author='x'>{RUN.format('b')}</w:ins>"
      "<w:del w:id='2' w:author='x'><w:r><w:delText>c</w:delText></w:r></w:del></w:p>", ["ab"]),
     (f"<w:p><w:moveFrom w:id='1' w:author='x'>{RUN.format('a')}</w:moveFrom></w:p>"
      f"<w:p><w:moveTo w:id='1' w:author='x'>{RUN.format('a')}</w:moveTo></w:p>", ["a"]),
     (f"<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='x'/></w:rPr></w:pPr>{RUN.format('a')}</w:p>"
      f"<w:p>{RUN.format('b')}</w:p>", ["ab"]),
     (f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{RUN.format('a')}<w:sdt><w:sdtContent>{RUN.format('b')}</w:sdtContent>"
      "</w:sdt></w:p></w:sdtContent></w:sdt>", ["ab"]),
     (f"<w:p>{RUN.format('Page ')}<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText>"
      "</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r>"
      "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>", ["Page"]),
     (f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
      f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{RUN.format('seen')}"
      "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>", ["seen"]),
     ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>", ["a", "b\tc"]),
     (f"<w:p>{RUN.format('a')}<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-"
      f"compatibility/2006'><mc:Choice Requires='x'><w:drawing><w:txbxContent><w:p>{RUN.format('box')}</w:p>"
      f"</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>{RUN.format('box')}</w:p>"
      "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>", ["a", "box"]),
     (f"<w:tbl><w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr><w:tc><w:p>{RUN.format('gone')}</w:p></w:tc>"
      f"</w:tr><w:tr><w:tc><w:p>{RUN.format('there')}</w:p></w:tc></w:tr></w:tbl>", ["there"])],
    ids="insertion move deleted-mark control page field breaks text-box row".split(),
)  # fmt: skip
def test_word_text_is_read_as_word_shows_it_with_all_changes_accepted(xml: str, expected: list[str]) -> None:
    assert body_of(xml) == expected


def test_footnotes_of_word_become_footnotes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Water", style="Title")
    document.add_heading("Background", 1)
    document.add_paragraph("It rains less.")
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>By half, since 1990.</w:t></w:r></w:p></w:footnote>"
    between = "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>"
    part = f"<w:footnotes xmlns:w='{WORD}'>{between}{note}</w:footnotes>".encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f"<Relationship Id='n1' Type='{kind}' Target='footnotes.xml'/></Relationships>".encode()
    call = b"less.</w:t></w:r><w:r><w:footnoteReference w:id='2'/>"
    data = changed(saved(document), "word/footnotes.xml", lambda _: part)
    data = changed(data, "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", relation))
    data = changed(data, "word/document.xml", lambda old: old.replace(b"less.</w:t>", call))
    event, _, _ = begun(tmp_path, data)
    assert section(event, "Background").text == "It rains less.[^note-1]"
    assert section(event, "Background").footnotes["note-1"].text == "By half, since 1990."


def test_pictures_are_listed_and_name_a_funder_that_has_no_other_name(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Water", style="Title")
    document.add_heading("Background", 1)
    document.add_paragraph("It rains less.")
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("with funding from ").add_picture(io.BytesIO(bitmap(60, 20, "#00539f")))
    for shape in footer._p.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        shape.set("descr", "Lake Fund")
    event, _, findings = begun(tmp_path, saved(document))
    assert event.parties[event.funders[0].party].name == "Lake Fund"
    assert "a picture was not taken over: “Lake Fund”" in listed(findings)


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", b" " * 40_000_000)
    return file.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("n.docx", b"PK\x03\x04 nothing", "not a DOCX"),
     ("n.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "before 2007"),
     ("n.docx", bomb(), "32 MB in _rels/.rels"), ("n.docx", b"", "not a DOCX"),
     ("n.docx", changed(note_docx(), "word/document.xml", lambda old: ENTITY + old.split(b"?>")[1]), "document type"),
     ("n.docx", changed(note_docx(), "word/styles.xml", lambda old: old[:200]), "is not XML"),
     ("n.docx", changed(note_docx(), "_rels/.rels", lambda _: b"<x/>"), "not a Word document"),
     ("n.txt", b"\0\1\2", "not a text file"), ("n.txt", b" \n\n", "no words"),
     ("n.pdf", b"%PDF", "damaged"), ("n.odt", b"PK", "cannot be read"),
     ("n.txt", b"word " * 1_000_000, "larger than 4 MB"), ("n.txt", b"word,\n\n" * 2001, "2001 paragraphs"),
     ("n.docx", with_body("<w:p>" + "<w:sdt>" * 240 + "</w:sdt>" * 240 + "</w:p>"), "no words|nested too deeply")],
)  # fmt: skip
def test_files_that_are_no_notes_are_refused_and_leave_nothing(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DiagnosticError, match=said) as raised:
        ProjectCreation(tmp_path / "new", tmp_path / name)
    assert all(problem.severity is Severity.ERROR for problem in raised.value.diagnostics)
    assert not (tmp_path / "new").exists()


def test_entities_of_any_encoding_are_not_expanded(tmp_path: Path) -> None:
    entity = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>'.encode("utf-16")
    (tmp_path / "n.docx").write_bytes(changed(note_docx(), "word/document.xml", lambda _: entity))
    with pytest.raises(DiagnosticError, match="document type"):
        ProjectCreation(tmp_path / "new", tmp_path / "n.docx")


def test_a_note_from_an_old_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(FRENCH.replace(" ", " ").encode("cp1252", "replace"))
    ProjectCreation(tmp_path / "new", tmp_path / "note.txt").write()
    event = load_event(tmp_path / "new" / "data" / "event.yaml").event
    assert event.title == "Partager l’eau en temps de sécheresse"


# Properties


WORDS = (
    "the Forum of peace Purpose Host: Organizers: Panellists Agenda Moderator: Ms Mr. Dr. H.E. Ines Carvalho van Meer"
    " Director member (TBC) (IRF) IRF: WAN 10 June 2030 Tuesday 9:15 till 10:15 AM 9h30 – - at from with funding by"
    " Background Venue Date: Time: 3rd Floor Room XX, Geneva État l’eau à confirmer Note conceptuelle 1. 2) • * # > ~~~"
    " [x] (c) a*b _x_ <b> &amp; `c` \\d ¹ ² word.¹ {y} | : ; https://example.org/a_b ! !? \"q\" 'q' null true"
    " 1:30 --- ==="
    " \u2028 \x07 \ufeff é \u00ad naïve ﬁ ǅ İ ß"
).split(" ")
ODD = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=5)
LINE = st.lists(st.one_of(*[st.sampled_from(WORDS)] * 6, ODD), min_size=1, max_size=14).map(" ".join)
BETWEEN = st.sampled_from(["\n", "\n\n", "\n- ", "\n\n1. ", "\n  - ", "\n\n¹ ", "\f"])
TEXTS = st.lists(st.tuples(LINE, BETWEEN), min_size=1, max_size=25).map(
    lambda lines: "".join(line + between for line, between in lines)
)


def check(manuscript: Manuscript, folder: Path) -> None:
    """That nothing of a manuscript is lost, and that the event can be printed."""
    draft = draft_of(manuscript, {}, TODAY, shipped())
    missing = {"title": "T", "date": "2030-03-05", "time": "9:15", "timezone": "UTC"}
    text = event_text({**missing, **draft.event}, comments_of(draft), source="note", deadline="2030-01-01")
    file = folder / "data" / "event.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    assert lost(texts_of(manuscript), text) == Counter()
    build(Request(file, folder / "out", formats=["html"]))


@examples(60)
@given(text=TEXTS)
def test_every_word_of_any_text_is_in_the_event_file_and_it_builds(text: str, tmp_path_factory: Any) -> None:
    manuscript = read_text(text.encode("utf-8", "replace"), "note.txt")
    source, there = words_of(re.sub("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef]", " ", text)), words_of(texts_of(manuscript))
    assert not {w: n for w, n in (source - there).items() if w.isascii()}
    check(manuscript, tmp_path_factory.mktemp("any"))


STYLES = st.sampled_from(
    ["Normal", "Normal", "Heading 1", "Heading 2", "List Bullet", "List Number", "Title", "Subtitle"]
)


@examples(25)
@given(
    blocks=st.lists(
        st.one_of(
            st.tuples(STYLES, st.lists(st.tuples(LINE, st.booleans(), st.booleans()), max_size=4)),
            st.lists(st.lists(LINE, min_size=3, max_size=3), min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=12,
    ),
    footer=LINE,
)
def test_every_word_of_any_word_file_is_in_the_event_file_and_it_builds(
    blocks: list[Any], footer: str, tmp_path_factory: Any
) -> None:
    def xml(text: str) -> str:
        return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)

    document = docx.Document()
    for block in blocks:
        if isinstance(block, tuple):
            paragraph = document.add_paragraph(style=block[0])
            for text, bold, italic in block[1]:
                run = paragraph.add_run(xml(text))
                run.bold, run.italic = bold, italic
        else:
            table = document.add_table(0, 3)
            for texts in block:
                for cell, text in zip(table.add_row().cells, texts, strict=True):
                    cell.text = xml(text)
    document.sections[0].footer.paragraphs[0].text = xml(footer)
    check(read_docx(saved(document), "note.docx"), tmp_path_factory.mktemp("any"))


TREES = st.recursive(
    st.one_of(LINE, ODD, st.sampled_from(["", "- a", "#", "a: b", "a:", "? b", "!x", "&a", "*b", "%", "@", "1.0"])),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True), inner, min_size=1, max_size=3
    ),
    max_leaves=12,
)  # fmt: skip


@given(tree=st.dictionaries(st.sampled_from(["title", "parties", "panel", "show"]), TREES, min_size=1), comment=LINE)
def test_yaml_that_is_written_reads_back_to_the_same_texts(tree: dict[str, Any], comment: str) -> None:
    def cleaned(value: Any) -> Any:
        if isinstance(value, str):
            return clean(value).strip()
        return [cleaned(v) for v in value] if isinstance(value, list) else {k: cleaned(v) for k, v in value.items()}

    data = cleaned(tree)
    read, _, problems = read_yaml(write_yaml(data, {(key,): [clean(comment)] for key in data}), "x")
    assert not problems
    assert read == data


@given(paragraphs=st.lists(LINE, min_size=1, max_size=4))
def test_prose_that_is_written_reads_back_to_the_same_words(paragraphs: list[str]) -> None:
    text = Prose("\n\n".join(clean(paragraph).strip() or "x" for paragraph in paragraphs))
    read, _, _ = read_yaml(write_yaml({"text": text}, {}), "x")
    assert read["text"].split() == text.split()
    assert max(map(len, write_yaml({"text": text}, {}).split("\n"))) <= 140


def test_words_in_tables_of_the_foot_and_of_notes_are_kept(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Water", style="Title")
    document.add_heading("Background", 1)
    document.add_paragraph("It rains less.")
    footer = document.sections[0].footer
    footer.add_table(1, 2, docx.shared.Cm(10)).rows[0].cells[1].text = "with funding from Lake Fund"
    event, _, _ = begun(tmp_path, saved(document))
    assert event.parties[event.funders[0].party].name == "Lake Fund"


def test_a_draft_without_a_date_is_said_to_be_incomplete() -> None:
    draft = Draft({"title": "Rivers", "language": "en", "timezone": "Europe/Zurich", "date": "never", "venue": "Hall"})
    make_valid(draft, shipped())
    assert [finding.message for finding in draft.findings if "not complete" in finding.message]
    assert draft.event["title"] == "Rivers"
