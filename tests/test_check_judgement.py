"""What an experienced programme officer would say of real programmes: which findings are right, which are none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conceptnote.build.lint import Report, lint
from conceptnote.build.pool import Pool

BASE = "title: Rivers\ndate: 2031-06-10\ntime: {time}\ntimezone: {zone}\n"
PEOPLE = "people: {a: {name: Ana Ruiz}, b: {name: Leo Paz}}\n"


def examined(folder: Path, text: str, pool: Pool | None = None) -> Report:
    given = {"time": "9:00–21:30", "zone": "Europe/Zurich"}
    file = folder / "event.yaml"
    file.write_text(BASE.format(**given) + text, encoding="utf-8")
    report = lint(file, date(2031, 1, 1), pool=pool)
    assert report.complete, report.diagnostics
    assert not report.unprinted, report.diagnostics
    return report


def prose(text: str) -> str:
    return f"sections: [{{heading: Purpose, text: '{text}'}}]\n"


def rows(*those: str) -> str:
    return "agenda:\n" + "".join(f"  - {{{row}}}\n" for row in those)


HOUSE = "parties: {h: {name: %s, roles: host}}\n"
NONE = [
    ("CN141", HOUSE % "The Blue House" + prose("The Blue House opens. We thank Blue House.")),
    ("CN141", HOUSE % "Blue House" + "venue: The Blue House\n" + prose("The Blue House and Blue House are one.")),
    ("CN141", HOUSE % "Observatorio del Cono Sur" + prose("The Observatorio del Cono Sur opens.")),
    ("CN141", HOUSE % "Casa do Alto a" + prose("The Casa do Alto a opens, and then Casa do Alto a closes.")),
    ("CN165", prose("LKPP, the National Public Procurement Agency of Indonesia, has shown how.")),
    ("CN165", prose("LKPP (Agencia Nacional de Compras) has shown how, and LKPP – the National Agency – will.")),
    ("CN165", prose("As the Centre for Rivers, CFR, has shown, CFR counts.")),
    ("CN165", prose("NEW YORK, 5 March – Rivers are shared. GENEVA (Switzerland), June 10: more.")),
    ("CN165", prose("Rivers in DANGER: the danger grows. ZURICH is its place.")),
    ("CN121", rows("time: 10:30–11:00, item: Coffee break, kind: break", "time: 10:30–11:00, item: Press conference")),
    ("CN121", rows("time: 12:30–14:00, item: Lunch, kind: meal", "time: 13:30–14:00, item: Bilateral meetings")),
    ("CN121", rows("time: 12:30–14:00, item: Lunch, kind: meal", "time: 13:00–13:30, item: Donors meet, room: B")),
    ("CN125", rows("time: 9:00–17:30, item: Debate", "time: 19:30–21:30, item: Dinner, kind: meal")),
    ("CN125", rows("time: 9:00–17:30, item: Debate", "time: 19:00–21:30, item: Evening reception")),
    ("CN125", rows("time: 9:00–12:00, item: Debate", "time: 15:00–21:30, item: Talks")
     + "sub_events: [{title: Drafting group, time: 12:05–15:00}]\n"),
    ("CN131", PEOPLE + "panel: [{person: a, role: moderator}, b]\n" + rows("item: Debate, who: b")),
    ("CN131", PEOPLE + "panel: [{person: a, role: rapporteur}, b]\n" + rows("item: Debate, who: b")),
    ("CN102", prose("Join us on 10 June 2031 at 9.15. The event on Tuesday, 10 June 2031, is open.")),
    ("CN102", prose("The Mission invites you to celebrate the treaty of 3 March 1998. The meeting on 3 March agreed.")),
    ("CN126", rows("time: 9:00–10:00, item: Talks, text: Twelve speakers of five minutes each.")),
    ("CN126", rows("time: 9:00–10:00, item: Statements (12 × 5 min)")),
    ("CN126", PEOPLE + rows("time: 9:00–9:10, item: Talks, text: Five minutes each., "
                            "who: [a, b, {office: Chair, role: chair}]")),
]  # fmt: skip
RIGHT = [
    ("CN141", HOUSE % "Blue River House" + prose("The Blue Rivers House opens."), "“Blue Rivers House”"),
    ("CN141", HOUSE % "Observatorio del Cono Sur" + prose("The Observatoria del Cono Sur opens."), "Cono Sur”"),
    ("CN165", prose("LKPP, the agency, has shown how."), "LKPP"),
    ("CN165", prose("See LKPP, 5 copies of it."), "LKPP"),
    ("CN121", rows("time: 11:00–12:45, item: Debate, kind: plenary, room: Hall",
                   "time: 12:30–14:00, item: Lunch for all, kind: meal, room: Restaurant"), "“Debate” (11:00–12:45)"),
    ("CN121", rows("time: 12:30–14:00, item: Lunch, kind: meal, room: Restaurant",
                   "time: 13:30–15:00, item: Debate, room: Hall"), "“Lunch” (12:30–14:00)"),
    ("CN121", rows("time: 10:30–11:00, item: Coffee, kind: break, room: A", "time: 10:30–11:00, item: Press, room: A"),
     "“Coffee”"),
    ("CN121", rows("time: 10:30–11:00, item: Debate", "time: 10:30–11:00, item: Press conference"), "“Debate”"),
    ("CN125", rows("time: 9:00–12:00, item: Debate", "time: 13:00–21:30, item: Lunch, kind: meal"), "12:00 to 13:00"),
    ("CN125", rows("time: 9:00–12:00, item: Debate", "time: 15:00–21:30, item: Talks")
     + "sub_events: [{title: Film, time: 12:00–13:30}]\n", "13:30 to 15:00"),
    ("CN131", PEOPLE + "panel: [{person: a, role: moderator}]\n"
     + rows("item: Debate, who: {person: b, role: moderator}"), "Ana Ruiz"),
    ("CN102", prose("Join us on 10 July 2031 at 9.15."), "“10 July 2031”"),
    ("CN102", prose("The event on Thursday, 12 June 2031, is open to all."), "“Thursday, 12 June 2031”"),
    ("CN102", prose("Our meeting of 12 June will be short."), "“12 June”"),
    ("CN102", prose("La Mission vous invite à une table ronde le 12 juin 2031."), "“12 juin 2031”"),
    ("CN126", rows("time: 9:00–9:30, item: Talks, text: Twelve speakers of five minutes each."), "60 minutes"),
    ("CN126", rows("time: 9:00–9:30, item: Statements (12 × 5 min)"), "60 minutes"),
    ("CN126", PEOPLE + rows("time: 9:00–9:10, item: Talks (7 minutes each), who: [a, b]"), "14 minutes"),
    ("CN126", PEOPLE + rows("time: 9:00–9:10, item: Exposés, text: Dix minutes chacun., who: [a, b]"), "20 minutes"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), NONE)
def test_what_is_as_it_should_be_is_not_reported(code: str, text: str, tmp_path: Path) -> None:
    assert [str(one) for one in examined(tmp_path, text).diagnostics if one.code.code == code] == []


@pytest.mark.parametrize(("code", "text", "said"), RIGHT)
def test_what_is_wrong_is_reported(code: str, text: str, said: str, tmp_path: Path) -> None:
    messages = [one.message for one in examined(tmp_path, text).diagnostics if one.code.code == code]
    assert len(messages) == 1, messages
    assert said in messages[0]


def test_cards_and_lists_to_sign_are_no_running_text(tmp_path: Path, pool: Pool) -> None:
    people = "".join(f"  p{at}: {{name: Ana Ruiz {chr(65 + at)}, functions: Head of the office}}\n" for at in range(6))
    panel = "panel: [" + ", ".join(f"p{at}" for at in range(6)) + "]\n"
    papers = "papers: {name-plates: {}, attendance-sheet: {}}\n"
    report = examined(tmp_path, f"people:\n{people}{panel}{papers}checks: {{CN180: {{limit: 2}}}}\n", pool)
    assert [str(one) for one in report.diagnostics if one.code.code.startswith("CN18")] == []


def test_page_that_opens_with_the_last_row_of_a_day_is_reported(tmp_path: Path, pool: Pool) -> None:
    """However long the row is: the rest of its day stands on the page before, and the next day follows it."""
    text = "A few words.\n\n\n          And more.\n\n\n          And yet more."

    def day(day: int, count: int) -> str:
        begin = [f"{8 + at // 3}:{at % 3 * 20:02}" for at in range(count + 1)]
        those = (f"{{time: {begin[at]}–{begin[at + 1]}, item: Item {at}, text: '{text}'}}" for at in range(count))
        return f"- date: 2031-06-{day}\n  time: 8:00–23:00\n  agenda:\n" + "".join(f"  - {one}\n" for one in those)

    file = tmp_path / "event.yaml"
    file.write_text(f"title: Rivers\ntimezone: UTC\nvenue: P\nsittings:\n{day(10, 9)}{day(11, 4)}", encoding="utf-8")
    report = lint(file, date(2031, 1, 1), pool=pool)
    (message,) = [one.message for one in report.diagnostics if one.code.code == "CN183"]
    assert message.startswith("programme, page 2: the row “10:40–11:00 Item 8 ")
