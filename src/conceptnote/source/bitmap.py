"""Untrusted bitmaps, converted for all formats: RGB or grey, upright, opaque, without metadata."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from conceptnote.systemerror import plain

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 60_000_000
_MAGIC = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"RIFF": "WEBP"}
_MEDIA_TYPES: dict[str, Literal["image/png", "image/jpeg"]] = {"PNG": "image/png", "JPEG": "image/jpeg"}
_QUALITY = 92
_ABOVE = 0.3
"""The share of a portrait's excess height that is cropped at the top; half is the middle."""


class BitmapError(Exception):
    """The picture cannot be used; `hint` says how to fix it."""

    def __init__(self, message: str, hint: str = "export it again") -> None:
        super().__init__(message)
        self.hint = hint


class Bitmap(Struct, frozen=True):
    """A PNG or JPEG, and its size in pixels."""

    media_type: Literal["image/png", "image/jpeg"]
    data: bytes
    width: int
    height: int


def is_bitmap(data: bytes) -> bool:
    """Whether a file begins as PNG, JPEG or WebP do."""
    return format_of(data) is not None


def read_bitmap(data: bytes, most_height: float | None = None, form: tuple[float, float] | None = None) -> Bitmap:
    """A PNG, JPEG or WebP picture for papers, scaled down to `most_height` pixels.

    With a `form` (width and height) it is first cropped to this proportion: in the middle, and if too high a little
    above it, where faces are. No software looks for faces. CMYK and other colours become sRGB, as PDF/A requires;
    transparency becomes white, as paper is; the orientation noted by a camera is applied; place, time and author of a
    photo are removed. Raises BitmapError.
    """
    from PIL import Image as Pillow

    kind = format_of(data)
    if kind is None:
        raise BitmapError("this is not PNG, JPEG or WebP", "export the picture as one of these")
    try:
        with _whole_pictures_only(), Pillow.open(io.BytesIO(data), formats=(kind,)) as picture:
            _check(picture)
            picture.load()
            return _written(picture, kind, most_height, form)
    except (OSError, ValueError, SyntaxError, EOFError, Pillow.DecompressionBombError) as error:
        raise BitmapError(f"the picture is damaged: {plain(error)}") from None


@contextlib.contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Make Pillow refuse a truncated picture: WeasyPrint, once imported, makes it fill the gap with grey."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def format_of(data: bytes) -> str | None:
    """PNG, JPEG or WEBP by how a file begins; None for anything else."""
    found = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    return None if found == "WEBP" and data[8:12] != b"WEBP" else found


def _check(picture: Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise BitmapError(f"it has {width} × {height} pixels", "a picture across the page has 2,000 pixels")
    # A JPEG has one picture: phones and cameras append smaller copies and depth maps (CIPA DC-007).
    if picture.format in ("PNG", "WEBP") and getattr(picture, "n_frames", 1) > 1:
        raise BitmapError("it is animated, which paper cannot show", "export one frame of it")


def _written(picture: Image, kind: str, most_height: float | None, form: tuple[float, float] | None) -> Bitmap:
    from PIL import Image as Pillow
    from PIL import ImageOps

    made = _plain(ImageOps.exif_transpose(picture))
    if form is not None:
        made = made.crop(_middle(made.size, form))
    if most_height is not None and made.height > most_height:
        height = max(1, round(most_height))
        made = made.resize((max(1, round(made.width * height / made.height)), height), Pillow.Resampling.LANCZOS)
    out = io.BytesIO()
    kind = "JPEG" if kind == "JPEG" else "PNG"
    if kind == "PNG":
        made.save(out, "PNG", optimize=False)
    elif (
        picture.format == "JPEG"
        and made.size == picture.size
        and made.mode == picture.mode
        and made.tobytes() == picture.tobytes()
    ):
        # Unchanged pixels keep their quantisation tables.
        picture.save(out, "JPEG", quality="keep", icc_profile=None, exif=b"", comment=b"")
    else:
        made.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return Bitmap(_MEDIA_TYPES[kind], out.getvalue(), *made.size)


def _middle(size: tuple[int, int], form: tuple[float, float]) -> tuple[int, int, int, int]:
    """The largest centred part of a picture with this form: left, top, right and bottom in pixels."""
    width, height = size
    wide = min(width, max(1, round(height * form[0] / form[1])))
    high = min(height, max(1, round(width * form[1] / form[0])))
    left, top = (width - wide) // 2, round((height - high) * _ABOVE)
    return left, top, left + wide, top + high


def _plain(picture: Image) -> Image:
    """The picture in RGB or grey, opaque, without metadata."""
    from PIL import Image as Pillow

    if picture.mode.startswith("I"):
        # Grey of sixteen bits: Pillow clips everything over 255.
        return _bare(picture.convert("I").point(lambda level: level / 256).convert("L"))
    profile = picture.info.get("icc_profile")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Pillow.alpha_composite(Pillow.new("RGBA", picture.size, "white"), picture).convert("RGB")
    if profile and picture.mode in ("RGB", "CMYK"):
        picture = _in_srgb(picture, profile)
    return _bare(picture if picture.mode in ("L", "RGB") else picture.convert("L" if picture.mode == "1" else "RGB"))


def _in_srgb(picture: Image, profile: bytes) -> Image:
    """The colours of a profile in sRGB; an unreadable profile is ignored."""
    from PIL import ImageCms

    try:
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, io.BytesIO(profile), srgb, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _bare(picture: Image) -> Image:
    picture.info = {}
    return picture
