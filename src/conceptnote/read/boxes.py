"""Rectangles on a page."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Box(Struct, frozen=True):
    """A rectangle on a page, in millimetres from its upper left corner, as displayed."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def grown(self, by: float) -> Box:
        """The box enlarged by this much on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, other: Box) -> Box | None:
        """The intersection with another box, if any."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def holds(self, other: Box) -> bool:
        """Whether it contains another box."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def around(boxes: Iterable[Box]) -> Box:
    """The bounding box of these boxes, of which there must be one."""
    lefts, tops, rights, bottoms = zip(*((b.left, b.top, b.right, b.bottom) for b in boxes), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def around_points(points: Iterable[tuple[float, float]]) -> Box:
    """The bounding box of these points, of which there must be one."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))
