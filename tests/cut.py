"""Publishes again and again, each time killed a little later: `cut.py KIND EVENT TARGET PLACE`.

PLACE is the folder in which everything lies that is published; before each run it is what it was. Prints what readers
see after each cut, and after the run that follows it, as lines of JSON: the contents of PLACE are read by `see`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from publishing import in_branch, in_folder

from conceptnote.publish import publish as module

ASKED = {
    "folder": {"open", "os.mkdir", "os.rename", "os.symlink", "os.rmdir", "os.remove", "shutil.rmtree"},
    "branch": {"subprocess.Popen"},
}


def dying(kind: str, left: int) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook (PEP 578), which is called before the system is asked for something, and kills the process."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event not in ASKED[kind] or (event == "open" and arguments[1] in ("r", "rb")):
            return
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    return hook


def forked(work: Callable[[], object]) -> int:
    """The signal that ended a child which does this work; 0 where none did."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def main(kind: str, event: str, target: str, place: Path) -> None:
    """Cut at one point after the other, until a run comes to its end."""
    asked: list[Any] = []
    put = module._put
    module._put = lambda *arguments: asked.extend(arguments) or put(*arguments)  # type: ignore[func-returns-value]
    kept = place.with_name("kept")
    shutil.copytree(place, kept, symlinks=True)
    module.publish(module.Wish(target, Path(event)))
    see = in_folder if kind == "folder" else in_branch
    shown = Path(target.partition(":")[2]) if kind == "folder" else place
    point, ended = 0, 1
    while ended:
        shutil.rmtree(place)
        shutil.copytree(kept, place, symlinks=True)

        def cut(point: int = point) -> None:
            sys.addaudithook(dying(kind, point))
            put(*asked)

        ended = forked(cut)
        after = see(shown)
        forked(lambda: put(*asked))
        print(json.dumps([ended, after, see(shown)]))
        point += 1


main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))
