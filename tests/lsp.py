"""An editor, as far as the YAML language server can tell: it opens texts and asks about places in them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
SERVER = ROOT / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SCAFFOLD = ROOT / "src" / "conceptnote" / "scaffold" / "files" / "dot-vscode" / "settings.json"
TAGS = json.loads(SCAFFOLD.read_bytes())["yaml.customTags"]
SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}, "customTags": TAGS}


class Editor:
    """Speaks the Language Server Protocol (3.17) with a server, over its standard streams."""

    def __init__(self, to: IO[bytes], by: IO[bytes], folder: Path) -> None:
        self._to, self._by, self._folder = to, by, folder
        self._number = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        }})  # fmt: skip
        self._send({"method": "initialized", "params": {}})

    def open(self, name: str, text: str) -> str:
        """Open a text as a file of the folder, and give its address."""
        uri = (self._folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        return uri

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What the server underlines in a text that has been opened."""
        while uri not in self._diagnostics:
            self._handle(self._receive())
        return self._diagnostics[uri]

    def completions(self, uri: str, line: int, character: int) -> dict[str, dict[str, Any]]:
        """What the server offers at a place, which counts from 0, by its label."""
        answer = self.ask("textDocument/completion", _at(uri, line, character))
        return {item["label"]: item for item in (answer["items"] if isinstance(answer, dict) else answer)}

    def hover(self, uri: str, line: int, character: int) -> str:
        """What the server explains at a place."""
        answer = self.ask("textDocument/hover", _at(uri, line, character))
        return str(answer["contents"]["value"]) if answer else ""

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request; what the server asks meanwhile is answered too."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._handle(message)

    def _handle(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            asked = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
            result = [SETTINGS if item["section"] == "yaml" else None for item in asked]
            self._send({"id": message["id"], "result": result or None})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._to.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while line := self._by.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        data = self._by.read(length)
        assert data, "the language server has ended"
        message: dict[str, Any] = json.loads(data)
        return message


def _at(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


@contextmanager
def editor(folder: Path) -> Iterator[Editor]:
    """An editor of the files in a folder, with a server of its own."""
    assert SERVER.is_file(), f"no YAML language server at {SERVER}: run npm install"
    process = subprocess.Popen(["node", SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Editor(process.stdin, process.stdout, folder)
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
