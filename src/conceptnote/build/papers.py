"""The printed papers of an edition, for checks of pages."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.build.edition import Edition
from conceptnote.build.pool import Pool
from conceptnote.build.record import Target
from conceptnote.build.render import print_pages
from conceptnote.check.event.papers import PARAGRAPHS, PrintedPaper, Sheet, Word, within
from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import Heading, PageBreak, Paragraph, Table, Text, walk
from conceptnote.read.boxes import Box
from conceptnote.read.pdf import Page, open_pdf
from conceptnote.read.tags import Place


def print_papers(edition: Edition, pool: Pool) -> Iterator[PrintedPaper]:
    """Print the documents of an edition, and read their pages, in the order of documents.

    Raises DiagnosticError if one cannot be printed.
    """
    order = list(edition.docs)
    for printed in sorted(print_pages(edition, pool), key=lambda one: order.index(one.target)):
        area = Box(*printed.pages.area)
        with open_pdf(printed.pages.data) as pdf:
            sheets = tuple(_sheet(page, area) for page in pdf.pages())
        yield _paper(printed.target, edition, sheets)


def _paper(target: Target, edition: Edition, sheets: tuple[Sheet, ...]) -> PrintedPaper:
    """A paper with facts that only its document knows: the origins of its paragraphs, and its forced page ends."""
    nodes = [node for node in walk(edition.docs[target].blocks) if isinstance(node, Paragraph | Heading | PageBreak)]
    found = {block for sheet in sheets for place in sheet.places for block in _paragraphs(place)}
    # The structure tree has them in the order of the document. Where it lacks one, in which nothing is drawn, none
    # can be told from the others.
    complete = len(found) == sum(not isinstance(node, PageBreak) for node in nodes)
    places = iter(sorted(found) if complete else ())
    origins: dict[Place, DataPath] = {}
    closing: set[Place] = set()
    place: Place = ()
    for node in nodes:
        if isinstance(node, PageBreak):
            closing.add(place)
        else:
            place = next(places, ())
            origins[place] = _origin(node)
    return PrintedPaper(
        target.document,
        edition.words[target],
        sheets,
        origins,
        frozenset(closing),
        edition.request.language,
        cards=_has_cards(edition, target),
        parts=edition.targets[target].facts.each is not None,
    )


def _has_cards(edition: Edition, target: Target) -> bool:
    """Whether a paper has a table with rows of one height: cards to cut or fold, lines to sign."""
    styles = edition.themes[target].tables
    tables = (
        styles.get(node.style) for node in walk(edition.docs[target].blocks) if isinstance(node, Table) and node.style
    )
    return any(look is not None and (look.cards or look.row_height is not None) for look in tables)


def _origin(block: Paragraph | Heading) -> DataPath:
    """The path of the first value that a block prints."""
    return next((one.origin for one in walk(block.children) if isinstance(one, Text) and one.origin), ())


def _sheet(page: Page, area: Box) -> Sheet:
    tags = {mark: tagged for mark in {word.mark for word in page.words} if (tagged := page.tagged(mark))}
    words = (Word(word.text, word.box, tags[word.mark].place if word.mark in tags else ()) for word in page.words)
    pictures = (one.box for one in page.drawn if (tagged := page.tagged(one.mark)) and tagged.alt is not None)
    return Sheet(page.number, area, tuple(words), tuple(pictures), tuple(page.places))


def _paragraphs(place: Place) -> Iterator[Place]:
    """The paragraphs and headings around a place, or the place itself: those of a note are in that of its call."""
    while place := within(place, *PARAGRAPHS):
        yield place
        place = place[:-1]
