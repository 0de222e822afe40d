"""A paper of an event with other data: what an edit would print, before anything is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from conceptnote.build.composing import compose_targets
from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.build.targets import plan
from conceptnote.build.theme import theme_of
from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import Doc
from conceptnote.edit.unsaved import opened_again
from conceptnote.merge.blocks import Line, in_text, lines_of
from conceptnote.pageformat import PageFormat
from conceptnote.source.audience import for_audience
from conceptnote.source.load import Source, load_languages
from conceptnote.source.project import Project


class Printed(Struct, frozen=True):
    """A composed paper, and its data."""

    data: Any
    source: Source
    doc: Doc
    lines: tuple[Line, ...]
    """Its paragraphs, without page furniture."""

    @property
    def in_several_languages(self) -> bool:
        """Whether a new text would need other languages too, so that it cannot be added."""
        return len(self.source.languages) > 1

    def in_file(self, path: DataPath) -> DataPath:
        """The path of a value in the data, which may be shorter: for a short form, that of the form."""
        marks = self.source.source_map
        return marks.trim(marks.in_file(path))


class Paper(Struct, frozen=True):
    """A paper of a project, in a language and for an audience."""

    project: Project
    document: str
    language: str
    part: str | None = None
    audience: str | None = None
    format: tuple[str, str] = ("a4", "portrait")

    @property
    def shown(self) -> str:
        """Its name in messages."""
        parts = [self.document, self.language, self.part or "", f"for {self.audience}" if self.audience else ""]
        return " ".join(part for part in parts if part)

    def printed(self, data: Any) -> Printed:
        """The paper with these data. Raises DiagnosticError if they are not an event, or cannot be printed."""
        project = opened_again(self.project, {self.project.event_file: _as_yaml(data)})
        (source,) = load_languages(project, [self.language])
        source = for_audience(source, self.audience)
        request = Request(project.event_file, documents=[self.document], formats=["docx"], split=self.part is not None)
        target = Target(self.document, self.part)
        targets = {target: plan(request, source)[target]}
        page = PageFormat(*self.format)  # type: ignore[arg-type] # an orientation
        theme = theme_of(source).on(page.paper, targets[target].facts.margins)
        doc = compose_targets(request, source, targets, {target: page}, {target: theme})[target]
        return Printed(data, source, doc, in_text(lines_of(doc)))


def _as_yaml(data: Any) -> bytes:
    """Data as an event file: JSON is YAML, except for line ends that only YAML knows."""
    text = json.dumps(data, ensure_ascii=False)
    for odd in "\u0085\u2028\u2029":
        text = text.replace(odd, f"\\u{ord(odd):04x}")
    return text.encode()


def same_lines(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two papers have the same content."""
    return [(line.text, line.form, line.story) for line in one] == [
        (line.text, line.form, line.story) for line in other
    ]
