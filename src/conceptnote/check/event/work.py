"""How much a check may do: counted in steps, so that the same file is looked at as far on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_STEPS = 1_000_000
"""The steps of one check: far more than a real event takes, and done within seconds."""
MOST_FINDINGS = 100
"""How many findings of one check are reported."""


class TooMuchWork(Exception):
    """A check has done all that it may do."""


@dataclass(slots=True)
class Work:
    """Counts the steps of what compares many things with many others; all else is linear in the file."""

    left: int = MOST_STEPS
    done: int = 0

    def spend(self, steps: int = 1) -> None:
        """Count some steps. Raises TooMuchWork where no more are left."""
        self.left -= steps
        self.done += steps
        if self.left < 0:
            raise TooMuchWork

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """Give what runs within it steps that are its alone."""
        left, self.left = self.left, MOST_STEPS
        try:
            yield
        finally:
            self.left = left
