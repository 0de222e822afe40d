"""Whether a line names somebody, or several people."""

from __future__ import annotations

import re

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.mentioned import MentionedPerson, is_capital
from conceptnote.recognise.people import LONGEST_NAME, name_and_rest, read_person, status_off, titles_of
from conceptnote.recognise.words import Words, fold, starts_with

_BRACKET = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]\s*$")
_LONGEST = 300


def looks_like_person(line: str, words: Words) -> bool:
    """Whether a line that is not in a list names somebody: a title before the name, or a status after it."""
    if len(line) > _LONGEST or not line.strip():
        return False
    bracket = _BRACKET.search(line)
    if bracket and fold(bracket[1]) in words.statuses and len(line.split()) <= 40:
        return not starts_with(line, words.labels) or bool(words.labelled(line))
    labelled = words.labelled(line)
    if labelled and labelled[0].kind == "person":
        return True
    person = read_person(line, words)
    turned = (
        bool(person.functions) and line.rstrip(" .").endswith(person.name) and ": " in line
    )  # “Director: Ama Boateng”
    return bool(person.name and (person.honorific or turned)) and not line.rstrip().endswith((".", ":"))


def looks_like_name(line: str, words: Words) -> bool:
    """Whether a line begins with a name, of two words at least, that nothing else needs to show."""
    if len(line) > _LONGEST or not line.strip() or line.rstrip().endswith((":", "?", "!")):
        return False
    text = MentionedPerson()
    name, rest = name_and_rest(status_off(line.strip(" ;."), text, words), text, words)
    ended = line.rstrip().endswith(".") and len(line.split()) > 12
    fewest = 1 if name > "\u2e80" and rest else 2  # in Chinese, a name is one word
    return len(name.split()) in range(fewest, LONGEST_NAME + 1) and not ended and (bool(rest) or not _shouted(name))


def names_people(text: str, words: Words) -> bool:
    """Whether a text begins with a name, or has somebody with a title."""
    tokens = text.split()
    titled = (titles_of(tokens[at:], words) and is_capital(tokens[at]) for at in range(len(tokens) - 1))
    return looks_like_name(text, words) or any(titled)


def _shouted(name: str) -> bool:
    return name.isupper() and not name.islower()


def with_name_apart(block: Paragraph, words: Words) -> str:
    """The text of a line, with a comma after a name that bold type ends: “**Ama Boateng** Director of …”."""
    strong = ""
    for run in block.runs:
        if not run.strong and run.text.strip():
            break
        strong += run.text
    text, bare = block.text, strong.strip(" .,;–—-")
    after = text[len(strong) :].lstrip(" .,;–—-")
    if not bare or not after or after[0] in "(:[" or bare.endswith(":") or after == text:
        return text
    wording = MentionedPerson()
    name, rest = name_and_rest(bare, wording, words)
    whole = bool(name) and not rest and len(name.split()) in range(1 + (not wording.honorific), LONGEST_NAME + 1)
    return f"{bare}, {after}" if whole and not read_person(text, words).told else text
