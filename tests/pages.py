"""Pages as pictures, on which marks are found by their colours; lengths are millimetres from the top left."""

from __future__ import annotations

import atexit
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlparse

import pikepdf
from PIL import Image, ImageChops

DOTS = 10
"""How many make a millimetre."""


@dataclass(frozen=True, slots=True)
class Box:
    """A region of a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


def first_page(pdf: bytes) -> Image.Image:
    """The first page of a PDF."""
    command = ["pdftoppm", "-r", "254", "-f", "1", "-l", "1", "-png", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    with Image.open(BytesIO(done.stdout)) as page:
        return page.convert("RGB")


def found(page: Image.Image, colour: str) -> Box:
    """The box around all that has a colour; there must be something that has."""
    mask = Image.new("L", page.size, 255)
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    for band, value in zip(page.split(), wanted, strict=True):
        near = [255 if abs(level - value) <= 12 else 0 for level in range(256)]
        mask = ImageChops.darker(mask, band.point(near))
    box = mask.getbbox()
    assert box is not None, f"nothing is {colour}"
    left, top, right, bottom = (edge / DOTS for edge in box)
    return Box(left, top, right, bottom)


def nearest(page: Image.Image, box: Box) -> float:
    """How far from a box the nearest thing is that is printed, by its distance to the left, right, top or bottom."""
    ink = page.convert("L").point([255 if level < 200 else 0 for level in range(256)])
    edge = 2  # what the box itself leaves in the dots around it
    left, top, right, bottom = (round(n * DOTS) for n in (box.left, box.top, box.right, box.bottom))
    ink.paste(0, (left - edge, top - edge, right + edge, bottom + edge))
    reach = edge
    while ink.crop((left - reach, top - reach, right + reach, bottom + reach)).getbbox() is None:
        reach += 1
    return (reach - 1) / DOTS


def as_office_prints(folder: Path, documents: Sequence[Path]) -> list[bytes]:
    """DOCX files as LibreOffice prints them; their names must differ."""
    return [path.read_bytes() for path in office_converts(documents, "pdf", folder / "office")]


def office_converts(documents: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Files as LibreOffice saves them in another format, in one run."""
    command = ["soffice", "--headless", f"-env:UserInstallation={_profile()}", "--convert-to", kind, "--outdir", folder]
    subprocess.run([*command, *documents], check=True, capture_output=True, timeout=300)
    return [folder / f"{path.stem}.{kind}" for path in documents]


def office_resolves(documents: Sequence[Path], folder: Path) -> list[tuple[Path, Path]]:
    """Files in which LibreOffice has accepted all changes, and rejected all, each saved as DOCX, in one run."""
    profile = Path(unquote(urlparse(_profile()).path)) / "user" / "basic" / "Standard"
    if not profile.exists():
        # LibreOffice fills a new profile, and writes over what is there.
        fill = ["soffice", "--headless", "--terminate_after_init", f"-env:UserInstallation={_profile()}"]
        subprocess.run(fill, check=True, capture_output=True, timeout=60)
    for name in ("script.xlb", "Judge.xba"):
        (profile / name).write_bytes((Path(__file__).parent / "office" / name).read_bytes())
    folder.mkdir(exist_ok=True)
    made = [(folder / f"{path.stem}.Accept.docx", folder / f"{path.stem}.Reject.docx") for path in documents]
    lines = [
        "\t".join((path.as_uri(), to.suffixes[-2][1:], to.as_uri()))
        for path, both in zip(documents, made, strict=True)
        for to in both
    ]
    (folder / "files").write_text("\n".join(lines), encoding="utf-8")
    macro = f'macro:///Standard.Judge.Resolve("{folder / "files"}")'
    command = ["soffice", "--headless", f"-env:UserInstallation={_profile()}", macro]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made


@cache
def _profile() -> str:
    """A profile for all runs of this process: to make one takes as long as to convert a file."""
    folder = TemporaryDirectory(prefix="soffice-")
    atexit.register(folder.cleanup)
    return Path(folder.name).as_uri()


def page_height(pdf: bytes) -> float:
    """The height of the first page in points."""
    with pikepdf.open(BytesIO(pdf)) as file:
        return float(file.pages[0].mediabox[3])


def pictures_on(pdf: bytes, number: int) -> int:
    """How many bitmaps a page shows, from 1."""
    command = ["pdfimages", "-list", "-f", str(number), "-l", str(number), "-"]
    listed = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode().splitlines()[2:]
    return sum(" image " in line for line in listed)
