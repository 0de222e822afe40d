"""What is done in the studio with an event as a whole: mails, and what has changed since."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from command import run
from returning import Word
from studio import State, Studio, running

from conceptnote.studio.saving import Saving

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("work")
    shutil.copytree(ROOT / "data", folder / "data")
    event = folder / "data" / "event.yaml"
    event.write_text(f"status: draft\n{event.read_text(encoding='utf-8')}", encoding="utf-8")
    (folder / "data" / "guests.csv").write_text("email,name\nawa@example.org,Awa Sow\n")
    with running(event) as studio:
        yield studio


def test_a_mail_is_shown_then_written_and_what_changes_is_told(shared: Studio) -> None:
    folder = shared.event.parents[1]
    assert shared.post("news")[1] == {"since": None, "changes": []}
    assert shared.post("mail-lists")[1] == {"lists": ["guests.csv"]}
    status, answer = shared.post("mail", to="guests.csv")
    assert (status, answer["problems"][0]["message"]) == (422, "the papers are a draft")
    status, shown = shared.post("mail", to="guests.csv", allowed=["draft", "approval"])
    assert status == 200, shown
    (draft,) = shown["drafts"]
    assert (draft["to"], shown["since"]) == ("Awa Sow <awa@example.org>", None)
    assert "19th Floor" in draft["text"]
    assert "programme.pdf" in draft["files"]
    assert not (folder / "sent").exists(), "it is only shown"
    status, written = shared.post("mail-write")
    assert status == 200, written
    (file,) = (Path(written["folder"]) / name for name in written["files"])
    answer = shared.post("mail-draft", name=draft["name"])[1]
    assert base64.b64decode(answer["data"]) == (Path.cwd() / file).read_bytes()
    subject = message_from_bytes((Path.cwd() / file).read_bytes(), policy=default)["Subject"]
    assert subject == draft["subject"]
    assert len(list((folder / "sent" / "event").glob("*.yaml"))) == 1

    shared.saved("venue.floor", "20th Floor")
    assert shared.post("mail-write")[0] == 422, "the drafts that were shown are old by now"
    news = shared.post("news", language="en")[1]
    assert news["changes"] == [{"sentence": "Floor: 20th Floor instead of 19th Floor.", "path": "venue.floor"}]
    said = run("changes", "--event", shared.event, cwd=folder).stdout
    assert said.strip() == news["changes"][0]["sentence"]
    assert shared.post("undo")[0] == 200


def test_a_draft_that_was_not_shown_is_not_given(shared: Studio) -> None:
    assert shared.post("mail-draft", name="../event.yaml")[0] in (400, 422)
    assert shared.post("mail", to="../../etc/passwd", allowed=["draft", "approval"])[0] == 422


# The file itself


@pytest.fixture
def event(shared: Studio) -> Iterator[Path]:
    """The event file of the studio, which each test finds and leaves as it was."""
    original = shared.event.read_bytes()
    first = Saving(shared.event).now()

    def is_first(state: State) -> bool:
        return state["revision"] == first and not state["working"] and not state["broken"]

    shared.until(is_first)
    yield shared.event
    shared.event.write_bytes(original)
    shared.until(is_first)


def typed(studio: Studio, old: str, new: str) -> dict[str, str]:
    """What a browser sends of the file after somebody has typed in it: its line ends are its own."""
    shown = studio.post("file")[1]
    text = shown["text"].replace("\r\n", "\n")
    assert old in text
    return {"name": shown["name"], "hash": shown["hash"], "text": text.replace(old, new, 1)}


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_file_is_saved_with_its_own_line_ends(line_end: bytes, shared: Studio, event: Path) -> None:
    begin = b"\xef\xbb\xbf" if line_end == b"\r\n" else b""
    event.write_bytes(begin + event.read_bytes().replace(b"\n", line_end))
    before = event.read_bytes()
    status, saved = shared.post("file-save", **typed(shared, "19th Floor", "20th Floor"))
    assert (status, saved["merged"]) == (200, False)
    assert event.read_bytes() == before.replace(b"19th Floor", b"20th Floor")
    assert shared.post("undo")[0] == 200
    assert event.read_bytes() == before


def test_a_text_without_pages_is_saved_only_where_it_is_meant(shared: Studio, event: Path) -> None:
    before = event.read_bytes()
    broken = typed(shared, "title: >-", "title: [")
    line = broken["text"][: broken["text"].index("title: [")].count("\n") + 1
    problems = shared.post("file-check", name=broken["name"], text=broken["text"])[1]["problems"]
    assert line <= problems[0]["line"] <= line + 2
    status, answer = shared.post("file-save", **broken)
    assert (status, answer["problems"][0]["line"]) == (422, problems[0]["line"])
    assert event.read_bytes() == before
    assert shared.post("file-save", **broken, meant=True)[0] == 200
    assert event.read_bytes() == before.replace(b"title: >-", b"title: [")
    assert [one["name"] for one in shared.until(lambda state: state["broken"])["sheets"]] == [
        "concept-note",
        "programme",
    ]
    assert shared.post("undo")[0] == 200
    assert event.read_bytes() == before


def test_what_is_typed_in_the_file_is_merged_with_what_others_save(shared: Studio, event: Path) -> None:
    mine = typed(shared, "19th Floor", "20th Floor")
    text = event.read_text(encoding="utf-8")
    event.write_text(text.replace("type: Panel discussion", "type: Round table"), encoding="utf-8")
    status, saved = shared.post("file-save", **mine)
    assert (status, saved["merged"]) == (200, True)
    assert event.read_text(encoding="utf-8") == (
        text.replace("type: Panel discussion", "type: Round table").replace("19th Floor", "20th Floor")
    )
    now = event.read_bytes()
    status, answer = shared.post("file-save", **mine | {"text": mine["text"].replace("20th Floor", "2nd Floor")})
    assert (status, answer["now"]) == (409, now.decode())
    assert event.read_bytes() == now


def test_no_other_file_is_shown_or_saved(shared: Studio, event: Path) -> None:
    guests = event.with_name("guests.csv")
    before = guests.read_bytes()
    for name in ("data/guests.csv", "guests.csv", "../event.yaml", "/etc/passwd"):
        assert shared.post("file", name=name)[1]["name"] == shared.post("file")[1]["name"]
        assert shared.post("file-save", name=name, hash="", text="x")[0] == 400
    assert guests.read_bytes() == before


def test_what_is_typed_is_merged_after_the_studio_has_begun_again(tmp_path: Path) -> None:
    """Killed in the middle of a word: the text is offered again, as an edit of what was seen then."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    event = tmp_path / "data" / "event.yaml"
    first = Saving(event)
    seen = first.now()
    first.keep_on_disk(seen)
    text = event.read_text(encoding="utf-8")
    event.write_text(text.replace("type: Panel discussion", "type: Round table"), encoding="utf-8")
    assert Saving(event).set(seen, {"venue.floor": "20th Floor"}).merged
    changed = set(event.read_text(encoding="utf-8").splitlines()) - set(text.splitlines())
    assert changed == {"type: Round table", "  floor: 20th Floor"}


def test_only_requests_that_bring_a_file_may_be_large(shared: Studio) -> None:
    large = "A" * 5_000_000
    assert shared.post("edit", revision="", values={"title": large})[0] == 403
    assert shared.post("begin-from", name="note.txt", data=large)[0] == 422, "there is an event already"
    assert shared.post("begin-from", name="note.txt", data=large * 7)[0] == 403


# A Word file that came back


def came_back(studio: Studio, edit: Callable[[Word], None]) -> dict[str, Any]:
    """The concept note as it was taken away, edited in Word, and dropped on the page."""
    taken = studio.ask("/api/take", "POST", b'{"what": "docx", "document": "concept-note"}')[1]
    word = Word(taken, tracked=True)
    edit(word)
    status, found = studio.post("returned", name="note.docx", data=base64.b64encode(word.saved()).decode())
    assert status == 200, found
    assert found["document"] == "concept-note"
    answer: dict[str, Any] = found
    return answer


def edited_in_word(word: Word) -> None:
    word.replace("19th", "21st")
    word.replace("the whole Sahel", "the vast Sahel")
    word.replace("Panel discussion", "Round table")
    word.replace("When", "Date")
    word.comment("Sahel", "Is this right?")


def test_of_a_returned_file_the_accepted_edits_are_written_as_one_step(shared: Studio, event: Path) -> None:
    text = event.read_text(encoding="utf-8")
    found = came_back(shared, edited_in_word)
    edits = {one["path"]: one for one in found["edits"]}
    assert {one["state"] for one in edits.values()} == {"open"}
    assert edits["venue.floor"]["parts"] == [{"old": "19th Floor", "new": "21st Floor"}]
    assert edits["type"]["by"] == "Awa Sow, 2026-06-10"
    assert [one["message"] for one in found["left"]] == ["“When” was changed to “Date”"]
    assert [(one["text"], one["author"], one["path"]) for one in found["comments"]] == [
        ("Is this right?", "Awa Sow", "sections[0].text")
    ]
    assert event.read_text(encoding="utf-8") == text, "they are only shown"

    # What is rejected stays out.
    assert shared.post("take-edits", edits=[edits["venue.floor"]["number"]])[0] == 200
    assert event.read_text(encoding="utf-8") == text.replace("19th Floor", "21st Floor")
    assert shared.post("take-edits", edits=[99])[0] == 400
    assert shared.post("undo")[0] == 200

    # Meanwhile somebody has written another type.
    now = text.replace("type: Panel discussion", "type: Seminar")
    event.write_text(now, encoding="utf-8")
    chosen = [edits[path]["number"] for path in ("venue.floor", "sections[0].text", "type")]
    status, done = shared.post("take-edits", edits=chosen)
    assert (status, done["written"], done["differs"]) == (200, True, [])
    assert [one["state"] for one in done["edits"] if one["path"] == "type"] == ["conflict"]
    (both,) = next(one for one in done["edits"] if one["path"] == "type")["conflicts"]
    assert (both["now"], both["theirs"]) == ("Seminar", "Round table")
    merged = now.replace("19th Floor", "21st Floor").replace("the whole Sahel", "the vast Sahel")
    assert event.read_text(encoding="utf-8") == merged
    assert "Is this right?" in event.with_name("event.comments.md").read_text(encoding="utf-8")

    assert shared.post("take-edits", edits=[], theirs=[edits["type"]["number"]])[0] == 200
    assert event.read_text(encoding="utf-8") == merged.replace("type: Seminar", "type: Round table")
    for expected in (merged, now):
        assert shared.post("undo")[0] == 200
        assert event.read_text(encoding="utf-8") == expected


def test_what_is_no_returned_paper_is_refused(shared: Studio, event: Path) -> None:
    before = event.read_bytes()
    for name in ("a.docx", "a.pdf"):
        status, answer = shared.post("returned", name=name, data=base64.b64encode(b"no zip").decode())
        assert (status, answer["problems"][0]["file"]) == (422, name)
    assert event.read_bytes() == before
