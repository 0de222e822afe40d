"""Keep the machine's fonts out of the papers.

Pango takes any font that has a character, and the rules of a machine's Fontconfig may change how ours are drawn. Our
own configuration leaves nothing to take.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator

_VARIABLE = "FONTCONFIG_FILE"
_CONFIGURATION = os.path.join(os.path.dirname(__file__), "fonts.conf")


@contextlib.contextmanager
def own_fonts_only() -> Iterator[None]:
    """What Fontconfig loads in here has no fonts of the system; WeasyPrint's warning about that is suppressed."""
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = _CONFIGURATION
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
            yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
