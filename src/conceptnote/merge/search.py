"""From a paper as sent, and as returned, to the edits of the data between them.

Nothing is guessed: for each difference several values are tried, and one is accepted only if the paper composed of it
has the returned text, and changes elsewhere only where the same value is printed. Differences that no value explains
are left over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct

from conceptnote.datapath import DataPath, texts_in
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.edit.changes import Change, Insert, NoSuchPlace, Set, changed
from conceptnote.merge.align import Pair, align
from conceptnote.merge.blocks import CALL, Line, plain
from conceptnote.merge.paper import Paper, Printed
from conceptnote.merge.prose import unchanged
from conceptnote.merge.revisions import Revision
from conceptnote.merge.typed import as_printed, is_dated, says_the_same

Changes = Sequence[Change]
_MOST_TRIED, _MOST_IN_ALL = 60, 300
"""The most values to try for one difference, and for a whole file."""


class Edit(Struct, frozen=True):
    """An edit of the data: `before` and `after` are those of the whole event; `old` and `new` are for people."""

    path: DataPath
    before: Any
    after: Any
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]
    """Its paragraphs, or the removed ones."""

    @property
    def revisions(self) -> frozenset[Revision]:
        """Its authors, as far as it was tracked."""
        return frozenset(one for line in self.lines for one in line.revisions)


class Search:
    """Searches for the edits; `printed` is the paper with those found so far.

    `refused` tells what is wrong with the value that a returned paragraph would give, by its position.
    """

    def __init__(self, paper: Paper, printed: Printed, target: tuple[Line, ...]) -> None:
        self.paper, self.printed, self.target = paper, printed, target
        self.edits: list[Edit] = []
        self.refused: dict[int, Diagnostic] = {}
        self._tried = 0
        # Changes in untouched paragraphs follow from edits elsewhere.
        self.pairs = align(self.printed.lines, self.target)
        self._untouched = {
            pair.new for pair in self.pairs if pair.new is not None and not self.differs(pair, self.printed.lines)
        }
        self._cost = self._costs(self.printed.lines, self.pairs, ())

    def differs(self, pair: Pair, lines: Sequence[Line]) -> bool:
        """Whether a paragraph has changed."""
        if pair.old is None or pair.new is None or pair.moved:
            return True
        old, new = lines[pair.old], self.target[pair.new]
        if is_prose(old):
            return not unchanged(old, new) and not (is_dated(old) and says_the_same(old, new))
        return not says_the_same(old, new) or old.form != new.form

    def old(self, pair: Pair) -> Line | None:
        """The paragraph of a pair as it is printed; None for a new one."""
        return None if pair.old is None else self.printed.lines[pair.old]

    def new(self, pair: Pair) -> Line | None:
        """The same as it came back; None for one that is gone."""
        return None if pair.new is None else self.target[pair.new]

    def line(self, pair: Pair) -> Line:
        """The paragraph as it came back; one that is gone as it is printed."""
        line = self.new(pair) or self.old(pair)
        assert line is not None, "a pair has a side"
        return line

    def returned(self, pairs: Iterable[Pair]) -> list[Line]:
        """The paragraphs of pairs that came back."""
        return [line for pair in pairs if (line := self.new(pair))]

    @property
    def differences(self) -> list[Pair]:
        """The pairs without an explanation yet."""
        return [
            pair for pair in self.pairs if pair.new not in self._untouched and self.differs(pair, self.printed.lines)
        ]

    def in_new_row(self, line: Line) -> bool:
        """Whether a returned paragraph stands in a row of which nothing is where it was."""
        row = [one for one in self.pairs if one.new is not None and self.target[one.new].place[:-1] == line.place[:-1]]
        return bool(line.place) and all(one.old is None or one.moved for one in row)

    def _costs(self, lines: Sequence[Line], pairs: Sequence[Pair], paths: Iterable[DataPath]) -> int | None:
        """The number of differences; None if an untouched paragraph has changed, except at these paths."""
        known = [path for edit in self.edits for path in (edit.path, *map(_path, edit.changes))] + list(paths)
        cost = 0
        before = {pair.new: pair.old for pair in self.pairs}
        for pair in pairs:
            if not self.differs(pair, lines):
                continue
            if pair.new is None or pair.new not in self._untouched:
                cost += 2 if pair.moved else 1  # gone from one place, and new in another
                continue
            if pair.old is None:
                return None
            # A value that is taken out is only in the paragraph as it was.
            was = before.get(pair.new)
            sides = [lines[pair.old]] + ([self.printed.lines[was]] if was is not None else [])
            if not any(_shows(line, path, self.printed) for line in sides for path in known):
                return None
        return cost

    def attempt(
        self,
        candidates: Iterable[tuple[DataPath, Changes]],
        lines: Sequence[Line],
        *,
        best: bool = False,
        whole: bool = False,
        solved: int | None = None,
    ) -> bool:
        """Take the first of some changes that explain a difference, or the `best` of them; say whether there is one.

        `lines` are the paragraphs that the difference is in; where that is `whole`, each of them must be explained,
        and the returned paragraph at the position `solved` must read as it came home.
        """
        found: tuple[int, DataPath, Changes, Printed, list[Pair]] | None = None
        for path, changes in islice(candidates, min(_MOST_TRIED, _MOST_IN_ALL - self._tried)):
            self._tried += 1
            if any(_has_call(getattr(change, "new", None)) for change in changes):
                continue
            try:
                data = self.printed.data
                for change in changes:
                    data = changed(data, change)
                printed = self.paper.printed(data)
            except NoSuchPlace:
                continue
            except DiagnosticError as error:
                self._refuse(lines, changes, error.diagnostics[0])
                continue
            pairs = align(printed.lines, self.target)
            cost = self._costs(printed.lines, pairs, [path, *map(_path, changes)])
            if whole and cost is not None and cost > (self._cost or 0) - len(lines):
                continue
            if solved is not None and not self._reads(solved, pairs, printed.lines):
                continue
            if cost is not None and cost < (found[0] if found else self._cost or 0):
                found = cost, path, changes, printed, pairs
                if not best or cost <= (self._cost or 0) - len(lines):
                    break
        if found is None:
            return False
        cost, path, changes, printed, pairs = found
        self.edits.append(Edit(path, self.printed.data, printed.data, tuple(changes), tuple(lines)))
        self.printed, self.pairs, self._cost = printed, pairs, cost
        return True

    def _reads(self, new: int, pairs: Sequence[Pair], lines: Sequence[Line]) -> bool:
        """Whether a returned paragraph has the text that is printed now."""
        (old,) = (pair.old for pair in pairs if pair.new == new)
        return old is not None and says_the_same(lines[old], self.target[new])

    def _refuse(self, lines: Sequence[Line], changes: Changes, problem: Diagnostic) -> None:
        """Keep what is wrong with a value that was typed; of one that was only tried, nobody should hear."""
        for line in lines if len(changes) == 1 else ():
            change = changes[0]
            typed = (isinstance(change, Set) and _is_typed(line, change.new)) or (
                isinstance(change, Insert) and isinstance(change.new, dict) and bool(line.place)
            )
            if typed and line in self.target:
                self.refused.setdefault(self.target.index(line), problem)


def is_prose(line: Line) -> bool:
    """Whether a paragraph prints one value whose markup can express its look."""
    return len(line.paths) == 1 and all(
        span.origin is not None or ord(span.text[:1] or " ") > 0xEFFFF for span in line.spans
    )


def _is_typed(line: Line, value: Any) -> bool:
    """Whether a value is what a paragraph says, or has it as a part."""
    ours, theirs = as_printed(plain(line.text)), plain(str(value))
    return isinstance(value, str) and (theirs in ours or ours in theirs)


def _has_call(value: Any) -> bool:
    """Whether a value has the call of a note as the character that it is here."""
    return any(ord(one) >= CALL for text in texts_in(value) for one in text)


def _path(change: Change) -> DataPath:
    return change.path


def _shows(line: Line, path: DataPath, printed: Printed) -> bool:
    """Whether a paragraph prints a value at a path of the data, below it, or around it."""
    return any(_within(one, path) or _within(printed.in_file(one), path) for one in line.paths)


def _within(one: DataPath, other: DataPath) -> bool:
    shorter = min(len(one), len(other))
    return shorter > 0 and one[:shorter] == other[:shorter]
