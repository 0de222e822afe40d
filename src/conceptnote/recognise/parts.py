"""The blocks of a note to its parts: each a heading or a label, and its content."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from conceptnote.read.manuscript import Block, Manuscript, Paragraph, Run, Table
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.contacts import addresses_in
from conceptnote.recognise.days import begins_with_day, is_day_alone, is_day_label
from conceptnote.recognise.funding import LONGEST_FUNDING, is_funding
from conceptnote.recognise.named import looks_like_name, looks_like_person, names_people
from conceptnote.recognise.normal import FACT, MORE, blocks_of
from conceptnote.recognise.passage import FIELDS, Passage, among_speakers, is_long, is_loud, leads_in, party_pattern
from conceptnote.recognise.place import looks_like_place
from conceptnote.recognise.progress import FRONT, before_title, has_facts, in_front, is_version, names_kind, titled
from conceptnote.recognise.rows_of_days import rows_by_day
from conceptnote.recognise.signature import closes, signs
from conceptnote.recognise.timetable import minutes_of, time_at_start
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import Label, Words, fold, starts_with

_NUMBERED = re.compile(
    r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Z])(?:[.):]\s*|\s+)|[一二三四五六七八九十]{1,3}[、.．]\s*"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]\s*"
    r"|(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)ا?ً?ا?\s*[:.،-]\s*)(?=[^\W\d])"
)
"""The number that is typed before a heading."""
_LONGEST_HEADING = 90
_BY_FIRST_WORDS = ("panel", "agenda", "questions", "contacts", "registration", "role")
"""The parts whose headings may have more words than their label: “Agenda of the workshop”."""
_FEWEST_ROWS = 3
_FAR = 12
_NIGHT = 8 * 60
"""An hour before it may be one of the afternoon, on the twelve-hour clock."""


def parts_of(manuscript: Manuscript, words: Words, is_agenda: Callable[[Table], bool]) -> list[Passage]:
    """The parts, in order; the first is the front, which has the title."""
    blocks = blocks_of(manuscript, words)
    divider = _Divider(words, manuscript.broken, _top_level(blocks), is_agenda)
    for at, block in enumerate(blocks):
        divider.take(block, blocks[at + 1 : at + 4], blocks[at + 1 : at + 1 + _FAR])
    return divider.parts


def _top_level(blocks: list[Block]) -> int:
    """The level of the headings that begin sections: the highest with more than one, or after the first."""
    levels = [b.level for b in blocks if isinstance(b, Paragraph) and b.kind == "heading"]
    if len(levels) > 1 and levels.count(levels[0]) == 1 and levels[0] < min(levels[1:]):
        levels = levels[1:]
    return min(levels, default=1)


class _Divider:
    def __init__(self, words: Words, plain: bool, top: int, is_agenda: Callable[[Table], bool]) -> None:
        self._words, self._plain, self._top, self._is_agenda = words, plain, top, is_agenda
        self.parts = [Passage("front")]

    def take(self, block: Block, after: list[Block], far: list[Block]) -> None:
        current = self.parts[-1]
        if isinstance(block, Table):
            days = rows_by_day(block, self._words)
            is_agenda = any(self._is_agenda(rows) for _, rows in days)
            if is_agenda and current.kind == "section" and not current.body:
                current.kind = "agenda"  # “Course outline”
            if current.kind not in ("agenda", "panel", "person") and is_agenda:
                self.parts.append(Passage("agenda"))
            for day, rows in days if is_agenda else [(None, block)]:
                if day is not None:
                    self.parts.append(Passage("agenda", day, day=True))
                self.parts[-1].body.append(rows)
        elif in_front(self.parts) and is_version(block.text, self._words):
            self.parts.insert(-1, Passage("version", body=[block]))
        elif signs(block, current, self._words) or self._names_funder(block):
            current.body.append(block)
        elif block.place != "body" or is_funding(block, self._words):
            self.parts.append(Passage("funder" if self._words.funding(block.text) else "margin", body=[block]))
        elif closes(block, self._words) and len(self.parts) > 1 - bool(current.body):
            self.parts.append(Passage("signature", body=[block]))
        elif self._is_day(block, after):
            if current.kind == "section" and not current.body:
                current.kind = "agenda"
            self.parts.append(Passage("agenda", block, day=True))
        elif label := self._labelled(block, ended=not any(map(self._is_timed, far))):
            found, end, start = label
            if found.kind in ("person", "panel") and current.kind == "section" and not current.body:
                current.kind = "panel"  # “Participants”, with “Moderator: …” as its first line
                current.body.append(block)
                return
            heading = block.part(0, end) if end else None
            body: list[Block] = [rest] if (rest := block.part(start)).runs else []
            self.parts.append(Passage(found.kind, heading, found.role, inline=True, body=body))
        elif block.style == FACT:
            at = block.text.index(":")
            if led := self._words.led(block.text[at + 1 :].strip()):  # “Who: hosted by the Water Trust”
                fact = block.part(at + 1 + len(block.text[at + 1 :]) - len(block.text[at + 1 :].lstrip()))
                words = Paragraph((Run(f"{block.text[:at]}: {fact.text[: led[1]]}"),), block.line)
                self.parts.append(Passage("role", words, led[0].role, inline=True, body=[fact.part(led[1])]))
                return
            self.parts.append(Passage("section", block.part(0, at), body=[block.part(at + 1)]))
        elif heading_of := self._heading(block, after[0] if after else None):
            self.parts.append(Passage(heading_of.kind, block, heading_of.role))
        elif self._begins_agenda(block, far):
            self.parts.append(Passage("agenda", body=[block]))
        elif self._is_done(current, block):
            if before_title(self.parts, self._words):
                front = next(part for part in self.parts if part.kind == "front")
                self.parts = [*(part for part in self.parts if part is not front), front]
                front.body.append(block)
            else:
                self.parts.append(Passage("loose", body=[block]))
        else:
            current.body.append(block)

    def _is_timed(self, block: Block | None) -> bool:
        """Whether a block begins a row of an agenda: with a time, or as a table of them."""
        if isinstance(block, Table):
            return self._is_agenda(block)
        return block is not None and block.place == "body" and time_at_start(block.text, self._words) is not None

    def _is_day(self, block: Paragraph, after: list[Block]) -> bool:
        """Whether a paragraph is the heading of a day, above the rows of its agenda."""
        text = block.text
        if len(text) > _LONGEST_HEADING or not after or self._is_timed(block):
            return False
        if not any(self._is_timed(one) for one in after):
            return False
        untold = self.parts[-1].kind in ("front", "paper") and not has_facts(self.parts, self._words)
        if untold and not isinstance(after[0], Table):
            return bool(is_day_label(text, self._words))
        day, alone = find_day(text, self._words), is_day_alone(text, self._words)
        named = day is not None and not day.start and text[day.end :].lstrip().startswith(":")
        return bool(is_day_label(text, self._words)) or ((alone or (named and self._in_agenda())) and not untold)

    def _in_agenda(self) -> bool:
        return self.parts[-1].kind == "agenda"

    def _begins_agenda(self, block: Paragraph, after: list[Block]) -> bool:
        """Whether a timed line, with later ones after it, begins an agenda without a heading."""
        first = time_at_start(block.text, self._words) if block.place == "body" else None
        if self.parts[-1].kind == "agenda" or first is None:
            return False
        if not re.search(r"[^\W\d_]", re.sub(r"\([^()]*\)", "", block.text[first.end :])):
            return False  # “6:30 p.m. to 8:30 p.m. (doors open at 6:00 p.m.)”
        starts = [minutes_of(first.written.partition("–")[0])]
        for one in after:
            if isinstance(one, Table) or one.kind in ("title", "subtitle") or one.place != "body":
                break
            if found := time_at_start(one.text, self._words):
                starts.append(minutes_of(found.written.partition("–")[0]))
        near = [self._is_timed(one) for one in (block, *after[:3])]
        rising = all(one <= two or two < _NIGHT for one, two in pairwise(starts))
        return sum(near) >= _FEWEST_ROWS or (len(starts) >= _FEWEST_ROWS and rising)

    def _names_funder(self, block: Paragraph) -> bool:
        """Whether the words of funding are alone on their line, so that this is the name."""
        text = self.parts[-1].paragraphs
        return (
            self.parts[-1].kind == "funder"
            and len(text) == 1
            and text[0].place == block.place
            and (self._words.funding(text[0].text.rstrip(" :")) == len(text[0].text.rstrip(" :")))
            and len(block.text) <= _LONGEST_HEADING
        )

    def _labelled(self, block: Paragraph, *, ended: bool) -> tuple[Label, int, int] | None:
        """The label of a line; `ended` if no row of an agenda follows."""
        current, label = self.parts[-1], self._words.labelled(block.text)
        if label is None and (number := _NUMBERED.match(block.text)):
            found = self._words.labelled(block.text[number.end() :])  # “二、会议地点：深圳”
            label = found and (found[0], found[1] + number.end(), found[2] + number.end())
        if block.kind == "heading" and not (label and label[0].kind in ("person", "paper")):
            return None
        if label is None:
            asks = starts_with(block.text, self._words.registers) if block.kind == "text" else 0
            if asks and current.kind in FRONT and len(block.text) < LONGEST_FUNDING and addresses_in(block.text):
                return Label("registration"), asks, asks  # “Inscriptions avant le 3 mai : …”
            if (led := self._words.led(block.text)) and len(block.text) <= LONGEST_FUNDING:
                return (led[0], led[1], led[1]) if block.kind == "text" and not block.text.endswith(".") else None
            return None
        if label[0].kind in ("person", "panel") and current.kind == "agenda":
            below = bool(current.body) and (isinstance(current.body[-1], Table) or (self._plain and block.apart))
            # Otherwise they are the speakers of the row above.
            return label if ended and below and label[0].kind == "person" and block.part(label[2]).runs else None
        if label[0].kind in ("person", "panel") and current.kind == "panel":
            return None
        rows = current.kind == "agenda" and bool(current.body) and not isinstance(current.body[-1], Table)
        if rows and label[0].kind in ("time", "date", "venue", "title"):
            return None
        if label[0].kind == "section" and looks_like_person(block.text[label[2] :], self._words):
            label = (Label("panel"), *label[1:])  # “Presentation: Prof. Ama Boateng”
        listed = block.kind in ("bullet", "number")
        return None if listed and current.kind not in (*FIELDS, "front", "loose", "paper", "role") else label

    def _heading(self, block: Paragraph, after: Block | None) -> Label | None:
        """The part that a paragraph is the heading of; None if it begins none."""
        if block.kind not in ("text", "heading") or self._is_timed(block):
            return None
        text = block.text
        if number := _NUMBERED.match(text):
            text = text[number.end() :]
        known = self._words.label(text)
        if known is None and self._is_timed(after) and self._in_agenda():
            return None  # “Afternoon”, among the rows
        fronted = in_front(self.parts)
        untitled = fronted and (not titled(self.parts, self._words) or before_title(self.parts, self._words))
        names_paper = fold(text) in self._words.lists["papers"] and not (
            block.kind == "heading" and titled(self.parts, self._words)
        )
        if fronted and names_paper and not self._is_timed(after) and not has_facts(self.parts, self._words):
            return None  # it stays with the title
        announces = known is not None and known.kind == "panel" and fold(text) in self._words.lists["types"]
        if fronted and announces and not has_facts(self.parts, self._words):
            return None  # “Panel” is the kind of event here
        if known is not None and known.kind in ("structure", "time", "when") and self._is_timed(after):
            known = Label("agenda")
        if known is not None and known.kind == "panel" and among_speakers(self.parts[-1], block):
            return None  # “Opening remarks:”
        if known is not None and known.kind == "paper":
            return Label("section") if block.kind == "heading" and not fronted else None
        if known is not None and (block.apart or block.text.endswith(":")) and not self._within_agenda(block):
            return known
        if untitled or block.kind in ("title", "subtitle") or (fronted and names_kind(text, self._words)):
            return None
        if block.kind == "heading":
            by_words = self._by_first_words(text) or (Label("agenda") if self._is_timed(after) else None)
            return (by_words or Label("section")) if block.level <= self._top else None
        if starts_with(text, self._words.accesses):
            return None  # “Free entrance, no registration required”
        if is_loud(block) and self._is_timed(after) and block.apart and len(text) <= _LONGEST_HEADING:
            return self._by_first_words(text) or Label("agenda")
        return (self._by_first_words(text) or Label("section")) if self._looks_like_heading(block, after) else None

    def _within_agenda(self, block: Paragraph) -> bool:
        """“Speakers:” in an agenda is a label of the row above."""
        known, last = self._words.label(block.text), self.parts[-1]
        among = last.kind == "agenda" and last.body and known and known.kind in ("panel", "person")
        return bool(among) and not is_loud(block) and block.kind != "heading"

    def _by_first_words(self, text: str) -> Label | None:
        tokens = text.split()
        if len(tokens) > 8:
            return None
        for length in range(len(tokens), 0, -1):
            label = self._words.label(" ".join(tokens[:length]))
            if label is not None and label.kind in _BY_FIRST_WORDS:
                return label if length == len(tokens) or ":" not in text else None
        return None

    def _looks_like_heading(self, block: Paragraph, after: Block | None) -> bool:
        text, current = block.text, self.parts[-1]
        short = len(text) <= _LONGEST_HEADING and len(text.split()) <= 12 and not text.endswith((".", ",", ";", "!"))
        if block.kind != "text" or not short or not block.apart or not (text[0].isalnum() or text[0] in "“«\"'¿"):
            return False
        if (text[0].islower() and not _NUMBERED.match(text)) or leads_in(current, block, after):
            return False
        if after is None or (isinstance(after, Paragraph) and (after.place != "body" or not after.apart)):
            return False
        if isinstance(after, Paragraph) and self._words.labelled(after.text) and not is_loud(block):
            return False
        people = current.kind in ("panel", "person", "agenda", "role")
        if looks_like_person(text, self._words) or (people and looks_like_name(text, self._words)):
            return False
        if find_day(text, self._words) or find_time(text, self._words):
            return False
        if in_front(self.parts) and looks_like_place(text, self._words):
            return False
        if (
            in_front(self.parts)
            and not has_facts(self.parts, self._words)
            and (not is_long(after) or text[0] in '“«„"')
        ):
            return False  # a line of the title
        followed = isinstance(after, Table) or after.kind in ("bullet", "number") or len(after.text) > len(text)
        listed = current.kind in ("panel", "role", "agenda") and not current.body
        return (followed or (is_loud(block) and len(self.parts) > 1)) and (
            is_loud(block) or (self._plain and not listed)
        )

    def _is_done(self, part: Passage, block: Paragraph) -> bool:
        """Whether a field is full, so that the next line does not belong to it."""
        if part.kind == "funder":
            return True
        if block.style == MORE and part.inline:
            return False
        if part.kind == "role" and part.inline and (named := party_pattern(block.text)):
            return looks_like_person(named["said"], self._words)  # “Scientific adviser: Prof. Ama Boateng”
        if part.kind in ("panel", "person") and part.inline and part.body and begins_with_day(block.text, self._words):
            return True
        if not part.inline and part.kind in ("date", "time", "venue", "when", "mode", "languages") and part.body:
            return len(part.body) > 2 or len(block.text) > LONGEST_FUNDING
        soft = not block.apart and bool(part.paragraphs) and block.line == part.paragraphs[-1].line
        if part.inline and part.kind == "panel" and part.body and is_long(block):
            return block.kind == "text" and not names_people(block.text, self._words)
        fits = block.kind in ("text", "title", "subtitle") and not soft
        return part.inline and bool(part.body) and part.kind in (*FIELDS, "role") and fits
