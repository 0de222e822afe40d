"""A manuscript -> its parts: each a heading or a label, and what stands under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from conceptnote.read.manuscript import Block, Manuscript, Paragraph, Run, Table
from conceptnote.recognise.people import looks_like_person
from conceptnote.recognise.when import find_day, find_time
from conceptnote.recognise.words import Label, Words

_ENDED = re.compile(r"[.!?:;…]['\"’”»)\]]*$")
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[A-Z])[.)]\s+(?=\S)")
_PARTY = re.compile(r"(?P<name>[^:]{2,120}?)\s*(?::|\s[–—-]\s)\s*(?P<said>\S.*)", re.DOTALL)
FIELDS = {
    "title",
    "subtitle",
    "theme",
    "type",
    "parent_event",
    "date",
    "time",
    "venue",
    "when",
    "registration",
    "person",
}
_LONGEST_HEADING = 80
_LONGEST_FUNDING = 160


@dataclass(slots=True)
class Passage:
    """What stands under one heading or label; `kind` is a label's, or front, section, loose, funder or margin."""

    kind: str
    heading: Paragraph | None = None
    role: str = ""
    inline: bool = False
    """Whether the label stands on the line of what it announces."""
    body: list[Block] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs, without tables."""
        return [block for block in self.body if isinstance(block, Paragraph)]


def party_pattern(text: str) -> re.Match[str] | None:
    """Match `NAME: what the organisation is`."""
    return _PARTY.fullmatch(text)


def parts_of(manuscript: Manuscript, words: Words) -> list[Passage]:
    """The parts, in order; the first is the front, which holds the title."""
    blocks = list(_mended(manuscript, words))
    divider = _Divider(words, manuscript.broken, _top_level(blocks))
    for at, block in enumerate(blocks):
        divider.take(block, blocks[at + 1] if at + 1 < len(blocks) else None)
    return divider.parts


def _mended(manuscript: Manuscript, words: Words) -> Iterator[Block]:
    """The blocks, broken paragraphs made whole, and tables of labels and facts turned into lines."""
    held: Paragraph | None = None
    for block in (line for whole in manuscript.blocks for line in _facts(whole, words)):
        if isinstance(block, Paragraph) and held is not None and _goes_on(held, block, words, manuscript.broken):
            between = (
                ", " if words.labelled(held.text) and not held.text.endswith(",") and not manuscript.broken else " "
            )
            held = replace(held, runs=(*held.runs, Run(between), *block.runs))
            continue
        if held is not None:
            yield held
        held = block if isinstance(block, Paragraph) else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _goes_on(before: Paragraph, after: Paragraph, words: Words, broken: bool) -> bool:
    if before.place != after.place or after.kind not in ("text", before.kind) or words.labelled(after.text):
        return False
    same = not after.apart and after.line == before.line  # parted by the end of a line, in Word
    if (
        words.funding(after.text)
        or words.funding(before.text)
        or words.label(before.text)
        or after.kind in ("bullet", "number")
    ):
        return False
    if same:
        return True
    if not broken or before.kind not in ("text", "bullet", "number") or _ENDED.search(before.text):
        return False
    last = before.text.split()[-1] if before.text else ""
    return after.text[:1].islower() or last.endswith(",") or words.has("unfinished", last)


def _facts(block: Block, words: Words) -> Iterator[Block]:
    """The rows of a table whose first column holds labels as lines “label: fact”; any other block as it is."""
    rows = block.rows if isinstance(block, Table) else ()
    labels = [words.label(" ".join(p.text for p in row[0])) for row in rows if len(row) == 2]
    if not rows or len(labels) < len(rows) or sum(label is not None for label in labels) * 2 < len(rows):
        yield block
        return
    for name, fact in rows:
        label = [run for p in name for run in (*p.runs, Run(" "))][:-1]
        first = fact[0] if fact else None
        line = (name or fact)[0].line if name or fact else 0
        runs = (*label, Run(": "), *(first.runs if first else ()))
        yield Paragraph(runs, line)
        yield from fact[1:]


def _top_level(blocks: list[Block]) -> int:
    """The level of the headings that begin sections: the highest that is there more than once, or after the first."""
    levels = [b.level for b in blocks if isinstance(b, Paragraph) and b.kind == "heading"]
    first = next((b for b in blocks if isinstance(b, Paragraph)), None)
    if first is not None and first.kind == "heading" and levels.count(first.level) == 1:
        levels.remove(first.level)
    return min(levels, default=1)


class _Divider:
    def __init__(self, words: Words, plain: bool, top: int) -> None:
        self._words, self._plain, self._top = words, plain, top
        self.parts = [Passage("front")]

    def take(self, block: Block, after: Block | None) -> None:
        current = self.parts[-1]
        if isinstance(block, Table) or self._names_funder(block):
            current.body.append(block)
        elif block.place != "body" or self._is_funding(block):
            self.parts.append(Passage("funder" if self._words.funding(block.text) else "margin", body=[block]))
        elif label := self._labelled(block):
            found, end, start = label
            rest = block.part(start)
            part = Passage(found.kind, block.part(0, end), found.role, inline=True, body=[rest] if rest.runs else [])
            self.parts.append(part)
        elif heading := self._heading(block, after):
            self.parts.append(Passage(heading.kind, block, heading.role))
        elif self._is_done(current, block):
            self.parts.append(Passage("loose", body=[block]))
        else:
            current.body.append(block)

    def _is_funding(self, block: Paragraph) -> bool:
        return bool(
            self._words.funding(block.text)
            and len(block.text) < _LONGEST_FUNDING
            and not block.text.endswith(".")
            and not self._words.labelled(block.text)
        )

    def _names_funder(self, block: Paragraph) -> bool:
        """Whether the words of funding stood alone on their line, so that this is the name."""
        said = self.parts[-1].paragraphs
        return (
            self.parts[-1].kind == "funder"
            and len(said) == 1
            and said[0].place == block.place
            and (self._words.funding(said[0].text) == len(said[0].text) and len(block.text) <= _LONGEST_HEADING)
        )

    def _labelled(self, block: Paragraph) -> tuple[Label, int, int] | None:
        current = self.parts[-1]
        label = self._words.labelled(block.text)
        if label is None or block.kind == "heading":
            return None
        if label[0].kind == "person" and current.kind in ("panel", "agenda"):
            return None
        if label[0].kind == "panel" and current.kind == "agenda" and current.body and label[2] < len(block.text):
            return None  # the speakers of the row above
        if block.kind in ("bullet", "number") and not (current.kind in FIELDS or current.kind == "front"):
            return None
        return label

    def _heading(self, block: Paragraph, after: Block | None) -> Label | None:
        """What a paragraph is the heading of; None where it is no heading that begins a part."""
        known = self._words.label(block.text)
        if known is None and (number := _NUMBERED.match(block.text)):
            known = self._words.label(block.text[number.end() :])
        untitled = self.parts[-1].kind == "front" and not self.parts[-1].body
        if known is not None and block.kind in ("text", "heading") and (block.apart or block.text.endswith(":")):
            return known
        if untitled or block.kind in ("title", "subtitle"):
            return None
        if block.kind == "heading":
            return Label("section") if block.level <= self._top else None
        return Label("section") if self._looks_like_heading(block, after) else None

    def _looks_like_heading(self, block: Paragraph, after: Block | None) -> bool:
        text = block.text
        short = len(text) <= _LONGEST_HEADING and len(text.split()) <= 12 and not text.endswith((".", ",", ";", "!"))
        if block.kind != "text" or not short or not block.apart or not (text[0].isupper() or _NUMBERED.match(text)):
            return False
        if after is None or (isinstance(after, Paragraph) and (after.place != "body" or not after.apart)):
            return False
        followed = isinstance(after, Table) or after.kind in ("bullet", "number") or len(after.text) > len(text)
        loud = all(run.strong for run in block.runs if run.text.strip()) or text.isupper()
        if isinstance(after, Paragraph) and self._words.labelled(after.text):
            return False
        kind = self.parts[-1].kind
        listed = kind in ("panel", "role", "agenda") and not self.parts[-1].body
        if looks_like_person(text, self._words) or find_day(text, self._words) or find_time(text, self._words):
            return False
        return followed and (loud or (self._plain and not listed))

    def _is_done(self, part: Passage, block: Paragraph) -> bool:
        """Whether a field has all that it can hold, so that what follows belongs to nothing."""
        if part.kind == "funder":
            return True
        if part.kind == "role" and part.inline and party_pattern(block.text):
            return False
        return part.inline and bool(part.body) and part.kind in (*FIELDS, "role") and block.kind == "text"


def heading_text(heading: Paragraph) -> str:
    """A heading as it is printed: without the colon at its end."""
    return heading.text.rstrip(" :")
