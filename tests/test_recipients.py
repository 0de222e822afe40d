"""Lists of recipients: read as spreadsheets write them, refused with row and column where they cannot be used."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import DiagnosticError
from conceptnote.source.project import Project
from conceptnote.source.recipients import plain_name, read_recipients

EVENT = """
title: Water at the table
date: 2030-03-05
time: 9:15–10:45
timezone: Europe/Zurich
parties: {mission: {name: Permanent Mission of Ruritania, roles: host}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    return tmp_path / "data"


def rows(folder: Path, data: bytes, name: str = "guests.csv") -> list[dict[str, str]]:
    (folder / name).write_bytes(data)
    found = read_recipients(name, Project.of(folder / "event.yaml"))
    return [dict(row.cells) for row in found.rows]


@pytest.mark.parametrize("before", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_write_lists_in_many_ways(before: bytes, delimiter: str, folder: Path) -> None:
    text = 'Given name|Adresse\r\n"Ada; Ms, and\ta ""friend"""|"1 Road\r\nCity"\r\n\r\nÉlodie|\r\n'
    assert rows(folder, before + text.replace("|", delimiter).encode()) == [
        {"given_name": 'Ada; Ms, and a "friend"', "adresse": "1 Road\nCity"},
        {"given_name": "Élodie", "adresse": ""},
    ]


@examples(60)
@given(
    table=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=9), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_what_a_spreadsheet_writes_is_read_back(table: list[list[str]], delimiter: str, folder: Path) -> None:
    table = [[f"x{cell}" for cell in row] for row in table]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([["a", "b", "c"], *table])
    found = rows(folder, text.getvalue().encode())
    assert [list(row.values()) for row in found] == table


def test_a_list_may_be_yaml(folder: Path) -> None:
    data = b"- {name: Ada Okoye, organisation: Water Fund}\n- name: Jonas Brandt\n"
    assert rows(folder, data, "guests.yaml") == [
        {"name": "Ada Okoye", "organisation": "Water Fund"},
        {"name": "Jonas Brandt"},
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("name,age\nAda,3\nJonas\n", "guests.csv:3: error CN016: this row has 1 cells, and the list has 2 columns"),
        ("name,name\nAda,3\n", "guests.csv:1: error CN016: two columns are called “name”"),
        ("name,\nAda,3\n", "guests.csv:1: error CN016: column 2 has no name"),
        ('name,age\n\n"Ada\nOkoye",=1+1\n', "guests.csv:3: error CN016: row 3, column “age” is a formula: =1+1"),
        ("name\n@SUM(A1)\n", "row 2, column “name” is a formula"),
        ("name\n-2+3|cmd\n", "row 2, column “name” is a formula"),
        ("name\nA\x07da\n", "row 2, column “name” contains the character U+0007"),
        ('name\n"Ada\n', "this is not CSV"),
        ("", "the list is empty"),
        ("name\n", "the list is empty"),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(data: str, said: str, folder: Path) -> None:
    with pytest.raises(DiagnosticError) as refused:
        rows(folder, data.encode())
    assert said in "\n".join(map(str, refused.value.diagnostics))


def test_a_telephone_number_and_a_dash_are_no_formulas(folder: Path) -> None:
    assert rows(folder, b"name,phone\n- none -,+41 22 000 00 00\n")[0]["phone"] == "+41 22 000 00 00"


@pytest.mark.parametrize("name", ["../../guests.csv", "nowhere.csv", "bad\0.csv"])
def test_a_list_lies_in_the_project(name: str, folder: Path) -> None:
    with pytest.raises(DiagnosticError, match=r"points outside the project|there is no file|is not the name of a file"):
        read_recipients(name, Project.of(folder / "event.yaml"))


def test_columns_are_named_plainly() -> None:
    assert [plain_name(name) for name in ("Given name", " Prénom ", "E-mail (work)")] == [
        "given_name", "prenom", "e_mail_work",
    ]  # fmt: skip


def letters(folder: Path, **asked: object) -> list[str]:
    request = Request(folder / "event.yaml", formats=["html"], documents=["invitation"], **asked)  # type: ignore[arg-type] # any option
    return [output.path.read_text(encoding="utf-8") for output in build(request).outputs]


def test_each_recipient_has_a_letter(folder: Path) -> None:
    (folder / "guests.csv").write_text('Name;Honorific;Address\nAda Okoye;Ms;"1 Road\nCity"\nJonas Brandt;;\n')
    (whole,) = letters(folder, recipients="guests.csv")
    assert "Dear Ada Okoye," in whole
    assert "1 Road<br>City" in whole
    assert "Dear Jonas Brandt," in whole
    first, second = letters(folder, recipients="guests.csv", split=True)
    assert "Ada" in first
    assert "Jonas" not in first
    assert "Jonas" in second
    manifest = (folder.parent / "out" / "manifest.json").read_text()
    assert manifest.count('"internal": true') == 3, "letters with names and addresses are not for the public"
    assert len(letters(folder)) == 1


def test_a_column_that_the_template_asks_for_is_missed_in_the_list(folder: Path) -> None:
    (folder / "guests.csv").write_text("First name,Organisation\nAda,Water Fund\n")
    with pytest.raises(DiagnosticError) as refused:
        letters(folder, recipients="guests.csv")
    (problem,) = refused.value.diagnostics
    assert str(problem).startswith(f"{folder / 'guests.csv'}:1:1: error CN017: the list has no column “name”")
    assert "first_name" in (problem.hint or "")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (",".join(f"column {n}" for n in range(50_000)), "50000 columns; at most 200 are possible"),
        (",".join(["name"] * 50_000), "50000 columns; at most 200 are possible"),
        (",".join(["name"] * 199), "the list has 148 more problems"),
    ],
)
def test_a_list_of_very_many_columns_is_refused_at_its_head(head: str, said: str, folder: Path) -> None:
    with pytest.raises(DiagnosticError) as refused:
        rows(folder, f"{head}\n".encode())
    assert len(refused.value.diagnostics) <= 51
    (found,) = [problem for problem in refused.value.diagnostics if said in problem.message]
    assert found.location is not None
    assert (Path(found.location.file).name, found.location.line) == ("guests.csv", 1)
