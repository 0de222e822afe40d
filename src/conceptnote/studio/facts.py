"""An event and its problems as JSON, for the browser."""

from __future__ import annotations

from typing import Any

from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.source.audience import audiences
from conceptnote.source.load import Source
from conceptnote.source.templates import Templates
from conceptnote.studio.view import View

_UNCONFIRMED = ("CN163",)
"""The checks on unconfirmed people, who can be confirmed by a click."""


def view_facts(source: Source, view: View) -> dict[str, Any]:
    """The event as a view shows it, and the other views."""
    templates, event = source.project.once(Templates), source.event
    usual = templates.usual(event.papers)
    papers = []
    for name in templates.documents():
        try:
            facts = templates.facts(name)
        except DiagnosticError:
            continue  # The template is reported where the paper is to be printed.
        title = event.locale.documents.get(name, name.replace("-", " ").capitalize())
        papers.append({"name": name, "title": title, "internal": facts.internal, "usual": name in usual})
    return {
        "title": event.title, "language": event.language, "languages": list(source.languages or (event.language,)),
        "audiences": sorted(audiences(event)), "audience": view.audience, "papers": papers,
        "file": source.project.shown,
    }  # fmt: skip


def problem_as_json(problem: Diagnostic) -> dict[str, Any]:
    """A problem with its place."""
    at, path = problem.location, problem.path
    is_status = problem.code.code in _UNCONFIRMED and path[:1] == ("people",) and len(path) > 1
    return {
        "confirm": str(path[1]) if is_status else "",
        "code": problem.code.code, "severity": str(problem.severity), "message": problem.message,
        "hint": problem.hint or "", "path": format_path(problem.path), "file": at.file if at else "",
        "line": at.line if at else 0, "column": at.column if at else 0,
    }  # fmt: skip
