"""The wheel carries all that a build needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OUTSIDE = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    return next(folder.glob("conceptnote-*.whl"))


def test_it_holds_templates_profiles_fonts_words_and_the_look(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    ours = (
        "theme",
        "languages",
        "schema",
        "build",
        "machine",
        "write",
        "check",
        "scaffold",
        "recognise",
        "publish",
        "summary",
        "site",
    )
    for folder in ("templates", "funders", "forums", *(f"src/conceptnote/{part}" for part in ours)):
        paths = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert paths
        inside = "conceptnote" / (ROOT / folder).relative_to(ROOT / "src" if folder.startswith("src") else ROOT)
        inside = Path(*inside.parts[1:]) if folder.startswith("src") else inside
        missing = {str(inside / path.relative_to(ROOT / folder)) for path in paths} - held
        assert not missing


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an empty environment that the wheel is installed in."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", ROOT / "constraints.txt", wheel], check=True, env=OUTSIDE)
    return environment / "bin"


def run(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(command, cwd=folder, env=OUTSIDE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_in_an_empty_environment_it_builds_a_copied_folder(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "my event"
    shutil.copytree(ROOT / "data", folder / "data")
    command = [installed / "conceptnote", "build"]
    done = subprocess.run(command, cwd=folder, env=OUTSIDE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    built = {path.name for path in (folder / "out").iterdir()}
    papers = {f"{name}.{form}" for name in ("concept-note", "programme") for form in ("pdf", "docx")}
    assert built == {*papers, "manifest.json"}
    where = run(folder, installed / "python", "-c", "import conceptnote; print(conceptnote.__file__)")
    assert where.startswith(str(installed.parent))


def test_in_an_empty_environment_an_event_is_begun_checked_built_verified_and_published(
    installed: Path, tmp_path: Path
) -> None:
    conceptnote = installed / "conceptnote"
    run(tmp_path, conceptnote, "init", "--no-input", "--title", "Water for all", "my-event")
    folder = tmp_path / "my-event"
    event = folder / "data" / "event.yaml"
    event.write_text(event.read_text().replace("status: draft\n", "") + FUNDED)
    run(folder, conceptnote, "check")
    run(folder, conceptnote, "build", "--format", "pdf,docx,html")
    assert run(folder, conceptnote, "verify", "out").count("acknowledges Water Fund") == 6
    run(folder, conceptnote, "publish", "folder:../www")
    assert len([path for path in (tmp_path / "www").iterdir() if path.is_file()]) == 6
    run(folder, conceptnote, "summary", "--to", "report")
    assert {path.name for path in (folder / "report" / "previews").iterdir()} == {"concept-note.png", "programme.png"}


FUNDED = """
parties:
  fund: {name: Water Fund, roles: funder}
funders:
  - {party: fund, lockup: with funding from, text_only: true}
"""
