"""Lines of a file as typed: what in a line is not YAML, in words, with the correct line.

Each `…_fault` examines one line, without the parser's result.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

_LONGEST = 120
_LONGEST_LINE = 2000
_MOST_ABOVE = 1000
_KEY = re.compile(r"(?P<head>\s*(?:- +)*)(?P<key>[^\W\d][\w-]*):(?=[ \t]|$)[ \t]*(?P<value>.*)$")
_ITEM = re.compile(r"(?P<head>\s*(?:- +)+)(?P<value>\S.*)$")
_COMMENT = re.compile(r"\s+#(?:\s.*)?$")
_BLOCK = re.compile(r"[|>][-+1-9]*\s*(?:#.*)?$")
_QUOTED = {'"': re.compile(r'"(?:\\.|[^"\\])*"'), "'": re.compile(r"'(?:''|[^'])*'")}
_OPENING, _CLOSING = "“„«‘‚‹「", "”“»’‘›」"
_INDICATORS = "&*@%`!|>?[{,]}"
_BULLETS = "–—•·▪‣◦●○■▪‐‑−*"
_BULLET = re.compile(
    rf"(?P<indent>\s*)(?P<mark>[{_BULLETS}]\s+|[{_BULLETS.replace('*', '')}]|-(?=[^\W\d]))(?P<rest>\S.*)$"
)
_BEFORE_COLON = re.compile(r"(?P<head>\s*(?:- +)*)(?P<key>[^\W\d][\w-]*)(?P<sign> *(?:：|=|;|:| ) *)(?P<value>[^ ].*)$")


class Fault(Struct, frozen=True):
    """A mistake in a line, what to type, and its column, from 0."""

    message: str
    hint: str
    column: int


@lru_cache(maxsize=2)
def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, each up to a limit: nobody who writes longer ones needs this advice."""
    return tuple(line[:_LONGEST_LINE] for line in text.split("\n"))


def blank_name(text: str) -> str | None:
    """The first character of an indentation that is neither a space nor a tab, as `U+00A0 NO-BREAK SPACE`."""
    for character in text:
        if character in " \t":
            continue
        if character.isspace() or unicodedata.category(character) in ("Zs", "Cf"):
            return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
        break
    return None


def indentation_fault(line: str) -> Fault | None:
    """A line indented with other characters than spaces."""
    if not (name := blank_name(line)):
        return None
    column = len(line) - len(line.lstrip(" "))
    return Fault(f"the line is indented with {name}", "delete it, and type ordinary spaces", column)


def bullet_fault(line: str) -> Fault | None:
    """A list item that begins with another sign than a hyphen and a space."""
    match = _BULLET.match(line)
    if match is None or line.lstrip().startswith("--"):
        return None
    text = "a line of a list begins with a hyphen and a space"
    return Fault(text, f"begin this line with “- ”: - {_shortened(match['rest'])}", len(match["indent"]))


def is_key(line: str) -> bool:
    """Whether a line begins with a key and its colon."""
    return bool(_KEY.match(line))


def begins_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    return bool(re.match(r"\s*-(?:\s|$)", line))


def word_of(line: str) -> str | None:
    """The single word of a line, such as an id."""
    bare = _COMMENT.sub("", line).strip()
    return bare if re.fullmatch(r"[^\W\d][\w-]*", bare) else None


def opens_block(line: str) -> bool:
    """Whether a line ends with the sign of a text below it."""
    match = _KEY.match(line) or _ITEM.match(line)
    return bool(match and _BLOCK.fullmatch(match["value"]))


def ends_with_block_sign(line: str) -> bool:
    """Whether a line ends with the sign of a text below it, with or without the colon of a key."""
    return bool(_BLOCK.fullmatch(line.split()[-1])) if line.strip() else False


def colon_fault(line: str) -> Fault | None:
    """A key without its colon and space: `title:Water`, `title = Water`, `title Water`."""
    match = _BEFORE_COLON.match(line)
    if match is None or is_key(line):
        return None
    typed, column = match["sign"], len(match["head"]) + len(match["key"])
    shown = _shown(match["head"], match["key"], _COMMENT.sub("", match["value"]).strip())
    if typed == ":" and (name := blank_name(match["value"])):
        shown = "".join(one for one in shown if unicodedata.category(one) != "Cf")
        return Fault(f"the colon is followed by {name}, not by an ordinary space", f"write {shown}", column)
    return Fault("a key is followed by a colon and a space", f"write {shown}", column)


def folded_fault(line: str, above: str) -> Fault | None:
    """A text that continues below its key, and has a colon there."""
    match = _KEY.match(above)
    deeper = len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())
    if match is None or is_key(line) or begins_item(line) or ": " not in line or not deeper:
        return None
    hint = f"write “{match['key']}: >-”, and the whole text on the lines below it"
    if not match["value"]:
        hint = f"write “{match['key']}: |” above a text"
    return Fault("a text with “: ” in it needs quotes, or a line below its key", hint, len(line) - len(line.lstrip()))


def comment_fault(line: str) -> Fault | None:
    """A comment in the syntax of another language."""
    if not re.match(r"\s*(?://|/\*|<!--|--\s)", line):
        return None
    return Fault("a note to colleagues begins with #", f"write # {line.strip(' /*<!->')}", _depth(line))


def bracket_fault(line: str) -> Fault | None:
    """A superfluous bracket at the end."""
    match = _KEY.match(line) or _ITEM.match(line)
    value = _COMMENT.sub("", match["value"]).rstrip() if match else ""
    pairs = {"[": "]", "{": "}"}
    closing = pairs.get(value[:1])
    if closing is None or '"' in value or "'" in value or value.count(closing) <= value.count(value[0]):
        return None
    return Fault(
        f"there is one {closing} too many", f"write {line.strip()[: len(line.strip()) - 1]}", line.rindex(closing)
    )


def bare_item_fault(above: str, line: str) -> Fault | None:
    """A key under a list item that is only a text: `- okoye`, and `role: moderator` below it."""
    match = _ITEM.match(above)
    if match is None or is_key(above) or not is_key(line) or _depth(line) <= _depth(above):
        return None
    text = _COMMENT.sub("", match["value"]).strip()
    key = "position" if line.strip().startswith("organisation:") else "person" if word_of(text) else "item"
    hint = f"give it its key: - {key}: {_shortened(text)}"
    return Fault("this line has a key below it, and so needs one too", hint, match.start("value"))


def value_fault(line: str) -> Fault | None:
    """A text that needs quotes, or other ones."""
    match = _KEY.match(line) or _ITEM.match(line)
    if match is None or not match["value"] or _BLOCK.fullmatch(match["value"]):
        return None
    column, value = match.start("value"), match["value"].rstrip()
    if value[0] in _QUOTED:
        text = _quotes(value)
    else:
        value = _COMMENT.sub("", value)
        text = _plain(value)
    if text is None:
        return None
    key = match.groupdict().get("key")
    shown = _shown(match["head"], key, value, quoted=True)
    return Fault(text[0], f"{text[1]}: {shown}", column)


def quoted(text: str) -> str:
    """A text in suitable quotes, without those that it was typed in."""
    for opening, closing in (('"', '"”'), ("'", "'’"), *((one, _CLOSING) for one in _OPENING)):
        if len(text) > 1 and text[0] in opening and text[-1] in closing:
            text = text[1:-1].strip()
            break
    text = _shortened(text)
    if not re.search(r'["\\]', text):
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _shown(head: str, key: str | None, value: str, *, quoted: bool = False) -> str:
    """The correct line, without its indentation."""
    dashes = head.lstrip()
    text = globals()["quoted"](value) if quoted else _shortened(value)
    return f"{dashes}{key}: {text}" if key else f"{dashes}{text}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2].rstrip()} … {text[-_LONGEST // 3 :].lstrip()}"


_PUT = "put the text in quotes"


def _quotes(value: str) -> tuple[str, str] | None:
    """What is wrong with a text that begins with one of YAML's quotes."""
    mark = value[0]
    ended = _QUOTED[mark].match(value)
    if ended is None:
        if value[-1] in _CLOSING and len(value) > 1:
            return f"the text begins with {mark} and ends with {value[-1]}", "end it with the sign that begins it"
        return None
    rest = value[ended.end() :].strip()
    if not rest or rest.startswith(("#", ":")):
        return None
    if mark == "'" and value.endswith("'"):
        return "an apostrophe ends a text in single quotes", "put the text in double quotes"
    if value.endswith(mark):
        return f"a {mark} within the text ends it", "put the text in other quotes"
    return f"the text goes on after the {mark} that ends it", "put the whole text in quotes"


def _plain(value: str) -> tuple[str, str] | None:
    """What is wrong with a text without YAML's quotes."""
    colon = ": " in value or value.endswith(":")
    if value[0] in _OPENING and colon:
        pair = f"{value[0]} {value[-1]}" if value[-1] in _CLOSING else value[0]
        return f"typographic quotation marks ({pair}) are not quotes in YAML", 'type " instead'
    if value[0] in "[{":
        closed = value.rfind("]" if value[0] == "[" else "}")
        return (f"a text that begins with {value[0]} needs quotes", _PUT) if 0 < closed < len(value) - 1 else None
    if value[0] in _INDICATORS or re.match(r"[-?:]\s", value):
        return f"a text that begins with {value[0]} needs quotes", _PUT
    return ("a text with “: ” in it needs quotes", _PUT) if colon else None


def in_block(lines: Sequence[str], number: int) -> bool:
    """Whether a line, from 0, is of a text that stands below its key, after `|` or `>`."""
    depth = _depth(lines[number])
    for line in reversed(lines[max(0, number - _MOST_ABOVE) : number]):
        if line.strip() and _depth(line) < depth:
            if opens_block(line):
                return True
            depth = _depth(line)
        if not depth:
            return False
    return False


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
