"""Lines on paper: titles over their lines, names and addresses in one piece, funders at the foot."""

from __future__ import annotations

from itertools import combinations, groupby
from pathlib import Path

import booklets
import pages
import pytest
import reading

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.doc.asset import Asset
from conceptnote.doc.nodes import Image, Paragraph, Section, Text
from conceptnote.theme.look import Choices, theme_like
from conceptnote.theme.theme import load_theme
from conceptnote.write.fit import unbroken
from conceptnote.write.footer import FUNDERS, Measure, arrange_footer, paragraphs

MILLIMETRE = 72 / 25.4  # in points
LONG_NAMES = ("GUÐMUNDSDÓTTIR", "BRÜCKNER-HOLM")
TRACKS = """
title: "Open debate: the state of shared waters in a year without rain"
date: 2030-03-27
time: 9:00–10:00
timezone: Africa/Nairobi
names: {family: capitals}
look: agency
registration: {deadline: 2030-03-01, email: register-now@basin.example, url: "https://basin.example/join"}
tracks: {law: {title: Law}, data: {title: Data}, money: {title: Money}}
parties: {conference: {name: Conference of the Parties to the Treaty, in_sentence: the Conference}}
people:
  g: {honorific: Dr, name: {given: Giulia, family: Guðmundsdóttir}}
  b: {honorific: Mr, name: {given: Benedikt, family: Brückner-Holm}}
agenda:
  - {time: 9:00–10:00, track: law, item: Treaties, rows: [{item: Talk, who: [b, g]}]}
  - {time: 9:00–10:00, track: data, item: Gauges, who: b}
  - {time: 9:00–10:00, track: money, item: Funds, access: {to: by-invitation, of: conference}, who: g}
"""
ARABIC = """
title: مشاركة المجتمع المدني ونهج الأمن البشري في مكافحة التطرف العنيف في مالي
language: ar
date: 2030-03-27
timezone: UTC
look: ministry
"""


def printed(folder: Path, event: str, pool: Pool) -> bytes:
    file = folder / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(event, encoding="utf-8")
    return build(Request(file, formats=("pdf",), documents=("programme",)), pool=pool).outputs[0].path.read_bytes()


def title_lines(pdf: bytes) -> list[tuple[float, float]]:
    """Where each line of the title begins and ends."""
    high = [word for word in reading.pdf_words(pdf)[0] if word.bottom - word.top > 22]
    lines = [list(line) for _, line in groupby(high, key=lambda word: round(word.top))]
    return [(min(one.left for one in line), max(one.right for one in line)) for line in lines]


def test_a_band_keeps_its_width_and_names_and_addresses_are_whole(tmp_path: Path, pool: Pool) -> None:
    pdf = printed(tmp_path, TRACKS, pool)
    lines = title_lines(pdf)
    assert len(lines) == 2
    first, second = (right - left for left, right in lines)
    assert 0.7 < first / second < 1 / 0.7, "no word is alone on a line"
    band = pages.found(pages.first_page(pdf), theme_like(Choices(like="agency")).colours["accent"])
    assert band.right - band.left > 145, "the band is behind all of the line"
    words = reading.pdf_words(pdf)[0]
    said = [word.text.strip(",") for word in words]
    for whole in (*LONG_NAMES, "register-now@basin.example", "https://basin.example/join"):
        assert whole in said
    for one, other in combinations(words, 2):
        assert not one.beside(other) or min(one.right, other.right) < max(one.left, other.left) + 0.1, (one, other)


def test_a_title_in_arabic_is_in_the_middle_where_the_look_has_it_there(tmp_path: Path, pool: Pool) -> None:
    lines = title_lines(printed(tmp_path, ARABIC, pool))[:2]
    for left, right in lines:
        assert (left + right) / 2 == pytest.approx(105 * MILLIMETRE, abs=3)


@pytest.mark.slow
def test_no_page_before_a_forced_break_holds_a_few_lines(tmp_path: Path, pool: Pool) -> None:
    guild = {"name": "Facilitators’ Guild of the Lake", "roles": "facilitated by", "logo": "images/city.svg"}
    welcome = {"heading": "Welcome", "text": "It is a pleasure to have you in Geneva. " * 14}
    changes = {"parties": {**booklets.EVENT["parties"], "guild": guild}, "booklet": {"before": [welcome]}}
    file = booklets.write(tmp_path, **changes)
    request = Request(file, formats=("pdf",), documents=("booklet",), paper="a5")
    texts = reading.pdf_texts(build(request, pool=pool).outputs[0].path.read_bytes())
    imprint = next(at for at, text in enumerate(texts) if "Imprint" in text)
    assert "Acknowledgement" in texts[imprint]
    assert "Welcome" in texts[imprint + 1]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("See https://basin.example/join, or ask", ["https://basin.example/join,"]),
        (f"See https://basin.example/{'a' * 40}/b", ["https://basin.example/"]),
        ("Write to first-last@basin.example.", ["first-last@basin.example"]),
        ("Call +1\u00a0212 555 0100 or +41 (0)22 555 01 99.", ["+1\u00a0212 555 0100", "+41 (0)22 555 01 99"]),
        ("Well-known rules: A/RES/67/290", ["A/RES/67/290"]),
    ],
)
def test_addresses_numbers_and_symbols_are_on_one_line(text: str, whole: list[str]) -> None:
    pieces = list(unbroken(text, hyphens=False))
    assert [piece for piece, kept in pieces if kept] == whole
    assert "".join(piece for piece, _ in pieces) == text


def funder(words: str, *widths: float, style: str = "lockup") -> Section:
    marks = tuple(Image(f"{width}.svg", "Mark", min_height=11) for width in widths)
    first = Paragraph((Text(words),), style="lockup")
    if style == "lockup":
        return Section((Paragraph((Text(f"{words}\u00a0"), *marks), style=style),))
    return Section((first, Paragraph(marks, style=style)))


def test_marks_in_a_band_have_a_row_and_no_lockup_is_torn_around_its_mark() -> None:
    widths = (22.0, 27.0, 33.0, 36.0)
    assets = {f"{width}.svg": Asset(f"{width}.svg", "image/svg+xml", b"", width, 11) for width in widths}
    measure = Measure(load_theme(), assets)
    several = [funder("with funding from", 33.0), funder("co-financed by", 22.0), funder("with a grant from the", 36.0)]
    texts = [funder("Supported by players of the Island Lottery"), funder("Travel paid by the Ministry of Justice")]
    band = funder("with the support of", *widths, style="band")
    grid = arrange_footer((Section((*several, *texts, band), style=FUNDERS),), measure, 144)
    assert grid is not None
    assert len(grid.rows) - 1 in grid.across
    assert len(grid.rows) <= 4
    for at, row in enumerate(grid.rows[:-1]):
        for cell, width in zip(row, grid.widths_of(at), strict=False):
            for paragraph in paragraphs(cell):
                assert measure.whole(paragraph) <= width
