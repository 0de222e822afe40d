"""The language of each text: as the event file tells it, or else by its script.

A passage in another script becomes a span with its language, so that its letters are read and set correctly, and keep
their order among lines of the other direction (Unicode Bidirectional Algorithm, UAX 9: isolates). In text from right to
left, numbers with spaces, hyphens or slashes, such as telephone numbers, become spans without a language, because their
parts would be reversed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.doc import nodes
from conceptnote.doc.passages import passages
from conceptnote.scripts import NO_LANGUAGE, Script, direction, is_written_in, language_of, scripts, scripts_in

_NUMBER = re.compile(r"\+\d[\d\u00a0 ()./-]*\d|\d+(?:[-/]\d+)+|\d+(?:[ \u00a0]\d+){2,}")
_NEARLY = 5
"""A text is in a script if less than one in this many letters is in another."""


LanguageAt = Callable[[DataPath], str | None]
"""The language of a value as the event file tells it, by its path; None if it does not."""


def in_its_languages(doc: nodes.Doc, preferred: Sequence[str] = (), text: LanguageAt = lambda _: None) -> nodes.Doc:
    """The document with a language for each text; of several with the same script, one of the `preferred`."""
    own = doc.metadata.language
    texts = [node for node in nodes.walk(doc) if isinstance(node, nodes.Text)]
    plain = all(one.text.isascii() and (one.origin and text(one.origin)) in (None, own) for one in texts)
    if plain and is_written_in(own, scripts()["Latn"]) and not any(map(_is_beside_a_value, texts)):
        return doc
    reading = _Reading(own, preferred, text)
    return replace(
        doc,
        blocks=reading.blocks(doc.blocks),
        page_header=reading.blocks(doc.page_header),
        page_footer=reading.blocks(doc.page_footer),
    )


class _Reading:
    def __init__(self, own: str, preferred: Sequence[str], text: LanguageAt) -> None:
        self._own, self._preferred, self._language_at = own, preferred, text
        self._spanned = 0

    def blocks(self, blocks: Sequence[nodes.Block]) -> tuple[nodes.Block, ...]:
        return tuple(map(self._block, blocks))

    def _block(self, block: nodes.Block) -> nodes.Block:
        language = getattr(block, "language", None) or self._own
        match block:
            case nodes.Heading(_, children):
                return replace(block, children=self._inlines(children, language))
            case nodes.Paragraph(children, style):
                # A paragraph of prose in another script has its direction; parts with a fixed place on the page do not.
                other = None
                if not style:
                    other = self._declared_language(children, language) or self._whole(
                        nodes.plain_text(children), language
                    )
                return replace(
                    block, children=self._inlines(children, other or language), language=other or block.language
                )
            case nodes.List(items):
                made = tuple(map(self.blocks, items))
                own = {one.language for item in made for one in item[:1] if isinstance(one, nodes.Paragraph)}
                return replace(block, items=made, language=own.pop() if len(own) == 1 else block.language)
            case nodes.DefinitionList(items):
                terms = (nodes.Definition(self._inlines(one.term, language), self.blocks(one.details)) for one in items)
                return replace(block, items=tuple(terms))
            case nodes.Table(header, body, caption):
                made_rows = [tuple(self._row(row) for row in rows) for rows in (header, body)]
                caption = self._inlines(caption, language)
                return replace(block, header=made_rows[0], body=made_rows[1], caption=caption)
            case nodes.Figure(_, caption):
                return replace(block, caption=self._inlines(caption, language))
            case nodes.Quote(blocks) | nodes.Section(blocks):
                return replace(block, blocks=self.blocks(blocks))
            case _:
                return block

    def _row(self, row: nodes.Row) -> nodes.Row:
        return nodes.Row(tuple(replace(cell, blocks=self.blocks(cell.blocks)) for cell in row.cells))

    def _inlines(self, inlines: Sequence[nodes.Inline], language: str) -> tuple[nodes.Inline, ...]:
        return _together([made for one in inlines for made in self._inline(one, language)])

    def _inline(self, inline: nodes.Inline, language: str) -> Iterator[nodes.Inline]:
        match inline:
            case nodes.Text():
                yield from self._text(inline, language)
            case nodes.LanguageSpan(own, children):
                self._spanned += 1
                yield replace(inline, children=self._inlines(children, own))
                self._spanned -= 1
            case (
                nodes.Emphasis(children)
                | nodes.Strong(children)
                | nodes.Link(_, children)
                | nodes.Time(_, children)
                | nodes.Styled(_, children)
            ):
                yield replace(inline, children=self._inlines(children, language))
            case nodes.NoteRef(_, blocks):
                yield replace(inline, blocks=self.blocks(blocks))
            case _:
                yield inline

    def _declared_language(self, inlines: Sequence[nodes.Inline], around: str) -> str | None:
        """The language of all values in a line, if the event file tells one, and it is not that of its surroundings."""
        values = [
            one for inline in inlines for one in nodes.walk(inline) if isinstance(one, nodes.Text) and one.text.strip()
        ]
        parts = {self._of_value(one) for one in values}
        return next(iter(parts)) if len(parts) == 1 and around not in parts else None

    def _of_value(self, text: nodes.Text) -> str | None:
        return self._language_at(text.origin) if text.origin and text.made_by != "locale" else None

    def _whole(self, text: str, around: str) -> str | None:
        """The language of a text almost entirely in another script than its surroundings; None for others."""
        found = scripts_in(text)
        own = sum(count for code, count in found.items() if is_written_in(around, scripts()[code]))
        if own * _NEARLY >= sum(found.values()):
            return None
        return self._language(scripts()[found.most_common(1)[0][0]], found.keys())

    def _language(self, script: Script, beside: Collection[str] = ()) -> str:
        if script.code == "Hani":  # Chinese characters among Japanese or Korean letters are Japanese or Korean.
            script = next((scripts()[code] for code in ("Kana", "Kore") if code in beside), script)
        return language_of(script, (self._own, *self._preferred))

    def _text(self, text: nodes.Text, language: str) -> Iterator[nodes.Inline]:
        own = None if self._spanned else self._of_value(text)
        if own not in (None, language):
            yield from self._inline(nodes.LanguageSpan(own, (text,)), language)
            return
        at, wording = 0, text.text
        for start, end, script in passages(wording, language, whole=text.origin is not None):
            yield from _numbers(replace(text, text=wording[at:start]), language)
            tag = self._language(script, scripts_in(wording).keys())
            yield nodes.LanguageSpan(tag, (replace(text, text=wording[start:end]),))
            at = end
        yield from _numbers(replace(text, text=wording[at:]), language)


def _together(inlines: Sequence[nodes.Inline]) -> tuple[nodes.Inline, ...]:
    """Join passages in one language that only spaces separate: a name keeps the order of its parts."""
    made: list[nodes.Inline] = []
    for inline in inlines:
        last, gap = made[-2:-1], made[-1:]
        if (
            isinstance(inline, nodes.LanguageSpan)
            and last
            and isinstance(last[0], nodes.LanguageSpan)
            and last[0].language == inline.language
            and isinstance(gap[0], nodes.Text)
            and not gap[0].text.strip()
        ):
            made[-2:] = [replace(inline, children=(*last[0].children, gap[0], *inline.children))]
        else:
            made.append(inline)
    return tuple(made)


def _is_beside_a_value(text: nodes.Text) -> bool:
    return text.origin is not None and text.made_by == "locale"


def _numbers(text: nodes.Text, language: str) -> Iterator[nodes.Inline]:
    """Isolate numbers of several parts where lines run from right to left."""
    at, wording = 0, text.text
    for match in _NUMBER.finditer(wording) if direction(language) == "rtl" else ():
        if match.start() > at:
            yield replace(text, text=wording[at : match.start()])
        yield nodes.LanguageSpan(NO_LANGUAGE, (replace(text, text=match[0]),))
        at = match.end()
    if at < len(wording):
        yield replace(text, text=wording[at:])
