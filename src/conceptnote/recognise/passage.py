"""A part of a note: a heading or a label, and what stands under it."""

from __future__ import annotations

import re

from msgspec import Struct, field

from conceptnote.read.manuscript import Block, Paragraph, Table

_TYPED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[IVX]{1,4}[.)]\s+|[A-Z][.)]\s+|[一二三四五六七八九十]{1,3}、\s*"
    r"|(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)ا?ً?ا?\s*[:.،-]\s*)(?=[^\W\d])"
)
_PARTY = re.compile(r"(?P<name>[^:]{2,120}?)\s*(?::|\s[–—-]\s)\s*(?P<said>\S.*)", re.DOTALL)
_LONGEST_TITLE = 160
FIELDS = {
    "title", "subtitle", "theme", "type", "parent_event", "date", "time", "venue", "when", "registration", "person",
    "languages", "mode", "access", "contacts",
}  # fmt: skip


class Passage(Struct):
    """What stands under one heading or label; `kind` is a label's, or front, section, loose, funder or margin."""

    kind: str
    heading: Paragraph | None = None
    role: str = ""
    inline: bool = False
    """Whether the label stands on the line of what it announces."""
    body: list[Block] = field(default_factory=list)
    day: bool = False
    """Whether the heading names a day of several."""

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs, without tables."""
        return [block for block in self.body if isinstance(block, Paragraph)]


def party_pattern(text: str) -> re.Match[str] | None:
    """Match `NAME: what the organisation is`."""
    return _PARTY.fullmatch(text)


def heading_text(heading: Paragraph) -> str:
    """A heading as it is printed: without the colon at its end, and without figures that were typed before it."""
    text = heading.text.rstrip(" :：")
    number = _TYPED.match(text)
    return text[number.end() :] if number else text


def is_long(block: Block) -> bool:
    """Whether a block is text, as below a heading, and not a line of a title."""
    if isinstance(block, Table) or block.kind in ("bullet", "number"):
        return True
    return len(block.text) > _LONGEST_TITLE or (block.text.endswith(".") and len(block.text.split()) > 8)


def is_loud(block: Paragraph) -> bool:
    """Whether a line is in bold or in capitals."""
    text = block.text
    return all(run.strong for run in block.runs if run.text.strip()) or (text.isupper() and not text.islower())


def among_speakers(part: Passage, block: Paragraph) -> bool:
    """Whether a label may part the speakers into groups: it is no heading, or the first line below theirs."""
    begun = part.heading is not None and part.heading.text != block.text and not part.body and not part.inline
    return part.kind == "panel" and (block.kind == "text" or begun)


def leads_in(part: Passage, block: Paragraph, after: Block | None) -> bool:
    """Whether a line is the first below a heading and begins a list: “The event aims to:”."""
    above = part.kind == "section" and not part.body
    lists = isinstance(after, Paragraph) and after.kind in ("bullet", "number")
    return above and lists and block.text.endswith(":") and not is_loud(block)
