"""An event becomes the pages that a view shows: only what differs from the last time is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conceptnote.build.edition import Edition
from conceptnote.build.render import print_pages
from conceptnote.build.request import Request
from conceptnote.doc.nodes import Image, walk
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.audience import for_audience
from conceptnote.source.templates import Templates
from conceptnote.studio.view import Box, Paper, View
from conceptnote.units import MM_PER_POINT
from conceptnote.write.places import Around, PlacedText, Sources

if TYPE_CHECKING:
    from conceptnote.build.pool import Pool
    from conceptnote.build.printing import Printed
    from conceptnote.build.record import Target
    from conceptnote.datapath import DataPath
    from conceptnote.edit.files import Revision
    from conceptnote.source.load import Source

_ID = 16


@dataclass(slots=True)
class Printing:
    """One event in one view, composed; `papers` are those that were printed before, by the names of documents."""

    edition: Edition
    revision: Revision
    papers: dict[str, Paper]

    @classmethod
    def of(cls, source: Source, view: View, revision: Revision, papers: dict[str, Paper]) -> Printing:
        """Compose the papers of a view. Raises DiagnosticError with all that is wrong with them."""
        shown = for_audience(source, view.audience or None)
        documents = dict.fromkeys([*source.project.once(Templates).usual(source.event.papers), *view.more])
        request = Request(
            source.project.event_file, formats=("pdf",), documents=list(documents), pdf_standard=PdfStandard.NONE
        )
        return cls(Edition.of(request, shown), revision, papers)

    def changed(self, first: str) -> list[Target]:
        """The documents that differ from what was printed before, with the one in view first."""
        found = [target for target in self.edition.docs if not self._is_kept(target)]
        return sorted(found, key=lambda target: target.document != first)

    def _is_kept(self, target: Target) -> bool:
        old = self.papers.get(target.document)
        return old is not None and old.doc == self.edition.docs[target] and old.look == self._look(target)

    def _look(self, target: Target) -> object:
        images = {node.asset for node in walk(self.edition.docs[target]) if isinstance(node, Image)}
        pictures = tuple(self.edition.assets[name] for name in sorted(images))
        return self.edition.formats[target], self.edition.themes[target], pictures

    def kept(self) -> dict[str, Paper]:
        """The papers that need not be printed again, as papers of this revision."""
        return {
            target.document: self._paper(self.papers[target.document], target)
            for target in self.edition.docs
            if self._is_kept(target)
        }

    def _paper(self, old: Paper, target: Target) -> Paper:
        return Paper(
            target, old.id, old.doc, old.look, old.data, old.sizes, old.boxes, self.edition.source, self.revision
        )

    def print(self, pool: Pool, targets: list[Target]) -> Iterator[Paper]:
        """Print documents, and give each as it is done. Raises DiagnosticError where one cannot be printed."""
        sources = {target: Sources() for target in targets}
        for printed in print_pages(self.edition, pool, targets, sources):
            yield self._printed(printed, sources[printed.target])

    def _printed(self, printed: Printed, sources: Sources) -> Paper:
        target, data = printed.target, printed.pages.data
        name = hashlib.sha256(data).hexdigest()[:_ID]
        boxes = tuple(_box(one, sources) for one in printed.pages.texts)
        doc, look = self.edition.docs[target], self._look(target)
        return Paper(target, name, doc, look, data, _sizes(data), boxes, self.edition.source, self.revision)


def _box(placed: PlacedText, sources: Sources) -> Box:
    origin, around = sources.origins[placed.source]
    place = (placed.left, placed.top, placed.width, placed.height)
    if isinstance(origin, str):
        return Box(placed.page, place, placed.text, None, origin)
    return Box(placed.page, place, placed.text, origin, row=_row(origin, around))


def _row(path: DataPath, around: Around) -> DataPath:
    """The row of the programme that a value is printed in."""
    for one in (path, *around):
        rows = [at for at, step in enumerate(one[:-1]) if step in ("agenda", "rows") and isinstance(one[at + 1], int)]
        if rows:
            return one[: rows[-1] + 2]
    return ()


def _sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    from conceptnote.studio.pictures import one_at_a_time

    with one_at_a_time(data) as pdf:
        sizes = (pdf.get_page_size(at) for at in range(len(pdf)))
        return tuple((round(width * MM_PER_POINT, 2), round(height * MM_PER_POINT, 2)) for width, height in sizes)
