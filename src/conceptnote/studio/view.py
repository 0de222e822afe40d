"""What somebody looks at in the studio, and what there is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conceptnote.build.record import Target
    from conceptnote.datapath import DataPath
    from conceptnote.doc.nodes import Doc
    from conceptnote.edit.files import Revision
    from conceptnote.source.load import Source
    from conceptnote.studio.pictures import PaintedPages
    from conceptnote.write.pdf import Found

Tell = Callable[[], None]
"""Is called when what a view shows has changed, from another thread."""


@dataclass(frozen=True, slots=True)
class View:
    """A language, the main one if empty; an audience, everybody if empty; papers besides the usual ones."""

    language: str = ""
    audience: str = ""
    more: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Viewer:
    """A page that is open: what it shows, and the paper that is in its window, with the number of its page."""

    view: View
    first: str
    tell: Tell
    page: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A line or a value on a page, in millimetres from the upper left corner: `page` counts from 1.

    `path` is that of the event as it is shown; without one they are the words of whom they are `made_by`. `row` is that
    of the programme which it is printed in.
    """

    page: int
    place: tuple[float, float, float, float]
    text: str
    path: DataPath | None
    made_by: str = ""
    row: DataPath = ()


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A document as it was printed last; `look` is all that decides its pages but for the document."""

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
    """How it is laid out."""
    certain: bool = True
    """Whether it is not only laid out as it was before, without trying anything else."""


@dataclass(slots=True)
class Shown:
    """What a view shows now; the papers are the last good ones where the file is `broken`."""

    papers: dict[str, Paper] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    """The event's title and language, and what can be chosen, as the browser is told."""
    broken: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] | None = None
    """What the checks find; None until they have run."""
    checked: str = ""
    """The revision whose pages were checked, too."""
    revision: str = ""
    working: bool = True
