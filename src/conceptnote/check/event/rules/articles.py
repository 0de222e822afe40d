"""CN145: names in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.held import held_roles
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity
from conceptnote.languages.locale import Locale
from conceptnote.schema.agenda import Sitting
from conceptnote.schema.event import Event


@rule("CN145", Severity.WARNING)
def unknown_article(context: Context) -> Iterator[Remark]:
    """A party's name is in a sentence, and its article is not known.

    Only somebody who knows the party can say whether it has one.
    """
    event, words = context.event, context.event.locale
    for key in dict.fromkeys(_in_sentences(context, words)):
        party = event.parties[key]
        named = words.named(party.name, party.in_sentence)
        if named.sure:
            continue
        articles = dict.fromkeys(one.article for one in words.articles if one.article)
        forms = [f"“in_sentence: {article}{party.name}”" for article in articles]
        hint = f"write {', '.join(forms)} or “in_sentence: {party.name}”"
        yield Remark(("parties", key, "name"), f"“{party.name}” is used in sentences: does it have an article?", hint)


def _in_sentences(context: Context, words: Locale) -> Iterator[str]:
    """The ids of the parties that a sentence names."""
    event = context.event
    inviting = {"host", "organiser"} if event.invitation is None else set()
    for _, key, role in held_roles(event):
        # A funder has its own words, and a publisher is below a label.
        forms = words.role_groups.get(role, {}) if role not in ("funder", "publisher") else {}
        led = [text.partition("{names}")[0] for text in forms.values() if "{" in text]
        if role in inviting or any(map(words.takes_articles, led)):
            yield key
    invites = words.takes_articles(words.accesses_of["by-invitation"].partition("{whom}")[0])
    holds = words.takes_articles(words.hosted_by.partition("{hosts}")[0])
    for entry in context.programme.entries.values():
        record = entry.record
        if record.access is not None and invites:
            yield from record.access.of
        if not isinstance(record, Event | Sitting) and holds:
            yield from record.host
    for funder in event.funders:
        is_named = event.parties[funder.party].name in funder.lockup
        if funder.suppressed is None and not is_named and words.takes_articles(f"{funder.lockup} "):
            yield funder.party
