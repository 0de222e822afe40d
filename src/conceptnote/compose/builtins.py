"""The filters, tests and methods of Jinja and Python that templates have, each counted.

Those with results longer than their arguments are here with their cost. Others, also future ones of Jinja, do not exist
in templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from itertools import chain
from typing import Any, cast

from jinja2 import pass_environment, pass_eval_context
from jinja2.environment import Environment
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.nodes import EvalContext
from jinja2.tests import TESTS

from conceptnote.compose.budget import Cost, counted, current, spend, weighed
from conceptnote.compose.counting import SPEND, WEIGH
from conceptnote.compose.patterns import joined
from conceptnote.doc.origin import MarkedText

REFUSED = {
    "format": "put values into {places} with “fill”",
    "pprint": "print its values",
    "random": "the same event must always make the same paper",
    "tojson": "a paper has no place for JSON",
    "urlize": "write <a href=\"…\">",
    "wordwrap": "the page breaks the lines",
}  # fmt: skip
"""Filters of Jinja that templates do not have, and what to use instead."""

_PLAIN = """
abs attr capitalize count d default dictsort e escape filesizeformat first float forceescape groupby int items last
length list lower map max min reject rejectattr reverse safe select selectattr sort string striptags title truncate
unique upper urlencode wordcount xmlattr
"""


_TEXTS = frozenset({"capitalize", "center", "indent", "lower", "replace", "title", "trim", "truncate", "upper"})
"""Jinja filters whose result is still the event's text."""


def _width(_: object, width: object = 80, *__: object) -> int:
    return abs(width) if isinstance(width, int) else 0


def _indent(text: object, width: object = 4, *_: object, **__: object) -> int:
    lines = len(str(text).splitlines()) + 1
    return lines * (abs(width) if isinstance(width, int) else len(str(width)))


def _power(_: object, precision: object = 0, *__: object, **___: object) -> int:
    return precision**2 if isinstance(precision, int) else 0


def _replaced(text: object, old: object, new: object, *_: object, **__: object) -> int:
    return str(text).count(str(old)) * len(str(new))


def _product(text: object, sought: object = None, *_: object) -> int:
    # Python searches from the right, and for any of several characters, in quadratic time.
    return len(str(text)) * len(str(sought)) // 16 if sought is not None else 0


def _joined(text: str, items: Iterable[object]) -> int:
    return len(text) * len(list(items))


METHOD_COSTS: dict[str, Cost] = {
    **dict.fromkeys(("center", "ljust", "rjust", "zfill"), _width),
    **dict.fromkeys(("lstrip", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "strip"), _product),
    "join": _joined,
    "replace": _replaced,
}
"""The costs of text methods beyond their arguments; the text itself is the first argument."""

_FILTER_COSTS: dict[str, Cost] = {
    **dict.fromkeys(("batch", "center", "slice"), _width),
    "indent": _indent,
    "replace": _replaced,
    "round": _power,
    "trim": _product,
}


def filters() -> dict[str, Callable[..., Any]]:
    """The filters of Jinja for templates, with counting, by name."""
    known = {name: counted(_filter(name)) for name in _PLAIN.split()}
    known |= {name: counted(_filter(name), cost) for name, cost in _FILTER_COSTS.items()}
    return known | {"join": counted(join), "sum": counted(total), SPEND: spend, WEIGH: weighed}


def _filter(name: str) -> Callable[..., Any]:
    return _keeping_origin(FILTERS[name]) if name in _TEXTS else FILTERS[name]


def _keeping_origin(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter from text to text, whose result keeps the origin."""
    given = int(hasattr(function, "jinja_pass_arg"))

    @wraps(function)
    def keeping(*args: Any, **kwargs: Any) -> Any:
        made = function(*args, **kwargs)
        text = args[given] if len(args) > given else None
        return text.saying(made) if isinstance(text, MarkedText) and type(made) is str else made

    return keeping


def tests() -> dict[str, Callable[..., Any]]:
    """The tests of Jinja, by name."""
    return {name: counted(cast(Callable[..., Any], test)) for name, test in TESTS.items()}


@pass_eval_context
def join(context: EvalContext, value: Iterable[Any], d: str = "", attribute: str | None = None) -> Any:
    """Jinja's `join`, which counts what it joins."""
    if attribute is not None:
        value = map(make_attrgetter(context.environment, attribute), value)
    items = [weighed(one) for one in value]
    current().read(len(str(d)) * len(items))
    if not any(hasattr(one, "__html__") for one in (d, *items)):
        return FILTERS["join"](context, items, d)
    return joined(items, d)


@pass_environment
def total(environment: Environment, iterable: Iterable[Any], attribute: str | None = None, start: Any = 0) -> Any:
    """Jinja's `sum`, which concatenates lists at once."""
    if attribute is not None:
        iterable = map(make_attrgetter(environment, attribute), iterable)
    if not isinstance(start, list):
        return sum(iterable, start)
    lists = [start, *(weighed(one) for one in iterable)]
    if not all(isinstance(one, list) for one in lists):
        raise TypeError("only lists can be added to a list")
    return list(chain.from_iterable(lists))
