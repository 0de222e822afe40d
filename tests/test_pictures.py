"""Pictures as people send them: whatever they are, the papers hold plain, upright, opaque ones, each once."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin
from reading import DocxFile

from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build
from conceptnote.diagnostics import DiagnosticError
from conceptnote.source.bitmap import BitmapError, read_bitmap

FORMATS = paper_formats()

BLUE = (20, 60, 200)


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def near(picture: Image.Image, at: tuple[int, int], colour: tuple[int, ...], by: int = 12) -> bool:
    found = picture.convert("RGB").getpixel(at)
    return all(abs(one - other) <= by for one, other in zip(found, colour, strict=True))


def test_a_webp_becomes_a_png_that_looks_the_same() -> None:
    made = read_bitmap(saved(Image.new("RGB", (90, 40), BLUE), "WEBP", lossless=True))
    assert (made.media_type, made.width, made.height) == ("image/png", 90, 40)
    assert opened(made.data).getpixel((5, 5)) == BLUE


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    made = read_bitmap(saved(Image.new("CMYK", (60, 30), (255, 255, 0, 0)), "JPEG"))
    picture = opened(made.data)
    assert (made.media_type, picture.mode) == ("image/jpeg", "RGB")
    assert near(picture, (30, 15), (0, 0, 255), by=60)


def test_colours_of_another_space_become_those_of_srgb() -> None:
    """The pixels say one thing, their profile another; what is seen is what counts."""
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    lab = saved(Image.new("RGB", (40, 40), (10, 20, 30)), "PNG", icc_profile=wide)
    assert opened(read_bitmap(lab).data).mode == "RGB"  # a profile that does not fit counts as none
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = opened(read_bitmap(saved(Image.new("RGB", (40, 40), BLUE), "PNG", icc_profile=srgb)).data)
    assert near(made, (5, 5), BLUE, by=2)
    assert "icc_profile" not in made.info


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_shines_through_becomes_white(mode: str) -> None:
    picture = Image.new("RGBA", (40, 20), (*BLUE, 0))
    picture.paste((*BLUE, 255), (0, 0, 20, 20))
    picture = picture.quantize(8) if mode == "P" else picture.convert(mode)
    assert picture.has_transparency_data
    made = opened(read_bitmap(saved(picture, "PNG")).data)
    assert not made.has_transparency_data
    assert near(made, (30, 10), (255, 255, 255), by=0)
    assert not near(made, (5, 10), (255, 255, 255))


def test_sixteen_bits_of_grey_are_not_cut_off() -> None:
    made = opened(read_bitmap(saved(Image.new("I;16", (20, 20), 0x8000), "PNG")).data)
    assert made.mode == "L"
    assert abs(made.getpixel((3, 3)) - 128) <= 1


def test_a_photo_stands_upright_and_its_place_and_maker_stay_behind() -> None:
    photo = Image.new("RGB", (60, 30), "white")
    photo.paste(BLUE, (0, 0, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: 90 degrees clockwise to show it upright
    exif[0x010F] = "SecretCamera"
    made = read_bitmap(saved(photo, "JPEG", exif=exif, comment=b"SecretComment"))
    assert (made.width, made.height) == (30, 60)
    assert near(opened(made.data), (15, 10), BLUE)
    assert b"Secret" not in made.data
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SecretAuthor")
    assert b"Secret" not in read_bitmap(saved(photo, "PNG", pnginfo=notes)).data
    untouched = read_bitmap(saved(photo, "JPEG", comment=b"SecretComment", quality=60))
    assert b"Secret" not in untouched.data
    assert untouched.width == 60


def test_what_moves_or_is_huge_is_refused() -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    with pytest.raises(BitmapError, match="animated"):
        read_bitmap(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    with pytest.raises(BitmapError, match="9000 × 9000"):
        read_bitmap(saved(Image.new("1", (9000, 9000)), "PNG"))


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFFxxxxWEBP", b""]), st.binary(max_size=300),
    st.integers(0, 2000), st.integers(0, 255),
)  # fmt: skip
def test_no_bytes_do_more_than_be_refused(magic: bytes, rest: bytes, at: int, value: int) -> None:
    good = bytearray(strategies.bitmap(30, 30, "#204080"))
    good[at % len(good)] = value
    for data in (magic + rest, bytes(good)):
        try:
            made = read_bitmap(data)
        except BitmapError:
            continue
        assert opened(made.data).size == (made.width, made.height)


# In the papers

EVENT: strategies.Data = {
    "title": "Pictures",
    "date": "2026-03-04",
    "time": "9:15–10:15",
    "timezone": "Europe/Zurich",
    "parties": {"one": {"name": "One"}},
}


def project(folder: Path, *names: str, **images: bytes) -> Path:
    logos = [{"file": f"images/{name}", "alt": f"Mark {number}"} for number, name in enumerate(names)]
    funders = [{"party": "one", "lockup": "Funded by", "logos": logos}]
    held = {f"images/{name.replace('_', '.')}": data for name, data in images.items()}
    return strategies.write_project(folder, EVENT | {"funders": funders}, held)


def built(file: Path, pool: Pool) -> Build:
    return build(Request(file, formats=FORMATS, documents=["programme"]), pool=pool)


def pictures(pdf: Path) -> list[dict[str, str]]:
    lines = subprocess.check_output(["pdfimages", "-list", pdf], text=True).splitlines()
    return [dict(zip(lines[0].split(), line.split(), strict=False)) for line in lines[2:]]


def test_a_webp_mark_is_shown_in_every_format(tmp_path: Path, pool: Pool) -> None:
    webp = saved(Image.new("RGB", (300, 150), BLUE), "WEBP")
    built(project(tmp_path, "mark.webp", mark_webp=webp), pool)
    assert len(pictures(tmp_path / "out" / "programme.pdf")) == 1
    parts = DocxFile((tmp_path / "out" / "programme.docx").read_bytes()).parts
    assert [name for name in parts if "media" in name] == ["word/media/image1.png"]
    assert b"data:image/png;base64" in (tmp_path / "out" / "programme.html").read_bytes()


def test_a_picture_with_two_names_is_in_the_file_once(tmp_path: Path, pool: Pool) -> None:
    data = strategies.bitmap(200, 100, "#a02040")
    built(project(tmp_path, "a.png", "b.png", a_png=data, b_png=data), pool)
    with pikepdf.open(tmp_path / "out" / "programme.pdf") as pdf:
        streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    assert len(streams) == 1
    parts = DocxFile((tmp_path / "out" / "programme.docx").read_bytes()).parts
    assert len([name for name in parts if "media" in name]) == 1


def test_a_picture_finer_than_paper_is_scaled_down(tmp_path: Path, pool: Pool) -> None:
    huge = Image.effect_noise((3000, 1500), 90).convert("RGB")
    built(project(tmp_path, "mark.png", mark_png=saved(huge, "PNG")), pool)
    (shown,) = pictures(tmp_path / "out" / "programme.pdf")
    assert 290 <= int(shown["x-ppi"]) <= 310
    assert (tmp_path / "out" / "programme.docx").stat().st_size < 600_000


def test_a_coarse_picture_is_warned_of_and_one_too_coarse_refused(tmp_path: Path, pool: Pool) -> None:
    # The theme sets a mark 11 mm high: 50 dots are 115 an inch, 30 are 69.
    file = project(tmp_path, "mark.png", mark_png=strategies.bitmap(100, 50, "#a02040"))
    (warning,) = built(file, pool).warnings
    assert "images/mark.png is coarse in print: 115 dots per inch" in str(warning)
    assert str(warning).startswith(f"{file}:12:13: warning CN025")
    (tmp_path / "data" / "images" / "mark.png").write_bytes(strategies.bitmap(60, 30, "#a02040"))
    with pytest.raises(DiagnosticError, match="too coarse to print: 69 dots") as refused:
        built(file, pool)
    assert refused.value.exit_code == 3
    (tmp_path / "data" / "images" / "mark.png").write_bytes(strategies.bitmap(140, 70, "#a02040"))
    assert built(file, pool).warnings == []


def test_the_first_picture_of_a_phone_is_taken() -> None:
    """Phones put smaller copies behind the picture (CIPA DC-007); the file is still called .jpg."""
    small = Image.new("RGB", (10, 8), "red")
    made = read_bitmap(saved(Image.new("RGB", (90, 60), BLUE), "MPO", save_all=True, append_images=[small]))
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 90, 60)
    with Image.open(io.BytesIO(made.data)) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert near(picture, (40, 30), BLUE)
