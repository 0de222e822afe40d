"""Pictures of the first pages, as PDFium draws them."""

from __future__ import annotations

import io
from pathlib import Path

_WIDTH = 640
"""The width of A4 or Letter in pixels."""
_LARGEST = 2000


def first_page(file: Path) -> bytes | None:
    """The first page of a PDF as PNG; None if it cannot be read."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(file) as document:
            page = document[0]
            width, height = page.get_size()
            scale = min(_WIDTH / min(width, height), _LARGEST / max(width, height))
            picture = page.render(scale=scale).to_pil()
    except (pypdfium2.PdfiumError, OSError, ZeroDivisionError):
        return None
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
