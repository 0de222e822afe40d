"""The words of the studio's interface: `words.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from conceptnote.yamldata import read_data


@cache
def words() -> dict[str, Any]:
    """All words, by purpose; `{places}` are filled with `phrase`, or in the browser."""
    found: dict[str, Any] = read_data((files("conceptnote.studio") / "words.yaml").read_bytes())
    return found


def phrase(name: str, **values: object) -> str:
    """A sentence of the server, with its places filled."""
    return str(words()["server"][name]).format(**values)
