"""The JSON format, which docs/diagnostics.schema.json describes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic, Location, Severity

VERSION = 1


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """One object: the diagnostics, and the number of each severity."""
    counts = {str(severity): sum(d.severity is severity for d in diagnostics) for severity in Severity}
    return dump({"version": VERSION, "diagnostics": [as_record(d) for d in diagnostics], "counts": counts})


def dump(data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """JSON in ASCII, which any standard output can encode and no terminal interprets."""
    # Bytes of a file name that are not UTF-8 are lone surrogates in Python, and not JSON (RFC 8259, 8.2).
    sound = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return json.dumps(json.loads(sound), indent=2)


def as_record(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as plain data; None for what it does not have."""
    at = diagnostic.location or Location("")
    return {
        "code": diagnostic.code.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "file": at.file or None,
        "line": at.line or None,
        "column": at.column or None,
        "path": format_path(diagnostic.path) or None,
        "hint": diagnostic.hint,
    }
