"""What the README and the documentation show is what happens."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.spec.schema import json_schema
from tests.support.cli import SPEC, sesgen
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


def test_the_first_hour_goes_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = ROOT / "docs/first-hour.md"
    for name in ("specs/mail.yaml", "sesgen.toml"):
        Path(name).parent.mkdir(exist_ok=True)
        (text,) = blocks(page, f"first-hour: {name}")
        Path(name).write_text(text)
    (commands,) = blocks(page, "first-hour: commands")
    for line in commands.splitlines():
        done = sesgen(*line.removeprefix("$ sesgen ").split())
        assert done.code == 0, done.err
        assert "warning[" not in done.out + done.err
    assert Path("modules/mail/.sesgen.json").exists()
    assert Path("modules/mail/README.md").exists()


TOML = re.compile(r"^```toml\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", ["adopting.md", "commands.md", "first-hour.md"])
def test_every_configuration_of_the_documents_is_accepted(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("specs", "templates", "infra"):
        Path(folder).mkdir()
    Path("infra/ses.yaml").write_text(SPEC)
    Path("specs/other.yaml").write_text(SPEC.replace("mail:", "other:"))
    for text in TOML.findall((ROOT / "docs" / page).read_text()):
        Path("sesgen.toml").write_text(text)
        done = sesgen("generate")
        assert done.code == 0, done.err
        assert Path("infra/ses.tf").exists() is ("[[convert]]" in text)
        assert sesgen("generate", "--check").code == 0


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text()
    pages = {path.name for path in (ROOT / "docs").iterdir()} - {"README.md"}
    assert pages == set(re.findall(r"\]\(([^)/]+)\)", index))


SHELL = re.compile(r"^(?:\$ )?(?:pipx run |uvx |exec )?sesgen ([a-z]+[^\n#]*|--\S+)", re.MULTILINE)
FENCED = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SAID = re.compile(r"`sesgen ([a-z]+)((?: [^`]*)?)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_the_documents_exists_with_its_options(page: Path) -> None:
    text = page.read_text()
    shown = [line for block in FENCED.findall(text) for line in SHELL.findall(block)]
    shown += ["".join(said) for said in SAID.findall(text)]
    for command in shown:
        name, *words = command.split(" &&")[0].split()
        if name.startswith("-"):
            continue
        help_ = HELP[name]
        for word in words:
            option = re.match(r"\[?(--?[a-z][a-z-]*)", word)
            assert option is None or option[1] in help_, f"{page.name}: sesgen {command}"


class _Help(dict[str, str]):
    def __missing__(self, name: str) -> str:
        done = sesgen(name, "--help")
        assert done.code == 0, f"there is no command {name}"
        self[name] = done.out
        return done.out


HELP = _Help()


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
