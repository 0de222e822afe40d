"""An event becomes the pages that a view shows: only what differs from the last time is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    def of(
        cls, source: Source, view: View, revision: Revision, papers: dict[str, Paper], documents: Sequence[str]
    ) -> Printing:
        """Compose documents of a view. Raises DiagnosticError with all that is wrong with them."""
        shown = for_audience(source, view.audience or None)
        request = Request(
            source.project.event_file, formats=("pdf",), documents=documents, pdf_standard=PdfStandard.NONE
        )
        return cls(Edition.of(request, shown), revision, papers)

    def changed(self) -> list[Target]:
        """The documents that differ from what was printed before."""
        return [target for target in self.edition.docs if not self._is_kept(target)]

    def guessed(self) -> list[Target]:
        """The documents whose layout was guessed."""
        papers = self.papers
        return [one for one in self.edition.docs if (old := papers.get(one.document)) and old.guessed]

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
        return replace(old, target=target, source=self.edition.source, revision=self.revision)

    def print(self, pool: Pool, targets: list[Target], *, guess: bool = True) -> Iterator[Paper]:
        """Begin to print documents at once, and give each as it is done.

        With `guess` each takes the layout that it had before. The iterator raises DiagnosticError where one cannot be
        printed.
        """
        sources = {target: Sources() for target in targets}
        layouts = {target: self.papers[target.document].layout for target in targets if target.document in self.papers}
        guesses = layouts if guess else {}
        pages = print_pages(self.edition, pool, targets, sources, guesses)
        return (self._printed(one, sources[one.target]) for one in pages)

    def _printed(self, printed: Printed, sources: Sources) -> Paper:
        target, data = printed.target, printed.pages.data
        boxes = tuple(_box(one, sources) for one in printed.pages.texts)
        name = hashlib.sha256(data + repr(boxes).encode()).hexdigest()[:_ID]
        doc, look, layout = self.edition.docs[target], self._look(target), printed.pages.layout
        source, revision, guessed = self.edition.source, self.revision, printed.pages.guessed
        return Paper(target, name, doc, look, data, _sizes(data), boxes, source, revision, layout, guessed)


def documents_of(source: Source, view: View, first: str) -> list[str]:
    """The documents that a view shows, with the one in its window first."""
    shown = dict.fromkeys([*source.project.once(Templates).usual(source.event.papers), *view.more])
    return sorted(shown, key=lambda name: name != first)


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
