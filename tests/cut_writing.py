"""Writes files again and again, each time killed a little later: `cut_writing.py KIND EVENT FOLDER`.

KIND is `build`, for the papers of an event into a folder, `init`, for a project, or `site` or `site in two steps`, for
a site. Before each run the folder is as it was. Prints as lines of JSON how the run ended, the names in the folder and
beside it, and what the folder holds; the same two once it was asked what the folder holds; and after the next run.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from killing import CHANGES, dying, forked

from conceptnote import atomicfile
from conceptnote.build import run
from conceptnote.build.journal import recover
from conceptnote.build.manifest import Manifest
from conceptnote.build.project_creation import ProjectCreation
from conceptnote.build.request import Request
from conceptnote.diagnostics import DiagnosticError
from conceptnote.shipped import shipped
from conceptnote.site import folder as module

PAGE = b'<meta name="generator" content="ours">'


def writing(kind: str, event: Path, folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """What writes, and what is done by whoever reads what was written."""
    if kind == "build":
        return building(event, folder), lambda: Manifest.read(folder)
    if kind == "init":
        return lambda: begun(folder), lambda: recover(folder)
    if kind == "site in two steps":
        atomicfile._exchanged = lambda *_: False
    files = {"index.html": PAGE + b" new", "wells/index.html": b"new", "wells/more/event.ics": b"new"}

    def site() -> None:
        module.check_folder(folder, "ours")
        module.put(folder, files, ["wells/programme.csv"], lambda _: None)

    return site, lambda: module.check_folder(folder, "ours")


def begun(folder: Path) -> None:
    with contextlib.suppress(DiagnosticError):  # there is one already
        ProjectCreation(folder, uid="7", today=date(2030, 1, 2)).write()


def building(event: Path, folder: Path) -> Callable[[], object]:
    """The last step of a build whose event has changed, and whose flyer is no more; it is rendered but once."""
    documents = ["concept-note", "programme", "run-of-show"]
    flyer = event.parents[1] / "templates" / "flyer.html.j2"
    flyer.parent.mkdir()
    flyer.write_bytes((shipped("templates") / "programme.html.j2").read_bytes())
    run.build(Request(event, folder, formats=["html"], documents=[*documents, "flyer"]))
    flyer.unlink()
    event.write_text(event.read_text(encoding="utf-8").replace("Water", "Rain"), encoding="utf-8")
    put, changes = run._put, list[Any]()
    run._put = lambda made, _: changes.extend(made)
    run.build(Request(event, folder, formats=["html"], documents=documents))
    assert len(changes) == 2
    return lambda: put(changes, None)


def held(folder: Path) -> dict[str, str]:
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    seen = {name: path for name, path in found.items() if not any(part.startswith(".") for part in name.parts)}
    return {name.as_posix(): path.read_bytes().decode("latin-1") for name, path in seen.items()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for place in (folder.parent, folder) if place.is_dir() for path in place.iterdir())


def main(kind: str, event: Path, folder: Path) -> None:
    (work, ask), kept = writing(kind, event, folder), folder.parent.with_name("kept")
    shutil.copytree(folder.parent, kept)
    asked = frozenset({"os.rename"}) if kind == "init" else CHANGES
    work()  # so that no child has to load anything
    point, ended = 0, 1
    while ended:
        shutil.rmtree(folder.parent)
        shutil.copytree(kept, folder.parent)

        def cut(point: int = point) -> None:
            sys.addaudithook(dying(asked, point, str(folder.parent)))
            work()

        ended = forked(cut)
        after = [names(folder), held(folder)]
        forked(ask)
        after += [names(folder), held(folder)]
        forked(work)
        print(json.dumps([ended, *after, names(folder), held(folder)]))
        point += 1


main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
