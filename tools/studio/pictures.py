"""The pictures of docs/studio.md and of the README, taken of the example in a running studio."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from command import COMMAND
from PIL import Image
from returning import Word
from studio import Studio, running

ROOT = Path(__file__).parents[2]
COLOURS = 128


def main(folder: Path) -> None:
    """Take the pictures, and make them small."""
    with tempfile.TemporaryDirectory() as above, tempfile.TemporaryDirectory() as taken:
        project = Path(above) / "rivers-of-peace"
        project.mkdir()
        script = Path(__file__).resolve().with_suffix(".mjs")
        with contextlib.chdir(project):
            first = Studio(Path("data/event.yaml"))
            try:
                subprocess.run(["node", script, first.address, taken], check=True)
            finally:
                first.end()
            shutil.copytree(ROOT / "data", "data")
            with running(Path("data/event.yaml")) as studio:
                subprocess.run(["node", script, studio.address, taken, _returned()], check=True)
        for picture in Path(taken).iterdir():
            with Image.open(picture) as image:
                image.convert("RGB").quantize(COLOURS).save(folder / picture.name, optimize=True)


def _returned() -> Path:
    """The concept note as a colleague sends it back."""
    subprocess.run([COMMAND, "build", "-q", "-d", "concept-note", "-f", "docx"], check=True)
    word = Word(Path("out/concept-note.docx").read_bytes(), tracked=True)
    word.replace("Panel discussion", "Round table")
    word.replace("19th", "21st")
    word.replace("the whole Sahel", "the vast Sahel")
    Path("note-final.docx").write_bytes(word.saved())
    return Path("note-final.docx").resolve()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
