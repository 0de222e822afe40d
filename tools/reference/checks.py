"""The reference of the checks, in Markdown: the words are in checks.md.j2, the facts in the register and `forums/`."""

from __future__ import annotations

from difflib import ndiff
from pathlib import Path

import yaml

from conceptnote.check.event.rule import Rule, all_rules
from conceptnote.schema.forum import Forum
from conceptnote.shipped import shipped
from reference.page import page

_EXAMPLES = Path(__file__).with_name("check-examples.yaml")


def checks_reference() -> str:
    """The text of docs/checks.md."""
    profiles = {path.stem: _forum(path) for path in sorted(shipped("forums").glob("*.yaml"))}
    return page(
        "checks.md.j2",
        {"usual": _usual, "asks": _asks, "mended": _mended},
        rules=all_rules(),
        examples=_given(),
        forums=profiles,
    )


def examples() -> dict[str, dict[str, str]]:
    """For each check, by its code, what is `wrong`, what is `right`, and what is `beside` them, each with its rest.

    `accepted` is what the event said when its translations were recorded.
    """
    return {
        code: {name: text + example.get("rest", "") for name, text in example.items() if name != "rest"}
        for code, example in _given().items()
    }


def _given() -> dict[str, dict[str, str]]:
    given: dict[str, dict[str, str]] = yaml.safe_load(_EXAMPLES.read_bytes())
    return given


def _forum(path: Path) -> Forum:
    # Texts only, as event files are read: 13:15 is not the number that YAML 1.1 takes it for.
    return Forum.model_validate(yaml.load(path.read_bytes(), yaml.BaseLoader))  # noqa: S506 - it makes texts only


def _usual(rule: Rule) -> str:
    """The limit of a check, in words."""
    assert rule.limit is not None
    if rule.limit.default is None:
        return rule.limit.unit
    return f"{rule.limit.default} {rule.limit.unit}"


def _mended(example: dict[str, str]) -> str:
    """What is wrong in an example and how it is mended, as a diff: what both say is there once."""
    lines = ndiff(example["wrong"].splitlines(), example["right"].splitlines())
    return "\n".join(line.rstrip() for line in lines if not line.startswith("?"))


def _asks(forum: Forum) -> list[str]:
    """What a forum asks, each rule in words."""
    asked: list[str] = []
    if slot := forum.slot:
        asked.append(f"{slot.start:%H:%M}–{slot.end:%H:%M}" if slot.start and slot.end else f"{slot.minutes} minutes")
    if hosts := forum.hosts:
        asked.append(f"a host with {', '.join(f'“{word}”' for word in hosts.words[:2])} or the like in its name")
    for rule in all_rules():
        limit = getattr(forum, rule.limit.forum or "", None) if rule.limit else None
        if limit and rule.limit:
            asked.append(f"{rule.limit.forum}: up to {limit.most} {rule.limit.unit}")
    return asked
