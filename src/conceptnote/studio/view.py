"""The views of the studio: what is looked at, and what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from conceptnote.build.record import Target
    from conceptnote.datapath import DataPath
    from conceptnote.doc.nodes import Doc
    from conceptnote.edit.files import Revision
    from conceptnote.source.load import Source
    from conceptnote.studio.pictures import PaintedPages
    from conceptnote.write.pdf import Found

Tell = Callable[[], None]
"""Called from another thread when the content of a view has changed."""


class View(Struct, frozen=True):
    """A language, the main one if empty; an audience, everybody if empty; papers besides the usual ones."""

    language: str = ""
    audience: str = ""
    more: tuple[str, ...] = ()


class Viewer(Struct, eq=False):
    """An open page: its view, and the paper in its window with the number of its page."""

    view: View
    first: str
    tell: Tell
    page: int = 1


class Box(Struct, frozen=True):
    """A line or a value on a page, in millimetres from the upper left corner.

    `page` counts from 1. `path` is the path in the event as it is shown; without one the words come from `made_by`.
    `row` is the row of the programme in which it is printed.
    """

    page: int
    place: tuple[float, float, float, float]
    text: str
    path: DataPath | None
    made_by: str = ""
    row: DataPath = ()


class Paper(Struct, frozen=True, eq=False):
    """A document as it was printed last; `look` is everything but the document that decides its pages."""

    target: Target
    id: str
    doc: Doc
    look: object
    pages: PaintedPages
    sizes: tuple[tuple[float, float], ...]
    """Width and height of each page, in millimetres."""
    boxes: tuple[Box, ...]
    source: Source
    revision: Revision
    found: Found | None = None
    """Its layout."""
    certain: bool = True
    """Whether its layout is tried, and not taken from before."""


class Shown(Struct):
    """The content of a view; the papers are the last good ones if the file is `broken`."""

    papers: dict[str, Paper] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    """The event's title and language, and the choices, as JSON."""
    broken: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] | None = None
    """What the checks find; None until they have run."""
    checked: str = ""
    """The revision whose pages were checked, too."""
    revision: str = ""
    working: bool = True
