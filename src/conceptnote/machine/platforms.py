"""This platform, and its commands for installing software."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct

_OS_RELEASE = ("/etc/os-release", "/usr/lib/os-release")  # in this order: os-release(5)


@cache
def data() -> Mapping[str, Any]:
    """The content of `platforms.toml`."""
    return tomllib.loads(files("conceptnote.machine").joinpath("platforms.toml").read_text(encoding="utf-8"))


class Platform(Struct, frozen=True):
    """How to install software on one type of system; `install` has a place for the packages."""

    name: str
    ids: tuple[str, ...]
    install: str
    root: bool
    packages: Mapping[str, str]
    commands: Mapping[str, str]
    """Special commands for some packages."""

    def command(self, things: Iterable[str]) -> str:
        """The command that installs libraries or programs, by their names in `platforms.toml`."""
        things = list(things)
        if own := [self.commands[thing] for thing in things if thing in self.commands]:
            return " && ".join(own)
        # A library without a package here is a part of Pango's package, or its dependency.
        packages = dict.fromkeys(self.packages.get(thing, self.packages["pango"]) for thing in things)
        joint = " " if self.ids else ", "
        sudo = "sudo " if self.root and getattr(os, "geteuid", lambda: 0)() != 0 else ""
        return sudo + self.install.format(packages=joint.join(packages))


def platform_of(system: str, os_release: str = "") -> Platform:
    """The platform of a `sys.platform` and, on Linux, the text of its os-release file.

    An unknown distribution counts as the nearest one in its ID_LIKE.
    """
    names = [system]
    if system == "linux":
        result = dict(re.findall(r"^(ID|ID_LIKE)=[\"']?([^\"'\n]*)", os_release, re.M))
        names = f"{result.get('ID', '')} {result.get('ID_LIKE', '')}".split()
    known = [
        Platform(
            entry["name"],
            tuple(entry["ids"]),
            entry["install"],
            entry.get("root", False),
            entry["packages"],
            entry.get("commands", {}),
        )
        for entry in data()["platforms"]
    ]
    return next((platform for name in names for platform in known if name in platform.ids), known[-1])


@cache
def this_platform() -> Platform:
    """The platform of this machine."""
    file = next((file for file in map(Path, _OS_RELEASE) if sys.platform == "linux" and file.is_file()), None)
    return platform_of(sys.platform, file.read_text(encoding="utf-8", errors="replace") if file else "")
