"""Files with another content than on the disk, as in an editor before saving."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from conceptnote.source.project import Project
from conceptnote.source.world import World, this_machine


class Unsaved:
    """A world in which some files, by real path, have unsaved content."""

    def __init__(self, world: World, contents: Mapping[Path, bytes]) -> None:
        self._world, self._contents = world, contents
        self.cache_folder = world.cache_folder
        self.today, self.resolve, self.kind = world.today, world.resolve, world.kind
        self.names, self.files = world.names, world.files

    def read(self, path: Path, most: int | None = None) -> bytes:
        """The unsaved content of the file, otherwise that of the world."""
        data = self._contents.get(path)
        return self._world.read(path, most) if data is None else data[:most]


def opened_again(project: Project, contents: Mapping[Path, bytes] | None = None) -> Project:
    """A project as it is on the disk now, or with this content of files."""
    world = this_machine()
    return Project(project.event_file, project.root, project.shown, Unsaved(world, contents) if contents else world)
