"""Patterns of the locale, and of templates, with values in their places.

Python's `format` is not asked, since a pattern could ask it for attributes of a value, or for two billion blanks.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

_PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")


def fill(pattern: str, **values: Any) -> Markup:
    """Put values into the {places} of a pattern, each by its name; all is escaped.

    Raises ValueError where a place has no value, and for braces that are no place.
    """
    made: list[Markup] = []
    for at, piece in enumerate(_PLACE.split(str(pattern))):
        if at % 2 == 0:
            if "{" in piece or "}" in piece:
                raise ValueError("a pattern has places such as {name}, and no other braces")
            made.append(escape(piece))
        elif piece not in values:
            raise ValueError(f"the pattern asks for “{piece}”, for which no value is given")
        else:
            made.append(escape(values[piece]))
    return Markup("").join(made)
