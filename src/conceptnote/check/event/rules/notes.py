"""CN161: footnotes and their calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity

_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_NOTE = re.compile(r"^ {0,3}\[\^(?P<name>[^\]\s]{1,80})\]:", re.MULTILINE)
_CALL = re.compile(r"\[\^(?P<name>[^\]\s]{1,80})\](?!:)")


@rule(
    "CN161",
    Severity.ERROR,
    breaks="""
        sections:
          - heading: Purpose
            text: Rivers cross borders.
            footnotes: {count: "Counted in 2029."}
    """,
    mends="""
        sections:
          - heading: Purpose
            text: Rivers cross borders.[^count]
            footnotes: {count: "Counted in 2029."}
    """,
)
def unmatched(context: Context) -> Iterator[Remark]:
    """A footnote has no call, a call no footnote, or one of them stands twice.

    No paper can be built from it.
    """
    for said in context.texts:
        if not said.prose or said.path[-2:-1] == ("footnotes",) or "footnotes" in said.path:
            continue
        text = _CODE.sub(lambda match: " " * len(match[0]), said.text)
        records = _records(context, said.path)
        notes = {match["name"]: match.start() for match in _NOTE.finditer(text)}
        calls: dict[str, int] = {}
        for match in _CALL.finditer(text):
            name, start = match["name"], match.start()
            if name in calls:
                yield Remark(said.path, f"the note “{name}” is called twice", "write a second note", said.text[:start])
            elif name not in notes and name not in records:
                hint = f"write it under footnotes, or as a line “[^{name}]: …”"
                yield Remark(said.path, f"the note “{name}” is called and not written", hint, said.text[:start])
            calls.setdefault(name, match.start())
        for name, start in notes.items():
            if name not in calls:
                yield Remark(said.path, *_uncalled(name), said.text[:start])
        for name, path in records.items():
            if name in notes:
                yield Remark(
                    path, f"the note “{name}” is written twice", "keep it in the text or in footnotes", key=True
                )
            elif name not in calls:
                yield Remark(path, *_uncalled(name), key=True)


def _uncalled(name: str) -> tuple[str, str]:
    return f"the note “{name}” is never called", f"call it in the text as [^{name}], or take it out"


def _records(context: Context, path: DataPath) -> dict[Any, DataPath]:
    """The notes of a section or an annex, for its text."""
    section = context.headed.get(path[:-1]) if path[-1] == "text" else None
    return {name: (*path[:-1], "footnotes", name) for name in section.footnotes} if section else {}
