"""The programme as a table for spreadsheets: CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from msgspec import Struct

from conceptnote.export.plain import plain
from conceptnote.export.public import public_view
from conceptnote.export.wording import Wording
from conceptnote.schema.agenda import Sitting, SubEvent
from conceptnote.schema.entries import Timed
from conceptnote.schema.event import Event
from conceptnote.schema.people import Slot
from conceptnote.schema.schedule import Programme

COLUMNS = (
    "date", "start", "end", "zone", "sitting", "track", "venue", "room", "level", "item", "kind", "access", "access_of",
    "status", "minutes", "text", "questions", "hosts", "speakers", "roles", "topics", "speaking_minutes",
)  # fmt: skip
"""The names of the columns, the same in every language."""

# Signs that begin a formula in spreadsheets: OWASP's list, “CSV Injection” (read 2026), with their wide forms.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def programme_csv(event: Event) -> bytes:
    """The rows of all agendas, one a line: UTF-8 with a byte order mark, CRLF.

    Sittings and events within the event are in order of time, the rows of each in the order of the file. Days are ISO
    8601, times hours and minutes on the clocks of `zone`; `level` is 0 for a row in no other row. Several speakers have
    a line each in `speakers`, `roles`, `topics` and `speaking_minutes`, in the same order. Without the mark Excel reads
    another encoding. All cells are quoted, and a cell that looks like a formula begins with an apostrophe (`defused`),
    as OWASP advises. All facts are public.
    """
    view = public_view(event)
    wording = Wording(view)
    file = io.StringIO(newline="")
    table = csv.writer(file, quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    for timed in Programme(view).rows:
        cells = _Row(wording, timed).cells()
        table.writerow([defused(cells[column]) for column in COLUMNS])
    return file.getvalue().encode("utf-8-sig")


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula, with an apostrophe before it if needed.

    A text of apostrophes and a formula gets one more, so that removing one gives the text.
    """
    return f"'{text}" if _FORMULA.match(text) else text


class _Row(Struct, frozen=True):
    wording: Wording
    timed: Timed

    def cells(self) -> dict[str, str]:
        """The cells of a row, by column."""
        timed, row, one = self.timed, self.timed.row, self.timed.occasion
        event = self.wording.event
        track = event.tracks[row.track] if row.track else None
        record, access = one.record, timed.access
        start, end = (one.local(moment) if moment else None for moment in (timed.start, timed.end))
        return {
            "date": str(start.date() if start else one.day) if one.day else "",
            "start": f"{start:%H:%M}" if start else "",
            "end": f"{end:%H:%M}" if end else "",
            "zone": one.timezone,
            "sitting": record.title or "" if isinstance(record, Sitting | SubEvent) else "",
            "track": track.title if track else "",
            "venue": self.wording.place(timed.venue),
            "room": self.wording.room_of(timed) or "",
            "level": str(timed.depth),
            "item": row.item,
            "kind": row.kind,
            "access": access.to if access else "",
            "access_of": "\n".join(event.parties[key].name for key in access.of) if access else "",
            "status": timed.status,
            "minutes": str(timed.length or ""),
            "text": plain(row.text) if row.text else "",
            "questions": "\n".join(row.questions),
            "hosts": "\n".join(self.wording.hosts(timed)),
            **self._people(),
        }

    def _people(self) -> dict[str, str]:
        slots = self.wording.ordered(self.timed.row.who)

        def lines(text: Callable[[Slot], str | None]) -> str:
            return "\n".join(text(slot) or "" for slot in slots) if any(map(text, slots)) else ""

        return {
            "speakers": lines(self.wording.who_alone),
            "roles": lines(lambda slot: slot.role and self.wording.role(slot.role)),
            "topics": lines(lambda slot: slot.topic),
            "speaking_minutes": lines(lambda slot: str(slot.minutes or "")),
        }
