"""The output folder as earlier builds left it: what is still good, what is outdated, what is somebody else's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from conceptnote.build.hashing import file_hash, sha256
from conceptnote.build.manifest import NAME, Entry, Inputs, Manifest, still_the_same
from conceptnote.build.request import DEFAULT_FORMATS, EXPORTS, Request
from conceptnote.diagnostics import Code, Diagnostic, Location, Severity
from conceptnote.pageformat import SHEETS
from conceptnote.source.project import Project


@dataclass(frozen=True, slots=True)
class Shelf:
    """An output folder and its manifest, for a project with these documents; `settings` is the hash of what is set.

    `record` is the name of the manifest's file.
    """

    folder: Path
    record: str
    manifest: Manifest
    documents: Sequence[str]
    settings: str | None
    _same: Callable[[Inputs], bool]

    @classmethod
    def of(
        cls,
        folder: Path,
        project: Project,
        documents: Sequence[str],
        settings: str | None,
        others: Iterable[Project] = (),
        record: str = NAME,
    ) -> Shelf:
        """Read the manifest of a folder, which need not exist; `others` are further projects that it is made of."""
        within = Path(os.path.commonpath([project.root, *(one.root for one in others)]))
        known: dict[str, bool] = {}

        def same(inputs: Inputs) -> bool:
            if inputs.sha256 not in known:
                known[inputs.sha256] = still_the_same(inputs, project, within)
            return known[inputs.sha256]

        return cls(folder, record, Manifest.read(folder, record), documents, settings, same)

    def unchanged(self, request: Request) -> list[Entry] | None:
        """The entries of all that is asked for, where a build would give the same files again; else None.

        The event file is not read for it: an entry that is still true knows what it says of papers.
        """
        if self.manifest.remarks or request.force or request.final:
            return None
        alike = [one for one in self.manifest.entries.values() if one.audience == request.audience]
        known = next((one for one in alike if self._is_true(one, request)), None)
        if known is None or not set(request.languages) <= set(known.languages):
            return None
        wanted = [
            self.manifest.entries.get(name)
            for language in known.languages
            if not request.languages or language in request.languages
            for name in self._wanted(request, language if language != known.languages[0] else None, known.usual)
        ]
        entries = [entry for entry in wanted if entry is not None]
        same = (
            0 < len(entries) == len(wanted)
            and all(entry.asked == request.asked(entry.format) for entry in entries)
            and all(self._is_true(entry, request) for entry in entries)
            and all(file_hash(self.folder / entry.file) == entry.sha256 for entry in entries)
            and not any(True for _ in self.outdated(request, {entry.file: entry for entry in entries}))
        )
        return entries if same else None

    def _wanted(self, request: Request, language: str | None, usual: Sequence[str]) -> Iterator[str]:
        """The names of all files of one language that are asked for."""
        own = replace(request, language=language)
        for document in request.documents or usual:
            for form in request.of_papers:
                for unit in self._units(own, document, form):
                    yield from self._names(own, unit, form)
        yield from (own.file_name(EXPORTS[form], form) for form in request.exports)

    def _units(self, request: Request, document: str, form: str) -> list[str]:
        """The document, or the parts that an earlier build has split it into."""
        alike = [one for one in self.manifest.entries.values() if (one.document, one.format) == (document, form)]
        whose = request.audience, request.language
        parts = {one.unit for one in alike if one.part and (one.audience, one.edition) == whose}
        return sorted(parts) if request.split and parts else [document]

    def _names(self, request: Request, document: str, form: str) -> Iterator[str]:
        """The files of a document in a format: for PDF, as its entry has them, those with its pages imposed as well."""
        name = request.file_name(document, form)
        yield name
        if form == "pdf" and (entry := self.manifest.entries.get(name)):
            paper, impositions = entry.options.get("paper"), entry.options.get("impose")
            for imposition in impositions if isinstance(impositions, list) and paper in SHEETS else ():
                yield request.imposed_name(document, str(imposition), str(paper))

    def outdated(self, request: Request, built: Mapping[str, Entry]) -> Iterator[tuple[Entry, bool]]:
        """Earlier files that are not `built` now and not true any more, each with whether it is to go.

        A file goes when its document does not exist any more, or has no papers in its language any more; when its
        pages are imposed and come out otherwise now, or when everything was to be built: for its audience and in its
        language, for nothing is built for others, and of the usual documents, for nothing is built of those that
        somebody had named. So does a calendar where there is none now, as no day is known any more. One that somebody
        has changed is theirs.
        """
        languages = next((one.languages for one in built.values()), ())
        editions = {one.edition for one in built.values()}
        unmade = set(request.exports) - {one.format for one in built.values()}
        everything = not request.documents and tuple(request.formats) == DEFAULT_FORMATS
        for entry in self.manifest.entries.values():
            if entry.file in built:
                continue
            gone = entry.document not in self.documents and entry.format not in EXPORTS
            gone = gone or bool(built and entry.edition is not None and entry.edition not in languages[1:])
            gone = gone or (entry.format in unmade and entry.audience == request.audience)
            pages = built.get(self._accessible(entry)) if entry.imposition else None
            otherwise = pages is not None and pages.form != entry.form
            if gone or otherwise or not self._is_true(entry, request):
                due = everything and entry.audience == request.audience and entry.document in entry.usual
                due = due and entry.edition in editions
                goes = gone or pages is not None or due
                yield entry, goes and file_hash(self.folder / entry.file) == entry.sha256

    def _accessible(self, entry: Entry) -> str:
        """The name of the file whose pages an imposed one has."""
        return Request(audience=entry.audience, language=entry.edition).file_name(entry.unit, "pdf")

    def _is_true(self, entry: Entry, request: Request) -> bool:
        """Whether a file would still be made of the same; what is set now says nothing about other audiences."""
        return self._same(entry.inputs) and (entry.audience != request.audience or entry.set == self.settings)

    def edited(self, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
        """Word files that somebody has changed since they were built, and that these files would replace."""
        for name, data in files.items():
            entry = self.manifest.entries.get(name)
            now = file_hash(self.folder / name) if entry is not None and entry.format == "docx" else None
            if entry is not None and now not in (None, entry.sha256, sha256(data)):
                message = "somebody has changed this file since it was built, and it would be replaced"
                hint = "move it elsewhere to keep the changes, or build with --force"
                yield Diagnostic(Code.OUTPUT_EDITED, message, Location(str(self.folder / name)), hint=hint)

    def differences(self, files: Mapping[str, bytes], leaving: Sequence[Entry]) -> Iterator[Diagnostic]:
        """Where the folder is not what a build would leave."""
        for name, data in files.items():
            now = file_hash(self.folder / name)
            if now != sha256(data):
                what = "is missing" if now is None else "is not what the inputs give"
                yield self._stale(name, f"the file {what}", "run conceptnote build")
        for entry in leaving:
            if (self.folder / entry.file).exists():
                yield self._stale(entry.file, "the file is of an earlier build", f"run {_command(entry)}, or remove it")

    def misrecorded(self, built: Mapping[str, Entry]) -> Iterator[Diagnostic]:
        """That the manifest says another thing of files than a build would write: publish and verify go by it."""
        for name, entry in built.items():
            there = self.manifest.entries.get(name)
            if there is None or (there.sha256, there.inputs) != (entry.sha256, entry.inputs):
                message = f"it does not say of {name} what a build would write"
                yield self._stale(self.record, message, "run conceptnote build")
                return

    def _stale(self, name: str, message: str, hint: str) -> Diagnostic:
        return Diagnostic(Code.OUTPUT_STALE, message, Location(str(self.folder / name)), hint=hint)

    def left_behind(self, entry: Entry) -> Diagnostic:
        """The warning about an earlier file that is left where it is."""
        message = "the file was made from earlier data, and was not built now"
        hint = f"run {_command(entry)}, or remove it" if entry.audience else "build it too, or remove it"
        at = Location(str(self.folder / entry.file))
        return Diagnostic(Code.OUTPUT_STALE, message, at, hint=hint, severity=Severity.WARNING)


def _command(entry: Entry) -> str:
    return "conceptnote build" + (f" --audience {entry.audience}" if entry.audience else "")
