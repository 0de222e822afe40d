"""The people whom one line names: after their roles, or parted by semicolons, brackets, commas and “and”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from conceptnote.recognise.mentioned import MentionedPerson, is_capital
from conceptnote.recognise.people import (
    LONGEST_NAME,
    name_and_rest,
    read_person,
    status_off,
    titles_of,
)
from conceptnote.recognise.positions import begins_position, is_position_line, position_then_name
from conceptnote.recognise.words import Label, Words, any_of, fold, starts_with

_LABEL = r"[^\W\d_][^:：;.,，。；()（）]{1,40}?"
_ROLE = re.compile(
    rf"(?:^|(?<=[.;,)）。；，]))\s*(?P<label>{_LABEL})\s*[:：]|(?:^|(?<=[.;]))\s*(?P<dashed>{_LABEL})\s[–—-]\s"
)
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_STOP = re.compile(r"\s*[;；؛]\s*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,3}[^\W\d_][\w’'-]+|[^\W\d_][\w’'-]+\s(?:[^\W\d_]\.\s?){0,2}[^\W\d_]\.?")
_SHORT_TITLE = 4
_SPACES = "\u2e80"
"""Scripts from here on have no spaces between words."""


def in_roles(text: str, words: Words) -> list[tuple[Label | None, str]]:
    """A line at its labels for people: `Chair – Ms A. Panel: B; C` gives the chair, and the panel with two people."""
    marks = [(one, label) for one in _ROLE.finditer(text) if (label := _of_people(_said(one), words))]
    marks += [
        (one, words.labels[" ".join(one["spoken"].split())])
        for one in _by(words).finditer(fold(text, keep_length=True))
        if is_capital(text[one.end() :])
    ]
    marks = sorted(marks, key=lambda mark: mark[0].start())
    if not marks:
        return [(None, text)]
    starts = [one.end() - len(one[0].lstrip()) for one, _ in marks]
    before = text[: starts[0]].strip(" .;,；，。")
    ends = [*starts[1:], len(text)]
    parts = [(label, text[one.end() : end].strip(" .;；。")) for (one, label), end in zip(marks, ends, strict=True)]
    found: list[tuple[Label | None, str]] = [(None, before)] if before else []
    for label, part in parts:
        found += _with(label, part.rstrip(" ,，"), words)
    return found


def _with(label: Label | None, part: str, words: Words) -> list[tuple[Label | None, str]]:
    """“Ama Boateng, with Julia Fink (Lake Institute)”: who is in the role, and who else is there."""
    single = any_of(phrase for phrase in words.lists["by"] if " " not in phrase)
    found = re.search(rf",\s+{single}\s+(?=\w)", fold(part, keep_length=True))
    if found is None or not is_capital(part[found.end() :]):
        return [(label, part)]
    return [(label, part[: found.start()]), (None, part[found.end() :])]


@lru_cache(8)
def _by(words: Words) -> re.Pattern[str]:
    """Roles without a colon: “…, moderated by Ama Boateng”."""
    by = words.lists["by"] | words.lists["unfinished"]
    phrases = (one for one in words.spoken if " " in one and one.split()[-1] in by)
    return re.compile(rf"(?:(?<=[,;.]\s)|(?<=\w\s))(?P<spoken>{any_of(phrases)})\s+(?=\w)")


def _said(mark: re.Match[str]) -> str:
    return str(mark["label"] or mark["dashed"])


def _of_people(text: str, words: Words) -> Label | None:
    label = words.label(text)
    if words.columns.get(fold(text)) == "who" and (label is None or label.kind == "section"):
        return Label("panel")  # “Participants: …”
    if label is None and fold(text) in words.lists["by"]:
        return Label("panel")  # “With: …”
    return label if label is not None and label.kind in ("person", "panel") else None


def several_people(text: str, words: Words) -> list[str]:
    """Two people or more of a line, each with what is said of them; none if it may be one."""
    pieces = [_without_and(one, words) for one in _STOP.split(text.strip(" .;"))]
    pieces = [one for one in pieces if one]
    if len(pieces) > 1:
        named = [_begins_with_name(one, words) for one in pieces]
        if not named[0] or sum(named) * 2 < len(pieces):
            return []
        return [person for one in pieces for person in several_people(one, words) or [one]]
    return _by_commas(text.strip(" .;"), words)


def _without_and(text: str, words: Words) -> str:
    return text[starts_with(text, words.lists["ands"]) :].strip() if text else text


def _begins_with_name(text: str, words: Words) -> bool:
    """Whether a text begins with a name, and not with a position or an organisation."""
    wording = MentionedPerson()
    name, _ = name_and_rest(status_off(text, wording, words), wording, words)
    fewest = 1 if wording.honorific or text[:1] > _SPACES else 2
    return fewest <= len(name.split()) <= LONGEST_NAME


def _by_commas(text: str, words: Words) -> list[str]:
    """The people of a list with commas and “and”, where each begins visibly."""
    pieces, joints = _pieces(text, words)
    pieces = [pieces[0], *(_without_of(one, words) for one in pieces[1:])]
    kinds = [_kind(one, words) for one in pieces]
    if len(pieces) < 2:
        return []
    others = len(kinds) > 2 and all(kind in ("titled", "name", "bracketed") for kind in kinds[1:])
    if kinds[0] == "other" and others and "(" in pieces[0]:
        kinds[0] = "bracketed"  # “Trenitalia (tbc), Kurt Bauer (ÖBB), …”
    if kinds[0] not in ("titled", "name", "bracketed"):
        return []
    listed = all(kind == "name" for kind in kinds) and (len(kinds) > 2 or joints[0].strip(" ,") != "")
    named = all(kind in ("titled", "name", "bracketed") for kind in kinds)
    ended = bool(joints[-1].strip(" ,，،")) or (len(kinds) > 2 and "titled" in kinds[1:])
    listed = listed or (named and len(set(kinds)) > 1 and ended)
    begins = [0]
    for at in range(1, len(pieces)):
        joined, kind = bool(joints[at - 1].strip(" ,，،")), kinds[at]
        above = pieces[begins[-1] : at]
        told = len(above) > 1 or "(" in above[0] or "（" in above[0]
        follows = kinds[at + 1 : at + 2] == ["position"] and not joints[at].strip(" ,，、،")
        closed = above[-1].endswith((")", "）"))  # nothing more is said of the person before
        if (
            kind == "titled"
            or (kind == "bracketed" and (told or joined))
            or (kind == "name" and (listed or (follows and (joined or closed))))
            or (kind == "name" and joined and told and all(k != "other" for k in kinds[at:]) and _is_two(pieces[at]))
        ):
            begins.append(at)
    if len(begins) < 2:
        return []
    spans = pairwise([*begins, len(pieces)])
    return [with_comma(_joined(pieces[first:last], joints[first : last - 1]), words) for first, last in spans]


def _of(text: str, words: Words) -> re.Match[str] | None:
    """The name and the organisation of “Omar Diallo of the Water Fund”."""
    small = any_of(words.lists["of"] | words.lists["at"] | words.lists["particles"] - words.lists["articles"])
    articles = any_of(words.lists["articles"])
    pattern = rf"(?P<name>\w[^,()]*?)\s(?:{small})\s(?:{articles}\s)?(?=(?P<body>\S.*))"
    for found in re.finditer(pattern, fold(text, keep_length=True)):
        name, body = text[: found.end("name")], text[found.start("body") :]
        tokens = name.split()
        bare = " ".join(tokens[titles_of(tokens, words) :])
        named = is_capital(body) and (not _is_particle(text[found.end("name") :], words) or _has_body(body, words))
        if is_bare_name(bare, words) and named:
            return found
    return None


def _is_particle(text: str, words: Words) -> bool:
    return words.has("particles", text.split()[0])


def _has_body(text: str, words: Words) -> bool:
    tokens = re.split(r"[,;(]", text)[0].split()
    return any(words.has("bodies", token) for token in tokens[:3]) or len(tokens) > 2


def with_comma(text: str, words: Words) -> str:
    """A person with a comma before their organisation, in place of “of the”."""
    text = text[starts_with(text, words.lists["articles"]) :].strip()
    found = _of(text, words)
    return f"{text[: found.end('name')]}, {text[found.start('body') :]}" if found else text


def _without_of(text: str, words: Words) -> str:
    """“de M. Lund”, after a comma, without the word that a phrase before the list asks for."""
    first, _, rest = text.partition(" ")
    small = fold(first) in words.lists["of"] or fold(first) in words.lists["particles"]
    return rest if small and first.islower() and rest and is_capital(rest) else text


def _is_two(name: str) -> bool:
    return len(name.split()) in (2, 3)


def _joined(pieces: Sequence[str], joints: Sequence[str]) -> str:
    return pieces[0] + "".join(joint + piece for joint, piece in zip(joints, pieces[1:], strict=True))


def _pieces(text: str, words: Words) -> tuple[list[str], list[str]]:
    """A text at its commas and its “and”, brackets left whole, and what stood between."""
    ands = any_of(words.lists["ands"])
    unspaced = any_of(words.unspaced("ands"))
    joint = re.compile(
        rf"\s*[,،，、]\s*(?:(?:{ands})\s+)?|\s+(?:{ands}|/)\s+|\s*(?<=[\u4e00-\u9fff]){unspaced}\s*(?=\w)"
    )
    closed = [match.span() for match in _BRACKETS.finditer(text)]
    folded = fold(text, keep_length=True)
    cuts = [match.span() for match in joint.finditer(folded) if not any(a < match.start() < b for a, b in closed)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    pieces = [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    if not all(pieces):
        return [text], []
    return pieces, [text[a:b] for a, b in cuts]


def _kind(piece: str, words: Words) -> str:
    """What a piece of a list is: a titled person, a name, a name with a bracket, a position, or something else."""
    bare = _BRACKETS.sub("", piece).strip()
    if not bare:
        return "other"
    marks = [fold(one[0]).strip("()[]（） ") for one in _BRACKETS.finditer(piece)]
    if marks and all(one in words.statuses or one in words.labels or one in words.modes for one in marks):
        piece = bare
    tokens = bare.split()
    if tokens[0] > _SPACES and len(tokens) > 1 and _is_unspaced_name(tokens, words):
        return "titled"
    if position_then_name(bare[starts_with(bare, words.lists["articles"]) :].strip(), words):
        return "titled"  # “the writer Tomos Bevan”
    titles = titles_of(tokens, words)
    if titles and is_capital(tokens[-1]):
        person = read_person(piece, words)
        full = " " in person.name or all(len(one) <= _SHORT_TITLE or one[-1] == "." for one in tokens[:titles])
        if person.name and person.honorific and full and not begins_position(person.name.split()[0], words):
            return "titled"
    if has_initials(bare):
        return "titled"
    if is_bare_name(bare, words):
        return "bracketed" if bare != piece else "name"
    if _of(bare, words) or (bare != piece and _is_position_name(bare.split(), words)):
        return "bracketed"
    return "position" if is_position_line(bare, words) or bare[0].islower() else "other"


def _is_position_name(tokens: list[str], words: Words) -> bool:
    """Whether a given name stands before a family name that is a position too: “Kurt Bauer”, “Ama Baker”."""
    if len(tokens) != 2 or not all(map(is_capital, tokens)) or not words.has("positions", tokens[1]):
        return False
    return not any(words.has(name, tokens[0]) for name in ("positions", "qualifiers", "bodies", "articles"))


def has_initials(text: str) -> bool:
    """Whether a text is a family name with initials before or after it, which nothing else has: “Асанов Б.Т.”."""
    return _INITIALS.fullmatch(text) is not None


def _is_unspaced_name(tokens: list[str], words: Words) -> bool:
    """Whether a name stands before a title: “何静 教授”, “约翰·史密斯 博士”."""
    titled = all(words.has("honorifics", one) or words.has("positions", one) for one in tokens[1:])
    return titled and (may_be_name(tokens[0], words) or "·" in tokens[0])


def is_bare_name(text: str, words: Words) -> bool:
    """Whether a text is a name of two to four words, and no word of it is of an organisation, a place or a position."""
    if may_be_name(text, words):
        return True
    tokens = text.split()
    if not 2 <= len(tokens) <= 4 or not is_capital(tokens[0]) or not is_capital(tokens[-1]):
        return False
    if any(words.has(name, token) for name in ("bodies", "positions", "rooms", "streets") for token in tokens):
        return False
    if fold(tokens[0]) in words.lists["articles"] or fold(text) in words.cities or words.label(text) is not None:
        return False
    if any(not (is_capital(token) or words.has("particles", token)) for token in tokens):
        return False
    return not any(re.search(r"[\d:;?!/“”\"«»]", token) for token in tokens)


def may_be_name(text: str, words: Words) -> bool:
    """Whether a text is two to four characters of a script without spaces, in which nothing else shows a name."""
    short = 2 <= len(text) <= 4 and all("\u4e00" <= one <= "\u9fff" for one in text)
    return short and not any(one in text for name in ("positions", "bodies") for one in words.lists[name])
