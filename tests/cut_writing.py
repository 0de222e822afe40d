"""Writes files again and again, each time killed a little later: `cut_writing.py KIND EVENT FOLDER`.

KIND is `build`, for the papers of an event into a folder, `init`, for a project, or `site` or `site in two steps`, for a
site. Before each run the folder is as it was. Prints as lines of JSON how the run ended, the names in the folder and
beside it, and what the folder holds; the same two once somebody has asked what it holds; and after the run that follows.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from killing import CHANGES, dying, forked

from conceptnote.build import run
from conceptnote.build.begin import Project
from conceptnote.build.manifest import Manifest
from conceptnote.build.request import Request
from conceptnote.site import folder as module

PAGE = b'<meta name="generator" content="ours">'


def writing(kind: str, event: Path, folder: Path) -> Callable[[], object]:
    if kind == "build":
        changes: list[Any] = []
        put = run._put
        run._put = changes.extend  # type: ignore[assignment]
        run.build(Request(event, folder, formats=["html"], documents=["concept-note", "programme", "secret"]))
        assert len(changes) == 2
        return lambda: put(changes)
    if kind == "site in two steps":
        module._exchanged = lambda *_: False
    files = {"index.html": PAGE + b" new", "wells/index.html": b"new", "wells/more/event.ics": b"new"}

    def site() -> None:
        module.check_folder(folder, "ours")
        module.put(folder, files, ["wells/programme.csv"], lambda _: None)

    return site


def held(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0][0] != ".")
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("latin-1") for path in found}


def names(folder: Path) -> list[str]:
    return sorted(path.name for place in (folder.parent, folder) if place.is_dir() for path in place.iterdir())


def main(kind: str, event: Path, folder: Path) -> None:
    work, kept = writing(kind, event, folder), folder.parent.with_name("kept")
    shutil.copytree(folder.parent, kept)
    point, ended = 0, 1
    while ended:
        shutil.rmtree(folder.parent)
        shutil.copytree(kept, folder.parent)

        def cut(point: int = point) -> None:
            sys.addaudithook(dying(CHANGES, point, str(folder.parent)))
            work()

        ended = forked(cut)
        after = names(folder), held(folder)
        forked(work)
        print(json.dumps([ended, *after, names(folder), held(folder)]))
        point += 1


main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
