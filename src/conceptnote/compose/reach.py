"""The names that templates can reach in each kind of value: only those listed here.

Without methods that follow a pattern (`format`, `strftime`) or return something other than text (`encode`), and without
internals (`View._model`, `Traced.wrap`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.utils import Cycler, Namespace
from markupsafe import Markup

from conceptnote.compose.attendees import Attendee, Seat
from conceptnote.compose.effective import EFFECTIVE, Effective
from conceptnote.compose.grid import AgendaPart, Line, Placed
from conceptnote.compose.recipients import Recipient
from conceptnote.compose.view import View

_TEXT_METHODS = """
capitalize casefold center count endswith find index isalnum isalpha isascii isdecimal isdigit isidentifier islower
isnumeric isprintable isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind
rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill
"""
_LOOP = """
changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0
"""
_TEXT = frozenset(_TEXT_METHODS.split())

Reach = Collection[str] | Callable[[Any, str], bool]

REACH: dict[type, Reach] = {
    Markup: _TEXT | {"escape", "striptags", "unescape"},
    str: _TEXT,
    dict: frozenset({"get", "items", "keys", "values"}),
    list: frozenset({"count", "index"}),
    tuple: frozenset({"count", "index", "grouper", "list"}),  # the last two from `groupby`
    View: lambda _, name: name != "field_names",
    Recipient: lambda _, name: True,
    **{kind: frozenset(kind.__struct_fields__) for kind in (Seat, AgendaPart, Line, Placed)},
    Effective: EFFECTIVE,
    Attendee: frozenset({*Attendee.__struct_fields__, "present", "badged"}),
    Namespace: lambda _, name: True,
    TemplateModule: lambda module, name: name in vars(module),
    Macro: frozenset({"arguments", "caller", "catch_kwargs", "catch_varargs", "name"}),
    BlockReference: frozenset({"super"}),
    LoopContext: frozenset(_LOOP.split()),
    Cycler: frozenset({"current", "next", "reset"}),
}
"""The names that templates may use; never private ones."""


def may_reach(value: object, name: str) -> bool:
    """Whether a template may use this name of a value."""
    if name.startswith("_"):
        return False
    reach = next((REACH[kind] for kind in type(value).__mro__ if kind in REACH), ())
    return reach(value, name) if callable(reach) else name in reach
