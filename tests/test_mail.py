"""Drafts of e-mails: the last evening played through, what a second mail library reads in them, and what is refused."""

from __future__ import annotations

import json
import re
import shutil
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from command import run
from examples import examples
from fast_mail_parser import PyMail, parse_email
from hypothesis import given
from hypothesis import strategies as st
from strategies import HIDDEN, events, write_project

from conceptnote.compare import mailed
from conceptnote.compare.versions import read_versions
from conceptnote.diagnostics import DiagnosticError, Location
from conceptnote.mail.addressees import addressees
from conceptnote.mail.draft import Draft
from conceptnote.merge.returned import read_returned
from conceptnote.schema.recipients import Recipients, Row
from conceptnote.source.project import find_project

EVENT = """\
title: {en: Water, fr: Les amis de l’eau}
date: 2030-03-05   # a Tuesday
time: 9:15–12:15
timezone: Europe/Zurich
language: [en, fr]
status: final
venue: {name: Palais des Nations, room: Room XIX}
people:
  <<: !include ../shared/people.yaml
  # The chair of the committee.
  keita: {name: {given: Oulie, family: Keita}, functions: {en: Director, fr: Directrice}, phone: "41 22 SECRET"}
panel:
  - {person: okoye, role: moderator}
  - keita
agenda:
  - {time: 9:15–10:00, item: {en: Panel 1, fr: Panel 1}, who: keita}
  # A short one.
  - {time: 10:00–10:30, item: {en: Coffee, fr: Café}, internal: SECRET urns}
  - {time: 10:30–11:15, item: {en: Panel 2, fr: Panel 2}}
  - {time: 11:15–11:30, item: {en: Donors, fr: Donateurs}, audience: donors}
"""
PEOPLE = """\
okoye:
  name: {given: Ngozi, family: Okoye}
  functions: {en: Hydrologist, fr: Hydrologue}
  status: tbc   # asked on Monday
"""
GUESTS = """\
Name;E-mail;Language;Honorific
Ngozi Okoye;okoye@example.org;;Ms
Élodie Ñandú;elodie@exämple.org;FR;
"Bob
Bcc: all@example.org";bob@example.org;en;
Ngozi Okoye;OKOYE@example.org;;
"""


def write(folder: Path) -> Path:
    """A project in two languages, whose people are shared, and a list of guests."""
    for name, text in (("data/event.yaml", EVENT), ("shared/people.yaml", PEOPLE), ("data/guests.csv", GUESTS)):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of which nothing was mailed yet."""
    return write(tmp_path)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project after an evening: mailed, changed by command and in an editor, undone in part, and mailed again."""
    folder = write(tmp_path_factory.mktemp("evening"))

    def done(*arguments: str) -> str:
        ended = run(*arguments, "--yes", cwd=folder)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    assert "version first, the first mail" in done("mail", "--name", "first", "-f", "ics")
    done("confirm", "okoye")
    done("set", "venue.room=Room XX")
    done("move", "Panel 2", "--to", "11:00")
    done("add", "row", "--item", "Closing", "--time", "11:45")
    outside = (folder / "data/event.yaml").read_text().replace("functions: {en: Director,", "functions: {en: Chair,")
    (folder / "data/event.yaml").write_text(outside)
    done("set", "agenda.1.item.en=Tea", "agenda.1.internal=SECRET cups")
    done("replace", "keita", "sow", "--name", "Awa Sow", "--position", "Judge")
    done("remove", "row", "Closing")
    done("set", "title.en=Rivers")
    assert "undo: set title.en" in done("undo")
    assert "undo: remove row Closing" in done("undo")
    return folder


SAID = [
    "Room XX instead of XIX.",
    "Moderator: Ngozi Okoye is confirmed.",
    "Panel: Awa Sow instead of Oulie Keita.",
    "Panel 1: Speaker: Awa Sow instead of Oulie Keita.",
    "Coffee: Item: Tea instead of Coffee.",
    "Panel 2 moves from 10:30 to 11:00.",
    "New: Agenda: Closing (11:45).",
]


@pytest.fixture(scope="module")
def drafts(evening: Path) -> Path:
    """The drafts of the second mail, a list of guests."""
    ended = run("mail", "--to", "data/guests.csv", "--name", "second", "--yes", cwd=evening)
    assert ended.returncode == 0, ended.stderr
    assert "row 6: OKOYE@example.org is in the list already, and gets one draft" in ended.stderr
    return evening / "out" / "mail" / "second" / "guests"


def parsed(path: Path) -> PyMail:
    """A draft as the second library reads it."""
    return parse_email(path.read_bytes())


def test_an_evening_is_told_in_the_drafts(evening: Path, drafts: Path) -> None:
    assert sorted(path.name for path in drafts.iterdir()) == [
        "001-ngozi-okoye.eml", "002-elodie-nandu.eml", "003-bob-bcc-all-example-org.eml",
    ]  # fmt: skip
    both, french, bob = (parsed(path) for path in sorted(drafts.iterdir()))
    text = both.text_plain[0].replace("\u00a0", " ").replace("\r\n", "\n")
    english, in_french = text.split("\n* * *\n")
    assert english.startswith("Dear Ms Ngozi Okoye,\n\nWater\nTuesday, 5 March 2030, 9:15–12:15 (Zurich time)\n")
    told = re.search(r"What has changed since [^\n]*:\n\n((?:- [^\n]*\n)*)", english)
    assert told is not None
    assert sorted(told[1].splitlines()) == sorted(f"- {sentence}" for sentence in SAID)
    assert "Modération : Ngozi Okoye : participation confirmée." in in_french
    assert french.text_plain[0].startswith("Élodie Ñandú,\r\n\r\nLes amis de l’eau\r\nMardi 5\u00a0mars 2030")
    assert (both.subject, french.subject) == ("Papers: Water", "Documents : Les amis de l’eau")
    assert french.headers["To"] == ["Élodie Ñandú <elodie@xn--exmple-cua.org>"]
    assert "Bcc" not in bob.headers
    assert bob.headers["To"] == ['"Bob Bcc: all@example.org" <bob@example.org>']
    sent = {file.filename: (file.mimetype, file.content) for file in french.attachments}
    assert sorted(sent) == [
        "concept-note.fr.docx", "concept-note.fr.pdf", "event.fr.ics", "programme.fr.docx", "programme.fr.pdf",
    ]  # fmt: skip
    assert len(both.attachments) == 10
    assert sent["programme.fr.pdf"][0] == "application/pdf"
    assert sent["programme.fr.pdf"][1].startswith(b"%PDF-1.7")
    calendar = sent["event.fr.ics"][1].decode()
    assert calendar.startswith("BEGIN:VCALENDAR\r\n")
    message = message_from_bytes((drafts / "002-elodie-nandu.eml").read_bytes(), policy=SMTP)
    [part] = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert f"METHOD:{part.get_param('method')}\r\n" in calendar
    assert [part["Content-Language"] for part in message.walk() if part.get_content_type() == "text/plain"] == ["fr"]


def test_nothing_internal_is_in_a_draft_or_a_record(evening: Path, drafts: Path) -> None:
    for path in (*drafts.iterdir(), *(evening / "sent" / "event").iterdir()):
        parts = [part.get_content() for part in message_from_bytes(path.read_bytes(), policy=SMTP).walk()
                 if not part.is_multipart()] if path.suffix == ".eml" else [path.read_text()]  # fmt: skip
        for part in parts:
            seen = part.encode() if isinstance(part, str) else part
            assert b"SECRET" not in seen
            assert b"Donors" not in seen


def test_the_same_mail_is_the_same_drafts(evening: Path, drafts: Path) -> None:
    before = {path: path.read_bytes() for path in (*drafts.iterdir(), *(evening / "sent/event").iterdir())}
    ended = run("mail", "--to", "guests.csv", "--yes", cwd=evening)
    assert "version second; since first:" in ended.stdout
    assert {path: path.read_bytes() for path in before} == before
    assert set(before) == {*drafts.iterdir(), *(evening / "sent/event").iterdir()}


def test_a_mailed_version_is_a_version_of_changes(evening: Path, drafts: Path) -> None:
    assert run("changes", cwd=evening).stdout.split("\n")[2] == "Nothing has changed."
    said = run("changes", "first", cwd=evening).stdout.replace("\u00a0", " ")
    assert sorted(said.split("\n\n")[1].splitlines()) == sorted(SAID)
    assert "Room XIX" in run("changes", "second", "first", "--output-format", "json", cwd=evening).stdout
    assert "there is no file or mailed version “third”" in run("changes", "third", cwd=evening).stderr


def test_the_summary_tells_what_has_changed_since_the_last_mail(evening: Path, drafts: Path, tmp_path: Path) -> None:
    shutil.copytree(evening, tmp_path / "copy", ignore=shutil.ignore_patterns("out"))
    event = tmp_path / "copy" / "data" / "event.yaml"
    event.write_text(event.read_text().replace("Room XX", "Room *V*"))
    said = run("summary", cwd=tmp_path / "copy").stdout
    assert "### Changed since the last mail (second)\n\n- Room \\*V\\* instead of XX.\n" in said
    found = json.loads(run("summary", "--output-format", "json", cwd=tmp_path / "copy").stdout)["changes"]
    assert (found["since"], list(found["sentences"])) == ("second", ["en", "fr"])
    said = run("summary", "--since", "first", cwd=tmp_path / "copy").stdout
    assert "### Changed since first\n\n- Room \\*V\\* instead of XIX.\n- Moderator" in said
    said = run("summary", "--since", "third", cwd=tmp_path / "copy").stdout
    assert "there is no file or mailed version “third”" in said
    (tmp_path / "copy" / "sent" / "event" / "second.yaml").write_text("event: data/event.yaml\n")
    said = run("summary", cwd=tmp_path / "copy").stdout
    assert "this is not the record of a mailed version" in said


def test_the_page_tells_what_has_changed_since_the_last_mail_that_says_something_else(
    evening: Path, drafts: Path, tmp_path: Path
) -> None:
    ended = run("site", "-o", tmp_path / "site", cwd=evening)
    assert ended.returncode == 0, ended.stderr
    for page, sentences in (
        ("index.html", SAID),
        ("event/fr/index.html", ["Modération : Ngozi Okoye : participation"]),
    ):
        text = (tmp_path / "site" / page).read_text().replace("\u00a0", " ")
        [news] = re.findall(r'<section class="news".*?</section>', text, re.DOTALL)
        assert all(sentence in news for sentence in sentences)


def test_without_a_list_there_is_one_draft_without_a_recipient(folder: Path) -> None:
    ended = run("mail", "-f", "ics", "--sender", "me@example.org", "-o", "drafts", "--yes", cwd=folder)
    assert ended.returncode == 0, ended.stderr
    [path] = (folder / "drafts").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=SMTP)
    assert (path.name, message["X-Unsent"], message["To"], message["From"]) == (
        "water.eml",
        "1",
        None,
        "me@example.org",
    )
    assert "What has changed" not in parsed(path).text_plain[0]
    [record] = (folder / "sent" / "event").iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.yaml", record.name)
    (folder / "drafts" / "old.eml").write_text("Subject: Old\n\n")
    said = run("mail", "-f", "ics", "-o", "drafts", "--dry-run", cwd=folder)
    assert "1 other draft is in the folder: old.eml" in said.stderr
    assert "nothing was written (--dry-run)" in said.stdout


def test_without_a_mail_and_a_commit_there_is_nothing_to_compare_with(folder: Path) -> None:
    ended = run("changes", cwd=folder, GIT_CEILING_DIRECTORIES=str(folder.parent))
    assert (ended.returncode, "the event has not been mailed yet" in ended.stderr) == (2, True)


def test_each_event_of_a_collection_has_its_own_mails(folder: Path) -> None:
    (folder / "events").mkdir()
    for name in ("spring", "autumn"):
        text = (folder / "data" / "event.yaml").read_text().replace("Room XIX", f"Room {name}")
        (folder / "events" / f"{name}.yaml").write_text(text)
        event = f"events/{name}.yaml"
        assert run("mail", "-f", "ics", "--event", event, "--name", "first", "--yes", cwd=folder).returncode == 0
        assert list((folder / "out" / name / "mail" / "first").iterdir())
    (folder / "events" / "spring.yaml").write_text(text)
    said = run("changes", "--event", "events/spring.yaml", cwd=folder).stdout
    assert "Room autumn instead of spring." in said
    assert "Nothing has changed." in run("changes", "--event", "events/autumn.yaml", cwd=folder).stdout


def everything(folder: Path) -> set[Path]:
    """All files in a folder."""
    return {path for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_written_unless_somebody_agrees(folder: Path) -> None:
    there = everything(folder)
    for options, code in ((["--dry-run"], 0), ([], 2)):
        ended = run("mail", "-f", "ics", *options, cwd=folder)
        assert ended.returncode == code
        assert "out/mail/" in ended.stdout + ended.stderr
        assert everything(folder) == there
    assert "add --yes" in ended.stderr


def test_a_draft_is_mailed_only_where_that_is_allowed(folder: Path) -> None:
    event = folder / "data" / "event.yaml"
    event.write_text(event.read_text().replace("status: final", "status: draft"))
    there = everything(folder)
    ended = run("mail", "-f", "ics", "--yes", cwd=folder)
    assert (ended.returncode, "CN080" in ended.stderr, everything(folder)) == (1, True, there)
    assert run("mail", "-f", "ics", "--yes", "--allow", "draft", cwd=folder).returncode == 0
    assert run("mail", "-f", "ics", "--yes", "--allow", "internal", cwd=folder).returncode == 2


FUND = """
parties: {fund: {name: River Fund}}
funders: [{party: fund, lockup: Funded by, text_only: true, approval: {required: true}}]
"""
SIGN = (
    '<html lang="en"><head><title>Sign</title><meta name="acknowledgement" content="none"></head>'
    "<body><h1>{{ event.title }}</h1></body></html>"
)


def test_an_open_approval_and_a_missing_acknowledgement_are_refused(folder: Path) -> None:
    with (folder / "data" / "event.yaml").open("a") as file:
        file.write(FUND)
    ended = run("mail", "-f", "html", "--yes", cwd=folder)
    assert (ended.returncode, "CN061" in ended.stderr, (folder / "sent").exists()) == (1, True, False)
    (folder / "templates").mkdir()
    (folder / "templates" / "sign.html.j2").write_text(SIGN)
    alone = ["mail", "-f", "html", "-d", "sign", "--allow", "approval", "--yes"]
    ended = run(*alone, cwd=folder)
    assert (ended.returncode, (folder / "sent").exists()) == (2, False)
    assert "does not acknowledge the funders" in ended.stderr
    assert "sign.html" in run(*alone, "--allow", "acknowledgement,approval", cwd=folder).stdout + str(
        parsed(next((folder / "out").rglob("*.eml"))).text_plain
    )


def recipients(*cells: dict[str, str]) -> Recipients:
    """A list with these rows."""
    rows = [Row(one, Location("list.csv", at), at) for at, one in enumerate(cells, start=2)]
    return Recipients(Path("list.csv"), list(cells[0]), rows, Location("list.csv", 1))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"email": "a@example.org\nBcc: b@example.org"}, "“a@example.org Bcc: b@example.org” is not an e-mail address"),
        ({"email": "a@example.org, b@example.org"}, "is not an e-mail address"),
        ({"email": "A <a@example.org>"}, "is not an e-mail address"),
        ({"email": "é@example.org"}, "is not an e-mail address"),
        ({"email": "a@" + "b" * 250 + ".org"}, "is not an e-mail address"),
        ({"email": ""}, "row 2: the e-mail address is missing"),
        ({"email": "a@example.org", "language": "de"}, "the event has no papers in “de”"),
        ({"email": "a@example.org", "name": "A" * 201}, "is too long"),
        ({"name": "A"}, "no column of e-mail addresses"),
        ({"work": "a@example.org", "home": "b@example.org"}, "several columns of e-mail addresses: work, home"),
    ],
)
def test_a_list_that_cannot_be_mailed_to_is_refused(cells: dict[str, str], said: str) -> None:
    with pytest.raises(DiagnosticError) as caught:
        addressees(recipients(cells), ["en", "fr"])
    assert said in str(caught.value)


def test_at_most_so_many_drafts_are_made() -> None:
    with pytest.raises(DiagnosticError, match="501 rows"):
        addressees(recipients(*({"email": f"a{at}@example.org"} for at in range(501))), ["en"])


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=120)


def bare(text: str) -> str:
    """A name without what quotes it."""
    return re.sub(r'[\s"\\]', "", text)


@examples(60)
@given(name=TEXTS, title=TEXTS, text=TEXTS, lines=st.integers(1, 3))
def test_both_libraries_read_what_was_written(name: str, title: str, text: str, lines: int) -> None:
    title, name, body = (" ".join(one.split()) for one in (title, name, text))
    [one], _ = addressees(recipients({"email": "a@example.org", "name": name}), ["en"])
    body = "\n".join([body] * lines) + "\n"
    data = Draft(title, body, ["en"], mailed.date(2030, 3, 5), [], one.address).to_bytes()
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    message, other = message_from_bytes(data, policy=SMTP), parse_email(data)
    assert message["Subject"] == title
    assert other.subject == title
    assert [to.addr_spec for to in message["To"].addresses] == ["a@example.org"]
    # Python's own reader puts spaces into long names (CPython 3.11), and both leave quotes in.
    assert bare(other.headers["To"][0]) == bare(f"{name}<a@example.org>" if name else "a@example.org")
    assert message.get_content().replace("\r\n", "\n") == body
    assert "".join(other.text_plain).replace("\r\n", "\n") == body
    assert {*message} == {"X-Unsent", "Date", "To", "Subject", "Content-Language", "Content-Type", "MIME-Version",
                          "Content-Transfer-Encoding"}  # fmt: skip


@examples(40, shrink=False)
@given(event=events())
def test_a_recorded_version_reads_as_the_event_that_was_mailed(
    event: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = find_project(write_project(tmp_path_factory.mktemp("p"), event, {}))
    version = mailed.version_now(project)
    record = mailed.file_of(project, version.name)
    record.parent.mkdir(parents=True)
    record.write_bytes(version.to_bytes(mailed.event_name(project)))
    assert HIDDEN not in record.read_text(encoding="utf-8")
    project = find_project(project.event_file)
    [read] = mailed.mailed(project)
    now = read_versions(project)
    assert {tag: one.data for tag, one in read.versions(project).items()} == {tag: one.data for tag, one in now.items()}
    assert mailed.version_now(project).number == 1
    assert mailed.before_now(project, now) is None


def test_what_was_mailed_is_kept_for_a_word_file_that_comes_home(evening: Path, drafts: Path) -> None:
    assert list((evening / ".conceptnote" / "papers").glob("*.json"))


def test_a_redline_is_attached_where_it_is_asked_for(evening: Path, drafts: Path, tmp_path: Path) -> None:
    """It has the changes since the same mail as the text of the draft, in each language."""
    folder = tmp_path / "evening"
    shutil.copytree(evening, folder)
    ended = run("mail", "--redline", "-d", "programme", "-f", "docx", "--yes", "-o", "marked", cwd=folder)
    assert ended.returncode == 0, ended.stderr
    [draft] = (folder / "marked").glob("*.eml")
    files = {one.filename: one.content for one in parsed(draft).attachments}
    names = ["programme.docx", "programme.fr.docx", "programme.fr.redline.docx", "programme.redline.docx"]
    assert sorted(files) == names
    old = {line.text for line in read_returned(files[names[-1]], lambda _: False).lines}
    new = {line.text for line in read_returned(files[names[-1]], lambda _: True).lines}
    assert "Oulie Keita" in old - new
    assert "Awa Sow" in new - old


def test_a_redline_needs_an_earlier_mail(folder: Path) -> None:
    ended = run("mail", "--redline", "-d", "programme", "-f", "docx", "--yes", cwd=folder)
    assert ended.returncode == 2
    assert "nothing else was mailed before" in ended.stderr
