"""CN143 and CN144: parties and their roles."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from conceptnote.check.event.context import Context
from conceptnote.check.event.held import held_roles
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import all_slots
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.languages.known import Language
from conceptnote.schema.agenda import Sitting
from conceptnote.schema.event import Event


@rule("CN143", Severity.WARNING)
def printed_nowhere(context: Context) -> Iterator[Remark]:
    """No paper prints a party.

    Papers name every party with a role: a funder in its acknowledgement, a publisher in the imprint.
    """
    event = context.event
    shown = {role for _, section in event.headed for role in section.show} | {"funder"}
    named = {slot.party for _, slot in all_slots(event)} | {funder.party for funder in event.funders}
    named |= {contact.party for contact in event.contacts} | set(_of_parts(context))
    for identifier, party in event.parties.items():
        silent = set(party.roles) <= {"publisher"} - shown and "booklet" not in event.papers
        path: DataPath = ("parties", identifier)
        if silent and identifier not in named and path not in context.shared:
            hint = "give it a role, as in “roles: organiser”, or remove it"
            if party.roles:
                hint = "build the booklet with “papers: {booklet: {}}”, or remove it"
            yield Remark(path, f"{party.name} is printed nowhere", hint, key=True)


def _of_parts(context: Context) -> Iterator[str]:
    """Parties that hold a part of the programme, or invite to it."""
    for entry in context.programme.entries.values():
        record = entry.record
        if record.access is not None:
            yield from record.access.of
        if not isinstance(record, Event | Sitting):
            yield from record.host


@rule("CN144", Severity.WARNING)
def misspelt_roles(context: Context) -> Iterator[Remark]:
    """A role is almost one of the usual ones.

    Only those are translated.
    """
    language = context.event.known_languages[context.event.language]
    known = language.papers.roles
    held = [(path[:2] if path[0] == "roles" else path, role) for path, _, role in held_roles(context.event)]
    held += [((*path, "role"), slot.role) for path, slot in all_slots(context.event) if slot.role]
    for path, role in dict.fromkeys(held):
        if role not in known and (near := _near(role, language)):
            key = path[0] == "roles"
            yield Remark(path, f"“{role}” is not one of the usual roles", f"did you mean “{near}”?", key=key)


def _near(role: str, language: Language) -> str | None:
    """The usual role that is meant: by its name, or by its word in papers."""
    text, known = role.casefold(), language.papers.roles
    words = {word.casefold(): name for name, forms in known.items() for word in forms.values()}
    if text in known or text in words:
        return text if text in known else words[text]
    own = any(text.endswith(f" {word}") or text.startswith(f"{word} ") or text == f"co-{word}" for word in known)
    if own or any(text.removesuffix(ending) in known for ending in language.checks.feminine_endings):
        return None
    return next(iter(get_close_matches(text, known, n=1, cutoff=0.85)), None)
