"""E-mail drafts in the studio: shown first, then written as `conceptnote mail` does. Nothing is sent."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.mail.run import MAIL_ALLOWANCES, Mailing, MailRequest, prepare
from conceptnote.studio.facts import problem_as_json
from conceptnote.studio.news import told_as_json
from conceptnote.studio.session import Session
from conceptnote.studio.words import phrase

_MOST_LISTS = 100
_MOST = 10
"""The most drafts that are shown; all are written."""


class Mails:
    """The drafts that were shown last, which can be written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: tuple[Mailing, str] | None = None

    def lists(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The lists of recipients beside the event file."""
        folder = self._session.saving.project().event_file.parent
        return {"lists": sorted(path.name for path in folder.glob("*.csv"))[:_MOST_LISTS]}

    def show(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Make drafts `to` a list of the project, or one without a recipient; nothing is written.

        Raises DiagnosticError with everything that keeps the papers from being mailed.
        """
        allowed = [one for one in MAIL_ALLOWANCES if one in asked.get("allowed", ())]
        saving = self._session.saving
        request = MailRequest(to=str(asked.get("to", "")).strip() or None, allowed=allowed)
        revision = saving.now()
        mailing = self._session.do(lambda pool: prepare(saving.project(), request, pool=pool))
        self._shown = mailing, revision
        news = mailing.news
        return {
            "folder": str(mailing.folder), "record": str(mailing.record), "version": mailing.version.name,
            "since": news.since.name if news else None,
            "changes": told_as_json(news.changes, str(asked.get("language", ""))) if news else [],
            "drafts": [_as_json(name, data) for name, data in list(mailing.drafts.items())[:_MOST]],
            "count": len(mailing.drafts), "left_out": list(mailing.left_out),
            "warnings": [problem_as_json(one) for one in mailing.warnings],
        }  # fmt: skip

    def write(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Write the drafts that were shown, and record the version. Raises DiagnosticError."""
        mailing = self._current()
        mailing.write()
        return {"folder": str(mailing.folder), "record": str(mailing.record), "files": list(mailing.drafts)}

    def draft(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A draft as a file, in Base64 (RFC 4648). Raises LookupError if there is none."""
        data = self._current().drafts[str(asked["name"])]
        return {"name": asked["name"], "type": "message/rfc822", "data": base64.b64encode(data).decode()}

    def _current(self) -> Mailing:
        """The drafts that were shown, if they are of the event as it is now. Raises DiagnosticError."""
        if self._shown and self._shown[1] == self._session.saving.now():
            return self._shown[0]
        raise DiagnosticError(Diagnostic(Code.EDIT_REFUSED, phrase("mail_old"), hint=phrase("mail_old_hint")))


def _as_json(name: str, data: bytes) -> dict[str, Any]:
    """A draft as a mail program will show it."""
    message = message_from_bytes(data, EmailMessage, policy=default)
    body = message.get_body(("plain",))
    return {
        "name": name, "to": str(message["To"] or ""), "subject": str(message["Subject"] or ""),
        "text": body.get_content() if body else "",
        "files": [part.get_filename() for part in message.iter_attachments()], "bytes": len(data),
    }  # fmt: skip
