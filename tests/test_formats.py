"""One table of formats: what stands in it can be asked for, recorded, proven and offered, and nothing else can."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import command
import pikepdf
import pytest
from msgspec.structs import replace

from conceptnote.build.composed import Composed
from conceptnote.build.formats import FORMATS, Format, format_named, paper_formats, register
from conceptnote.build.hashing import sha256
from conceptnote.build.manifest import Manifest
from conceptnote.build.pool import Pool
from conceptnote.build.record import Record
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.build.verify import built_to_be_proven, verify
from conceptnote.check.finding import Finding
from conceptnote.check.obligation import Obligation
from conceptnote.cli import completion
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.nodes import Text, walk
from conceptnote.languages.known import shipped


def words(paper: Composed) -> bytes:
    """A paper as plain text."""
    return "\n".join(node.text for node in walk(paper.doc) if isinstance(node, Text)).encode()


def shows_lockups(data: bytes, obligations: Sequence[Obligation], foreign: bool) -> list[Finding]:
    """Whether a text has the words that come before the name of each funder."""
    text = " ".join(data.decode().split())
    return [Finding("lockup", f"“{one.party}” is not there", None) for one in obligations if one.party not in text]


TOY = Format(name="toy", media_type="text/x-toy", suffix=".txt2", paper=words, proof=shows_lockups)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Format:
    monkeypatch.setitem(FORMATS, "toy", TOY)
    return TOY


def test_a_format_that_is_registered_is_found_wherever_formats_are(toy: Format, project: Path) -> None:
    assert completion.several(FORMATS)("pdf,to") == ["pdf,toy"]
    done = command.run("build", "-f", "toy", "-d", "programme", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    text = (project / "out" / "programme.txt2").read_text()
    assert "Opening" in text
    record = Manifest.read(project / "out").records["programme.txt2"]
    assert (record.format, record.acknowledgement, record.sha256) == ("toy", "proven", sha256(text.encode()))
    assert "programme.txt2" in command.run("build", "-f", "toy", "-d", "programme", cwd=project).stdout
    assert command.run("build", "--check", "-f", "toy", "-d", "programme", cwd=project).returncode == 0

    # It is proven as it says, when it is built and afterwards.
    event = project / "data" / "event.yaml"
    (said,) = verify(event, built_to_be_proven(project / "out"))
    assert "acknowledges" in said
    (project / "out" / "programme.txt2").write_text("Nobody")
    with pytest.raises(DiagnosticError, match="is not there"):
        verify(event, [project / "out" / "programme.txt2"])
    FORMATS["toy"] = replace(TOY, paper=lambda _: b"Nobody")
    with pytest.raises(DiagnosticError, match="is not there"):
        build(Request(event, formats=["toy"], force=True))
    assert (project / "out" / "programme.txt2").read_text() == "Nobody"


def test_a_format_that_is_registered_stands_on_the_page_of_the_event(toy: Format, project: Path) -> None:
    assert command.run("site", "--allow-draft", cwd=project).returncode == 0
    page = (project / "site" / "event" / "index.html").read_text()
    assert 'href="programme.txt2"' in page
    assert 'type="text/x-toy"' in page
    assert (project / "site" / "event" / "programme.txt2").is_file()


def test_a_format_that_is_registered_is_in_the_help() -> None:
    program = (
        "from conceptnote.build.formats import Format, register\n"
        "register(Format(name='toy', media_type='text/x-toy', paper=bytes, proof=print, usual=True))\n"
        "from conceptnote.cli import app\napp(['build', '--help'])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    said = " ".join(said.split())
    assert "pdf, docx, html, toy, or of the event ics" in said
    assert "pdf,docx,toy" in said


def test_what_is_not_in_the_table_can_be_neither_asked_for_nor_recorded(built: Path) -> None:
    with pytest.raises(DiagnosticError, match="there is no format “rtf”"):
        Request(formats=["rtf"])
    with pytest.raises(DiagnosticError, match="there is no format “rtf”"):
        format_named("rtf")
    record = next(iter(Manifest.read(built / "out").records.values()))
    assert Record.of_json(record.to_json()) == record
    with pytest.raises(TypeError):
        Record.of_json(record.to_json() | {"format": "rtf"})


@pytest.mark.parametrize(
    "facts",
    [
        {"paper": words},  # which nobody could prove
        {"export": words},  # which has no name
        {"paper": words, "proof": shows_lockups, "export": words, "stem": "event"},
        {},
    ],
)
def test_a_format_is_whole_or_none(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="toy"):
        Format(name="toy", media_type="text/plain", **facts)  # type: ignore[arg-type] # what is tried
    with pytest.raises(ValueError, match="toy"):
        register(replace(TOY, suffix=".pdf"))
    assert "toy" not in FORMATS


def test_the_id_of_a_paper_is_the_hash_of_the_data_that_it_carries_and_changes_with_what_it_shows(
    project: Path, pool: Pool
) -> None:
    event = project / "data" / "event.yaml"

    def ids(formats: Sequence[str]) -> dict[str, str]:
        return {one.record.file: one.record.id for one in build(Request(event, formats=formats), pool=pool).outputs}

    first = ids(paper_formats())
    for name in ("concept-note", "programme"):
        assert len({first[f"{name}.{form}"] for form in paper_formats()}) == 1
        with pikepdf.open(BytesIO((project / "out" / f"{name}.pdf").read_bytes())) as pdf:
            (attached,) = pdf.attachments.values()
            assert sha256(attached.get_file().read_bytes()).startswith(first[f"{name}.pdf"])
    listed = json.loads((project / "out" / "manifest.json").read_text())["files"]
    assert {one["file"]: one["id"] for one in listed} == first

    text = event.read_text()
    event.write_text(f"# Nothing of this is shown.\n{text}")
    assert ids(["html"]) == {name: first[name] for name in first if name.endswith(".html")}
    event.write_text(text.replace("item: Opening", "item: Opening words"))
    assert ids(["html"])["programme.html"] != first["programme.html"]


def test_each_language_says_what_the_files_on_a_page_are() -> None:
    offered = {one.name for one in FORMATS.values() if one.offered}
    for language in shipped():
        assert offered <= language.papers.downloads.keys(), language.tag
        assert language.papers.format_name("toy") == "TOY"
