"""CN193, CN194 and CN199: the languages of an event compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.quantities import Quantity, quantities, unmatched
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.texts import blanked
from conceptnote.check.event.translations import UNTRANSLATED, lacking, translated
from conceptnote.datapath import format_path, texts_in
from conceptnote.diagnostics import Severity

_ITEM = re.compile(r"^ *(?:[-+*]|\d{1,3}[.)]) ", re.MULTILINE)
_CALL = re.compile(r"\[\^[^\]\s]{1,80}\](?!:)")
_NOTE = re.compile(r"^ {0,3}\[\^")
_SHOWN = 4


@rule(UNTRANSLATED, Severity.WARNING)
def untranslated(context: Context) -> Iterator[Remark]:
    """A text is missing in one of the event's languages.

    Names, places and numbers may be written once.
    """
    yield from lacking(context)


@rule("CN194", Severity.WARNING)
def drifted(context: Context) -> Iterator[Remark]:
    """The languages of a text have different times, dates, numbers or parts."""
    for text, path, texts in translated(context):
        there = [language for language in context.languages if language in texts]
        for main, other in ((there[0], language) for language in there[1:]):
            one, two = (list(texts_in(texts[language])) for language in (main, other))
            for name, (first, second) in _parts(one, two, text.prose).items():
                counted = f"{first or 'no'} {name}{'' if first == 1 else 's'}"
                message = f"“{main}” has {counted}, and “{other}” {second or 'none'}"
                yield Remark((*path, other), message, "bring one in line with the other")
            mine, theirs = _quantities(one, text.prose), _quantities(two, text.prose)
            only, beside = unmatched(mine, theirs), unmatched(theirs, mine)
            if only or beside:
                parts = [f"only “{main}” says {_listed(only)}"] if only else []
                parts += [f"only “{other}” says {_listed(beside)}"] if beside else []
                before = two[0][: beside[0].start] if beside and isinstance(texts[other], str) else None
                hint = "bring one in line with the other, or write both in figures"
                yield Remark((*path, other), ", and ".join(parts), hint, before)


@rule("CN199", Severity.WARNING)
def older(context: Context) -> Iterator[Remark]:
    """A text has changed, and its translation has not.

    `conceptnote translations import` and `accept` record in `translations.json` which belong together; without a record
    nothing is reported.
    """
    is_older = context.is_older
    for _, path, texts in translated(context) if is_older else ():
        source = texts.get(context.languages[0])
        for language in context.languages[1:]:
            pairs = zip(texts_in(source), texts_in(texts.get(language)), strict=False)
            if is_older and any(is_older(language, one, other) for one, other in pairs):
                message = f"the text in “{context.languages[0]}” has changed since it was translated into “{language}”"
                hint = f"translate it again; if it is still right: conceptnote translations accept {format_path(path)}"
                yield Remark((*path, language), message, hint)


def _parts(one: list[str], other: list[str], prose: bool) -> dict[str, tuple[int, int]]:
    """Parts of which two texts have different numbers: texts, paragraphs, list items, footnote calls."""
    if len(one) != len(other):
        return {"text": (len(one), len(other))}
    counts = {"paragraph": _paragraphs, "list item": _items, "footnote": _calls} if prose else {}
    found = {name: (sum(map(count, one)), sum(map(count, other))) for name, count in counts.items()}
    return {name: numbers for name, numbers in found.items() if numbers[0] != numbers[1]}


def _paragraphs(text: str) -> int:
    blocks = re.split(r"\n[ \t]*\n", text.strip())
    return sum(not _ITEM.match(block) and not _NOTE.match(block) and bool(block.strip()) for block in blocks)


def _items(text: str) -> int:
    return len(_ITEM.findall(text))


def _calls(text: str) -> int:
    return len(_CALL.findall(text))


def _quantities(texts: list[str], prose: bool) -> list[Quantity]:
    return [one for text in texts for one in quantities(blanked(text, prose=prose))]


def _listed(those: list[Quantity]) -> str:
    parts = list(dict.fromkeys(one.text for one in those))
    return ", ".join(parts[:_SHOWN]) + (f" and {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else "")
