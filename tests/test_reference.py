"""The pages that are generated say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from reference.conformance import conformance_reference, parts
from reference.generate import generated, main

REPOSITORY = Path(__file__).parents[1]


@pytest.mark.parametrize("path", generated(), ids=str)
def test_generated_file_is_fresh(path: Path) -> None:
    file = REPOSITORY / path
    message = f"{path} is not what the code says: run “make generate”"
    assert file.is_file(), message
    assert file.read_bytes().decode("utf-8") == generated()[path], message


def test_generator_writes_into_the_repository_that_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not the repository"):
        main([str(tmp_path)])
    (tmp_path / "pyproject.toml").touch()
    main([str(tmp_path)])
    for path, text in generated().items():
        assert (tmp_path / path).read_bytes() == text.encode()


def test_every_condition_has_a_row_and_a_test_that_is_there() -> None:
    table = conformance_reference()
    assert parts()
    for part in parts():
        assert (REPOSITORY / part.test).is_file()
        checkpoints = list(part.checkpoints)
        assert len(checkpoints) > 5
        for one in checkpoints:
            assert f"| {one.rule} | {one.statement} |" in table
