"""How an event runs: its sittings, their rows, and the tracks that rows run in."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from conceptnote.schema.measures import Minutes
from conceptnote.schema.people import Slot
from conceptnote.schema.registration import Access, Registration
from conceptnote.schema.text import (
    Audiences,
    Choice,
    Identifier,
    Internal,
    Name,
    OneOrMany,
    PartyId,
    Prose,
    Record,
    Text,
    TrackId,
    problem,
)
from conceptnote.schema.unreported import Unreported
from conceptnote.schema.when import EventDate, Hours, TimeSpan, TimeZone

Mode = Annotated[Literal["in-person", "online", "hybrid"], Choice()]
"""How people take part."""

Relation = Annotated[Literal["in-the-margins-of", "part-of", "on-the-occasion-of", "within-the-framework-of"], Choice()]
"""How an event belongs to another."""

PartStatus = Annotated[Literal["tbc", "cancelled"], Choice()]
"""The status of a part of the programme that is uncertain or cancelled."""

Kind = Annotated[
    Literal[
        "session", "plenary", "panel", "talk", "group-work", "break", "meal", "reception", "ceremony", "photo", "press",
        "prayer",
    ],
    Choice(),
]  # fmt: skip
"""What a row of the agenda is. Breaks, meals, prayers and photos are printed quietly."""


class ParentEvent(Record):
    """What the event belongs to; `parent_event: Tenth World Water Forum` is enough."""

    short_form = "name"

    name: Text
    """`On the occasion of …` is printed as written."""
    relation: Relation = "in-the-margins-of"
    """How the event belongs to it."""


class Venue(Record):
    """Where the event takes place; `venue: Palais des Nations, Room XX` is enough."""

    short_form = "name"

    name: Name
    """The organisation or building."""
    street: Name | None = None
    """Street and number."""
    floor: Name | None = None
    """The floor, as signposted."""
    room: Name | None = None
    """The room."""
    city: Name | None = None
    """The city."""


class Track(Record):
    """One of several tracks side by side; the title is enough."""

    short_form = "title"

    title: Text
    """`Track A: Rivers`."""
    room: Name | None = None
    """The room, for all its rows."""


class AgendaRow(Record):
    """An item of the agenda."""

    id: Annotated[Identifier | None, Unreported("calendars know it by this")] = None
    """What calendars know it by, if not by the item."""
    time: TimeSpan | None = None
    """Start and end, or start only."""
    minutes: Annotated[Minutes | None, Unreported("papers print the hours that it makes")] = None
    """Its length, if no end is given."""
    item: Text
    """The item."""
    room: Name | None = None
    """The room, if not the event's."""
    venue: Venue | None = None
    """Where, if not at the event's."""
    track: TrackId | None = None
    """Its track; rows without one are for all."""
    kind: Annotated[Kind, Unreported("it decides how the row is set")] = "session"
    """Breaks, meals, prayers and photos are printed more quietly."""
    access: Access | None = None
    """Who may come in, if not as in the event."""
    status: PartStatus | None = None
    """Printed beside its title."""
    text: Prose | None = None
    """A few lines about it."""
    who: Annotated[list[Slot], OneOrMany()] = Field(default_factory=list)
    """Chair and moderator are printed first, the rapporteur last."""
    host: Annotated[list[PartyId], OneOrMany()] = Field(default_factory=list)
    """Who hosts it, if not the event's hosts."""
    questions: list[Text] = Field(default_factory=list)
    """Its guiding questions."""
    rows: "list[AgendaRow]" = Field(default_factory=list)
    """Its parts: the talks of a panel."""
    audience: Audiences = Field(default_factory=list)
    """Printed only for this audience: `--audience funder`."""
    responsible: Annotated[Text | None, Internal()] = None
    """Who is responsible on the day, for the run of show; never public."""
    cue: Annotated[Text | None, Internal()] = None
    """Sound, light, slides, for the run of show; never public."""
    internal: Annotated[Text | None, Internal()] = None
    """For the organisers; never public."""

    @model_validator(mode="after")
    def _one_duration(self) -> "AgendaRow":
        if self.minutes is not None and self.time is not None and self.time.end is not None:
            raise problem("agenda", "the row has an end and a duration", "remove “minutes” or the end")
        if self.room is not None and self.venue is not None:
            raise problem("agenda", "the row has both a venue and a room", "write the room in the venue: “room: …”")
        if any(row.track for row in self.rows):
            hint = "write the rows of tracks side by side, each with its time"
            raise problem("agenda", "a row within a row cannot have its own track", hint)
        return self


class Sitting(Record):
    """A day, or a part of one."""

    id: Annotated[Identifier | None, Unreported("calendars know it by this")] = None
    """What calendars know it by, if not by title or number."""
    title: Text | None = None
    """`First day`, `Opening session`."""
    date: EventDate
    """The day."""
    time: Hours = None
    """Hours; `tbc` or left out until confirmed."""
    timezone: TimeZone | None = None
    """The zone of its times, if not the event's."""
    venue: Venue | None = None
    """Where, if not at the event's."""
    mode: Mode | None = None
    """How people take part, if not as in the event."""
    access: Access | None = None
    """Who may come in, if not as in the event."""
    status: PartStatus | None = None
    """Printed beside its title."""
    registration: Registration | None = None
    """How to register, if not as in the event."""
    text: Prose | None = None
    """A few lines about it."""
    agenda: list[AgendaRow] = Field(default_factory=list)
    """How it runs, row by row."""
    audience: Audiences = Field(default_factory=list)
    """Printed only for this audience: `--audience funder`."""


class SubEvent(Record):
    """An event within the event: an exhibition, a film, a reception."""

    id: Annotated[Identifier | None, Unreported("calendars know it by this")] = None
    """What calendars know it by, if not by the title."""
    title: Text
    """What it is called."""
    date: EventDate | None = None
    """The day, if not the first of the event."""
    time: Hours = None
    """Hours; `tbc` or left out until confirmed."""
    timezone: TimeZone | None = None
    """The zone of its times, if not the event's."""
    venue: Venue | None = None
    """Where, if not at the event's."""
    mode: Mode | None = None
    """How people take part, if not as in the event."""
    access: Access | None = None
    """Who may come in, if not as in the event."""
    status: PartStatus | None = None
    """Printed beside its title."""
    registration: Registration | None = None
    """How to register, if not as in the event."""
    text: Prose | None = None
    """A few lines about it."""
    who: Annotated[list[Slot], OneOrMany()] = Field(default_factory=list)
    """Who is there, in order."""
    host: Annotated[list[PartyId], OneOrMany()] = Field(default_factory=list)
    """Who hosts it, if not the event's hosts."""
    agenda: list[AgendaRow] = Field(default_factory=list)
    """How it runs, row by row."""
    audience: Audiences = Field(default_factory=list)
    """Printed only for this audience: `--audience funder`."""


def ids_in(parts: Iterable[AgendaRow | Sitting | SubEvent]) -> Iterator[str]:
    """The ids of parts of a programme, and of the rows within them."""
    for part in parts:
        if part.id is not None:
            yield part.id
        yield from ids_in(part.rows if isinstance(part, AgendaRow) else part.agenda)
