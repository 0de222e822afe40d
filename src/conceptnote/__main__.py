"""The `conceptnote` command."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys

from conceptnote.build.standby import Child, fork_child


def main() -> None:
    """Run the command line; whatever happens, a person reads a sentence and not a traceback.

    Set CONCEPTNOTE_DEBUG to see the traceback of an internal error.
    """
    # Nothing that start-up allocates is garbage.
    gc.disable()
    # WeasyPrint begins to load before the command line is even read: it is what one waits for.
    child = fork_child() if sys.argv[1:2] in (["build"], ["watch"]) else None
    code = _run(child)
    if child is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    # Taking the interpreter apart takes a tenth of a build, and gives nothing that the system does not take back.
    os._exit(code)


def _run(child: Child | None) -> int:
    try:
        from conceptnote.cli import app

        app(obj=child)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # Whoever read our output has gone; there is nobody left to tell.
    except Exception as error:
        if os.environ.get("CONCEPTNOTE_DEBUG"):
            raise
        print(f"error CN099: conceptnote itself has failed: {type(error).__name__}: {error}", file=sys.stderr)
        print("    hint: this is a mistake in the tool; report it with the event file", file=sys.stderr)
        return 70
    return 0


if __name__ == "__main__":
    main()
