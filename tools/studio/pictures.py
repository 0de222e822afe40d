"""The pictures of docs/studio.md and of the README, taken of the example in a running studio."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from studio import running

ROOT = Path(__file__).parents[2]
COLOURS = 128


def main(folder: Path) -> None:
    """Take the pictures, and make them small."""
    with tempfile.TemporaryDirectory() as project, tempfile.TemporaryDirectory() as taken:
        shutil.copytree(ROOT / "data", Path(project) / "data")
        with contextlib.chdir(project), running(Path("data/event.yaml")) as studio:
            script = Path(__file__).resolve().with_suffix(".mjs")
            subprocess.run(["node", script, studio.address, taken], check=True)
        for picture in Path(taken).iterdir():
            with Image.open(picture) as image:
                image.convert("RGB").quantize(COLOURS).save(folder / picture.name, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
