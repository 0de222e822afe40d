"""The reference of the funders' profiles, in Markdown: the words are in funders.md.j2, the facts in `funders/`."""

from __future__ import annotations

import typing
from typing import Any

from pydantic import BaseModel

from conceptnote.schema.fields import descriptions, members
from conceptnote.schema.funder import SHIPPED_PROFILES, Funder, Logo
from conceptnote.schema.profile import BUILT_IN, Profile, Rule, Rules
from conceptnote.shipped import shipped
from conceptnote.yamldata import read_data
from reference.event_file import one_line, words
from reference.page import page


def funders_reference() -> str:
    """The text of docs/funders.md."""
    return page(
        "funders.md.j2",
        built_in=BUILT_IN,
        records=[_record(record) for record in (Profile, Rules)],
        profiles=[_profile(name) for name in SHIPPED_PROFILES],
    )


def _record(record: type[BaseModel]) -> dict[str, Any]:
    meanings = descriptions(record)
    known = {**Funder.model_fields, **Logo.model_fields}
    keys = [
        {
            "name": name,
            "written": _written(field.annotation, field.metadata),
            "meaning": "" if name in known and name != "text_only" else one_line(meanings[name]),
        }
        for name, field in record.model_fields.items()
    ]
    return {"title": record.__name__, "meaning": one_line(record.__doc__), "keys": keys}


def _written(annotation: Any, metadata: list[Any]) -> str:
    """What to write; for a rule, what its value is."""
    (kind,) = members(annotation)
    inner = typing.get_args(kind)
    if typing.get_origin(kind) is dict:
        return f"by language, {_written(inner[1], [])}" if _rule(inner[1]) else words(annotation, metadata)
    if typing.get_origin(kind) is list:
        return f"list, {_written(inner[0], [])}"
    if rule := _rule(kind):
        value = rule.model_fields["value"]
        return words(value.annotation, value.metadata)
    return words(annotation, metadata)


def _rule(kind: Any) -> type[Rule[Any]] | None:
    return kind if isinstance(kind, type) and issubclass(kind, Rule) else None


def _profile(name: str) -> dict[str, Any]:
    data = read_data((shipped("funders") / f"{name}.yaml").read_bytes())
    profile = Profile.model_validate(data)
    rules = [(key, rule) for key, rule in profile.each_rule() if key != "notes"]
    said = {(f"{key.partition('.')[0]}", rule.verified): "" for key, rule in rules}
    for key, verified in said:
        found = [(one, rule) for one, rule in rules if one.partition(".")[0] == key and rule.verified == verified]
        tags = [one.partition(".")[2] for one, _ in found]
        value = "" if key == "disclaimer" else _shown(found[0][1].value, key)
        said[key, verified] = "; ".join(filter(None, [value, f"in {', '.join(tags)}" if tags[1:] or not value else ""]))
    return {
        "file": name,
        "name": profile.name,
        "variables": profile.variables,
        "rules": [(key, text, verified) for (key, verified), text in said.items()],
    }


def _shown(value: Any, key: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_shown(one, key) for one in value)
    if isinstance(value, float):
        return f"{value:g} mm"
    return one_line(str(value))
