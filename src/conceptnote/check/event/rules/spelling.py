"""CN134, CN135 and CN137: people in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.fuzzy import difference, windows, words_of
from conceptnote.check.event.names import Directory, Mention, mentions, people
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.texts import FoundText
from conceptnote.check.event.words import courtesies
from conceptnote.diagnostics import Severity
from conceptnote.schema.people import Person
from conceptnote.textfolding import plain_words


def _mentions(context: Context) -> list[tuple[FoundText, Mention]]:
    directory = Directory(people(context.event))
    return [
        (text, mention)
        for text in context.texts
        if text.path[0] != "people" or text.path[2] not in ("name", "honorific")
        for mention in mentions(text.plain, directory, context.work)
    ]


@rule("CN134", Severity.WARNING)
def names(context: Context) -> Iterator[Remark]:
    """A name is spelt in two ways.

    Capitals, a title before the name, and the family name alone are accepted.
    """
    for text, mention in context.once(_mentions):
        if mention.how is not None:
            name = str(mention.known.person.name)
            where = f"as recorded under “{mention.known.identifier}”"
            message = f"“{mention.text}” differs {mention.how} from {name}, {where}"
            hint = "write it as in the record, or fix the record"
            yield Remark(text.path, message, hint, text.text[: mention.start])


@rule("CN135", Severity.WARNING)
def courtesy(context: Context) -> Iterator[Remark]:
    """A text gives somebody the wrong courtesy title."""
    for text, mention in context.once(_mentions):
        recorded = _courtesies(mention.known.person.honorific or "")
        given = plain_words(mention.known.words[0])[:1]
        before = re.sub(r"\bM\.", "", mention.before) if given == "m" else mention.before  # M. may be Marie.
        if recorded and (_courtesies(before) - recorded):
            name = str(mention.known.person.name)
            message = f"“{mention.before} {mention.text}”, but {name} is recorded as {mention.known.person.honorific}"
            start = text.text.rfind(mention.before.split()[0], 0, mention.start)
            yield Remark(text.path, message, "ask which is right", text.text[: max(start, 0)])


def _courtesies(before: str) -> set[str]:
    found = {plain_words(word.text) for word in words_of(before)}
    return {gender for gender in ("man", "woman") if found & courtesies(gender)}


@rule("CN137", Severity.WARNING)
def positions(context: Context) -> Iterator[Remark]:
    """A text gives somebody's position in other words than the record, or misspells it."""
    for text, mention in context.once(_mentions):
        after = mention.start + len(mention.text)
        rest = text.plain[after : after + 200]
        if not rest.startswith(","):
            continue
        for position in _positions(mention.known.person):
            for start, found in windows(rest, position, context.work, capitals=False):
                if not rest[1:start].strip(" \nthe") and difference(found, position, context.inflections):
                    message = f"“{found}”, but the record says “{position}”"
                    yield Remark(text.path, message, "write it as in the record", text.text[: after + start])
                break


def _positions(person: Person) -> list[str]:
    return [function.position for function in person.functions]
