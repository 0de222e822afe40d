"""Edits without a place in the event file: each is reported, with a command for it if there is one."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from conceptnote.build.word_template import word_template
from conceptnote.datapath import DataPath, format_path, value_at
from conceptnote.diagnostics import Code, Diagnostic, Location, Severity
from conceptnote.merge.align import Pair
from conceptnote.merge.base import Base
from conceptnote.merge.blocks import SMALL_PRINT, Line, Span, in_text, plain
from conceptnote.merge.people import gone_name
from conceptnote.merge.returned import Returned
from conceptnote.merge.search import Search
from conceptnote.merge.values import days

_LONGEST = 80
"""The most characters of a paragraph to show."""
_MOST = 200
"""The most differences to report one by one."""


def shortened(text: str) -> str:
    """The beginning of a text, on one line."""
    wording = " ".join("".join(one for one in text if ord(one) < 0xF0000).split())
    return wording if len(wording) <= _LONGEST else f"{wording[: _LONGEST - 1]}…"


def leftovers(file: Path, base: Base, returned: Returned, search: Search) -> Iterator[Diagnostic]:
    """Differences that no value explains, in the order of the file."""
    differences, left = search.differences, _Left(file, search)
    rows: set[tuple[int, ...]] = set()
    for pair in differences[:_MOST]:
        new = search.new(pair) if pair.old is None or pair.moved else None
        if new is None or not search.in_new_row(new):
            yield left.paragraph(pair)
        # A row whose content is all elsewhere is reported once.
        elif new.place[:-1] not in rows:
            rows.add(new.place[:-1])
            yield left.row(pair, new)
    if len(differences) > _MOST:
        hint = "is it the paper that was sent? name that with --base"
        yield _reported(file, f"{len(differences) - _MOST} more paragraphs differ", hint=hint)
    yield from _on_every_page(file, base, returned)
    for wording, text in dict.fromkeys(returned.marks):
        yield _reported(
            file, wording.format(shortened(text)), hint="the event file has no place for it: read what it means"
        )
    if base.pictures is not None and (added := returned.pictures - base.pictures):
        some = "a picture is" if len(added) == 1 else f"{len(added)} pictures are"
        yield _reported(
            file, f"{some} new or changed", hint="put the picture into the project, and name it in the event file"
        )
    if returned.macros:
        yield _reported(file, "the file has macros, which are ignored", hint="ask the sender why")


def untracked(file: Path, base: Base, before: Returned) -> Iterator[Diagnostic]:
    """That some edits are not tracked."""
    ours, theirs = ([line.text for line in in_text(lines)] for lines in (base.sent, before.lines))
    if ours != theirs:
        yield _reported(file, "some edits are not tracked", hint="leave out --author to see them")


def _reported(file: Path, message: str, path: DataPath = (), hint: str | None = None) -> Diagnostic:
    return Diagnostic(Code.MERGE_LEFT, message, Location(str(file)), path, hint, Severity.WARNING)


class _Left:
    """Reports what no value explains, in the terms of a file."""

    def __init__(self, file: Path, search: Search) -> None:
        self._file, self._search = file, search

    def _reported(self, message: str, path: DataPath = (), hint: str | None = None) -> Diagnostic:
        return _reported(self._file, message, path, hint)

    def paragraph(self, pair: Pair) -> Diagnostic:
        """What has become of a paragraph."""
        search = self._search
        old, new = search.old(pair), search.new(pair)
        path = self._changed_path(old, new)
        if old is not None and new is not None and (day := self._day(old, new)) is not None:
            was, now = _changed_words(old.text, new.text)
            message = f"“{was}” was changed to “{now}”, but {day[1]} is a {date.fromisoformat(day[1]):%A}"
            return self._reported(message, day[0], _how_to_set(*day))
        problem = search.refused.get(pair.new) if pair.new is not None else None
        if problem is not None and new is not None:
            message = f"“{shortened(new.text)}” does not fit: {problem.message}"
            return self._reported(message, path or problem.path, problem.hint)
        if old is None and new is not None:
            return self._reported(f"{_kind(new)} is new: “{shortened(new.text)}”", hint=_how_to_add(new))
        if new is None and old is not None:
            message = f"{_kind(old)} is gone: “{shortened(old.text)}”"
            return self._reported(message, path, self._how_to_take_out(old))
        assert old is not None
        assert new is not None
        if pair.moved and old.text == new.text:
            hint = "move it in the event file, if it belongs there"
            return self._reported(f"{_kind(old)} was moved: “{shortened(old.text)}”", path, hint)
        if old.text == new.text and old.form != new.form:
            hint = f"the template sets its form: {self._template}"
            return self._reported(f"“{shortened(old.text)}” is {_kind(new)} now, and was {_kind(old)}", path, hint)
        if old.text == new.text:
            return self._formatted(path, old, new)
        if not old.paths:
            of_language = any(span.made_by == "locale" for span in old.spans)
            words = "it is a word of the language: see docs/adding-a-language.md"
            hint = words if of_language else f"it is a word of the template: {self._template}"
            return self._reported(f"“{shortened(old.text)}” was changed to “{shortened(new.text)}”", hint=hint)
        was, now = _changed_words(old.text, new.text)
        if (id := gone_name(old, new)) is not None:
            hint = f"of somebody else: conceptnote replace {id} BY; in one row only, change who is there"
            return self._reported(f"“{was}” was changed to “{now}”", path, hint)
        whole = len({search.printed.in_file(one) for one in old.paths}) == 1 and not _made(old)
        return self._reported(f"“{was}” was changed to “{now}”", path, _how_to_set(path, new.text if whole else "…"))

    def row(self, pair: Pair, line: Line) -> Diagnostic:
        """What has become of a row of a table: it is new, or moved."""
        search = self._search
        row = [one for one in search.target if one.place[:-1] == line.place[:-1]]
        text = shortened(" ".join(one.text for one in row))
        if pair.old is not None:
            hint = "rows are in order of time: conceptnote move ROW --to TIME"
            return self._reported(f"a row of a table was moved: “{text}”", self._path(search.old(pair)), hint)
        problem = search.refused.get(pair.new) if pair.new is not None else None
        message = f"a row of a table is new: “{text}”" + (f", but {problem.message}" if problem else "")
        if not self._in_agenda(line):
            return self._reported(message, hint=_how_to_add(line))
        timed = len({one.place for one in row}) > 1
        time = f' --time "{row[0].text}"' if timed else ""
        item = next((one.text for one in row if one.place[-1] or not timed), "…")
        return self._reported(message, hint=f'conceptnote add row --item "{shortened(item)}"{time}')

    def _in_agenda(self, line: Line) -> bool:
        """Whether a table has rows of an agenda."""
        both = ((self._search.old(pair), self._search.new(pair)) for pair in self._search.pairs)
        beside = (old for old, new in both if old and new and new.place[:-2] == line.place[:-2])
        return any("agenda" in path for old in beside for path in old.paths)

    def _day(self, old: Line, new: Line) -> tuple[DataPath, str] | None:
        """The path of a date in a paragraph, and the day that it now has in another notation."""
        for path in old.paths:
            real = self._search.printed.in_file(path)
            there = value_at(self._search.printed.data, real)
            day = next(days(self._search.printed, there, new.text), there) if isinstance(there, str) else there
            if day != there and self._weekday(day) not in new.text.casefold():
                return real, day
        return None

    def _weekday(self, day: str) -> str:
        """The name of a day's weekday in the language of the paper."""
        from babel.dates import format_date

        locale = self._search.printed.source.event.locale.babel
        return str(format_date(date.fromisoformat(day), "EEEE", locale=locale)).casefold()

    def _changed_path(self, old: Line | None, new: Line | None) -> DataPath:
        """The path of the first value of a paragraph that it no longer says, or else of its first value."""
        for span in old.spans if old is not None and new is not None else ():
            if span.origin is not None and new is not None and plain(span.text).strip() not in plain(new.text):
                return self._search.printed.in_file(span.origin)
        return self._path(old)

    def _path(self, line: Line | None) -> DataPath:
        return self._search.printed.in_file(line.paths[0]) if line is not None and line.paths else ()

    def _formatted(self, path: DataPath, old: Line, new: Line) -> Diagnostic:
        links = [{span.href for span in line.spans if span.href} for line in (old, new)]
        if links[0] != links[1]:
            leads = " and ".join(sorted(links[1] - links[0])) or "nowhere"
            return self._reported(
                f"the link in “{shortened(old.text)}” leads to {leads} now", path, _how_to_set(path, leads)
            )
        text = next((span.text for span in new.spans if _is_new_look(span, old)), new.text)
        message = f"“{shortened(text)}” is now formatted differently"
        return self._reported(message, path, "only texts can have bold and italics; a look or a template sets the rest")

    def _how_to_take_out(self, line: Line) -> str:
        if line.paths and line.paths[0][0] == "people":
            return f"conceptnote decline {line.paths[0][1]}, or remove the person from the event file"
        return (
            "remove it from the event file, if it should go"
            if line.paths
            else f"it is a part of the template: {self._template}"
        )

    @property
    def _template(self) -> str:
        """The command that lets somebody change the template."""
        return f"conceptnote template copy {self._search.paper.document}"


def _made(line: Line) -> bool:
    """Whether some words of a paragraph have no value."""
    return any(span.origin is None and span.text.strip() for span in line.spans)


def _kind(line: Line) -> str:
    if line.kind == "heading":
        return "a heading"
    if line.story == "note":
        return "a note"
    if line.place:
        return "a text in a table"
    return "an item of a list" if line.kind == "item" else "a paragraph"


def _is_new_look(span: Span, old: Line) -> bool:
    return (span.strong or span.emphasis or span.code) and all(one.look != span.look for one in old.spans)


def _changed_words(old: str, new: str) -> tuple[str, str]:
    """The changed words, with a word on each side."""
    ours, theirs = old.split(), new.split()
    codes = [one for one in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes() if one[0] != "equal"]
    if not codes:
        return shortened(old.replace("\n", " / ")), shortened(new.replace("\n", " / "))  # other lines
    first, last = codes[0], codes[-1]
    was = ours[max(0, first[1] - 1) : last[2] + 1]
    now = theirs[max(0, first[3] - 1) : last[4] + 1]
    return shortened(" ".join(was)), shortened(" ".join(now))


def _how_to_set(path: DataPath, text: str) -> str | None:
    text = " ".join(text.split())
    value = shlex.quote(text) if set(text) & set('"$`\\') else f'"{text}"'
    return f"conceptnote set {format_path(path)}={value}" if path else None


def _how_to_add(line: Line) -> str | None:
    if line.style in ("person", "person-alone", "person-line"):
        name = shortened(line.text).partition(",")[0].partition(" (")[0]
        return f'of a new person: conceptnote add person --name "{name}"'
    if line.kind == "heading":
        return "add a section to the event file"
    return "write it into the event file, where it belongs"


def _on_every_page(file: Path, base: Base, returned: Returned) -> Iterator[Diagnostic]:
    """Header and footer, whose order differs between formats; a template's own are no edit."""
    template = word_template(base.printed.source)
    house = {_bare(text) for text in template.furniture_texts()} if template else set()
    for story in ("header", "footer"):
        ours, theirs = (
            Counter(SMALL_PRINT.sub("", line.text) for line in lines if line.story == story)
            for lines in (base.sent, returned.lines)
        )
        # A separate section or kind of page repeats them.
        gone, new = (
            [text for text in ours if text not in theirs],
            [text for text in theirs if text and text not in ours and _bare(text) not in house],
        )
        for text in new:
            yield _reported(file, f"the page {story} says “{shortened(text)}” now", hint=_FURNITURE)
        for text in gone if len(gone) > len(new) else ():
            yield _reported(file, f"“{shortened(text)}” is missing from the page {story}", hint=_FURNITURE)


def _bare(text: str) -> str:
    """A text without its spaces and numbers, such as those of pages."""
    return re.sub(r"[\s\d]+", "", text)


_FURNITURE = "what is on every page comes from the funders and the template; see docs/funders.md"
