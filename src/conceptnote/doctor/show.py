"""The results of the checks as text and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from conceptnote.doctor.result import Result, State

_COLOURS = {State.OK: "32", State.LACKING: "31", State.NOTE: "33"}


def ready(results: Iterable[Result]) -> bool:
    """Whether a build would work here."""
    return all(result.state is not State.LACKING for result in results)


def as_text(results: Sequence[Result], *, colour: bool) -> str:
    """One line for each check, with the command below anything missing or noted."""
    width = max(len(result.name) for result in results)
    lines = []
    for result in results:
        state = f"{result.state.value:8}"
        shown = f"\x1b[{_COLOURS[result.state]}m{state}\x1b[0m" if colour else state
        wanted = f", wanted {result.wanted}" if result.wanted and result.state is not State.OK else ""
        lines.append(f"{shown} {result.name:{width}}  {result.found}{wanted}")
        if result.mend and result.state is not State.OK:
            lines.append(" " * 8 + f" {result.mend}")
    count = sum(result.state is State.LACKING for result in results)
    things = "one thing is" if count == 1 else f"{count} things are"
    end = "ready to build" if not count else f"not ready to build: {things} missing"
    return "\n".join([*lines, "", end])


def as_json(results: Sequence[Result]) -> str:
    """The same as JSON, as docs/diagnostics.md describes it."""
    checks = [
        {"name": r.name, "state": r.state.value, "found": r.found, "wanted": r.wanted, "mend": r.mend} for r in results
    ]
    return json.dumps({"version": 1, "ready": ready(results), "checks": checks}, indent=2)
