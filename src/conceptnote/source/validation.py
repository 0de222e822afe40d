"""Plain data to a validated record, or a located problem for each mistake in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from conceptnote.datapath import DataPath, format_path, value_at
from conceptnote.diagnostics import Code, Diagnostic
from conceptnote.source.advice import (
    of_references,
    unknown_key,
    wanted_list,
    wanted_record,
    wanted_text,
    without_echoes,
)
from conceptnote.source.source_map import SourceMap

Model = TypeVar("Model", bound=BaseModel)


def validate(
    model: type[Model], data: Any, source_map: SourceMap, reference: str, context: object = None
) -> tuple[Model | None, list[Diagnostic]]:
    """The record in the data, or all its problems; `reference` is the page that lists its keys."""
    try:
        return model.model_validate(data, context=context), []
    except ValidationError as error:
        problems = [_diagnose(each, data, source_map, model, reference) for each in error.errors(include_url=False)]
        return None, without_echoes(list(of_references(problems, data)))


_EXPECTED = {
    "string": ("a text", "a text"),
    "dict": ("a record of keys and values", "“key: value” lines, indented"),
    "model": ("a record of keys and values", "“key: value” lines, indented"),
    "list": ("a list", "lines that begin with “- ”"),
    "int": ("a whole number", "digits only"),
    "bool": ("true or false", "true, or false"),
}


def _diagnose(
    details: ErrorDetails, data: Any, source_map: SourceMap, model: type[BaseModel], reference: str
) -> Diagnostic:
    path = _path(_in_file(details["loc"], data, model), data, details["type"])
    kind = details["type"]
    if kind == "extra_forbidden":
        key = details["loc"][-1]
        hint = unknown_key(path, data, source_map, model)
        at = source_map.locate(path, key=True)
        return Diagnostic(Code.UNKNOWN_KEY, f"there is no key “{key}” here", at, path, hint)
    if kind == "missing":
        parent = source_map.locate(path[:-1], key=True)
        return Diagnostic(Code.MISSING_KEY, f"“{path[-1]}” is missing", parent, path, f"add “{path[-1]}: …”")
    at = source_map.locate(path, key="[key]" in details["loc"])
    context = details.get("ctx") or {}
    if "message" in context:
        code = Code.UNKNOWN_REFERENCE if kind == "reference" else Code.WRONG_VALUE
        return Diagnostic(code, context["message"], at, path, context.get("hint"))
    expected = next((v for k, v in _EXPECTED.items() if kind.startswith(f"{k}_")), None)
    if expected and (kind.endswith(("_type", "_parsing"))):
        found, hint = _found(details["input"]), f"write {expected[1]}"
        if not path and isinstance(data, str):
            hint = "make an event file with conceptnote init my-event; from an existing note, add --from note.docx"
        elif kind == "list_type":
            hint = wanted_list(path, details["input"], source_map)
        elif kind in ("dict_type", "model_type"):
            hint = wanted_record(path, details["input"], model) or hint
        elif kind == "int_parsing" and (digits := re.search(r"\d+", str(details["input"]))):
            hint = f"write {digits[0]}"
        elif kind == "string_type":
            hint = wanted_text(path, details["input"], source_map)
        return Diagnostic(Code.WRONG_VALUE, f"expected {expected[0]}, found {found}", at, path, hint)
    message = details["msg"][:1].lower() + details["msg"][1:]
    return Diagnostic(Code.WRONG_VALUE, message, at, path, f"see {format_path(path)} in {reference}")


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a record"
    if isinstance(value, list):
        return "a list"
    text = " ".join(str(value).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _in_file(loc: tuple[str | int, ...], data: Any, model: type[BaseModel]) -> tuple[str | int, ...]:
    """The steps to a value, or to another value of the file that gives it."""
    borrowed: Mapping[str, DataPath] = getattr(model, "borrowed", {})
    if not loc or not isinstance(data, dict) or loc[0] in data or loc[0] not in borrowed:
        return loc
    place = borrowed[str(loc[0])]
    return (*place, *loc[1:]) if isinstance(value_at(data, place[:-1]), dict) else loc


def _path(loc: tuple[str | int, ...], data: Any, kind: str) -> DataPath:
    """The path of an error in the data, without pydantic's steps for unions and keys."""
    path: DataPath = ()
    here = data
    steps = [step for step in loc if step != "[key]"]
    for position, step in enumerate(steps):
        last = position == len(steps) - 1
        if isinstance(here, dict) and (step in here or (last and kind == "missing")):
            path, here = (*path, step), here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            path, here = (*path, step), here[step]
    return path
