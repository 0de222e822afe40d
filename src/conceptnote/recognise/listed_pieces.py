"""What the pieces of a list of people are: each is named by the first rule that it fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Literal

from msgspec import Struct

from conceptnote.recognise.bare_name import UNSPACED, has_initials, is_bare_name, may_be_name
from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.people import read_person, titles_of
from conceptnote.recognise.positions import begins_position, is_position_line, position_then_name
from conceptnote.recognise.words import Words, any_of, fold, starts_with

BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_SHORT_TITLE = 4

Kind = Literal["titled", "name", "bracketed", "position", "other"]
"""A piece of a list: somebody with a title, a bare name, a name with what is said of it, a position, or else."""


class Piece(Struct, frozen=True, dict=True):
    """The words between two commas; brackets stay whole."""

    written: str
    words: Words

    @cached_property
    def bare(self) -> str:
        """The words without brackets."""
        return BRACKETS.sub("", self.written).strip()

    @cached_property
    def text(self) -> str:
        """The words with brackets, unless these have only a status, a role or a mode: “(tbc)”."""
        words = self.words
        marks = [fold(one[0]).strip("()[]（） ") for one in BRACKETS.finditer(self.written)]
        known = all(one in words.statuses or one in words.labels or one in words.modes for one in marks)
        return self.bare if marks and known else self.written

    @cached_property
    def tokens(self) -> list[str]:
        """The words without brackets, one by one."""
        return self.bare.split()

    @property
    def is_told(self) -> bool:
        """Whether a bracket says something of it."""
        return self.bare != self.text


def kind_of(written: str, words: Words) -> Kind:
    """What a piece of a list is."""
    piece = Piece(written, words)
    return next((kind for fits, kind in _RULES if fits(piece)), "other") if piece.bare else "other"


def _is_name_before_title(piece: Piece) -> bool:
    """“何静 教授”, “约翰·史密斯 博士”."""
    first, *rest = piece.tokens
    titled = all(piece.words.has("honorifics", one) or piece.words.has("positions", one) for one in rest)
    return first > UNSPACED and bool(rest) and titled and (may_be_name(first, piece.words) or "·" in first)


def _is_position_before_name(piece: Piece) -> bool:
    """“the writer Tomos Bevan”."""
    bare, words = piece.bare, piece.words
    return bool(position_then_name(bare[starts_with(bare, words.lists["articles"]) :].strip(), words))


def _is_title_before_name(piece: Piece) -> bool:
    """“Dr. Ama Boateng”, “Ms Lund”; “Professor” alone is no title of “Emeritus”."""
    titles = titles_of(piece.tokens, piece.words)
    if not titles or not is_capital(piece.tokens[-1]):
        return False
    person = read_person(piece.text, piece.words)
    short = all(len(one) <= _SHORT_TITLE or one[-1] == "." for one in piece.tokens[:titles])
    if not person.name or not person.honorific or not (" " in person.name or short):
        return False
    return not begins_position(person.name.split()[0], piece.words)


def _has_initials(piece: Piece) -> bool:
    """“Асанов Б.Т.”."""
    return has_initials(piece.bare)


def _is_name(piece: Piece) -> bool:
    """“Ama Boateng”."""
    return not piece.is_told and is_bare_name(piece.bare, piece.words)


def _is_name_with_bracket(piece: Piece) -> bool:
    """“Ama Boateng (Water Fund)”."""
    return piece.is_told and is_bare_name(piece.bare, piece.words)


def _is_name_of_body(piece: Piece) -> bool:
    """“Omar Diallo of the Water Fund”."""
    return name_and_body(piece.bare, piece.words) is not None


def _is_name_like_position(piece: Piece) -> bool:
    """“Kurt Bauer (Railways)”, “Ama Baker (Union)”: a family name that is a position too."""
    tokens, words = piece.tokens, piece.words
    if not piece.is_told or len(tokens) != 2 or not all(map(is_capital, tokens)):
        return False
    others = ("positions", "qualifiers", "bodies", "articles")
    return words.has("positions", tokens[1]) and not any(words.has(name, tokens[0]) for name in others)


def _is_position(piece: Piece) -> bool:
    """“Director of Research”, “journalist”."""
    return is_position_line(piece.bare, piece.words) or piece.bare[0].islower()


_RULES: tuple[tuple[Callable[[Piece], bool], Kind], ...] = (
    (_is_name_before_title, "titled"),
    (_is_position_before_name, "titled"),
    (_is_title_before_name, "titled"),
    (_has_initials, "titled"),
    (_is_name_with_bracket, "bracketed"),
    (_is_name, "name"),
    (_is_name_of_body, "bracketed"),
    (_is_name_like_position, "bracketed"),
    (_is_position, "position"),
)
"""The rules, the surest first."""


def name_and_body(text: str, words: Words) -> re.Match[str] | None:
    """The name and the organisation of “Omar Diallo of the Water Fund”, in groups."""
    small = any_of(words.lists["of"] | words.lists["at"] | words.lists["particles"] - words.lists["articles"])
    articles = any_of(words.lists["articles"])
    pattern = rf"(?P<name>\w[^,()]*?)\s(?:{small})\s(?:{articles}\s)?(?=(?P<body>\S.*))"
    for found in re.finditer(pattern, fold(text, keep_length=True)):
        name, body = text[: found.end("name")], text[found.start("body") :]
        tokens = name.split()
        particle = words.has("particles", text[found.end("name") :].split()[0])  # “Ama de Souza”
        named = is_capital(body) and (not particle or _shows_body(body, words))
        if named and is_bare_name(" ".join(tokens[titles_of(tokens, words) :]), words):
            return found
    return None


def _shows_body(text: str, words: Words) -> bool:
    tokens = re.split(r"[,;(]", text)[0].split()
    return any(words.has("bodies", token) for token in tokens[:3]) or len(tokens) > 2
