"""Contacts and registration: addresses, telephone numbers and deadlines, from lines and sentences."""

from __future__ import annotations

import re
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise.deadline import deadline_in
from conceptnote.recognise.draft import Data
from conceptnote.recognise.making import Making
from conceptnote.recognise.mentioned import is_capital, last_capitals
from conceptnote.recognise.normal import sentences_of, text_of
from conceptnote.recognise.passage import Passage, heading_text
from conceptnote.recognise.people import titles_of
from conceptnote.recognise.words import Words, fold, starts_with

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<![.-])", re.ASCII)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]'’”»]")
_PHONE = re.compile(r"(?<![\w+])\+?\(?\d[\d\s().\u00a0-]{6,20}\d(?!\w)")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_LONGEST = 400
_LONGEST_OFFICE = 8


class Addresses(Struct, frozen=True):
    """The addresses in a text."""

    email: str = ""
    url: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.url or self.phone)


def addresses_in(text: str) -> Addresses:
    """The first e-mail address, web address and telephone number of a text."""
    email, url = _EMAIL.search(text), _URL.search(text)
    rest = _URL.sub(" ", _EMAIL.sub(" ", text))
    phone = _PHONE.search(rest)
    digits = sum(c.isdigit() for c in phone[0]) if phone else 0
    address = url[0] if url else ""
    return Addresses(
        email[0] if email else "",
        f"https://{address}" if address.startswith("www.") else address,
        _written_phone(phone[0]) if phone and 7 <= digits <= 15 and not _DATE.fullmatch(phone[0].strip()) else "",
    )


def _written_phone(text: str) -> str:
    """A telephone number without brackets: “(504) 2555-0190”, “+41 (0)22 …”."""
    return " ".join(re.sub(r"[()]", " ", re.sub(r"(?<=\s)\(0\)", " ", text) if "+" in text else text).split())


def contacts(making: Making, part: Passage) -> None:
    """The people and offices to contact; text without an address stays text."""
    left: list[Paragraph] = []
    held: list[Paragraph] = []
    made = making.event.setdefault("contacts", [])
    _rows(making, part, made)
    label = heading_text(part.heading) if part.heading is not None else ""
    for paragraph in part.paragraphs:
        found = addresses_in(paragraph.text)
        said = list(sentences_of(paragraph.text, making.words))
        asks = any(is_rsvp(one, making.words) or (addresses_in(one) and deadline_in(making, one)) for one in said)
        if found and asks and "registration" not in making.event and take_registration(making, paragraph.text):
            continue
        if not found:
            held.append(paragraph)
            continue
        text = ", ".join(one.text for one in (*held, paragraph))
        name, named = _name(text, label, making.words)
        same = made[-1] if made and not _capital_before(paragraph.text) and not held else None
        if same is not None:
            same |= contact_of("", found)
        else:
            made.append(contact_of(name, found))
        path = ("contacts", len(made) - 1)
        making.draft.quote(path, f"{label}: {text}" if label else text)
        if not named and same is None:
            making.draft.likely("there is no name beside this address", path, paragraph.line)
        left += [one for one in held if len(one.text) > _LONGEST // 3]
        held = []
    left += held
    if not made:
        del making.event["contacts"]
    if left:
        making.part_section(part, left)
    elif label and not part.paragraphs:
        making.keep([part.heading], "nothing is below this")


def _rows(making: Making, part: Passage, made: list[Data]) -> None:
    """The rows of a table that have an address; other rows are quoted."""
    for block in part.body:
        for row in block.rows if isinstance(block, Table) else ():
            texts = [text for cell in row if (text := text_of(cell))]
            found = addresses_in(", ".join(texts))
            if found and texts:
                name, _ = _name(texts[0], "", making.words)
                made.append(contact_of(name, found))
                making.draft.quote(("contacts", len(made) - 1), " | ".join(texts))
            elif texts:
                making.draft.quote(("contacts",), " | ".join(texts))


def _capital_before(text: str) -> bool:
    """Whether words precede the first address of a line, so that it begins a contact."""
    first = min((m.start() for pattern in (_EMAIL, _URL, _PHONE) if (m := pattern.search(text))), default=0)
    return any(is_capital(token) for token in text[:first].split() if len(token) > 4)


def contact_of(name: str, found: Addresses) -> Data:
    data: Data = {"name": name} if name else {}
    data |= {"email": found.email} if found.email else {}
    data |= {"url": found.url} if found.url else {}
    return data | ({"public_phone": found.phone} if found.phone else {})


def _name(text: str, label: str, words: Words) -> tuple[str, bool]:
    """The person to contact: a name with a title, otherwise the capitalised words before the address."""
    bare = text.replace("(", ", ").replace(")", ", ").replace(":", " : ")
    tokens = bare.split()
    for at in range(len(tokens)):
        count = titles_of(tokens[at : at + 6], words)
        if count and (named := _capitals(tokens[at + count :], words)):
            return " ".join(tokens[at : at + count] + named), True
    first = min((m.start() for pattern in (_EMAIL, _URL, _PHONE) if (m := pattern.search(bare))), default=len(bare))
    before = [piece.strip() for piece in re.split(r"[,;:|，；：،؛\u3000]|\s[–—-]\s", bare[:first])]
    before = [piece.split()[0] if piece > "\u2e80" else piece for piece in before]
    for piece in before:
        found = _capitals(piece.split(), words)
        if len(found) > 1 and len(found) == len(piece.split()):
            return " ".join(found), True
    for piece in before:
        last = list(takewhile(is_capital, reversed(piece.split())))[::-1]
        if 1 < len(last) < 5 and len(last) < len(piece.split()) and piece < "\u2e80" and words.label(piece) is None:
            above = piece.split()[-len(last) - 1]
            if above.islower() and words.has("to-ask", above):
                return " ".join(last), True  # “Any questions, please contact Lucy Hart”
    for piece in before:
        apart = len(piece.split()) > 1 or piece > "\u2e80"  # in Chinese, a name is one word
        if piece and is_capital(piece) and len(piece.split()) < _LONGEST_OFFICE and not words.label(piece) and apart:
            return piece, True
    return label or next(filter(None, before), "") or text[:40], False


def _capitals(tokens: list[str], words: Words) -> list[str]:
    found: list[str] = []
    for token in tokens:
        bare = token.rstrip(",;:.،؛，；：")
        if not bare or not (is_capital(bare) or (found and words.has("particles", bare))):
            break
        found.append(bare)
        if bare != token or len(found) == 5:
            break
    return found


def registration(making: Making, part: Passage) -> None:
    """How to register: the text below a heading or label for it."""
    part.body = [piece for block in part.body for piece in _contact_apart(block, making)]
    for paragraph in part.paragraphs[1:]:
        label = making.words.labelled(paragraph.text)
        if label and label[0].kind == "contacts" and addresses_in(paragraph.text) and "contacts" not in making.event:
            heading, rest = paragraph.part(0, label[1]), paragraph.part(label[2])
            contacts(making, Passage("contacts", heading, inline=True, body=[rest]))
            part.body.remove(paragraph)
    if len(part.body) > 1 and "contacts" not in making.event:
        people = [one for one in part.paragraphs if _is_contact(one.text, making)]
        if 0 < len(people) < len(part.body):
            contacts(making, replace(part, body=list(people)))
            part.body = [block for block in part.body if block not in people]
    text = " ".join(paragraph.text for paragraph in part.paragraphs)
    if not text and part.heading is not None:
        making.keep([part.heading], "nothing is below this")
    elif not take_registration(making, text, part):
        making.part_section(part, part.body)


def _contact_apart(block: Block, making: Making) -> list[Block]:
    """A paragraph, parted where its last sentence names somebody: “Register at … . For questions, contact …”."""
    said = [*sentences_of(block.text, making.words)] if isinstance(block, Paragraph) else []
    label = making.words.labelled(said[-1]) if said else None
    asks = label is not None and label[0].kind == "contacts"
    if len(said) < 2 or not addresses_in(" ".join(said[:-1])) or not (asks or _is_contact(said[-1], making)):
        return [block]
    assert isinstance(block, Paragraph)
    at = block.text.rindex(said[-1])
    return [block.part(0, at), block.part(at)]


def _is_contact(text: str, making: Making) -> bool:
    """Whether a line below “Registration and contact” names somebody before an address."""
    named = addresses_in(text).email and _name(text, "", making.words)[1] and _capital_before(text)
    return bool(named) and deadline_in(making, text) is None and not is_rsvp(text, making.words)


def _link_of(paragraphs: list[Paragraph]) -> str:
    """The first web address that words in some paragraphs lead to."""
    links = (run.link for paragraph in paragraphs for run in paragraph.runs if run.link)
    return next((link for link in links if link.startswith(("https://", "http://"))), "")


def take_registration(making: Making, text: str, part: Passage | None = None) -> bool:
    """Take deadline, address and form out of a text about registration; False if it has none of them."""
    link = _link_of(part.paragraphs) if part is not None else ""
    found, data = addresses_in(text), Data()
    line = part.paragraphs[0].line if part is not None and part.paragraphs else 0
    heading = heading_text(part.heading) if part is not None and part.heading is not None else ""
    if (last := deadline_in(making, f"{heading} {text}")) is not None:
        data["deadline"] = last
    data |= {"email": found.email} if found.email else {}
    data |= {"url": found.url or link} if found.url or (link and not found.email) else {}
    known = making.event.get("registration", {})
    if not data or any(known.get(key, value) != value for key, value in data.items()):
        return False
    making.event["registration"] = known | data
    making.draft.quote(("registration",), f"{heading}: {text}" if heading else text)
    for key, table in (("access", making.words.accesses), ("mode", making.words.modes)):
        told = text if key == "access" else ""  # “online unter …” says where to register
        told = told or next((one for one in sentences_of(text, making.words) if starts_with(one, table)), "")
        length = next((len(phrase) for phrase in table if phrase in fold(told)), 0)
        if length and key not in making.event and part is not None:
            making.event[key] = next(table[phrase] for phrase in table if phrase in fold(told))
            making.draft.quote((key,), text)
    if part is not None and len(text) > _LONGEST:
        making.part_section(part, part.body)
    elif any(len(one) > 60 and not addresses_in(one) for one in sentences_of(text, making.words)):
        making.draft.likely("only the last day and the addresses were taken over", ("registration",), line)
    return True


def from_sentences(making: Making, paragraphs: list[Paragraph]) -> None:
    """A sentence that asks for an answer, with an address or a deadline."""
    registers = making.words.registers
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph.text, making.words):
            if (
                "registration" not in making.event
                and len(sentence) <= _LONGEST
                and addresses_in(sentence)
                and (any(one in fold(sentence) for one in registers) or deadline_in(making, sentence))
            ):
                if take_registration(making, sentence):
                    making.draft.likely("this was taken from a sentence", ("registration",), paragraph.line)
            elif making.event.get("registration", {}).get("email") == (addresses_in(sentence).email or None):
                continue  # it says how to register
            elif "contacts" not in making.event and _after_label(making, sentence, paragraph.line):
                continue
            elif "contacts" not in making.event and (found := addresses_in(sentence)).email:
                before = re.split(r"[,;:]", sentence[: sentence.index(found.email)].rstrip(" ,;:("))[-1].split()
                named = last_capitals(before)
                titled, sure = _name(sentence[: sentence.index(found.email)], "", making.words)
                sure = sure and making.words.has("honorifics", titled.split()[0])
                asks = starts_with(sentence, making.words.asks)  # “For queries, please write to …”
                if sure or 1 < len(named) < 5 or asks:
                    name = titled if sure else " ".join(named) if 1 < len(named) < 5 else sentence[:asks]
                    making.event["contacts"] = [contact_of(name, found)]
                    making.draft.quote(("contacts", 0), sentence)
                    making.draft.likely("this was taken from a sentence", ("contacts", 0), paragraph.line)


def _after_label(making: Making, sentence: str, line: int) -> bool:
    """Take a contact out of a sentence with a label for it: “Info: river@lakes.example”."""
    label, found = making.words.labelled(sentence), addresses_in(sentence)
    if not found or label is None or label[0].kind != "contacts":
        return False
    name, _ = _name(sentence[label[2] :], sentence[: label[1]], making.words)
    making.event["contacts"] = [contact_of(name, found)]
    making.draft.quote(("contacts", 0), sentence)
    making.draft.likely("this was taken from a sentence", ("contacts", 0), line)
    return True


def is_rsvp(text: str, words: Words) -> bool:
    """Whether a line asks for an answer: it begins with a label for registration, without a colon."""
    return bool(starts_with(text, words.registers))
