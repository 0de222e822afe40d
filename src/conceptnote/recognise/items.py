"""The words of a row of an agenda: its item, and the people whom they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.named import looks_like_name, looks_like_person
from conceptnote.recognise.people import LONGEST_NAME, read_person, titles_of
from conceptnote.recognise.positions import is_position_line, position_then_name
from conceptnote.recognise.several import has_initials, in_roles, is_bare_name, may_be_name, several_people
from conceptnote.recognise.speaking import says_what
from conceptnote.recognise.words import Label, Words, fold, starts_with
from conceptnote.recognise.zones import find_zone

_AT_END = re.compile(r"\s*[(（\[]((?:[^()（）\[\]]|[(（\[][^()（）\[\]]*[)）\]])+)[)）\]]\s*\.?$")
_NAMED_FIRST = re.compile(
    r"(?P<who>[^()（）]{4,60}[(（](?P<inside>[^()（）]+)[)）])\s*[,:：，–—-]\s*(?P<topic>\S.*)$", re.DOTALL
)
_QUOTED = re.compile(r"(?P<item>[^“«„\"]+?)\s*[:：]\s*[“«„\"]\s*(?P<topic>[^“”«»„\"]+?)\s*[”»“\"]")
_MARKS = (",", ":", ";", ".", "?", "!", "؟", "，", "；", "：", "。")
_SPACES = "\u2e80"


class Item(Struct, frozen=True):
    """An item without its people, and a line for each of them, with the label of a role; `sure` if they are some."""

    text: str
    people: list[tuple[Label | None, str]]
    sure: bool = True

    def parted(self) -> tuple[str, str]:
        """The item, and the title in quotation marks after it, which is the topic of the only speaker."""
        quoted = _QUOTED.fullmatch(self.text.strip(" ,:;–—-")) if len(self.people) == 1 else None
        return (quoted["item"], quoted["topic"]) if quoted else (self.text, "")


def item_of(text: str, words: Words, is_known: Callable[[str], bool]) -> Item | None:
    """The item and the people of a row: `Keynote by Dr. Selma Ibrahimi`, `Report (Ms Freda Lund)`; None without any."""
    return (
        _name_first(text, words, is_known)
        or _after_label(text, words, is_known)
        or _in_bracket(text, words, is_known)
        or _after_mark(text, words, is_known)
        or _after_space(text, words, is_known)
    )


def _name_first(text: str, words: Words, is_known: Callable[[str], bool]) -> Item | None:
    """“Professor Ama Boateng: What a sign costs”, or a name that has been read before."""
    head, colon, rest = re.sub("：", ":", text, count=1).partition(":")
    several = len(rest.split()) > 1 or rest[:1] > _SPACES
    person = read_person(head, words) if colon and several and "," not in head else None
    if person is None or not person.name or person.functions or words.label(head) is not None:
        return None
    bare = (" " in person.name or head > _SPACES) and is_bare_name(person.name, words)
    return Item(rest.strip(), [(None, head)]) if bare and (person.honorific or is_known(person.name)) else None


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


def talk_in_bracket(text: str, words: Words) -> Item | None:
    """A talk below a session, the name in brackets: `Group 1: Mud (Julia Fink)`."""
    return _in_bracket(text, words, lambda name: False)


def talk_of(text: str, words: Words) -> Item | None:
    """A talk below a session: `What mud remembers. Julia Fink (Lake Institute)`; None if it is no talk."""
    found = item_of(text, words, lambda name: False)
    return found if found is not None and len(found.text.split()) > 1 else None


def _people(text: str, words: Words) -> list[tuple[Label | None, str]]:
    """Those whom a text names, each with the label of their role; none if a part of it names nobody."""
    found: list[tuple[Label | None, str]] = []
    for label, part in in_roles(text, words):
        if not part:
            continue
        several = several_people(part, words)
        spoken = starts_with(part, words.spoken)
        if not several and label is None and spoken and is_capital(part[spoken:].strip()):
            label, part = words.labels[fold(part[:spoken])], part[spoken:].strip()  # “facilitator Ama Boateng”
        if (
            not several
            and not (label and _may_speak(part, words))
            and not (_is_person(part, words) or position_then_name(part, words) or has_initials(part))
        ):
            return []
        found += [(label, one) for one in several or [part]]
    return found


def _is_person(text: str, words: Words) -> bool:
    """Whether a text names one person, and the end of the name is known."""
    return looks_like_person(text, words) and len(read_person(text, words).name.split()) <= LONGEST_NAME


def _may_speak(text: str, words: Words) -> bool:
    return looks_like_name(text, words) or may_be_name(text.split()[0], words)


def _after_label(text: str, words: Words, is_known: Callable[[str], bool]) -> Item | None:
    """“Fish and law. Chair: Dr. Omar Haddad. Speakers: …”"""
    parts = in_roles(text, words)
    if len(parts) < 2 or parts[0][0] is not None:
        return None
    item = parts[0][1]
    people = [one for label, part in parts[1:] for one in _labelled(label, part, words)]
    if not people:
        return None
    above = item_of(item, words, is_known)  # “Panel with Jana Roth (Union); moderator: …”
    return Item(above.text, [*above.people, *people], above.sure) if above else Item(item, people)


def _labelled(label: Label | None, part: str, words: Words) -> Iterator[tuple[Label | None, str]]:
    several = several_people(part, words)
    if several or looks_like_person(part, words) or _may_speak(part, words):
        yield from ((label, one) for one in several or [part])


def _in_bracket(text: str, words: Words, is_known: Callable[[str], bool]) -> Item | None:
    bracket = _AT_END.search(text)
    if bracket is None or not bracket.start():
        return None
    item, inside = text[: bracket.start()], bracket[1].strip()
    inside = inside[starts_with(inside, words.lists["by"]) :].strip(" :：–—-")
    if people := _people(inside, words):
        return Item(item, people) if not _is_name_alone(item, words) else None
    head = re.split(r"[,，،]\s*", inside)[0]
    if is_bare_name(head, words) and find_zone(inside, words) is None and not _is_name_alone(item, words):
        return Item(item, [(None, inside)], sure=is_known(head) or says_what(inside, words))
    first = inside.split()[0] if inside.split() else ""
    return Item(item, [(None, inside)]) if first > _SPACES and is_known(first) else None


def _is_name_alone(text: str, words: Words) -> bool:
    """Whether the words before a bracket end with a name, so that the bracket says what somebody is."""
    if text[:1] > _SPACES:
        return False
    last = re.split(r"[.:;,–—]\s+|\s[–—-]\s", text.strip())[-1]
    return is_bare_name(last, words) or bool(titles_of(last.split(), words))


def _after_mark(text: str, words: Words, is_known: Callable[[str], bool]) -> Item | None:
    """After a comma, a dash, a full stop, or a word such as “by”."""
    tokens = text.split()
    for at in range(1, len(tokens)):
        before, rest = " ".join(tokens[:at]), " ".join(tokens[at:])
        by = _ends_with_by(tokens[:at], words) or _of_titled(tokens, at, words)
        parted = tokens[at - 1].endswith(_MARKS) or tokens[at - 1] in ("–", "—", "-")
        if parted and titles_of(tokens[at - 1 :], words):
            continue  # “Dr. Lund”
        begins = is_capital(tokens[at]) or titles_of(tokens[at:], words) or position_then_name(rest, words)
        if not (by or parted) or not (begins or (parted and starts_with(rest, words.spoken))):
            continue
        if before.count("(") != before.count(")"):
            continue
        said = rest[starts_with(rest, words.lists["by"]) :].strip() if parted else rest
        people = _people(said.rstrip("."), words)
        if not people and (looks_like_name(rest, words) or by):
            lettered = bool(read_person(rest, words).honorific_after)
            named = looks_like_name(rest, words) and (by or lettered or says_what(rest, words))
            bracketed = is_bare_name(rest.partition(" (")[0], words) and rest.rstrip(" .").endswith(")")
            seen = is_bare_name(rest.rstrip("."), words) and is_known(rest.rstrip("."))
            titled = talk_named_first(rest, words) is not None  # “Ama Boateng (Union), “What now?””
            people = [(None, rest)] if named or (parted and (bracketed or seen or titled)) else []
        comma = tokens[at - 1].endswith((",", "，"))
        if people and not (comma and not by and _is_name_alone(before.rstrip(" ,"), words)):
            item = tokens[: at - by] or tokens[: max(at - 1, 1)]  # “Palabras de …”
            return Item(" ".join(item) if by else before, people)
    return None


def _of_titled(tokens: list[str], at: int, words: Words) -> int:
    """1 if “of” stands between a word such as “remarks” and somebody with a title."""
    small = fold(tokens[at - 1])
    of = small in words.lists["of"] or (small in words.lists["particles"] and small not in words.lists["articles"])
    return int(at > 1 and of and bool(titles_of(tokens[at:], words)) and is_capital(tokens[at]))


def _ends_with_by(tokens: list[str], words: Words) -> int:
    """The number of words at the end of a text that stand before who speaks: “by”, “a cargo de la”; 0 without."""
    article = len(tokens) > 1 and fold(tokens[-1]) in words.lists["articles"]
    for length in (4, 3, 2, 1):
        for skipped in (0, 1) if article else (0,):
            said = tokens[len(tokens) - length - skipped : len(tokens) - skipped]
            if length + skipped <= len(tokens) and fold(" ".join(said)).strip(",") in words.lists["by"]:
                return length + skipped
    return 0


def _after_space(text: str, words: Words, is_known: Callable[[str], bool]) -> Item | None:
    """In a script without spaces, a space stands between what is said and who says it: “开幕致辞 周明远”."""
    tokens = text.split()
    if len(tokens) < 2 or not tokens[0] > _SPACES:
        return None
    for at in range(1, len(tokens)):
        rest = " ".join(tokens[at:])
        if several := several_people(rest, words):
            return Item(" ".join(tokens[:at]), [(None, one) for one in several])
        if may_be_name(tokens[at], words) and (is_known(tokens[at]) or len(tokens) > at + 1 or at == len(tokens) - 1):
            return Item(" ".join(tokens[:at]), [(None, rest)], sure=is_known(tokens[at]))
    return None
