"""From the returned paragraphs of a prose to its CommonMark; unedited parts keep every character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, product

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.merge.blocks import CALL, Line
from conceptnote.merge.splice import as_markdown, spliced, with_languages
from conceptnote.schema.commonmark import parse

_NUMBER = re.compile(r"(\s*)(\d{1,9})([.)]\s+)")
_MOST = 12
"""The most texts to try for one prose."""


class Segment(Struct, frozen=True):
    """A paragraph of the source: its lines, with the prefixes of the first and of the others."""

    first: int
    last: int
    head: str = ""
    rest: str = ""
    content: str = ""
    fixed: bool = False
    """Whether it is code, whose lines are not prose."""


Edited = Sequence[tuple[int | None, Line]]
"""The present paragraphs, each with the position of its original."""


def segments(text: str) -> tuple[list[Segment], list[Segment], list[str]]:
    """The paragraphs of a prose, those of its notes, and the labels of its calls in order."""
    parsed, lines = parse(text), text.split("\n")
    labels = [
        str(child.meta["label"])
        for token in parsed.body
        for child in token.children or ()
        if child.type == "footnote_ref"
    ]

    def of(tokens: Sequence[object]) -> list[Segment]:
        return [_segment(lines, token) for token in tokens if getattr(token, "type", "") in ("inline", "fence")]

    return of(parsed.body), [one for note in parsed.notes for one in of(note.tokens)], labels


def _segment(lines: Sequence[str], token: object) -> Segment:
    first, last = getattr(token, "map", None) or (0, 0)
    if getattr(token, "type", "") == "fence":
        return Segment(first, last, fixed=True)
    content = str(getattr(token, "content", ""))
    heads = []
    for written, text in zip(lines[first:last], content.split("\n"), strict=False):
        heads.append(written[: max(written.find(text.strip()), 0)])
    rest = heads[1] if len(heads) > 1 else re.sub(r"[^\s>]", " ", heads[0] if heads else "")
    return Segment(first, last, heads[0] if heads else "", rest, content)


def unchanged(old: Line, new: Line) -> bool:
    """Whether a paragraph of a prose is unchanged."""
    return old.text == new.text and old.looks == new.looks and old.form == new.form


def rebuilt(text: str, old: Sequence[Line], new: Edited, labels: dict[int, str]) -> Iterator[str]:
    """Texts that may print as the new paragraphs, the likeliest first; none if the source is not understood.

    `old` are its paragraphs as printed, without notes; `labels` are those of notes, by the number of a call.
    """
    found, _, _ = segments(text)
    if len(found) != len(old):
        return
    lines = text.split("\n")
    ways = [list(islice(_ways(found, old, one, labels), 6)) for one in _with_kind(found, old, new)]
    if not all(ways):
        return
    # First the likeliest of each, then the others one paragraph at a time.
    first = [each[0] for each in ways]
    offered = [first, *([*first[:at], way, *first[at + 1 :]] for at, each in enumerate(ways) for way in each[1:])]
    if len(offered) < 3:
        offered = [list(each) for each in islice(product(*ways), _MOST)]
    for units in offered[: _MOST * 2]:
        kept = (index if index is not None and old[index].form == line.form else None for index, line in new)
        yield _joined(lines, found, list(zip(kept, units, strict=True)))


def _with_kind(
    found: Sequence[Segment], old: Sequence[Line], new: Edited
) -> Iterator[tuple[int | None, Line, Segment]]:
    """Each paragraph with a segment as a model for its notation."""
    for at, (index, line) in enumerate(new):
        if index is not None and old[index].form == line.form:
            yield index, line, found[index]
            continue
        near = [one for one, _ in [*reversed(new[:at]), *new[at:]] if one is not None]
        models = [found[one] for one in near if old[one].form == line.form and not found[one].fixed]
        if line.kind != "item":
            model = Segment(0, 0)
        elif models:
            model = models[0]
        else:
            indent = "  " * (line.level - 1)
            model = Segment(
                0, 0, f"{indent}{'1. ' if line.ordered else '- '}", indent + ("   " if line.ordered else "  ")
            )
        yield index, line, replace(model, content="")


def _ways(
    found: Sequence[Segment], old: Sequence[Line], one: tuple[int | None, Line, Segment], labels: dict[int, str]
) -> Iterator[str]:
    """The ways to write a paragraph; none for one that stays as in the file."""
    index, line, model = one
    if index is not None and unchanged(old[index], line):
        yield ""
        return
    if model.fixed:
        return
    contents: list[str] = []
    if index is not None and model.content and old[index].looks and old[index].calls == line.calls:
        before, after = (one.text.replace(chr(CALL), "") for one in (old[index], line))
        contents += spliced(model.content, before, after)
        if old[index].looks != line.looks and [look for _, look in old[index].looks] != [
            look for _, look in line.looks
        ]:
            contents = []
    rewritten = (as_markdown(line.spans, labels, literal=literal) for literal in (True, False))
    contents += [with_languages(one, model.content) for one in rewritten]
    for content in dict.fromkeys(contents):
        yield model.head + content.replace("\n", f"\n{model.rest}")


def _joined(lines: Sequence[str], found: Sequence[Segment], units: Sequence[tuple[int | None, str]]) -> str:
    """The source with these paragraphs; anything else between and after them, such as notes, stays."""
    made: list[str] = []
    kept: list[str] = []
    last: int | None = None
    for at, (index, text) in enumerate(units):
        own = lines[found[index].first : found[index].last] if index is not None and not text else text.split("\n")
        if at:
            follows = index is not None and last is not None and index == last + 1
            if follows and index is not None:
                made += lines[found[index - 1].last : found[index].first]
            elif not _tight(made[-1:], own[:1], lines, found):
                made.append("")
        made += own
        last = index
    for before, after in pairwise(found):
        between = lines[before.last : after.first]
        if any(line.strip() for line in between) and "\n".join(between) not in "\n".join(made):
            kept += ["", *between]
    tail = lines[found[-1].last :] if found else list(lines)
    if _numbered(lines) == list(lines):
        made = _numbered(made)
    return "\n".join([*made, *kept, *tail])


def _tight(before: Sequence[str], after: Sequence[str], lines: Sequence[str], found: Sequence[Segment]) -> bool:
    """Whether list items follow each other without an empty line, as in the source."""
    marks = [re.match(r"\s*(?:[-+*]|\d{1,9}[.)])\s", one[0]) for one in (before, after) if one]
    if len(marks) < 2 or not all(marks):
        return False
    gaps = [
        after.first - before.last for before, after in pairwise(found) if before.head.strip() and after.head.strip()
    ]
    return not gaps or min(gaps) == 0


def _numbered(made: Sequence[str]) -> list[str]:
    """The same with list items numbered in order."""
    counts: dict[str, int] = {}
    done = []
    for line in made:
        if match := _NUMBER.match(line):
            indent, number, mark = match[1], int(match[2]), match[3]
            counts[indent] = counts[indent] + 1 if indent in counts else number
            line = f"{indent}{counts[indent]}{mark}{line[match.end() :]}"
        elif line.strip() and not line.startswith(" "):
            counts = {}
        done.append(line)
    return done


def renumbered(base: Sequence[Line], returned: Sequence[Line], pairs: dict[int, int]) -> tuple[Line, ...]:
    """Returned paragraphs with the numbers of calls and notes as sent; `pairs` are of notes.

    A new note has a new number.
    """
    most = max((line.note for line in base), default=0)
    numbers = {new: pairs.get(new, most + new) for new in {line.note for line in returned}}

    def again(text: str) -> str:
        return "".join(
            chr(CALL + numbers.get(ord(one) - CALL, ord(one) - CALL)) if ord(one) > CALL else one for one in text
        )

    made = []
    for line in returned:
        spans = tuple(replace(span, text=again(span.text)) for span in line.spans)
        made.append(replace(line, spans=spans, note=numbers[line.note] if line.note else 0))
    return tuple(made)
