"""The example in each language that it is translated into."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from translated import ROOT, translated_event, translated_tags

from conceptnote.build.lint import lint


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the example in all its languages."""
    folder = tmp_path_factory.mktemp("translated") / "data"
    shutil.copytree(ROOT / "data" / "images", folder / "images")
    event = translated_event("en", *translated_tags())
    (folder / "event.yaml").write_text(yaml.safe_dump(event, allow_unicode=True), encoding="utf-8")
    return folder


def test_checks_find_no_mistake_in_a_translation(project: Path) -> None:
    report = lint(project / "event.yaml", date(2014, 5, 1))
    assert len(translated_tags()) > 5
    found = {one.code.code for one in report.diagnostics}
    # Two stand in the English file too: the year is inferred, and a note is cut off. The third asks for articles.
    assert found == {"CN103", "CN145", "CN162"}
