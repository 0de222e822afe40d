"""Texts written by language, and their missing languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from conceptnote.check.event.context import Context, Wordings
from conceptnote.check.event.rule import Remark
from conceptnote.check.event.texts import FoundText
from conceptnote.check.event.words import courtesies
from conceptnote.datapath import DataPath
from conceptnote.textfolding import plain_words

UNTRANSLATED = "CN193"
"""The code of the check for missing languages."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def translated(context: Context) -> Iterator[tuple[FoundText, DataPath, Mapping[str, Any]]]:
    """Each public value written by language, once: the first of its texts, its path, and its form in each language."""
    seen: set[DataPath] = set()
    for text in context.texts if context.wordings else ():
        if context.wordings and (found := context.wordings.translated(text.path)) and found[0] not in seen:
            seen.add(found[0])
            yield text, *found


def lacking(context: Context) -> Iterator[Remark]:
    """Texts that public papers in the event's language print in another."""
    language = context.event.language
    for _, path, texts in translated(context):
        # What is in another language in every paper, such as a French title in an English note, lacks nothing.
        if language not in texts and not texts.keys().isdisjoint(context.languages):
            hint = f"write “{language}: …”; until then its papers print the text of another language"
            yield Remark((*path, language), f"there is no text in “{language}”", hint)
    if language in context.languages[1:]:
        yield from _written_once(context, language)


def _written_once(context: Context, language: str) -> Iterator[Remark]:
    lists: set[DataPath] = set()
    each = ", ".join(f"{one}: …" for one in context.languages)
    for text in context.texts:
        if context.wordings is None or not lacks_others(text, context.wordings):
            continue
        if isinstance(text.path[-1], int):  # A list is reported once.
            if text.path[:-1] in lists:
                continue
            lists.add(text.path[:-1])
        message = f"the text is in one language, but there are also papers in “{language}”"
        yield Remark(text.path, message, f"write it for each language, {{{each}}}, even where it is the same")


def lacks_others(text: FoundText, wordings: Wordings) -> bool:
    """Whether a text is written once although languages differ in it; acronyms alone are the same in all."""
    if text.the_same or wordings.translated(text.path) or not wordings.written(text.path):
        return False
    return any((len(word) > 2 and not word.isupper()) or _is_courtesy(word) for word in _WORD.findall(text.plain))


def _is_courtesy(word: str) -> bool:
    return plain_words(word) in courtesies("man") | courtesies("woman")
