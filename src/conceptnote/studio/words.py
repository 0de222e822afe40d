"""The words of the studio's interface: `words.yaml`."""

from __future__ import annotations

from typing import Any

from conceptnote.yamldata import packaged_data


def words() -> dict[str, Any]:
    """All words, by purpose; `{places}` are filled with `phrase`, or in the browser."""
    found: dict[str, Any] = packaged_data("conceptnote.studio", "words.yaml")
    return found


def phrase(name: str, **values: object) -> str:
    """A sentence of the server, with its places filled."""
    return str(words()["server"][name]).format(**values)
