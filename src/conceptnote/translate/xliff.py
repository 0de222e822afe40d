"""XLIFF 1.2 files for translators, written and read with the Translate Toolkit.

Markdown in a text is protected: each mark is a `<ph>`, which translation tools show as a tag and keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from conceptnote.translate.texts import Text

LARGEST = 4 * 1024 * 1024
_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_SKELETON = f"""<?xml version="1.0" ?>
<xliff version='1.2' xmlns='{_NAMESPACE}'>
<file original='NoName' source-language='en' datatype='plaintext'><body></body></file>
</xliff>"""
_MARKUP = re.compile(
    r"\[\^[^\]\s]{1,80}\]|\]\{lang=[^}\s]{1,20}\}|\*{1,3}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)|\]\([^()\s]*\)|`[^`\n]+`|\\\n"
)
_NOTES = {
    "prose": "Several paragraphs are possible. The tags are Markdown: *italic*, **bold**, [^name] calls a footnote. "
    "Keep the tags and the empty lines.",
    "line": "One line, without markup.",
}


class WrongFile(ValueError):
    """A file is not readable XLIFF; the text says why."""


class Unit(Struct, frozen=True):
    """A text from a translator; `path` is its name in the export."""

    path: str
    source: str
    target: str


def written(texts: Iterable[Text], source: str, target: str, original: str) -> bytes:
    """An XLIFF file of these texts, from the language `source` into `target`, with existing translations."""
    from lxml import etree
    from translate.storage.xliff import xlifffile

    class File(xlifffile):  # type: ignore[misc] # the library's types are not looked at
        namespace = _NAMESPACE
        XMLskeleton = _SKELETON

    store = File(sourcelanguage=source, targetlanguage=target)
    for text in texts:
        unit = store.addsourceunit(text.source)
        unit.rich_source = [_tagged(text.source)]
        if text.target is not None:
            unit.set_rich_target([_tagged(text.target)])
        unit.setid(text.name)
        unit.xmlelement.set("resname", text.name)
        if text.limit is not None:
            unit.xmlelement.set("maxwidth", str(text.limit))
            unit.xmlelement.set("size-unit", "char")
        unit.addnote(_NOTES["prose" if text.prose else "line"], origin="developer")
        if text.limit is not None:
            unit.addnote(f"At most {text.limit} characters.", origin="developer")
    # While units are added, the library looks for the name of its skeleton.
    next(store.document.getroot().iterchildren(store.namespaced("file"))).set("original", original)
    etree.cleanup_namespaces(store.document)
    return bytes(store)


def _tagged(text: str) -> Any:
    """A text of the library, with a `<ph>` around each mark."""
    from translate.storage.placeables.base import Ph
    from translate.storage.placeables.strelem import StringElem

    parts: list[Any] = []
    end = 0
    for number, match in enumerate(_MARKUP.finditer(text), 1):
        parts += [text[end : match.start()], Ph([match[0]], id=str(number))]
        end = match.end()
    return StringElem([part for part in [*parts, text[end:]] if part])


def read(data: bytes) -> tuple[str, list[Unit]]:
    """The target language of a file, and its translated texts.

    It may come from a stranger: at most 4 MiB, UTF-8, and without a document type, which could define entities. Raises
    WrongFile.
    """
    from lxml import etree
    from translate.storage.xliff import xlifffile

    if len(data) > LARGEST:
        raise WrongFile("it is larger than 4 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile("it is not UTF-8") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise WrongFile("it has a document type, which XLIFF does not need")
    try:
        store = xlifffile.parsestring(text.encode())
        language = store.gettargetlanguage()
        return language or "", list(_units(store.units))
    except (etree.LxmlError, ValueError, KeyError, AttributeError, TypeError, RecursionError, StopIteration):
        raise WrongFile("it is not an XLIFF 1.2 file") from None


def _units(units: Iterable[Any]) -> Iterator[Unit]:
    for unit in units:
        name, target = unit.xmlelement.get("resname") or unit.xmlelement.get("id"), unit.target
        if name and target and not unit.isheader():
            yield Unit(str(name), str(unit.source), str(target).replace("\r\n", "\n"))
