"""The id of a paper in small print: in each format, and without moving anything else."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import reading
from returning import Word

from conceptnote.build.edition import Edition
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

EVENT = """\
title: Water for all
date: 2026-06-10
status: draft
time: 9:00–11:00
timezone: Europe/Paris
parties: {fund: {name: Water Fund}, lake: {name: Lake Office}, town: {name: The town}}
sections: [{heading: Purpose, text: We meet.}]
"""
MARK, TEXT = "logos: [{file: mark.svg, alt: A mark}]", "text_only: true"
LONG = "with funding from friends"
FUNDERS = {
    "none": (),
    "a mark": (("fund", "with funding from", MARK),),
    "words": (("fund", "with funding from the Water Fund", TEXT),),
    "marks": tuple((one, "with funding from", MARK) for one in ("fund", "lake", "town")),
    "words of several": tuple((one, f"{LONG}, the {one}", TEXT) for one in ("fund", "lake", "town")),
}
FITS = {name: name != "words of several" for name in FUNDERS}


def boxes(pdf: Path) -> list[tuple[str, ...]]:
    """The words of a file, each with its page and place."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', text)


@pytest.mark.parametrize("name", FUNDERS)
def test_the_id_is_in_each_format_and_moves_nothing(
    name: str, pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = Path(__file__).parents[1] / "data" / "images" / "austrian-development-cooperation-placeholder.svg"
    (tmp_path / "mark.svg").write_bytes(mark.read_bytes())
    funders = [f"{{party: {party}, lockup: '{words}', {marks}}}" for party, words, marks in FUNDERS[name]]
    (tmp_path / "event.yaml").write_text(f"{EVENT}funders: [{', '.join(funders)}]\n", encoding="utf-8")
    request = Request(tmp_path / "event.yaml", tmp_path / "out", ["pdf", "docx", "html"], ["concept-note"])
    (id,) = {output.record.id[:8] for output in build(request, pool=pool).outputs}
    out = tmp_path / "out"
    word = Word((out / "concept-note.docx").read_bytes())
    said = {
        "docx": reading.read_docx((out / "concept-note.docx").read_bytes()).footer,
        "html": (out / "concept-note.html").read_text(encoding="utf-8").rpartition("<footer")[2],
        "pdf": reading.pdf_texts((out / "concept-note.pdf").read_bytes())[0],
    }
    assert {form for form, text in said.items() if id in text} == (set(said) if FITS[name] else set())
    assert id.encode() in word.get("docProps/core.xml")
    printed = boxes(out / "concept-note.pdf")
    monkeypatch.setattr(Edition, "written", property(lambda self: self.docs))
    build(Request(tmp_path / "event.yaml", tmp_path / "bare", ["pdf"], ["concept-note"]), pool=pool)
    bare = boxes(tmp_path / "bare" / "concept-note.pdf")
    assert [box for box in printed if box[-1] != id] == bare
