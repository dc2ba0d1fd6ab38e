"""The published schema in another program: check-jsonschema says what ``validate`` says of the schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.rules.corpus import CASES
from tests.unit.test_schema import accepted

ROOT = Path(__file__).parents[2]
BROKEN = {
    "unknown key": "configuration_sets: {mail: {nam: x}}\n",
    "no sets": "version: 1\n",
    "two spellings": "configuration_sets: {mail: {event_destinations: {a: {enabled: true, Enabled: true}}}}\n",
    "wrong version": "version: 2\nconfiguration_sets: {mail: {}}\n",
    "a list": "- configuration_sets\n",
    "a number": "configuration_sets: {mail: {name: 3}}\n",
    "bad key": "configuration_sets: {my mail: {}}\n",
}


def failures(*files: Path) -> dict[str, list[str]]:
    """The files that the program refuses, with its messages."""
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json"]
    schema = ["--schemafile", str(ROOT / "docs/spec.schema.json")]
    done = subprocess.run(
        [*command, *schema, *map(str, files)], capture_output=True, text=True, check=False
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    assert not answer.get("parse_errors"), answer
    found: dict[str, list[str]] = {}
    for item in answer.get("errors", []):
        found.setdefault(item["filename"], []).append(item["message"])
    assert done.returncode == int(bool(found))
    return found


def test_it_accepts_every_example() -> None:
    # A Python spec is code: there is no document to look at.
    specs = [path for path in (ROOT / "specs").iterdir() if path.suffix in (".yaml", ".json")]
    assert len(specs) >= 5
    assert failures(*specs) == {}


def test_it_refuses_what_validate_refuses_of_the_schema(tmp_path: Path) -> None:
    texts = {case.name: case.text for case in CASES} | BROKEN
    files = {tmp_path / f"{number}.yaml": name for number, name in enumerate(texts)}
    for path, name in files.items():
        path.write_text(texts[name])
    refused = {files[Path(name)] for name in failures(*files)}
    assert refused == {name for name, text in texts.items() if not accepted(text)}
    assert set(BROKEN) <= refused
    assert len(refused) >= 12
