"""The `conceptnote` command."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys

from conceptnote.build.standby import Child, fork_child
from conceptnote.limits import unreadable_setting


def main() -> None:
    """Run the command line; whatever happens, a person reads a sentence and not a traceback.

    Set CONCEPTNOTE_DEBUG to see the traceback of an internal error.
    """
    # Nothing that start-up allocates is garbage.
    gc.disable()
    # WeasyPrint begins to load before the command line is even read: it is what one waits for.
    prints = sys.argv[1:2] in (["build"], ["watch"], ["site"]) or (
        sys.argv[1:2] == ["check"] and "--rendered" in sys.argv
    )
    # Of several events, each is printed by a process of its own.
    prints &= sum(word.endswith((".yaml", ".yml")) for word in sys.argv[2:]) < 2
    child = fork_child(_serve) if prints else None
    code = _run(child)
    if child is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        code = _without_room(error)
    # Taking the interpreter apart takes a tenth of a build, and gives nothing that the system does not take back.
    os._exit(code)


def _serve(requests: int, replies: int) -> None:
    from conceptnote.build.press import serve

    serve(requests, replies)


def _run(child: Child | None) -> int:
    if name := unreadable_setting():
        print(f"error CN042: {name} is no whole number: {os.environ[name]}", file=sys.stderr)
        print(
            f"    hint: {name}={'900 is in seconds' if name.endswith('TIMEOUT') else '4096 is in MB'}", file=sys.stderr
        )
        return 2
    try:
        from conceptnote.cli import app

        app(obj=child)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # Whoever read our output has gone; there is nobody left to tell.
    except ImportError as error:
        return _without_library(error)
    except OSError as error:
        return _without_room(error)
    except Exception as error:
        return _failed(error)
    return 0


def _without_room(error: OSError) -> int:
    """The disk is full, or whatever else keeps this machine from writing files."""
    from conceptnote.systemerror import is_of_machine

    if not is_of_machine(error):
        return _failed(error)
    from conceptnote.build.scratch import temporary_problem

    problem = temporary_problem(error)
    with contextlib.suppress(OSError):
        print(problem, file=sys.stderr, flush=True)
    return problem.code.exit_code


def _without_library(error: ImportError) -> int:
    """A library of Python's is missing, perhaps the one that reads the command line."""
    from conceptnote.diagnostics import DiagnosticError
    from conceptnote.machine.distributions import lacking_distribution

    problem = lacking_distribution(error)
    if problem is None:
        return _failed(error)
    problems = [problem]
    if sys.argv[1:2] == ["doctor"]:
        from pathlib import Path

        from conceptnote.doctor.command import doctor

        words = sys.argv[2:]
        try:
            return doctor(next((Path(w) for w in words if not w.startswith("-")), None), in_json="--json" in words)
        except DiagnosticError as failure:
            problems = failure.diagnostics
    print(*problems, sep="\n", file=sys.stderr)
    return problems[0].code.exit_code


def _failed(error: Exception) -> int:
    if os.environ.get("CONCEPTNOTE_DEBUG"):
        raise error
    print(f"error CN099: conceptnote itself has failed: {type(error).__name__}: {error}", file=sys.stderr)
    print("    hint: this is a mistake in the tool; report it with the event file", file=sys.stderr)
    return 70


if __name__ == "__main__":
    main()
