"""The fields of a form: the kind, value and choices of each."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import Any

from babel import Locale
from msgspec import Struct, field, to_builtins
from pydantic.fields import FieldInfo

from conceptnote.datapath import DataPath, format_path
from conceptnote.edit.changes import Value
from conceptnote.edit.filling import main_language, read_through
from conceptnote.edit.find import at_path
from conceptnote.edit.located import event_data
from conceptnote.edit.meaning import is_prose, schema_path
from conceptnote.edit.prose import on_long_lines
from conceptnote.schema.event import Event
from conceptnote.schema.fields import field_at, field_marks, from_profile, is_record, members, written_as
from conceptnote.schema.languages import place_at
from conceptnote.schema.section import CONTENTS
from conceptnote.schema.when import EventDate, OrToConfirm, TimeSpan
from conceptnote.source.profiles import Profiles
from conceptnote.studio.targets import STATUSES, choices_at, help_of, label_of, printed, referred
from conceptnote.studio.view import Paper
from conceptnote.studio.words import phrase

_BY_TYPE: dict[Any, str] = {date: "day", int: "number", float: "number", EventDate: "date"}
_BY_WORDS = {"file name": "picture", "time zone": "zone", "colour": "colour", "date, month or `tbc`": "date"}


class Field(Struct, frozen=True):
    """One value of a form; `path` is the path in the file, relative in a new record.

    The `kind` is text, prose, choice, number, day, date (a day, a month or “tbc”), hours, zone, colour, picture, list,
    or records, with `items` of fields each and a `blank` one. `names` are those of the choices, or suggestions if a
    list is `open`. `otherwise` is what papers print while the file has no value.
    """

    path: str
    kind: str
    label: str
    help: str = ""
    value: Any = ""
    names: dict[str, str] = field(default_factory=dict)
    open: bool = False
    required: bool = False
    otherwise: str = ""
    note: str = ""
    items: list[list[Field]] = field(default_factory=list)
    blank: list[Field] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON, for the browser."""
        made: dict[str, Any] = to_builtins(self)
        return made


class Fields(Struct, frozen=True):
    """Makes the fields of a record; a `new` one is not in the file yet."""

    paper: Paper
    record: DataPath
    data: Value
    new: bool = False

    @classmethod
    def of(cls, paper: Paper, record: DataPath, *, new: bool = False) -> Fields:
        """The fields of a record of the file that a paper shows."""
        return cls(paper, record, event_data(paper.revision), new)

    def fields(self, names: list[Any]) -> Iterator[Field]:
        """The fields of a form that such a record can have."""
        for name in names:
            if isinstance(name, dict):
                ((key, inner),) = name.items()
                yield self._records((*self.record, key), inner)
            else:
                keys: DataPath = tuple(name.split(".")) if name else ()
                yield from self._field((*self.record, *keys))

    def _field(self, path: DataPath) -> Iterator[Field]:
        info = field_at(schema_path(path), Event) if isinstance(path[-1], str) else None
        raw = None if self.new else read_through(self.data, path)
        if isinstance(path[-1], int):
            yield self._text(path, "text", raw)
        elif info is not None and not (raw is None and self._is_borrowed(path)):
            inner = next((kind for kind in members(info.annotation) if is_record(kind)), None)
            by_language = place_at(schema_path(path), Event).by_language
            if isinstance(raw, dict) and inner is not None and not (by_language and set(raw) - set(inner.model_fields)):
                # A date is said in one of several ways.
                for key in raw if inner is EventDate else inner.model_fields:
                    yield from self._field((*path, key))
            else:
                yield self._of(path, info, raw)

    def _is_borrowed(self, path: DataPath) -> bool:
        """Whether other records give the value, so that this one must not."""
        beside = Event.borrowed.get(str(path[0])) if len(path) == 1 else None
        return beside is not None and read_through(self.data, beside) is not None

    def _of(self, path: DataPath, info: FieldInfo, raw: Value) -> Field:
        kinds, written = list(members(info.annotation)), written_as(info)
        words = written.words if written else ""
        names = self._names(path, info, words)
        facts: dict[str, Any] = {
            "label": label_of(path), "help": help_of(path), "required": self._is_required(path, info),
        }  # fmt: skip
        if any(typing.get_origin(kind) is list for kind in kinds):
            is_open = not names or words in ("role", "language code")
            return Field(self._shown(path), "list", value=self._items(raw, names), names=names, open=is_open, **facts)
        kind = _BY_WORDS.get(words) or next((known for kind in kinds if (known := _BY_TYPE.get(kind))), "")
        if TimeSpan in kinds:
            kind = "hours"
            names = {"tbc": ""} if any(isinstance(mark, OrToConfirm) for mark in field_marks(info)) else {}
        elif names and words != "role":
            kind = "choice"
        if kind in ("", "picture") or words == "role":
            return self._text(path, kind or ("prose" if is_prose(path) else "text"), raw, names, facts)
        value = str(raw or "")
        return Field(self._shown(path), kind, value=value, names=names, otherwise=self._otherwise(path), **facts)

    def _is_required(self, path: DataPath, info: FieldInfo) -> bool:
        """Whether the file must have the value; in an optional record, once it has another."""
        is_there = len(path) == len(self.record) + 1 or read_through(self.data, path[:-1]) is not None
        return info.is_required() and is_there and not from_profile(info)

    def _text(
        self,
        path: DataPath,
        kind: str,
        raw: Value,
        names: dict[str, str] | None = None,
        facts: dict[str, Any] | None = None,
    ) -> Field:
        """A text, in the language that is shown if it has several."""
        known = facts or {"label": label_of(path), "help": help_of(path)}
        shown, main = self.paper.source.event.language, main_language(self.data)
        place, otherwise, note = place_at(schema_path(path), Event), self._otherwise(path), ""
        text = raw if isinstance(raw, str) else ""
        is_the_same = place.human is None or place.human.the_same
        if isinstance(raw, dict) or (place.by_language and shown != main and isinstance(raw, str) and not is_the_same):
            path = (*path, shown)
            other = raw if isinstance(raw, str) else next(iter(raw.values()), "")
            text = raw.get(shown, "") if isinstance(raw, dict) else ""
            if not text:
                otherwise, note = str(other), phrase("in_one_language")
        value = on_long_lines(text) if kind == "prose" else " ".join(text.split())
        return Field(self._shown(path), kind, value=value, names=names or {}, otherwise=otherwise, note=note, **known)

    def _names(self, path: DataPath, info: FieldInfo, words: str) -> dict[str, str]:
        """The names of the choices, by their values in the file."""
        if bool in members(info.annotation):
            return dict.fromkeys(("true", "false"), "")
        if words == "name of a profile":
            names = Profiles(self.paper.source.project).names()
            return {name: name.replace("-", " ").capitalize() for name in names}
        if words == "role":
            return dict.fromkeys(self.paper.source.event.locale.roles, "")
        if words in ("language code", "country code"):
            there = Locale.parse(self.paper.source.event.locale.babel)
            known = there.languages if words == "language code" else there.territories
            return {code: name for code, name in sorted(known.items(), key=itemgetter(1)) if len(code) == 2}
        if words == "thing to show":
            event = self.paper.source.event
            held = [role for party in event.parties.values() for role in party.roles]
            held += [slot.role for slot in event.panel if slot.role]
            return dict.fromkeys([*(key for key in CONTENTS if key in self.data), *held, *event.figures], "")
        choices = [
            one for one in choices_at(path) if path[:1] != ("people",) or path[-1] != "status" or one in STATUSES
        ]
        return dict.fromkeys(choices, "") or referred(path, self.data)

    def _items(self, raw: Value, names: dict[str, str]) -> list[dict[str, Any]]:
        """The items of a list, each as in the file and as shown."""
        items = raw if isinstance(raw, list) else [] if raw is None else [raw]
        return [{"raw": one, "text": names.get(str(one)) or text_of(self.paper, one)} for one in items]

    def _otherwise(self, path: DataPath) -> str:
        """The value of a profile, or the default."""
        info = field_at(schema_path(path), Event)
        if self.new or info is None or read_through(self.data, path) is not None:
            return ""
        if from_profile(info):
            return printed(self.paper, path) or ""
        return info.default if isinstance(info.default, str) else ""

    def _records(self, path: DataPath, keys: list[str]) -> Field:
        """A short list of small records, whose fields are in the form itself."""
        there = None if self.new else at_path(self.data, path)
        count = len(there) if isinstance(there, list) else int(there is not None)
        items = [[one for key in keys for one in self._field((*path, at, key))] for at in range(count)]
        blank = list(Fields(self.paper, (*path, count), self.data, new=True).fields(keys))
        return Field(self._shown(path), "records", label_of(path), help_of(path), items=items, blank=blank)

    def _shown(self, path: DataPath) -> str:
        return format_path(path[len(self.record) :] if self.new else path)


def text_of(paper: Paper, raw: Value) -> str:
    """A text of the file, in the language that a paper shows."""
    if isinstance(raw, dict):
        raw = raw.get(paper.source.event.language) or next(iter(raw.values()), "")
    return " ".join(raw.split()) if isinstance(raw, str) else ""
