"""Reads a note of the corpus as `conceptnote init --from` does, and compares the result with its event."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from note_corpus import Note, Score, expected, found, score

from conceptnote.build.project_creation import ProjectCreation
from conceptnote.source.load import load_event
from conceptnote.source.yaml_tree import read_yaml

TODAY = date(2030, 1, 15)


def reading(note: Note) -> Score:
    """How the facts of a note are read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"note.{note.format}"
        source.write_bytes(note.data())
        done = ProjectCreation(folder / "p", source, {}, TODAY).write()
        file = folder / "p" / "data" / "event.yaml"
        event = load_event(file).event.model_dump(mode="python")
        data, _, _ = read_yaml(file.read_text(encoding="utf-8"), "event.yaml")
        doubts = {one.path for one in done.findings if one.path}
        got = found(event, data)
        for one in done.findings:
            if "the original has no" in one.message:
                got.pop((str(one.path[0]),), None)
        return score(expected(note.event), got, doubts)
