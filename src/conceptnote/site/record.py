"""`site.json`: the files of one run of `site`, and their inputs.

It may be served, so it names only what is visible anyway: the pages and their files, the event files that name the
pages, and their pictures. Almost nothing is imported here, because `publish` builds no site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct, to_builtins

from conceptnote.build.manifest import hash_inputs
from conceptnote.languages.known import TAG
from conceptnote.regularfile import read_regular, real_path

if TYPE_CHECKING:
    from conceptnote.source.load import Source

NAME = "site.json"
PAGE = "index.html"
FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""The possible names of an event's folder: the same in an address, on a disk and in a shell."""
SiteAllowance = Literal["draft", "approval", "acknowledgement"]
SITE_ALLOWANCES: tuple[SiteAllowance, ...] = get_args(SiteAllowance)
"""Conditions that `site` ignores on request; docs/publishing.md explains each."""
_VERSION = 1


class Made(Struct, frozen=True):
    """An event by its file in the project, its folder in the site, and their inputs.

    `inputs` is one hash of the event file, its included files, the pictures, the project's own files, and the tool;
    only the pictures are named.
    """

    event: str
    folder: str
    inputs: str
    pictures: Sequence[str]

    @classmethod
    def of(cls, source: Source, folder: str, pictures: Iterable[Path]) -> Made:
        """The record of an event that is made now."""
        project = source.project
        named = sorted({path.relative_to(project.root).as_posix() for path in pictures})
        return cls(project.event_file.relative_to(project.root).as_posix(), folder, _inputs(source, named), named)

    def is_still_true(self, source: Source) -> bool:
        """Whether all inputs are unchanged."""
        root = source.project.root
        inside = all(real_path(root / name).is_relative_to(root) for name in self.pictures)
        return inside and _inputs(source, self.pictures) == self.inputs


def _inputs(source: Source, pictures: Iterable[str]) -> str:
    root = source.project.root
    named = [*(root / name for name in pictures), *source.included]
    return hash_inputs(source.project, named).sha256


class Record(Struct, frozen=True):
    """The events of a site, and the SHA-256 of each of its files, by name in the site."""

    events: Sequence[Made]
    files: Mapping[str, str]

    @property
    def folders(self) -> frozenset[str]:
        """The folders of the events."""
        return frozenset(made.folder for made in self.events)

    def to_bytes(self) -> bytes:
        """The record as a file: the same bytes for the same site."""
        whole = {"version": _VERSION, "events": [to_builtins(made) for made in self.events], "files": dict(self.files)}
        return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()

    @classmethod
    def read(cls, folder: Path) -> Record | None:
        """The record in the folder of a site; None without one that we wrote."""
        try:
            read = json.loads(read_regular(folder / NAME))
            if read["version"] != _VERSION:
                return None
            events = [_made(one) for one in read["events"]]
            files = {str(name): str(value) for name, value in read["files"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        record = cls(events, files)
        # A name that leads elsewhere is not ours.
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
    # Impossible paths (a lone surrogate, a NUL) are refused here, before anybody opens them.
    if any("\0" in text or not text.encode() for text in texts) or not FOLDER.fullmatch(made.folder):
        raise ValueError
    return made
