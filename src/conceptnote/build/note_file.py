"""Read somebody's note, in any format, in a process with limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import read_regular
from conceptnote.systemerror import reason

if TYPE_CHECKING:
    from conceptnote.build.whole_event import WholeEvent
    from conceptnote.languages.known import Languages
    from conceptnote.read.manuscript import Manuscript

Result = TypeVar("Result")

_LONGEST = 64 * 1024 * 1024
_MOST_PARAGRAPHS, _MOST_CHARACTERS = 2000, 1_000_000


def read_apart(source: Path, work: Callable[..., Result], *arguments: object) -> Result:
    """The result of reading somebody's note in a process with limits. Raises DiagnosticError."""
    from conceptnote.build.apart import apart, limit_message
    from conceptnote.limits import LimitMet

    try:
        return apart(work, *arguments)
    except LimitMet as met:
        message, hint = limit_message(met)
        raise DiagnosticError(
            Diagnostic(Code.MANUSCRIPT_UNREADABLE, message, Location(str(source)), hint=hint)
        ) from None


def read_whole(source: Path, languages: Languages) -> WholeEvent | None:
    """The event attached to one of our own PDFs; None for any other file."""
    from conceptnote.build.whole_event import event_attached

    if source.suffix.lower() != ".pdf":
        return None
    try:
        return event_attached(read_regular(source, _LONGEST + 1), languages)
    except OSError:
        return None  # it is reported when the note is read


def read_note(source: Path) -> Manuscript:
    """The paragraphs of a note, by the reader for its format. Raises DiagnosticError."""
    from conceptnote.read.manuscript_docx import read_docx
    from conceptnote.read.manuscript_markdown import read_markdown
    from conceptnote.read.manuscript_pdf import read_pdf
    from conceptnote.read.manuscript_text import read_text
    from conceptnote.read.unreadable import UnreadableFile

    at = Location(str(source))
    readers = {
        ".docx": read_docx,
        ".txt": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".pdf": read_pdf,
    }
    reader = readers.get(source.suffix.lower())
    if reader is None:
        hint = "save the note as .docx, .pdf, .md or .txt"
        raise DiagnosticError(Diagnostic(Code.MANUSCRIPT_UNREADABLE, "this kind of file cannot be read", at, hint=hint))
    try:
        manuscript = reader(read_regular(source, _LONGEST + 1), source.name)
    except OSError as error:
        problem = Diagnostic(Code.MANUSCRIPT_UNREADABLE, f"the note cannot be read: {reason(error)}", at)
        raise DiagnosticError(problem) from None
    except RecursionError:
        problem = Diagnostic(
            Code.MANUSCRIPT_UNREADABLE, "the file is nested too deeply", at, hint="save it again in Word"
        )
        raise DiagnosticError(problem) from None
    except UnreadableFile as error:
        raise DiagnosticError(Diagnostic(Code.MANUSCRIPT_UNREADABLE, str(error), at, hint=error.hint)) from None
    count = sum(1 for _ in manuscript.paragraphs())
    if count > _MOST_PARAGRAPHS:
        message = f"the note has {count} paragraphs; at most {_MOST_PARAGRAPHS} are read"
        raise DiagnosticError(Diagnostic(Code.MANUSCRIPT_UNREADABLE, message, at, hint="is it a concept note?"))
    if (size := sum(len(paragraph.text) for paragraph in manuscript.paragraphs())) > _MOST_CHARACTERS:
        message = f"the note has {size} characters; at most {_MOST_CHARACTERS} are read"
        raise DiagnosticError(Diagnostic(Code.MANUSCRIPT_UNREADABLE, message, at, hint="is it a concept note?"))
    if not any(paragraph.text for paragraph in manuscript.paragraphs()):
        hint = "is it a scan? Then type its words first"
        raise DiagnosticError(Diagnostic(Code.MANUSCRIPT_UNREADABLE, "there are no words in this note", at, hint=hint))
    return manuscript
