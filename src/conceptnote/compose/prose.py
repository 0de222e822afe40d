"""CommonMark -> HTML of the vocabulary, and typographic quotes for every human text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code

_CALL = re.compile(r"\[\^([^\]\s]+)\]")


class ProseProblem(Exception):
    """A prose holds something that the papers cannot show."""

    def __init__(self, message: str, path: DataPath, hint: str, code: Code = Code.PROSE_NOT_PRINTABLE) -> None:
        super().__init__(message)
        self.message, self.path, self.hint, self.code = message, path, hint, code


Typography = tuple[tuple[str, ...], str]
"""Quotation marks, outer and inner; and the marks that stay with the word before them (as in French)."""


@cache
def _typographer(quotes: tuple[str, ...]) -> MarkdownIt:
    # The preset “zero” reads no markup: what is left is the typography of plain text.
    options = {"typographer": True, "quotes": list(quotes)}
    return MarkdownIt("zero", options).enable(["replacements", "smartquotes"])


def set_typography(text: str, typography: Typography) -> str:
    """A plain text as HTML, with the quotes, dashes and ellipses of print."""
    quotes, marks = typography
    html: str = _typographer(quotes).renderInline(_bound(text, marks))
    return html


def _bound(text: str, marks: str) -> str:
    if not marks:
        return text
    return re.sub(f" (?=[{re.escape(marks)}])", "\u00a0", text).replace("« ", "«\u00a0")


@cache
def _markdown(quotes: tuple[str, ...]) -> MarkdownIt:
    options = {"html": False, "typographer": True, "quotes": list(quotes)}
    markdown = MarkdownIt("commonmark", options)
    # Indented code has no use in these papers; without it, text that somebody indented stays text.
    markdown.enable(["replacements", "smartquotes"]).disable("code").use(footnote_plugin, inline=False)
    for name in ("footnote_block_open", "footnote_block_close", "footnote_anchor"):
        markdown.add_render_rule(name, _nothing)
    for rule in (footnote_ref, footnote_open, footnote_close, code_inline, fence):
        markdown.add_render_rule(rule.__name__, rule)
    return markdown


# Render rules: footnotes as DPUB-ARIA 1.1 has them, their ids made unique by the prose's own prefix.


def _nothing(*_: Any) -> str:
    return ""


def footnote_ref(_: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    return f'<a role="doc-noteref" href="#{env["prefix"]}-{tokens[idx].meta["label"]}"></a>'


def footnote_open(_: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    return f'<aside role="doc-footnote" id="{env["prefix"]}-{tokens[idx].meta["label"]}">'


def footnote_close(*_: Any) -> str:
    return "</aside>\n"


def code_inline(_: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    return f'<span class="code">{escapeHtml(tokens[idx].content)}</span>'


def fence(_: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    lines = (escapeHtml(line) for line in tokens[idx].content.rstrip("\n").split("\n"))
    return f'<p class="code-block">{"<br>".join(lines)}</p>\n'


def render_prose(
    text: str,
    path: DataPath,
    *,
    typography: Typography,
    level: int,
    footnotes: Mapping[str, str],
    inline: bool = False,
    style: str | None = None,
) -> str:
    """Render CommonMark whose headings begin at `level`; `footnotes` are HTML by name,
    `style` is the class of its paragraphs.

    A call of a note from `footnotes` is written beside the notes that the text defines itself.
    Raises ProseProblem for a note that is not defined, defined twice or never called, for a
    thematic break, and for a link or picture that leads nowhere.
    """
    prefix = "-".join(str(step) for step in path)
    quotes, marks = typography
    markdown = _markdown(quotes)
    env: dict[str, Any] = {"prefix": prefix}
    if twice := footnotes.keys() & {match[1] for match in re.finditer(r"^ {0,3}\[\^([^\]\s]+)\]:", text, re.M)}:
        raise ProseProblem(f"the note “{min(twice)}” is written twice", path, "keep it in the text or in footnotes")
    # The plugin knows only notes that the text itself defines: stand-ins make the others known to it.
    stand_ins = "".join(f"\n\n[^{name}]: {name}" for name in footnotes)
    tokens = markdown.parse(text + stand_ins, env)
    _check(tokens, env, path)
    tokens = _with_notes(tokens, footnotes)
    _shift_headings(tokens, level)
    for token in tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = _bound(child.content, marks)
        if style and token.type == "paragraph_open":
            token.attrSet("class", style)
    html: str = markdown.renderer.render(tokens, markdown.options, env)
    if inline and html.count("<p>") == 1 and html.startswith("<p>"):
        html = html.replace("<p>", "", 1).replace("</p>\n", "", 1)
    return html


def _check(tokens: list[Token], env: dict[str, Any], path: DataPath) -> None:
    notes = env.get("footnotes", {})
    listed = notes.get("list", {}).values()
    called = {note["label"] for note in listed}
    if repeated := [note["label"] for note in listed if note["count"] > 1]:
        raise ProseProblem(
            f"the note “{repeated[0]}” is called twice", path, "a footnote of a paper has one call: write a second note"
        )
    for reference in notes.get("refs", {}):
        if reference.removeprefix(":") not in called:
            name = reference.removeprefix(":")
            raise ProseProblem(
                f"the note “{name}” is never called", path, f"call it in the text as [^{name}], or take it out"
            )
    inside_note = False
    for token in tokens:
        if token.type == "hr":
            raise ProseProblem("a line across the page has no place in a paper", path, "begin a section instead")
        if token.type in ("footnote_open", "footnote_close"):
            inside_note = token.type == "footnote_open"
        for child in token.children or ():
            _check_inline(child, path)
            if child.type == "footnote_ref" and inside_note:
                hint = "Word has no notes in notes: write it as a sentence"
                raise ProseProblem("a footnote calls another", path, hint)
            if child.type == "text" and (call := _CALL.search(child.content)):
                hint = "write the note under footnotes, or as a line “[^name]: …” in the text"
                raise ProseProblem(f"the note “{call[1]}” is called and not written", path, hint)


def _check_inline(token: Token, path: DataPath) -> None:
    if token.type == "link_open" and "title" in token.attrs:
        hint = "write it in the text"
        raise ProseProblem(f"the title of a link, “{token.attrs['title']}”, would not be printed", path, hint)
    if token.type == "image" and not token.content.strip():
        hint = "write ![what it shows](file)"
        raise ProseProblem(f"the picture “{token.attrs.get('src')}” has no description", path, hint)


def _with_notes(tokens: list[Token], footnotes: Mapping[str, str]) -> list[Token]:
    """Put the notes of the data where their stand-ins are."""
    result: list[Token] = []
    inside = None
    for token in tokens:
        if token.type == "footnote_close":
            inside = None
        if inside is None:
            result.append(token)
        if token.type == "footnote_open" and (label := token.meta["label"]) in footnotes:
            inside = label
            result.append(Token("html_block", "", 0, content=footnotes[label]))
    return result


def _shift_headings(tokens: list[Token], level: int) -> None:
    """Number headings from `level` downwards without gaps, whatever levels the text has used."""
    above: list[int] = []
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            own = int(token.tag[1])
            if token.type == "heading_open":
                while above and above[-1] >= own:
                    above.pop()
                above.append(own)
            token.tag = f"h{min(level + len(above) - 1, 4)}"
