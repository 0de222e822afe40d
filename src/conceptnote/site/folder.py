"""The folder of a site, replaced as a whole: visitors see the old site or the new one."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from tempfile import gettempdir

from conceptnote.atomicfile import move, move_folder, write
from conceptnote.build.staging import clean_up, staging_folder
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import real_path
from conceptnote.systemerror import advice, reason

_NEW, _EARLIER = "new", "earlier"


def check_folder(folder: Path, generator: str, *, dry_run: bool = False) -> None:
    """Refuse to replace anything but a site of ours: a folder with files, and without an index page made by us.

    Leftovers of killed runs beside it are removed, except in a dry run.
    """
    if not dry_run:
        _clear(real_path(folder))
    if not folder.exists():
        return
    problem = None
    if not folder.is_dir():
        problem = "a file has that name"
    elif any(not path.name.startswith(".") for path in folder.iterdir()) and not _ours(
        folder / "index.html", generator
    ):
        problem = "this folder has files that conceptnote site did not make, and they would be replaced"
    if problem:
        hint = "name an empty folder with -o, or one that is not there"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_NAME_TAKEN, problem, Location(str(folder)), hint=hint))


def _ours(page: Path, generator: str) -> bool:
    try:
        with page.open("rb") as file:
            return f'<meta name="generator" content="{generator}">'.encode() in file.read(4096)
    except OSError:
        return False


def put(
    folder: Path,
    files: Mapping[str, bytes],
    gone: Collection[str],
    proof: Callable[[Path], None],
    *,
    dry_run: bool = False,
) -> list[str]:
    """Make a folder contain these files, by name, all at once; returns the names of new and changed ones.

    Files that are `gone` are removed, and all others stay. `proof` receives the new folder before it takes its place,
    and may raise; in a dry run it never takes it. An unchanged folder is not touched. Raises DiagnosticError if
    something cannot be written.
    """
    place = real_path(folder)
    changed = [name for name, data in files.items() if not _holds(place / name, data)]
    with _writing(folder):
        parent, prefix = (Path(gettempdir()), "conceptnote-") if dry_run else (place.parent, _prefix(place))
        parent.mkdir(parents=True, exist_ok=True)
        with staging_folder(parent, prefix) as beside:
            stage = beside / _NEW
            if place.exists():
                shutil.copytree(place, stage, symlinks=True)
            stage.mkdir(exist_ok=True)
            for name in changed:
                _write(stage, name, files[name])
            for name in gone:
                (stage / name).unlink(missing_ok=True)
            proof(stage)
            if (changed or gone) and not dry_run:
                move_folder(stage, place, beside / _EARLIER)
    return changed


def recover_site(folder: Path) -> None:
    """Restore an earlier site if a run was killed before the new one was in its place."""
    _clear(real_path(folder))


def _prefix(place: Path) -> str:
    return f".{place.name}."


def _clear(place: Path) -> None:
    """Remove leftovers of killed runs beside a site, or make them the site again if there is none."""

    def rescue(left: Path) -> None:
        if not place.exists() and (left / _EARLIER).is_dir():
            move(left / _EARLIER, place)

    clean_up(place.parent, _prefix(place), rescue)


def _write(stage: Path, name: str, data: bytes) -> None:
    path = stage / name
    path.parent.mkdir(parents=True, exist_ok=True)
    # The copy may be a link that leads elsewhere.
    path.unlink(missing_ok=True)
    write(path, data)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        first = _first(error)
        message, hint = f"the site cannot be written: {reason(first)}", advice(first, "name another folder with -o")
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, Location(str(folder)), hint=hint)) from None


def _first(error: OSError) -> OSError:
    """The first of the errors in copying a folder: shutil gives them as texts only."""
    result = next(iter(error.args[0]), None) if isinstance(error, shutil.Error) and error.args else None
    number = re.search(r"\[Errno (\d+)\]", str(result[2])) if isinstance(result, tuple) and len(result) == 3 else None
    return OSError(int(number[1]), "") if number else error
