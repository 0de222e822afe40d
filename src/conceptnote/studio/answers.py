"""Requests of a page besides its pages and their changes, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conceptnote.studio.beginning import Beginning
from conceptnote.studio.checking import check_pages
from conceptnote.studio.committing import commit, uncommitted
from conceptnote.studio.filepane import FilePane
from conceptnote.studio.mailing import Mails
from conceptnote.studio.news import news
from conceptnote.studio.returning import Returns
from conceptnote.studio.session import Session

Answer = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Answers a request. Raises DiagnosticError for what cannot be done, and LookupError, TypeError or ValueError for
requests that no page makes."""


def answers(session: Session) -> dict[str, Answer]:
    """The requests that a session answers."""
    mails, files, first, returns = Mails(session), FilePane(session), Beginning(session), Returns(session)
    return {
        "news": lambda asked: news(session.saving.project(), str(asked.get("language", ""))),
        "mail-lists": mails.lists, "mail": mails.show, "mail-write": mails.write, "mail-draft": mails.draft,
        "uncommitted": lambda asked: uncommitted(session, asked), "commit": lambda asked: commit(session, asked),
        "begin-form": first.form, "begin": first.begin, "begin-from": first.begin_from, "original": first.original,
        "doubts": first.doubts, "settle": first.settle,
        "returned": returns.compare, "take-edits": returns.take,
        "keep": lambda asked: kept(session, str(asked["revision"])),
        "unsaved": lambda asked: {"unsaved": session.saving.would_change({str(asked["path"]): str(asked["value"])})},
        "check-pages": lambda asked: check_pages(session),
        "file": files.show, "file-check": files.check, "file-save": files.save,
    }  # fmt: skip


def kept(session: Session, revision: str) -> dict[str, Any]:
    """Keep a revision in which somebody types, so that the text can be merged even if this process ends."""
    session.saving.keep_on_disk(revision)
    return {"kept": revision}
