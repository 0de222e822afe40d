"""The first page of a PDF as a small picture."""

from __future__ import annotations

import io

_WIDTH = 440
"""Pixels: twice the width on the page, for screens with two pixels for one of CSS."""
_COLOURS = 48


def preview(pdf: bytes) -> bytes:
    """The first page as a PNG of 440 pixels across; the same bytes for the same page."""
    import pypdfium2
    from PIL import Image

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        image = page.render(scale=_WIDTH / page.get_width()).to_pil().convert("RGB")
    small = image.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    return data.getvalue()


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a preview on the page, in CSS pixels."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return image.width // 2, image.height // 2
