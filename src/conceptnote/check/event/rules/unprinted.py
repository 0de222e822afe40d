"""CN167 and CN169: what no paper prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import occupants
from conceptnote.check.event.unprinted import Value, parts, unprinted
from conceptnote.datapath import DataPath, Step
from conceptnote.diagnostics import Severity
from conceptnote.schema.people import Slot
from conceptnote.schema.section import CONTENTS

_ELSE = "name a paper that prints it under “papers”, or remove it"


def _built(document: str) -> str:
    """How to fix what only this paper prints."""
    return f"build the {document} with “papers: {{{document}: {{}}}}”, or remove it"


@rule("CN167", Severity.WARNING)
def empty_sections(context: Context) -> Iterator[Remark]:
    """A section shows something, and nothing of it is printed."""
    event = context.event
    empty = bool(event.panel) and not list(occupants(event, event.panel, ("panel",)))
    for path, section in event.headed:
        if empty and "panel" in section.show:
            message = f"“{section.heading}” shows the panel, but nobody on it comes"
            where = (*path, "show", section.show.index("panel"))
            yield Remark(where, message, "remove it, or name who comes instead")


@rule("CN169", Severity.WARNING)
def never_printed(context: Context) -> Iterator[Remark]:
    """No paper prints something that the file says.

    The default papers, your own and those under `papers` count, in every language and for every audience. The programme
    prints the agenda and not the structure, and interpretation only beside the spoken languages.
    """
    for path, value in _each(context.once(unprinted)):
        if _is_reported_elsewhere(context, path, value):
            continue
        message, hint = _message(context, path)
        yield Remark(path, message, hint, key=not isinstance(path[-1], int))


def _each(found: Iterable[Value]) -> Iterator[tuple[DataPath, Any]]:
    """Unprinted values; people, parties, figures and sections are reported one by one."""
    for one in found:
        apart = one.path in (("sections",), *((name,) for name in ("people", "parties", "figures")))
        yield from (((*one.path, step), part) for step, part in parts(one.value)) if apart else [(one.path, one.value)]


def _is_reported_elsewhere(context: Context, path: DataPath, value: Any) -> bool:
    """Whether another check reports it, or none should: records, empty sections, notes, absent people."""
    whole = path[0] in ("people", "parties") and len(path) == 2
    shown_empty = path[0] in ("sections", "annexes") and len(path) == 2 and value.text is None
    slots = value if isinstance(value, list) else [value]
    absent = any(isinstance(slot, Slot) for slot in slots)
    return whole or shown_empty or absent or "footnotes" in path or path[:2] in context.shared


_WORDS: Mapping[DataPath, tuple[str, str]] = {
    ("structure",): (
        "the structure is printed nowhere: the programme prints the agenda, and no section shows it",
        "add a section with “show: structure”, or remove it",
    ),
    ("interpretation",): (
        "the languages of interpretation are printed nowhere, because the spoken languages are missing",
        "add “languages: […]”",
    ),
    ("imprint",): ("the imprint is printed nowhere: the booklet prints it", _built("booklet")),
    ("invitation",): ("the words of the invitation are printed nowhere", _built("invitation")),
}


def _message(context: Context, path: DataPath) -> tuple[str, str]:
    """What is unprinted, in words, and how to fix it."""
    if path in _WORDS:
        return _WORDS[path]
    event, key = context.event, str(path[-1])
    if path[0] == "figures" and len(path) == 2:
        hint = f"write “show: {key}” in a section, an annex or a practical note, or remove it"
        return f"the figure “{key}” is printed nowhere: nothing shows it", hint
    names: list[Step] = [step for step in path if isinstance(step, str)]
    if path[0] == "people":
        person = event.people[str(path[1])]
        message = f"“{key}” of {person.name} is printed nowhere"
        if names[2] in ("biography", "short_biography", "photo"):
            listed = ", ".join(dict.fromkeys(["biographies", *event.attachments]))
            return (
                message,
                f"write “attachments: [{listed}]”, build the booklet with “papers: {{booklet: {{}}}}”, or remove it",
            )
        return message, _ELSE
    if path[0] == "parties":
        party = event.parties[str(path[1])]
        message = f"“{names[2]}” of {party.name} is printed nowhere"
        if names[2] == "logo":
            return message, _built("booklet")
        return message, f"add a section with “show: {next(iter(party.roles), 'organiser')}”, or remove it"
    message = f"“{names[-1]}” is printed nowhere"
    if path[0] in ("contacts", "practical", "annexes") and path[0] not in event.attachments:
        return message, f"add “{path[0]}” to “attachments”, or remove it"
    return message, f"add a section with “show: {path[0]}”, or remove it" if path[0] in CONTENTS else _ELSE
