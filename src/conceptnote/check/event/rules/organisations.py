"""CN141 and CN142: how texts call organisations."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.acronyms import before_use, meant, uses
from conceptnote.check.event.context import Context
from conceptnote.check.event.likeness import difference, windows
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.words import fold
from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import Severity


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


@rule(
    "CN141",
    Severity.WARNING,
    breaks="""
        parties: {forum: {name: International River Forum, acronym: IRF, roles: host}}
        structure: The International Rivers Forum opens the day.
    """,
    mends="""
        parties: {forum: {name: International River Forum, acronym: IRF, roles: host}}
        structure: The International River Forum opens the day.
    """,
)
def organisations(context: Context) -> Iterator[Remark]:
    """The name of an organisation is spelt in two ways.

    Organisations read their own name first, and funders have rules for it. Capitals are no other spelling.
    """
    names: dict[str, DataPath] = {}
    for path, name in _names(context):
        names.setdefault(name, path)
    recorded = {name.casefold() for name in names}
    told: set[tuple[DataPath, str]] = set()
    for name, path in names.items():
        for said in context.texts:
            for start, found in windows(said.plain, name):
                found = " ".join(found.split())
                if not difference(found, name) or (said.path, found) in told:
                    continue
                if found.casefold() in recorded and not _later(names, found, name):
                    continue
                told.add((said.path, found))
                message = f"“{found}” is spelt “{name}” in {format_path(path)}"
                yield Remark(said.path, message, "settle on one spelling", said.text[:start])


def _later(names: dict[str, DataPath], found: str, name: str) -> bool:
    """Whether a spelling that is itself recorded was recorded after the other: of two records, one is told."""
    order = list(names)
    return found in names and order.index(found) > order.index(name)


@rule(
    "CN142",
    Severity.WARNING,
    breaks="""
        parties: {forum: {name: International River Forum, acronym: IRF, roles: host}}
        structure: The International River Forum (IFR) opens the day.
    """,
    mends="""
        parties: {forum: {name: International River Forum, acronym: IRF, roles: host}}
        structure: The International River Forum (IRF) opens the day.
    """,
)
def acronyms_of_parties(context: Context) -> Iterator[Remark]:
    """The acronym of an organisation is not that of its record, or stands for something else.

    Readers look for what they do not find.
    """
    parties = {party.acronym: party for party in context.event.parties.values() if party.acronym}
    for use in uses(context):
        before = before_use(use.said, use.start).removesuffix("(")
        named = [party for party in parties.values() if use.introduced and fold(before).endswith(fold(party.name))]
        if use.said.path[-1] == "acronym":
            continue
        if named and use.acronym not in (named[0].acronym, named[0].name):
            message = f"“{use.acronym}”, but the acronym of {named[0].name} is {named[0].acronym}"
        elif meaning := meant(context, use.acronym):
            message = f"“{use.acronym}” is not known here; {meaning} is"
        elif use.acronym in parties and _another(use.words, parties[use.acronym].name):
            message = f"{use.acronym} is “{use.words}” here, and “{parties[use.acronym].name}” in the records"
        else:
            continue
        yield Remark(use.said.path, message, "settle on one", use.said.text[: use.start])


def _another(words: str | None, name: str) -> bool:
    # A spelling that only differs by a letter is told as that.
    return words is not None and fold(words) != fold(name) and not difference(words, name)
