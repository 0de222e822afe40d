"""The output folder as earlier builds left it: what is current, what is outdated, what belongs to somebody else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.build.formats import FORMATS, Format, usual_formats
from conceptnote.build.hashing import file_hash, sha256
from conceptnote.build.manifest import NAME, Manifest, still_the_same
from conceptnote.build.record import Inputs, Record, Target
from conceptnote.build.request import Request
from conceptnote.diagnostics import Code, Diagnostic, Location, Severity
from conceptnote.pageformat import SHEETS
from conceptnote.source.project import Project


class OutputCache(Struct, frozen=True):
    """An output folder and its manifest, for a project with these documents; `settings` is the hash of set values.

    `manifest_name` is the manifest's file name.
    """

    folder: Path
    manifest_name: str
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
        manifest_name: str = NAME,
    ) -> OutputCache:
        """Read the manifest of a folder, which may be missing; `others` are further projects of the same papers."""
        within = Path(os.path.commonpath([project.root, *(one.root for one in others)]))
        known: dict[str, bool] = {}

        def same(inputs: Inputs) -> bool:
            if inputs.sha256 not in known:
                known[inputs.sha256] = still_the_same(inputs, project, within)
            return known[inputs.sha256]

        return cls(folder, manifest_name, Manifest.read(folder, manifest_name), documents, settings, same)

    def unchanged(self, request: Request) -> list[Record] | None:
        """The records of everything requested, if a build would make the same files again; otherwise None.

        The event file is not parsed: a current record knows what it says of papers.
        """
        if self.manifest.remarks or request.force or request.final:
            return None
        alike = [one for one in self.manifest.records.values() if one.audience == request.audience]
        known = next((one for one in alike if self._is_true(one, request)), None)
        if known is None or not set(request.languages) <= set(known.languages):
            return None
        wanted = [
            self.manifest.records.get(name)
            for language in known.languages
            if not request.languages or language in request.languages
            for name in self._wanted(request, language if language != known.languages[0] else None, known.usual)
        ]
        records = [record for record in wanted if record is not None]
        same = (
            0 < len(records) == len(wanted)
            and all(record.asked == request.asked(FORMATS[record.format]) for record in records)
            and all(self._is_true(record, request) for record in records)
            and all(file_hash(self.folder / record.file) == record.sha256 for record in records)
            and not any(True for _ in self.outdated(request, {record.file: record for record in records}))
        )
        return records if same else None

    def _wanted(self, request: Request, language: str | None, usual: Sequence[str]) -> Iterator[str]:
        """The names of all requested files of one language."""
        own = replace(request, language=language)
        for document in request.documents or usual:
            for form in request.of_papers:
                for target in self._targets(own, document, form):
                    yield from self._names(own, target, form)
        yield from (own.file_name(Target(form.stem), form.ending) for form in request.exports)

    def _targets(self, request: Request, document: str, form: Format) -> list[Target]:
        """The document, or the parts into which an earlier build has split it."""
        alike = [one for one in self.manifest.records.values() if (one.document, one.format) == (document, form.name)]
        whose = request.audience, request.language
        parts = {one.part for one in alike if one.part and (one.audience, one.edition) == whose}
        return [Target(document, part) for part in sorted(parts)] if request.split and parts else [Target(document)]

    def _names(self, request: Request, target: Target, form: Format) -> Iterator[str]:
        """The names of a target's files in a format, with imposed ones, as recorded."""
        name = request.file_name(target, form.ending)
        yield name
        if form.imposed and (record := self.manifest.records.get(name)):
            paper, impositions = record.options.get("paper"), record.options.get("impose")
            for imposition in impositions if isinstance(impositions, list) and paper in SHEETS else ():
                yield request.imposed_name(target, str(imposition), str(paper), form.ending)

    def outdated(self, request: Request, built: Mapping[str, Record]) -> Iterator[tuple[Record, bool]]:
        """Earlier files that are neither `built` now nor current, each with whether it is removed.

        A file is removed if its document no longer exists, or no longer has papers in its language; if its imposition
        differs now; or if everything was built, for its audience and in its language, because nothing is built for
        others, and among the usual documents, because others were named. So is a calendar without any known day. A file
        that somebody has changed stays.
        """
        languages = next((one.languages for one in built.values()), ())
        editions = {one.edition for one in built.values()}
        unmade = {form.name for form in request.exports} - {one.format for one in built.values()}
        everything = not request.documents and tuple(request.formats) == usual_formats()
        for record in self.manifest.records.values():
            if record.file in built:
                continue
            gone = record.is_paper and record.document not in self.documents
            gone = gone or bool(built and record.edition is not None and record.edition not in languages[1:])
            gone = gone or (record.format in unmade and record.audience == request.audience)
            pages = built.get(self._accessible(record)) if record.imposition else None
            otherwise = pages is not None and pages.form != record.form
            if gone or otherwise or not self._is_true(record, request):
                due = everything and record.audience == request.audience and record.document in record.usual
                due = due and record.edition in editions
                goes = gone or pages is not None or due
                yield record, goes and file_hash(self.folder / record.file) == record.sha256

    def _accessible(self, record: Record) -> str:
        """The name of the file whose pages an imposed one has."""
        named = Request(audience=record.audience, language=record.edition)
        return named.file_name(record.target, FORMATS[record.format].ending)

    def _is_true(self, record: Record, request: Request) -> bool:
        """Whether a file would still be made from the same inputs; settings now say nothing about other audiences."""
        return self._same(record.inputs) and (record.audience != request.audience or record.set == self.settings)

    def edited(self, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
        """Word files changed by hand since they were built, which these files would replace."""
        for name, data in files.items():
            record = self.manifest.records.get(name)
            now = file_hash(self.folder / name) if record is not None and FORMATS[record.format].edited else None
            if record is not None and now not in (None, record.sha256, sha256(data)):
                message = "somebody has edited this file since it was built, and a build would replace it"
                hint = "move it elsewhere and run conceptnote merge on it, or build with --force"
                yield Diagnostic(Code.OUTPUT_EDITED, message, Location(str(self.folder / name)), hint=hint)

    def differences(self, files: Mapping[str, bytes], leaving: Sequence[Record]) -> Iterator[Diagnostic]:
        """Differences between the folder and what a build would leave."""
        for name, data in files.items():
            now = file_hash(self.folder / name)
            if now != sha256(data):
                what = "is missing" if now is None else "is out of date"
                yield self._stale(name, f"the file {what}", "run conceptnote build")
        for record in leaving:
            if (self.folder / record.file).exists():
                yield self._stale(
                    record.file, "the file is from an earlier build", f"run {_command(record)}, or remove it"
                )

    def misrecorded(self, built: Mapping[str, Record]) -> Iterator[Diagnostic]:
        """Records in the manifest that differ from a build's: publish and verify rely on them."""
        for name, record in built.items():
            there = self.manifest.records.get(name)
            if there is None or (there.sha256, there.inputs) != (record.sha256, record.inputs):
                message = f"its entry for {name} differs from what a build would write"
                yield self._stale(self.manifest_name, message, "run conceptnote build")
                return

    def _stale(self, name: str, message: str, hint: str) -> Diagnostic:
        return Diagnostic(Code.OUTPUT_STALE, message, Location(str(self.folder / name)), hint=hint)

    def left_behind(self, record: Record) -> Diagnostic:
        """The warning about an earlier file that stays."""
        message = "the file was made from earlier data, and this run did not build it"
        hint = f"run {_command(record)}, or remove it" if record.audience else "build it too, or remove it"
        at = Location(str(self.folder / record.file))
        return Diagnostic(Code.OUTPUT_STALE, message, at, hint=hint, severity=Severity.WARNING)


def _command(record: Record) -> str:
    return "conceptnote build" + (f" --audience {record.audience}" if record.audience else "")
