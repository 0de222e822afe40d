"""CN155: words that funders require in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.fuzzy import words_of
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity

_IDEOGRAPH = re.compile(r"[\u3041-\u9fff]")
_OF_FUNDERS = frozenset({"statement", "project", "disclaimer"})


@rule("CN155", Severity.WARNING)
def unsaid_names(context: Context) -> Iterator[Remark]:
    """The words that a funder asks for are missing from the text.

    Sections, structure, agenda and descriptions count if printed; so do the funder's statement, project, and lock-up
    with name.
    """
    event = context.event
    parts = [_words(text) for text in _body(context)]
    for number, funder in enumerate(event.funders):
        for position, name in enumerate(() if funder.suppressed else funder.must_name):
            context.work.spend(sum(map(len, parts)) // 1000)
            if not any(_words(name) in text for text in parts):
                message = f"no text contains “{name}”, as {event.parties[funder.party].name} asks"
                hint = "write it word by word in a section, or under the funder’s “statement”"
                yield Remark(("funders", number, "must_name", position), message, hint)


def _words(text: str) -> str:
    """The words of a text for comparison, without capitals and separators.

    In Chinese and Japanese, which have no spaces, each character is one.
    """
    apart = _IDEOGRAPH.sub(r" \g<0> ", text.replace("’", "'"))
    return "".join(f" {word.text.casefold()} " for word in words_of(apart))


def _body(context: Context) -> Iterator[str]:
    """The text of papers, with the acknowledgement at its end."""
    event = context.event
    shown = {part for section in event.sections for part in section.show}
    for text in context.texts:
        match text.path:
            case ("funders", int(number), key, *_):
                if key in _OF_FUNDERS and not event.funders[number].suppressed:
                    yield text.plain
            case ("parties", str(identifier), *_):
                if shown & set(event.parties[identifier].roles):
                    yield text.plain
            case ("keywords", *_):
                pass
            case _:
                yield text.plain
    for funder in event.funders:
        if not funder.suppressed:
            yield f"{funder.lockup} {event.parties[funder.party].name}"
