"""What the tests share: projects to build in, and one printer for all of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import register_profiles

from conceptnote.build.press import Press

ROOT = Path(__file__).parents[1]

register_profiles()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes what is expected anew, from what is there: read the difference before committing it."""
    parser.addoption("--accept", action="store_true", help="take the reports of tests/checks as they are now")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example: an event file and its pictures, without templates of its own."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """A press that has loaded WeasyPrint once."""
    press = Press()
    yield press
    press.close()


@pytest.fixture
def own_tmp(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of the test's own, in its processes as well."""
    folder = tmp_path_factory.mktemp("tmp")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder
