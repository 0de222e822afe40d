"""Compiled templates that are kept for later runs: they change no paper, and what is not theirs is not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from conceptnote.compose import compiled
from conceptnote.compose.compiled import Compiled
from conceptnote.compose.compose import Composer
from conceptnote.doc.nodes import Doc
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

EVENT = Path(__file__).parents[1] / "data" / "event.yaml"


def composed(monkeypatch: pytest.MonkeyPatch, kept: Compiled, extra: str = "") -> Doc:
    """The programme as a new process composes it, with another text in its template."""
    monkeypatch.setattr(compiled, "_CODES", {})
    source = load_event(EVENT)
    templates = Templates(source.project)

    def read(name: str) -> tuple[str, str] | None:
        found = templates.read(name)
        return (found[0] + extra, found[1]) if found else None

    return Composer(source.event, read, load_theme().style_names, compiled=kept).compose("programme")


def test_a_template_that_was_compiled_before_makes_the_same_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "made" / "on-demand"
    without = composed(monkeypatch, Compiled())
    assert composed(monkeypatch, Compiled(folder, "1")) == without
    written = {path: path.read_bytes() for path in folder.iterdir()}
    assert len(written) > 2
    monkeypatch.setattr("jinja2.Environment.compile", None)  # Whoever compiles now fails.
    assert composed(monkeypatch, Compiled(folder, "1")) == without
    assert {path: path.read_bytes() for path in folder.iterdir()} == written


@pytest.mark.parametrize("fault", ["another tool", "another text", "cut short", "no place"])
def test_what_is_of_another_text_or_tool_is_compiled_anew(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed(monkeypatch, Compiled(tmp_path / "kept", "1"))
    for path in (tmp_path / "kept").iterdir():
        if fault == "cut short":
            path.write_bytes(path.read_bytes()[:60])
        elif fault == "no place":
            path.unlink()
            path.mkdir()
    extra = "{# changed #}" if fault == "another text" else ""
    tool = "2" if fault == "another tool" else "1"
    again: list[str] = []
    whole = compiled.Compiled.dump_bytecode
    monkeypatch.setattr(
        compiled.Compiled, "dump_bytecode", lambda self, bucket: (again.append(bucket.key), whole(self, bucket))
    )
    assert composed(monkeypatch, Compiled(tmp_path / "kept", tool), extra) == composed(monkeypatch, Compiled(), extra)
    assert len(again) > 4
