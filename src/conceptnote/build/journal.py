"""Replace a set of files as a whole.

One rename is atomic (rename(2)), several are not. So earlier files are copied first, and a journal lists the files to
replace with the hashes of old and new ones. While it exists, the change can be undone: by the run itself if it fails,
and by the next run if it was killed. A file that is neither old nor new belongs to somebody by then, and stays.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, to_builtins

from conceptnote.atomicfile import move, one_at_a_time, sync, write
from conceptnote.build.hashing import file_hash, sha256
from conceptnote.build.staging import JOURNAL, clean_up, staging_folder
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import real_path
from conceptnote.systemerror import advice, reason

STAGING = ".conceptnote."
"""The prefix of the folders in which files are written until all are complete."""
_KEPT = "kept"


class _Change(Struct, frozen=True):
    """A file by its path in the folder, and its hash before and after; None if it does not exist."""

    path: str
    old: str | None
    new: str | None


def replace_together(room: Path, folder: Path, places: Mapping[Path, Path | None], *, new: bool = False) -> None:
    """Move files from beside their places into them, all or none; None deletes a file.

    All places are in `folder`, and `room` is a staging folder in it. With `new`, none may exist before. Raises OSError
    if one cannot be replaced; the earlier files are then restored, now or by the next run.
    """
    if len(places) < 2:
        _put(places, new=new)
        return
    changes = []
    (room / _KEPT).mkdir()
    for number, (place, written) in enumerate(places.items()):
        if os.path.lexists(place):
            shutil.copy2(place, room / _KEPT / str(number), follow_symlinks=False)
            if not (room / _KEPT / str(number)).is_symlink():
                sync(room / _KEPT / str(number))
        old = _state(room / _KEPT / str(number))
        path = os.path.relpath(place, folder).replace(os.sep, "/")
        changes.append(_Change(path, old, _state(written) if written else None))
    _write_journal(room, changes)
    try:
        _put(places, new=new)
        for parent in {place.parent for place in places}:
            sync(parent)
    except BaseException:
        with contextlib.suppress(OSError):  # what cannot be restored now is left to the next run
            _undo(room, folder)
        raise
    (room / JOURNAL).unlink()


def _put(places: Mapping[Path, Path | None], *, new: bool) -> None:
    for place, written in places.items():
        if written is None:
            place.unlink(missing_ok=True)
        elif new and os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, "", str(place))
        else:
            move(written, place)


def recover(folder: Path) -> None:
    """Undo the changes of killed runs in a folder, or in its parent; their staging folders are removed.

    Raises DiagnosticError if a file cannot be restored.
    """
    for place in dict.fromkeys((folder, folder.parent)):
        if left_in(place):
            with contextlib.suppress(FileNotFoundError), one_at_a_time([place]):
                undo_in(place)


def left_in(folder: Path) -> bool:
    """Whether there is a staging folder here; its run may be alive."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.startswith(STAGING) for entry in entries)
    except OSError:
        return False


def undo_in(folder: Path) -> None:
    """The same in this folder only, for a run that uses it alone."""

    def rescue(room: Path) -> None:
        try:
            _undo(room, folder)
        except OSError as error:
            at = Location(str(error.filename2 or error.filename or folder))
            message = f"an earlier run was interrupted here, and this file cannot be restored: {reason(error)}"
            hint = advice(error, "make sure that it can be written, and run this again")
            raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=hint)) from None

    clean_up(folder, STAGING, rescue)


def _write_journal(room: Path, changes: Sequence[_Change]) -> None:
    draft = room / f"{JOURNAL}.new"
    write(draft, json.dumps([to_builtins(change) for change in changes]).encode())
    sync(room / _KEPT)
    move(draft, room / JOURNAL)
    sync(room)


def _undo(room: Path, folder: Path) -> None:
    """Restore what the journal of a room names, if there is one. Raises OSError if a file cannot be restored."""
    for number, change in enumerate(_read_journal(room)):
        place, kept = folder / change.path, room / _KEPT / str(number)
        # A journal may be a stranger's, too: its paths stay inside.
        if not real_path(place.parent).is_relative_to(real_path(folder)) or not place.name:
            continue
        if (now := _state(place)) == change.old or now != change.new:
            continue
        if change.old is None:
            place.unlink()
        elif _state(kept) == change.old:
            with staging_folder(place.parent, STAGING) as aside:
                copy = aside / place.name
                shutil.copy2(kept, copy, follow_symlinks=False)
                move(copy, place)
    (room / JOURNAL).unlink(missing_ok=True)


def _read_journal(room: Path) -> list[_Change]:
    try:
        read = [_Change(one["path"], one["old"], one["new"]) for one in json.loads((room / JOURNAL).read_bytes())]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []
    return [one for one in read if isinstance(one.path, str) and "\0" not in one.path]


def _state(path: Path) -> str | None:
    """The state to compare: the bytes of a file, or the target of a link; None if neither exists."""
    return sha256(f"link {os.readlink(path)}".encode()) if path.is_symlink() else file_hash(path)
