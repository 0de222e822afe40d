"""Pages are full but for the last, and the last is a page: events of many lengths, every look and many papers."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import pages
import pytest
import reading
import strategies
from examples import examples, some_quick
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.theme.look import looks

DOCUMENTS = ("concept-note", "programme", "booklet", "biographies", "attendance-sheet", "run-of-show")
COVERS = {"booklet": 2}
"""Pages before the programme that may be empty: a cover, and the imprint behind it."""
SAID = "Whoever lives by the river knows how low it is in August, and who opens the gates upstream. "
FIFTH, LEAST = 0.2, 0.15


def text(words: int) -> str:
    """A sentence of so many words."""
    return " ".join((SAID * (1 + words // 17)).split()[:words]).rstrip(",.") + "."


@st.composite
def events(draw: st.DrawFn) -> strategies.Data:
    """Events whose texts, lists and rows are short and long, up to a biography of a page."""
    lengths = st.sampled_from([2, 5, 12, 40, 110, 220])

    def person(at: int) -> strategies.Data:
        told = draw(st.sampled_from([0, 0, 30, 80, 160, 300, 700]))
        position, organisation = text(draw(st.sampled_from([1, 4, 9]))), text(draw(st.sampled_from([2, 6])))
        one = {"name": f"Ada Okoye {at}", "functions": [{"position": position[:-1], "organisation": organisation[:-1]}]}
        pictured = {"photo": "images/face-320.jpg"} if told and draw(st.booleans()) else {}
        return one | ({"biography": text(told)} if told else {}) | pictured

    def row(at: int) -> strategies.Data:
        who = draw(st.lists(st.sampled_from(sorted(people)), max_size=4, unique=True))
        said = {"text": text(draw(lengths))} if draw(st.booleans()) else {}
        hour, half = 8 + at // 2, 30 * (at % 2)
        return {"time": f"{hour}:{half:02}", "item": f"Item {at}", "who": who} | said

    people = {f"p{at}": person(at) for at in range(draw(st.sampled_from([3, 8, 17, 26])))}
    return {
        "title": text(draw(st.sampled_from([3, 9, 22])))[:-1],
        "date": "2031-05-14",
        "time": "8:00–20:00",
        "timezone": "Europe/Zurich",
        "venue": {"name": "Palais", "street": text(draw(st.sampled_from([2, 30])))[:-1], "city": "Geneva"},
        "look": draw(st.sampled_from(looks())),
        "people": people,
        "panel": list(people),
        "agenda": [row(at) for at in range(draw(st.sampled_from([4, 9, 20])))],
        "sections": [
            {"heading": f"Part {at}", "text": "\n\n".join(text(draw(lengths)) for _ in range(draw(st.integers(1, 4))))}
            for at in range(draw(st.integers(1, 4)))
        ]
        + [{"heading": show.title(), "show": show} for show in draw(st.sets(st.sampled_from(["panel", "agenda"])))],
    }  # fmt: skip


def filled(pdf: bytes) -> list[float]:
    """Which share of its height each page of several uses, without what stands at the foot of all pages."""
    sheets = reading.pdf_words(pdf)
    places = Counter(place for sheet in sheets for place in {(word.text, round(word.top)) for word in sheet})
    height = pages.page_height(pdf)
    always = {place for place, times in places.items() if times >= max(2, len(sheets) - 1) and place[1] > 0.7 * height}
    top, foot = 0.06 * height, min((at for _, at in always), default=0.94 * height)
    ends = [
        max((w.bottom for w in sheet if w.bottom <= foot and (w.text, round(w.top)) not in always), default=top)
        for sheet in sheets
    ]
    return [(end - top) / (foot - top) for end in ends]


def assert_filled(pdf: bytes, document: str, last: float = LEAST) -> None:
    shares = filled(pdf)
    if len(shares) > 1:
        assert all(share >= FIFTH for share in shares[COVERS.get(document, 0) : -1]), (document, shares)
        assert shares[-1] >= last, (document, shares)


@given(event=events())
@examples(12, shrink=False)
def test_no_page_but_the_last_is_empty_and_no_last_page_holds_a_few_lines(pool: Pool, event: strategies.Data) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = strategies.write_project(Path(folder), event, strategies.IMAGES | strategies.PORTRAITS)
        build(Request(file, formats=("pdf",), documents=DOCUMENTS), pool=pool)
        for pdf in sorted(Path(folder, "out").rglob("*.pdf")):
            assert_filled(pdf.read_bytes(), pdf.stem)


@pytest.mark.parametrize("count", some_quick([150, 400, 1100], 400))
def test_a_page_may_end_in_a_long_biography_but_not_between_a_name_and_its_portrait(
    count: int, tmp_path: Path, pool: Pool
) -> None:
    short, long = (
        {"name": name, "functions": "Director", "photo": "images/face-320.jpg", "biography": text(words)}
        for name, words in (("Ngozi Short", 70), ("Ada Long", count))
    )
    people = {f"s{at}": short | {"name": f"Ngozi Short {at}"} for at in range(4)} | {"l": long}
    event = {"title": "Rivers", "date": "2031-05-14", "time": "9:00", "timezone": "Europe/Zurich", "people": people}
    rows = {"panel": list(people), "agenda": [{"time": "9:00", "item": "All", "who": list(people)}]}
    file = strategies.write_project(tmp_path, event | rows, strategies.IMAGES | strategies.PORTRAITS)
    build(Request(file, documents=("biographies",)), pool=pool)
    (word,) = pages.as_office_prints(tmp_path, [tmp_path / "out" / "biographies.docx"])
    for pdf in ((tmp_path / "out" / "biographies.pdf").read_bytes(), word):
        said = reading.pdf_texts(pdf)
        assert "".join(said).count("gates upstream") >= count // 18
        assert_filled(pdf, "biographies", last=0.0)
        portraits = [pages.pictures_on(pdf, number) for number in range(1, len(said) + 1)]
        names = [len(re.findall(r"^(?:Ngozi Short|Ada Long)", page, re.MULTILINE)) for page in said]
        assert portraits == names
