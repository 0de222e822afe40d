"""What one paper may cost, counted before it is spent, so that the answer is the same on every machine.

A step is a piece of a template that runs, or an item of a list that a filter is given; a character is one that is read,
joined or printed. A function that makes more than it is given has its cost stated, and that is counted beforehand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, MappingView, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from jinja2 import TemplateRuntimeError
from jinja2.utils import Namespace

Value = TypeVar("Value")
Cost = Callable[..., int]
"""Given the arguments of a function, how many characters it will make or look at beyond what they have."""

LONGEST = 1_000_000
"""Characters of a text, or items of a list, that is repeated."""
LONGEST_NUMBER = 4096
"""In bits."""
STEPS = 10_000_000
CHARACTERS = 100_000_000
"""Several hundred times what the papers of an event with twenty speakers take."""
DEPTH = 64
"""How deep macros may call each other: well before Python gives up, on every version of it."""

_OPENING = 4
"""What it takes to look into a list, in steps."""
_HOLDERS = (list, tuple, Set, deque, Mapping, MappingView, Namespace)


class OverBudget(TemplateRuntimeError):
    """A template asks for more than a paper may cost."""


@dataclass(slots=True)
class Budget:
    """What is left for one paper."""

    steps: int = STEPS
    characters: int = CHARACTERS
    depth: int = DEPTH

    def step(self, count: int) -> None:
        """Count steps. Raises OverBudget where they are too many."""
        self.steps -= count
        if self.steps < 0:
            raise OverBudget(f"the template takes more than {STEPS:,} steps")

    def read(self, count: int) -> None:
        """Count characters. Raises OverBudget where they are too many."""
        self.characters -= count
        if self.characters < 0:
            raise OverBudget(f"the template makes texts of more than {CHARACTERS:,} characters")

    def weigh(self, value: Any) -> None:
        """Count a value, and what it holds as often as it holds it: lists in lists can be large and take no room."""
        waiting = [value]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                self.read(len(one))
            elif isinstance(one, range):
                self.step(len(one))
            elif isinstance(one, int) and one.bit_length() > LONGEST_NUMBER:
                raise OverBudget("the template makes a number of more than a thousand digits")
            elif isinstance(one, _HOLDERS):
                held = _held(one)
                self.step(len(held) + _OPENING)
                waiting += held


_current: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget(steps: int = STEPS, characters: int = CHARACTERS) -> Iterator[Budget]:
    """Begin a new budget, for what is done within."""
    one = Budget(steps, characters)
    token = _current.set(one)
    try:
        yield one
    finally:
        _current.reset(token)


def current() -> Budget:
    """The budget of the paper that is being made; outside of one, a new one each time."""
    return _current.get() or Budget()


def weighed(value: Value) -> Value:
    """The same value, counted."""
    current().weigh(value)
    return value


def weigh_text(value: Value) -> Value:
    """The same value, counted if it is a text; a list is counted by whoever goes through it."""
    if isinstance(value, str):
        current().read(len(value))
    return value


@contextmanager
def deeper() -> Iterator[None]:
    """Go one call deeper. Raises OverBudget where that is too deep."""
    here = current()
    if here.depth == 0:
        raise OverBudget(f"macros call each other more than {DEPTH} deep")
    here.depth -= 1
    try:
        yield
    finally:
        here.depth += 1


def spend(steps: int, characters: int) -> bool:
    """Count what a piece of a template costs; always true."""
    here = current()
    here.step(steps)
    here.read(characters)
    return True


def counted(function: Callable[..., Any], cost: Cost | None = None) -> Callable[..., Any]:
    """A filter or test whose arguments are counted, and beforehand what more it costs."""
    given = int(hasattr(function, "jinja_pass_arg"))  # by Jinja, and not by the template

    @wraps(function)
    def counting(*args: Any, **kwargs: Any) -> Any:
        args = tuple(_counted_items(one) if isinstance(one, Iterator) else one for one in args)
        count_arguments(args, kwargs)
        if cost is not None:
            current().read(cost(*args[given:], **kwargs))
        return function(*args, **kwargs)

    return counting


def count_arguments(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Count what a function is given."""
    here = current()
    here.step(1)
    for one in (*args, *kwargs.values()):
        here.weigh(one)


def _counted_items(items: Iterator[Value]) -> Iterator[Value]:
    here = current()
    for item in items:
        here.step(1)
        here.weigh(item)
        yield item


def _held(holder: Any) -> list[Any]:
    if isinstance(holder, Namespace):
        holder = object.__getattribute__(holder, "_Namespace__attrs")
    if isinstance(holder, Mapping):
        return [*holder.keys(), *holder.values()]
    return list(holder)
