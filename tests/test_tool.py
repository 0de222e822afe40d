"""The hash of the tool, which is kept between runs: it changes with the tool, and with nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conceptnote.build import tool

Hash = Callable[[], str]


@pytest.fixture
def hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hash:
    """The hash of a small tool, as a new process makes it."""
    package = tmp_path / "tool"
    (package / "inner" / "__pycache__").mkdir(parents=True)
    (package / "a.py").write_text("A")
    (package / "inner" / "b.yaml").write_text("B")
    (package / "inner" / "__pycache__" / "a.pyc").write_text("compiled")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tool, "_roots", lambda: [package])
    monkeypatch.setattr("sys.path", [*sys.path, str(tmp_path / "libraries")])
    return tool.tool_hash.__wrapped__


def test_a_kept_hash_is_used_and_nothing_is_read(hashed: Hash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = hashed()
    (tmp_path / "tool" / "inner" / "__pycache__" / "b.pyc").write_text("compiled")
    monkeypatch.setattr(tool, "file_hash", None)  # Whoever reads now fails.
    assert hashed() == first


@pytest.mark.parametrize("fault", ["text", "same size and time", "new file", "gone", "renamed"])
def test_a_changed_tool_has_another_hash(fault: str, hashed: Hash, tmp_path: Path) -> None:
    first, file = hashed(), tmp_path / "tool" / "a.py"
    if fault == "text":
        file.write_text("AA")
    elif fault == "same size and time":
        times = file.stat()
        file.write_text("C")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif fault == "new file":
        (tmp_path / "tool" / "c.py").write_text("")
    elif fault == "gone":
        file.unlink()
    else:
        file.rename(file.with_name("d.py"))
    assert hashed() != first


def test_a_library_that_is_installed_is_noticed(hashed: Hash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    first = hashed()
    monkeypatch.setattr(tool, "_version", lambda name: f"{name} 2")
    assert hashed() == first
    (libraries / "new.dist-info").mkdir()
    assert hashed() != first


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"0" * 64, b"x" * 4096, None])
def test_a_damaged_kept_hash_is_made_again(damage: bytes | None, hashed: Hash, tmp_path: Path) -> None:
    first = hashed()
    (kept,) = (tmp_path / "cache" / "conceptnote" / "tool").iterdir()
    if damage is None:
        kept.unlink()
        kept.mkdir()
    else:
        kept.write_bytes(damage)
    assert hashed() == first


def test_without_a_home_the_hash_is_the_same(hashed: Hash, monkeypatch: pytest.MonkeyPatch) -> None:
    first = hashed()
    monkeypatch.setattr(tool.SystemWorld, "cache_folder", None)
    assert hashed() == first
