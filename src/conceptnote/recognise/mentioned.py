"""Somebody whom a line of a note mentions."""

from __future__ import annotations

import re
from itertools import takewhile

from msgspec import Struct, field

from conceptnote.recognise.draft import Data

_ARTICLE = re.compile(r"[ae]\w-[^\W\d_a-z]")
"""The article of a name from Arabic, in any of its spellings."""


class MentionedPerson(Struct):
    """The facts of a line about a person; `sure` if a title, a status or a position shows that it is one."""

    name: str = ""
    given: str = ""
    family: str = ""
    honorific: str = ""
    honorific_after: str = ""
    functions: list[str | Data] = field(default_factory=list)
    status: str = ""
    role: str = ""
    office: str = ""
    group: str = ""
    sure: bool = False
    told: bool = False
    """Whether a sentence says what they are."""
    biography: str = ""
    topic: str = ""
    """What they speak about, in quotation marks at the end."""
    remote: bool = False
    """Whether they take part from elsewhere: “(by video)”."""


def is_capital(token: str) -> bool:
    """Whether a word may begin a name: with a capital, after an article too, “al-Rashid”, or without capitals."""
    return token[:1].isalpha() and (not token[0].islower() or _ARTICLE.match(token) is not None)


def last_capitals(tokens: list[str]) -> list[str]:
    """The last words with capitals, before small ones: “please contact Ama Boateng at”."""
    end = next((at for at in range(len(tokens), 0, -1) if not tokens[at - 1].islower()), 0)
    return list(takewhile(is_capital, reversed(tokens[:end])))[::-1]
