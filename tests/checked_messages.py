"""Refuses any message of any test that shows an object of Python, a memory address or HTML.

It must be imported before anything else of the tool, because it takes the place of `Diagnostic`.
"""

from __future__ import annotations

import re

from conceptnote import diagnostics

NOT_FOR_PEOPLE = re.compile(
    r"<(?:class|function|module|bound method|generator|built-in|_io\.)\W|\bat 0x[0-9a-f]{6,}|Traceback|"
    r"&(?:lt|gt|amp|quot|#\d+);|<[a-z]+ [a-z-]+="
)
"""An object of Python, a memory address, or HTML: what no message shows, but for a user’s words in quotation marks."""


class Checked(diagnostics.Diagnostic, frozen=True):
    def __post_init__(self) -> None:
        said = re.sub('“[^”]*”|"[^"]*"', "“”", f"{self.message} {self.hint}")
        assert not NOT_FOR_PEOPLE.search(said), said


Checked.__module__, Checked.__name__, Checked.__qualname__ = diagnostics.__name__, "Diagnostic", "Diagnostic"
diagnostics.Diagnostic = Checked  # type: ignore[misc] # what its name finds is what modules import
