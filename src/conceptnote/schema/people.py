"""People, parties and the places they take in an event."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from conceptnote.schema.addresses import Email, WebAddress
from conceptnote.schema.measures import Minutes
from conceptnote.schema.pictures import PartyLogo, Photo
from conceptnote.schema.text import (
    SCALARS,
    Audiences,
    Category,
    Choice,
    Internal,
    Name,
    OneOrMany,
    PartyId,
    PersonId,
    Prose,
    Record,
    Text,
    Written,
    problem,
)
from conceptnote.schema.unreported import Unreported, Wordless
from conceptnote.textfolding import plain_words

_UNMARKED = Wordless(("confirmed", "declined", "replaced"))

Status = Annotated[Literal["confirmed", "invited", "tbc", "declined", "replaced"], Choice(), _UNMARKED]
"""Whether somebody comes. `invited` and `tbc` are marked in every paper; `declined` is not printed."""

Role = Annotated[
    Name,
    Category(),
    Written("role", r"\S", SCALARS, ("moderator", "panellist", "co-sponsor"), by_language=True),
]
"""A role from an open list: the usual ones are translated, any other is printed as written."""


NameOrder = Annotated[Literal["given-first", "family-first"], Choice(), Unreported("it decides an order")]
"""Which part of a name comes first."""


class NameStyle(Record):
    """How names given in parts are written."""

    family: Annotated[Literal["as-written", "capitals"], Choice(), Unreported("a way to write names")] = "as-written"
    """`capitals` prints `Ms Leïla AMARI`."""
    order: NameOrder = "given-first"
    """Which part comes first."""


Ordering = Annotated[Literal["as-written", "roles", "precedence"], Choice(), Unreported("it decides an order")]
"""As in the file; by their roles; or by their roles and then in the order of precedence."""


class PeopleOrder(Record):
    """The order in which people are named."""

    panel: Ordering = "as-written"
    """On the panel."""
    agenda: Ordering = "roles"
    """In a row."""


class PersonName(Record):
    """A name in its parts."""

    given: Name
    """Given names."""
    family: Name
    """Family name, with its particles: `van Deventer`."""
    order: NameOrder | None = None
    """Which part comes first, if not as in `names`."""

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


class Function(Record):
    """What a person is, and where."""

    short_form = "position"

    position: Text
    """The position, as the person signs."""
    organisation: Name | None = None
    """The organisation, if the position does not name it."""


Rank = Annotated[
    Literal[
        "head-of-state", "head-of-government", "vice-president", "minister", "vice-minister", "head-of-mission",
        "observer",
    ],
    Choice(),
    Unreported("it decides an order"),
]  # fmt: skip
"""A rank of protocol, from the highest to the lowest."""


def _country(value: Any) -> Any:
    if isinstance(value, str):
        from babel import Locale

        names = Locale("en").territories
        if not (len(value) == 2 and value.isupper() and value in names):
            by_name = {name.casefold(): code for code, name in names.items() if len(code) == 2}
            code = by_name.get(value.casefold()) or (value.upper() if value.upper() in names else None)
            raise problem("country", f"“{value}” is not a country code", f"write its ISO 3166 code: {code or 'ML, CH'}")
    return value


Country = Annotated[str, BeforeValidator(_country), Written("country code", "^[A-Z]{2}$", examples=("ML", "CH"))]
"""The ISO 3166-1 alpha-2 code of a country."""

Attendance = Annotated[Literal["confirmed", "invited", "tbc", "declined", "replaced"], Choice(), _UNMARKED]
"""Whether a person comes."""


class Person(Record):
    """A person, named by id everywhere."""

    honorific: Text | None = None
    """`Ambassador`, `Ms`, `Prof. Dr`."""
    name: Name | PersonName
    """As printed, or in parts."""
    honorific_after: Name | None = None
    """`PhD`, `OBE`."""
    functions: Annotated[list[Function], OneOrMany()] = Field(default_factory=list)
    """Positions and organisations."""
    rank: Rank | None = None
    """For the order of precedence."""
    country: Annotated[Country | None, Unreported("the functions may say it, and it decides the precedence")] = None
    """Printed after functions without an organisation that do not say it. Among equals, precedence follows
    its English name at the United Nations."""
    precedence: Annotated[Annotated[int, Field(ge=1)] | None, Unreported("it decides an order")] = None
    """A number: `1` comes first, and before everybody without one."""
    status: Attendance = "confirmed"
    """Whether they come, unless a slot says otherwise."""
    replaced_by: PersonId | None = None
    """With `replaced`: who comes instead, everywhere."""
    biography: Prose | None = None
    """For the booklet, and where there is no shorter one."""
    short_biography: Prose | None = None
    """For the concept note and the programme."""
    photo: Photo | None = None
    """Printed beside the biography."""
    email: Annotated[Email | None, Internal()] = None
    """In the speaker's brief; never public."""
    phone: Annotated[Name | None, Internal()] = None
    """In the run of show; never public."""
    internal: Annotated[Text | None, Internal()] = None
    """For the organisers; never public."""

    @model_validator(mode="after")
    def _replaced_by_somebody(self) -> "Person":
        if (self.status == "replaced") != (self.replaced_by is not None):
            hint = "write “status: replaced” and “replaced_by: …” with the id of who comes instead"
            raise problem("person", "“status: replaced” and “replaced_by” go together", hint)
        return self


def says_country(person: Person, country: str) -> bool:
    """Whether the functions of a person name a country, by its name or adjective, or an organisation.

    “Malian Minister for Water” names “Mali” by the first four letters of a word.
    """
    stems = {word[:4] for word in re.findall(r"\w{4,}", plain_words(country))}
    positions = re.findall(r"\w{4,}", plain_words(" ".join(one.position for one in person.functions)))
    return any(one.organisation for one in person.functions) or any(word[:4] in stems for word in positions)


class Party(Record):
    """An organisation."""

    name: Name
    """The name in full."""
    acronym: Annotated[Name | None, Unreported("it tells, too, which acronym of the texts is spelt out")] = None
    """The short form, without brackets."""
    in_sentence: Annotated[Text | None, Unreported("sentences that have the party as their subject use it")] = None
    """The name with its article: `the Water Fund`."""
    print_as: Name | None = None
    """Heads its description, if not `name (acronym)`."""
    roles: Annotated[list[Role], OneOrMany(), Unreported("they decide where the party stands")] = Field(
        default_factory=list
    )
    """`host`, `organiser`, `co-sponsor`, `funder`, …"""
    description: Prose | None = None
    """Its description."""
    url: WebAddress | None = None
    """Its web address."""
    logo: PartyLogo | None = None
    """For the booklet, not a funder's mark."""
    internal: Annotated[Text | None, Internal()] = None
    """For the organisers; never public."""


class Slot(Record):
    """One of `person`, `office`, `party`, `group` and `any_of`."""

    short_form = "person"

    person: PersonId | None = None
    """A slot may be just this id."""
    office: Text | None = None
    """An office without a named holder: `Permanent Representative of Mali`."""
    party: PartyId | None = None
    """A party that speaks as an institution."""
    group: Text | None = None
    """A counted group: `2 civil-society representatives`."""
    any_of: "list[Slot] | None" = Field(default=None, min_length=2)
    """One of them will come."""
    role: Role | None = None
    """`moderator`, `chair`, `panellist`, …"""
    topic: Text | None = None
    """What they speak about, if the item does not say it."""
    minutes: Minutes | None = None
    """Their minutes."""
    status: Status | None = None
    """Whether they come, if not as in the person's record."""
    replaced_by: "Slot | None" = None
    """With `replaced`: who comes instead."""
    on_behalf_of: Text | None = None
    """For whom they speak."""
    delivered_by: "Slot | None" = None
    """Who speaks in place of the person announced."""
    presence: Annotated[Literal["in-person", "remote", "video-message"], Choice(), Wordless(("in-person",))] | None = (
        None
    )
    """Printed, if not `in-person`."""
    talking_points: Annotated[Prose | None, Internal()] = None
    """What they should say, for their brief; never public."""
    audience: Audiences = Field(default_factory=list)
    """Printed only for this audience: `--audience funder`."""
    internal: Annotated[Text | None, Internal()] = None
    """For the organisers; never public."""

    def holders(self, numbers: Mapping[str, float]) -> int:
        """How many people have its role; for a group the number that begins it, in figures or words, or else 2."""
        if self.group is None:
            return 1
        first = self.group.split()[0]
        return int(first) if first.isdecimal() else int(numbers.get(first.lower(), 2))

    @model_validator(mode="after")
    def _one_occupant(self) -> "Slot":
        given = [k for k in ("person", "office", "party", "group", "any_of") if getattr(self, k) is not None]
        if len(given) != 1:
            text = " and ".join(given) if given else "nothing"
            raise problem("slot", f"a slot needs one of person, office, party, group and any_of, and has {text}")
        if any(below.audience for below in (*(self.any_of or ()), self.replaced_by, self.delivered_by) if below):
            hint = "write “audience” in the slot itself"
            raise problem("slot", "an alternative or a replacement cannot have its own audience", hint)
        of_the_absent = (self.role, self.topic, self.minutes, self.on_behalf_of, self.presence, self.delivered_by)
        if self.replaced_by is not None and any(of_the_absent):
            hint = "write role, topic, minutes, on_behalf_of, delivered_by and presence under replaced_by"
            raise problem("slot", "details of somebody who is replaced are not printed", hint)
        if (self.status == "replaced") != (self.replaced_by is not None):
            raise problem("slot", "“status: replaced” and “replaced_by” go together", "give both, or neither")
        return self
