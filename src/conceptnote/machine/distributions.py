"""The Python libraries that conceptnote needs, and what pip must be told where one is missing."""

from __future__ import annotations

import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec

from conceptnote.diagnostics import Code, Diagnostic
from conceptnote.machine.platforms import data
from conceptnote.machine.versions import older
from conceptnote.systemerror import plain

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:.*?>=\s*([0-9.]+))?")


def requirements() -> dict[str, str]:
    """The distributions that conceptnote needs, each with the oldest version that will do, as its wheel states them.

    Raises PackageNotFoundError where conceptnote itself is not installed.
    """
    # What an extra asks for is not needed.
    lines = [line for line in requires("conceptnote") or () if ";" not in line]
    found = (_REQUIREMENT.match(line) for line in lines)
    return {_normal(match[1]): match[2] or "0" for match in found if match}


def missing_of_extra(extra: str) -> Diagnostic | None:
    """What to report where a library is missing that only an extra of conceptnote needs (PEP 508); else None."""
    try:
        lines = [line for line in requires("conceptnote") or () if f"extra == '{extra}'" in line.replace('"', "'")]
    except PackageNotFoundError:
        return None
    found = {_normal(match[1]): match[2] or "0" for match in map(_REQUIREMENT.match, lines) if match}
    missing = [name for name, wanted in found.items() if (has := installed(name)) is None or older(has, wanted)]
    if not missing:
        return None
    many = "libraries" if len(missing) > 1 else "library"
    message = f"{extra} needs the Python {many} {' and '.join(missing)}"
    return Diagnostic(
        Code.LIBRARY_MISSING, message, hint=_install(" ".join(f'"{one}>={found[one]}"' for one in missing))
    )


def installed(distribution: str) -> str | None:
    """The version of a distribution; None where it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def module_of(distribution: str) -> str:
    """The name by which a distribution is imported."""
    return str(data()["python"]["modules"].get(distribution, distribution.replace("-", "_")))


def install_command(distribution: str, *, again: bool = False) -> str:
    """The command that installs a distribution here; `again` where one that is there is broken."""
    wanted = _wanted(distribution)
    # In any shell, “>” needs the quotes.
    return _install(f'"{distribution}>={wanted}"' if wanted else distribution, again=again)


def _install(requirements: str, *, again: bool = False) -> str:
    words = data()["python"]
    tool = "uv" if find_spec("pip") is None and shutil.which("uv") else "pip"
    python = sys.executable if re.fullmatch(r"[\w./:\\+-]+", sys.executable) else f'"{sys.executable}"'
    return str(words[tool]).format(
        python=python, options=words["again"][tool] if again else "", requirements=requirements
    )


def lacking_distribution(error: ImportError) -> Diagnostic | None:
    """What to tell when a Python library could not be imported; None where it was no library, but code of ours."""
    module = (error.name or "").partition(".")[0]
    if module in {"", "conceptnote"} or module in sys.stdlib_module_names:
        return None
    named = {name: key for key, name in data()["python"]["modules"].items()}
    distribution = named.get(module, _normal(module))
    found, wanted = installed(distribution), _wanted(distribution)
    name = f"the Python library {distribution}"
    if found is None:
        message = f"{name} is missing"
    elif wanted and older(found, wanted):
        message = f"{name} {found} is too old: {wanted} or newer is needed"
    else:
        again = install_command(distribution, again=True)
        return Diagnostic(Code.LIBRARY_MISSING, f"{name} {found} cannot be loaded: {plain(error)}", hint=again)
    return Diagnostic(Code.LIBRARY_MISSING, message, hint=install_command(distribution))


def _wanted(distribution: str) -> str | None:
    try:
        return requirements().get(distribution)
    except PackageNotFoundError:
        return None


def _normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
