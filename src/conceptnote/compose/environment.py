"""The sandbox that templates run in, and where they are read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment

from conceptnote.compose.filters import Filters
from conceptnote.compose.view import View
from conceptnote.diagnostics import did_you_mean
from conceptnote.doc.html_tree import PLACE
from conceptnote.i18n.locale import Locale

TemplateSource = Callable[[str], tuple[str, str] | None]
"""Gives a template's text and the name that messages show, or None where there is no such template."""

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
_LONGEST = 1_000_000


class Places(Extension):
    """Writes into every tag of a template the line that it stands in, so that errors can name it."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                token = Token(token.lineno, "data", _place(token.value, token.lineno, stream.filename or "?"))
            yield token


def _place(text: str, line: int, file: str) -> str:
    def place(match: re.Match[str]) -> str:
        here = line + text.count("\n", 0, match.start())
        return f'<{match[1]} {PLACE}="{escape(file)}:{here}"'

    return _TAG.sub(place, text)


class Loader(BaseLoader):
    """Reads templates through the given source, and from nowhere else."""

    def __init__(self, source: TemplateSource) -> None:
        self._source = source

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if (found := self._source(template)) is None:
            raise TemplateNotFound(template)
        return (*found, lambda: self._source(template) == found)


class Unknown(StrictUndefined):
    """What a template asks for and does not exist: always an error, with the nearest name that does."""

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, View):
            hint = did_you_mean(self._undefined_name, self._undefined_obj.field_names, listing="it has")
            return f"{self._undefined_obj} has no field “{self._undefined_name}”; {hint or ''}".rstrip("; ")
        if self._undefined_hint:
            return self._undefined_hint
        return f"nothing is called “{self._undefined_name}” here"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without a way out: no private names, no methods that change things, no huge strings."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            raise SecurityError("“**” is not available in templates")
        if any(isinstance(side, str | list | tuple) for side in (left, right)):
            length = next(len(s) for s in (left, right) if isinstance(s, str | list | tuple))
            times = next((n for n in (left, right) if isinstance(n, int)), 0)
            if length * times > _LONGEST:
                raise SecurityError("the repeated text is too long")
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=8)
def make_environment(source: TemplateSource, locale: Locale) -> Environment:
    """An environment whose templates see nothing but what they are given, with the filters of a locale.

    Compiled templates are kept for as long as their text is the same: compiling takes most of a rendering.
    """
    environment = Sandbox(
        loader=Loader(source),
        undefined=Unknown,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Places],
    )
    # Chance has no place in a paper that must come out the same each time.
    del environment.globals["lipsum"], environment.filters["random"]
    environment.filters.update(Filters(locale).named())
    return environment
