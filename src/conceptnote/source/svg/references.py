"""How much a picture draws with all references replaced, counted before anything is drawn.

Three kilobytes can ask for a billion shapes.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from conceptnote.source.svg.error import SvgError
from conceptnote.source.svg.lengths import numbers
from conceptnote.source.svg.parse import href, local, references
from conceptnote.source.svg.style import Styles, is_set

MOST_DRAWN = 50_000
_DEEPEST = 150
_MOST_LAYERS = 30
"""Nested layers: each takes as much memory as the whole picture, 35 MB for a sheet of A4."""
_LAYER, _PRIMITIVE = 25, 400
"""The cost of a layer, and of a step of a filter, in shapes."""

_LONGEST_STEP = 2_000
_DRAWN_AT_POINTS = ("marker", "marker-start", "marker-mid", "marker-end")
_MOST_OF_A_FILTER = {"numOctaves": 16.0, "order": 16.0, "radius": 100.0, "stdDeviation": 1000.0}


def check_references(root: Element, styles: Styles) -> None:
    """Raise SvgError for a picture that refers to itself, or draws too much."""
    count = _Count(root, styles).of(root, ())
    if count > MOST_DRAWN:
        message = f"the SVG draws more than {MOST_DRAWN:,} shapes, where its parts are repeated and effects count"
        raise SvgError(message, hint="export it with fewer shapes and effects, or as a bitmap")


class _Count:
    """Counts the shapes of elements, each element once, however often it is referred to."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self._styles = styles
        self._named: dict[str, Element] = {}
        for element in root.iter():
            if identifier := element.get("id"):
                self._named.setdefault(identifier, element)
        self._known: dict[Element, tuple[int, int, int]] = {}

    def of(self, element: Element, chain: tuple[Element, ...]) -> int:
        """The shapes of an element at the end of a chain of others."""
        return self._measured(element, chain)[0]

    def _measured(self, element: Element, chain: tuple[Element, ...]) -> tuple[int, int, int]:
        """The same, with the depth of the element and of its layers."""
        if element in chain:
            named = [one.get("id") for one in chain[chain.index(element) :] if one.get("id")]
            round_trip = " → ".join(f"#{name}" for name in (*named, *named[:1])) or f"<{local(element)}>"
            raise SvgError(f"the SVG refers to itself: {round_trip}")
        if element in self._known:
            count, depth, layers = self._known[element]
        else:
            properties = self._styles.of(element)
            own = _layers(element, properties)
            count, depth, layers = _cost(element) + _LAYER * own, 0, 0
            for times, part in self._parts(element, properties):
                drawn, deep, below = self._measured(part, (*chain, element))
                count, depth, layers = count + times * drawn, max(depth, deep), max(layers, below)
            count, depth, layers = min(count, 10**18), depth + 1, layers + own
            self._known[element] = count, depth, layers
        if len(chain) + depth > _DEEPEST:
            raise SvgError(f"the SVG is nested more than {_DEEPEST} deep")
        if layers > _MOST_LAYERS:
            hint = "export it with fewer groups in groups, or as a bitmap"
            raise SvgError(f"the SVG has more than {_MOST_LAYERS} layers in layers: opacity, masks, clips", hint=hint)
        return count, depth, layers

    def _parts(self, element: Element, properties: dict[str, str]) -> Iterator[tuple[int, Element]]:
        """The parts drawn with an element, and how often."""
        yield from ((1, child) for child in element)
        target = href(element)
        if target and target.startswith("#") and target[1:] in self._named and local(element) != "a":
            yield 1, self._named[target[1:]]
        for name, value in properties.items():
            if name in ("class", "id", "href", "style", "d", "points"):
                continue
            times = _points(element) if name in _DRAWN_AT_POINTS else 1
            yield from ((times, self._named[one]) for one in references(value) if one in self._named)


def _cost(element: Element) -> int:
    """The cost of an element without its parts, in shapes."""
    if local(element).startswith("fe"):
        for name, most in _MOST_OF_A_FILTER.items():
            if any(abs(number) > most for number in numbers(element.get(name) or "")):
                raise SvgError(f"the SVG has a filter with {name}={element.get(name)!r:.20}, which takes too long")
        return _PRIMITIVE
    return 1 + len(element.get("d") or "") // _LONGEST_STEP


def _layers(element: Element, properties: dict[str, str]) -> int:
    """How many layers an element needs."""
    plain = (("opacity", "1"), ("mask", "none"), ("clip-path", "none"), ("mix-blend-mode", "normal"))
    return sum(is_set(properties, *one) for one in plain) + (local(element) == "filter")


def _points(element: Element) -> int:
    """About how many points a path or line has: each may have a marker."""
    return max(2, len(numbers(element.get("d") or element.get("points") or "")))
