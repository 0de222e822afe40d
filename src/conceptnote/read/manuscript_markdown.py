"""From a concept note in Markdown (CommonMark with tables and footnotes) to its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from conceptnote.read.manuscript import (
    MOST_PARAGRAPHS,
    Block,
    Kind,
    Manuscript,
    Paragraph,
    Picture,
    Run,
    Table,
    tidy,
)
from conceptnote.read.manuscript_text import decoded
from conceptnote.read.unreadable import UnreadableFile

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
"""A line break, which cells of tables need HTML for."""
_LABEL = re.compile(r"(?=[^\W\d_])(?![a-z])[^:：.!?,;]{2,30}(?::\s|：)")
"""A short label at the beginning of a line."""


def read_markdown(data: bytes, file: str) -> Manuscript:
    """The paragraphs of a Markdown file; HTML in it is text. Raises UnreadableFile if it is not text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(footnote_plugin, inline=False).use(front_matter_plugin)
    reader = _Reader()
    reader.read(parser.parse(decoded(data)))
    return Manuscript(file, tuple(reader.blocks), reader.notes, tuple(reader.pictures))


class _Reader(Struct):
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    _lists: list[Kind] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _note: list[Paragraph] | None = None
    _rows: list[list[tuple[Paragraph, ...]]] | None = None
    _line: int = 0
    _level: int = 0
    _fresh: bool = False
    """Whether the next paragraph is the first of its list item."""

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.map:
                self._line = token.map[0] + 1
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append("bullet" if token.type.startswith("bullet") else "number")
                    self._numbers.append(int(token.attrs.get("start", 1)))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                    self._numbers.pop()
                case "list_item_open":
                    self._fresh = True
                case "list_item_close":
                    self._numbers[-1] += 1
                case "heading_open":
                    self._level = int(token.tag[1:])
                case "heading_close":
                    self._level = 0
                case "inline":
                    self._inline(token)
                case "fence" | "code_block" | "html_block" | "front_matter":
                    for text in token.content.splitlines():
                        self._add([Run(text)])
                case "table_open":
                    self._rows = []
                case "table_close":
                    self.blocks.append(Table(tuple(map(tuple, self._rows or ())), self._line))
                    self._rows = None
                case "tr_open" if self._rows is not None:
                    self._rows.append([])
                case "footnote_open":
                    self._note = []
                case "footnote_close":
                    self.notes[str(token.meta["label"] if token.meta.get("label") else token.meta["id"])] = tuple(
                        self._note or ()
                    )
                    self._note = None
                case _:
                    pass

    def _inline(self, token: Token) -> None:
        lines: list[list[Run]] = [[]]
        for run in self._runs(token.children or ()):
            if run is None:
                lines.append([])
            else:
                lines[-1].append(run)
        if self._rows is not None:
            found = (Paragraph(tidied, self._line) for line in lines if (tidied := tidy(line)))
            self._rows[-1].append(tuple(found))
            return
        for at, line in enumerate(lines):
            self._add(line, apart=at == 0)
            self._line += 1

    def _add(self, runs: list[Run], *, apart: bool = True) -> None:
        tidied = tidy(runs)
        if not tidied:
            return
        kind: Kind = "heading" if self._level else self._lists[-1] if self._lists and self._fresh else "text"
        level = self._level if kind == "heading" else max(len(self._lists) - 1, 0) if kind != "text" else 0
        mark = f"{self._numbers[-1]}." if kind == "number" else ""
        self._fresh = False
        paragraph = Paragraph(tidied, self._line, kind, level, mark, apart=apart)
        if self._note is not None:
            self._note.append(paragraph)
            return
        self.blocks.append(paragraph)
        if len(self.blocks) > MOST_PARAGRAPHS:
            raise UnreadableFile(f"the note has more than {MOST_PARAGRAPHS} paragraphs", "is it a concept note?")

    def _runs(self, tokens: Sequence[Token]) -> Iterator[Run | None]:
        """The runs of a paragraph, and None at a line end of the file before a new fact."""
        strong = emphasis = 0
        links: list[str | None] = []
        for at, token in enumerate(tokens):
            match token.type:
                case "strong_open" | "strong_close":
                    strong += token.nesting
                case "em_open" | "em_close":
                    emphasis += token.nesting
                case "link_open":
                    links.append(_web(token.attrs.get("href")))
                case "link_close":
                    links.pop()
                case "hardbreak":
                    yield None
                case "softbreak":
                    # Lines such as “**Date:** …” are separate facts, though Markdown would join them.
                    yield None if at + 1 < len(tokens) and _is_label(tokens[at + 1 :]) else Run(" ")
                case "image":
                    self.pictures.append(Picture(token.content, self._line))
                case "footnote_ref":
                    yield Run("", note=str(token.meta["label"] if token.meta.get("label") else token.meta["id"]))
                case _ if token.content:
                    for number, line in enumerate(_BREAK.split(token.content)):
                        if number:
                            yield None
                        if line:
                            yield Run(line, bool(strong), bool(emphasis), links[-1] if links else None)
                case _:
                    pass


def _is_label(tokens: Sequence[Token]) -> bool:
    """Whether tokens begin with strong words and a colon or a question mark, or with “Date: ”."""
    words = [token for token in tokens[:5] if token.content or token.type == "strong_open"]
    if words and words[0].type == "text":
        return _LABEL.match(words[0].content) is not None
    asked = len(words) > 2 and words[1].content.endswith(("?", "？"))
    after = words[1].content + words[2].content[:2] if len(words) > 2 else ""
    return bool(words) and words[0].type == "strong_open" and (asked or ":" in after or "：" in after)


def _web(address: Any) -> str | None:
    text = str(address or "")
    return text if text.startswith(("http://", "https://", "mailto:")) else None
