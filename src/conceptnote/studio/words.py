"""The words of the studio's interface, which are data: `words.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words() -> dict[str, Any]:
    """All words, by what they are for; `{places}` are filled with `said`, or in the browser."""
    text = (files("conceptnote.studio") / "words.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    return found


def said(name: str, **values: object) -> str:
    """A sentence of the server's, with its places filled."""
    return str(words()["server"][name]).format(**values)
