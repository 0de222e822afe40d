"""PDF files as readers see them: text with places, drawings, and their looks (PDFium).

Nothing here trusts the file: its size, pages and drawings are limited, and it fetches nothing and runs no script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from conceptnote.read.boxes import Box
from conceptnote.read.drawn import Drawn, Frame, drawn_on
from conceptnote.read.tags import Place, Tagged, tags_of
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.read.weight import LOCKED, MOST_PAGES
from conceptnote.read.words import PlacedWord, words_on
from conceptnote.units import MM_PER_POINT

if TYPE_CHECKING:
    from PIL import Image

_LARGEST = 100 * 1024 * 1024
_MOST_PIXELS = 20_000_000
_LEAST_SIDE, _MOST_SIDE = 3, 1_000_000
"""Points: Acrobat makes no smaller page (ISO 32000-1, Annex C.2), and PDFium no larger one."""

_MOST_LOOKED_AT, _A_LOOK, _A_THING = 8_000_000_000, 20_000, 16_000
"""The budget for rendering a file, in bytes of content, each as often as it is rendered.

A rendering costs some bytes by itself, and so does a thing whose place is requested.
"""


class Span(Struct, frozen=True):
    """A part of a page's text, from one character up to another."""

    start: int
    end: int


Dots = tuple[int, int, int, int]
"""Left, top, right and bottom in a picture."""


class View(Struct, frozen=True):
    """The rendering of a part of a page, in RGB, and which part that is."""

    image: Image.Image
    box: Box

    @property
    def dots(self) -> float:
        """Pixels per millimetre."""
        return self.image.width / self.box.width

    def in_dots(self, box: Box) -> Dots:
        """The smallest part of the picture, at least one pixel, that contains a part of the page."""
        left = min(max(0, int((box.left - self.box.left) * self.dots)), self.image.width - 1)
        top = min(max(0, int((box.top - self.box.top) * self.dots)), self.image.height - 1)
        right = max(left + 1, min(self.image.width, ceil((box.right - self.box.left) * self.dots)))
        bottom = max(top + 1, min(self.image.height, ceil((box.bottom - self.box.top) * self.dots)))
        return left, top, right, bottom

    def edges_of(self, box: Box) -> tuple[float, float, float, float]:
        """The edges of a part of the page in fractions of pixels, within the picture."""
        part = box.within(self.box) or box
        edges = (
            part.left - self.box.left,
            part.top - self.box.top,
            part.right - self.box.left,
            part.bottom - self.box.top,
        )
        left, top, right, bottom = (edge * self.dots for edge in edges)
        return left, top, min(right, self.image.width), min(bottom, self.image.height)

    def on_page(self, dots: tuple[float, float, float, float]) -> Box:
        """The part of the page that a part of the picture shows, in pixels or fractions of them."""
        left, top, right, bottom = (n / self.dots for n in dots)
        return Box(self.box.left + left, self.box.top + top, self.box.left + right, self.box.top + bottom)


class Page:
    """One page as displayed: rotated and cropped. Everything is read on demand."""

    def __init__(self, native: Any, number: int, spend: Callable[[int], None], weight: int = 0) -> None:
        self._native = native
        self.number = number
        self._spend, self._weight = spend, weight
        width, height = native.get_size()
        self.box = Box(0, 0, width * MM_PER_POINT, height * MM_PER_POINT)

    @cached_property
    def _frame(self) -> Frame:
        return Frame.of(self._native)

    @cached_property
    def _text_page(self) -> Any:
        return self._native.get_textpage()

    @cached_property
    def text(self) -> str:
        """All text of the page, with line ends, and U+FFFE where a line breaks within a word.

        A character counts as in PDFium, in UTF-16; a character that needs two is followed by U+2060.
        """
        text: str = self._text_page.get_text_range()
        return (
            "".join(c if c < "\U00010000" else f"{c}\u2060" for c in text) if max(text, default="") > "\uffff" else text
        )

    def lines(self, span: Span) -> list[Box]:
        """The places of a part of the text: a box for each of its lines."""
        from pypdfium2 import raw

        first, last = (
            raw.FPDFText_GetCharIndexFromTextIndex(self._text_page.raw, at) for at in (span.start, span.end - 1)
        )
        if first < 0 or last < first:
            return []
        count = raw.FPDFText_CountRects(self._text_page.raw, first, last - first + 1)
        return [self._frame.shown(*self._text_page.get_rect(at)) for at in range(count)]

    def text_in(self, box: Box) -> str:
        """The characters inside a part of the page, wholly or not."""
        left, bottom, right, top = self._frame.on_canvas(box)
        text: str = self._text_page.get_text_bounded(left, bottom, right, top)
        return text

    @cached_property
    def words(self) -> tuple[PlacedWord, ...]:
        """The words of the page, in paint order."""
        return tuple(words_on(self._text_page, self._frame))

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """All drawings except text, in paint order, each in its visible part."""
        drawn = tuple(drawn_on(self._native, self._frame, self.box))
        self._spend(_A_THING * len(drawn))
        return drawn

    @cached_property
    def spoken(self) -> str:
        """The text that a screen reader reads: of each piece the text that it tells, or else the words drawn in it."""
        drawn: dict[int, list[str]] = {}
        for word in self.words:
            drawn.setdefault(word.mark, []).append(word.text)
        return " ".join(tagged.actual or " ".join(drawn.get(mark, ())) for mark, tagged in self._tags.items())

    @cached_property
    def _tags(self) -> dict[int, Tagged]:
        return tags_of(self._native)

    @property
    def places(self) -> list[Place]:
        """The places of this page's content in the structure tree, in reading order."""
        return sorted({tagged.place for tagged in self._tags.values()})

    def tagged(self, mark: int) -> Tagged | None:
        """The structure tree's facts about marked content; None without any, as for an artifact."""
        return self._tags.get(mark)

    def is_tagged(self, span: Span) -> bool:
        """Whether a part of the text is in the structure tree, so that screen readers read it."""
        from pypdfium2 import raw

        at = raw.FPDFText_GetCharIndexFromTextIndex(self._text_page.raw, span.start)
        found = raw.FPDFText_GetTextObject(self._text_page.raw, at)
        return bool(found) and raw.FPDFPageObj_GetMarkedContentID(found) in self._tags

    def view(self, box: Box, dots: float) -> View:
        """The rendering of a part of the page, with at most this many pixels per millimetre."""
        self._spend(_A_LOOK + self._weight)
        part = box.within(self.box) or Box(0, 0, 1 / dots, 1 / dots)
        dots = min(dots, (_MOST_PIXELS / (part.width * part.height)) ** 0.5)
        scale = dots * MM_PER_POINT
        # PDFium rounds the page up to whole pixels, and removes the margins on each side.
        across, down = (ceil(side * scale) for side in self._native.get_size())
        left, top = int(part.left * dots), int(part.top * dots)
        right, bottom = max(left + 1, ceil(part.right * dots)), max(top + 1, ceil(part.bottom * dots))
        right, bottom = min(across, right), min(down, bottom)
        crop = (left, down - bottom, across - right, top)
        # Its binding rounds these up, too: half a pixel less avoids a last digit too many.
        bitmap = self._native.render(scale=scale, crop=tuple(max(0.0, (n - 0.5) / scale) for n in crop))
        return View(bitmap.to_pil().convert("RGB"), Box(left / dots, top / dots, right / dots, bottom / dots))


class PdfFile:
    """An open PDF, whose pages are read on demand. To be used in a `with` statement."""

    def __init__(self, native: Any, weights: Sequence[int] = ()) -> None:
        from pypdfium2 import raw

        self._native = native
        self._weights, self._left = weights, _MOST_LOOKED_AT
        self.tagged = bool(raw.FPDFCatalog_IsTagged(native.raw))
        """Whether the file declares a structure tree for screen readers."""

    def pages(self) -> Iterator[Page]:
        """The pages; each must be finished before the next. Raises UnreadableFile."""
        from pypdfium2 import PdfiumError

        for number in range(1, len(self._native) + 1):
            try:
                native = self._native[number - 1]
            except PdfiumError:
                raise UnreadableFile(f"page {number} of the PDF is damaged; export the file again") from None
            if not all(_LEAST_SIDE <= side <= _MOST_SIDE for side in native.get_size()):
                message = (
                    f"page {number} of the PDF is smaller than {_LEAST_SIDE} pt, or wider or higher than {_MOST_SIDE}"
                )
                raise UnreadableFile(f"{message}; export the file with pages of A4 or Letter")
            weight = self._weights[number - 1] if number <= len(self._weights) else 0
            yield Page(native, number, self._spend, weight)
            native.close()

    def _spend(self, bytes_drawn: int) -> None:
        self._left -= bytes_drawn
        if self._left < 0:
            raise UnreadableFile("the PDF draws too much to be looked at again and again; export charts as pictures")

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._native.close()


def open_pdf(data: bytes, weights: Sequence[int] = ()) -> PdfFile:
    """Open a PDF; for a stranger's, with the cost of each page (read/weight.py).

    Raises UnreadableFile, as do its pages, if it is damaged or locked, or larger than 100 MB or 1000 pages.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    if len(data) > _LARGEST:
        raise UnreadableFile("the PDF is larger than 100 MB; export it with smaller pictures")
    try:
        native = PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).casefold():
            raise UnreadableFile(LOCKED) from None
        raise UnreadableFile("the PDF is damaged and cannot be opened; export it again") from None
    if len(native) > MOST_PAGES:
        native.close()
        raise UnreadableFile(f"the PDF has more than {MOST_PAGES} pages; check it in parts")
    return PdfFile(native, weights)
