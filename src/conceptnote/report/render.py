"""A list of diagnostics, in the requested format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic, Location, Severity, by_place
from conceptnote.report.excerpt import excerpt, lines
from conceptnote.report.forms import Form
from conceptnote.report.github import as_github
from conceptnote.report.json import as_json
from conceptnote.report.sarif import as_sarif
from conceptnote.report.text import safe

ReadSource = Callable[[str], str | None]
"""Gives the text of a location's file, or None if it is private."""

_GUTTER = 5


def render(
    diagnostics: Sequence[Diagnostic], form: Form, *, colour: bool, read_source: ReadSource, summary: str | None = None
) -> str:
    """The diagnostics by file, line and column, without a newline at the end; docs/diagnostics.md has the formats.

    `summary` ends the text format instead of a count, also without diagnostics. Colour and sources are for text only.
    Without diagnostics the formats text and github are empty, and the others have an empty list.
    """
    ordered = sorted(diagnostics, key=by_place)
    if form == "text":
        return _as_text(ordered, _Paint(colour), read_source, summary)
    return {"json": as_json, "github": as_github, "sarif": as_sarif}[form](ordered)


class _Paint:
    """ANSI colours (ECMA-48, SGR), if wanted."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._wanted and text else text


_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33"}
_BOLD, _QUIET = "1", "2"


def _as_text(diagnostics: Sequence[Diagnostic], paint: _Paint, read_source: ReadSource, summary: str | None) -> str:
    @cache
    def source(file: str) -> list[str]:
        return lines(read_source(file) or "")

    blocks = [_block(diagnostic, paint, source) for diagnostic in diagnostics]
    count = Counter(diagnostic.severity for diagnostic in diagnostics)
    counts = [f"{n} {severity}{'s' if n > 1 else ''}" for severity in Severity if (n := count[severity])]
    end = summary if summary is not None else ", ".join(counts)
    return "\n\n".join([*blocks, end])


def _block(diagnostic: Diagnostic, paint: _Paint, source: Callable[[str], list[str]]) -> str:
    colour = _COLOURS[diagnostic.severity]
    where = paint(_BOLD, safe(f"{diagnostic.location}:")) + " " if diagnostic.location else ""
    path = paint(_QUIET, safe(f" [{format_path(diagnostic.path)}]")) if diagnostic.path else ""
    kind = paint(colour, f"{diagnostic.severity} {diagnostic.code.code}:")
    block = [f"{where}{kind} {paint(_BOLD, safe(diagnostic.message))}{path}"]
    if diagnostic.location:
        block += _excerpt(diagnostic.location, paint, colour, source)
    if diagnostic.hint:
        block.append(f"    hint: {safe(diagnostic.hint)}")
    return "\n".join(block)


def _excerpt(at: Location, paint: _Paint, colour: str, source: Callable[[str], list[str]]) -> list[str]:
    text = source(at.file) if at.line else []
    if not text[at.line - 1 : at.line]:
        return []
    shown, carets = excerpt(text[at.line - 1], at.column, yaml=at.file.endswith((".yaml", ".yml")))
    below = [f"{paint(_QUIET, ' ' * _GUTTER + ' |')} {carets.replace('^', '')}{paint(colour, carets.lstrip())}"]
    return [f"{paint(_QUIET, f'{at.line:{_GUTTER}} |')} {shown}", *(below if carets else [])]
