"""The rules for an acknowledgement: each has a name, one line, its source and its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from conceptnote.check.acknowledgement.place import Region
from conceptnote.check.acknowledgement.wording import says
from conceptnote.check.obligation import Obligation

Format = Literal["pdf", "docx", "html"]
PAPER: frozenset[Format] = frozenset({"pdf", "docx"})
ALL: frozenset[Format] = PAPER | {"html"}

TOLERANCE = 0.2
"""Tolerance of printers and rendering, in millimetres."""

_EU = "Regulation (EU) 2021/1060, Annex IX"


class Complaint(Struct, frozen=True):
    """What is wrong at a place, and how to fix it."""

    message: str
    hint: str


Check = Callable[[Obligation, Region], Iterator[Complaint]]


class Rule(Struct, frozen=True):
    """One rule. With `whole`, any part of the body may meet it; otherwise each place must."""

    rule: str
    statement: str
    source: str
    check: Check
    formats: frozenset[Format] = ALL
    whole: bool = False


RULES: dict[str, Rule] = {}
"""All rules by name, in the order of reports."""


def _rule(
    rule: str, statement: str, source: str, formats: frozenset[Format] = ALL, *, whole: bool = False
) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        RULES[rule] = Rule(rule, statement, source, check, formats, whole)
        return check

    return register


@_rule("ack-words", "the lock-up is there, word by word, and can be seen", f"the grant agreement; {_EU}, 1.2")
def words(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    text = place.says(obligation.words)
    if text is None:
        hint = "restore them exactly as the event file has them"
        yield Complaint(f"the words “{obligation.words}” of {obligation.party} are missing", hint)
    elif not text.seen:
        hint = "remove what covers or hides them"
        yield Complaint(f"the words “{obligation.words}” of {obligation.party} are there, but cannot be seen", hint)


@_rule(
    "ack-mark", "each mark can be seen there, and shows what its file shows", f"the grant agreement; {_EU}, 1.1, 1.7"
)
def mark(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    for each in obligation.marks:
        if place.shows(each) is None:
            hint = "it is missing, hidden, covered, distorted or recoloured, or another picture is in its place"
            yield Complaint(f"the mark “{each.alt}” of {obligation.party} cannot be seen", hint)


@_rule("mark-height", "each mark has at least the height that its funder asks for", "the grant agreement", PAPER)
def mark_height(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    for each in obligation.marks:
        shown = place.shows(each)
        if shown is None or shown.height is None or each.min_height is None:
            continue
        if shown.height < each.min_height - TOLERANCE:
            message = (
                f"the mark “{each.alt}” is {shown.height:.1f} mm high, and its funder asks for {each.min_height:g} mm"
            )
            yield Complaint(message, "enlarge it without distorting it")


@_rule(
    "clear-space",
    "no word, drawing or edge of the page is on a mark or in the clear space around it",
    f"the funder's manual; {_EU}, 1.4",
    frozenset({"pdf"}),
)
def clear_space(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    for each in obligation.marks:
        shown = place.shows(each)
        if shown is None or shown.height is None:
            continue
        clear = each.clear_space.at(shown.height) if each.clear_space is not None else 0.0
        if (intruder := place.intruder(each, clear)) is not None:
            space = f"in the {clear:.1f} mm around" if clear else "on"
            yield Complaint(f"{intruder} is {space} the mark “{each.alt}”", "move the two apart")


@_rule("mark-alt", "a mark that a screen reader meets has its alt text", "WCAG 2.1, 1.1.1; ISO 14289-1, 7.3")
def mark_alt(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    for each in obligation.marks:
        shown = place.shows(each)
        if shown is not None and shown.alt is not None and not says(shown.alt, each.alt):
            text = f"says “{shown.alt}”" if shown.alt else "is empty"
            yield Complaint(f"the alt text of the mark “{each.alt}” {text}", f"write: {each.alt}")


@_rule(
    "prominence",
    "no other mark is both higher and wider than that of a funder who asks for prominence",
    f"{_EU}, 1.7",
    PAPER,
)
def prominence(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    for each in obligation.marks if obligation.prominent else ():
        shown = place.shows(each)
        if shown is None or shown.height is None or shown.width is None:
            continue
        for rival in place.rivals(each):
            if rival.height > shown.height + TOLERANCE and rival.width > shown.width + TOLERANCE:
                sizes = f"{rival.width:.1f} × {rival.height:.1f} mm against {shown.width:.1f} × {shown.height:.1f} mm"
                message = f"{rival.name} is larger than the mark “{each.alt}”: {sizes}"
                yield Complaint(message, "make the other smaller, or this one as high or as wide")


@_rule("disclaimer", "the disclaimer is there, word by word, and can be seen", "the grant agreement")
def disclaimer(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    if obligation.disclaimer is None:
        return
    text = place.says(obligation.disclaimer)
    if text is None or not text.seen:
        what = "is missing, or its words differ" if text is None else "is there, but cannot be seen"
        hint = "restore it exactly as the event file has it"
        yield Complaint(f"the disclaimer of {obligation.party} {what}", hint)


@_rule("beside", "the mark is on one line with its words, where the funder asks for it", f"{_EU}, 1.2")
def beside(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    for each in obligation.marks if obligation.beside and place.says(obligation.words) is not None else ():
        if place.shows(each) is not None and not place.beside(obligation.words, each):
            message = f"the mark “{each.alt}” is not on one line with “{obligation.words}”"
            yield Complaint(message, "put the mark beside the words")


@_rule(
    "body-words",
    "the body says once who funds, for those who listen to the paper: its foot is not read out",
    "ISO 14289-1, 7.8; WCAG 2.1, 1.3.1",
    whole=True,
)
def body_words(obligation: Obligation, place: Region) -> Iterator[Complaint]:
    if not place.credits(obligation):
        message = f"the body does not say “{obligation.words}” with the name {obligation.party}"
        yield Complaint(
            message, "add the acknowledgement to the text; a screen reader does not read the foot of a page"
        )
