"""Lines about people to names, functions and statuses.

Ambiguous words stay together: a name with two readings is one text, and so is a position that runs on into its
organisation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.words import Words, fold
from conceptnote.yamldata import Inline

_FIRST_BRACKET = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")
"""The number of an item that was typed."""
_COUNTED = re.compile(r"\d+\s+[^\W\d_]")
_SEPARATOR = re.compile(r"\s*[,;，、；،؛|]\s*|\s+[–—-]+\s+|\s*\t\s*")
LONGEST_NAME = 5


@dataclass(slots=True)
class MentionedPerson:
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


def read_person(line: str, words: Words) -> MentionedPerson:
    """The person in a line: `Moderator: Ms Ama Boateng, director, Water Fund (TBC)`."""
    text = MentionedPerson()
    if (labelled := words.labelled(line)) and labelled[0].kind in ("person", "panel"):
        text.role, line = labelled[0].role, line[labelled[2] :]
    line = status_off(line.strip(" ;.\t"), text, words)
    if fold(line).strip("()[] ") in words.statuses:
        text.office = line  # nobody yet
        return text
    name, rest = name_and_rest(line, text, words)
    if not name:
        text.honorific, line = "", _NUMBER.sub("", line)
        if _COUNTED.match(line):
            text.group = line
        else:
            text.office = line
        return text
    text.name = name
    text.given, text.family = _parts(name.split(), words)
    text.functions = functions_of(rest, text, words)
    text.sure = bool(text.honorific or text.status or text.role or text.functions)
    return text


def status_off(line: str, text: MentionedPerson, words: Words) -> str:
    """Take a status, or a role, out of a line: in brackets anywhere, or as its first or last words."""
    for bracket in list(_FIRST_BRACKET.finditer(line)):
        if _take_mark(bracket[1], text, words):
            before, after = line[: bracket.start()].rstrip(" ,;."), line[bracket.end() :]
            between = "" if not after or not before or after[0] in ",;:." else " "
            return status_off(before + between + after, text, words)
    for separator in [*_SEPARATOR.finditer(line)][-1:]:
        if _take_mark(line[separator.end() :], text, words):
            return line[: separator.start()]
    for separator in [*_SEPARATOR.finditer(line)][:1]:
        if _take_mark(line[: separator.start()], text, words):
            return line[separator.end() :]
    for phrase in words.statuses:
        if fold(line, keep_length=True).endswith(f" {phrase}") and not text.status:
            text.status = words.statuses[phrase]
            return line[: -len(phrase)].rstrip(" ,;-–—")
    return line


def _take_mark(text: str, wording: MentionedPerson, words: Words) -> bool:
    inside = fold(text)
    if inside in words.statuses and not wording.status:
        wording.status = words.statuses[inside]
    elif (label := words.labels.get(inside)) and label.kind == "person" and not wording.role:
        wording.role = label.role
    else:
        return False
    return True


def name_and_rest(line: str, text: MentionedPerson, words: Words) -> tuple[str, str]:
    """Split a line after the name, which ends at a comma, a bracket or the beginning of a position."""
    line = _NUMBER.sub("", line)
    head, comma, rest = _split(line)
    tokens = head.split()
    titles = titles_of(tokens, words)
    name = tokens[titles:]
    ends = next((at for at, token in enumerate(name) if at and _begins_position(token, words)), len(name))
    begins = name[0] if name else ""
    # “Permanent Representative of Mali” is an office; after “Ms”, even “Grace Bishop” is a name.
    if titles and name and name[0].islower() and (len(name) < 2 or _begins_position(name[1], words)):
        return "", line  # “M. le Ministre”
    if not titles and fold(begins) in words.lists["articles"]:
        return "", line  # “The President”
    if not name or (not titles and (_begins_position(begins, words) or not is_capital(begins))):
        return "", line
    if any(words.has("bodies", token) for token in name[: ends if titles else len(name)]) and not (
        titles and ends <= LONGEST_NAME and not words.has("bodies", begins)
    ):
        return "", line
    text.honorific = " ".join(tokens[:titles])
    if ends > LONGEST_NAME or any(not _in_name(token, words) for token in name[:ends]):
        # The end of the name is unknown: after a title it is all one text, otherwise no name.
        whole = line[line.index(name[0]) :] if titles and is_capital(begins) else ""
        text.honorific = text.honorific if whole else ""
        return whole, "" if titles else line
    further = " ".join(name[ends:])
    return " ".join(name[:ends]), f"{further}{comma if further else ''}{rest}".strip(" ,")


def _in_name(token: str, words: Words) -> bool:
    return is_capital(token) or words.has("particles", token) or token[0] in "'’"


def is_capital(token: str) -> bool:
    """Whether a word may begin a name: with a capital, or in a script without capitals."""
    return token[:1].isalpha() and not token[0].islower()


def _split(line: str) -> tuple[str, str, str]:
    """The line before and after its first comma, dash or bracket; the content of the bracket without it."""
    bracket, mark = _FIRST_BRACKET.search(line), _SEPARATOR.search(line)
    if bracket and bracket.start() and (mark is None or bracket.start() < mark.start()):
        rest = ", ".join(filter(None, (bracket[1].strip(), line[bracket.end() :].lstrip(" ,;:–—-"))))
        return line[: bracket.start()], ",", rest
    return (line[: mark.start()], ",", line[mark.end() :]) if mark else (line, "", "")


def titles_of(tokens: list[str], words: Words) -> int:
    """The number of words before the name that are titles; at least one word is the name."""
    count = 0
    while count < len(tokens) - 1:
        two = " ".join(tokens[count : count + 2])
        if words.has("honorifics", two):
            count += 2
        elif words.has("honorifics", tokens[count]) and not (
            tokens[count].islower() and not set(".-") & set(tokens[count])
        ):
            count += 1
        else:
            break
    return min(count, max(len(tokens) - 1, 0))


def _parts(name: list[str], words: Words) -> tuple[str, str]:
    """Given and family name, if that is clear; otherwise two empty texts."""
    capitals = [len(word) > 1 and word.isupper() and not word.islower() and "." not in word for word in name]
    if any(capitals) and not all(capitals):
        first = capitals.index(True)
        if all(capitals[first:]) and first:
            return " ".join(name[:first]), " ".join(name[first:])
    small = next((at for at, word in enumerate(name) if at and word[0].islower() and words.has("particles", word)), 0)
    if small and small < len(name) - 1:
        return " ".join(name[:small]), " ".join(name[small:])
    return (name[0], name[1]) if len(name) == 2 and not any(capitals) else ("", "")


def functions_of(rest: str, text: MentionedPerson, words: Words) -> list[str | Data]:
    """Positions, each with the organisation after a comma, or after “at the”."""
    functions: list[str | Data] = []
    for part in re.split(r"\s*[,;，、；،؛|\t]\s*|\s+[–—-]+\s+", rest):
        if not (part := part.strip(" ,;|")):
            continue
        last = functions[-1] if functions else None
        if last is None and fold(part) in words.lists["letters-after"]:
            text.honorific_after = ", ".join(filter(None, (text.honorific_after, part)))
        elif last is None or (_is_position(part, words) and not _is_body(part, words)):
            functions.append(_parted(part, words))
        elif isinstance(last, str):
            functions[-1] = {"position": last, "organisation": part}
        else:
            last["organisation"] += f", {part}"
    return functions


def _parted(part: str, words: Words) -> str | Data:
    """A position split from its organisation: “Researcher at the Lumen Institute”."""
    folded = fold(part, keep_length=True)
    for phrase in sorted(words.lists["at"], key=len, reverse=True):
        glued = phrase[-1] == "'"
        at = folded.find(f" {phrase}" if glued else f" {phrase} ")
        if at > 0:
            organisation = part[at + len(phrase) + 1 :].strip()
            if is_capital(organisation) and _is_position(part[:at], words):
                return {"position": part[:at].strip(), "organisation": organisation}
    return part


def _begins_position(word: str, words: Words) -> bool:
    return words.has("positions", word) or words.has("qualifiers", word)


def _is_position(part: str, words: Words) -> bool:
    """Whether a position precedes the first small word: “Senior Officer of …”, not “Office of the Head”."""
    for word in part.split():
        if words.has("positions", word):
            return True
        if words.has("unfinished", word) or words.has("bodies", word):
            return False
    return False


def _is_body(part: str, words: Words) -> bool:
    return words.has("bodies", part.split()[0])


def is_position_line(line: str, words: Words) -> bool:
    """Whether a line is a function: it begins with a position, or with what precedes one."""
    first = line.split()[0] if line.split() else ""
    return _is_position(line, words) or _begins_position(first, words)


def add_person(draft: Draft, line: str, words: Words, text: MentionedPerson | None = None) -> str | Data:
    """Add the person of a line, and return their slot; the line is kept beside it."""
    text = text or read_person(line, words)
    if text.office or text.group:
        slot: Data = {"office": text.office} if text.office else {"group": text.group}
        slot |= {"role": text.role} if text.role else {}
        return slot | ({"status": text.status} if text.status else {})
    identifier = known(draft, text) or _new(draft, text)
    _complete(draft, identifier, text)
    draft.quote(("people", identifier), line)
    return {"person": identifier, "role": text.role} if text.role else identifier


def known(draft: Draft, text: MentionedPerson) -> str | None:
    """The id of an existing person with the same name."""
    for identifier, person in draft.records("people").items():
        name = person["name"]
        if fold(" ".join(name.values()) if isinstance(name, dict) else name) == fold(text.name):
            return str(identifier)
    return None


def _complete(draft: Draft, identifier: str, text: MentionedPerson) -> None:
    """Add the other facts of a line about a known person."""
    person = draft.records("people")[identifier]
    if text.functions and "functions" not in person:
        person["functions"] = [one if isinstance(one, dict) else {"position": one} for one in text.functions]
    for key in ("honorific", "honorific_after", "status"):
        if getattr(text, key) and key not in person:
            person[key] = getattr(text, key)
    order = ("honorific", "name", "honorific_after", "functions", "status")
    draft.records("people")[identifier] = {key: person[key] for key in order if key in person}


def _new(draft: Draft, text: MentionedPerson) -> str:
    names = text.name.split()
    identifier = draft.new_id("people", text.family or names[-1 if len(names) <= LONGEST_NAME else 0])
    name: Data | str = Inline(given=text.given, family=text.family) if text.family else text.name
    draft.records("people")[identifier] = {"name": name}
    if len(names) > LONGEST_NAME:
        draft.doubt("it is unclear where the name ends", "separate the name from the position", ("people", identifier))
    return identifier
