"""CN176 and CN177: “TBC” and markup in plain texts."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.plain import markup, written_statuses
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity


@rule("CN176", Severity.WARNING)
def written_status(context: Context) -> Iterator[Remark]:
    """A name, a function or another short text says “TBC”.

    Write `status: tbc`: papers mark it, and `conceptnote status` and `--final` know it.
    """
    yield from written_statuses(context)


@rule("CN177", Severity.WARNING)
def markup_in_plain_text(context: Context) -> Iterator[Remark]:
    """A short text has markup: asterisks, underscores, a link."""
    yield from markup(context)
