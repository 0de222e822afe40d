"""Drawings as bitmaps, by one engine for all formats and the proof."""

from __future__ import annotations

import os
import sys

from conceptnote.limits import LimitMet, run_limited

_SECONDS, _MEMORY = 60, 2**31
"""Seconds of CPU, and bytes. Drawings are counted before; these limits end only what nobody foresaw."""


def svg_bitmap(svg: str, width: int, height: int) -> bytes:
    """A drawing as a PNG of this size with transparency. Raises ValueError if it cannot be rendered."""
    return svg_bitmaps((svg, width, height))[0]


def svg_bitmaps(*drawings: tuple[str, int, int]) -> list[bytes]:
    """Several drawings with width and height, as `svg_bitmap`, in one process with limits.

    With some numbers the engine hangs, uses all memory or aborts.
    """
    try:
        return run_limited(_drawn, drawings, memory=_MEMORY, cpu_seconds=_SECONDS)
    except LimitMet as met:
        match met.limit:
            case "memory":
                text = f"it takes more than {_MEMORY // 2**20:,} MB of memory"
            case "cpu":
                text = f"it takes more than {_SECONDS} seconds"
            case _:
                text = "the program that draws it stopped"
        raise ValueError(text) from None


def _drawn(drawings: tuple[tuple[str, int, int], ...]) -> list[bytes]:
    import faulthandler

    from resvg_py import svg_to_bytes

    # Output of the aborting engine is not a message for a person.
    faulthandler.disable()
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        # Without a resolution, a millimetre has no size.
        return [
            bytes(svg_to_bytes(svg_string=svg, width=width, height=height, dpi=96.0, skip_system_fonts=True))
            for svg, width, height in drawings
        ]
    except (ValueError, MemoryError):
        raise
    except BaseException:  # A panic of Rust is no Exception.
        raise ValueError("the program that draws it stopped") from None
