"""What peers take for the text of the same two papers, each beside a cold build of its four files.

    make bench

The text goes to them as HTML or as paragraphs. None of them checks the event, numbers notes, tags PDF for PDF/UA or
proves an acknowledgement. Peers that are not installed are skipped (`pip install typst docxtpl`, `apt install pandoc`).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from bench import COMMAND, EXAMPLE, seconds
from docx import Document

PAPERS = ("concept-note", "programme")
TYPST = """
import sys, typst
for name in sys.argv[1:]:
    typst.compile(f"{name}.typ", output=f"{name}.typst.pdf")
"""
DOCXTPL = """
import sys
from docxtpl import DocxTemplate
for name in sys.argv[1:]:
    paper = DocxTemplate("template.docx")
    paper.render({"paragraphs": open(f"{name}.txt").read().split("\\n\\n")})
    paper.save(f"{name}.docxtpl.docx")
"""


def pandoc(*options: str) -> list[list[str]]:
    """One process of pandoc for each paper."""
    engine = Path(sys.executable).with_name("weasyprint")
    return [
        ["pandoc", f"out/{name}.html", "-o", f"{name}.pandoc.{form}", *options]
        + ([f"--pdf-engine={engine}"] if form == "pdf" else [])
        for name in PAPERS
        for form in ("pdf", "docx")
    ]


def peers() -> Iterator[tuple[str, list[list[str]]]]:
    """The commands of each peer that is installed, and words for the others."""
    if shutil.which("pandoc"):
        yield "pandoc, with WeasyPrint for PDF: four files", pandoc("--metadata=lang:en")
    else:
        print("pandoc is not installed: skipped")
    for name, program, made in (("typst", TYPST, "two PDF"), ("docxtpl", DOCXTPL, "two DOCX")):
        if find_spec(name):
            yield f"{name}: {made}", [[sys.executable, "-c", program, *PAPERS]]
        else:
            print(f"{name} is not installed: skipped")


def write_inputs(folder: Path) -> None:
    """The text of each paper, for peers that take no HTML."""
    template = Document()
    for line in ("{%p for one in paragraphs %}", "{{ one }}", "{%p endfor %}"):
        template.add_paragraph(line)
    template.save(str(folder / "template.docx"))
    for name in PAPERS:
        read = Document(str(folder / "out" / f"{name}.docx"))
        cells = (cell for table in read.tables for row in table.rows for cell in row.cells)
        texts = [one.text for one in (*read.paragraphs, *(each for cell in cells for each in cell.paragraphs))]
        (folder / f"{name}.txt").write_text("\n\n".join(filter(None, texts)), encoding="utf-8")
        escaped = ["".join(f"\\{sign}" if sign in r"\#$*_`<>@=-+/~[]" else sign for sign in text) for text in texts]
        (folder / f"{name}.typ").write_text("\n\n".join(escaped), encoding="utf-8")


def main() -> None:
    """Run all, alternately."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(EXAMPLE / "data", folder / "data")

        def run(command: list[str]) -> None:
            subprocess.run(command, cwd=folder, check=True, capture_output=True)

        run([COMMAND, "build", "-q", "-f", "pdf,docx,html"])
        write_inputs(folder)
        works = {"conceptnote: four files": [[COMMAND, "build", "-q", "--force"]], **dict(peers())}
        times: dict[str, list[float]] = {key: [] for key in works}
        for _ in range(rounds):
            for key, commands in works.items():
                times[key].append(sum(seconds(partial(run, one)) for one in commands))
    own = statistics.median(next(iter(times.values())))
    for key, found in times.items():
        print(f"{key:52} {statistics.median(found) / own:5.2f}  ({statistics.median(found):.3f} s)")


if __name__ == "__main__":
    main()
