"""What to type instead of data that the schema refuses, if its form shows what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace
from pydantic import BaseModel

from conceptnote.datapath import DataPath, value_at
from conceptnote.diagnostics import Code, Diagnostic, did_you_mean
from conceptnote.schema.fields import is_record, keys_at, kinds_at, short_form
from conceptnote.schema.synonyms import key_advice
from conceptnote.schema.text import Record
from conceptnote.source.source_map import SourceMap
from conceptnote.source.yaml_lines import lines_of, quoted
from conceptnote.textfolding import plain_words

_LINES = "write lines that begin with “- ”"
_MOST_KEYS = 50
_MARK = re.compile(r"^\s*[-–—•·▪*]?\s*")


def unknown_key(path: DataPath, data: Any, source_map: SourceMap, model: type[BaseModel]) -> str | None:
    """Advice for a key that a record does not have."""
    key, around = str(path[-1]), path[:-1]
    record = value_at(data, around)
    known = keys_at(around, model)
    there = record if isinstance(record, dict) else {}
    names = [base.__name__ for kind in kinds_at(around, model) if is_record(kind) for base in kind.__mro__[:2]]
    return (
        _cut_by_comma(key, there, _line_of(path, source_map), names)
        or _without_blank(key, there, known)
        or _person_as_key(key, there, names, data)
        or key_advice(key, names, there)
        or did_you_mean(key, known, listing="possible keys here")
    )


def _cut_by_comma(key: str, record: Mapping[str, Any], line: str, names: Iterable[str]) -> str | None:
    """`{given: Ngozi, family: Okoye, PhD}`: a comma separates keys, so PhD is one."""
    if len(record) > _MOST_KEYS or record.get(key) is not None or key not in record:
        return None
    before = list(record)[: list(record).index(key)]
    if not before or not re.search(rf",\s*{re.escape(key)}\s*[,}}]", line):
        return None
    last = next((one for one in reversed(before) if isinstance(record[one], str)), None)
    if last is None:
        return None
    hint = f"a comma ends a text within brackets; put the text in quotes: {last}: {quoted(f'{record[last]}, {key}')}"
    return f"{hint}; or write “honorific_after: {key}” beside “name”" if "PersonName" in names else hint


def _without_blank(key: str, record: Mapping[str, Any], known: Iterable[str]) -> str | None:
    """`{given:Ngozi}`: without a space, a colon is part of the word."""
    name, colon, text = key.partition(":")
    if colon and name in known and record.get(key) is None:
        return f"write a space after the colon: {name}: {text.strip()}"
    return None


def _person_as_key(key: str, record: Mapping[str, Any], names: Iterable[str], data: Any) -> str | None:
    """`- okoye: moderator`"""
    people = value_at(data, ("people",))
    if "Slot" not in names or not isinstance(people, dict) or key not in people:
        return None
    role = record.get(key)
    return f"write “person: {key}”" + (f" and “role: {role}”" if isinstance(role, str) else "")


def wanted_list(path: DataPath, value: Any, source_map: SourceMap) -> str:
    """Advice where a list is required and something else is written."""
    if isinstance(value, dict):
        first = next(iter(value), None)
        if first is None or isinstance(value[first], dict | list):
            return _LINES
        return f"begin the first line of each with “- ”: - {first}: {value[first] or '…'}"
    if not isinstance(value, str):
        return _LINES
    lines = [_MARK.sub("", line).strip() for line in _written(path, source_map).split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > 1:
        return f"begin each line with “- ”: - {lines[0]}"
    if "," in value:
        return f"put it in brackets: [{', '.join(one.strip() for one in value.split(','))}]"
    return f"put it on a line of a list, below the key: - {_MARK.sub('', value)}"


def wanted_text(path: DataPath, value: Any, source_map: SourceMap) -> str:
    """Advice where a text is required and a list or a record is written."""
    line = _line_of(path, source_map)[source_map.locate(path).column - 1 :]
    closing = {"[": "]", "{": "}"}.get(line[:1])
    if isinstance(value, list) and path and isinstance(path[-1], int) and line[:1] == "[":
        words = ", ".join(one for one in value if isinstance(one, str))
        return f"write it without the inner brackets: {words}" if words else "remove the inner brackets"
    parts = value.values() if isinstance(value, dict) else ()
    if value and closing and closing in line and all(one is None for one in parts):
        return f"if the brackets are to be printed, put the text in quotes: {quoted(line[: line.rindex(closing) + 1])}"
    if isinstance(value, dict) and len(value) == 1 and closing is None:
        (key, text), *_ = value.items()
        if isinstance(text, str):
            return f"if “: ” belongs to the text, put it in quotes: {quoted(f'{key}: {text}')}"
    return "write a text"


def wanted_record(path: DataPath, value: Any, model: type[BaseModel]) -> str | None:
    """Advice where a record is required and a text or a list is written; None if nothing shows what is meant."""
    kinds = kinds_at(path, model)
    records = [kind for kind in kinds if is_record(kind)]
    if not records:
        return "write each under an id, and its keys below that: okoye:" if kinds else None
    for record in records:
        short = short_form(record) if issubclass(record, Record) else None
        if short and short.examples:
            return f"write it as {short.examples[0]}"
        needed = [name for name, field in record.model_fields.items() if field.is_required()]
        if isinstance(value, str) and needed:
            return f"write “{needed[0]}: {' '.join(value.split())[:60]}”"
    return None


def of_references(problems: Iterable[Diagnostic], data: Any) -> Iterator[Diagnostic]:
    """The problems, with the ids of people and organisations named where an id is unknown."""
    kinds = ("people", "parties")
    ids = {plain_words(name): one for kind in kinds for one, name in _named(value_at(data, (kind,)))}
    for problem in problems:
        hint = _by_name(value_at(data, problem.path), ids) if problem.code is Code.UNKNOWN_REFERENCE else None
        yield replace(problem, hint=hint) if hint else problem


def _by_name(typed: Any, ids: Mapping[str, str]) -> str | None:
    if not isinstance(typed, str):
        return None
    if plain_words(typed) in ids:
        return f"write the id: {ids[plain_words(typed)]}"
    parts = [plain_words(part) for part in re.split(r",|;|\band\b|\bet\b|&", typed) if part.strip()]
    if len(parts) > 1 and all(part in ids for part in parts):
        return "write each id on a line that begins with “- ”: " + ", ".join(f"“- {ids[part]}”" for part in parts)
    return None


def _named(records: Any) -> Iterator[tuple[str, str]]:
    """The ids of records, each with its name."""
    for one, record in records.items() if isinstance(records, dict) else ():
        name = record.get("name") if isinstance(record, dict) else record
        if isinstance(name, dict):
            name = f"{name.get('given')} {name.get('family')}"
        acronym = record.get("acronym") if isinstance(record, dict) else None
        yield from ((one, text) for text in (name, acronym) if isinstance(text, str))


def of_duplicates(problems: Iterable[Diagnostic], model: type[BaseModel]) -> Iterator[Diagnostic]:
    """The problems, with advice for keys that are written twice."""
    for problem in problems:
        hint = _of_duplicate(problem.path, model) if problem.code is Code.DUPLICATE_KEY else None
        yield replace(problem, hint=hint) if hint else problem


def _of_duplicate(path: DataPath, model: type[BaseModel]) -> str | None:
    if not path:
        return None
    kinds = kinds_at(path[:-1], model)
    if kinds and not any(is_record(kind) for kind in kinds):
        return f"choose another id for this one: {path[-1]}-2; or remove it, if it says the same"
    if len(path) > 1 and isinstance(path[-2], int):
        return "keep one of them; or if another entry begins here, begin its first line with “- ”"
    return None


def without_echoes(problems: list[Diagnostic]) -> list[Diagnostic]:
    """The problems without those that another one explains.

    If something is wrong inside a record, nothing says that it is no text; and a key that is only misspelt, as
    `dat` for `date`, is not reported as missing.
    """
    inside = {problem.path[:size] for problem in problems for size in range(1, len(problem.path))}
    meant = {(*one.path[:-1], key) for one in problems if one.code is Code.UNKNOWN_KEY and (key := _named_by(one))}
    return [
        one
        for one in problems
        if not (one.path in inside and one.message.endswith("found a record"))
        and not (one.path in meant and one.code is Code.MISSING_KEY)
    ]


def _named_by(problem: Diagnostic) -> str | None:
    """The key that a hint names instead of the one that was typed."""
    named = re.fullmatch(r"(?:did you mean|write) “([\w-]+)”\??", problem.hint or "")
    return named[1] if named else None


def _line_of(path: DataPath, source_map: SourceMap) -> str:
    """The line of a key or a value."""
    at = source_map.locate(path, key=True)
    lines = lines_of(source_map.texts.get(at.file, ""))
    return lines[at.line - 1] if 0 < at.line <= len(lines) else ""


def _written(path: DataPath, source_map: SourceMap) -> str:
    """A value as its file has it."""
    scalar, at = source_map.scalars.get(path), source_map.locate(path)
    return source_map.texts.get(at.file, "")[scalar.start : scalar.end] if scalar else ""
