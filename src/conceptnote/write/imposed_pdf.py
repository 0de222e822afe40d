"""The pages of a finished PDF on sheets, for a printer or a copier: in full size, in the order of a plan.

The result is not accessible and does not claim to be: no tags, no standard, no links. Each page is a form XObject (ISO
32000-1, 8.10) with the page's content, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from msgspec import Struct

from conceptnote.pageformat import Imposition
from conceptnote.units import POINTS_PER_MM
from conceptnote.write.imposition import Plan, Side

IMPOSITION, IMPOSED_FROM = "/Imposition", "/ImposedFrom"
"""Entries of the document information with the imposition and the source of a file (ISO 32000-1, 14.3.3)."""

_FOLDED_IN = 2.0
"""Millimetres by which the inner panel is narrower than the others, so that it lies flat."""

_MARK, _MARK_WEIGHT = 7.0, 0.25
"""The length of a mark from the edge of the sheet, in millimetres, and its weight in points."""


class Sheet(Struct, frozen=True):
    """A sheet of paper, upright, in millimetres, and its treatment."""

    imposition: Imposition
    width: float
    height: float


def impose(data: bytes, plan: Plan, sheet: Sheet, info: Mapping[str, str], language: str) -> bytes:
    """A PDF with the pages of another on sheets, the same bytes each time; `info` is its document information.

    Raises pikepdf.PdfError if the other cannot be read.
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
            # The whole sheet comes off the copier; it has no bleed (ISO 32000-1, 14.11.2).
            page.obj.TrimBox = page.obj.BleedBox = page.obj.MediaBox
            page.obj.Contents = made.make_stream("\n".join(content).encode())
            shown = {f"/P{n}": pages[n - 1] for n in dict.fromkeys(side) if n is not None}
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(shown))
        for name, text in info.items():
            made.docinfo[name] = text
        made.Root.Lang = language
        # The file's print settings (ISO 32000-1, 12.2).
        made.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"), Duplex=pikepdf.Name.DuplexFlipShortEdge
        )
        file = BytesIO()
        # Not in object streams: the entries above are found without opening the file.
        made.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return file.getvalue()


def _edges(imposition: Imposition, length: float, *, front: bool) -> list[float]:
    """Where the places of a side begin along the sheet, and its end, in points."""
    if imposition != "leaflet":
        return [0, length / 2, length]
    narrow = length / 3 - _FOLDED_IN * 2 / 3 * POINTS_PER_MM
    wide = (length - narrow) / 2
    # The inner panel is the first on the outside, and so the last on the inside.
    return [0, narrow, narrow + wide, length] if front else [0, wide, 2 * wide, length]


def _placed(
    side: Side, edges: Sequence[float], size: tuple[float, float], breadth: float, across: bool
) -> Iterator[str]:
    """The pages centred in their places. Those one above the other begin at the top of the sheet."""
    width, height = size
    for number, start, end in zip(side, edges, edges[1:], strict=False):
        if number is not None:
            x, y = (start + end - width) / 2, (breadth - height) / 2
            if not across:
                x, y = (breadth - width) / 2, edges[-1] - (start + end + height) / 2
            yield f"q 1 0 0 1 {x:.3f} {y:.3f} cm /P{number} Do Q"


def _marks(sheet: Sheet, edges: Sequence[float], breadth: float, across: bool) -> Iterator[str]:
    """Marks for cutting or folding: short lines at both edges of the sheet, dashed ones for a fold."""
    reach = _MARK * POINTS_PER_MM
    yield f"q {_MARK_WEIGHT} w 0 G" + (" [3 2] 0 d" if sheet.imposition != "two-up" else "")
    for at in edges[1:-1]:
        for low, high in ((0, reach), (breadth - reach, breadth)):
            if across:
                yield f"{at:.3f} {low:.3f} m {at:.3f} {high:.3f} l S"
            else:
                yield f"{low:.3f} {edges[-1] - at:.3f} m {high:.3f} {edges[-1] - at:.3f} l S"
    yield "Q"
