"""`site.json`: which files of a site were made in one go, and of what.

It stands in the folder that is put on the web, so it names nothing but what is to be seen there anyway: the pages and
their files, the event files by whose names the pages are called, and the pictures that they show. Next to nothing is
imported here: who publishes a site makes none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from conceptnote.build.manifest import hash_inputs
from conceptnote.languages.known import TAG
from conceptnote.regularfile import read_regular, real_path

if TYPE_CHECKING:
    from conceptnote.source.load import Source

NAME = "site.json"
PAGE = "index.html"
FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What the folder of an event can be called: the same in an address, on a disk and in a shell."""
SiteAllowance = Literal["draft", "approval", "acknowledgement"]
SITE_ALLOWANCES: tuple[SiteAllowance, ...] = get_args(SiteAllowance)
"""In spite of what a site is made only where it is asked for; docs/publishing.md explains each."""
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Made:
    """An event by its file in the project, its folder in the site, and what both were made from.

    `inputs` is one hash of the event file, the files that it includes, the pictures, what the project has of its own,
    and the tool; of these only the pictures are named.
    """

    event: str
    folder: str
    inputs: str
    pictures: Sequence[str]

    @classmethod
    def of(cls, source: Source, folder: str, pictures: Iterable[Path]) -> Made:
        """What is to be recorded of an event that is made now."""
        project = source.project
        named = sorted({path.relative_to(project.root).as_posix() for path in pictures})
        return cls(project.event_file.relative_to(project.root).as_posix(), folder, _inputs(source, named), named)

    def is_still_true(self, source: Source) -> bool:
        """Whether all of it is what it was."""
        root = source.project.root
        inside = all(real_path(root / name).is_relative_to(root) for name in self.pictures)
        return inside and _inputs(source, self.pictures) == self.inputs


def _inputs(source: Source, pictures: Iterable[str]) -> str:
    root = source.project.root
    named = [*(root / name for name in pictures), *source.included]
    return hash_inputs(source.project, named).sha256


@dataclass(frozen=True, slots=True)
class Record:
    """The events of a site, and the SHA-256 of each file that was made of them, by its name in the site."""

    events: Sequence[Made]
    files: Mapping[str, str]

    @property
    def folders(self) -> frozenset[str]:
        """The folders of the events."""
        return frozenset(made.folder for made in self.events)

    def to_bytes(self) -> bytes:
        """The record as a file: the same bytes for the same site."""
        whole = {"version": _VERSION, "events": [asdict(made) for made in self.events], "files": dict(self.files)}
        return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()

    @classmethod
    def read(cls, folder: Path) -> Record | None:
        """The record in the folder of a site; None where there is none, or none that we wrote."""
        try:
            read = json.loads(read_regular(folder / NAME))
            if read["version"] != _VERSION:
                return None
            events = [_made(one) for one in read["events"]]
            files = {str(name): str(value) for name, value in read["files"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        record = cls(events, files)
        # A name that leads elsewhere is none of ours.
        return record if events and all(record._has_place_for(name) for name in files) else None

    def _has_place_for(self, name: str) -> bool:
        match name.split("/"):
            case [page]:
                return page == PAGE
            case [folder, file]:
                return folder in self.folders and bool(FOLDER.fullmatch(file))
            case [folder, language, page]:
                return folder in self.folders and TAG.fullmatch(language) is not None and page == PAGE
        return False


def _made(read: Any) -> Made:
    made = Made(**read)
    texts = (made.event, made.folder, made.inputs, *made.pictures)
    # What no path can be (a lone surrogate, a NUL) is refused here, before anybody opens it.
    if any("\0" in text or not text.encode() for text in texts) or not FOLDER.fullmatch(made.folder):
        raise ValueError
    return made
