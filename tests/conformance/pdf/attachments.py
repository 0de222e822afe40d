"""Files inside the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from conformance.pdf.document import Document
from conformance.pdf.objects import get, items, key, name, names, text
from conformance.pdf.registry import A2, A3, TAGGED, UA2, checkpoint
from conformance.registry import Fault

_RELATIONS = names("Source Data Alternative Supplement EncryptedPayload FormData Schema Unspecified")


def _label(file: Any) -> str:
    return f"the embedded file “{(text(get(file, 'UF')) or text(get(file, 'F')) or 'without a name')[:60]}”"


def _stream(file: Any) -> Any:
    inner = get(file, "EF", "F")
    return inner if inner is not None else get(file, "EF", "UF")


@checkpoint(
    "21-001",
    "An embedded file has its name twice, as F and as UF",
    source="ISO 14289-1, 7.11; ISO 19005-3, 6.8",
    standards=TAGGED,
)
def named(document: Document) -> Iterator[Fault]:
    """Old readers know F alone, and UF is the one in Unicode."""
    for file in document.files:
        if not (text(get(file, "F")) and text(get(file, "UF"))):
            yield Fault(f"{_label(file)} lacks F or UF")


@checkpoint(
    "PDF/A-3 6.8",
    "An embedded file names its media type, says how it is related, and is associated once with its object (AF)",
    source="ISO 19005-3, 6.8 and Annex E",
    standards=A3,
)
def associated(document: Document) -> Iterator[Fault]:
    """An archive keeps no file of which nobody knows what it is for."""
    owners = [document.root, *document.pages, *(one.obj for one in document.annotations)]
    owners += [element.obj for element in document.tree.elements]
    owners += [image for _, image in document.painting.images] + list(document.painting.forms.values())
    lists = {(key(owner), place): items(get(owner, "AF")) for place, owner in enumerate(owners)}
    for listed in lists.values():
        for file, count in Counter(key(one) for one in listed).items():
            if count > 1 and file != (0, 0):
                yield Fault("an embedded file is associated twice with one object (AF)")
    associated_files = {key(one) for listed in lists.values() for one in listed}
    for file in document.files:
        media = name(get(_stream(file), "Subtype"))
        if not re.fullmatch(r"[-\w+.]+/[-\w+.]+", media):
            yield Fault(
                f"{_label(file)} has no media type (Subtype)", hint="application/octet-stream, if none is known"
            )
        if name(get(file, "AFRelationship")) not in _RELATIONS:
            yield Fault(f"{_label(file)} does not say how it is related (AFRelationship)")
        if key(file) not in associated_files:
            yield Fault(f"{_label(file)} is associated with nothing (AF)")


@checkpoint("PDF/A-2 6.8", "An embedded file is PDF/A itself", source="ISO 19005-2, 6.8", standards=A2)
def archival(document: Document) -> Iterator[Fault]:
    """PDF/A-2 takes no other kind; that the file inside conforms is its own check's matter."""
    for file in document.files:
        inner = _stream(file)
        data = inner.read_bytes() if isinstance(inner, pikepdf.Stream) else b""
        if not data.startswith(b"%PDF-"):
            yield Fault(f"{_label(file)} is no PDF/A", hint="PDF/A-3 can hold it: --pdf-standard a-3a+ua-1")


@checkpoint("PDF/UA-2 8.14.1", "An embedded file is described (Desc)", source="ISO 14289-2, 8.14.1", standards=UA2)
def described(document: Document) -> Iterator[Fault]:
    """A name such as `data.csv` says little."""
    for file in document.files:
        if not (text(get(file, "Desc")) or "").strip():
            yield Fault(f"{_label(file)} has no description (Desc)")
