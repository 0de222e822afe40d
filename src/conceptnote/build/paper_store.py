"""The papers of Word files that builds have written, kept unchanged to compare a returned file with.

They are in `.conceptnote/papers/`, which Git ignores: for each paper's id the data of its event and its document. Equal
content is stored once. Beyond `MOST` papers, or `LARGEST` bytes, the oldest are removed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from msgspec import Struct

from conceptnote.atomicfile import replace_file
from conceptnote.build.hashing import sha256
from conceptnote.doc.nodes import Doc
from conceptnote.doc.stored import as_data, from_data
from conceptnote.regularfile import TooLarge
from conceptnote.source.content_store import ContentStore, hidden_folder
from conceptnote.source.load import written_data
from conceptnote.source.project import KEPT, OutsideProject, Project

if TYPE_CHECKING:
    from conceptnote.build.edition import Edition
    from conceptnote.build.record import File

MOST, LARGEST = 400, 32 * 1024 * 1024
_PAPERS = "papers"
_UNREADABLE = (OSError, TooLarge, ValueError, TypeError, KeyError, RecursionError, OutsideProject)
_LARGEST_CONTENT = 16 * 1024 * 1024
_NAME = 32
"""Hexadecimal digits in the names of contents."""


class KeptPaper(Struct, frozen=True):
    """A paper as built: its document, and the data of the event as the file had them."""

    id: str
    event: str
    """Its event file, relative to the project folder."""
    document: str
    part: str | None
    language: str
    audience: str | None
    format: tuple[str, str]
    """The paper size and the orientation of its pages."""
    pictures: tuple[str, ...]
    """Hashes of its pictures."""
    data: Any
    doc: Doc


def keep(project: Project, editions: Iterable[tuple[Edition, Iterable[File]]]) -> None:
    """Keep the papers whose Word file has been built. If they cannot be written, nothing is kept."""
    if project.world.cache_folder is None or not project.root.is_dir():
        return
    with contextlib.suppress(OSError, OutsideProject):
        place = project.confine(hidden_folder(project) / _PAPERS)
        for edition, files in editions:
            for file in files:
                if file.record.format == "docx" and not edition.source.collected:
                    _keep(place, edition, file)
        _prune(project, place)


def _store(project: Project) -> ContentStore:
    return ContentStore(project, project.root / KEPT / _PAPERS / "contents", _LARGEST_CONTENT, _NAME)


def _keep(place: Path, edition: Edition, file: File) -> None:
    record, target, project = file.record, file.record.target, edition.source.project
    page, store = edition.formats[target], _store(project)
    values = {
        "event": project.event_file.relative_to(project.root).as_posix(),
        "document": record.document,
        "part": record.part,
        "language": record.language,
        "audience": record.audience,
        "format": [page.paper, page.orientation],
        "pictures": _pictures(file.data),
        "data": store.put(_as_json(written_data(project))),
        "doc": store.put(_as_json(as_data(edition.docs[target]))),
    }
    content = _as_json(values)
    kept = place / f"{record.id}-{sha256(content)[:_NAME]}.json"
    if kept.is_file():
        os.utime(kept)  # It is not among the oldest any more.
    else:
        replace_file(kept, content)


def _as_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _pictures(docx: bytes) -> list[str]:
    with ZipFile(BytesIO(docx)) as package:
        return sorted(sha256(package.read(name)) for name in package.namelist() if name.startswith("word/media/"))


def _prune(project: Project, place: Path) -> None:
    """Remove the oldest papers beyond the limits, and contents that none refers to."""
    papers = sorted(place.glob("*.json"), key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True)
    store = _store(project)
    sizes = store.sizes()
    needed: set[str] = set()
    room = LARGEST
    for at, paper in enumerate(papers):
        named = _named(paper) & sizes.keys()
        room -= sum(sizes[name] for name in named - needed)
        if at >= MOST or room < 0:
            paper.unlink()
        else:
            needed |= named
    store.drop(sizes.keys() - needed)


def _named(paper: Path) -> set[str]:
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        text = json.loads(paper.read_bytes())
        return {str(text["data"]), str(text["doc"])}
    return set()


def kept_papers(project: Project, id: str) -> Iterator[KeptPaper]:
    """The kept papers whose id begins so, the latest first; of one id there are several if the template has changed."""
    place = project.root / KEPT / _PAPERS
    if id and not id.isalnum():
        return
    with contextlib.suppress(OSError):
        for paper in sorted(place.glob(f"{id}*-*.json"), key=lambda one: one.stat().st_mtime_ns, reverse=True):
            with contextlib.suppress(*_UNREADABLE):
                text = json.loads(project.read(paper, _LARGEST_CONTENT))
                yield _kept(_store(project), paper.name.partition("-")[0], text)


def _kept(store: ContentStore, id: str, text: Mapping[str, Any]) -> KeptPaper:
    data, doc = (json.loads(store.get(str(text[key]))) for key in ("data", "doc"))
    paper, orientation = text["format"]
    part, audience, pictures = text["part"], text["audience"], tuple(text["pictures"])
    event, document, language = (str(text[key]) for key in ("event", "document", "language"))
    return KeptPaper(
        id, event, document, part, language, audience, (paper, orientation), pictures, data, from_data(doc)
    )
