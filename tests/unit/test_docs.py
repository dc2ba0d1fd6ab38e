"""What the README and the documentation show is what happens."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.spec.schema import json_schema
from tests.support.cli import sesgen
from tests.support.key_tables import with_tables

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"<!-- ([^\n]*) -->\n```(\w+)\n(.*?)```\n", re.DOTALL)


def blocks(page: Path, mark: str) -> list[str]:
    found = [body for said, _, body in BLOCK.findall(page.read_text()) if said.startswith(mark)]
    assert found
    return found


def test_the_readme_shows_files_as_they_are() -> None:
    text = (ROOT / "README.md").read_text()
    for said, _, body in BLOCK.findall(text):
        kind, _, name = said.partition(": ")
        if kind == "file":
            assert body == (ROOT / name).read_text()
        if kind == "excerpt":
            assert body in (ROOT / name).read_text()


def test_the_readme_shows_a_diagnostic_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shown,) = blocks(ROOT / "README.md", "diagnostic")
    command, _, expected = shown.partition("\n")
    monkeypatch.chdir(tmp_path)
    spec = (ROOT / "specs/quickstart.yaml").read_text().partition("      archive:")[0]
    spec = spec.partition("\n")[2] + "        firehose: {stream_arn: a, role_arn: b}\n"
    Path("mail.yaml").write_text("configuration_sets:\n" + spec.partition("\n")[2])
    done = sesgen(*command.split()[2:])
    assert done.code == 1
    assert done.out.startswith(expected)


@pytest.mark.parametrize("index", range(4))
def test_the_specs_of_the_language_page_are_valid(index: int) -> None:
    spec = blocks(ROOT / "docs/spec.md", "spec")[index]
    done = sesgen("validate", "-", "--strict", stdin=spec)
    assert done.code == 0, done.out


@pytest.mark.parametrize("page", ["spec.md", "modules.md"])
def test_the_tables_of_keys_are_those_of_the_models(page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    assert "<!-- keys: " in text
    assert text == with_tables(text)


def test_every_model_has_its_table_of_keys() -> None:
    text = "".join((ROOT / "docs" / page).read_text() for page in ("spec.md", "modules.md"))
    shown = set(re.findall(r"<!-- keys: (\w+) -->", text))
    # Those that are another one and little more have a sentence.
    assert shown == set(json_schema()["$defs"]) - {"Defaults", "AccountAlarms", "AlarmLevel"}


def test_the_python_of_the_language_page_runs() -> None:
    (source,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/spec.md").read_text(), re.DOTALL)
    done = sesgen("convert", "-", "--stdin-filename", "spec.py", stdin=source)
    assert done.code == 0, done.err
    assert done.out.count('resource "aws_ses_event_destination"') == 2


def test_every_link_into_the_repository_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_published_schema_is_the_one_of_the_command() -> None:
    published = json.loads((ROOT / "docs/spec.schema.json").read_text())
    assert published == json.loads(sesgen("schema").out)


def test_the_published_rules_are_those_of_the_command() -> None:
    published = (ROOT / "docs/rules.md").read_text()
    assert published == sesgen("rules", "--output-format", "markdown").out


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs/commands.md").read_text()
    for command in (
        "generate",
        "validate",
        "convert",
        "show",
        "rules",
        "explain",
        "init",
        "schema",
    ):
        assert command in page
        shown = sesgen(command, "--help").out
        for option in re.findall(r"(--[a-z][a-z-]+)", shown):
            assert option in ("--help", "--python", "--no-python", "--output") or option in page


def test_the_hooks_of_the_documents_are_those_that_init_writes() -> None:
    (shown,) = blocks(ROOT / "docs/ci.md", "pre-commit")
    assert shown == (ROOT / "templates/pre-commit-config.yaml").read_text()
