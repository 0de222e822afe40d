"""What is wrong with an SVG picture."""

from __future__ import annotations


class SvgError(Exception):
    """The picture cannot be used; `refers` if it has external references, `hint` says how to fix it."""

    def __init__(self, message: str, *, refers: bool = False, hint: str = "export it again as plain SVG") -> None:
        super().__init__(message)
        self.refers = refers
        self.hint = hint
