"""What a template sees of the event: its public fields, each value with its path."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from markupsafe import Markup
from pydantic import BaseModel

from conceptnote.compose.prose import set_typography
from conceptnote.datapath import DataPath, format_path
from conceptnote.doc.origin import Origins, Traced
from conceptnote.languages.typography import Typographies
from conceptnote.schema.event import Event
from conceptnote.schema.fields import public_fields
from conceptnote.schema.schedule import Programme
from conceptnote.schema.text import Human, Ref


class View:
    """One record of the event; ids become the records that they name. Internal fields are there for internal papers."""

    __slots__ = ("_model", "_scope", "_values", "path")

    def __init__(self, model: BaseModel, path: DataPath, scope: Scope) -> None:
        self._model, self.path, self._scope = model, path, scope
        self._values: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in public_fields(type(self._model), self._scope.internal):
            raise AttributeError(name)
        if name not in self._values:
            self._values[name] = self._scope.field(self._model, name, (*self.path, name))
        return self._values[name]

    @property
    def field_names(self) -> frozenset[str]:
        """The names that a template may use."""
        return frozenset(public_fields(type(self._model), self._scope.internal))

    def __str__(self) -> str:
        return f"the record {format_path(self.path) or 'event'}"


class Scope:
    """Wraps the values of one event for one rendering."""

    def __init__(self, event: Event, origins: Origins, typographies: Typographies, *, internal: bool = False) -> None:
        self.event, self._origins, self.typographies, self.internal = event, origins, typographies, internal
        self.view = View(event, (), self)
        self.programme = Programme(event)
        self.kept: dict[Any, Any] = {}
        """Results that filters keep for this event."""

    def model(self, view: View) -> BaseModel:
        """The record behind a view."""
        return view._model

    def field(self, model: BaseModel, name: str, path: DataPath) -> Any:
        """The wrapped value of a record's field."""
        return self._wrap(getattr(model, name), public_fields(type(model), self.internal)[name], path)

    def at(self, path: DataPath) -> View:
        """The record at a path."""
        value: Any = self.event
        for step in path:
            value = getattr(value, str(step)) if isinstance(value, BaseModel) else value[step]
        return View(value, path, self)

    def value(self, path: DataPath) -> Any:
        """The wrapped value at the path of a field."""
        return getattr(self.at(path[:-1]), str(path[-1]))

    def traced(self, text: str, path: DataPath) -> Traced:
        """A text with a path outside the event."""
        return Traced(text, path, self._origins, html=set_typography(text, self.typographies.at(path)))

    def wrap(self, html: str, path: DataPath) -> Markup:
        """Mark finished HTML with the origin of the record, or the value, at a path."""
        return self._origins.wrap(html, path)

    def _wrap(self, value: Any, marks: tuple[Any, ...], path: DataPath) -> Any:
        if isinstance(value, BaseModel):
            return View(value, path, self)
        if isinstance(value, list):
            return [self._wrap(item, marks, (*path, i)) for i, item in enumerate(value)]
        if isinstance(value, dict):
            return {key: self._wrap(item, marks, (*path, key)) for key, item in value.items()}
        if isinstance(value, str):
            return self._text(value, marks, path)
        if isinstance(value, date | time | int) and not isinstance(value, bool):
            return Traced(str(value), path, self._origins, value=value)
        return value

    def _text(self, value: str, marks: tuple[Any, ...], path: DataPath) -> Any:
        for mark in marks:
            if isinstance(mark, Ref):
                return View(getattr(self.event, mark.collection)[value], (mark.collection, value), self)
            if isinstance(mark, Human) and not mark.prose:
                return Traced(value, path, self._origins, html=set_typography(value, self.typographies.at(path)))
        return Traced(value, path, self._origins)


def scope_of(view: View) -> Scope:
    """The scope of a view; templates cannot reach it."""
    return view._scope
