"""The child process that prints, from its very first moment.

Importing WeasyPrint takes most of a cold build, so the child is forked before anything else is
imported, and this module imports nothing that Python has not loaded already.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Callable
from typing import NamedTuple

from conceptnote.limits import die_with_parent, printing_memory, set_limits


class Child(NamedTuple):
    """A child that prints; the file descriptors lead to it and back."""

    pid: int
    requests: int
    replies: int


def forks() -> bool:
    """Whether PDFs are printed in a child: forking is not safe on macOS, and not there on Windows."""
    return sys.platform == "linux"


def fork_child(serve: Callable[[int, int], None]) -> Child | None:
    """Begin to load WeasyPrint in a child, which then serves these descriptors; None where that cannot be forked."""
    if not forks():
        return None
    parent = os.getpid()
    requests_out, requests = os.pipe()
    replies, replies_in = os.pipe()
    if pid := os.fork():
        os.close(requests_out)
        os.close(replies_in)
        return Child(pid, requests, replies)
    try:
        die_with_parent(parent)
        set_limits(printing_memory())
        os.close(requests)
        os.close(replies)
        _load_printer()
        serve(requests_out, replies_in)
    finally:
        # The parent's exit handlers and buffers are not the child's.
        os._exit(0)


def _load_printer() -> None:
    # Nothing that an import allocates is ever garbage: looking for some costs a tenth of its time.
    gc.disable()
    from conceptnote.write.fontconfig import own_fonts_only

    # What is missing is said when the first batch comes; WeasyPrint would print it now.
    missing = contextlib.suppress(ImportError, OSError, AttributeError)
    with missing, contextlib.redirect_stdout(io.StringIO()), own_fonts_only():
        import weasyprint  # noqa: F401 - to have it loaded
