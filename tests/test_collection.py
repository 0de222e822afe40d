"""A week of side events: all built at once, each as it would be alone, and an overview of them."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import reading
import strategies
from conformance.docx import check_docx
from conformance.pdf import check_pdf
from examples import examples, some_quick
from hypothesis import given

from conceptnote.build.collection import Collection, Outcome
from conceptnote.build.hashing import sha256
from conceptnote.build.lint import lint
from conceptnote.build.pool import Lost, Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.compose.compose import Composer
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.nodes import Definition, Doc, Heading, LanguageSpan, Paragraph, plain_text, walk
from conceptnote.limits import usable_cores
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.collection import load_collected_languages
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

COMMAND = str(Path(sys.executable).with_name("conceptnote"))
EVENTS = {
    "wells": """\
title: Wells that last
date: 2030-03-06
time: 13:15–14:30
venue: {name: Palais des Nations, room: Room XXIV}
roles: {organiser: forum, host: mission}
panel: [okoye]
""",
    "rivers": """\
title: Rivers without borders
date: 2030-03-05
time: 13:15–14:30
venue: {name: Palais des Nations, room: Room XX}
roles: {organiser: [basin, forum]}
panel: [amari]
funders: [{party: fund, lockup: with funding from the, text_only: true, disclaimer: It is ours alone.}]
""",
    "lacs": """\
title: Les lacs qui s’assèchent
language: fr
sittings:
  - {date: 2030-03-06, time: 9:00–12:00, title: Premier jour}
  - {date: 2030-03-07, time: 9:00–12:00, venue: Maison de la Paix}
roles: {host: mission}
status: draft
""",
}
WEEK = """\
timezone: Europe/Zurich
parent_event: Tenth World Water Forum
people:
  amari: {name: Leïla Amari}
  okoye: {name: Okoye, internal: Unprintworthy}
parties:
  forum: {name: International River Forum}
  basin: {name: Basin Institute, acronym: BI}
  mission: {name: Mission of Mali}
  fund: {name: Water Fund}
  unnamed: {name: Unprintworthy}
"""


def week(folder: Path, **others: str) -> list[Path]:
    """A project with some events, which have much in common; their files, as a shell lists them."""
    (folder / "events").mkdir(parents=True)
    (folder / "week.yaml").write_text(WEEK, encoding="utf-8")
    for name, text in (EVENTS | others).items():
        (folder / "events" / f"{name}.yaml").write_text(f"<<: !include ../week.yaml\n{text}", encoding="utf-8")
    return sorted((folder / "events").iterdir())


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def outcomes(request: Request, files: Sequence[Path], processes: int | None = None) -> list[Outcome]:
    with contextlib.closing(Pool(workers=processes)) as pool:
        return list(Collection.of(request, files).build(pool, lambda _: None))


def states(said: str) -> dict[str, str]:
    """What became of each, as the lines of a run tell."""
    return dict(
        re.findall(r"^(\S+\.yaml|overview) +(built|unchanged|failed|not made|as built|differs)\b", said, re.MULTILINE)
    )


# All at once


def test_many_events_are_built_as_each_would_be_alone(tmp_path: Path, pool: Pool) -> None:
    files = week(tmp_path / "many")
    shutil.copytree(tmp_path / "many", tmp_path / "alone")
    done = outcomes(Request(), files, processes=2)
    assert sorted(one.name for one in done) == sorted(["overview", *map(str, files)])
    assert not [problem for one in done for problem in one.problems]
    for file in files:
        build(Request(tmp_path / "alone" / "events" / file.name), pool=pool)
    of_all = {"overview.pdf", "overview.docx", "collection.manifest.json"}
    many, alone = tree(tmp_path / "many" / "out"), tree(tmp_path / "alone" / "out")
    assert len(alone) == 15
    assert many.keys() - alone.keys() == of_all
    assert {name: data for name, data in many.items() if name not in of_all} == alone
    again = tmp_path / "again"
    outcomes(Request(output_dir=again), files[::-1], processes=1)
    assert {name: sha256(data) for name, data in tree(again).items() if name not in of_all} == {
        name: sha256(data) for name, data in alone.items()
    }


def test_what_has_not_changed_is_left_alone(tmp_path: Path) -> None:
    files = week(tmp_path)
    first = run("build", "-f", "html", *files, cwd=tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    assert set(states(first.stdout).values()) == {"built"}
    assert first.stdout.splitlines()[-1] == "4 built"
    second = run("build", "-f", "html", *files, cwd=tmp_path)
    assert set(states(second.stdout).values()) == {"unchanged"}
    text = files[0].read_text()
    files[0].write_text(text.replace("Les lacs", "Des lacs"))
    third = states(run("build", "-f", "html", *files, cwd=tmp_path).stdout)
    assert third == dict.fromkeys(map(str, files[1:]), "unchanged") | {str(files[0]): "built", "overview": "built"}
    assert run("build", "-f", "html", "--check", *files, cwd=tmp_path).returncode == 0
    (tmp_path / "week.yaml").write_text(WEEK.replace("Leïla", "Leila"))
    checked = run("build", "-f", "html", "--check", *files, cwd=tmp_path)
    assert checked.returncode == 4
    assert states(checked.stdout)[str(files[1])] == "differs"
    assert "out/rivers/concept-note.html: error CN044" in checked.stderr
    # Its papers do not name her, but its manifest is of other inputs, and `publish` asks for those of today.
    assert "out/wells/manifest.json: error CN044" in checked.stderr
    assert "out/wells/concept-note.html" not in checked.stderr


def test_one_that_fails_stops_no_other_and_is_told_at_its_place(tmp_path: Path) -> None:
    wrong = "title: Floods\ndate: 2030-02-30\ntime: 9:15\n"
    picture = "title: Ice\ndate: 2030-03-05\ntime: 9:15\n"
    picture += "funders: [{party: fund, lockup: by, logos: {file: no.svg, alt: Fund}}]\n"
    files = [file.relative_to(tmp_path) for file in week(tmp_path, a=wrong, z=picture)]
    done = run("build", "-f", "html", *files, "events/none.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert states(done.stdout) == {
        "events/a.yaml": "failed", "events/lacs.yaml": "built", "events/none.yaml": "failed",
        "events/rivers.yaml": "built", "events/wells.yaml": "built", "events/z.yaml": "failed", "overview": "not made",
    }  # fmt: skip
    assert done.stdout.splitlines()[-1] == "3 built, 3 failed, 1 not made"
    found = re.findall(r"^(\S+): (error|warning) (CN\d+):", done.stderr, re.MULTILINE)
    assert found == [
        ("events/a.yaml:3:7", "error", "CN012"), ("events/none.yaml", "error", "CN001"),
        ("events/z.yaml:5:51", "error", "CN020"), ("out/overview", "warning", "CN044"),
    ]  # fmt: skip
    assert "    3 | date: 2030-02-30\n      |       ^^^^^^^^^^\n" in done.stderr
    assert not (tmp_path / "out" / "a").exists()
    assert not (tmp_path / "out" / "overview.html").exists()
    without = run("build", "-f", "html", *files[1:-1], cwd=tmp_path)
    assert (without.returncode, states(without.stdout)["overview"]) == (0, "built")


def test_a_mistake_that_all_share_is_told_once(tmp_path: Path) -> None:
    files = week(tmp_path)
    (tmp_path / "week.yaml").write_text(WEEK.replace("{name: Leïla Amari}", "{nom: Leïla Amari}"))
    done = run("build", "-f", "html", *files, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("there is no key “nom” here") == 1
    assert "week.yaml:4:11: error CN010" in done.stderr


def test_problems_can_be_told_to_machines(tmp_path: Path) -> None:
    files = week(tmp_path, a="title: T\n")
    done = run("build", "-f", "html", "--output-format", "json", *files, cwd=tmp_path)
    assert done.returncode == 1
    assert {one["code"] for one in json.loads(done.stdout)["diagnostics"]} == {"CN011", "CN044"}


@pytest.mark.slow
def test_events_that_would_lie_in_one_folder_are_not_built(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / f"{name}.yaml").write_text(f"{WEEK}{EVENTS['rivers']}", encoding="utf-8")
    done = run("build", "data/a.yaml", "data/b.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "data/a.yaml and data/b.yaml would be built into the same folder, out" in done.stderr
    assert "into a folder named events" in done.stderr
    assert not (tmp_path / "out").exists()
    assert run("build", "-f", "html", "data/a.yaml", "data/../data/a.yaml", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "concept-note.html", "manifest.json", "programme.html",
    ]  # fmt: skip


@pytest.mark.slow
def test_an_event_that_stands_alone_and_a_collection_keep_out_of_each_others_way(tmp_path: Path) -> None:
    files = week(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "event.yaml").write_text(f"{WEEK}{EVENTS['wells']}", encoding="utf-8")
    for _ in range(2):
        assert run("build", cwd=tmp_path).returncode == 0
        assert run("build", *files, cwd=tmp_path).returncode == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"concept-note.pdf", "programme.docx", "manifest.json", "overview.pdf", "collection.manifest.json"} <= names
    assert {"lacs", "rivers", "wells"} <= names
    assert "unchanged" in run("build", cwd=tmp_path).stdout
    assert run("build", *files, cwd=tmp_path).stdout.splitlines()[-1] == "4 unchanged"


# What happens to a run


def test_on_a_terminal_a_bar_tells_what_is_at_work(tmp_path: Path) -> None:
    files = week(tmp_path)
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "build", "-f", "html", *files], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=follower,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "200"},
    ) as process:  # fmt: skip
        os.close(follower)
        said = b""
        with contextlib.suppress(OSError):  # A terminal that nobody holds open any more
            while some := os.read(leader, 4096):
                said += some
    os.close(leader)
    assert process.returncode == 0
    text = said.decode()
    assert "0/4" in text
    assert "3/4" in text
    assert "events/rivers.yaml" in text
    assert "overview" in text


def whole(folder: Path) -> bool:
    """Whether the files of an event are those that its manifest names."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    return all(sha256((folder / one["file"]).read_bytes()) == one["sha256"] for one in manifest["files"])


def started(files: Sequence[Path], cwd: Path, *options: str) -> subprocess.Popen[str]:
    """A run in a group of its own, so that all its processes can be seen."""
    return subprocess.Popen(
        [COMMAND, "build", *options, *files], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def until(seen: Callable[[], bool]) -> None:
    ends = time.monotonic() + 120
    while not seen():
        assert time.monotonic() < ends
        time.sleep(0.02)


def gone(group: int) -> bool:
    """Whether no process of a group runs any more."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def many(folder: Path, count: int) -> list[Path]:
    return week(folder, **{f"e{n}": EVENTS["rivers"].replace("without", f"{n} without") for n in range(count)})


@pytest.mark.parametrize("everything", some_quick([False, True], True), ids=["its first process", "all its processes"])
def test_killed_in_the_middle_what_is_finished_is_whole_and_the_rest_is_built_next(
    everything: bool, tmp_path: Path
) -> None:
    files = many(tmp_path, 14)
    process = started(files, tmp_path, "-f", "pdf")
    until(lambda: len(list((tmp_path / "out").glob("*/manifest.json"))) >= 2)
    if everything:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
    # Those that it had begun may finish what they are at.
    until(lambda: gone(process.pid))
    finished = {path.parent for path in (tmp_path / "out").glob("*/manifest.json")}
    assert 2 <= len(finished) < len(files)
    assert all(map(whole, finished))
    for path in (tmp_path / "out").glob("*/*.pdf"):
        assert path.read_bytes().startswith(b"%PDF")
        assert path.read_bytes().rstrip().endswith(b"%%EOF")
    second = states(run("build", "-f", "pdf", *files, cwd=tmp_path).stdout)
    unchanged = {Path(name).stem for name, state in second.items() if state == "unchanged"}
    assert unchanged <= {folder.name for folder in finished}
    # What was killed after its last file and before the end of its journal is undone, and built again.
    assert len(finished) - len(unchanged) <= usable_cores()
    assert set(second.values()) == {"unchanged", "built"}
    assert len(second) == len(files) + 1


def test_ctrl_c_ends_all_its_processes_and_leaves_nothing_half(tmp_path: Path) -> None:
    # Each process may be interrupted at the end of its journal, which undoes what it has put in place.
    enough = usable_cores() + 1
    process = started(many(tmp_path, 2 * enough + 1), tmp_path, "-f", "pdf")
    until(lambda: len(list((tmp_path / "out").glob("*/manifest.json"))) >= enough)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    until(lambda: gone(process.pid))
    finished = {path.parent for path in (tmp_path / "out").glob("*/manifest.json")}
    assert finished
    assert all(map(whole, finished))
    assert not [path for path in tree(tmp_path / "out") if Path(path).name.startswith(".")]


def _squared(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def test_a_process_that_dies_takes_no_other_task_with_it() -> None:
    busy: list[Sequence[int]] = []
    with contextlib.closing(Pool(workers=2)) as pool:
        tasks = [partial(_squared, number) for number in range(8)]
        assert dict(pool.run(tasks, busy.append)) == {at: at * at for at in range(8)} | {3: Lost(late=False)}
        assert max(map(len, busy)) == 2
        assert dict(pool.run(tasks[:3])) == {0: 0, 1: 1, 2: 4}


@pytest.mark.slow
def test_the_files_of_all_are_verified_each_by_its_own_event(tmp_path: Path) -> None:
    files = week(tmp_path, wells=f"{EVENTS['wells']}{FUNDERS}")
    names = [f"events/{file.name}" for file in files]
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "doors.html.j2").write_text(DOORS)
    run("build", "-f", "html", *names[1:], cwd=tmp_path)
    done = run("verify", *names, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("CN044")) == (4, 1)
    assert "out/lacs: error CN044: there are no built files of events/lacs.yaml here" in done.stderr
    assert done.stdout.splitlines() == [
        f"out/{name}/{paper}.html: acknowledges {fund}"
        for name, fund in (("rivers", "Water Fund"), ("wells", "Mission of Mali"))
        for paper in ("concept-note", "programme")
    ] + ["out/doors.html: acknowledges Water Fund", "out/doors.html: acknowledges Mission of Mali"]

    run("build", "-f", "html", names[0], cwd=tmp_path)
    done = run("verify", *names, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("events/lacs.yaml: none of its files needs an acknowledgement\n")

    # One of each: a paper of an event, another's, and one of both.
    for path, words in (("rivers/programme", "Water Fund"), ("wells/concept-note", "Mission"), ("doors", "Mission")):
        page = tmp_path / "out" / f"{path}.html"
        page.write_text(page.read_text().replace(words, "Nobody"))
    done = run("verify", *names, cwd=tmp_path)
    assert done.returncode == 3
    found = set(re.findall(r"^out/(\S+): error CN060", done.stderr, re.MULTILINE))
    assert found == {"rivers/programme.html", "wells/concept-note.html", "doors.html"}
    # Files that are named are still held to one event, also beside others.
    done = run("verify", "-e", names[1], "out/rivers/concept-note.html", cwd=tmp_path)
    assert done.stdout == "out/rivers/concept-note.html: acknowledges Water Fund\n"
    done = run("verify", names[2], "-e", names[1], "out/rivers/programme.html", cwd=tmp_path)
    assert set(re.findall(r"^out/(\S+): error", done.stderr, re.MULTILINE)) == {
        "rivers/programme.html", "wells/concept-note.html",
    }  # fmt: skip


def test_a_paper_of_several_events_that_lacks_a_funder_of_one_is_not_built(tmp_path: Path) -> None:
    files = week(tmp_path, wells=f"{EVENTS['wells']}{FUNDERS}")
    names = [f"events/{file.name}" for file in files]
    template = tmp_path / "templates" / "doors.html.j2"
    template.parent.mkdir()
    template.write_text(DOORS.replace("with a grant from the Mission of Mali", "with thanks"))
    done = run("build", "-f", "html", "-d", "doors", *names, cwd=tmp_path)
    assert done.returncode == 3
    assert "out/doors.html: error CN060" in done.stderr
    assert not (tmp_path / "out" / "doors.html").exists()
    template.write_text(DOORS)
    assert run("build", "-f", "html", "-d", "doors", *names, cwd=tmp_path).returncode == 0


FUNDERS = "funders: [{party: mission, lockup: with a grant from the, text_only: true}]\n"
DOORS = """\
{% set paper = {"collection": true} %}
<html lang="en"><head><title>Doors</title></head><body><h1>Doors</h1>
<section role="doc-acknowledgments"><h2>Thanks</h2>
<p>with funding from the Water Fund</p><p>It is ours alone.</p><p>with a grant from the Mission of Mali</p></section>
<footer role="doc-pagefooter"><p>with funding from the Water Fund</p><p>It is ours alone.</p>
<p>with a grant from the Mission of Mali</p></footer>
</body></html>
"""


# The overview


def overview(files: Sequence[Path], audience: str | None = None) -> Doc:
    source, *_ = load_collected_languages(files, audience)
    read = Templates(source.project).read
    return Composer(source.event, read, load_theme().style_names, source.events).compose("overview")


def said(doc: Doc) -> list[str]:
    """Its headings, paragraphs and terms, in their order."""
    known = (node for node in walk(doc.blocks) if isinstance(node, Heading | Paragraph | Definition))
    return [plain_text(node.term if isinstance(node, Definition) else node.children) for node in known]


def between(lines: list[str], start: str, end: str | None = None) -> list[str]:
    first = lines.index(start) + 1
    return lines[first : lines.index(end, first) if end else None]


def test_the_overview_tells_what_there_is_by_day_venue_and_organiser(tmp_path: Path) -> None:
    lines = said(overview(week(tmp_path)))
    assert lines[:3] == ["Overview", "Tenth World Water Forum", "5–7\u00a0March 2030Time (Zurich)"]
    known = {"Rivers without borders", "Wells that last", "Les lacs qui s’assèchent: Premier jour (draft)",
             "Les lacs qui s’assèchent (draft)"}  # fmt: skip

    def outline(part: list[str]) -> list[str]:
        days = [line for line in lines if re.fullmatch(r"\w+day, \d+\u00a0March 2030", line)]
        heads = {*days, "Palais des Nations", "Maison de la Paix", "No venue", "Basin Institute (BI)",
                 "International River Forum", "Mission of Mali"}  # fmt: skip
        return [line for line in part if line in known | heads]

    rivers, wells, *lacs = sorted(known, key=lambda title: "RWL".index(title[0]))
    first, second = sorted(lacs, key=len, reverse=True)
    by_day = between(lines, "By day", "By venue")
    assert [line for line in by_day if line in known or "March" in line] == [
        "Tuesday, 5\u00a0March 2030", rivers, "Wednesday, 6\u00a0March 2030", first, wells,
        "Thursday, 7\u00a0March 2030", second,
    ]  # fmt: skip
    assert outline(between(lines, "By venue", "By organiser and host")) == [
        "Maison de la Paix", second, "Palais des Nations", rivers, wells, "No venue", first,
    ]  # fmt: skip
    by_organiser = between(lines, "By organiser and host", "Acknowledgement")
    assert [line for line in outline(by_organiser) if line != "Maison de la Paix"] == [
        "Basin Institute (BI)", rivers, "International River Forum", rivers, wells, "Mission of Mali", first, wells,
        second,
    ]  # fmt: skip
    assert "Basin Institute and International River Forum" in by_day
    assert "Palais des Nations, Room\u00a0XXIV" in by_day


def test_the_overview_names_funders_in_words_and_nobody_who_is_not_to_be_named(tmp_path: Path) -> None:
    suppressed = EVENTS["wells"] + (
        "funders: [{party: fund, lockup: Paid by, disclaimer: Unprintworthy, suppressed: "
        "{approved_by: X, approved_on: 2030-01-01, reason: Unprintworthy}}]\n"
    )
    internal = EVENTS["wells"] + "internal: Unprintworthy\n"
    files = week(tmp_path, hidden=suppressed, inside=internal)
    doc = overview(files)
    lines = said(doc)
    assert between(lines, "By day", "By venue").count("with funding from the Water Fund") == 1
    assert between(lines, "Acknowledgement")[:2] == ["with funding from the Water Fund", "It is ours alone."]
    assert not doc.metadata.acknowledged
    build(Request(files[0], events={f"events/{f.name}": f for f in files}, documents=["overview"], formats=["html"]))
    manifest = json.loads((tmp_path / "out" / "collection.manifest.json").read_bytes())
    assert manifest["files"][0]["acknowledgement"] == "left out by the template"
    assert manifest["files"][0]["inputs"]["files"] == [*(f"events/{f.name}" for f in files), "week.yaml"]
    page = (tmp_path / "out" / "overview.html").read_text()
    assert "Rivers without borders" in page
    assert strategies.HIDDEN not in page


def test_titles_in_another_language_are_marked_as_that(tmp_path: Path) -> None:
    spans = [node for node in walk(overview(week(tmp_path)).blocks) if isinstance(node, LanguageSpan)]
    assert {(span.language, plain_text(span.children)) for span in spans} == {("fr", "Les lacs qui s’assèchent")}


def test_times_of_another_place_say_so_and_parts_for_others_are_left_out(tmp_path: Path) -> None:
    dakar = "title: Dunes\ndate: 2030-03-05\ntime: 9:15–10:15\ntimezone: Africa/Dakar\n"
    for_press = "title: Ice\nsittings:\n  - {date: 2030-03-05, time: 8:00–9:00}\n"
    for_press += "  - {date: 2030-03-05, time: 18:00–19:00, audience: press}\n"
    files = week(tmp_path, dunes=dakar, ice=for_press)
    lines = said(overview(files))
    assert "9:15–10:15 Dakar" in lines
    assert "13:15–14:30" in lines
    assert "18:00–19:00" not in lines
    with pytest.raises(DiagnosticError, match="no part of the event is for “press”"):
        overview(files, "press")
    assert "18:00–19:00" in said(overview([file for file in files if file.stem == "ice"], "press"))


def test_the_overview_says_the_same_in_every_format_and_conforms(tmp_path: Path) -> None:
    files = week(tmp_path)
    done = outcomes(Request(documents=["overview"], formats=("pdf", "docx", "html")), files)
    assert [one.name for one in done] == ["overview"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "collection.manifest.json", "overview.docx", "overview.html", "overview.pdf",
    ]  # fmt: skip
    doc = overview(files)
    pdf, docx = ((tmp_path / "out" / f"overview.{form}").read_bytes() for form in ("pdf", "docx"))
    expected = reading.read_doc(doc)
    assert reading.read_docx(docx).body == expected.body
    assert reading.read_html((tmp_path / "out" / "overview.html").read_bytes()).body == expected.body
    assert reading.squeezed("".join(reading.pdf_texts(pdf))).count("Riverswithoutborders") == 4
    assert [str(finding) for finding in check_pdf(pdf, PdfStandard.A3A_UA1)] == []
    assert [str(finding) for finding in check_docx(docx)] == []


@pytest.mark.slow
def test_no_event_of_its_own_and_no_event_makes_an_overview(tmp_path: Path) -> None:
    files = week(tmp_path)
    alone = run("build", "-f", "html", files[1], cwd=tmp_path)
    assert alone.returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["rivers"]
    asked = run("build", "-d", "overview", files[1], cwd=tmp_path)
    assert asked.returncode == 2
    assert "hint: it is made of several events: conceptnote build events/*.yaml" in asked.stderr
    run("build", "-f", "html", "-d", "programme", *files, cwd=tmp_path)
    assert not (tmp_path / "out" / "overview.html").exists()


@pytest.mark.slow
def test_an_overview_of_more_events_is_not_replaced_unasked(tmp_path: Path) -> None:
    files = week(tmp_path)
    run("build", "-f", "html", *files, cwd=tmp_path)
    before = (tmp_path / "out" / "overview.html").read_bytes()
    some = run("build", "-f", "html", *files[:2], cwd=tmp_path)
    assert some.returncode == 0
    assert "it also covers 1 other event," in some.stderr
    assert (tmp_path / "out" / "overview.html").read_bytes() == before
    assert run("build", "-f", "html", "-d", "overview", *files[:2], cwd=tmp_path).returncode == 0
    assert b"Wells that last" not in (tmp_path / "out" / "overview.html").read_bytes()
    files[2].unlink()
    assert run("build", "-f", "html", *files[:2], cwd=tmp_path).stderr == ""


def test_a_project_has_overviews_of_its_own(tmp_path: Path) -> None:
    files = week(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "doors.html.j2").write_text(
        '{% set paper = {"collection": true} %}\n<html lang="en"><head><title>Doors</title>'
        '<meta name="acknowledgement" content="none"></head><body><h1>Doors</h1>'
        "{% for one in events %}<p>{{ one.title }}</p>{% endfor %}</body></html>"
    )
    run("build", "-f", "html", *files, cwd=tmp_path)
    page = (tmp_path / "out" / "doors.html").read_text()
    assert re.findall(r"<p>(.*?)</p>", page) == [
        "Les lacs qui s’assèchent",
        "Rivers without borders",
        "Wells that last",
    ]
    assert (tmp_path / "out" / "overview.html").exists()
    assert sorted(path.name for path in (tmp_path / "out" / "rivers").iterdir()) == [
        "concept-note.html", "manifest.json", "programme.html",
    ]  # fmt: skip


def test_a_character_without_a_font_is_told_in_the_file_of_its_event(tmp_path: Path) -> None:
    files = [file.relative_to(tmp_path) for file in week(tmp_path, z=EVENTS["wells"].replace("Wells", "कुआँ"))]
    done = run("build", "-d", "overview", *files, cwd=tmp_path)
    assert done.returncode == 3
    assert "events/z.yaml:2:8: error CN024: “कुआँ” cannot be printed" in done.stderr
    assert "[events.z.title]" in done.stderr


@examples(3, fuzz=50, shrink=False)  # fmt: skip
@given(first=strategies.events(), second=strategies.events())
def test_any_events_have_an_overview_that_tells_nothing_hidden(
    first: strategies.Data, second: strategies.Data, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any") / "events"
    folder.mkdir()
    files = [folder / "one.yaml", folder / "two.yaml"]
    for file, data in zip(files, (first, second), strict=True):
        file.write_text(strategies.as_yaml(data), encoding="utf-8")
    text = "\n".join(said(overview(files)))
    assert strategies.HIDDEN not in text


# Clashes


def test_clashes_are_told_in_the_second_event_and_name_the_first(tmp_path: Path) -> None:
    same = EVENTS["wells"].replace("2030-03-06", "2030-03-05").replace("XXIV", "XX").replace("okoye", "amari")
    files = [file.relative_to(tmp_path) for file in week(tmp_path, zz=same)]
    done = run("check", *files, cwd=tmp_path)
    assert done.returncode == 1
    told = re.findall(r"^(\S+): error (CN19\d): (.+?) \[", done.stdout, re.MULTILINE)
    where = "“Rivers without borders” (events/rivers.yaml) at the same time, 13:15–14:30"
    assert told == [
        ("events/zz.yaml:4:7", "CN192", f"Room XX, Palais des Nations is booked for {where}"),
        ("events/zz.yaml:7:9", "CN191", f"Leïla Amari is at {where}"),
    ]
    assert done.stdout.splitlines()[-1].startswith("4 events: 2 errors")
    for file in files:
        assert "CN19" not in run("check", file, cwd=tmp_path).stdout


def test_people_are_the_same_by_their_id_where_events_share_a_file(tmp_path: Path) -> None:
    """Two Keitas of one file are two people; one of them is one, though the name is one word."""
    shared = "parent_event: F\ntimezone: Europe/Zurich\npeople:\n  a: {name: Oulie Keita}\n  b: {name: Oulie Keita}\n"
    event = "title: T\ndate: 2030-03-05\ntime: 9:15–10:15\npanel: ["
    files = week(tmp_path, x=event + "a]\n", y=event + "b]\n", z=event + "b]\n")
    for file in files[:3]:
        file.unlink()
    (tmp_path / "week.yaml").write_text(shared)
    report = lint(files[3:], date(2030, 1, 1))
    (told,) = (one for one in report.diagnostics if one.code.code == "CN191")
    assert told.location
    assert Path(told.location.file).name == "z.yaml"
    assert "y.yaml" in told.message


def test_a_clash_can_be_silenced_with_its_reason(tmp_path: Path) -> None:
    same = EVENTS["rivers"] + "checks: {CN192: {severity: off, reason: One event}, CN191: {severity: warning}}\n"
    files = week(tmp_path, zz=same)
    done = run("check", *files, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "warning CN191" in done.stdout
    assert "CN192" not in done.stdout
    assert "1 silenced" in done.stdout.splitlines()[-1]


def test_status_of_several_is_told_in_turn(tmp_path: Path) -> None:
    files = week(tmp_path)
    text = run("status", *files, cwd=tmp_path).stdout
    assert [line for line in text.splitlines() if line and not line.startswith(" ")][:1] == ["Les lacs qui s’assèchent"]
    assert "Wells that last" in text
    told = json.loads(run("status", "--json", *files, cwd=tmp_path).stdout)
    assert [one["title"] for one in told] == ["Les lacs qui s’assèchent", "Rivers without borders", "Wells that last"]
    assert json.loads(run("status", "--json", files[0], cwd=tmp_path).stdout)["title"] == "Les lacs qui s’assèchent"


@pytest.mark.slow
def test_projects_with_event_files_of_one_name_have_an_overview_beside_them(tmp_path: Path) -> None:
    for name, days in (("rivers", "2031-03-05"), ("wells", "2031-03-06"), ("lakes", "2031-03-07")):
        host = "{name: International Union, acronym: IU, roles: host}" if name == "lakes" else "{name: IU, roles: host}"
        text = (
            f"title: About {name}\ndate: {days}\ntime: 9:00–10:00\ntimezone: Europe/Zurich\nparties: {{own: {host}}}\n"
        )
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "event.yaml").write_text(text, encoding="utf-8")
    built = run("build", "-f", "html", "rivers", "wells", "lakes", cwd=tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.splitlines()[-1] == "4 built"
    page = (tmp_path / "out" / "overview.html").read_text(encoding="utf-8")
    assert [f"About {name}" in page for name in ("rivers", "wells", "lakes")] == [True] * 3
    assert "<h3>IU</h3>" not in page
    assert run("build", "-f", "html", "--check", "rivers", "wells", "lakes", cwd=tmp_path).returncode == 0
    again = run("build", "-f", "html", "rivers", "wells", "lakes", cwd=tmp_path)
    assert again.stdout.splitlines()[-1] == "4 unchanged"
    with (tmp_path / "wells" / "data" / "event.yaml").open("a") as file:
        file.write("subtitle: Deep\n")
    third = run("build", "-f", "html", "rivers", "wells", "lakes", cwd=tmp_path)
    assert states(third.stdout)["overview"] == "built"
