"""From two versions of an event to redlines of its papers as files: all are written, or none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.build.formats import paper_formats
from conceptnote.build.outputs import folder_of, output_folder, staged
from conceptnote.build.pool import Pool
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.record import File
from conceptnote.build.request import Request
from conceptnote.compare.find import of_version
from conceptnote.compare.mailed import Mailed
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.doc.contents import file_of
from conceptnote.export.public import as_yaml
from conceptnote.redline.compare import redline
from conceptnote.redline.marking import FORMER, Marker, with_pictures
from conceptnote.source.languages import asked_languages
from conceptnote.source.load import load_languages
from conceptnote.source.own_languages import known_languages
from conceptnote.source.project import Project

if TYPE_CHECKING:
    from conceptnote.build.edition import Edition

Version = Mailed | Project


class RedlineRequest(Struct, frozen=True):
    """What to make; by default the usual documents, by the first organiser, into `out`."""

    documents: Sequence[str] = ()
    formats: Sequence[str] = field(default_factory=paper_formats)
    languages: Sequence[str] = ()
    author: str | None = None
    output_dir: Path | None = None


class Redlines(Struct, frozen=True):
    """Redlines in memory, and the older papers that they start from."""

    project: Project
    old: Version
    folder: Path
    files: Sequence[File]
    editions: Sequence[tuple[Edition, Sequence[File]]]
    warnings: Sequence[Diagnostic]

    def write(self) -> list[Path]:
        """Write all files. Raises DiagnosticError if one cannot be written; then all stay as they were."""
        within = self.project.root if self.folder.absolute().is_relative_to(self.project.root) else None
        files = {self.folder / file.record.file: file.data for file in self.files}
        with output_folder(self.folder, within), staged(files):
            pass
        self.keep()
        return list(files)

    def keep(self) -> None:
        """Keep the older papers for a returned redline, unless their own build has kept them."""
        from conceptnote.build.paper_store import keep, kept_papers

        if isinstance(self.old, Project):
            new = [
                (edition, [one for one in files if not any(kept_papers(self.project, one.record.id))])
                for edition, files in self.editions
            ]
            keep(self.project, new)


def redlines(
    project: Project,
    old: Version,
    new: Version,
    request: RedlineRequest,
    *,
    named: str = "HEAD",
    progress: Progress = SILENT,
    pool: Pool | None = None,
) -> Redlines:
    """Make redlines in memory; `named` is the name of the old version. Raises DiagnosticError."""
    from conceptnote.build.render import render

    languages, warnings = _languages(project, old, new, request)
    files: list[File] = []
    kept: list[tuple[Edition, Sequence[File]]] = []
    with ExitStack() as stack:
        if pool is None:
            pool = stack.enter_context(closing(Pool()))
        marked = [_edition(project, old, new, tag, request, named) for tag in languages]
        progress.expected(sum(edition.steps for _, edition in marked))
        for before, edition in marked:
            made = list(render(edition, pool, progress))
            files += made
            kept.append((before, made))
            warnings += edition.warnings
    folder = folder_of(project, request.output_dir)
    return Redlines(project, old, folder, files, kept, list(dict.fromkeys(warnings)))


def _languages(
    project: Project, old: Version, new: Version, request: RedlineRequest
) -> tuple[Sequence[str], list[Diagnostic]]:
    """The languages of both versions' papers, and a warning about the others."""

    there = _tags(new)
    asked = asked_languages(request.languages, there, project.once(known_languages))
    before = _tags(old)
    both = [tag for tag in asked if tag in before]
    alone = [tag for tag in asked if tag not in before]
    message = f"the older version has no papers in {', '.join(alone)}"
    if not both:
        hint = "name a version in the same language"
        raise DiagnosticError(Diagnostic(Code.NO_SUCH_VERSION, message, Location(project.shown), hint=hint))
    missing = Diagnostic(
        Code.NO_SUCH_VERSION, f"{message}: these have no redline", Location(project.shown), severity=Severity.WARNING
    )
    return both, [missing] if alone else []


def _tags(version: Version) -> tuple[str, ...]:
    if isinstance(version, Mailed):
        return tuple(version.data)
    return tuple(source.event.language for source in load_languages(version))


def _edition(
    project: Project, old: Version, new: Version, tag: str, request: RedlineRequest, named: str
) -> tuple[Edition, Edition]:
    """The papers of the old version in a language, and those of the new one with their changes marked."""
    wanted = Request(Path(project.shown), formats=request.formats, documents=request.documents, redline=True)
    now = _composed(project, new, tag, wanted)
    main = next(iter(_tags(new)))
    now = replace(now, request=replace(now.request, language=None if tag == main else tag))
    if private := [str(target) for target, planned in now.targets.items() if planned.private]:
        message = f"{', '.join(private)}: papers that are not for everybody have no redline"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location("-d")))
    documents = list(dict.fromkeys(target.document for target in now.docs))
    with of_version(named, old, project):
        then = _composed(project, old, tag, replace(wanted, documents=documents))
    return then, _marked(then, now, request)


def _composed(project: Project, version: Version, tag: str, wanted: Request) -> Edition:
    from conceptnote.build.edition import edition_for
    from conceptnote.edit.unsaved import Unsaved

    if isinstance(version, Mailed):
        world = Unsaved(project.world, {project.event_file: as_yaml(dict(version.data[tag]))})
        version = Project(project.event_file, project.root, project.shown, world)
    (source,) = load_languages(version, [tag])
    return edition_for(wanted, source)


def _marked(then: Edition, now: Edition, request: RedlineRequest) -> Edition:
    words = now.source.event.locale.changes
    day = now.source.project.world.today()
    # A picture whose file has changed has another name.
    former = {name: name.removesuffix(file_of(name)) + FORMER + file_of(name) for name in then.assets}
    former = {name: own for name, own in former.items() if name in now.assets and _differ(name, then, now)}
    assets = {**then.assets, **now.assets}
    assets |= {own: replace(then.assets[name], src=own) for name, own in former.items()}
    assets |= {name: replace(one, src=name) for name, one in then.assets.items() if name not in now.assets}
    docs: dict[Any, Any] = {}
    for target, doc in now.docs.items():
        author = request.author or next(iter(doc.metadata.authors), doc.metadata.title)
        marker = Marker(author, f"{day.isoformat()}T00:00:00Z", dict(words.tracked))
        docs[target] = redline(with_pictures(then.docs[target], former), doc, marker)
    ids = {target: then.id(target) for target in docs}
    return replace(now, docs=docs, assets=assets, ids=ids)


def _differ(name: str, then: Edition, now: Edition) -> bool:
    return then.assets[name].data != now.assets[name].data
