"""The place of shipped data that projects can replace."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """The shipped folder `templates` or `funders`: in the package, or at the top of a checkout."""
    package = Path(str(files("conceptnote")))
    installed = package / name
    return installed if installed.is_dir() else package.parents[1] / name
