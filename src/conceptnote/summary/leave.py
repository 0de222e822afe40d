"""The files that a run leaves: the summary, and the public papers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.build.formats import format_of
from conceptnote.build.manifest import NAME, Manifest
from conceptnote.build.record import Record
from conceptnote.diagnostics import DiagnosticError
from conceptnote.publish.papers import Papers
from conceptnote.source.project import Project, find_project
from conceptnote.summary.facts import Facts, gather
from conceptnote.summary.markdown import Pictures, as_markdown

PREVIEWS = "previews"
_PAPERS = "papers"


class Run(Struct, frozen=True):
    """An event, the folder of its built papers, and the reports of the steps.

    Without a folder it is the project's `out`. `since` names the version to compare with, otherwise the last mail.
    """

    event_file: Path
    folder: Path | None
    reports: Iterable[Path]
    since: str | None = None


def summarise(run: Run, today: date, to: Path | None = None) -> Facts:
    """The facts of a run; all are also left in the folder `to`, if there is one.

    It has `summary.md`, `summary.json`, pictures of the first pages in `previews/`, and in `papers/` the public ones
    with their part of the manifest. Raises DiagnosticError if it cannot be written.
    """
    event = _project(run.event_file) or run.event_file
    folder = run.folder or _usual(event)
    public = _public(folder)
    facts = gather(event, folder, public, run.reports, today, run.since)
    return facts if to is None else _left(folder, public, facts, to)


def _project(event_file: Path) -> Project | None:
    try:
        return find_project(event_file)
    except DiagnosticError:  # it is reported with the others
        return None


def _usual(event: Project | Path) -> Path:
    from conceptnote.build.outputs import default_folder

    return default_folder(event.root) if isinstance(event, Project) else Path("out")


def _public(folder: Path) -> list[Record]:
    try:
        return Papers.of(folder, ["acknowledgement"]).public
    except DiagnosticError:
        return []


def _left(folder: Path, public: list[Record], facts: Facts, to: Path) -> Facts:
    from conceptnote.build.outputs import output_folder, staged
    from conceptnote.summary.previews import first_page

    there = [paper.record.file for paper in facts.files if paper.state == "built"]
    printed = [file for file in there if (form := format_of(file)) and form.layout == "printed"]
    pictures = {file: first_page(folder / file) for file in printed}
    named = {file: f"{PREVIEWS}/{Path(file).stem}.png" for file, picture in pictures.items() if picture}
    facts = replace(facts, files=[replace(paper, preview=named.get(paper.record.file)) for paper in facts.files])
    manifest = Manifest({record.file: record for record in public if record.file in there}).to_bytes()
    files = {
        to / "summary.md": as_markdown(facts, Pictures(base="")).encode(),
        to / "summary.json": (json.dumps(facts.to_json(), indent=2, ensure_ascii=False) + "\n").encode(),
        **{to / name: pictures[file] or b"" for file, name in named.items()},
        to / _PAPERS / NAME: manifest,
        **{to / _PAPERS / file: (folder / file).read_bytes() for file in there},
    }
    with ExitStack() as stack:
        for place in dict.fromkeys(path.parent for path in files):
            stack.enter_context(output_folder(place, None))
        stack.enter_context(staged(files))
    return facts
