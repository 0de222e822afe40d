"""The system libraries that WeasyPrint loads: their versions and places.

They are opened as WeasyPrint opens them, but without it, because it names only the first missing one.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import sys
from collections.abc import Callable, Iterator
from itertools import chain

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic
from conceptnote.machine.platforms import data, this_platform
from conceptnote.machine.versions import older
from conceptnote.systemerror import plain


class Library(Struct, frozen=True):
    """One library as found; `fault` says what is wrong with it, or is None.

    `without` says what a build loses without it, if it works without it.
    """

    key: str
    name: str
    version: str | None
    path: str | None
    wanted: str | None
    without: str | None
    fault: str | None

    @property
    def mend(self) -> str:
        """The command that installs it here."""
        return this_platform().command([self.key])


def libraries() -> list[Library]:
    """All the libraries, searched for now."""
    _add_folders()
    return [
        _look(key, entry["name"], entry["files"], entry["symbol"],
              entry.get("version"), entry.get("wanted"), entry.get("without"))
        for key, entry in data()["libraries"].items()
    ]  # fmt: skip


def lacking_library(error: Exception) -> Diagnostic:
    """The report if WeasyPrint could not be loaded for want of a system library.

    `error` is that of cffi: OSError for a library, AttributeError for a function of an old one.
    """
    missing = [library for library in libraries() if library.fault and not library.without]
    if not missing:
        reason = plain(error)
        message = f"a system library cannot be loaded: {reason}"
        return Diagnostic(Code.LIBRARY_MISSING, message, hint="conceptnote doctor lists what is missing")
    faults = " or ".join(dict.fromkeys(library.fault for library in missing if library.fault))
    what = "a system library is" if len(missing) == 1 else "system libraries are"
    message = f"{what} {faults}: {', '.join(library.name for library in missing)}"
    command = this_platform().command(library.key for library in missing)
    return Diagnostic(Code.LIBRARY_MISSING, message, hint=command)


def _add_folders() -> None:
    # The folders that WeasyPrint adds to Windows' own; os.add_dll_directory exists only there.
    add: Callable[[str], object] | None = getattr(os, "add_dll_directory", None)
    if add is None:
        return
    usual = "C:\\msys64\\ucrt64\\bin;C:\\msys64\\mingw64\\bin;C:\\Program Files\\GTK3-Runtime Win64\\bin"
    for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", usual).split(";"):
        with contextlib.suppress(OSError):
            add(folder)


def _look(
    key: str, name: str, files: list[str], symbol: str, version: str | None, wanted: str | None, without: str | None
) -> Library:
    library = next(_opened(files), None)
    if library is None:
        return Library(key, name, None, None, wanted, without, "missing")
    path = _path(library, symbol)
    if not hasattr(library, symbol):
        return Library(key, name, None, path, wanted, without, "too old")
    found = _version(library, version) if version and hasattr(library, version) else None
    fault = "too old" if found and wanted and older(found, wanted) else None
    return Library(key, name, found, path, wanted, without, fault)


def _opened(names: list[str]) -> Iterator[ctypes.CDLL]:
    # Like cffi: by the name, then with the system's own search, which is slow.
    for name in chain(names, filter(None, map(ctypes.util.find_library, names))):
        with contextlib.suppress(OSError):
            yield ctypes.CDLL(name)


def _version(library: ctypes.CDLL, function: str) -> str:
    call = getattr(library, function)
    if function.endswith("_string"):
        call.restype = ctypes.c_char_p
        return str(call().decode())
    number = int(call())  # Fontconfig's is 10000 × major + 100 × minor + revision
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


class _Place(ctypes.Structure):
    """`Dl_info` of dladdr(3)."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def _path(library: ctypes.CDLL, symbol: str) -> str | None:
    """The file of a loaded library; None if the system does not tell."""
    if sys.platform == "win32" or not hasattr(library, symbol):
        return None
    place = _Place()
    address = ctypes.cast(getattr(library, symbol), ctypes.c_void_p)
    with contextlib.suppress(AttributeError):  # a C library without dladdr
        if ctypes.CDLL(None).dladdr(address, ctypes.byref(place)) and place.file:
            return os.path.realpath(os.fsdecode(place.file))
    return None
