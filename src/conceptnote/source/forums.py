"""Where the profiles of forums are found: the project's own first, then the shipped ones."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.schema.forum import Forum
from conceptnote.source.invalid import diagnose
from conceptnote.source.project import OutsideProject, Project
from conceptnote.source.yaml_tree import read_yaml

_LARGEST = 256 * 1024


def shipped_forums() -> Path:
    """The folder of the shipped profiles: in the package, or at the top of a checkout."""
    package = Path(str(files("conceptnote")))
    installed = package / "forums"
    return installed if installed.is_dir() else package.parents[1] / "forums"


def forum_names(project: Project) -> set[str]:
    """The forums that an event of this project can name."""
    return {path.stem for folder in _folders(project) for path in folder.glob("*.yaml")}


def load_forum(project: Project, name: str) -> Forum:
    """Read the profile of a forum that `forum_names` knows.

    Raises DiagnosticError for a profile that is wrong, or a link that leads out of the project.
    """
    path = next(path for folder in _folders(project) if os.path.lexists(path := folder / f"{name}.yaml"))
    shown = str(Path("forums", path.name))
    data, marks, problems = read_yaml(_read(path, shown, project), shown)
    try:
        forum = Forum.model_validate(data)
    except ValidationError as error:
        problems += [diagnose(details, data, marks, Forum) for details in error.errors(include_url=False)]
    if problems:
        raise DiagnosticError(*problems)
    return forum


def _folders(project: Project) -> tuple[Path, Path]:
    return project.root / "forums", shipped_forums()


def _read(path: Path, shown: str, project: Project) -> str:
    try:
        real = path if path.parent == shipped_forums() else project.confine(path)
        raw = real.read_bytes() if real.stat().st_size <= _LARGEST else None
        if raw is not None:
            return raw.decode("utf-8")
        message, hint = "the profile is larger than 256 kB", "is it a forum's profile?"
    except OutsideProject:
        message, hint = "the profile is a link that leads out of the project", "put the file itself there"
    except UnicodeDecodeError:
        message, hint = "the profile is not UTF-8", "save it again as UTF-8"
    except OSError as error:
        message, hint = f"the profile cannot be read: {error.strerror}", "check the file's permissions"
    raise DiagnosticError(Diagnostic(Code.EVENT_UNREADABLE, message, Location(shown), hint=hint))
