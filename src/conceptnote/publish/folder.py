"""Publish to a folder that readers see before or after the change, never in between.

The folder is a symbolic link to a version, a folder beside it that never changes once the link leads to it. A new
version takes its place by one rename of the link, which POSIX makes atomic (rename(2)). For a folder with files there
is no such call: the target of a rename must be empty.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from conceptnote.atomicfile import move, sync, write
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.publish.origin import Origin
from conceptnote.publish.publication import Outcome, Publication
from conceptnote.regularfile import real_path
from conceptnote.systemerror import advice, reason

_RECORD = "origin.json"
_FILES = "files"


def publish_to_folder(publication: Publication, folder: Path) -> Outcome:
    """Publish to a folder, and create it if needed.

    The previous version stays for people who are reading it; older ones are deleted. Raises DiagnosticError if the
    folder belongs to somebody else or cannot be written.
    """
    if sys.platform == "win32":
        hint = "publish to a branch or a release, or from Linux or macOS"
        raise _unusable(folder, "publishing to a folder needs the symbolic links and file locks of POSIX", hint)
    folder = Path(os.path.abspath(folder))
    try:
        if publication.dry_run:
            before = _version_of(folder)
            return _outcome(publication, folder, before, _read(before / _FILES) if before else {})
        with _alone(folder):
            return _published(publication, folder)
    except OSError as error:
        at = Location(str(error.filename2 or error.filename or folder))
        message = f"publishing to the folder failed: {reason(error)}"
        hint = advice(error, "fix that, and publish again; what was published before is unchanged")
        raise DiagnosticError(Diagnostic(Code.PUBLISHING_FAILED, message, at, hint=hint)) from None


def _published(publication: Publication, folder: Path) -> Outcome:
    before = _version_of(folder)
    number = int(before.name) if before and before.name.isdecimal() else 0
    for left in _versions(folder).iterdir():
        if left.name.isdecimal() and int(left.name) > number:
            shutil.rmtree(left)  # left by a run that was interrupted, and so never published
    there = _read(before / _FILES) if before else {}
    outcome = _outcome(publication, folder, before, there)
    if before and outcome.state == "unchanged" and publication.origin != _origin(before):
        write(before / f"{_RECORD}.new", _record(publication))
        move(before / f"{_RECORD}.new", before / _RECORD)
    if outcome.state != "published":
        return outcome
    files = _files(publication, there)
    version = _versions(folder) / str(number + 1)
    _fill(version, files, _record(publication))
    link = version / "link"
    link.symlink_to(Path(version.parent.name) / version.name / _FILES)
    if folder.is_dir() and not folder.is_symlink():
        folder.rmdir()  # it is empty, otherwise it is refused above
    move(link, folder)
    sync(folder.parent)
    for other in _versions(folder).iterdir():
        if other.is_dir() and other not in (before, version):
            shutil.rmtree(other)
    return outcome


def _outcome(publication: Publication, folder: Path, before: Path | None, there: Mapping[str, bytes]) -> Outcome:
    """The outcome of a publication to a folder with these files, compared with the previous version."""
    place = f"the folder {folder}"
    if publication.is_older_than(_origin(before) if before else None):
        return Outcome(place, "superseded")
    files = _files(publication, there)
    if before and there == files:
        return Outcome(place, "unchanged")
    changed = sorted(name for name, data in publication.files.items() if there.get(name) != data)
    return Outcome(place, "published", tuple(changed), tuple(sorted(there.keys() - files.keys())))


def _files(publication: Publication, there: Mapping[str, bytes]) -> dict[str, bytes]:
    """All files of the new version."""
    kept = {name: data for name, data in there.items() if publication.keeps(name)}
    return {**kept, **publication.files}


def _versions(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.versions")


def _version_of(folder: Path) -> Path | None:
    """The version that a folder leads to; None if nothing is published yet."""
    if folder.is_symlink():
        version = real_path(folder).parent
        if version.parent == real_path(_versions(folder)) and (version / _RECORD).is_file():
            return _versions(folder) / version.name
        raise _unusable(folder, "the folder is a link that conceptnote publish did not make", "name another folder")
    if (folder.is_dir() and any(folder.iterdir())) or (folder.exists() and not folder.is_dir()):
        hint = "name one that does not exist yet, such as a folder within it"
        raise _unusable(folder, "this folder has files that conceptnote publish did not put there", hint)
    return None


def _origin(version: Path) -> Origin | None:
    try:
        return Origin.of_record(json.loads((version / _RECORD).read_bytes()))
    except (ValueError, AttributeError):
        hint = "remove the folder and the versions beside it, and publish again"
        raise _unusable(version / _RECORD, "the record of what was published cannot be read", hint) from None


def _record(publication: Publication) -> bytes:
    record = publication.origin.to_record() if publication.origin else {}
    return (json.dumps(record) + "\n").encode()


def _read(files: Path) -> dict[str, bytes]:
    return {path.relative_to(files).as_posix(): path.read_bytes() for path in files.rglob("*") if path.is_file()}


def _fill(version: Path, files: Mapping[str, bytes], record: bytes) -> None:
    version.mkdir()
    write(version / _RECORD, record)
    for name, data in files.items():
        (version / _FILES / name).parent.mkdir(parents=True, exist_ok=True)
        write(version / _FILES / name, data)
    for path in (version / _FILES, *(path for path in version.rglob("*") if path.is_dir()), version):
        sync(path)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one run follow the other; the lock ends with its process."""
    import fcntl

    _version_of(folder)  # before anything is written beside a folder of somebody else
    _versions(folder).mkdir(parents=True, exist_ok=True)
    lock = os.open(_versions(folder) / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _unusable(place: Path, message: str, hint: str) -> DiagnosticError:
    return DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, message, Location(str(place)), hint=hint))
