"""The language that a file declares."""

from __future__ import annotations

import io
import re

from conceptnote.ooxml.xml import qualified
from conceptnote.read.package import Package
from conceptnote.read.unreadable import UnreadableFile

_HTML = re.compile(rb"<html\b[^>]{0,1000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z0-9])")


def language_of(data: bytes) -> str | None:
    """The ISO 639 code of the language of a whole PDF, DOCX or HTML page; None without one.

    In a PDF it is in the catalogue (ISO 32000-1, 14.9.2), in a DOCX in the defaults of its styles (ISO/IEC 29500-1,
    17.3.2.20), in a page at the root (HTML Living Standard, 3.2.6.2). An unreadable file has none.
    """
    if b"%PDF-" in data[:1024]:
        text = _of_pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        text = _of_word(data)
    else:
        found = _HTML.search(data[:4096])
        text = found[1].decode() if found else None
    code = _CODE.match(text or "")
    return code[0].lower() if code else None


def _of_pdf(data: bytes) -> str | None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as file:
            text = file.Root.get("/Lang")
            return str(text) if isinstance(text, pikepdf.String) else None
    except (pikepdf.PikepdfError, ValueError, TypeError, AttributeError, OSError, RuntimeError):
        return None


def _of_word(data: bytes) -> str | None:
    try:
        package = Package(data)
        root = package.xml(package.first(package.document, "styles"))
    except UnreadableFile:
        return None
    path = "/".join(qualified(name) for name in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"))
    text = None if root is None else root.find(path)
    return None if text is None else text.get(qualified("w:val"))
