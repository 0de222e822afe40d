"""A typed text in the lines of the one that it replaces."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from conceptnote.edit.layout import filled
from conceptnote.scaffold.yaml_text import WIDTH

_NARROWEST = 40
# Lines with a meaning in CommonMark: lists, quotes, headings, code, tables, indented lines, breaks.
_MARKED = re.compile(r"\s|[-+*>#|~`]|\d{1,9}[.)]\s|\[\^?[^\]]*\]:|=+$|.*(?:  |\\)$")


def as_written(old: str, new: str, *, is_prose: bool) -> str:
    """The new text, which ends as the old one did; changed paragraphs of prose are wrapped at its width."""
    if is_prose and "\n" in old.strip("\n"):
        new = _in_lines(old, new)
    return f"{new}\n" if old.endswith("\n") and not new.endswith("\n") else new


def _in_lines(old: str, new: str) -> str:
    before, now = old.strip("\n").split("\n\n"), new.split("\n\n")
    longest = max(map(len, old.split("\n")))
    width = longest if longest >= _NARROWEST else WIDTH
    words = [[paragraph.split() for paragraph in side] for side in (before, now)]
    same = [" ".join(one) for one in words[0]], [" ".join(one) for one in words[1]]
    for kind, first, last, begin, end in SequenceMatcher(None, *same, autojunk=False).get_opcodes():
        for at in range(begin, end):
            model = before[first + at - begin] if first + at - begin < last else ""
            if kind == "equal" and is_plain(now[at]) and is_plain(model):
                now[at] = model
            elif is_plain(now[at]) and max(map(len, now[at].split("\n"))) > width:
                now[at] = "\n".join(filled(" ".join(now[at].split()), width, model.split("\n")))
    return "\n\n".join(now)


def is_plain(paragraph: str) -> bool:
    """Whether a paragraph has only words, so that its line ends are spaces."""
    return not any(_MARKED.match(line) for line in paragraph.split("\n"))


def on_long_lines(text: str) -> str:
    """A prose with each paragraph on one line, as editors show it; `as_written` restores unchanged ones."""
    paragraphs = text.strip("\n").split("\n\n")
    return "\n\n".join(" ".join(one.split()) if is_plain(one) else one for one in paragraphs)
