"""A returned Word file on the page: each edit with its words and author, to accept or reject, as by `merge`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic
from conceptnote.edit.changes import Set, changed
from conceptnote.edit.history import Done
from conceptnote.merge.comments import keep_comments
from conceptnote.merge.merging import Comparison, compare, current_data, merged, proposal_for, still_differs
from conceptnote.merge.search import Edit
from conceptnote.merge.wording import in_words, shown, who
from conceptnote.studio.facts import problem_as_json
from conceptnote.studio.session import Session
from conceptnote.studio.targets import label_of
from conceptnote.studio.uploads import uploaded
from conceptnote.studio.words import phrase


class Returns:
    """The Word file that was dropped last, compared with the event as it is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: Comparison | None = None

    def compare(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The edits in a Word file; nothing is written. Raises DiagnosticError if it is not a paper of the event."""
        name, data = uploaded(asked, (".docx",))
        project = self._session.saving.project()
        self._found = self._session.do(lambda _: compare(project, Path(name), data))
        return self._as_json()

    def take(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Write the `edits` with these numbers, and those of `theirs` in spite of a conflict.

        All are one step that can be undone; comments go to their file. Raises DiagnosticError if they cannot be
        written, and LookupError for unknown edits.
        """
        found = self._comparison()
        theirs = [found.edits[int(one)] for one in asked.get("theirs", ())]
        chosen = [found.edits[int(one)] for one in asked["edits"]]
        taken: list[Edit] = []

        def write(_: object) -> Done:
            project = self._session.saving.project()
            now = current_data(project)
            result = merged(now, [*chosen, *theirs])
            for edit, one in result.conflicts:
                if edit in theirs and one.path and one.mine is not None and one.theirs is not None:
                    result.data = changed(result.data, Set(one.path, one.mine, one.theirs))
            keep_comments(project, [found])
            title = phrase("merge", file=found.file.name)
            if result.data == now:
                return Done(title, (), ())
            taken.extend(result.taken)
            return proposal_for(project, result.data, title).write()

        done, revision = self._session.write(write)
        differs = self._session.do(lambda _: self._still(found, taken))
        return {
            **self._as_json(), "written": bool(done.files), "revision": revision,
            "differs": [problem_as_json(one) for one in differs],
        }  # fmt: skip

    def _still(self, found: Comparison, taken: list[Edit]) -> list[Diagnostic]:
        return list(still_differs([found], taken, current_data(self._session.saving.project())))

    def _comparison(self) -> Comparison:
        if self._found is None:
            raise LookupError
        return self._found

    def _as_json(self) -> dict[str, Any]:
        found = self._comparison()
        project = self._session.saving.project()
        now = current_data(project)
        comments = [
            {"path": path, "author": one.author, "date": one.date[:10], "quote": one.quote, "text": one.text}
            for path, one in found.comments
        ]
        return {
            "name": found.file.name, "document": found.base.paper.document, "language": found.base.paper.language,
            "edits": [_edit(number, one, now) for number, one in enumerate(found.edits)],
            "left": [problem_as_json(one) for one in found.left], "comments": comments,
            "comments_file": project.event_file.with_suffix(".comments.md").name,
        }  # fmt: skip


def _edit(number: int, edit: Edit, now: Any) -> dict[str, Any]:
    """An edit as JSON, compared with the event as it is: already there, or in conflict."""
    result = merged(now, [edit])
    state = "there" if result.there else "conflict" if result.conflicts else "open"
    return {
        "number": number, "path": format_path(edit.path), "label": label_of(edit.path), "by": who(edit), "state": state,
        "parts": [{"old": old, "new": new} for old, new in shown(edit)],
        "conflicts": [
            {"was": in_words(one.base), "now": in_words(one.mine), "theirs": in_words(one.theirs),
             "can_take": bool(one.path) and one.mine is not None and one.theirs is not None}
            for _, one in result.conflicts
        ],
    }  # fmt: skip
