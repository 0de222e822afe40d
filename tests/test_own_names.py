"""What an event writes its own way: names of papers, numbers of sections, roles, dates, hours; and spaces."""

from __future__ import annotations

import re
from datetime import date

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from test_effective import lines, parsed_of, templates
from test_relations import EVENT, facts
from test_sentences import plain

from conceptnote.compose.compose import Composer
from conceptnote.doc.nodes import Paragraph, plain_text, walk
from conceptnote.languages.known import shipped
from conceptnote.schema.event import Event
from conceptnote.theme.theme import load_theme
from conceptnote.write.fit import unbroken

NAMED: strategies.Data = EVENT | {
    "documents": {"programme": "Order of the day", "concept-note": {"name": "Aide-memoire", "numbered": "true"}},
    "sections": [{"heading": "Why", "text": "# Water\n\nIt is scarce."}, {"heading": "How", "text": "Together."}],
    "funders": [{"party": "fund", "lockup": "Funding:", "text_only": "true", "project": "Rain"}],
    "parties": {"fund": {"name": "Water Fund", "roles": "funder"}},
}


def texts(event: Event) -> list[str]:
    """The paragraphs of the concept note, with no-break spaces as tildes."""
    doc = Composer(event, templates().read, load_theme().style_names).compose("concept-note")
    said = [plain_text(node.children) for node in walk(doc.blocks) if isinstance(node, Paragraph)]
    return [one.replace("\N{NO-BREAK SPACE}", "~").replace("\n", " ") for one in said]


def test_a_paper_has_the_name_that_the_event_gives_it() -> None:
    event = parsed_of(NAMED)
    assert lines(event, "programme")[0] == "Order of the day"
    assert lines(event, "concept-note")[0] == "Aide-memoire"
    assert lines(event, "booklet")[0] == "Programme booklet"
    assert event.document_name("programme") == "Order of the day"


def test_sections_are_numbered_by_choice_and_the_acknowledgement_is_not() -> None:
    headings = [one.removeprefix("# ") for one in lines(parsed_of(NAMED), "concept-note") if one.startswith("# ")]
    assert headings[1:] == ["1. Why", "Water", "2. How", "Acknowledgement"]
    unnumbered = parsed_of({key: value for key, value in NAMED.items() if key != "documents"})
    assert "# Why" in lines(unnumbered, "concept-note")


def test_a_section_shows_roles_of_the_panel_and_the_word_for_each_of_several() -> None:
    event = parsed_of(
        EVENT
        | {
            "people": {"okoye": {"name": "Ada Okoye"}, "li": {"name": "Bo Li"}},
            "panel": [{"person": "okoye", "role": "chair"}, {"person": "li", "role": "speaker"}],
            "parties": {"a": {"name": "Water Fund", "roles": "host"}, "b": {"name": "River Union", "roles": "host"}},
            "sections": [
                {"heading": "Who", "show": ["host", "chair", "speaker"]},
                {"heading": "Led by", "show": "chair"},
                {"heading": "Hosts alone", "show": "host"},
            ],
        }
    )
    said = lines(event, "concept-note")
    assert said[said.index("# Who") :] == [
        "# Who", "Hosts", "Water Fund", "River Union", "Chair: Ada Okoye", "Speaker", "Bo Li",
        "# Led by", "Chair: Ada Okoye", "# Hosts alone", "Water Fund", "River Union",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "style", "clock", "when"),
    [
        ("en", None, None, "Sunday, 2 March 2031, 10:00–12:00"),
        ("en", "month-first", "12h", "Sunday, March 2, 2031, 10:00 a.m.–12 noon"),
        ("en", "numeric", "24h-dot", "Sunday, 02.03.2031, 10.00–12.00"),
        ("fr", "month-first", "24h-dot", "Dimanche 2 mars 2031, 10.00 – 12.00"),
        ("de", "numeric", None, "Sonntag, 02.03.2031, 10:00–12:00"),
    ],
)
def test_dates_and_hours_have_the_style_that_the_event_asks_for(
    language: str, style: str | None, clock: str | None, when: str
) -> None:
    asked = {"date_style": style, "clock": clock}
    given_of = {key: value for key, value in asked.items() if value}
    event = parsed_of(EVENT | {"language": language, "date": "2031-03-02", "time": "10:00–12:00"} | given_of)
    assert any(plain(one).startswith(when) for one in lines(event, "programme"))


@pytest.mark.parametrize(
    ("style", "days", "said"),
    [
        (None, (2, 3), "2–3 March 2031"),
        ("month-first", (2, 3), "March 2–3, 2031"),
        ("month-first", (2, 4, 6), "March 2, 4 and 6, 2031"),
        ("numeric", (2, 3), "02.–03.03.2031"),
    ],
)
def test_several_days_share_what_they_have_in_common(style: str | None, days: tuple[int, ...], said: str) -> None:
    event = {key: value for key, value in EVENT.items() if key not in ("date", "time")}
    event["sittings"] = [{"date": f"2031-03-0{day}", "time": "9:00–10:00"} for day in days]
    paper = parsed_of(event | ({"date_style": style} if style else {}))
    assert plain(facts(paper, "concept-note")["When"]) == said


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.sampled_from([one.tag for one in shipped()]))
def test_no_line_parts_a_day_from_its_month(day: date, tag: str) -> None:
    words = shipped()[tag].papers
    said = words.format_date(day, words.date_without_year)
    # The name of a month may have two words, in Arabic.
    assert not re.search(r"\d \S|\S \d", said)


@pytest.mark.parametrize(
    ("tag", "text", "bound"),
    [
        ("fr", "45 € et 3,5 % de 45 000 km", "45~€ et 3,5~% de 45~000~km"),
        ("fr", "M. Keïta et Mme Diallo, n° 5", "M.~Keïta et Mme~Diallo, n°~5"),
        ("en", "EUR 45 for Dr Keita in Room 5, No. 7", "EUR~45 for Dr~Keita in Room~5, No.~7"),
        ("en", "No answer from Dr who came", "No answer from Dr who came"),
        ("de", "45 € um 9 Uhr, Frau Kaiser", "45~€ um 9~Uhr, Frau~Kaiser"),
    ],
)
def test_no_line_parts_a_number_from_its_unit_or_a_title_from_its_name(tag: str, text: str, bound: str) -> None:
    event = parsed_of(EVENT | {"language": tag, "sections": [{"heading": "Why", "text": text}]})
    assert bound in texts(event)


def test_a_line_of_the_file_may_end_between_words_that_stay_together() -> None:
    event = parsed_of(EVENT | {"language": "fr", "sections": [{"heading": "Why", "text": "Pour 45\n€ par\njour"}]})
    assert "Pour 45~€ par jour" in texts(event)


@given(st.text("AZ/0a9.-( )", max_size=40), st.booleans())
def test_a_text_in_pieces_is_the_same_text(text: str, hyphens: bool) -> None:
    assert "".join(piece for piece, _ in unbroken(text, hyphens=hyphens)) == text


def test_symbols_of_documents_and_addresses_are_kept_on_a_line() -> None:
    text = "See A/RES/67/290, S/2014/5 and A/HRC/26/L.1/Rev.1, but AC/DC, and/or, 1/2 and https://un.org/A/1"
    whole = [piece for piece, kept in unbroken(text, hyphens=False) if kept]
    assert whole == ["A/RES/67/290", "S/2014/5", "A/HRC/26/L.1/Rev.1", "https://un.org/A/1"]


def test_a_formula_in_brackets_has_no_comma_before_it() -> None:
    people = {"a": {"name": "Bo Li", "honorific_after": "(Rtd)"}, "b": {"name": "Ada Okoye", "honorific_after": "PhD"}}
    event = parsed_of(EVENT | {"people": people, "panel": ["a", "b"]})
    assert {"Bo Li (Rtd)", "Ada Okoye, PhD"} <= set(lines(event, "programme"))
