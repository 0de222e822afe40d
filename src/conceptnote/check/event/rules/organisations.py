"""CN141 and CN142: organisations in texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conceptnote.check.event.acronyms import Use, before_use, meant, uses
from conceptnote.check.event.context import Context
from conceptnote.check.event.fuzzy import content, difference, vocabulary, windows
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.texts import FoundText
from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import Severity
from conceptnote.schema.people import Party
from conceptnote.textfolding import plain_words


def _names(context: Context) -> Iterator[tuple[DataPath, str]]:
    """The names of organisations in the records, those of parties first."""
    event = context.event
    for identifier, party in event.parties.items():
        yield ("parties", identifier, "name"), party.name
    for one in context.occasions:
        if one.record.venue:
            yield (*one.path, "venue", "name"), one.record.venue.name
    for identifier, person in event.people.items():
        for number, function in enumerate(person.functions):
            if function.organisation:
                yield ("people", identifier, "functions", number, "organisation"), function.organisation


@rule("CN141", Severity.WARNING)
def organisations(context: Context) -> Iterator[Remark]:
    """The name of an organisation is spelt in two ways.

    Capitals may differ.
    """
    names: dict[str, DataPath] = {}
    for path, name in _names(context):
        names.setdefault(name, path)
    recorded = {name.casefold() for name in names}
    reported: set[tuple[DataPath, str]] = set()
    order = {name: at for at, name in enumerate(names)}
    texts = _texts_by_word(context)
    for name, path in names.items():
        for text in _may_say(context, texts, name):
            for start, found in windows(text.plain, name, context.work):
                found = " ".join(found.split())
                if not difference(found, name, context.inflections) or (text.path, found) in reported:
                    continue
                if found.casefold() in recorded and not order.get(found, -1) > order[name]:
                    continue
                reported.add((text.path, found))
                message = f"“{found}” is spelt “{name}” in {format_path(path)}"
                yield Remark(text.path, message, "choose one spelling", text.text[:start])


def _texts_by_word(context: Context) -> dict[str, list[int]]:
    """For each word, the texts that have it."""
    found: dict[str, list[int]] = {}
    for at, text in enumerate(context.texts):
        for word in vocabulary(text.plain):
            found.setdefault(word, []).append(at)
    return found


def _may_say(context: Context, texts: dict[str, list[int]], name: str) -> Iterator[FoundText]:
    """The texts that may have a name: one of its two rarest words is there, because only one may be misspelt."""
    rarest = sorted((texts.get(word, []) for word in set(content(name))), key=len)[:2]
    context.work.spend(sum(map(len, rarest)))
    yield from (context.texts[at] for at in sorted({at for those in rarest for at in those}))


@rule("CN142", Severity.WARNING)
def acronyms_of_parties(context: Context) -> Iterator[Remark]:
    """The acronym of an organisation differs from its record, or stands for something else."""
    parties = {party.acronym: party for party in context.event.parties.values() if party.acronym}
    by_name: dict[str, Party] = {}
    for party in parties.values():
        by_name.setdefault(plain_words(party.name), party)
    for use in uses(context):
        if use.text.path[-1] == "acronym":
            continue
        named = _named_before(use, by_name) if use.introduced else None
        if named and use.acronym not in (named.acronym, named.name):
            message = f"“{use.acronym}”, but the acronym of {named.name} is {named.acronym}"
        elif meaning := meant(context, use.acronym):
            message = f"“{use.acronym}” is not known here; {meaning} is"
        elif use.acronym in parties and _another(use.words, parties[use.acronym].name, context.inflections):
            message = f"{use.acronym} is “{use.words}” here, and “{parties[use.acronym].name}” in the records"
        else:
            continue
        yield Remark(use.text.path, message, "choose one", use.text.text[: use.start])


def _named_before(use: Use, parties: Mapping[str, Party]) -> Party | None:
    """The party whose name is right before an acronym."""
    parts = plain_words(before_use(use.text, use.start).removesuffix("(")).split()
    endings = (" ".join(parts[first:]) for first in range(len(parts)))
    return next((parties[name] for name in endings if name in parties), None)


def _another(words: str | None, name: str, inflections: Sequence[str]) -> bool:
    # A spelling that differs by one letter is reported as such.
    return words is not None and plain_words(words) != plain_words(name) and not difference(words, name, inflections)
