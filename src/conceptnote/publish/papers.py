"""The papers of an output folder that may be published, and the reasons against the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.build.hashing import sha256
from conceptnote.build.manifest import Manifest, still_the_same
from conceptnote.build.record import Record
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.regularfile import read_regular

if TYPE_CHECKING:
    from conceptnote.source.load import Source

Allowance = Literal["draft", "approval", "acknowledgement", "internal", "audience", "set", "older"]
ALLOWANCES: tuple[Allowance, ...] = get_args(Allowance)
"""What is published only on request; docs/publishing.md explains each."""


class Papers(Struct, frozen=True, dict=True):
    """The papers of an event in its output folder; those that are `allowed` may be published with the public ones."""

    folder: Path
    records: Sequence[Record]
    allowed: Collection[Allowance]

    @classmethod
    def of(cls, folder: Path, allowed: Collection[Allowance]) -> Papers:
        """The papers in the manifest of a folder. Raises DiagnosticError if it has none."""
        records = [record for _, record in sorted(Manifest.read(folder).records.items())]
        if not records:
            message = "there is nothing to publish: this folder has no manifest of a build"
            at = Location(str(folder))
            raise DiagnosticError(Diagnostic(Code.NOTHING_TO_PUBLISH, message, at, hint="run conceptnote build"))
        return cls(folder, records, allowed)

    @cached_property
    def public(self) -> list[Record]:
        """The papers for everybody, and those requested."""
        return [record for record in self.records if self._reason(record) is None]

    def left_out(self) -> Iterator[Diagnostic]:
        """A warning for each of the others."""
        for record in self.records:
            if reason := self._reason(record):
                what, word = reason
                at = Location(str(self.folder / record.file))
                hint = f"to publish it anyway, use --allow {word}"
                message = f"the file {what}, and is not published"
                yield Diagnostic(Code.LEFT_OUT, message, at, hint=hint, severity=Severity.WARNING)

    def _reason(self, record: Record) -> tuple[str, Allowance] | None:
        reasons: tuple[tuple[bool, str, Allowance], ...] = (
            (record.internal, "is internal", "internal"),
            (record.audience is not None, f"is for the audience “{record.audience}” alone", "audience"),
            (record.set is not None, "was made with values of --set", "set"),
            (
                record.acknowledgement == "left out by the template",
                "does not acknowledge the funders",
                "acknowledgement",
            ),
        )
        return next(((what, word) for true, what, word in reasons if true and word not in self.allowed), None)

    def read(self, source: Source) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """The files by name, and warnings.

        Raises DiagnosticError with all problems: one is enough to publish nothing.
        """
        from conceptnote.build.verify import built_to_be_proven

        problems = [*unsettled(source, self.allowed), *self.left_out()]
        if not self.public:
            message, hint = "there is nothing that may be published", "build it for everybody, without --set"
            problems.append(Diagnostic(Code.NOTHING_TO_PUBLISH, message, Location(str(self.folder)), hint=hint))
        files = {}
        same: dict[str, bool] = {}
        stale: list[str] = []
        for record in self.public:
            if record.inputs.sha256 not in same:
                same[record.inputs.sha256] = still_the_same(record.inputs, source.project)
            found = self._as_built(record)
            if isinstance(found, Diagnostic):
                problems.append(found)
            elif not same[record.inputs.sha256]:
                stale.append(record.file)
            else:
                files[record.file] = found
        if stale:
            these = "these files were" if len(stale) > 1 else "this file was"
            problems.append(self._refused(f"{these} made from earlier data, and not published: {', '.join(stale)}"))
        due = [file for file in built_to_be_proven(self.folder) if file.name in files]
        problems += unproven(source, due, self.allowed)
        refuse(problems)
        return files, problems

    def _as_built(self, record: Record) -> bytes | Diagnostic:
        """The bytes of a file, if they are those that were built."""
        try:
            data = read_regular(self.folder / record.file)
        except OSError:
            return self._refused("the file is missing, and is not published", record.file)
        if sha256(data) != record.sha256:
            return self._refused("the file was changed after it was built, and is not published", record.file)
        return data

    def _refused(self, message: str, file: str = "") -> Diagnostic:
        at = Location(str(self.folder / file))
        return Diagnostic(Code.OUTPUT_STALE, message, at, hint="run conceptnote build")


def unsettled(source: Source, allowed: Collection[Allowance]) -> Iterator[Diagnostic]:
    """What is open in an event: errors, or warnings if it is allowed."""
    from conceptnote.build.readiness import pending

    if source.event.status == "draft":
        hint = "write “status: final” once they are ready, or use --allow draft"
        at = source.source_map.locate(("status",))
        problem = Diagnostic(Code.DRAFT, "the papers are a draft", at, ("status",), hint)
        yield _grave(problem, "draft", allowed)
    for problem in pending(source, final=False):
        yield _grave(problem, "approval", allowed)


def unproven(source: Source, files: Sequence[Path], allowed: Collection[Allowance]) -> Iterator[Diagnostic]:
    """Obligations to funders that files fail: they are proven again, as for anybody's files."""
    from conceptnote.build.verify import verify

    try:
        verify(source.project, files)
    except DiagnosticError as error:
        for problem in error.diagnostics:
            yield _grave(problem, "acknowledgement", allowed)


def refuse(problems: Sequence[Diagnostic]) -> None:
    """Raise DiagnosticError with all of them if any is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise DiagnosticError(*problems)


def _grave(problem: Diagnostic, word: Allowance, allowed: Collection[Allowance]) -> Diagnostic:
    return replace(problem, severity=Severity.WARNING if word in allowed else Severity.ERROR)
