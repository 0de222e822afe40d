"""Templates: the project's first, then the shipped ones, file by file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.shipped import shipped
from conceptnote.source.project import Project
from conceptnote.source.project_file import TextKind, own_or_shipped

FOLDER = "templates"
"""The folder of a project's templates."""
SUFFIX = ".html.j2"
"""The suffix of a template's file."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_TEMPLATE = TextKind("template", Code.TEMPLATE_FAILED, Code.TEMPLATE_OUTSIDE_PROJECT, megabytes=1)
SHIPPED_DOCUMENTS = ("concept-note", "programme")
"""The shipped documents of every build; others are built on request."""


_LONGEST_FACTS = 1000
_FACT_WORDS = {
    "each": ("attendees", "present", "badged", "recipients"),
    "margins": ("sheet", "card"),
    "languages": ("side-by-side", "one-after-the-other"),
}
_FACTS = re.compile(r"\{%-? set paper = (\{.*\}) -?%\}")


class PaperFacts(Struct, frozen=True):
    """A template's facts about its paper, in its first line: `{% set paper = {"internal": true} %}`, as JSON.

    An `internal` paper sees internal fields, and is never public. `each` names those who have a part of it, which can
    be a separate file: all `attendees`, those who are `present` in the room, those who are `badged`, or the
    `recipients`. `margins` are the theme's for sheets of cards, and `landscape` turns the page. A paper of a
    `collection` is made of several events, never of one. A paper in two `languages` has its template's content in both.
    """

    internal: bool = False
    each: Literal["attendees", "present", "badged", "recipients"] | None = None
    margins: Literal["sheet", "card"] | None = None
    landscape: bool = False
    collection: bool = False
    languages: Literal["side-by-side", "one-after-the-other"] | None = None


def shipped_folder() -> Path:
    """The folder of the shipped templates."""
    return shipped(FOLDER)


def shipped_documents() -> list[str]:
    """All shipped documents."""
    return list(dict.fromkeys([*SHIPPED_DOCUMENTS, *_documents(os.listdir(shipped_folder()))]))


class Templates(Struct, eq=False):
    """The templates for one project, each read once; `project.once(Templates)` are those of a run."""

    project: Project
    _texts: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    _facts: dict[str, PaperFacts] = field(default_factory=dict)

    def read(self, name: str) -> tuple[str, str] | None:
        """A template's text and its name in messages; None if there is none.

        Raises DiagnosticError for a template that points outside the project, or cannot be read.
        """
        if name not in self._texts:
            self._texts[name] = self._found(name)
        return self._texts[name]

    def _found(self, name: str) -> tuple[str, str] | None:
        parts = name.split("/")
        if any(part in ("", ".", "..") or "\\" in part for part in parts):
            return None
        if (found := own_or_shipped(self.project, FOLDER, name, _TEMPLATE)) is None:
            return None
        text, shown = found
        return text.replace("\r\n", "\n").replace("\r", "\n"), shown

    def documents(self, *, collection: bool = False) -> list[str]:
        """All documents of an event: those of every build, the other shipped ones, the project's.

        Documents of a `collection` are made of several events, never of one.
        """
        names = dict.fromkeys([*shipped_documents(), *self._own])
        return [name for name in names if self._is_of_collection(name) is collection]

    @property
    def _own(self) -> list[str]:
        return _documents(self.project.names(FOLDER))

    def _is_of_collection(self, document: str) -> bool:
        try:
            return self.facts(document).collection
        except DiagnosticError:
            return False  # An unreadable one is reported when it is built.

    def usual(self, named: Iterable[str]) -> list[str]:
        """The documents of a usual build: two, the project's own, and those that its event names. Internal ones are
        built on request."""
        # If conceptnote itself is the project, nobody has chosen the shipped templates.
        own = () if self.project.root / FOLDER == shipped_folder() else self._own
        usual = {*SHIPPED_DOCUMENTS, *own, *named}
        return [name for name in self.documents() if name in usual and not self.facts(name).internal]

    def facts(self, document: str) -> PaperFacts:
        """What the template of a document says of its paper. Raises DiagnosticError if it cannot be read."""
        if document not in self._facts:
            self._facts[document] = self._parsed(document)
        return self._facts[document]

    def _parsed(self, document: str) -> PaperFacts:
        found = self.read(document + SUFFIX)
        text, shown = found if found else ("", "")
        first = text.split("\n", 1)[0]
        if not (match := _FACTS.match(first)):
            return PaperFacts()
        if (facts := _facts(match[1])) is None:
            hint = 'write JSON, such as {"internal": true, "each": "attendees", "margins": "sheet", "landscape": true}'
            message = "the first line does not describe the paper correctly"
            problem = Diagnostic(Code.TEMPLATE_SYNTAX, message, Location(shown, 1, 1))
            raise DiagnosticError(replace(problem, hint=hint))
        return facts


def _facts(text: str) -> PaperFacts | None:
    """What a template says of its paper; None if unknown."""
    if len(text) > _LONGEST_FACTS:
        return None
    try:
        given = json.loads(text)
        facts = PaperFacts(**given)
    except (ValueError, TypeError, RecursionError):
        return None
    known = all(
        value in (None, *_FACT_WORDS[key]) if key in _FACT_WORDS else isinstance(value, bool)
        for key, value in given.items()
    )
    return facts if known else None


def _documents(files: Iterable[str]) -> list[str]:
    names = sorted(file.removesuffix(SUFFIX) for file in files if file.endswith(SUFFIX))
    return [name for name in names if _NAME.fullmatch(name)]
