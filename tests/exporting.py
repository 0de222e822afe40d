"""What the tests of calendars, tables and forms share: two events, and how they are loaded."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from examples import examples

from conceptnote.schema.event import Event
from conceptnote.source.load import Source, load_event

LEAST = "title: Sharing water\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
SITTINGS = """
title: Rivers
timezone: Europe/Zurich
version: 2
uid: rivers-2030@example.org
venue: {name: Palais, street: 8 avenue, floor: 3rd, room: XX, city: Geneva}
keywords: [water, "peace; war, and \\\\ more"]
parties: {forum: {name: 'The "River" Forum; Geneva', roles: organiser}, state: {name: Ruritania, roles: host}}
people:
  amari: {honorific: Ms, name: {given: Leïla, family: Amari}, functions: [{position: Director, organisation: Forum}]}
  okoye: {name: Ngozi Okoye, status: tbc}
  brandt: {name: Jonas Brandt, status: declined}
registration: {email: desk@example.org, url: "https://example.org/a,b;c", text: Bring a passport.}
panel:
  - {person: amari, role: moderator}
  - okoye
  - brandt
  - {person: brandt, status: replaced, replaced_by: {office: Deputy}}
sittings:
  - title: First day
    date: 2030-03-05
    time: 9:00–
    agenda:
      - {time: 9:00, item: Opening, who: okoye}
      - {time: 9:30, item: Panel, room: XXI, rows: [{item: Talk, minutes: 20}, {time: 10:00, item: Debate}]}
      - {time: 11:00–12:00, item: Closing, id: closing}
      - {item: Whenever}
  - {date: 2030-03-06, time: 10:00–11:00, timezone: America/New_York, mode: online, venue: null}
sub_events:
  - {title: Film, time: 19:00, who: {party: state, role: host}}
"""
TRACKS = Path(__file__).parent / "events" / "two-days-three-tracks.yaml"
ANY_EVENT = examples(12, fuzz=250, shrink=False)


def loaded(text: str) -> Source:
    """An event file, read."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "event.yaml"
        file.write_text(text, encoding="utf-8")
        return load_event(file)


def event_of(text: str) -> Event:
    """The event of an event file."""
    return loaded(text).event
