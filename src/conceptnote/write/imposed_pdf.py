"""The pages of a finished PDF on sheets, for a printer or a copier: as large as they are, in the order of a plan.

Nothing of it is accessible, and it does not say so: no tags, no standard, no links. Each page is a form XObject
(ISO 32000-1, 8.10) whose content is that of the page to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from conceptnote.pageformat import Imposition
from conceptnote.units import POINTS_PER_MM
from conceptnote.write.imposition import Plan, Side

IMPOSITION, IMPOSED_FROM = "/Imposition", "/ImposedFrom"
"""Entries of the document information that tell how a file was imposed and of which (ISO 32000-1, 14.3.3)."""

_FOLDED_IN = 2.0
"""Millimetres by which the panel that is folded in is narrower than the others, so that it lies flat."""

_MARK, _MARK_WEIGHT = 7.0, 0.25
"""How far a mark reaches from the edge of the sheet, in millimetres, and its weight in points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, upright, in millimetres, and what is done to it."""

    imposition: Imposition
    width: float
    height: float


def impose(data: bytes, plan: Plan, sheet: Sheet, info: Mapping[str, str], language: str) -> bytes:
    """A PDF with the pages of another on sheets, the same bytes each time; `info` is its document information.

    Raises pikepdf.PdfError where the other cannot be read.
    """
    import pikepdf

    with pikepdf.open(BytesIO(data)) as source, pikepdf.new() as made:
        pages = [made.copy_foreign(page.as_form_xobject()) for page in source.pages]
        left, bottom, right, top = (float(edge) for edge in list(source.pages[0].mediabox))
        size, across = (right - left, top - bottom), right - left <= top - bottom
        length, breadth = (side * POINTS_PER_MM for side in (sheet.height, sheet.width))
        for number, side in enumerate(plan.sides):
            edges = _edges(sheet.imposition, length, front=number % 2 == 0)
            page = made.add_blank_page(page_size=(length, breadth) if across else (breadth, length))
            content = [*_placed(side, edges, size, breadth, across), *_marks(sheet, edges, breadth, across)]
            # The whole sheet is what comes off the copier; it bears no bleed (ISO 32000-1, 14.11.2).
            page.obj.TrimBox = page.obj.BleedBox = page.obj.MediaBox
            page.obj.Contents = made.make_stream("\n".join(content).encode())
            shown = {f"/P{n}": pages[n - 1] for n in dict.fromkeys(side) if n is not None}
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(shown))
        for name, text in info.items():
            made.docinfo[name] = text
        made.Root.Lang = language
        # How the file asks to be printed (ISO 32000-1, 12.2).
        made.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"), Duplex=pikepdf.Name.DuplexFlipShortEdge
        )
        file = BytesIO()
        # Not in object streams: whoever looks for the entries above finds them without opening the file.
        made.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return file.getvalue()


def _edges(imposition: Imposition, length: float, *, front: bool) -> list[float]:
    """Where the places of a side begin along the sheet, and its end, in points."""
    if imposition != "leaflet":
        return [0, length / 2, length]
    narrow = length / 3 - _FOLDED_IN * 2 / 3 * POINTS_PER_MM
    wide = (length - narrow) / 2
    # The panel that is folded in is the first on the outside, and so the last on the inside.
    return [0, narrow, narrow + wide, length] if front else [0, wide, 2 * wide, length]


def _placed(
    side: Side, edges: Sequence[float], size: tuple[float, float], breadth: float, across: bool
) -> Iterator[str]:
    """The pages in the middle of their places. What is one above the other begins at the top of the sheet."""
    width, height = size
    for number, start, end in zip(side, edges, edges[1:], strict=False):
        if number is not None:
            x, y = (start + end - width) / 2, (breadth - height) / 2
            if not across:
                x, y = (breadth - width) / 2, edges[-1] - (start + end + height) / 2
            yield f"q 1 0 0 1 {x:.3f} {y:.3f} cm /P{number} Do Q"


def _marks(sheet: Sheet, edges: Sequence[float], breadth: float, across: bool) -> Iterator[str]:
    """Where to cut or to fold: short lines at both edges of the sheet, broken ones for a fold."""
    reach = _MARK * POINTS_PER_MM
    yield f"q {_MARK_WEIGHT} w 0 G" + (" [3 2] 0 d" if sheet.imposition != "two-up" else "")
    for at in edges[1:-1]:
        for low, high in ((0, reach), (breadth - reach, breadth)):
            if across:
                yield f"{at:.3f} {low:.3f} m {at:.3f} {high:.3f} l S"
            else:
                yield f"{low:.3f} {edges[-1] - at:.3f} m {high:.3f} {edges[-1] - at:.3f} l S"
    yield "Q"
