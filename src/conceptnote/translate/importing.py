"""From a translator's file to changes of an event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity, did_you_mean
from conceptnote.edit.files import Revision
from conceptnote.edit.meaning import setting
from conceptnote.edit.proposal import Proposal, proposal_of
from conceptnote.schema.event import Event
from conceptnote.source.overrides import Override
from conceptnote.source.project import Project
from conceptnote.textfolding import plain_words
from conceptnote.translate.texts import Text, languages_of, main_event, texts_into, unfolded
from conceptnote.translate.xliff import Unit, WrongFile, read


class Import(Struct, frozen=True):
    """The content of a file: the change to the event, if there is one, and the translations."""

    language: str
    proposal: Proposal | None
    texts: tuple[Text, ...]
    """All texts of the file with their translations."""
    warnings: tuple[Diagnostic, ...]


def importing(project: Project, data: bytes, shown: str) -> Import:
    """The changes of an XLIFF file to an event. A text whose path has moved is found by its words.

    Raises DiagnosticError for a file that is not XLIFF, is in a language that the event does not have, or was made from
    another text.
    """
    try:
        language, units = read(data)
    except WrongFile as error:
        raise _refused(f"the file cannot be read: {error}", shown, "send the .xlf file that was exported") from None
    others = languages_of(project)[1:]
    if language not in others:
        hint = did_you_mean(language, others, listing="it has translations into")
        raise _refused(f"the file is in “{language}”, and the event has no translation into it", shown, hint)
    texts = texts_into(project, language)
    given, problems = _matched(units, texts, shown)
    if problems:
        raise DiagnosticError(*problems)
    brought = tuple(replace(text, target=given[text.path]) for text in texts if text.path in given)
    overrides = list(_overrides(texts, given, language, shown))
    proposal = None
    if overrides:
        revision = Revision.of(project)
        proposal = proposal_of(revision, f"translations import {shown}", setting(revision, overrides))
    return Import(language, proposal, brought, tuple(_warnings(project, brought, language, shown)))


def _refused(message: str, shown: str, hint: str | None) -> DiagnosticError:
    return DiagnosticError(Diagnostic(Code.TRANSLATION_UNREADABLE, message, Location(shown), hint=hint))


def _matched(units: Sequence[Unit], texts: Sequence[Text], shown: str) -> tuple[dict[DataPath, str], list[Diagnostic]]:
    """The translation of each text, and the units whose source text no longer exists."""
    by_name = {text.name: text for text in texts}
    given: dict[DataPath, str] = {}
    problems = []
    for unit in units:
        source = " ".join(unit.source.split())
        there = by_name.get(unit.path)
        if there is None or " ".join(there.source.split()) != source:
            alike = [text for text in texts if " ".join(text.source.split()) == source and _alike(text.name, unit.path)]
            there = alike[0] if len(alike) == 1 else None
        if there is not None:
            given[there.path] = unfolded(unit.target, there.prose)
            continue
        message = f"“{_short(unit.source)}” is not the text of the event now: the file was made from an older one"
        hint = "export again: translations that are there already are in the new file"
        problems.append(Diagnostic(Code.TRANSLATION_OUTDATED, f"{unit.path}: {message}", Location(shown), hint=hint))
    return given, problems


def _alike(one: str, other: str) -> bool:
    """Whether two paths differ only in list positions."""
    return re.sub(r"\[\d+\]", "", one) == re.sub(r"\[\d+\]", "", other)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _overrides(texts: Sequence[Text], given: Mapping[DataPath, str], language: str, shown: str) -> Iterator[Override]:
    """The values to set: the parts of a list or record written by language are set together."""
    wholes: dict[DataPath, list[Text]] = {}
    for text in texts:
        wholes.setdefault(text.whole, []).append(text)
    for whole, parts in wholes.items():
        new = {one.path[len(whole) :]: given.get(one.path, one.target) for one in parts}
        if all(new[one.path[len(whole) :]] == one.target for one in parts):
            continue
        missing = [one.name for one in parts if new[one.path[len(whole) :]] is None]
        if missing:
            message = f"{format_path(whole)} is translated in part: {', '.join(missing)} is missing"
            raise _refused(message, shown, "translate all of its parts, or none")
        built = _built({one.path[len(whole) :]: f"{new[one.path[len(whole) :]]}{one.line_end}" for one in parts})
        yield Override((*whole, language), built, f"{shown} {format_path(whole)}")


def _built(parts: Mapping[DataPath, Any]) -> Any:
    """A value made of its parts, by their paths in it."""
    if () in parts:
        return parts[()]
    steps = dict.fromkeys(path[0] for path in parts)
    below = {step: _built({path[1:]: part for path, part in parts.items() if path[0] == step}) for step in steps}
    return [below[step] for step in steps] if all(isinstance(step, int) for step in steps) else below


def _warnings(project: Project, texts: Sequence[Text], language: str, shown: str) -> Iterator[Diagnostic]:
    """Differences between a translation and its source that `check` does not report: names, and a limit of length."""
    names = list(_names(main_event(project)))
    for text in texts:
        wording, there = (f" {plain_words(one)} " for one in (text.source, text.target or ""))
        for name in names:
            words = f" {plain_words(name)} "
            if words in wording and words not in there and _same_letters(name, there):
                message = f"the translation of {text.name} does not name “{name}”, which its text does"
                yield _warning(message, shown, "compare them")
        if text.limit is not None and text.target and len(text.target) > text.limit:
            message = f"the translation of {text.name} has {len(text.target)} characters; {text.limit} are allowed"
            yield _warning(message, shown, "shorten it")


def _warning(message: str, shown: str, hint: str) -> Diagnostic:
    return Diagnostic(Code.TRANSLATION_DIFFERS, message, Location(shown), hint=hint, severity=Severity.WARNING)


def _names(event: Event) -> Iterator[str]:
    """The family names of people and the acronyms of parties: no language translates them."""
    for person in event.people.values():
        if not isinstance(person.name, str) and person.name.family:
            yield person.name.family
    for party in event.parties.values():
        if party.acronym:
            yield party.acronym


def _same_letters(name: str, text: str) -> bool:
    """Whether a text is in the script of a name: other scripts write names differently."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isascii() for letter in letters) * 2 > len(letters) and name.isascii()
