"""Compiled templates by their names and texts, of which they are a function: compiling takes most of a rendering."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2.bccache import Bucket, FileSystemBytecodeCache

_MOST = 256
"""Templates that are kept in memory."""
_CODES: dict[tuple[str, str], CodeType | None] = {}


class Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates for this process, and in a folder of the user's where there is one.

    `tool` is a hash of all that compiles them. What is compiled names filters and tests, and all environments have the
    same names.
    """

    def __init__(self, folder: Path | None = None, tool: str = "") -> None:
        super().__init__(str(folder), "%s.bytecode")
        self._folder, self._tool = folder, tool

    def get_source_checksum(self, source: str) -> str:
        """A hash of a text, and of what compiles it."""
        return super().get_source_checksum(f"{self._tool}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """From memory, or else from the file, which is left alone where it is of another text."""
        bucket.code = _CODES.get((bucket.key, bucket.checksum))
        if bucket.code is None and self._folder is not None:
            with suppress(Exception):  # a damaged file can make reading fail in any way
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """In memory, and in the place of what the file had; where that cannot be, in memory alone."""
        if len(_CODES) >= _MOST:
            del _CODES[next(iter(_CODES))]
        _CODES[bucket.key, bucket.checksum] = bucket.code
        if self._folder is not None:
            with suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)
