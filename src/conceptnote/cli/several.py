"""Several events on one command line: progress, and the outcome of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from conceptnote.build.collection import Collection, Outcome
from conceptnote.build.pool import Pool
from conceptnote.build.prefork import Prefork
from conceptnote.build.request import Request
from conceptnote.build.run import Build
from conceptnote.cli.bar import bar
from conceptnote.cli.perform import Result
from conceptnote.cli.show import shown_agreements


def build_several(
    request: Request,
    files: Sequence[Path],
    forked: Prefork | None,
    result: Result,
    *,
    check: bool,
    quiet: bool,
) -> None:
    """Build several events, or compare their files with what a build would leave.

    The result gets a line for each event, and the problems, each once. Raises DiagnosticError if they cannot be built
    together.
    """
    collection = Collection.of(request, files)
    result.problems += collection.warnings
    result.projects += collection.projects.values()
    outcomes: dict[str, Outcome] = {}
    with bar(quiet=quiet) as shown, closing(Pool(forked)) as pool:
        shown.expected(len(collection.events) + (collection.whole is not None))
        for outcome in collection.check(pool, shown.doing) if check else collection.build(pool, shown.doing):
            outcomes[outcome.name] = outcome
            shown.finished(outcome.name)
    order = [str(one.event_file) for one in collection.events]
    done = sorted(outcomes.values(), key=lambda one: order.index(one.name) if one.name in order else len(order))
    result.problems += dict.fromkeys(problem for one in done for problem in one.problems)
    result.lines += [*_lines(done, check=check), _summary(done, check=check)]


def _lines(result: Sequence[Outcome], *, check: bool) -> Iterator[str]:
    width = max(len(one.name) for one in result)
    for one in result:
        yield f"{one.name:{width}}  {_state(one, check=check):9}{_files(one)}".rstrip()
        yield from (f"{one.name}: {line}" for line in shown_agreements(one.build or Build([])))


def _state(one: Outcome, *, check: bool) -> str:
    if one.build is None:
        return "differs" if check else "failed"
    if check or not one.build.outputs:
        return "as built" if check else "not made"
    return "built" if any(output.seconds is not None for output in one.build.outputs) else "unchanged"


def _files(one: Outcome) -> str:
    if one.build is None or not one.build.outputs:
        return ""
    made, removed = len(one.build.outputs), len(one.build.removed)
    seconds = sum(output.seconds or 0 for output in one.build.outputs)
    text = f"  {made} file{'s' if made > 1 else ''} in {one.build.outputs[0].path.parent}"
    text += f", {seconds:.2f} s" if seconds else ""
    return text + (f"; {removed} of an earlier build removed" if removed else "")


def _summary(result: Sequence[Outcome], *, check: bool) -> str:
    states = [_state(one, check=check) for one in result]
    return ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states)))
