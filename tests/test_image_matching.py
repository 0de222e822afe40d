"""A mark is known by sight, whatever format, size and compression have done to it, and no further."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from resvg_py import svg_to_bytes

from conceptnote.check.acknowledgement.image_matching import WHITE, Appearance
from conceptnote.check.acknowledgement.pictures import artwork
from conceptnote.doc.nodes import Asset

STARS = "".join(
    f'<path fill="#fc0" d="M{45 + 20 * math.cos(n * math.pi / 6):.2f} {27 + 20 * math.sin(n * math.pi / 6):.2f}'
    'l2 6l-5-4h6l-5 4z"/>'
    for n in range(12)
)
FLAG = f'<path fill="#039" d="M0 0h90v60H0z"/>{STARS}'
HOOK = '<path fill="#10a0e0" d="M20 10h50v30H60V20H20z"/>'
LINES = (
    '<g fill="none" stroke-width="1.5"><circle cx="45" cy="30" r="28" stroke="#a00"/>'
    '<path d="M45 2 66 50 20 20h50L24 50z" stroke="#060"/></g>'
)
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">{}</svg>'
LETTERS = Path(__file__).parents[1] / "data" / "images" / "austrian-development-cooperation-placeholder.svg"
DRAWINGS = {"letters": LETTERS.read_text(encoding="utf-8")} | {
    name: FRAME.format(content) for name, content in (("flag", FLAG), ("margins", HOOK), ("lines", LINES))
}


def drawn(name: str, height: int) -> Image.Image:
    """A drawing on white paper, so many dots high."""
    data = bytes(svg_to_bytes(svg_string=DRAWINGS[name], width=height * 4, height=height, skip_system_fonts=True))
    with Image.open(io.BytesIO(data)) as picture:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def compressed(image: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def is_seen(name: str, image: Image.Image) -> bool:
    drawing = drawn(name, 60)
    asset = Asset(name, "image/svg+xml", DRAWINGS[name].encode(), float(drawing.width), float(drawing.height))
    return artwork(asset).find(Appearance(image, WHITE, (0, 0, *image.size)), framed=True) is not None


def covered(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """A picture with a white patch, its edges in parts of the whole."""
    box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    image.paste("white", tuple(round(n) for n in box))
    return image


TURNED = ("flag", "upside down")
Way = Callable[[Image.Image], Image.Image]
KEPT: dict[str, Way] = {
    "as it is": lambda image: image,
    "at 96 dots an inch": lambda image: image.resize((image.width * 42 // image.height, 42)),
    "as a small JPEG": lambda image: compressed(image.resize((image.width * 60 // image.height, 60)), 75),
    "with other margins": lambda image: ImageOps.expand(image, 25, "white"),
    "converted for print": lambda image: image.convert("CMYK").point(lambda level: level * 0.9).convert("RGB"),
}
LOST: dict[str, Way] = {
    "upside down": lambda image: image.rotate(180),
    "blank": lambda image: Image.new("RGB", image.size, "white"),
    "filled": lambda image: Image.new("RGB", image.size, "black"),
    "stretched": lambda image: image.resize((image.width * 11 // 10, image.height)),
    "washed out": lambda image: image.point(lambda level: 128 + level // 2),
    "inverted": ImageOps.invert,
    "half covered": lambda image: covered(image, 0.4, 0, 1, 1),
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("way", KEPT)
def test_a_mark_is_seen(name: str, way: str) -> None:
    assert is_seen(name, KEPT[way](drawn(name, 150)))


@pytest.mark.parametrize(("name", "way"), sorted({*product(DRAWINGS, LOST)} - {TURNED}))
def test_what_became_of_a_mark_is_not_seen_as_the_mark(name: str, way: str) -> None:
    assert not is_seen(name, LOST[way](drawn(name, 150)))


def test_a_ring_of_stars_looks_the_same_when_it_is_turned() -> None:
    name, way = TURNED
    assert is_seen(name, LOST[way](drawn(name, 150)))


@pytest.mark.parametrize("stars", [0, 8, 11])
def test_a_flag_that_lacks_a_star_is_not_the_flag(stars: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = STARS.split("<path")
    assert len(ring) == 13
    monkeypatch.setitem(DRAWINGS, "lacking", FRAME.format(FLAG.replace(STARS, "<path".join(ring[: stars + 1]))))
    assert not is_seen("flag", drawn("lacking", 150))


@pytest.mark.parametrize("one", DRAWINGS)
@pytest.mark.parametrize("other", DRAWINGS)
def test_another_mark_is_not_seen_as_the_mark(one: str, other: str) -> None:
    image = drawn(other, 150)
    reshaped = image.resize(drawn(one, 150).size)
    assert is_seen(one, reshaped) == (one == other)


def test_a_missing_letter_and_missing_colour_are_missed() -> None:
    assert not is_seen("letters", covered(drawn("letters", 150), 0.365, 0.0, 0.44, 0.25))
    assert not is_seen("flag", ImageOps.grayscale(drawn("flag", 150)).convert("RGB"))
