"""Files that are attached to a PDF (ISO 32000-1 7.11.4), as our own papers carry their event."""

from __future__ import annotations

from io import BytesIO

from conceptnote.read.weight import unpacking

_LARGEST = 4 * 1024 * 1024


def attached(data: bytes, name: str) -> bytes | None:
    """The file of that name that is attached to a PDF; None where there is none, or it is larger than 4 MB."""
    import pikepdf

    try:
        with unpacking(), pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            found = pdf.attachments[name].get_file().read_bytes() if name in pdf.attachments else None
    except Exception:  # Whatever a stranger's PDF has in the place of an attachment, it has none that can be read.
        return None
    return found if found is not None and len(found) <= _LARGEST else None
