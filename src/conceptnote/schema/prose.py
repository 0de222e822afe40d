"""What papers cannot show of a prose: all of it, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from markdown_it.token import Token
from msgspec import Struct

from conceptnote.schema.commonmark import LOOSE, Parsed, Places, parse

_DEEPEST = 18  # Nine lists, each in an item of the one before, as in Word; the parser drops what is deeper than 20.
_BREAKS = re.compile("[\u0085\u2028\u2029]")
_BULLETS = "•‣◦▪▫●○■□∙·⁃➢➤►"
# Word's bullets of other fonts are pasted as letters, with a tab after each.
_BULLET = re.compile(rf"^[ \t>]*([{_BULLETS}\uf020-\uf0ff]|[oØüv§](?=\t))", re.MULTILINE)
# Not the joiners of Arabic, Persian and Indic scripts and of emoji, where these stand among them.
_HIDDEN = re.compile("[\u200b\u2060-\u2064\ufeff\u180e\u202d\u202e]|(?<=[\\0-\u024f])[\u200c\u200d]")
_SYMBOL = re.compile("[\uf020-\uf0ff]")
_WEB = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@?]+@[^\s@?]+", re.IGNORECASE)
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
"""A language, with its script and its region where these matter (BCP 47)."""
_PHONE = re.compile(r"tel:[^\s]*\d", re.IGNORECASE)
# Scripts without blanks between words are broken anywhere, or by a dictionary.
_BROKEN_ANYWHERE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\U0010ffff"
_LONGEST_WORD = 2000
_LONG_WORD = rf"[^\s/\u00ad{_BROKEN_ANYWHERE}-]{{{_LONGEST_WORD + 1},}}"
"""The longest word that is accepted. The time of layout grows with its square: 40,000 letters take a minute."""
_NO_NOTE = "Word has no notes in notes: write it as a sentence"
_SPACES = " \t\n\r\f"


class Fault(Struct, frozen=True):
    """Something in a text that no paper can show, and its offset."""

    at: int
    message: str
    hint: str


def faults(text: str, notes: Collection[str] = (), *, note: bool = False) -> list[Fault]:
    """All that papers cannot show of a prose, in its order; `notes` are the names of footnotes written beside it.

    The text may be that of a `note` itself. `conceptnote.doc.reader` can read a prose without faults. `uncalled` finds
    notes that it never calls.
    """
    return list(_faults(text, frozenset(notes), note))


@lru_cache(maxsize=1024)  # A text is checked when it is read, and each time it is composed.
def _faults(text: str, names: frozenset[str], note: bool) -> tuple[Fault, ...]:
    parsed = parse(text)
    bullets = list(_bullets(text))
    found = [
        *bullets,
        *_breaks(text),
        *character_faults(text, {fault.at for fault in bullets}),
        *_references(parsed),
        *_block_faults(parsed),
    ]
    found += _within_note(parsed) if note else _notes(parsed, names)
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.at))


def character_faults(text: str, result: Collection[int] = ()) -> Iterator[Fault]:
    """Invisible characters, those that only Word's symbol fonts have, and words that are too long for a line.

    Those at `told` offsets are left out.
    """
    for match in re.finditer(_LONG_WORD, text) if len(text) > _LONGEST_WORD else ():
        message = f"“{match[0][:20]}…” has {len(match[0]):,} characters without a space"
        yield Fault(match.start(), message, "put spaces between its words, or remove it: no line can hold it")
    for match in _HIDDEN.finditer(text):
        message = f"there is an invisible character here, {_named(match[0])}"
        yield Fault(match.start(), message, "delete it: it was copied from a web page or a chat")
    for match in _SYMBOL.finditer(text):
        if match.start() not in result:
            message = f"{_named(match[0])} is from a symbol font of Word's, and no other font has it"
            yield Fault(match.start(), message, "type the character itself, such as → or •, or delete it")


def uncalled(text: str, notes: Collection[str]) -> list[str]:
    """The names of those footnotes beside a prose that it never calls."""
    called = {child.meta["label"] for child in _calls(parse(text))} if notes else set()
    return [name for name in notes if name not in called]


def not_called(name: str) -> tuple[str, str]:
    """The fault of a note that is never called."""
    return f"the note “{name}” is never called", f"call it in the text as [^{name}], or remove it"


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def _bullets(text: str) -> Iterator[Fault]:
    for match in _BULLET.finditer(text):
        known = match[1] < "\uf020"
        sign = f"“{match[1]}”" if known else f"the bullet of a symbol font of Word's, U+{ord(match[1]):04X},"
        yield Fault(match.start(1), f"{sign} does not begin a list here", "begin the line with “- ”")


def _breaks(text: str) -> Iterator[Fault]:
    for match in _BREAKS.finditer(text):
        hint = "press Enter in its place: once for a new line, twice for a new paragraph"
        yield Fault(match.start(), f"this line ends with an unusual line break, {_named(match[0])}", hint)


def _calls(parsed: Parsed) -> Iterator[Token]:
    for block in parsed.tokens():
        yield from (child for child in block.children or () if child.type == "footnote_ref")


def _notes(parsed: Parsed, beside: Collection[str]) -> Iterator[Fault]:
    places = Places(parsed.text)
    called: Counter[str] = Counter()
    written = Counter(note.name for note in parsed.notes)
    for block in parsed.body:
        offset = places.inside(block)
        for call in (child for child in block.children or () if child.type == "footnote_ref"):
            name = call.meta["label"]
            called[name] += 1
            if name not in written and name not in beside:
                hint = f"write it under footnotes, or as a line “[^{name}]: …” in the text"
                yield Fault(offset(call), f"the note “{name}” is called, but not written", hint)
            elif called[name] > 1:
                hint = "a footnote of a paper has one call: write a second note"
                yield Fault(offset(call), f"the note “{name}” is called twice", hint)
    for at, note in enumerate(parsed.notes):
        place = places.of_line(note.line)
        if note.name in beside or any(other.name == note.name for other in parsed.notes[:at]):
            hint = "keep it in the text or in footnotes" if note.name in beside else "keep one of them"
            yield Fault(place, f"the note “{note.name}” is written twice", hint)
        elif note.name not in called:
            yield Fault(place, *not_called(note.name))
        if not note.tokens:
            yield Fault(place, f"the note “{note.name}” is empty", "write it after the colon")
        yield from _in_note(note.tokens, places)


def _within_note(parsed: Parsed) -> Iterator[Fault]:
    """What is wrong with footnotes where the whole text is one."""
    places = Places(parsed.text)
    yield from _in_note(parsed.body, places)
    for note in parsed.notes:
        yield Fault(places.of_line(note.line), "a footnote contains another", _NO_NOTE)


def _in_note(tokens: Iterable[Token], places: Places) -> Iterator[Fault]:
    for block in tokens:
        if block.type == "heading_open":
            yield Fault(places.of_block(block), "a footnote has no headings", "write it as a sentence")
        for call in (child for child in block.children or () if child.type == "footnote_ref"):
            yield Fault(places.inside(block)(call), "a footnote calls another", _NO_NOTE)


def _references(parsed: Parsed) -> Iterator[Fault]:
    places = Places(parsed.text)
    children = [child for block in parsed.tokens() for child in block.children or ()]
    used = {child.meta.get("label") for child in children if child.type in ("link_open", "image")}
    for name, reference in parsed.references.items():
        if name not in used:
            message = f"this line is read as the address of a link “{name.lower()}”, and would not be printed"
            hint = "write the link as [its words](https://…); put a “\\” before a “[” that begins no link"
            yield Fault(places.of_line(reference["map"][0]), message, hint)
    for reference in parsed.repeated:
        message = "the address of this link is given a second time, and not used"
        yield Fault(places.of_line(reference["map"][0]), message, "keep one of them")


def _block_faults(parsed: Parsed) -> Iterator[Fault]:
    places = Places(parsed.text)
    above: Token | None = None
    for token in parsed.tokens():
        if token.nesting == 1 and token.level > _DEEPEST:
            yield Fault(places.of_block(token), "lists and quotations are nested too deeply", "check the indentation")
        if token.type == "hr":
            hint = "remove it; a new part begins with a heading, “## …”"
            yield Fault(places.of_block(token), "a line across the page has no place in a paper", hint)
        elif token.type == "fence" and not token.content.strip(_SPACES):
            yield Fault(places.of_block(token), "there is nothing between the lines “```”", "remove them")
        elif token.type == "inline":
            if not _is_visible(token):
                what = "heading" if above is not None and above.type == "heading_open" else "paragraph"
                yield Fault(places.of_block(token), f"the {what} is empty", "write its words, or delete the line")
            yield from _inline_faults(token, places)
        above = token


def _is_visible(block: Token) -> bool:
    """Whether a block has anything that is printed."""
    marks = ("image", "footnote_ref", "code_inline", "hardbreak", "link_open", LOOSE)
    return any(child.type in marks or child.content.strip(_SPACES) for child in block.children or ())


def _inline_faults(block: Token, places: Places) -> Iterator[Fault]:
    offset = places.inside(block)
    children = block.children or []
    for at, child in enumerate(children):
        if child.type == LOOSE and child.content == "{":
            hint = "write it as [words]{lang=fr}, with no space between the brackets"
            yield Fault(offset(child), "the language belongs to no words, and would be printed as typed", hint)
        elif child.type == LOOSE:
            hint = "write it as [words](https://…), with no space between the brackets or in the address"
            yield Fault(offset(child), "the link is incomplete, and would be printed as typed", hint)
        elif child.type == "link_open":
            yield from (Fault(offset(child), *wrong) for wrong in _link_faults(child))
            if children[at + 1].type == "link_close":
                yield Fault(offset(child), "the link has no words", "write them between its square brackets")
        elif child.type == "span_open":
            yield from (Fault(offset(child), *wrong) for wrong in _span_faults(child))
            if children[at + 1].type == "span_close":
                yield Fault(offset(child), "the span has no words", "write them between its square brackets")
        elif child.type == "image":
            yield from (Fault(offset(child), *wrong) for wrong in _picture_faults(child))


def _span_faults(span: Token) -> Iterator[tuple[str, str]]:
    """What is wrong with `[words]{lang=fr}`; the direction follows from the language."""
    language = str(span.attrs.get("lang", ""))
    hint = "write the language as a code, and nothing else: [words]{lang=fr}"
    if others := span.meta.get("insecure_attrs"):
        yield f"a span only says in which language its words are, and not “{next(iter(others))}”", hint
    elif not language:
        yield "the span does not say in which language its words are", hint
    elif not _TAG.fullmatch(language):
        yield f"“{language}” is not the code of a language", hint


def _link_faults(link: Token) -> Iterator[tuple[str, str]]:
    href = str(link.attrs.get("href", ""))
    if title := link.attrs.get("title"):
        yield f"the title of a link, “{title}”, would not be printed", "write it in the text"
    if any(known.match(href) for known in (_WEB, _MAIL, _PHONE)):
        return
    shown = unquote(href)
    message = f"the link leads to “{shown}”" if shown else "the link leads nowhere"
    if href.lower().startswith("mailto:"):
        hint = "write the whole e-mail address: mailto:name@example.org"
    elif re.match(r"www\.", href, re.IGNORECASE):
        hint = f"write https://{shown}"
    elif re.fullmatch(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+", href):
        hint = f"write mailto:{shown}"
    else:
        hint = "links lead to https://, http://, mailto: or tel: addresses"
    yield message, hint


def _picture_faults(picture: Token) -> Iterator[tuple[str, str]]:
    name = unquote(str(picture.attrs.get("src", "")))
    if not name:
        yield "the picture has no file name", "write ![what it shows](file)"
    elif re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|[/\\\\]", name):
        yield (
            f"the picture “{name}” is not a file of the project",
            "name a file relative to the event file: images/map.png",
        )
    if not _alternative(picture).strip():
        yield f"the picture “{name}” has no description", "write ![what it shows](file)"
    if title := picture.attrs.get("title"):
        yield f"the title of a picture, “{title}”, would not be printed", "write it in the text"


def _alternative(picture: Token) -> str:
    return "".join(_alternative(child) if child.type == "image" else child.content for child in picture.children or ())
