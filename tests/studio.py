"""A running studio, asked as its page asks it."""

from __future__ import annotations

import http.client
import json
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from command import COMMAND

State = dict[str, Any]
_PATIENCE = 90
"""Seconds after which what was to come never will."""


class Studio:
    """The process, its address, and the state that it has told last."""

    def __init__(self, event: Path, *options: str, query: str = "") -> None:
        self.event = event
        self.process = subprocess.Popen(
            [COMMAND, "studio", event, "--no-open", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Where the tests run in the background of a shell, Ctrl-C is ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said.startswith("studio: "), said + self.process.stdout.read()
        self.address = said.removeprefix("studio: ").strip()
        self.port = urlsplit(self.address).port or 0
        self.host = f"127.0.0.1:{self.port}"
        self.cookie = f"conceptnote-{self.port}={parse_qs(urlsplit(self.address).query)['key'][0]}"
        self.state: State = {}
        self._states: queue.Queue[State] = queue.Queue()
        self._query = query
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str | None] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """One request, with the cookie; a header of None is left out."""
        usual = {"Cookie": self.cookie, "Host": self.host}
        if method == "POST":
            usual |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
        given = {key: value for key, value in {**usual, **(headers or {})}.items() if value is not None}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def get(self, path: str) -> Any:
        status, body, _ = self.ask(path)
        assert status == 200, (path, status)
        return json.loads(body)

    def post(self, action: str, **body: object) -> tuple[int, Any]:
        status, answer, _ = self.ask(f"/api/{action}", "POST", json.dumps(body).encode())
        return status, json.loads(answer) if answer[:1] == b"{" else None

    def edit(self, path: str, value: str, revision: str | None = None) -> tuple[int, Any]:
        return self.post("edit", revision=revision or self.state["revision"], values={path: value})

    def saved(self, path: str, value: str) -> None:
        """Edit a value, and wait until the pages are those of the file."""
        status, answer = self.edit(path, value)
        assert status == 200, answer
        self.until(lambda state: state["revision"] == answer["revision"] and not state["working"])

    def boxes(self, paper: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(f"/api/boxes/{self.sheet(paper)['id']}")
        return found

    def printed(self, paper: str) -> str:
        """The words of a paper."""
        return " ".join(word for box in self.boxes(paper) for word in box["text"].split())

    def sheet(self, paper: str) -> dict[str, Any]:
        return next(one for one in self.state["sheets"] if one["name"] == paper)

    def target(self, paper: str, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/target?paper={self.sheet(paper)['id']}&path={quote(path)}")
        return found

    def until(self, seen: Callable[[State], object]) -> State:
        """Wait until the studio tells of something; what never comes is a failure."""
        ends = time.monotonic() + _PATIENCE
        while not (self.state and seen(self.state)):
            left = ends - time.monotonic()
            with suppress(queue.Empty):
                self.state = self._states.get(timeout=max(left, 0))
                continue
            raise AssertionError(self.state)
        return self.state

    def settled(self) -> State:
        """Wait until the pages are those of the file."""
        return self.until(lambda state: not state["working"] and state["sheets"])

    def _listen(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", f"/api/events?{self._query}", headers={"Cookie": self.cookie, "Host": self.host})
        with closing(connection), closing(connection.getresponse()) as answer, suppress(OSError):
            while line := answer.readline():
                if line.startswith(b'data: {"'):
                    self._states.put(json.loads(line[6:]))

    def end(self) -> int:
        """Press Ctrl+C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_PATIENCE)


@contextmanager
def running(event: Path, *options: str, query: str = "") -> Iterator[Studio]:
    """A studio that has printed its pages."""
    studio = Studio(event, *options, query=query)
    try:
        studio.settled()
        yield studio
    finally:
        studio.process.kill()
        studio.process.communicate()
