"""The properties that attributes, style sheets and `style` give each element (CSS 2.1, 6.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tinycss2
from lxml.etree import _Element as Element
from msgspec import Struct, field

from conceptnote.source.svg.parse import local

Declarations = tuple[tuple[str, str], ...]


class _Selector(Struct, frozen=True):
    """The last part of a selector: a type, an identifier and classes, all optional."""

    kind: str = ""
    identifier: str = ""
    classes: frozenset[str] = frozenset()

    @property
    def weight(self) -> tuple[int, int, int]:
        return bool(self.identifier), len(self.classes), bool(self.kind)

    def selects(self, element: Element) -> bool:
        return (
            (not self.kind or self.kind == local(element))
            and (not self.identifier or self.identifier == element.get("id"))
            and self.classes <= set((element.get("class") or "").split())
        )


class Styles(Struct):
    """The style sheets of a picture.

    `simple` says that they select by type, identifier and class alone, so `of` is exact; otherwise it may select more
    elements than a renderer, and never fewer.
    """

    simple: bool = True
    _rules: list[tuple[_Selector, Declarations]] = field(default_factory=list)

    @classmethod
    def of_picture(cls, root: Element) -> Styles:
        """All sheets of a picture, in order of precedence."""
        styles = cls()
        for sheet in root.iter("{*}style"):
            styles._add(tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True))
        styles._rules.sort(key=lambda rule: rule[0].weight)
        return styles

    def of(self, element: Element) -> dict[str, str]:
        """The properties of an element itself by name, with its other attributes."""
        return {str(name): str(value) for name, value in element.attrib.items()} | dict(self.declared(element))

    def declared(self, element: Element) -> dict[str, str]:
        """The properties from sheets and its `style`."""
        found: dict[str, str] = {}
        for selector, declarations in self._rules:
            if selector.selects(element):
                found.update(declarations)
        return found | dict(self._declarations(_parsed(element.get("style") or "")))

    def _add(self, rules: Iterable[Any]) -> None:
        for rule in rules:
            if rule.type != "qualified-rule":
                self.simple = False
                self._add(_inner(rule))
                continue
            declarations = tuple(self._declarations(_parsed(rule.content)))
            for selector in self._selectors(rule.prelude):
                self._rules.append((selector, declarations))

    def _declarations(self, parsed: Iterable[Any]) -> Iterator[tuple[str, str]]:
        for one in parsed:
            if one.type == "declaration":
                self.simple = self.simple and not one.important
                yield one.lower_name, tinycss2.serialize(one.value).strip()

    def _selectors(self, prelude: Iterable[Any]) -> Iterator[_Selector]:
        part: list[Any] = []
        for one in prelude:
            if one == ",":
                yield self._selector(part)
                part = []
            else:
                part.append(one)
        yield self._selector(part)

    def _selector(self, tokens: list[Any]) -> _Selector:
        while tokens and tokens[0].type == "whitespace":
            tokens = tokens[1:]
        while tokens and tokens[-1].type == "whitespace":
            tokens = tokens[:-1]
        values: dict[str, Any] = {}
        classes: set[str] = set()
        for at, token in enumerate(tokens):
            before = tokens[at - 1] if at else None
            if token.type == "whitespace" or token in (">", "+", "~"):
                self.simple = False
                values, classes = {}, set()
            elif token.type == "hash":
                values["identifier"] = token.value
            elif token.type == "ident" and before == ".":
                classes.add(token.value)
            elif token.type == "ident" and before != ":":
                values["kind"] = token.value
            elif token not in (".", "*"):
                self.simple = False
        return _Selector(**values, classes=frozenset(classes))


def _parsed(content: Any) -> list[Any]:
    parsed: list[Any] = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    return parsed


def _inner(rule: Any) -> list[Any]:
    """The rules inside an at-rule such as @media."""
    content = getattr(rule, "content", None)
    return tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True) if content else []


def is_set(properties: Mapping[str, str], name: str, *nothing: str) -> bool:
    """Whether a property has a value."""
    return properties.get(name, "").strip() not in ("", *nothing)
