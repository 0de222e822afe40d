"""Mistakes in the texts of an event file, found before papers are composed of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic
from conceptnote.source.source_map import SourceMap

if TYPE_CHECKING:
    from conceptnote.schema.languages import LanguagePlace
    from conceptnote.schema.prose import Fault

_NOTES = "footnotes"
_MOST = 50  # For each text; more would not help anybody.


def check_texts(data: Any, source_map: SourceMap) -> list[Diagnostic]:
    """Everything in the texts of an event's data, in one language, that papers cannot show, valid or not."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import LanguagePlace

    reader = _Reader(source_map)
    return list(reader.below(data, LanguagePlace(records=(Event,)), ()))


class _Reader:
    def __init__(self, source_map: SourceMap) -> None:
        self._marks = source_map

    def below(self, value: Any, place: LanguagePlace, path: DataPath) -> Iterator[Diagnostic]:
        """Mistakes in the texts at a path and below it."""
        if isinstance(value, dict):
            for key, one in value.items():
                if key == "text" and isinstance(notes := value.get(_NOTES), dict) and isinstance(one, str):
                    yield from self._prose(one, (*path, key), notes)
                else:
                    yield from self.below(one, place.below(key), (*path, key))
        elif isinstance(value, list):
            for at, one in enumerate(value):
                yield from self.below(one, place.below(at), (*path, at))
        elif isinstance(value, str) and place.human is not None:
            yield from self._prose(value, path, ()) if place.human.prose else self._text(value, path)

    def _text(self, text: str, path: DataPath) -> Iterator[Diagnostic]:
        from conceptnote.schema.prose import character_faults

        yield from self._problems(text, path, list(character_faults(text)))

    def _prose(self, text: str, path: DataPath, notes: Collection[str]) -> Iterator[Diagnostic]:
        from conceptnote.schema.prose import faults, not_called, uncalled

        yield from self._problems(text, path, faults(text, notes, note=_NOTES in path))
        for name in uncalled(text, notes):
            where = (*path[:-1], _NOTES, name)
            message, hint = not_called(name)
            yield Diagnostic(Code.PROSE_NOT_PRINTABLE, message, self._marks.locate(where, key=True), where, hint)

    def _problems(self, text: str, path: DataPath, found: list[Fault]) -> Iterator[Diagnostic]:
        for fault in found[:_MOST]:
            at = self._marks.locate_in(path, text[: fault.at])
            yield Diagnostic(Code.PROSE_NOT_PRINTABLE, fault.message, at, path, fault.hint)
        if len(found) > _MOST:
            message = f"there are {len(found) - _MOST} more places in this text that cannot be printed"
            at = self._marks.locate_in(path, text[: found[_MOST].at])
            yield Diagnostic(Code.PROSE_NOT_PRINTABLE, message, at, path, "fix the others first")
