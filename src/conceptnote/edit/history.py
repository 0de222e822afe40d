"""The history of edits in a project, for undo and redo: all editors share it.

It is in `.conceptnote/`, which Git ignores: a log, and the earlier and later content of each file by hash. A step can
also be undone after files were changed elsewhere: then the two are merged by lines.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field, to_builtins

from conceptnote.atomicfile import one_at_a_time, replace_file
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.edit.files import LARGEST, Revision, TextFile, read_file, replace_files
from conceptnote.edit.located import Edited
from conceptnote.edit.merge import merged
from conceptnote.edit.unsaved import opened_again
from conceptnote.regularfile import TooLarge
from conceptnote.source.content_store import ContentStore, content_hash, hidden_folder
from conceptnote.source.include import SUFFIXES
from conceptnote.source.project import KEPT, OutsideProject, Project
from conceptnote.systemerror import advice, reason

FOLDER = KEPT
_LOG = "history.json"
_MOST = 500
"""The most steps to undo, and to redo."""
_MOST_REVISIONS = 100
"""The most revisions kept for edits that began from them."""


class Content(Struct, frozen=True):
    """A file changed by a step: its path in the project, and the hashes of its content before and after."""

    path: str
    old: str
    new: str


class Step(Struct, frozen=True):
    """One edit, and its description."""

    title: str
    files: tuple[Content, ...]


class Done(Struct, frozen=True):
    """What was written: which files, and whether they had been changed elsewhere, so that both were merged."""

    title: str
    files: tuple[TextFile, ...]
    """The files before."""
    texts: tuple[str, ...]
    """The texts now."""
    merged: bool = False


class History(Struct):
    """The steps of a project."""

    project: Project
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    @classmethod
    def of(cls, project: Project) -> History:
        """The present history; an empty one if there is none that can be read."""
        history = cls(opened_again(project))
        with contextlib.suppress(OSError, TooLarge, ValueError, TypeError, KeyError, RecursionError, OutsideProject):
            read = json.loads(history.project.read(history._folder / _LOG, LARGEST))
            history.done, history.undone = ([_step(one) for one in read[key]] for key in ("done", "undone"))
        return history

    @property
    def _folder(self) -> Path:
        return self.project.root / FOLDER

    @property
    def _contents(self) -> ContentStore:
        return ContentStore(self.project, self._folder / "contents", LARGEST)

    def keep(self, revision: Revision) -> str:
        """Keep the present files, and return the name of this revision: a later edit can begin from it."""
        with self._held():
            files = [
                Content(self._path_of(file.path), self._contents.put(file.raw), content_hash(file.raw))
                for file in revision.files.values()
            ]
            place = self._folder / "revisions" / f"{revision.name}.json"
            self.project.confine(place.parent).mkdir(exist_ok=True)
            replace_file(place, json.dumps([to_builtins(one) for one in files]).encode())
            kept = sorted(place.parent.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
            for old in kept[:-_MOST_REVISIONS]:
                old.unlink()
        return revision.name

    def revision(self, name: str) -> Revision | None:
        """The files at a kept revision; None if it is unknown."""
        shown = {self.project.event_file: self.project.shown}
        with contextlib.suppress(OSError, TooLarge, ValueError, TypeError, KeyError, OutsideProject, DiagnosticError):
            if not name.isalnum():
                return None
            read = json.loads(self.project.read(self._folder / "revisions" / f"{name}.json", LARGEST))
            files: dict[Path, TextFile] = {}
            for one in (_content(each) for each in read):
                path = self._file(one.path)
                files[path] = TextFile(path, shown.get(path, self.project.name_of(path)), self._contents.get(one.old))
            return Revision(self.project, files)
        return None

    def write(self, edited: Edited, title: str) -> Done:
        """Write the files of an edit, and record it.

        A file changed since the edit began is merged with it. Raises DiagnosticError if both changed the same, and if a
        file cannot be written: then all stay as they are.
        """
        with self._held():
            self._read_again()
            done = self._as_now(title, [(file, edited.texts[file.path]) for file, _ in edited.files])
            self.done = [*self.done, self._taken(done)][-_MOST:]
            self.undone = []
            self._finish(done)
        return done

    def undo(self, *, dry: bool = False) -> Done:
        """Undo the last step; with `dry`, only say what that would do.

        Raises DiagnosticError if there is none, and if what it changed was changed elsewhere since then.
        """
        return self._back(forward=False, dry=dry)

    def redo(self, *, dry: bool = False) -> Done:
        """Redo the step undone last; like `undo`."""
        return self._back(forward=True, dry=dry)

    def _back(self, *, forward: bool, dry: bool) -> Done:
        with contextlib.nullcontext() if dry else self._held():
            self._read_again()
            steps, others = (self.undone, self.done) if forward else (self.done, self.undone)
            if not steps:
                text = "there is nothing to redo" if forward else "there is nothing to undo"
                hint = "undo changes made in an editor there, or with git"
                raise DiagnosticError(Diagnostic(Code.EDIT_REFUSED, text, Location(self.project.shown), hint=hint))
            step = steps[-1]
            files = [(self._known(one, one.new), self._known(one, one.old).text) for one in step.files]
            done = self._as_now(step.title, files)
            if dry:
                return done
            steps.pop()
            others.append(self._taken(done))
            del others[:-_MOST]
            self._finish(done)
        return done

    def _as_now(self, title: str, files: Sequence[tuple[TextFile, str]]) -> Done:
        """Files before and after a change."""
        now, texts, is_merged = [], [], False
        for file, text in files:
            there = read_file(file.path, file.shown, self.project)
            if there.raw != file.raw:
                is_merged = is_merged or there.text != file.text
                text = merged(file.text, text, there.text, file.shown)
            now.append(there)
            texts.append(text)
        return Done(title, tuple(now), tuple(texts), is_merged)

    def _taken(self, done: Done) -> Step:
        """The step, with the contents of its files kept."""
        files = [
            Content(self._path_of(file.path), self._contents.put(file.raw), self._contents.put(file.encoded(text)))
            for file, text in zip(done.files, done.texts, strict=True)
        ]
        return Step(done.title, tuple(files))

    def _finish(self, done: Done) -> None:
        """Write the log, and then the files: so an interrupted step can be undone."""
        log = {"done": [to_builtins(one) for one in self.done], "undone": [to_builtins(one) for one in self.undone]}
        before = self._folder / _LOG
        kept = before.read_bytes() if before.is_file() else None
        replace_file(before, json.dumps(log, ensure_ascii=False).encode())
        try:
            changed = zip(done.files, done.texts, strict=True)
            replace_files((file, data) for file, text in changed if (data := file.encoded(text)) != file.raw)
        except DiagnosticError:
            replace_file(before, kept if kept is not None else b'{"done": [], "undone": []}')
            raise
        self._prune()

    def _known(self, content: Content, name: str) -> TextFile:
        try:
            path = self._file(content.path)
            shown = self.project.shown if path == self.project.event_file else self.project.name_of(path)
            return TextFile(path, shown, self._contents.get(name))
        except (OSError, ValueError, TooLarge, OutsideProject):
            message = "the record of what this step changed is missing"
            problem = Diagnostic(Code.EDIT_REFUSED, message, Location(f"{FOLDER}/{_LOG}"), hint="undo it in an editor")
            raise DiagnosticError(problem) from None

    def _file(self, path: str) -> Path:
        """A file named in a log, which may be a stranger's: it must be one of the project that is edited."""
        found = self.project.confine(self.project.root / path)
        if found.suffix not in SUFFIXES or FOLDER in found.relative_to(self.project.root).parts:
            raise OutsideProject(path)
        return found

    def _path_of(self, path: Path) -> str:
        return path.relative_to(self.project.root).as_posix()

    def _prune(self) -> None:
        """Remove the contents that no step refers to."""
        named = {name for step in (*self.done, *self.undone) for one in step.files for name in (one.old, one.new)}
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            for place in (self._folder / "revisions").glob("*.json"):
                named |= {_content(one).old for one in json.loads(place.read_bytes())}
        with contextlib.suppress(OSError):
            self._contents.drop(self._contents.sizes().keys() - named)

    def _read_again(self) -> None:
        now = History.of(self.project)
        self.project, self.done, self.undone = now.project, now.done, now.undone

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """Lock the folder, and make it if needed. Raises DiagnosticError if that fails."""
        try:
            with one_at_a_time([hidden_folder(self.project)]):
                yield
        except OutsideProject:
            message = f"{FOLDER} is a link that points outside the project"
            problem = Diagnostic(Code.OUTPUT_UNWRITABLE, message, Location(FOLDER), hint="put a folder there")
            raise DiagnosticError(problem) from None
        except OSError as error:
            hint = advice(error, "make sure that it can be written, and try again")
            message = f"the record for undoing this cannot be written: {reason(error)}"
            problem = Diagnostic(Code.OUTPUT_UNWRITABLE, message, Location(str(self._folder)), hint=hint)
            raise DiagnosticError(problem) from None


def _step(read: Mapping[str, Any]) -> Step:
    return Step(_text(read["title"]), tuple(_content(one) for one in read["files"]))


def _content(read: Mapping[str, Any]) -> Content:
    return Content(_text(read["path"]), _text(read["old"]), _text(read["new"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
