"""All checks of this machine.

A check must work whatever else is missing, so each imports what it examines.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import struct
import sys
import zoneinfo
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from conceptnote.build.prefork import forks
from conceptnote.doctor.event import check_event
from conceptnote.doctor.result import Result, State
from conceptnote.limits import usable_cores
from conceptnote.machine.distributions import (
    install_command,
    installed,
    lacking_distribution,
    module_of,
    requirements,
)
from conceptnote.machine.libraries import lacking_library, libraries
from conceptnote.machine.platforms import data, this_platform
from conceptnote.machine.versions import older
from conceptnote.shipped import PACKAGE
from conceptnote.systemerror import plain

# One is enough: a system has all of them, or none.
_ZONE = "America/New_York"


def examine(event_file: Path | None) -> Iterator[Result]:
    """Check this machine, and what an event file needs, if one is given.

    Raises DiagnosticError if the file is missing.
    """
    yield _python()
    yield from _libraries()
    yield from _distributions()
    yield _fonts()
    yield _zones()
    if event_file is not None:
        yield from check_event(event_file)
    yield from _programs()
    yield _forking()


def _python() -> Result:
    found = ".".join(map(str, sys.version_info[:3]))
    try:
        wanted = (metadata("conceptnote")["Requires-Python"] or "").removeprefix(">=")
    except PackageNotFoundError:
        return Result("Python", State.NOTE, f"{found}, {sys.executable}, which conceptnote is not installed in")
    if older(found, wanted):
        return Result("Python", State.LACKING, found, f">={wanted}", this_platform().command(["python"]))
    return Result("Python", State.OK, f"{found}, {sys.executable}", f">={wanted}")


def _libraries() -> Iterator[Result]:
    for library in libraries():
        wanted = f">={library.wanted}" if library.wanted else None
        found = ", ".join(filter(None, [library.version, library.path]))
        if library.fault is None:
            yield Result(library.name, State.OK, found, wanted)
            continue
        state = State.NOTE if library.without else State.LACKING
        text = ", ".join(filter(None, [found, library.fault])) + (f": {library.without}" if library.without else "")
        yield Result(library.name, state, text, wanted, library.mend)


def _distributions() -> Iterator[Result]:
    try:
        wanted = requirements()
    except PackageNotFoundError:
        return  # reported for Python
    for distribution, bound in wanted.items():
        if distribution != "tzdata":  # checked with time zones
            yield _distribution(distribution, bound)


def _distribution(distribution: str, bound: str) -> Result:
    found, wanted = installed(distribution), f">={bound}"
    if found is None:
        return Result(distribution, State.LACKING, "missing", wanted, install_command(distribution))
    if older(found, bound):
        return Result(distribution, State.LACKING, f"{found}, too old", wanted, install_command(distribution))
    try:
        # WeasyPrint prints a message for a missing library.
        with contextlib.redirect_stdout(io.StringIO()):
            module = import_module(module_of(distribution))
    except ImportError as error:
        text = lacking_distribution(error)
        mend = text.hint if text else install_command(distribution, again=True)
        return Result(distribution, State.LACKING, f"{found}, but it cannot be loaded: {plain(error)}", wanted, mend)
    except (OSError, AttributeError) as error:  # from cffi, for a system library or for a function of an old one
        text = lacking_library(error)
        return Result(distribution, State.LACKING, f"{found}, but {text.message}", wanted, text.hint)
    if distribution == "pyyaml" and (fault := _libyaml_fault()):
        return Result(
            distribution, State.LACKING, f"{found}, but {fault}", wanted, install_command(distribution, again=True)
        )
    return Result(distribution, State.OK, f"{found}, {Path(module.__file__ or '').parent}", wanted)


def _libyaml_fault() -> str | None:
    from conceptnote.yamldata import libyaml_fault

    return libyaml_fault()


def _fonts() -> Result:
    folder = PACKAGE / "theme" / "fonts"
    try:
        from conceptnote.theme.css import bundled_faces
        from conceptnote.theme.theme import load_theme

        faces = {face.file for face in bundled_faces(load_theme())}
    except ImportError as error:
        return Result("fonts", State.NOTE, f"not checked: {plain(error)}")
    broken = [file for file in sorted(faces) if not _whole(folder / file)]
    if broken:
        text = f"missing or unreadable in {folder}: {', '.join(broken)}"
        return Result("fonts", State.LACKING, text, f"{len(faces)} faces", data()["python"]["ourselves"])
    return Result("fonts", State.OK, f"{len(faces)} faces, {folder}", f"{len(faces)} faces")


def _whole(font: Path) -> bool:
    """Whether a font can be read to the end of each of its tables (OpenType 1.9, “Table directory”)."""
    try:
        font_data = font.read_bytes()
        tables = (
            struct.unpack_from(">8xII", font_data, 12 + 16 * at)
            for at in range(*struct.unpack_from(">H", font_data, 4))
        )
        return all(offset + length <= len(font_data) for offset, length in tables)
    except (OSError, struct.error):
        return False


def _zones() -> Result:
    wanted = f"tzdata>={bound}" if (bound := _bound("tzdata")) else "tzdata"
    try:
        zoneinfo.ZoneInfo.no_cache(_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        return Result("time zones", State.LACKING, "missing", wanted, install_command("tzdata"))
    system = next((folder for folder in zoneinfo.TZPATH if Path(folder, _ZONE).is_file()), None)
    return Result("time zones", State.OK, system or f"tzdata {installed('tzdata')}", wanted)


def _bound(distribution: str) -> str | None:
    with contextlib.suppress(PackageNotFoundError):
        return requirements().get(distribution)
    return None


def _programs() -> Iterator[Result]:
    for key, program in data()["programs"].items():
        path = next(filter(None, map(shutil.which, program["files"])), None)
        if path:
            yield Result(program["name"], State.OK, path)
        else:
            text = f"not installed; you need it only for {program['use']}"
            yield Result(program["name"], State.NOTE, text, None, this_platform().command([key]))


def _forking() -> Result:
    cores = usable_cores()
    if forks() or cores == 1:
        return Result(
            "speed", State.OK, f"papers are printed at the same time, on {cores} core{'s' if cores > 1 else ''}"
        )
    return Result("speed", State.NOTE, f"{cores} processes each load WeasyPrint, since this system does not fork")
