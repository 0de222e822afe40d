"""How many examples Hypothesis draws for a property, and which cases of a test `make test` tries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

QUICK = "quick"
ALL = "all"
FUZZ = "fuzz"
SHARE = 6
"""`make test` draws a sixth of the examples that `make test-all` draws, and three at least."""
TIMES = 10
"""How many times as many examples `make fuzz` draws."""

# How fast a machine draws is no fault of a property, so nothing here measures time.
_ANY_SPEED = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


def register_profiles() -> None:
    """Load the quick profile; `--hypothesis-profile` then asks for another. Quick and all repeat their examples."""
    settings.register_profile(QUICK, _ANY_SPEED, derandomize=True, max_examples=100 // SHARE)
    settings.register_profile(ALL, _ANY_SPEED, derandomize=True, max_examples=100)
    settings.register_profile(FUZZ, _ANY_SPEED, derandomize=False, max_examples=100 * TIMES, print_blob=True)
    settings.load_profile(QUICK)


def examples(number: int, *, fuzz: int | None = None, shrink: bool = True) -> settings:
    """Settings of a property that is tried so many times by `make test-all`, and less or more often by the others.

    Under `make fuzz` it is tried ten times as often, or `fuzz` times. Without `shrink`, the example that fails is shown
    as it was drawn: to look for a smaller one takes minutes where each is a whole build, and finds little.
    """
    match settings.get_current_profile_name():
        case "fuzz":
            number = fuzz or number * TIMES
        case "quick":
            number = min(number, max(3, number // SHARE))
    phases = tuple(Phase) if shrink else (Phase.explicit, Phase.generate)
    return settings(max_examples=number, phases=phases, report_multiple_bugs=shrink)


def points(number: int, quick: int) -> list[int]:
    """Points of a run, from 1, at which a test cuts it: all by `make test-all`, about so many by `make test`.

    The first and the last are always among them.
    """
    step = 1 if settings.get_current_profile_name() != QUICK else max(1, (number - 1) // max(1, quick - 1))
    return sorted({*range(1, number + 1, step), number})


def some_quick(cases: Iterable[Any], *quick: Any) -> list[Any]:
    """Cases for `parametrize`: those of `quick` are tried by `make test`, the others by `make test-all` alone."""
    cases = list(cases)
    assert set(quick) <= set(cases)
    return [case if case in quick else pytest.param(case, marks=pytest.mark.slow) for case in cases]
