"""The findings of `check --rendered`, on request, because all papers are printed."""

from __future__ import annotations

from typing import Any

from conceptnote.build.lint import lint
from conceptnote.studio.facts import problem_as_json
from conceptnote.studio.session import Session


def check_pages(session: Session) -> dict[str, Any]:
    """Add the findings on pages to the problems, until the event changes."""
    report = session.do(lambda pool: lint(session.saving.project(), session.today(), pool=pool))
    problems = [problem_as_json(one) for one in report.diagnostics]
    for shown in list(session.shown.values()):
        shown.problems, shown.checked = problems, shown.revision
    for viewer in list(session.viewers):
        viewer.tell()
    return {"problems": len(problems)}
