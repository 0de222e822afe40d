"""A progress bar on the terminal: how much is done, and what was last or is being done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conceptnote.build.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Drawn
    from rich.progress import TaskID


class Bar(Progress):
    """Shows progress on a terminal only."""

    def __init__(self, drawn: Drawn | None = None, task: TaskID | None = None) -> None:
        self._drawn, self._task, self._total = drawn, task, 0

    def expected(self, files: int) -> None:
        """Add to the total."""
        self._total += files
        self._update(total=self._total)

    def finished(self, name: str) -> None:
        """Count one as done."""
        self._update(advance=1, description=name)

    def doing(self, names: Sequence[str]) -> None:
        """Show what is being done."""
        self._update(description=", ".join(names))

    def _update(self, *, total: int | None = None, advance: int | None = None, description: str | None = None) -> None:
        if self._drawn is not None and self._task is not None:
            self._drawn.update(self._task, total=total, advance=advance, description=description, refresh=True)


@contextmanager
def bar(*, quiet: bool) -> Iterator[Bar]:
    """A bar during some work, removed afterwards. No thread draws it, because processes are forked meanwhile."""
    if quiet or not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Drawn

    columns = BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False)
    with Drawn(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as drawn:
        yield Bar(drawn, drawn.add_task("", total=None))
