"""Conditions that finished files must meet, each registered where it is written, and how they are run.

A registry holds the conditions of one format. What a condition yields says what is wrong, where,
and what to do; the registry adds the number of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from conceptnote.check.finding import Finding

Subject = TypeVar("Subject")
"""What the conditions of a registry are held against: a finished file, read."""

MOST_FAULTS = 50
"""How many breaches of one condition are told; a file may be made to have millions."""

DAMAGED = "the file is too damaged to decide this"


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach of a condition; `page` counts from 1, and is None where the file as a whole is wrong."""

    message: str
    page: int | None = None
    hint: str | None = None


Check = Callable[[Subject], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Checkpoint(Generic[Subject]):
    """One condition: its number, what holds where it is met, where that is laid down, and its check."""

    rule: str
    statement: str
    source: str
    check: Check[Subject]


@dataclass(slots=True)
class Registry(Generic[Subject]):
    """The conditions of one format, by rule, in the order in which they are told."""

    checkpoints: dict[str, Checkpoint[Subject]] = field(default_factory=dict)

    def checkpoint(self, rule: str, statement: str, *, source: str) -> Callable[[Check[Subject]], Check[Subject]]:
        """Register a function as the check of a condition; a function may stand for several."""

        def register(check: Check[Subject]) -> Check[Subject]:
            assert rule not in self.checkpoints, f"{rule} is registered twice"
            self.checkpoints[rule] = Checkpoint(rule, statement, source, check)
            return check

        return register

    def run(self, subject: Subject, rules: Iterable[str] | None = None) -> Iterator[Finding]:
        """What breaks these rules, or any.

        A check that fails on an object that is not what its place asks for is a finding too: the
        file comes from anywhere, and a condition that cannot be decided is not met.
        """
        for rule in self.checkpoints if rules is None else rules:
            try:
                for fault in islice(self.checkpoints[rule].check(subject), MOST_FAULTS):
                    yield Finding(rule, fault.message, fault.page, fault.hint)
            except Exception as error:
                yield Finding(rule, f"{DAMAGED} ({type(error).__name__})")
