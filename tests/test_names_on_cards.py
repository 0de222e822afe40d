"""Names on plates, badges and lists: whole, in lines of like length, and broken in PDF where they are in Word."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pages
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.theme.theme import load_theme
from conceptnote.write.balance import balanced_width
from conceptnote.write.metrics import text_width

LONG = "Maria Alexandra Theodora Wilhelmina von Hohenstein-Wolkenburg zu Rautenberg"
WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochuvwxyzabcde"
MISSION = "Permanent Mission of Ruritania to the other international organisations in Geneva"
EVENT = f"""
title: A seminar on names of every length, from one letter to more than seventy
date: 2030-03-05
time: 9:15–10:45
timezone: Europe/Zurich
contacts: [{{name: Secretariat, email: secretariat@names.example}}]
parties:
  mission: {{name: {MISSION}, roles: host}}
people:
  o: {{name: O}}
  long:
    {{honorific: H.E. Ambassador Prof. Dr, name: {LONG},
     functions: [{{position: Special Representative for Transboundary Waters, organisation: United Basins}}]}}
  word: {{honorific: Mr, name: {WORD}}}
  titled: {{honorific: H.E. Mr, name: Tomás Álvarez Quintero, honorific_after: GCMG, functions: Minister for Water}}
agenda:
  - time: 9:15–10:45
    item: Panel
    who:
      - o
      - long
      - word
      - {{person: titled, delivered_by: {{office: Minister of Justice of Ruritania}}}}
      - {{party: mission}}
  - {{item: Reception, who: titled}}
"""
PAPERS = ("name-plates", "badges", "attendance-sheet", "speaker-brief", "biographies")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    file = tmp_path_factory.mktemp("names") / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(EVENT, encoding="utf-8")
    build(Request(file, documents=PAPERS), pool=pool)
    return file.parents[1] / "out"


def lines(pdf: Path) -> list[list[str]]:
    whole = subprocess.check_output(["pdftotext", "-raw", pdf, "-"], text=True)
    return [[line for line in map(str.strip, page.split("\n")) if line] for page in whole.split("\f")[:-1]]


def turned_lines(pdf: Path) -> list[set[tuple[str, ...]]]:
    """The lines of each page that run up or down it, each as its words in the order of the alphabet."""
    whole = subprocess.check_output(["pdftotext", "-bbox", pdf, "-"], text=True)
    found = []
    for page in whole.split("<page ")[1:]:
        at: dict[int, list[str]] = {}
        for left, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]+)<', page):
            at.setdefault(round(float(left)), []).append(word)
        found.append({tuple(sorted(words)) for words in at.values()})
    return found


@pytest.fixture(scope="module")
def office(out: Path) -> dict[str, Path]:
    """The Word files of cards as LibreOffice prints them."""
    papers = ("name-plates", "badges")
    files = {paper: out / f"{paper}.office.pdf" for paper in papers}
    for paper, data in zip(
        papers, pages.as_office_prints(out, [out / f"{paper}.docx" for paper in papers]), strict=True
    ):
        files[paper].write_bytes(data)
    return files


def test_a_plate_breaks_a_name_where_the_word_file_does_and_never_before_what_follows_it(
    out: Path, office: dict[str, Path]
) -> None:
    here, there = turned_lines(out / "name-plates.pdf"), turned_lines(office["name-plates"])
    # The word that is longer than any line is broken wherever each program likes.
    apart = [(one, other) for one, other in zip(here, there, strict=True) if not any("yllg" in w for w, *_ in one)]
    assert len(apart) == len(here) - 1 == 5
    assert [one for one, _ in apart] == [other for _, other in apart]
    every = set().union(*here)
    assert {("Tomás", "Álvarez"), ("GCMG", "Quintero,")} <= every
    assert {("Justice", "Minister", "of"), ("Ruritania", "of")} <= every
    for bound in ({"von", "Hohenstein-Wolkenburg"}, {"zu", "Rautenberg"}):
        assert any(bound <= set(line) for line in every)


def test_on_a_badge_lines_are_of_like_length(out: Path, office: dict[str, Path]) -> None:
    for pdf in (out / "badges.pdf", office["badges"]):
        (page,) = lines(pdf)
        assert "Minister of Justice" in page
        assert "of Ruritania" in page


_theme = load_theme()
_words = st.lists(st.text(st.sampled_from("abcWilmÄ"), min_size=1, max_size=12), min_size=1, max_size=9)


def in_lines(widths: Sequence[float], space: float, room: float) -> int:
    count, used = 1, widths[0]
    for width in widths[1:]:
        count, used = (count, used + space + width) if used + space + width <= room else (count + 1, width)
    return count


@given(words=_words, room=st.floats(20, 300), points=st.none() | st.floats(12, 72))
def test_balanced_lines_are_as_many_as_before_and_a_narrower_room_takes_more(
    words: list[str], room: float, points: float | None
) -> None:
    style = _theme.styles["plate-name"]
    scale = (points or _theme.sizes[style.size or ""]) / _theme.sizes[style.size or ""]
    widths = [text_width(word, _theme, style) * scale for word in words]
    space = text_width(" ", _theme, style) * scale
    width = balanced_width(" ".join(words), "plate-name", _theme, room, points)
    if width is None:
        assert in_lines(widths, space, room) in (1, *range(7, 10)) or max(widths) >= room
        return
    assert width <= room
    assert in_lines(widths, space, width) == in_lines(widths, space, room)
    assert in_lines(widths, space, max(max(widths), width - 3)) > in_lines(widths, space, room) or (
        width - 3 < max(widths)
    )


def test_a_long_name_leaves_a_list_its_columns(out: Path) -> None:
    boxes = subprocess.check_output(["pdftotext", "-f", "1", "-l", "1", "-bbox", out / "attendance-sheet.pdf", "-"])
    at = {
        word: float(left)
        for left, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]+)<', boxes.decode())
        if word in ("Name", "Position", "Signature")
    }
    places = list(at.values())
    assert len(places) == 3
    assert all(80 < after - before < 160 for before, after in pairwise(places)), at
    text = subprocess.check_output(["pdftotext", "-raw", out / "attendance-sheet.pdf", "-"], text=True)
    assert "Mar\nia" not in text
    assert "Dr Maria Alexandra" in text.replace("\u00a0", " ").replace("\n", " ")


def test_a_brief_says_for_whom_somebody_speaks_and_whom_to_ask(out: Path) -> None:
    briefs = [" ".join(page) for page in lines(out / "internal" / "speaker-brief.pdf")]
    (speaks_for,) = (brief for brief in briefs if "Speaker, on behalf of" in brief)
    assert "Minister of Justice of Ruritania" in speaks_for
    assert "Speaker, on behalf of H.E. Mr Tomás Álvarez Quintero, GCMG" in speaks_for
    assert speaks_for.count("Álvarez") == 1, "he is not among those who are there with her"
    assert all("secretariat@names.example" in brief for brief in briefs)


def test_biographies_name_everybody_of_whom_there_is_something_to_say(out: Path) -> None:
    (page,) = lines(out / "biographies.pdf")
    text = " ".join(page)
    assert "H.E. Mr Tomás Álvarez Quintero, GCMG Minister for Water" in text
    assert "Special Representative for Transboundary Waters, United Basins" in text
    assert WORD[:20] not in text
