"""A line about a person -> a name, what the person is, and whether they come.

What cannot be told apart stays together: a name that might be two things is one text, and so is a
position that runs on into its organisation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.words import Words, fold
from conceptnote.yamldata import Inline

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_COUNTED = re.compile(r"\d+\s+[^\W\d_]")
_LONGEST_NAME = 5


@dataclass(slots=True)
class MentionedPerson:
    """What a line says of somebody."""

    name: str = ""
    given: str = ""
    family: str = ""
    honorific: str = ""
    functions: list[str | Data] = field(default_factory=list)
    status: str = ""
    role: str = ""
    office: str = ""
    group: str = ""


def read_person(line: str, words: Words) -> MentionedPerson:
    """What a line says of somebody: `Moderator: Ms Ama Boateng, director, Water Fund (TBC)`."""
    said = MentionedPerson()
    if (labelled := words.labelled(line)) and labelled[0].kind == "person":
        said.role, line = labelled[0].role, line[labelled[2] :]
    line = _brackets(line.strip(" ;."), said, words)
    name, rest = _name_and_rest(line, said, words)
    if not name:
        said.honorific = ""
        if _COUNTED.match(line):
            said.group = line
        else:
            said.office = line
        return said
    said.name = name
    said.given, said.family = _parts(name.split(), words)
    said.functions = _functions(rest, words)
    return said


def _brackets(line: str, said: MentionedPerson, words: Words) -> str:
    """Take the status, or a role, out of the brackets that a line ends with."""
    while bracket := _BRACKET.search(line):
        inside = fold(bracket[1])
        if inside in words.statuses and not said.status:
            said.status = words.statuses[inside]
        elif (label := words.labels.get(inside)) and label.kind == "person" and not said.role:
            said.role = label.role
        else:
            break
        line = line[: bracket.start()].rstrip(" ,;.")
    return line


def _name_and_rest(line: str, said: MentionedPerson, words: Words) -> tuple[str, str]:
    """Part a line after the name, which ends at a comma or where a position begins."""
    head, comma, rest = _split(line)
    tokens = head.split()
    titles = _titles(tokens, words)
    name = tokens[titles:]
    ends = next((at for at, token in enumerate(name) if at and _begins_position(token, words)), len(name))
    begins = name[0] if name else ""
    # “Permanent Representative of Mali” is an office; after “Ms”, even “Grace Bishop” is a name.
    if not name or (not titles and (_begins_position(begins, words) or not begins[0].isupper())):
        return "", line
    said.honorific = " ".join(tokens[:titles])
    if ends > _LONGEST_NAME or any(not _in_name(token, words) for token in name[:ends]):
        # Where the name ends cannot be told: after a title it is all one text, else no name at all.
        whole = line[line.index(name[0]) :] if titles else ""
        return whole, "" if titles else line
    further = " ".join(name[ends:])
    return " ".join(name[:ends]), f"{further}{comma if further else ''}{rest}".strip(" ,")


def _in_name(token: str, words: Words) -> bool:
    return token[0].isupper() or words.has("particles", token) or token[0] in "'’"


def _split(line: str) -> tuple[str, str, str]:
    """The line before and after its first comma or dash."""
    parts = re.split(r",|\s+[–—-]\s+", line, maxsplit=1)
    return (parts[0], ",", parts[1]) if len(parts) > 1 else (line, "", "")


def _titles(tokens: list[str], words: Words) -> int:
    """How many words before the name are titles; one word at least is the name."""
    count = 0
    while count < len(tokens) - 1:
        two = " ".join(tokens[count : count + 2])
        if words.has("honorifics", two):
            count += 2
        elif words.has("honorifics", tokens[count]):
            count += 1
        else:
            break
    return min(count, max(len(tokens) - 1, 0))


def _parts(name: list[str], words: Words) -> tuple[str, str]:
    """Given and family name, where it is plain which is which; else two empty texts."""
    capitals = [len(word) > 1 and word.isupper() and "." not in word for word in name]
    if any(capitals) and not all(capitals):
        first = capitals.index(True)
        if all(capitals[first:]) and first:
            return " ".join(name[:first]), " ".join(name[first:])
    small = next((at for at, word in enumerate(name) if at and word[0].islower() and words.has("particles", word)), 0)
    if small and small < len(name) - 1:
        return " ".join(name[:small]), " ".join(name[small:])
    return (name[0], name[1]) if len(name) == 2 and not any(capitals) else ("", "")


def _functions(rest: str, words: Words) -> list[str | Data]:
    """Positions, each with the organisation that follows it after a comma."""
    functions: list[str | Data] = []
    for part in re.split(r"\s*[,;]\s+", rest):
        if not (part := part.strip(" ,;")):
            continue
        last = functions[-1] if functions else None
        if last is None or _is_position(part, words):
            functions.append(part)
        elif isinstance(last, str):
            functions[-1] = {"position": last, "organisation": part}
        else:
            last["organisation"] += f", {part}"
    return functions


def _begins_position(word: str, words: Words) -> bool:
    return words.has("positions", word) or words.has("qualifiers", word)


def _is_position(part: str, words: Words) -> bool:
    """Whether a position comes before the first small word: “Senior Officer of …”, not “Office of the Head”."""
    for word in part.split():
        if words.has("positions", word):
            return True
        if words.has("unfinished", word):
            return False
    return False


def add_person(draft: Draft, line: str, words: Words) -> str | Data:
    """Add the person of a line, and give the slot that stands for them; the line is kept beside it."""
    said = read_person(line, words)
    if said.office or said.group:
        slot: Data = {"office": said.office} if said.office else {"group": said.group}
        slot |= {"role": said.role} if said.role else {}
        return slot | ({"status": said.status} if said.status else {})
    identifier = known(draft, said) or _new(draft, said)
    draft.quote(("people", identifier), line)
    return {"person": identifier, "role": said.role} if said.role else identifier


def known(draft: Draft, said: MentionedPerson) -> str | None:
    """The id of a person who is there already under the same name."""
    for identifier, person in draft.records("people").items():
        name = person["name"]
        if fold(" ".join(name.values()) if isinstance(name, dict) else name) == fold(said.name):
            return str(identifier)
    return None


def _new(draft: Draft, said: MentionedPerson) -> str:
    names = said.name.split()
    identifier = draft.new_id("people", said.family or names[-1 if len(names) <= _LONGEST_NAME else 0])
    person: Data = {"honorific": said.honorific} if said.honorific else {}
    person["name"] = Inline(given=said.given, family=said.family) if said.family else said.name
    if said.functions:
        person["functions"] = [one if isinstance(one, dict) else {"position": one} for one in said.functions]
    if said.status:
        person["status"] = said.status
    draft.records("people")[identifier] = person
    return identifier


def looks_like_person(line: str, words: Words) -> bool:
    """Whether a line that is not in a list names somebody: a title before the name, or a status after it."""
    if len(line) > 300:
        return False
    bracket = _BRACKET.search(line)
    if bracket and fold(bracket[1]) in words.statuses:
        return True
    labelled = words.labelled(line)
    if labelled and labelled[0].kind == "person":
        return True
    said = MentionedPerson()
    name, _ = _name_and_rest(line, said, words)
    return bool(name and said.honorific) and not line.rstrip().endswith((".", ":"))
