"""Prints an event as the pages of a view: only what differs from the last time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.build.edition import Edition
from conceptnote.build.pool import Pool
from conceptnote.build.printing import Previewed
from conceptnote.build.record import Target
from conceptnote.build.render import preview_pages
from conceptnote.build.request import Request
from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import Image, walk
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.audience import for_audience
from conceptnote.source.load import Source
from conceptnote.source.templates import Templates
from conceptnote.studio.pictures import PaintedPages
from conceptnote.studio.view import Box, Paper, View
from conceptnote.write.pdf import Preview
from conceptnote.write.places import Around, PlacedText, Sources

if TYPE_CHECKING:
    from conceptnote.edit.files import Revision

_ID = 8
"""The bytes of a printing's name."""


class Printing(Struct):
    """One event in one view, composed; `papers` are those printed before, by document."""

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

    def uncertain(self) -> list[Target]:
        """The documents whose layout may differ if nothing is guessed."""
        papers = self.papers
        return [one for one in self.edition.docs if (old := papers.get(one.document)) and not old.certain]

    def _is_kept(self, target: Target) -> bool:
        old = self.papers.get(target.document)
        is_same = old is not None and old.doc == self.edition.written[target] and old.look == self._look(target)
        return old is not None and is_same and old.pages.complete

    def _look(self, target: Target) -> object:
        images = {node.asset for node in walk(self.edition.docs[target]) if isinstance(node, Image)}
        pictures = tuple(self.edition.assets[name] for name in sorted(images))
        return self.edition.formats[target], self.edition.themes[target], pictures

    def kept(self) -> list[Paper]:
        """The papers that need not be printed again, as papers of this revision."""
        return [
            self._paper(self.papers[target.document], target) for target in self.edition.docs if self._is_kept(target)
        ]

    def _paper(self, old: Paper, target: Target) -> Paper:
        return replace(old, target=target, source=self.edition.source, revision=self.revision)

    def print(self, pool: Pool, targets: list[Target], page: int = 1, *, guess: bool = True) -> Iterator[Paper]:
        """Begin to print documents at once, and give each when its first page is there: the one in the window.

        With `guess` each is laid out as it was before. The iterator raises DiagnosticError if one cannot be printed.
        """
        sources = {target: Sources() for target in targets}
        known = {target: old.found for target in targets if guess and (old := self.papers.get(target.document))}
        asked = {target: (sources[target], page, known.get(target)) for target in targets}
        return self._printed(preview_pages(self.edition, pool, asked), sources)

    def _printed(self, parts: Iterator[Previewed], sources: Mapping[Target, Sources]) -> Iterator[Paper]:
        papers: dict[Target, Paper] = {}
        given = set()
        try:
            for one in parts:
                if isinstance(one.part, Preview):
                    papers[one.target] = self._new(one.target, one.part, sources[one.target])
                    continue
                papers[one.target].pages.put(one.part.number, one.part.data)
                if one.target not in given:
                    given.add(one.target)
                    yield papers[one.target]
        finally:
            for paper in papers.values():
                paper.pages.end()

    def _new(self, target: Target, preview: Preview, sources: Sources) -> Paper:
        boxes = tuple(_box(one, sources) for one in preview.texts)
        sizes = tuple((round(width, 2), round(height, 2)) for width, height in preview.sizes)
        doc, look, pages = self.edition.written[target], self._look(target), PaintedPages(len(sizes))
        source, revision, name = self.edition.source, self.revision, secrets.token_hex(_ID)
        return Paper(target, name, doc, look, pages, sizes, boxes, source, revision, preview.found, preview.certain)


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
