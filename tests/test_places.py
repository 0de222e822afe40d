"""Where printed texts stand: each part of a line is where the page shows it, and has the characters that it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from conceptnote.build.edition import Edition
from conceptnote.build.pool import Pool
from conceptnote.build.record import Target
from conceptnote.build.render import preview_pages
from conceptnote.build.request import Request
from conceptnote.doc.nodes import Text, walk
from conceptnote.pdfstandard import PdfStandard
from conceptnote.read.boxes import Box
from conceptnote.read.pdf import open_pdf
from conceptnote.source.load import load_event
from conceptnote.write.pdf import Preview
from conceptnote.write.places import PlacedText, Sources

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "data" / "event.yaml"
PROTOCOL = ROOT / "tests" / "events" / "protocol.yaml"


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()).replace("\u00ad", ""))


ARABIC = ROOT / "tests" / "events" / "mali-in-arabic.yaml"


def test_values_of_an_arabic_line_stand_from_right_to_left(pool: Pool) -> None:
    request = Request(ARABIC, formats=("pdf",), documents=["programme"], pdf_standard=PdfStandard.NONE)
    edition = Edition.of(request, load_event(ARABIC))
    sources = {target: Sources() for target in edition.docs}
    asked = {target: (one, 2, None) for target, one in sources.items()}
    previews = (part for _, part in ((one.target, one.part) for one in preview_pages(edition, pool, asked)))
    texts = next(part for part in previews if isinstance(part, Preview)).texts
    title, name = ([one for one in texts if one.text.strip() == text] for text in ("السفير", "سيكو كاسي"))
    beside = [(one, other) for one in title for other in name if (one.page, one.top) == (other.page, other.top)]
    assert beside
    for one, other in beside:
        assert other.left + other.width <= one.left + 0.5, "the name is left of its title"
        assert other.width > one.width


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
    texts: dict[Target, tuple[PlacedText, ...]] = {}
    pages: dict[Target, list[int]] = {}
    asked = {target: (one, 2, None) for target, one in sources.items()}
    for target, part in ((one.target, one.part) for one in preview_pages(edition, pool, asked)):
        if isinstance(part, Preview):
            texts[target] = part.texts
            continue
        pages.setdefault(target, []).append(part.number)
        with open_pdf(part.data) as pdf:
            for page in pdf.pages():
                mine = [one for one in texts[target] if one.page == part.number]
                said = letters("".join(one.text for one in mine))
                assert not said - letters(page.text)
                # Numbers of pages and notes, the signs of lists and what is “continued” have no place.
                rest = "".join(line for line in page.text.splitlines() if not line.endswith(", continued"))
                assert not {one for one in letters(rest) - said if one.isalpha()}
                for one in mine:
                    box = Box(one.left + 0.1, one.top + 0.8, one.left + one.width - 0.1, one.top + one.height - 0.8)
                    if len(one.text) > 2 and one.height < 12 and box.width > 1:
                        assert not letters(one.text) - letters(page.text_in(box)), one
    for target, doc in edition.docs.items():
        assert pages[target] == sorted(pages[target], key=lambda one: (abs(one - 2), one)), "the page in view is first"
        shown = {sources[target].origins[one.source][0] for one in texts[target] if one.text}
        assert {one.origin or one.made_by for one in walk(doc) if isinstance(one, Text) and one.text.strip()} <= shown
