"""What was changed in a project, so that it can be undone and done again: shared by all that edit it.

It lies in `.conceptnote/`, which Git ignores: a log, and the earlier and later content of each file by its hash. A step
can be undone after the files were changed elsewhere, too: then the two are merged by lines.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from conceptnote.atomicfile import move, one_at_a_time, write
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.edit.files import LARGEST, Revision, TextFile, content_hash, read_file, replace_files
from conceptnote.edit.located import Edited
from conceptnote.edit.merge import merged
from conceptnote.edit.unsaved import opened_again
from conceptnote.regularfile import TooLarge, read_whole
from conceptnote.source.include import SUFFIXES
from conceptnote.source.project import KEPT, OutsideProject, Project
from conceptnote.systemerror import advice, reason

FOLDER = KEPT
_LOG, _CONTENTS = "history.json", "contents"
_MOST = 500
"""How many steps can be undone, and how many can be done again."""
_MOST_REVISIONS = 100
"""How many revisions are kept that somebody may still edit from."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file that a step has changed, by its path in the project, and the hashes of its content before and after."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Step:
    """What was changed in one go, and how that is called."""

    title: str
    files: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What has been written: which files, and whether they had been changed elsewhere, so that both were merged."""

    title: str
    files: tuple[TextFile, ...]
    """As they were before."""
    texts: tuple[str, ...]
    """As they are now."""
    merged: bool = False


@dataclass(slots=True)
class History:
    """The steps of a project."""

    project: Project
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    @classmethod
    def of(cls, project: Project) -> History:
        """The history as it is now; an empty one where there is none, or none that can be read."""
        history = cls(opened_again(project))
        with contextlib.suppress(OSError, TooLarge, ValueError, TypeError, KeyError, RecursionError, OutsideProject):
            read = json.loads(history.project.read(history._folder / _LOG, LARGEST))
            history.done, history.undone = ([_step(one) for one in read[key]] for key in ("done", "undone"))
        return history

    @property
    def _folder(self) -> Path:
        return self.project.root / FOLDER

    def keep(self, revision: Revision) -> str:
        """Keep the files as they are at a moment, and name that: an edit can be made from there later."""
        with self._held():
            files = [
                Content(self._path_of(file.path), self._put(file.raw), content_hash(file.raw))
                for file in revision.files.values()
            ]
            place = self._folder / "revisions" / f"{revision.name}.json"
            place.parent.mkdir(exist_ok=True)
            self._write(place, json.dumps([asdict(one) for one in files]).encode())
            kept = sorted(place.parent.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
            for old in kept[:-_MOST_REVISIONS]:
                old.unlink()
        return revision.name

    def revision(self, name: str) -> Revision | None:
        """The files as they were at a moment that was kept; None where that is not known."""
        shown = {self.project.event_file: self.project.shown}
        with contextlib.suppress(OSError, TooLarge, ValueError, TypeError, KeyError, OutsideProject, DiagnosticError):
            if not name.isalnum():
                return None
            read = json.loads(self.project.read(self._folder / "revisions" / f"{name}.json", LARGEST))
            files: dict[Path, TextFile] = {}
            for one in (_content(each) for each in read):
                path = self._file(one.path)
                files[path] = TextFile(path, shown.get(path, self.project.name_of(path)), self._content(one.old))
            return Revision(self.project, files)
        return None

    def write(self, edited: Edited, title: str) -> Done:
        """Write what changes have made of the files, and take note of it.

        A file that was changed since the edit was begun is merged with it. Raises DiagnosticError where both have
        changed the same, and where a file cannot be written: then all stay as they are.
        """
        with self._held():
            self._read_again()
            done = self._as_now(title, [(file, edited.texts[file.path]) for file, _ in edited.files])
            self.done = [*self.done, self._taken(done)][-_MOST:]
            self.undone = []
            self._finish(done)
        return done

    def undo(self, *, dry: bool = False) -> Done:
        """Undo the last step that is not undone yet; with `dry`, only say what that would do.

        Raises DiagnosticError where there is none, and where what it has changed was changed elsewhere since then.
        """
        return self._back(forward=False, dry=dry)

    def redo(self, *, dry: bool = False) -> Done:
        """Do again what was undone last; as `undo`."""
        return self._back(forward=True, dry=dry)

    def _back(self, *, forward: bool, dry: bool) -> Done:
        with contextlib.nullcontext() if dry else self._held():
            self._read_again()
            steps, others = (self.undone, self.done) if forward else (self.done, self.undone)
            if not steps:
                said = "there is nothing to redo" if forward else "there is nothing to undo"
                hint = "what was changed in an editor is undone there, or with git"
                raise DiagnosticError(Diagnostic(Code.EDIT_REFUSED, said, Location(self.project.shown), hint=hint))
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
        """Files as they were when the change was made, and what it has made of them."""
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
        """The step that has been made, with the contents of its files kept."""
        files = [
            Content(self._path_of(file.path), self._put(file.raw), self._put(file.encoded(text)))
            for file, text in zip(done.files, done.texts, strict=True)
        ]
        return Step(done.title, tuple(files))

    def _finish(self, done: Done) -> None:
        """Write the log, and then the files: so a step that is cut short can be undone."""
        log = {"done": [asdict(one) for one in self.done], "undone": [asdict(one) for one in self.undone]}
        before = self._folder / _LOG
        kept = before.read_bytes() if before.is_file() else None
        self._write(before, json.dumps(log, ensure_ascii=False).encode())
        try:
            changed = zip(done.files, done.texts, strict=True)
            replace_files((file, data) for file, text in changed if (data := file.encoded(text)) != file.raw)
        except DiagnosticError:
            self._write(before, kept if kept is not None else b'{"done": [], "undone": []}')
            raise
        self._prune()

    def _known(self, content: Content, name: str) -> TextFile:
        try:
            path = self._file(content.path)
            shown = self.project.shown if path == self.project.event_file else self.project.name_of(path)
            return TextFile(path, shown, self._content(name))
        except (OSError, ValueError, TooLarge, OutsideProject):
            message = "the record of what this step changed is missing"
            problem = Diagnostic(Code.EDIT_REFUSED, message, Location(f"{FOLDER}/{_LOG}"), hint="undo it in an editor")
            raise DiagnosticError(problem) from None

    def _file(self, path: str) -> Path:
        """A file that a log names, which may be a stranger's: one of the project, and of those that are edited."""
        found = self.project.confine(self.project.root / path)
        if found.suffix not in SUFFIXES or FOLDER in found.relative_to(self.project.root).parts:
            raise OutsideProject(path)
        return found

    def _path_of(self, path: Path) -> str:
        return path.relative_to(self.project.root).as_posix()

    def _put(self, data: bytes) -> str:
        """Keep a content; its name is its hash."""
        name = content_hash(data)
        place = self._folder / _CONTENTS / name
        if not place.is_file():
            place.parent.mkdir(exist_ok=True)
            self._write(place, zlib.compress(data))
        return name

    def _content(self, name: str) -> bytes:
        """A content that was kept. Raises OSError or ValueError where there is none, or another one under its name."""
        if not name.isalnum():
            raise ValueError(name)
        packed = read_whole(self.project.confine(self._folder / _CONTENTS / name), LARGEST)
        try:
            data = zlib.decompressobj().decompress(packed, LARGEST)
        except zlib.error:
            raise ValueError(name) from None
        if content_hash(data) != name:
            raise ValueError(name)
        return data

    def _write(self, place: Path, data: bytes) -> None:
        self.project.confine(place.parent)
        written = place.with_name(f"{place.name}.new")
        written.unlink(missing_ok=True)  # it may be a link that leads elsewhere
        write(written, data)
        move(written, place)

    def _prune(self) -> None:
        """Take away the contents that no step names."""
        named = {name for step in (*self.done, *self.undone) for one in step.files for name in (one.old, one.new)}
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            for place in (self._folder / "revisions").glob("*.json"):
                named |= {_content(one).old for one in json.loads(place.read_bytes())}
        with contextlib.suppress(OSError):
            for place in (self._folder / _CONTENTS).iterdir():
                if place.name not in named:
                    place.unlink()

    def _read_again(self) -> None:
        now = History.of(self.project)
        self.project, self.done, self.undone = now.project, now.done, now.undone

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """Have the folder to ourselves, and make it where it is not there. Raises DiagnosticError where that fails."""
        try:
            self.project.confine(self._folder)
            self._folder.mkdir(exist_ok=True)
            ignored = self._folder / ".gitignore"
            if not ignored.is_file():
                self._write(ignored, b"*\n")
            with one_at_a_time([self._folder]):
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
