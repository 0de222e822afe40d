"""Names of parties in sentences: article, capital and number, in each language."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar
from test_effective import lines, parsed_of
from test_relations import EVENT, facts

from conceptnote.export.calendar import calendar

IN = {
    "en": "the honour of inviting you to the following event.",
    "fr": "l’honneur de vous inviter à la manifestation suivante.",
}
CASES: list[tuple[str, list[str | dict[str, Any]], str]] = [
    ("en", ["World Health Organization"], "The World Health Organization has"),
    ("en", ["Inter-Parliamentary Union", "World Health Organization"],
     "The Inter-Parliamentary Union and the World Health Organization have"),
    ("en", ["Ministry of Water"], "The Ministry of Water has"),
    ("en", ["Permanent Mission of Mali", "WANEP", "Austrian Development Agency"],
     "The Permanent Mission of Mali, WANEP and the Austrian Development Agency have"),
    ("en", ["United Nations"], "The United Nations has"),
    ("en", ["WANEP"], "WANEP has"),
    ("en", ["iDE", "UN Women"], "iDE and UN Women have"),
    ("en", ["The Carter Center Office"], "The Carter Center Office has"),
    ("en", [{"name": "Water Fund", "in_sentence": "the Water Fund"}], "The Water Fund has"),
    ("en", [{"name": "Bread Agency", "in_sentence": "Bread Agency"}], "Bread Agency has"),
    ("fr", ["Union interparlementaire", "Organisation mondiale de la santé"],
     "L’Union interparlementaire et l’Organisation mondiale de la santé ont"),
    ("fr", ["Ministère de l’eau"], "Le Ministère de l’eau a"),
    ("fr", ["Mission permanente du Mali"], "La Mission permanente du Mali a"),
    ("fr", ["Nations Unies"], "Les Nations Unies ont"),
    ("fr", ["OMS"], "OMS a"),
    ("fr", [{"name": "OMS", "in_sentence": "l’OMS"}, "Fonds mondial"], "L’OMS et le Fonds mondial ont"),
    ("fr", [{"name": "Amis du fleuve", "in_sentence": "les Amis du fleuve"}], "Les Amis du fleuve ont"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "hosts", "said"), CASES)
def test_the_invitation_reads_as_a_person_writes(language: str, hosts: list[str | dict[str, Any]], said: str) -> None:
    parties = {
        f"p{n}": ({"name": one} if isinstance(one, str) else one) | {"roles": "host"} for n, one in enumerate(hosts)
    }
    event = parsed_of(EVENT | {"language": language, "parties": parties})
    assert f"{said} {IN[language]}" in lines(event, "invitation")
    names = [party.name for party in event.parties.values()]
    label = {"en": ("Host", "Hosts"), "fr": ("Hôte", "Hôtes")}[language][len(hosts) > 1]
    assert facts(event, "concept-note")[label].startswith(names[0])
    description = str(Calendar.from_ical(calendar(event)).walk("VEVENT")[0]["description"])
    assert description.startswith(said.rpartition(" ")[0])
