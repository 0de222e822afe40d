"""From returned Word files and an event to the edits in them, and the event's data with the accepted ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.build.apart import apart, limit_message
from conceptnote.datapath import format_path
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.edit.changes import difference, same
from conceptnote.edit.files import Revision
from conceptnote.edit.located import event_data
from conceptnote.edit.meaning import as_colleagues_write
from conceptnote.edit.proposal import Proposal, proposal_of
from conceptnote.limits import LimitMet
from conceptnote.merge.align import align
from conceptnote.merge.base import Base, find_base, with_forms
from conceptnote.merge.blocks import Line, plain
from conceptnote.merge.items import edit_items
from conceptnote.merge.leftover import leftovers, shortened, untracked
from conceptnote.merge.paragraphs import edit_paragraphs
from conceptnote.merge.people import edit_people, with_functions_joined
from conceptnote.merge.persons import edit_fields
from conceptnote.merge.prose import renumbered
from conceptnote.merge.returned import Returned, read_returned
from conceptnote.merge.revisions import Revision as Tracked
from conceptnote.merge.rows import edit_rows
from conceptnote.merge.search import Edit, Search
from conceptnote.merge.sections import edit_sections
from conceptnote.merge.threeway import Conflict, Merge
from conceptnote.merge.wordlines import Comment
from conceptnote.read.package import LARGEST_FILE
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.regularfile import TooLarge, read_whole
from conceptnote.source.project import Project
from conceptnote.systemerror import reason


class Choice(Struct, frozen=True):
    """Which edits are accepted: all pending tracked changes, those of some authors, or none."""

    pending: bool = True
    authors: Sequence[str] = ()

    def accepts(self, by: Tracked) -> bool:
        """Whether a tracked change is accepted."""
        return self.pending and (not self.authors or by.author in self.authors)


ALL = Choice()
"""All tracked changes, accepted."""


class Comparison(Struct, frozen=True):
    """A returned file compared with its original."""

    file: Path
    base: Base
    edits: Sequence[Edit]
    left: Sequence[Diagnostic]
    """Edits without a place in the event file, or for a person to decide."""
    comments: Sequence[tuple[str, Comment]]
    """Comments, each with the path of its subject."""
    tracked: bool
    """Whether any change in the file is tracked."""


class Result(Struct):
    """The result for the edits of some files."""

    data: Any
    taken: list[Edit] = field(default_factory=list)
    there: list[Edit] = field(default_factory=list)
    """Edits that the event file has already."""
    conflicts: list[tuple[Edit, Conflict]] = field(default_factory=list)


def bytes_of(file: Path) -> bytes:
    """The bytes of a returned file. Raises DiagnosticError if it cannot be read, or is too large."""
    try:
        return read_whole(file, LARGEST_FILE)
    except TooLarge:
        message, hint = "the Word file is larger than 100 MB", "save it with smaller pictures"
    except OSError as error:
        message, hint = f"the file cannot be read: {reason(error)}", "name a Word file that came back"
    raise DiagnosticError(Diagnostic(Code.RETURNED_UNREADABLE, message, Location(str(file)), hint=hint))


def compare(project: Project, file: Path, data: bytes, choice: Choice = ALL, named: str | None = None) -> Comparison:
    """The edits in a returned file, from its bytes; `file` is its name in messages.

    The bytes are read in a process with limits; `named` is the version that was sent, if somebody names it. Raises
    DiagnosticError if they cannot be read, or are not a paper of the event.
    """
    returned, before = _read(file, data, choice)
    base = find_base(project, file, returned, named)
    left = []
    if choice.authors:
        # Edits without tracking have no author: the file before all tracked changes counts as sent.
        left = list(untracked(file, base, before))
        base = replace(base, sent=before.lines)
    target = base.target(with_forms(base.sent, _with_numbers(base, returned.lines)))
    target = with_functions_joined(base.printed, target)
    search = Search(base.paper, base.printed, target)
    find_edits(search)
    edits = [_with_authors(edit, before.lines) for edit in search.edits]
    left += leftovers(file, base, returned, search)
    return Comparison(file, base, edits, left, list(_comments(search, returned)), bool(returned.revisions))


def find_edits(search: Search) -> None:
    """Search for all kinds of edits, the large ones first, because they explain most."""
    for find in (edit_sections, edit_rows, edit_people, edit_paragraphs, edit_fields, edit_items):
        find(search)


def _read(file: Path, data: bytes, choice: Choice) -> tuple[Returned, Returned]:
    """The file with the accepted tracked changes, and without any."""
    try:
        found: tuple[Returned, Returned] = apart(_both, data, choice)
    except UnreadableFile as error:
        message, hint = str(error), error.hint or "save it again in Word as .docx"
    except LimitMet as met:
        message, hint = limit_message(met)
    else:
        return found
    raise DiagnosticError(Diagnostic(Code.RETURNED_UNREADABLE, message, Location(str(file)), hint=hint))


def _both(data: bytes, choice: Choice) -> tuple[Returned, Returned]:
    return read_returned(data, choice.accepts), read_returned(data, lambda _: False)


def _with_numbers(base: Base, returned: tuple[Line, ...]) -> tuple[Line, ...]:
    """Returned paragraphs with the notes numbered as they were sent."""
    sent = [line for line in base.sent if line.story == "note"]
    notes = [line for line in returned if line.story == "note"]
    pairs = {
        notes[pair.new].note: sent[pair.old].note
        for pair in align(sent, notes)
        if pair.new is not None and pair.old is not None
    }
    return renumbered(base.sent, returned, pairs)


def _with_authors(edit: Edit, before: Sequence[Line]) -> Edit:
    """An edit with the authors who have tracked the removal of its paragraphs, which are in the file before the
    changes."""
    texts = {line.text: line.revisions for line in before if line.revisions}
    lines = (
        line if line.revisions else replace(line, revisions=texts.get(line.text, frozenset())) for line in edit.lines
    )
    return replace(edit, lines=tuple(lines))


def _comments(search: Search, returned: Returned) -> Iterator[tuple[str, Comment]]:
    """Comments with the path of the first value in their paragraph."""
    olds = {pair.new: pair.old for pair in search.pairs}
    texts = {line.text: at for at, line in enumerate(search.target)}
    for comment in returned.comments:
        about = next((at for text, at in texts.items() if comment.quote and plain(comment.quote) in text), None)
        old = olds.get(about) if about is not None else None
        paths = search.printed.lines[old].paths if old is not None else ()
        yield format_path(search.printed.source.source_map.in_file(paths[0])) if paths else "", comment


def merged(data: Any, edits: Iterable[Edit]) -> Result:
    """The present data of an event with some edits; those that do not fit are conflicts."""
    result = Result(data)
    for edit in edits:
        merge = Merge()
        made = merge.of(edit.before, result.data, edit.after)
        result.conflicts += [(edit, conflict) for conflict in merge.conflicts]
        if same(made, result.data):
            if not merge.conflicts:
                result.there.append(edit)
        else:
            result.data = made
            result.taken.append(edit)
    return result


def current_data(project: Project) -> Any:
    """The data of an event as its files have them now. Raises DiagnosticError for files that cannot be read."""
    return event_data(Revision.of(project))


def proposal_for(project: Project, data: Any, title: str) -> Proposal:
    """The effect of writing these data on the files. Raises DiagnosticError if that is impossible."""
    revision = Revision.of(project)
    now = event_data(revision)
    return proposal_of(revision, title, as_colleagues_write(now, difference(now, data)))


def still_differs(comparisons: Iterable[Comparison], taken: Sequence[Edit], data: Any) -> Iterator[Diagnostic]:
    """Paragraphs of accepted edits that differ in a paper of these data."""
    for comparison in comparisons:
        mine = [edit for edit in comparison.edits if edit in taken]
        if not mine:
            continue
        paper = comparison.base.paper
        texts = {line.text for line in paper.printed(data).lines}
        meant = {line.text for line in paper.printed(mine[-1].after).lines}
        for edit in mine:
            for line in edit.lines:
                if line.text in meant and line.text not in texts and same(edit.before, data):
                    message = f"“{shortened(line.text)}” is missing from the paper that is built now"
                    at = Location(str(comparison.file))
                    yield Diagnostic(Code.MERGE_DIFFERS, message, at, edit.path, "write it into the event file")
