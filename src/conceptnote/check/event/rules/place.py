"""CN109 and CN110: rooms and venue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.words import any_of, words
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.textfolding import plain_words

_SHOWN = 6
_ROOM = r"(?<!\w)(?P<kind>{kinds})\s+(?:No\.\s*)?(?P<name>[IVXLC]+|[A-Z]?-?\d+[A-Z]?)(?!\w)"


@rule("CN109", Severity.WARNING)
def other_rooms(context: Context) -> Iterator[Remark]:
    """A text names a room that the event does not use."""
    pattern = re.compile(_ROOM.format(kinds=any_of(words("rooms"))))
    venues = [one.venue for one in context.occasions] + [row.row.venue for row in context.rows]
    named = [venue.room or venue.name for venue in venues if venue]
    named += [track.room or track.title for track in context.event.tracks.values()]
    rooms = list(dict.fromkeys([*named, *(row.row.room for row in context.rows if row.row.room)]))
    known = {plain_words(match["name"]) for room in rooms for match in pattern.finditer(room)}
    if not known:
        return
    some = ", ".join(rooms[:_SHOWN]) + (f" and {len(rooms) - _SHOWN} more" if len(rooms) > _SHOWN else "")
    for text in context.texts:
        if "venue" in text.path or text.path[-1] == "room" or text.path[0] == "tracks":
            continue
        for match in pattern.finditer(text.plain):
            if plain_words(match["name"]) not in known:
                message = f"“{match[0]}” is not a room of the event: {some}"
                yield Remark(text.path, message, "fix the text, or the venue", text.text[: match.start()])


@rule("CN110", Severity.WARNING)
def no_venue(context: Context) -> Iterator[Remark]:
    """People are to come, and the venue is missing."""
    reported: set[DataPath] = set()
    for one in context.occasions:
        path: DataPath = (*one.path, "mode") if one.record.mode else ("mode",)
        if one.mode in ("in-person", "hybrid") and one.venue is None and path not in reported:
            reported.add(path)
            yield Remark(path, f"the event is {one.mode}, but the venue is missing", "add “venue: …”")
