"""An event file in several languages to data in one. No other module knows that texts may be written by language.

`language: [en, fr]` names the languages of the papers, and any human text may be a mapping from these to it. Later
stages see the text of one language, and `source_map` leads to its place: `title` is at `title.fr`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.languages.known import DEFAULT, Languages
from conceptnote.source.source_map import SourceMap
from conceptnote.textfolding import in_small_letters

if TYPE_CHECKING:
    from conceptnote.schema.languages import LanguagePlace

_KEY = "language"


def languages_of(data: Any, source_map: SourceMap, known: Languages) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The languages of an event's papers, the main one first, and mistakes in how the file names them.

    `known` are the languages that papers can be made in. There is always one; the schema decides whether a single name
    is a language.
    """
    named = data.get(_KEY) if isinstance(data, dict) else None
    if not isinstance(named, list):
        return (_small(named, known) if isinstance(named, str) else DEFAULT,), []
    named = [_small(one, known) for one in named]
    problems = [] if named else [_problem(source_map, (_KEY,), "no language is named", _list_hint(known))]
    for at, one in enumerate(named):
        if one not in known:
            hint = _language_hint(one, known) if isinstance(one, str) else _list_hint(known)
            problems.append(
                _problem(source_map, (_KEY, at), f"{_shown(one)} is not a language that papers can be made in", hint)
            )
        elif one in named[:at]:
            problems.append(_problem(source_map, (_KEY, at), f"“{one}” is named twice", "name it once"))
    return tuple(dict.fromkeys(one for one in named if one in known)) or (DEFAULT,), problems


def _small(name: Any, known: Languages) -> Any:
    """A known language whatever its capitals; anything else unchanged."""
    return in_small_letters(name, known.tags) or name if isinstance(name, str) else name


def _shown(value: Any) -> str:
    return "a record" if isinstance(value, dict) else "a list" if isinstance(value, list) else f"“{value}”"


def _list_hint(known: Languages) -> str:
    tags = known.tags
    return f"write “language: {tags[0]}”, or a list of them, the main one first: [{', '.join(tags[:2])}]"


def _language_hint(name: str, known: Languages) -> str | None:
    from conceptnote.schema.paper_language import language_advice

    return language_advice(name, known, "there are")


def in_language(
    data: Any, language: str, languages: Iterable[str], source_map: SourceMap, known: Languages
) -> tuple[Any, SourceMap, list[Diagnostic]]:
    """The data of an event file in one language, marks that lead to the file, and mistakes.

    A missing text is that of the main language, otherwise the first one.
    """
    if not isinstance(data, dict):
        return data, source_map, []
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import LanguagePlace

    source_map = replace(
        source_map, provided_by=dict(source_map.provided_by), chosen_languages={}, translations={}, languages=known.tags
    )
    choosing = _Choosing(source_map, tuple(dict.fromkeys((language, *languages))), known)
    made = choosing.value(data, LanguagePlace(records=(Event,)), ())
    if isinstance(data.get(_KEY), str | list):  # What else stands there, the schema refuses.
        made[_KEY] = language
    return made, source_map, choosing.problems


class _Choosing(Struct):
    """Takes the text of the first of these languages that a mapping by language has."""

    source_map: SourceMap
    order: tuple[str, ...]
    known: Languages
    problems: list[Diagnostic] = field(default_factory=list)

    def value(self, value: Any, place: LanguagePlace, path: DataPath) -> Any:
        if isinstance(value, list):
            return [self.value(one, place.below(at), (*path, at)) for at, one in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if place.is_of_languages(value, self.known.tags):
            return self._chosen(value, path)
        return {key: self.value(one, place.below(key), (*path, key)) for key, one in value.items()}

    def _chosen(self, texts: Mapping[str, Any], path: DataPath) -> Any:
        """The text of one language; nothing inside it is written by language again."""
        self._check(texts, path)
        written = {language: text for language, text in texts.items() if text is not None}
        self.source_map.translations[path] = written
        taken = next((language for language in (*self.order, *written) if language in written), None)
        if taken is None:
            return None
        self.source_map.chosen_languages[path] = taken
        return written[taken]

    def _check(self, texts: Mapping[str, Any], path: DataPath) -> None:
        by_option = (_KEY,) in self.source_map.options
        for language in texts:
            here, own = (*path, language), self.source_map.locate(path).file == self.source_map.file
            if language not in self.known:
                message = f"“{language}” is not a language that papers can be made in"
                hint = did_you_mean(language, self.known.tags, listing="there are")
                self.problems.append(_problem(self.source_map, here, message, hint, key=True))
            elif language not in self.order and own and not by_option and len(texts) > 1:
                # A file that several events include may have more languages than each of them. A single language is
                # that of the text in every paper, such as a French title in an English note.
                message = f"there is a text in “{language}”, but there are no papers in it"
                hint = f"write “language: [{', '.join((*self.order, language))}]” in the event, or remove the text"
                self.problems.append(_problem(self.source_map, here, message, hint, key=True))


def asked_languages(asked: Iterable[str], own: tuple[str, ...], known: Languages) -> tuple[str, ...]:
    """The requested languages of an event, otherwise all, in the event's order.

    Raises DiagnosticError for a language that the event's papers are not in; `known` are those that any papers can be
    made in.
    """
    wanted = set(asked)
    for language in sorted(wanted - set(own)):
        if language not in known:
            message = f"no papers can be made in the language “{language}”"
            hint = did_you_mean(language, known.tags, listing="there are")
            raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location("--language"), hint=hint))
        message = f"the event has no papers in “{language}”"
        hint = f"it has them in {', '.join(own)}; write “language: [{', '.join((*own, language))}]” in its file"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location("--language"), hint=hint))
    return tuple(one for one in own if not wanted or one in wanted)


def _problem(source_map: SourceMap, path: DataPath, message: str, hint: str | None, *, key: bool = False) -> Diagnostic:
    return Diagnostic(Code.WRONG_VALUE, message, source_map.locate(path, key=key), path, hint)
