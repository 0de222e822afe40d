"""Lines about people to names, functions and statuses.

Ambiguous words stay together: a name with two readings is one text, and so is a position that runs on into its
organisation.
"""

from __future__ import annotations

import re

from conceptnote.recognise.mentioned import MentionedPerson, is_capital
from conceptnote.recognise.positions import (
    begins_position,
    functions_of,
    is_letters,
    is_position,
    is_position_line,
    names_body,
    position_then_name,
)
from conceptnote.recognise.words import Words, any_of, fold, starts_with
from conceptnote.recognise.zones import countries

_FIRST_BRACKET = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]\s*")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")
"""The number of an item that was typed."""
_COUNTED = re.compile(r"\d+\s+[^\W\d_]")
_SEPARATOR = re.compile(r"\s*[,;，、；،؛|]\s*|\s+[–—-]+\s+|\s*\t\s*")
_LABEL = re.compile(r"([^\W\d_][^:：,;()]{1,40})[:：]\s*(?=\S)")
"""What stands before a person and is no known label: “Guide: …”."""
_TOPIC = re.compile(r"(?:\s*[,:]|\s[–—-])\s*(?:[a-zà-ÿ]{2,5}\s+)?[“«„\"]\s*([^“”«»„\"]+?)\s*[”»“\"]$")
_CLAUSE = re.compile(r"[,;:]\s|[.!?](?:\s|$)")
LONGEST_NAME = 5
_LONGEST_LABEL = 3
_LONGEST_ABBREVIATION = 5
_FAR = 90
"""Where the verb of a sentence about a person stands at the latest."""


def read_person(line: str, words: Words) -> MentionedPerson:
    """The person in a line: `Moderator: Ms Ama Boateng, director, Water Fund (TBC)`."""
    text = MentionedPerson()
    if (labelled := words.labelled(line)) and labelled[0].kind in ("person", "panel"):
        text.role, line = labelled[0].role, line[labelled[2] :]
    elif (length := starts_with(line, words.spoken)) and _is_named(line[length:].strip(), words):
        text.role, line = words.labels[fold(line[:length])].role, line[length:]
    nobody, comma, body = (line := line.strip(" ;.\t")).partition(",")
    if comma and words.statuses.get(fold(nobody)) == "tbc" and not titles_of(body.split(), words):
        text.status, text.office = "tbc", body.strip()
        return text  # “N. N., Water Trust”
    line = status_off(line, text, words)
    if topic := _TOPIC.search(line):
        text.topic, line = topic[1], line[: topic.start()]
    if fold(line).strip("()[] ") in words.statuses:
        text.office = line  # nobody yet
        return text
    if told := _told(line, words):
        told.role, told.status, told.topic = text.role, text.status, text.topic
        return told
    before, after = _position_and_colon(line, words)
    name, rest = name_and_rest(after, text, words)
    if not name and not before:
        before, after = _position_first(line, words)
        name, rest = name_and_rest(after, text, words) if before else ("", line)
    if not name and (unknown := _LABEL.match(line)) and len(unknown[1].split()) <= _LONGEST_LABEL and not text.role:
        name, rest = name_and_rest(line[unknown.end() :], text, words)
        if name and (text.honorific or rest) and name.count(" ") < LONGEST_NAME:
            placed = fold(unknown[1]) in countries(words.known) or names_body(unknown[1], words)
            text.role, before = ("", unknown[1]) if placed else (unknown[1], "")
        else:
            name = ""
    if not name:
        text.honorific, line = "", _NUMBER.sub("", line)
        if _COUNTED.match(line):
            text.group = line
        else:
            text.office = line
        return text
    text.name = name
    text.given, text.family = _parts(name.split(), words)
    text.functions = [*functions_of(before, text, words), *functions_of(rest, text, words)]
    text.sure = bool(text.honorific or text.status or text.role or text.functions)
    return text


def _is_named(line: str, words: Words) -> bool:
    """Whether a text begins with a name of two words or more, or with a title."""
    text = MentionedPerson()
    name, _ = name_and_rest(line, text, words)
    return bool(name) and (bool(text.honorific) or len(name.split()) in range(2, LONGEST_NAME))


def _told(line: str, words: Words) -> MentionedPerson | None:
    """Somebody of whom a sentence says what they are: “Dr Ida Berg is a professor at the University of Lund. She …”."""
    folded = fold(line, keep_length=True)
    verb = re.search(rf"(?<=\w|[.,)])\s+{any_of(words.lists['is_verbs'])}\s+(?=\w)", folded[:_FAR])
    if verb is None:
        return None
    text = MentionedPerson()
    name, rest = name_and_rest(line[: verb.start()].rstrip(" ,"), text, words)
    if not name or len(name.split()) > LONGEST_NAME or (rest and len(name.split()) < 2):
        return None
    said = line[verb.end() :]
    while said and not is_position(said.split()[0], words) and words.has("unfinished", said.split()[0]):
        said = said.partition(" ")[2]  # “the”, “a”
    end = _CLAUSE.search(said)
    clause = said[: end.start()] if end else said
    if not is_position(clause, words):
        return None
    text.name, text.told, text.sure = name, True, True
    text.given, text.family = _parts(name.split(), words)
    text.functions = [*functions_of(rest, text, words), *functions_of(clause.strip(" ."), text, words)]
    return text


def _position_and_colon(line: str, words: Words) -> tuple[str, str]:
    """A position before a colon, and the name alone after it: “Director, Water Fund: Ama Boateng”."""
    before, colon, after = line.rpartition(": ")
    if not colon or not is_position_line(before, words):
        return "", line
    text = MentionedPerson()
    name, rest = name_and_rest(after.strip(), text, words)
    alone = bool(name) and not rest and len(name.split()) <= LONGEST_NAME
    return (before.strip(), after.strip()) if alone and (text.honorific or " " in name) else ("", line)


def _position_first(line: str, words: Words) -> tuple[str, str]:
    """A position, and the name after it, which a title begins: “Richterin am Bundesgericht Dr. Eva Sommer”."""
    tokens = line.split()
    for at in range(1, len(tokens) - 1):
        before = " ".join(tokens[:at]).strip(" ,–—-")
        before = before[starts_with(before, words.lists["articles"]) :].strip()
        titled = titles_of(tokens[at:], words) or (at == 1 and position_then_name(line, words))
        if titled and is_capital(tokens[-1]) and is_position(before, words):
            text = MentionedPerson()
            name, _ = name_and_rest(" ".join(tokens[at:]), text, words)
            if (
                name
                and (text.honorific or at == 1)
                and len(name.split()) <= LONGEST_NAME
                and not words.has("honorifics", tokens[at - 1])
            ):
                return before, " ".join(tokens[at:])
    return "", line


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
    elif words.modes.get(inside) == "online":
        wording.remote = True
    elif (label := words.labels.get(inside)) and label.kind in ("person", "panel") and not wording.role:
        wording.role = label.role  # of “(opening remarks)”, none
    else:
        return False
    return True


def name_and_rest(line: str, text: MentionedPerson, words: Words) -> tuple[str, str]:
    """Split a line after the name, which ends at a comma, a bracket or the beginning of a position."""
    line = _NUMBER.sub("", line)
    head, comma, rest = _split(line, words)
    tokens = head.split()
    titles = titles_of(tokens, words)
    name = tokens[titles:]
    ends = next((at for at in range(1, len(name)) if _ends_before(at, name, words)), len(name))
    begins = name[0] if name else ""
    # “Permanent Representative of Mali” is an office; after “Ms”, even “Grace Bishop” is a name.
    office = words.has("positions", tokens[titles - 1]) if titles else False
    if titles and name and name[0].islower() and (office or len(name) < 2 or begins_position(name[1], words)):
        return "", line  # “M. le Ministre”, “Ministra de Cultura”
    if office and name and begins_position(begins, words):
        return "", line  # “Chief Executive”
    if not titles and fold(begins) in words.lists["articles"]:
        return "", line  # “The President”
    if not name or (not titles and (begins_position(begins, words) or not is_capital(begins))):
        return "", line
    if any(words.has("bodies", token) for token in name[: ends if titles else len(name)]) and not (
        titles and ends <= LONGEST_NAME and not words.has("bodies", begins)
    ):
        return "", line
    if titles and len(name) == 1 and words.has("honorifics", " ".join([tokens[titles - 1], begins])):
        return "", line  # “Associate Professor”
    text.honorific = " ".join(tokens[:titles])
    if ends > LONGEST_NAME or any(not _in_name(token, words) for token in name[:ends]):
        # The end of the name is unknown: after a title it is all one text, otherwise no name.
        whole = line[line.index(name[0]) :] if titles and is_capital(begins) else ""
        text.honorific = text.honorific if whole else ""
        return whole, "" if titles else line
    if name[ends - 1].islower():
        text.honorific = ""
        return "", line  # “Greetings of the Mayor”
    further = " ".join(name[ends:])
    while ends > 1 and is_letters(name[ends - 1], words) and not name[ends - 2].endswith("."):
        ends -= 1
        text.honorific_after = " ".join(filter(None, (name[ends], text.honorific_after)))
    return " ".join(name[:ends]), f"{further}{comma if further else ''}{rest}".strip(" ,")


def _ends_before(at: int, tokens: list[str], words: Words) -> bool:
    """Whether a position begins at a word: “Ana Torres Director of …”, not “Ana Baker”."""
    unspaced = tokens[at] > "\u2e80"  # a name is one word
    return begins_position(tokens[at], words) and (at > 1 or len(tokens) > at + 1 or unspaced)


def _in_name(token: str, words: Words) -> bool:
    if token.endswith(".") and len(token) > _LONGEST_ABBREVIATION and token[1:].islower():
        return words.has("honorifics", token)  # the end of a sentence, and of no name
    return (is_capital(token) and not token.endswith(":")) or words.has("particles", token) or token[0] in "'’"


def _split(line: str, words: Words) -> tuple[str, str, str]:
    """The line before and after its first comma, dash or bracket; the content of the bracket without it."""
    brackets = (one for one in _FIRST_BRACKET.finditer(line) if not words.has("retired", one[1]))
    bracket, mark = next(brackets, None), _SEPARATOR.search(line)
    if bracket and bracket.start() and (mark is None or bracket.start() < mark.start()):
        rest = ", ".join(filter(None, (bracket[1].strip(), line[bracket.end() :].lstrip(" ,;:–—-"))))
        return line[: bracket.start()], ",", rest
    return (line[: mark.start()], ",", line[mark.end() :]) if mark else (line, "", "")


def titles_of(tokens: list[str], words: Words) -> int:
    """The number of words before the name that are titles; at least one word is the name."""
    count = 0
    while count < len(tokens) - 1:
        two = " ".join(tokens[count : count + 2])
        if words.has("honorifics", two) or (count and words.has("retired", two)):
            count += 2
        elif (
            words.has("honorifics", tokens[count])
            and (not tokens[count].islower() or set(".-") & set(tokens[count]) or is_capital(tokens[count + 1]))
        ) or (count and words.has("retired", tokens[count].strip("()[],"))):
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
