"""How many examples Hypothesis draws for a property: the same ones in each run, or under `make fuzz` many new ones."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

FUZZ = "fuzz"
SAME = "same-examples"
TIMES = 10
"""How many times as many examples `make fuzz` draws."""

# How fast a machine draws is no fault of a property, so nothing here measures time.
_ANY_SPEED = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


def register_profiles() -> None:
    """Load the profile that repeats itself; `--hypothesis-profile` then asks for the other."""
    settings.register_profile(SAME, _ANY_SPEED, derandomize=True, max_examples=100)
    settings.register_profile(FUZZ, _ANY_SPEED, derandomize=False, max_examples=100 * TIMES, print_blob=True)
    settings.load_profile(SAME)


def examples(number: int, *, fuzz: int | None = None, shrink: bool = True) -> settings:
    """Settings of a property that is tried so many times, and under `make fuzz` ten times as many or `fuzz` times.

    Without `shrink`, the example that fails is shown as it was drawn. To look for a smaller one takes minutes where
    each is a whole build, and finds little.
    """
    if settings.get_current_profile_name() == FUZZ:
        number = fuzz or number * TIMES
    phases = tuple(Phase) if shrink else (Phase.explicit, Phase.generate)
    return settings(max_examples=number, phases=phases, report_multiple_bugs=shrink)
