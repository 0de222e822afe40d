"""A budget of steps for checks, so that results do not depend on the speed of a machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

MOST_STEPS = 1_000_000
"""The steps of one check: far more than a real event needs, and done within seconds."""
MOST_FINDINGS = 100
"""The most findings of one check in a report."""


class TooMuchWork(Exception):
    """A check has used all its steps."""


class Work(Struct):
    """Count the steps of comparisons between many things; everything else is linear in the file."""

    left: int = MOST_STEPS
    done: int = 0

    def spend(self, steps: int = 1) -> None:
        """Count some steps. Raises TooMuchWork if none are left."""
        self.left -= steps
        self.done += steps
        if self.left < 0:
            raise TooMuchWork

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """Give the code within it a budget of steps."""
        left, self.left = self.left, MOST_STEPS
        try:
            yield
        finally:
            self.left = left
