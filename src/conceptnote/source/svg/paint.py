"""Fill, stroke and opacity of an outline."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from conceptnote.source.svg.lengths import numbers, pixels
from conceptnote.source.svg.shapes import NotPlain, Outline, decimal


def painted(shape: Outline, now: Mapping[str, str]) -> Iterator[Element]:
    """A filled outline with its stroke; each has an opacity."""
    data = shape.written()
    fill, line = _colour(now["fill"], now), _colour(now["stroke"], now)
    width = pixels(now["stroke-width"])
    if line and (width is None or width < 0):
        raise NotPlain
    filled = {"fill": fill} if fill else {}
    if filled and now["fill-rule"] == "evenodd":
        filled["fill-rule"] = "evenodd"
    drawn = _line(shape, line, width or 0.0, now) if line and width else {}
    pale, pale_line = opacity(now["fill-opacity"]), opacity(now["stroke-opacity"])
    if filled and drawn and (pale, pale_line) == (1, 1):
        yield Element("path", {"d": data, **filled, **drawn})
        return
    if filled:
        yield Element("path", {"d": data, **filled, **({"opacity": decimal(pale)} if pale < 1 else {})})
    if drawn:
        paler = {"opacity": decimal(pale_line)} if pale_line < 1 else {}
        yield Element("path", {"d": data, "fill": "none", **drawn, **paler})


def _line(shape: Outline, colour: str, width: float, now: Mapping[str, str]) -> dict[str, str]:
    cap, join, limit = now["stroke-linecap"], now["stroke-linejoin"], numbers(now["stroke-miterlimit"])
    if shape.has_dots and cap != "butt":
        raise NotPlain
    if cap not in ("butt", "round", "square") or join not in ("miter", "round", "bevel") or len(limit) != 1:
        raise NotPlain
    values = {"stroke": colour, "stroke-width": decimal(width), "stroke-miterlimit": decimal(limit[0])}
    values |= {"stroke-linecap": cap, "stroke-linejoin": join}
    if now["stroke-dasharray"] != "none":
        dashes = [pixels(one) for one in re.split(r"[\s,]+", now["stroke-dasharray"].strip())]
        start = pixels(now["stroke-dashoffset"])
        # Renderers differ on joining the first and the last dash.
        if shape.is_closed or start is None or any(one is None or one < 0 for one in dashes) or not any(dashes):
            raise NotPlain
        values["stroke-dasharray"] = " ".join(decimal(one) for one in dashes if one is not None)
        values["stroke-dashoffset"] = decimal(start)
    return values


def _colour(text: str, now: Mapping[str, str]) -> str | None:
    """An opaque colour as #rrggbb; None for none. Raises NotPlain for any other paint."""
    from PIL import ImageColor

    text = now["color"] if text.casefold() == "currentcolor" else text
    if text == "none":
        return None
    try:
        found = ImageColor.getrgb(text)
    except ValueError:
        raise NotPlain from None
    if len(found) != 3 or text.lower().startswith(("hsv", "hsb", "hsl")):
        raise NotPlain
    return "#{:02x}{:02x}{:02x}".format(*found)


def opacity(text: str) -> float:
    """An opacity from 0 to 1."""
    try:
        value = float(text.removesuffix("%")) / 100 if text.strip().endswith("%") else float(text)
    except ValueError:
        raise NotPlain from None
    if not math.isfinite(value):
        raise NotPlain
    return min(1.0, max(0.0, value))
