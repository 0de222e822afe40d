"""The YAML files that come with the tool, and the kinds of data that are written in a way of their own."""

from __future__ import annotations

from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader  # libyaml is ten times as fast
except ImportError:  # a PyYAML that was built without it
    from yaml import SafeLoader  # type: ignore[assignment] # the same interface


def read_data(text: bytes) -> Any:
    """Plain data from the text of a YAML file that can be trusted."""
    return yaml.load(text, SafeLoader)


class Prose(str):
    """CommonMark, whose lines count: it is written as a block below its key."""


class Inline(dict[str, Any]):
    """A record that is written on one line: `{given: Oulie, family: Keita}`."""
