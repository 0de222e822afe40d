"""The parts of a note below its facts -> sections, organisations, people, agenda and funders."""

from __future__ import annotations

from dataclasses import replace

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise.agenda import AgendaReader
from conceptnote.recognise.making import Making, listed
from conceptnote.recognise.parties import add_parties, add_party
from conceptnote.recognise.parts import Passage, heading_text
from conceptnote.recognise.people import add_person, looks_like_person
from conceptnote.yamldata import Prose

_LONGEST_PERSON = 400


def section(making: Making, part: Passage) -> None:
    """A heading with text."""
    making.part_section(part, part.body)


def stray(making: Making, part: Passage) -> None:
    """What stands under no heading, or around the pages."""
    if part.kind == "loose" and not making.sections:
        making.section(making.heading("introduction"), part.body)
    else:
        where = (
            "this stands in the head or foot of the pages" if part.kind == "margin" else "this stands under no heading"
        )
        making.keep(making.lines(part.body), where)


def parties(making: Making, part: Passage) -> None:
    """The organisations in a role."""
    strays = add_parties(making.draft, part, making.writer, making.words)
    tables = [block for block in part.body if isinstance(block, Table)]
    made = making.part_section(part, [*strays, *tables])
    held = any(part.role in listed(party.get("roles")) for party in making.draft.records("parties").values())
    if held and part.role not in making.shown():
        made["show"] = part.role


def funder(making: Making, part: Passage) -> None:
    """The words of funding with the name that follows them; a mark cannot be read."""
    text = " ".join(paragraph.text for paragraph in part.paragraphs)
    length = making.words.funding(text)
    name = text[length:].strip(" :,") or _marked(making, part)
    if not name:
        making.keep(part.paragraphs, "no name follows these words")
        return
    party = add_party(making.draft, making.words, name, "funder")
    funders = making.event.setdefault("funders", [])
    if any(other["party"] == party for other in funders):
        making.keep(part.paragraphs, "this is said twice")
        return
    funders.append({"party": party, "lockup": text[:length], "text_only": "true"})
    making.draft.quote(("funders", len(funders) - 1), text)
    hint = "check the name; put “logos:” in place of “text_only: true” once you have the official artwork"
    path = ("funders", len(funders) - 1)
    making.draft.find(part.paragraphs[0].line, f"the funder “{name}” is named without a mark", hint, path)


def _marked(making: Making, part: Passage) -> str:
    """What a picture in the same head or foot is said to show."""
    place = part.paragraphs[0].place
    shown = [picture.alt for picture in making.pictures if picture.place == place != "body" and picture.alt]
    return shown[0] if len(shown) == 1 else ""


def panel(making: Making, part: Passage) -> None:
    """The people of the event; how it runs may stand among them."""
    told: list[Block] = []
    for block in part.body:
        if isinstance(block, Paragraph) and _is_person(making, block, first=not told):
            _add_to_panel(making, block.text)
        else:
            told.append(block)
    shows = ["panel"] if "panel" in making.event and "panel" not in making.shown() else []
    if part.heading is not None and not told and not shows:
        making.draft.quote(("panel",), heading_text(part.heading))
        return
    as_structure = bool(told) and part.role == "structure" and "structure" not in making.event
    made = making.part_section(part, [] if as_structure else told)
    if as_structure:
        _tell(making, told)
        shows.append("structure")
    if shows:
        made["show"] = shows if len(shows) > 1 else shows[0]


def _is_person(making: Making, block: Paragraph, *, first: bool) -> bool:
    if block.kind in ("bullet", "number"):
        return len(block.text) <= _LONGEST_PERSON
    return first and looks_like_person(block.text, making.words)


def _add_to_panel(making: Making, line: str) -> None:
    slot = add_person(making.draft, line, making.words)
    slots = making.event.setdefault("panel", [])
    if slot in slots:
        return
    slots.append(slot)
    if isinstance(slot, dict) and "person" not in slot:
        making.draft.quote(("panel", len(slots) - 1), line)


def person(making: Making, part: Passage) -> None:
    """Somebody in a role of their own: the moderator."""
    label = f"{heading_text(part.heading)}: " if part.heading is not None else ""
    for paragraph in part.paragraphs:
        _add_to_panel(making, label + paragraph.text)
    if not part.paragraphs:
        making.keep([part.heading], "nobody is named after this")


def structure(making: Making, part: Passage) -> None:
    """How the event runs, as a text."""
    if "structure" in making.event or not part.body:
        section(making, part)
    else:
        _tell(making, part.body)
        making.part_section(part, [])["show"] = "structure"


def _tell(making: Making, blocks: list[Block]) -> None:
    making.event["structure"] = Prose(making.writer.prose(making.lines(blocks)))


def agenda(making: Making, part: Passage) -> None:
    """How the event runs, row by row; its section is filled last."""
    making.waiting.append((part, making.part_section(part, [])))


def fill_agenda(making: Making, part: Passage, made: dict[str, object]) -> None:
    """Read an agenda that has waited."""
    first = "agenda" not in making.event
    strays = AgendaReader(making.draft, making.words, making.writer).read(part.body)
    made |= making.section(str(made["heading"]), strays, new=False)
    if first and "agenda" in making.event:
        made["show"] = "agenda"


def questions(making: Making, part: Passage) -> None:
    """The guiding questions."""
    asked = [block for block in part.paragraphs if block.kind in ("bullet", "number") and not block.notes]
    if "questions" in making.event:
        asked = []
    made = making.part_section(part, [block for block in part.body if block not in asked])
    if asked:
        making.event["questions"] = [paragraph.text for paragraph in asked]
        made["show"] = "questions"


def move_notes(part: Passage) -> None:
    """A heading can call no note: its calls move to the end of the first words below it."""
    calls = tuple(run for run in part.heading.runs if run.note is not None) if part.heading is not None else ()
    if calls and (first := next(iter(part.paragraphs), None)) is not None:
        part.body[part.body.index(first)] = replace(first, runs=(*first.runs, *calls))
