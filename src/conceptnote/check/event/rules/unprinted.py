"""CN167 and CN169: what no paper shows."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import occupants
from conceptnote.diagnostics import Severity


@rule(
    "CN167",
    Severity.WARNING,
    breaks="""
        people: {amari: {name: Leïla Amari, status: declined}}
        panel: [amari]
        sections: [{heading: Panel, show: panel}]
    """,
    mends="""
        people: {amari: {name: Leïla Amari}}
        panel: [amari]
        sections: [{heading: Panel, show: panel}]
    """,
)
def empty_sections(context: Context) -> Iterator[Remark]:
    """A section shows something of which nothing is printed.

    Its heading stands over nothing: everybody on the panel has declined.
    """
    event = context.event
    empty = bool(event.panel) and not list(occupants(event, event.panel, ("panel",)))
    for path, section in event.headed:
        if empty and "panel" in section.show:
            message = f"“{section.heading}” shows the panel, of which nobody comes"
            where = (*path, "show", section.show.index("panel"))
            yield Remark(where, message, "take it out, or name who comes instead")


@rule(
    "CN169",
    Severity.WARNING,
    breaks="""
        structure: A debate follows the opening.
        agenda: [{item: Opening}, {item: Debate}]
    """,
    mends="""
        structure: A debate follows the opening.
        agenda: [{item: Opening}, {item: Debate}]
        sections: [{heading: Structure, show: structure}]
    """,
)
def never_printed(context: Context) -> Iterator[Remark]:
    """The file says something that no paper prints.

    The programme prints the agenda rather than the structure, and the languages of interpretation only beside those
    that are spoken; a figure is printed where something shows it.
    """
    event = context.event
    shown = {part for _, section in event.headed for part in section.show}
    if event.structure and context.rows and "structure" not in shown:
        message = "the structure is printed nowhere: the programme prints the agenda, and no section shows it"
        yield Remark(("structure",), message, "add a section with “show: structure”, or take it out", key=True)
    if event.interpretation and not event.languages:
        message = "the languages of interpretation are printed nowhere, without those that are spoken"
        yield Remark(("interpretation",), message, "add “languages: […]”", key=True)
    shown |= {figure for note in event.practical for figure in note.show}
    for identifier in event.figures.keys() - shown:
        message = f"the figure “{identifier}” is printed nowhere: nothing shows it"
        hint = f"write “show: {identifier}” in a section, an annex or a practical note, or take it out"
        yield Remark(("figures", identifier), message, hint, key=True)
