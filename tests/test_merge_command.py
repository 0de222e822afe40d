"""`conceptnote merge`: what it asks, writes, keeps and reports, and from where it knows what was sent."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import command
import pytest
from examples import some_quick
from returning import AUTHOR, Word
from test_merge import EVENT

from conceptnote.build.paper_store import kept_papers
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.source.project import find_project

TWO = """\
title: {en: Water for all, fr: L’eau pour tous}
language: [en, fr]
date: 2026-06-10
time: 9:00–11:00
timezone: Europe/Paris
venue: Palais
parties: {lake: {name: {en: Lake Office, fr: Office du lac}, roles: host}}
sections:
  - heading: {en: Purpose, fr: But}
    text: {en: We meet by the lake., fr: Nous nous réunissons au bord du lac.}
"""


def made(folder: Path, text: str = EVENT, *formats: str) -> Path:
    """A project with its Word files."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "event.yaml").write_text(text, encoding="utf-8")
    build(Request(folder / "data" / "event.yaml", formats=formats or ["docx"]))
    return folder


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose papers were sent."""
    return made(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def project(sent: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(sent, tmp_path, dirs_exist_ok=True)


def returned(project: Path, *replaced: tuple[str, str], name: str = "back.docx", paper: str = "concept-note") -> Path:
    """The concept note with some words typed over, as it came back."""
    word = Word((project / "out" / f"{paper}.docx").read_bytes(), tracked=True)
    for old, new in replaced:
        word.replace(old, new)
    (project / name).write_bytes(word.saved())
    return project / name


def data_of(project: Path) -> str:
    return (project / "data" / "event.yaml").read_text(encoding="utf-8")


def test_edits_are_shown_written_and_undone(project: Path) -> None:
    returned(project, ("why we meet", "how we meet"), ("Palais", "Palace"))
    dry = command.run("merge", "back.docx", "--dry-run", cwd=project)
    assert (dry.returncode, data_of(project)) == (0, EVENT)
    assert f"sections[0].text  ({AUTHOR}, 2026-06-10)" in dry.stdout
    assert "- Palais\n    + Palace" in dry.stdout
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert data_of(project) == EVENT.replace("why we", "how we").replace("Palais", "Palace")
    again = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "the event file already has these edits")
    assert command.run("undo", "--yes", cwd=project).returncode == 0
    assert data_of(project) == EVENT


def test_an_untouched_file_has_no_edits(project: Path) -> None:
    for paper in ("concept-note", "programme"):
        done = command.run("merge", f"out/{paper}.docx", "--yes", cwd=project)
        assert (done.returncode, done.stdout.splitlines()) == (
            0, [f"out/{paper}.docx: {paper} en, no edits", "nothing was written"]
        )  # fmt: skip


def test_nobody_is_asked_where_nobody_can_answer(project: Path) -> None:
    returned(project, ("Palais", "Palace"))
    done = command.run("merge", "back.docx", cwd=project)
    assert (done.returncode, data_of(project)) == (2, EVENT)
    assert "add --yes to write it, or --dry-run" in done.stderr


def test_json_has_all_of_it(project: Path) -> None:
    returned(project, ("Palais", "Palace"), ("Venue", "Place"))
    done = command.run("merge", "back.docx", "--output-format", "json", "--yes", cwd=project)
    (file,) = json.loads(done.stdout)["files"]
    assert done.returncode == 5
    assert file["edits"] == [
        {
            "path": "venue",
            "changes": [{"path": "venue", "old": "Palais", "new": "Palace"}],
            "by": [{"author": AUTHOR, "date": "2026-06-10T09:00:00Z"}],
            "state": "taken",
        }
    ]
    assert [one["message"] for one in file["left"]] == ["“Venue” was changed to “Place”"]


def test_both_sides_are_kept_where_they_do_not_touch(project: Path) -> None:
    returned(project, ("why we meet", "how we meet"), ("the villages", "the towns"))
    ours = EVENT.replace("a luxury", "an ornament").replace("Who drinks last?", "Who drinks first?")
    ours = ours.replace("  - Who pays for the wells?\n", "")
    (project / "data" / "event.yaml").write_text(ours, encoding="utf-8")
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert " ".join(data_of(project).split()) == " ".join(
        ours.replace("why we", "how we").replace("the villages", "the towns").split()
    )


def test_a_conflict_is_shown_and_left(project: Path) -> None:
    returned(project, ("Palais", "Palace"), ("Round table", "Debate"))
    ours = EVENT.replace("Palais", "Lake house")
    (project / "data" / "event.yaml").write_text(ours, encoding="utf-8")
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert done.returncode == 5
    assert "CN086" in done.stderr
    assert f"the event file says “Lake house” now, and {AUTHOR}, 2026-06-10 has written “Palace” [venue]" in done.stderr
    assert data_of(project) == ours.replace("Round table", "Debate")


def test_several_copies_of_one_version_come_home(project: Path) -> None:
    returned(project, ("Palais", "Palace"), name="one.docx")
    returned(project, ("Round table", "Debate"), ("Palais", "Castle"), name="two.docx")
    done = command.run("merge", "one.docx", "two.docx", "--yes", cwd=project)
    assert done.returncode == 5
    assert "has written “Castle” [venue]" in done.stderr
    assert data_of(project) == EVENT.replace("Palais", "Palace").replace("Round table", "Debate")


def test_a_label_that_the_template_has_changed_is_no_edit(project: Path) -> None:
    returned(project, ("why we meet", "how we meet"))
    assert command.run("template", "copy", "concept-note", cwd=project).returncode == 0
    template = project / "templates" / "concept-note.html.j2"
    changed = template.read_text(encoding="utf-8").replace(
        "{{ parts.masthead() }}", "<p>A new line</p>{{ parts.masthead() }}"
    )
    template.write_text(changed.replace("{{ section.heading }}", "Part: {{ section.heading }}"), encoding="utf-8")
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert data_of(project) == EVENT.replace("why we", "how we")


@pytest.mark.slow
def test_only_what_an_author_has_tracked_is_taken(project: Path) -> None:
    word = Word((project / "out" / "concept-note.docx").read_bytes(), tracked=True)
    word.replace("Palais", "Palace")
    word.author = "Jo Doe"
    word.replace("Round table", "Debate")
    (project / "back.docx").write_bytes(word.saved())
    done = command.run("merge", "back.docx", "--yes", "--author", "Jo Doe", cwd=project)
    assert data_of(project) == EVENT.replace("Round table", "Debate")
    assert done.returncode == 0
    word.tracked = False
    word.replace("why we", "how we")
    (project / "mixed.docx").write_bytes(word.saved())
    done = command.run("merge", "mixed.docx", "--yes", "--author", AUTHOR, cwd=project)
    assert data_of(project) == EVENT.replace("Round table", "Debate").replace("Palais", "Palace")
    assert (done.returncode, "some edits are not tracked" in done.stderr) == (5, True)
    done = command.run("merge", "back.docx", "--yes", "--pending", "reject", cwd=project)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "nothing was written")


def test_comments_are_listed_and_kept(project: Path) -> None:
    word = Word((project / "out" / "concept-note.docx").read_bytes())
    word.comment("a luxury", "Is it?")
    (project / "back.docx").write_bytes(word.saved())
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert f"comment [sections[0].text] by {AUTHOR}, 2026-06-10 on “a luxury”: Is it?" in done.stdout
    kept = (project / "data" / "event.comments.md").read_text(encoding="utf-8")
    assert kept == (f"## back.docx\n\n- `sections[0].text`, {AUTHOR}, 2026-06-10:\n\n  > a luxury\n\n  Is it?\n")
    command.run("merge", "back.docx", "--yes", cwd=project)
    assert (project / "data" / "event.comments.md").read_text(encoding="utf-8") == kept


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.slow
def test_git_knows_what_was_sent_where_nothing_was_kept(project: Path) -> None:
    returned(project, ("why we meet", "how we meet"))
    git(project, "init", "-q")
    git(project, "add", "data")
    git(project, "commit", "-qm", "sent")
    ours = EVENT.replace("Round table", "Debate")
    (project / "data" / "event.yaml").write_text(ours, encoding="utf-8")
    git(project, "commit", "-qam", "later")
    shutil.rmtree(project / ".conceptnote")
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert data_of(project) == ours.replace("why we", "how we")


@pytest.mark.slow
def test_the_version_that_was_sent_can_be_named(project: Path) -> None:
    returned(project, ("why we meet", "how we meet"))
    shutil.rmtree(project / ".conceptnote")
    (project / "sent.yaml").write_text(EVENT, encoding="utf-8")
    ours = EVENT.replace("Round table", "Debate")
    (project / "data" / "event.yaml").write_text(ours, encoding="utf-8")
    unknown = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (unknown.returncode, data_of(project)) == (2, ours)
    assert "--base v1" in unknown.stderr
    done = command.run("merge", "back.docx", "--yes", "--base", "sent.yaml", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert data_of(project) == ours.replace("why we", "how we")


@pytest.mark.parametrize("printed", some_quick((True, False), True), ids=("small print", "no id"))
def test_a_file_without_properties_is_known_by_its_small_print_or_by_what_it_says(project: Path, printed: bool) -> None:
    file = returned(project, ("why we meet", "how we meet"))
    if printed:
        # Another version says what came back: only the id tells which one was sent.
        made(project, EVENT.replace("why we", "how we"))
        (project / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    stripped = BytesIO()
    with ZipFile(file) as old, ZipFile(stripped, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("word/footer") and not printed:
                content = re.sub(rb">[0-9a-f]{8}<", b"><", content)
            if not name.startswith("docProps/"):
                new.writestr(name, content if name != "_rels/.rels" else _without_properties(content))
    file.write_bytes(stripped.getvalue())
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert data_of(project) == EVENT.replace("why we", "how we")


def _without_properties(content: bytes) -> bytes:
    kept = [one for one in content.decode().split("<Relationship ") if "docProps" not in one]
    text = "<Relationship ".join(kept)
    return (text if text.endswith("</Relationships>") else f"{text}</Relationships>").encode()


def test_each_language_is_merged_into_its_texts(tmp_path: Path) -> None:
    project = made(tmp_path, TWO)
    names = sorted(path.name for path in (project / "out").glob("concept-note*.docx"))
    assert names == ["concept-note.docx", "concept-note.fr.docx"]
    word = Word((project / "out" / "concept-note.fr.docx").read_bytes())
    word.replace("bord du", "milieu du")
    word.replace("But", "Objet")
    (project / "fr.docx").write_bytes(word.saved())
    done = command.run("merge", "fr.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    merged = TWO.replace("bord du", "milieu du").replace("But", "Objet")
    assert data_of(project) == merged
    word.insert_after("Nous nous", "Il est tard.")
    word.insert_after("Il est tard", "Suite", like="Objet")
    (project / "more.docx").write_bytes(word.saved())
    done = command.run("merge", "more.docx", "--yes", cwd=project)
    assert (done.returncode, "a heading is new: “Suite”" in done.stderr) == (5, True)
    assert "Il est tard" in data_of(project) + done.stderr


def test_the_id_changes_only_with_the_paper(project: Path) -> None:
    before = {path.name: path.read_bytes() for path in (project / "out").glob("*.docx")}
    internal = EVENT.replace("title:", "internal: Call the mayor.\ntitle:")
    (project / "data" / "event.yaml").write_text(internal, encoding="utf-8")
    build(Request(project / "data" / "event.yaml", formats=["docx"]))
    assert {path.name: path.read_bytes() for path in (project / "out").glob("*.docx")} == before
    assert b"mayor" not in b"".join(
        ZipFile(BytesIO(before["concept-note.docx"])).read(name)
        for name in ZipFile(BytesIO(before["concept-note.docx"])).namelist()
    )


def test_what_was_written_is_kept_once(project: Path) -> None:
    place = project / ".conceptnote" / "papers"
    before = sorted(path.name for path in place.rglob("*"))
    build(Request(project / "data" / "event.yaml", formats=["docx"], force=True))
    assert sorted(path.name for path in place.rglob("*")) == before
    papers = list(kept_papers(find_project(project / "data" / "event.yaml"), ""))
    assert sorted(paper.document for paper in papers) == ["concept-note", "programme"]
    assert len(list((place / "contents").iterdir())) == 3  # one event, two documents


HOSTILE = {
    "no Word file": b"PK\x05\x06" + bytes(18),
    "nothing": b"",
    "text": b"Dear colleague, see my changes below.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_word_file_is_refused(name: str, project: Path) -> None:
    (project / "back.docx").write_bytes(HOSTILE[name])
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, data_of(project)) == (2, EVENT)
    assert "CN094" in done.stderr


def test_entities_and_bombs_are_refused_and_macros_reported(project: Path) -> None:
    word = Word((project / "out" / "concept-note.docx").read_bytes())
    word.put("word/document.xml", b'<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>')
    (project / "entity.docx").write_bytes(word.saved())
    word.put("word/document.xml", b"<d>" + b" " * (40 * 2**20) + b"</d>")
    (project / "bomb.docx").write_bytes(word.saved())
    for name in ("entity.docx", "bomb.docx"):
        done = command.run("merge", name, "--yes", cwd=project)
        assert (done.returncode, "CN094" in done.stderr) == (2, True), done.stderr
    word = Word((project / "out" / "concept-note.docx").read_bytes())
    word.put("word/vbaProject.bin", b"macro")
    (project / "macro.docx").write_bytes(word.saved())
    done = command.run("merge", "macro.docx", "--yes", cwd=project)
    assert (done.returncode, "the file has macros, which are ignored" in done.stderr) == (5, True)
    assert data_of(project) == EVENT


def test_verify_and_build_say_that_merge_exists(project: Path) -> None:
    file = returned(project, ("why we meet", "how we meet"))
    verified = command.run("verify", "back.docx", cwd=project)
    assert "conceptnote merge back.docx" in verified.stdout
    assert "merge" not in command.run("verify", "out/concept-note.docx", cwd=project).stdout
    shutil.copy(file, project / "out" / "concept-note.docx")
    (project / "data" / "event.yaml").write_text(EVENT.replace("Palais", "Palace"), encoding="utf-8")
    refused = command.run("build", "-f", "docx", cwd=project)
    assert (refused.returncode, "run conceptnote merge on it" in refused.stderr) == (2, True)


def test_each_edit_is_asked_for_on_a_terminal(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    returned(project, ("Palais", "Palace"), ("Round table", "Debate"))
    answers = StringIO("n\ny\n")
    monkeypatch.setattr(answers, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", answers)
    done = command.run("merge", "back.docx", cwd=project)
    assert (done.returncode, done.stdout.count("Take this?")) == (5, 2)
    assert data_of(project) == EVENT.replace("Round table", "Debate")


def test_links_pictures_and_what_stands_on_every_page(tmp_path: Path) -> None:
    picture = (
        Path(__file__).parents[1] / "data" / "images" / "austrian-development-cooperation-placeholder.svg"
    ).read_bytes()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mark.svg").write_bytes(picture)
    event = EVENT.replace("This is what we work for.", "See [our site](https://example.org/one) for more.")
    event += "funders: [{party: fund, lockup: with funding from, logos: [{file: mark.svg, alt: A mark}]}]\n"
    project = made(tmp_path, event)
    word = Word((project / "out" / "concept-note.docx").read_bytes())
    rels = "word/_rels/document.xml.rels"
    word.put(rels, word.get(rels).replace(b"https://example.org/one", b"https://example.org/two"))
    word.replace("with funding from", "paid by", "footer")
    for name in word.names("word/media/"):
        word.put(name, word.get(name) + b" ")
    (project / "back.docx").write_bytes(word.saved())
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert data_of(project) == event.replace("org/one", "org/two"), done.stderr
    assert done.returncode == 5
    assert "the page footer says “paid by" in done.stderr
    assert "2 pictures are new or changed" in done.stderr


def test_a_file_with_everything_else_ends_soon(project: Path) -> None:
    word = Word((project / "out" / "concept-note.docx").read_bytes())
    for at in range(400):
        word.insert_after("This is what", f"Line {at} of another text altogether.", like="Aims")
    (project / "back.docx").write_bytes(word.saved())
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, data_of(project)) == (5, EVENT)
    assert "200 more paragraphs differ" in done.stderr


@pytest.mark.parametrize("tracked", [True, False])
def test_rows_without_times_are_moved(tracked: bool, tmp_path: Path) -> None:
    rows = (
        "  - item: Opening\n",
        "  - item: Panel\n    # Who leads it?\n    text: On rivers.\n    # Perhaps the mayor.\n    who: sow\n",
        "  - item: Closing   # by noon\n    who: okoye\n",
    )
    event = EVENT[: EVENT.index("agenda:")] + "agenda:\n" + "".join(rows) + EVENT[EVENT.index("sections:") :]
    project = made(tmp_path, event)
    word = Word((project / "out" / "programme.docx").read_bytes(), tracked=tracked)
    word.move_row("Closing", "Panel")
    (project / "back.docx").write_bytes(word.saved())
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert data_of(project) == event.replace("".join(rows), rows[0] + rows[2] + rows[1])


def test_a_row_that_moves_and_changes_keeps_its_comments(tmp_path: Path) -> None:
    rows = (
        "  - time: 9:00–9:15   # sharp\n    item: Opening\n",
        "  - time: 9:15–10:00\n    # On what?\n    item: Panel\n",
    )
    event = EVENT[: EVENT.index("agenda:")] + "agenda:\n" + "".join(rows) + EVENT[EVENT.index("sections:") :]
    project = made(tmp_path, event)
    word = Word((project / "out" / "programme.docx").read_bytes())
    word.move_row("Panel", "Opening")
    word.replace("9:15–10:00", "9:00–9:45")
    word.replace("9:00–9:15", "9:45–10:00")
    (project / "back.docx").write_bytes(word.saved())
    done = command.run("merge", "back.docx", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    moved = rows[1].replace("9:15–10:00", "9:00–9:45") + rows[0].replace("9:00–9:15", "9:45–10:00")
    assert data_of(project) == event.replace("".join(rows), moved)


def test_a_paper_of_another_event_is_told_apart(project: Path) -> None:
    file = returned(project, ("Palais", "Palace"))
    (project / "events").mkdir()
    (project / "events" / "other.yaml").write_text(EVENT.replace("Water for all", "Fish"), encoding="utf-8")
    done = command.run("merge", file.name, "-e", "events/other.yaml", "--yes", cwd=project)
    assert (done.returncode, "name that event: -e data/event.yaml" in done.stderr) == (2, True)
    (project / "data" / "event.yaml").rename(project / "data" / "renamed.yaml")
    done = command.run("merge", file.name, "-e", "data/renamed.yaml", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
