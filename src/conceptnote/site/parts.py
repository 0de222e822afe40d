"""Which parts of an event's papers the page shows, and where: each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.doc.nodes import (
    DefinitionList,
    Heading,
    Image,
    PageCount,
    PageNumber,
    Paragraph,
    Section,
    Text,
    Time,
    plain_text,
    walk,
)

if TYPE_CHECKING:
    from conceptnote.datapath import DataPath
    from conceptnote.doc.nodes import Block, Definition, Doc

_WHEN_AND_WHERE = frozenset({"subtitle", "lead"})
"""Styles of the paragraphs under a title; the page itself has these facts."""


class Parts(Struct, frozen=True):
    """The title and subtitle of the note, its facts up to its day and after it, its text; the rest of the programme.

    `schedule` is the block at which the programme begins, in either of them.
    """

    title: str
    heading: tuple[Block, ...]
    subtitle: tuple[Block, ...]
    when: tuple[Definition, ...]
    facts: tuple[Definition, ...]
    note: tuple[Block, ...]
    programme: tuple[Block, ...]
    schedule: Block | None


def parts_of(note: Doc, programme: Doc) -> Parts:
    """Take two papers apart. A section of the programme with no other values than the note's is not shown again."""
    top, rest = _under_the_title(note.blocks)
    facts = rest[0].items if rest and isinstance(rest[0], DefinitionList) else ()
    body = rest[1:] if facts else rest
    day = next((at + 1 for at, item in enumerate(facts) if any(isinstance(one, Time) for one in walk(item))), 0)
    _, sections = _under_the_title(programme.blocks)
    known, acknowledged = _Said.of(note.blocks), any(_acknowledges(block) for block in body)
    own = tuple(block for block in sections if not known.has(block) and not (acknowledged and _acknowledges(block)))
    schedule = next(iter(sections), None)
    if schedule is not None and schedule not in own:
        schedule = max(body, key=lambda block: len(_origins(block) & _origins(schedule)), default=None)
    subtitle = tuple(block for block in top if isinstance(block, Paragraph) and block.style == "subtitle")
    heading = tuple(block for block in top if isinstance(block, Heading) and block.level == 1)
    return Parts(
        title_of(note),
        heading or (Heading(1, (Text(title_of(note)),)),),
        subtitle,
        facts[:day],
        _registration_early(facts[day:]),
        body,
        own,
        schedule,
    )


def _registration_early(facts: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """The facts after the day, with how to register next to where it is: both are on a phone's first screen."""
    early = [item for item in facts[1:] if any(path[0] == "registration" for path in _origins(item))]
    return (*facts[:1], *early, *(item for item in facts[1:] if item not in early))


def title_of(doc: Doc) -> str:
    """The title as the paper prints it."""
    headings = (block for block in doc.blocks if isinstance(block, Heading) and block.level == 1)
    return next((plain_text(heading.children) for heading in headings), doc.metadata.title)


def foot_of(doc: Doc) -> list[Block]:
    """The foot of every page, without the page number."""
    return [
        block for block in doc.page_footer if not any(isinstance(one, PageNumber | PageCount) for one in walk(block))
    ]


def funders_of(doc: Doc) -> list[Block]:
    """The acknowledgement of each funder at the foot of its pages, one by one."""
    return [
        funder
        for block in foot_of(doc)
        if isinstance(block, Section) and _acknowledges(block)
        for funder in block.blocks
    ]


def _under_the_title(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The blocks up to the title with the lines about it, and the blocks after them."""
    at = next((at + 1 for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1), 0)
    while at < len(blocks) and isinstance(line := blocks[at], Paragraph) and line.style in _WHEN_AND_WHERE:
        at += 1
    return tuple(blocks[:at]), tuple(blocks[at:])


def _acknowledges(block: Block) -> bool:
    return isinstance(block, Section) and block.role == "doc-acknowledgments"


_SLOTS = (("who",), ("panel",), ("any_of",))


class _Said(Struct, frozen=True):
    """The content of a paper: its printed values, and its paragraphs word by word."""

    origins: frozenset[DataPath]
    texts: frozenset[str]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Said:
        texts = (_text(node) for node in walk(tuple(blocks)) if isinstance(node, Paragraph))
        return cls(frozenset().union(*map(_origins, blocks)), frozenset(texts))

    def has(self, block: Block) -> bool:
        """Whether it has all of a block, without its headings."""
        leaves = [leaf for leaf in _leaves(block) if not isinstance(leaf, Heading)]
        return all(self._has(leaf) for leaf in leaves)

    def _has(self, leaf: Block) -> bool:
        shown = _origins(leaf)
        wording = _text(leaf)
        # “Access: by invitation” is in the fact of that name.
        repeated = any(wording == text or wording.endswith(f": {text}") for text in self.texts)
        return (bool(shown) and shown <= self.origins) or repeated


def _leaves(block: Block) -> Iterator[Block]:
    if isinstance(block, Section):
        for below in block.blocks:
            yield from _leaves(below)
    else:
        yield block


def _origins(block: object) -> frozenset[DataPath]:
    """The values that a block prints; an “and” between two people has the origin of a slot, and prints none."""
    shown = (node.origin for node in walk(block) if isinstance(node, Text | Image) and node.origin is not None)
    return frozenset(path for path in shown if path[-2:-1] not in _SLOTS)


def _text(block: object) -> str:
    return "".join(node.text for node in walk(block) if isinstance(node, Text))
