"""What people are: the words after a name to positions, each with its organisation."""

from __future__ import annotations

import re

from conceptnote.recognise.draft import Data
from conceptnote.recognise.mentioned import MentionedPerson, is_capital
from conceptnote.recognise.words import Words, fold, starts_with
from conceptnote.recognise.zones import countries, find_zone, is_city

_PART = re.compile(r"\s*[,;，、；،؛|\t]\s*|\s+[–—-]+\s+")


def functions_of(rest: str, text: MentionedPerson, words: Words) -> list[str | Data]:
    """Positions, each with the organisation after a comma, or after “at the”, or before it."""
    functions: list[str | Data] = []
    for part in _PART.split(rest):
        if not (part := part.strip(" ,;|")):
            continue
        article = starts_with(part, words.lists["indefinite"])
        if article and part[0].islower() and is_position(part[article:].strip(), words):
            part = part[article:].strip()  # “an independent consultant”
        last = functions[-1] if functions else None
        if is_letters(part, words):
            text.honorific_after = ", ".join(filter(None, (text.honorific_after, part)))
        elif last is None:
            functions.append(_parted(part, words))
        elif is_position(part, words):
            if isinstance(last, str) and len(functions) == 1 and is_bare_body(last, words):
                functions[-1] = {"position": part, "organisation": last}  # “(University of Lund, head of project)”
            else:
                functions.append(_parted(part, words))
        elif isinstance(last, str) and (
            part[0].isdigit()
            or (
                (fold(part) in countries(words.known) or is_city(part, words))
                and is_capital(last)
                and not is_position(last, words)
            )
        ):
            functions[-1] = f"{last}, {part}"  # “Ministry of Women, Mexico”, “farmer, 74”
        elif isinstance(last, str):
            functions[-1] = {"position": last, "organisation": part}
        else:
            last["organisation"] += f", {part}"
    return functions


def is_letters(text: str, words: Words) -> bool:
    """Whether some words are letters after a name: “PhD”, “OBE”."""
    degree = "." in text and any(c.isalpha() for c in text) and words.has("honorifics", text)  # “д.ю.н.”
    return degree or fold(text) in words.lists["letters-after"]


def _parted(part: str, words: Words) -> str | Data:
    """A position split from its organisation: “Researcher at the Lumen Institute”."""
    bracket = re.fullmatch(r"(.*\S)\s*[(（]([^()（）]+)[)）]", part)
    if bracket and is_position(bracket[1], words) and (names_body(bracket[2], words) or bracket[2].isupper()):
        return {"position": bracket[1], "organisation": bracket[2]}  # “researcher (Lumen Institute)”
    folded = fold(part, keep_length=True)
    for phrase in sorted(words.lists["at"], key=len, reverse=True):
        glued = phrase[-1] == "'"
        at = folded.find(f" {phrase}" if glued else f" {phrase} ")
        if at > 0 and not part[at + 1 : at + len(phrase) + 1].split()[-1][:1].isupper():  # “à La Gazette”
            organisation = part[at + len(phrase) + 1 :].strip()
            body = bool(organisation) and any(words.has("bodies", one) for one in organisation.split())
            for_it = (
                fold(phrase).split()[0] in words.lists["unfinished"] - words.lists["at"]
            )  # “Coordinator for the Sahel”
            shown = is_capital(organisation) and organisation[:1] != organisation[:1].lower()  # not in Arabic
            named = bool(organisation) and (shown or words.has("bodies", organisation.split()[0]))
            named = named and (body or not for_it)
            if named and not find_zone(organisation, words) and is_position(part[:at], words):
                return {"position": part[:at].strip(), "organisation": organisation}
    return part


def begins_position(word: str, words: Words) -> bool:
    """Whether a word is a position, or stands before one."""
    return words.has("positions", word) or words.has("qualifiers", word)


def is_position(part: str, words: Words) -> bool:
    """Whether a position precedes the first small word: “Senior Project Officer of …”, not “Office of the Head”.

    A body that comes last is the noun, “Ombudsman Office”; but a position that comes first stands before its body.
    """
    found = False
    for at, word in enumerate(part.split()):
        if words.has("unfinished", word):
            break
        if words.has("positions", word):
            if not at:
                return True
            found = True
        elif words.has("bodies", word):
            found = False
    return found


def is_bare_body(part: str, words: Words) -> bool:
    """Whether a text names an organisation and no position."""
    return any(words.has("bodies", word) for word in part.split()) and not is_position(part, words)


def is_position_line(line: str, words: Words) -> bool:
    """Whether a line is a function: it begins with a position, or with what precedes one."""
    first = line.split()[0] if line.split() else ""
    return is_position(line, words) or begins_position(first, words)


def is_listed(function: str | Data, line: str) -> bool:
    """Whether a line was read as a position and an organisation, by its commas alone."""
    return isinstance(function, dict) and ", ".join(map(str, function.values())) == line


def names_body(text: str, words: Words) -> bool:
    """Whether a line is short and has a word for an organisation."""
    return any(words.has("bodies", token) for token in text.split()) and len(text.split()) <= 12


def position_then_name(text: str, words: Words) -> bool:
    """Whether a position of one word stands before a name: “Rector Ama Boateng”."""
    first, _, rest = re.split(r"[,;(]", text)[0].strip().partition(" ")
    return words.has("positions", first) and _is_bare(rest.split(), words)


def _is_bare(tokens: list[str], words: Words) -> bool:
    """Whether some words are a name of two or three, and nothing else."""
    kinds = ("bodies", "positions", "qualifiers", "unfinished", "articles")
    return len(tokens) in (2, 3) and all(
        one[0].isupper() and one.isalpha() and not any(words.has(kind, one) for kind in kinds) for one in tokens
    )
