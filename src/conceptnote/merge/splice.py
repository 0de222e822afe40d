"""From an edit of printed words to the same edit of their source.

Print has other quotes and dashes than a file, no markup, and other line ends. So both are aligned, and only the edited
part is put into the source. There are several candidates, the likeliest first: the caller prints each, and takes the
first that reads as intended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from conceptnote.merge.blocks import CALL, Span, plain

_WORDS = re.compile(r"\w+|\s|.", re.DOTALL)
_TYPED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_MARKUP = re.compile(r"([\\`*\[\]]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~))")
_SPAN = re.compile(r"\[([^\[\]]+)\]\{lang=[^{}]*\}")
_BLOCK = re.compile(r"^(\s*)(?:([-+>#=])|(\d{1,9})([.)])(?:(?=\s)|$))", re.MULTILINE)


def spliced(source: str, old: str, new: str) -> Iterator[str]:
    """Texts that may print as `new`, made of one that prints as `old`; no line ends with a space."""
    places = _places(source, old)
    parts = _changes(old, new)
    seen = {source}
    for before in (False, True):
        for write in (_as_typed, str, _escaped):
            made = source
            for start, end, text in reversed(parts):
                first, last = _range(places, start, end, len(source), before=before)
                made = made[:first] + write(text) + made[last:]
            made = re.sub(r"[ \t]+(?=\n)", "", made)
            if made not in seen:
                seen.add(made)
                yield made


def _as_typed(text: str) -> str:
    return text.translate(_TYPED)


def _escaped(text: str) -> str:
    """A text with all its markup escaped."""
    return _BLOCK.sub(_not_a_block, _MARKUP.sub(r"\\\1", _as_typed(text)))


def _not_a_block(match: re.Match[str]) -> str:
    """The beginning of a line without its meaning as markup: of a number, only the mark after it can be escaped."""
    lead, sign, number, mark = match.groups()
    return f"{lead}\\{sign}" if sign else f"{lead}{number}\\{mark}"


def _changes(old: str, new: str) -> list[tuple[int, int, str]]:
    """The edits, word by word: the range in the old text, and its replacement."""
    ours, theirs = _WORDS.findall(old), _WORDS.findall(new)
    starts = [0]
    for word in ours:
        starts.append(starts[-1] + len(word))
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(starts[i], starts[j], "".join(theirs[k:m])) for kind, i, j, k, m in codes if kind != "equal"]


def _places(source: str, printed: str) -> list[tuple[int, int]]:
    """For each printed character, its range in the source."""
    found: list[tuple[int, int]] = []
    for kind, i, j, k, m in SequenceMatcher(None, source, printed, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and j - i == m - k):
            found += [(i + at, i + at + 1) for at in range(m - k)]
        else:
            found += [(i, j)] * (m - k)
    return found


def _range(places: Sequence[tuple[int, int]], start: int, end: int, length: int, *, before: bool) -> tuple[int, int]:
    """The range of printed characters in the source; for none, the position after the previous one, or `before` the
    next."""
    if end > start:
        return places[start][0], places[end - 1][1]
    if not places:
        return 0, length
    at = places[start][0] if start < len(places) and (before or not start) else places[start - 1][1]
    return at, at


def as_markdown(spans: Sequence[Span], labels: dict[int, str], *, literal: bool = False) -> str:
    """A paragraph as CommonMark, with the markup for its looks; `labels` are those of notes, by number."""
    made = ""
    for look, group in groupby(_tidied(spans), key=lambda span: (span.look, span.text[:1] >= chr(CALL))):
        text = "".join(span.text for span in group)
        if look[1]:
            made += "".join(f"[^{labels.get(ord(one) - CALL, '?')}]" for one in text)
            continue
        bare = text.strip()
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        made += lead + _marked(bare, look[0], literal=literal) + trail if bare else text
    return re.sub(r" *\n *", "\\\\\n", made).strip()


def with_languages(made: str, source: str) -> str:
    """A paragraph with the language of its unchanged words restored, because Word files do not keep it."""
    for match in _SPAN.finditer(source):
        words = _as_typed(match[1])
        if made.count(words) == 1:
            made = made.replace(words, match[0])
    return made


def _tidied(spans: Sequence[Span]) -> Iterator[Span]:
    """The same without spans of spaces that would split one look."""
    for span in spans:
        text = re.sub(r"[ \t\r\u00a0\u2002\u202f]+", " ", span.text)
        if text:
            yield Span(text, span.strong, span.emphasis, span.href, span.code)


def _marked(text: str, look: tuple[object, ...], *, literal: bool) -> str:
    strong, emphasis, href, code = look
    if code:
        return f"`{text}`"
    made = _as_typed(text) if literal else _escaped(text)
    if href:
        made = f"<{href}>" if plain(text) == href else f"[{made}]({href})"
    stars = "*" * (2 * bool(strong) + bool(emphasis))
    return f"{stars}{made}{stars}"
