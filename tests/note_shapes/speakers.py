"""The speakers of a note, in the shapes in which notes have them."""

from __future__ import annotations

from note_shapes.head import Event
from note_shapes.page import Block
from note_shapes.truth import Draw, Person, Truth

SHAPES = (
    "table", "table", "bare table", "bullets", "bullets", "lines", "two lines", "three lines", "groups", "inline",
    "numbers", "office first",
)  # fmt: skip


def marked(draw: Draw, truth: Truth, status: str) -> str:
    """The mark of a status, with a space before it."""
    return f" {draw.one(truth.words[status])}" if status else ""


def named(person: Person, shape: str) -> str:
    """The name, as the note writes names."""
    *given, family = person.name.split()
    name = " ".join([*given, family.upper()]) if shape == "capitals" else person.name
    return f"{person.honorific} {name}".strip()


def speakers(draw: Draw, truth: Truth, event: Event) -> list[Block]:
    """The section of the speakers."""
    words = truth.words
    shape = draw.shape("speakers", SHAPES)
    entry = draw.shape("entry", ("comma", "comma", "bracket", "dash", "status after name"))
    capitals = draw.shape("names", ("plain", "plain", "plain", "capitals"))
    heading = draw.one(words["headings"]["speakers"])
    blocks = [Block("heading", heading)]
    event.setdefault("sections", []).append(heading)
    lead = truth.lead
    panel = list(truth.panel)
    writer = _Speakers(draw, truth, entry, capitals)
    if shape in ("table", "bare table"):
        with_lead = lead is not None and draw.chance(0.2)
        blocks.append(writer.table([*panel, lead] if with_lead and lead else panel, header=shape == "table"))
        lead = None if with_lead else lead
        if with_lead and truth.lead and not (shape == "table" and draw.shapes["people columns"] == "role first"):
            truth.lead.role = ""
    elif shape in ("two lines", "three lines"):
        for person in panel:
            blocks.append(writer.over_lines(person, 3 if shape == "three lines" else 2))
    elif shape == "groups":
        blocks.append(Block("group", draw.one(words["groups"]["opening"])))
        blocks.append(Block(writer.listing, writer.line(panel[0])))
        blocks.append(Block("group", draw.one(words["groups"]["panel"])))
        blocks += [Block(writer.listing, writer.line(person)) for person in panel[1:]]
    elif shape == "inline":
        blocks.append(Block("text", "; ".join(writer.line(person) for person in panel) + "."))
    else:
        kind = {"bullets": "bullet", "numbers": "number"}.get(shape, "text")
        turned = shape == "office first"
        blocks += [Block(kind, writer.office_first(one) if turned else writer.line(one)) for one in panel]
    if truth.office and shape in ("bullets", "lines", "groups"):
        name, status = truth.office
        kind = {"bullets": "bullet", "lines": "text", "groups": writer.listing}[shape]
        blocks.append(Block(kind, name + marked(draw, truth, status)))
        event.setdefault("offices", []).append(f"{name} / {status}" if status else name)
    if lead is not None:
        blocks += writer.lead(lead, grouped=shape == "groups")
    event["people"] = [one.line() for one in [*panel, *([truth.lead] if truth.lead else [])]]
    return blocks


class _Speakers:
    def __init__(self, draw: Draw, truth: Truth, entry: str, names: str) -> None:
        self._draw, self._truth, self._entry, self._names = draw, truth, entry, names
        self.listing = draw.one(["bullet", "text"])

    def line(self, person: Person) -> str:
        """Somebody on one line."""
        name, mark = named(person, self._names), marked(self._draw, self._truth, person.status)
        told = ", ".join(one for one in (person.position, person.organisation) if one)
        match self._entry:
            case "bracket":
                return f"{name} ({told}){mark}"
            case "dash":
                return f"{name} – {told}{mark}"
            case "status after name":
                return f"{name}{mark}, {told}"
            case _:
                return f"{name}, {told}{mark}"

    def office_first(self, person: Person) -> str:
        """“Director, Water Fund: Ms. Ama Boateng”."""
        told = ", ".join(one for one in (person.position, person.organisation) if one)
        return f"{told}: {named(person, self._names)}{marked(self._draw, self._truth, person.status)}"

    def over_lines(self, person: Person, count: int) -> Block:
        """Somebody on two or three lines."""
        name, mark = named(person, self._names), marked(self._draw, self._truth, person.status)
        told = [one for one in (person.position, person.organisation) if one]
        told = told if count == 3 else [", ".join(told)]
        if self._entry == "status after name":
            name += mark
        else:
            told[-1] += mark
        return Block("lines", rows=[[name, *told]])

    def table(self, people: list[Person], *, header: bool) -> Block:
        """A table of two to four columns, in any order that begins with the name or has a header."""
        words = self._truth.words
        shape = self._draw.shape("people columns", ("name, told", "three", "three turned", "role first"))
        rows = []
        heads = {key: self._draw.one(names) for key, names in words["columns"].items()}
        for person in people:
            name, mark = named(person, self._names), marked(self._draw, self._truth, person.status)
            told = ", ".join(one for one in (person.position, person.organisation) if one)
            label = self._draw.one(words["groups"]["one"])
            label = words["labels"][person.role][0] if person.role else label
            last = person.organisation or not person.position
            if mark and self._entry != "status after name" and last and shape == "three":
                rows.append([name, person.position, person.organisation + mark])
                continue
            rows.append(
                {
                    "name, told": [name + mark, told],
                    "three": [name + mark, person.position, person.organisation],
                    "three turned": [person.organisation, name + mark, person.position]
                    if header
                    else [name + mark, told],
                    "role first": [label, name + mark, told] if header else [name + mark, told],
                }[shape]
            )
        head = {
            "name, told": [heads["name"], heads["position"]],
            "three": [heads["name"], heads["position"], heads["organisation"]],
            "three turned": [heads["organisation"], heads["name"], heads["position"]],
            "role first": [heads["role"], heads["name"], heads["position"]],
        }[shape]
        return Block("table", rows=[head, *rows] if header else rows)

    def lead(self, person: Person, *, grouped: bool) -> list[Block]:
        """Who moderates."""
        label = self._draw.one(self._truth.words["labels"][person.role])
        space = "\u00a0" if self._truth.language == "fr" else ""
        shape = self._draw.shape("moderator", ("label", "label", "heading", "in bracket"))
        if shape == "in bracket" and not grouped:
            role = str(self._truth.words["labels"][person.role][0])
            return [Block(self.listing, f"{self.line(person)} ({role.lower()})")]
        if shape == "heading" or grouped:
            return [Block("group", label), Block(self.listing if grouped else "text", self.line(person))]
        return [Block("label", label + space, [[self.line(person)]])]
