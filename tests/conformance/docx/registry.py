"""The conditions that a finished Word file must meet."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.docx.package import WordFile
from conformance.registry import Fault, Registry

_CHECKPOINTS: Registry[WordFile] = Registry()
CHECKPOINTS = _CHECKPOINTS.checkpoints
checkpoint, run = _CHECKPOINTS.checkpoint, _CHECKPOINTS.run

Faults = Iterator[Fault]
MICROSOFT = "Microsoft Support, “Rules for the Accessibility Checker”"
