"""CN164, CN165 and CN166: acronyms and their words."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.acronyms import Use, excused, introduced, meant, needs_words, uses
from conceptnote.check.event.context import Context
from conceptnote.check.event.fuzzy import words_of
from conceptnote.check.event.rule import Remark, rule
from conceptnote.datapath import format_path
from conceptnote.diagnostics import Severity
from conceptnote.textfolding import plain_words


def _at(use: Use, message: str, hint: str) -> Remark:
    return Remark(use.text.path, message, hint, use.text.text[: use.start])


@rule("CN164", Severity.WARNING)
def used_before(context: Context) -> Iterator[Remark]:
    """An acronym is used before it is spelt out.

    Well-known acronyms and parties' are accepted.
    """
    known = set(context.once(excused))
    first: dict[str, Use] = {}
    for use in uses(context):
        if use.introduced and use.acronym in first and use.acronym not in known:
            message = f"“{use.acronym}” is used here, but spelt out only in {format_path(use.text.path)}"
            yield _at(first[use.acronym], message, "spell it out at its first use")
        if use.introduced:
            known.add(use.acronym)
        elif use.acronym not in known and needs_words(use):
            first.setdefault(use.acronym, use)


@rule("CN165", Severity.WARNING)
def never_spelt_out(context: Context) -> Iterator[Remark]:
    """An acronym is never spelt out.

    Well-known acronyms and parties' are accepted.
    """
    reported = set(context.once(excused) | context.once(introduced))
    for use in uses(context):
        if use.acronym not in reported and needs_words(use) and meant(context, use.acronym) is None:
            reported.add(use.acronym)
            yield _at(use, f"“{use.acronym}” is never spelt out", f"write its words, then ({use.acronym})")


@rule("CN166", Severity.WARNING)
def spelt_out_differently(context: Context) -> Iterator[Remark]:
    """An acronym is spelt out twice, in different words."""
    parties = {party.acronym for party in context.event.parties.values()}  # CN142 compares these with their records.
    first: dict[str, str] = {}
    for use in uses(context):
        if use.words is None or use.acronym in parties:
            continue
        before = first.setdefault(use.acronym, use.words)
        if _bare(before) != _bare(use.words):
            yield _at(use, f"“{use.acronym}” is “{use.words}” here, and “{before}” before", "choose one")


def _bare(text: str) -> list[str]:
    """The significant words, singular or plural."""
    return [plain_words(word.text).removesuffix("s") for word in words_of(text) if not word.small]
