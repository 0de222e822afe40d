"""Each check finds what it is for, at its place, and leaves alone what only looks like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml
from reference.checks import examples
from strategies import bitmap, svg

from conceptnote.build.lint import Report, lint
from conceptnote.build.pool import Pool
from conceptnote.check.event.rule import Rule, all_rules
from conceptnote.check.event.words import mentions, numbered, phrase, words
from conceptnote.diagnostics import Code, Diagnostic, Severity
from conceptnote.source.project import find_project
from conceptnote.translate.record import record
from conceptnote.translate.texts import texts_into

ROOT = Path(__file__).parents[1]
RULES = {rule.code: rule for rule in all_rules()}
EXAMPLES = examples()
TODAY = date(2030, 3, 1)
MINIMAL = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
IMAGES = {"small.png": bitmap(60, 60, "#123"), "large.png": bitmap(400, 400, "#123"),
          "undp.svg": svg(9, 9, "#123"), "fund.svg": svg(9, 9, "#123")}  # fmt: skip


WORDS = "water river basin people share conflict women youth".split()


def of_words(count: int) -> str:
    """A text of so many words."""
    return " ".join((WORDS * count)[:count])


def of_notes(count: int, indent: str) -> str:
    """Paragraphs of seven lines on A4, each with a footnote of three that is called in its first."""
    pairs = [(f"Point {n + 1} {of_words(3)}[^{n}] {of_words(72)}", f"[^{n}]: {of_words(36)}") for n in range(count)]
    return f"\n\n{indent}".join(block for pair in pairs for block in pair)


def completed(text: str) -> str:
    """An event file as it is meant: long texts written out, and what every event needs after what is given of it."""
    text = re.sub(r"‹(\d+) words›", lambda match: of_words(int(match[1])), text)
    text = re.sub(r"(?m)^( *)‹(\d+) paragraphs with footnotes›",
                  lambda match: match[1] + of_notes(int(match[2]), match[1]), text)  # fmt: skip
    given = re.findall(r"^\w+", text, re.M)
    return text.rstrip() + "\n" + "".join(line for line in MINIMAL.splitlines(True) if line.split(":")[0] not in given)


def report_on(
    folder: Path, text: str, pool: Pool | None = None, template: str = "", beside: str = "", accepted: str = ""
) -> Report:
    """The report on an event, and on one beside it if there is one; `accepted` is what it was when it was translated.

    With a pool it is on its pages, too; then the project may have a paper of its own.
    """
    file = folder / "event.yaml"
    if template:
        (folder / "templates").mkdir(exist_ok=True)
        (folder / "templates" / "poster.html.j2").write_text(template, encoding="utf-8")
    if accepted:
        file.write_text(completed(accepted), encoding="utf-8")
        record(find_project(file), "fr", texts_into(find_project(file), "fr"))
    file.write_text(completed(text), encoding="utf-8")
    for name, data in IMAGES.items():
        (folder / name).write_bytes(data)
    if not beside:
        return lint(file, TODAY, pool=pool)
    (folder / "events").mkdir(exist_ok=True)
    other = folder / "events" / "beside.yaml"
    other.write_text(completed(beside), encoding="utf-8")
    return lint([other, file], TODAY, pool=pool)


def found(report: Report, code: str) -> list[Diagnostic]:
    return [one for one in report.diagnostics if one.code.code == code]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_example_of_the_reference_breaks_this_rule_alone_and_its_mended_form_none(
    rule: Rule, tmp_path: Path, pool: Pool
) -> None:
    used = pool if rule.rendered else None
    example = EXAMPLES[rule.code]
    around = {"beside": example.get("beside", ""), "accepted": example.get("accepted", "")}
    broken = report_on(tmp_path, example["wrong"], used, **around)
    mended = report_on(tmp_path, example["right"], used, **around)
    assert {one.code.code for one in broken.diagnostics} == {rule.code}
    assert [str(one) for one in mended.diagnostics] == []
    assert broken.complete
    assert mended.complete


@dataclass(frozen=True, slots=True)
class Case:
    """A file that breaks a rule in this line, with these words, and one that nearly does.

    The line is 0 where it is told of the whole file. `template` is a paper of the project.
    """

    breaks: str
    line: int
    says: str
    nearly: str
    template: str = ""
    beside: str = ""
    accepted: str = ""


CASES = {
    code: Case(**case)
    for code, case in yaml.safe_load((Path(__file__).parent / "check-cases.yaml").read_text(encoding="utf-8")).items()
}


def test_every_rule_has_its_case() -> None:
    assert len(RULES) > 40
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("code", CASES)
def test_rule_finds_what_breaks_it_in_its_line(code: str, tmp_path: Path, pool: Pool) -> None:
    case = CASES[code]
    used = pool if RULES[code].rendered else None
    report = report_on(tmp_path, case.breaks, used, case.template, case.beside, case.accepted)
    assert report.complete, report.diagnostics
    told = found(report, code)
    assert told
    assert case.line in {one.location.line for one in told if one.location}
    assert any(case.says in one.message for one in told), [one.message for one in told]
    for one in told:
        assert one.hint
        assert one.severity is RULES[code].severity


@pytest.mark.parametrize("code", CASES)
def test_rule_leaves_alone_what_nearly_breaks_it(code: str, tmp_path: Path, pool: Pool) -> None:
    case = CASES[code]
    used = pool if RULES[code].rendered else None
    report = report_on(tmp_path, case.nearly, used, case.template, case.beside, case.accepted)
    assert report.complete, report.diagnostics
    assert [str(one) for one in found(report, code)] == []


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.rendered])
def test_what_only_pages_show_is_not_told_without_them(code: str, tmp_path: Path) -> None:
    case = CASES[code]
    report = report_on(tmp_path, case.breaks, template=case.template)
    assert report.complete, report.diagnostics
    assert found(report, code) == []


# The register and its reference


def test_codes_are_those_of_checks_and_they_are_described_in_sentences() -> None:
    taken = {code.code for code in Code}
    for rule in RULES.values():
        assert re.fullmatch(r"CN1\d\d", rule.code)
        assert rule.code not in taken
        assert re.fullmatch(r"[A-Z].*\.", rule.what), rule.code
        assert re.fullmatch(r"([A-Z`].*\.)?", rule.more), rule.code
    assert set(EXAMPLES) == set(RULES)
    assert all(example["wrong"] != example["right"] for example in EXAMPLES.values())


def test_two_checks_cannot_have_one_code_and_each_says_what_it_finds() -> None:
    from conceptnote.check.event.rule import rule

    enter = rule("CN101", Severity.ERROR)
    with pytest.raises(ValueError, match="CN101"):
        enter(lambda context: ())


def test_lists_of_words_hold_words() -> None:
    """YAML 1.1 takes NO and on for truths."""
    lists = "small stressed well-known united-nations zones titles particles placeholders ranges wholes parts".split()
    for name in lists:
        assert len(words(name)) > 4
        assert all(isinstance(word, str) for word in words(name)), name
    assert [number for word, number in numbered("weekdays").items() if word in ("Monday", "dimanche")] == [0, 6]
    assert [number for word, number in numbered("months").items() if word in ("January", "décembre")] == [1, 12]


@pytest.mark.parametrize("name", ["unsettled", "begins", "minutes", "hours", "lengths"])
def test_no_pattern_of_words_is_left_out_where_it_could_match(name: str) -> None:
    vowelled = re.compile("(?<=[\u0621-\u064a])")
    for word in words(name):
        assert phrase(name).search(word)
        for form in (word, word.upper(), word.capitalize(), vowelled.sub("\u064e", word)):
            for around in ("{}", "« {}. »", "Text\n{}\nMore", "90-{} ab", "（{}）", "the {}’s, or", "90{} ab"):
                assert mentions(around.format(form), name), form
    assert not mentions("Water for the whole region", name)
