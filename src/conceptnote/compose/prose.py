"""CommonMark to HTML of the vocabulary, and typographic quotes for all human texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code
from conceptnote.languages.typography import Typographies, Typography
from conceptnote.schema.commonmark import make_parser, parse
from conceptnote.schema.prose import faults, not_called, uncalled


class ProseProblem(Exception):
    """A prose has something that papers cannot show."""

    def __init__(self, message: str, path: DataPath, hint: str, code: Code = Code.PROSE_NOT_PRINTABLE) -> None:
        super().__init__(message)
        self.message, self.path, self.hint, self.code = message, path, hint, code


@cache
def _typographer(quotes: tuple[str, ...]) -> MarkdownIt:
    # The preset “zero” reads no markup, so only the typography of plain text is left.
    options = {"typographer": True, "quotes": list(quotes)}
    return MarkdownIt("zero", options).enable(["replacements", "smartquotes"])


def set_typography(text: str, typography: Typography) -> str:
    """A plain text as HTML, with typographic quotes, dashes and ellipses."""
    html: str = _typographer(typography.quotes).renderInline(typography.bind(text))
    return html


@cache
def _markdown() -> MarkdownIt:
    markdown = make_parser(typographer=True).enable("replacements")
    for rule in (footnote_ref, code_inline, fence):
        markdown.add_render_rule(rule.__name__, rule)
    return markdown


# Render rules: footnotes as in DPUB-ARIA 1.1. The name of a note is not in the HTML.


def footnote_ref(_: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    return f'<a role="doc-noteref" href="#{env["ids"][tokens[idx].meta["label"]]}"></a>'


def code_inline(_: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    return f'<span class="code">{escapeHtml(tokens[idx].content)}</span>'


def fence(_: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    lines = (escapeHtml(line) for line in tokens[idx].content.rstrip("\n").split("\n"))
    return f'<p class="code-block">{"<br>".join(lines)}</p>\n'


def render_prose(
    text: str,
    path: DataPath,
    *,
    typographies: Typographies,
    level: int,
    footnotes: Mapping[str, str],
    prefix: str = "note",
    inline: bool = False,
    style: str | None = None,
) -> str:
    """Render CommonMark with headings from `level`; `footnotes` are HTML by name.

    `style` is the class of its paragraphs, and `prefix` begins the ids of its notes. Calls of notes in `footnotes` are
    like those of notes in the text. Raises ProseProblem for what papers cannot show, by the rules of
    `conceptnote.schema.prose`.
    """
    _refuse_faults(text, path, footnotes)
    typography, notes = typographies.at(path), tuple(footnotes.items())
    if "]{" in text:  # a span, which may be in another language
        return _html(text, typography, level, notes, prefix, inline, style, typographies)
    return _html_of_one_language(text, typography, level, notes, prefix, inline, style)


@lru_cache(maxsize=512)  # Most texts are the same when an event is composed again, for an edit or a comparison.
def _html_of_one_language(
    text: str, typography: Typography, level: int, footnotes: tuple[tuple[str, str], ...], prefix: str, inline: bool,
    style: str | None,
) -> str:  # fmt: skip
    return _html(text, typography, level, footnotes, prefix, inline, style, Typographies(typography))


def _html(
    text: str, typography: Typography, level: int, footnotes: tuple[tuple[str, str], ...], prefix: str, inline: bool,
    style: str | None, typographies: Typographies,
) -> str:  # fmt: skip
    markdown = _markdown()
    parsed = parse(text, markdown)
    names = dict.fromkeys([*dict(footnotes), *(note.name for note in parsed.notes)])
    env = {"ids": {name: f"{prefix}-{number}" for number, name in enumerate(names, 1)}}
    _shift_headings(parsed.body, level)
    for token in parsed.tokens():
        _set(token.children or [], typography, typographies)
        if style and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = False  # In a list without blank lines, too.
            if token.nesting == 1:
                token.attrSet("class", style)
    html: str = markdown.renderer.render(parsed.body, markdown.options, env)
    if inline and html.count("<p>") == 1 and html.startswith("<p>"):
        html = html.replace("<p>", "", 1).replace("</p>\n", "", 1)
    notes = {note.name: markdown.renderer.render(note.tokens, markdown.options, env) for note in parsed.notes}
    asides = (
        f'<aside role="doc-footnote" id="{env["ids"][name]}">{note}</aside>\n'
        for name, note in {**dict(footnotes), **notes}.items()
    )
    return html + "".join(asides)


def _refuse_faults(text: str, path: DataPath, footnotes: Mapping[str, str]) -> None:
    for fault in faults(text, footnotes):
        raise ProseProblem(fault.message, path, fault.hint)
    for name in uncalled(text, footnotes):
        raise ProseProblem(not_called(name)[0], path, not_called(name)[1])


def _set(children: Sequence[Token], typography: Typography, typographies: Typographies) -> None:
    """Quotation marks and no-break spaces in a line of text; in a span, those of its language."""
    opened: list[tuple[int, Typography]] = []
    for at, child in enumerate(children):
        if child.type == "span_open":
            opened.append((at, typographies.of(str(child.attrs.get("lang", "")))))
        elif child.type == "span_close" and opened:
            start, own = opened.pop()
            _set_part(children[start + 1 : at], own)
    _set_part(children, typography)


def _set_part(children: Sequence[Token], typography: Typography) -> None:
    """What is set once is not set again: there is no straight quotation mark left, and no space to bind."""
    state = SimpleNamespace(md=SimpleNamespace(options=SimpleNamespace(quotes=typography.quotes)))
    process_inlines(list(children), cast(StateCore, state))
    _bind(children, typography)


def _bind(children: Sequence[Token], typography: Typography) -> None:
    """Put no-break spaces into texts, also where a line of the file ends between bound words."""
    for before, between, after in zip(children, children[1:], children[2:], strict=False):
        if (before.type, between.type, after.type) == ("text", "softbreak", "text"):
            joined = typography.bind(f"{before.content} {after.content}")
            if joined[len(before.content)] != " ":
                between.type, between.content = "text", joined[len(before.content)]
    for child in children:
        if child.type == "text":
            child.content = typography.bind(child.content)


def _shift_headings(tokens: list[Token], level: int) -> None:
    """Number headings from `level` downwards without gaps, whatever levels the text has."""
    above: list[int] = []
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            own = int(token.tag[1])
            if token.type == "heading_open":
                while above and above[-1] >= own:
                    above.pop()
                above.append(own)
            token.tag = f"h{min(level + len(above) - 1, 4)}"
