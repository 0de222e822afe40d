"""Publish to a branch of a git repository, built without a working tree and pushed atomically.

Beside the branch is the ref `refs/conceptnote/published/BRANCH`, a blob with the commit that the files were made of and
the files of the branch that are ours. Both move in one atomic push, each only if it is unchanged since it was read
(`--force-with-lease`). The record is a ref, so it can move without a change of files and without a commit; otherwise a
late run could not be told from a newer one.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import gettempdir

from msgspec import Struct, field

from conceptnote.build.staging import staging_folder
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.git import Git, GitFailed, without_secrets
from conceptnote.publish.origin import Origin
from conceptnote.publish.publication import Outcome, Publication

_ATTEMPTS = 10
"""How often others may publish between our reading and our writing."""

_PAUSE = 0.3
"""Seconds between two attempts."""

_NOBODY = "conceptnote", "conceptnote@localhost"
_BEGINNING = 0
"""The date of a publication without a commit: with the clock, no two would be the same."""


class RemoteState(Struct, frozen=True):
    """What is published: the commit of the branch and the blob of the record by their ids, `""` if missing.

    `tree` has the blobs of the branch by path, `ours` the paths of our files.
    """

    commit: str = ""
    record: str = ""
    origin: Origin | None = None
    tree: Mapping[str, str] = field(default_factory=dict)
    ours: frozenset[str] = frozenset()


def publish_to_branch(publication: Publication, branch: str, remote: str, project: Path) -> Outcome:
    """Publish to a branch of a remote, named as in the project's repository or by its address.

    Files of others in the branch stay. Raises DiagnosticError if the branch belongs to somebody else, or the remote
    refuses the push.
    """
    address = _address(remote, project)
    place = f"the branch {branch} of {without_secrets(remote)}"
    with staging_folder(Path(gettempdir()), "conceptnote-") as folder:
        store = Git(folder)
        store.run("init", "--quiet", "--bare", "--template=", ".")
        try:
            return _published(publication, Remote(store, address, branch), place)
        except GitFailed as error:
            hint = "what was published before is unchanged; fix that, and publish again"
            problem = Diagnostic(Code.PUBLISHING_FAILED, f"publishing to {place} failed: {error}", hint=hint)
            raise DiagnosticError(problem) from None


def _published(publication: Publication, remote: Remote, place: str) -> Outcome:
    blobs = {name: remote.store.line("hash-object", "-w", "--stdin", data=data)
             for name, data in publication.files.items()}  # fmt: skip
    waited = False
    for _ in range(_ATTEMPTS):
        there = remote.read()
        if publication.is_older_than(there.origin):
            return Outcome(place, "superseded")
        _refuse_others(there, blobs, place)
        changed = sorted(name for name, blob in blobs.items() if there.tree.get(name) != blob)
        kept = {name for name in there.ours if name in there.tree and publication.keeps(name)}
        removed = sorted(name for name in there.ours - blobs.keys() - kept if name in there.tree)
        outcome = Outcome(place, "published" if changed or removed else "unchanged", tuple(changed), tuple(removed))
        if publication.dry_run:
            return outcome
        commit = there.commit
        if changed or removed:
            commit = remote.commit(there, blobs, removed, _message(publication, changed, removed), publication.origin)
        record = remote.record(publication, blobs.keys() | kept)
        if (commit, record) == (there.commit, there.record):
            return Outcome(place, "unchanged")
        try:
            remote.push(there, commit, record)
        except GitFailed:
            # Whoever holds the lock of a ref now has not moved it yet.
            if waited and remote.unmoved(there):
                raise
            time.sleep(_PAUSE)
            waited = True
            continue
        return outcome
    raise GitFailed(f"others published {_ATTEMPTS} times at the same time")


class Remote(Struct, frozen=True):
    """A branch at an address, with a temporary repository of our own."""

    store: Git
    address: str
    branch: str

    @property
    def _refs(self) -> tuple[str, str]:
        return f"refs/heads/{self.branch}", f"refs/conceptnote/published/{self.branch}"

    def read(self) -> RemoteState:
        """Fetch what is there now. Raises GitFailed."""
        here = dict(zip(self._refs, ("refs/there/branch", "refs/there/record"), strict=True))
        for ref in here.values():
            self.store.run("update-ref", "-d", ref)
        listed = self._listed()
        if not listed:
            return RemoteState()
        wanted = [f"+{ref}:{here[ref]}" for ref in listed]
        self.store.run("fetch", "--quiet", "--no-tags", "--depth=1", "--", self.address, *wanted)
        commit, record = (self.store.line("rev-parse", here[ref]) if ref in listed else "" for ref in self._refs)
        origin, ours = self._recorded(record) if record else (None, frozenset[str]())
        return RemoteState(commit, record, origin, self._tree(commit) if commit else {}, ours)

    def unmoved(self, there: RemoteState) -> bool:
        """Whether the remote is unchanged since it was read. Raises GitFailed."""
        listed = self._listed()
        return tuple(listed.get(ref, "") for ref in self._refs) == (there.commit, there.record)

    def commit(
        self, there: RemoteState, blobs: Mapping[str, str], removed: list[str], message: str, origin: Origin | None
    ) -> str:
        """Commit on top of what is there, with these files of ours and without those that are removed."""
        self.store.run("read-tree", *([there.commit] if there.commit else ["--empty"]))
        gone = "0" * len(next(iter(blobs.values())))
        lines = [f"0 {gone}\t{name}\0" for name in removed]
        lines += [f"100644 {blob}\t{name}\0" for name, blob in blobs.items()]
        self.store.run("update-index", "-z", "--add", "--index-info", data="".join(lines).encode())
        tree = self.store.line("write-tree")
        parents = ["-p", there.commit] if there.commit else []
        return self.store.run(
            "commit-tree", tree, *parents, "-F", "-", data=message.encode(), env=_signature(origin)
        ).decode().strip()  # fmt: skip

    def record(self, publication: Publication, files: Collection[str]) -> str:
        """Write the record of a publication with all files of the branch that are ours."""
        origin = publication.origin.to_record() if publication.origin else {}
        text = json.dumps({**origin, "files": sorted(files)}) + "\n"
        return self.store.line("hash-object", "-w", "--stdin", data=text.encode())

    def push(self, there: RemoteState, commit: str, record: str) -> None:
        """Push the branch and the record, both or neither, if they are unchanged since they were read. Raises
        GitFailed."""
        before = dict(zip(self._refs, (there.commit, there.record), strict=True))
        after = dict(zip(self._refs, (commit, record), strict=True))
        leases = [f"--force-with-lease={ref}:{before[ref]}" for ref in self._refs]
        moves = [f"{after[ref]}:{ref}" for ref in self._refs if after[ref] != before[ref]]
        self.store.run("push", "--quiet", "--atomic", "--no-verify", *leases, "--", self.address, *moves)

    def _listed(self) -> dict[str, str]:
        lines = self.store.run("ls-remote", "--", self.address, *self._refs).decode().splitlines()
        found = (line.split("\t") for line in lines)
        return {ref: name for name, ref in found if ref in self._refs}

    def _tree(self, commit: str) -> dict[str, str]:
        entries = self.store.run("ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "surrogateescape")
        parts = (entry.partition("\t") for entry in entries.split("\0") if entry)
        return {name: about.split()[2] for about, _, name in parts}

    def _recorded(self, record: str) -> tuple[Origin | None, frozenset[str]]:
        try:
            read = json.loads(self.store.run("cat-file", "blob", record))
            return Origin.of_record(read), frozenset(map(str, read["files"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise GitFailed(f"its record, {self._refs[1]}, cannot be read") from None


def _refuse_others(there: RemoteState, blobs: Mapping[str, str], place: str) -> None:
    if there.commit and not there.record:
        hint = "name a branch that does not exist yet"
        message = f"{place} was not created by conceptnote publish"
        raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, message, hint=hint))
    for name, blob in blobs.items():
        if name in there.tree and name not in there.ours and there.tree[name] != blob:
            message = f"{place} has a file of that name, which conceptnote publish did not put there"
            hint = "give the paper or the file another name"
            raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, message, Location(name), hint=hint))


def _message(publication: Publication, changed: list[str], removed: list[str]) -> str:
    lines = [f"Publish {' '.join(publication.title.split())}", ""]
    lines += [f"Changed: {', '.join(changed)}"] if changed else []
    lines += [f"Removed: {', '.join(removed)}"] if removed else []
    lines += ["", f"Source-Commit: {publication.origin.commit}"] if publication.origin else []
    return "\n".join(lines) + "\n"


def _signature(origin: Origin | None) -> dict[str, str]:
    """The committer and the date: the date is that of the source, so the same publication is the same commit."""
    date = f"@{origin.date if origin else _BEGINNING} +0000"
    names = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
             for what, value in zip(("NAME", "EMAIL"), _NOBODY, strict=True)}  # fmt: skip
    return {**names, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}


def _address(remote: str, project: Path) -> str:
    git = Git(project)
    with contextlib.suppress(GitFailed):
        address = git.line("remote", "get-url", "--push", "--", remote)
        # Git resolves relative paths from the top of the working tree.
        return _from(Path(git.line("rev-parse", "--show-toplevel")), address)
    if remote.startswith("-") or not ("/" in remote or ":" in remote or Path(remote).is_dir()):
        message = f"the project's repository has no remote “{remote}”"
        hint = "add it with git remote add, or name another one, or an address, with --remote"
        raise DiagnosticError(Diagnostic(Code.TARGET_UNUSABLE, message, hint=hint))
    return _from(Path.cwd(), remote)


def _from(folder: Path, address: str) -> str:
    """An address that works in any folder: a path has no colon before its first slash (git-clone)."""
    return address if ":" in address.partition("/")[0] else os.path.normpath(folder / address)
