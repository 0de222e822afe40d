"""Prose as plain text for formats without markup: calendars, tables, forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


def plain(prose: str) -> str:
    """CommonMark as plain text: paragraphs apart, one line for each list item, the addresses of links in brackets.

    Footnotes are numbered, and at the end.
    """
    wording, before = "", False
    for text, listed in _blocks(_markdown().parse(prose, {})):
        wording += ("\n" if listed and before else "\n\n" if wording else "") + text
        before = listed
    return wording


@cache
def _markdown() -> MarkdownIt:
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    # The same markup as in papers: see compose/prose.
    markdown = MarkdownIt("commonmark", {"html": False}).disable("code").use(footnote_plugin, inline=False)
    return markdown.use(attrs_plugin, spans=True, after=())


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """The blocks of a prose, each with whether it is in a list, which has no gaps."""
    counters: list[int | None] = []
    mark = ""
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                counters.append(None)
            case "ordered_list_open":
                counters.append(int(token.attrs.get("start", 1)) - 1)
            case "bullet_list_close" | "ordered_list_close":
                counters.pop()
            case "list_item_open":
                count = counters[-1]
                counters[-1] = None if count is None else count + 1
                mark = "– " if count is None else f"{count + 1}. "
            case "footnote_open":
                mark = f"[{token.meta['id'] + 1}] "
            case "inline" | "fence":
                text = _inline(token.children) if token.type == "inline" else token.content.rstrip("\n")
                indent = "  " * (len(counters) - 1)
                hang = indent + " " * len(mark)
                yield indent + mark + text.replace("\n", f"\n{hang}"), bool(counters)
                mark = ""


def _inline(tokens: Sequence[Token] | None) -> str:
    text = ""
    links: list[tuple[str, int]] = []
    for token in tokens or ():
        match token.type:
            case "text" | "code_inline":
                text += token.content
            case "softbreak":
                text += " "
            case "hardbreak":
                text += "\n"
            case "image":
                text += token.content
            case "footnote_ref":
                text += f"[{token.meta['id'] + 1}]"
            case "link_open":
                links.append(("" if token.markup == "autolink" else str(token.attrs["href"]), len(text)))
            case "link_close":
                address, start = links.pop()
                if address and text[start:] not in (address, address.removeprefix("mailto:")):
                    text += f" ({address})"
    return text
