"""The running studios of this machine: each event has one, which a second start shows."""

from __future__ import annotations

import contextlib
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from conceptnote.atomicfile import write
from conceptnote.build.hashing import sha256
from conceptnote.regularfile import read_whole, real_path
from conceptnote.source.world import this_machine
from conceptnote.systemerror import is_of_machine

_LARGEST = 4096
_PATIENCE = 2
"""The seconds within which a running studio answers."""


def running(event: Path) -> str | None:
    """The address of the running studio of an event; None if there is none."""
    place = _place(event)
    try:
        address = str(json.loads(read_whole(place, _LARGEST))["address"]) if place else ""
        return address if _answers(address) else None
    except (OSError, ValueError, LookupError, TypeError, http.client.HTTPException):
        return None


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    if parts.hostname != "127.0.0.1" or not parts.port:
        return False
    cookie = f"conceptnote-{parts.port}={parse_qs(parts.query)['key'][0]}"
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=_PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/api/words", headers={"Cookie": cookie})
        return connection.getresponse().status == 200


@contextlib.contextmanager
def announced(event: Path, address: str) -> Iterator[None]:
    """Registers the address for further starts of a studio of this event; only this user can read it."""
    place = _place(event)
    if place is None:
        yield
        return
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        write(place, json.dumps({"address": address}).encode())
    except OSError as error:  # Without a place for it, each start is a studio of its own.
        if not is_of_machine(error) and not isinstance(error, PermissionError | FileExistsError):
            raise
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            place.unlink(missing_ok=True)


def _place(event: Path) -> Path | None:
    caches = this_machine().cache_folder
    return caches and caches / "studio" / f"{sha256(str(real_path(event)).encode())}.json"
