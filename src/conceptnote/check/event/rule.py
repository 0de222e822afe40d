"""What a check of an event is, and the register of all checks."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Protocol

from msgspec import Struct

from conceptnote.check.event.context import Context
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import ExitCode, Severity


class Remark(Struct, frozen=True):
    """One finding of a check.

    It is at a path, or at its key; or within the text there, after the part given as `after`.
    """

    path: DataPath
    message: str
    hint: str | None = None
    after: str | None = None
    key: bool = False


class Limit(Struct, frozen=True):
    """The number from which a check reports; None until the event or its forum gives one."""

    default: int | None
    unit: str
    forum: str | None = None
    """The key of a forum's profile with this number."""


class Find(Protocol):
    """The function of a check; one with a limit receives it."""

    def __call__(self, context: Context, limit: int = ...) -> Iterable[Remark]: ...


class Rule(Struct, frozen=True):
    """A check of an event: its stable code, its severity, what it finds, and what else to know."""

    code: str
    severity: Severity
    what: str
    more: str
    find: Find
    limit: Limit | None = None
    rendered: bool = False
    """Whether only printed pages show it."""

    @property
    def title(self) -> str:
        """What it finds, without the full stop."""
        return self.what.rstrip(".")

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of a run that finds it as an error."""
        return ExitCode.DATA


_RULES: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity, *, limit: Limit | None = None, rendered: bool = False
) -> Callable[[Callable[..., Iterable[Remark]]], Callable[..., Iterable[Remark]]]:
    """Register a function as a check; its docstring says what it finds, and then what it accepts or counts.

    Checks that only printed pages show read `Context.papers`, which is empty unless papers are printed.
    """

    def enter(find: Callable[..., Iterable[Remark]]) -> Callable[..., Iterable[Remark]]:
        what, _, more = (find.__doc__ or "").strip().partition("\n")
        if code in _RULES or not what:
            raise ValueError(f"the check {code} exists twice, or does not say what it finds")
        parts = what.strip(), " ".join(more.split())
        _RULES[code] = Rule(code, severity, *parts, find, limit, rendered)
        return find

    return enter


@cache
def all_rules() -> tuple[Rule, ...]:
    """All checks by code, from the modules of the package `rules`."""
    package = import_module("conceptnote.check.event.rules")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return tuple(_RULES[code] for code in sorted(_RULES))
