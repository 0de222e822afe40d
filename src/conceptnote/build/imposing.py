"""Finished PDFs on sheets for the printer: files beside the accessible ones, which they name.

An imposed file cannot be checked alone: it has no tags, and its pages are out of reading order. But it is the same byte
for byte each time, so its source proves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.pageformat import IMPOSED_NAMES, IMPOSITIONS, SHEETS, Imposition, PageFormat, imposed_as
from conceptnote.write.imposed_pdf import IMPOSED_FROM, IMPOSITION, Sheet, impose
from conceptnote.write.imposition import plan

if TYPE_CHECKING:
    from conceptnote.doc.nodes import Doc
    from conceptnote.languages.locale import Locale
    from conceptnote.theme.theme import Theme

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\.pdf")
"""The name of a file of ours, which leads to no other folder."""


class Imposed(Struct, frozen=True):
    """Imposed pages: the file, the number of its sides, and the numbers of intended blank pages."""

    imposition: Imposition
    data: bytes
    sides: int
    blank: tuple[int, ...]


def imposed_pdfs(
    data: bytes, count: int, doc: Doc, page: PageFormat, theme: Theme, file: str, words: Locale
) -> Iterator[Imposed]:
    """The impositions of a page format for a PDF of this many pages, which is beside them as `file`.

    Raises TooManyPanels if a leaflet has no room for them.
    """
    for imposition in page.impositions:
        planned = plan(imposition, count, last_stays=doc.has_back)
        info = _information(doc, imposition, page, file, words)
        made = impose(data, planned, _sheet(imposition, page.paper, theme), info, doc.metadata.language)
        yield Imposed(imposition, made, len(planned.sides), planned.blank)


def _sheet(imposition: Imposition, paper: str, theme: Theme) -> Sheet:
    return Sheet(imposition, *theme.page.papers[SHEETS[paper]].size)


def _information(doc: Doc, imposition: Imposition, page: PageFormat, file: str, words: Locale) -> dict[str, str]:
    metadata, sheet = doc.metadata, SHEETS[page.paper]
    title = words.imposed.format(
        title=metadata.title, imposition=words.impositions[imposition], sheet=words.sheets[sheet], file=file
    )
    result = {
        "/Title": title,
        "/Author": ", ".join(metadata.authors),
        "/Subject": metadata.subject,
        "/Keywords": ", ".join(metadata.keywords),
        IMPOSITION: imposed_as(imposition, page.paper),
        IMPOSED_FROM: file,
    }
    return {name: text for name, text in result.items() if text}


class Claim(Struct, frozen=True):
    """What a file says of itself: that it is imposed, and from which file in its folder."""

    info: dict[str, str]
    language: str

    @property
    def source(self) -> str:
        """The name of its source file."""
        return self.info[IMPOSED_FROM]


def claim_of(data: bytes) -> Claim | None:
    """The claim of any file about its imposition; None without one."""
    if not data.startswith(b"%PDF-") or IMPOSED_FROM.encode() not in data:
        return None
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            info = {name: str(text) for name, text in pdf.docinfo.items() if isinstance(text, pikepdf.String)}
            claim = Claim(info, str(pdf.Root.get("/Lang", "")))
    except (pikepdf.PikepdfError, ValueError, TypeError, AttributeError, RuntimeError):  # damaged, or locked
        return None
    ours = _NAME.fullmatch(info.get(IMPOSED_FROM, "")) and info.get(IMPOSITION) in IMPOSED_NAMES
    return claim if ours else None


def is_made_of(data: bytes, claim: Claim, source: bytes, theme: Theme) -> bool:
    """Whether a file is the imposition of another, byte for byte."""
    import pikepdf

    imposition, _, sheet = claim.info[IMPOSITION].rpartition("-")
    assert imposition in IMPOSITIONS
    size = theme.page.papers[sheet].size
    try:
        with pikepdf.open(BytesIO(source), suppress_warnings=True) as pdf:
            count = len(pdf.pages)
        plans = dict.fromkeys(plan(imposition, count, last_stays=last_stays) for last_stays in (False, True))
        return any(impose(source, each, Sheet(imposition, *size), claim.info, claim.language) == data for each in plans)
    except (pikepdf.PikepdfError, ValueError, TypeError, AttributeError, RuntimeError, LookupError):
        return False  # TooManyPanels is a ValueError; the others come from damaged or locked files
