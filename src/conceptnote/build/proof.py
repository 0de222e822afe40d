"""The proof of acknowledgement, on files as they are on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.build.formats import Proof, check_any, format_of
from conceptnote.diagnostics import Code, Diagnostic, Location
from conceptnote.regularfile import read_regular
from conceptnote.systemerror import reason

if TYPE_CHECKING:
    from conceptnote.check.finding import Finding
    from conceptnote.check.obligation import Obligation


def prepare() -> None:
    """Load the slow code of the proof while papers are printed."""
    import resvg_py  # noqa: F401 - to have it loaded

    import conceptnote.check.acknowledgement.pdf_pages
    import conceptnote.read.pdf  # noqa: F401 - likewise


_LARGEST = 100 * 1024 * 1024 + 1
"""The most bytes read of a file; larger ones are refused by their reader."""


def prove(files: Mapping[Path, Path], obligations: Iterable[Obligation], *, foreign: bool = False) -> list[Diagnostic]:
    """The obligations to funders that files fail; each file by name and place.

    An unreadable file fails all. With `foreign`, files may be anybody's.
    """
    from conceptnote.read.unreadable import UnreadableFile

    kept = tuple(obligations)
    problems = []
    for name, place in files.items():
        try:
            data = read_regular(place, _LARGEST)
        except OSError as error:
            hint = "name a PDF, DOCX or HTML file"
            problems.append(_problem(name, f"the file cannot be read: {reason(error)}", hint))
            continue
        try:
            problems += [_diagnostic(name, finding) for finding in _proof(name)(data, kept, foreign)]
        except UnreadableFile as error:
            hint = error.hint or "name a PDF, DOCX or HTML file that opens"
            problems.append(_problem(name, f"the file cannot be read: {error}", hint))
        except Exception as error:
            if not foreign or isinstance(error, MemoryError):
                raise
            # A stranger's file can have anything in place of what is expected.
            message = f"the file cannot be read: it is damaged ({type(error).__name__})"
            problems.append(_problem(name, message, "save or export it again"))
    return problems


def _proof(name: Path) -> Proof:
    """The proof of a file: by the format in its name, otherwise by any of the shipped formats."""
    form = format_of(name.name)
    return form.proof if form and form.proof else check_any


def _diagnostic(name: Path, finding: Finding) -> Diagnostic:
    return _problem(name, str(finding), finding.hint)


def _problem(name: Path, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic(Code.ACKNOWLEDGEMENT, message, Location(str(name)), hint=hint)
