"""The facts of a run as Markdown (GitHub's, GFM 0.29), for a job's summary or a file.

Data are always text: a title must not become a picture, a link or a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from conceptnote.report.text import safe
from conceptnote.summary.changed import Changed
from conceptnote.summary.facts import Facts, PaperSummary, Problem, Step

_MOST = 200
"""The most problems in the list: a job's summary may have a megabyte."""


class Pictures(Struct, frozen=True):
    """The location of pictures for readers of the summary.

    With `base` they are shown, with their names added to it; otherwise there is a link to `elsewhere`, a page to
    download them from. GitHub shows a picture in a job's summary only if everybody can open its address.
    """

    base: str | None = None
    elsewhere: str | None = None


def as_markdown(facts: Facts, pictures: Pictures) -> str:
    """The whole summary, with a newline at the end."""
    parts = [_head(facts), _table(facts.files), *_shown(facts.files, pictures)]
    if facts.withheld:
        parts.append(f"{_count(facts.withheld, 'more file')} not for everybody, and not listed here.")
    if facts.changed:
        since = escaped(facts.changed.since)
        title = f"Changed since the last mail ({since})" if facts.changed.mailed else f"Changed since {since}"
        parts += _part(title, _changed(facts.changed))
    parts += [*_part("Still open", _open(facts)), *_part("Steps", map(_step, facts.steps))]
    parts += _part("Problems", _problems(facts.problems))
    return "\n\n".join(parts) + "\n"


_BREAKS = re.compile(
    r"""(?<=:)(?=//)                                      # https://a.example
    | (?<=[Ww]{3}\.)                                      # www.a.example
    | (?<=[@#!~$%&])(?=\w)                                # @somebody, @org/team, me@a.example, #7, org/repo#7
    | (?<=[Gg][Hh])(?=-[0-9])                             # GH-7
    | (?<=:)(?=[\w+-]+:)                                  # :smile:
    """,
    re.VERBOSE,
)
"""Where text is split so that GitHub makes no link, mention or picture of it: it searches the text without backslashes,
but never across its parts (GitHub Docs, “Autolinked references and URLs”)."""
_COMMIT = re.compile(r"\b[0-9A-Fa-f]{7,}\b")
_BREAK = "<!-- -->"


def escaped(text: str) -> str:
    """Text that is only text for Markdown, HTML and GitHub's links, except at the beginning of a line."""
    parts: list[str] = []
    for part in _BREAKS.split(_COMMIT.sub(lambda found: _parted(found[0]), safe(text))):
        parts += part.split("\0")
    return _BREAK.join(map(_marked, parts))


def _parted(number: str) -> str:
    """A number that could be a commit's (7 digits and more), split into parts that could not."""
    return "\0".join(number[at : at + 6] for at in range(0, len(number), 6))


def _marked(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#!|~@&$]|:(?=//)|(?<=[Ww]{3})\.)", r"\\\1", text)


def _head(facts: Facts) -> str:
    if facts.event is None:
        return "## The event file cannot be read"
    event = facts.event
    return f"## {escaped(event.title)}\n\n{event.day or 'the day is to be confirmed'}; status: **{event.status}**"


def _table(files: Sequence[PaperSummary]) -> str:
    if not files:
        return "No papers were built."
    lines = ["| File | Pages | Size | Standards | Acknowledgement |", "|---|--:|--:|---|---|"]
    lines += [f"| {' | '.join(_cells(paper))} |" for paper in files]
    return "\n".join(lines)


_STATES = {
    "built": "", "earlier data": " (made from earlier data)", "changed": " (changed since it was built)",
    "missing": " (missing)",
}  # fmt: skip


def _cells(paper: PaperSummary) -> Iterator[str]:
    yield escaped(paper.record.file) + _STATES[paper.state]
    yield "–" if paper.record.pages is None else str(paper.record.pages)
    yield f"{paper.record.bytes / 1000:.1f} kB"
    yield escaped(", ".join(paper.record.standards)) or "–"
    word = escaped(paper.acknowledgement)
    yield f"**{word}**" if paper.acknowledgement == "missing" else word


def _shown(files: Sequence[PaperSummary], pictures: Pictures) -> Iterator[str]:
    drawn = [paper for paper in files if paper.preview]
    if drawn and pictures.base is not None:
        shown = [f"![First page of {_marked(safe(one.record.file))}](<{pictures.base}{one.preview}>)" for one in drawn]
        yield "\n".join(shown)
    elif drawn and pictures.elsewhere is not None:
        names = ", ".join(escaped(str(paper.preview)) for paper in drawn)
        yield f"Pictures of the first pages are [with the files of this run](<{pictures.elsewhere}>): {names}"


def _open(facts: Facts) -> Iterator[str]:
    if facts.event is None:
        return
    for one in facts.event.people:
        if one.status in ("tbc", "invited"):
            what = "to be confirmed" if one.status == "tbc" else "invited"
            yield f"{what}: {escaped(one.who)} ({escaped('; '.join(one.where))})"
    yield from (f"to be settled: {escaped(one.what)} ({escaped(one.where)})" for one in facts.event.open)
    for agreement in facts.event.agreements:
        if agreement.state == "pending":
            yield f"to be agreed: the acknowledgement of {escaped(agreement.party)}"


def _changed(changed: Changed) -> Iterator[str]:
    """The sentences in the main language."""
    result = next(iter(changed.changes.values()))
    yield from map(escaped, result.sentences[:_MOST])
    if len(result.sentences) > _MOST:
        yield f"and {_amount(len(result.sentences) - _MOST, 'more change')}"


def _step(step: Step) -> str:
    if not step.ended:
        return f"**{escaped(step.step)}** did not end properly"
    counts = [_amount(step.errors, "error"), _amount(step.warnings, "warning")]
    result = ", ".join(count for count in counts if count)
    return f"**{escaped(step.step)}**: {result or 'nothing to say'}"


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems[:_MOST]:
        where = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)
        path = f" [{problem.path}]" if problem.path else ""
        hint = f"  \n  hint: {escaped(problem.hint)}" if problem.hint else ""
        place = f"{escaped(where)}: " if where else ""
        result = f"**{escaped(problem.severity)} {escaped(problem.code)}** {place}{escaped(problem.message + path)}"
        yield f"{result}{hint}"
    if len(problems) > _MOST:
        yield f"and {_amount(len(problems) - _MOST, 'more problem')}; the reports have all of them"


def _part(title: str, lines: Iterable[str]) -> list[str]:
    listed = "\n".join(f"- {line}" for line in lines)
    return [f"### {title}", listed] if listed else []


def _amount(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}" if number else ""


def _count(number: int, what: str) -> str:
    return f"{_amount(number, what)} {'is' if number == 1 else 'are'}"
