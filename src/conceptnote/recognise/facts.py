"""Labelled facts to keys of the event: texts, languages, mode and access."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.making import Making
from conceptnote.recognise.normal import sentences_of
from conceptnote.recognise.passage import Passage, heading_text
from conceptnote.recognise.words import Words, any_of, fold, starts_with

_SHORTEST_NAME = 5
_LONGEST_MODE = 16


def text_field(making: Making, part: Passage) -> None:
    """A fact that is one text."""
    text = " ".join(paragraph.text for paragraph in part.paragraphs)
    if not text or part.kind in making.event:
        making.keep([part.heading, *part.paragraphs], "this is repeated or empty")
        return
    making.event[part.kind] = text
    if part.kind == "parent_event" and part.heading is not None:
        making.event["parent_event"] = text
    making.quote(part, (part.kind,), text)


def mode(making: Making, part: Passage) -> None:
    """Mode or access, after a label."""
    if mode_of(making, part):
        return
    if not part.inline:
        making.part_section(part, part.body)
    else:
        making.keep([part.heading, *part.paragraphs], "the event file does not know these words here")


def mode_of(making: Making, part: Passage) -> bool:
    """The mode, if a part has nothing else."""
    text = " ".join(paragraph.text for paragraph in part.paragraphs)
    taken = bool(text) and mode_or_access(making, text)
    if taken and part.heading is not None:
        making.quote(part, ("mode",) if "mode" in making.event else ("access",), text)
    return taken


def mode_or_access(making: Making, text: str) -> bool:
    """“Online (Zoom)”, “Hybrid”, “By invitation only”: a short line that begins with such words."""
    if len(text.split("(")[0].split()) > 8 or len(text.split()) > _LONGEST_MODE:
        return False
    for key, table in (("mode", making.words.modes), ("access", making.words.accesses)):
        length = starts_with(text, table)
        rest = text[length:].strip(" .")
        joined = text[length : length + 1] == "-"  # “Online-Seminar”
        on_platform = key == "mode" and any(one in fold(rest).split() for one in making.words.lists["platforms"])
        if key == "mode" and length and _also(rest, table, table[fold(text[:length])]) and "mode" not in making.event:
            making.event["mode"] = "hybrid"  # “Präsenz, mit Livestream”
            making.draft.quote((key,), text)
            return True
        # “Online-Seminar: Wie liest man einen Fluss?”, “Webinaire – Archives ouvertes”
        titled = (rest[:1] == ":" and len(rest.split()) > 4) or (
            rest[:1] in ("–", "—") and len(rest.split()) > 3 and rest[1:].lstrip()[:1].isupper()
        )
        ended = not rest or on_platform or rest[0] in "(,–—-:;"
        if length and key not in making.event and not titled and ended and not joined:
            making.event[key] = table[fold(text[:length])]
            making.draft.quote((key,), text)
            return True
    return False


def _also(rest: str, modes: Mapping[str, str], mode: str) -> bool:
    """Whether the words after a mode name the other one too: “…, mit Livestream”."""
    other = {"in-person": "online", "online": "in-person"}.get(mode)
    named = any_of(phrase for phrase, one in modes.items() if one == other)
    return other is not None and re.search(rf"(?<!\w){named}(?!\w)", fold(rest)) is not None


def without_modes(making: Making, place: str) -> str:
    """A place without how people take part, which is taken over: “Hybrid | Egmont Hall & online (Webex)”.

    Nothing is left of “online, on Zoom”.
    """
    words = making.words
    if fold(re.sub(r"\s*\([^()]*\)$", "", place)) in words.modes:
        return place  # “online (Zoom)” is no place
    also = rf",?\s*(?<!\w)(?:{any_of(words.lists['ands'])}|[+/])\s*{any_of(words.modes)}(?!\w)[^,]*$"
    further = re.search(also, fold(place, keep_length=True))
    if further and further.start():  # “Egmont Hall, Brussels, and online”
        if "mode" not in making.event:
            making.event["mode"] = "hybrid"
            making.draft.quote(("mode",), place)
        place = place[: further.start()]
    if (bracket := re.fullmatch(r"(.*\S)\s*\(([^()]+)\)", place)) and mode_or_access(making, bracket[2]):
        place = bracket[1]
    parts = re.split(r"\s*[|·•│]\s*|,\s+", place)
    kept = [part for part in parts if not (mode_or_access(making, part) or fold(part) in words.modes)]
    return ", ".join(kept)


def access_of_sentences(making: Making, paragraphs: Sequence[Paragraph]) -> None:
    """“By invitation only.” as a whole sentence of the text."""
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text, making.words):
            if "access" in making.event:
                return
            if starts_with(sentence, making.words.accesses) and mode_or_access(making, sentence):
                return
            table, folded = making.words.accesses, fold(sentence)
            parts = [one for one in table if " " in one and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", folded)]
            if parts:
                making.event["access"] = table[max(parts, key=len)]
                making.draft.quote(("access",), sentence)
                making.draft.likely("this was taken from a sentence", ("access",), paragraph.line)


def languages(making: Making, part: Passage) -> None:
    """The languages spoken, and those interpreted into."""
    text = " ".join(paragraph.text for paragraph in part.paragraphs)
    named = making.words.lists["interpretation"]
    only = part.heading is not None and fold(heading_text(part.heading)) in named
    only = only and not any(one in fold(text) for one in named)  # “French, with interpretation into English”
    spoken, into = language_codes(fold(text, keep_length=True), making.words)
    spoken, into = ([], spoken + into) if only else (spoken, into)
    if not (spoken or into) or "languages" in making.event:
        making.keep([part.heading, *part.paragraphs], "these words name no known language")
        return
    for key, codes in (("languages", spoken), ("interpretation", into)):
        if codes and key not in making.event:
            making.event[key] = codes
    making.quote(part, ("languages",) if spoken else ("interpretation",), text)


def language_codes(folded: str, words: Words) -> tuple[list[str], list[str]]:
    """The languages that a folded text names before the word for interpretation, and the others after it."""
    found = [m.start() for word in words.lists["interpretation"] for m in re.finditer(re.escape(word), folded)]
    border = min(found, default=len(folded))
    spoken = _codes(folded[:border], words)
    small = any_of(phrase for phrase in words.lists["by"] if " " not in phrase)
    joint = re.search(rf"(?<!\w){small}(?!\w)", folded[:border]) if found else None
    comma = re.search(r"[，；（]", folded[:border]) if found else None
    joint = joint or comma
    if joint and _codes(folded[joint.end() : border], words) and not _codes(folded[border:], words):
        return _codes(folded[: joint.start()], words), _codes(folded[joint.end() : border], words)
    return spoken, [code for code in _codes(folded[border:], words) if code not in spoken]


@lru_cache(8)
def language_names(words: Words) -> dict[str, str]:
    """The codes of languages by their names in every known language, folded: those of one word."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in words.known:
        names = Locale.parse(language.papers.babel).languages
        found |= {fold(name): code for code, name in names.items() if len(code) == 2 and " " not in name}
    found |= {name: code for name, code in words.tongues.items() if " " not in name}
    spoken, written = tuple(words.lists["spoken-signs"]), words.lists["written-signs"]
    return found | {name[:-1] + one: code for one in written for name, code in found.items() if name.endswith(spoken)}


def _codes(folded: str, words: Words) -> list[str]:
    unspaced = any_of(name for name in language_names(words) if name > "\u2e80")
    tokens = re.findall(rf"{unspaced}|[^\W\d_]+", folded)
    return list(dict.fromkeys(code for token in tokens if (code := _code(token, words))))


def _code(token: str, words: Words) -> str:
    """The code of a language by its name, or by another form of the name: “englischer”, “на английском”."""
    names = language_names(words)
    joint = next((one for one in words.lists["ands"] if one > "\u0600" and token.startswith(one)), "")
    if token not in names and token[len(joint) :] in names:
        return names[token[len(joint) :]]  # in Arabic, “and” is a letter before the word
    if token in names or len(token) < _SHORTEST_NAME:
        return names.get(token, "")
    forms = {
        code for name, code in names.items() if name[:_SHORTEST_NAME] == token[:_SHORTEST_NAME] and _alike(name, token)
    }
    return forms.pop() if len(forms) == 1 else ""


def _alike(name: str, token: str) -> bool:
    """Whether two words differ in their last letters only."""
    pairs = zip(name, token, strict=False)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return len(name) - same <= 2 and len(token) - same <= 2
