"""The JSON Schema of the event file, by which editors complete keys and underline mistakes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from conceptnote.languages.known import shipped_tags
from conceptnote.schema.event import Event
from conceptnote.schema.fields import descriptions, from_profile, short_form
from conceptnote.schema.text import Record, for_languages
from conceptnote.yamldata import packaged_data

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOTE = "Generated from src/conceptnote/schema by “conceptnote schema”; not to be edited."

# To an editor, `!include people.yaml` is the text `people.yaml`; the key << may have several of these.
_INCLUDED = {"type": "string", "pattern": r"\.ya?ml$"}
_MERGE = {"^<<$": {"anyOf": [_INCLUDED, {"type": "array", "items": _INCLUDED}]}}
_SHARED = ("people", "parties", "funders", "tracks")
"""The keys whose values have separate files, if there are several events."""


def event_json_schema(tags: Sequence[str] | None = None) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an event file as officers write it, short forms included.

    `tags` are the languages that papers can be made in, if not the shipped ones.
    """
    schema = Event.model_json_schema(schema_generator=_AsWritten)
    for record, examples in packaged_data("conceptnote.schema", "examples.yaml").items():
        definition = schema if record == schema["title"] else schema["$defs"][record]
        properties = next(form for form in (definition, *definition.get("anyOf", ())) if "properties" in form)
        for key, values in examples.items():
            properties["properties"][key] |= _shown(values)
    for key in _SHARED:
        schema["properties"][key] |= _includable(schema["properties"][key])
    schema["patternProperties"] = _MERGE
    tags = shipped_tags() if tags is None else tags
    schema["properties"]["language"] = _with_languages(schema["properties"]["language"], tags)
    shared: dict[str, dict[str, Any]] = {}
    schema = {key: _with_shared(value, shared) for key, value in schema.items()}
    for one in shared.values():
        one["properties"] = dict.fromkeys(tags, next(iter(one["properties"].values())))
    schema["$defs"] |= shared
    return {"$schema": _DIALECT, "$comment": _NOTE} | schema


def event_json_schema_text(tags: Sequence[str] | None = None) -> str:
    """The same as a file: two spaces of indent, a line end at the end."""
    return json.dumps(event_json_schema(tags), indent=2, ensure_ascii=False) + "\n"


def _with_languages(schema: Any, tags: Sequence[str]) -> Any:
    """A schema with these languages instead of the shipped ones."""
    if isinstance(schema, list):
        return list(tags) if schema == list(shipped_tags()) else [_with_languages(one, tags) for one in schema]
    return {key: _with_languages(one, tags) for key, one in schema.items()} if isinstance(schema, dict) else schema


def _with_shared(schema: Any, shared: dict[str, dict[str, Any]]) -> Any:
    """A schema with references in place of mappings by language, of which there are few kinds at many places."""
    if isinstance(schema, list):
        return [_with_shared(one, shared) for one in schema]
    if not isinstance(schema, dict):
        return schema
    each = list(schema.get("properties", {}).values())
    if each and schema == for_languages(each[0]):
        name = next((known for known, one in shared.items() if one == schema), f"ByLanguage{len(shared) + 1}")
        shared[name] = schema
        return {"$ref": f"#/$defs/{name}"}
    return {key: _with_shared(value, shared) for key, value in schema.items()}


def _includable(known: dict[str, Any]) -> dict[str, Any]:
    """A key whose value another file may give; of records by id, files may give some."""
    parts = ("type", "items", "propertyNames", "additionalProperties")
    given: dict[str, Any] = {part: known.pop(part) for part in parts if part in known}
    if "propertyNames" in given:
        names = {"anyOf": [given["propertyNames"], {"const": "<<"}]}
        given |= {"propertyNames": names, "patternProperties": _MERGE}
    return {"anyOf": [given, _INCLUDED]}


def _shown(examples: list[Any]) -> dict[str, Any]:
    """Examples as editors show them: records by the name of a snippet, which JSON Schema has no word for."""
    plain = [example for example in examples if not isinstance(example, dict | list)]
    snippets = [
        {"label": "example", "description": "with its usual content", "body": example}
        for example in examples
        if isinstance(example, dict | list)
    ]
    return ({"examples": plain} if plain else {}) | ({"defaultSnippets": snippets} if snippets else {})


class _AsWritten(GenerateJsonSchema):
    """Describes what the file may contain, not what it becomes."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """The key itself says what a title would."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A record, or its short form."""
        full = super().model_schema(schema)
        record: type[Record] = schema["cls"]
        for name, description in descriptions(record).items():
            if name in full["properties"]:
                full["properties"][name] |= {"description": description}
        given = [name for name, field in record.model_fields.items() if from_profile(field)]
        if "required" in full:
            full["required"] = [name for name in full["required"] if name not in given]
        if (short := short_form(record)) is None:
            return full
        shared = {key: full.pop(key) for key in ("title", "description") if key in full}
        return shared | {"anyOf": [short.json_schema(), full]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave out None: an empty key with a default means that default."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A key that can be left out can also be empty; empty defaults are not mentioned."""
        result = super().default_schema(schema).copy()
        default = {"default": result.pop("default")} if result.get("default") is not None else {}
        result.pop("default", None)
        kinds = result.get("type")
        if kinds is None or "enum" in result:
            return {"anyOf": [*result.get("anyOf", [result]), {"type": "null"}]} | default
        return result | {"type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]} | default

    def list_schema(self, schema: core_schema.ListSchema) -> JsonSchemaValue:
        """A list; one of texts may be written once for each language."""
        result = super().list_schema(schema)
        one, *others = result["items"].get("anyOf", [{}])
        if others != [for_languages(one)]:
            return result
        return {"anyOf": [result, for_languages(result | {"items": one})]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Records by id; pydantic's own form would let records with a wrong id pass unseen."""
        keys, values = (self.generate_inner(schema[part]).copy() for part in ("keys_schema", "values_schema"))
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}

    def bool_schema(self, schema: CoreSchema) -> JsonSchemaValue:
        """True and false, and the words that editors no longer take for them (YAML 1.1 did)."""
        return {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}
