"""The people whom one line names: after their roles, or parted by semicolons, brackets, commas and “and”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from conceptnote.recognise.bare_name import UNSPACED
from conceptnote.recognise.listed_pieces import BRACKETS, Kind, kind_of, name_and_body
from conceptnote.recognise.mentioned import MentionedPerson, is_capital
from conceptnote.recognise.people import LONGEST_NAME, name_and_rest, status_off
from conceptnote.recognise.words import Label, Words, any_of, fold, starts_with

_LABEL = r"[^\W\d_][^:：;.,，。；()（）]{1,40}?"
_ROLE = re.compile(
    rf"(?:^|(?<=[.;,)）。；，]))\s*(?P<label>{_LABEL})\s*[:：]|(?:^|(?<=[.;]))\s*(?P<dashed>{_LABEL})\s[–—-]\s"
)
_STOP = re.compile(r"\s*[;；؛]\s*")
_COMMAS = " ,，،"
_NOBODY = re.compile(r"(?<=[)\w])\s*[,;]\s*N\.\s?N\.?\s*$")
"""“…, N. N.”: somebody whose name is not known yet (nomen nominandum)."""


# Roles


def in_roles(text: str, words: Words) -> list[tuple[Label | None, str]]:
    """A line at its labels for people: `Chair – Ms A. Panel: B; C` gives the chair, and the panel with two people."""
    marks = sorted((*_labels(text, words), *_spoken(text, words)), key=lambda mark: mark[0].start())
    if not marks:
        return [(None, text)]
    starts = [one.end() - len(one[0].lstrip()) for one, _ in marks]
    before = text[: starts[0]].strip(" .;,；，。")
    found: list[tuple[Label | None, str]] = [(None, before)] if before else []
    for (one, label), end in zip(marks, [*starts[1:], len(text)], strict=True):
        found += _with(label, text[one.end() : end].strip(" .;；。").rstrip(" ,，"), words)
    return found


def _labels(text: str, words: Words) -> Iterator[tuple[re.Match[str], Label]]:
    """Roles before a colon or a dash."""
    for one in _ROLE.finditer(text):
        if label := _of_people(str(one["label"] or one["dashed"]), words):
            yield one, label


def _spoken(text: str, words: Words) -> Iterator[tuple[re.Match[str], Label]]:
    """Roles without a colon: “…, moderated by Ama Boateng”."""
    for one in _spoken_roles(words).finditer(fold(text, keep_length=True)):
        if is_capital(text[one.end() :]):
            yield one, words.labels[" ".join((one["spoken"] or one["first"]).split())]


@lru_cache(8)
def _spoken_roles(words: Words) -> re.Pattern[str]:
    by = words.lists["by"] | words.lists["unfinished"]
    phrases = (one for one in words.spoken if " " in one and one.split()[-1] in by)
    before = rf"(?:(?:(?<=[,;.]\s)|(?<=\w\s))(?P<spoken>{any_of(phrases)})"
    return re.compile(rf"{before}|(?<=[.;]\s)(?P<first>{any_of(words.spoken)}))\s+(?=\w)")


def _of_people(text: str, words: Words) -> Label | None:
    """The label of people that a text is; “Participants:” and “With:” announce a panel."""
    label = words.label(text)
    if words.columns.get(fold(text)) == "who" and (label is None or label.kind == "section"):
        return Label("panel")
    if label is None and fold(text) in words.lists["by"]:
        return Label("panel")
    return label if label is not None and label.kind in ("person", "panel") else None


def _with(label: Label | None, part: str, words: Words) -> list[tuple[Label | None, str]]:
    """“Ama Boateng, with Julia Fink (Lake Institute)”: who is in the role, and who else is there."""
    single = any_of(phrase for phrase in words.lists["by"] if " " not in phrase)
    found = re.search(rf",\s+{single}\s+(?=\w)", fold(part, keep_length=True))
    if found is None or not is_capital(part[found.end() :]):
        return [(label, part)]
    return [(label, part[: found.start()]), (None, part[found.end() :])]


# Lists


def several_people(text: str, words: Words) -> list[str]:
    """Two people or more of a line, each with what is said of them; none if it may be one."""
    text = _NOBODY.sub("", text).strip(" .;")
    pieces = [piece for one in _STOP.split(text) if (piece := _without_and(one, words))]
    if len(pieces) < 2:
        return _people_of(_list_of(text, words), words)
    named = [_begins_with_name(one, words) for one in pieces]
    if not named[0] or sum(named) * 2 < len(pieces):
        return []
    return [person for one in pieces for person in several_people(one, words) or [one]]


def _without_and(text: str, words: Words) -> str:
    return text[starts_with(text, words.lists["ands"]) :].strip() if text else text


def _begins_with_name(text: str, words: Words) -> bool:
    """Whether a text begins with a name, and not with a position or an organisation."""
    wording = MentionedPerson()
    name, _ = name_and_rest(status_off(text, wording, words), wording, words)
    fewest = 1 if wording.honorific or text[:1] > UNSPACED else 2
    return fewest <= len(name.split()) <= LONGEST_NAME


_NAMED: tuple[Kind, ...] = ("titled", "name", "bracketed")
"""The kinds of pieces that name somebody."""


class _List(Struct, frozen=True):
    """The pieces of a text between commas and “and”, their kinds, and what stands before each after the first."""

    pieces: list[str]
    kinds: list[Kind]
    joints: list[str]

    def has_and(self, at: int) -> bool:
        """Whether more than a comma stands before a piece."""
        return bool(self.joints[at - 1].strip(_COMMAS))

    @property
    def names_each(self) -> bool:
        """Whether each piece is somebody: names alone, or different ways to name people with “and” before the last."""
        last = len(self.pieces) - 1
        if all(kind == "name" for kind in self.kinds):
            return last > 1 or self.joints[0].strip(" ,") != ""
        ended = self.has_and(last) or (last > 1 and "titled" in self.kinds[1:])
        return all(kind in _NAMED for kind in self.kinds) and len(set(self.kinds)) > 1 and ended


def _list_of(text: str, words: Words) -> _List:
    pieces, joints = _parted(text, words)
    pieces = [pieces[0], *(_without_of(one, words) for one in pieces[1:])]
    kinds = [kind_of(one, words) for one in pieces]
    others = len(kinds) > 2 and all(kind in _NAMED for kind in kinds[1:])
    if kinds[0] == "other" and others and "(" in pieces[0]:
        kinds[0] = "bracketed"  # “Trenitalia (tbc), Kurt Bauer (ÖBB), …”
    return _List(pieces, kinds, joints)


def _people_of(listed: _List, words: Words) -> list[str]:
    """The people of a list in which each begins visibly; none if there is only one."""
    if listed.kinds[0] not in _NAMED:
        return []
    begins = [0]
    for at in range(1, len(listed.pieces)):
        if any(begins_at(listed, at, begins[-1]) for begins_at in _BEGINNINGS):
            begins.append(at)
    if len(begins) < 2:
        return []
    spans = pairwise([*begins, len(listed.pieces)])
    return [
        with_comma(_joined(listed.pieces[first:last], listed.joints[first : last - 1]), words) for first, last in spans
    ]


def _with_title(listed: _List, at: int, _above: int) -> bool:
    """“…, Dr. Ama Boateng”."""
    return listed.kinds[at] == "titled"


def _with_bracket(listed: _List, at: int, above: int) -> bool:
    """“Ama Boateng (Union), Julia Fink (Lake Institute)”, but “Ama Boateng, Water Fund (Accra)” is one."""
    return listed.kinds[at] == "bracketed" and (_is_told(listed, at, above) or listed.has_and(at))


def _in_list_of_names(listed: _List, at: int, _above: int) -> bool:
    """“Ama Boateng, Julia Fink and Omar Diallo”."""
    return listed.kinds[at] == "name" and listed.names_each


def _before_position(listed: _List, at: int, _above: int) -> bool:
    """“Ama Boateng, director, and Julia Fink, journalist”."""
    follows = listed.kinds[at + 1 : at + 2] == ["position"] and not listed.joints[at].strip(" ,、،")
    closed = listed.pieces[at - 1].endswith((")", "）"))  # nothing more is said of the person before
    return listed.kinds[at] == "name" and follows and (listed.has_and(at) or closed)


def _to_be_confirmed(listed: _List, at: int, _above: int) -> bool:
    """“Ama Boateng (Union), Julia Fink (tbc)”."""
    return listed.kinds[at] == "name" and all(one.endswith((")", "）", "]")) for one in listed.pieces[at - 1 : at + 1])


def _after_and(listed: _List, at: int, above: int) -> bool:
    """“Ama Boateng, director, and Julia Fink”."""
    short = len(listed.pieces[at].split()) in (2, 3)
    known = all(kind != "other" for kind in listed.kinds[at:])
    return listed.kinds[at] == "name" and listed.has_and(at) and _is_told(listed, at, above) and known and short


_BEGINNINGS: tuple[Callable[[_List, int, int], bool], ...] = (
    _with_title,
    _with_bracket,
    _in_list_of_names,
    _before_position,
    _to_be_confirmed,
    _after_and,
)
"""The rules by which a piece begins somebody, given where the person above began."""


def _is_told(listed: _List, at: int, above: int) -> bool:
    """Whether something is said of the person above a piece."""
    first = listed.pieces[above]
    return at - above > 1 or "(" in first or "（" in first


def with_comma(text: str, words: Words) -> str:
    """A person with a comma before their organisation, in place of “of the”."""
    text = text[starts_with(text, words.lists["articles"]) :].strip()
    found = name_and_body(text, words)
    return f"{text[: found.end('name')]}, {text[found.start('body') :]}" if found else text


def _without_of(text: str, words: Words) -> str:
    """“de M. Lund”, after a comma, without the word that a phrase before the list asks for."""
    first, _, rest = text.partition(" ")
    small = fold(first) in words.lists["of"] or fold(first) in words.lists["particles"]
    return rest if small and first.islower() and rest and is_capital(rest) else text


def _joined(pieces: Sequence[str], joints: Sequence[str]) -> str:
    return pieces[0] + "".join(joint + piece for joint, piece in zip(joints, pieces[1:], strict=True))


def _parted(text: str, words: Words) -> tuple[list[str], list[str]]:
    """A text at its commas and its “and”, brackets left whole, and what stood between."""
    closed = [match.span() for match in BRACKETS.finditer(text)]
    joints = (match.span() for match in _joint(words).finditer(fold(text, keep_length=True)))
    cuts = [(start, end) for start, end in joints if not any(a < start < b for a, b in closed)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    pieces = [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    return (pieces, [text[a:b] for a, b in cuts]) if all(pieces) else ([text], [])


@lru_cache(8)
def _joint(words: Words) -> re.Pattern[str]:
    ands, unspaced = any_of(words.lists["ands"]), any_of(words.unspaced("ands"))
    return re.compile(
        rf"\s*[,،，、]\s*(?:(?:{ands})\s+)?|\s+(?:{ands}|/)\s+|\s*(?<=[\u4e00-\u9fff]){unspaced}\s*(?=\w)"
    )
