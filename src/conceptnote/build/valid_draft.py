"""Make a draft of an event valid: values that the schema refuses are removed, quoted and listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conceptnote.datapath import DataPath, format_path, texts_in, walk_data
from conceptnote.languages.known import Languages

if TYPE_CHECKING:
    from conceptnote.recognise.draft import Draft

_MOST = 200
_NEEDED = ("title", "date", "sittings", "timezone", "language", "status", "uid")
"""The required keys of an event; none of them is refused as a whole."""


def make_valid(draft: Draft, languages: Languages) -> None:
    """Remove from a draft all values that the schema refuses, one by one, and keep their words as comments."""
    for _ in range(_MOST):
        wrong = next((found for tag in _tags(draft) if (found := _mistake(draft, tag, languages))), None)
        if wrong is None:
            return
        path, why = wrong
        # Something is refused as a whole, or is missing: the part made last is removed first.
        last = next((key for key in reversed(draft.event) if key not in _NEEDED), None)
        if not path and last is None:
            draft.find(0, f"the event is not complete: {why}", "write what is missing")
            return
        _take_out(draft, path or (str(last),), why)


def _tags(draft: Draft) -> list[str]:
    """The languages of the papers."""
    given = draft.event["language"]
    return given if isinstance(given, list) else [given]


def _mistake(draft: Draft, tag: str, languages: Languages) -> tuple[DataPath, str] | None:
    """The first value that the schema refuses in a language, and why."""
    from pydantic import ValidationError

    from conceptnote.schema.event import Event
    from conceptnote.schema.text import Known
    from conceptnote.source.languages import in_language
    from conceptnote.source.source_map import SourceMap

    event, _, _ = in_language(draft.event, tag, _tags(draft), SourceMap(""), languages)
    named = {name: frozenset(event.get(name, ())) for name in ("people", "parties", "tracks")}
    given = [value for path, value in walk_data(event) if path[-1] in ("role", "roles")]
    roles = frozenset(role for one in given for role in ([one] if isinstance(one, str) else one))
    known = Known(languages=languages, roles=roles, **named)
    try:
        Event.model_validate(event, context=known)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        why = str((details.get("ctx") or {}).get("message", details["msg"]))
        return _existing(draft.event, details["loc"]), why
    return None


def _existing(data: Any, location: tuple[Any, ...]) -> DataPath:
    """The place of an error, as far as the data go, without steps of type unions."""
    path: list[str | int] = []
    for step in location:
        if (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            data = data[step]
            path.append(step)
    return tuple(path)


def _take_out(draft: Draft, path: DataPath, why: str) -> None:
    parent: Any = draft.event
    for step in path[:-1]:
        parent = parent[step]
    removed = parent.pop(path[-1])
    draft.wording = {_moved(place, path): words for place, words in draft.wording.items()}
    left = path[:-1] or ("title",)
    for text in texts_in(removed):
        if words := " ".join(text.split()):
            draft.quote(left, words)
    hint = "write it as docs/event-file.md shows"
    draft.find(0, f"{format_path(path)} was left out: {why}", hint, left if left != ("title",) else ())
    if not parent and path[:-1]:
        _take_out(draft, path[:-1], "nothing is left of it")


def _moved(place: DataPath, removed: DataPath) -> DataPath:
    """The path of a comment after an item was removed from its list: comments on the item move to the list."""
    length = len(removed)
    if place[:length] == removed:
        return removed[:-1] or ("title",)
    if len(place) >= length and place[: length - 1] == removed[:-1]:
        at, gone = place[length - 1], removed[-1]
        if isinstance(at, int) and isinstance(gone, int) and at > gone:
            return (*place[: length - 1], at - 1, *place[length:])
    return place
