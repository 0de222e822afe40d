"""SARIF 2.1.0 (OASIS, 27 March 2020), which code scanning services read."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from conceptnote import __version__
from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic, Kind, Location
from conceptnote.report.json import dump

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """A log of one run, with a rule for each of its codes; columns count characters (section 3.14.17)."""
    codes = list(dict.fromkeys(diagnostic.code for diagnostic in diagnostics))
    driver = {"name": "conceptnote", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in diagnostics],
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(kind: Kind) -> dict[str, Any]:
    words = re.findall(r"\w+", kind.title)
    return {
        "id": kind.code,
        "name": "".join(word.capitalize() for word in words),
        "shortDescription": {"text": kind.title},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    hint = f"\nhint: {diagnostic.hint}" if diagnostic.hint else ""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code.code,
        "ruleIndex": rule,
        "level": str(diagnostic.severity),
        "message": {"text": diagnostic.message + hint},
    }
    location: dict[str, Any] = {}
    if diagnostic.location:
        location["physicalLocation"] = _physical(diagnostic.location)
    if diagnostic.path:
        location["logicalLocations"] = [{"fullyQualifiedName": format_path(diagnostic.path), "kind": "member"}]
    return result | ({"locations": [location]} if location else {})


def _physical(at: Location) -> dict[str, Any]:
    region = {key: value for key, value in (("startLine", at.line), ("startColumn", at.column)) if value}
    return {"artifactLocation": {"uri": _uri(at.file)}} | ({"region": region} if region else {})


def _uri(file: str) -> str:
    """A file's URI reference (section 3.4.3), relative if the file is named so."""
    path = PurePath(file)
    written = quote(os.fsencode(path.as_posix()))
    return f"file://{'' if written.startswith('/') else '/'}{written}" if path.is_absolute() else written
