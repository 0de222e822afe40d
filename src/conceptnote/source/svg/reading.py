"""From an untrusted SVG picture to a checked one."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from conceptnote.source.svg.drawing import Drawing
from conceptnote.source.svg.error import SvgError
from conceptnote.source.svg.lengths import numbers, pixels
from conceptnote.source.svg.parse import parse_svg
from conceptnote.source.svg.plain import plain_svg
from conceptnote.source.svg.references import check_references
from conceptnote.source.svg.style import Styles

_LONGEST, _MOST_UNLIKE = 20_000.0, 50
"""The longest side in pixels, and the greatest ratio of the sides."""


@lru_cache(maxsize=128)
def read_svg(data: bytes) -> Drawing:
    """An SVG picture, rendered once as a test.

    Raises SvgError if it is unsafe, has no size, draws nothing, refers to itself or draws too much.
    """
    root = parse_svg(data)
    width, height = _size(root)
    styles = Styles.of_picture(root)
    check_references(root, styles)
    root.set("width", f"{width:.10g}")
    root.set("height", f"{height:.10g}")
    drawing = Drawing(etree.tostring(root, encoding="unicode"), width, height)
    return drawing.with_plain(plain_svg(root, styles, width, height))


def _size(root: Element) -> tuple[float, float]:
    style = dict(re.findall(r"(?:^|;)\s*(width|height)\s*:\s*([^;]+)", root.get("style") or ""))
    sides = (pixels(style.get(name, root.get(name)), of_font=True) for name in ("width", "height"))
    width, height = (side if side and side > 0 else None for side in sides)
    box = numbers(root.get("viewBox") or "")
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[2] / box[3]
        if width is None and height is None:
            width, height = box[2], box[3]
        width = width if width is not None else (height or 0) * ratio
        height = height if height is not None else width / ratio
    elif "viewBox" in root.attrib:
        del root.attrib["viewBox"]
    if not width or not height:
        raise SvgError("the SVG has no size: it needs a viewBox, or width and height")
    if max(width, height) > _LONGEST or max(width / height, height / width) > _MOST_UNLIKE:
        size = f"{width:.6g} × {height:.6g}"
        raise SvgError(f"the SVG is {size} pixels large", hint="give it the size that it needs")
    return width, height
