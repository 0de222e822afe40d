"""Files attached to a PDF (ISO 32000-1 7.11.4), as papers of ours carry their event."""

from __future__ import annotations

from io import BytesIO

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
