"""The words of papers in a language, with its dates, times and lists: `papers.yaml`."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import ValidationInfo, model_validator

from conceptnote.languages.change_words import ChangeWords
from conceptnote.languages.date_words import SHIPPED, DateWords
from conceptnote.languages.part import Counted, Line, MaybeWord, Whole, Word, Words, check_places, places, problem
from conceptnote.languages.sentences import Sentences
from conceptnote.languages.typography import Typographic
from conceptnote.pageformat import Imposition

Status = Literal["confirmed", "invited", "tbc", "declined", "replaced"]
Heading = Literal[
    "agenda", "speakers", "questions", "acknowledgement", "practical", "structure", "contacts", "panel", "your-part",
    "talking-points", "biographies", "imprint",
]  # fmt: skip
CountedHeading = Literal["speakers", "questions", "contacts"]
OnSite = Literal[
    "skip", "contents", "downloads", "calendar", "data", "utc", "yours", "preview", "events", "all", "languages",
]  # fmt: skip
Fact = Literal[
    "date", "time", "date-and-time", "venue", "mode", "type", "mandate", "theme", "symbol", "languages", "registration",
    "status", "access", "role", "minutes", "topic", "with", "session",
]  # fmt: skip
Form = TypeVar("Form")

_COUNTED = 200  # Numbers up to this one are tried, to find the plural forms that a language needs.


def _plural_form(babel: str, count: int) -> str:
    from babel import Locale as Babel

    return str(Babel.parse(babel).plural_form(count))


def _names_at_the_end(role: str, forms: Mapping[str, str]) -> set[str]:
    """The place of the names after a group's words, if they have one."""
    if not any("{" in text for text in forms.values()):
        return set()
    if not all(text.endswith("{names}") for text in forms.values()):
        hint = "write {names} last, or words without a place"
        raise problem(f"the words of “{role}” do not end with {{names}}", hint)
    return {"names"}


class Locale(DateWords, Sentences, Typographic):
    """The words of one language; a missing or unknown key is refused."""

    page: Annotated[Line, places("page", "pages")]
    page_count: Counted
    event_count: Counted
    """The title of an overview of events that belong to nothing together."""
    comma: Word
    """The separator in a list, except between the last two."""
    phrase_comma: Word
    """The separator of other things on a line: a name and a position, a street and a city."""
    brackets: Annotated[Line, places("text")]
    and_: Word
    and_before: dict[Word, Words]
    """Other words for `and` before words with these beginnings; the longest beginning decides."""
    colon: Word
    semicolon: Word
    space: MaybeWord
    """What parts words and sentences; empty in scripts without spaces."""
    full_stop: Word
    titled: Annotated[Line, places("honorific", "name")]
    """A name with a courtesy title."""
    documents: dict[str, Word]
    statuses: Annotated[dict[Status, MaybeWord], Whole()]
    document_statuses: Annotated[dict[Literal["draft", "provisional", "final", "cancelled", "tbc"], MaybeWord], Whole()]
    as_of: Annotated[Line, places("date")]
    version: Annotated[Line, places("number")]
    accesses: Annotated[dict[Literal["open", "by-invitation", "closed"], Word], Whole()]
    accesses_of: dict[Literal["by-invitation"], Annotated[Line, places("whom")]]
    modes: Annotated[dict[Literal["in-person", "online", "hybrid"], Word], Whole()]
    presences: Annotated[dict[Literal["in-person", "remote", "video-message"], MaybeWord], Whole()]
    on_behalf_of: Annotated[Line, places("whom")]
    delivered_by: Annotated[Line, places("whom")]
    in_place_of: Annotated[Line, places("whom")]
    hosted_by: Annotated[Line, places("hosts")]
    continued: Annotated[Line, places("what")]
    """At the top of a page on which a part of the programme goes on."""
    alternative: Word
    minutes: Counted
    facts: Annotated[dict[Fact, Word], Whole()]
    missing: Annotated[Line, places("what")]
    interpretation: Annotated[Line, places("languages", "into")]
    register_by: Annotated[Line, places("date")]
    headings: Annotated[dict[Heading, Word], Whole()]
    counted_headings: Annotated[dict[CountedHeading, Counted], Whole()]
    """Headings for one thing or several."""
    numbered_heading: Annotated[Line, places("number", "heading")]
    agenda: Annotated[dict[Literal["time", "time-in", "item", "who"], Line], Whole({"time-in": frozenset({"city"})})]
    collection: Annotated[dict[Literal["event", "by-day", "by-venue", "by-organiser", "no-venue"], Word], Whole()]
    show: Annotated[dict[Literal["time", "item", "place", "cue", "responsible"], Word], Whole()]
    attendance: Annotated[dict[Literal["name", "organisation", "signature"], Word], Whole()]
    internal: Word
    salutation: Annotated[Line, places("name")]
    invite: Counted
    """Said of one host, and of several."""
    invited: Word
    hosting: Counted
    """The first words of calendars and the web page: who holds the event."""
    of_project: Annotated[Line, places("project")]
    funded_project: Annotated[Line, places("project", "funding")]
    site: Annotated[dict[OnSite, Line], Whole({"preview": frozenset({"paper"})})]
    downloads: dict[str, Word]
    """What formats are called, by their names."""
    source_data: Word
    portrait: Annotated[Line, places("name")]
    logo: Annotated[Line, places("name")]
    photos: Annotated[Line, places("credits")]
    annex: Annotated[Line, places("number")]
    only_annex: Word
    role_groups: dict[str, Counted]
    """The label over parties with a role; or, with `{names}` at its end, the words that lead to their names in a
    sentence."""
    sheets: Annotated[dict[Literal["a4", "letter"], Word], Whole()]
    impositions: Annotated[dict[Imposition, Word], Whole()]
    imposed: Annotated[Line, places("imposition", "sheet", "file", "title")]
    countries: dict[str, Word]
    """Names of countries that the United Nations use and Babel does not, by ISO 3166-1 code."""
    roles: dict[str, Counted]
    changes: ChangeWords

    def format_name(self, format: str) -> str:
        """What a format is called; one without words by its name, in capitals."""
        return self.downloads.get(format, format.upper())

    def and_for(self, following: str) -> str:
        """The word for “and” before some text: Spanish “y”, but “e” before “inglés”."""
        folded = following.lstrip().lower()
        fits = (
            (len(one), word) for word, begins in self.and_before.items() for one in begins if folded.startswith(one)
        )
        return max(fits, default=(0, self.and_))[1]

    @model_validator(mode="after")
    def _has_plural_forms(self, info: ValidationInfo) -> "Locale":
        """Refuse words without one of the plural forms; shipped languages are tested, so Babel need not load."""
        if info.context == SHIPPED:
            return self
        tables: dict[str, tuple[Mapping[str, str], set[str]]] = {
            "invite": (self.invite, {"hosts"}),
            "hosting": (self.hosting, {"hosts"}),
            "page-count": (self.page_count, {"pages"}),
            "event-count": (self.event_count, {"events"}),
            "minutes": (self.minutes, {"minutes"}),
        }
        tables |= {f"roles.{name}": (forms, set()) for name, forms in self.roles.items()}
        tables |= {f"counted-headings.{name}": (forms, set()) for name, forms in self.counted_headings.items()}
        tables |= {
            f"role-groups.{name}": (forms, _names_at_the_end(name, forms)) for name, forms in self.role_groups.items()
        }
        for name, (forms, filled) in tables.items():
            self._check_forms(name, forms, filled)
        return self

    def _check_forms(self, name: str, forms: Mapping[str, str], filled: set[str]) -> None:
        used = dict.fromkeys(_plural_form(self.babel, number) for number in range(_COUNTED))
        needed = [form for form in (*used, "other") if form not in forms]
        if forms.keys() != {"other"} and needed:
            wording = f"“{name}” has no word for the plural form {', '.join(needed)} (CLDR)"
            raise problem(wording, f"add “{needed[0]}: …” to it")
        for form, text in forms.items():
            # Where a word contains its count, the number may be left out: دقيقتان are two minutes.
            if form not in ("zero", "one", "two") or "{" in text or "}" in text:
                check_places(text, filled)

    def plural(self, forms: Mapping[str, Form], count: int) -> Form:
        """The plural form for a number, by the rules of CLDR."""
        form = _plural_form(self.babel, count)
        return forms[form] if form in forms else forms["other"]

    def lasting(self, minutes: int) -> str:
        """A length: 30 min."""
        return self.plural(self.minutes, minutes).format(minutes=self.numbered(str(minutes)))

    def city(self, zone: str) -> str:
        """The city that a zone of the IANA database is named after."""
        from babel import Locale as Babel

        names = Babel.parse(self.babel).time_zones.get(zone, {})
        return str(names.get("city") or zone.rsplit("/", 1)[-1].replace("_", " "))

    def language_name(self, code: str) -> str:
        """The name of a language, with a capital if the locale writes it so."""
        from babel import Locale as Babel

        return str(Babel.parse(self.babel).languages.get(code, code))

    def country_name(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code, as the United Nations use it (UNTERM)."""
        from babel import Locale as Babel

        return self.countries.get(code) or str(Babel.parse(self.babel).territories.get(code, code))
