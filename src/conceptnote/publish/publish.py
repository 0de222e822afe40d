"""Publish an output folder, or a site: everything that may be published at once, or nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Severity, did_you_mean
from conceptnote.publish.origin import History
from conceptnote.publish.papers import Allowance, Papers
from conceptnote.publish.publication import Outcome, Publication
from conceptnote.source.project import Project, root_of

TARGETS = ("folder", "branch", "release")
"""The kinds of target, written as `folder:PATH`, `branch:NAME`, `release:PREFIX`."""


class PublishRequest(Struct, frozen=True):
    """What to publish, and where; without a folder the project's `out`.

    `remote` is for branches only. With a `site`, its folder is published, and the event only tells the project of its
    events.
    """

    target: str
    event: Path | Project = Path("data/event.yaml")
    folder: Path | None = None
    remote: str = "origin"
    allowed: Collection[Allowance] = ()
    site: Path | None = None
    dry_run: bool = False


def publish(wish: PublishRequest) -> tuple[Outcome, list[Diagnostic]]:
    """Publish the papers of an event, or a site. Returns the outcome and warnings.

    Raises DiagnosticError with all problems; then everything published stays as it was.
    """
    kind, name = _target(wish.target)
    publication, warnings = _papers(wish) if wish.site is None else _site(wish, wish.site, kind)
    outcome = _put(publication, kind, name, wish.remote, publication.history.project)
    return outcome, [*warnings, *_superseded(outcome)]


def _papers(wish: PublishRequest) -> tuple[Publication, list[Diagnostic]]:
    from conceptnote.build.outputs import default_folder
    from conceptnote.source.load import load_event

    source = load_event(wish.event)
    papers = Papers.of(wish.folder or default_folder(source.project.root), wish.allowed)
    files, warnings = papers.read(source)
    return _publication(wish, files, source.event.title, source.project.root), warnings


def _site(wish: PublishRequest, folder: Path, kind: str) -> tuple[Publication, list[Diagnostic]]:
    from conceptnote.publish.site import Site

    if kind == "release" or wish.folder is not None:
        text = "a site already contains its papers"
        if kind == "release":
            text = "a release has no folders, so it cannot hold a site"
        hint = "publish the site to a folder or a branch, and papers without --site"
        raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, text, hint=hint))
    root = wish.event.root if isinstance(wish.event, Project) else root_of(wish.event)
    site = Site.of(folder, root, wish.allowed)
    files, warnings = site.read()
    # GitHub Pages omits folders by name, such as vendor/, without this.
    files |= {".nojekyll": b""} if kind == "branch" else {}
    return replace(_publication(wish, files, site.title, root), pages=site.record.folders), warnings


def _publication(wish: PublishRequest, files: Mapping[str, bytes], title: str, root: Path) -> Publication:
    history = History(root)
    over_newer = "older" in wish.allowed
    return Publication(files, title, history.head(), history, over_newer, wish.dry_run)


def _put(publication: Publication, kind: str, name: str, remote: str, project: Path) -> Outcome:
    if kind == "folder":
        from conceptnote.publish.folder import publish_to_folder

        return publish_to_folder(publication, Path(name))
    if kind == "branch":
        from conceptnote.publish.branch import publish_to_branch

        return publish_to_branch(publication, name, remote, project)
    from conceptnote.publish.release import publish_to_releases

    return publish_to_releases(publication, name, project)


def _superseded(outcome: Outcome) -> list[Diagnostic]:
    if outcome.state != "superseded":
        return []
    message = f"{outcome.place} was published from a newer commit than this one, and is unchanged"
    hint = "to publish this one anyway, use --allow older"
    return [Diagnostic(Code.SUPERSEDED, message, hint=hint, severity=Severity.WARNING)]


# Names are narrower than git-check-ref-format(1): no shell, address or file system changes their
# meaning.
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")


def _target(word: str) -> tuple[str, str]:
    kind, colon, name = word.partition(":")
    if not colon or kind not in TARGETS or not name:
        near = did_you_mean(kind, TARGETS, listing="there are") if colon else None
        hint = near or "write folder:PATH, branch:NAME or release:PREFIX"
        raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, f"“{word}” is not a place to publish to", hint=hint))
    if kind != "folder" and (not _NAME.fullmatch(name) or ".." in name or name.endswith((".", ".lock"))):
        hint = "use letters a–z, digits, “-”, “_”, “.” and “/”"
        message = f"“{name}” cannot be the name of a {kind}"
        raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, message, hint=hint))
    return kind, name
