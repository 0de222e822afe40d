"""The source of this installation of conceptnote, as far as pip has recorded it."""

from __future__ import annotations

import json
import re
from importlib import metadata

_GITHUB = re.compile(r"(?:https|ssh)://(?:[^/@]+@)?github\.com/([A-Za-z0-9-]+/[A-Za-z0-9._-]+?)(?:\.git)?/?")
_COMMIT = re.compile(r"[0-9a-f]{40}")


def github_commit() -> tuple[str, str] | None:
    """The repository on GitHub, `OWNER/NAME`, and the commit of the installation; None if it has another source.

    From `direct_url.json` (PEP 610), which pip writes for `git+https://…`.
    """
    try:
        text = metadata.distribution("conceptnote").read_text("direct_url.json")
        read = json.loads(text or "{}")
        repository, commit = _GITHUB.fullmatch(read["url"]), _COMMIT.fullmatch(read["vcs_info"]["commit_id"])
    except (metadata.PackageNotFoundError, OSError, ValueError, TypeError, KeyError):
        return None
    return (repository[1], commit[0]) if repository and commit else None
