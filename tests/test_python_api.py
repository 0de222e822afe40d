"""The Python API: what docs/python-api.md shows works, and importing the package costs next to nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import conceptnote

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python-api.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_of_its_page_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 5
    names: dict[str, object] = {}
    for example in examples:
        exec(example, names)
    printed = capsys.readouterr().out
    for said in (
        "Civil society engagement", "\nen\n", "warning CN163 data/event.yaml:", "out/programme.pdf 1 proven\n",
        "out/programme.html None proven\n", "there is no such event file", "\nRoom XXI\n",
    ):  # fmt: skip
        assert said in printed, said
    assert {path.name for path in (project / "out").iterdir()} >= {"programme.pdf", "programme.html", "manifest.json"}


def test_what_is_exported_is_there_and_importing_it_loads_nothing() -> None:
    program = (
        "import sys, conceptnote\n"
        "loaded = [name for name in sys.modules if name.startswith('conceptnote')]\n"
        "import conceptnote.build.run, conceptnote.check.event.context\n"
        "from conceptnote import *\n"
        "heavy = {'weasyprint', 'docx', 'babel', 'pydantic', 'jinja2', 'lxml', 'PIL'} & set(sys.modules)\n"
        "print(loaded, callable(conceptnote.build), callable(check), load.__name__, Request.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['conceptnote'] True True load Request\n"
    assert all(getattr(conceptnote, name) for name in conceptnote.__all__)
    with pytest.raises(AttributeError, match="has no “nothing”"):
        conceptnote.nothing  # noqa: B018


def test_values_are_not_dropped_where_an_event_is_open_already(project: Path) -> None:
    event = conceptnote.load(project)
    with pytest.raises(ValueError, match="this one is already loaded"):
        conceptnote.build(event, conceptnote.Request(values=["venue.room=XX"]))
    changed = conceptnote.load(project, values=["venue.room=XX"])
    wanted = conceptnote.Request(values=["venue.room=XX"], documents=["programme"], formats=["html"])
    (made,) = conceptnote.build(changed, wanted).outputs
    assert "XX" in made.path.read_text(encoding="utf-8")
    assert made.path == Path("out/programme.html")


def test_a_report_has_what_keeps_an_event_from_being_read(project: Path) -> None:
    report = conceptnote.check("data/nothing.yaml", project)
    assert any("no such event file" in found.message for found in report.diagnostics)
    assert any(found.code.code == "CN163" for found in report.diagnostics)
    assert len(report.projects) == 1
