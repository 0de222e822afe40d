"""How much a stranger's SVG draws, with repeated elements counted each time."""

from __future__ import annotations

import re

from conceptnote.ooxml.xml import Element

_REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")


def elements_drawn(root: Element, most: int) -> int | None:
    """The number of elements that an SVG draws, with referenced ones counted each time (SVG 2, 5.6 and 13 to 15).

    None if there are more than `most`, or if one refers to itself.
    """
    named: dict[str, Element] = {}
    for each in root.iter():
        if isinstance(each.tag, str) and (name := each.get("id")):
            named.setdefault(name, each)
    weights: dict[Element, int | None] = {}
    todo = [root]
    while todo:
        element = todo[-1]
        if element not in weights:
            weights[element] = None
            inner = [*(child for child in element if isinstance(child.tag, str)), *_referred(element, named)]
            # An element on the stack contains this one.
            if any(weights.get(each, 0) is None for each in inner):
                return None
            todo += [each for each in inner if each not in weights]
            continue
        todo.pop()
        if weights[element] is None:
            inner = [*(child for child in element if isinstance(child.tag, str)), *_referred(element, named)]
            weights[element] = weight = 1 + sum(weights[each] or 0 for each in inner)
            if weight > most:
                return None
    return weights[root]


def _referred(element: Element, named: dict[str, Element]) -> list[Element]:
    found = []
    for name, value in element.attrib.items():
        text = str(value)
        if str(name).rpartition("}")[2] == "href":
            found.append(text.strip().removeprefix("#"))
        elif "url(" in text:
            found += _REFERENCE.findall(text)
    return [named[name] for name in found if name in named]
