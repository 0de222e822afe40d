"""What a click on a word leads to: a value whose change alters that word, and is undone to the byte, or a reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples import some_quick

from conceptnote.build.edition import Edition
from conceptnote.build.request import Request
from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.nodes import Text, walk
from conceptnote.edit.files import Revision
from conceptnote.edit.located import event_data
from conceptnote.pdfstandard import PdfStandard
from conceptnote.source.audience import for_audience
from conceptnote.source.load import read_languages
from conceptnote.studio import targets
from conceptnote.studio.saving import Saving
from conceptnote.studio.targets import Target, target_at
from conceptnote.studio.view import Paper

ROOT = Path(__file__).parents[1]
EVENTS = [*sorted((ROOT / "tests" / "events").glob("*.yaml")), ROOT / "data" / "event.yaml"]
QUICK = [file for file in EVENTS if file.stem in ("two-languages", "hybrid-two-zones")]
STEP = {True: 29, False: 7}
"""Of the values of an event every so many is changed, in `make test` and in `make test-all`."""


def papers(event: Path) -> Iterator[Paper]:
    """The usual papers of an event in all its languages, composed and not printed."""
    saving = Saving(event)
    revision = Revision.of(saving.project())
    sources, problems = read_languages(revision.project)
    assert not problems
    for source in sources:
        assert source is not None
        request = Request(event, formats=("html",), pdf_standard=PdfStandard.NONE)
        edition = Edition.of(request, for_audience(source, None))
        for target, doc in edition.docs.items():
            yield Paper(target, "", doc, None, b"", (), (), edition.source, revision)


def words(paper: Paper, path: DataPath) -> list[str]:
    """What is printed of a value; of one that is written in short, of its record."""
    found = (one for one in walk(paper.doc) if isinstance(one, Text) and one.origin is not None)
    return [one.text for one in found if (one.origin or ())[: len(path)] == path]


def paths(paper: Paper) -> list[DataPath]:
    found = (one.origin for one in walk(paper.doc) if isinstance(one, Text) and one.text.strip())
    return list(dict.fromkeys(one for one in found if one))


def other(target: Target) -> str:
    """Another value than the one that the file has."""
    if target.kind == "choice":
        return next(one for one in target.choices if one != target.value)
    return f"Other {target.value}" if target.kind == "line" else f"Another beginning.\n\n{target.value}"


@pytest.mark.parametrize("event", some_quick(EVENTS, *QUICK), ids=lambda file: file.stem)
def test_each_word_leads_to_what_alters_it_or_to_a_reason(
    event: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {}

    def data_of(revision: Revision) -> Any:
        if revision.name not in kept:
            kept[revision.name] = event_data(revision)
        return kept[revision.name]

    monkeypatch.setattr(targets, "event_data", data_of)  # A click reads the file; here there are hundreds of them.
    shutil.copytree(event.parent, tmp_path / event.parent.name)
    file = tmp_path / event.parent.name / event.name
    if (profiles := ROOT / "tests" / "events" / "funders").is_dir():
        shutil.copytree(profiles, tmp_path / "funders")
    before, original = list(papers(file)), file.read_bytes()
    step = STEP[event in QUICK]
    changed = 0
    for number, paper in enumerate(before):
        for at, path in enumerate(paths(paper)):
            target = target_at(paper, path)
            said = f"{event.name} {format_path(path)}: {target.path}"
            assert target.label, said
            assert target.value or target.fields or target.note, said
            if (at + number) % step or target.kind == "record":
                continue
            saving = Saving(file)
            saving.keep(paper.revision)
            refusals: list[DiagnosticError] = []
            try:
                done = saving.set(paper.revision.name, {target.path: other(target)})
            except DiagnosticError as error:
                refusals.append(error)
            if refusals:
                assert refusals[0].diagnostics[0].message
                assert file.read_bytes() == original, said
                continue
            assert done.texts, said
            after = next(
                one
                for one in papers(file)
                if one.target == paper.target and one.source.event.language == paper.source.event.language
            )
            assert words(after, path) != words(paper, path), said
            saving.undo()
            assert file.read_bytes() == original, said
            changed += 1
    assert changed
