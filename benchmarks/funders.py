"""How the time of a paper grows with the funders whose marks stand at the foot of its pages.

    make bench

Each number of funders is built alternately, printed and proven; the medians are compared.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

NUMBERS = (4, 30)


def event_with(folder: Path, funders: int) -> Path:
    """An event with so many funders, each with a mark of its own of eight bars and a disc."""
    numbers = range(funders)
    lines = ["title: Many funders", "date: 2031-05-01", "time: 9:00–10:00", "timezone: Europe/Zurich", "parties:"]
    lines += [f"  f{at}: {{name: Fund number {at}}}" for at in numbers]
    lines.append("funders:")
    lines += [f"  - {{party: f{at}, lockup: By, logos: {{file: m{at}.svg, alt: Mark of fund {at}}}}}" for at in numbers]
    folder = folder / str(funders)
    folder.mkdir()
    for at in numbers:
        bars = "".join(
            f'<rect x="{5 + 12 * bar}" y="{5 + (at * 7 + bar * 11) % 30}" width="8" height="{8 + (at + bar) % 20}"/>'
            for bar in range(8)
        )
        disc = f'<circle cx="{10 + at * 3}" cy="30" r="9" fill="#0b5c7a"/>'
        mark = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 110 60">{bars}{disc}</svg>'
        (folder / f"m{at}.svg").write_text(mark, encoding="utf-8")
    file = folder / "event.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def main() -> None:
    """Print how much longer many funders take than few, format by format."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        files = {number: event_with(Path(name), number) for number in NUMBERS}
        pool = Pool()
        for form in ("pdf", "docx"):
            times: dict[int, list[float]] = {number: [] for number in NUMBERS}
            for _ in range(rounds):
                for number, file in files.items():
                    began = time.perf_counter()
                    build(Request(file, formats=(form,), documents=["concept-note"], force=True), pool=pool)
                    times[number].append(time.perf_counter() - began)
            few, many = (statistics.median(times[number]) for number in NUMBERS)
            ratio, most = many / few, NUMBERS[1] / NUMBERS[0]
            verdict = "met" if ratio <= most else "MISSED"
            print(f"{NUMBERS[1]} funders / {NUMBERS[0]}, {form:4} {ratio:5.2f}  (linear is {most:g}: {verdict};"
                  f" {many:.2f} s against {few:.2f} s)")  # fmt: skip
        pool.close()


if __name__ == "__main__":
    main()
