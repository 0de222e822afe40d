"""Briefs of speakers: the parts of the programme that a brief lists are those of its addressee."""

from __future__ import annotations

from conceptnote.datapath import DataPath
from conceptnote.recognise.ours.event import Branch, Tree
from conceptnote.recognise.ours.pieces import Line, Piece, starts
from conceptnote.recognise.ours.said import Said
from conceptnote.recognise.ours.slots import COLLECTIONS, WITHIN, Placed, Ref, placed
from conceptnote.recognise.words import fold

_PANEL: DataPath = ("panel",)


class Brief:
    """The brief that is being read, and the part of the programme that its lines are about."""

    def __init__(self, tree: Tree, said: Said, slots: dict[DataPath, list[Placed]]) -> None:
        self._tree, self._said, self._slots = tree, said, slots
        self._addressee: Branch = {}
        self._slot: DataPath = ()
        """The slot in which the title names the addressee, where it says that."""
        self._below: DataPath = ()
        self._own = Placed()
        self._term = ""

    @property
    def reading(self) -> bool:
        """Whether a brief is being read."""
        return bool(self._addressee)

    def read(self, line: Line) -> None:
        """Take what a line says of the addressee."""
        kind = line.paragraph.kind
        if kind == "title":
            self._begin(line)
        elif not self.reading:
            return
        elif kind == "heading":
            self._part(line)
        elif line.style == "facts-term":
            self._term = fold(line.text)
        elif line.style == "facts":
            self._fact(line)

    def detail(self, path: DataPath) -> None:
        """Take a path that leads into the addressee's slot."""
        if self._below and starts(path, self._below) and path[len(self._below) :]:
            self._at(path[:-1])

    def _begin(self, line: Line) -> None:
        """A brief begins with whom it is for, where other papers have their title."""
        self._addressee, self._slot, self._below = {}, (), ()
        for piece in line.values:
            head = str(piece.path[0])
            if head in COLLECTIONS and len(piece.path) > 2:
                self._addressee = {COLLECTIONS[head]: Ref(head, int(piece.path[1]))}
                return
            if piece.path[-1] == "office":
                self._addressee, self._slot = {"office": " ".join(piece.text.split())}, piece.path[:-1]
                return

    def _part(self, line: Line) -> None:
        """A heading: what happens, a sitting, or the panel, which has the papers’ own word."""
        self._term, self._below = "", ()
        if line.paragraph.level == 1:
            return
        named = next((piece.path[:-1] for piece in line.values if piece.path[-1] in ("item", "title")), ())
        if not named and line.values:
            return
        self._below = (*named, "who") if named else _PANEL
        self._own = Placed(None, dict(self._addressee))
        if starts(self._slot, self._below):
            self._at(self._slot)
        self._own = _put(self._slots.setdefault(self._below, []), self._own)

    def _at(self, slot: DataPath) -> None:
        """The addressee's slot is at a path, perhaps an alternative or a deputy in another one."""
        index, *inner = slot[len(self._below) :]
        if not isinstance(index, int) or not all(isinstance(step, int) or step in WITHIN for step in inner):
            return
        self._own.index = index
        if inner and self._own.data == self._addressee:
            for step in reversed(inner):
                self._own.data = {step: self._own.data}

    def _fact(self, line: Line) -> None:
        if not self._below:
            for piece in line.values:  # whether the addressee has confirmed
                if piece.path[-1] == "status" and isinstance(piece.path[-2], int):
                    self._slot = piece.path[:-1]
            return
        there = self._slots[self._below]
        if self._term == fold(self._said.papers.facts["with"]):
            for slot in placed(line.pieces, self._below, self._said):
                _put(there, slot)
            return
        self._row(line)
        for piece in line.values:
            self.detail(piece.path)
        placed(_from_announced(line.pieces, self._said), self._below, self._said, self._own)

    def _row(self, line: Line) -> None:
        """The track of a row or of the one around it, and who holds this part of the programme."""
        hosted = self._said.role(self._term) == "host"
        for piece in line.values:
            head, number = piece.path[0], piece.path[1:2]
            if head == "tracks" and "agenda" in self._below:
                row = self._below[: self._below.index("agenda") + 2]
                self._tree.set((*row, "track"), Ref("tracks", int(*number)))
            elif head == "parties" and hosted:
                self._tree.append((*self._below[:-1], "host"), Ref("parties", int(*number)))


def _put(there: list[Placed], slot: Placed) -> Placed:
    """Put a slot among those of a list, once; the one that it is there."""
    for one in there:
        if one.is_of(slot):
            one.take(slot)
            return one
    there.append(slot)
    return slot


def _from_announced(pieces: tuple[Piece, ...], said: Said) -> tuple[Piece, ...]:
    """The pieces from the words that lead to somebody who was announced."""
    leads = (said.papers.in_place_of, said.papers.on_behalf_of)
    for at, piece in enumerate(pieces):
        if not piece.path and any(said.starts(lead, piece.text) for lead in leads):
            return pieces[at:]
    return ()
