"""The results of a pipeline run: its files, what is open, and the reports of its steps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field, to_builtins

from conceptnote.build.hashing import file_hash
from conceptnote.build.manifest import Manifest, still_the_same
from conceptnote.build.record import Record
from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.report.json import as_record
from conceptnote.source.project import Project

if TYPE_CHECKING:
    from conceptnote.build.readiness import EventStatus
    from conceptnote.summary.changed import Changed

VERSION = 1
_LARGEST = 16 * 1024 * 1024

State = Literal["built", "earlier data", "changed", "missing"]


_PUBLIC = (
    "file", "document", "id", "format", "language", "pages", "words", "bytes", "sha256", "standards",
)  # fmt: skip
"""The fields of a record in a summary."""


class PaperSummary(Struct, frozen=True):
    """A public file; `acknowledgement` is as in the manifest, or `missing` if that was found.

    `state` says whether it was built from the event file as it is now; `preview` names its picture.
    """

    record: Record
    acknowledgement: str
    state: State
    preview: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The paper as plain data."""
        values = {name: getattr(self.record, name) for name in _PUBLIC}
        return values | {"acknowledgement": self.acknowledgement, "state": self.state, "preview": self.preview}


class Problem(Struct):
    """A diagnostic in the JSON form, and the steps that reported it."""

    code: str
    severity: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    hint: str | None = None
    steps: list[str] = field(default_factory=list)


class Step(Struct, frozen=True):
    """A step of the pipeline, by the name of its report; a step without one has failed."""

    step: str
    ended: bool
    errors: int = 0
    warnings: int = 0


class Facts(Struct, frozen=True):
    """All facts of a summary.

    `event` is None if the event file cannot be read. `withheld` counts the files that are not public; nothing else is
    said of them.
    """

    event: EventStatus | None
    files: list[PaperSummary]
    withheld: int
    steps: list[Step]
    problems: list[Problem]
    changed: Changed | None = None

    def to_json(self) -> dict[str, Any]:
        """The facts in the shape that docs/publishing.md describes."""
        return {
            "version": VERSION,
            "event": self.event.to_json() if self.event else None,
            "files": [paper.to_json() for paper in self.files],
            "withheld": self.withheld,
            "steps": [to_builtins(step) for step in self.steps],
            "problems": [to_builtins(problem) for problem in self.problems],
            "changes": self.changed.to_json() if self.changed else None,
        }


def gather(
    event: Path | Project,
    folder: Path,
    public: Iterable[Record],
    reports: Iterable[Path],
    today: date,
    since: str | None = None,
) -> Facts:
    """The facts of a run: the files, the event, and a report (`--report`) of each step.

    Anything wrong with these is not an error here: the summary tells it.
    """
    from conceptnote.build.readiness import readiness
    from conceptnote.summary.changed import changed_since

    steps, problems = _steps_and_problems(reports)
    status: EventStatus | None = None
    changed: Changed | None = None
    try:
        status = readiness(event, today)
        changed = changed_since(event, since) if isinstance(event, Project) else None
    except DiagnosticError as error:
        records = map(as_record, error.diagnostics)
        _add(problems, "summary", [record for record in records if _key(record) not in problems])
    files = list(_papers(event, folder, public, problems.values()))
    withheld = len(Manifest.read(folder).records) - len(files)
    return Facts(status, files, withheld, steps, sorted(problems.values(), key=_grave), changed)


def _papers(
    event: Path | Project, folder: Path, public: Iterable[Record], problems: Iterable[Problem]
) -> Iterator[PaperSummary]:
    absent = {Path(one.file).name for one in problems if one.file and one.code == Code.ACKNOWLEDGEMENT.code}
    for record in public:
        missing = record.file in absent
        yield PaperSummary(record, "missing" if missing else record.acknowledgement, _state(record, event, folder))


def _state(record: Record, event: Path | Project, folder: Path) -> State:
    found = file_hash(folder / record.file)
    if found != record.sha256:
        return "missing" if found is None else "changed"
    same = isinstance(event, Project) and still_the_same(record.inputs, event)
    return "built" if same else "earlier data"


_Problems = dict[tuple[Any, ...], Problem]


def _steps_and_problems(reports: Iterable[Path]) -> tuple[list[Step], _Problems]:
    steps: list[Step] = []
    problems: _Problems = {}
    for report in reports:
        try:
            with report.open("rb") as file:
                records = list(map(_checked, json.loads(file.read(_LARGEST))["diagnostics"]))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            steps.append(Step(report.stem, ended=False))
            continue
        count = [sum(record["severity"] == word for record in records) for word in ("error", "warning")]
        steps.append(Step(report.stem, True, *count))
        _add(problems, report.stem, records)
    return steps, problems


_KEYS = ("code", "severity", "message", "file", "line", "column", "path", "hint")


def _checked(record: Any) -> dict[str, Any]:
    kept = {key: record[key] for key in _KEYS}
    numbers, texts = [kept["line"], kept["column"]], [kept[key] for key in _KEYS if key not in ("line", "column")]
    whole = all(isinstance(kept[key], str) for key in _KEYS[:3]) and all(type(n) in (int, type(None)) for n in numbers)
    if not whole or not all(isinstance(text, str | None) for text in texts):
        raise ValueError
    return kept


def _add(problems: _Problems, step: str, records: Iterable[Mapping[str, Any]]) -> None:
    for record in records:
        problem = problems.setdefault(_key(record), Problem(**record))
        if step not in problem.steps:
            problem.steps.append(step)
        if record["severity"] == "error":
            problem.severity = "error"


def _key(record: Mapping[str, Any]) -> tuple[Any, ...]:
    """The identity of a problem, whoever reports it and with whatever severity."""
    return tuple(record[name] for name in ("code", "message", "file", "line", "column", "path"))


def _grave(problem: Problem) -> tuple[bool, str, int, int, str]:
    return (problem.severity != "error", problem.file or "", problem.line or 0, problem.column or 0, problem.code)
