"""Which of the first lines of a note is its title: the one with the most evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from conceptnote.read.manuscript import Block, Paragraph, Run
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.contacts import addresses_in
from conceptnote.recognise.named import looks_like_person
from conceptnote.recognise.occasion import is_prose
from conceptnote.recognise.organisations import is_body
from conceptnote.recognise.passage import heading_text
from conceptnote.recognise.place import looks_like_place
from conceptnote.recognise.positions import is_position_line
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import Words, any_of, fold, starts_with

_LONGEST_TITLE = 250
_LONGEST_NAME = 14
_SHORTEST_TITLE, _LONGEST_SESSION = 4, 4
_INVITING = 9
_MUCH, _SOME = 5.5, 3.5
_FRONT_LINES = 15
_REFERENCE = re.compile(r"\w/\w+/\w")
QUOTED = re.compile(r"[“«\"„「《]\s*([^“”«»\"„]+?)\s*[”»\"“」》]")


def title_at(blocks: Sequence[Block], words: Words, *, announced: bool = False) -> tuple[int, bool]:
    """Where the title begins, and no letterhead, salutation, kind of event or fact; after the end if nowhere.

    Also whether it is evident: by much more evidence than any other line, or by some below the name of the paper,
    which may be `announced` above the lines.
    """
    lines = [(at, one) for at, one in enumerate(blocks[:_FRONT_LINES]) if isinstance(one, Paragraph)]
    papers = [at for at, one in lines if names_paper(one.text, words) and one.kind not in ("bullet", "number")]
    days = [at for at, one in lines if find_day(one.text, words) and not is_prose(one.text)]
    scores = {
        at: _evidence(one, blocks[at - 1] if at else None, words)
        - (0.1 * at)
        - 2 * (bool(papers) and at < papers[0])
        - 2 * (bool(days) and at > days[0])
        for at, one in lines
        if _may_be(one, words)
    }
    if not scores:
        return len(blocks), False
    best, *others = sorted(scores, key=lambda at: scores[at], reverse=True)
    if _is_slogan(blocks, best, words) and best - 1 in scores:
        return best - 1, False
    ahead = scores[best] - max((scores[at] for at in others), default=-_MUCH)
    below = announced or (bool(papers) and papers[0] < best)
    return best, (scores[best] > _MUCH and ahead > _MUCH / 2) or (below and scores[best] > _SOME and ahead > 1)


def _is_slogan(blocks: Sequence[Block], at: int, words: Words) -> bool:
    """Whether a line in quotation marks is below the title: “Regional forum on peaceful herding” / “Two worlds”."""
    above, line = blocks[at - 1] if at else None, blocks[at]
    if not isinstance(above, Paragraph) or not isinstance(line, Paragraph) or not QUOTED.fullmatch(line.text.strip()):
        return False
    loud = [all(run.strong for run in one.runs if run.text.strip()) for one in (above, line)]
    length, quoted = (len(re.findall(r"\w+", one.text)) for one in (above, line))
    related = re.search(rf"(?<!\w){any_of(words.lists['relations'] | words.lists['sessions'])}(?!\w)", fold(above.text))
    return loud[0] and length > max(_SHORTEST_TITLE, quoted - 1) and related is None


def _evidence(line: Paragraph, before: Block | None, words: Words) -> float:
    """How much tells that a line is the title."""
    text, above = line.text, before.text if isinstance(before, Paragraph) else ""
    kind = starts_with(text, words.lists["types"])
    loud = all(run.strong for run in line.runs if run.text.strip())
    labelled = words.labelled(text)  # “Concept note: …”
    announced = bool(above) and (names_paper(above, words) or fold(above).strip(" :") in words.lists["types"])
    return (
        6 * (line.kind == "title")
        + 4 * bool(QUOTED.fullmatch(text.strip(" .")))
        + 2 * (line.kind == "heading")
        + 2 * loud
        + 1 * shouted(text)
        + 2 * announced
        + 1 * bool(re.search(r"[:?!：？]\s?|\s[–—]\s", text[:-1]) or text.endswith(("?", "？", "؟")))
        + 1 * (2 < len(text.split()) < 25)
        - 3 * is_letterhead(text, words)
        + 2 * bool(kind and text[kind:].lstrip().startswith((":", "：")))
        - 1 * bool(kind)
        - 4 * (heading_text(line) != text.rstrip(" :："))
        - 4 * (looks_like_person(text, words) and line.kind != "title")
        - 3 * (looks_like_place(text, words) and line.kind != "title")
        + 2 * (labelled is not None)
    )


def _may_be(block: Paragraph, words: Words) -> bool:
    text = block.text
    if block.kind not in ("text", "heading", "title") or len(text) > _LONGEST_TITLE or is_prose(text):
        return False
    if text.endswith((",", "،", "，", "：")) or names_paper(text, words):
        return False
    if fold(text).strip(" :") in words.lists["types"]:
        return False
    if re.split(r"\s+[–—|]\s+", fold(text))[-1] in words.lists["types"]:
        return False
    greets = text.endswith("!") and len(text.split()) < 5
    if greets or invites(text, words) or re.search(rf"(?<!\w){any_of(words.lists['invites'])}(?!\w).*:$", fold(text)):
        return False
    if addresses_in(text) or starts_with(text, words.lists["relations"]) or find_day(text, words):
        return False
    if ", " in text and words.has("sessions", text.split()[-1]):
        return False  # “Human Rights Council, 61st session”
    mode = starts_with(text, words.modes)
    if mode and text[mode:].lstrip()[:1].islower() and len(text.split()) < _LONGEST_NAME:
        return False  # “Webex link available on request”
    labelled = words.labelled(text)
    if find_time(text, words) or (labelled and labelled[0].kind != "paper") or _REFERENCE.search(text):
        return False
    return any(c.isalpha() for c in text)


def invites(text: str, words: Words) -> bool:
    """Whether an organisation invites in a line: “The Water Fund has the honour of inviting you to the launch of”."""
    phrase = rf"(?<!\w){any_of(words.lists['invites'])}(?!\w)"
    found = re.search(phrase, fold(text, keep_length=True)) if len(text.split()) >= _INVITING else None
    return found is not None and any(words.has("bodies", one) for one in text[: found.start()].split())


def names_paper(text: str, words: Words) -> bool:
    """Whether a line is what the paper is called: “Concept note”, “Concept note and agenda”."""
    folded, papers = fold(text).strip(" :"), words.lists["papers"]
    if folded in papers:
        return True
    parts = re.split(rf"\s+{any_of(words.lists['ands'])}\s+|\s*[/,]\s*", folded)
    return len(parts) > 1 and all(one in papers or getattr(words.label(one), "kind", "") == "agenda" for one in parts)


def is_letterhead(text: str, words: Words) -> bool:
    """Whether a line is the name of an organisation: “University of …”, “Youth Assembly”."""
    tokens = text.split()
    if not 1 < len(tokens) <= _LONGEST_NAME or any(mark in text for mark in ":?“«"):
        return False
    small = words.lists["articles"] | words.lists["in_names"]
    body = next((at for at, token in enumerate(tokens[:3]) if words.has("bodies", token)), None)
    named = body is not None and any(fold(token) in small for token in tokens[body + 1 : body + 3])
    return named or (words.has("bodies", tokens[-1]) and not tokens[-1][0].islower())


def shouted(text: str) -> bool:
    """Whether a line is in capitals."""
    return text.isupper() and not text.islower()


def _says_what(person: Paragraph, line: Paragraph, words: Words) -> bool:
    """Whether a line is what the person above is: “by Prof. Lena Wiesner” / “Chair of Law”."""
    by = starts_with(person.text, words.lists["by"])
    named = looks_like_person(person.text[by:].strip(), words) and "," not in person.text
    return bool(by) and named and is_position_line(line.text, words) and find_day(line.text, words) is None


def _is_session(line: Paragraph, words: Words) -> bool:
    """Whether a line is the number of a session: “61st session”."""
    tokens = line.text.split()
    return 1 < len(tokens) <= _LONGEST_SESSION and words.has("sessions", tokens[-1]) and words.label(line.text) is None


def _with_ands_joined(blocks: Sequence[Block], words: Words) -> list[Block]:
    """The lines, with those joined between which “and” stands on a line: “The Embassy” / “and” / “the Water Trust”.

    So is a session to those who meet, “Human Rights Council” / “61st session”.
    """
    found: list[Block] = []
    for block in blocks:
        held = found[-1] if found else None
        if (
            isinstance(block, Paragraph)
            and isinstance(held, Paragraph)
            and _is_session(block, words)
            and is_body(held.text, words)
            and len(held.text.split()) < _LONGEST_NAME
        ):
            found[-1] = replace(held, runs=(*held.runs, Run(", "), *block.runs))
            continue
        last = found[-1] if found else None
        above = found[-2] if len(found) > 1 else None
        joins = isinstance(last, Paragraph) and fold(last.text) in words.lists["ands"]
        if joins and isinstance(block, Paragraph) and isinstance(last, Paragraph) and isinstance(above, Paragraph):
            found[-2:] = [replace(above, runs=(*above.runs, Run(" "), *last.runs, Run(" "), *block.runs))]
        else:
            found.append(block)
    return found


def with_types_joined(blocks: Sequence[Block], words: Words) -> list[Block]:
    """The lines, with a bracket joined to the person above it, and small letters to the kind of event above them."""
    found: list[Block] = []
    for block in _with_ands_joined(blocks, words):
        bracket = isinstance(block, Paragraph) and re.fullmatch(r"\([^()]+\)", block.text)
        last = found[-1] if found else None
        if (
            bracket
            and isinstance(block, Paragraph)
            and isinstance(last, Paragraph)
            and looks_like_person(last.text, words)
        ):
            found[-1] = replace(last, runs=(*last.runs, Run(" "), *block.runs))
        elif isinstance(block, Paragraph) and isinstance(last, Paragraph) and _says_what(last, block, words):
            found[-1] = replace(last, runs=(*last.runs, Run(", "), *block.runs))
        else:
            found.append(block)
    for first, second in pairwise(list(found)):
        if (
            isinstance(first, Paragraph)
            and isinstance(second, Paragraph)
            and 0 < len(first.text.split()) <= 5
            and starts_with(first.text, words.lists["types"])
            and not any(mark in first.text for mark in ":?“«„")
            and second.text[:1].islower()
            and not is_prose(second.text)
            and not starts_with(second.text, words.lists["relations"] | words.lists["by"] | words.lists["invites"])
            and not find_day(second.text, words)
            and first in found
        ):
            at = found.index(first)
            found[at : at + 2] = [replace(first, runs=(*first.runs, Run(" "), *second.runs))]
    return found
