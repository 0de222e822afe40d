"""Style sheets for WeasyPrint, each parsed once, and its warnings as errors."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import CSS

_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_log = logging.getLogger("weasyprint")


class RenderError(Exception):
    """WeasyPrint could not render a document as requested."""


class Strict(logging.Handler):
    """Turns WeasyPrint's warnings into errors while it works."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # fontTools replaces HarfBuzz, only slower: `conceptnote doctor` reports it.
        if str(record.msg).startswith("Using fontTools instead of HarfBuzz-Subset"):
            return
        self._messages.append(record.getMessage())

    def __enter__(self) -> None:
        _log.addHandler(self)
        self._propagated, _log.propagate = _log.propagate, False

    def __exit__(self, kind: Any, *_: Any) -> None:
        _log.removeHandler(self)
        _log.propagate = self._propagated
        if self._messages and kind is None:
            raise RenderError("; ".join(dict.fromkeys(self._messages)))


def faces_and_rules(stylesheet: str) -> tuple[str, str]:
    """The rules for the fonts of a style sheet, which each printer loads, and all others."""
    return "\n".join(_FACE.findall(stylesheet)), _FACE.sub("", stylesheet)


@lru_cache(maxsize=64)  # The rules of a page are mostly the same from one build to the next.
def parsed(rules: str) -> CSS:
    """A style sheet, which fetches nothing."""
    from weasyprint import CSS

    with Strict():
        return CSS(string=rules, url_fetcher=nothing)


def nothing(url: str, *_: Any, **__: Any) -> Any:
    """Refuse an address."""
    raise ValueError(f"nothing is fetched from {url}")
