"""The event that our own papers carry: attached to a PDF (ISO 32000-1 7.11.4), as data of a DOCX (29500-1 15.2.5)."""

from __future__ import annotations

from io import BytesIO

from conceptnote.ooxml.xml import qualified
from conceptnote.read.package import Package
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.read.weight import unpacking

_LARGEST = 4 * 1024 * 1024


def attached(data: bytes, name: str) -> bytes | None:
    """The attached file of this name; None without one, or if it is larger than 4 MB."""
    import pikepdf

    try:
        with unpacking(), pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            found = pdf.attachments[name].get_file().read_bytes() if name in pdf.attachments else None
    except Exception:  # Anything else in a stranger's PDF is not a readable attachment.
        return None
    return found if found is not None and len(found) <= _LARGEST else None


def event_of_word(package: Package) -> bytes | None:
    """The event file that a DOCX carries; None where it has none, or it is larger than 4 MB."""
    parts = package.related(package.document, "customXml").values() if package.document else ()
    for part in parts:
        try:
            root = package.xml(part)
        except UnreadableFile:  # Word may keep whatever other programs have put here.
            continue
        if root is not None and root.tag == qualified("cn:event"):
            found = (root.text or "").encode()
            return found if 0 < len(found) <= _LARGEST else None
    return None
