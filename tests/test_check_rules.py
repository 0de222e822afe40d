"""Each check finds what it is for, at its place, and leaves alone what only looks like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml
from strategies import bitmap, svg

from conceptnote.build.examine import Report, examine
from conceptnote.check.event.reference import PLACE, checks_reference, main
from conceptnote.check.event.rule import Rule, all_rules
from conceptnote.check.event.words import numbered, words
from conceptnote.diagnostics import Code, Diagnostic, Severity

ROOT = Path(__file__).parents[1]
RULES = {rule.code: rule for rule in all_rules()}
TODAY = date(2030, 3, 1)
MINIMAL = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
IMAGES = {"small.png": bitmap(60, 60, "#123"), "large.png": bitmap(400, 400, "#123"),
          "undp.svg": svg(9, 9, "#123"), "fund.svg": svg(9, 9, "#123")}  # fmt: skip


def completed(text: str) -> str:
    """An event file with what every event needs, after what is given of it."""
    given = re.findall(r"^\w+", text, re.M)
    return text.rstrip() + "\n" + "".join(line for line in MINIMAL.splitlines(True) if line.split(":")[0] not in given)


def report_on(folder: Path, text: str, today: date = TODAY) -> Report:
    file = folder / "event.yaml"
    file.write_text(completed(text), encoding="utf-8")
    for name, data in IMAGES.items():
        (folder / name).write_bytes(data)
    return examine(file, today)


def found(report: Report, code: str) -> list[Diagnostic]:
    return [one for one in report.diagnostics if one.code.code == code]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_example_of_the_reference_breaks_this_rule_alone_and_its_mended_form_none(rule: Rule, tmp_path: Path) -> None:
    broken, mended = report_on(tmp_path, rule.breaks), report_on(tmp_path, rule.mends)
    assert {one.code.code for one in broken.diagnostics} == {rule.code}
    assert [str(one) for one in mended.diagnostics] == []
    assert broken.complete
    assert mended.complete


@dataclass(frozen=True, slots=True)
class Case:
    """A file that breaks a rule in this line, with these words, and one that nearly does."""

    breaks: str
    line: int
    says: str
    nearly: str


CASES = {
    code: Case(**case)
    for code, case in yaml.safe_load((Path(__file__).parent / "check-cases.yaml").read_text(encoding="utf-8")).items()
}


def test_every_rule_has_its_case() -> None:
    assert len(RULES) > 40
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("code", CASES)
def test_rule_finds_what_breaks_it_in_its_line(code: str, tmp_path: Path) -> None:
    case = CASES[code]
    report = report_on(tmp_path, case.breaks)
    assert report.complete, report.diagnostics
    told = found(report, code)
    assert told
    assert case.line in {one.location.line for one in told if one.location}
    assert any(case.says in one.message for one in told), told
    for one in told:
        assert one.hint
        assert one.severity is RULES[code].severity


@pytest.mark.parametrize("code", CASES)
def test_rule_leaves_alone_what_nearly_breaks_it(code: str, tmp_path: Path) -> None:
    report = report_on(tmp_path, CASES[code].nearly)
    assert report.complete, report.diagnostics
    assert [str(one) for one in found(report, code)] == []


# The register and its reference


def test_codes_are_those_of_checks_and_reasons_are_sentences() -> None:
    taken = {code.code for code in Code}
    for rule in RULES.values():
        assert re.fullmatch(r"CN1[0-8]\d", rule.code)
        assert rule.code not in taken
        for sentence in (rule.what, rule.reason):
            assert re.fullmatch(r"[A-Z].*\.", sentence), rule.code
        assert rule.breaks != rule.mends


def test_two_checks_cannot_have_one_code_and_none_is_without_a_reason() -> None:
    from conceptnote.check.event.rule import rule

    enter = rule("CN101", Severity.ERROR, breaks="a", mends="b")
    with pytest.raises(ValueError, match="CN101"):
        enter(lambda context: ())


def test_reference_is_fresh() -> None:
    message = f"{PLACE} is not what the checks say: run “python -m conceptnote.check.event.reference”"
    assert (ROOT / PLACE).read_text(encoding="utf-8") == checks_reference(ROOT / "forums"), message


def test_reference_is_written_into_the_repository_that_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not the repository"):
        main([str(tmp_path)])
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "docs").mkdir()
    main([str(tmp_path)])
    assert "### CN101" in (tmp_path / PLACE).read_text(encoding="utf-8")


def test_lists_of_words_hold_words() -> None:
    """YAML 1.1 takes NO and on for truths."""
    lists = "small stressed well-known united-nations zones titles particles placeholders ranges wholes parts".split()
    for name in lists:
        assert len(words(name)) > 4
        assert all(isinstance(word, str) for word in words(name)), name
    assert [number for word, number in numbered("weekdays").items() if word in ("Monday", "dimanche")] == [0, 6]
    assert [number for word, number in numbered("months").items() if word in ("January", "décembre")] == [1, 12]
