"""Sentences of a note -> who invites, who speaks and in which languages, where no line says it: likely, never sure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.facts import language_codes
from conceptnote.recognise.funding import add_funder
from conceptnote.recognise.making import Making, listed
from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.named import looks_like_name, looks_like_person
from conceptnote.recognise.normal import sentences_of
from conceptnote.recognise.organisations import is_body, organisations
from conceptnote.recognise.panel import PanelReader
from conceptnote.recognise.parties import add_party
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.people import read_person
from conceptnote.recognise.several import several_people, with_comma
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import Words, any_of, fold, starts_with

_LONGEST_SUBJECT = 200
_MOST_WORDS = 30
_LONGEST_NAME = 12
_LONGEST_JOINT = 4
_NEAR = 70
"""The characters after the verb of an invitation in which the kind of event must begin."""
_FROM = "this was taken from a sentence"


def from_sentences(making: Making, paragraphs: Sequence[Paragraph]) -> None:
    """Take over what the sentences of the text say of organisers and languages."""
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text, making.words):
            _organisers(making, sentence, paragraph.line)
            _organised_by(making, sentence, paragraph.line)
            _funded_by(making, sentence, paragraph.line)
            kind_of_invitation(making, sentence, paragraph.line)
            _languages(making, sentence, paragraph.line)


def people_of_sentences(making: Making, paragraphs: Sequence[Paragraph]) -> None:
    """Take over the people whom the sentences of the text name."""
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text, making.words):
            _people(making, sentence, paragraph.line)


def _organisers(making: Making, sentence: str, line: int) -> None:
    """“The River Forum and the Water Trust are pleased to invite you …”."""
    words, folded = making.words, fold(sentence, keep_length=True)
    said_of = any_of(words.lists["by"])  # “est organisé par” is no verb of an invitation
    verb = rf"(?<!\w){any_of(words.lists['invites'])}(?!\w)(?!\s+{said_of}(?!\w))"
    found = [match.start() for match in re.finditer(verb, folded)]
    parties = making.draft.records("parties").values()
    held = any(role in ("organiser", "host") for one in parties for role in listed(one.get("roles")))
    if not found or held or not 0 < found[0] <= _LONGEST_SUBJECT:
        return
    subject = sentence[: found[0]].strip(" ,")
    before, comma, after = subject.partition(",")
    if comma and find_day(before, words):
        subject = after.strip()  # “On 20 February, the Water Trust …”
        subject = subject[:1].upper() + subject[1:]
    named = [(name, role) for name, role, _ in organisations(subject, "organiser", words)]
    if len(named) == 1 and "," in named[0][0]:
        found_last = organisations(subject.rpartition(",")[2].strip(), "organiser", words)
        # “Dear colleagues, the Water Trust …”
        named = [(name[:1].upper() + name[1:], role) for name, role, _ in found_last]
    names = [name for name, _ in named]
    if not any(is_body(name, words) for name in names) or any(name[:1].islower() for name in names):
        return
    for name, role in ((_without_lead(name, words), role) for name, role in named):
        identifier = add_party(making.draft, words, name, role)
        making.draft.quote(("parties", identifier), subject)
        making.draft.likely("this was taken from the sentence that invites", ("parties", identifier), line)


def _without_lead(name: str, words: Words) -> str:
    """A name without the small words that begin the sentence: “On behalf of the Water Trust”."""
    tokens = name.split()
    at = next((at for at, token in enumerate(tokens) if words.has("articles", token) and token.islower()), 0)
    led = at and all(token.islower() for token in tokens[1:at]) and not words.has("bodies", tokens[0])
    rest = " ".join(tokens[at + 1 :]).partition(",")[0]
    return rest if led and rest and is_body(rest, words) else name


def _organised_by(making: Making, sentence: str, line: int) -> None:
    """“The meeting is organized by the River Forum in partnership with the Water Trust.”"""
    words, folded = making.words, fold(sentence, keep_length=True)
    found = re.search(rf"(?:^|(?<=\w)\s)(?P<led>{any_of(words.leading)})\s(?=\S)", folded)
    if found is None or (not found.start() and words.funding(sentence)):
        return
    role = words.labels[fold(sentence[found.start("led") : found.end("led")])].role
    held = {one for party in making.draft.records("parties").values() for one in listed(party.get("roles"))}
    said = _before_clause(sentence[found.end() :].rstrip(" ."), words)
    named = [(name, other) for name, other, _ in organisations(said, role, words)]
    if role in held or not _are_organisations([name for name, _ in named], words):
        return
    for name, other in named:
        identifier = add_party(making.draft, words, name, other)
        making.draft.quote(("parties", identifier), sentence)
        making.draft.likely(_FROM, ("parties", identifier), line)


def _are_organisations(names: Sequence[str], words: Words) -> bool:
    """Whether the names in a sentence are those of organisations: each shows it, or the first of several."""
    shown = [is_body(name, words) for name in names]
    capital = all((is_capital(name) or is_body(name, words)) and len(name.split()) <= _LONGEST_NAME for name in names)
    return capital and (all(shown) or (shown[0] and sum(shown) * 2 >= len(shown)))


def _before_clause(text: str, words: Words) -> str:
    """Names of organisations without the rest of their sentence: “…, which will”, “…, a préparé un plan”."""
    said = re.split(rf"[;.]\s|,?\s{any_of(words.lists['clauses'])}\s", text)[0]
    for comma in re.finditer(r",\s+(?=[^\W\d_])", said):
        rest = said[comma.end() :]
        led = words.led(rest) or words.funding(rest) or starts_with(rest, words.lists["articles"] | words.lists["ands"])
        if rest[0].islower() and not led and not words.has("bodies", rest.split()[0]):
            return said[: comma.start()]
    return said


def _funded_by(making: Making, sentence: str, line: int) -> None:
    """“It is part of the project Open Wells, funded by the Water Fund.”"""
    words, folded = making.words, fold(sentence, keep_length=True)
    found = re.search(rf"(?<=\w),?\s(?P<led>{any_of(words.lists['funding'])})\s(?=\S)", folded)
    if found is None or "funders" in making.event:
        return
    said = _before_clause(sentence[found.end() :].rstrip(" ."), words)
    named = [name for name, _, _ in organisations(said, "funder", words)]
    known = [fold(party["name"]) for party in making.draft.records("parties").values()]
    if all(is_body(name, words) and len(name.split()) <= _LONGEST_NAME and fold(name) not in known for name in named):
        for name in named:
            add_funder(making, name, sentence[found.start("led") : found.end("led")], sentence, line)


def kind_of_invitation(making: Making, sentence: str, line: int) -> None:
    """“… invite you to a panel discussion”: the kind of event."""
    words, folded = making.words, fold(sentence, keep_length=True)
    verb = re.search(rf"(?<!\w){any_of(words.lists['invites'])}(?!\w)", folded)
    if verb is None or "type" in making.event or starts_with(sentence[verb.end() :].strip(), words.lists["by"]):
        return  # “est organisé par la Mission …”
    kind = re.search(rf"(?<!\w){any_of(words.lists['types'])}(?!\w)", folded[verb.end() : verb.end() + _NEAR])
    if kind is None or kind.start() < 2:  # “are pleased to launch”
        return
    start, end = verb.end() + kind.start(), verb.end() + kind.end()
    more = sentence[end:].strip(" .:")
    if starts_with(more, words.lists["by"]) and len(more.split()) <= 3 and more.split()[-1] in sentence.split()[-1]:
        end = sentence.index(more, end) + len(more)  # “Vortrag mit Diskussion”
    making.event["type"] = sentence[start:end]
    making.draft.quote(("type",), sentence)
    making.draft.likely("this was taken from the sentence that invites", ("type",), line)


def _people(making: Making, sentence: str, line: int) -> None:
    """“moderated by Ms X, with Y (Lake Institute) as discussant”, “the panel will include Dr. V and Mr. W”."""
    words, folded = making.words, fold(sentence, keep_length=True)
    by = {phrase for phrase in words.lists["by"] if " " in phrase}
    roles = {phrase: label.role for phrase, label in words.labels.items() if label.kind == "person" and " " in phrase}
    found = list(re.finditer(rf"(?<![\w-]){any_of({*roles, *by, *words.lists['includes']})}\s+", folded))
    for match in found:
        after = next((one.start() for one in found if one.start() >= match.end()), len(sentence))
        said = re.sub(rf"[,\s]+{any_of(words.lists['ands'])}$", "", sentence[match.end() : after].rstrip(" .,"))
        _add(making, _people_of(said, roles.get(" ".join(match[0].split()), ""), words), line)


def _people_of(text: str, role: str, words: Words) -> list[tuple[str, str]]:
    """The people at the beginning of a text, each with their role; none unless they can be told from other words."""
    single = any_of(phrase for phrase in words.lists["by"] if " " not in phrase)
    parted = re.search(rf",?\s+{single}\s+(?=\w)", fold(text, keep_length=True))
    head, tail = text, ""
    if parted and is_capital(text[parted.end() :]):
        head, tail = text[: parted.start()], text[parted.end() :]
    first = several_people(head, words) or [with_comma(head, words)]
    alone = looks_like_person(first[0], words) or (role and looks_like_name(first[0], words))
    if len(first) < 2 and not alone:
        return []
    further, as_role = _in_role(tail, words)
    others = several_people(further, words) or [further][: looks_like_person(further, words)]
    return [*((role, one) for one in first), *((as_role, one) for one in others)]


def _add(making: Making, people: Sequence[tuple[str, str]], line: int) -> None:
    """Add people of a sentence to the panel."""
    reader = PanelReader(making, Passage("panel"))
    for role, text in people:
        wording = read_person(text, making.words)
        if wording.name:
            wording.role = wording.role or role
            reader.add(wording, text, line)
            for identifier, person in making.draft.records("people").items():
                if making.draft.wording.get(("people", identifier), [])[-1:] == [text] and person:
                    making.draft.likely(_FROM, ("people", str(identifier)), line)


def _in_role(text: str, words: Words) -> tuple[str, str]:
    """A text without the role at its end, and the role: “Dr. Y as discussant”."""
    tokens = text.split()
    for length in (1, 2, 3):
        label = words.label(" ".join(tokens[-length:]))
        if label is not None and label.kind == "person" and len(tokens) > length + 1:
            joined = tokens[-length - 1]
            if joined.islower() and len(joined) <= _LONGEST_JOINT:
                return " ".join(tokens[: -length - 1]), label.role
    return text, ""


def _languages(making: Making, sentence: str, line: int) -> None:
    """“The working languages are English and French.”"""
    words, folded = making.words, fold(sentence, keep_length=True)
    if "languages" in making.event or len(sentence.split()) > _MOST_WORDS:
        return
    named = [phrase for phrase, label in words.labels.items() if label.kind == "languages" and len(phrase) > 5]
    result = any_of({*named, *words.lists["takes-place"], *words.lists["interpretation"]})
    if re.search(rf"(?<!\w){result}", folded) is None:
        return
    spoken, into = language_codes(folded, words)
    for key, codes in (("languages", spoken), ("interpretation", into)):
        if codes and key not in making.event:
            making.event[key] = codes
            making.draft.quote((key,), sentence)
            making.draft.likely(_FROM, (key,), line)
