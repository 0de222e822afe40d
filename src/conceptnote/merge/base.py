"""The paper that a returned file was: from the store of builds, from Git, or from a named version."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.build.edition import ID
from conceptnote.build.hashing import sha256
from conceptnote.build.paper_store import KeptPaper, kept_papers
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.doc.contents import origins
from conceptnote.export.public import public_yaml
from conceptnote.git import Git, GitFailed
from conceptnote.merge.align import align
from conceptnote.merge.blocks import Line, Span, in_text, lines_of
from conceptnote.merge.paper import Paper, Printed, same_lines
from conceptnote.merge.returned import Returned
from conceptnote.merge.splice import spliced
from conceptnote.source.load import load_languages, written_data
from conceptnote.source.project import Project, event_file_of, find_project
from conceptnote.source.revision import RevisionWorld
from conceptnote.source.templates import Templates
from conceptnote.source.world import Snapshot

_MOST_COMMITS = 100
_LEAST = 0.5
"""The share of a paper's paragraphs that a file without an id must have."""


class Base(Struct, frozen=True):
    """A paper as it was sent: its paragraphs then, and the output of today's templates for its data."""

    paper: Paper
    printed: Printed
    sent: tuple[Line, ...]
    pictures: frozenset[str] | None = None
    """Hashes of its pictures; None if unknown."""

    def target(self, returned: tuple[Line, ...]) -> tuple[Line, ...]:
        """Returned paragraphs as if the paper had been sent as it is printed today."""
        sent, returned = in_text(self.sent), in_text(returned)
        if same_lines(sent, self.printed.lines):
            return returned
        return tuple(_translated(sent, self.printed.lines, returned))


def find_base(project: Project, file: Path, returned: Returned, named: str | None) -> Base:
    """The paper that a returned file was. Raises DiagnosticError if it is unknown."""
    if named is not None:
        found = _likeliest(_of_version(project, _named_data(project, named)), returned)
        if found is not None:
            return found
        raise DiagnosticError(_unknown(file, f"{named} has no paper like this", "name the version that was sent"))
    if returned.id:
        kept = _of_this_event(project, file, kept_papers(project, returned.id))
        if kept:
            return _of_kept(project, max(kept, key=lambda one: _share(lines_of(one.doc), returned.lines)))
        if (found := _in_git(project, returned.id)) is not None:
            return found
        message = f"the version that was sent, {returned.id}, is not known here"
        raise DiagnosticError(_unknown(file, message, "name it by a file or a Git revision: --base v1"))
    papers = [one for one in kept_papers(project, "") if project.root / one.event == project.event_file]
    everything = [(one, _share(lines_of(one.doc), returned.lines)) for one in papers]
    best = max(everything, key=lambda one: one[1], default=None)
    if best is not None and best[1] >= _LEAST:
        return _of_kept(project, best[0])
    hint = "name the version that was sent: --base v1; to make an event from another note: conceptnote init --from"
    raise DiagnosticError(_unknown(file, "this does not look like a paper of the event", hint))


def _of_this_event(project: Project, file: Path, kept: Iterable[KeptPaper]) -> list[KeptPaper]:
    """The papers of this event, whose file may have been renamed. Raises DiagnosticError for papers of another one."""
    papers = list(kept)
    own = [one for one in papers if project.root / one.event == project.event_file]
    others = {one.event for one in papers if (project.root / one.event).is_file()}
    if not own and others:
        other = min(others)
        raise DiagnosticError(_unknown(file, f"this is a paper of {other}", f"name that event: -e {other}"))
    return own or papers


def _unknown(file: Path, message: str, hint: str) -> Diagnostic:
    return Diagnostic(Code.NO_SUCH_VERSION, message, Location(str(file)), hint=hint)


def _share(lines: Iterable[Line], returned: Iterable[Line]) -> float:
    """The share of a paper that a file still has."""
    ours, theirs = (Counter(line.text for line in side) for side in (lines, returned))
    return (ours & theirs).total() / max(1, ours.total())


def _of_kept(project: Project, kept: KeptPaper) -> Base:
    paper = Paper(project, kept.document, kept.language, kept.part, kept.audience, kept.format)
    return Base(paper, paper.printed(kept.data), lines_of(kept.doc), frozenset(kept.pictures))


def _of_version(project: Project, data: Any) -> Iterator[Base]:
    """All papers of a version."""
    languages = data.get("language") if isinstance(data, dict) else None
    tags = languages if isinstance(languages, list) else [load_languages(project)[0].event.language]
    for document in project.once(Templates).documents():
        for language in tags:
            with contextlib.suppress(DiagnosticError):
                paper = Paper(project, document, str(language))
                printed = paper.printed(data)
                yield Base(paper, printed, lines_of(printed.doc))


def _likeliest(bases: Iterable[Base], returned: Returned) -> Base | None:
    ranked = [(base, _share(base.sent, returned.lines)) for base in bases]
    best = max(ranked, key=lambda one: one[1], default=None)
    return best[0] if best is not None and best[1] > 0 else None


def _named_data(project: Project, named: str) -> Any:
    world = project.world
    if world.kind(Path(named)) is not None:
        return written_data(find_project(event_file_of(Path(named)), world=world))
    then = Snapshot(RevisionWorld(project.root, named, world.today()))
    return written_data(find_project(project.event_file, world=then))


def _in_git(project: Project, id: str) -> Base | None:
    """The paper with an id, made of the event file at one of its commits."""
    seen: list[Any] = []
    with contextlib.suppress(GitFailed, DiagnosticError, OSError):
        listed = Git(project.root).run("log", f"-n{_MOST_COMMITS}", "--format=%H", "--", str(project.event_file))
        for commit in listed.decode("ascii", "replace").split():
            with contextlib.suppress(DiagnosticError):
                data = _named_data(project, commit)
                if data in seen:
                    continue
                seen.append(data)
                for base in _of_version(project, data):
                    if sha256(public_yaml(base.printed.source.event, origins(base.printed.doc)))[:ID].startswith(id):
                        return base
    return None


def _translated(sent: tuple[Line, ...], today: tuple[Line, ...], returned: tuple[Line, ...]) -> Iterator[Line]:
    """Today's paragraphs with the edits of those that were sent."""
    then = {pair.new: pair.old for pair in align(sent, today) if pair.new is not None}
    pairs = align(sent, returned)
    now = {pair.old: pair.new for pair in pairs if pair.old is not None and not pair.moved}
    added: dict[int | None, list[Line]] = {}
    before: int | None = None
    for pair in pairs:
        if pair.new is not None and (pair.old is None or pair.moved):
            added.setdefault(before, []).append(returned[pair.new])
        elif pair.old is not None:
            before = pair.old
    yield from added.get(None, ())
    for at, line in enumerate(today):
        was = then[at]
        if was is None:
            yield line
            continue
        if (new := now.get(was)) is not None:
            yield _edited(sent[was], line, returned[new])
        yield from added.get(was, ())


def _edited(sent: Line, today: Line, returned: Line) -> Line:
    if returned.text == sent.text and returned.looks == sent.looks:
        return today
    if today.text == sent.text:
        return returned
    text = next(spliced(today.text, sent.text, returned.text), today.text)
    return replace(returned, spans=(Span(text),))


def with_forms(sent: Sequence[Line], returned: tuple[Line, ...]) -> tuple[Line, ...]:
    """Returned paragraphs of a file that has lost its styles, each with the style of its original."""
    if any(line.kind == "heading" for line in returned) or all(line.kind != "heading" for line in sent):
        return returned
    ours, theirs = (
        [replace(line, kind="paragraph", level=0, ordered=False) for line in side] for side in (sent, returned)
    )
    was = {pair.new: sent[pair.old] for pair in align(ours, theirs) if pair.old is not None}
    return tuple(
        replace(line, kind=old.kind, level=old.level, ordered=old.ordered, style=old.style)
        if (old := was.get(at))
        else line
        for at, line in enumerate(returned)
    )
