"""Where printed texts stand: each part of a line is where the page shows it, and has the characters that it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from conceptnote.build.edition import Edition
from conceptnote.build.pool import Pool
from conceptnote.build.render import print_pages
from conceptnote.build.request import Request
from conceptnote.doc.nodes import Text, walk
from conceptnote.pdfstandard import PdfStandard
from conceptnote.read.boxes import Box
from conceptnote.read.pdf import open_pdf
from conceptnote.source.load import load_event
from conceptnote.write.places import Sources

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "data" / "event.yaml"
PROTOCOL = ROOT / "tests" / "events" / "protocol.yaml"


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()).replace("\u00ad", ""))


@pytest.mark.parametrize(
    ("event", "documents"),
    [(EXAMPLE, ["concept-note", "programme"]), (PROTOCOL, ["name-plates", "badges", "programme"])],
    ids=lambda value: value.stem if isinstance(value, Path) else None,
)
def test_each_text_stands_where_the_page_shows_it(event: Path, documents: list[str], pool: Pool) -> None:
    """Also upside down, on cards to be folded, and in furniture, which is printed on each page anew."""
    request = Request(event, formats=("pdf",), documents=documents, pdf_standard=PdfStandard.NONE)
    edition = Edition.of(request, load_event(event))
    sources = {target: Sources() for target in edition.docs}
    for printed in print_pages(edition, pool, sources=sources):
        origins = sources[printed.target].origins
        with open_pdf(printed.pages.data) as pdf:
            for page in pdf.pages():
                mine = [one for one in printed.pages.texts if one.page == page.number]
                said = letters("".join(one.text for one in mine))
                assert not said - letters(page.text)
                # Numbers of pages and notes, and the signs of lists, are of nobody.
                assert not {one for one in letters(page.text) - said if one.isalpha()}
                for one in mine:
                    box = Box(one.left + 0.1, one.top + 0.8, one.left + one.width - 0.1, one.top + one.height - 0.8)
                    if len(one.text) > 2 and one.height < 12 and box.width > 1:
                        assert not letters(one.text) - letters(page.text_in(box)), one
        shown = {origins[one.source][0] for one in printed.pages.texts if one.text}
        doc = edition.docs[printed.target]
        assert {one.origin or one.made_by for one in walk(doc) if isinstance(one, Text) and one.text.strip()} <= shown


def test_a_build_has_no_trace_of_it(pool: Pool) -> None:
    request = Request(EXAMPLE, formats=("pdf",), documents=["programme"])
    edition = Edition.of(request, load_event(EXAMPLE))
    with_places, without = (
        next(iter(print_pages(edition, pool, sources=sources))).pages
        for sources in ({target: Sources() for target in edition.docs}, None)
    )
    assert with_places.data == without.data
    assert with_places.texts
    assert not without.texts
