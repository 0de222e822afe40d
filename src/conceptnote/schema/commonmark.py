"""The CommonMark of prose: its parser, and the place of each link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref
from msgspec import Struct

LOOSE = "loose_bracket"
"""The type of a token for the closing bracket of an incomplete link or span."""

_AT = "at"
_LOOSE = re.compile(r"\](?:\(|\[(?!\^)|[ \n]\((?=https?://|www\.|mailto:))|\{(?=\s*lang\s*=)")

InlineRule = Callable[[StateInline, bool], bool]


class Definition(Struct, frozen=True):
    """A footnote in the text: the line that it begins in, counted from 0, and its content."""

    name: str
    line: int
    tokens: list[Token]


class Parsed(Struct, frozen=True):
    """A prose in tokens, footnotes apart from the rest. `references` are definitions of links: `[name]: https://…`."""

    text: str
    body: list[Token]
    notes: list[Definition]
    references: dict[str, dict[str, Any]]
    repeated: list[dict[str, Any]]
    """References that are defined again, and so not used."""

    def tokens(self) -> Iterator[Token]:
        """All tokens, those of the footnotes last."""
        yield from self.body
        for note in self.notes:
            yield from note.tokens


def make_parser(**options: Any) -> MarkdownIt:
    """A parser of the prose's CommonMark. It accepts every link; those that cannot be printed are reported later."""
    markdown = MarkdownIt("commonmark", {"html": False, "store_labels": True, **options})
    # Indented code has no use in these papers; without it, text that somebody indented stays text.
    markdown.disable("code")
    markdown.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    markdown.use(attrs_plugin, spans=True, after=(), allowed=("lang",))  # [mots]{lang=fr}, as in pandoc.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign] # as markdown-it's own guide has it
    ruler = markdown.inline.ruler
    span = ruler.getRules("")[ruler.get_active_rules().index("span")]
    rules = {"link": link, "image": image, "autolink": autolink, "footnote_ref": _call, "span": span}
    for name, rule in rules.items():
        ruler.at(name, _placed(rule))
    ruler.push(LOOSE, _loose)
    return markdown


@cache
def _plain_parser() -> MarkdownIt:
    return make_parser()


def parse(text: str, markdown: MarkdownIt | None = None) -> Parsed:
    """The tokens of a prose; a parser made by `make_parser` may set its typography, too."""
    env: dict[str, Any] = {}
    tokens = (markdown or _plain_parser()).parse(text, env)
    body: list[Token] = []
    notes: list[Definition] = []
    open_notes: list[Definition] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_notes.append(Definition(token.meta["label"], (token.map or [0])[0], []))
            notes.append(open_notes[-1])
        elif token.type == "footnote_reference_close":
            open_notes.pop()
        else:
            (open_notes[-1].tokens if open_notes else body).append(token)
    return Parsed(text, body, notes, env.get("references", {}), env.get("duplicate_refs", []))


def _call(state: StateInline, silent: bool) -> bool:
    return footnote_ref(state, silent, always_match=True)


def _placed(rule: InlineRule) -> InlineRule:
    """The rule, with a note in each of its tokens where in the block it begins."""

    def run(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            for token in state.tokens[count:]:
                token.meta.setdefault(_AT, start)
        return found

    return run


def _loose(state: StateInline, silent: bool) -> bool:
    if silent or not _LOOSE.match(state.src, state.pos):
        return False
    token = state.push(LOOSE, "", 0)
    token.content, token.meta = state.src[state.pos], {_AT: state.pos}
    state.pos += 1
    return True


class Places:
    """Where in a prose its tokens begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]

    def of_line(self, line: int) -> int:
        """The offset of what a line begins with, markers included."""
        line = min(line, len(self._lines) - 1)
        written = self._lines[line]
        return self._starts[line] + len(written) - len(written.lstrip())

    def of_block(self, token: Token) -> int:
        """The offset of a block."""
        return self.of_line(token.map[0]) if token.map else 0

    def inside(self, block: Token) -> Callable[[Token], int]:
        """A function that gives the offset of each of a block's inline tokens; of those that have none, the block's."""
        # Each line of the content is a line of the text without what stands before it: indents, “>”, “#”.
        pieces = block.content.split("\n")
        starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]
        first = block.map[0] if block.map else 0
        begins = [self._begin(first + row, piece) for row, piece in enumerate(pieces)]

        def offset(token: Token) -> int:
            at: int | None = token.meta.get(_AT)
            if at is None or not block.map:
                return self.of_block(block)
            row = bisect_right(starts, at) - 1
            return max(begins[row] + at - starts[row], 0)

        return offset

    def _begin(self, line: int, piece: str) -> int:
        """The offset of what is left of a line, with the blanks that it may begin with."""
        line = min(line, len(self._lines) - 1)
        lead = len(piece) - len(piece.lstrip())
        return self._starts[line] + max(self._lines[line].find(piece.strip()), 0) - lead


class Link(Struct, frozen=True):
    """A link of a prose: the offset that it begins at, where it leads, and the words that are printed for it."""

    at: int
    href: str
    words: str


def links(text: str) -> Iterator[Link]:
    """The links of a prose, in its order but for those in footnotes, which come last."""
    places = Places(text)
    for block in parse(text).tokens():
        opened: Token | None = None
        words: list[str] = []
        offset = places.inside(block) if block.children else None
        for token in block.children or ():
            if token.type == "link_open":
                opened, words = token, []
            elif token.type == "link_close" and opened is not None and offset is not None:
                yield Link(offset(opened), str(opened.attrs.get("href", "")), "".join(words))
                opened = None
            else:
                words.append(" " if token.type == "softbreak" else token.content)
