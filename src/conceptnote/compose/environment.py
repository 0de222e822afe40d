"""The sandbox of templates, and its loader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from html import escape
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType
from typing import Any, cast

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from conceptnote.compose import builtins
from conceptnote.compose.budget import (
    LONGEST,
    Cost,
    OverBudget,
    count_arguments,
    counted,
    current,
    deeper,
    weigh_text,
    weighed,
)
from conceptnote.compose.compiled import Compiled
from conceptnote.compose.counting import TOKENS, parse_counting
from conceptnote.compose.filters import Filters
from conceptnote.compose.reach import may_reach
from conceptnote.compose.view import View
from conceptnote.diagnostics import did_you_mean
from conceptnote.doc.html_tree import PLACE
from conceptnote.languages.dates import DateStyle
from conceptnote.languages.locale import Locale
from conceptnote.languages.typography import Typographies

TemplateSource = Callable[[str], tuple[str, str] | None]
"""Gives a template's text and its name in messages, or None if there is no such template."""

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")


class Places(Extension):
    """Writes its line into each tag of a template, so that errors can name it."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for number, token in enumerate(stream):
            if number == TOKENS:
                message = f"the template has more than {TOKENS:,} words and signs"
                raise TemplateSyntaxError(message, token.lineno, stream.name, stream.filename)
            if token.type == "data":
                token = Token(token.lineno, "data", _place(token.value, token.lineno, stream.filename or "?"))
            yield token


def _place(text: str, line: int, file: str) -> str:
    before = 0

    def place(match: re.Match[str]) -> str:
        nonlocal before, line
        line += text.count("\n", before, match.start())
        before = match.start()
        return f'<{match[1]} {PLACE}="{escape(file)}:{line}"'

    return _TAG.sub(place, text)


class Loader(BaseLoader):
    """Reads templates through the given source only."""

    def __init__(self, source: TemplateSource) -> None:
        self._source = source

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if (found := self._source(template)) is None:
            raise TemplateNotFound(template)
        return (*found, lambda: True)


class Unknown(StrictUndefined):
    """A name that does not exist: always an error, with the closest name that does."""

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, View):
            hint = did_you_mean(self._undefined_name, self._undefined_obj.field_names, listing="it has")
            return f"{self._undefined_obj} has no field “{self._undefined_name}”; {hint or ''}".rstrip("; ")
        if self._undefined_hint:
            return self._undefined_hint
        return f"nothing is called “{self._undefined_name}” here"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without an exit: templates reach the listed names of each kind of value, and are counted."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return parse_counting(self, source, name, filename)

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError):
            raise TemplateSyntaxError("the template is nested too deeply for Python", 1, None, filename) from None

    def getattr(self, obj: Any, attribute: str) -> Any:
        current().step(1)
        if may_reach(obj, attribute):
            try:
                return weigh_text(getattr(obj, attribute))
            except AttributeError:
                pass
        return self._item(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        current().step(1)
        found = self._item(obj, argument)
        if isinstance(found, Undefined) and isinstance(argument, str) and may_reach(obj, argument):
            with suppress(AttributeError):
                return weigh_text(getattr(obj, argument))
        return found

    def _item(self, obj: Any, key: Any) -> Any:
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        if not isinstance(obj, type):
            with suppress(TypeError, LookupError, AttributeError):
                return weigh_text(obj[key])
        if isinstance(key, str) and (key.startswith("_") or hasattr(type(obj), key)) and not may_reach(obj, key):
            return self.undefined(f"“{key}” is not available in templates", obj=obj, name=key, exc=SecurityError)
        return self.undefined(obj=obj, name=key)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro, a global or a method after counting its cost."""
        count_arguments(args, kwargs)
        itself = getattr(obj, "__self__", None)
        if isinstance(itself, str | list | tuple):
            weighed(itself)
            if isinstance(itself, str) and (cost := builtins.METHOD_COSTS.get(obj.__name__)):
                args = tuple(list(one) if isinstance(one, Iterator) else one for one in args)
                current().read(cost(itself, *args, **kwargs))
        with deeper():
            return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(f"“{operator}” is not available in templates")
        current().step(1)
        if operator == "*":
            times = max((side for side in (left, right) if isinstance(side, int)), default=1)
            if any(isinstance(side, str | list | tuple) and len(side) * times > LONGEST for side in (left, right)):
                raise OverBudget("the repeated text is too long")
        weighed(left)
        weighed(right)
        return weighed(super().call_binop(context, operator, left, right))


@pass_context  # so that nothing is computed when the template is compiled
def printable(_: Context, value: Any) -> Any:
    """A value to print. Raises SecurityError for one that would print as Python."""
    if isinstance(value, str):
        current().read(len(value))
    elif kind := next((name for kinds, name in _NO_TEXT if isinstance(value, kinds)), None):
        raise SecurityError(f"{kind} cannot be printed directly")
    elif all(getattr(type(value), name) is getattr(object, name) for name in ("__str__", "__repr__")):
        raise SecurityError("a value that is not text cannot be printed directly")
    else:
        current().read(_SHORT)
    return value


_SHORT = 50
"""Characters of a number, a length, or a record's name."""
_NO_TEXT: list[tuple[tuple[type, ...], str]] = [
    ((list, tuple, set, Iterator, range), "a list"),
    ((Mapping, Namespace), "a mapping"),
    ((Macro, FunctionType, MethodType, BuiltinFunctionType, type), "what can be called"),
]


_COSTS: dict[str, Cost] = {"prose": lambda text, *_, **__: 15_000 + 20 * len(text)}
"""The costs of our own filters beyond their arguments: CommonMark is slow to parse."""


def make_environment(
    source: TemplateSource,
    locale: Locale,
    style: DateStyle | None = None,
    compiled: Compiled | None = None,
    typographies: Typographies | None = None,
) -> Environment:
    """An environment in which templates see only what they are given, with the filters of a locale."""
    environment = Sandbox(
        loader=Loader(source),
        undefined=Unknown,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Places],
        auto_reload=False,  # A source gives the same text during a run.
        bytecode_cache=compiled or Compiled(),
        finalize=printable,
        optimized=False,  # What is computed at compile time would count only the first time.
    )
    # A paper must be the same each time, so there is no random choice.
    del environment.globals["lipsum"]
    filters = Filters(locale, style, typographies).named()
    own = {name: counted(function, _COSTS.get(name)) for name, function in filters.items()}
    environment.filters = cast(Any, builtins.filters() | own)
    environment.tests = cast(Any, builtins.tests())
    return environment
