"""What people type into plain texts instead of their own keys: “to be confirmed”, and markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark
from conceptnote.check.event.texts import FoundText
from conceptnote.check.event.words import unsettled, without_unsettled

_OF_SLOT = ("office", "group", "topic", "on_behalf_of")
_MARKUP = re.compile(
    r"\*\*(?=\S)[^*\n]+?(?<=\S)\*\*|__(?=\S)[^_\n]+?(?<=\S)__"
    r"|(?<![\w*])\*(?=[^\s*])[^*\n]+?(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])[^_\n]+?(?<=[^\s_])_(?![\w_])"
    r"|\[[^\]\n]{1,200}\](?:\([^)\s]{1,500}\)|\{lang=[^}\s]{1,20}\})|`[^`\n]+`|\[\^[\w-]{1,80}\]|</?(?:b|i|em|strong|br|p|u|sup|sub)\s*/?>",
    re.IGNORECASE,
)


def unsettled_in(text: FoundText) -> re.Match[str] | None:
    """Where a plain text says “to be confirmed” besides its own content."""
    return None if text.prose else unsettled(text.text)


def written_statuses(context: Context) -> Iterator[Remark]:
    """The plain texts that say “to be confirmed”, each with the key for it."""
    for text in context.texts:
        if match := unsettled_in(text):
            word = match[0].strip(" ([])")
            message = f"“{word}” is typed into the text, where conceptnote does not know it as a status"
            yield Remark(text.path, message, _key_for(text), text.text[: match.start()])


def _key_for(text: FoundText) -> str:
    """Where the file has a key for “to be confirmed”."""
    path = text.path
    if path[0] == "people":
        return f"remove it, and write “status: tbc” in people.{path[1]}"
    if path[-1] in _OF_SLOT:
        return "remove it, and write “status: tbc” beside it"
    if not unsettled_rest(text):
        return f"leave “{path[-1]}” out until it is known"
    return "remove it; until it is settled, “status: provisional” at the top of the file marks the papers"


def unsettled_rest(text: FoundText) -> str:
    """The rest of such a text."""
    return without_unsettled(text.text)


def markup(context: Context) -> Iterator[Remark]:
    """Markup in plain texts, which is printed as typed."""
    for text in context.texts:
        if not text.prose and (match := _MARKUP.search(text.text)):
            hint = "remove the signs; only longer texts, such as “text” and “description”, have markup"
            message = f"“{match[0]}” is printed with its signs: this field has no markup"
            yield Remark(text.path, message, hint, text.text[: match.start()])
