"""The sections of a note, its registration, languages and contact."""

from __future__ import annotations

from note_shapes.head import Event
from note_shapes.page import Block
from note_shapes.speech import Speech, listed
from note_shapes.truth import Draw, Truth


def sections(draw: Draw, truth: Truth, event: Event, sentences: list[str]) -> list[Block]:
    """The background, with the sentences that tell facts, the objectives and the questions."""
    words = truth.words
    texts = draw.some(words["texts"], 3)
    first = draw.one(words["headings"]["background"])
    paragraphs = [texts[0], *sentences] if draw.chance(0.5) else [*sentences, texts[0]]
    blocks = [Block("heading", first), *(Block("text", one) for one in paragraphs)]
    told = [first]
    if draw.chance(0.7):
        told.append(draw.one(words["headings"]["objectives"]))
        blocks.append(Block("heading", told[-1]))
        blocks += [Block("text", lead) for lead in [draw.one(words["lead_in"])] if lead]
        blocks += [Block("bullet", aim) for aim in draw.some(words["aims"], 3)]
    if draw.chance(0.5):
        told.append(draw.one(words["headings"]["questions"]))
        kind = draw.shape("questions", ("number", "bullet"))
        blocks += [Block("heading", told[-1]), *(Block(kind, one) for one in truth.questions)]
        event["questions"] = truth.questions
    event["sections"] = told + event.get("sections", [])
    return blocks


def languages(draw: Draw, truth: Truth, event: Event) -> tuple[list[Block], str]:
    """The languages, as a line of the facts or as a sentence."""
    words = truth.words
    shape = draw.shape("languages", ("absent", "label", "sentence"))
    one = str(words["languages"][truth.spoken[0]])
    others = listed([str(words["languages"][other]) for other in truth.interpreted], words)
    if shape == "absent" or (shape == "sentence" and not others):
        return [], ""
    event["languages"] = truth.spoken
    if truth.interpreted:
        event["interpretation"] = truth.interpreted
    if shape == "sentence":
        return [], str(words["sentences"]["held_in"]).format(one=one, others=others)
    pattern, _ = draw.one([pair for pair in words["sentences"]["languages"] if pair[1] == bool(others)])
    value = str(pattern).format(one=one, others=others)
    space = "\u00a0" if truth.language == "fr" else ""
    return [Block("label", draw.one(words["labels"]["languages"]) + space, [[value[0].upper() + value[1:]]])], ""


def registration(draw: Draw, truth: Truth, speech: Speech, event: Event) -> list[Block]:
    """How to register, below a heading or after a label."""
    words = truth.words
    shape = draw.shape("registration", ("absent", "heading", "label", "deadline label"))
    if shape == "absent":
        return []
    address = truth.address
    key = "email" if "@" in address else "url"
    event["registration"] = {
        "deadline": truth.deadline.isoformat(),
        key: address if key == "email" or "://" in address else f"https://{address}",
    }
    patterns = [one for one in words["deadlines"] if "{y}" in one or "{y}" in speech.day]
    patterns = [one for one in patterns if "{y}" in one] if truth.deadline.year != truth.days[0].year else patterns
    day = speech.day_of(truth.deadline, draw.one(patterns))
    space = "\u00a0" if truth.language == "fr" else ""
    if shape == "deadline label":
        return [
            Block("label", draw.one(words["labels"]["deadline"]) + space, [[day.removeprefix("le ")]]),
            Block("label", draw.one(words["labels"]["registration"]) + space, [[address]]),
        ]
    sentence = draw.one(words["sentences"]["register"]).format(deadline=day, address=address)
    if shape == "heading":
        return [Block("heading", draw.one(words["headings"]["registration"])), Block("text", sentence)]
    return [Block("label", draw.one(words["labels"]["registration"]) + space, [[sentence]])]


def contact(draw: Draw, truth: Truth, event: Event) -> list[Block]:
    """Whom to ask."""
    words = truth.words
    shape = draw.shape("contact", ("absent", "heading", "label", "sentence", "below heading"))
    if shape == "absent":
        return []
    name, email, phone = truth.contact
    if shape in ("sentence", "below heading"):
        phone = ""
        text = draw.one(words["sentences"]["asks"]).format(name=name, email=email)
    else:
        patterns = [one for one in words["sentences"]["contact"] if ("{phone}" in one) == bool(phone)]
        text = draw.one(patterns).format(name=name, email=email, phone=phone)
    event["contacts"] = [f"{name} / {email}" + (f" / {phone}" if phone else "")]
    space = "\u00a0" if truth.language == "fr" else ""
    if shape == "label":
        return [Block("label", draw.one(words["labels"]["contact"]) + space, [[text]])]
    heading = [Block("heading", draw.one(words["headings"]["contact"]))] if shape != "sentence" else []
    return [*heading, Block("text", text)]
