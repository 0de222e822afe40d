"""The place of the tool's files, and of shipped data that projects can replace."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
"""The folder of the package. The tool is always installed as files; `importlib.resources` takes longer to import."""


def shipped(name: str) -> Path:
    """The shipped folder `templates` or `funders`: in the package, or at the top of a checkout."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parents[1] / name
