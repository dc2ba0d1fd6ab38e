"""The YAML language server, as editors run it; ``make test-editors`` installs it with npm."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.support.language_server import LanguageServer, language_server
from tests.support.tools import unavailable

ROOT = Path(__file__).parents[2]
CURSOR = "§"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/editors/" in item.path.as_posix():
            item.add_marker("editors")


@dataclass
class Editor:
    """An editor with one open document after another; the cursor is marked with § in each."""

    server: LanguageServer
    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def look(self, text: str) -> tuple[str, dict[str, Any]]:
        """Open a document: its name, and the question about the cursor."""
        before = text.partition(CURSOR)[0]
        place = self.folder / f"spec{next(self.numbers)}.yaml"
        uri = self.server.open(place, text.replace(CURSOR, ""))
        position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return uri, {"textDocument": {"uri": uri}, "position": position}

    def completions(self, text: str) -> dict[str, dict[str, Any]]:
        """What is offered at the cursor, by label."""
        found = self.server.request("textDocument/completion", self.look(text)[1])
        return {item["label"]: item for item in found["items"]}

    def hover(self, text: str) -> str:
        """What is shown at the cursor."""
        found = self.server.request("textDocument/hover", self.look(text)[1])
        assert isinstance(found["contents"]["value"], str)
        return found["contents"]["value"]

    def problems(self, text: str) -> list[tuple[int, str]]:
        """What is underlined: lines from 1, and messages."""
        found = self.server.diagnostics(self.look(text)[0])
        return [(item["range"]["start"]["line"] + 1, item["message"]) for item in found]


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in a folder that holds the published schema."""
    named = os.environ.get("SESGEN_YAML_LANGUAGE_SERVER")
    cached = ROOT / ".cache/editors/node_modules/.bin/yaml-language-server"
    command = named or (str(cached) if cached.exists() else shutil.which("yaml-language-server"))
    if command is None or shutil.which("node") is None:
        unavailable("no YAML language server: make test-editors, which needs node and npm")
    folder = tmp_path_factory.mktemp("editor")
    shutil.copy(ROOT / "docs/spec.schema.json", folder)
    with language_server([command, "--stdio"], folder) as server:
        yield Editor(server, folder)
