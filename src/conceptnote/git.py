"""Git as a program: arguments as a list, no shell, and only the settings of the user that a transfer needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError

_SETTINGS = (
    f"core.hooksPath={os.devnull}",
    "core.autocrlf=false",
    "init.defaultBranch=main",
    "gc.auto=0",
    "maintenance.auto=false",
    "push.followTags=false",
    "push.gpgSign=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=no",
    "protocol.ext.allow=never",
)
"""Settings of a user or a machine that would change what our commands do."""

_PLACES = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_CEILING_DIRECTORIES"),
)
"""Variables that lead git to another repository; in a hook they are set."""

_SECRET = re.compile(r"(?<=://)[^/@\s]+@")


class GitFailed(Exception):
    """Git ended with an error; the text is its message, on one line and without a password."""


class Git(Struct, frozen=True):
    """A repository. Raises DiagnosticError if git is missing."""

    folder: Path

    def run(self, *arguments: str, data: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """The standard output of a git command that reads `data` on standard input. Raises GitFailed."""
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        command = ["git", *settings, "-C", str(self.folder), *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - arguments are a list, and git is what is meant
                command, input=data or b"", capture_output=True, env={**_environment(), **(env or {})}, check=False
            )
        except FileNotFoundError:
            message = "this needs git, which is not installed"
            raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, message, hint="install git")) from None
        if done.returncode:
            text = done.stderr.decode("utf-8", "replace").strip() or f"it ended with {done.returncode}"
            raise GitFailed(_SECRET.sub("", " ".join(text.split())))
        return done.stdout

    def line(self, *arguments: str, data: bytes | None = None) -> str:
        """The first line of the standard output. Raises GitFailed."""
        return self.run(*arguments, data=data).decode("utf-8", "replace").partition("\n")[0].strip()


def without_secrets(address: str) -> str:
    """An address without its user name and password."""
    return _SECRET.sub("", address)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _PLACES}
    kept |= {"LC_ALL": "C"}  # messages of git have addresses too
    # A repository may name the program that fetches what it lacks; git 2.45 and later ask this before they do.
    kept |= {"GIT_NO_LAZY_FETCH": "1"}
    if not sys.stdin.isatty():
        kept |= {"GIT_TERMINAL_PROMPT": "0"}
    return kept
