"""Record translations as right for the present texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from conceptnote.atomicfile import replace_file
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.source.project import Project, find_project
from conceptnote.source.translation_pairs import NAME, translation_pairs
from conceptnote.systemerror import reason
from conceptnote.translate.texts import Text, texts_by_language

_ABOUT = "The translations that belong to each text, as hashes. Written by conceptnote; commit it."


def record(project: Project, language: str, texts: Iterable[Text]) -> bool:
    """Record the translations of these texts; returns whether any of them is new.

    Raises DiagnosticError if the record cannot be read or written.
    """
    old = translation_pairs(project)
    new = old.accepted(language, [(text.source, text.target) for text in texts if text.target])
    if new == old:
        return False
    path = project.root / NAME
    languages = {tag: dict(sorted(each.items())) for tag, each in sorted(new.known.items())}
    _replace(path, (json.dumps({"about": _ABOUT, "languages": languages}, indent=1) + "\n").encode(), NAME)
    return True


def record_new_pairs(event: Path, before: Mapping[str, Sequence[Text]]) -> None:
    """Record the translations that changed together with their texts; `before` are the earlier ones.

    Raises DiagnosticError if the record cannot be read or written.
    """
    for language, texts in texts_by_language(event).items():
        old = before.get(language, ())
        sources, targets = {text.source for text in old}, {text.target for text in old}
        new = [one for one in texts if one.source not in sources and one.target not in targets]
        if old and new:
            record(find_project(event), language, new)


def write_export(path: Path, data: bytes) -> None:
    """Write a file for translators. Raises DiagnosticError if that fails."""
    _replace(path, data, str(path))


def _replace(path: Path, data: bytes, shown: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        message = f"the file cannot be written: {reason(error)}"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, Location(shown))) from None
