"""The language of each text: as the event file tells it, or else by its script.

A passage in another script becomes a span with its language, so that its letters are read and set correctly, and keep
their order among lines of the other direction (Unicode Bidirectional Algorithm, UAX 9: isolates). In text from right to
left, numbers with spaces, hyphens or slashes, such as telephone numbers, become spans without a language, because their
parts would be reversed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import (
    Block,
    Definition,
    DefinitionList,
    Doc,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LanguageSpan,
    Link,
    List,
    NoteRef,
    Paragraph,
    Quote,
    Row,
    Section,
    Strong,
    Styled,
    Table,
    Text,
    Time,
    plain_text,
    walk,
)
from conceptnote.scripts import (
    NO_LANGUAGE,
    Script,
    direction,
    is_written_in,
    language_of,
    script_of,
    scripts,
    scripts_in,
)

_ATTACHED = re.compile(r"[\w@#&+/.:=?%~$’'-]*")
_BEFORE = re.compile(r"[\w@#&+/.:=?%~$’'-]*$")
_LOOSE = ".:?’'-/"
"""Signs that end a sentence or a clause around a passage, and do not belong to it."""
_NUMBER = re.compile(r"\+\d[\d\u00a0 ()./-]*\d|\d+(?:[-/]\d+)+|\d+(?:[ \u00a0]\d+){2,}")
_NEARLY = 5
"""A text is in a script if less than one in this many letters is in another."""
_GENERAL = range(0x2000, 0x2C00)
"""Punctuation and symbols that every script uses."""
_SINGLE = frozenset({"Grek", "Cyrl", "Latn"})
"""Scripts whose single letters are mostly symbols: π, Ж."""


LanguageAt = Callable[[DataPath], str | None]
"""The language of a value as the event file tells it, by its path; None if it does not."""


def in_its_languages(doc: Doc, preferred: Sequence[str] = (), text: LanguageAt = lambda _: None) -> Doc:
    """The document with a language for each text; of several with the same script, one of the `preferred`."""
    own = doc.metadata.language
    texts = [node for node in walk(doc) if isinstance(node, Text)]
    if _latin(own) and all(one.text.isascii() and (one.origin and text(one.origin)) in (None, own) for one in texts):
        return doc
    reading = _Reading(own, preferred, text)
    return replace(
        doc,
        blocks=reading.blocks(doc.blocks),
        page_header=reading.blocks(doc.page_header),
        page_footer=reading.blocks(doc.page_footer),
    )


def _latin(tag: str) -> bool:
    return is_written_in(tag, scripts()["Latn"])


class _Reading:
    def __init__(self, own: str, preferred: Sequence[str], text: LanguageAt) -> None:
        self._own, self._preferred, self._language_at = own, preferred, text
        self._spanned = 0

    def blocks(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(map(self._block, blocks))

    def _block(self, block: Block) -> Block:
        language = getattr(block, "language", None) or self._own
        match block:
            case Heading(_, children):
                return replace(block, children=self._inlines(children, language))
            case Paragraph(children, style):
                # A paragraph of prose in another script has its direction; parts with a fixed place on the page do not.
                other = None
                if not style:
                    other = self._declared_language(children, language) or self._whole(plain_text(children), language)
                return replace(
                    block, children=self._inlines(children, other or language), language=other or block.language
                )
            case List(items):
                made = tuple(map(self.blocks, items))
                own = {one.language for item in made for one in item[:1] if isinstance(one, Paragraph)}
                return replace(block, items=made, language=own.pop() if len(own) == 1 else block.language)
            case DefinitionList(items):
                terms = (Definition(self._inlines(one.term, language), self.blocks(one.details)) for one in items)
                return replace(block, items=tuple(terms))
            case Table(header, body, caption):
                made_rows = [tuple(self._row(row) for row in rows) for rows in (header, body)]
                caption = self._inlines(caption, language)
                return replace(block, header=made_rows[0], body=made_rows[1], caption=caption)
            case Figure(_, caption):
                return replace(block, caption=self._inlines(caption, language))
            case Quote(blocks) | Section(blocks):
                return replace(block, blocks=self.blocks(blocks))
            case _:
                return block

    def _row(self, row: Row) -> Row:
        return Row(tuple(replace(cell, blocks=self.blocks(cell.blocks)) for cell in row.cells))

    def _inlines(self, inlines: Sequence[Inline], language: str) -> tuple[Inline, ...]:
        return _together([made for one in inlines for made in self._inline(one, language)])

    def _inline(self, inline: Inline, language: str) -> Iterator[Inline]:
        match inline:
            case Text():
                yield from self._text(inline, language)
            case LanguageSpan(own, children):
                self._spanned += 1
                yield replace(inline, children=self._inlines(children, own))
                self._spanned -= 1
            case Emphasis(children) | Strong(children) | Link(_, children) | Time(_, children) | Styled(_, children):
                yield replace(inline, children=self._inlines(children, language))
            case NoteRef(_, blocks):
                yield replace(inline, blocks=self.blocks(blocks))
            case _:
                yield inline

    def _declared_language(self, inlines: Sequence[Inline], around: str) -> str | None:
        """The language of all values in a line, if the event file tells one, and it is not that of its surroundings."""
        values = [one for inline in inlines for one in walk(inline) if isinstance(one, Text) and one.text.strip()]
        parts = {self._language_at(one.origin) if one.origin else None for one in values}
        return next(iter(parts)) if len(parts) == 1 and around not in parts else None

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

    def _text(self, text: Text, language: str) -> Iterator[Inline]:
        own = self._language_at(text.origin) if text.origin and not self._spanned else None
        if own not in (None, language):
            yield from self._inline(LanguageSpan(own, (text,)), language)
            return
        at, wording = 0, text.text
        for start, end, script in _passages(wording, language, whole=text.origin is not None):
            yield from _numbers(replace(text, text=wording[at:start]), language)
            tag = self._language(script, scripts_in(wording).keys())
            yield LanguageSpan(tag, (replace(text, text=wording[start:end]),))
            at = end
        yield from _numbers(replace(text, text=wording[at:]), language)


def _together(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Join passages in one language that only spaces separate: a name keeps the order of its parts."""
    made: list[Inline] = []
    for inline in inlines:
        last, gap = made[-2:-1], made[-1:]
        if (
            isinstance(inline, LanguageSpan)
            and last
            and isinstance(last[0], LanguageSpan)
            and last[0].language == inline.language
            and isinstance(gap[0], Text)
            and not gap[0].text.strip()
        ):
            made[-2:] = [replace(inline, children=(*last[0].children, gap[0], *inline.children))]
        else:
            made.append(inline)
    return tuple(made)


def _numbers(text: Text, language: str) -> Iterator[Inline]:
    """Isolate numbers of several parts where lines run from right to left."""
    at, wording = 0, text.text
    for match in _NUMBER.finditer(wording) if direction(language) == "rtl" else ():
        if match.start() > at:
            yield replace(text, text=wording[at : match.start()])
        yield LanguageSpan(NO_LANGUAGE, (replace(text, text=match[0]),))
        at = match.end()
    if at < len(wording):
        yield replace(text, text=wording[at:])


def _passages(text: str, language: str, *, whole: bool) -> Iterator[tuple[int, int, Script]]:
    """The passages of a text in other scripts than the language's, from first to last letter.

    If the text is a value without other letters, the passage is the `whole` except spaces at its ends.
    """
    if text.isascii() and _latin(language):
        return
    runs = list(_runs(text, language))
    if whole and len(runs) == 1 and not any(_is_own(one, language) for one in text):
        bare = text.strip()
        start = text.index(bare)
        yield start, start + len(bare), runs[0][2]
        return
    for start, end, script in runs:
        if script.code in _SINGLE and end - start == 1 and direction(language) == "ltr":
            continue
        start, end = _widened(text, start, end)
        if (opened := _unclosed(text[start:end])) is not None:
            # Closing signs belong to the surrounding text, and so does the bracket.
            yield start, start + len(text[start : start + opened].rstrip()), script
            start += opened + 1
        yield start, end, script


def _is_own(character: str, language: str) -> bool:
    script = script_of(character)
    return script is not None and is_written_in(language, script)


def _runs(text: str, language: str) -> Iterator[tuple[int, int, Script]]:
    """From the first to the last letter of each passage, with the signs of no script in between."""
    start, end, of = 0, 0, None
    for at, character in enumerate(text):
        script = script_of(character)
        foreign = script is not None and not is_written_in(language, script)
        if of is not None and (script not in (None, of) or (script is None and _ends(character))):
            together = foreign and script is not None and {of.code, script.code} <= {"Hani", "Kana", "Kore"}
            if not together:
                yield start, end, of
                of = None
        if foreign and script is not None:
            start, of = (at, script) if of is None else (start, of)
            end = at + 1
    if of is not None:
        yield start, end, of


def _ends(character: str) -> bool:
    """Whether punctuation belongs to a script, and no passage of another contains it: “،”, “。”."""
    return ord(character) >= 0x0590 and ord(character) not in _GENERAL and not character.isspace()


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A passage with the digits and signs attached to it, and the bracket that it opens."""
    before, after = _BEFORE.search(text, 0, start), _ATTACHED.match(text, end)
    more, less = after[0] if after else "", before[0] if before else ""
    more = re.match(r"[\x20-\x7e’]*", more)[0].rstrip(_LOOSE)  # type: ignore[index] # it always matches
    less = re.search(r"[\x20-\x7e’]*$", less)[0].lstrip(_LOOSE)  # type: ignore[index] # it always matches
    start, end = start - len(less), end + len(more)
    return start, _to_bracket(text, start, end)


def _to_bracket(text: str, start: int, end: int) -> int:
    """The end of a passage with its closing bracket, if only signs and digits are before that."""
    depth = 0
    for at in range(start, len(text)):
        if at >= end and (not depth or script_of(text[at]) is not None or _ends(text[at])):
            break
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if not depth and at >= end:
            end = at + 1
    return end


def _unclosed(text: str) -> int | None:
    """The position of a bracket that a text opens and does not close."""
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in "([{":
            opened.append(at)
        elif character in ")]}" and opened:
            opened.pop()
    return opened[-1] if opened and opened[-1] else None
