"""The comments of returned files, kept beside the event file in `event.comments.md`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from conceptnote.atomicfile import replace_file
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.merge.merging import Comparison
from conceptnote.merge.wordlines import Comment
from conceptnote.regularfile import TooLarge
from conceptnote.source.project import OutsideProject, Project
from conceptnote.systemerror import reason

_LARGEST = 4 * 1024 * 1024


def keep_comments(project: Project, comparisons: Iterable[Comparison]) -> Path | None:
    """Add the comments that are not there yet; returns the file, or None if there are none.

    Raises DiagnosticError if it cannot be written.
    """
    place = project.event_file.with_suffix(".comments.md")
    try:
        known = project.read(place, _LARGEST).decode("utf-8", "replace") if place.is_file() else ""
        made = known
        for comparison in comparisons:
            entries = [_entry(path, comment) for path, comment in comparison.comments]
            new = [entry for entry in dict.fromkeys(entries) if entry not in known]
            if new:
                made += f"{'' if made in ('',) else chr(10)}## {comparison.file.name}\n\n" + "\n".join(new)
        if made == known:
            return None
        replace_file(place, made.encode())
    except (OSError, TooLarge, OutsideProject) as error:
        text = reason(error) if isinstance(error, OSError) else "it is not a text file of the project"
        problem = Diagnostic(Code.OUTPUT_UNWRITABLE, f"the comments cannot be kept: {text}", Location(place.name))
        raise DiagnosticError(problem) from None
    return place


def _entry(path: str, comment: Comment) -> str:
    """A comment as a list item."""
    where = f"`{path}`, " if path else ""
    when = f", {comment.date.partition('T')[0]}" if comment.date else ""
    quote = f"  > {' '.join(comment.quote.split())}\n\n" if comment.quote.strip() else ""
    text = "\n".join(f"  {line}" for line in comment.text.split("\n"))
    return f"- {where}{comment.author or 'somebody'}{when}:\n\n{quote}{text}\n"
