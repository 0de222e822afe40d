"""Names of parties in the sentences of papers, calendars and the web page: article, preposition, number and capital."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from test_effective import lines, parsed_of
from test_relations import EVENT, facts

from conceptnote.export.calendar import calendar
from conceptnote.languages.known import shipped
from conceptnote.languages.sentences import Named
from conceptnote.schema.people import Slot

Party = dict[str, Any]
MINISTRY: dict[str, Party] = {
    "en": {"name": "Ministry of Water"},
    "fr": {"name": "Ministère de l’eau"},
    "es": {"name": "Ministerio de Agua"},
    "pt": {"name": "Ministério da Água"},
    "it": {"name": "Ministero delle acque"},
    "de": {"name": "Ministerium für Wasser"},
    "ru": {"name": "Министерство водных ресурсов"},
}
UNION: dict[str, Party] = {
    "en": {"name": "Inter-Parliamentary Union"},
    "fr": {"name": "Union interparlementaire"},
    "es": {"name": "Unión Interparlamentaria"},
    "pt": {"name": "União Interparlamentar"},
    "it": {"name": "Unione interparlamentare"},
    "de": {"name": "Weltgesundheitsorganisation"},
    "ru": {"name": "Межпарламентский союз"},
}
NATIONS: dict[str, Party] = {"en": {"name": "United Nations"}, "fr": {"name": "Nations Unies"}}
ACRONYM: dict[str, Party] = {"en": {"name": "WHO"}, "fr": {"name": "OMS", "in_sentence": "l’OMS"}}
FRIENDS: dict[str, Party] = {
    "en": {"name": "River Friends", "in_sentence": "the River Friends"},
    "fr": {"name": "Rivières", "in_sentence": "les Amis des rivières"},
}
LOCKUP = {"en": "with funding from", "fr": "avec le financement de"}

# Which parties in which role: the line of the programme.
ROLES: list[tuple[str, str, list[dict[str, Party]], str]] = [
    ("en", "host", [MINISTRY], "Hosted by the Ministry of Water"),
    ("en", "host", [MINISTRY, UNION], "Hosted by the Ministry of Water and the Inter-Parliamentary Union"),
    ("en", "in collaboration with", [ACRONYM, FRIENDS], "In collaboration with WHO and the River Friends"),
    ("en", "with the support of", [NATIONS], "With the support of the United Nations"),
    ("en", "lead organiser", [MINISTRY], "Lead organiser: Ministry of Water"),
    ("en", "lead organiser", [MINISTRY, UNION], "Lead organisers: Ministry of Water and Inter-Parliamentary Union"),
    ("en", "keynote sponsor", [MINISTRY], "Keynote sponsor: Ministry of Water"),
    ("fr", "host", [MINISTRY], "À l’invitation du Ministère de l’eau"),
    ("fr", "host", [UNION, MINISTRY], "À l’invitation de l’Union interparlementaire et du Ministère de l’eau"),
    ("fr", "with the support of", [NATIONS, ACRONYM], "Avec le soutien des Nations Unies et de l’OMS"),
    ("fr", "under the patronage of", [FRIENDS], "Sous le patronage des Amis des rivières"),
    ("fr", "in collaboration with", [MINISTRY], "En collaboration avec le Ministère de l’eau"),
    ("fr", "co-organiser", [MINISTRY], "Coorganisé par le Ministère de l’eau"),
    ("fr", "parrain", [MINISTRY], "Parrain : Ministère de l’eau"),
    ("fr", "lead organiser", [MINISTRY], "Organisation principale : Ministère de l’eau"),
    ("it", "organiser", [MINISTRY], "Organizzato dal Ministero delle acque"),
    ("pt", "organiser", [UNION], "Organizado pela União Interparlamentar"),
    ("es", "host", [MINISTRY, UNION], "Por invitación del Ministerio de Agua y de la Unión Interparlamentaria"),
    ("pt", "host", [MINISTRY, UNION], "A convite do Ministério da Água e da União Interparlamentar"),
    ("it", "host", [MINISTRY, UNION], "Su invito del Ministero delle acque e dell’Unione interparlamentare"),
    ("it", "co-host", [MINISTRY], "Insieme al Ministero delle acque"),
    ("de", "host", [MINISTRY, UNION], "Gastgeber: Ministerium für Wasser und Weltgesundheitsorganisation"),
    ("ru", "host", [UNION], "Принимающая сторона: Межпарламентский союз"),
]  # fmt: skip


def test_roles_of_the_same_parties_are_one_sentence() -> None:
    for language, roles, said in [
        ("en", ["organiser", "host"], "Organised and hosted by the Ministry of Water"),
        ("en", ["host", "with the support of"], "Hosted by and with the support of the Ministry of Water"),
        ("fr", ["organiser", "host"], "Organisé par et à l’invitation du Ministère de l’eau"),
        ("en", ["lead organiser", "host"], "Lead organiser · Hosted by the Ministry of Water"),
    ]:
        parties = {"a": MINISTRY[language] | {"roles": roles}}
        event = parsed_of(EVENT | {"language": language, "parties": parties})
        assert said in map(plain, lines(event, "programme"))


def test_roles_are_printed_in_the_order_of_the_file() -> None:
    parties = {"a": {"name": "A", "roles": "high patron"}, "b": {"name": "B", "roles": "host"}, "c": {"name": "C"}}
    event = parsed_of(EVENT | {"parties": parties, "roles": {"co-host": "c"}})
    (said,) = [one for one in lines(event, "programme") if "patron" in one]
    assert said == "Co-hosted by CHigh patron: AHosted by B"


def event_of(language: str, parties: list[dict[str, Party]], role: str | None, **more: Any) -> Any:
    given = {f"p{n}": one[language] | ({"roles": role} if role else {}) for n, one in enumerate(parties)}
    return parsed_of(EVENT | {"language": language, "parties": given} | more)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("language", "role", "parties", "said"), ROLES)
def test_the_programme_says_who_does_what_as_a_sentence(
    language: str, role: str, parties: list[dict[str, Party]], said: str
) -> None:
    assert said in map(plain, lines(event_of(language, parties, role), "programme"))


@pytest.mark.parametrize(
    ("language", "parties", "invites", "hosts"),
    [
        ("en", [MINISTRY], "The Ministry of Water has the honour of", "The Ministry of Water hosts this event."),
        ("en", [UNION, ACRONYM], "The Inter-Parliamentary Union and WHO have the", " and WHO host this event."),
        ("fr", [NATIONS], "Les Nations Unies ont l’honneur de", "Les Nations Unies organisent cette manifestation."),
        ("fr", [ACRONYM], "L’OMS a l’honneur de", "L’OMS organise cette manifestation."),
        ("fr", [ACRONYM, MINISTRY], "L’OMS et le Ministère de l’eau ont", "l’eau organisent cette manifestation."),
        ("de", [MINISTRY, UNION], "Das Ministerium für Wasser und die Weltgesundheitsorganisation geben", "richten"),
        ("ru", [UNION], "Межпарламентский союз имеет", "Межпарламентский союз проводит"),
    ],
)
def test_hosts_are_the_subject_of_the_invitation_and_of_calendars(
    language: str, parties: list[dict[str, Party]], invites: str, hosts: str
) -> None:
    event = event_of(language, parties, "host")
    assert any(one.startswith(invites) for one in map(plain, lines(event, "invitation")))
    assert hosts in str(Calendar.from_ical(calendar(event)).walk("VEVENT")[0]["description"])


@pytest.mark.parametrize(
    ("language", "parties", "access", "held"),
    [
        ("en", [MINISTRY, ACRONYM], "(by invitation of the Ministry of Water and WHO)", "Hosted by the Ministry of"),
        ("fr", [MINISTRY, UNION], "(sur invitation du Ministère de l’eau et de l’Union interparlementaire)",
         "À l’invitation du Ministère de l’eau et de l’Union interparlementaire"),
        ("fr", [FRIENDS], "(sur invitation des Amis des rivières)", "À l’invitation des Amis des rivières"),
        ("de", [MINISTRY], "(auf Einladung, durch: Ministerium für Wasser)", "Gastgeber: Ministerium für Wasser"),
    ],
)  # fmt: skip
def test_rows_say_who_holds_them_and_who_invites(
    language: str, parties: list[dict[str, Party]], access: str, held: str
) -> None:
    those = [f"p{number}" for number in range(len(parties))]
    row = {"time": "9:00–10:00", "item": "Lunch", "host": those, "access": {"to": "by-invitation", "of": [*those]}}
    said = list(map(plain, lines(event_of(language, parties, None, agenda=[row]), "programme")))
    assert f"Lunch {access}" in said
    assert any(one.startswith(held) for one in said)


@pytest.mark.parametrize(
    ("language", "party", "lockup", "said"),
    [
        ("en", MINISTRY, LOCKUP["en"], "With funding from the Ministry of Water"),
        ("en", MINISTRY, "supported by the", "Supported by the Ministry of Water"),
        ("en", MINISTRY, "Funding:", "Funding: Ministry of Water"),
        ("en", ACRONYM, LOCKUP["en"], "With funding from WHO"),
        ("fr", MINISTRY, LOCKUP["fr"], "Avec le financement du Ministère de l’eau"),
        ("fr", MINISTRY, "avec le soutien financier du", "Avec le soutien financier du Ministère de l’eau"),
        ("fr", ACRONYM, LOCKUP["fr"], "Avec le financement de l’OMS"),
    ],
)
def test_the_acknowledgement_names_the_funder_in_its_sentence(
    language: str, party: dict[str, Party], lockup: str, said: str
) -> None:
    funder = {"party": "p0", "lockup": lockup, "text_only": "true"}
    for project, whole in ((None, said), ("Dry years", f"{said[:1].lower()}{said[1:]}.")):
        funders = [funder | ({"project": project} if project else {})]
        paper = list(map(plain, lines(event_of(language, [party], "funder", funders=funders), "concept-note")))
        shown = [one for one in paper if one.lower().endswith(whole.lower())]
        assert shown, paper
        assert project is None or all("Dry years" in one for one in shown)


@pytest.mark.parametrize(
    ("language", "parent", "relation", "name"),
    [
        ("en", "World Water Forum", "In the margins of", "World Water Forum"),
        ("fr", "Forum mondial de l’eau", "En marge", "du Forum mondial de l’eau"),
        ("fr", "Assemblée générale", "En marge", "de l’Assemblée générale"),
        ("fr", "Eau 2031", "En marge de", "Eau 2031"),
    ],
)
def test_what_an_event_belongs_to_has_its_article_with_its_preposition(
    language: str, parent: str, relation: str, name: str
) -> None:
    assert facts(parsed_of(EVENT | {"language": language, "parent_event": parent}), "concept-note")[relation] == name


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ({"group": "12 youth delegates", "role": "discussant"}, "Discussants: 12 youth delegates"),
        ({"group": "Two ministers", "role": "chair"}, "Chairs: Two ministers"),
        ({"group": "one student", "role": "respondent"}, "Respondent: one student"),
        ({"office": "Mayor", "role": "keynote speaker"}, "Keynote speaker: Mayor"),
        ({"office": "Mayor", "role": "chair"}, "Chair: Mayor"),
    ],
)
def test_a_label_goes_with_how_many_hold_the_role(slot: Party, said: str) -> None:
    rows = [{"time": "9:00–10:00", "item": "Talk", "who": [dict(slot)]}]
    event = parsed_of(EVENT | {"panel": [slot], "agenda": rows})
    assert lines(event, "programme").count(said) == 2
    assert said in str(Calendar.from_ical(calendar(event)).walk("VEVENT")[0]["description"])


ARTICLES = [(one.tag, article.article) for one in shipped() for article in one.papers.articles if article.article]
NAMES = st.text("abcdeéABCDEÉ ’", min_size=1).map(str.strip).filter(bool)


@given(st.sampled_from([one.tag for one in shipped()]), st.lists(NAMES, min_size=1, max_size=4), st.data())
def test_names_are_never_changed_and_none_has_two_articles(tag: str, names: list[str], data: st.DataObject) -> None:
    words = shipped()[tag].papers
    articles = ["", *(article for known, article in ARTICLES if known == tag)]
    named = [Named(data.draw(st.sampled_from(articles)), name) for name in names]
    patterns = [words.hosted_by, words.accesses_of["by-invitation"], *(f["other"] for f in words.role_groups.values())]
    for pattern in patterns:
        before = pattern.partition("{")[0]
        said, prefixes = words.before_names(before, named)
        assert len(prefixes) == len(named)
        assert said == before or before.startswith(said)
        if not words.takes_articles(before):
            assert set(prefixes) == {""}
        for prefix, one in zip(prefixes, named, strict=True):
            assert prefix == "" or prefix[-1] in " ’"
            assert prefix.split().count(one.article.strip()) <= 1


@given(st.sampled_from(ARTICLES), NAMES)
def test_what_the_owner_writes_is_split_at_its_article(known: tuple[str, str], name: str) -> None:
    tag, article = known
    named = shipped()[tag].papers.named("Whatever", article + name)
    assert "".join(named[:2]) == article + name
    assert named.sure


@given(st.integers(1, 500), st.sampled_from(["delegates", "élèves"]))
def test_a_group_counts_as_many_as_it_says(count: int, of: str) -> None:
    numbers = shipped()["en"].words.numbers
    assert Slot(group=f"{count} {of}").holders(numbers) == count
    assert Slot(group=of).holders(numbers) == 2
