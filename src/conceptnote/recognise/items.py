"""The words of a row of an agenda: its item, and the people whom they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec import Struct

from conceptnote.recognise.bare_name import UNSPACED, has_initials, is_bare_name, may_be_name
from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.named import looks_like_name, looks_like_person
from conceptnote.recognise.people import LONGEST_NAME, read_person, titles_of
from conceptnote.recognise.positions import is_position_line, position_then_name
from conceptnote.recognise.several import in_roles, several_people
from conceptnote.recognise.speaking import says_what, talk_after_dash
from conceptnote.recognise.words import Label, Words, fold, starts_with
from conceptnote.recognise.zones import find_zone

_AT_END = re.compile(r"\s*[(（\[]((?:[^()（）\[\]]|[(（\[][^()（）\[\]]*[)）\]])+)[)）\]]\s*\.?$")
_NAMED_FIRST = re.compile(
    r"(?P<who>[^()（）]{4,60}[(（](?P<inside>[^()（）]+)[)）])\s*[,:：，–—-]\s*(?P<topic>\S.*)$", re.DOTALL
)
_QUOTED = re.compile(r"(?P<item>[^“«„\"]+?)\s*[:：]\s*[“«„\"]\s*(?P<topic>[^“”«»„\"]+?)\s*[”»“\"]")
_MARKS = (",", ":", ";", ".", "?", "!", "؟", "，", "；", "：", "。")
_DASHES = ("–", "—", "-")

Line = tuple[Label | None, str]
"""A line for somebody, with the label of their role."""
Known = Callable[[str], bool]
"""Whether somebody of a name has been read before."""


class Item(Struct, frozen=True):
    """An item without its people, and a line for each of them; `sure` if they are some."""

    text: str
    people: list[Line]
    sure: bool = True

    def parted(self) -> tuple[str, str]:
        """The item, and the title in quotation marks after it, which is the topic of the only speaker."""
        quoted = _QUOTED.fullmatch(self.text.strip(" ,:;–—-")) if len(self.people) == 1 else None
        return (quoted["item"], quoted["topic"]) if quoted else (self.text, "")


def item_of(text: str, words: Words, is_known: Known) -> Item | None:
    """The item and the people of a row: `Keynote by Dr. Selma Ibrahimi`, `Report (Ms Freda Lund)`; None without any."""
    return next((found for read in _READERS if (found := read(text, words, is_known))), None)


def _before_colon(text: str, words: Words, is_known: Known) -> Item | None:
    """“Professor Ama Boateng: What a sign costs”, or a name that has been read before."""
    if talk := talk_after_dash(text, words):
        return Item(talk[1], [(None, talk[0])])
    head, colon, rest = re.sub("：", ":", text, count=1).partition(":")
    several = len(rest.split()) > 1 or rest[:1] > UNSPACED
    if not colon or not several or "," in head or words.label(head) is not None:
        return None
    person = read_person(head, words)
    whole = " " in person.name or head > UNSPACED
    bare = whole and not person.functions and is_bare_name(person.name, words)
    return Item(rest.strip(), [(None, head)]) if bare and (person.honorific or is_known(person.name)) else None


def _after_label(text: str, words: Words, is_known: Known) -> Item | None:
    """“Fish and law. Chair: Dr. Omar Haddad. Speakers: …”"""
    (first, item), *parts = in_roles(text, words)
    if not parts or first is not None:
        return None
    people = [one for label, part in parts for one in _labelled(label, part, words)]
    if not people:
        return None
    above = item_of(item, words, is_known)  # “Panel with Jana Roth (Union); moderator: …”
    return Item(above.text, [*above.people, *people], above.sure) if above else Item(item, people)


def _labelled(label: Label | None, part: str, words: Words) -> Iterator[Line]:
    several = several_people(part, words)
    if several or looks_like_person(part, words) or _may_speak(part, words):
        yield from ((label, one) for one in several or [part])


def in_bracket(text: str, words: Words, is_known: Known) -> Item | None:
    """“Report (Ms Freda Lund, Water Fund)”; a bracket after a name says what somebody is."""
    bracket = _AT_END.search(text)
    if bracket is None or not bracket.start():
        return None
    item, inside = text[: bracket.start()], bracket[1].strip()
    inside = inside[starts_with(inside, words.lists["by"]) :].strip(" :：–—-")
    alone = _is_name_alone(item, words)
    if people := _people(inside, words):
        return None if alone else Item(item, people)
    head = re.split(r"[,，،]\s*", inside)[0]
    if not alone and is_bare_name(head, words) and find_zone(inside, words) is None:
        return Item(item, [(None, inside)], sure=is_known(head) or says_what(inside, words))
    known = inside > UNSPACED and is_known(inside.split()[0])
    return Item(item, [(None, inside)]) if known else None


def _is_name_alone(text: str, words: Words) -> bool:
    """Whether words end with a name, after which a bracket or a comma says what somebody is."""
    if text[:1] > UNSPACED:
        return False
    last = re.split(r"[.:;,–—]\s+|\s[–—-]\s", text.strip())[-1]
    return is_bare_name(last, words) or bool(titles_of(last.split(), words))


# After a comma, a dash, a full stop, or a word such as “by”


def _after_mark(text: str, words: Words, is_known: Known) -> Item | None:
    tokens = text.split()
    for at in range(1, len(tokens)):
        cut = _Cut(tokens, at, words, is_known)
        people = cut.people() if cut.is_open else []
        said_of_name = cut.is_comma and not cut.by and _is_name_alone(cut.before.rstrip(" ,"), words)
        if people and not said_of_name:
            return Item(cut.item, people)
    return None


class _Cut(Struct, frozen=True, dict=True):
    """A place between the words of a row: what stands before it may be the item, the rest who speaks."""

    tokens: list[str]
    at: int
    words: Words
    is_known: Known

    @cached_property
    def before(self) -> str:
        return " ".join(self.tokens[: self.at])

    @cached_property
    def rest(self) -> str:
        return " ".join(self.tokens[self.at :])

    @cached_property
    def by(self) -> int:
        """The number of words before the place that announce who speaks: “by”, “a cargo de la”; 0 without."""
        return _ends_with_by(self.tokens[: self.at], self.words) or _of_titled(self.tokens, self.at, self.words)

    @cached_property
    def is_parted(self) -> bool:
        """Whether a mark stands before the place."""
        last = self.tokens[self.at - 1]
        return last.endswith(_MARKS) or last in _DASHES

    @property
    def is_comma(self) -> bool:
        return self.tokens[self.at - 1].endswith((",", "，"))

    @property
    def is_open(self) -> bool:
        """Whether somebody may begin here: not after “Dr.”, not in a bracket, and with a capital or a title."""
        words, tokens = self.words, self.tokens[self.at :]
        if not (self.by or self.is_parted) or (self.is_parted and titles_of(self.tokens[self.at - 1 :], words)):
            return False
        begins = is_capital(tokens[0]) or titles_of(tokens, words) or position_then_name(self.rest, words)
        spoken = self.is_parted and starts_with(self.rest, words.spoken)
        return bool(begins or spoken) and self.before.count("(") == self.before.count(")")

    @property
    def item(self) -> str:
        if not self.by:
            return self.before
        item = self.tokens[: self.at - self.by] or self.tokens[: max(self.at - 1, 1)]  # “Palabras de …”
        return self.before if fold(item[-1]) in self.words.lists["ands"] else " ".join(item)  # “Introduce e modera …”

    @cached_property
    def may_name(self) -> bool:
        """Whether a bare name may follow a mark."""
        return self.is_parted and (bool(self.by) or looks_like_name(self.rest, self.words))

    def people(self) -> list[Line]:
        """Those who speak, by what they are called, or else by what shows a bare name."""
        length = starts_with(self.rest, self.words.lists["by"]) if self.is_parted else 0
        if people := _people(self.rest[length:].strip().rstrip("."), self.words):
            return people
        return [(None, self.rest)] if any(shows(self) for shows in _SIGNS) else []


def _is_announced(cut: _Cut) -> bool:
    """“Keynote by Ama Boateng”."""
    return bool(cut.by) and looks_like_name(cut.rest, cut.words)


def _is_explained(cut: _Cut) -> bool:
    """“Keynote, Ama Boateng, Director of the Water Fund”, “Keynote – Ama Boateng MP”."""
    if not looks_like_name(cut.rest, cut.words):
        return False
    return bool(read_person(cut.rest, cut.words).honorific_after) or says_what(cut.rest, cut.words)


def _has_bracket(cut: _Cut) -> bool:
    """“Keynote: Ama Boateng (Water Fund)”."""
    name, _, bracket = cut.rest.rstrip(" .").partition(" (")
    return cut.may_name and bracket.endswith(")") and is_bare_name(name, cut.words)


def _is_seen(cut: _Cut) -> bool:
    """“Keynote: Ama Boateng”, who has been read before."""
    return cut.may_name and is_bare_name(cut.rest.rstrip("."), cut.words) and cut.is_known(cut.rest.rstrip("."))


def _has_talk(cut: _Cut) -> bool:
    """“First session: Ama Boateng (Union), “What now?””."""
    return cut.may_name and talk_named_first(cut.rest, cut.words) is not None


_SIGNS: tuple[Callable[[_Cut], bool], ...] = (_is_announced, _is_explained, _has_bracket, _is_seen, _has_talk)
"""What shows that the words after a place are a name without a title."""


def _of_titled(tokens: list[str], at: int, words: Words) -> int:
    """1 if “of” stands between a word such as “remarks” and somebody with a title."""
    small = fold(tokens[at - 1])
    of = small in words.lists["of"] or (small in words.lists["particles"] and small not in words.lists["articles"])
    return int(at > 1 and of and bool(titles_of(tokens[at:], words)) and is_capital(tokens[at]))


def _ends_with_by(tokens: list[str], words: Words) -> int:
    """The number of words at the end of a text that stand before who speaks; an article may be the last."""
    article = len(tokens) > 1 and fold(tokens[-1]) in words.lists["articles"]
    for length in (4, 3, 2, 1):
        for skipped in (0, 1) if article else (0,):
            said = tokens[len(tokens) - length - skipped : len(tokens) - skipped]
            if length + skipped <= len(tokens) and fold(" ".join(said)).strip(",") in words.lists["by"]:
                return length + skipped
    return 0


def _after_space(text: str, words: Words, is_known: Known) -> Item | None:
    """In a script without spaces, a space stands between what is said and who says it: “开幕致辞 周明远”."""
    tokens = text.split()
    if len(tokens) < 2 or not tokens[0] > UNSPACED:
        return None
    for at in range(1, len(tokens)):
        rest = " ".join(tokens[at:])
        if several := several_people(rest, words):
            return Item(" ".join(tokens[:at]), [(None, one) for one in several])
        if may_be_name(tokens[at], words):
            return Item(" ".join(tokens[:at]), [(None, rest)], sure=is_known(tokens[at]))
    return None


_READERS: tuple[Callable[[str, Words, Known], Item | None], ...] = (
    _before_colon,
    _after_label,
    in_bracket,
    _after_mark,
    _after_space,
)
"""The places where an item has its people, the surest first."""


def talk_named_first(text: str, words: Words) -> Item | None:
    """A talk below a session, the name first: `Julia Fink (Lake Institute), What mud remembers`."""
    first = _NAMED_FIRST.fullmatch(text)
    if first is None or not looks_like_name(first["who"], words):
        return None
    topic, inside = first["topic"].strip(), fold(first["inside"])
    begins = is_capital(topic) or topic[0] in "“«„\"'‘¿¡"
    named = any(words.has("bodies", token) for token in topic.split()[:3]) or titles_of(topic.split(), words)
    if not begins and not is_position_line(topic, words) and topic[0].isalpha():
        return Item("", [(None, first["who"])])  # “…, followed by a discussion”
    if not begins or named or is_position_line(topic, words) or inside in words.statuses or inside in words.labels:
        return None
    return None if several_people(text, words) else Item(topic, [(None, first["who"])])


# People


def _people(text: str, words: Words) -> list[Line]:
    """Those whom a text names, each with the label of their role; none if a part of it names nobody."""
    found: list[Line] = []
    for label, part in in_roles(text, words):
        if not part:
            continue
        several = several_people(part, words)
        spoken = starts_with(part, words.spoken)
        if not several and label is None and spoken and is_capital(part[spoken:].strip()):
            label, part = words.labels[fold(part[:spoken])], part[spoken:].strip()  # “facilitator Ama Boateng”
        if not several and not (label and _may_speak(part, words)) and not _names_one(part, words):
            return []
        found += [(label, one) for one in several or [part]]
    return found


def _names_one(text: str, words: Words) -> bool:
    """Whether a text names one person, and the end of the name is known."""
    ended = looks_like_person(text, words) and len(read_person(text, words).name.split()) <= LONGEST_NAME
    return bool(ended or position_then_name(text, words) or has_initials(text))


def _may_speak(text: str, words: Words) -> bool:
    return bool(text.strip()) and (looks_like_name(text, words) or may_be_name(text.split()[0], words))
