"""Plain data to YAML as a person would write it: long texts as wrapped blocks, quotes only if needed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.yamldata import Inline, Prose

WIDTH = 96
"""The most columns of a line that can be wrapped."""

Comments = Mapping[DataPath, list[str]]

# Words that begin a list, a heading, a quotation or a rule of CommonMark at the beginning of a line.
_OPENING = re.compile(r"(?:[-+*>=~#_]+|\d{1,9}[.)]|>.*)")
_MARK = re.compile(r"\s*(?:(?:[-+*]|\d{1,9}[.)])\s+)*")
# Scalars that YAML readers do not take for a text: null, a Boolean, a number, a date.
_NOT_TEXT = re.compile(r"~|null|true|false|yes|no|on|off|y|n|[-+.]?\d[\d_.,:exo+-]*|[-+]?\.(?:inf|nan)|", re.IGNORECASE)


def write_yaml(data: Mapping[str, Any], comments: Comments) -> str:
    """Texts, lists and records as YAML that reads back the same; `comments` are written above their paths."""
    return "\n".join(_Writer(comments).record(data, (), "")) + "\n"


class _Writer:
    def __init__(self, comments: Comments) -> None:
        self._comments = comments

    def record(self, data: Mapping[str, Any], path: DataPath, indent: str) -> Iterator[str]:
        for position, (key, value) in enumerate(data.items()):
            below = (*path, key)
            if position and _airy(path, value):
                yield ""
            yield from self._comment(below, indent)
            yield from self._value(f"{indent}{key}:", value, below, indent)

    def _value(self, lead: str, value: Any, path: DataPath, indent: str) -> Iterator[str]:
        """A value after its key or dash."""
        deeper = indent + "  "
        if isinstance(value, Inline):
            yield f"{lead} {{{', '.join(f'{key}: {_flow(text)}' for key, text in value.items())}}}"
        elif isinstance(value, Mapping):
            yield lead
            yield from self.record(value, path, deeper)
        elif isinstance(value, list):
            yield from self._list(lead, value, path, deeper)
        elif isinstance(value, Prose):
            yield f"{lead} |"
            yield from _prose(value, deeper)
        elif len(lead) + 1 + len(scalar(value)) <= WIDTH:
            yield f"{lead} {scalar(value)}"
        else:
            yield f"{lead} >-"
            yield from wrapped(value, deeper, deeper)

    def _list(self, lead: str, values: list[Any], path: DataPath, indent: str) -> Iterator[str]:
        short = f"{lead} [{', '.join(_flow(value) for value in values if isinstance(value, str))}]"
        plain = all(isinstance(value, str) and re.fullmatch(r"[\w -]{1,24}", value) for value in values)
        if plain and len(short) <= WIDTH and path[-1] in ("roles", "show", "who"):
            yield short
            return
        yield lead
        for position, value in enumerate(values):
            below: DataPath = (*path, position)
            if position and _airy(path, value):
                yield ""
            yield from self._comment(below, indent)
            if isinstance(value, Mapping) and not isinstance(value, Inline) and value:
                first, *further = self.record(value, below, indent + "  ")
                yield f"{indent}- {first.lstrip()}" if not first.lstrip().startswith("#") else f"{indent}-"
                yield from further if not first.lstrip().startswith("#") else (first, *further)
            else:
                yield from self._value(f"{indent}-", value, below, indent)

    def _comment(self, path: DataPath, indent: str) -> Iterator[str]:
        for text in self._comments.get(path, ()):
            yield from wrapped(text, f"{indent}# ", f"{indent}# ")


def _airy(path: DataPath, value: Any) -> bool:
    """Whether an empty line separates a record from the one before it: in the long collections of an event."""
    return len(path) == 1 and path[0] in ("parties", "people", "sections", "funders") and not isinstance(value, str)


def _prose(text: str, indent: str) -> Iterator[str]:
    for line in text.split("\n"):
        mark = _MARK.match(line)
        hanging = len(mark[0]) if mark else 0
        yield from wrapped(line[hanging:], indent + line[:hanging], indent + " " * hanging) if line else ("",)


def wrapped(text: str, first: str, further: str) -> Iterator[str]:
    """A text in lines of at most `WIDTH` columns, if its words allow; no line begins with a mark of CommonMark."""
    line = first
    for position, word in enumerate(text.split(" ")):
        if position and len(line) + 1 + len(word) > WIDTH and not _OPENING.fullmatch(word):
            yield line
            line = further + word
        else:
            line += (" " if position else "") + word
    yield line


def scalar(text: str) -> str:
    """A text on one line: plain if all readers of YAML take it for that text, otherwise in double quotes."""
    return text if (is_plain(text) and is_text(text)) or is_typed(text) else _quoted(text)


def _flow(text: str) -> str:
    return text if is_plain(text, in_brackets=True) and is_text(text) else _quoted(text)


def is_plain(text: str, *, in_brackets: bool = False) -> bool:
    """Whether YAML takes a text on one line for a plain scalar, of whatever type."""
    found = _analysis(text)
    return bool(found.allow_flow_plain if in_brackets else found.allow_block_plain and not text.endswith(":"))


def is_text(text: str) -> bool:
    """Whether all readers of YAML take a plain scalar for a text."""
    return not _NOT_TEXT.fullmatch(text)


def is_typed(text: str) -> bool:
    """Whether it is a time, a day, a count or a Boolean, which the schema reads as written."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d|\d{1,2}:\d\d(?:–(?:\d{1,2}:\d\d)?)?|\d{1,4}|true|false", text))


@cache
def _analysis(text: str) -> Any:
    from yaml.emitter import Emitter

    return Emitter(io.StringIO(), allow_unicode=True).analyze_scalar(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
