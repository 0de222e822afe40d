"""Ratios between runs side by side: never seconds alone, which differ from machine to machine.

    make bench

The yardstick is a bare script that renders the same concept note's HTML with WeasyPrint alone.
Each pair is run alternately; the medians are compared. Last comes how time and memory grow with the rows of an agenda.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import SubElement, tostring
from zipfile import ZIP_DEFLATED, ZipFile

from conceptnote.build.assets import load_assets
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.compose.compose import Composer
from conceptnote.doc.nodes import Image, walk
from conceptnote.merge.merging import bytes_of
from conceptnote.merge.merging import compare as compare_returned
from conceptnote.redline.run import RedlineRequest, redlines
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project
from conceptnote.source.templates import Templates
from conceptnote.source.world import this_machine
from conceptnote.theme.css import PageBox, page_rule, print_stylesheet, text_width
from conceptnote.theme.theme import load_theme
from conceptnote.write.page import print_tree

# An installed package has compiled modules. Where the environment forbids to write them, each command would make them.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

EXAMPLE = Path(__file__).parents[1]
BARE = "import sys; from weasyprint import HTML; HTML(sys.argv[1]).write_pdf(sys.argv[2])"
COMMAND = str(Path(sys.executable).with_name("conceptnote"))


def bare_page(folder: Path) -> Path:
    """The concept note's HTML as a file that WeasyPrint can render by itself, with the same fonts."""
    theme = load_theme()
    source = load_event(folder / "data" / "event.yaml")
    doc = Composer(source.event, Templates(source.project).read, theme.style_names).compose("concept-note")
    room = text_width(theme, "a4")
    images = [node for node in walk(doc) if isinstance(node, Image)]
    tree = print_tree(doc, theme, load_assets(images, source, theme, room)[0], room)
    for image in tree.iter("img"):
        image.set("src", (folder / "data" / image.get("src", "").removeprefix("asset:")).as_uri())
    sheet = print_stylesheet(theme).replace('url("font:', f'url("{theme.fonts_folder.as_uri()}/')
    SubElement(tree[0], "style").text = sheet + page_rule(PageBox.of(theme, "a4"), 14)
    page = folder / "bare.html"
    page.write_bytes(b"<!DOCTYPE html>\n" + tostring(tree, encoding="utf-8", method="html"))
    return page


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(*command: str, cwd: Path) -> Callable[[], object]:
    """A command as a piece of work, which must succeed."""
    return lambda: subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def watched(folder: Path, rounds: int) -> list[float]:
    """How long a running watch takes from the saving of the event file until all four files are new."""
    file = folder / "data" / "event.yaml"
    text = file.read_text(encoding="utf-8")
    outputs = [folder / "out" / f"{name}.{form}" for name in ("concept-note", "programme") for form in ("pdf", "docx")]
    found: list[float] = []
    with subprocess.Popen([COMMAND, "watch"], cwd=folder, stdout=subprocess.DEVNULL) as process:
        time.sleep(3)
        for number in range(rounds):
            before = [path.stat().st_mtime_ns for path in outputs]
            # The room is printed in both papers.
            file.write_text(text.replace("19th Floor", f"{number + 20}th Floor"), encoding="utf-8")
            began = time.perf_counter()
            while any(path.stat().st_mtime_ns == old for path, old in zip(outputs, before, strict=True)):
                time.sleep(0.002)
            found.append(time.perf_counter() - began)
            time.sleep(0.5)
        process.send_signal(signal.SIGINT)
    return found


def compare(title: str, target: float, measured: list[float], yardstick: list[float]) -> None:
    """Print one ratio beside its target."""
    ratio = statistics.median(measured) / statistics.median(yardstick)
    verdict = "met" if ratio <= target else "MISSED"
    print(f"{title:52} {ratio:5.2f}  (target {target:g}: {verdict};"
          f" {statistics.median(measured):.3f} s against {statistics.median(yardstick):.3f} s)")  # fmt: skip


def merging(folder: Path) -> Callable[[], object]:
    """The comparison of a concept note that came back with five edits."""
    file = folder / "back.docx"
    edits = (("whole Sahel", "vast Sahel"), ("Fulco", "Fulko"), ("Imam", "The imam"),
             ("Panel discussion", "Debate"), ("Purpose", "The purpose"))  # fmt: skip
    with ZipFile(folder / "out" / "concept-note.docx") as sent, ZipFile(file, "w", ZIP_DEFLATED) as back:
        for name in sent.namelist():
            content = sent.read(name)
            for old, new in edits if name == "word/document.xml" else ():
                content = content.replace(old.encode(), new.encode())
            back.writestr(name, content)
    event = folder / "data" / "event.yaml"
    return lambda: compare_returned(find_project(event, world=this_machine()), file, bytes_of(file))


def marking(folder: Path, pool: Pool) -> Callable[[], object]:
    """The redlines of both papers, in all formats, since a version with other words in three places."""
    event, before = folder / "data" / "event.yaml", folder / "data" / "before.yaml"
    text = event.read_text(encoding="utf-8")
    for old, new in (("whole Sahel", "vast Sahel"), ("Fulco", "Fulko"), ("19th Floor", "20th Floor")):
        text = text.replace(old, new)
    before.write_text(text, encoding="utf-8")
    request = RedlineRequest(output_dir=folder / "redlines")

    def work() -> None:
        now = find_project(event, world=this_machine())
        redlines(now, find_project(before, world=this_machine()), now, request, pool=pool)

    return work


SIZES = {10: 8, 50: 38, 200: 150}
"""Rows of an agenda, and the people who speak in it."""

PEAK = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);" \
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"  # fmt: skip


def large_event(folder: Path, rows: int, people: int) -> Path:
    """An event of so many rows in two tracks, with speakers who also stand in a list."""
    lines = ["title: A long agenda", "date: 2031-05-01", "time: 0:00–23:59", "timezone: Europe/Zurich"]
    lines += ["tracks: {one: Track one, two: Track two}", "people:"]
    lines += [f"  p{at}: {{name: Speaker Number {at}, functions: Member of panel {at}}}" for at in range(people)]
    lines += ["panel:", *(f"  - p{at}" for at in range(people)), "agenda:"]
    for at in range(rows):
        track = ("", "one", "two")[at % 3]
        where = f", track: {track}" if track else ""
        start = at // 3 * 15
        lines.append(f"  - {{time: '{start // 60}:{start % 60:02}', item: Item {at}, who: [p{at % people}]{where}}}")
    file = folder / f"{rows}-rows" / "event.yaml"
    file.parent.mkdir()
    file.write_text("\n".join([*lines, "sections: [{heading: Agenda, show: [agenda, panel]}]"]), encoding="utf-8")
    return file


def growth(folder: Path, rounds: int) -> None:
    """Print what agendas of these sizes take, in time and in memory, each beside the smallest."""
    files = {rows: large_event(folder, rows, people) for rows, people in SIZES.items()}
    pool = Pool()
    times: dict[int, list[float]] = {rows: [] for rows in SIZES}
    for _ in range(rounds):
        for rows, file in files.items():
            request = Request(file, file.parent / "out", force=True)
            times[rows].append(seconds(partial(build, request, pool=pool)))
    pool.close()
    took = {rows: statistics.median(found) for rows, found in times.items()}
    peaks = {}
    for rows, file in files.items():
        command = [sys.executable, "-c", PEAK, COMMAND, "build", "-q", "--force", str(file)]
        peaks[rows] = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    first, *_ = SIZES
    for rows, people in SIZES.items():
        print(f"{rows:4} rows and {people:3} people, warm, four files: {took[rows] / took[first]:5.2f} times the time,"
              f" {peaks[rows] / peaks[first]:5.2f} times the peak memory of {first} rows"
              f" ({took[rows]:.2f} s, {peaks[rows]} MB)")  # fmt: skip
    each = [(took[more] - took[less]) / (more - less) for less, more in pairwise(SIZES)]
    print(f"a further row, from 50 to 200 / from 10 to 50: {each[1] / each[0]:.2f}  (1 is linear)")


def main() -> None:
    """Run all comparisons on a copy of the example."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(EXAMPLE / "data", folder / "data")
        page = bare_page(folder)
        bare = run(sys.executable, "-c", BARE, str(page), str(folder / "bare.pdf"), cwd=folder)
        cold = run(COMMAND, "build", "-q", "--force", cwd=folder)
        same = run(COMMAND, "build", "-q", cwd=folder)
        help_ = run(COMMAND, "--help", cwd=folder)
        nothing = run(sys.executable, "-c", "pass", cwd=folder)
        request = Request(folder / "data" / "event.yaml", folder / "out", force=True)
        pool = Pool()
        build(request, pool=pool)
        check = run(COMMAND, "check", cwd=folder)
        returned, marked = merging(folder), marking(folder, pool)
        works = {
            "bare": bare,
            "cold": cold,
            "same": same,
            "check": check,
            "help": help_,
            "nothing": nothing,
        }
        times: dict[str, list[float]] = {key: [] for key in (*works, "warm", "merge", "redline")}
        for _ in range(rounds):
            for key, work in works.items():
                times[key].append(seconds(work))
            times["warm"].append(seconds(lambda: build(request, pool=pool)))
            times["merge"].append(seconds(returned))
            times["redline"].append(seconds(marked))
        pool.close()
        times["watch"] = watched(folder, rounds)
    compare("cold four-file build / bare one-PDF script", 1.0, times["cold"], times["bare"])
    compare("warm four-file build / bare one-PDF script", 0.3, times["warm"], times["bare"])
    compare("build with nothing changed / cold four-file build", 0.2, times["same"], times["cold"])
    compare("from saving to all four files, under watch / cold", 0.4, times["watch"], times["cold"])
    compare("conceptnote check / cold four-file build", 0.25, times["check"], times["cold"])
    compare("merge of five edits / warm four-file build", 0.5, times["merge"], times["warm"])
    compare("redlines of both papers / warm four-file build", 1.5, times["redline"], times["warm"])
    compare("conceptnote --help / python -c pass", 8, times["help"], times["nothing"])
    with tempfile.TemporaryDirectory() as name:
        growth(Path(name), max(3, rounds // 3))


if __name__ == "__main__":
    main()
