"""The agenda of a note, in the shapes in which notes have them."""

from __future__ import annotations

from note_shapes.head import Event
from note_shapes.page import Block
from note_shapes.speakers import marked, named
from note_shapes.speech import Speech, listed
from note_shapes.truth import Draw, Person, Row, Truth

SHAPES = ("table", "table", "bare table", "lines", "lines", "tracks", "duration")
WHO = ("nobody", "column", "below", "bullets below", "dash", "by", "bracket")


def agenda(draw: Draw, truth: Truth, speech: Speech, event: Event, *, known: bool) -> list[Block]:
    """The section of the agenda; `known` if its people have been introduced."""
    heading = draw.one(truth.words["headings"]["agenda"])
    event.setdefault("sections", []).append(heading)
    writer = _Agenda(draw, truth, speech, known)
    blocks = [Block("heading", heading)]
    several = len(truth.days) > 1
    pattern = draw.one(truth.words["day"])
    for at, rows in enumerate(truth.agenda):
        day = truth.days[at]
        if several:
            weekdays = [
                one for one in truth.words["dates"] if "eekday" in one and "{y}" in one and "e {" not in one[:4]
            ]
            blocks.append(Block("day", pattern.format(n=at + 1, date=speech.day_of(day, weekdays[0]))))
        blocks += writer.blocks(rows)
        lines = writer.expected(rows)
        if several:
            event["sittings"][at]["agenda"] = lines
        else:
            event["agenda"] = lines
    if not known:
        people = {one.name: one for rows in truth.agenda for row in rows for one in row.people}
        event["people"] = [one.line() for one in people.values()] if writer.who != "nobody" else []
    return blocks


class _Agenda:
    def __init__(self, draw: Draw, truth: Truth, speech: Speech, known: bool) -> None:
        self._draw, self._truth, self._speech, self._known = draw, truth, speech, known
        self.shape = draw.shape("agenda", SHAPES)
        options = {"lines": WHO[:1] + WHO[2:], "tracks": WHO[:1], "duration": WHO[:2]}.get(self.shape, WHO)
        self.who = draw.shape("agenda people", options)
        self._ends = draw.shape("row time", ("range", "range", "start")) == "range"
        self._headed = self.shape != "bare table"
        self._entry = draw.shape("agenda entry", ("comma", "bracket")) if not known else "name"
        self._head = {key: draw.one(names) for key, names in truth.words["columns"].items()}
        self._tracks = draw.some(truth.words["tracks"], 2)

    def expected(self, rows: list[Row]) -> list[str]:
        """The rows of the event."""
        found = []
        for row in rows:
            time = _clock(row.start) + (f"–{_clock(row.end)}" if self._ends or self.shape == "duration" else "")
            who = "; ".join(one.name for one in row.people) if self.who != "nobody" else ""
            found.append(f"{time} / {row.item}" + (f" / {who}" if who else ""))
            if self.shape == "tracks" and row.people:
                found.append(f"{time} / {self._other(row)}")
        return found

    def _other(self, row: Row) -> str:
        return str(self._truth.words["agenda"]["open"][-1] + f" {row.start // 60}")

    def blocks(self, rows: list[Row]) -> list[Block]:
        """The rows as the note has them."""
        if self.shape == "lines":
            return [block for row in rows for block in self._lines(row)]
        if self.shape == "tracks":
            head = [self._head["time"], *self._tracks]
            cells = [[self._time(row), row.item, self._other(row) if row.people else ""] for row in rows]
            return [Block("table", rows=[head, *cells])]
        column = self.who == "column"
        head = [self._head["time"], self._head["item"], *[self._head["who"]] * column]
        if self.shape == "duration":
            head.insert(1, self._head["duration"])
        cells = [self._cells(row, column) for row in rows]
        return [Block("table", rows=[head, *cells] if self._headed else cells)]

    def _cells(self, row: Row, column: bool) -> list[str]:
        people = [self._person(one) for one in row.people]
        if column:
            cells = [self._time(row), row.item, " // ".join(people)]
        else:
            below = self.who in ("below", "bullets below")
            listed = self.who == "bullets below" and self._draw.shapes["format"] in ("docx", "pdf")
            mark = "- " if listed else ""
            lines = [row.item if below else self._joined(row), *[mark + one for one in people if below]]
            cells = [self._time(row), " // ".join(lines)]
        if self.shape == "duration":
            cells.insert(1, str(self._draw.one(self._truth.words["minutes"][:1])).format(n=row.end - row.start))
        return cells

    def _lines(self, row: Row) -> list[Block]:
        first = Block("timed", self._time(row), [[self._joined(row)]])
        if self.who in ("below", "bullets below") and row.people:
            first.rows = [[row.item]]
            kind = "bullet" if self.who == "bullets below" else "text"
            return [first, *(Block(kind, self._person(one)) for one in row.people)]
        return [first]

    def _joined(self, row: Row) -> str:
        """The item with its people on one line."""
        if not row.people or self.who in ("nobody", "column", "below", "bullets below"):
            return row.item
        people = [self._person(one) for one in row.people]
        names = listed(people, self._truth.words) if self._entry != "comma" else "; ".join(people)
        match self.who:
            case "dash":
                return f"{row.item} – {names}"
            case "by":
                by = str(self._truth.words["sentences"]["by"][0]).format(who=names)
                return f"{row.item} {by}" if self._entry == "bracket" or self._known else f"{row.item}, {by}"
            case _:
                return f"{row.item} ({names})" if self._entry != "bracket" else f"{row.item}: {names}"

    def _person(self, person: Person) -> str:
        name = named(person, self._truth_names())
        if self._known:
            return name
        told = ", ".join(one for one in (person.position, person.organisation) if one)
        mark = marked(self._draw, self._truth, person.status)
        return f"{name} ({told}){mark}" if self._entry == "bracket" else f"{name}, {told}{mark}"

    def _truth_names(self) -> str:
        return self._draw.shapes.get("names", "plain")

    def _time(self, row: Row) -> str:
        if self._ends and self.shape != "duration":
            pattern = (
                self._speech.span_of if "from" not in self._speech.span_of and "de " not in self._speech.span_of else ""
            )
            return self._speech.span(row.start, row.end, pattern or "{a} – {b}")
        return self._speech.time(row.start) + (" hrs" if self._speech.clock == "hrs" else "")


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
