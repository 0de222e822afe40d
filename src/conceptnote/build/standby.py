"""The child process that prints, from its very first moment.

Importing WeasyPrint takes most of a cold build, so the child is forked before anything else is
imported, and this module imports nothing that Python has not loaded already.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NamedTuple


class Child(NamedTuple):
    """A child that prints; the file descriptors lead to it and back."""

    pid: int
    requests: int
    replies: int


def fork_child() -> Child | None:
    """Begin to load WeasyPrint in a child; None where forking is not safe (macOS) or not there (Windows)."""
    if sys.platform != "linux":
        return None
    requests_out, requests = os.pipe()
    replies, replies_in = os.pipe()
    if pid := os.fork():
        os.close(requests_out)
        os.close(replies_in)
        return Child(pid, requests, replies)
    try:
        os.close(requests)
        os.close(replies)
        _load(requests_out, replies_in)
    finally:
        # The parent's exit handlers and buffers are not the child's.
        os._exit(0)


def _load(requests: int, replies: int) -> None:
    # Nothing that an import allocates is ever garbage: looking for some costs a tenth of its time.
    gc.disable()
    from conceptnote.write.fontconfig import own_fonts_only

    # Where a system library is missing, that is said when the first batch comes.
    with contextlib.suppress(OSError), own_fonts_only():
        import weasyprint  # noqa: F401 - to have it loaded
    from conceptnote.build.press import serve

    serve(requests, replies)
