"""The rules for finished Word files, each registered where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conceptnote.check.docx.package import WordFile

Faults = Iterator[tuple[str, str]]
"""What breaks a rule: each time what is wrong and where, and what to do about it."""

MICROSOFT = "Microsoft Support, “Rules for the Accessibility Checker”"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a Word file must do, where that is laid down, and the function that looks for breaches."""

    rule: str
    statement: str
    source: str
    function: Callable[[WordFile], Faults]


RULES: dict[str, Rule] = {}
"""All rules by name, in the order in which they are told."""


def checkpoint(
    rule: str, statement: str, *, source: str
) -> Callable[[Callable[[WordFile], Faults]], Callable[[WordFile], Faults]]:
    """Register a function as a rule."""

    def register(function: Callable[[WordFile], Faults]) -> Callable[[WordFile], Faults]:
        assert rule not in RULES, rule
        RULES[rule] = Rule(rule, statement, source, function)
        return function

    return register
