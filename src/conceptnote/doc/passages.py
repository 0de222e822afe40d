"""The passages of a text that are in another script than its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.scripts import Script, direction, is_written_in, script_of, scripts

_ATTACHED = re.compile(r"[\w@#&+/.:=?%~$’'-]*")
_BEFORE = re.compile(r"[\w@#&+/.:=?%~$’'-]*$")
_LOOSE = ".:?’'-/"
"""Signs that end a sentence or a clause around a passage, and do not belong to it."""
_GENERAL = range(0x2000, 0x2C00)
"""Punctuation and symbols that every script uses."""
_SINGLE = frozenset({"Grek", "Cyrl", "Latn"})
"""Scripts whose single letters are mostly symbols: π, Ж."""


def passages(text: str, language: str, *, whole: bool) -> Iterator[tuple[int, int, Script]]:
    """The passages of a text in other scripts than the language's, from first to last letter.

    If the text is a value without other letters, the passage is the `whole` except spaces at its ends.
    """
    if text.isascii() and is_written_in(language, scripts()["Latn"]):
        return
    runs = list(_runs(text, language))
    if whole and len(runs) == 1 and not any(_is_own(one, language) for one in text):
        bare = text.strip()
        start = text.index(bare)
        yield start, start + len(bare), runs[0][2]
        return
    for start, end, script in runs:
        if script.code in _SINGLE and end - start == 1 and direction(language) == "ltr":
            continue
        start, end = _widened(text, start, end)
        if (opened := _unclosed(text[start:end])) is not None:
            # Closing signs belong to the surrounding text, and so does the bracket.
            yield start, start + len(text[start : start + opened].rstrip()), script
            start += opened + 1
        yield start, end, script


def _is_own(character: str, language: str) -> bool:
    script = script_of(character)
    return script is not None and is_written_in(language, script)


def _runs(text: str, language: str) -> Iterator[tuple[int, int, Script]]:
    """From the first to the last letter of each passage, with the signs of no script in between."""
    start, end, of = 0, 0, None
    for at, character in enumerate(text):
        script = script_of(character)
        foreign = script is not None and not is_written_in(language, script)
        if of is not None and (script not in (None, of) or (script is None and _ends(character))):
            together = foreign and script is not None and {of.code, script.code} <= {"Hani", "Kana", "Kore"}
            if not together:
                yield start, end, of
                of = None
        if foreign and script is not None:
            start, of = (at, script) if of is None else (start, of)
            end = at + 1
    if of is not None:
        yield start, end, of


def _ends(character: str) -> bool:
    """Whether punctuation belongs to a script, and no passage of another contains it: “،”, “。”."""
    return ord(character) >= 0x0590 and ord(character) not in _GENERAL and not character.isspace()


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A passage with the digits and signs attached to it, and the bracket that it opens."""
    before, after = _BEFORE.search(text, 0, start), _ATTACHED.match(text, end)
    more, less = after[0] if after else "", before[0] if before else ""
    more = re.match(r"[\x20-\x7e’]*", more)[0].rstrip(_LOOSE)  # type: ignore[index] # it always matches
    less = re.search(r"[\x20-\x7e’]*$", less)[0].lstrip(_LOOSE)  # type: ignore[index] # it always matches
    start, end = start - len(less), end + len(more)
    return start, _to_bracket(text, start, end)


def _to_bracket(text: str, start: int, end: int) -> int:
    """The end of a passage with its closing bracket, if only signs and digits are before that."""
    depth = 0
    for at in range(start, len(text)):
        if at >= end and (not depth or script_of(text[at]) is not None or _ends(text[at])):
            break
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if not depth and at >= end:
            end = at + 1
    return end


def _unclosed(text: str) -> int | None:
    """The position of a bracket that a text opens and does not close."""
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in "([{":
            opened.append(at)
        elif character in ")]}" and opened:
            opened.pop()
    return opened[-1] if opened and opened[-1] else None
