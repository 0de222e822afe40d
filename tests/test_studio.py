"""`conceptnote studio`: what is changed on a page is changed in the file, and nothing else is."""

from __future__ import annotations

import difflib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from command import run
from PIL import Image
from studio import Studio, running

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studio")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.fixture(scope="module")
def shared(project: Path) -> Iterator[Studio]:
    with running(project / "data" / "event.yaml") as studio:
        yield studio
        assert studio.end() == 0, "Ctrl+C is how it is meant to end"
        assert studio.process.stdout is not None
        assert studio.process.stdout.read().strip() == "Ctrl-C ends it"


@pytest.fixture
def studio(shared: Studio) -> Iterator[Studio]:
    """The studio of the example, which each test leaves as it was."""
    original = (ROOT / "data" / "event.yaml").read_bytes()
    first = shared.settled()["revision"]
    yield shared
    if shared.event.read_bytes() != original:
        shared.event.write_bytes(original)
    shared.until(lambda state: state["revision"] == first and not state["working"] and not state["broken"])


def changed_lines(event: Path) -> list[str]:
    old, new = (file.read_text(encoding="utf-8").splitlines() for file in (ROOT / "data" / "event.yaml", event))
    return [line for line in difflib.ndiff(old, new) if line[0] in "+-"]


def test_an_edit_changes_its_line_and_the_pages_follow(studio: Studio) -> None:
    studio.saved("type", "Round table")
    assert changed_lines(studio.event) == ["- type: Panel discussion", "+ type: Round table"]
    printed = studio.printed("concept-note")
    assert "Round table" in printed
    assert "Panel discussion" not in printed


def test_undo_gives_the_first_bytes_and_redo_the_edit(studio: Studio) -> None:
    original = studio.event.read_bytes()
    for value in ("Seminar", "Workshop"):
        studio.saved("type", value)
    edited = studio.event.read_bytes()
    assert studio.post("undo")[0] == studio.post("undo")[0] == 200
    assert studio.event.read_bytes() == original
    assert studio.post("redo")[0] == studio.post("redo")[0] == 200
    assert studio.event.read_bytes() == edited
    assert studio.post("redo")[0] == 422


def test_a_paragraph_is_shown_on_long_lines_and_others_keep_theirs(studio: Studio) -> None:
    target = studio.target("concept-note", "sections[0].text")
    first, *others = target["value"].split("\n\n")
    assert "\n" not in first
    assert target["kind"] == "prose"
    assert studio.edit(target["path"], "\n\n".join(["A *short* beginning.", *others]))[0] == 200
    lines = changed_lines(studio.event)
    assert [line for line in lines if line[0] == "+"] == ["+       A *short* beginning."]
    assert all("Conflict and insecurity" in line or line[0] == "-" for line in lines if line[0] == "-")
    assert len(lines) < 9


def test_a_value_that_is_refused_says_why_and_writes_nothing(studio: Studio) -> None:
    original = studio.event.read_bytes()
    status, answer = studio.edit("time", "25:70")
    assert status == 422
    assert [one["path"] for one in answer["problems"]] == ["time"]
    assert studio.event.read_bytes() == original


def test_what_is_saved_elsewhere_is_followed_and_merged(studio: Studio) -> None:
    revision = studio.state["revision"]
    text = studio.event.read_text(encoding="utf-8")
    studio.event.write_text(text.replace("floor: 19th Floor", "floor: 20th Floor"), encoding="utf-8")
    studio.until(lambda state: state["revision"] != revision and not state["working"])
    assert "20th Floor" in studio.printed("programme")
    status, answer = studio.edit("type", "Seminar", revision)
    assert (status, answer["merged"]) == (200, True)
    assert len(changed_lines(studio.event)) == 4
    status, answer = studio.edit("venue.floor", "2nd Floor", revision)
    assert status == 409
    assert (answer["now"], answer["yours"]) == ("20th Floor", "2nd Floor")


def test_a_file_that_is_broken_elsewhere_keeps_the_last_pages(studio: Studio) -> None:
    sheets = studio.state["sheets"]
    text = studio.event.read_text(encoding="utf-8")
    studio.event.write_text(text.replace("type: Panel", "type: [Panel"), encoding="utf-8")
    state = studio.until(lambda state: state["broken"])
    line = 1 + text[: text.index("type: Panel")].count("\n")
    assert abs(state["broken"][0]["line"] - line) <= 3
    assert state["sheets"] == sheets


def test_a_person_is_confirmed_wherever_the_event_names_them(studio: Studio) -> None:
    assert studio.target("programme", "people.kasse.status")["choices"][:1] == ["confirmed"]
    revision = studio.state["revision"]
    assert studio.post("command", revision=revision, command="confirm", words=["kasse"])[0] == 200
    assert changed_lines(studio.event) == ["-     status: tbc", "+     status: confirmed"]


def test_pages_are_pictures_as_sharp_as_they_are_asked_for(studio: Studio, tmp_path: Path) -> None:
    sheet = studio.sheet("programme")
    for dots in (2, 5):
        status, data, headers = studio.ask(f"/pages/{sheet['id']}/1?dots={dots}")
        (tmp_path / "page.png").write_bytes(data)
        with Image.open(tmp_path / "page.png") as picture:
            assert (status, headers["Content-Type"]) == (200, "image/png")
            assert abs(picture.width - 210 * dots) <= 1
    assert studio.ask(f"/pages/{sheet['id']}/99")[0] == 404
    assert studio.ask("/pages/nothing/1")[0] == 404


def test_each_word_of_a_page_leads_to_something_that_can_be_said(studio: Studio) -> None:
    kinds = set()
    for paper in ("programme", "concept-note"):
        boxes = studio.boxes(paper)
        assert all(box["path"] or box["made_by"] in ("locale", "template") for box in boxes)
        for path in {box["path"] for box in boxes if box["path"]}:
            target = studio.target(paper, path)
            assert target["fields"] if target["kind"] == "record" else target["value"], path
            kinds.add(target["kind"])
    assert kinds == {"line", "prose", "choice", "record"}


def test_the_language_and_further_papers_are_chosen_by_the_address(project: Path) -> None:
    shipped, event = ROOT / "tests" / "events" / "two-languages.yaml", project / "events" / "two-languages.yaml"
    shutil.copytree(shipped.parent, event.parent)
    with running(event, query="language=fr&more=badges") as studio:
        assert studio.state["language"] == "fr"
        assert [sheet["name"] for sheet in studio.state["sheets"]][-1] == "badges"
        title = studio.target("programme", "title")
        assert title["path"] == "title.fr"
        assert studio.edit(title["path"], "Un autre titre")[0] == 200
        old, new = (file.read_text(encoding="utf-8").splitlines() for file in (shipped, event))
        assert sum(line[0] in "+-" for line in difflib.ndiff(old, new)) == 2
        assert studio.post("stop")[0] == 200
        assert studio.process.wait(30) == 0


def test_papers_are_taken_away_as_a_build_makes_them(studio: Studio) -> None:
    for form, begin in (("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!DOCTYPE html>")):
        body = json.dumps({"what": form, "document": "programme"}).encode()
        status, data, headers = studio.ask("/api/take", "POST", body)
        assert (status, data[: len(begin)]) == (200, begin)
        assert headers["Content-Disposition"].endswith(f"programme.{form}")
    data = studio.ask("/api/take", "POST", b'{"what": "zip"}')[1]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {"programme.pdf", "concept-note.docx", "concept-note.html"} <= set(archive.namelist())
    status, answer = studio.post("take", what="folder")
    assert [Path(file).name for file in answer["files"]] == [
        "concept-note.pdf", "concept-note.docx", "programme.pdf", "programme.docx",
    ]  # fmt: skip
    assert studio.post("take", what="exe", document="programme")[0] == 400
    assert studio.post("take", what="pdf", document="nothing")[0] == 422


def test_nothing_is_said_of_the_checks_before_they_have_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    told: list[list[object] | None] = []
    studio = Studio(tmp_path / "data" / "event.yaml")
    try:
        studio.until(lambda state: told.append(state["problems"]) or state["problems"])  # type: ignore[func-returns-value] # that is why
    finally:
        studio.process.kill()
        studio.process.communicate()
    assert told[0] is None
    assert [] not in told


def test_the_problems_of_the_pages_are_found_when_somebody_asks(studio: Studio) -> None:
    text = "One word after another. " * 90
    edited(studio.event, "  - item: Closing\n", f"  - item: Closing\n    text: {text}\n")
    studio.until(lambda state: not state["working"] and "One word" in studio.printed("programme"))
    studio.until(lambda state: state["problems"])
    before = {one["code"] for one in studio.state["problems"]}
    assert studio.post("check-pages")[0] == 200
    studio.until(lambda state: {one["code"] for one in state["problems"]} > before)


# Rows and people


def test_a_speaker_in_a_row_leads_to_the_person_and_to_the_row(studio: Studio) -> None:
    box = next(one for one in studio.boxes("programme") if one["path"] == "people.keita.name.family" and one["row"])
    assert box["row"] == "agenda[2]"
    sheet = studio.sheet("programme")["id"]
    row = studio.get(f"/api/row?paper={sheet}&path={quote(box['row'])}")
    assert [one["name"] for one in row["who"]] == ["Oulie Keita"]
    assert (row["above"], row["below"]) == ("agenda[1]", "agenda[3]")
    target = studio.target("programme", "people.keita")
    assert {"people.keita.honorific", "people.keita.status"} <= {one["path"] for one in target["fields"]}
    assert not next(one for one in target["fields"] if one["path"].endswith("honorific"))["missing"]
    assert next(one for one in target["fields"] if one["path"].endswith("status"))["missing"]


def test_a_row_is_filled_moved_and_removed(studio: Studio) -> None:
    def carried_out(action: str, **body: object) -> None:
        status, answer = studio.post(action, revision=studio.state["revision"], **body)
        assert status == 200, answer
        studio.until(lambda state: state["revision"] == answer["revision"] and not state["working"])

    carried_out("join", slots="agenda[2].who", person="", new="Sow, Awa")
    assert "Awa Sow" in studio.printed("programme")
    carried_out("change", title="take out", values={"agenda[2].who": ["sow"]})
    carried_out("command", command="move", words=["agenda[2]"], options={"before": "agenda[1]"})
    carried_out("command", command="add", words=["row"], options={"item": "Coffee break", "after": "agenda[1]"})
    carried_out("command", command="remove", words=["row", "agenda[3]"])
    assert [line for line in changed_lines(studio.event) if line[0] == "+" and line.strip("+ ")] == [
        "+   sow:",
        "+     name: {given: Awa, family: Sow}",
        "+     who:",
        "+       - sow",
        "+   - item: Coffee break",
    ]
    for _ in range(5):
        assert studio.post("undo")[0] == 200
    assert changed_lines(studio.event) == []


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("nothing", {}),
        ("command", {"command": "open", "words": []}),
        ("command", {"command": "confirm", "words": []}),
        ("command", {"command": "confirm", "words": ["kasse"], "options": {"shell": "x"}}),
        ("edit", {"values": {"a b": "x"}}),
        ("edit", {"values": ["title"]}),
        ("edit", {"values": {"title": "x"}, "revision": None}),
        ("change", {"title": "x", "values": {"title": 3}}),
        ("change", {"title": "x", "values": {"title.x.y": "z"}}),
        ("change", {"title": "x", "values": {"panel[9]": "keita"}}),
        ("change", {"title": "x", "values": {"heading": "x"}, "new": "sections", "at": "first"}),
        ("change", {"title": "x", "values": {}, "pictures": {"funders[0].logos.file": {"name": "x", "data": "?"}}}),
        ("move", {"title": "x", "path": "panel[0]", "to": 9}),
    ],
)
def test_what_no_page_asks_is_refused(action: str, body: dict[str, object], studio: Studio) -> None:
    original = studio.event.read_bytes()
    assert studio.post(action, **({"revision": studio.state["revision"]} | body))[0] in (400, 422)
    assert studio.event.read_bytes() == original


# The guard


FORBIDDEN: dict[str, tuple[str, str, dict[str, str | None]]] = {
    "another name for this machine": ("GET", "/api/words", {"Host": "evil.example"}),
    "no cookie": ("GET", "/api/words", {"Cookie": None}),
    "a wrong cookie": ("GET", "/", {"Cookie": "conceptnote-4817=guess"}),
    "a foreign origin": ("POST", "/api/undo", {"Origin": "https://evil.example"}),
    "no origin": ("POST", "/api/undo", {"Origin": None}),
    "a form": ("POST", "/api/undo", {"Content-Type": "application/x-www-form-urlencoded"}),
    "a form of text": ("POST", "/api/stop", {"Content-Type": "text/plain"}),
    "a picture on another site": ("GET", "/api/words", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}),
    "another port of this machine": ("GET", "/api/events", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}),
    "a file of a form": ("POST", "/api/returned", {"Content-Type": "multipart/form-data; boundary=x"}),
    "a commit from nowhere": ("POST", "/api/commit", {"Origin": None}),
    "another method": ("PUT", "/api/undo", {}),
    "the cookie of a studio at another port": ("GET", "/api/words", {"Cookie": "conceptnote-1=guess"}),
    "a stream from another site": ("GET", "/api/events", {"Origin": "https://evil.example"}),
}


@pytest.mark.parametrize("probe", FORBIDDEN)
def test_who_is_not_our_page_is_refused(probe: str, studio: Studio) -> None:
    method, path, headers = FORBIDDEN[probe]
    assert studio.ask(path, method, b"{}" if method != "GET" else None, headers)[0] == 403


def test_a_websocket_is_refused(studio: Studio) -> None:
    wanted = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "eA==",
    }
    assert studio.ask("/api/events", headers={**wanted, "Origin": "https://evil.example"})[0] in (400, 403)


@pytest.mark.parametrize("path", ["../words.yaml", "..%2fwords.yaml", "%2e%2e/server.py", "a/../../server.py"])
def test_no_file_is_served_by_its_name(path: str, studio: Studio) -> None:
    assert studio.ask(f"/static/{path}")[0] == 404
    assert studio.ask(f"/{path}")[0] == 404
    assert studio.ask("/data/event.yaml")[0] == 404


def test_the_secret_is_traded_for_a_cookie_that_only_our_page_sends(studio: Studio) -> None:
    status, _, headers = studio.ask(studio.address.partition(studio.host)[2], headers={"Cookie": None})
    assert status == 200
    assert headers["Set-Cookie"].split("; ")[0] == studio.cookie
    assert {"HttpOnly", "SameSite=strict"} <= set(headers["Set-Cookie"].split("; "))
    policy = studio.ask("/")[2]["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_port_that_is_taken_is_reported(studio: Studio) -> None:
    done = run("studio", studio.event, "--no-open", "--port", str(studio.port), cwd=ROOT)
    assert done.returncode == 2
    assert f"--port: error CN041: port {studio.port} cannot be used" in done.stderr or "--port" in done.stderr


def test_a_second_studio_of_an_event_is_the_first(studio: Studio) -> None:
    done = run("studio", studio.event, "--no-open", cwd=ROOT)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"studio: {studio.address}")


def test_without_the_extra_the_command_to_install_it_is_named(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setattr("conceptnote.machine.distributions.installed", {"uvicorn": "99"}.get)
    done = run("studio", project / "data" / "event.yaml", cwd=ROOT)
    assert done.returncode == 3
    assert "studio needs the Python library starlette" in done.stderr
    assert 'pip install "starlette>=' in done.stderr


# In a browser


def test_a_word_is_clicked_typed_and_printed(studio: Studio) -> None:
    """Also: the page asks nobody else for anything, has no error, and works in a window of a phone."""
    done = subprocess.run(
        ["node", ROOT / "tests" / "studio.mjs", studio.address],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    # A picture that a newer print has overtaken is not found; the page before it stays.
    assert [error for error in seen["errors"] if not ("404" in error and "/pages/" in error)] == []
    # A browser draws the signs of its own fields from “data:”.
    asked = [address for address in seen["requests"] if not address.startswith(("blob:", "data:"))]
    assert {address.split("/")[2] for address in asked} == {studio.host}
    assert seen["title"] == "Who guards?"
    assert seen["message"].startswith("Saved, in 2 places.")
    assert seen["violations"] == []
    assert "+   Who guards?" in changed_lines(studio.event)


@pytest.mark.slow
def test_what_is_bundled_is_what_the_lock_file_names(tmp_path: Path) -> None:
    subprocess.run(["node", ROOT / "tools" / "studio" / "build.mjs", tmp_path], check=True)
    shipped = ROOT / "src" / "conceptnote" / "studio" / "static" / "vendor"
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert set(built) == {"preact.js", "codemirror.js", "LICENSES.txt"}
    assert built == {file.name: file.read_bytes() for file in shipped.iterdir()}


EVENING = """\
-     status: tbc
+     status: confirmed
-     status: tbc
+     status: replaced
+     replaced_by: sow
+   sow:
+     name: {given: Awa, family: Sow}
-   floor: 19th Floor
+   floor: 20th Floor
-   A delegate of the Dutch Mission will open the panel and bring it to a close. Mr. S.E.M. Sékou
-   Kassé, Ambassador for Mali to the UN, will explain how his government sees Countering Violent
-   Extremism (CVE) and the nation's security, and how it engages with civil society on matters of
-   peace and conflict. Oulie Keita will then introduce civil society's own efforts to counter violent
-   extremism in Mali. A facilitated interview with the various panellists follows.
+   The hour is *short*.[^hour]
+   [^hour]: One of them.
+   - item: Coffee break
-   fr: La société civile
+   fr: Qui garde le Mali ?
"""
FUNDER_IN_FRENCH = """\
    lockup: {en: with funding from, fr: avec le soutien de}
    must_name: {en: ["{project}"], fr: ["{project}"]}
"""
IN_FRENCH = "language: [en, fr]\ntitle:\n  en: {title}\n  fr: La société civile\n"


def git(folder: Path, *arguments: str) -> str:
    name = ("-c", "user.name=An Officer", "-c", "user.email=officer@example.org")
    return subprocess.check_output(["git", *name, "-C", folder, *arguments], text=True)


def edited(event: Path, old: str, new: str) -> None:
    text = event.read_text(encoding="utf-8")
    assert old in text
    event.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_an_evening_by_keyboard_changes_exactly_its_lines(tmp_path: Path) -> None:
    """Confirm, replace, add a row and move it, change a room, a paragraph with its note and a French title, and undo.

    Meanwhile somebody else's change is pulled; at last the programme is taken away.
    """
    theirs, mine = tmp_path / "theirs", tmp_path / "mine"
    shutil.copytree(ROOT / "data", theirs / "data")
    title = "Civil society engagement and a human security approach on countering violent extremism in Mali"
    edited(theirs / "data" / "event.yaml", f"title: >-\n  {title}\n", IN_FRENCH.format(title=title))
    profile = "    profile: austrian-development-agency\n"
    edited(theirs / "data" / "event.yaml", profile, profile + FUNDER_IN_FRENCH)
    git(tmp_path, "init", "--quiet", "theirs")
    git(theirs, "add", ".")
    git(theirs, "commit", "--quiet", "-m", "Begin")
    git(tmp_path, "clone", "--quiet", "theirs", "mine")
    edited(theirs / "data" / "event.yaml", "type: Panel discussion", "type: Round table")
    git(theirs, "commit", "--quiet", "-am", "Call it a round table")
    event = mine / "data" / "event.yaml"
    with running(event) as studio:
        script = ROOT / "tests" / "evening.mjs"
        done = subprocess.run(
            ["node", script, studio.address, mine], capture_output=True, text=True, check=False, timeout=240
        )
        assert done.returncode == 0, done.stderr
        seen = json.loads(done.stdout)
        assert seen["errors"] == []
        assert seen["focused"] == "Undo"
        assert "Nothing is lost" in seen["alert"]
        assert seen["taken"] == ["concept-note.fr.pdf"]
        assert studio.process.wait(30) == 0
    lines = [f"{line[0]} {line[1:]}" for line in git(mine, "diff", "-U0", "data").splitlines()]
    changed = [line for line in lines if line[0] in "+-" and line.strip("+ ") and line[2:4] not in ("--", "++")]
    assert sorted(changed) == sorted(EVENING.splitlines())
    assert "type: Round table" in event.read_text(encoding="utf-8")
