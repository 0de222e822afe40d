"""The pipeline: its steps, those who call them, and what they may do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from examples import some_quick
from publishing import COMMAND, EVENT, Repository, in_folder

ROOT = Path(__file__).parents[1]
CI = ROOT / "ci"
STEPS = ("install", "check", "build", "verify", "site", "publish", "summary", "verdict", "papers")
TESTS = ".github/workflows/test.yml"
CALLERS = ("action.yml", ".github/workflows/papers.yml", "ci/gitlab.yml")

pytestmark = pytest.mark.usefixtures("own_tmp")


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def workflow() -> Any:
    return read(".github/workflows/papers.yml")


def steps_of(job: Any) -> list[Any]:
    found = job["steps"]
    assert found
    return list(found)


# ---- Who calls, and what they may ------------------------------------------------------------------------------------


def test_jobs_may_do_no_more_than_they_must() -> None:
    called = workflow()
    assert called["permissions"] == {}
    assert {name: job["permissions"] for name, job in called["jobs"].items()} == {
        "build": {"contents": "read"}, "publish": {"contents": "write"},
    }  # fmt: skip
    assert all(job["timeout-minutes"] <= 20 for job in called["jobs"].values())


def test_what_strangers_propose_is_built_without_a_secret_or_a_token() -> None:
    called = workflow()
    assert set(called[True]) == {"workflow_call"}  # YAML 1.1 takes “on” for true; and never pull_request_target
    assert "secrets" not in called[True]["workflow_call"]
    texts = json.dumps(called["jobs"]["build"]) + json.dumps(read("action.yml"))
    assert "secrets." not in texts
    assert "token" not in texts.lower()
    checkouts = [
        step for job in called["jobs"].values() for step in steps_of(job) if "checkout" in str(step.get("uses"))
    ]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_only_the_default_branch_is_published_and_by_a_job_that_builds_nothing() -> None:
    job = workflow()["jobs"]["publish"]
    said = " ".join(job["if"].split())
    assert "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)" in said
    assert "github.event_name == 'push' || github.event_name == 'workflow_dispatch'" in said
    assert "inputs.target != ''" in said
    assert job["needs"] == "build"
    assert job["concurrency"]["cancel-in-progress"] is False
    commands = "\n".join(step.get("run", "") for step in steps_of(job))
    assert set(re.findall(r"ci/(\w+)", commands)) == {"install", "publish", "verdict"}
    uses = [step["uses"] for step in steps_of(job) if "uses" in step]
    assert not any(use.startswith("./") for use in uses)  # the action builds
    publishing = next(step for step in steps_of(job) if "ci/publish" in step.get("run", ""))
    # The token is with the one step that needs it, and the files are those of the artifact.
    assert [step for step in steps_of(job) if "token" in json.dumps(step).lower()] == [publishing]
    download = next(step for step in steps_of(job) if "download-artifact" in step.get("uses", ""))
    assert publishing["env"]["PAPERS_OUTPUT"] == f"{download['with']['path']}/papers"
    # The page lies in the results, which are the artifact.
    results = read("action.yml")["runs"]["steps"][-1]["env"]
    place = re.search(r"format\('\{0\}/(\w+)/site', runner\.temp\)", results["PAPERS_SITE"])
    assert place is not None
    assert results["PAPERS_RESULTS"] == f"${{{{ runner.temp }}}}/{place[1]}"
    assert "format('{0}/built/site', runner.temp)" in publishing["env"]["PAPERS_SITE"]
    assert download["with"]["path"] == "${{ runner.temp }}/built"


def test_actions_of_others_are_pinned_to_a_commit_with_its_version_beside() -> None:
    lines = [
        line for name in (*CALLERS[:2], TESTS) for line in (ROOT / name).read_text().splitlines() if "uses: " in line
    ]
    lines = [line for line in lines if not line.lstrip().startswith("#")]
    others = [line for line in lines if "uses: ./" not in line]
    assert others
    for line in others:
        assert re.search(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
    used = {tuple(pin) for pin in re.findall(r"actions/([a-z-]+)@(\S+)", "\n".join(others))}
    names = [name for name, _ in used]
    assert {"checkout", "setup-python", "upload-artifact"} <= set(names)
    assert len(names) == len(set(names)), "one action at two commits"


def test_each_supported_python_runs_all_tests_as_anybody_else_does() -> None:
    job = read(TESTS)["jobs"]["test"]
    assert job["permissions"] == {"contents": "read"}
    assert set(read(TESTS)[True]) == {"push", "pull_request"}
    oldest = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert oldest is not None
    versions = job["strategy"]["matrix"]["python"]
    assert versions == [f"3.{minor}" for minor in range(int(oldest[1]), int(oldest[1]) + len(versions))]
    assert f"3.{sys.version_info.minor}" in versions
    steps = [step for step in steps_of(job) if "run" in step]
    assert [step["run"] for step in steps] == [".ci/run"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    # The one that was set up is what the Makefile makes its environment of.
    assert steps[0]["env"] == {"PYTHON": "python"}
    assert "PYTHON ?= " in (ROOT / "Makefile").read_text()


def test_no_input_is_ever_part_of_a_script() -> None:
    scripts = [step["run"] for job in workflow()["jobs"].values() for step in steps_of(job) if "run" in step]
    scripts += [step["run"] for step in read("action.yml")["runs"]["steps"]]
    assert scripts
    assert not any("${{" in script for script in scripts)


def test_the_action_has_what_it_promises_and_the_workflow_hands_all_of_it_on() -> None:
    action = read("action.yml")
    assert set(action["inputs"]) == {
        "event", "output", "formats", "languages", "strictness", "site", "site-url", "allow",
    }  # fmt: skip
    assert {"files", "report"} <= set(action["outputs"])
    inputs = workflow()[True]["workflow_call"]["inputs"]
    build = workflow()["jobs"]["build"]
    call = next(step for step in steps_of(build) if step.get("uses", "").startswith("./"))
    assert call["with"] == {name: f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    for name, one in action["inputs"].items():
        assert str(inputs[name]["default"]).lower() == one["default"].lower()  # inputs of actions are text
    tool = next(step for step in steps_of(build) if step.get("with", {}).get("repository"))
    assert call["uses"] == f"./{tool['with']['path']}"


def test_every_caller_calls_steps_that_exist() -> None:
    for name in (*CALLERS, "ci/cron.example", "Containerfile"):
        called = set(
            re.findall(r"(?<!-)\bci/([a-z]+)(?![\w./])", re.sub(r"(?m)^\s*#.*", "", (ROOT / name).read_text()))
        )
        assert called, name
        assert called <= set(STEPS), name
    for step in STEPS:
        assert os.access(CI / step, os.X_OK)


def test_the_container_ends_as_nobody_in_particular() -> None:
    lines = [line for line in (ROOT / "Containerfile").read_text().splitlines() if not line.startswith("#")]
    user = next(at for at, line in enumerate(lines) if line.startswith("USER "))
    assert lines[user] == "USER papers"
    assert not any(line.startswith(("RUN", "COPY", "ADD", "USER")) for line in lines[user + 1 :])


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="needs shellcheck")
def test_the_steps_are_sound_shell() -> None:
    assert all("set -euo pipefail\n" in (CI / step).read_text() for step in STEPS)
    files = [str(CI / step) for step in STEPS]
    done = subprocess.run(
        ["shellcheck", "-x", "-P", str(CI), *files, str(CI / "settings.sh")], capture_output=True, text=True
    )
    assert done.stdout == ""


# ---- The steps -------------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begin(tmp_path)


def run(repository: Repository, step: str = "papers", **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PAPERS_", "CI"))}
    path = f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}"
    ours = {"PAPERS_FORMATS": "html", "PATH": path, **env}
    return subprocess.run(
        [CI / step], cwd=repository.folder, env=kept | ours, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_only_the_languages_that_are_asked_for_are_built(repository: Repository) -> None:
    title = "title: {en: Water for all, fr: L’eau pour tous}\nlanguage: [en, fr]\n"
    repository.commit(EVENT.replace("title: Water for all\n", title))
    assert run(repository, PAPERS_LANGUAGES="fr").returncode == 0
    papers = {path.name for path in (repository.folder / "out").glob("*.html")}
    assert papers == {"concept-note.fr.html", "programme.fr.html"}
    assert run(repository).returncode == 0
    assert {path.name for path in (repository.folder / "out").glob("*.html")} > papers
    wrong = run(repository, PAPERS_LANGUAGES="ar")
    assert wrong.returncode == 1
    assert "ar" in wrong.stdout + wrong.stderr


def test_on_github_the_run_marks_lines_and_leaves_a_summary_and_its_outputs(repository: Repository) -> None:
    repository.commit(EVENT.replace("who: keita", "who: keyta"))
    summary, output = repository.folder.parent / "summary.md", repository.folder.parent / "output"
    github = {
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output),
        "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "water/event", "GITHUB_RUN_ID": "7",
    }  # fmt: skip
    done = run(repository, **github)
    assert done.returncode == 1
    marks = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("::error")]
    assert len(marks) == 1
    assert marks[0].startswith("::error file=data/event.yaml,line=11,col=43,title=CN013::")
    assert "**error CN013** data/event.yaml:11:43" in summary.read_text(encoding="utf-8").replace("<!-- -->", "")

    summary.unlink()
    output.unlink()
    repository.commit(EVENT.replace("Water for all", "'Water | ![x](http://a.example/x.png)'"))
    done = run(repository, PAPERS_FORMATS="pdf", **github)
    assert done.returncode == 0, done.stderr
    text = summary.read_text(encoding="utf-8").replace("<!-- -->", "")
    # GitHub shows no picture that only this run has: there is a link to where it can be downloaded.
    assert "## Water \\| \\!\\[x\\](http://a.example/x.png)" in text
    assert not re.search(r"(?<!\\)!\[", text)
    assert "(<https://github.example/water/event/actions/runs/7#artifacts>): previews/concept-note.png" in text
    told = output.read_text(encoding="utf-8")
    assert re.match(r"files<<(\S+)\nout/concept-note\.pdf\nout/programme\.pdf\n\1\n", told)
    assert "\nreport=.papers/summary.json\n" in told
    left = {
        str(path.relative_to(repository.folder / ".papers")) for path in (repository.folder / ".papers").rglob("*.*")
    }
    assert {"papers/programme.pdf", "papers/manifest.json", "previews/programme.png", "summary.md"} <= left


def test_strictness_makes_warnings_or_open_matters_red_and_all_is_reported_first(repository: Repository) -> None:
    repository.commit(EVENT.replace("functions: Director}", "functions: Director, status: tbc}"))
    done = run(repository, PAPERS_STRICTNESS="final")
    assert done.returncode == 1, done.stderr
    assert [line for line in done.stderr.splitlines() if "ended with" in line] == ["build: ended with 1"]
    assert (repository.folder / ".papers" / "summary.md").is_file()
    assert run(repository, "build", PAPERS_STRICTNESS="errors").returncode == 0
    assert run(repository, "verdict", PAPERS_STRICTNESS="errors").returncode == 0
    repository.commit(EVENT.replace("River Fund, roles: funder}", "River Fund, roles: [funder, host], acronym: RF}"))
    warned = run(repository, "check").stdout
    assert "warning" in warned
    strict = {"PAPERS_STRICTNESS": "warnings"}
    assert run(repository, "check", **strict).returncode == 0  # Every step runs; the verdict ends the job.
    done = run(repository, "verdict", **strict)
    assert (done.returncode, "check: ended with 1" in done.stderr) == (1, True)
    assert run(repository, PAPERS_STRICTNESS="strict").returncode == 2


@pytest.mark.slow
def test_files_for_some_alone_are_in_nothing_that_a_run_leaves(repository: Repository) -> None:
    repository.replace("text: Rivers.}", "text: Rivers.}\n  - {heading: Costs, text: Millions., audience: funder}")
    assert run(repository, "build").returncode == 0
    line = [COMMAND, "build", "-f", "html", "--audience", "funder"]
    subprocess.run(line, cwd=repository.folder, check=True, capture_output=True)
    done = run(repository)
    assert done.returncode == 0, done.stderr
    assert "2 more files are not for everybody" in done.stdout
    left = [path for path in (repository.folder / ".papers").rglob("*") if path.is_file()]
    assert len(left) > 6
    assert not any(b"funder.html" in path.read_bytes() or b"Millions" in path.read_bytes() for path in left)


def test_a_token_reaches_git_and_no_command_line_or_message(repository: Repository) -> None:
    tools = repository.folder.parent / "tools"
    tools.mkdir()
    log = repository.folder.parent / "log"
    git = shutil.which("git")
    (tools / "git").write_text(f'#!/bin/sh\necho "$*" >>"{log}"\nenv >>"{log}.env"\nexec "{git}" "$@"\n')
    (tools / "git").chmod(0o755)
    run(repository, "build")
    path = os.pathsep.join([str(tools), str(Path(COMMAND).parent), os.environ["PATH"]])
    done = run(repository, "publish", PAPERS_TARGET="branch:papers", PAPERS_TOKEN="hush-hush", PATH=path)
    assert "published programme.html" in done.stdout
    basic = "eC1hY2Nlc3MtdG9rZW46aHVzaC1odXNo"
    assert basic in log.with_name("log.env").read_text()
    assert not any(word in log.read_text() + done.stdout + done.stderr for word in (basic, "hush-hush"))


@pytest.mark.slow
def test_the_gitlab_example_publishes_what_an_earlier_job_left(repository: Repository) -> None:
    """Its jobs, played by hand: the second gets the first one's `.papers/` and builds nothing."""
    jobs = read("ci/gitlab.yml")
    assert run(repository).returncode == 0
    shutil.rmtree(repository.folder / "out")
    again = repository.at(repository.head)
    shutil.rmtree(again.folder / "out")
    shutil.copytree(repository.folder / ".papers" / "papers", again.folder / ".papers" / "papers")
    env = {name: str(value) for name, value in jobs["publish"]["variables"].items() if name.startswith("PAPERS")}
    done = run(again, "publish", **env)
    assert "published programme.html to the branch papers of origin" in done.stdout, done.stderr
    assert run(again, "verdict", **env).returncode == 0
    assert set(repository.published()) == {"concept-note.html", "programme.html"}


@pytest.mark.slow
def test_the_gitlab_example_publishes_the_page_and_hands_it_to_gitlab_pages(repository: Repository) -> None:
    """The same with the page; the last job's script is run as it is."""
    jobs = read("ci/gitlab.yml")
    assert jobs["variables"]["PAPERS_SITE"] == ""  # on which the last job depends
    assert jobs["pages"]["rules"][0]["if"].startswith("$PAPERS_SITE && ")
    page = {"PAPERS_SITE": ".papers/site", "PAPERS_SITE_URL": "https://events.example.org"}
    done = run(repository, **page)
    assert done.returncode == 0, done.stderr
    again = repository.at(repository.head)
    shutil.copytree(repository.folder / ".papers", again.folder / ".papers")
    env = {name: str(value) for name, value in jobs["publish"]["variables"].items() if name.startswith("PAPERS")}
    done = run(again, "publish", **page, **env)
    assert "published event/programme.pdf to the branch papers of origin" in done.stdout, done.stderr
    script = "\n".join(["set -eu", *jobs["pages"]["script"]])
    subprocess.run(["bash", "-c", script], cwd=again.folder, check=True)
    (public,) = (again.folder / path for path in jobs["pages"]["artifacts"]["paths"])
    assert in_folder(public) == repository.published()
    assert 'href="https://events.example.org/event/"' in in_folder(public)["index.html"]


def test_a_page_is_made_and_published_as_the_papers_are(repository: Repository) -> None:
    page = {"PAPERS_SITE": "site", "PAPERS_TARGET": "branch:papers"}
    done = run(repository, **page)
    assert done.returncode == 0, done.stderr
    first = repository.published()
    assert {".nojekyll", "index.html", "event/programme.pdf", "event/event.ics"} <= first.keys()
    assert run(repository, **page).returncode == 0
    assert len(repository.log()) == 1

    # What is wrong with the data keeps the page from being made, and what is published as it was.
    repository.replace("date: 2030-03-05", "date: 2030-02-31")
    done = run(repository, GITHUB_ACTIONS="true", **page)
    assert (done.returncode, repository.published()) == (1, first)
    assert "not published: check ended with 1" in done.stdout
    steps = ("check", "build", "verify", "site")
    assert done.stderr.rstrip().splitlines()[-4:] == [f"{step}: ended with 1" for step in steps]
    report = json.loads((repository.folder / ".papers" / "summary.json").read_text(encoding="utf-8"))
    assert [(one["code"], one["line"], one["steps"]) for one in report["problems"]] == [("CN012", 2, list(steps))]
    assert (done.stdout + done.stderr).count("::error file=data/event.yaml,line=2") == 1


@pytest.mark.slow
def test_a_draft_is_made_into_a_page_and_published_only_if_that_is_said(repository: Repository) -> None:
    page = {"PAPERS_SITE": "site", "PAPERS_TARGET": "branch:papers"}
    assert run(repository, **page).returncode == 0
    first = repository.published()
    repository.commit(EVENT + "status: draft\n")
    done = run(repository, **page)
    assert (done.returncode, repository.published()) == (1, first)
    assert "not published: site ended with 1" in done.stdout
    done = run(repository, **page, PAPERS_ALLOW="older, draft")
    assert done.returncode == 0, done.stderr
    assert "Draft" in repository.published()["index.html"]
    assert run(repository, "publish", **page).returncode == 0
    assert "publish: ended with 1" in run(repository, "verdict", **page).stderr  # for publish looks at it itself


@pytest.mark.parametrize("on_github", some_quick(("", "true"), ""))
def test_a_mistake_is_printed_once(repository: Repository, on_github: str) -> None:
    repository.commit(EVENT.replace("date: ", "date: 2030-02-31 # "))
    done = run(repository, PAPERS_SITE="site", PAPERS_TARGET="folder:www", GITHUB_ACTIONS=on_github)
    log = done.stdout + done.stderr
    assert log.count("February 2030 has 28 days") == 1
    assert log.count("reported already") == 2
    assert "build: ended with 1" in done.stderr
    reports = [json.loads((repository.folder / ".papers" / f"{step}.json").read_text())["diagnostics"]
               for step in ("check", "build", "site")]  # fmt: skip
    assert reports[0] == reports[1] == reports[2] != []


def test_a_verdict_on_nothing_is_red(repository: Repository) -> None:
    done = run(repository, "verdict")
    assert (done.returncode, "no results of steps" in done.stderr) == (1, True)


# ---- Hooks -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_hooks_run_in_pre_commit(repository: Repository, tmp_path: Path) -> None:
    tool, home = tmp_path / "tool", tmp_path / "home"
    tool.mkdir()
    for name in ("src", "templates", "funders", "forums"):
        shutil.copytree(ROOT / name, tool / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, tool / name)
    who = ["-c", "user.name=we", "-c", "user.email=we@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "Tool"]):
        subprocess.run(["git", *words], cwd=tool, check=True)
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=tool, text=True).strip()
    hooks = [{"id": "conceptnote-check"}, {"id": "conceptnote-build-check", "args": ["data/event.yaml", "-f", "html"]}]
    config = {"repos": [{"repo": str(tool), "rev": commit, "hooks": hooks}]}
    (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (repository.folder / ".gitignore").unlink()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "GIT_"))}
    env |= {"PRE_COMMIT_HOME": str(home), "PIP_CONSTRAINT": str(ROOT / "constraints.txt")}

    def hooked() -> tuple[int, str]:
        subprocess.run(["git", "add", "-A"], cwd=repository.folder, check=True)
        line = [Path(sys.executable).with_name("pre-commit"), "run", "--all-files"]
        done = subprocess.run(line, cwd=repository.folder, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    code, said = hooked()
    assert re.search(r"conceptnote check\.+Passed", said), said
    assert code == 1
    assert "out/programme.html: error CN044: the file is missing" in said
    subprocess.run(
        [next(home.glob("*/*/bin/conceptnote")), "build", "-f", "html"], cwd=repository.folder, env=env, check=True
    )
    code, said = hooked()
    assert (code, len(re.findall(r"\.Passed", said))) == (0, 2), said
    repository.event.write_text(EVENT.replace("2030-03-05", "2030-02-31"))
    code, said = hooked()
    assert (code, len(re.findall(r"\.Failed", said))) == (1, 2)
    assert "data/event.yaml:2:7: error CN012" in said
