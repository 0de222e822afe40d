"""Problems that an earlier command has printed, from its reports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from conceptnote.diagnostics import Diagnostic, Severity
from conceptnote.regularfile import read_regular
from conceptnote.report.json import as_json

_LARGEST = 16 * 1024 * 1024
_KEYS = ("code", "message", "file", "line", "column", "path")


def not_reported(problems: Sequence[Diagnostic], reports: Iterable[Path]) -> list[Diagnostic]:
    """The problems in none of these files (`--report`), or only as warnings if they are errors now.

    A file that is not a report has none.
    """
    known = {key for report in reports for key in _keys(report)}
    return [one for one, key in zip(problems, _keys_of(as_json(problems)), strict=True) if key not in known]


def _keys(report: Path) -> list[tuple[Any, ...]]:
    try:
        keys = _keys_of(read_regular(report, _LARGEST))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []
    # Readers of an error need not read the same as a warning.
    return keys + [(str(Severity.WARNING), *key[1:]) for key in keys]


def _keys_of(report: str | bytes) -> list[tuple[Any, ...]]:
    records = json.loads(report)["diagnostics"]
    keys = [(record["severity"], *(record[key] for key in _KEYS)) for record in records]
    if not all(isinstance(value, str | int | None) for key in keys for value in key):
        raise ValueError
    return keys
