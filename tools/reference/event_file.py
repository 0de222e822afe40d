"""The reference of the event file, in Markdown: the words are in event-file.md.j2, the facts in the schema."""

from __future__ import annotations

import re
import types
import typing
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic.fields import FieldInfo

from conceptnote.schema.event import Event
from conceptnote.schema.fields import descriptions, from_profile, members, short_form
from conceptnote.schema.text import InSeveral, OneOrMany, Record, Written
from reference.page import page

_EVIDENT = ("text", "UID", "web address", "e-mail address", "telephone number", "file name", "whole number")
"""The kinds of values that the name of a key tells."""

_PLAIN = {bool: "`true`/`false`", int: "whole number"}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record, as the reference shows it.

    `written` is its kind and default, and empty for plain text; `meaning` is empty if it says no more than the name.
    """

    name: str
    shown: str
    written: str
    meaning: str

    @property
    def line(self) -> str:
        """What the reference says about it."""
        said = ". ".join(part.rstrip(".") for part in (self.written, self.meaning) if part)
        return f"{self.shown}: {said}{'.' if said[-1] != '…' else ''}" if said else self.shown


@dataclass(frozen=True, slots=True)
class Chapter:
    """A record, as the reference shows it.

    `like` is a record with the same keys, and `shared` are its keys that are described once for several.
    """

    record: str
    title: str
    meaning: str
    short: str | None
    like: str | None
    keys: tuple[Key, ...]
    shared: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """What the chapter says before its keys."""
        short = f"Short form: {self.short}." if self.short else ""
        like = f"Keys: those of a {self.like}." if self.like else ""
        also = f"Also {', '.join(self.shared)}." if self.shared else ""
        return " ".join(filter(None, (self.meaning, short, like, also)))


def event_reference() -> str:
    """The text of docs/event-file.md."""
    chapters = [_chapter(record) for record in records()]
    shared = _shared(chapters)
    return page(
        "event-file.md.j2",
        shared=shared,
        kinds=_kinds(),
        chapters=[
            replace(
                chapter,
                keys=tuple(key for key in chapter.keys if key not in shared),
                shared=tuple(f"`{key.name}`" for key in chapter.keys if key in shared),
            )
            for chapter in chapters
        ],
    )


def _shared(chapters: list[Chapter]) -> list[Key]:
    """The keys that several records have, with the same values and meaning."""
    counted = Counter(key for chapter in chapters for key in chapter.keys)
    named = Counter(key.name for key, count in counted.items() if count > 1)
    return [key for key, count in counted.items() if count > 1 and named[key.name] == 1]


def _kinds() -> dict[str, str]:
    """An example or two of each kind of value that has any, by its name."""
    fields = [field for record in records() for field in record.model_fields.values()]
    found: dict[str, Written] = {}
    for mark in (mark for field in fields for mark in _written(field.annotation, field.metadata)):
        found.setdefault(mark.words, mark)
    return {
        name: ", ".join(f"`{example}`" for example in mark.examples[:2])
        for name, mark in sorted(found.items())
        if mark.examples and not mark.choices
    }


def _written(annotation: Any, metadata: Iterable[Any]) -> Iterator[Written]:
    yield from [mark for mark in metadata if isinstance(mark, Written)][-1:]
    for argument in typing.get_args(annotation):
        yield from _written(argument, getattr(argument, "__metadata__", ()))


def records() -> list[type[Record]]:
    """Every record of the event file, in the order in which one meets them."""
    found: dict[type[Record], None] = {}

    def visit(record: type[Record]) -> None:
        if record not in found:
            found[record] = None
            for field in record.model_fields.values():
                for below in _records_in(field.annotation):
                    visit(below)

    visit(Event)
    return list(found)


def _records_in(annotation: Any) -> Iterator[type[Record]]:
    for kind in members(annotation):
        if isinstance(kind, type) and issubclass(kind, Record):
            yield kind
        else:
            yield from (record for inner in typing.get_args(kind) for record in _records_in(inner))


def _chapter(record: type[Record]) -> Chapter:
    meanings = descriptions(record)
    above = next((base for base in record.__mro__[1:] if base in records()), None)
    keys = tuple(_key(name, field, meanings[name]) for name, field in record.model_fields.items()) if not above else ()
    return Chapter(
        record.__name__,
        _title(record),
        "" if re.fullmatch(r"(?:[\w,’']+ ?){1,8}\.", said := one_line(record.__doc__)) else said,
        _short(record),
        _link(above) if above else None,
        keys,
    )


def _short(record: type[Record]) -> str | None:
    if (short := short_form(record)) is None:
        return None
    if record.short_form is short:
        shown = [f"`{example}`" for example in short.examples]
        return None if all(one in (record.__doc__ or "") for one in shown) else _alternatives(shown)
    return None if "is enough" in one_line(record.__doc__) else f"its `{record.short_form}`"


def _key(name: str, field: FieldInfo, meaning: str) -> Key:
    written = words(field.annotation, field.metadata)
    shown = f"`{name}`"
    if linked := re.fullmatch(r"(?:(list) of |(by [\w ]+), )?\[[\w ]+\]\((#[\w-]+)\)(/list)?", written):
        shown = f"[{shown}]({linked[3]})"
        written = linked[1] or linked[2] or (linked[4] and "one/list") or ""
    if field.is_required():
        shown = f"**{shown}**"
    default = _default(field)
    if (usual := default[len(" (default: ") : -1]) and usual in written.split("/"):
        written, default = "/".join(f"**{one}**" if one == usual else one for one in written.split("/")), ""
    kind = "" if written in (*_EVIDENT, name) else written
    meaning = " ".join(meaning.split())
    openings = " ".join(one_line(record.__doc__) for record in _records_in(field.annotation))
    known = {*name.split("_"), *kind.split(), *_plain(openings)}
    said = "" if {*_plain(meaning)} <= known else meaning
    return Key(name, shown, kind + (default if kind else default.strip(" ()")), said)


def _plain(text: str) -> list[str]:
    """The words of a text that mean something."""
    return re.sub(r"\b(the|its|a|an|of)\b|[^\w ]", "", text.lower()).split()


def one_line(text: str | None) -> str:
    """A text as a cell of a table."""
    return " ".join((text or "").split()).replace("|", "\\|")


def _title(record: type[Record]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.__name__).capitalize()


def _link(record: type[Record], plural: str = "") -> str:
    title = _title(record)
    plural = "es" if plural and title.endswith("x") else plural
    return f"[{title.lower()}{plural}](#{title.lower().replace(' ', '-')})"


def words(annotation: Any, metadata: Iterable[Any] = (), plural: str = "") -> str:
    """What to write, in words."""
    marks = list(metadata)
    if several := [mark for mark in marks if isinstance(mark, InSeveral)]:
        others = [mark for mark in marks if mark not in several]
        return f"{words(annotation, others, plural)}/list"
    if written := [mark for mark in marks if isinstance(mark, Written)]:
        return re.sub(r"^id of an? (\w+)$", r"\1 id", written[-1].words.partition(" (")[0]) + plural
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return words(arguments[0], arguments[1:], plural)
    if origin in (typing.Union, types.UnionType):
        return _alternatives([words(kind, (), plural) for kind in arguments if kind is not type(None)])
    if origin is Literal:
        return "/".join(f"`{word}`" for word in arguments)
    if origin is dict:
        return f"by {words(arguments[0])}, {words(arguments[1])}"
    if origin is list and any(isinstance(mark, OneOrMany) for mark in marks):
        return f"{words(arguments[0])}/list"
    if origin is list:
        return f"list of {words(arguments[0], (), 's')}"
    return _PLAIN[annotation] if annotation in _PLAIN else _link(annotation, plural)


def _alternatives(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else words[0]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    value = field.get_default(call_default_factory=True, validated_data={})
    values = value if isinstance(value, list) else [value] if isinstance(value, str | int) else []
    shown = ", ".join(f"`{str(one).lower() if isinstance(one, bool) else one}`" for one in values if one)
    if from_profile(field):
        return f" (profile, else {shown})" if shown else " (profile)"
    return f" (default: {shown})" if shown else ""
