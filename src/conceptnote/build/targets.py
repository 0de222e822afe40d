"""What to build of an event: whole documents, and the parts that they can be split into."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.build.theme import theme_of
from conceptnote.build.tool import tool_hash
from conceptnote.compose.compiled import Compiled
from conceptnote.compose.compose import Composer
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.schema.recipients import Recipients
from conceptnote.source.load import Source
from conceptnote.source.recipients import read_recipients
from conceptnote.source.templates import PaperFacts, Templates


class Planned(Struct, frozen=True):
    """A template's facts about the paper of a target, and its recipients, if there is a list."""

    facts: PaperFacts
    recipients: Recipients | None = None

    @property
    def private(self) -> bool:
        """Whether it is private: an internal paper, or letters to the people on a list."""
        return self.facts.internal or self.recipients is not None


def composer_of(source: Source) -> Composer:
    """The composer for the documents of a source."""
    project, caches = source.project, source.project.world.cache_folder
    compiled = Compiled(caches and caches / "templates", tool_hash())
    read, styles = project.once(Templates).read, theme_of(source).style_names
    return Composer(source.event, read, styles, source.events, source.source_map.language_of, compiled)


def plan(request: Request, source: Source) -> Mapping[Target, Planned]:
    """The targets of a build, in the order of print.

    Raises DiagnosticError for unknown documents, for templates and lists that cannot be read, and for a document
    without parts that is to be split.
    """
    problems: list[Diagnostic] = []
    targets: dict[Target, Planned] = {}
    templates = source.project.once(Templates)
    known = templates.documents(collection=bool(source.collected))
    for document in dict.fromkeys(request.documents or templates.usual(source.event.papers)):
        try:
            if document not in known:
                raise _unknown(document, known, templates.documents(collection=True))
            targets |= _targets(document, request, source)
        except DiagnosticError as error:
            problems += error.diagnostics
    if problems:
        raise DiagnosticError(*problems)
    return targets


def _targets(document: str, request: Request, source: Source) -> Mapping[Target, Planned]:
    facts = source.project.once(Templates).facts(document)
    recipients = _recipients(document, request, source) if facts.each == "recipients" else None
    if not request.split:
        return {Target(document): Planned(facts, recipients)}
    composer = composer_of(source)
    parts = composer.parts(facts.each, recipients) if facts.each else []
    if not parts:
        nobody = "it has a part for each attendee, but nobody attends" if facts.each else "it has no parts"
        nobody = (
            "it has a part for each recipient, but the list of recipients is missing"
            if facts.each == "recipients"
            else nobody
        )
        hint = "name a list with --recipients" if facts.each == "recipients" else "build it without --split"
        message = f"{document} cannot be split: {nobody}"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location("--split"), hint=hint))
    return {Target(document, part): Planned(facts, recipients) for part in parts}


def _recipients(document: str, request: Request, source: Source) -> Recipients | None:
    printing = source.event.papers.get(document)
    name = request.recipients or (printing.recipients if printing else None)
    return read_recipients(name, source.project) if name else None


def _unknown(document: str, known: list[str], of_several: list[str]) -> DiagnosticError:
    hint = did_you_mean(document, known, listing="the documents are")
    if document in of_several:
        hint = "it is made of several events: conceptnote build events/*.yaml"
    at = Location(f"templates/{document}.html.j2")
    return DiagnosticError(Diagnostic(Code.TEMPLATE_NOT_FOUND, f"there is no document “{document}”", at, hint=hint))
