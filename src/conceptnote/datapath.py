"""Where a value stands in the event's data: `people.keita.functions[0].position`."""

from __future__ import annotations

Step = str | int
DataPath = tuple[Step, ...]


def format_path(path: DataPath) -> str:
    """Write a path as officers read it: keys joined by dots, positions in brackets from 0."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
