"""From a Word file of ours to the event of which it prints the values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from conceptnote.datapath import DataPath
from conceptnote.languages.known import Languages
from conceptnote.read.manuscript import Manuscript, Paragraph
from conceptnote.recognise.ours.added import Added
from conceptnote.recognise.ours.pieces import Line, Piece
from conceptnote.recognise.ours.relations import Relations
from conceptnote.recognise.ours.said import Said, language_of, words_of
from conceptnote.recognise.ours.slots import Ref
from conceptnote.recognise.ours.styles import PEOPLE, in_our_style
from conceptnote.recognise.ours.times import Times
from conceptnote.recognise.words import Words, fold, load_words

_CONTENTS = ("panel", "structure", "agenda", "questions", "registration", "practical", "contacts")
_HEADED = ("sections", "annexes")
_JOINING = "\u0590"
"""The first character of the scripts that may write two words without a space."""
_SMALL_PRINT = re.compile(r"\b[0-9a-f]{8}\b")
"""The id of a paper in its footer."""


class Reading(Relations):
    """A paper being read, line by line."""

    def __init__(
        self, manuscript: Manuscript, lines: list[Line], given: Mapping[str, str], today: date, languages: Languages
    ) -> None:
        self.manuscript, self.given, self.today = manuscript, given, today
        self.lines = lines
        words = load_words(languages)
        self.language = given.get("language") or self._language(languages, words)
        super().__init__(words, Said(languages[self.language]))
        self.times = Times(self.words, self.said)
        self.texts: dict[DataPath, list[Paragraph]] = {}
        self.added = Added(self, self.texts)
        self.seen: set[str] = set()
        """The words of all values so far."""
        self.left: list[Line] = []
        """Lines with words that are no value's and not the papers' own."""

    def _language(self, languages: Languages, words: Words) -> str:
        named = self.manuscript.language.partition("-")[0]
        if named in languages:
            return named
        labels = [line.text for line in self.lines if not line.values]
        usual = words.language(" ".join(line.text for line in self.lines))
        return language_of(labels, languages, usual)

    def read(self) -> None:
        """Take the values of all lines."""
        for at, line in enumerate(self.lines):
            self._line(line, self.lines[at + 1] if at + 1 < len(self.lines) else None)

    def _line(self, line: Line, after: Line | None) -> None:
        line = in_our_style(line, self.row, self.brief.reading)
        after = in_our_style(after, self.row, self.brief.reading) if after is not None else None
        self._around(line)
        self.brief.read(line)
        if path := line.prose:
            self._prose(path, line)
            self.added.prose = path
            return
        if line.values:
            self.added.prose = ()
        if not line.values:
            self._unvalued(line)
            return
        self.seen.update(word for piece in line.values for word in words_of(piece.text))
        self.times.read(line)
        self._name_order(line)
        for piece in self._pieces(line):
            self.tree.take(piece, line.style)
        self.relate(line, after)

    def _pieces(self, line: Line) -> Iterator[Piece]:
        """The values of a line, each with the words that somebody has added beside it."""
        pieces = [
            piece
            for piece, after in zip(line.pieces, (*line.pieces[1:], Piece("")), strict=True)
            if piece.path or self.said.unknown(piece.text) or _within_word(piece.text, after.text)
        ]
        made: list[Piece] = []
        waiting = ""
        for piece in pieces:
            if piece.path:
                made.append(Piece(waiting + piece.text, piece.path))
                waiting = ""
            elif made and not _is_number(piece.text):
                made[-1] = Piece(made[-1].text + piece.text, made[-1].path)
                self.tree.draft.doubt(
                    f"“{piece.text.strip()}” is beside this value, and was added to it",
                    "move it where it belongs",
                    made[-1].path,
                )
            elif not _is_number(piece.text):
                waiting += piece.text
        yield from made

    def _name_order(self, line: Line) -> None:
        """A family name before the given one."""
        for one, after in pairwise(line.values):
            if (
                one.path[0] == "people"
                and one.path[2:] == ("name", "family")
                and after.path == (*one.path[:3], "given")
            ):
                self.tree.set((*one.path[:3], "order"), "family-first")

    # What is around a line

    def _around(self, line: Line) -> None:
        paragraph = line.paragraph
        for piece in line.values:
            path = piece.path
            if path[0] in _HEADED and len(path) > 1 and not (path[2:] and path[2] == "footnotes"):
                self.headed = path[:2]
            if path[-1] == "item":
                self.row = path[:-1]
            if path[0] in ("sittings", "sub_events") and len(path) > 1:
                self.part = path[:2]
        if paragraph.kind == "heading" and paragraph.level == 1 and not any(p.path[0] in _HEADED for p in line.values):
            self.headed = ()
        if paragraph.kind in ("heading", "title"):
            self.roles, self.row = [], ()
        if paragraph.kind == "heading" and paragraph.level == 1:
            self.group = ""
        if line.table and not line.row and line.style == "agenda-head":
            self._column(line)
        for shown in self._shown(line):
            self._show(shown)

    def _column(self, line: Line) -> None:
        if not line.column:
            self.columns = {}
        track = next((piece.path[1] for piece in line.values if piece.path[0] == "tracks"), None)
        if track is not None:
            self.columns[line.column] = Ref("tracks", int(track))

    def _shown(self, line: Line) -> Iterator[str]:
        """What a section shows with this line, by what its values are."""
        for piece in line.values:
            head = piece.path[0]
            if head in ("sittings", "sub_events"):
                yield "agenda"
            elif head in _CONTENTS:
                yield str(head)
        if line.style in PEOPLE and any(piece.path[0] == "people" for piece in line.values):
            yield "people"

    def _show(self, shown: str) -> None:
        """A section shows something after its heading."""
        if self.headed and (shown != "people" or "contacts" not in self.tree.shows.get(self.headed, ())):
            name = "panel" if shown == "people" else shown
            self.tree.show(self.headed, name)

    # Lines

    def _prose(self, path: DataPath, line: Line) -> None:
        self.brief.detail(path)
        self.texts.setdefault(path, []).append(line.paragraph)
        if path[0] == "parties" and self.headed:
            self.party_in_section(int(path[1]))
        if path[0] in ("sittings", "sub_events"):
            self.part = path[:2]

    def _unvalued(self, line: Line) -> None:
        if line.style == "recipient" and line.text:
            # No paper may print to whom a letter went.
            message, hint = f"“{line.text}” is of a recipient of this letter", "put recipients into a list"
            self.tree.draft.find(line.paragraph.line, message, hint, weight="unplaced")
            return
        own = self.said.is_label(line.text) or fold(line.text) in self.said.language_codes
        if line.paragraph.place != "body":
            own = not self.said.unknown(_SMALL_PRINT.sub("", line.text), self.seen)  # some programs keep no names there
        if line.text and not own and not self.added.take(line):
            self.left.append(line)


def _within_word(before: str, after: str) -> bool:
    """Whether a boundary between two texts is within a word; Arabic and Chinese join words of papers to values."""
    return all(one.isalpha() and one < _JOINING for one in (before[-1:], after[:1]))


def _is_number(text: str) -> bool:
    return not any(one.isalpha() for one in text)
