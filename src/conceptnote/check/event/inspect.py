"""Run all checks on an event, with its own settings for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from conceptnote.check.event.context import Context, Locator
from conceptnote.check.event.rule import Remark, Rule, all_rules
from conceptnote.check.event.words import in_languages
from conceptnote.check.event.work import MOST_FINDINGS, TooMuchWork
from conceptnote.diagnostics import Code, Diagnostic, Location, Severity, did_you_mean


class Inspection(Struct, frozen=True):
    """The findings, and how many of them the event silences."""

    diagnostics: tuple[Diagnostic, ...]
    silenced: int


def inspect(context: Context, locator: Locator) -> Inspection:
    """Run every check on an event; an unknown code in its settings is an error."""
    with in_languages(context.event.known_languages):
        return _inspect(context, locator)


def _inspect(context: Context, locator: Locator) -> Inspection:
    found = list(_adjustments(context, locator))
    silenced = 0
    for rule in all_rules():
        adjusted = context.event.checks.get(rule.code)
        off = bool(adjusted and adjusted.severity == "off")
        severity = Severity[adjusted.severity.upper()] if adjusted and adjusted.severity and not off else rule.severity
        remarks = _remarks(rule, context)
        with context.work.afresh():
            try:
                for remark in islice(remarks, MOST_FINDINGS):
                    silenced += off
                    if not off:
                        # All at once, because a remark keeps the text before it.
                        found.append(_diagnostic(rule, remark, severity, locator))
                if not off and next(remarks, None):
                    found.append(_unfinished(rule, f"it already found {MOST_FINDINGS} problems", locator))
            except TooMuchWork:
                if not off:
                    found.append(_unfinished(rule, "there is too much to compare", locator))
    return Inspection(tuple(found), silenced)


def _unfinished(rule: Rule, why: str, locator: Locator) -> Diagnostic:
    message = f"{rule.code} (“{rule.title}”) did not check the whole file: {why}"
    hint = "fix what is reported, or make the file shorter; then check again"
    at = Location(locator.locate(()).file, 1, 1)
    return Diagnostic(Code.NOT_LOOKED_AT, message, at, (), hint, Severity.WARNING)


def _remarks(rule: Rule, context: Context) -> Iterator[Remark]:
    if rule.limit is None:
        yield from rule.find(context)
    elif (limit := limit_of(rule, context)) is not None:
        yield from rule.find(context, limit)


def limit_of(rule: Rule, context: Context) -> int | None:
    """The limit of a check: the event's, otherwise its forum's, otherwise the usual one."""
    if rule.limit is None:
        return None
    adjusted = context.event.checks.get(rule.code)
    if adjusted and adjusted.limit is not None:
        return adjusted.limit
    asked = getattr(context.forum, rule.limit.forum, None) if rule.limit.forum else None
    return asked.most if asked else rule.limit.default


def _diagnostic(rule: Rule, remark: Remark, severity: Severity, locator: Locator) -> Diagnostic:
    if remark.after is not None:
        at = locator.locate_in(remark.path, remark.after)
    else:
        at = locator.locate(remark.path, key=remark.key)
    if not remark.path:
        at = Location(at.file)  # It belongs to the file as a whole.
    return Diagnostic(rule, remark.message, at, remark.path, remark.hint, severity)


def _adjustments(context: Context, locator: Locator) -> Iterator[Diagnostic]:
    rules = {rule.code: rule for rule in all_rules()}
    for code, adjusted in context.event.checks.items():
        if code not in rules:
            at = locator.locate(("checks", code), key=True)
            hint = did_you_mean(code, rules, listing="checks")
            yield Diagnostic(Code.UNKNOWN_REFERENCE, f"there is no check “{code}”", at, ("checks", code), hint)
        elif adjusted.limit is not None and rules[code].limit is None:
            path = ("checks", code, "limit")
            message = f"the check {code} has no limit"
            yield Diagnostic(Code.WRONG_VALUE, message, locator.locate(path), path, "remove it; see docs/checks.md")
