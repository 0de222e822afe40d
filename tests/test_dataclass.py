"""Our dataclasses behave as those of the standard library, and compile nothing until an object is made."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.dataclass import dataclass

Options = dict[str, bool]
OPTIONS = st.fixed_dictionaries({"frozen": st.booleans(), "slots": st.booleans(), "eq": st.booleans()}).flatmap(
    lambda made: st.booleans().map(lambda order: {**made, "order": order and made["eq"]})
)


def pair(options: Options) -> list[Any]:
    """The same class made by ours and by the standard library, with every kind of field that we use."""

    def made(how: Callable[..., Any]) -> Any:
        class Base:
            """A base."""

            first: int
            second: str = "b"

        class Derived(how(**options)(Base)):  # type: ignore[misc]
            """A class."""

            third: list[int] = field(default_factory=list)
            hidden: int = field(default=0, compare=False, repr=False)
            sum: int = field(init=False, compare=False)
            named: int = field(default=3, kw_only=True)

            def __post_init__(self) -> None:
                object.__setattr__(self, "sum", self.first + self.named)

        Derived.__qualname__ = "Derived"
        return how(**options)(Derived)

    return [made(dataclass), made(dataclasses.dataclass)]


def outcome(work: Callable[[], Any]) -> Any:
    """What it gives, or the kind of error that it raises."""
    try:
        return work()
    except Exception as error:
        return type(error)


VALUES = st.tuples(st.integers(0, 2), st.sampled_from("ab"), st.lists(st.integers(0, 1), max_size=1), st.integers(0, 1))


@given(OPTIONS, VALUES, VALUES)
@examples(40)
def test_objects_behave_as_those_of_the_standard_library(options: Options, one: Any, other: Any) -> None:
    ours, theirs = (
        (kind, kind(*one), kind(*other, named=4), kind(*other[:3], named=4)) for kind in pair(options)
    )  # fmt: skip

    def told(kind: Any, first: Any, second: Any, third: Any) -> list[Any]:
        return [
            repr(first),
            dataclasses.astuple(second),
            [each.name for each in dataclasses.fields(first)],
            kind.__match_args__,
            second == third,
            first == second,
            first == 1,
            outcome(lambda: hash(third) == hash(kind(*other[:3], named=4))),
            outcome(lambda: first < second),
            outcome(lambda: first >= second),
            outcome(lambda: setattr(first, "first", 5)),
            outcome(lambda: delattr(second, "second")),
            repr(copy.copy(third)),
            repr(dataclasses.replace(third, first=1)) if "sum" not in kind.__match_args__ else "",
            outcome(lambda: kind()),
            outcome(lambda: kind(1, unknown=2)),
            outcome(lambda: kind(1, "b", [], 0, 3)),
            kind(1).third is kind(1).third,
        ]

    assert told(*ours) == told(*theirs)


@dataclass(frozen=True, slots=True)
class Sent:
    """A class that goes from one process to another."""

    name: str
    parts: tuple[int, ...] = ()


def test_an_object_can_be_sent_to_a_process_that_has_made_none() -> None:
    sent = pickle.dumps(Sent("a", (1, 2)))
    fresh = pickle.loads(sent.replace(b"Sent", b"Seen"))
    assert isinstance(fresh, Seen)
    assert (fresh, repr(fresh)) == (Seen("a", (1, 2)), "Seen(name='a', parts=(1, 2))")


@dataclass(frozen=True, slots=True)
class Seen:
    """The class in the other process."""

    name: str
    parts: tuple[int, ...] = ()


def test_nothing_is_compiled_until_an_object_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    usual = exec

    def counted(text: str, *names: Any) -> None:
        compiled.append(text)
        usual(text, *names)

    monkeypatch.setattr("builtins.exec", counted)
    plain: Any = dataclass(type("Plain", (), {"__annotations__": {"a": "int"}}))
    assert not compiled
    assert (plain(1).a, plain(2).a) == (1, 2)
    assert len(compiled) == 1
