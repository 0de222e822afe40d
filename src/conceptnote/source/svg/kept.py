"""Checked SVG pictures of earlier runs, by their content and the version of the tool: checking one takes a process."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from conceptnote.atomicfile import replace_file
from conceptnote.regularfile import TooLarge, read_whole
from conceptnote.source.svg.drawing import Drawing

_LARGEST = 2**20
"""The most bytes that are kept of a picture."""


def read_kept_svg(data: bytes, folder: Path | None, tool: str) -> Drawing:
    """As `read_svg`, or what that gave in an earlier run; nothing is kept without a folder."""
    if folder is None:
        return _read(data)
    path = folder / f"{hashlib.sha256(tool.encode() + data).hexdigest()}.json"
    # What is damaged, or is no such file, is made again.
    with suppress(OSError, TooLarge, ValueError, KeyError, TypeError, AttributeError):
        kept = json.loads(read_whole(path, _LARGEST))
        plain = None if kept["plain"] is None else kept["plain"].encode()
        return Drawing(str(kept["svg"]), float(kept["width"]), float(kept["height"]), plain)
    drawing = _read(data)
    plain_text = None if drawing.plain is None else drawing.plain.decode()
    found = {"svg": drawing.svg, "width": drawing.width, "height": drawing.height, "plain": plain_text}
    content = json.dumps(found).encode()
    if len(content) <= _LARGEST:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, content)
    return drawing


def _read(data: bytes) -> Drawing:
    from conceptnote.source.svg.reading import read_svg

    return read_svg(data)
