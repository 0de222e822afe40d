"""Many events at once, on two cores and on one: how many a second, and the memory that a run holds.

    make bench

Nothing is asserted: times are this machine's. What counts is the ratio of the two, and that memory does not grow.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1]
COMMAND = str(Path(sys.executable).with_name("conceptnote"))


def collection(folder: Path, count: int) -> list[Path]:
    """Event files, each the example with another title, and the same people in a file of their own."""
    text = (EXAMPLE / "data" / "event.yaml").read_text(encoding="utf-8")
    before, people, after = re.split(r"^(?=people:|panel:)", text, flags=re.MULTILINE)
    (folder / "people.yaml").write_text(people.removeprefix("people:\n"), encoding="utf-8")
    events = folder / "events"
    shutil.copytree(EXAMPLE / "data" / "images", events / "images")
    files = [events / f"event-{number:02}.yaml" for number in range(count)]
    for number, file in enumerate(files):
        own = before.replace("Civil society engagement", f"Civil society engagement {number}")
        file.write_text(f"{own}people: !include ../people.yaml\n\n{after}", encoding="utf-8")
    return files


def together(folder: Path, files: list[Path], cores: int) -> tuple[float, list[float]]:
    """How many seconds a build of all events takes on so many cores, and the memory that it holds meanwhile, in MB."""
    limited = ["taskset", "-c", ",".join(map(str, range(cores)))]
    # An overview of them all is made of all at once, at the end, and says nothing of how memory grows with events.
    command = [*limited, COMMAND, "build", "-q", "--force", "-d", "concept-note,programme", *map(str, files)]
    samples: list[float] = []
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, start_new_session=True) as process:
        while process.poll() is None:
            samples.append(held(process.pid))
            time.sleep(0.1)
    if process.returncode:
        sys.exit("the events cannot be built")
    return time.perf_counter() - began, samples


def held(group: int) -> float:
    """The memory of a group of processes, what they share counted once (PSS), in MB."""
    total = 0
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if folder.name.isdecimal() and os.getpgid(int(folder.name)) == group:
                found = re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)
                total += int(found[1]) if found else 0
    return total / 1000


def main() -> None:
    """Build the same events on one core and on two."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=65)
    count = parser.parse_args().events
    rates: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        files = collection(Path(name), count)
        for cores in (1, 2):
            took, memory = together(Path(name), files, cores)
            rates[cores] = count / took
            third, end = (max(memory[int(len(memory) * at) :][: len(memory) // 5 + 1]) for at in (0.3, 0.8))
            print(f"{count} events on {cores} core{'s' * (cores > 1)}: {rates[cores]:.2f} a second;"
                  f" {max(memory):.0f} MB at most, {third:.0f} MB after a third, {end:.0f} MB at the end")  # fmt: skip
    print(f"on two cores as fast as on one, times {rates[2] / rates[1]:.2f}  (2 is all that two cores can do)")


if __name__ == "__main__":
    main()
