"""The `conceptnote` command."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

from conceptnote.build.prefork import Prefork, prefork
from conceptnote.limits import unreadable_setting


def main() -> None:
    """Run the command line; a person always reads a sentence and never a traceback.

    Set CONCEPTNOTE_DEBUG to see the traceback of an internal error.
    """
    # Nothing allocated at start-up is garbage.
    gc.disable()
    # Pydantic would look for plugins in all packages that are installed, and ask them about each class.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A fork is small now. It loads WeasyPrint as soon as a command needs it, which takes most of the time.
    forked = prefork(_serve)
    code = _run(forked)
    if forked is not None:
        forked.end()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        code = _without_room(error)
    # Finalising the interpreter takes a tenth of a build, and frees only what the system frees anyway.
    os._exit(code)


def _serve(descriptor: int, parent: int) -> None:
    from conceptnote.build.pool import serve_descriptor

    serve_descriptor(descriptor, parent)


def _run(forked: Prefork | None) -> int:
    if name := unreadable_setting():
        print(f"error CN042: {name} is not a whole number: {os.environ[name]}", file=sys.stderr)
        print(
            f"    hint: {name}={'900 is in seconds' if name.endswith('TIMEOUT') else '4096 is in MB'}", file=sys.stderr
        )
        return 2
    try:
        from conceptnote.cli import app

        app(obj=forked)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # The reader of our output is gone.
    except ImportError as error:
        return _without_library(error)
    except OSError as error:
        return _without_room(error)
    except Exception as error:
        return _failed(error)
    return 0


def _without_room(error: OSError) -> int:
    """The disk is full, or this machine cannot write files for another reason."""
    from conceptnote.systemerror import is_of_machine

    if not is_of_machine(error):
        return _failed(error)
    from conceptnote.build.staging import temporary_problem

    problem = temporary_problem(error)
    with contextlib.suppress(OSError):
        print(problem, file=sys.stderr, flush=True)
    return problem.code.exit_code


def _without_library(error: ImportError) -> int:
    """A Python library is missing, perhaps the one that parses the command line."""
    from conceptnote.diagnostics import DiagnosticError
    from conceptnote.machine.distributions import lacking_distribution

    problem = lacking_distribution(error)
    if problem is None:
        return _failed(error)
    problems = [problem]
    # The parser of the command line may be missing, and this command reports that.
    if sys.argv[1:2] == ["doctor"]:
        from pathlib import Path

        from conceptnote.doctor.command import doctor

        words = sys.argv[2:]
        try:
            event = next(
                (Path(word) for word in words if not word.startswith("-") and word not in ("json", "text")), None
            )
            return doctor(event, in_json=not {"--json", "json", "--output-format=json"}.isdisjoint(words))
        except DiagnosticError as failure:
            problems = failure.diagnostics
    print(*problems, sep="\n", file=sys.stderr)
    return problems[0].code.exit_code


def _failed(error: Exception) -> int:
    if os.environ.get("CONCEPTNOTE_DEBUG"):
        raise error
    print(f"error CN099: conceptnote itself has failed: {type(error).__name__}: {error}", file=sys.stderr)
    print("    hint: this is a bug in conceptnote: please report it, with the event file", file=sys.stderr)
    return 70


if __name__ == "__main__":
    main()
