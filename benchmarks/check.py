"""How long `check` takes as an event file grows to 4 MB: for usual events, and for texts made to keep it busy.

    make bench

Each time is told as a multiple of that for the smallest file of its kind; a check that stops says so (CN088).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from conceptnote.build.lint import lint
from conceptnote.diagnostics import Code

SIZES = (62_500, 250_000, 1_000_000, 4_000_000)
"""Characters."""
BASE = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
PROSE = "The Water Fund and Ms Keita open the event on 5 March at 9.15 a.m.; those who share a river share its floods. "
PARTIES = "parties: {fund: {name: Water Fund, roles: host}}\npeople: {keita: {name: Oulie Keita}}\n"


def _repeated(piece: str, before: str = "") -> Callable[[int], str]:
    return lambda size: f'{BASE}{before}structure: "{piece * (size // len(piece))}"\n'


def _sections(size: int) -> str:
    one = f'  - {{heading: Background, text: "{PROSE * 10}"}}\n'
    return f"{BASE}{PARTIES}sections:\n{one * (size // len(one))}"


def _people(size: int) -> str:
    people = "".join(f"  p{at}: {{name: Ann Keitamon{at}}}\n" for at in range(size // 80))
    said = " ".join(f"Mr. Keitamox{at} and Ann Keitamon{at} speak." for at in range(size // 80))
    return f"{BASE}people:\n{people}structure: {said}\n"


def _rows(size: int) -> str:
    return f"{BASE}agenda:\n" + "".join(f"  - {{time: 9:20–10:00, item: I{at}}}\n" for at in range(size // 40))


KINDS: dict[str, Callable[[int], str]] = {
    "sections of prose": _sections,
    "one text": _repeated(PROSE, PARTIES),
    "many people in much prose": _people,
    "rows at one time": _rows,
    "titles without names": _repeated("Mr. ", PARTIES),
    "acronyms without words": _repeated("It was the " + "a " * 60 + "(BAAAAAAAAAAAAAA). "),
    "calls of notes": _repeated("[^a] "),
}


def main() -> None:
    """Print a line for each kind of file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave larger files out")
    largest = parser.parse_args().largest
    sizes = [size for size in SIZES if size <= largest]
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "event.yaml"
        lint(file, date(2030, 1, 1))  # What is loaded once is not measured.
        for kind, made in KINDS.items():
            took, stopped = [], []
            for size in sizes:
                file.write_text(made(size), encoding="utf-8")
                began = time.perf_counter()
                report = lint(file, date(2030, 1, 1))
                took.append(time.perf_counter() - began)
                stopped.append(any(one.code is Code.NOT_LOOKED_AT for one in report.diagnostics))
            told = (
                f"{size / sizes[0]:3.0f} × the size: {seconds / took[0]:5.1f} × the time{' (stops)' if stop else ''}"
                for size, seconds, stop in zip(sizes[1:], took[1:], stopped[1:], strict=True)
            )
            print(f"check, {kind:28} {', '.join(told)}  ({took[-1]:.1f} s for {sizes[-1] // 1000} kB)")


if __name__ == "__main__":
    main()
