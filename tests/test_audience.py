"""Parts of an event for one audience: in its papers, whose names are their own, and in no byte of any other."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import reading
import strategies
import yaml
from examples import examples
from hypothesis import assume, given

from conceptnote.build.lint import lint
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, check_built
from conceptnote.compose.compose import Composer
from conceptnote.datapath import format_path
from conceptnote.diagnostics import DiagnosticError, ExitCode, Severity
from conceptnote.export.public import public_yaml
from conceptnote.source.audience import for_audience
from conceptnote.source.load import Source, load_event
from conceptnote.source.templates import SHIPPED_DOCUMENTS, Templates
from conceptnote.theme.theme import load_theme

EVENT = """\
title: Water
date: 2030-03-05
time: 9:15–12:00
timezone: Europe/Zurich
people:
  keita: {name: Keita}
  zulu: {name: Zoltan}
parties:
  wmo: {name: World Met, roles: organiser}
panel:
  - {person: zulu, audience: funder}
  - keita
agenda:
  - {item: Zanzibar, time: 9:15, audience: [funder]}
  - {item: Opening, time: 9:30, who: [{office: Zagreb, audience: press}, {office: Mayor}]}
  - {item: Zeeland, time: 11:00, audience: [press, donors]}
  - {item: Closing, time: 11:30, audience: []}
sections:
  - {heading: Zurnas, text: Zithers, audience: funder}
  - {heading: Purpose, text: To share wells., show: [panel, agenda]}
"""
OF_FUNDER = ("Zoltan", "Zanzibar", "Zurnas", "Zithers")
OF_PRESS = ("Zagreb", "Zeeland")
PUBLIC = ("Keita", "Opening", "Mayor", "Closing", "Purpose")
SIX = [f"{document}.{form}" for document in SHIPPED_DOCUMENTS for form in ("docx", "html", "pdf")]


@pytest.fixture
def event(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(EVENT, encoding="utf-8")
    return file


def made(event: Path, pool: Pool | None = None, **options: Any) -> Build:
    return build(Request(event, **{"formats": ["html"], **options}), pool=pool)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")


def manifest(event: Path) -> dict[str, dict[str, Any]]:
    read = json.loads((event.parents[1] / "out" / "manifest.json").read_text(encoding="utf-8"))
    return {one["file"]: one for one in read["files"]}


def unpacked(file: Path) -> bytes:
    """Everything that a file holds: parts of a package, streams and attachments of a PDF, and what its pages say."""
    data = file.read_bytes()
    if file.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return b"\n".join(part.encode() + package.read(part) for part in package.namelist())
    if file.suffix != ".pdf":
        return data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and _readable(one)]
        attached = [pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments]
        said = "".join(str(one) for one in pdf.objects if not isinstance(one, pikepdf.Stream))
    assert attached
    read = subprocess.check_output(["pdftotext", file, "-"])
    return b"\n".join([*streams, *attached, said.encode(), read])


def _readable(stream: pikepdf.Stream) -> bool:
    return stream.get("/Subtype") != "/Image"


def test_parts_for_others_are_in_no_byte_of_a_paper(event: Path, tmp_path: Path, pool: Pool) -> None:
    made(event, pool, formats=["pdf", "docx", "html"])
    assert names(tmp_path / "out") == sorted(SIX)
    made(event, pool, formats=["pdf", "docx", "html"], audience="funder")
    of_funder = [name.replace(".", ".funder.") for name in SIX]
    assert names(tmp_path / "out") == sorted([*SIX, *of_funder])
    for name in SIX:
        held = unpacked(tmp_path / "out" / name)
        for word in (*OF_FUNDER, *OF_PRESS, "audience", "donors"):
            assert word.encode() not in held, (name, word)
        assert b"Mayor" in held
    for name in of_funder:
        held = unpacked(tmp_path / "out" / name)
        assert b"Zanzibar" in held, name
        for word in OF_PRESS:
            assert word.encode() not in held, (name, word)
    text = unpacked(tmp_path / "out" / "concept-note.funder.pdf")
    for word in (*OF_FUNDER, *PUBLIC):
        assert word.encode() in text
    for word in PUBLIC:
        assert word.encode() in unpacked(tmp_path / "out" / "concept-note.pdf")


def test_the_manifest_says_for_whom_a_file_is(event: Path) -> None:
    made(event)
    made(event, audience="press")
    found = {name: entry["audience"] for name, entry in manifest(event).items()}
    assert found == {
        "concept-note.html": None, "programme.html": None,
        "concept-note.press.html": "press", "programme.press.html": "press",
    }  # fmt: skip


def unchanged(done: Build) -> bool:
    return all(output.seconds is None for output in done.outputs)


def test_builds_keep_what_is_for_other_audiences(event: Path, tmp_path: Path, pool: Pool) -> None:
    everything = {"formats": ("pdf", "docx")}
    made(event, pool, **everything)
    made(event, pool, audience="funder", values=["title=Wells"], **everything)
    eight = names(tmp_path / "out")
    assert len(eight) == 8
    # What one build sets says nothing about the files of another audience.
    for audience, values in ((None, []), ("funder", ["title=Wells"])):
        assert unchanged(made(event, pool, audience=audience, values=values, **everything))
        check_built(Request(event, audience=audience, values=values, **everything))  # type: ignore[arg-type] # as above
    event.write_text(EVENT.replace("Opening", "Beginning"), encoding="utf-8")
    done = made(event, pool, **everything)
    assert names(tmp_path / "out") == eight
    assert done.removed == []
    assert {(str(one.location).rsplit("/", 1)[-1], one.severity) for one in done.warnings} == {
        (name, Severity.WARNING) for name in eight if ".funder." in name
    }
    assert all("conceptnote build --audience funder" in (one.hint or "") for one in done.warnings)
    assert made(event, pool, audience="funder", **everything).warnings == []
    assert unchanged(made(event, pool, **everything))


def test_files_of_an_earlier_build_go_for_their_own_audience_alone(event: Path, tmp_path: Path, pool: Pool) -> None:
    made(event, audience="funder")
    made(event)
    event.write_text(EVENT.replace("Opening", "Beginning"), encoding="utf-8")
    done = made(event, pool, formats=("pdf", "docx"))
    assert {path.name for path in done.removed} == {"concept-note.html", "programme.html"}
    assert (tmp_path / "out" / "concept-note.funder.html").exists()


@pytest.mark.parametrize("audience", ["fundr", "", "../x", "nobody"])
def test_an_unknown_audience_is_refused_with_those_that_there_are(audience: str, event: Path, tmp_path: Path) -> None:
    made(event)
    with pytest.raises(DiagnosticError) as caught:
        made(event, audience=audience)
    (problem,) = caught.value.diagnostics
    assert f"no part of the event is for “{audience}”" in problem.message
    expected = "did you mean “funder”?" if audience == "fundr" else "the event has parts for: donors, funder, press"
    assert (problem.hint, str(problem.location)) == (expected, "--audience")
    assert problem.code.exit_code is ExitCode.USAGE
    assert names(tmp_path / "out") == ["concept-note.html", "programme.html"]
    report = lint(event, strategies.date(2030, 1, 1), audience=audience)
    assert report.diagnostics == (problem,)


def test_an_event_without_audiences_says_how_they_are_made(event: Path) -> None:
    event.write_text(strategies.as_yaml(_for(yaml.load(EVENT, yaml.BaseLoader), None)), encoding="utf-8")
    with pytest.raises(DiagnosticError, match="write “audience:” in a part of it"):
        made(event, audience="funder")


FAULTS = [
    ("item: Opening,", "item: Opening, text: 'A[^n]',", ":15:29", "agenda[1].text"),
    ("{office: Mayor}", "{office: 𓀀}", ":15:83", "agenda[1].who[1].office"),
    ("text: To share wells.", "text: 'A[^n]'", ":20:32", "sections[1].text"),
]


@pytest.mark.parametrize(("old", "new", "place", "path"), FAULTS)
@pytest.mark.parametrize("audience", [None, "funder", "press"])
def test_what_is_wrong_after_a_part_left_out_is_told_at_its_line_and_path(
    old: str, new: str, place: str, path: str, audience: str | None, event: Path, pool: Pool
) -> None:
    assert old in EVENT
    event.write_text(EVENT.replace(old, new), encoding="utf-8")
    with pytest.raises(DiagnosticError) as caught:
        made(event, pool, audience=audience, formats=["pdf"])
    found = {(str(one.location), format_path(one.path)) for one in caught.value.diagnostics}
    assert found == {(f"{event}{place}", path)}


def test_checks_look_at_what_is_printed(event: Path) -> None:
    event.write_text(EVENT.replace("time: 11:30", "time: 10:30"), encoding="utf-8")

    def found(audience: str | None) -> list[str]:
        report = lint(event, strategies.date(2030, 1, 1), audience=audience)
        return [f"{one.location and one.location.line} {one}" for one in report.diagnostics]

    assert not any("CN124" in one for one in (*found(None), *found("funder")))
    (late,) = (one for one in found("press") if "CN124" in one)
    assert late.startswith("17 ")
    assert "[agenda[3].time]" in late
    # Somebody whom only a part for others names is not missing from the rest.
    assert not any("Zoltan" in one for one in found(None))


def test_an_alternative_has_no_audience_of_its_own(event: Path) -> None:
    wrong = EVENT.replace("  - keita\n", "  - any_of: [keita, {office: Mayor, audience: press}]\n")
    event.write_text(wrong, encoding="utf-8")
    with pytest.raises(DiagnosticError, match="cannot have its own audience"):
        load_event(event)


def loaded(data: strategies.Data, folder: Path) -> Source:
    file = folder / "event.yaml"
    file.write_text(strategies.as_yaml(data), encoding="utf-8")
    return load_event(file)


def papers(source: Source) -> list[Any]:
    composer = Composer(source.event, Templates(source.project).read, load_theme().style_names)
    docs = [composer.compose(name) for name in SHIPPED_DOCUMENTS]
    return [(doc.metadata, reading.read_doc(doc)) for doc in docs]


def _for(value: Any, audience: str | None) -> Any:
    """The data that an officer would have written without the parts for others."""
    if isinstance(value, list):
        return [_for(each, audience) for each in value if _is_for(each, audience)]
    if not isinstance(value, dict):
        return value
    return {key: _for(_many(key, each), audience) for key, each in value.items() if key != "audience"}


def _without_lengths(value: Any) -> Any:
    """The data without lengths from which times would follow: those stay where a row before is left out."""
    if isinstance(value, list):
        return [_without_lengths(each) for each in value]
    if not isinstance(value, dict):
        return value
    derived = "item" in value and "time" not in value
    return {key: _without_lengths(each) for key, each in value.items() if not (derived and key == "minutes")}


_ONE_OR_MANY = ("who", "practical", "contacts", "before", "after")


def _many(key: str, value: Any) -> Any:
    return [value] if key in _ONE_OR_MANY and not isinstance(value, list) else value


def _is_for(item: Any, audience: str | None) -> bool:
    said = item.get("audience", []) if isinstance(item, dict) else []
    return not said or audience in (said if isinstance(said, list) else [said])


@examples(10, fuzz=250, shrink=False)
@given(data=strategies.events())
def test_papers_are_those_of_an_event_that_never_had_the_other_parts(
    data: strategies.Data, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    data = _without_lengths(data)
    whole = loaded(data, folder)
    for audience in (None, *strategies.AUDIENCES):
        written = _for(data, audience)
        lost = {key for key in ("panel", "agenda", "practical", "contacts") if key in data and not written[key]}
        assume(not lost)  # A section cannot ask for a list that the file does not have.
        try:
            shown = for_audience(whole, audience)
        except DiagnosticError:
            assert f"'{audience}'" not in str(data)
            continue
        again = loaded(written, folder)
        assert papers(shown) == papers(again)
        assert public_yaml(shown.event) == public_yaml(again.event)


def test_times_are_those_of_the_whole_event(tmp_path: Path) -> None:
    """A row that is left out takes time all the same."""
    rows = [
        {"item": "Opening", "minutes": "15"},
        {"item": "Accounts", "minutes": "30", "audience": "funder"},
        {"item": "Debate", "minutes": "20", "rows": [{"item": "First word", "minutes": "5"}]},
    ]
    data = {"title": "T", "date": "2030-03-05", "time": "9:15–10:45", "timezone": "Europe/Zurich", "agenda": rows}
    public = for_audience(loaded(data, tmp_path), None)
    said = reading.read_doc(
        Composer(public.event, Templates(public.project).read, load_theme().style_names).compose("programme")
    )
    for words in ("9:15–9:30Opening", "10:00–10:20Debate", "10:00–10:05Firstword"):
        assert words in said.body
    assert "Accounts" not in said.body


def test_a_section_that_shows_only_what_is_for_others_is_not_printed(event: Path, tmp_path: Path) -> None:
    text = EVENT.replace("  - keita\n", "").replace("text: To share wells., show: [panel, agenda]", "show: panel")
    event.write_text(text, encoding="utf-8")
    made(event)
    page = (tmp_path / "out" / "concept-note.html").read_text(encoding="utf-8")
    assert "Purpose" not in page
    made(event, audience="funder")
    page = (tmp_path / "out" / "concept-note.funder.html").read_text(encoding="utf-8")
    assert "Purpose" in page
