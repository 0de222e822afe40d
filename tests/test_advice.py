"""What somebody types who knows no YAML, and what is said to that: the very words, since they are what helps."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from conceptnote.build.readiness import pending
from conceptnote.cli.options import make_request
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.schema.event import Event
from conceptnote.schema.fields import is_record
from conceptnote.schema.synonyms import table
from conceptnote.schema.text import Record
from conceptnote.source.load import load_event
from conceptnote.source.project import event_file_of
from conceptnote.textfolding import plain_words

ROOT = Path(__file__).parents[1]
EVENT = """\
title: Water
date: 2031-06-10
time: 9:15–10:15
timezone: Africa/Lagos
venue:
  name: Water House
  street: 1 River Road
parties:
  board: {name: Water Board, roles: host}
people:
  okoye:
    honorific: Ms
    name: {given: Ngozi, family: Okoye}
  bello:
    name: Amina Bello
    status: tbc
panel:
  - okoye
  - bello
agenda:
  - item: Opening
    who: okoye
  - item: Closing
    who: bello
sections:
  - heading: Who speaks
    text: |
      Rivers are shared.
    show: [panel, agenda]
"""
LIST = "a line of a list begins with a hyphen and a space"
COLON = "a key is followed by a colon and a space"
QUOTES = "put the text in quotes: "
DAYS = "write one day; an event of several days has one of the “sittings” for each: docs/agendas.md shows how"

# What stands in the event, what is typed instead, the line that is told, the message and the hint.
Case = tuple[str, str, int, str, str]


def title(typed: str, message: str, hint: str, line: int = 1) -> Case:
    return ("title: Water\n", f"title: {typed}\n", line, message, hint)


def day(typed: str, hint: str) -> Case:
    return ("2031-06-10", typed, 2, f"“{typed}” is not a date", hint)


def time(typed: str, hint: str, what: str = "is not a time of day") -> Case:
    return ("9:15–10:15", typed, 3, f"“{typed}” {what}", f"write it on the 24-hour clock: {hint}")


def panel(typed: str, line: int, message: str, hint: str) -> Case:
    return ("  - okoye\n  - bello\n", typed, line, message, hint)


def first(typed: str) -> tuple[str, str]:
    return (f"a text that begins with {typed[0]} needs quotes", f'{QUOTES}title: "{typed}"')


def key(stands: str, typed: str, line: int, hint: str) -> Case:
    return (stands, typed, line, f"there is no key “{typed.strip(' -').split(':')[0]}” here", hint)


def status(typed: str, hint: str) -> Case:
    return ("status: tbc", f"status: {typed}", 16, f"“{typed}” is not a choice here", hint)


def more(typed: str, message: str, hint: str) -> Case:
    return ("sections:\n", f"{typed}\nsections:\n", 25, message, hint)


CASES: list[Case] = [
    # Words of a choice: what they mean, not how they are spelt.
    status("to be confirmed", "write “tbc”"),
    status("not confirmed", "write “tbc”"),
    status("unconfirmed", "write “tbc”"),
    status("pending", "write “tbc”"),
    status("à confirmer", "write “tbc”"),
    status("A CONFIRMER", "write “tbc”"),
    status("cancelled", "write “declined”"),
    status("confirmd", "did you mean “confirmed”?"),
    status("to be confirmd", "did you mean “tbc”?"),
    status("to be confirmed soon", "did you mean “tbc”?"),
    more("mode: virtual", "“virtual” is not a choice here", "write “online”"),
    more("mode: In person", "“In person” is not a choice here", "write “in-person”"),
    more("mode: Zoom", "“Zoom” is not a choice here", "write “online”"),
    more("access: public", "“public” is not a choice here", "write “open”"),
    more("status: approved", "“approved” is not a choice here", "write “final”"),
    more("status: to be confirmed", "“to be confirmed” is not a choice here", "write “provisional”"),
    more("clock: AM/PM", "“AM/PM” is not a choice here", "write “12h”"),
    more("languages: [French]", "“French” is not a language code", "write its ISO 639 code: fr"),
    more("languages: [arabe]", "“arabe” is not a language code", "write its ISO 639 code: ar"),
    ("item: Closing\n", "item: Closing\n    kind: coffee break\n", 24, "“coffee break” is not a choice here",
     "write “break”"),
    ("item: Closing\n", "item: Closing\n    kind: [break, photo]\n", 24,
     "one word is expected here, not a list", "keep one of them: break or photo"),
    ("- bello\n", "- {person: bello, presence: online}\n", 19, "“online” is not a choice here", "write “remote”"),
    # Lists without their hyphens.
    panel("  okoye\n  bello\n", 18, "expected a list, found “okoye bello”", "begin each line with “- ”: - okoye"),
    panel("  - okoye\n  bello\n", 19, LIST, "begin this line with “- ”: - bello"),
    panel("  -okoye\n  -bello\n", 18, "expected a list, found “-okoye -bello”", "begin each line with “- ”: - okoye"),
    panel("  - okoye\n  -bello\n", 19, LIST, "begin this line with “- ”: - bello"),
    panel("  - okoye\n    -bello\n", 18, "no person has the id “okoye -bello”",
          "write each on a line that begins with “- ”: “- okoye”, “- bello”"),
    panel("  – okoye\n  – bello\n", 18, "expected a list, found “– okoye – bello”",
          "begin each line with “- ”: - okoye"),
    panel("  • okoye\n  • bello\n", 18, "expected a list, found “• okoye • bello”",
          "begin each line with “- ”: - okoye"),
    panel("  - okoye\n  • bello\n", 19, LIST, "begin this line with “- ”: - bello"),
    panel("  * okoye\n  * bello\n", 18, LIST, "begin each of these lines with “- ”: - okoye"),
    panel("  okoye\n  bello\n  - person: okoye\n", 18, LIST, "begin each of these lines with “- ”: - okoye"),
    panel("  - #okoye\n", 18, "expected a record of keys and values, found nothing",
          "write “key: value” lines, indented"),
    ("panel:\n  - okoye\n  - bello\n", "panel: okoye, bello\n", 17, "expected a list, found “okoye, bello”",
     "put it in brackets: [okoye, bello]"),
    ("panel:\n  - okoye\n  - bello\n", "panel: okoye\n", 17, "expected a list, found “okoye”",
     "put it on a line of a list, below the key: - okoye"),
    ("  - item: Opening", "    item: Opening", 21, LIST, "begin this line with “- ”: - item: Opening"),
    ("  - item: Closing", "  item: Closing", 23, LIST, "begin this line with “- ”: - item: Closing"),
    ("  - item: Closing", "  -item: Closing", 23, LIST, "begin this line with “- ”: - item: Closing"),
    ("  - item: Closing", "    item: Closing", 23, "the key “item” is here twice; first in line 21",
     "keep one of them; or if another entry begins here, begin its first line with “- ”"),
    ("    who: okoye\n", "    who: okoye and bello\n", 22, "no person has the id “okoye and bello”",
     "write each on a line that begins with “- ”: “- okoye”, “- bello”"),
    ("    who: okoye\n", "    who: okoye (moderator)\n", 22, "no person has the id “okoye (moderator)”",
     "write “person: okoye” and “role: moderator”"),
    panel("  - okoye: moderator\n", 18, "there is no key “okoye” here", "write “person: okoye” and “role: moderator”"),
    ("[panel, agenda]", "panel and agenda", 29, "there is nothing called “panel and agenda” to show",
     "write [panel, agenda]"),
    # Texts that need quotes, or other ones.
    title("Water: sharing", "a text with “: ” in it needs quotes", f'{QUOTES}title: "Water: sharing"'),
    title('“Water: sharing”', "typographic quotation marks (“ ”) are not quotes in YAML",
          'type " instead: title: "Water: sharing"'),
    title("« Water: sharing »", "typographic quotation marks (« ») are not quotes in YAML",
          'type " instead: title: "Water: sharing"'),
    title("‘Water: sharing’", "typographic quotation marks (‘ ’) are not quotes in YAML",
          'type " instead: title: "Water: sharing"'),
    title("„Water: sharing“", "typographic quotation marks („ “) are not quotes in YAML",
          'type " instead: title: "Water: sharing"'),
    title('"Water: sharing”', 'the text begins with " and ends with ”',
          'end it with the sign that begins it: title: "Water: sharing"'),
    title("'Water's price: who pays?'", "an apostrophe ends a text in single quotes",
          'put the text in double quotes: title: "Water\'s price: who pays?"'),
    title('"The "Blue" House"', 'a " within the text ends it',
          "put the text in other quotes: title: 'The \"Blue\" House'"),
    title('"Blue" House', 'the text goes on after the " that ends it',
          "put the whole text in quotes: title: '\"Blue\" House'"),
    title('"Water', "the quotation mark is not closed", 'write title: "Water"'),
    title("Water\n  and law: an approach", "a text with “: ” in it needs quotes, or a line below its key",
          "write “title: >-”, and the whole text on the lines below it", 2),
    *(title(typed, *first(typed)) for typed in (
        "*Water* for all", "& Water", "@water", "%water", "`water`", "[Draft] Water", "{Draft} Water", "| Water",
        "> Water", "- Water", "? Water",
    )),
    title("!Water now", "the tag “!Water” is not used here", f'{QUOTES}title: "!Water now"'),
    ("[panel, agenda]", "[[panel, agenda]]", 29, "expected a text, found a list",
     "write it without the inner brackets: panel, agenda"),
    ("[panel, agenda]", "[[]]", 29, "expected a text, found a list", "remove the inner brackets"),
    title("[Draft]", "expected a text, found a list",
          'if the brackets are to be printed, put the text in quotes: "[Draft]"'),
    ("item: Closing", "item: Closing: thanks", 23, "a text with “: ” in it needs quotes",
     f'{QUOTES}- item: "Closing: thanks"'),
    # Blanks, tabs and keys.
    ("  name: Water House", "\u00a0\u00a0name: Water House", 6, "the line is indented with U+00A0 NO-BREAK SPACE",
     "delete it, and type ordinary spaces"),
    ("  street", " \u2003street", 7, "the line is indented with U+2003 EM SPACE",
     "delete it, and type ordinary spaces"),
    ("  - bello\n", "\u3000- bello\n", 19, "the line is indented with U+3000 IDEOGRAPHIC SPACE",
     "delete it, and type ordinary spaces"),
    ("  name: Water House\n  street", "\u00a0\u00a0name: Water House\n\u00a0\u00a0street", 6,
     "the line is indented with U+00A0 NO-BREAK SPACE",
     "delete it, and type ordinary spaces; another line of the file too"),
    ("  street", "\tstreet", 7, "there is a tab where spaces belong", "indent with spaces, not tabs"),
    ("timezone: ", "timezone:\u00a0", 4, "the colon is followed by U+00A0 NO-BREAK SPACE, not by an ordinary space",
     "write timezone: Africa/Lagos"),
    ("timezone: ", "timezone:", 4, COLON, "write timezone: Africa/Lagos"),
    ("timezone: ", "timezone = ", 4, COLON, "write timezone: Africa/Lagos"),
    ("title: Water\n", "title >-\n  Who guards the water\n  of dry years\n", 1, COLON, "write title: >-"),
    ("    text: |\n", "    text |\n", 27, COLON, "write text: |"),
    ("timezone: ", "timezone：", 4, COLON, "write timezone: Africa/Lagos"),
    ("    honorific: ", "    honorific ", 12, COLON, "write honorific: Ms"),
    ("    honorific: ", "     honorific: ", 13, "the line is not indented as those of its record",
     "lines of one record begin in one column: this one after 4 spaces, the one above after 5"),
    ("      Rivers are shared.\n", "      Rivers are shared.\n  And lakes.\n", 29,
     "the line is neither a key nor indented like a text",
     "if it belongs to the text above, begin it with 6 spaces, as the lines of that"),
    ("timezone: Africa/Lagos", "<<<<<<< HEAD\ntimezone: Africa/Lagos\n=======\ntimezone: Africa/Accra\n>>>>>>> b", 4,
     "the file has two versions of these lines: Git could not merge them",
     "keep one version, and delete the other and the lines that begin with <<<<<<<, ======= and >>>>>>>"),
    # Brackets.
    ("family: Okoye}", "family: Okoye, PhD}", 13, "there is no key “PhD” here",
     "a comma ends a text within brackets; put the text in quotes: family: \"Okoye, PhD\"; or write "
     "“honorific_after: PhD” beside “name”"),
    ("name: Water Board,", "name: Water Board, Lagos,", 9, "there is no key “Lagos” here",
     'a comma ends a text within brackets; put the text in quotes: name: "Water Board, Lagos"'),
    ("{name: Water Board", "{name:Water Board", 9, "there is no key “name:Water Board” here",
     "write a space after the colon: name: Water Board"),
    ("family: Okoye}", "family: Okoye", 13, "the bracket { is not closed",
     "write name: {given: Ngozi, family: Okoye}"),
    ("Ngozi, family", "Ngozi family", 13, "a comma or quotes are missing within the brackets",
     'write a comma between two keys, and quotes around a text with “: ” in it: {given: Ngozi, family: "Okoye: Dr"}'),
    # Days and times of day.
    *(day(typed, "write 2031-06-10") for typed in (
        "10 juin 2031", "le 10 juin 2031", "June 10, 2031", "10 June 2031", "10th of June 2031", "10.06.2031",
        "2031/06/10", "Tuesday, 10 June 2031", "mardi 10 juin 2031", "20310610", "10-06-2031",
    )),
    day("25/12/2031", "write 2031-12-25"),
    day("10/06/2031",
        "write 2031-06-10 for 10 June, as it is read in Geneva, or 2031-10-06 for 6 October, as in New York"),
    day("10 June", "write the year, too, and numbers: 2014-06-10 for a day in 2014"),
    day("31 June 2031", "check the day: June 2031 has 30 days"),
    day("2031-06-10T09:15", "write 2031-06-10 here, and the hours under “time”"),
    day("10-12 June 2031", DAYS),
    day("2031-06-10 to 2031-06-12", DAYS),
    day("soon", "write year-month-day: 2014-06-10"),
    time("9-10:30", "9:00–10:30"),
    time("0915-1015", "9:15–10:15"),
    time("de 9h à 10h30", "9:00–10:30"),
    time("9:15 h", "9:15"),
    time("9:15-10:15 (EST)", "9:15–10:15"),
    time("noon", "12:00"),
    time("9:15 am", "9:15", "is a 12-hour time"),
    time("12 am", "0:00", "is a 12-hour time"),
    time("11 - 1 pm", "11:00–13:00", "is a 12-hour time"),
    time("1:15–2:30 p.m.", "13:15–14:30", "is a 12-hour time"),
    # Ids and keys.
    ("  bello:\n", "  okoye:\n", 14, "the key “okoye” is here twice; first in line 11",
     "choose another id for this one: okoye-2; or remove it, if it says the same"),
    ("    honorific: Ms\n", "    honorific: Ms\n    honorific: Dr\n", 13,
     "the key “honorific” is here twice; first in line 12", "keep one of them"),
    ("  bello:\n", "  Bêllo Amina:\n", 14, "“Bêllo Amina” cannot be an id",
     "use small letters a–z, digits and single hyphens, beginning with a letter: bello-amina"),
    key("honorific: Ms", "title: Ms", 12, "write “honorific”"),
    key("name: Amina Bello", "first name: Amina", 15, "write “name: {given: …, family: …}”"),
    key("venue:", "location:", 5, "write “venue”"),
    key("venue:", "where:", 5, "write “venue”"),
    key("venue:", "place:", 5, "write “venue”"),
    key("venue:", "Lieu:", 5, "write “venue”"),
    key("date: 2", "when: 2", 2, "write “date” and “time”"),
    key("agenda:\n", "programme:\n", 20, "write “agenda”"),
    key("panel:\n", "speakers:\n", 17, "write “panel”"),
    key("  - item: Closing", "  - title: Closing", 23, "write “item”"),
    key("    who: bello", "    speakers: bello", 24, "write “who”"),
    key("    who: bello", "    item_: Closing", 24, "did you mean “item”?"),
    ("sections:\n", "organizers: [board]\nsections:\n", 25, "there is no key “organizers” here",
     "write each under “parties”, with “roles: organiser”"),
    ("sections:\n", "participants: [board]\nsections:\n", 25, "there is no key “participants” here",
     "write each under “parties”, with their “roles”"),
    ("sections:\n", "location: Hall\nsections:\n", 25, "there is no key “location” here",
     "“venue” is there already: write it in that, or remove it"),
    ("sections:\n", "moderator: okoye\nsections:\n", 25, "there is no key “moderator” here",
     "write them in “panel”, as “person: …” with “role: moderator”"),
]  # fmt: skip


def written(folder: Path, text: str, name: str = "event.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def problems(file: Path) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        load_event(file)
    return caught.value.diagnostics


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1].strip()[:40])
def test_what_is_typed_is_answered_with_what_to_type(case: Case, tmp_path: Path) -> None:
    stands, typed, line, message, hint = case
    assert EVENT.count(stands) >= 1
    told = problems(written(tmp_path, EVENT.replace(stands, typed, 1)))
    assert (line, message, hint) in [(one.location and one.location.line, one.message, one.hint) for one in told]


@pytest.mark.parametrize(
    ("stands", "typed", "reads"),
    [
        ("status: tbc", "status: TBC", lambda event: event.people["bello"].status == "tbc"),
        ("status: tbc", "status: Confirmed", lambda event: event.people["bello"].status == "confirmed"),
        ("sections:", "papers: {programme: {paper: A5, impose: [Booklet]}}\nsections:",
         lambda event: (event.papers["programme"].paper, event.papers["programme"].impose) == ("a5", ["booklet"])),
        ("sections:", "language: FR\nlanguages: [FR, ar]\nsections:",
         lambda event: (event.language, event.languages) == ("fr", ["fr", "ar"])),
        ("[panel, agenda]", "[Panel, Agenda]", lambda event: event.sections[0].show == ["panel", "agenda"]),
        ("9:15–10:15", "9.15 - 10h15", lambda event: f"{event.time.end:%H:%M}" == "10:15"),
        ("2031-06-10", "2031-6-1", lambda event: event.date.day.isoformat() == "2031-06-01"),
        ("title: Water", "title: “Water”", lambda event: event.title == "“Water”"),
    ],
)  # fmt: skip
def test_what_can_mean_one_thing_alone_is_taken_for_it(
    stands: str, typed: str, reads: Callable[[Event], bool], tmp_path: Path
) -> None:
    assert reads(load_event(written(tmp_path, EVENT.replace(stands, typed, 1))).event)


def test_an_alias_is_told_once(tmp_path: Path) -> None:
    """And not as a text that is missing, too."""
    (problem,) = problems(written(tmp_path, EVENT.replace("title: Water", "title: *Water")))
    assert problem.message == "anchors (&) and aliases (*) are not used here"


def test_options_take_capitals(tmp_path: Path) -> None:
    request = make_request(tmp_path, None, ["PDF,Docx"], None, "A5", "Landscape", ["Two-Up"])
    assert (request.formats, request.paper, request.orientation, request.impose) == (
        ["pdf", "docx"], "a5", "landscape", ["two-up"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "begins", "message", "hint"),
    [
        ("note.docx", b"PK\x03\x04", "this is a Word file", "conceptnote init my-event --from {folder}/note.docx"),
        ("event.yaml", b"PK\x03\x04", "this is a Word file", "conceptnote init my-event --from {folder}/event.yaml"),
        ("list.xlsx", b"PK\x03\x04", "this is an Excel table", "conceptnote init my-event"),
        ("note.odt", b"PK\x03\x04", "this is an OpenDocument text", "--from {folder}/note.docx"),
        ("note.doc", b"\xd0\xcf\x11\xe0", "this is a file of an old version of Word", "--from {folder}/note.docx"),
        ("note.pdf", b"%PDF-1.7", "this is a PDF", "save it as .docx"),
        ("note.rtf", b"{\\rtf1", "this is a file in Rich Text Format", "save it as .docx"),
        ("note.txt", b"Concept note\n\nWater: who pays: when\n", "this is plain text", "--from {folder}/note.txt"),
        ("list.csv", b"name;role\nNgozi;chair\n", "this is a table", "conceptnote init my-event"),
        ("page.html", b"<p>Water</p>", "this is a web page", "save it as .docx"),
    ],
)
def test_a_file_of_another_program_is_called_what_it_is(
    name: str, begins: bytes, message: str, hint: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(begins)
    (problem,) = problems(file)
    assert problem.message == f"{message}, not an event file"
    assert hint.format(folder=tmp_path) in str(problem.hint)


def test_an_event_file_may_be_called_anything(tmp_path: Path) -> None:
    assert load_event(written(tmp_path, EVENT, "event.txt")).event.title == "Water"


def test_a_folder_means_the_event_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    inner = written(tmp_path / "data", EVENT)
    assert event_file_of(tmp_path) == event_file_of(inner) == inner
    assert event_file_of(tmp_path / "data") == inner
    outer = written(tmp_path, EVENT)
    (both,) = problems(event_file_of(tmp_path))
    assert both.message == f"the folder has two event files: {inner} and {outer}"
    inner.unlink()
    assert event_file_of(tmp_path) == outer
    outer.unlink()
    (none,) = problems(event_file_of(tmp_path))
    assert (none.message, none.hint) == (
        "this is a folder, and has neither data/event.yaml nor event.yaml",
        f"make one with conceptnote init {tmp_path}",
    )
    other = written(tmp_path, EVENT, "water.yaml")
    (none,) = problems(tmp_path)
    assert none.hint == f"name a file: {other}"


@pytest.mark.parametrize(
    "name", ["Ngozi Okoye (TBC)", "Ngozi Okoye [tbc]", "TBC: Ngozi Okoye", "Ngozi Okoye, à confirmer", "TBA"]
)
def test_papers_are_not_final_while_a_name_says_that_it_is_to_be_confirmed(name: str, tmp_path: Path) -> None:
    text = EVENT.replace("    status: tbc\n", "")
    source = load_event(written(tmp_path, text))
    assert [problem.message for problem in pending(source, final=True)] == []
    source = load_event(written(tmp_path, text.replace("{given: Ngozi, family: Okoye}", f"'{name}'")))
    (problem,) = pending(source, final=True)
    assert problem.location is not None
    assert (problem.location.line, problem.hint) == (
        13, "remove it, and write “status: tbc” in people.okoye",
    )  # fmt: skip
    assert not list(pending(source, final=False))


def test_every_synonym_means_a_word_or_a_key_of_the_schema() -> None:
    """And none is itself what it stands for, or stands for two in one record."""
    choices = [set(typing.get_args(one)) for one in _literals(Event)]
    assert len(choices) > 15
    for word, typed in table()["words"].items():
        assert any(word in words for words in choices), word
        assert all(isinstance(one, str) for one in typed), word
    records = {kind.__name__: kind for kind in _records(Event)}
    assert len(records) > 20
    seen = 0
    for record, keys in table()["keys"].items():
        fields = set(records[record].model_fields)
        names = [plain_words(one) for typed in keys.values() for one in typed]
        twice = {one for one in names if names.count(one) > 1}
        assert not twice, (record, twice)
        assert not {plain_words(field) for field in fields} & set(names), record
        for meant in keys:
            assert meant in fields or " " in meant, (record, meant)
            seen += 1
    assert seen > 80


def _records(model: Any) -> Iterator[type[Record]]:
    seen: set[Any] = set()
    waiting: list[Any] = [model]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        yield kind
        for field in kind.model_fields.values():
            waiting += [below for below in _parts(field.annotation) if is_record(below)]


def _literals(model: Any) -> Iterator[Any]:
    for record in _records(model):
        for field in record.model_fields.values():
            yield from (part for part in _parts(field.annotation) if typing.get_origin(part) is typing.Literal)


def _parts(annotation: Any) -> Iterator[Any]:
    if typing.get_origin(annotation) in (None, typing.Literal):
        yield annotation
    else:
        for argument in typing.get_args(annotation):
            yield from _parts(argument)


def test_every_command_takes_a_folder_for_its_event_file(tmp_path: Path) -> None:
    file = written(tmp_path, EVENT)
    seen = 0
    for path in (ROOT / "src/conceptnote/cli").glob("*.py"):
        module = import_module(f"conceptnote.cli.{path.stem}" if path.stem != "__init__" else "conceptnote.cli")
        for name, function in vars(module).items():
            if not name.endswith("_command") or function.__module__ != module.__name__:
                continue
            hints = typing.get_type_hints(function, include_extras=True)
            for parameter in {"event", "events"} & set(hints):
                parsers = [getattr(mark, "parser", None) for mark in hints[parameter].__metadata__]
                assert [parser(str(tmp_path)) for parser in parsers if parser] == [file], (name, parameter)
                seen += 1
    assert seen >= 8
