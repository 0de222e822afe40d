"""Messages to a person: one record for all kinds of problems."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from enum import Enum, IntEnum
from typing import Protocol

from msgspec import Struct

from conceptnote.datapath import DataPath, format_path


class ExitCode(IntEnum):
    """The exit codes of the command, documented in the README."""

    BUILT = 0
    DATA = 1
    USAGE = 2
    ASSET = 3
    STALE = 4
    LEFT = 5


class Severity(IntEnum):
    """The severity of a problem: an error ends the run, a warning does not."""

    ERROR = 0
    WARNING = 1

    def __str__(self) -> str:
        return self.name.lower()


class Kind(Protocol):
    """A kind of problem: its stable name, and the exit code of a run that finds it as an error."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def exit_code(self) -> ExitCode: ...


class Code(Enum):
    """The stable names of the problems that end a build, each with the exit code of a run that finds it as an error."""

    EVENT_NOT_FOUND = ("CN001", ExitCode.USAGE)
    EVENT_UNREADABLE = ("CN002", ExitCode.DATA)
    YAML_SYNTAX = ("CN003", ExitCode.DATA)
    DUPLICATE_KEY = ("CN004", ExitCode.DATA)
    EVENT_EMPTY = ("CN005", ExitCode.DATA)
    YAML_UNSUPPORTED = ("CN006", ExitCode.DATA)
    INCLUDE = ("CN007", ExitCode.DATA)
    UNKNOWN_KEY = ("CN010", ExitCode.DATA)
    MISSING_KEY = ("CN011", ExitCode.DATA)
    WRONG_VALUE = ("CN012", ExitCode.DATA)
    UNKNOWN_REFERENCE = ("CN013", ExitCode.DATA)
    PROSE_NOT_PRINTABLE = ("CN014", ExitCode.DATA)
    PROFILE_UNREADABLE = ("CN015", ExitCode.DATA)
    LIST_UNREADABLE = ("CN016", ExitCode.DATA)
    LIST_COLUMN_MISSING = ("CN017", ExitCode.DATA)
    LANGUAGE_UNREADABLE = ("CN018", ExitCode.DATA)
    LOOK_NOT_TAKEN = ("CN019", ExitCode.DATA)
    ASSET_NOT_FOUND = ("CN020", ExitCode.ASSET)
    ASSET_UNREADABLE = ("CN021", ExitCode.ASSET)
    ASSET_OUTSIDE_PROJECT = ("CN022", ExitCode.ASSET)
    ASSET_REFERS_OUTSIDE = ("CN023", ExitCode.ASSET)
    CHARACTER_MISSING = ("CN024", ExitCode.ASSET)
    ASSET_COARSE = ("CN025", ExitCode.ASSET)
    ASSET_TOO_WIDE = ("CN026", ExitCode.ASSET)
    TEMPLATE_NOT_FOUND = ("CN030", ExitCode.USAGE)
    TEMPLATE_SYNTAX = ("CN031", ExitCode.ASSET)
    TEMPLATE_UNKNOWN_NAME = ("CN032", ExitCode.ASSET)
    TEMPLATE_VOCABULARY = ("CN033", ExitCode.ASSET)
    TEMPLATE_FAILED = ("CN034", ExitCode.ASSET)
    TEMPLATE_OUTSIDE_PROJECT = ("CN035", ExitCode.ASSET)
    OUTPUT_UNWRITABLE = ("CN040", ExitCode.USAGE)
    OUTPUT_NAME_TAKEN = ("CN041", ExitCode.USAGE)
    OUTPUT_EDITED = ("CN043", ExitCode.USAGE)
    OUTPUT_STALE = ("CN044", ExitCode.STALE)
    UNKNOWN_OPTION_VALUE = ("CN042", ExitCode.USAGE)
    ANSWER_MISSING = ("CN070", ExitCode.USAGE)
    PROJECT_EXISTS = ("CN071", ExitCode.USAGE)
    MANUSCRIPT_UNREADABLE = ("CN072", ExitCode.USAGE)
    MANUSCRIPT_UNPLACED = ("CN073", ExitCode.DATA)
    MANUSCRIPT_UNCERTAIN = ("CN074", ExitCode.DATA)
    WORKFLOW_INCOMPLETE = ("CN075", ExitCode.DATA)
    LIBRARY_MISSING = ("CN050", ExitCode.ASSET)
    RENDER_FAILED = ("CN051", ExitCode.ASSET)
    TOO_MANY_PANELS = ("CN052", ExitCode.ASSET)
    ACKNOWLEDGEMENT = ("CN060", ExitCode.ASSET)
    APPROVAL_PENDING = ("CN061", ExitCode.DATA)
    NOT_FINAL = ("CN062", ExitCode.DATA)
    UNTRANSLATED = ("CN063", ExitCode.DATA)
    NOT_DATED = ("CN064", ExitCode.DATA)
    TRANSLATION_UNREADABLE = ("CN065", ExitCode.USAGE)
    TRANSLATION_OUTDATED = ("CN066", ExitCode.DATA)
    TRANSLATION_DIFFERS = ("CN067", ExitCode.DATA)
    DRAFT = ("CN080", ExitCode.DATA)
    NOTHING_TO_PUBLISH = ("CN081", ExitCode.USAGE)
    LEFT_OUT = ("CN082", ExitCode.DATA)
    TARGET_UNUSABLE = ("CN083", ExitCode.USAGE)
    PUBLISHING_FAILED = ("CN084", ExitCode.ASSET)
    SUPERSEDED = ("CN085", ExitCode.STALE)
    NOT_LOOKED_AT = ("CN088", ExitCode.DATA)
    EDIT_REFUSED = ("CN090", ExitCode.DATA)
    EDIT_SHARED = ("CN091", ExitCode.DATA)
    EDIT_UNANSWERED = ("CN092", ExitCode.USAGE)
    NO_SUCH_VERSION = ("CN095", ExitCode.USAGE)
    MAILED_UNREADABLE = ("CN096", ExitCode.DATA)
    DRAFT_DOUBTFUL = ("CN097", ExitCode.DATA)

    MERGE_CONFLICT = ("CN086", ExitCode.LEFT)
    MERGE_LEFT = ("CN087", ExitCode.LEFT)
    MERGE_DIFFERS = ("CN093", ExitCode.DATA)
    RETURNED_UNREADABLE = ("CN094", ExitCode.USAGE)

    def __init__(self, code: str, exit_code: ExitCode) -> None:
        self.code = code
        self.exit_code = exit_code

    @property
    def title(self) -> str:
        """The kind of problem in a few words."""
        return self.name.replace("_", " ").capitalize()


class Location(Struct, frozen=True, order=True):
    """A place in a text file; line and column count from 1, as editors do."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Diagnostic(Struct, frozen=True):
    """One problem: what is wrong, where, and how to fix it."""

    code: Kind
    message: str
    location: Location | None = None
    path: DataPath = ()
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        path = f" [{format_path(self.path)}]" if self.path else ""
        hint = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{where}{self.severity} {self.code.code}: {self.message}{path}{hint}"


class DiagnosticError(Exception):
    """Ends a run with all problems found."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics = sorted(diagnostics, key=by_place)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the most severe problem: usage before data before assets before stale files."""
        return exit_code(self.diagnostics, strict=True)


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> ExitCode:
    """The exit code of a run with these problems: that of the most severe error; if `strict`, of warnings too."""
    result = list(diagnostics)
    errors = [diagnostic for diagnostic in result if diagnostic.severity is Severity.ERROR]
    codes = {diagnostic.code.exit_code for diagnostic in errors or (result if strict else ())}
    gravest = (ExitCode.USAGE, ExitCode.DATA, ExitCode.ASSET, ExitCode.STALE, ExitCode.LEFT)
    return next((code for code in gravest if code in codes), ExitCode.BUILT)


def by_place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    """The order of problems in reports: by file, line and column."""
    at = diagnostic.location or Location("")
    return (at.file, at.line, at.column, diagnostic.code.code)


_COMPARED = 200
"""The most words to compare with, and the most letters of each."""


def did_you_mean(wrong: object, known: Iterable[str], *, listing: str = "known") -> str | None:
    """A hint with the closest known word, or all of them if none is close.

    Of very many words only those with the same beginning are compared, because a file can have thousands of wrong
    names.
    """
    words = sorted(set(known))
    typed = str(wrong).casefold()[:_COMPARED]
    folded = {word.casefold(): word for word in words}
    if len(words) > _COMPARED:
        alike = [word for word in folded if word[:2] == typed[:2]]
        folded = {word: folded[word] for word in alike[:_COMPARED]}
    if near := get_close_matches(typed, folded, n=1, cutoff=0.6):
        return f"did you mean “{folded[near[0]]}”?"
    if not words:
        return None
    shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return f"{listing}: {shown}"
