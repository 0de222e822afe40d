"""Files of other programs given as an event file: what they are, and what to do with them."""

from __future__ import annotations

from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, Location
from conceptnote.source.project import Project

_WORD, _READ = "a Word file", "make an event file of it: conceptnote init my-event --from {name}"
_SAVE = "save it as .docx, and make an event file of that: conceptnote init my-event --from {stem}.docx"
_BEGIN = "make an event file with conceptnote init my-event, and type the facts there"
_KINDS = {
    ".docx": (_WORD, _READ),
    ".txt": ("plain text", _READ),
    ".md": ("Markdown", "save it as .txt, and make an event file of that: conceptnote init my-event --from {stem}.txt"),
    ".doc": ("a file of an old version of Word", _SAVE),
    ".odt": ("an OpenDocument text", _SAVE),
    ".rtf": ("a file in Rich Text Format", _SAVE),
    ".pages": ("a file of Pages", _SAVE),
    ".pdf": ("a PDF", _SAVE),
    ".html": ("a web page", _SAVE),
    ".htm": ("a web page", _SAVE),
    ".xlsx": ("an Excel table", _BEGIN),
    ".xls": ("an Excel table", _BEGIN),
    ".ods": ("an OpenDocument table", _BEGIN),
    ".csv": ("a table", _BEGIN),
    ".pptx": ("a PowerPoint file", _BEGIN),
    ".ics": ("a calendar file", _BEGIN),
}
_MAGIC = ((b"%PDF", ".pdf"), (b"PK\x03\x04", ".docx"), (b"\xd0\xcf\x11\xe0", ".doc"), (b"{\\rtf", ".rtf"))
"""First bytes of file formats (RFC 8118; PKWARE APPNOTE, 4.3.7; MS-CFB, 2.2)."""
_TEXTS = (".txt", ".md", ".html", ".htm", ".csv", ".ics")


def foreign_file(project: Project) -> Diagnostic | None:
    """The format of another program's file, by its first bytes; None for any other."""
    try:
        begin = project.world.read(project.event_file, 8)
    except OSError:
        return None
    suffix = next((suffix for magic, suffix in _MAGIC if begin.startswith(magic)), None)
    own, shown = project.event_file.suffix.lower(), project.shown
    return _problem(own if own in _KINDS and own not in _TEXTS else suffix, shown) if suffix else None


def foreign_text(shown: str) -> Diagnostic | None:
    """The format of a text that is not YAML, by the name of its file; None if unknown."""
    suffix = Path(shown).suffix.lower()
    return _problem(suffix, shown) if suffix in _TEXTS else None


def _problem(suffix: str, shown: str) -> Diagnostic:
    what, advice = _KINDS[suffix]
    path = Path(shown)
    hint = advice.format(name=shown, stem=path.with_suffix(""))
    return Diagnostic(Code.EVENT_UNREADABLE, f"this is {what}, not an event file", Location(shown, 1, 1), hint=hint)
