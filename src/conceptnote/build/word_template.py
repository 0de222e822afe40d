"""The Word template of an event's look, read as a stranger's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from conceptnote.build.apart import apart, limit_message
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Severity, did_you_mean
from conceptnote.limits import LimitMet
from conceptnote.ooxml.template import WordTemplate, folded
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.read.word_template import read_word_template
from conceptnote.regularfile import TooLarge
from conceptnote.source.project import OutsideProject
from conceptnote.systemerror import reason

if TYPE_CHECKING:
    from conceptnote.source.load import Source
    from conceptnote.theme.theme import Theme

_LARGEST = 20 * 1024 * 1024
_FILE = ("look", "word", "file")


def word_template(source: Source) -> WordTemplate | None:
    """The template of an event; None without one.

    Raises DiagnosticError if it cannot be read, or has parts that papers may not have.
    """
    named = source.event.look.word if source.event.look else None
    if named is None:
        return None
    try:
        return _read(source.project.read(source.project.event_file.parent / named.file, _LARGEST))
    except (UnreadableFile, LimitMet) as error:
        text, hint = limit_message(error) if isinstance(error, LimitMet) else (str(error), error.hint)
        message = f"{named.file}: {text}"
    except TooLarge:
        message, hint = f"{named.file} is larger than 20 MB", "remove pictures from it"
    except OutsideProject:
        message, hint = f"“{named.file}” points outside the project", "put the file into the project folder"
    except OSError as error:
        message, hint = f"“{named.file}” cannot be read: {reason(error)}", "names are relative to the event file"
    raise DiagnosticError(Diagnostic(Code.ASSET_UNREADABLE, message, source.source_map.locate(_FILE), _FILE, hint))


@lru_cache(maxsize=4)
def _read(data: bytes) -> WordTemplate:
    return apart(read_word_template, data)


def style_names(source: Source, template: WordTemplate, theme: Theme) -> Mapping[str, str]:
    """The template's style names by the ids of ours. Raises DiagnosticError for one missing on either side."""
    from conceptnote.write.docx.names import style_id

    look = source.event.look
    wanted = look.word.styles if look and look.word else {}
    problems, found = [], {}
    for ours, theirs in wanted.items():
        path = ("look", "word", "styles", ours)
        style = theme.styles.get(ours)
        known = template.style_names(style.kind) if style else []
        if style is None:
            hint = did_you_mean(ours, list(theme.styles), listing="there are")
            at = source.source_map.locate(path, key=True)
            problems.append(Diagnostic(Code.UNKNOWN_REFERENCE, f"papers have no style “{ours}”", at, path, hint))
        elif folded(theirs) not in map(folded, known):
            hint = did_you_mean(theirs, known, listing="it has")
            message = f"the template has no {style.kind} style “{theirs}”"
            problems.append(Diagnostic(Code.UNKNOWN_REFERENCE, message, source.source_map.locate(path), path, hint))
        else:
            found[style_id(theme, ours)] = theirs
    if problems:
        raise DiagnosticError(*problems)
    return found


def not_taken(source: Source, template: WordTemplate, theme: Theme) -> Iterator[Diagnostic]:
    """What only Word files take from a template, in one warning."""
    facts, families = template.facts, {font.family for font in theme.fonts.values()}
    lost = [f"the type family “{name}”" for name in dict.fromkeys((facts.text, facts.headings)) if name not in families]
    lost = [one for one in lost if "“”" not in one]
    if facts.accent and facts.accent != theme.colours["accent"]:
        lost.append(f"the colour {facts.accent}")
    lost += ["its headers and footers"] if template.furniture else []
    if lost:
        message = f"only Word files have these of the Word template: {', '.join(lost)}"
        hint = "put the fonts into fonts/, and write the rest under “look”: accent, letterhead, running_head"
        at = source.source_map.locate(_FILE)
        yield Diagnostic(Code.LOOK_NOT_TAKEN, message, at, _FILE, hint, Severity.WARNING)
