"""Pages of a PDF, judged by how they look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from conceptnote.check.acknowledgement.candidates import clusters, runs, with_proportions
from conceptnote.check.acknowledgement.image_matching import (
    WHITE,
    Appearance,
    Artwork,
    Colour,
    extremes,
    ground_of,
    ink_box,
    ink_of,
)
from conceptnote.check.acknowledgement.pictures import artwork
from conceptnote.check.acknowledgement.place import Rival, Shown, WordingFound
from conceptnote.check.acknowledgement.wording import Wording, credits, says
from conceptnote.check.obligation import Obligation, RequiredMark
from conceptnote.read.boxes import Box, around
from conceptnote.read.drawn import Drawn
from conceptnote.read.pdf import Page, PdfFile, Span, View

_DOTS_HIGH = 128
_LEAST_CONTRAST = 48
"""The least contrast of legible words to their background, of 255."""

_STAIN = 40
"""The difference from the background that counts as a drawing in a clear space, of 255."""

_OWN_EDGE, _ROUNDING = 0.15, 0.2
"""Millimetres by which a mark's antialiased edge may exceed its ink, and by which a clear space may be short."""

_CLEARLY = 1.0
"""How much more, of 255, a drawing resembles the one of two marks that it is; rendering differs less."""

_HEAD, _FOOT = 45.0, 70.0
"""Millimetres from the upper and lower edge in which drawings, or drawings beside a mark, are candidates.

Elsewhere a page has photographs and charts, and nobody compares these with a mark.
"""


_WORD = re.compile(r"[^\W_]+")


class Sighting(Struct, frozen=True):
    """A mark on the page: its ink, its background, the size with margins, and what painted it."""

    ink: Box
    ground: Colour
    width: float
    height: float
    tag: int


class PagePlace:
    """One page; `tagged` says that the file has a structure tree."""

    where = ""
    every_page = body = True

    def __init__(self, page: Page, tagged: bool, marks: Iterable[RequiredMark]) -> None:
        self._page, self._tagged, self._marks = page, tagged, tuple(marks)
        self.page: int | None = page.number
        self._sightings: dict[RequiredMark, Sighting | None] = {}
        self._looks: dict[Drawn, tuple[View, Appearance]] = {}

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self._page.text)

    # Words

    def says(self, words: str) -> WordingFound | None:
        found = list(self._wording.find(words))
        return WordingFound(seen=any(self._can_be_read(span) for span in found)) if found else None

    def _can_be_read(self, span: Span) -> bool:
        """Whether each word has enough contrast to its background."""
        starts = (
            (span.start + match.start(), match) for match in _WORD.finditer(self._page.text[span.start : span.end])
        )
        boxes = [box for start, match in starts for box in self._page.lines(Span(start, start + len(match[0])))]
        boxes = boxes or self._page.lines(span)  # signs alone, such as “&”
        if not boxes or not self._page.box.grown(0.5).holds(whole := around(boxes)):
            return False
        view = self._page.view(whole, 6)
        grey = view.image.convert("L")
        levels = (extremes(grey.crop(view.in_dots(box))) for box in boxes)
        return all(most - least >= _LEAST_CONTRAST for least, most in levels)

    def credits(self, obligation: Obligation) -> bool:
        found = list(credits(self._wording, obligation))
        if self._tagged:
            tagged = any(self._page.is_tagged(span) for span in found)
            return tagged or any(True for _ in credits(Wording(self._page.spoken), obligation))
        # Without tags, the words at the foot of the page must be in the body too.
        at_foot = obligation.every_page and says(obligation.words, obligation.party)
        return len(found) > at_foot

    # Marks

    def shows(self, mark: RequiredMark) -> Shown | None:
        seen = self._sighting(mark)
        return None if seen is None else Shown(seen.width, seen.height, self._alt(seen))

    def _alt(self, seen: Sighting) -> str | None:
        tag = self._page.tagged(seen.tag) if self._tagged and seen.tag >= 0 else None
        return None if tag is None else tag.alt or ""

    def beside(self, words: str, mark: RequiredMark) -> bool:
        seen = self._sighting(mark)
        if seen is None:
            return False
        lines = [line for span in self._wording.find(words) for line in self._page.lines(span)]
        shared = ((min(line.bottom, seen.ink.bottom) - max(line.top, seen.ink.top), line) for line in lines)
        return any(overlap >= line.height / 2 for overlap, line in shared)

    def intruder(self, mark: RequiredMark, clear: float) -> str | None:
        seen = self._sighting(mark)
        if seen is None:
            return None
        if on_it := " ".join(self._page.text_in(seen.ink.grown(-0.3)).split()):
            return f"“{on_it}”"
        for other in self._marks:
            near = self._sighting(other)
            if other.asset != mark.asset and near is not None and near.ink.grown(-0.3).within(seen.ink):
                return f"the mark “{other.alt}”"
        if clear <= _ROUNDING:
            return None
        zone = seen.ink.grown(clear - _ROUNDING)
        if not self._page.box.holds(zone):
            return "the edge of the page"
        view = self._page.view(zone, 8)
        view.image.paste(seen.ground, view.in_dots(seen.ink.grown(_OWN_EDGE)))
        if (stain := ink_box(view.image, seen.ground, _STAIN)) is None:
            return None
        words = " ".join(self._page.text_in(view.on_page(stain)).split())
        return f"“{words}”" if words else "another drawing"

    def rivals(self, mark: RequiredMark) -> Iterator[Rival]:
        own = self._sighting(mark)
        known = [(other, seen) for other in self._marks if (seen := self._sighting(other)) is not None]
        for other, seen in known:
            if other != mark:
                yield Rival(f"the mark “{other.alt}”", seen.width, seen.height)
        if own is None:
            return
        sheet = self._page.box
        at_foot = own.ink.top >= sheet.bottom - _FOOT
        band = Box(0, own.ink.top, sheet.right, sheet.bottom if at_foot else own.ink.bottom)
        taken = [seen.ink.grown(1) for _, seen in known]
        free = [one.box for one in self._page.drawn if not any(ink.holds(one.box) for ink in taken)]
        for box in clusters([one for one in free if one.within(band) or one.bottom <= _HEAD]):
            view = self._page.view(box.grown(1), 8)
            ink = ink_of(view.image, ground_of(view.image), view.in_dots(box))
            if ink is not None and not self._page.text_in(box).strip():
                place = f"{box.left:.0f} mm from the left and {box.top:.0f} mm from the top"
                yield Rival(f"the picture {place}", ink.width / view.dots, ink.height / view.dots)

    def _sighting(self, mark: RequiredMark) -> Sighting | None:
        if mark not in self._sightings:
            same = [other for other in dict.fromkeys(self._marks) if other.asset == mark.asset]
            found = self._look_for(artwork(mark.asset))
            self._sightings[mark] = self._best(found, mark) if len(same) <= 1 else self._one_of(list(found), mark, same)
        return self._sightings[mark]

    def _best(self, found: Iterator[Sighting], mark: RequiredMark) -> Sighting | None:
        """The largest of several places, except those with other words: a figure may show the same picture."""
        first = next(found, None)
        if first is None or self._speaks_for(first, mark):
            return first
        return next((seen for seen in found if self._speaks_for(seen, mark)), first)

    def _speaks_for(self, seen: Sighting, mark: RequiredMark) -> bool:
        alt = self._alt(seen)
        return alt is None or says(alt, mark.alt)

    def _one_of(self, found: list[Sighting], mark: RequiredMark, same: list[RequiredMark]) -> Sighting | None:
        """Choose this mark's place where marks of several funders look the same.

        Its alternative text tells, if it has one; the others are in the order of their funders.
        """
        places: list[Sighting] = []
        for seen in found:
            if not any(seen.ink.grown(-0.3).within(other.ink) for other in places):
                places.append(seen)
        meant = {other: [one for one in places if says(self._alt(one) or "", other.alt)] for other in same}
        if meant[mark]:
            return meant[mark][0]
        left = [one for one in places if not any(one in own for own in meant.values())] or places
        left.sort(key=lambda one: (one.ink.top, one.ink.left))
        order = [other for other in same if not meant[other]]
        return left[order.index(mark) % len(left)] if left else None

    def _look_for(self, art: Artwork) -> Iterator[Sighting]:
        """The places where the page looks like the artwork, the largest first."""
        sought = art.on(WHITE)
        aspects = {art.aspect} if sought is None else {art.aspect, sought[1].part.aspect}
        for one in with_proportions(self._runs, aspects):
            if (seen := self._look_at(one, art)) is not None and not self._is_another(one, art):
                yield seen

    def _is_another(self, one: Drawn, art: Artwork) -> bool:
        """Whether a drawing resembles another mark more: marks may differ only a little in colour."""
        _, look = self._looks[one]
        limit = art.difference(look) - _CLEARLY
        others = {artwork(mark.asset) for mark in self._marks} - {art}
        return any(other.difference(look) < limit and other.find(look, framed=one.bitmap) for other in others)

    @cached_property
    def _runs(self) -> list[Drawn]:
        return runs(self._page.drawn)

    def _look_at(self, one: Drawn, art: Artwork) -> Sighting | None:
        if one not in self._looks:
            view = self._page.view(one.box.grown(0.6), min(40.0, _DOTS_HIGH / one.box.height))
            self._looks[one] = view, Appearance(view.image, ground_of(view.image), view.edges_of(one.box))
        view, look = self._looks[one]
        whole = art.find(look, framed=one.bitmap)
        if whole is None:
            return None
        box, ink = view.on_page(whole), view.on_page(art.ink_in(whole, look.ground))
        return Sighting(ink, look.ground, box.width, box.height, one.mark)


def places_of_pdf(file: PdfFile, obligations: Iterable[Obligation]) -> Iterator[PagePlace]:
    """The pages one by one; each must be finished before the next."""
    marks = [mark for obligation in obligations for mark in obligation.marks]
    for page in file.pages():
        yield PagePlace(page, file.tagged, marks)
