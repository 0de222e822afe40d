"""Tracked changes of WordprocessingML (ISO/IEC 29500-1 17.13.5): runs, formatting and paragraph marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from conceptnote.ooxml.xml import Element, element, insert, qualified

_RUN, _PPR, _RPR = qualified("w:r"), qualified("w:pPr"), qualified("w:rPr")
_TEXT, _DELETED = qualified("w:t"), qualified("w:delText")
_MARKS = frozenset({qualified("w:ins"), qualified("w:del")})

By = Mapping[str, str]
"""The attributes of a change: `id`, `author` and `date`."""


def tracked_runs(tag: str, content: Iterable[Element], by: Iterable[By]) -> list[Element]:
    """Runs as inserted (`w:ins`) or deleted (`w:del`); elements around runs, such as links, have it inside."""
    made: list[Element] = []
    for is_run, group in groupby(content, lambda one: one.tag == _RUN):
        each = list(group)
        if is_run:
            made.append(element(tag, *each, **next(iter(by))))
        else:
            for holder in each:
                holder[:] = tracked_runs(tag, list(holder), by)
            made += each
    if tag == "w:del":
        for text in (text for one in made for text in one.iter(_TEXT)):
            text.tag = _DELETED
    return made


def reformatted(runs: Sequence[Element], former: Sequence[Element], by: Iterable[By]) -> bool:
    """Add the former formatting to runs (17.13.5.31); False if the former runs differ."""
    if [_content(one) for one in runs] != [_content(one) for one in former]:
        return False
    for now, then in zip(runs, former, strict=True):
        old = then.find(_RPR)
        change = element("w:rPrChange", old if old is not None else element("w:rPr"), **next(iter(by)))
        properties = now.find(_RPR)
        if properties is None:
            properties = element("w:rPr")
            now.insert(0, properties)
        properties.append(change)
    return True


def _content(run: Element) -> tuple[object, ...]:
    return run.tag, *((each.tag, each.text) for each in run if each.tag != _RPR)


def track_mark(paragraph: Element, mark: Element) -> None:
    """Mark the paragraph mark as inserted or deleted (17.13.5.15, 17.13.5.20)."""
    properties = paragraph.find(_PPR)
    if properties is None:
        properties = element("w:pPr")
        paragraph.insert(0, properties)
    insert(properties, element("w:rPr"), "w:pPr")
    within = properties.find(_RPR)
    assert within is not None
    insert(within, mark, "w:rPr")


def settle_last(blocks: Sequence[Element]) -> None:
    """Let Word undo paragraphs at the end of a cell, a note or the text, whose last mark it never removes.

    The mark of the paragraph before them is tracked instead, if that is of the same kind.
    """
    marked = [_mark(one) for one in blocks]
    last = marked[-1] if marked else None
    if last is None:
        return
    first = len(blocks) - 1
    while first and (before := marked[first - 1]) is not None and before.tag == last.tag:
        first -= 1
    if not first or marked[first - 1] is not None or _kind(blocks[first - 1]) != _kind(blocks[-1]):
        return
    parent = last.getparent()
    assert parent is not None
    parent.remove(last)
    track_mark(blocks[first - 1], last)


def _mark(block: Element) -> Element | None:
    properties = block.find(f"{_PPR}/{_RPR}")
    return next((each for each in properties if each.tag in _MARKS), None) if properties is not None else None


def _kind(block: Element) -> tuple[object, ...]:
    """The kind of a block: a paragraph with this style in this list."""
    found = (each for name in ("w:pStyle", "w:numPr") for each in block.iterfind(f"{_PPR}/{qualified(name)}"))
    return block.tag, *((each.tag, *each.attrib.values()) for one in found for each in one.iter())
