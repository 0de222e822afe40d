"""The life of a repository whose papers are published: only what has changed, the newest last, and never by halves."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command import run
from examples import some_quick
from publishing import COMMAND, EVENT, PAPERS, Repository, built, git, in_folder

from conceptnote.build.hashing import sha256
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import DiagnosticError, ExitCode
from conceptnote.publish.branch import Remote, RemoteState
from conceptnote.publish.papers import ALLOWANCES, Allowance
from conceptnote.publish.publish import PublishRequest, publish

CI = Path(__file__).parents[1] / "ci"
TARGETS = ("branch", "folder")

pytestmark = pytest.mark.usefixtures("own_tmp")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begin(tmp_path)


def target_of(repository: Repository, kind: str) -> str:
    return "branch:papers" if kind == "branch" else f"folder:{repository.folder.parent / 'www' / 'papers'}"


def readers_see(repository: Repository, kind: str) -> dict[str, str]:
    return repository.published() if kind == "branch" else in_folder(repository.folder.parent / "www" / "papers")


@pytest.mark.parametrize("kind", TARGETS)
def test_a_life_first_unchanged_changed_taken_away_and_reverted(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    first = repository.publish(target)
    assert (first.state, set(first.changed), first.removed) == ("published", PAPERS, ())
    assert readers_see(repository, kind) == built(repository)
    before = readers_see(repository, kind)

    # A remark to colleagues is a commit, and changes no paper.
    repository.commit(EVENT + "# Asked on Monday.\n")
    assert repository.publish(target).state == "unchanged"

    repository.replace("who: keita", "who: amin")
    changed = repository.publish(target)
    assert (changed.state, set(changed.changed), changed.removed) == ("published", PAPERS, ())
    assert readers_see(repository, kind) == built(repository)
    assert "Amin" in readers_see(repository, kind)["programme.html"]

    # A paper of the project's own comes, and goes.
    own = repository.folder / "templates" / "sign.html.j2"
    own.parent.mkdir()
    own.write_text('{% import "_parts.html.j2" as parts %}' + OWN_PAPER)
    repository.commit(repository.event.read_text())
    assert repository.publish(target, "acknowledgement").changed == ("sign.html",)
    own.unlink()
    repository.commit(repository.event.read_text())
    gone = repository.publish(target)
    assert (gone.changed, gone.removed) == ((), ("sign.html",))

    repository.commit(EVENT)
    assert set(repository.publish(target).changed) == PAPERS
    assert readers_see(repository, kind) == before
    if kind == "branch":
        assert len(repository.log()) == 5


OWN_PAPER = (
    '<html lang="en"><head><title>Sign</title><meta name="acknowledgement" content="none"></head>'
    "<body><h1>This way</h1></body></html>"
)


@pytest.mark.slow
def test_an_unchanged_push_makes_no_commit_and_another_speaker_changes_what_shows_the_speaker(
    repository: Repository, pool: Pool
) -> None:
    repository.formats, repository.pool = ("pdf",), pool
    repository.publish("branch:papers")
    first = repository.log()
    repository.commit(EVENT + "# Asked on Monday.\n")
    repository.publish("branch:papers")
    repository.publish("branch:papers")
    assert repository.log() == first
    assert len(first) == 1
    head = repository.replace("who: keita", "who: amin")
    repository.publish("branch:papers")
    assert repository.changed() == {"programme.pdf"}
    assert repository.log()[1:] == first
    said = git(repository.remote, "log", "-1", "--format=%B", "papers")
    assert said.startswith("Publish Water for all\n\nChanged: programme.pdf\n")
    assert (
        git(repository.remote, "log", "-1", "--format=%(trailers:key=Source-Commit,valueonly)", "papers").strip()
        == head
    )


def test_nothing_is_left_in_the_repository_that_was_published_from(repository: Repository) -> None:
    repository.build()
    before = {path: path.read_bytes() for path in (repository.folder / ".git").rglob("*") if path.is_file()}
    repository.publish_built("branch:papers")
    after = {path: path.read_bytes() for path in (repository.folder / ".git").rglob("*") if path.is_file()}
    assert before == after
    assert len(before) > 10


@pytest.mark.slow
@pytest.mark.parametrize("kind", TARGETS)
def test_broken_data_publish_nothing_and_the_report_says_why(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    repository.publish(target)
    before = readers_see(repository, kind)
    repository.replace("date: 2030-03-05", "date: 2030-02-31")
    done, results = run_ci(repository, target)
    assert (done.returncode, readers_see(repository, kind)) == (1, before)
    assert "not published: check ended with 1" in done.stdout
    assert "data/event.yaml:2:7: error CN012" in done.stdout
    # Everything is reported before the end is red.
    summary = (results / "summary.md").read_text(encoding="utf-8").replace("<!-- -->", "")
    assert "**error CN012** data/event.yaml:2:7: “2030-02-31” is not a date: February 2030 has 28 days" in summary
    report = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    assert [(one["code"], one["line"], one["steps"]) for one in report["problems"]] == [
        ("CN012", 2, ["check", "build", "verify"])
    ]
    assert done.stderr.rstrip().splitlines()[-3:] == [f"{step}: ended with 1" for step in ("check", "build", "verify")]

    repository.replace("date: 2030-02-31", "date: 2030-03-05")
    done, results = run_ci(repository, target)
    assert (done.returncode, readers_see(repository, kind)) == (0, before)
    assert "already has these files" in done.stdout


def run_ci(repository: Repository, target: str, **env: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """A whole run of the shell steps."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PAPERS_", "CI"))}
    path = f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}"
    ours = {"PAPERS_TARGET": target, "PAPERS_FORMATS": "html", "PATH": path}
    done = subprocess.run(
        [CI / "papers"], cwd=repository.folder, env=kept | ours | env, capture_output=True, text=True, check=False
    )
    return done, repository.folder / ".papers"


# ---- The newer one stays ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TARGETS)
@pytest.mark.parametrize("options", some_quick([("--depth=1", "--no-single-branch"), ()], ()), ids=["shallow", "whole"])
def test_a_run_that_comes_late_does_nothing_and_says_so(
    repository: Repository, kind: str, options: tuple[str, ...]
) -> None:
    target = target_of(repository, kind)
    repository.publish(target)
    git(repository.folder, "branch", "old")
    git(repository.folder, "push", "-q", "origin", "old")
    late = repository.at(git(repository.folder, "rev-parse", "old").strip(), *options)
    repository.replace("who: keita", "who: amin")
    newer = repository.at(repository.head, *options)
    assert newer.publish_built(target).state == "published"
    outcome, warnings = publish(PublishRequest(target, late.event))
    assert (outcome.state, [one.code.code for one in warnings]) == ("superseded", ["CN085"])
    assert readers_see(repository, kind) == built(newer)
    assert late.publish_built(target, "older").state == "published"
    assert readers_see(repository, kind) == built(late)


@pytest.mark.parametrize("kind", some_quick(TARGETS, "branch"))
def test_a_late_run_does_not_undo_a_revert_that_changed_no_file(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    repository.publish(target)
    reverted = repository.replace("who: keita", "who: amin")
    repository.replace("who: amin", "who: keita")
    assert repository.publish(target).state == "unchanged"
    late = repository.at(reverted)
    assert late.publish_built(target).state == "superseded"
    assert readers_see(repository, kind) == built(repository)


@pytest.mark.slow
def test_commits_of_one_second_are_told_apart_by_their_history(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Repository, "commit", commit_in_one_second)
    first = repository.commit(EVENT + "# One.\n")
    repository.publish("branch:papers")
    second = repository.replace("who: keita", "who: amin")
    dates = git(repository.folder, "show", "-s", "--format=%ct", first, second).split()
    assert len(set(dates)) == 1
    assert repository.publish("branch:papers").state == "published"
    assert repository.at(first).publish_built("branch:papers").state == "superseded"


def commit_in_one_second(self: Repository, text: str) -> str:
    self.event.write_text(text, encoding="utf-8")
    git(self.folder, "add", "-A")
    git(self.folder, "commit", "-q", "-m", "Change", GIT_COMMITTER_DATE="@1800000000 +0000")
    git(self.folder, "push", "-q", "origin", "HEAD:main")
    return self.head


@pytest.mark.parametrize("kind", some_quick(TARGETS, "branch"))
def test_two_runs_at_once_end_with_the_newer(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    older = repository.at(repository.head)
    repository.replace("who: keita", "who: amin")
    newer = repository.at(repository.head)
    for round_ in range(2):
        runs = [
            subprocess.Popen([COMMAND, "publish", target], cwd=one.folder, stderr=subprocess.PIPE, text=True)
            for one in ((older, newer), (newer, older))[round_]
        ]
        told = [run.communicate()[1] for run in runs]
        assert [run.returncode for run in runs] == [0, 0], told
        assert readers_see(repository, kind) == built(newer)


@pytest.mark.slow
def test_a_newer_run_between_our_reading_and_our_writing_wins(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = repository.at(repository.head)
    repository.replace("who: keita", "who: amin")
    newer = repository.at(repository.head)
    push = Remote.push

    def meanwhile(self: Remote, there: RemoteState, commit: str, record: str) -> None:
        monkeypatch.setattr(Remote, "push", push)
        assert newer.publish_built("branch:papers").state == "published"
        push(self, there, commit, record)

    monkeypatch.setattr(Remote, "push", meanwhile)
    assert older.publish_built("branch:papers").state == "superseded"
    assert repository.published() == built(newer)
    assert len(repository.log()) == 1


def test_an_older_run_between_our_reading_and_our_writing_loses(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = repository.at(repository.head)
    repository.replace("who: keita", "who: amin")
    newer = repository.at(repository.head)
    push = Remote.push

    def meanwhile(self: Remote, there: RemoteState, commit: str, record: str) -> None:
        monkeypatch.setattr(Remote, "push", push)
        assert older.publish_built("branch:papers").state == "published"
        push(self, there, commit, record)

    monkeypatch.setattr(Remote, "push", meanwhile)
    assert set(newer.publish_built("branch:papers").changed) == PAPERS
    assert repository.published() == built(newer)
    assert len(repository.log()) == 2


# ---- Cut at any point ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", some_quick(TARGETS, "branch"))
def test_a_run_that_is_killed_at_any_point_leaves_the_old_or_the_new(repository: Repository, kind: str) -> None:
    target = target_of(repository, kind)
    older = repository.at(repository.head)
    older.publish_built(target)
    old = readers_see(repository, kind)
    repository.replace("who: keita", "who: amin")
    newer = repository.at(repository.head)
    new = built(newer)
    place = repository.folder.parent / "www" if kind == "folder" else repository.remote
    words = [sys.executable, CUT, kind, newer.event, target, place]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [ended for ended, *_ in runs] == [9] * (len(runs) - 1) + [0]
    assert all(seen in (old, new) for _, seen, *_ in runs)
    assert (runs[0][1], runs[-1][1]) == (old, new)
    assert all(then == new for _, _, then, *_ in runs)  # after a run that was not cut
    assert len(runs) > 10
    # What a run that was cut leaves in the folder for temporary files goes with the next.
    assert any(left for *_, left, _ in runs) == (kind == "branch")
    assert not any(left for *_, left in runs)
    if kind == "folder":
        left = [path for path in (place / ".papers.versions").iterdir() if path.is_dir()]
        assert len(left) == 2  # that of today, and the one before, which somebody may be reading


CUT = Path(__file__).with_name("cut.py")


@pytest.mark.parametrize("moment", ["update", "post-receive"])
def test_a_push_that_is_killed_with_the_server_leaves_branch_and_record_of_one_mind(
    repository: Repository, moment: str
) -> None:
    repository.publish("branch:papers")
    old = repository.published(), git(repository.remote, "for-each-ref", "refs/conceptnote")
    repository.replace("who: keita", "who: amin")
    hook = repository.remote / "hooks" / moment
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\nkill -9 "$PPID"\n')
    hook.chmod(0o755)
    with contextlib.suppress(DiagnosticError):
        repository.publish("branch:papers")
    hook.unlink()
    now = repository.published(), git(repository.remote, "for-each-ref", "refs/conceptnote")
    if moment == "update":
        assert now == old
        assert set(repository.publish("branch:papers").changed) == PAPERS
    assert repository.published() == built(repository)
    assert repository.publish("branch:papers").state == "unchanged"


# ---- What is not published -------------------------------------------------------------------------------------------


def refused(repository: Repository, *allowed: Allowance) -> list[str]:
    with pytest.raises(DiagnosticError) as caught:
        repository.publish_built("branch:papers", *allowed)
    assert repository.log() == []
    assert git(repository.remote, "for-each-ref", "refs/conceptnote") == ""
    return [one.code.code for one in caught.value.diagnostics if one.severity == 0]


def test_a_draft_is_refused_and_a_provisional_paper_is_not(repository: Repository) -> None:
    repository.commit(EVENT + "status: draft\n")
    repository.build()
    assert refused(repository) == ["CN080"]
    assert repository.publish_built("branch:papers", "draft").state == "published"
    repository.commit(EVENT + "status: provisional\n")
    assert repository.publish("branch:papers").state == "published"


def test_an_open_approval_is_refused(repository: Repository) -> None:
    repository.replace("text_only: true}", "text_only: true, approval: {required: true}}")
    repository.build()
    assert refused(repository) == ["CN061"]
    outcome, warnings = publish(PublishRequest("branch:papers", repository.event, allowed=["approval"]))
    assert (outcome.state, [one.code.code for one in warnings]) == ("published", ["CN061"])
    repository.replace("required: true}", "required: true, approved_by: Ms Okoye, approved_on: 2030-01-05}")
    assert repository.publish("branch:papers").state == "unchanged"


def test_a_file_that_does_not_acknowledge_is_refused_whatever_the_manifest_says(repository: Repository) -> None:
    repository.build()
    paper, manifest = (repository.folder / "out" / name for name in ("programme.html", "manifest.json"))
    before = paper.read_bytes()
    paper.write_bytes(before.replace(b"River Fund", b"River Bank"))
    manifest.write_text(manifest.read_text().replace(sha256(before), sha256(paper.read_bytes())))
    assert set(refused(repository)) == {"CN060"}
    assert repository.publish_built("branch:papers", "acknowledgement").state == "published"


@pytest.mark.parametrize("what", ["edited", "missing", "earlier data", "no manifest"])
def test_files_that_are_not_what_was_built_are_refused(repository: Repository, what: str) -> None:
    repository.build()
    paper = repository.folder / "out" / "programme.html"
    match what:
        case "edited":
            paper.write_bytes(paper.read_bytes() + b"\n")
        case "missing":
            paper.unlink()
        case "earlier data":
            repository.commit(EVENT + "# Asked on Monday.\n")
        case "no manifest":
            (repository.folder / "out" / "manifest.json").unlink()
    codes = refused(repository, *(word for word in ALLOWANCES))
    assert codes == {"no manifest": ["CN081"]}.get(what, ["CN044"])


def test_papers_for_some_alone_stay_here_unless_they_are_asked_for(repository: Repository) -> None:
    repository.replace("text: Rivers.}", "text: Rivers.}\n  - {heading: Costs, text: Millions., audience: funder}")
    repository.build()
    build(Request(repository.event, formats=["html"], audience="funder"))
    build(Request(repository.event, formats=["html"], documents=["programme"], values=["title=Water for some"]))
    manifest = repository.folder / "out" / "manifest.json"
    read = json.loads(manifest.read_text())
    for entry in read["files"]:
        entry["internal"] = entry["file"] == "programme.funder.html"
    manifest.write_text(json.dumps(read))
    outcome, warnings = publish(PublishRequest("branch:papers", repository.event))
    assert outcome.changed == ("concept-note.html",)
    assert {one.code.code for one in warnings} == {"CN082"}
    assert sorted(str(one.hint).split()[-1] for one in warnings) == ["audience", "internal", "set"]
    assert "Millions" not in "".join(repository.published().values())
    assert repository.publish_built("branch:papers", "set").changed == ("programme.html",)
    assert repository.publish_built("branch:papers", "set", "audience").changed == ("concept-note.funder.html",)
    everything = repository.publish_built("branch:papers", "set", "audience", "internal")
    assert everything.changed == ("programme.funder.html",)
    # What is not asked for any more does not stay published.
    assert set(repository.publish_built("branch:papers").removed) == {
        "programme.html", "concept-note.funder.html", "programme.funder.html",
    }  # fmt: skip


def test_a_paper_that_owes_no_acknowledgement_is_left_out_where_one_is_due(repository: Repository) -> None:
    (repository.folder / "templates").mkdir()
    (repository.folder / "templates" / "sign.html.j2").write_text(OWN_PAPER)
    repository.build()
    assert set(repository.publish_built("branch:papers").changed) == PAPERS
    repository.replace("funders:\n  - {party: fund, lockup: Funded by, text_only: true}\n", "")
    assert set(repository.publish("branch:papers").changed) == {*PAPERS, "sign.html"}


# ---- Places that are somebody else's, and the user's own git ---------------------------------------------------------


def test_a_branch_that_we_did_not_begin_is_left_alone(repository: Repository) -> None:
    repository.build()
    with pytest.raises(DiagnosticError, match="was not created by conceptnote publish") as caught:
        repository.publish_built("branch:main")
    assert caught.value.exit_code is ExitCode.USAGE
    assert repository.log("main") == [repository.head]


def test_what_others_put_into_the_branch_stays(repository: Repository) -> None:
    repository.publish("branch:papers")
    theirs = repository.folder.parent / "theirs"
    git(repository.folder.parent, "clone", "-q", "-b", "papers", str(repository.remote), str(theirs))
    (theirs / "CNAME").write_text("papers.example.org\n")
    (theirs / "sign.html").write_text("mine\n")
    git(theirs, "add", "-A")
    git(theirs, "commit", "-q", "-m", "Ours")
    git(theirs, "push", "-q")
    repository.replace("who: keita", "who: amin")
    repository.publish("branch:papers")
    assert repository.published() == {**built(repository), "CNAME": "papers.example.org\n", "sign.html": "mine\n"}
    (repository.folder / "templates").mkdir()
    (repository.folder / "templates" / "sign.html.j2").write_text(OWN_PAPER)
    with pytest.raises(DiagnosticError, match="has a file of that name"):
        repository.publish("branch:papers", "acknowledgement")
    assert repository.published()["sign.html"] == "mine\n"


@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_a_folder_that_is_somebody_elses_is_left_alone(repository: Repository, tmp_path: Path, what: str) -> None:
    repository.build()
    place, other = tmp_path / "www", tmp_path / "other"
    other.mkdir()
    match what:
        case "file":
            place.write_text("mine")
        case "folder":
            place.mkdir()
            (place / "index.html").write_text("mine")
        case "link":
            place.symlink_to(other)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DiagnosticError) as caught:
        repository.publish_built(f"folder:{place}")
    assert (caught.value.exit_code, sorted(tmp_path.rglob("*"))) == (ExitCode.USAGE, before)


def test_an_empty_folder_and_the_papers_in_it_are_for_everybody_to_read(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    repository.publish(f"folder:{tmp_path / 'www'}")
    for path in (tmp_path / "www", *(tmp_path / "www").iterdir()):
        assert path.stat().st_mode & 0o444 == 0o444
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("www", ".www.versions"):
        (tmp_path / name).rename(moved / name)
    assert in_folder(moved / "www") == built(repository)


def test_settings_and_hooks_of_the_user_have_no_part_in_it(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "pre-commit", "post-index-change", "post-checkout"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    config = tmp_path / "config"
    config.write_text(
        f"[core]\n\thooksPath = {hooks}\n\tautocrlf = true\n[commit]\n\tgpgSign = true\n[push]\n\tgpgSign = true\n"
        "\tfollowTags = true\n[log]\n\tshowSignature = true\n[init]\n\tdefaultBranch = ..\n[color]\n\tui = always\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    # As in a hook of another repository.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere" / "index"))
    outcome = repository.publish("branch:papers")
    monkeypatch.undo()
    assert outcome.state == "published"
    assert repository.published() == built(repository)


@pytest.mark.parametrize(
    "target", ["papers", "branch:", "branch:-x", "branch:a..b", "branch:a b", "branch:x.lock", "brunch:x", "release:/x"]
)
def test_a_wrong_target_is_wrong_usage(repository: Repository, target: str) -> None:
    with pytest.raises(DiagnosticError) as caught:
        publish(PublishRequest(target, repository.event))
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.diagnostics[0].hint


def test_a_remote_that_is_not_there_is_said_without_its_password(repository: Repository) -> None:
    repository.build()
    for remote, code in (("upstream", ExitCode.USAGE), ("http://me:secret@localhost:9/x.git", ExitCode.ASSET)):
        with pytest.raises(DiagnosticError) as caught:
            repository.publish_built("branch:papers", remote=remote)
        assert caught.value.exit_code is code
        assert "secret" not in str(caught.value.diagnostics[0])


def test_a_relative_remote_is_found_as_git_finds_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.build()
    git(repository.folder, "remote", "set-url", "origin", f"../{repository.remote.name}")
    monkeypatch.chdir(repository.folder / "data")  # git looks for it from the top of the working tree
    assert repository.publish_built("branch:papers").state == "published"
    assert repository.publish_built("branch:others", remote=f"../../{repository.remote.name}").state == "published"
    assert repository.published("others") == repository.published()
    git(repository.folder, "remote", "set-url", "origin", f"file://{repository.remote}")
    assert repository.publish_built("branch:papers").state == "unchanged"


@pytest.mark.parametrize("kind", some_quick(TARGETS, "folder"))
def test_a_dry_run_says_what_would_be_published_and_publishes_nothing(repository: Repository, kind: str) -> None:
    words = ["publish", target_of(repository, kind), "--event", repository.event]
    repository.build()

    def done(*options: str) -> list[str]:
        ended = run(*words, *options, cwd=repository.folder)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.splitlines()

    def there() -> set[Path]:
        return {path for path in repository.folder.parent.rglob("*") if "clone" not in path.parts}

    before = there()
    said = done("--dry-run")
    assert there() == before
    assert readers_see(repository, kind) == {}
    assert said.pop() == "nothing was published (--dry-run)"
    assert said == [line.replace("published", "would publish") for line in done()]
    seen = readers_see(repository, kind)
    assert "already has these files" in done("--dry-run")[0]
    repository.replace("who: keita", "who: amin")
    repository.build()
    assert {line.split()[2] for line in done("--dry-run")[:-1]} == PAPERS
    assert readers_see(repository, kind) == seen


@pytest.mark.slow
def test_outside_of_a_repository_the_last_one_wins(tmp_path: Path, repository: Repository) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "event.yaml").write_text(EVENT.replace("Rivers", name))
        own = Repository(tmp_path / name, repository.remote)
        assert own.publish("branch:papers", remote=str(repository.remote)).state == "published"
        assert repository.published() == built(own)


def test_the_command_says_what_it_did_and_writes_its_report(repository: Repository) -> None:
    repository.build()

    def command(*words: str) -> tuple[int, str, str]:
        line = [COMMAND, "publish", "branch:papers", *words]
        done = subprocess.run(line, cwd=repository.folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    code, said, _ = command()
    assert (code, said.splitlines()) == (
        0, [f"published {name} to the branch papers of origin" for name in sorted(PAPERS)],
    )  # fmt: skip
    assert command()[:2] == (0, "the branch papers of origin already has these files\n")
    repository.commit(EVENT + "status: draft\n")
    repository.build()
    report = repository.folder / "report.json"
    code, said, problem = command("--report", str(report), "--output-format", "github")
    assert (code, said) == (1, "")
    assert problem.startswith("::error file=data/event.yaml,line=16,col=9,title=CN080::")
    assert json.loads(report.read_text())["diagnostics"][0]["code"] == "CN080"
    assert command("--allow", "draft,odler")[0] == ExitCode.USAGE


def test_the_action_and_the_docs_know_the_same_allowances() -> None:
    docs = (CI.parent / "docs" / "publishing.md").read_text(encoding="utf-8")
    assert all(f"- `{word}`: " in docs for word in ALLOWANCES)
    assert yaml.safe_load((CI.parent / "action.yml").read_text())["inputs"].keys() >= {"event", "output", "formats"}
