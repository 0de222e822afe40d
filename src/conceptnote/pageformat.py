"""The paper of a document: its size by name, its orientation, and how pages are imposed on sheets.

The theme knows the dimensions and the type for them (theme/theme.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct

PaperName = Literal["a4", "letter", "a5", "half-letter", "third-a4", "third-letter"]
SheetName = Literal["a4", "letter"]
Orientation = Literal["portrait", "landscape"]
Imposition = Literal["booklet", "two-up", "leaflet"]
PAPERS: tuple[PaperName, ...] = get_args(PaperName)
ORIENTATIONS: tuple[Orientation, ...] = get_args(Orientation)
IMPOSITIONS: tuple[Imposition, ...] = get_args(Imposition)

_HALVES: Mapping[SheetName, PaperName] = {"a4": "a5", "letter": "half-letter"}
_THIRDS: Mapping[SheetName, PaperName] = {"a4": "third-a4", "letter": "third-letter"}
_PARTS: Mapping[Imposition, Mapping[SheetName, PaperName]] = {
    "booklet": _HALVES, "two-up": _HALVES, "leaflet": _THIRDS,
}  # fmt: skip
SHEETS: Mapping[str, SheetName] = {part: sheet for parts in (_HALVES, _THIRDS) for sheet, part in parts.items()}
"""The sheet of each part of a sheet."""

IMPOSED_NAMES = frozenset(f"{imposition}-{sheet}" for imposition, parts in _PARTS.items() for sheet in parts)
"""Words in the names of imposed files, and of no others."""


class FormatMismatch(ValueError):
    """A paper and impositions that do not go together; `hint` says which would."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class PageFormat(Struct, frozen=True):
    """The paper of a document, and the impositions of its pages."""

    paper: PaperName = "a4"
    orientation: Orientation = "portrait"
    impositions: tuple[Imposition, ...] = ()


def page_format(
    paper: PaperName | None, orientation: Orientation | None, impositions: Sequence[Imposition]
) -> PageFormat:
    """The requested page format, by default A4 upright.

    With impositions a document is laid out on its part of the sheet, whether the sheet or the part is named. Raises
    FormatMismatch if there is no such part, or more than one.
    """
    named = paper or "a4"
    pages = {one: _part(named, one) for one in impositions}
    if len(set(pages.values())) > 1:
        each = " and ".join(f"{its} for “{one}”" for one, its in pages.items())
        message = f"a document has one size of page, and this asks for pages of {each}"
        raise FormatMismatch(message, "ask for one of them")
    return PageFormat(next(iter(pages.values()), named), orientation or "portrait", tuple(pages))


def _part(paper: PaperName, imposition: Imposition) -> PaperName:
    parts = _PARTS[imposition]
    if paper in parts.values():
        return paper
    if paper == "a4" or paper == "letter":
        return parts[paper]
    sheet = SHEETS[paper]
    message = f"“{imposition}” takes pages of {' or '.join(parts.values())}, and not of {paper}"
    raise FormatMismatch(message, f"name the sheet that it is printed on, {sheet}, or {parts[sheet]}")


def imposed_as(imposition: str, paper: str) -> str:
    """The word for an imposed file with pages of this paper: `booklet-a4`.

    Raises KeyError for a paper that is not a part of a sheet.
    """
    return f"{imposition}-{SHEETS[paper]}"
