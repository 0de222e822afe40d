"""What is done in the studio with an event as a whole: mails, and what has changed since."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from command import run
from studio import Studio, running

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
    assert (status, answer["problems"][0]["message"]) == (422, "the papers are a draft, which is not published")
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
