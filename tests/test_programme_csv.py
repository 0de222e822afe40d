"""The programme as a table: read back, every text is the one that was written, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
import strategies
from exporting import ANY_EVENT, SITTINGS, event_of
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.export.plain import plain
from conceptnote.export.programme_csv import COLUMNS, defused, programme_csv
from conceptnote.export.public import public_view
from conceptnote.export.wording import Wording
from conceptnote.schema.schedule import Programme

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def raw_rows(file: bytes) -> list[dict[str, str]]:
    """The rows of a table, each cell as a spreadsheet is given it (RFC 4180)."""
    text = io.StringIO(file.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, strict=True))


def fused(cell: str) -> str:
    """The text that `defused` made a cell of."""
    return cell[1:] if cell.startswith("'") and defused(cell[1:]) == cell else cell


def rows_of(file: bytes) -> list[dict[str, str]]:
    """The rows of a table, without the apostrophes that keep cells from being formulas."""
    return [{name: fused(cell) for name, cell in row.items()} for row in raw_rows(file)]


@ANY_EVENT
@given(data=strategies.events())
def test_every_row_is_read_back_with_its_texts_and_times(data: strategies.Data) -> None:
    event = event_of(strategies.as_yaml(data))
    file = programme_csv(event)
    view = public_view(event)
    wording = Wording(view)
    expected = Programme(view).rows
    found = rows_of(file)
    assert len(found) == len(expected)
    for row, timed in zip(found, expected, strict=True):
        local = timed.occasion.local
        assert row["item"] == timed.row.item
        assert row["text"] == (plain(timed.row.text) if timed.row.text else "")
        assert row["start"] == (f"{local(timed.start):%H:%M}" if timed.start else "")
        assert row["end"] == (f"{local(timed.end):%H:%M}" if timed.end else "")
        assert row["zone"] == timed.occasion.timezone
        assert row["level"] == str(timed.depth)
        slots = wording.ordered(timed.row.who)
        assert row["speakers"].split("\n") == ([wording.who_alone(slot) for slot in slots] or [""])
        assert row["topics"].split("\n") in ([slot.topic or "" for slot in slots], [""])
        assert row["questions"].split("\n") == (timed.row.questions or [""])
    assert not any(cell.startswith(DANGEROUS) for row in raw_rows(file) for cell in row.values())
    assert strategies.HIDDEN.encode() not in file


@given(text=st.text(alphabet=st.one_of(st.sampled_from("'=+-@\t\r\n＝＋－＠a"), st.characters()), max_size=8))
def test_no_text_is_a_formula_and_each_is_read_back(text: str) -> None:
    assert not defused(text).startswith(DANGEROUS)
    assert fused(defused(text)) == text


@pytest.mark.parametrize("item", ["=HYPERLINK(A1)", "+1", "-- and so on", "@SUM(A1)", "＝1+1", "'=1"])
def test_a_formula_does_not_reach_a_spreadsheet(item: str) -> None:
    file = programme_csv(event_of(SITTINGS.replace("item: Opening", f'item: "{item}"')))
    assert raw_rows(file)[0]["item"] == f"'{item}"
    assert rows_of(file)[0]["item"] == item


def test_excel_is_told_the_encoding_and_every_cell_is_quoted() -> None:
    file = programme_csv(event_of(SITTINGS))
    assert file.startswith(b'\xef\xbb\xbf"date"')
    assert file.count(b"\r\n") == 7
    assert list(raw_rows(file)[0]) == list(COLUMNS)
    # In countries that write ½ as 0,5 Excel parts cells at semicolons: only a cell in quotation marks stays whole.
    assert all(line.startswith(b'"') for line in file.removeprefix(b"\xef\xbb\xbf").split(b"\r\n")[:-1])


def test_a_row_says_all_that_is_known_of_it() -> None:
    opening, panel, talk, *_, whenever = rows_of(programme_csv(event_of(SITTINGS)))
    assert opening | {"date": "2030-03-05", "start": "09:00", "end": "", "zone": "Europe/Zurich"} == opening
    assert opening | {"sitting": "First day", "speakers": "Ngozi Okoye (TBC)", "kind": "session"} == opening
    assert panel["room"] == "XXI"
    assert talk | {"level": "1", "start": "09:30", "end": "09:50", "minutes": "20"} == talk
    assert whenever | {"date": "2030-03-05", "start": "", "end": ""} == whenever


def test_speakers_and_what_is_said_of_them_stand_in_one_order() -> None:
    who = "[{office: A, topic: Wells, minutes: 5}, {office: B, role: chair}]"
    (row, *_) = rows_of(programme_csv(event_of(SITTINGS.replace("who: okoye", f"who: {who}"))))
    assert [row[name].split("\n") for name in ("speakers", "roles", "topics", "speaking_minutes")] == [
        ["B", "A"], ["Chair", ""], ["", "Wells"], ["", "5"],
    ]  # fmt: skip
