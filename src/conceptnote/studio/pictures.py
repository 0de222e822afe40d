"""Pages as pictures, by PDFium."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Iterator
from typing import Any

from conceptnote.units import MM_PER_POINT

_MOST_PIXELS = 24_000_000
_alone = threading.Lock()
"""PDFium does one thing at a time."""


@contextlib.contextmanager
def one_at_a_time(data: bytes) -> Iterator[Any]:
    """A PDF, opened while nobody else reads one."""
    from pypdfium2 import PdfDocument

    with _alone:
        pdf = PdfDocument(data)
        try:
            yield pdf
        finally:
            pdf.close()


def page_picture(data: bytes, page: int, dots: float) -> bytes:
    """A page, counted from 1, as PNG with so many dots a millimetre, or fewer where that would be too many.

    Raises IndexError for a page that there is not.
    """
    with one_at_a_time(data) as pdf:
        if not 1 <= page <= len(pdf):
            raise IndexError(page)
        width, height = pdf.get_page_size(page - 1)
        scale = min(dots * MM_PER_POINT, (_MOST_PIXELS / (width * height)) ** 0.5)
        image = pdf[page - 1].render(scale=scale).to_pil()
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "PNG", compress_level=1)
    return stream.getvalue()
