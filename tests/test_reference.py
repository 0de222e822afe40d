"""The pages that are generated say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reference.generate import generated, main

from conceptnote.check.acknowledgement import RULES

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


def test_the_page_on_conformance_names_every_rule_of_the_acknowledgement() -> None:
    page = (REPOSITORY / "docs" / "conformance.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^- `([\w-]+)`: .*?(?: \(([A-Z, ]+)\))?$", page)
    formats = {rule: where or "all" for rule, where in listed if rule in RULES}
    of = {
        frozenset(("pdf", "docx", "html")): "all",
        frozenset(("pdf", "docx")): "PDF, DOCX",
        frozenset(("pdf",)): "PDF",
    }
    assert formats == {rule.rule: of[frozenset(rule.formats)] for rule in RULES.values()}


def test_the_examples_of_the_checks_show_what_is_mended() -> None:
    page = (REPOSITORY / "docs" / "checks.md").read_text(encoding="utf-8")
    assert (
        "```diff\n  date: 2030-03-05\n- subtitle: Geneva, Wednesday, 5 March\n+ subtitle: Geneva, Tuesday, 5 March\n```"
        in page
    )
