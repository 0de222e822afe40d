"""The draft of an event in progress: shared state, and the handling of leftover words.

Each word of the note ends in a value, in a comment, or in the last section, so that nothing is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from conceptnote.datapath import DataPath, texts_in
from conceptnote.read.manuscript import Block, Manuscript, Paragraph, Picture, Run
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.normal import joined
from conceptnote.recognise.passage import Passage, heading_text
from conceptnote.recognise.place import is_evident, named_place
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.when import FoundDay, year_of
from conceptnote.recognise.words import Words
from conceptnote.recognise.zones import find_zone, zone_of_building, zone_of_country, zone_of_language


class Making:
    """A draft in progress, with the words for reading and the writer of its prose."""

    def __init__(self, manuscript: Manuscript, words: Words, given: Mapping[str, str], today: date) -> None:
        self.words, self.given, self.today = words, given, today
        self.draft = Draft()
        self.event = self.draft.event
        self.writer = ProseWriter(manuscript.notes)
        self.sections: list[Data] = []
        self.waiting: list[tuple[Passage, Data | None]] = []
        """Agendas, which are read last, because their speakers may be named further below; each with its section."""
        self.titles: list[Paragraph] = []
        """The lines of the title and the subtitle so far."""
        self.deadline: FoundDay | None = None
        """The last day to register, if it has no year."""
        self.evident: set[DataPath] = set()
        """The values that have no label, but look like nothing else; a label later on comes before them."""
        self.days = 0
        """The number of days with headings in the agenda."""
        self._manuscript = manuscript
        self._kept: list[Paragraph] = []
        language = given.get("language") or words.language(" ".join(p.text for p in manuscript.paragraphs()))
        self.event |= {"language": language, "status": "draft"}

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the note."""
        return self._manuscript.pictures

    def heading(self, name: Literal["introduction", "kept"]) -> str:
        """The heading of a section that the note does not have: `introduction` or `kept`."""
        return self.words.known[self.event["language"]].notes.kept[name]

    # Sections

    def section(self, heading: str, blocks: Iterable[Block], *, new: bool = True) -> Data:
        """A section with a heading and its text, by default after the existing ones."""
        section: Data = {"heading": heading}
        text, notes = self.writer.section(self.lines(joined(blocks)))
        if text.strip():
            section["text"] = text
        if notes:
            section["footnotes"] = {name: self._note(note, line) for name, (note, line) in notes.items()}
        if new:
            self.sections.append(section)
        return section

    def part_section(self, part: Passage, blocks: Iterable[Block]) -> Data:
        """A section under the heading of a part."""
        heading = heading_text(part.heading) if part.heading is not None else ""
        return self.section(heading or self.heading("introduction"), blocks)

    def _note(self, text: str, line: int) -> str | Data:
        text = text if "\n" in text else str(text)
        if not text.endswith(":"):
            return text
        hint = "write the rest, and remove its status"
        self.draft.find(line, f"a note is cut off: “{_short(text)}”", hint)
        return {"text": text, "status": "tbc"}

    def lines(self, blocks: Iterable[Block]) -> list[Paragraph]:
        """Blocks as paragraphs of a prose; a table becomes a list, because CommonMark has no tables."""
        found: list[Paragraph] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                found.append(block)
                continue
            self.draft.find(block.line, "a table became a list", "check that it reads well", weight="unplaced")
            for row in block.rows:
                runs: list[Run] = []
                for paragraph in (p for cell in row for p in cell):
                    runs += [Run(" | "), *paragraph.runs] if runs else paragraph.runs
                found.append(Paragraph(tuple(runs), block.line, "bullet"))
        return found

    def shown(self) -> set[str]:
        """What the sections show so far."""
        return {one for section in self.sections for one in listed(section.get("show"))}

    def quote(self, part: Passage, path: DataPath, text: str) -> None:
        """Keep the words of a part, with its label, beside their value."""
        label = part.heading.text.rstrip(" :") + ": " if part.heading is not None else ""
        self.draft.quote(path, label + text)

    def written_day(self, found: FoundDay, others: Sequence[Any] = ()) -> Any:
        """A day as in the event file; without a year it is in that of the event, or of neighbouring days."""
        known = [self.event.get("date"), *others, *(one["date"] for one in self.event.get("sittings", ()))]
        texts = [day["day"] if isinstance(day, dict) else day for day in known if day]
        year = found.year or next((int(text[:4]) for text in texts if text[:4].isdigit()), 0)
        inferred = any(isinstance(day, dict) for day in known) and not found.year
        if not year:
            year, inferred = year_of(found, self.today)[0], True
        written = f"{year}-{found.month:02}-{found.day:02}"
        return {"day": written, "year": "inferred"} if inferred else written

    def guessed(self, path: DataPath) -> bool:
        """Whether only the look or the place of some words made them this value."""
        likely = any(one.path == path and one.weight == "likely" for one in self.draft.findings)
        return likely or path in self.evident

    def place_guessed(self, why: str, line: int) -> None:
        """List the venue as likely, unless its parts show that it is a place."""
        if is_evident(self.event["venue"], self.words):
            self.evident.add(("venue",))
        else:
            self.draft.likely(why, ("venue",), line)

    def settle(self, path: DataPath) -> None:
        """Forget that a value was guessed, because a label gives another."""
        self.draft.findings = [one for one in self.draft.findings if one.path != path or one.weight != "likely"]
        self.evident.discard(path)

    # What is left

    def keep(self, paragraphs: Iterable[Paragraph | None], why: str) -> None:
        """Keep paragraphs without a place, and list them."""
        for paragraph in paragraphs:
            if paragraph is not None and paragraph.text:
                self._kept.append(paragraph)
                message = f"{why}, and is kept under “{self.heading('kept')}”: “{_short(paragraph.text)}”"
                self.draft.find(paragraph.line, message, "move it where it belongs", weight="unplaced")

    def finish(self) -> Draft:
        """The draft, with all leftover words at its end."""
        for note in self.writer.uncalled:
            self.keep(note, "no text calls this note")
        for picture in self._manuscript.pictures:
            shows = f": “{picture.alt}”" if picture.alt else ""
            hint = "the papers show the marks of funders: put such a file into data/images"
            self.draft.find(picture.line, f"a picture was not taken over{shows}", hint, weight="unplaced")
        empty = [section for section in self.sections if "text" not in section and "show" not in section]
        self._kept += [Paragraph((Run(section["heading"]),), 0) for section in empty if section["heading"]]
        self.event["sections"] = [section for section in self.sections if section not in empty]
        self._rescue()
        if self._kept:
            self.event["sections"].append(self.section(self.heading("kept"), self._kept, new=False))
        if "venue" in self.event:
            self.event["venue"] = named_place(self.event["venue"])
        place = " ".join(texts_in(self.event.get("venue", "")))
        zone = find_zone(place, self.words) or zone_of_building(place, self.words)
        doubted = [one for one in self.draft.findings if one.path == ("timezone",)]
        if zone and ("timezone" not in self.event or doubted):
            # The city of the place is surer than an abbreviation.
            self.event["timezone"] = zone
            self.draft.findings = [one for one in self.draft.findings if one not in doubted]
        elif "timezone" not in self.event and (zone := zone_of_country(place, self.words)):
            self.event["timezone"] = zone
            self.draft.likely("this is the zone of the country", ("timezone",))
        elif "timezone" not in self.event and "venue" in self.event and (zone := self._zone_of_language()):
            self.event["timezone"] = zone
            self.draft.likely("this is the zone where the language of the note is spoken", ("timezone",))
        if "sittings" in self.event:
            self._share_hours()
        self.event |= {
            key: text for key, text in self.given.items() if key in ("title", "date", "time", "timezone", "venue")
        }
        if "date" in self.given:
            self.event.pop("sittings", None)
        for name in ("parties", "people", "sections", "tracks", "agenda"):
            if not self.event.get(name):
                self.event.pop(name, None)
        self._place_quotes()
        return self.draft

    def _zone_of_language(self) -> str | None:
        text = " ".join(paragraph.text for paragraph in self._manuscript.paragraphs())
        return zone_of_language(self.words.language(text))

    def _place_quotes(self) -> None:
        """Quotes without a value move to its parent, or to the head of the file."""
        placed: dict[DataPath, list[str]] = {}
        for path, text in self.draft.wording.items():
            while path and not _is_there(self.event, path):
                path = path[:-1]
            at = placed.setdefault(path or ("language",), [])
            at += [words for words in text if words not in at]
        self.draft.wording = placed

    def _share_hours(self) -> None:
        """The hours of an event of several days are those of each; a day of a sitting is not the event's."""
        self.event.pop("date", None)
        self._share_rows(self.event.pop("agenda", []))
        time = self.event.pop("time", None)
        for at, sitting in enumerate(self.event["sittings"]):
            order = {"date": sitting["date"]} | ({"time": time} if time else {})
            self.event["sittings"][at] = order | {k: v for k, v in sitting.items() if k not in order}
        if time:
            message = f"“{time}” is taken for the hours of each day"
            self.draft.doubt(message, "write the hours of each sitting", ("sittings",))

    def _share_rows(self, rows: list[Data]) -> None:
        """Rows without a day go before those of the first sitting."""
        if not rows:
            return
        below: DataPath = ("sittings", 0, "agenda")
        first = self.event["sittings"][0]
        moved: dict[DataPath, list[str]] = {}
        for path, text in self.draft.wording.items():
            if path[:3] == below and len(path) > 3 and isinstance(path[3], int):
                path = (*below, path[3] + len(rows), *path[4:])
            elif path[:1] == ("agenda",):
                path = (*below, *path[1:])
            moved[path] = [*moved.get(path, []), *text]
        self.draft.wording = moved
        first["agenda"] = [*rows, *first.get("agenda", [])]
        self.draft.doubt("there are rows above the first day", "move them to their day", below)

    def _rescue(self) -> None:
        """Keep each paragraph with a lost word; nothing above should let that happen."""
        texts = [self.event, list(self.draft.wording.values()), [p.text for p in self._kept]]
        there = words_in(texts_in(texts))
        for paragraph in self._manuscript.paragraphs():
            words = words_in([paragraph.text])
            if words - there:
                self.keep([paragraph], "part of this was not taken over")
            there -= words


def _is_there(data: Any, path: DataPath) -> bool:
    for step in path:
        inside = step in data if isinstance(data, dict) else isinstance(step, int) and step < len(data)
        if not inside or isinstance(data, str):
            return False
        data = data[step]
    return True


def listed(value: Any) -> Sequence[str]:
    """The value as a list; one item may be written without brackets."""
    return value if isinstance(value, list) else [value] if value else []


def words_in(texts: Iterable[str]) -> Counter[str]:
    """The words of some texts: letters only, without capitals."""
    # No regular expression of Python has letters only: ¹ and Ⅳ count as word characters too.
    return Counter(
        word for text in texts for word in "".join(c if c.isalpha() else " " for c in text.casefold()).split()
    )


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:67].rsplit(" ", 1)[0] + " …"
