"""Workflow commands of GitHub Actions, which annotate the lines of a pull request.

GitHub's reference, “Workflow commands for GitHub Actions”; escaping is that of its toolkit
(`packages/core/src/command.ts`).
"""

from __future__ import annotations

from collections.abc import Sequence

from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic
from conceptnote.report.text import safe

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """One command for each line; the hint is a second line of the message."""
    return "\n".join(map(_command, diagnostics))


def _command(diagnostic: Diagnostic) -> str:
    at = diagnostic.location
    properties = {
        "file": safe(at.file) if at else "",
        "line": str(at.line or "") if at else "",
        "col": str(at.column or "") if at else "",
        "title": diagnostic.code.code,
    }
    written = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items() if value)
    path = f" [{format_path(diagnostic.path)}]" if diagnostic.path else ""
    text = safe(diagnostic.message + path) + (f"\nhint: {safe(diagnostic.hint)}" if diagnostic.hint else "")
    return f"::{diagnostic.severity} {written}::{text.translate(_DATA)}"
