"""A draft as a file: an Internet message (RFC 5322, MIME) that mail programs open for sending."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from msgspec import Struct

from conceptnote.build.formats import FORMATS
from conceptnote.build.record import Record

SUFFIX = ".eml"
_POLICY = SMTP.clone(cte_type="7bit")
"""Lines end with CR LF, and no server needs to support eight bits."""


class Draft(Struct, frozen=True):
    """A message that is not sent yet; the mail program asks for a missing recipient or sender."""

    subject: str
    text: str
    languages: Sequence[str]
    day: date
    files: Sequence[tuple[Record, bytes]]
    to: Address | None = None
    sender: Address | None = None

    def to_bytes(self) -> bytes:
        """The message as a file: the same bytes for the same draft.

        `X-Unsent` makes Outlook open it as a new message. `Date` is noon (UTC) of the day, until it is sent.
        """
        message = EmailMessage(_POLICY)
        message["X-Unsent"] = "1"
        message["Date"] = datetime.combine(self.day, time(12), UTC)
        if self.sender:
            message["From"] = self.sender
        if self.to:
            message["To"] = self.to
        message["Subject"] = self.subject
        message.set_content(self.text)
        message["Content-Language"] = ", ".join(self.languages)  # RFC 3282
        for record, data in self.files:
            _attach(message, record, data)
        if message.is_multipart():
            # “=_” occurs in no encoded part (RFC 2045, 6.7).
            message.set_boundary(f"=_{self._hash()}")
        return message.as_bytes()

    def _hash(self) -> str:
        made = hashlib.sha256(self.text.encode())
        for record, _ in self.files:
            made.update(record.sha256.encode())
        return made.hexdigest()[:40]


def _attach(message: EmailMessage, record: Record, data: bytes) -> None:
    kind, _, subtype = FORMATS[record.format].media_type.partition("/")
    parameters: Mapping[str, Any] = {"charset": "utf-8"} if kind == "text" else {}
    if record.format == "ics":
        parameters = {**parameters, "method": _method(data)}
    message.add_attachment(data, maintype=kind, subtype=subtype, filename=record.file, params=parameters)


def _method(calendar: bytes) -> str:
    """The method of a calendar file, which the message repeats (RFC 6047, 2.4)."""
    found = (line.partition(b":")[2] for line in calendar.splitlines() if line.upper().startswith(b"METHOD:"))
    return next(found, b"PUBLISH").decode("ascii", "replace").strip()
