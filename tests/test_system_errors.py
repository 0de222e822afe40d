"""What keeps a file from being written or read is said in words, each kind with its own advice."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishing import COMMAND, EVENT

from conceptnote.build import outputs, staging
from conceptnote.build.outputs import staged
from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.systemerror import advice, is_of_machine, plain, reason

OBJECTS = re.compile(r"<|>|0x[0-9a-f]|object at|\[Errno|None")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_each_error_has_words_and_something_to_do(number: int) -> None:
    error = OSError(number, os.strerror(number), "out/programme.pdf")
    assert reason(error)
    assert not OBJECTS.search(reason(error))
    assert advice(error, "name another folder").endswith("name another folder")


@pytest.mark.parametrize(
    ("number", "words", "remedy"),
    [
        (errno.ENOSPC, "disk is full", "make room"),
        (errno.EDQUOT, "share of this disk", "delete files"),
        (errno.EROFS, "read-only", "name another"),
        (errno.EACCES, "no permission", "change its permissions"),
        (errno.EMFILE, "too many files", "ulimit -n"),
        (errno.EBUSY, "another program", "close it in other programs"),
    ],
)
def test_a_file_that_cannot_be_written_says_why_and_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, remedy: str
) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(outputs, "write", fail)
    with pytest.raises(DiagnosticError) as failure, staged({tmp_path / "a.pdf": b"a", tmp_path / "b.pdf": b"b"}):
        pass
    [problem] = failure.value.diagnostics
    assert (problem.code, str(problem.location)) == (Code.OUTPUT_UNWRITABLE, str(tmp_path / "a.pdf"))
    assert words in problem.message
    assert remedy in (problem.hint or "")
    assert ("close it" in (problem.hint or "")) == (number == errno.EBUSY)
    assert list(tmp_path.iterdir()) == []


@given(
    st.lists(st.sampled_from(["<_io.BytesIO object at 0x7f00>", "<b>", "0x7FFF12", "<class 'x'>", "it failed", "\n"]))
)
def test_what_a_library_says_is_told_without_objects_and_addresses(parts: list[str]) -> None:
    told = plain(ValueError(" ".join(parts)))
    assert told
    assert not re.search(r"[<>\n]|0x[0-9A-Fa-f]", told)
    assert ("it failed" in parts) == ("it failed" in told)


def test_a_missing_folder_for_temporary_files_is_said_without_a_list() -> None:
    said = FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp', '/var/tmp']")
    assert is_of_machine(said)
    assert "[" not in str(staging.temporary_problem(said))


def small_files(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the system")
@pytest.mark.parametrize("command", ["build -f pdf", "build -f html", "site -o site", "init new --no-input"])
def test_no_command_takes_a_disk_for_a_mistake_of_its_own(tmp_path: Path, command: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    done = subprocess.run(
        [COMMAND, *command.split()], cwd=tmp_path, capture_output=True, text=True, preexec_fn=small_files(1000),
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "CN040" in done.stderr
    assert "the file is larger than is allowed here" in done.stderr
    assert not re.search(r"close it|could not be rendered|CN099|Traceback", done.stderr)


def test_a_full_disk_under_the_standard_output_is_said() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([COMMAND, "schema"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
