"""Tracked changes of a Word file, accepted or rejected (ISO/IEC 29500-1 17.13.5).

Runs, moves, paragraph marks, rows, cells, numbering and formatting: afterwards a part is as if nothing had been
tracked. Where a paragraph mark is removed, the rest has the properties of the last paragraph, as in Word; LibreOffice
keeps those of the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from msgspec import Struct

from conceptnote.ooxml.xml import Element, qualified
from conceptnote.read.properties import remove

_LONGEST = 200
"""The most characters read of a name."""


class Revision(Struct, frozen=True, order=True):
    """The author and date of a tracked change, in ISO 8601; empty if the file does not have them."""

    author: str
    date: str = ""


Accepts = Callable[[Revision], bool]
"""Whether a change is accepted; otherwise it is rejected."""


def _w(names: str) -> frozenset[str]:
    return frozenset(qualified(f"w:{name}") for name in names.split())


_P, _R, _TR, _TC, _TBL = (qualified(f"w:{name}") for name in ("p", "r", "tr", "tc", "tbl"))
_PPR, _RPR, _TRPR, _TCPR, _NUMPR = (qualified(f"w:{name}") for name in ("pPr", "rPr", "trPr", "tcPr", "numPr"))
_ADDED, _TAKEN = _w("ins moveTo"), _w("del moveFrom")
_CELL_ADDED, _CELL_TAKEN, _CELL_MERGED = (qualified(f"w:{name}") for name in ("cellIns", "cellDel", "cellMerge"))
_FORMER = _w(
    "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange tblGridChange numberingChange"
)
_RANGES = _w(
    "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd"
    " customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd"
    " customXmlMoveToRangeStart customXmlMoveToRangeEnd"
)
_TRACKED = _ADDED | _TAKEN | _FORMER | {_CELL_ADDED, _CELL_TAKEN, _CELL_MERGED}
_DELETED = {qualified("w:delText"): qualified("w:t"), qualified("w:delInstrText"): qualified("w:instrText")}
_HOLDERS = {_P, _TC, _TR, _TBL}
_KEPT = {_RPR, qualified("w:sectPr"), qualified("w:pPrChange")}
"""Children of paragraph properties that are not properties."""


def revision_of(element: Element) -> Revision:
    """The author and date of the change that an element tracks."""
    author, date = (element.get(qualified(f"w:{name}"), "")[:_LONGEST] for name in ("author", "date"))
    try:
        datetime.fromisoformat(date)
    except ValueError:
        date = ""
    return Revision(author.strip(), date)


def is_tracked(element: Element) -> bool:
    """Whether an element tracks a change."""
    return element.tag in _TRACKED


def revisions_of(root: Element) -> Iterator[Revision]:
    """The authors and dates of all tracked changes in a part."""
    yield from (revision_of(each) for each in root.iter() if is_tracked(each))


def resolve(root: Element, accepts: Accepts) -> None:
    """Accept or reject each tracked change of a part. The part is changed."""
    for each in [one for one in root.iter() if one.tag in _FORMER]:
        _formatting(each, accepts(revision_of(each)))
    for each in [one for one in root.iter() if one.tag in _RANGES]:
        remove(each)
    for row in list(root.iter(_TR)):
        _row(row, accepts)
    for cell in list(root.iter(_TC)):
        _cell(cell, accepts)
    gone = [paragraph for paragraph in root.iter(_P) if not _stays(paragraph, accepts)]
    # From the inside out: an insertion deleted by somebody else is in both.
    for each in reversed([one for one in root.iter() if one.tag in _ADDED | _TAKEN]):
        _content(each, accepts(revision_of(each)))
    for paragraph in gone:
        _merge(paragraph)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _content(element: Element, accepted: bool) -> None:
    """Insertions and deletions in a paragraph, or around whole ones."""
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag in (_RPR, _TRPR, _NUMPR):
        # The marker of a paragraph mark, a row or a number has separate rules.
        if parent.tag == _NUMPR and accepted is (element.tag in _TAKEN):
            remove(parent)
        else:
            remove(element)
    elif accepted is (element.tag in _ADDED):
        for each in element.iter(*_DELETED):
            each.tag = _DELETED[str(each.tag)]
        _unwrap(element)
    else:
        remove(element)


def _stays(paragraph: Element, accepts: Accepts) -> bool:
    """Whether the mark at the end of a paragraph stays."""
    properties = paragraph.find(f"{_PPR}/{_RPR}")
    for each in () if properties is None else properties:
        if (each.tag in _TAKEN and accepts(revision_of(each))) or (
            each.tag in _ADDED and not accepts(revision_of(each))
        ):
            return False
    return True


def _merge(paragraph: Element) -> None:
    """Move the content of a paragraph without its mark to the beginning of the next one."""
    parent, after = paragraph.getparent(), paragraph.getnext()
    while after is not None and after.tag not in _HOLDERS and after.tag != qualified("w:sectPr"):
        after = after.getnext()  # bookmarks and comments between the two
    if parent is None:
        return
    content = [each for each in paragraph if each.tag != _PPR]
    if after is not None and after.tag == _P:
        at = 1 if after.find(_PPR) is not None else 0
        after[at:at] = content
        parent.remove(paragraph)
    elif not any(each.iter(_R) for each in content if each.tag == _R or len(each)) and _can_go(paragraph, parent):
        parent.remove(paragraph)


def _can_go(paragraph: Element, parent: Element) -> bool:
    """Whether a cell, a note or a story stays valid without this paragraph: each ends with one (17.4.65)."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    last = after is None or after.tag == qualified("w:sectPr")
    return not last or (before is not None and before.tag == _P) or parent.tag not in _HOLDERS


def _row(row: Element, accepts: Accepts) -> None:
    properties = row.find(_TRPR)
    for each in () if properties is None else list(properties):
        if each.tag in _ADDED | _TAKEN and accepts(revision_of(each)) is (each.tag in _TAKEN):
            table = row.getparent()
            remove(row)
            if table is not None and table.find(_TR) is None:
                remove(table)
            return


def _cell(cell: Element, accepts: Accepts) -> None:
    properties = cell.find(_TCPR)
    for each in () if properties is None else list(properties):
        if each.tag in (_CELL_ADDED, _CELL_TAKEN):
            if accepts(revision_of(each)) is (each.tag == _CELL_TAKEN):
                remove(cell)
                return
            remove(each)
        elif each.tag == _CELL_MERGED:
            _merged_cell(each, accepts(revision_of(each)))


def _merged_cell(change: Element, accepted: bool) -> None:
    """A cell that was merged with the one above it, or split from it (17.13.5.2)."""
    properties = change.getparent()
    assert properties is not None
    state = change.get(qualified("w:vMerge" if accepted else "w:vMergeOrig"))
    for old in properties.findall(qualified("w:vMerge")):
        properties.remove(old)
    if state in ("rest", "cont"):
        merge = change.makeelement(qualified("w:vMerge"))
        merge.set(qualified("w:val"), "restart" if state == "rest" else "continue")
        properties.replace(change, merge)
    else:
        properties.remove(change)


def _formatting(change: Element, accepted: bool) -> None:
    """Properties as they are now, or before a change (17.13.5.29 to 17.13.5.37)."""
    properties = change.getparent()
    if properties is None:
        return
    properties.remove(change)
    former = next(iter(change), None)
    if accepted or former is None or former.tag != properties.tag:
        return
    kept = [each for each in properties if each.tag in (_KEPT if properties.tag == _PPR else _ADDED | _TAKEN)]
    properties[:] = [*former, *kept] if properties.tag == _PPR else [*kept, *former]
