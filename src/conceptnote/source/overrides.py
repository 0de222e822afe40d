"""Values of the command line that replace those of the event file, before validation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from conceptnote.datapath import DEPTH, DataPath, Step, format_path, parse_path
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.source.characters import unprintable
from conceptnote.source.project import Project
from conceptnote.source.project_file import NoFile, TextKind, named_file, read_text
from conceptnote.source.scalar import NULLS

if TYPE_CHECKING:
    from conceptnote.languages.known import Languages
    from conceptnote.schema.languages import LanguagePlace
    from conceptnote.source.source_map import SourceMap

SET, SET_FILE = "--set", "--set-file"
_TEXT_FILE = TextKind("text file", Code.UNKNOWN_OPTION_VALUE)


class Override(Struct, frozen=True):
    """A value and its path; `option` is its place in messages, `file` the file that it was read from."""

    path: DataPath
    value: Any
    """A text; the command line gives no other type."""
    option: str
    file: Path | None = None


def read_overrides(
    values: Sequence[str], files: Sequence[str], project: Project, *, name: str = SET
) -> tuple[Override, ...]:
    """The values of `--set path=value` and `--set-file path=FILE`, short paths first.

    `name` is the first option in messages, because the command `set` takes the same values. Their order does not
    matter: `venue` precedes `venue.room`. Raises DiagnosticError with all that cannot be read, and for a path given
    twice.
    """
    problems: list[Diagnostic] = []
    found: dict[DataPath, Override] = {}
    for option, texts in ((name, values), (SET_FILE, files)):
        for text in texts:
            try:
                override = _read(option, text, project)
                if override.path in found:
                    raise _refused(override.option, "the value is set twice", "set it once", override.path)
                found[override.path] = override
            except DiagnosticError as error:
                problems += error.diagnostics
    if problems:
        raise DiagnosticError(*problems)
    return tuple(sorted(found.values(), key=lambda override: len(override.path)))


def overrides_of(project: Project) -> tuple[Override, ...]:
    """The values that a project was opened with; `project.once(overrides_of)` reads them once. Raises what
    `read_overrides` raises."""
    return read_overrides(project.values, project.value_files, project)


def _read(name: str, text: str, project: Project) -> Override:
    written, equals, value = text.partition("=")
    option = f"{name} {written}"
    if not equals:
        asked = "path=FILE" if name == SET_FILE else "path=value"
        raise _refused(option, f"there is no “=” in it; {name} takes {asked}", f"write {name} {written}=…")
    try:
        path = parse_path(written.strip())
        if len(path) > DEPTH:
            raise ValueError(written)
    except ValueError:
        hint = "write it as messages do: venue.room, agenda[0].item"
        raise _refused(option, f"“{written}” is not a path of the event file", hint) from None
    file = _named(option, value, project) if name == SET_FILE else None
    if file is not None:
        value = read_text(file, option, _TEXT_FILE, project).rstrip("\r\n")
    # As in the event file, these words mean that there is no value.
    if value.strip() in NULLS:
        hint = "give a value; to leave it out, remove it from the event file"
        raise _refused(option, "the value is empty, but an option cannot remove a key", hint, path)
    if bad := unprintable(value):
        raise _refused(option, f"the text contains {bad}, which cannot be printed", "delete it", path)
    return Override(path, value.replace("\r\n", "\n"), option, file)


def _named(option: str, name: str, project: Project) -> Path:
    try:
        return named_file(project, Path(), name)
    except NoFile as error:
        raise _refused(option, str(error), error.hint or "name a text file in the project folder") from None


def _refused(option: str, message: str, hint: str | None, path: DataPath = ()) -> DiagnosticError:
    return DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location(option), path, hint))


def apply_overrides(
    overrides: Iterable[Override], data: Any, source_map: SourceMap, languages: Languages
) -> list[Diagnostic]:
    """Put values into the data of an event file; `source_map` records their options.

    `languages` are those that papers can be made in. Returns problems with paths that lead nowhere. Missing records are
    made if the schema knows them; people, parties and items of lists are not.
    """
    problems: list[Diagnostic] = []
    for override in overrides if isinstance(data, dict) else ():
        try:
            _Place({(): data}, source_map, override, languages).put()
        except DiagnosticError as error:
            problems += error.diagnostics
    return problems


class _Place:
    """The current place on the way to a value: `holder` has it at `key`, the file at `real`.

    The schema knows it at `known`, a path without languages.
    """

    def __init__(self, root: dict[Any, Any], source_map: SourceMap, override: Override, languages: Languages) -> None:
        self._holder: Any = root
        self._key: Any = ()
        self._real: DataPath = ()
        self._known: DataPath = ()
        self._marks, self._override, self._tags = source_map, override, languages.tags
        from conceptnote.source.languages import languages_of

        self._languages, _ = languages_of(root[()], source_map, languages)

    def put(self) -> None:
        """Follow the path and put the value there. Raises DiagnosticError if it leads nowhere."""
        path = self._override.path
        for at, step in enumerate(path):
            step = self._position(step)
            if isinstance(step, int):
                self._item(path[:at], step)
            elif self._takes_language(step):
                self._language(step)
                continue
            else:
                self._field(path[:at], step)
            self._known = (*self._known, step)
        self._marks.put(self._real, self._override.option)
        self._holder[self._key] = self._override.value

    def _position(self, step: Step) -> Step:
        """The step; a position in a list may be `agenda.4`, because shells interpret brackets."""
        is_number = isinstance(step, str) and step.isdecimal() and step.isascii() and len(step) < 10
        return int(step) if is_number and list in _containers(self._known) else step

    @property
    def _here(self) -> Any:
        return self._holder.get(self._key) if isinstance(self._holder, dict) else self._holder[self._key]

    def _go(self, holder: Any, step: Step) -> None:
        self._holder, self._key, self._real = holder, step, (*self._real, step)

    def _item(self, path: DataPath, step: int) -> None:
        here = self._here
        if not any(kind is list for kind in _containers(self._known)):
            raise self._wrong(f"{format_path(path)} is not a list", "remove the brackets")
        count = len(here) if isinstance(here, list) else int(here is not None)
        if step >= count:
            text = f"there {'is' if count == 1 else 'are'} {count or 'none'} in {format_path(path)}"
            hint = f"the last is {format_path((*path, count - 1))}" if count else "write it into the event file"
            raise self._wrong(f"there is no {format_path((*path, step))}; {text}", hint)
        # A list of one may be written without brackets: it is its own first item.
        if isinstance(here, list):
            self._go(here, step)

    def _takes_language(self, step: str) -> bool:
        """Whether the value may be written by language, and the step names one."""
        here = self._here
        if step not in self._tags or not self._place.by_language or isinstance(here, list):
            return False
        return self._of_languages(here) if isinstance(here, dict) else True

    def _of_languages(self, here: dict[str, Any]) -> bool:
        return self._place.is_of_languages(here, self._tags)

    @property
    def _place(self) -> LanguagePlace:
        from conceptnote.schema.event import Event
        from conceptnote.schema.languages import place_at

        return place_at(self._known, Event)

    def _language(self, step: str) -> None:
        """Go to the text of one language; other languages keep a text that the file has for all."""
        here, source_map, real = self._here, self._marks, self._real
        if not isinstance(here, dict):
            texts = {} if here is None else dict.fromkeys(self._languages, here)
            here = self._holder[self._key] = texts
            source_map.values.setdefault(real, Location(self._override.option))
            scalar = source_map.scalars.pop(real, None)
            for language in texts:
                source_map.values[*real, language] = source_map.values[real]
                if scalar:
                    source_map.scalars[*real, language] = scalar
        self._go(here, step)

    def _field(self, path: DataPath, step: str) -> None:
        here = self._here
        if isinstance(here, list):
            listed = f"{format_path(path)}[0] to [{len(here) - 1}]" if here else "write it into the event file"
            raise self._wrong(f"{format_path(path)} is a list of {len(here)}", f"say which: {listed}")
        self._check(path, step, here)
        if here is None:
            here = self._holder[self._key] = {}
            self._marks.put(self._real, self._override.option)
        elif not isinstance(here, dict) or self._of_languages(here):
            here = self._spelt_out(path, here)
        self._go(here, step)

    def _check(self, path: DataPath, step: str, here: Any) -> None:
        """Refuse a key that the record does not have, and the id of a missing record."""
        from conceptnote.schema.event import Event
        from conceptnote.schema.fields import is_record, keys_at, kinds_at

        known: Iterable[str] = keys_at(self._known, Event)
        if dict in _containers(self._known):
            if not any(is_record(kind) for kind in kinds_at((*self._known, step), Event)):
                return
            known = list(here) if isinstance(here, dict) else []
            if step not in known:
                hint = did_you_mean(step, known, listing="there are") or "write it into the event file"
                raise self._wrong(f"{format_path(path)} has no “{step}”", hint)
        elif step not in known:
            where = f"in {format_path(path)}" if path else "in an event"
            hint = did_you_mean(step, known, listing="possible keys there") or "set the value as a whole"
            raise self._wrong(f"there is no key “{step}” {where}", hint)

    def _spelt_out(self, path: DataPath, short: Any) -> dict[str, Any]:
        """A record in short form, as one with keys."""
        from conceptnote.schema.event import Event
        from conceptnote.schema.fields import is_record, kinds_at

        forms = (kind.short_form for kind in kinds_at(self._known, Event) if is_record(kind))
        key = next((form for form in forms if isinstance(form, str)), None)
        if key is None:
            where = format_path(path)
            raise self._wrong(f"{where} is written as one text, “{short}”", f"set it as a whole: {SET} {where}=…")
        source_map, real = self._marks, self._real
        at, scalar = source_map.values[real], source_map.scalars.pop(real, None)
        if isinstance(short, dict):
            source_map.merge((*real, key), real, set(short))
        source_map.values[real] = source_map.values[*real, key] = at
        if scalar:
            source_map.scalars[*real, key] = scalar
        here = self._holder[self._key] = {key: short}
        return here

    def _wrong(self, message: str, hint: str) -> DiagnosticError:
        return _refused(self._override.option, message, hint, self._override.path)


def _containers(path: DataPath) -> Iterator[Any]:
    import typing

    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import kinds_at

    yield from {typing.get_origin(kind) for kind in kinds_at(path, Event)} & {list, dict}
