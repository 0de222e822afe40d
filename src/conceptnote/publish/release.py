"""Publish to releases on GitHub, with its command line `gh`.

The files of a release are replaced one by one, so each publication is a new release: a draft, which only maintainers
see, until all its files are there; one request then makes it the latest. Addresses such as
`releases/latest/download/programme.pdf` stay. Only one of two runs can publish under a number. The record of the commit
and the hashes of the files are in the release's text.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from msgspec import Struct

from conceptnote.atomicfile import write
from conceptnote.build.hashing import sha256
from conceptnote.build.staging import staging_folder
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.publish.origin import Origin
from conceptnote.publish.publication import Outcome, Publication

_RELEASES = "repos/{owner}/{repo}/releases"  # gh fills in the repository of the working folder
_RECORD = re.compile(r"<!-- conceptnote (\{.*\}) -->")
_ATTEMPTS = 5


class GhFailed(Exception):
    """`gh` ended with an error; the text is its message."""


class Release(Struct, frozen=True):
    """A release of ours: its number, and the hashes of its files by name."""

    id: int
    number: int
    draft: bool
    origin: Origin | None
    files: Mapping[str, str]


def publish_to_releases(publication: Publication, prefix: str, project: Path) -> Outcome:
    """Publish a release `PREFIX-1`, `PREFIX-2` and so on, if its files differ from the previous one.

    Raises DiagnosticError if `gh` is missing or refuses.
    """
    place = f"the releases {prefix}-…"
    try:
        with staging_folder(Path(gettempdir()), "conceptnote-") as room:
            for _ in range(_ATTEMPTS):
                if outcome := _published(publication, prefix, Gh(project, room), place):
                    return outcome
    except GhFailed as error:
        problem = f"publishing to {place} failed: {error}"
    else:
        problem = f"publishing to {place} failed: others kept publishing at the same time"
    hint = "what was published before is unchanged; fix that, and publish again"
    raise DiagnosticError(Diagnostic(Code.PUBLISHING_FAILED, problem, hint=hint))


def _published(publication: Publication, prefix: str, gh: Gh, place: str) -> Outcome | None:
    """The outcome; None if somebody else has published meanwhile."""
    releases = gh.releases(prefix)
    there = _newest(releases)
    hashes = {name: sha256(data) for name, data in publication.files.items()}
    if there and publication.is_older_than(there.origin):
        return Outcome(place, "superseded")
    text = _text(publication, hashes)
    before = there.files if there else {}
    changed = sorted(name for name, value in hashes.items() if before.get(name) != value)
    removed = tuple(sorted(before.keys() - hashes))
    if there and there.files == hashes:
        if there.origin != publication.origin and not publication.dry_run:
            gh.call("PATCH", f"{_RELEASES}/{there.id}", {"body": text})
        return Outcome(place, "unchanged")
    number = there.number + 1 if there else 1
    outcome = Outcome(f"the release {prefix}-{number}", "published", tuple(changed), removed)
    if publication.dry_run:
        return outcome
    draft = gh.call("POST", _RELEASES, {
        "tag_name": f"{prefix}-{number}", "name": f"{publication.title} ({number})", "body": text, "draft": True,
        **({"target_commitish": publication.origin.commit} if publication.origin else {}),
    })  # fmt: skip
    try:
        gh.upload(draft, publication.files)
        if _newest(gh.releases(prefix)) != there:
            raise GhFailed("somebody else has published meanwhile")
        gh.call("PATCH", f"{_RELEASES}/{draft['id']}", {"draft": False, "make_latest": "true"})
    except GhFailed:
        now = gh.releases(prefix)
        # The request may have succeeded with its answer lost: then it is no draft any more.
        if any(one.id == draft["id"] and one.draft for one in now):
            gh.call("DELETE", f"{_RELEASES}/{draft['id']}")
        if _newest(now) != there:
            return None
        raise
    with contextlib.suppress(GhFailed):
        gh.clear(prefix, number)
    return outcome


def _newest(releases: Sequence[Release]) -> Release | None:
    return max((one for one in releases if not one.draft), key=lambda one: one.number, default=None)


def _text(publication: Publication, hashes: Mapping[str, str]) -> str:
    origin = publication.origin.to_record() if publication.origin else {}
    lines = [f"    {value}  {name}" for name, value in sorted(hashes.items())]
    record = json.dumps({**origin, "files": hashes}, sort_keys=True)
    return "\n".join(["SHA-256:", "", *lines, "", f"<!-- conceptnote {record} -->", ""])


class Gh(Struct, frozen=True):
    """GitHub's API for the repository of a project, and a temporary folder. All methods raise GhFailed, or
    DiagnosticError without gh."""

    project: Path
    room: Path

    def releases(self, prefix: str) -> list[Release]:
        """Our releases with this prefix, among the hundred latest."""
        listed = self.call("GET", f"{_RELEASES}?per_page=100")
        return list(_ours(listed, prefix))

    def clear(self, prefix: str, number: int) -> None:
        """Delete drafts of interrupted runs: a draft whose number is taken is never published."""
        for left in self.releases(prefix):
            if left.draft and left.number <= number:
                self.call("DELETE", f"{_RELEASES}/{left.id}")

    def upload(self, release: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
        """Upload files to a release."""
        address = str(release["upload_url"]).partition("{")[0]
        for name, data in files.items():
            path = self.room / name.replace("/", "-")
            write(path, data)
            kind = "Content-Type: application/octet-stream"
            self._run("--method", "POST", "-H", kind, "--input", str(path), f"{address}?name={path.name}")

    def call(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Any:
        """Send a request and return the answer."""
        data = json.dumps(fields).encode() if fields is not None else None
        answer = self._run("--method", method, path, *(["--input", "-"] if data else []), data=data)
        try:
            return json.loads(answer.strip() or b"null")
        except ValueError:
            raise GhFailed("its answer cannot be read") from None

    def _run(self, *arguments: str, data: bytes | None = None) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - arguments are a list, and gh is what is meant
                ["gh", "api", *arguments],  # noqa: S607 - from wherever it is installed
                cwd=self.project, input=data or b"", capture_output=True, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            message = "publishing to a release needs GitHub's command line, gh, which is not installed"
            raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, message, hint="install gh")) from None
        if done.returncode:
            text = " ".join(done.stderr.decode("utf-8", "replace").split())
            raise GhFailed(text or f"it ended with {done.returncode}")
        return done.stdout


def _ours(listed: Any, prefix: str) -> Iterator[Release]:
    for one in listed if isinstance(listed, list) else ():
        try:
            tag = re.fullmatch(re.escape(prefix) + r"-([1-9][0-9]{0,8})", one["tag_name"])
            record = _RECORD.search(one["body"] or "")
            if tag and record:
                read = json.loads(record[1])
                files = {str(name): str(value) for name, value in read["files"].items()}
                yield Release(int(one["id"]), int(tag[1]), bool(one["draft"]), Origin.of_record(read), files)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise GhFailed(f"the record of a release {prefix}-… cannot be read") from None
