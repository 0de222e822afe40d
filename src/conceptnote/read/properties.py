"""Properties of a paragraph, a run, a style or a section in a Word file."""

from __future__ import annotations

from collections.abc import Iterable

from conceptnote.ooxml.xml import Element, qualified


def value(element: Element | None, path: str) -> str | None:
    """The `w:val` of an element below, empty without a value; None without the element."""
    below = None if element is None else element.find("/".join(qualified(step) for step in path.split("/")))
    return None if below is None else below.get(qualified("w:val"), "")


def first(chain: Iterable[Element | None], path: str) -> str | None:
    """The value in the first element that has one."""
    return next((found for element in chain if (found := value(element, path)) is not None), None)


def is_on(chain: Iterable[Element | None], path: str) -> bool:
    """Whether the first element with a property switches it on, as it does without a value (29500-1 17.17.4)."""
    return first(chain, path) not in (None, "0", "false", "off")


def remove(element: Element) -> None:
    """Take an element out of its parent, if it has one."""
    if (parent := element.getparent()) is not None:
        parent.remove(element)
