"""Event and template to Doc."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.compose.attendees import Attendee, attendees
from conceptnote.compose.budget import OverBudget, budget
from conceptnote.compose.builtins import REFUSED
from conceptnote.compose.compiled import Compiled
from conceptnote.compose.environment import TemplateSource, make_environment
from conceptnote.compose.filters import Filters
from conceptnote.compose.numbering import numbered
from conceptnote.compose.prose import ProseProblem
from conceptnote.compose.recipients import Recipient
from conceptnote.compose.view import Scope
from conceptnote.compose.words import words_of
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.doc.html_tree import VocabularyError
from conceptnote.doc.inlines import Styles
from conceptnote.doc.languages import in_its_languages
from conceptnote.doc.nodes import Doc
from conceptnote.doc.origin import Origins
from conceptnote.doc.reader import read_document
from conceptnote.languages.typography import Typographies, Typography
from conceptnote.schema.event import Event
from conceptnote.schema.recipients import Recipients

SUFFIX = ".html.j2"
_QUOTED = re.compile(r"'(\w+)'")
_PAGE_NUMBER = Markup('<span class="page-number"></span>')
_PAGE_COUNT = Markup('<span class="page-count"></span>')


class Asked(Struct, frozen=True):
    """A request for one document.

    `layout` is that of the agenda, if not the one that suits it; `tracks` is how many fit on the page side by side. An
    `internal` document sees internal fields. `part` is the key of the attendee or recipient that a part of a document
    is for.
    """

    layout: str | None = None
    tracks: int = 3
    internal: bool = False
    recipients: Recipients | None = None
    part: str | None = None


class Composer(Struct, frozen=True, dict=True):
    """Composes documents of an event or a collection; `styles` are the theme's classes with their uses."""

    event: Event
    templates: TemplateSource
    styles: Styles
    events: Mapping[str, Event] = field(default_factory=dict)
    """The events of a collection, by name; their paths begin with it: `events.rivers.title`."""
    language_of: Callable[[DataPath], str | None] = lambda _: None
    """The language that a value is said to be in, by its path."""
    compiled: Compiled = field(default_factory=Compiled)

    def compose(self, document: str, asked: Asked | None = None) -> Doc:
        """Render the template of a document and read the result.

        Raises DiagnosticError for a failing template, at its line, and for a value of the event, with its path and no
        location.
        """
        name = document + SUFFIX
        origins = Origins()
        try:
            with budget():
                html = self._render(document, origins, asked or Asked())
            event = self.event
            doc = read_document(html, origins, self.styles)
            doc = in_its_languages(doc, (event.language, *event.languages), self.language_of)
            doc = replace(doc, metadata=replace(doc.metadata, digits=event.locale.own_digits))
            own = event.documents.get(document)
            return numbered(doc, event.locale) if own and own.numbered else doc
        except ProseProblem as problem:
            diagnostic = Diagnostic(problem.code, problem.message, None, problem.path, problem.hint)
        except VocabularyError as error:
            diagnostic = _vocabulary(error, name)
        except TemplateSyntaxError as error:
            at = Location(error.filename or error.name or name, error.lineno)
            message = error.message or "the template cannot be read"
            refused = next((REFUSED[word] for word in _QUOTED.findall(message) if word in REFUSED), None)
            hint = refused or "see Jinja's template syntax"
            diagnostic = Diagnostic(Code.TEMPLATE_SYNTAX, message, at, hint=hint)
        except TemplateNotFound as error:
            at = _template_line(error, name)
            diagnostic = Diagnostic(
                Code.TEMPLATE_SYNTAX, f"there is no template “{error.name}”", at, hint="look in templates/"
            )
        except UndefinedError as error:
            at = _template_line(error, name)
            diagnostic = Diagnostic(Code.TEMPLATE_UNKNOWN_NAME, error.message or "unknown name", at)
        except DiagnosticError:
            raise
        except OverBudget as error:
            hint = "look for a loop or a macro that repeats itself without end"
            at = _template_line(error, name)
            diagnostic = Diagnostic(Code.TEMPLATE_FAILED, error.message or "too much", at, hint=hint)
        except RecursionError as error:
            message, hint = "templates include each other without end", "look for a template that includes itself"
            diagnostic = Diagnostic(Code.TEMPLATE_FAILED, message, _template_line(error, name), hint=hint)
        except Exception as error:
            # A template can make filters and Python's operators fail in any way.
            if not isinstance(error, TemplateError) and not any(_template_lines(error)):
                raise
            text = str(error).partition("; use sys.")[0]
            if isinstance(error, AttributeError) or "object" in text:  # Python's words about an object of ours
                text = "a filter, a macro or an operator such as “+” gets a value that it cannot use"
            diagnostic = Diagnostic(Code.TEMPLATE_FAILED, f"the template fails: {text}", _template_line(error, name))
        raise DiagnosticError(diagnostic)

    def parts(self, each: str, recipients: Recipients | None) -> list[str]:
        """The keys of the parts of a document: everybody who attends, is present or badged, or is a recipient."""
        scope = self._scope(self.event, Origins(), internal=False)
        attending, invited = self._people(scope, Asked(recipients=recipients))
        match each:
            case "attendees":
                return [one.key for one in attending]
            case "present":
                return [one.key for one in attending if one.present]
            case "badged":
                return [one.key for one in attending if one.badged]
        return [one.key for one in invited]

    def _scope(self, event: Event, origins: Origins, *, internal: bool) -> Scope:
        return Scope(event, origins, self._typographies(event), internal=internal)

    def _typographies(self, event: Event) -> Typographies:
        known = event.known_languages

        def typography(tag: str) -> Typography | None:
            return known[tag].papers.typography if tag in known else None

        # The paths of a collection's other events are not those of this file.
        return Typographies(event.locale.typography, typography, *([self.language_of] if event is self.event else []))

    def _people(self, scope: Scope, asked: Asked) -> tuple[list[Attendee], list[Recipient]]:
        """The attendees and recipients, or only the one that the part is for."""
        count = len(asked.recipients.rows) if asked.recipients else 0
        invited = [Recipient(scope, asked.recipients, number) for number in range(count) if asked.recipients]
        attending = attendees(scope, Filters(self.event.locale).printed)
        if asked.part is None:
            return attending, invited
        return [one for one in attending if one.key == asked.part], [one for one in invited if one.key == asked.part]

    @cached_property
    def _environment(self) -> Environment:
        event = self.event
        return make_environment(
            self.templates, event.locale, event.date_style, self.compiled, self._typographies(event)
        )

    def _render(self, document: str, origins: Origins, asked: Asked) -> str:
        scope = self._scope(self.event, origins, internal=asked.internal)
        scopes = [
            self._scope(event, origins.below(("events", name)), internal=asked.internal)
            for name, event in self.events.items()
        ]
        attending, invited = self._people(scope, asked)
        return self._environment.get_template(document + SUFFIX).render(
            event=scope.view,
            events=[one.view for one in scopes],
            document=document,
            layout=asked.layout,
            tracks_side_by_side=asked.tracks,
            attendees=attending,
            recipients=invited,
            words=words_of(scope),
            page_number=_PAGE_NUMBER,
            page_count=_PAGE_COUNT,
        )


def _vocabulary(error: VocabularyError, name: str) -> Diagnostic:
    # HTML from a value has no line in a template: the data is wrong.
    from_data = error.path is not None
    code = Code.PROSE_NOT_PRINTABLE if from_data else Code.TEMPLATE_VOCABULARY
    file, _, line = (error.place or name).rpartition(":")
    at = None if from_data else Location(file or name, int(line) if line.isdigit() else 0)
    return Diagnostic(code, error.message, at, error.path or (), error.hint)


def _template_line(error: BaseException, name: str) -> Location:
    """The innermost template line of a traceback, which Jinja has rewritten to template lines."""
    return next(reversed(list(_template_lines(error))), Location(name))


def _template_lines(error: BaseException) -> Iterator[Location]:
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "__jinja_template__" in trace.tb_frame.f_globals or code.co_filename.endswith(SUFFIX):
            yield Location(code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
