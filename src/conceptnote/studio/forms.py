"""The forms beside the page: the form of each word, and its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conceptnote.datapath import DataPath, format_path
from conceptnote.edit.changes import Value
from conceptnote.edit.filling import read_through
from conceptnote.edit.find import at_path
from conceptnote.edit.located import event_data
from conceptnote.edit.meaning import schema_path
from conceptnote.languages.known import TAG
from conceptnote.schema.event import Event
from conceptnote.schema.fields import field_at
from conceptnote.schema.languages import place_at
from conceptnote.studio.formfields import Fields, text_of
from conceptnote.studio.sharing import shared
from conceptnote.studio.targets import name_of, names_of, target_at
from conceptnote.studio.view import Paper
from conceptnote.studio.words import words
from conceptnote.yamldata import packaged_data

_NAMING = ("item", "heading", "title", "name", "purpose", "office", "group")
_NOTED = ("time", "role", "status")


def _described() -> dict[str, Any]:
    found: dict[str, Any] = packaged_data("conceptnote.studio", "forms.yaml")
    return found


def chosen_at(paper: Paper, path: DataPath) -> dict[str, Any]:
    """The value at a path of the event as a paper shows it, its form, and who shares it."""
    in_file = paper.source.source_map.in_file(path)
    form = form_of(event_data(paper.revision), in_file)
    return {**target_at(paper, path).as_json(), "form": form, "shared": shared(paper, [path])}


def menu() -> list[dict[str, str]]:
    """The forms that can be opened even if no page prints anything of them."""
    lists = _described()["lists"]
    return [
        {"name": name, "title": _title(name), "path": name if name in lists else ""} for name in _described()["menu"]
    ]


def form_of(data: Value, path: DataPath) -> dict[str, str]:
    """The form of a value of the file, by its name and the path of its record; empty if there is none."""
    path = _as_written(data, path)
    if path and path[-1] in _described()["lists"] and isinstance(at_path(data, path), list | dict):
        return {"name": str(path[-1]), "path": format_path(path)}
    for end in range(len(path), -1, -1):
        for name, form in _described()["records"].items():
            of = next((one for one in form["of"] if _matches(data, path[:end], one)), None)
            if of is None or not (end == len(path) or path[end] in _keys(form)):
                continue
            if form["first"] == [""]:  # A list of texts is a form of its own.
                return {"name": of.removesuffix("[]"), "path": format_path(path[: end - 1])}
            return {"name": name, "path": format_path(path[:end])}
    return {}


def _as_written(data: Value, path: DataPath) -> DataPath:
    """The path without the positions of lists of one that are written without brackets."""
    made: DataPath = ()
    for step in path:
        if step != 0 or isinstance(at_path(data, made), list):
            made = (*made, step)
    return made


def _keys(form: Mapping[str, Any]) -> set[str]:
    """The keys of a record that a form has."""
    named = [*form["first"], *form.get("more", ()), *form.get("new", ())]
    return {next(iter(one)) if isinstance(one, dict) else one.split(".")[0] for one in named}


def _matches(data: Value, path: DataPath, of: str) -> bool:
    if not of or of.endswith(".*"):
        return path[:1] == (tuple(of.split(".")[:1]) if of else ()) and len(path) == (2 if of else 0)
    if of.endswith("[]"):
        # A list of texts may be written for each language.
        lists = path[-3:-1] if len(path) > 2 and TAG.fullmatch(str(path[-2])) else path[-2:-1]
        return of[:-2] in lists and isinstance(path[-1], int)
    return path[-1:] == (of,) and isinstance(at_path(data, path), dict | str)


def _title(name: str) -> str:
    return str(words()["forms"][name])


def form_at(paper: Paper, name: str, path: DataPath, *, new: bool = False) -> dict[str, Any]:
    """The form of a record, or of a list of them; a `new` record goes into the list at the path.

    Raises ValueError for an unknown form or record.
    """
    if name in _described()["lists"] and not new:
        return _list(paper, name, path)
    form = _described()["records"].get(name)
    data = event_data(paper.revision)
    if form is None or (path and not new and at_path(data, path) is None):
        raise ValueError(format_path(path))
    record = path
    if new:
        record = (*path, "new" if place_at(schema_path(path), Event).values else 0)
    fields = Fields(paper, record, data, new)
    asked = [*form["first"], *(form.get("new", ()) if new else ())]
    inner = [(*path, key) for key in form.get("lists", ()) if not new and field_at(schema_path((*path, key)), Event)]
    return {
        "kind": "record", "name": name, "title": _title(name), "path": format_path(path), "new": new,
        "label": _name(fields, at_path(data, path)) if path and not new else "",
        "fields": [one.as_json() for one in fields.fields(asked)],
        "more": [one.as_json() for one in fields.fields(form.get("more", []))],
        "lists": [_counted(data, one) for one in inner],
        "around": _around(path if new else path[:-1]),
        "shared": shared(paper, [path] if path else [(key,) for key in sorted(_keys(form))]),
    }  # fmt: skip


def _around(path: DataPath) -> dict[str, str] | None:
    """The list that a record is in."""
    key = str(path[-1]) if path else ""
    if key not in _described()["lists"]:
        return None
    return {"name": key, "title": _title(key), "path": format_path(path)}


def _counted(data: Value, path: DataPath) -> dict[str, Any]:
    """A list that opens as a separate form."""
    there = at_path(data, path)
    count = len(there) if isinstance(there, list) else int(there is not None)
    return {"name": str(path[-1]), "title": _title(str(path[-1])), "path": format_path(path), "count": count}


def _list(paper: Paper, name: str, path: DataPath) -> dict[str, Any]:
    data, item = event_data(paper.revision), _described()["lists"][name]
    there = at_path(data, path)
    place = place_at(schema_path(path), Event)
    if isinstance(there, dict) and not place.values and not place.records and place.by_language:
        path = (*path, paper.source.event.language)
        there = at_path(data, path)
    fields = Fields.of(paper, path)
    return {
        "kind": "list", "name": name, "title": _title(name), "path": format_path(path), "item": item,
        "people": names_of(data, "people") if item == "slot" else {},
        "items": list(_items(fields, there, path)),
        "moves": isinstance(there, list | dict) and name != "people",
        "empty": "one_day" if name == "sittings" and data.get("date") is not None else "nothing_yet",
        "shared": shared(paper, [path]),
    }  # fmt: skip


def _items(fields: Fields, there: Value, path: DataPath) -> Iterator[dict[str, Any]]:
    if isinstance(there, dict) and place_at(schema_path(path), Event).values:
        found = [((*path, key), value) for key, value in there.items() if key != "<<"]
    else:
        items = there if isinstance(there, list) else [] if there is None else [there]
        found = [((*path, at) if isinstance(there, list) else path, item) for at, item in enumerate(items)]
    for here, item in found:
        noted = (read_through(item, (key,)) for key in _NOTED if isinstance(item, dict))
        note = " · ".join(text_of(fields.paper, one) for one in noted if isinstance(one, str | dict))
        yield {"path": format_path(here), "title": _name(fields, item) or format_path(here), "note": note}


def _name(fields: Fields, item: Value) -> str:
    """The name of an item of a list."""
    if isinstance(item, str):
        return name_of(at_path(fields.data, ("people", item))) or text_of(fields.paper, item)
    if not isinstance(item, dict):
        return ""
    for collection, key in (("people", "person"), ("parties", "party")):
        if isinstance(named := item.get(key), str):
            return name_of(at_path(fields.data, (collection, named))) or named
    named = next((item[key] for key in _NAMING if item.get(key)), item.get("text") or item.get("date") or "")
    is_name = isinstance(named, dict) and {"given", "family"} & set(named)
    return name_of({"name": named}) if is_name else text_of(fields.paper, named)
