"""In what language a text is to be spoken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from conformance.pdf.document import Document
from conformance.pdf.objects import get, key, text
from conformance.pdf.painting import real_text
from conformance.pdf.registry import TAGGED, UA, UA2, checkpoint
from conformance.pdf.tree import Element
from conformance.pdf.xmp import DC
from conformance.registry import Fault

# RFC 5646, section 2.1: language, script, region, variants, extensions; or private use; or a registered oddity.
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8}",
    re.IGNORECASE,
)
# In a text string, between escapes stands its language: ISO 32000-1, 14.9.2.2.
_ESCAPE = b"\x00\x1b"


def _spoken(document: Document, element: Element | None) -> bool:
    """Whether the language of an element is known."""
    around = element.around() if element else ()
    return bool(document.language) or any(text(get(one.obj, "Lang")) for one in around)


@checkpoint("11-001", "The language of all text is known", source="ISO 14289-1, 7.2", standards=UA)
def text_has_language(document: Document) -> Iterator[Fault]:
    """A French name read as English is not understood."""
    silent: Counter[int] = Counter()
    for one in real_text(document.painting):
        owner = document.tree.of_mark.get(one.mark) if one.mark else None
        if not _spoken(document, owner) and not any(scope.language for scope in one.scopes):
            silent[one.page] += 1
    for page, count in sorted(silent.items()):
        yield Fault(f"the language of {count} texts is not known (Lang)", page)


@checkpoint(
    "11-002",
    "The language of all alternative and replacement texts is known",
    source="ISO 14289-1, 7.2",
    standards=UA,
)
def alternatives_have_language(document: Document) -> Iterator[Fault]:
    """As for text."""
    for element in document.tree.elements:
        if element.says("Alt", "ActualText", "E") and not _spoken(document, element):
            yield Fault(f"the language of the alternative text of {element} is not known (Lang)", element.page)


@checkpoint("11-003", "The language of the bookmarks is known", source="ISO 14289-1, 7.2", standards=UA)
def bookmarks_have_language(document: Document) -> Iterator[Fault]:
    """As for text."""
    if not document.language and any(_ESCAPE not in (one.title or _ESCAPE) for one in document.bookmarks):
        yield Fault("the language of the bookmarks is not known (Lang)")


@checkpoint("11-004", "The language of the descriptions of links is known", source="ISO 14289-1, 7.2", standards=UA)
def descriptions_have_language(document: Document) -> Iterator[Fault]:
    """As for text."""
    for one in document.annotations:
        owner = document.tree.of_reference.get(key(one.obj))
        spoken = _spoken(document, owner) or text(get(one.obj, "Lang"))
        if text(get(one.obj, "Contents")) and not spoken:
            yield Fault(f"the language of the description of a {one.kind} annotation is not known", one.page)


@checkpoint("11-006", "The language of the title is known", source="ISO 14289-1, 7.2", standards=UA)
def metadata_have_language(document: Document) -> Iterator[Fault]:
    """It is the first thing that is read out."""
    titles = document.metadata.properties.get(f"{DC}title", [])
    if titles and not document.language and not any(lang not in (None, "x-default") for _, lang in titles):
        yield Fault("the language of the document's title is not known (Lang)")


@checkpoint(
    "language-tag",
    "Every language is named by a well-formed tag, such as `fr` or `pt-BR`",
    source="ISO 14289-1, 7.2; ISO 14289-2, 8.4.4; ISO 19005-2 and -3, 6.7.4; RFC 5646, 2.1",
    standards=TAGGED,
)
def tags_are_well_formed(document: Document) -> Iterator[Fault]:
    """To a screen reader `en_GB` is no language."""
    named: list[tuple[int | None, str | None]] = [(None, text(get(document.root, "Lang")))]
    named += [(element.page, text(get(element.obj, "Lang"))) for element in document.tree.elements]
    named += document.painting.languages
    for page, tag in dict.fromkeys(named):
        if tag and not _TAG.fullmatch(tag):
            yield Fault(f"“{tag[:40]}” is not the tag of a language", page)


@checkpoint(
    "PDF/UA-2 8.4.4",
    "The document names its language",
    source="ISO 14289-2, 8.4.4",
    standards=UA2,
)
def document_has_language(document: Document) -> Iterator[Fault]:
    """PDF/UA-2 asks for it even where every element has one."""
    if not document.language:
        yield Fault("the document does not name its language (Lang)")
