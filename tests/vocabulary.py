"""The terms of schema.org, from the types that schema-dts makes of its vocabulary (Apache-2.0; a test dependency)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TYPES = Path(__file__).parents[1] / "node_modules" / "schema-dts" / "dist" / "schema.d.ts"
TEXTS = frozenset({"Text", "URL", "Date", "DateTime"})
"""The types of values that JSON has as texts."""


@cache
def _text() -> str:
    return TYPES.read_text(encoding="utf-8")


@cache
def properties(kind: str) -> dict[str, frozenset[str]]:
    """What a type can be said to be, by its own properties and its parents', each with the types of its values.

    Properties that the vocabulary advises against are left out.
    """
    match = re.search(
        rf"^(?:export )?interface {kind}(?:Base|Leaf) extends ([^{{]+) {{\n(.*?)^}}", _text(), re.M | re.S
    )
    assert match, f"schema.org has no type {kind}"
    found: dict[str, frozenset[str]] = {}
    for parent in re.findall(r"(\w+?)Base\b", match[1]):
        found |= properties(parent)
    comment = ""
    for line in match[2].splitlines():
        if stated := re.fullmatch(r'    "(\w+)"\?: SchemaValue<(.+), "\1">;', line):
            if "@deprecated" not in comment:
                found[stated[1]] = frozenset(stated[2].split(" | "))
            comment = ""
        else:
            comment += line
    return found


@cache
def members(kind: str) -> frozenset[str]:
    """The values of an enumeration of the vocabulary, by their addresses; empty for what is none."""
    match = re.search(rf"^export type {kind} = (.+);$", _text(), re.M)
    return frozenset(re.findall(r'"(https://schema\.org/\w+)"', match[1] if match else ""))
