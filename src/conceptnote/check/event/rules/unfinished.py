"""CN162, CN163 and CN168: unfinished texts and facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import spell
from conceptnote.check.event.plain import unsettled_in
from conceptnote.check.event.rule import Limit, Remark, rule
from conceptnote.check.event.slots import all_slots
from conceptnote.check.event.texts import FoundText
from conceptnote.check.event.words import any_of, mentions, phrase, words
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.schema.event import Event

_BREAKS_OFF = re.compile(r"(?:[:,;–—]|\.\.\.|…|(?<!\w)-)\s*$")
_TO_BRACKET = re.compile(r"[^\]\n]{0,40}\]")
_INLINE_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]{1,80}\]:(?P<text>[^\n]*(?:\n(?!\n|[ \t]*\[\^)[^\n]*)*)", re.MULTILINE)


@rule("CN162", Severity.WARNING)
def breaks_off(context: Context) -> Iterator[Remark]:
    """A footnote, or the last words of a text, break off.

    They end with a colon, a comma, a dash or an ellipsis.
    """
    for wording, start, text in _ends(context):
        if match := _BREAKS_OFF.search(text):
            end = text[: match.start()].rstrip()
            words = f"… {end[-30:].split(' ', 1)[-1]}" if len(end) > 30 else end
            shown = f"“{words}{text[len(end) :].rstrip()}”"
            what = "the note" if "footnotes" in wording.path or start else "the text"
            after = wording.text[: start + len(end)]
            yield Remark(wording.path, f"{what} breaks off: {shown}", "write what is missing, or remove it", after)


def _ends(context: Context) -> Iterator[tuple[FoundText, int, str]]:
    """Texts that should be whole sentences, and footnotes in them, each with its offset."""
    for text in context.texts:
        if not text.prose:
            continue
        for match in _INLINE_NOTE.finditer(text.text):
            yield text, match.start("text"), match["text"]
        body = _INLINE_NOTE.split(text.text)[0].rstrip()
        if not _goes_on(context, text.path):
            yield text, 0, body


def _goes_on(context: Context, path: DataPath) -> bool:
    """Whether something is printed right after this text, so that the text may announce it."""
    if path[-1] == "text" and (section := context.headed.get(path[:-1])):
        return bool(section.show)
    row = context.row_at(path)
    return row is not None and bool(row.row.who or row.row.questions or row.row.rows)


@rule("CN163", Severity.WARNING, limit=Limit(14, "days before the event"))
def unsettled(context: Context, limit: int) -> Iterator[Remark]:
    """Something is still to be confirmed, and the event is near or over."""
    event, first = context.event, context.sittings[0].date
    if first.day is None or (left := (first.day - context.today).days) > limit:
        return
    when = _when(left, spell(first.day) + (" (the year is inferred)" if first.year == "inferred" else ""))
    used = {slot.person for _, slot in all_slots(event)}
    for identifier, person in event.people.items():
        if person.status == "tbc" and identifier in used:
            hint = f"conceptnote confirm {identifier}, or decline, or replace"
            yield Remark(("people", identifier, "status"), f"{person.name} is still to be confirmed, {when}", hint)
    for path, slot in all_slots(event):
        if slot.status == "tbc":
            who = str(event.people[slot.person].name) if slot.person else slot.office or slot.group or "a slot"
            yield Remark((*path, "status"), f"{who} is still to be confirmed, {when}", "confirm or replace them")
    for path, entry in context.programme.entries.items():
        record = entry.record
        if not isinstance(record, Event) and record.status == "tbc":
            hint = "remove “status” once it is certain, or write “status: cancelled”"
            yield Remark((*path, "status"), f"“{entry.title}” is still to be confirmed, {when}", hint)
    for path, section in event.headed:
        for name, note in section.footnotes.items():
            # A note that breaks off is reported as such.
            if note.status == "tbc" and not _BREAKS_OFF.search(note.text):
                where = (*path, "footnotes", name, "status")
                yield Remark(where, f"the note “{name}” is still incomplete, {when}", "complete it, or remove “status”")
    for text in context.texts:
        if unsettled_in(text) or not mentions(text.plain, "unsettled"):
            continue  # CN176 reports the first
        for match in phrase("unsettled").finditer(text.plain):
            caseless = match[0].lower() == match[0].upper()
            if match[0].isupper() or caseless or " " in match[0]:
                yield Remark(
                    text.path,
                    f"the text says “{match[0]}”, {when}",
                    "settle it",
                    text.text[: match.start()],
                )


def _when(left: int, day: str) -> str:
    if left < 0:
        return f"and the event was on {day}"
    return f"and the event is {'today' if not left else 'tomorrow' if left == 1 else f'in {left} days'}"


@rule("CN168", Severity.WARNING)
def placeholders(context: Context) -> Iterator[Remark]:
    """A text has a placeholder that nobody has filled in."""
    pattern = re.compile(rf"(?<!\w){any_of(words('placeholders'))}", re.IGNORECASE)
    for text in context.texts:
        for match in pattern.finditer(text.text):
            rest = _TO_BRACKET.match(text.text, match.end()) if match[0].startswith("[") else None
            shown = match[0] + (rest[0] if rest else "")
            if text.text.startswith("(", match.start() + len(shown)) and rest:
                continue  # a link
            hint = "replace it with the text that belongs here"
            yield Remark(text.path, f"“{shown}” is a placeholder", hint, text.text[: match.start()])
