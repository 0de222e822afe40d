"""Load WeasyPrint, with our fonts only and without the slow steps that printing does not need.

WeasyPrint tries several names for each library. For those that the system's loader does not know, ctypes starts a C
compiler and a linker, which takes as long as the rest of the import. And it imports the code of fontTools that makes
subsets of fonts and fixes variable ones; it is run only where HarfBuzz cannot do that.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from conceptnote.write.fontconfig import own_fonts_only

_LIBRARIES = ("gobject", "pango", "harfbuzz", "fontconfig")
_SUBSETS, _VARIABLE = "fontTools.subset", "fontTools.varLib.instancer"


def load_weasyprint() -> None:
    """Import WeasyPrint, if it is not imported yet. Raises what that raises: ImportError, OSError or AttributeError."""
    if "weasyprint" in sys.modules:
        return
    with own_fonts_only(), _by_file_name(), _later(_SUBSETS), _later(_VARIABLE, "instantiateVariableFont"):
        importlib.import_module("weasyprint")


@contextlib.contextmanager
def _by_file_name() -> Iterator[None]:
    """In here, the libraries are known by the names of their files alone, which WeasyPrint tries too."""
    usual = ctypes.util.find_library
    if sys.platform == "linux":  # elsewhere they are in folders that the loader does not search
        ctypes.util.find_library = lambda name: None if any(one in name for one in _LIBRARIES) else usual(name)
    try:
        yield
    finally:
        ctypes.util.find_library = usual


@contextlib.contextmanager
def _later(name: str, *functions: str) -> Iterator[None]:
    """What imports this module in here gets one that imports it when it is used; these are its functions."""
    if name in sys.modules:
        yield
        return
    stand_in = _Later(name)
    for function in functions:
        setattr(stand_in, function, stand_in.calling(function))
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]


class _Later(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import itself looks for these
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)

    def calling(self, function: str) -> Any:
        """A function that calls the module's own."""
        return lambda *values, **named: getattr(importlib.import_module(self.__name__), function)(*values, **named)
