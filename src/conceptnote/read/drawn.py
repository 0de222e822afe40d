"""Drawings on a page of a PDF besides text, and their places (PDFium's page objects)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from conceptnote.read.boxes import Box, around_points
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.units import MM_PER_POINT

_MOST_OBJECTS, _MOST_CLIP_POINTS = 100_000, 500_000
_DEEPEST = 12
_FINE = 1000
"""Steps in a point: PDFium gives places on the displayed page as integers."""

Points = list[tuple[float, float]]


class Drawn(Struct, frozen=True):
    """A bitmap, a path or a shading; `mark` is its marked-content identifier, or -1 without one."""

    box: Box
    mark: int = -1
    bitmap: bool = False


class Frame(Struct, frozen=True):
    """From a page's canvas, in points, to its display, in millimetres: cropped, rotated, from the upper left."""

    to_page: tuple[float, float, float, float, float, float]
    to_canvas: tuple[float, float, float, float, float, float]

    @classmethod
    def of(cls, page: Any) -> Frame:
        """The frame of a page."""
        from pypdfium2 import raw

        x, y = ctypes.c_int(), ctypes.c_int()
        size = [round(side * _FINE) for side in page.get_size()]
        places: Points = []
        for at in ((0, 0), (100, 0), (0, 100)):
            raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, *at, x, y)
            places.append((x.value * MM_PER_POINT / _FINE, y.value * MM_PER_POINT / _FINE))
        (e, f), (ax, ay), (cx, cy) = places
        a, b, c, d = (ax - e) / 100, (ay - f) / 100, (cx - e) / 100, (cy - f) / 100
        area = a * d - b * c
        back = d / area, -b / area, -c / area, a / area
        there = (-(e * back[0] + f * back[2]), -(e * back[1] + f * back[3]))
        return cls((a, b, c, d, e, f), (*back, *there))

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The displayed box of a box of the canvas."""
        return around_points(_moved([(left, bottom), (right, top)], self.to_page))

    def on_canvas(self, box: Box) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a box on the canvas."""
        found = around_points(_moved([(box.left, box.top), (box.right, box.bottom)], self.to_canvas))
        return found.left, found.top, found.right, found.bottom


def _moved(points: Points, by: tuple[float, ...]) -> Points:
    a, b, c, d, e, f = by
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]


def drawn_on(page: Any, frame: Frame, sheet: Box) -> Iterator[Drawn]:
    """All drawings in the visible part of a page besides text, with forms taken apart."""
    from pypdfium2 import raw

    left, clips = _MOST_OBJECTS, _Clips()

    def walk(
        count: int, get: Any, of: Any, to_page: tuple[float, ...], room: Box, mark: int, depth: int
    ) -> Iterator[Drawn]:
        nonlocal left
        for at in range(count):
            one, left = get(of, at), left - 1
            if left < 0:
                raise UnreadableFile(
                    f"a page of the PDF draws more than {_MOST_OBJECTS} things; export charts as pictures"
                )
            if not one:
                return
            kind = raw.FPDFPageObj_GetType(one)
            own = raw.FPDFPageObj_GetMarkedContentID(one)
            own = own if own >= 0 else mark
            if kind == raw.FPDF_PAGEOBJ_TEXT or not _is_active(one):
                continue
            part = _visible(one, to_page, room, clips)
            if part is None:
                continue
            if kind != raw.FPDF_PAGEOBJ_FORM:
                if kind != raw.FPDF_PAGEOBJ_PATH or _paints(one):
                    yield Drawn(part, own, kind == raw.FPDF_PAGEOBJ_IMAGE)
            elif depth < _DEEPEST:
                inner = _times(_matrix(one), to_page)
                parts = raw.FPDFFormObj_CountObjects(one)
                yield from walk(parts, raw.FPDFFormObj_GetObject, one, inner, part, own, depth + 1)

    yield from walk(raw.FPDFPage_CountObjects(page.raw), raw.FPDFPage_GetObject, page.raw, frame.to_page, sheet, -1, 0)


def _is_active(one: Any) -> bool:
    """Whether PDFium paints the object at all."""
    from pypdfium2 import raw

    active = ctypes.c_int(1)
    return not raw.FPDFPageObj_GetIsActive(one, active) or bool(active.value)


def _paints(path: Any) -> bool:
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _visible(one: Any, to_page: tuple[float, ...], room: Box, clips: _Clips) -> Box | None:
    from pypdfium2 import raw

    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(one, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
    # A line without width has a box without area.
    part = around_points(_moved(corners, to_page)).grown(0.01).within(room)
    clip = raw.FPDFPageObj_GetClipPath(one)
    for at in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
        if part is None:
            return None
        if points := list(clips.points(clip, at)):
            part = part.within(around_points(_moved(points, to_page)).grown(0.01))
    return part


class _Clips:
    """Reads clip paths, once for each object that they clip, up to a limit for the page."""

    def __init__(self) -> None:
        self._left = _MOST_CLIP_POINTS

    def points(self, clip: Any, at: int) -> Iterator[tuple[float, float]]:
        """The points of one path of a clip."""
        from pypdfium2 import raw

        x, y = ctypes.c_float(), ctypes.c_float()
        count = raw.FPDFClipPath_CountPathSegments(clip, at)
        self._left -= max(1, count)
        if self._left < 0:
            raise UnreadableFile(
                "a clipping path on a page of the PDF has too many points; export the drawing as a picture"
            )
        for segment in range(count):
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, at, segment), x, y):
                yield x.value, y.value


def _matrix(form: Any) -> tuple[float, ...]:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(form, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
