"""Writes docs/checks.md from the register and forums/: `python -m conceptnote.check.event.reference [REPOSITORY]`."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined

from conceptnote.check.event.rule import Rule, all_rules
from conceptnote.schema.forum import Asked, Forum

PLACE = Path("docs/checks.md")
"""Where the file stands in the repository."""


def checks_reference(forums: Path) -> str:
    """The text of docs/checks.md; `forums` is the folder of the shipped profiles."""
    source = (files("conceptnote.check.event") / "checks.md.j2").read_text(encoding="utf-8")
    environment = Environment(  # noqa: S701 - it writes Markdown
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= {"usual": _usual, "asks": _asks}
    profiles = {path.stem: _forum(path) for path in sorted(forums.glob("*.yaml"))}
    return environment.from_string(source).render(rules=all_rules(), forums=profiles)


def _forum(path: Path) -> Forum:
    # Texts only, as event files are read: 13:15 is not the number that YAML 1.1 takes it for.
    return Forum.model_validate(yaml.load(path.read_bytes(), yaml.BaseLoader))  # noqa: S506 - it makes texts only


def _usual(rule: Rule) -> str:
    """The limit of a check, in words."""
    assert rule.limit is not None
    if rule.limit.default is None:
        return f"none, unless the forum or the event sets one; in {rule.limit.unit}"
    return f"{rule.limit.default} {rule.limit.unit}"


def _asks(forum: Forum) -> list[tuple[str, str, Asked]]:
    """What a forum asks: the check, the rule in words, and how one knows."""
    asked: list[tuple[str, str, Asked]] = []
    if slot := forum.slot:
        hours = f"{slot.start:%H:%M}–{slot.end:%H:%M}" if slot.start and slot.end else f"{slot.minutes} minutes"
        asked.append(("CN171", hours, slot))
    if hosts := forum.hosts:
        asked.append(("CN172", f"a host with one of these in its name: {', '.join(hosts.words)}", hosts))
    for rule in all_rules():
        limit = getattr(forum, rule.limit.forum or "", None) if rule.limit else None
        if limit and rule.limit:
            asked.append((rule.code, f"{rule.limit.forum}: up to {limit.most} {rule.limit.unit}", limit))
    return asked


def main(arguments: list[str]) -> None:
    """Write the file into the repository that is named, or into the working folder."""
    repository = Path(arguments[0]) if arguments else Path()
    if not (repository / "pyproject.toml").is_file():
        sys.exit(f"{repository.resolve()} is not the repository; name it")
    target = repository / PLACE
    target.write_text(checks_reference(repository / "forums"), encoding="utf-8", newline="\n")
    print(target)


if __name__ == "__main__":
    main(sys.argv[1:])
