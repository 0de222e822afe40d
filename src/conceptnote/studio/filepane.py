"""The files of an event as text: shown, checked while somebody types, and saved."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conceptnote.build.lint import lint
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Severity
from conceptnote.edit.files import Revision, TextFile, read_file
from conceptnote.edit.history import Done, History
from conceptnote.edit.located import Edited
from conceptnote.edit.merge import merge_lines, merged
from conceptnote.edit.unsaved import opened_again
from conceptnote.source.content_store import content_hash
from conceptnote.source.include import included_files
from conceptnote.source.load import read_languages
from conceptnote.source.project import Project
from conceptnote.studio.facts import problem_as_json
from conceptnote.studio.saving import Conflict
from conceptnote.studio.session import Session
from conceptnote.studio.words import phrase

_MOST = 50
"""The most contents that are kept because somebody may still type in them."""


class FilePane:
    """The files of the event of a session. A browser has one kind of line end; the file keeps its own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: OrderedDict[str, TextFile] = OrderedDict()

    def show(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A file of the event by its name, or else the event file, with the hash of its content."""
        project = self._session.saving.project()
        files = _files(project)
        name = str(asked.get("name", ""))
        file = read_file(files.get(name, project.event_file), name if name in files else project.shown, project)
        return {"names": list(files), "name": file.shown, "text": file.text, "hash": self._keep(file)}

    def check(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The findings of the checks if a file had another text, in it and in the others."""
        project, file = self._file(asked)
        text = merge_lines(file.text, str(asked["text"]), file.text)[0]
        report = lint(opened_again(project, {file.path: file.encoded(text)}), self._session.today())
        return {"problems": [problem_as_json(one) for one in report.diagnostics]}

    def save(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Give a file the text that somebody has made from the content with this `hash`.

        What was changed elsewhere is merged. A text that cannot be printed is written only if that is `meant`;
        otherwise raises DiagnosticError. Raises Conflict if both have changed the same lines.
        """
        done, revision = self._session.write(lambda _: self._save(asked))
        return {"done": done.title, "merged": done.merged, "revision": revision, **self.show({"name": asked["name"]})}

    def _save(self, asked: Mapping[str, Any]) -> Done:
        project, now = self._file(asked)
        base = self._seen.get(str(asked["hash"]))
        if base is None or base.path != now.path:
            problem = Diagnostic(Code.EDIT_REFUSED, phrase("page_too_old"), hint=phrase("page_too_old_hint"))
            raise Conflict(problem, now.text, str(asked["text"]))
        mine = merge_lines(base.text, str(asked["text"]), base.text)[0]
        text = _both(base, mine, now, str(asked["text"]))
        if not asked.get("meant"):
            _refuse_if_broken(project, now, text)
        title = phrase("edit_file", file=now.shown)
        if text == now.text:
            return Done(title, (), ())
        done = History.of(project).write(Edited(Revision(project, {now.path: now}), (), {now.path: text}), title)
        return Done(title, done.files, done.texts, done.merged or now.raw != base.raw)

    def _file(self, asked: Mapping[str, Any]) -> tuple[Project, TextFile]:
        project = self._session.saving.project()
        name = str(asked["name"])
        return project, read_file(_files(project)[name], name, project)

    def _keep(self, file: TextFile) -> str:
        name = content_hash(file.raw)
        self._seen[name] = file
        self._seen.move_to_end(name)
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        return name


def _files(project: Project) -> dict[str, Path]:
    """The files of an event by name, the event file first; a broken file names no others."""
    return {project.shown: project.event_file} | {project.name_of(path): path for path in included_files(project)}


def _both(base: TextFile, mine: str, now: TextFile, typed: str) -> str:
    """The typed text merged with the present file; by lines alone if one of them is not valid YAML."""
    if now.raw == base.raw:
        return mine
    try:
        return merged(base.text, mine, now.text, now.shown)
    except DiagnosticError as error:
        text, conflicts = merge_lines(base.text, mine, now.text)
        if conflicts or error.diagnostics[0].code is Code.EDIT_REFUSED:
            raise Conflict(error.diagnostics[0], now.text, typed) from None
        return text


def _refuse_if_broken(project: Project, file: TextFile, text: str) -> None:
    """Raise DiagnosticError for a text that cannot be printed."""
    try:
        problems = read_languages(opened_again(project, {file.path: file.encoded(text)}))[1]
    except DiagnosticError as error:
        problems = error.diagnostics
    if any(one.severity is Severity.ERROR for one in problems):
        raise DiagnosticError(*problems)
