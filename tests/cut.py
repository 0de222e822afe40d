"""Publishes again and again, each time killed a little later: `cut.py KIND EVENT TARGET PLACE [SITE]`.

PLACE is the folder in which everything lies that is published; before each run it is what it was. Prints what readers
see after each cut, and after the run that follows it, as lines of JSON; and how much lies in the folder for temporary
files then. The contents of PLACE are read by `see`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from killing import CHANGES, dying, forked
from publishing import in_branch, in_folder

from conceptnote.publish import publish as module

ASKED = {"folder": CHANGES, "branch": frozenset({"subprocess.Popen"})}


def main(kind: str, event: str, target: str, place: Path, site: Path | None = None) -> None:
    """Cut at one point after the other, until a run comes to its end."""
    asked: list[Any] = []
    put = module._put
    module._put = lambda *arguments: asked.extend(arguments) or put(*arguments)  # type: ignore[func-returns-value]
    kept = place.with_name("kept")
    shutil.copytree(place, kept, symlinks=True)
    module.publish(module.PublishRequest(target, Path(event), site=site))
    name = target.partition(":")[2]

    def see() -> dict[str, str]:
        return in_folder(Path(name)) if kind == "folder" else in_branch(place, name)

    point, ended = 0, 1
    while ended:
        shutil.rmtree(place)
        shutil.copytree(kept, place, symlinks=True)

        def cut(point: int = point) -> None:
            sys.addaudithook(dying(ASKED[kind], point))
            put(*asked)

        ended = forked(cut)
        after, left = see(), len(os.listdir(tempfile.gettempdir()))
        forked(lambda: put(*asked))
        print(json.dumps([ended, after, see(), left, len(os.listdir(tempfile.gettempdir()))]))
        point += 1


main(sys.argv[1], sys.argv[2], sys.argv[3], *map(Path, sys.argv[4:]))
