"""What the tests share: projects to build in, and one printer for all of them."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import checked_messages  # noqa: F401 - what it is imported for takes effect at once
import pytest
from examples import register_profiles

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

ROOT = Path(__file__).parents[1]

register_profiles()

# The tests start many processes: where the environment says so, each would compile all modules anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes what is expected anew, from what is there: read the difference before committing it."""
    parser.addoption("--accept", action="store_true", help="take the reports of tests/checks as they are now")


LONGEST = (
    "test_pipeline", "test_collection", "test_publishing_site", "test_watch", "test_proof", "test_build", "test_site",
    "test_doctor", "test_check_rendered", "test_package", "test_publishing_releases", "test_notes", "test_same_text",
)  # fmt: skip
"""Files that take long. They are begun first, or the last of them would keep one process busy, and the others idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; `--no-loadscope-reorder` keeps this order where processes share the files."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder of the tests' own: what they keep is none of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example: an event file and its pictures, without templates of its own."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """A pool whose workers have loaded WeasyPrint."""
    pool = Pool()
    yield pool
    pool.close()


Made = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Makes a folder by its name, once in a run however many processes ask for it. Nobody may change what it holds."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, half = shared / name, shared / f"{name}.half"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.is_dir():
                shutil.rmtree(half, ignore_errors=True)
                half.mkdir()
                make(half)
                half.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def built_example(once: Made, pool: Pool) -> Path:
    """The example with its papers: a project that is only read."""

    def make(folder: Path) -> None:
        shutil.copytree(ROOT / "data", folder / "data")
        build(Request(folder / "data" / "event.yaml"), pool=pool)

    return once("built-example", make)


@pytest.fixture
def built(tmp_path: Path, built_example: Path) -> Path:
    """A copy of the example with its papers, to be changed."""
    return shutil.copytree(built_example, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def own_tmp(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of the test's own, in its processes as well."""
    folder = tmp_path_factory.mktemp("tmp")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder
