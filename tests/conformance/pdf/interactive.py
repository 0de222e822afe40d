"""Layers, forms that draw themselves, and permissions: what can keep content from a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from conformance.pdf.document import Document
from conformance.pdf.objects import get, items, text, whole
from conformance.pdf.registry import TAGGED, UA, checkpoint
from conformance.registry import Fault

_EXTRACT = 1 << 9
"""The permission to take text out for those who cannot read it (ISO 32000-1, Table 22, bit 10)."""


def _configurations(document: Document) -> list[tuple[str, Any]]:
    """The configurations of optional content, the default one last, with the number of their condition."""
    held = get(document.root, "OCProperties")
    default = [("20-002", get(held, "D"))] if held is not None else []
    return [("20-001", one) for one in items(get(held, "Configs"))] + default


def _nameless(rule: str, document: Document) -> Iterator[Fault]:
    for told_as, one in _configurations(document):
        if told_as == rule and not (text(get(one, "Name")) or "").strip():
            yield Fault("a choice of layers has no name")


@checkpoint(
    "20-001",
    "Every alternative choice of layers has a name",
    source="ISO 19005-2 and -3, 6.9",
    standards=TAGGED,
)
def configurations_named(document: Document) -> Iterator[Fault]:
    """It is shown in a list."""
    return _nameless("20-001", document)


@checkpoint("20-002", "The default choice of layers has a name", source="ISO 19005-2 and -3, 6.9", standards=TAGGED)
def default_configuration_named(document: Document) -> Iterator[Fault]:
    """As for the alternatives."""
    return _nameless("20-002", document)


@checkpoint("20-003", "Layers do not switch by themselves (AS)", source="ISO 19005-2 and -3, 6.9", standards=TAGGED)
def no_automatic_layers(document: Document) -> Iterator[Fault]:
    """What is read must not depend on the zoom."""
    if any(get(one, "AS") is not None for _, one in _configurations(document)):
        yield Fault("layers switch by themselves (AS)")


@checkpoint("25-001", "No form draws itself anew (XFA, dynamicRender)", source="ISO 14289-1, 7.15", standards=UA)
def no_dynamic_forms(document: Document) -> Iterator[Fault]:
    """What it shows then is not in the file."""
    for part in items(get(document.root, "AcroForm", "XFA")):
        if isinstance(part, pikepdf.Stream) and b"<dynamicRender>required" in part.read_bytes():
            yield Fault("there is a form that draws itself anew (XFA)")


@checkpoint(
    "26-002",
    "Screen readers may extract the text, whatever else is forbidden",
    source="ISO 14289-1, 7.16",
    standards=UA,
)
def text_may_be_taken(document: Document) -> Iterator[Fault]:
    """Bit 10 of the permissions (P)."""
    flags = whole(get(document.pdf.trailer, "Encrypt", "P"))
    if flags is not None and not flags & _EXTRACT:
        yield Fault("the file forbids screen readers to extract the text (P)")
