"""The words by which texts in a language are understood: in general, by checks, and in an existing note."""

from typing import Annotated, Literal

from pydantic import Field

from conceptnote.languages.part import Part, Plain, Whole, Word, Words

Number = Annotated[float, Field(ge=0, le=1_000_000)]


class TextWords(Part):
    """`words.yaml`: the function words, dates, times and numbers of texts; the English file says what each is for."""

    names: Words
    common: Annotated[Words, Field(min_length=1)]
    articles: Words
    small: Words
    in_names: Words
    abbreviations: Words
    months: Annotated[list[Words], Field(min_length=12, max_length=12)]
    weekdays: Annotated[list[Words], Field(min_length=7, max_length=7)]
    ordinals: Words
    of: Words
    year_signs: Words
    month_signs: Words
    day_signs: Words
    before: Words
    ranges: Words
    until: Words
    hour_signs: Words
    oclock: Words
    after_time: Words
    am: Words
    pm: Words
    noon: Words
    midnight: Words
    hours: Words
    minutes: Words
    numbers: Annotated[dict[Plain, Number], Field(max_length=1000)]
    lengths: Annotated[dict[Plain, Number], Field(max_length=1000)]
    and_a_half: Words
    long: Words
    lasting: Words
    for_: Words


class CheckWords(Part):
    """`checks.yaml`: words that the checks of an event recognise in running text."""

    wholes: Words
    parts: Words
    determiners: Words
    own: Words
    events: Words
    alone: Words
    invites: Words
    on_day: Words
    of_day: Words
    present: Words
    takes_place: Words
    begins: Words
    past: Words
    zone_phrases: Words
    rooms: Words
    arrivals: Words
    departures: Words
    everybody: Words
    pauses: Words
    asides: Words
    plenary: Words
    evenings: Words
    each: Words
    speaking: Words
    courtesy: Annotated[dict[Literal["man", "woman"], Words], Whole()]
    titles: Words
    feminine_endings: Words
    inflections: Words
    background: Words
    unsettled: Words
    placeholders: Words
    united_nations: Words
    united_nations_names: Words
    well_known: Words
    stressed: Words


Announced = Literal[
    "title", "subtitle", "theme", "type", "parent_event", "date", "time", "venue", "when", "registration", "panel",
    "panel-with-structure", "structure", "agenda", "questions", "languages", "mode", "access", "contacts",
]  # fmt: skip


class NoteWords(Part):
    """`notes.yaml`: words that identify the parts of an existing concept note."""

    labels: Annotated[dict[Announced, Words], Whole()]
    headings: Words
    roles: Annotated[dict[Plain, Words], Field(max_length=100)]
    papers: Words
    types: Words
    modes: Annotated[dict[Literal["in-person", "online", "hybrid"], Words], Whole()]
    accesses: Annotated[dict[Literal["open", "by-invitation", "closed"], Words], Whole()]
    interpretation: Words
    deadlines: Words
    days: Words
    periods: Words
    includes: Words
    at: Words
    by: Words
    bodies: Words
    invites: Words
    funding: Words
    statuses: Annotated[dict[Literal["tbc", "invited", "confirmed"], Words], Whole()]
    honorifics: Words
    retired: Words
    is_verbs: Words
    positions: Words
    qualifiers: Words
    floors: Words
    rooms: Words
    streets: Words
    joints: Words
    unfinished: Words
    kept: Annotated[dict[Literal["introduction", "kept"], Word], Whole()]
    kinds: Annotated[dict[Literal["break", "meal"], Words], Whole()]
    columns: Annotated[
        dict[Literal["time", "item", "who", "place", "name", "position", "organisation", "status"], Words], Whole()
    ]
    cities: Annotated[dict[Plain, Words], Field(max_length=1000)]
