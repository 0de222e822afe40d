"""The outlines of basic shapes and paths, in the few commands that all readers draw alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path.parser import parse_path

from conceptnote.source.svg.lengths import numbers, pixels


class NotPlain(Exception):
    """The drawing has something that readers draw differently."""


class Outline:
    """The outline of a shape: absolute moves, lines, curves and closings."""

    def __init__(self, data: str) -> None:
        """Read SVG path data. Raises NotPlain for data with an error, which renderers treat differently."""
        self._pen = RecordingPen()
        if not data.strip() or data.strip() == "none":
            return
        try:
            parse_path(data, self._pen)
        except (ValueError, IndexError, TypeError, AssertionError, OverflowError, ZeroDivisionError):
            raise NotPlain from None
        if not _is_understood(data):
            raise NotPlain
        self._pen.value = list(_without_closing_lines(self._pen.value))

    def __bool__(self) -> bool:
        return any(name not in ("moveTo", "endPath", "closePath") for name, _ in self._pen.value)

    @property
    def has_dots(self) -> bool:
        """Whether a part of it is a single point, which a round or square cap shows."""
        points: set[Any] = set()
        for name, arguments in self._pen.value:
            if name in ("endPath", "closePath"):
                if len(points) == 1:
                    return True
                points = set()
            else:
                points |= set(arguments)
        return False

    @property
    def is_closed(self) -> bool:
        """Whether any of its contours ends where it begins."""
        return any(name == "closePath" for name, _ in self._pen.value)

    @property
    def parts(self) -> int:
        """The number of its contours."""
        return sum(name == "moveTo" for name, _ in self._pen.value)

    def written(self, by: Transform | None = None) -> str:
        """Its path data, transformed."""
        pen = SVGPathPen(None, ntos=decimal)
        self._pen.replay(pen if by is None else TransformPen(pen, by))
        return str(pen.getCommands())


def _without_closing_lines(value: list[Any]) -> Iterator[Any]:
    """The commands without a line to the start of a contour that is closed anyway: it would spoil the last corner."""
    start = None
    for command, after in zip(value, [*value[1:], None], strict=True):
        name, arguments = command
        start = arguments if name == "moveTo" else start
        if name == "lineTo" and arguments == start and after is not None and after[0] == "closePath":
            continue
        yield command


def decimal(value: float) -> str:
    """A number with seven digits, without an exponent."""
    short = f"{value:.7g}"
    short = short if "e" not in short else f"{value:.10f}"
    return short.rstrip("0").rstrip(".") if "." in short else short


_COMMANDS = frozenset("MmZzLlHhVvCcSsQqTtAaeE0123456789+-., \t\r\n\f")


def _is_understood(data: str) -> bool:
    return _COMMANDS.issuperset(data)


def outline(kind: str, attributes: Mapping[str, str]) -> Outline | None:
    """The outline of a shape; None for another element. Raises NotPlain."""
    make = _SHAPES.get(kind)
    return None if make is None else Outline(make(_Lengths(attributes)))


class _Lengths:
    """The attributes of a shape as numbers."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.attributes = attributes

    def __call__(self, name: str, default: float = 0.0) -> float:
        text = self.attributes.get(name)
        if text is None or text.strip() == "auto":
            return default
        length = pixels(text)
        if length is None:
            raise NotPlain
        return length

    def size(self, name: str) -> float:
        """A length that cannot be negative."""
        if (length := self(name)) < 0:
            raise NotPlain
        return length


def _rect(of: _Lengths) -> str:
    x, y, width, height = of("x"), of("y"), of.size("width"), of.size("height")
    across, down = of("rx", -1.0), of("ry", -1.0)
    across, down = (down if across < 0 else across), (across if down < 0 else down)
    across, down = min(max(across, 0.0), width / 2), min(max(down, 0.0), height / 2)
    if not width or not height:
        return ""
    if not across or not down:
        return f"M{x} {y}H{x + width}V{y + height}H{x}Z"
    right, low, arc = x + width, y + height, f"A{across} {down} 0 0 1 "
    return (
        f"M{x + across} {y}H{right - across}{arc}{right} {y + down}V{low - down}{arc}{right - across} {low}"
        f"H{x + across}{arc}{x} {low - down}V{y + down}{arc}{x + across} {y}Z"
    )


def _oval(x: float, y: float, across: float, down: float) -> str:
    if not across or not down:
        return ""
    arc = f"A{across} {down} 0 0 1 "
    return f"M{x + across} {y}{arc}{x} {y + down}{arc}{x - across} {y}{arc}{x} {y - down}{arc}{x + across} {y}Z"


def _polyline(of: _Lengths) -> str:
    points = numbers(of.attributes.get("points", ""))
    if len(points) < 4 or not _is_understood(of.attributes.get("points", "")):
        return ""
    pairs = zip(points[::2], points[1::2], strict=False)
    return "M" + "L".join(f"{x} {y}" for x, y in pairs)


_SHAPES: dict[str, Callable[[_Lengths], str]] = {
    "path": lambda of: of.attributes.get("d", ""),
    "rect": _rect,
    "circle": lambda of: _oval(of("cx"), of("cy"), of.size("r"), of.size("r")),
    "ellipse": lambda of: _oval(of("cx"), of("cy"), of.size("rx"), of.size("ry")),
    "line": lambda of: f"M{of('x1')} {of('y1')}L{of('x2')} {of('y2')}",
    "polyline": _polyline,
    "polygon": lambda of: f"{line}Z" if (line := _polyline(of)) else "",
}
