"""CN171 to CN175, CN180 and CN181: what the event's forum asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import minute
from conceptnote.check.event.rule import Limit, Remark, rule
from conceptnote.check.event.texts import blanked
from conceptnote.check.event.words import folded
from conceptnote.diagnostics import Severity
from conceptnote.schema.forum import Asked, FixedSlot
from conceptnote.schema.when import TimeSpan
from conceptnote.textfolding import plain_words

if TYPE_CHECKING:
    from conceptnote.check.event.papers import PrintedPaper


def _cited(asked: Asked) -> str:
    date = f", {asked.date.isoformat()}" if asked.date else ""
    return f"{asked.source}{date}" + ("" if asked.verified else "; not verified, ask the secretariat")


@rule("CN171", Severity.WARNING)
def slot(context: Context) -> Iterator[Remark]:
    """The event does not keep to the slot of its forum."""
    asked = context.forum.slot if context.forum else None
    if context.forum is None or asked is None:
        return
    for occasion, time in ((one, one.time) for one in context.sittings if one.time):
        for text in _beyond(time, asked, context.forum.name):
            yield Remark((*occasion.path, "time"), text, _cited(asked))


def _beyond(time: TimeSpan, asked: FixedSlot, name: str) -> Iterator[str]:
    """The part of a time outside the slot."""
    if asked.start and time.start < asked.start:
        yield f"the event begins at {time.start:%H:%M}, but {name} begins at {asked.start:%H:%M}"
    if asked.end and time.end and time.end > asked.end:
        yield f"the event ends at {time.end:%H:%M}, but {name} ends at {asked.end:%H:%M}"
    length = minute(time.end) - minute(time.start) if time.end else None
    if asked.minutes and length and length > asked.minutes:
        yield f"the event lasts {length} minutes, but {name} has {asked.minutes}"


@rule("CN172", Severity.WARNING)
def hosts(context: Context) -> Iterator[Remark]:
    """The forum does not allow any of the hosts."""
    asked = context.forum.hosts if context.forum else None
    if context.forum is None or asked is None:
        return
    allowed = any(
        f" {plain_words(word)} " in f" {plain_words(party.name)} "
        for party in context.event.parties.values()
        if not set(party.roles) <= {"funder", "publisher"}
        for word in asked.words
    )
    if not allowed:
        message = f"{context.forum.name} needs one of these among the hosts: {', '.join(asked.words)}"
        yield Remark(("parties",) if context.event.parties else ("forum",), message, _cited(asked), key=True)


@rule("CN173", Severity.WARNING, limit=Limit(None, "characters", forum="title"))
def title(context: Context, limit: int) -> Iterator[Remark]:
    """The title is longer than the forum allows."""
    if (length := len(context.event.title)) > limit:
        message = f"the title has {length} characters, but at most {limit} are allowed"
        yield Remark(("title",), message, _by(context, "title"), after="")


@rule("CN174", Severity.WARNING, limit=Limit(None, "words", forum="background"))
def background(context: Context, limit: int) -> Iterator[Remark]:
    """The background is longer than the forum allows."""
    for number, section in enumerate(context.event.sections):
        about = folded("background") & set(plain_words(section.heading).split())
        if about and (length := _words(section.text or "")) > limit:
            message = f"“{section.heading}” has {length} words, but at most {limit} are allowed"
            yield Remark(("sections", number, "text"), message, _by(context, "background"))


@rule("CN175", Severity.WARNING, limit=Limit(None, "words", forum="biography"))
def biographies(context: Context, limit: int) -> Iterator[Remark]:
    """A biography is longer than the forum allows."""
    for identifier, person in context.event.people.items():
        # The concept note prints the shorter of two.
        key = "short_biography" if person.short_biography else "biography"
        if (text := getattr(person, key)) and (length := _words(text)) > limit:
            message = f"the biography has {length} words, but at most {limit} are allowed"
            yield Remark(("people", identifier, key), message, _by(context, "biography"))


@rule("CN180", Severity.WARNING, limit=Limit(None, "pages", forum="pages"), rendered=True)
def pages(context: Context, limit: int) -> Iterator[Remark]:
    """A paper has more pages than the forum allows."""
    for paper in _limited(context, "pages"):
        if (count := len(paper.sheets)) > limit:
            yield Remark((), f"{paper.name} has {count} pages, but at most {limit} are allowed", _by(context, "pages"))


@rule("CN181", Severity.WARNING, limit=Limit(None, "words", forum="words"), rendered=True)
def lengths(context: Context, limit: int) -> Iterator[Remark]:
    """A paper has more words than the forum allows.

    Text and notes count, the foot of pages does not.
    """
    for paper in _limited(context, "words"):
        if paper.words > limit:
            message = f"{paper.name} has {paper.words} words, but at most {limit} are allowed"
            yield Remark((), message, _by(context, "words"))


def _limited(context: Context, key: str) -> list[PrintedPaper]:
    """The papers with a limit: those that the forum names, otherwise all except cards and letters."""
    asked = getattr(context.forum, key, None)
    if asked and asked.papers:
        return [paper for paper in context.papers if paper.document in asked.papers]
    return [paper for paper in context.papers if not (paper.cards or paper.parts)]


def _words(text: str) -> int:
    return len([word for word in blanked(text, prose=True).split() if any(map(str.isalnum, word))])


def _by(context: Context, key: str) -> str:
    asked = getattr(context.forum, key, None)
    return f"{context.forum.name}: {_cited(asked)}" if context.forum and asked else "shorten it"
