"""The life of a web page that is published: what changes and nothing else, old addresses, and never by halves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from publishing import COMMAND, EVENT, Repository, git, in_folder

from conceptnote.build.hashing import sha256
from conceptnote.build.pool import Pool
from conceptnote.diagnostics import Diagnostic, DiagnosticError, ExitCode
from conceptnote.publish.papers import ALLOWANCES, Allowance
from conceptnote.publish.publish import PublishRequest, publish
from conceptnote.site.record import Record

pytestmark = pytest.mark.usefixtures("own_tmp")

TARGETS = ("branch", "folder")
CUT = Path(__file__).with_name("cut.py")
OF_AN_EVENT = {
    "concept-note.docx", "concept-note.pdf", "concept-note.png", "event.ics", "event.json", "index.html",
    "programme.csv", "programme.docx", "programme.pdf", "programme.png",
}  # fmt: skip
WITH_A_SPEAKER = {"event.json", "index.html", "programme.csv", "programme.docx", "programme.pdf", "programme.png"}
WELLS = EVENT.replace("Water for all", "Wells for all").replace("Rivers", "Wells")


@pytest.fixture
def repository(tmp_path: Path, pool: Pool) -> Repository:
    repository = Repository.begin(tmp_path)
    repository.pool = pool
    return repository


def target_of(repository: Repository, kind: str) -> str:
    return "branch:gh-pages" if kind == "branch" else f"folder:{repository.folder.parent / 'www' / 'page'}"


def readers_see(repository: Repository, kind: str) -> dict[str, str]:
    if kind == "folder":
        return in_folder(repository.folder.parent / "www" / "page")
    files = repository.published("gh-pages")
    # GitHub shows a branch as it is where this file is in it.
    assert not files or files.pop(".nojekyll") == ""
    return files


def made(repository: Repository) -> dict[str, str]:
    """The files of the site, but for its record."""
    files = in_folder(repository.folder / "site")
    del files["site.json"]
    return files


def folder_of(name: str, files: set[str] = OF_AN_EVENT) -> set[str]:
    return {f"{name}/{file}" for file in files}


@pytest.mark.parametrize("kind", TARGETS)
def test_a_life_first_unchanged_another_speaker_and_a_revert(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    repository.make_site()
    first = repository.publish_site(target)
    assert (first.state, set(first.changed) - {".nojekyll"}) == ("published", {"index.html", *folder_of("event")})
    before = readers_see(repository, kind)
    assert before == made(repository)

    # A remark to colleagues is a commit, and changes no file.
    repository.commit(EVENT + "# Asked on Monday.\n")
    assert repository.make_site() == ["site.json"]
    assert repository.publish_site(target).state == "unchanged"

    head = repository.replace("who: keita", "who: amin")
    repository.make_site()
    second = repository.publish_site(target)
    assert set(second.changed) == {"index.html", *folder_of("event", WITH_A_SPEAKER)}
    assert second.removed == ()
    assert readers_see(repository, kind) == made(repository)
    assert "Amin" in readers_see(repository, kind)["event/index.html"]
    if kind == "branch":
        assert repository.changed("gh-pages") == set(second.changed)
        assert len(repository.log("gh-pages")) == 2
        said = git(repository.remote, "log", "-1", "--format=%B", "gh-pages")
        assert said.startswith("Publish Water for all\n\nChanged: event/event.json, ")
        assert said.rstrip().endswith(f"Source-Commit: {head}")

    repository.commit(EVENT)
    repository.make_site()
    assert repository.publish_site(target).state == "published"
    assert readers_see(repository, kind) == before


@pytest.mark.slow
@pytest.mark.parametrize("kind", TARGETS)
def test_pages_of_events_that_are_not_given_any_more_stay_and_files_of_those_that_are_do_not(
    repository: Repository, kind: str
) -> None:
    target = target_of(repository, kind)
    wells = repository.event.with_name("wells.yaml")
    wells.write_text(WELLS, encoding="utf-8")
    repository.commit(EVENT)
    repository.make_site()
    repository.publish_site(target)
    alone = readers_see(repository, kind)

    repository.make_site(repository.event, wells)
    joined = repository.publish_site(target)
    assert set(joined.changed) == {"index.html", "event/index.html", *folder_of("wells")}
    both = readers_see(repository, kind)
    assert alone.keys() < both.keys()

    # A run that knows nothing of what was made before, as in a pipeline: the first event alone, in a new clone.
    repository.replace("who: keita", "who: amin")
    anew = Repository(repository.folder.with_name("anew"), repository.remote, pool=repository.pool)
    git(repository.folder.parent, "clone", "-q", f"file://{repository.remote}", str(anew.folder))
    anew.make_site()
    left = anew.publish_site(target)
    assert (left.state, left.removed) == ("published", ())
    now = readers_see(repository, kind)
    assert now == made(anew) | {name: data for name, data in both.items() if name.startswith("wells/")}
    assert "Amin" in now["event/index.html"]
    anew.make_site()
    assert anew.publish_site(target).state == "unchanged"

    # What an event has no more is taken away.
    record = anew.folder / "site" / "site.json"
    read = json.loads(record.read_text(encoding="utf-8"))
    del read["files"]["event/programme.csv"]
    record.write_text(json.dumps(read), encoding="utf-8")
    assert anew.publish_site(target).removed == ("event/programme.csv",)
    assert readers_see(repository, kind) == {name: now[name] for name in now.keys() - {"event/programme.csv"}}


@pytest.mark.parametrize("kind", TARGETS)
def test_a_run_that_comes_late_does_nothing(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    late = repository.at(repository.head)
    late.pool = repository.pool
    late.make_site()
    repository.replace("who: keita", "who: amin")
    repository.make_site()
    repository.publish_site(target)
    assert late.publish_site(target).state == "superseded"
    assert readers_see(repository, kind) == made(repository)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TARGETS)
def test_a_run_that_is_killed_at_any_point_leaves_the_old_or_the_new(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    repository.make_site()
    repository.publish_site(target)
    old = readers_see(repository, kind)
    repository.replace("who: keita", "who: amin")
    repository.make_site()
    new = made(repository)
    place = repository.folder.parent / "www" if kind == "folder" else repository.remote
    words = [sys.executable, CUT, kind, repository.event, target, place, repository.folder / "site"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [ended for ended, *_ in runs] == [9] * (len(runs) - 1) + [0]
    if kind == "branch":
        old, new = ({**files, ".nojekyll": ""} for files in (old, new))
    assert all(seen in (old, new) for _, seen, *_ in runs)
    assert (runs[0][1], runs[-1][1]) == (old, new)
    assert all(then == new for _, _, then, *_ in runs)
    assert len(runs) > 10


# ---- What lies in a folder -------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["index.html", "event/a.pdf", "../x", "/x", "event/../x", "event//x", "..", "\0", "\ud800", "e", ""]
)
PLAIN = st.none() | st.booleans() | st.integers() | NAMES
ANY = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
EVENTS = st.fixed_dictionaries({"event": ANY, "folder": NAMES | st.just("event"), "inputs": PLAIN, "pictures": ANY})
RECORDS = ANY | st.fixed_dictionaries(
    {"version": st.just(1) | PLAIN, "events": st.lists(EVENTS, max_size=2) | ANY, "files": ANY}
)


GOOD = {
    "version": 1,
    "events": [{"event": "data/event.yaml", "folder": "event", "inputs": "0", "pictures": ["data/a.svg"]}],
    "files": {"index.html": "", "event/a.pdf": ""},
}


@example(GOOD)
@given(RECORDS)
def test_whatever_stands_in_a_record_no_name_leads_out_of_the_site_or_is_none(written: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "site.json").write_text(json.dumps(written))
        record = Record.read(Path(folder))
    assert record is not None or written != GOOD
    if record is not None:
        for name in (*record.files, *record.folders):
            path = Path("/site", name)
            assert Path(os.path.normpath(path)) == path
            assert path.is_relative_to("/site")
            assert path != Path("/site")
        assert all(os.fsencode(name) for made in record.events for name in (made.event, *made.pictures))


# ---- What is not published -------------------------------------------------------------------------------------------


def refused(repository: Repository, *allowed: Allowance) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        repository.publish_site("branch:gh-pages", *allowed)
    assert repository.log("gh-pages") == []
    assert git(repository.remote, "for-each-ref", "refs/conceptnote") == ""
    return [one for one in caught.value.diagnostics if one.severity == 0]


@pytest.mark.parametrize(
    "what", ["edited", "edited page", "missing", "earlier data", "no record", "a record of ours elsewhere", "no event"]
)
def test_a_folder_that_is_not_what_was_made_is_refused_whatever_is_allowed(repository: Repository, what: str) -> None:
    repository.make_site()
    site = repository.folder / "site"
    record = json.loads((site / "site.json").read_text(encoding="utf-8"))
    match what:
        case "edited":
            (site / "event" / "programme.pdf").write_bytes(b"%PDF-1.7 mine")
        case "edited page":
            page = site / "index.html"
            page.write_text(page.read_text(encoding="utf-8").replace("Rivers", "Lakes"), encoding="utf-8")
        case "missing":
            (site / "event" / "event.ics").unlink()
        case "earlier data":
            repository.commit(EVENT + "# Asked on Monday.\n")
        case "no record":
            (site / "site.json").unlink()
        case "a record of ours elsewhere":
            secret = repository.folder / "secret"
            secret.write_bytes(b"secret")
            record["files"]["event/../../secret"] = sha256(b"secret")
            (site / "site.json").write_text(json.dumps(record), encoding="utf-8")
        case "no event":
            record["events"][0]["event"] = "../clone/data/../event.yaml"
            (site / "site.json").write_text(json.dumps(record), encoding="utf-8")
    told = refused(repository, *ALLOWANCES)
    code = "CN081" if what in ("no record", "a record of ours elsewhere") else "CN044"
    assert {one.code.code for one in told} == {code}
    if what == "edited":
        assert [Path(str(one.location)).name for one in told] == ["programme.pdf"]


def test_a_draft_is_refused_and_an_open_approval(repository: Repository) -> None:
    repository.commit(EVENT + "status: draft\n")
    repository.make_site(allowed=["draft", "approval"])
    assert [one.code.code for one in refused(repository)] == ["CN080"]
    repository.commit(EVENT.replace("text_only: true}", "text_only: true, approval: {required: true}}"))
    repository.make_site(allowed=["draft", "approval"])
    assert [one.code.code for one in refused(repository)] == ["CN061"]
    assert repository.publish_site("branch:gh-pages", "approval").state == "published"


@pytest.mark.parametrize("name", ["index.html", "event/index.html", "event/programme.docx"])
def test_a_file_that_does_not_acknowledge_is_refused_whatever_the_record_says(
    repository: Repository, name: str
) -> None:
    repository.make_site()
    site = repository.folder / "site"
    before = (site / name).read_bytes()
    if name.endswith(".docx"):
        repository.replace("River Fund", "River Bank")
        repository.make_site()
        record = json.loads((site / "site.json").read_text(encoding="utf-8"))
        (site / name).write_bytes(before)
    else:
        (site / name).write_bytes(before.replace(b"River Fund", b"River Bank"))
    record = json.loads((site / "site.json").read_text(encoding="utf-8"))
    record["files"][name] = sha256((site / name).read_bytes())
    (site / "site.json").write_text(json.dumps(record), encoding="utf-8")
    told = refused(repository)
    assert {(one.code.code, str(one.location).partition("site/")[2]) for one in told} == {("CN060", name)}
    assert repository.publish_site("branch:gh-pages", "acknowledgement").state == "published"


def test_what_is_no_file_of_the_site_stays_here_and_what_others_put_into_the_branch_stays_there(
    repository: Repository,
) -> None:
    repository.make_site()
    site = repository.folder / "site"
    (site / "CNAME").write_text("events.example.org\n")
    (site / "event" / "notes.txt").write_text("ours alone")
    (site / "last-year").mkdir()
    for name in ("index.html", "programme.pdf"):
        (site / "last-year" / name).write_text("of an event that was not given")
    outcome, warnings = publish(PublishRequest("branch:gh-pages", repository.event, site=site))
    assert set(outcome.changed) == {".nojekyll", "index.html", *folder_of("event")}
    assert [(one.code.code, Path(str(one.location)).name) for one in warnings] == [
        ("CN082", "CNAME"), ("CN082", "notes.txt"), ("CN082", "last-year"),
    ]  # fmt: skip
    theirs = repository.folder.parent / "theirs"
    git(repository.folder.parent, "clone", "-q", "-b", "gh-pages", str(repository.remote), str(theirs))
    (theirs / "CNAME").write_text("papers.example.org\n")
    git(theirs, "add", "-A")
    git(theirs, "commit", "-q", "-m", "Ours")
    git(theirs, "push", "-q")
    repository.replace("who: keita", "who: amin")
    repository.make_site()
    assert "event/programme.pdf" in repository.publish_site("branch:gh-pages").changed
    assert repository.published("gh-pages")["CNAME"] == "papers.example.org\n"


def test_a_release_takes_no_site_and_papers_have_their_own_folder(repository: Repository) -> None:
    repository.make_site()

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        line = [COMMAND, "publish", *words, "--site", "site"]
        return subprocess.run(line, cwd=repository.folder, capture_output=True, text=True, check=False)

    for words, said in (
        (["release:page"], "cannot hold a site"),
        (["branch:gh-pages", "-o", "out"], "already contains its papers"),
    ):
        done = command(*words)
        assert (done.returncode, said in done.stderr) == (ExitCode.USAGE, True)
    assert repository.log("gh-pages") == []
    done = command("branch:gh-pages")
    assert (done.returncode, done.stderr) == (0, "")
    assert "published event/programme.pdf to the branch gh-pages of origin" in done.stdout.splitlines()
    assert command("branch:gh-pages").stdout == "the branch gh-pages of origin already has these files\n"
    repository.commit(EVENT + "status: draft\n")
    done = command("branch:gh-pages", "--output-format", "github")
    assert "::error file=data/event.yaml,line=16,col=9,title=CN080::" in done.stdout + done.stderr
