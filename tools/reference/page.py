"""A page of the documentation: its words in a template beside this file, its facts from the code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined


def page(template: str, filters: Mapping[str, Callable[..., Any]] | None = None, **facts: Any) -> str:
    """The Markdown of a page."""
    environment = Environment(  # noqa: S701 - it writes Markdown
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= filters or {}
    return environment.from_string(Path(__file__).with_name(template).read_text(encoding="utf-8")).render(facts)
