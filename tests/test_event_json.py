"""The event as linked data: terms that schema.org has, the event's own facts, nothing that HTML could stumble on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import strategies
import tinyhtml5
import vocabulary
from exporting import ANY_EVENT, LEAST, SITTINGS, TRACKS, event_of
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.export.jsonld import embedded_json, event_json
from conceptnote.schema.entries import Timed
from conceptnote.schema.event import Event
from conceptnote.schema.identity import part_uids, uid_of
from conceptnote.schema.schedule import occasions, schedule
from conceptnote.source.load import load_event

Thing = dict[str, Any]


def linked(event: Event) -> Thing:
    thing: Thing = json.loads(event_json(event))
    return thing


def things(value: Any) -> Iterator[Thing]:
    """Every thing with a type, those within others after them."""
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from things(below)


def strangers(thing: Thing) -> Iterator[str]:
    """What of a thing the vocabulary does not have."""
    known = vocabulary.properties(thing["@type"])
    for name, said in thing.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{thing['@type']} has no {name}"
            continue
        for value in said if isinstance(said, list) else [said]:
            enumerated = set().union(*map(vocabulary.members, known[name]))
            if isinstance(value, dict):
                fits = value["@type"] in known[name]
            else:
                fits = value in enumerated if enumerated else bool(vocabulary.TEXTS & known[name])
            if not fits:
                yield f"{value!r} is no {name} of {thing['@type']}"


@ANY_EVENT
@given(data=strategies.events())
def test_every_term_is_schema_orgs_and_nothing_hidden_is_said(data: strategies.Data) -> None:
    event = event_of(strategies.as_yaml(data))
    thing = linked(event)
    assert thing["@context"] == "https://schema.org"
    assert [said for one in things(thing) for said in strangers(one)] == []
    assert strategies.HIDDEN not in json.dumps(thing, ensure_ascii=False)
    assert json.loads(embedded_json(event)) == thing
    known = {one["identifier"]: one for one in things(thing) if one["@type"] == "Event" and "identifier" in one}
    uids = part_uids(event)
    for one in occasions(event):
        for timed in (*([one] if one.path else []), *schedule(one)):
            said = known[uids[timed.path]]
            day = (timed.occasion if isinstance(timed, Timed) else timed).day
            for name, moment in (("startDate", timed.start), ("endDate", timed.end)):
                if day and moment:
                    assert datetime.fromisoformat(said[name]) == moment
                elif day and name == "startDate" and not isinstance(timed, Timed):
                    assert said[name] == str(day)
                else:
                    assert name not in said
    assert known[uid_of(event)]["name"] == event.title


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ({"@type": "Event", "moderator": "A"}, "Event has no moderator"),
        ({"@type": "Event", "performers": [{"@type": "Person"}]}, "Event has no performers"),
        ({"@type": "Event", "location": {"@type": "Person"}}, "is no location of Event"),
        ({"@type": "Event", "organizer": "A"}, "is no organizer of Event"),
        ({"@type": "Event", "eventStatus": "https://schema.org/EventForgotten"}, "is no eventStatus of Event"),
    ],
)
def test_a_term_that_schema_org_lacks_is_found(thing: Thing, said: str) -> None:
    assert said in next(strangers(thing))
    assert len(vocabulary.properties("Event")) > 40
    with pytest.raises(AssertionError, match="no type Conference"):
        vocabulary.properties("Conference")


def test_what_is_known_is_said() -> None:
    thing = linked(event_of(SITTINGS))
    assert (thing["startDate"], "endDate" in thing) == ("2030-03-05T09:00+01:00", False)
    assert thing["organizer"] == [
        {"@type": "Organization", "name": 'The "River" Forum; Geneva'}, {"@type": "Organization", "name": "Ruritania"},
    ]  # fmt: skip
    # Whoever has not confirmed is no performer, and an office has no name.
    assert thing["performer"] == [
        {
            "@type": "Person", "name": "Leïla Amari", "givenName": "Leïla", "familyName": "Amari",
            "honorificPrefix": "Ms", "jobTitle": ["Director"],
            "affiliation": [{"@type": "Organization", "name": "Forum"}],
        }
    ]  # fmt: skip
    address = {"@type": "PostalAddress", "streetAddress": "8 avenue", "addressLocality": "Geneva"}
    link = {"@type": "VirtualLocation", "name": "Online", "url": "https://example.org/a,b;c"}
    assert thing["location"] == [{"@type": "Place", "name": "Palais, 3rd, XX", "address": address}, link]
    day, film, online = thing["subEvent"]
    assert [row["name"] for row in day["subEvent"]] == ["Opening", "Panel", "Closing", "Whenever"]
    assert day["subEvent"][1]["location"] == {"@type": "Place", "name": "Palais, XXI", "address": address}
    assert online["location"] == [link]
    assert online["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert online["startDate"] == "2030-03-06T10:00-05:00"
    assert film["performer"] == [{"@type": "Organization", "name": "Ruritania"}]


def test_a_cancelled_event_says_so_and_keeps_its_date() -> None:
    """As Google asks: “New properties for virtual, postponed, and canceled events”, 17 March 2020."""
    thing = linked(event_of(LEAST + "status: cancelled\n"))
    assert thing["eventStatus"] == "https://schema.org/EventCancelled"
    assert thing["startDate"] == "2030-03-05T09:15+01:00"


def test_funders_are_named_but_those_who_must_not_be() -> None:
    parties = "{a: {name: Loud, roles: funder}, b: {name: Quiet, roles: funder}, c: {name: Fund}}"
    leave = "suppressed: {approved_by: A, approved_on: 2030-01-02, reason: Danger}"
    funders = ", ".join(
        f"{{party: {key}, lockup: by, text_only: true{more}}}"
        for key, more in (("a", ""), ("b", f", {leave}"), ("c", ""))
    )
    thing = linked(event_of(f"{LEAST}parties: {parties}\nfunders: [{funders}]\n"))
    assert [one["name"] for one in thing["funder"]] == ["Loud", "Fund"]


def test_the_names_of_people_are_data_and_not_print() -> None:
    performers = [one["name"] for one in linked(load_event(TRACKS).event)["performer"]]
    assert performers == ["Samuel Otieno", "Leïla Amari", "Jonas Brandt", "Chen Wei", "Petra Novak"]


def test_in_a_page_it_is_never_taken_for_markup() -> None:
    title = "</script><script>alert(1)</script><!-- & ]]> \\u2028 é"
    event = event_of(LEAST.replace("title: Sharing water", f'title: "{title}"'))
    for text in (embedded_json(event), event_json(event).decode()):
        assert not set("<>&\u2028") & set(text)
        assert_stands_in_a_page(text, event.title)
    assert embedded_json(event).isascii()


@given(
    st.lists(
        st.sampled_from(["</script>", "<!--", "<script>", "-->", "]]>", "</SCRIPT ", "\u2029", "&lt;"])
        | st.text("a<&/! ")
    )
)
def test_no_text_ends_the_script_that_the_file_stands_in(parts: list[str]) -> None:
    event = event_of(LEAST)
    title = "x".join(["", *parts, ""]) or "x"
    assert_stands_in_a_page(event_json(event.model_copy(update={"title": title})).decode(), title)


def assert_stands_in_a_page(text: str, title: str) -> None:
    markup = f'<html><body><script type="application/ld+json">{text}</script><p>after</p></body></html>'
    page = tinyhtml5.parse(markup, namespace_html_elements=False)
    (script,) = page.iter("script")
    assert json.loads(script.text or "")["name"] == " ".join(title.split())
    assert [one.text for one in page.iter("p")] == ["after"]


def test_the_file_is_the_same_each_time() -> None:
    event = load_event(Path(__file__).parents[1] / "data" / "event.yaml").event
    assert event_json(event) == event_json(event)
    assert event_json(event).endswith(b"}\n")
