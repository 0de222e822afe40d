"""The budget of one paper, counted before it is spent, so that results are the same on every machine.

A step is a node of a template that runs, or an item of a list passed to a filter; a character is one that is read,
joined or printed. Functions with output longer than their input declare its cost, which is counted first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, MappingView, Set
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from jinja2 import TemplateRuntimeError
from jinja2.utils import Namespace
from msgspec import Struct

Value = TypeVar("Value")
Cost = Callable[..., int]
"""From the arguments of a function to the characters that it makes or reads beyond them."""

LONGEST = 1_000_000
"""The longest text, or list, that may be repeated."""
LONGEST_NUMBER = 4096
"""In bits."""
STEPS = 10_000_000
CHARACTERS = 100_000_000
"""Several hundred times what the papers of an event with twenty speakers need."""
DEPTH = 64
"""The deepest nesting of macro calls: far below the limit of every Python version."""

_OPENING = 4
"""The cost of reading a list, in steps."""
_HOLDERS = (list, tuple, Set, deque, Mapping, MappingView, Namespace)


class OverBudget(TemplateRuntimeError):
    """A template exceeds the budget of a paper."""


class Budget(Struct):
    """The remaining budget of one paper."""

    steps: int = STEPS
    characters: int = CHARACTERS
    depth: int = DEPTH

    def step(self, count: int) -> None:
        """Count steps. Raises OverBudget if there are too many."""
        self.steps -= count
        if self.steps < 0:
            raise OverBudget(f"the template takes more than {STEPS:,} steps")

    def read(self, count: int) -> None:
        """Count characters. Raises OverBudget if there are too many."""
        self.characters -= count
        if self.characters < 0:
            raise OverBudget(f"the template makes texts of more than {CHARACTERS:,} characters")

    def weigh(self, value: Any) -> None:
        """Count a value and its content, as often as it has it: nested lists can be large and take little memory."""
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
    """Begin a new budget for the code inside."""
    one = Budget(steps, characters)
    token = _current.set(one)
    try:
        yield one
    finally:
        _current.reset(token)


def current() -> Budget:
    """The budget of the current paper; outside a paper, a new one each time."""
    return _current.get() or Budget()


def weighed(value: Value) -> Value:
    """The same value, counted."""
    current().weigh(value)
    return value


def weigh_text(value: Value) -> Value:
    """The same value, counted if it is a text; lists are counted by the code that reads them."""
    if isinstance(value, str):
        current().read(len(value))
    return value


@contextmanager
def deeper() -> Iterator[None]:
    """Go one call deeper. Raises OverBudget if that is too deep."""
    here = current()
    if here.depth == 0:
        raise OverBudget(f"macros call each other more than {DEPTH} deep")
    here.depth -= 1
    try:
        yield
    finally:
        here.depth += 1


def spend(steps: int, characters: int) -> bool:
    """Count the cost of a node of a template; always true."""
    here = current()
    here.step(steps)
    here.read(characters)
    return True


def counted(function: Callable[..., Any], cost: Cost | None = None) -> Callable[..., Any]:
    """A filter or test with its arguments, and any further cost, counted first."""
    given = int(hasattr(function, "jinja_pass_arg"))  # by Jinja, not by the template

    @wraps(function)
    def counting(*args: Any, **kwargs: Any) -> Any:
        args = tuple(_counted_items(one) if isinstance(one, Iterator) else one for one in args)
        count_arguments(args[given:], kwargs)
        if cost is not None:
            current().read(cost(*args[given:], **kwargs))
        return function(*args, **kwargs)

    return counting


def count_arguments(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Count the arguments of a function."""
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
