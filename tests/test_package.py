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
    ours = ("theme", "i18n/locales", "schema", "build", "machine", "write", "check", "scaffold", "recognise", "site")
    for folder in ("templates", "funders", "forums", *(f"src/conceptnote/{part}" for part in ours)):
        paths = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert paths
        inside = "conceptnote" / (ROOT / folder).relative_to(ROOT / "src" if folder.startswith("src") else ROOT)
        inside = Path(*inside.parts[1:]) if folder.startswith("src") else inside
        missing = {str(inside / path.relative_to(ROOT / folder)) for path in paths} - held
        assert not missing


def test_in_an_empty_environment_it_builds_a_copied_folder(wheel: Path, tmp_path: Path) -> None:
    environment, folder = tmp_path / "environment", tmp_path / "my event"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", ROOT / "constraints.txt", wheel], check=True, env=OUTSIDE)
    shutil.copytree(ROOT / "data", folder / "data")
    command = [environment / "bin" / "conceptnote", "build"]
    done = subprocess.run(command, cwd=folder, env=OUTSIDE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    built = {path.name for path in (folder / "out").iterdir()}
    papers = {f"{name}.{form}" for name in ("concept-note", "programme") for form in ("pdf", "docx")}
    assert built == {*papers, "manifest.json"}
    where = subprocess.check_output(
        [environment / "bin" / "python", "-c", "import conceptnote; print(conceptnote.__file__)"],
        cwd=folder, env=OUTSIDE, text=True,
    )  # fmt: skip
    assert where.startswith(str(environment))
