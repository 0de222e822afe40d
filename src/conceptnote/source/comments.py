"""Values that a YAML comment cuts, and what to type instead.

`title: Report #3 on water` is a title “Report” and a comment to YAML. After a plain value a comment is accepted only
with two or more spaces before the “#”, and a space without a digit after it.
"""

from __future__ import annotations

import re

_NOTE = re.compile(r"[ \t]{2,}#[ \t]+[^\s\d]")
_COMMENT = re.compile(r"[ \t]+(#[^\n]*)")
# Beside a key without a value nothing is lost, unless the “#” is part of a word: “#WaterForAll”.
_NOTE_BESIDE_NOTHING = re.compile(r"[ \t]+#(?:[ \t]+[^\s\d]|[ \t]*(?:\n|$))")
# In a line below, text that could continue the value is not a comment; “#room: XX” is a disabled key.
_GOES_ON = re.compile(r"[ \t]*\n([ \t]*)(#(?![\w-]*:)\w[^\n]*)")
_LONGEST = 200


def find_cut(text: str, start: int, end: int, indent: int | None) -> int | None:
    """The offset of the “#” that cuts a plain value between `start` and `end`; None if none does.

    `indent` is the column of the surrounding record or list, and None within brackets.
    """
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    if comment := _COMMENT.match(text, end):
        note = _NOTE if end > start else _NOTE_BESIDE_NOTHING
        return None if note.match(text, end) else comment.start(1)
    below = _GOES_ON.match(text, end) if end > start and indent is not None else None
    return below.start(2) if below and indent is not None and len(below[1]) > indent else None


def mend_cut(text: str, start: int, cut: int, *, in_brackets: bool) -> tuple[str, str]:
    """The lost text, and the correct line with the whole value in quotes."""
    line_end = text.find("\n", cut)
    last = len(text) if line_end < 0 else line_end
    end = last
    if in_brackets and (closing := re.compile(r"[,\]}]").search(text, cut, last)):
        end = closing.start()
    value = " ".join(text[start:end].split())
    head = text[text.rfind("\n", 0, start) + 1 : start].lstrip()
    between = " " if head.endswith((":", "-", ",")) else ""
    lost = text[cut:end].strip()
    return _shortened(lost), _shortened(f"{head}{between}{_quoted(value)}{text[end:last].rstrip()}")


def _quoted(value: str) -> str:
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
