"""Pages as pictures, by PDFium."""

from __future__ import annotations

import struct
import threading
import zlib

from conceptnote.units import MM_PER_POINT

_MOST_PIXELS = 24_000_000
_PATIENCE = 60
"""The seconds after which nobody waits for a page."""
_alone = threading.Lock()
"""A lock, because PDFium does one thing at a time."""


class PaintedPages:
    """The pages of a paper, each as a separate PDF; they come one after the other, while others ask for them."""

    def __init__(self, count: int) -> None:
        self._pages: dict[int, bytes] = {}
        self._count, self._ended, self._news = count, False, threading.Condition()

    @property
    def complete(self) -> bool:
        """Whether all are painted."""
        return len(self._pages) == self._count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PaintedPages) and self._pages == other._pages

    __hash__ = None  # type: ignore[assignment]

    def put(self, number: int, data: bytes) -> None:
        """Register a page, counted from 1."""
        with self._news:
            self._pages[number] = data
            self._news.notify_all()

    def end(self) -> None:
        """No other page comes."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait(self, number: int) -> bytes:
        """A page once it is painted. Raises LookupError if it never will be."""
        with self._news:
            self._news.wait_for(lambda: number in self._pages or self._ended, _PATIENCE)
            return self._pages[number]


def page_picture(page: bytes, dots: float) -> bytes:
    """A PDF of one page as PNG, with this many dots a millimetre, or fewer if that would be too many."""
    from pypdfium2 import PdfDocument

    with _alone:
        pdf = PdfDocument(page)
        try:
            width, height = pdf.get_page_size(0)
            scale = min(dots * MM_PER_POINT, (_MOST_PIXELS / (width * height)) ** 0.5)
            bitmap = pdf[0].render(scale=scale, rev_byteorder=True)
            width, height, stride, pixels = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
        finally:
            pdf.close()
    return _png(width, height, [pixels[at : at + 3 * width] for at in range(0, stride * height, stride)])


def _png(width: int, height: int, lines: list[bytes]) -> bytes:
    """Lines of red, green and blue as PNG (ISO/IEC 15948), without its filters: for pages they only take time."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + line for line in lines), 1)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
