"""The Python libraries that conceptnote needs, and pip's arguments for a missing one."""

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
    """The required distributions with their oldest versions, as the wheel's metadata state them.

    Raises PackageNotFoundError if conceptnote itself is not installed.
    """
    # Dependencies of an extra are optional.
    lines = [line for line in requires("conceptnote") or () if ";" not in line]
    found = (_REQUIREMENT.match(line) for line in lines)
    return {_normal(match[1]): match[2] or "0" for match in found if match}


def missing_of_extra(extra: str) -> Diagnostic | None:
    """The report for a missing library of an extra of conceptnote (PEP 508); otherwise None."""
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
    """The version of a distribution; None if it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def module_of(distribution: str) -> str:
    """The name to import a distribution by."""
    return str(data()["python"]["modules"].get(distribution, distribution.replace("-", "_")))


def install_command(distribution: str, *, again: bool = False) -> str:
    """The command that installs a distribution here; `again` to replace a broken one."""
    wanted = _wanted(distribution)
    # In every shell, “>” needs the quotes.
    return _install(f'"{distribution}>={wanted}"' if wanted else distribution, again=again)


def _install(requirements: str, *, again: bool = False) -> str:
    words = data()["python"]
    tool = "uv" if find_spec("pip") is None and shutil.which("uv") else "pip"
    python = sys.executable if re.fullmatch(r"[\w./:\\+-]+", sys.executable) else f'"{sys.executable}"'
    return str(words[tool]).format(
        python=python, options=words["again"][tool] if again else "", requirements=requirements
    )


def lacking_distribution(error: ImportError) -> Diagnostic | None:
    """The report for an import error of a Python library; None if it is not a library, but our own code."""
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
    """A distribution's normalised name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
