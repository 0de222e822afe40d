"""Letters and single briefs of ours come back: no recipient is in the event, and each part has its speaker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from own_papers import TODAY
from test_own_word import SHAPES, project

from conceptnote.build.project_creation import ProjectCreation
from conceptnote.build.request import Request
from conceptnote.build.run import build


def read_again(docx: Path, folder: Path) -> dict[str, Any]:
    """The event that `init --from` makes of a Word file."""
    ProjectCreation(folder, docx, {}, TODAY).write()
    made: dict[str, Any] = yaml.safe_load((folder / "data" / "event.yaml").read_text(encoding="utf-8"))
    return made


def test_no_paper_names_the_recipient_of_a_letter(tmp_path: Path) -> None:
    event = project(
        tmp_path, SHAPES["one-hour"], lambda text: text + "papers: {invitation: {recipients: guests.csv}}\n"
    )
    (event.parent / "guests.csv").write_text("Name;Address\nAda Okoye;1 Zwanenburg Road\n", encoding="utf-8")
    build(Request(event, tmp_path / "out", formats=("docx",), documents=("invitation",), embed_fonts=False))
    made = read_again(next((tmp_path / "out").rglob("invitation.docx")), tmp_path / "again")
    assert made["title"]
    assert "Okoye" not in str(made)
    assert "Zwanenburg" not in str(made)


PARTS = {
    "alvarez": ("Opening ceremony", {"person": "quiroga", "delivered_by": {"person": "alvarez"}}),
    "lindgren": (
        "Plenary 2: paper, tape, file",
        {"person": "morales", "status": "replaced", "replaced_by": {"person": "lindgren"}},
    ),
    "archive": ("Reception", {"party": "archive-of-nations", "role": "host"}),
}


@pytest.mark.slow
def test_the_brief_of_one_speaker_has_their_part(tmp_path: Path) -> None:
    event = project(tmp_path, SHAPES["protocol"])
    build(Request(event, tmp_path / "out", formats=("docx",), documents=("speaker-brief",), split=True))
    for whose, (row, slot) in PARTS.items():
        made = read_again(next((tmp_path / "out").rglob(f"*.for-{whose}.docx")), tmp_path / whose)
        agenda = {one["item"]: one["who"] for one in made["sittings"][0]["agenda"]}
        assert slot in agenda[row]
