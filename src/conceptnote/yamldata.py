"""The YAML files of the tool, and types of data with a special notation."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from conceptnote.shipped import PACKAGE

LIBYAML = (0, 2, 5)
"""The oldest suitable libyaml: older ones, and PyYAML's own parser, read `[Who may call?, x]` in other ways."""


def libyaml_fault() -> str | None:
    """What is wrong with the libyaml in PyYAML, or None.

    A file must mean the same on every machine, so nothing else reads or writes YAML here.
    """
    if not yaml.__with_libyaml__:
        return "it was built without libyaml"
    found = yaml._yaml.get_version()
    wanted = ".".join(map(str, LIBYAML))
    return None if found >= LIBYAML else f"its libyaml is {'.'.join(map(str, found))}: {wanted} or newer is needed"


@cache
def _demand_libyaml() -> None:
    if fault := libyaml_fault():
        raise ImportError(fault, name="yaml")


def loader() -> type[yaml.CSafeLoader]:
    """The YAML loader. Raises ImportError if PyYAML has no libyaml, or an old one."""
    _demand_libyaml()
    return yaml.CSafeLoader


def dumper() -> type[yaml.CSafeDumper]:
    """The YAML dumper. Raises what `loader` raises."""
    _demand_libyaml()
    return yaml.CSafeDumper


def read_data(text: bytes) -> Any:
    """Plain data from the text of a trusted YAML file."""
    return yaml.load(text, loader())  # noqa: S506 - the loader is a safe one


@cache
def packaged_data(package: str, name: str) -> Any:
    """The data in a YAML file of a package of the tool; callers may not change them."""
    return read_data(PACKAGE.joinpath(*package.split(".")[1:], name).read_bytes())


class Prose(str):
    """CommonMark, in which line breaks count: it is written as a block below its key."""


class Inline(dict[str, Any]):
    """A record written on one line: `{given: Oulie, family: Keita}`."""
