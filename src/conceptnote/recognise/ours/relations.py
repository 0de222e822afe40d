"""Whom the lines of a paper name for what: slots, roles of parties, hosts, contacts, tracks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.datapath import DataPath
from conceptnote.recognise.ours.briefs import Brief
from conceptnote.recognise.ours.event import Tree
from conceptnote.recognise.ours.pieces import Line, starts
from conceptnote.recognise.ours.said import Said
from conceptnote.recognise.ours.slots import COLLECTIONS, Placed, Ref, is_slot, placed
from conceptnote.recognise.ours.spans import owner
from conceptnote.recognise.ours.styles import PEOPLE
from conceptnote.recognise.ours.times import is_hour
from conceptnote.recognise.words import Words, fold

_NAMES = ("badge-name", "plate-name")
_QUIET = "agenda-break"
_PLACE = re.compile(r"\{\w+\}")


class Relations:
    """What is known around the line that is read, and what the lines so far say of each other."""

    def __init__(self, words: Words, said: Said) -> None:
        self.words, self.said = words, said
        self.tree = Tree(said, words)
        self.slots: dict[DataPath, list[Placed]] = {}
        self.headed: DataPath = ()
        """The section or annex that lines stand in."""
        self.row: DataPath = ()
        self.part: DataPath = ()
        """The sitting or the event within the event that lines are about."""
        self.roles: list[str] = []
        """The roles named last; `led` says that they have led to a name."""
        self.led = False
        self.group = ""
        """The role named over those who hold it, in a section that shows several."""
        self.brief = Brief(self.tree, said, self.slots)
        self.attendee: Ref | None = None
        """Whose badge it is."""
        self.columns: dict[int, Ref] = {}
        """The tracks of a table by its columns."""
        self.hours: tuple[int, int, DataPath] = (0, 0, ())
        """A line of tracks side by side: its table and row, and the row of the agenda whose hours it has."""
        self.tracks: dict[DataPath, Ref] = {}
        """The tracks of rows."""
        self.beside: dict[DataPath, DataPath] = {}
        """Rows in such lines, each with the row that has the hours of its line."""

    def relate(self, line: Line, after: Line | None) -> None:
        """Whom a line names for what."""
        self._party_roles(line)
        self._shown_role(line)
        self._invites(line)
        self._funders(line)
        style = line.style
        if style in PEOPLE:
            contact = _contact(line) or (_contact(after) if after is not None and after.style == "function" else ())
            if contact:
                self._refer(contact, line)
            elif not self._party_listed(line):
                self._place(("panel",), line)
        elif style == "agenda-who" and self.row:
            self._place((*self.row, "who"), line)
        elif style in (*_NAMES, "badge-text", "agenda-who"):
            self._attendee(line)
        elif style in ("agenda-text", "agenda-inner") and self.row:
            self._row_details(line)
        elif style == "sitting" and self.part:
            self._sitting(line)
        elif self.headed:
            self._party_listed(line)
        if style == _QUIET and self.row:
            self.tree.set((*self.row, "kind"), self._kind(line.text))
        if self.columns and not line.column:
            start = next((owner(piece.path) for piece in line.values if is_hour(piece.path)), ())
            if start and self.hours[:2] != (line.table, line.row):
                self.hours = line.table, line.row, start
        own = self.row[-2:-1] == ("agenda",)
        if own and line.row and line.column in self.columns and any(p.path[-1] == "item" for p in line.values):
            self._on_track(self.columns[line.column])
            if self.hours[:2] == (line.table, line.row):
                self.beside[self.row] = self.hours[2]
        self._access(line)

    def _kind(self, text: str) -> str:
        kind = next((kind for word, kind in self.words.kinds.items() if word in fold(text)), "")
        return kind if kind in ("break", "meal", "prayer", "photo") else "break"

    def _place(self, below: DataPath, line: Line) -> None:
        there = self.slots.setdefault(below, [])
        for slot in placed(line.pieces, below, self.said):
            seen = [one for one in there if one.data == slot.data and slot.data] if below == ("panel",) else []
            if not seen and not (slot.index is not None and any(one.index == slot.index for one in there)):
                there.append(slot)
        role = next((p for p in line.values if p.path[-1] == "role" and starts(p.path, below)), None)
        if role is not None:
            for slot in there[-len(placed(line.pieces, below, self.said)) :][1:]:
                slot.data.setdefault("role", self.said.role(role.text))

    def _refer(self, path: DataPath, line: Line) -> None:
        ref = next(refs(line), None)
        if ref is not None:
            self.tree.set((*path, COLLECTIONS[ref.collection]), ref)

    def _row_details(self, line: Line) -> None:
        for piece in line.values:
            if piece.path[0] == "tracks":
                self._on_track(Ref("tracks", int(piece.path[1])))
        self._hosts(line, self.row)

    def _on_track(self, track: Ref) -> None:
        self.tree.set((*self.row, "track"), track)
        self.tracks.setdefault(self.row, track)

    def _hosts(self, line: Line, below: DataPath) -> None:
        before = next((piece.text for piece in line.pieces if not piece.path), "")
        hosts = [piece.path[1] for piece in line.values if piece.path[0] == "parties"]
        if hosts and self.said.starts(self.said.papers.hosted_by, before):
            for at, number in enumerate(dict.fromkeys(hosts)):
                self.tree.set((*below, "host", at), Ref("parties", int(number)))

    def _sitting(self, line: Line) -> None:
        if self.part[0] == "sub_events":
            self._hosts(line, self.part)
            if any(piece.path[0] == "people" or "who" in piece.path for piece in line.values):
                self._place((*self.part, "who"), line)

    def _access(self, line: Line) -> None:
        """By whose invitation somebody comes in."""
        below: DataPath = ()
        for piece in line.values:
            if piece.path[-2:] == ("access", "to"):
                below = (*piece.path[:-1], "of")
            elif below and piece.path[0] == "parties":
                self.tree.append(below, Ref("parties", int(piece.path[1])))
            else:
                below = ()

    def _attendee(self, line: Line) -> None:
        """Somebody on a badge, a plate or an attendance sheet, and the slot that a number or a role beside them has."""
        ref = next(refs(line), None)
        if line.style in _NAMES:
            self._place(("panel",), line)
            self.attendee = ref
            return
        for piece in line.values:
            slot = piece.path if is_slot(piece.path) else piece.path[:-1] if piece.path[-1] == "role" else ()
            if slot and line.style == "badge-text" and self.attendee is not None:
                ref = self.attendee
                held = {COLLECTIONS[ref.collection]: ref}
                self.slots[("panel",)] = [one for one in self.slots[("panel",)] if one.data != held]
            if slot and ref is not None and line.style in ("badge-text", "agenda-who"):
                self.tree.set((*slot, COLLECTIONS[ref.collection]), ref)
                return

    def _invites(self, line: Line) -> None:
        """Those who invite, in the sentence of an invitation."""
        words = fold(" ".join(piece.text for piece in line.pieces if not piece.path)).strip(" .")
        forms = (fold(_PLACE.sub(" ", form)).strip(" .") for form in self.said.papers.invite.values())
        if words and words in forms:
            for piece in line.values:
                if piece.path[0] == "parties":
                    self.tree.add_role(int(piece.path[1]), "host")

    def _shown_role(self, line: Line) -> None:
        """The word for a role over those who hold it, in a section that shows several."""
        for piece in line.values:
            if piece.path[2:3] == ("show",) and line.style == "group":
                self.group = self.said.role(piece.text)
                self.tree.show(piece.path[:2], self.group)

    def _party_roles(self, line: Line) -> None:
        if line.style not in ("facts-term", "facts", "lead", "group", "cover-group", "group-names"):
            self.roles = []
        for piece in line.values:
            path = piece.path
            if path[0] != "parties" or len(path) < 3:
                continue
            if path[2] == "roles":
                if self.led:
                    self.roles = []
                self.roles.append(self.said.role(piece.text))
                self.led = False
            elif path[2] in ("name", "in_sentence"):
                self.led = True
                for role in self.roles:
                    self.tree.add_role(int(path[1]), role)
        if line.style == "facts":
            self.roles, self.led = [], False

    def _party_listed(self, line: Line) -> bool:
        """Whether a line is a party under a heading, with its role in what the section shows."""
        parties = [int(piece.path[1]) for piece in line.values if piece.path[0] == "parties"]
        others = any(piece.path[0] != "parties" for piece in line.values)
        heading = line.paragraph.kind == "heading"
        plain = not line.style.startswith(("facts", "lead", "function", "agenda"))
        if not parties or others or not self.headed or not (heading or plain):
            return False
        if (
            line.style in PEOPLE
            and not any(p.path[2] in ("url", "acronym", "print_as") for p in line.values)
            and not self.tree.section_parties.get(self.headed)
        ):
            return False
        self.party_in_section(parties[0])
        return True

    def party_in_section(self, number: int) -> None:
        self.tree.in_section(self.headed, number, self.group)

    def _funders(self, line: Line) -> None:
        funder = next((int(p.path[1]) for p in line.values if p.path[0] == "funders"), None)
        party = next((int(p.path[1]) for p in line.values if p.path[0] == "parties"), None)
        if funder is not None and party is not None:
            self.tree.set(("funders", funder, "party"), Ref("parties", party))
            self.tree.add_role(party, "funder")


def refs(line: Line) -> Iterator[Ref]:
    """The people and parties whose values a line has."""
    for piece in line.values:
        if piece.path[0] in COLLECTIONS and len(piece.path) > 2:
            yield Ref(str(piece.path[0]), int(piece.path[1]))


def _contact(line: Line | None) -> DataPath:
    return next((p.path[:2] for p in line.values if p.path[0] == "contacts"), ()) if line is not None else ()
