"""Comparing versions."""

from __future__ import annotations

import re


def older(version: str, wanted: str) -> bool:
    """Whether a version precedes another, by their numbers as in PEP 440; suffixes are ignored."""
    return _numbers(version) < _numbers(wanted)


def _numbers(version: str) -> list[int]:
    match = re.match(r"\d+(\.\d+)*", version)
    numbers = [int(number) for number in match[0].split(".")] if match else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers
