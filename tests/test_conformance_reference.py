"""docs/conformance.md says what is checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from conformance.reference import PLACE, conformance, main, parts

REPOSITORY = Path(__file__).parents[1]


def test_the_table_is_fresh() -> None:
    message = f"{PLACE} is not what the checks say: run “python -m conformance.reference ..” in tests/"
    assert (REPOSITORY / PLACE).read_bytes().decode("utf-8") == conformance(), message


def test_every_condition_has_a_row_and_a_test_that_is_there() -> None:
    table = conformance()
    assert parts()
    for part in parts():
        assert (REPOSITORY / part.test).is_file()
        checkpoints = list(part.checkpoints)
        assert len(checkpoints) > 5
        for one in checkpoints:
            assert f"| {one.rule} | {one.statement} |" in table


def test_generator_writes_into_the_repository_that_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not the repository"):
        main([str(tmp_path)])
    (tmp_path / "pyproject.toml").touch()
    main([str(tmp_path)])
    assert (tmp_path / PLACE).read_text(encoding="utf-8") == conformance()
