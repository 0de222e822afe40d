"""What the manifest is told of the files of a build."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conceptnote.build.hashing import sha256
from conceptnote.build.manifest import Acknowledgement, Entry, hash_inputs, hash_settings, tool_version
from conceptnote.build.request import EXPORTS
from conceptnote.datapath import format_path
from conceptnote.pageformat import PageFormat
from conceptnote.source.overrides import overrides_of
from conceptnote.source.templates import Templates

if TYPE_CHECKING:
    from conceptnote.build.render import Edition, File
    from conceptnote.source.project import Project

Editions = Sequence[tuple["Edition", Sequence["File"]]]
"""The papers of an event in its languages, each composed and as files."""


def settings_of(project: Project) -> str | None:
    """One hash of what the command line sets; None where it sets nothing."""
    settings = [(format_path(one.path), one.value) for one in project.once(overrides_of)]
    return hash_settings(settings, project)


def entries_of(editions: Editions) -> dict[str, Entry]:
    """The entries of files that were built, by their names."""
    return {name: entry for edition, files in editions for name, entry in _entries(edition, files).items()}


def _entries(edition: Edition, files: Sequence[File]) -> dict[str, Entry]:
    from conceptnote.doc.nodes import file_of

    source, request = edition.source, edition.request
    folder = source.project.event_file.parent
    named = [(folder / name).resolve() for name in map(file_of, edition.assets)]
    named += [*source.included, *(one.file for one in source.overrides if one.file is not None)]
    named += [unit.recipients.file for unit in edition.units.values() if unit.recipients]
    inputs = hash_inputs(source.project, named)
    usual = source.project.once(Templates).usual(source.event.papers)
    return {
        file.name: Entry(
            file=file.name,
            document=file.document.partition(".")[0],
            format=file.format,
            language=source.event.language,
            pages=file.pages,
            words=0 if file.format in EXPORTS else edition.words(file.document),
            bytes=len(file.data),
            sha256=sha256(file.data),
            standards=request.standards(file.format) if file.imposition is None else (),
            acknowledgement=_acknowledgement(edition, file),
            options=request.options(file.format, edition.formats.get(file.document, PageFormat())),
            inputs=inputs,
            tool=tool_version(),
            audience=request.audience,
            set=settings_of(source.project),
            asked=request.asked(file.format),
            usual=usual,
            imposition=file.imposition,
            blank=file.blank,
            internal=file.format not in EXPORTS and edition.units[file.document].private,
            part=file.document.partition(".")[2] or None,
            languages=source.languages,
        )
        for file in files
    }


def _acknowledgement(edition: Edition, file: File) -> Acknowledgement:
    due = edition.promises or any(event.funders for event in edition.source.events.values())
    if not due or file.format in EXPORTS:
        return "none due"
    if not edition.docs[file.document].metadata.acknowledged:
        return "left out by the template"
    return "proven" if file.imposition is None else "proven on its pages"
