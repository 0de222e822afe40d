"""Checks of a stranger's file end: their work grows with the file, or they stop and say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from conceptnote.build.lint import lint
from conceptnote.check.event import inspect as inspecting
from conceptnote.check.event import work
from conceptnote.check.event.fuzzy import distance, near, shortened
from conceptnote.diagnostics import Code, Severity

BASE = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: BASE + f'structure: "{piece * (size // len(piece))}"\n'


def everybody(size: int) -> str:
    people = "".join(f"  p{at}: {{name: Ann Keitamon{at}}}\n" for at in range(size // 80))
    said = " ".join(f"Mr. Keitamox{at} and Ann Keitamon{at} speak." for at in range(size // 80))
    return f"{BASE}people:\n{people}structure: {said}\n"


def parties(size: int) -> str:
    those = "".join(f"  p{at}: {{name: River Forum {at} Body, acronym: IRF{at}}}\n" for at in range(size // 100))
    said = " ".join(f"The Rivers Forum {at} Body (IRG{at}) speaks." for at in range(size // 100))
    return f"{BASE}parties:\n{those}structure: {said}\n"


def agenda(size: int) -> str:
    return f"{BASE}agenda:\n" + "".join(f"  - {{time: 9:20–10:00, item: I{at}}}\n" for at in range(size // 40))


def sections(size: int) -> str:
    return f"{BASE}sections:\n" + "".join(f"  - {{heading: H{at}, text: Some text.}}\n" for at in range(size // 40))


HOSTILE: dict[str, Callable[[int], str]] = {
    "words before an acronym": repeated("It was the " + "a " * 60 + "(BAAAAAAAAAAAAAA). "),
    "titles": lambda size: repeated("Mr. ")(size) + "people: {a: {name: Ann Keita}}\n",
    "capitals": lambda size: BASE + f"structure: {'A' * size}.x\n",
    "capitals and signs": repeated("AAA&BBB.x "),
    "underscores": lambda size: BASE + f"structure: a {'_' * size}b\n",
    "blank lines in a note": lambda size: BASE + 'structure: "x[^a]' + r"\n\n[^a]: y" + r"\n " * (size // 3) + '"\n',
    "calls of notes": repeated("[^a] "),
    "times": repeated("on 5 March at 9.15 to 11.00 and the event "),
    "digits": lambda size: BASE + f"structure: The event lasts {'1' * size} minutes.\n",
    "numbers in two languages": lambda size: BASE
    + "language: [en, fr]\n"
    + f"structure: {{en: {' '.join(str(1000 + 7 * at) for at in range(size // 10))},"
    + f" fr: {' '.join(str(1001 + 7 * at) for at in range(size // 10))}}}\n",
    "a long name": lambda size: BASE
    + f"parties: {{p: {{name: {'Alpha Beta ' * (size // 30)}}}}}\n"
    + f"structure: {'Alpha Beta ' * (size // 15)}\n",
    "e-mail": lambda size: BASE + f"contacts: [{{name: A, email: a@{'.' * size}@}}]\n",
    "agenda": agenda,
    "sections": sections,
}  # fmt: skip


MANY_WITH_MANY = {"people": everybody, "parties": parties}


def looked_at(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, set[str]]:
    """How many steps the checks of a file took, and what was found."""
    counted: list[work.Work] = []
    inspect = inspecting.inspect
    monkeypatch.setattr(
        inspecting, "inspect", lambda context, marks: counted.append(context.work) or inspect(context, marks)
    )
    file = folder / "event.yaml"
    file.write_text(text, encoding="utf-8")
    report = lint(file, date(2030, 3, 1))
    monkeypatch.undo()
    return sum(one.done for one in counted), {one.code.code for one in report.diagnostics}


@pytest.mark.parametrize("kind", HOSTILE)
def test_work_grows_with_the_file_or_ends(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    less, _ = looked_at(tmp_path, HOSTILE[kind](2_000), monkeypatch)
    more, found = looked_at(tmp_path, HOSTILE[kind](8_000), monkeypatch)
    assert more <= 5 * max(less, 1_000) or Code.NOT_LOOKED_AT.code in found


@pytest.mark.parametrize("kind", MANY_WITH_MANY)
def test_comparing_many_with_many_ends(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_STEPS", 10_000)
    file = tmp_path / "event.yaml"
    for size, ends in ((1_000, False), (8_000, True)):
        file.write_text(MANY_WITH_MANY[kind](size), encoding="utf-8")
        found = lint(file, date(2030, 3, 1)).diagnostics
        assert any("too much to compare" in one.message for one in found if one.code is Code.NOT_LOOKED_AT) is ends


def test_check_that_has_too_much_to_do_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_STEPS", 200)
    file = tmp_path / "event.yaml"
    file.write_text(everybody(4_000), encoding="utf-8")
    told = [one for one in lint(file, date(2030, 3, 1)).diagnostics if one.code is Code.NOT_LOOKED_AT]
    assert any(one.message.startswith("CN134 (“A name is spelt in two ways”) did not check the whole") for one in told)
    assert {(one.severity, one.path) for one in told} == {(Severity.WARNING, ())}
    assert all(one.hint and one.location for one in told)
    file.write_text(everybody(4_000) + "checks: {CN134: {severity: off, reason: Known.}}\n", encoding="utf-8")
    told = [one for one in lint(file, date(2030, 3, 1)).diagnostics if one.code is Code.NOT_LOOKED_AT]
    assert not any("CN134" in one.message for one in told)


def test_one_check_reports_a_hundred_things_at_most(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"
    file.write_text(repeated("https://a:b@example.org ")(4_000), encoding="utf-8")
    found = lint(file, date(2030, 3, 1)).diagnostics
    assert sum(one.code.code == "CN195" for one in found) == work.MOST_FINDINGS
    assert [one.message for one in found if one.code is Code.NOT_LOOKED_AT and "CN195" in one.message]


@pytest.mark.parametrize("word", ["brandt", "amari", "fondation", "kommission"])
def test_words_that_are_near_share_a_shortened_form(word: str) -> None:
    letters = 2 if len(word) >= 9 else 1
    others = {word[:at] + new + word[at + skip :] for at in range(1, len(word)) for skip in (0, 1) for new in ("", "x")}
    others |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    seen = [one for one in others if near(word, one)]
    assert len(seen) > len(word)
    for one in seen:
        assert distance(word, one) <= letters
        assert shortened(word, letters) & shortened(one, letters)
