"""Word files of ours that become events again: what a paper prints, and what the paper of the new event prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conceptnote.build.composing import compose_targets
from conceptnote.build.page_formats import page_formats
from conceptnote.build.project_creation import ProjectCreation
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.build.targets import plan
from conceptnote.build.theme import theme_of
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.doc.nodes import Doc, Text, walk
from conceptnote.doc.value_names import BY_ID
from conceptnote.recognise.ours.slots import is_slot
from conceptnote.source.audience import for_audience
from conceptnote.source.load import load_languages
from conceptnote.source.project import find_project

TODAY = date(2030, 1, 15)
Edit = Callable[[bytes], bytes]
Printed = Counter[tuple[DataPath, str]]


class CannotBeBuilt(Exception):
    """No paper of an event passes its proof: its funder's words are two hyphens."""


@dataclass(frozen=True)
class Reading:
    """A paper that came back: how often a value is printed by it and by that of the new event, and the new project."""

    before: Printed
    after: Printed
    event_file: Path
    docx: bytes
    findings: list[Diagnostic]

    @property
    def share(self) -> float:
        """The share of the printed values that the new event has in their fields."""
        total = sum(self.before.values())
        return sum((self.before & self.after).values()) / total if total else 1.0

    @property
    def lost(self) -> list[tuple[DataPath, str]]:
        """The values that are in no field, or in another one."""
        return sorted((self.before - self.after).elements(), key=str)


def read_back(event_file: Path, folder: Path, documents: Sequence[str], edit: Edit | None = None) -> dict[str, Reading]:
    """Each paper of an event as a Word file, perhaps edited, and the event that `init --from` makes of it."""
    docs = dict(composed(event_file, documents))
    request = Request(event_file, folder / "out", formats=("docx",), documents=tuple(documents), embed_fonts=False)
    try:
        build(request)
    except DiagnosticError as error:
        raise CannotBeBuilt from error
    found = {}
    for name in documents:
        docx = next((folder / "out").rglob(f"{name}.docx")).read_bytes()  # internal papers are in a folder
        source = folder / f"{name}.docx"
        source.write_bytes(edit(docx) if edit else docx)
        done = ProjectCreation(folder / name, source, {}, TODAY).write()
        made = folder / name / "data" / "event.yaml"
        after = dict(composed(made, [name]))[name]
        found[name] = Reading(printed(docs[name]), printed(after), made, source.read_bytes(), done.findings)
    return found


def composed(event_file: Path, documents: Sequence[str]) -> Iterator[tuple[str, Doc]]:
    """The documents of an event in its main language."""
    source = for_audience(load_languages(find_project(event_file))[0], None)
    request = Request(event_file, documents=tuple(documents))
    targets = plan(request, source)
    formats, theme = page_formats(request, source, targets), theme_of(source)
    themes = {one: theme.on(page.paper, targets[one].facts.margins) for one, page in formats.items()}
    for target, doc in compose_targets(request, source, targets, formats, themes).items():
        yield target.document, doc


def printed(doc: Doc) -> Printed:
    """The values that a document prints, each with its path and without its id.

    The status of the papers is a draft's until somebody has compared them. Of a party's roles not all are printed.
    What is not printed may stand before an item of a list, so it has the number among those that are printed.
    """
    found: Printed = Counter()
    for text in walk(doc):
        if not isinstance(text, Text) or text.origin in (None, ("status",)) or text.made_by == "locale":
            continue
        assert text.origin is not None
        path = tuple("*" if at and text.origin[at - 1] in BY_ID else step for at, step in enumerate(text.origin))
        if "roles" in path:
            path = (*path[:-1], "*")
        if (words := " ".join(text.text.split())) and not is_slot(path):
            found[path, words] += 1
    rows = {path[:-1] for path, _ in found if path[-1] == "item"}
    rank = _ranks(path for path, _ in found)
    ranked: Printed = Counter()
    for (path, words), times in found.items():
        below = path.index("who") if "who" in path else len(path) if path[0] != "panel" else 0
        if not rows and below < len(path):
            # Without the agenda, a slot of it may be in the panel, and only who speaks for somebody is there.
            inner = (step for step in path[below + 2 :] if step not in ("delivered_by", "replaced_by"))
            ranked[("panel", "*", *inner), words] += times
        else:
            ranked[tuple(rank.get(path[: at + 1], step) for at, step in enumerate(path)), words] += times
    return ranked


def _ranks(paths: Iterable[DataPath]) -> dict[DataPath, int]:
    """The number of each item among those of its list that are printed, by its path."""
    lists: dict[DataPath, set[int]] = {}
    for path in paths:
        for at, step in enumerate(path):
            if isinstance(step, int):
                lists.setdefault(path[:at], set()).add(step)
    return {(*one, step): at for one, steps in lists.items() for at, step in enumerate(sorted(steps))}
