"""`conceptnote changes`."""

from __future__ import annotations

from typing import Annotated

import typer

from conceptnote.api import this_machine
from conceptnote.cli.options import USUAL_EVENT, ChangesForm, EventOption, one_of
from conceptnote.cli.perform import perform

Old = Annotated[
    str | None,
    typer.Argument(
        metavar="OLD",
        help="A file, the name of a mailed version, or a Git revision such as HEAD~3. "
        "[default: the version mailed last, or else HEAD]",
    ),
]
New = Annotated[str | None, typer.Argument(metavar="NEW", help="The same. [default: the event file as it is now]")]


def changes_command(
    old: Old = None,
    new: New = None,
    event: EventOption = USUAL_EVENT,
    output_format: ChangesForm = "text",
) -> None:
    """Say what has changed between two versions of an event.

    An event in several languages has the sentences in each.

    \b
    conceptnote changes                  since the last mail or commit
    conceptnote changes 2030-02-20       since the mail of that day
    conceptnote changes v1               since the tag v1
    conceptnote changes HEAD~3 HEAD      between two commits
    conceptnote changes old.yaml         since an older copy
    conceptnote changes --output-format markdown    for a pull request

    Internal fields and parts for an audience are left out.

    Ends with 0, or with 1 when a version is wrong, 2 when it does not exist.
    """
    from conceptnote.compare.find import new_versions, old_versions
    from conceptnote.compare.report import REPORT_FORMS, as_json, as_markdown, as_text, changes_by_language

    with perform(event) as result:
        form = one_of(output_format, REPORT_FORMS, "output format")
        world = this_machine()
        found = changes_by_language(old_versions(old, event, world), new_versions(new, event, world))
        result.lines.append({"text": as_text, "markdown": as_markdown, "json": as_json}[form](found))
