"""Whether output is in colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to print in colour on a stream: on a terminal with colours, unless the environment says otherwise.

    NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) count if they are not empty; NO_COLOR comes first.
    """
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (stream.isatty() and environment.get("TERM") != "dumb")
