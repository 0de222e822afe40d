"""The JSON Schema of the event file for a project, which may have its own languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from conceptnote.languages.known import Languages
from conceptnote.regularfile import real_path


@lru_cache(4)
def schema_text(languages: Languages) -> str:
    """The JSON Schema of the event file, with the languages that papers can be made in."""
    from conceptnote.schema.jsonschema import event_json_schema_text

    return event_json_schema_text(languages.tags)


def schema_here() -> str:
    """The same, with the languages of a project in the working folder. Raises DiagnosticError."""
    from conceptnote.source.own_languages import known_languages
    from conceptnote.source.project import Project
    from conceptnote.source.world import this_machine

    folder = real_path(Path())
    return schema_text(known_languages(Project(folder / "event.yaml", folder, "event.yaml", this_machine())))
