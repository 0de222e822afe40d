"""The files of a new project, from the templates beside this module.

`dot-` in a name becomes a dot: a file `.gitignore` would have an effect here. Names ending in `.j2` are Jinja
templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from conceptnote.scaffold.yaml_text import Comments, write_yaml

if TYPE_CHECKING:
    from jinja2 import Template

EVENT_FILE = PurePosixPath("data/event.yaml")
WORKFLOW = PurePosixPath(".github/workflows/papers.yml")
_TEMPLATE = ".j2"
_STUDIO, _STUDIO_ON_MACS = PurePosixPath("studio-linux.sh"), PurePosixPath("studio-mac.command")
"""The same script: only by its name does a Mac run it at a double click."""
PROGRAMS = (_STUDIO, _STUDIO_ON_MACS)
"""Files that can be run."""


def event_text(event: Mapping[str, Any], comments: Comments, *, source: str | None, deadline: str) -> str:
    """The event file: explanations of each part, the given values, and examples for missing ones.

    `source` names the note that it was made from, `deadline` is the day in the example of a registration.
    """

    def put(*keys: str) -> str:
        given = {key: event[key] for key in keys if key in event}
        return write_yaml(given, comments).rstrip("\n") if given else ""

    text = _render(
        _folder() / "data" / f"{EVENT_FILE.name}{_TEMPLATE}",
        put=put, has=lambda key: key in event, source=source, example={"deadline": deadline},
    )  # fmt: skip
    lines = text.split("\n")
    # A missing part leaves no second empty line.
    kept = [line for at, line in enumerate(lines) if line or not at or lines[at - 1]]
    return "\n".join(kept).strip("\n") + "\n"


def further_files(title: str, tool: str | None, commit: str | None) -> dict[PurePosixPath, bytes]:
    """All files of a project except the event file and its schema, by path.

    `tool` and `commit` are conceptnote's repository on GitHub, `OWNER/NAME`, if known.
    """
    found = dict(_files(_folder(), PurePosixPath()))
    files = {
        place: (_render(source, title=title, tool=tool, commit=commit).encode() if template else source.read_bytes())
        for place, (source, template) in found.items()
        if place != EVENT_FILE
    }
    windows = {place: data.replace(b"\n", b"\r\n") for place, data in files.items() if place.suffix == ".bat"}
    return files | windows | {_STUDIO_ON_MACS: files[_STUDIO]}


def _folder() -> Traversable:
    return files("conceptnote.scaffold") / "files"


def _files(folder: Traversable, place: PurePosixPath) -> Iterator[tuple[PurePosixPath, tuple[Traversable, bool]]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = "." + entry.name.removeprefix("dot-") if entry.name.startswith("dot-") else entry.name
        if entry.is_dir():
            yield from _files(entry, place / name)
        else:
            yield place / name.removesuffix(_TEMPLATE), (entry, name.endswith(_TEMPLATE))


def _render(template: Traversable, **values: Any) -> str:
    return _compiled(template.read_text(encoding="utf-8")).render(values)


@cache
def _compiled(text: str) -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(  # noqa: S701 - it writes YAML and Markdown
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(text)
