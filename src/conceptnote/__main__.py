"""The `conceptnote` command."""

from __future__ import annotations

import gc
import os
import sys

from conceptnote.build.standby import fork_child


def main() -> None:
    """Run the command line; whatever happens, a person reads a sentence and not a traceback.

    Set CONCEPTNOTE_DEBUG to see the traceback of an internal error.
    """
    # Nothing that start-up allocates is garbage.
    gc.disable()
    # WeasyPrint begins to load before the command line is even read: it is what one waits for.
    child = fork_child() if sys.argv[1:2] == ["build"] else None
    try:
        from conceptnote.cli import app

        app(obj=child)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("CONCEPTNOTE_DEBUG"):
            raise
        print(f"error CN099: conceptnote itself has failed: {type(error).__name__}: {error}", file=sys.stderr)
        print("    hint: this is a mistake in the tool; report it with the event file", file=sys.stderr)
        sys.exit(70)
    finally:
        if child is not None:
            from conceptnote.build.press import end

            end(child)


if __name__ == "__main__":
    main()
