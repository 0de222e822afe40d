"""From one YAML file about an event to its concept note and its printed programme.

`load`, `check` and `build` are documented in docs/python-api.md.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conceptnote.api import (
        Build,
        Diagnostic,
        DiagnosticError,
        Output,
        Project,
        Report,
        Request,
        Severity,
        World,
        build,
        check,
        load,
    )

__version__ = "0.1.0"
__all__ = [
    "Build",
    "Diagnostic",
    "DiagnosticError",
    "Output",
    "Project",
    "Report",
    "Request",
    "Severity",
    "World",
    "build",
    "check",
    "load",
]
_PACKAGES = ("build", "check")


def __getattr__(name: str) -> Any:
    """Load a name on demand (PEP 562), so that importing this package is cheap."""
    if name in _PACKAGES:
        return import_module(f"conceptnote.{name}")
    if name in __all__:
        return getattr(import_module("conceptnote.api"), name)
    raise AttributeError(f"module “conceptnote” has no “{name}”")


class CallablePackage(ModuleType):
    """A package with the name of a function of the API, which is called in its place: `conceptnote.build(…)`."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function of that name."""
        return getattr(import_module("conceptnote.api"), self.__name__.rpartition(".")[2])(*args, **options)
