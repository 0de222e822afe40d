"""Dataclasses that are cheap to import.

`dataclasses` writes and compiles six methods for each class, which takes half a millisecond; a build imports 200 of our
classes. Here `__init__` is compiled when the first object is made, and the other methods are closures. All else is that
of `dataclasses`: `field`, `fields`, `replace`, `asdict`, and the patterns of `match`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(kind=None, /, *, frozen=False, slots=False, eq=True, order=False, kw_only=False):
        """As `dataclasses.dataclass`."""

        def completed(kind: type) -> type:
            own = set(vars(kind))
            kind = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(kind)
            for name, method in _methods(kind, frozen=frozen, slots=slots, eq=eq, order=order):
                if name not in own:
                    setattr(kind, name, method)
            return kind

        return completed if kind is None else completed(kind)


def _methods(kind: Any, *, frozen: bool, slots: bool, eq: bool, order: bool) -> Iterator[tuple[str, Any]]:
    def begin(one: Any, /, *values: Any, **named: Any) -> None:
        kind.__init__ = _initialiser(kind, frozen=frozen)
        kind.__init__(one, *values, **named)

    yield "__init__", begin
    yield "__repr__", _shown
    if frozen:
        yield "__setattr__", _refuse
        yield "__delattr__", _refuse
    if frozen and slots:  # otherwise pickle and copy would set attributes
        yield "__getstate__", _state
        yield "__setstate__", _set_state
    if eq:
        values = _values_of(kind)
        yield "__eq__", lambda one, other: values(one) == values(other) if _alike(one, other) else NotImplemented
        yield "__hash__", (lambda one: hash(values(one))) if frozen else None
    if order:
        yield "__lt__", lambda one, other: values(one) < values(other) if _alike(one, other) else NotImplemented
        yield "__le__", lambda one, other: values(one) <= values(other) if _alike(one, other) else NotImplemented
        yield "__gt__", lambda one, other: values(one) > values(other) if _alike(one, other) else NotImplemented
        yield "__ge__", lambda one, other: values(one) >= values(other) if _alike(one, other) else NotImplemented


def _initialiser(kind: Any, *, frozen: bool) -> Any:
    """The method `__init__` of a class, compiled."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    plain, named, lines = ["_self", "/"], ["*"], []
    for one in dataclasses.fields(kind):
        value, default = one.name, ""
        if one.default is not dataclasses.MISSING:
            known[f"_default_{one.name}"], default = one.default, f"=_default_{one.name}"
        elif one.default_factory is not dataclasses.MISSING:
            known[f"_made_{one.name}"], default = one.default_factory, "=_missing"
            value = f"_made_{one.name}() if {one.name} is _missing else {one.name}"
        elif not one.init:  # __post_init__ sets it
            continue
        (named if one.kw_only or not one.init else plain).append(one.name + default)
        lines.append(f"_set(_self, {one.name!r}, {value})" if frozen else f"_self.{one.name} = {value}")
    if hasattr(kind, "__post_init__"):
        lines.append("_self.__post_init__()")
    parameters = ", ".join(plain + (named if len(named) > 1 else []))
    body = "\n ".join(lines or ["pass"])
    exec(f"def __init__({parameters}):\n {body}", known)  # noqa: S102 - it has names of fields only
    return known["__init__"]


def _values_of(kind: Any) -> Any:
    names = [one.name for one in dataclasses.fields(kind) if one.compare]
    return attrgetter(*names) if names else lambda _: ()


def _alike(one: object, other: object) -> bool:
    return other.__class__ is one.__class__


@recursive_repr()
def _shown(one: Any) -> str:
    shown = (f"{field.name}={getattr(one, field.name)!r}" for field in dataclasses.fields(one) if field.repr)
    return f"{type(one).__qualname__}({', '.join(shown)})"


def _refuse(one: object, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change {name!r} of {type(one).__name__}")


def _state(one: Any) -> list[Any]:
    return [getattr(one, field.name) for field in dataclasses.fields(one)]


def _set_state(one: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(one), state, strict=True):
        object.__setattr__(one, field.name, value)
