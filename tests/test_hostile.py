"""Files made to have their reader busy for ever: they cannot be read, or are read in little time; nothing else happens.

The limits of CPU and memory are set where they would end any of the old ways to read these files, and are met by none:
what is refused is refused by its counts.
"""

from __future__ import annotations

import base64
import os
import random
import stat
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import hostile
import pikepdf
import pytest
import strategies
from PIL import Image
from verifying import Docx, build_all, promises_of

from conceptnote.build import apart
from conceptnote.build.project_creation import ProjectCreation
from conceptnote.build.verify import verify
from conceptnote.check.acknowledgement import check_acknowledgement
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.read.html import read_html
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.read.weight import weigh
from conceptnote.regularfile import read_regular

EVENT: strategies.Data = {
    "title": "Rivers",
    "date": "2031-03-04",
    "time": "9:15–10:15",
    "timezone": "Europe/Brussels",
    "parties": {"fund": {"name": "River Fund", "roles": "funder"}},
    "funders": [{
        "party": "fund", "lockup": "with funding from the",
        "logos": {"file": "images/mark.svg", "alt": "Mark of the fund"},
    }],
}  # fmt: skip
IMAGES = {"images/mark.svg": strategies.svg(120, 45, "#0b6e4f")}


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return strategies.write_project(tmp_path_factory.mktemp("rivers"), EVENT, IMAGES)


@pytest.fixture(scope="module")
def good(event: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    files = build_all(event, tmp_path_factory.mktemp("out"), ["concept-note"])
    return {form: data for (_, form), data in files.items()}


@pytest.fixture(autouse=True)
def few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(apart.SECONDS, "30")
    monkeypatch.setenv(apart.MEGABYTES, "1000")


def problems_of(event: Path, *files: Path) -> Sequence[Diagnostic]:
    with pytest.raises(DiagnosticError) as refused:
        verify(event, files)
    assert refused.value.exit_code == 3
    assert all(problem.code is Code.ACKNOWLEDGEMENT for problem in refused.value.diagnostics)
    return refused.value.diagnostics


UNREADABLE = {
    "a form that draws itself": "within itself",
    "forms that draw each other": "within itself",
    "nested forms": "draws more than 32 MB on one page",
    "nested forms with names as strings": "draws more than 32 MB on one page",
    "a Flate bomb in another": "unpacks to more",
    "a picture of 30,000 × 30,000": "draws more than 32 MB on one page",
    "a clip of 300,000 points": "too many points",
    "1,000 pages of text": "draws more than 200 MB",
    "1,000 pages of 19,000 paths": "draws more than 200 MB",
    "soft masks of soft masks": "within itself",
    "a page of 0.0001 pt": "smaller than 3 pt",
    "a page of 10,000,000 pt": "wider or higher than 1000000",
    "a password": "locked by a password",
    "1,000,000 paragraphs": "more than 1,000,000 elements",
    "500,000 runs": "more than 1,000,000 elements",
    "10,000 levels": "damaged",
    "a part of 64 MB": "unpacks to more",
    "1,000,000 spans": "more than 500,000 elements",
    "pictures of 25 million dots": "pictures have more than 1,000,000,000 dots",
}
ALL = {**hostile.PDFS, **hostile.HTMLS, **hostile.DOCXS}
MADE_QUICKLY = [name for name in ALL if name not in ("a Flate bomb", "a clip of 300,000 points", "tiny tiles")]


def test_no_file_keeps_its_reader(event: Path, tmp_path: Path) -> None:
    """All in one go: each is refused for what it has too much of, or acknowledges nobody; none meets a limit."""
    files = {}
    for number, name in enumerate([*MADE_QUICKLY, "a clip of 300,000 points"]):
        files[name] = tmp_path / str(number)
        files[name].write_bytes(ALL[name]())
    problems = problems_of(event, *files.values())
    for name, file in files.items():
        said = [p.message for p in problems if p.location is not None and p.location.file == str(file)]
        assert said, name
        assert not any("reading it takes" in one or "it stopped" in one or "Error" in one for one in said), (name, said)
        if name in UNREADABLE:
            assert len(said) == 1, name
            assert said[0].startswith("the file cannot be read: "), name
            assert UNREADABLE[name] in said[0], (name, said)
    assert set(UNREADABLE) <= set(files)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(ALL) - set(MADE_QUICKLY) - {"a clip of 300,000 points"}))
def test_no_file_that_takes_long_to_make_keeps_its_reader(name: str, event: Path, tmp_path: Path) -> None:
    (tmp_path / "file.pdf").write_bytes(ALL[name]())
    said = [problem.message for problem in problems_of(event, tmp_path / "file.pdf")]
    assert said
    assert not any("reading it takes" in one or "it stopped" in one or "Error" in one for one in said), said


def test_what_nobody_counts_meets_a_limit(
    event: Path, good: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others that were named with it are looked at all the same."""
    (tmp_path / "slow.pdf").write_bytes(hostile.many_paths(99_000, pages=6))
    (tmp_path / "good.html").write_bytes(good["html"])
    monkeypatch.setenv(apart.SECONDS, "1")
    (problem,) = problems_of(event, tmp_path / "slow.pdf", tmp_path / "good.html")
    assert "the file cannot be read: reading it takes more than 1 seconds" in problem.message
    assert problem.location is not None
    assert problem.location.file.endswith("slow.pdf")


def test_a_limit_that_is_no_number_is_told(event: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(apart.SECONDS, "soon")
    with pytest.raises(DiagnosticError, match="CONCEPTNOTE_READING_SECONDS is “soon”"):
        verify(event, [event])


def test_only_regular_files_are_read(event: Path, tmp_path: Path) -> None:
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    said = {Path(p.location.file).name: p.message for p in problems_of(event, *tmp_path.iterdir()) if p.location}
    assert said == {
        "zero.pdf": "the file cannot be read: it is a device or a pipe, not a file",
        "pipe.pdf": "the file cannot be read: it is a device or a pipe, not a file",
        "folder.pdf": "the file cannot be read: it is a folder",
    }
    with pytest.raises(DiagnosticError, match="it is a device or a pipe"):
        ProjectCreation(tmp_path / "new", (tmp_path / "pipe.pdf").rename(tmp_path / "note.txt"))
    assert stat.S_ISFIFO((tmp_path / "note.txt").stat().st_mode)
    (tmp_path / "words").write_bytes(b"words")
    assert read_regular(tmp_path / "words", 3) == b"wor"


def test_a_locked_pdf_of_an_event_in_two_languages_cannot_be_read(tmp_path: Path) -> None:
    event = strategies.write_project(tmp_path, EVENT | {"language": ["en", "fr"]}, IMAGES)
    (tmp_path / "locked.pdf").write_bytes(hostile.locked(hostile.page_size("0 0 595 842")))
    (problem,) = problems_of(event, tmp_path / "locked.pdf")
    assert problem.message == "the file cannot be read: the PDF is locked by a password; save it without one"


@pytest.mark.parametrize(
    "made", [*hostile.DOCXS.values(), lambda: hostile.chain_of_styles(40_000)], ids=[*hostile.DOCXS, "40,000 styles"]
)
def test_no_note_keeps_its_reader(made: Callable[[], bytes], tmp_path: Path) -> None:
    (tmp_path / "note.docx").write_bytes(made())
    try:
        ProjectCreation(tmp_path / "new", tmp_path / "note.docx")
    except DiagnosticError as error:
        (problem,) = error.diagnostics
        assert problem.code is Code.MANUSCRIPT_UNREADABLE
        assert problem.location is not None
        assert "reading it takes" not in problem.message


@pytest.mark.parametrize("text", ["a\n" * 1_000_000, "a " * 1_000_000, "[1] " * 500_000, "- a\n" * 500_000])
def test_no_text_keeps_its_reader(text: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(text)
    with pytest.raises(DiagnosticError, match=r"at most 1000000 are read|more than 20000 paragraphs"):
        ProjectCreation(tmp_path / "new", tmp_path / "note.txt")


def test_what_a_page_draws_is_counted_as_often_as_it_is_drawn() -> None:
    inner, outer = b"0 0 10 10 re f " * 10, b"/A Do " * 10
    objects = {5: hostile.form(outer, b"/XObject<</A 6 0 R>>"), 6: hostile.form(inner)}
    data = hostile.pdf(b"/A Do", b"/A Do", resources=b"/XObject<</A 5 0 R>>", objects=objects, pages=2)
    assert weigh(data) == [len(b"/A Do\n/A Do") + 2 * (len(outer) + 10 * len(inner))] * 2


# Pictures of pages


PNG = BytesIO()
Image.new("RGB", (40, 40), "red").save(PNG, "PNG")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("data:image/png;base64,{data}", True),
        ("data:image/png;charset=x; BASE64,{data}", True),
        ("data:image/png;base64,{wrapped}", True),
        ("data:image/png;base64,{data}!", False),
        ("data:image/png;base64,*{data}", False),
        ("data:image/png;base64,{short}", False),
        ("data:image/svg+xml;base64,{data}", False),
        ("data:image/png,<svg/>", False),
        ("data:image/svg+xml,<svg/>", True),
        ("https://example.org/{data}", False),
    ],
)
def test_a_picture_is_one_where_browsers_show_it(address: str, shown: bool) -> None:
    data = base64.b64encode(PNG.getvalue()).decode()
    address = address.format(data=data, wrapped="\n".join(data), short=data[:41])
    story = read_html(hostile.html(f'<img alt="" src="{address}">')).body
    ((_, picture),) = story.pictures()
    assert (picture.images != (None,)) == shown


def test_a_page_whose_picture_is_broken_does_not_acknowledge(event: Path, good: dict[str, bytes]) -> None:
    obligations = promises_of(event)
    assert check_acknowledgement(good["html"], obligations) == []
    broken = good["html"].replace(b";base64,", b";base64,!")
    assert broken != good["html"]
    assert {finding.rule for finding in check_acknowledgement(broken, obligations)} == {"ack-mark"}


# Files that something has happened to


def harmed(data: bytes, chance: random.Random) -> bytes:
    """A file cut, with bytes changed, or with a part of it doubled, moved or taken out."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at, size = chance.randrange(len(made)), chance.choice((1, 1, 1, 8, 200, 3000))
        match chance.randrange(4):
            case 0:
                made[at : at + size] = chance.randbytes(size)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size]
            case _:
                made[at : at + 1] = bytes([made[at] ^ 1 << chance.randrange(8)])
    return bytes(made)


def without_acknowledgement(form: str, data: bytes) -> bytes:
    if form == "pdf":
        with pikepdf.open(BytesIO(data)) as file:
            for page in file.pages:
                page.Contents = file.make_stream(b"")
            made = BytesIO()
            file.save(made)
            return made.getvalue()
    if form == "docx":
        docx = Docx(data)
        docx.parts = {name: part.replace(b"funding", b"fun") for name, part in docx.parts.items()}
        return docx.bytes()
    return data.replace(b"funding", b"fun")


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_a_harmed_file_never_fails_its_reader(form: str, event: Path, good: dict[str, bytes]) -> None:
    obligations = promises_of(event)
    data = without_acknowledgement(form, good[form])
    assert check_acknowledgement(data, obligations, foreign=True)
    read = 0
    for seed in range(25):
        changed = harmed(data, random.Random(seed))
        try:
            assert check_acknowledgement(changed, obligations, foreign=True), seed
            read += 1
        except UnreadableFile:
            continue
    assert read or form == "docx"
