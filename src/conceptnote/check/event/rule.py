"""What a check of an event is, and the register of all checks."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from conceptnote.check.event.context import Context
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import ExitCode, Severity


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a check has found.

    It stands at a path, at its key where that is asked for; or within the text there, after the
    part of it that is given as `after`.
    """

    path: DataPath
    message: str
    hint: str | None = None
    after: str | None = None
    key: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The number from which a check speaks; None keeps it silent until the event or its forum gives one."""

    default: int | None
    unit: str
    forum: str | None = None
    """The key of a forum's profile that gives the number."""


class Find(Protocol):
    """A check at work; one with a limit is given it."""

    def __call__(self, context: Context, limit: int = ...) -> Iterable[Remark]: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of an event: its stable code, how grave it is, what it says, and why."""

    code: str
    severity: Severity
    what: str
    reason: str
    find: Find
    limit: Limit | None = None
    rendered: bool = False
    """Whether only printed pages show it."""

    @property
    def title(self) -> str:
        """What it says, without the full stop."""
        return self.what.rstrip(".")

    @property
    def exit_code(self) -> ExitCode:
        """What a run ends with that meets it as an error."""
        return ExitCode.DATA


_RULES: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity, *, limit: Limit | None = None, rendered: bool = False
) -> Callable[[Callable[..., Iterable[Remark]]], Callable[..., Iterable[Remark]]]:
    """Enter a function into the register; its docstring says what it finds, and then why that is wrong.

    The papers in which only printed pages show it are in `Context.papers`, which is empty unless they are printed.
    """

    def enter(find: Callable[..., Iterable[Remark]]) -> Callable[..., Iterable[Remark]]:
        what, _, reason = (find.__doc__ or "").strip().partition("\n")
        if code in _RULES or not reason.strip():
            raise ValueError(f"the check {code} exists twice, or has no reason")
        said = what.strip(), " ".join(reason.split())
        _RULES[code] = Rule(code, severity, *said, find, limit, rendered)
        return find

    return enter


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every check, by code: what the modules of the package `rules` enter."""
    package = import_module("conceptnote.check.event.rules")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return tuple(_RULES[code] for code in sorted(_RULES))
