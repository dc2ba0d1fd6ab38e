"""A client of a language server over standard input and output, as an editor is one."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TIMEOUT = 30
Message = dict[str, Any]


class LanguageServer:
    """A running server. Positions count from 0, as the protocol has them."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._number = 0
        self._messages: queue.Queue[Message] = queue.Queue()
        self._diagnostics: dict[str, list[Message]] = {}
        threading.Thread(target=self._read, daemon=True).start()

    def request(self, method: str, params: Any) -> Any:  # noqa: ANN401 - JSON
        """Ask, and wait for the answer."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def notify(self, method: str, params: Any) -> None:  # noqa: ANN401 - JSON
        """Tell, without an answer."""
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str) -> str:
        """Open a document as if it stood at ``path``, and give its name in the protocol."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def diagnostics(self, uri: str) -> list[Message]:
        """Wait for what the server finds in a document."""
        while uri not in self._diagnostics:
            self._next()
        return self._diagnostics.pop(uri)

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _next(self) -> Message:
        """The next message; what the server asks of us is answered with nothing."""
        message = self._messages.get(timeout=_TIMEOUT)
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            params = message["params"]
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif method is not None and "id" in message:
            asked = method == "workspace/configuration"
            result: list[Message] | None = (
                [{} for _ in message["params"]["items"]] if asked else None
            )
            self._send({"id": message["id"], "result": result})
        return message

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline():
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
            elif not line.strip():
                self._messages.put(json.loads(stream.read(length)))


@contextmanager
def language_server(command: Sequence[str], folder: Path) -> Iterator[LanguageServer]:
    """Start a server that looks at a folder, and stop it."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            server = LanguageServer(process)
            capabilities = {
                "textDocument": {
                    "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                    "hover": {"contentFormat": ["markdown"]},
                    "publishDiagnostics": {},
                },
                "workspace": {"configuration": True},
            }
            root = {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities}
            server.request("initialize", root)
            server.notify("initialized", {})
            # As an editor without a network: nothing is asked of the schema store.
            settings = {
                "validate": True,
                "hover": True,
                "completion": True,
                "schemaStore": {"enable": False},
            }
            server.notify("workspace/didChangeConfiguration", {"settings": {"yaml": settings}})
            yield server
            server.request("shutdown", None)
            server.notify("exit", None)
        finally:
            process.kill()
