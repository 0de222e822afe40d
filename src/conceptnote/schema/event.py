"""The event: everything that its papers can say."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from conceptnote.datapath import DataPath
from conceptnote.languages.date_words import DigitStyle
from conceptnote.languages.known import DEFAULT, Languages, shipped
from conceptnote.schema.addresses import Uid
from conceptnote.schema.agenda import AgendaRow, Mode, ParentEvent, Sitting, SubEvent, Track, Venue, ids_in
from conceptnote.schema.attachments import (
    Annex,
    Attachment,
    Booklet,
    Contact,
    Imprint,
    PracticalNote,
    with_its_sections,
)
from conceptnote.schema.checks import Adjustment, CheckCode
from conceptnote.schema.forum import ForumName
from conceptnote.schema.funder import Funder, in_bands
from conceptnote.schema.look import Look
from conceptnote.schema.paper_language import Language, PaperLanguage
from conceptnote.schema.papers import DocumentName, Naming, Printing
from conceptnote.schema.people import NameStyle, Party, PeopleOrder, Person, Role, Slot
from conceptnote.schema.pictures import Figure
from conceptnote.schema.registration import Access, Registration
from conceptnote.schema.section import Section
from conceptnote.schema.text import (
    Choice,
    Identifier,
    InSeveral,
    Internal,
    Name,
    OneOrMany,
    PartyId,
    Prose,
    Record,
    Text,
    problem,
)
from conceptnote.schema.unreported import Unreported
from conceptnote.schema.when import Day, EventDate, Hours, TimeZone
from conceptnote.schema.zone_names import ZoneStyle

if TYPE_CHECKING:
    from conceptnote.languages.locale import Locale


Clock = Annotated[Literal["24h", "24h-dot", "12h", "9h30"], Choice()]
"""How times of day are written."""

DateStyle = Annotated[Literal["day-first", "month-first", "numeric"], Choice()]
"""How dates are written."""

Digits = Annotated[DigitStyle, Choice()]
"""The digits of dates, times and counts."""

Settled = Annotated[Literal["draft", "provisional", "final", "cancelled"], Choice()]
"""How settled papers are."""

_MOST_REPLACED = 10
"""The most people who may replace one another in turn."""


def _dated(schema: dict[str, Any]) -> None:
    """Either the event has a date, or its sittings do."""
    schema["required"] = [key for key in schema["required"] if key != "date"]
    schema["anyOf"] = [{"required": ["date"]}, {"required": ["sittings"]}]


class Event(Record):
    """An event, as its organisers know it."""

    model_config = ConfigDict(json_schema_extra=_dated)
    borrowed: ClassVar[Mapping[str, DataPath]] = {key: ("sittings", 0, key) for key in ("date", "time")}

    title: Text
    """The title."""
    subtitle: Text | None = None
    """The subtitle."""
    theme: Text | None = None
    """The theme of the series or conference."""
    type: Text | None = None
    """`panel discussion`, `side event`."""
    parent_event: ParentEvent | None = None
    """The conference or session it belongs to."""
    mandate: Text | None = None
    """The resolution it rests on."""
    symbol: Name | None = None
    """The document's symbol."""
    keywords: list[Text] = Field(default_factory=list)
    """Subjects, for the files' properties."""
    language: Annotated[PaperLanguage, InSeveral(), Unreported("the papers are in it")] = DEFAULT
    """The languages of the papers; the first is the main one."""
    status: Settled = "final"
    """`final` is not printed."""
    version: Annotated[int, Field(ge=0)] = 0
    """Raise it with each version you send; printed."""
    uid: Annotated[Uid | None, Unreported("calendars know the event by it")] = None
    """How calendars know the event. Never change it."""
    as_of: Day | None = None
    """When facts were last checked; printed."""

    date: EventDate
    """The day; left out if there are sittings."""
    time: Hours = None
    """Hours; `tbc` or left out until confirmed."""
    timezone: Annotated[TimeZone, Unreported("the times are in it, whatever papers call it")]
    """The zone of all times, unless a sitting has another."""
    timezone_name: Text | None = None
    """What papers call the zone: `Geneva time`."""
    timezone_style: Annotated[ZoneStyle, Unreported("it decides how zones are written")] = "city"
    """How zones without such a name are written: `CET` or `UTC+1`."""
    other_timezones: Annotated[list[TimeZone], Unreported("papers print their hours, worked out")] = Field(
        default_factory=list
    )
    """Zones whose times are printed too."""
    clock: Annotated[Clock | None, Unreported("it decides how times are written")] = None
    """`12h` is `9:30 a.m.`, `24h-dot` `9.30`."""
    digits: Annotated[Digits | None, Unreported("it decides how numbers are written")] = None
    """For languages with several; Word numbers its pages itself."""
    date_style: Annotated[DateStyle | None, Unreported("it decides how dates are written")] = None
    """How dates are written, if the language has it: `numeric` is `02.03.2031`."""
    venue: Venue | None = None
    """Where, if not online only."""
    mode: Mode | None = None
    """How people take part."""
    access: Access | None = None
    """Who may come in."""
    sittings: list[Sitting] = Field(default_factory=list)
    """Days, or parts of a day, each with date, time and agenda."""
    languages: list[Language] = Field(default_factory=list)
    """The languages spoken."""
    interpretation: list[Language] = Field(default_factory=list)
    """The languages interpreted into."""
    invitation: Prose | None = None
    """The words of the invitation, if not the usual ones."""
    registration: Registration | None = None
    """How to register."""

    parties: dict[Identifier, Party] = Field(default_factory=dict)
    """Every organisation."""
    people: dict[Identifier, Person] = Field(default_factory=dict)
    """Every person."""
    roles: dict[Role, Annotated[list[PartyId], OneOrMany()]] = Field(default_factory=dict)
    """The roles of shared parties in this event; roles in their records follow."""
    names: NameStyle = Field(default_factory=NameStyle)
    """How names are written."""
    people_order: PeopleOrder = Field(default_factory=PeopleOrder)
    """The order in which people are named."""
    panel: list[Slot] = Field(default_factory=list)
    """Panellists, moderator, others."""
    structure: Prose | None = None
    """How the event runs."""
    tracks: dict[Identifier, Track] = Field(default_factory=dict)
    """Tracks side by side; rows name theirs."""
    agenda: list[AgendaRow] = Field(default_factory=list)
    """How it runs, row by row."""
    sub_events: list[SubEvent] = Field(default_factory=list)
    """Events within this one."""
    questions: list[Text] = Field(default_factory=list)
    """The guiding questions."""
    sections: list[Section] = Field(default_factory=list)
    """The body of the concept note."""
    figures: dict[Identifier, Figure] = Field(default_factory=dict)
    """Maps, plans, pictures, printed where shown."""
    practical: Annotated[list[PracticalNote], OneOrMany()] = Field(default_factory=list)
    """What participants must know: security, meals."""
    contacts: Annotated[list[Contact], OneOrMany()] = Field(default_factory=list)
    """Whom to ask."""
    annexes: list[Annex] = Field(default_factory=list)
    """Annexes of the programme, numbered if there are several."""
    attachments: Annotated[list[Attachment], OneOrMany(), Unreported("it names what is printed there")] = Field(
        default=["practical", "contacts", "annexes"]
    )
    """In the programme, after the speakers; `[]` for nothing."""
    booklet: Annotated[Booklet | None, AfterValidator(with_its_sections)] = None
    """Sections before and after the programme."""
    imprint: Imprint | None = None
    """Who publishes the booklet."""
    funders: Annotated[list[Funder], AfterValidator(in_bands)] = Field(default_factory=list)
    """The funders."""
    documents: dict[DocumentName, Naming] = Field(default_factory=dict)
    """What documents are called."""
    look: Look | None = None
    """The look of the papers; `look.yaml` in the project gives it to all events."""
    papers: Annotated[dict[DocumentName, Printing], Internal()] = Field(default_factory=dict)
    """How documents are printed; one named here is built with the others."""
    calendar_rows: Annotated[bool, Internal()] = False
    """Gives each row a calendar entry."""
    forum: Annotated[ForumName | None, Internal()] = None
    """The forum whose rules apply."""
    checks: Annotated[dict[CheckCode, Adjustment], Internal()] = Field(default_factory=dict)
    """Checks that are stricter, milder or silent."""
    internal: Annotated[Prose | None, Internal()] = None
    """For the organisers; never public."""

    _languages: Languages = PrivateAttr(default_factory=shipped)

    @property
    def known_languages(self) -> Languages:
        """The languages that papers of the event's project can be made in."""
        return self._languages

    @property
    def locale(self) -> "Locale":
        """The words of the papers' language."""
        return self._languages[self.language].papers.with_digits(self.digits)

    def document_name(self, document: str) -> str:
        """What a document is called in the papers' language."""
        own = self.documents.get(document)
        return (own and own.name) or self.locale.documents.get(document, document)

    def names_zone(self, zone: str) -> bool:
        """Whether `timezone_name` is the name of this zone."""
        return self.timezone_name is not None and zone == self.timezone

    @property
    def headed(self) -> list[tuple[DataPath, Section]]:
        """The sections, those that only the booklet has and the annexes, each with its path."""
        parts: list[tuple[DataPath, Sequence[Section]]] = [(("sections",), self.sections), (("annexes",), self.annexes)]
        parts += [(("booklet", key), getattr(self.booklet, key)) for key in ("before", "after") if self.booklet]
        found = [((*path, at), part) for path, several in parts for at, part in enumerate(several)]
        return [(path, part) for path, part in found if part.text or part.show]

    @model_validator(mode="before")
    @classmethod
    def _opening(cls, value: Any) -> Any:
        """The date and time of an event in several sittings are those of the first."""
        if not isinstance(value, dict) or not isinstance(sittings := value.get("sittings"), list) or not sittings:
            return value
        if given := [key for key in ("date", "time", "agenda") if value.get(key) is not None]:
            text = " and ".join(f"“{key}”" for key in given)
            hint = "write them in the sittings, and remove them at the top"
            raise problem("event", f"the event has both sittings and {text}", hint)
        first = sittings[0] if isinstance(sittings[0], dict) else {}
        return value | {key: first[key] for key in ("date", "time") if key in first}

    @model_validator(mode="after")
    def _knows_its_languages(self, info: ValidationInfo) -> "Event":
        if info.context is not None:
            self._languages = info.context.languages
        return self

    @field_validator("people", mode="after")
    @classmethod
    def _replacements_end(cls, people: dict[str, Person]) -> dict[str, Person]:
        for identifier in people:
            chain = [identifier]
            while (following := people[chain[-1]].replaced_by if chain[-1] in people else None) is not None:
                if following in chain:
                    text = " → ".join([*chain[chain.index(following) :], following])
                    raise problem("people", f"the replacements form a circle: {text}", "name somebody who comes")
                chain.append(following)
                if len(chain) > _MOST_REPLACED:
                    message = f"after “{identifier}” there are more than {_MOST_REPLACED - 1} replacements in a row"
                    raise problem("people", message, "name the one who comes")
        return people

    @model_validator(mode="after")
    def _parties_have_their_roles(self) -> "Event":
        for role, holders in self.roles.items():
            for key in holders:
                party = self.parties[key]
                if role not in party.roles:
                    self.parties[key] = party.model_copy(update={"roles": [*party.roles, role]})
        return self

    @model_validator(mode="after")
    def _no_id_twice(self) -> "Event":
        ids = [*ids_in(self.sittings), *ids_in(self.agenda), *ids_in(self.sub_events)]
        if twice := [one for at, one in enumerate(ids) if one in ids[:at]]:
            message = f"“{twice[0]}” is the id of two parts of the programme"
            raise problem("id", message, "give one of them another id: sittings, rows and sub_events share them")
        return self

    @model_validator(mode="after")
    def _prominent_marks_are_the_tallest(self) -> "Event":
        marks = [logo.min_height for funder in self.funders for logo in funder.printed_logos]
        marks += [party.logo.min_height for party in self.parties.values() if party.logo]
        tallest = max((height or 0 for height in marks), default=0)
        for at, funder in enumerate(self.funders):
            if funder.prominent and tallest:
                self.funders[at] = funder.at_least(tallest)
        return self
