"""The uncommitted files of an event, and a commit of these alone. Nothing is pushed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any

from conceptnote.compare.find import find_versions
from conceptnote.compare.mailed import FOLDER
from conceptnote.compare.report import changes_by_language
from conceptnote.compare.versions import read_versions
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.edit.files import Revision
from conceptnote.git import GitFailed
from conceptnote.studio.repository import Identity, Repository, opened
from conceptnote.studio.session import Session
from conceptnote.studio.words import phrase

_PICTURES = (".svg", ".png", ".jpg", ".jpeg")
_MOST_PICTURES = 2000
"""The most pictures of a project that are looked for in its event."""
_LONGEST_SUBJECT = 72
_LONGEST = 20_000
"""The most characters of a message."""


def uncommitted(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What can be committed, with a `message` if asked for; or why nothing can.

    Raises DiagnosticError if there is no event.
    """
    revision = Revision.of(session.saving.project())
    repository = opened(revision.project.root)
    if not isinstance(repository, Repository):
        return {"obstacle": repository, "files": []}
    files = list(event_files(revision))
    try:
        if obstacle := repository.obstacle(files):
            return {"obstacle": obstacle, "files": []}
        changed = repository.changed(files)
        unpublished, by = repository.unpublished(), repository.identity()
        return {
            "obstacle": None, "branch": repository.branch, "files": [one.path for one in changed],
            "message": _message(revision) if changed and asked.get("message") else "",
            "cautions": repository.cautions(),
            "by": f"{by.name} <{by.email}>" if by else "",
            "upstream": unpublished[0] if unpublished else "", "ahead": unpublished[1] if unpublished else 0,
        }  # fmt: skip
    except GitFailed as error:
        raise _failed(error) from None


def commit(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Commit the files of the event with a message.

    `name` and `email` say who commits, if Git does not know. Raises DiagnosticError, and then nothing has changed.
    """
    revision = Revision.of(session.saving.project())
    repository = opened(revision.project.root)
    message = str(asked["message"]).strip()[:_LONGEST]
    if not isinstance(repository, Repository) or not message:
        raise _refused(phrase("commit_empty"))
    files = list(event_files(revision))
    try:
        by = repository.identity() or Identity(_plain(asked["name"]), _plain(asked["email"]))
        changed = [] if repository.obstacle(files) else repository.changed(files)
        if not changed or not by.name or not by.email:
            raise _refused(phrase("commit_empty"))
        if not set(repository.cautions()) <= set(asked.get("without", ())):
            raise _refused(phrase("commit_without"))
        name = repository.commit(changed, f"{message}\n", by)
    except GitFailed as error:
        raise _failed(error) from None
    return {"commit": name, "files": [one.path for one in changed]}


def event_files(revision: Revision) -> Iterator[Path]:
    """The files of an event: its own file, included files, their pictures, its mails, and its comments."""
    project = revision.project
    yield from revision.files
    texts = [file.text for file in revision.files.values()]
    for path in _pictures(project.event_file.parent):
        name = path.relative_to(project.event_file.parent).as_posix()
        if any(name in text for text in texts):
            yield path
    sent = project.root / FOLDER / project.event_file.stem
    yield from sorted(sent.glob("*.yaml"))
    yield project.event_file.with_suffix(".comments.md")


def _pictures(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in _PICTURES and not path.is_symlink())
    return sorted(path for path, _ in zip(found, range(_MOST_PICTURES), strict=False))


def _message(revision: Revision) -> str:
    """What has changed since the last commit, in sentences; the first line is short."""
    project = revision.project
    try:
        now = read_versions(project)
        title = next(iter(now.values())).event.title
    except DiagnosticError:  # What cannot be printed can be committed.
        return phrase("commit_other", file=project.event_file.name)
    try:
        sentences = next(iter(changes_by_language(find_versions("HEAD", project), now).values()))
    except DiagnosticError:
        return _subject("commit_new", title)
    if not (sentences.changes or sentences.others):
        return phrase("commit_other", file=project.event_file.name)
    lines = sentences.sentences
    if len(lines) == 1 and len(lines[0]) <= _LONGEST_SUBJECT:
        return lines[0]
    return "\n".join([_subject("commit_subject", title), "", *lines])


def _subject(name: str, title: str) -> str:
    """The first line of a message, with as much of the title as fits on it."""
    return phrase(name, title=shorten(title, _LONGEST_SUBJECT - len(phrase(name, title="")), placeholder=" …"))


def _plain(value: object) -> str:
    """A name or an address without characters that would end it."""
    return "".join(one for one in str(value) if one.isprintable() and one not in "<>").strip()


def _failed(error: GitFailed) -> DiagnosticError:
    return _refused(phrase("git_failed", why=error))


def _refused(message: str) -> DiagnosticError:
    return DiagnosticError(Diagnostic(Code.EDIT_REFUSED, message, hint=phrase("git_hint")))
