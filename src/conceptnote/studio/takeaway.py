"""Finished files, built and proven as `conceptnote build` does: as downloads, or in the output folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of all files in an archive: their real dates are in them."""


def take_paper(event: Path, pool: Pool, document: str, form: str, language: str, audience: str) -> tuple[str, bytes]:
    """One paper in one format, with its file name. Raises DiagnosticError if it cannot be built."""
    request = Request(
        event, formats=(form,), documents=(document,), languages=[language] if language else (),
        audience=audience or None,
    )  # fmt: skip
    return next(iter(_built(request, pool).items()))


def take_all(event: Path, pool: Pool, audience: str) -> bytes:
    """The usual papers in all formats and languages, as a ZIP archive."""
    made = _built(Request(event, formats=paper_formats(), audience=audience or None), pool)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(made.items()):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def build_all(event: Path, pool: Pool) -> Build:
    """Build into the output folder of the project, as `conceptnote build` does."""
    return build(Request(event), pool=pool)


def _built(request: Request, pool: Pool) -> Mapping[str, bytes]:
    with TemporaryDirectory(prefix="conceptnote-") as folder:
        done = build(replace(request, output_dir=Path(folder)), pool=pool)
        return {output.path.name: output.path.read_bytes() for output in done.outputs}
