"""Nothing unescaped can leave a template."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator import assets
from generator.diagnostics import SpecError
from generator.plan.files import PlannedFile
from generator.render import render_file
from generator.render.parts import read_own
from tests.support.cli import SPEC
from tests.support.hcl_oracles import parse
from tests.support.plans import files_of


def written(template: str, folder: Path, path: str = "main.tf", **context: object) -> str:
    """What a template of a user's own writes into a file."""
    name = "README.md.j2" if path == "README.md" else "resources.tf.j2"
    (folder / name).write_text(template)
    return render_file(PlannedFile(path, name, context), read_own(str(folder)))


@pytest.mark.parametrize("source", ["{{ x }}", "{{ 'a' ~ x }}", "{{ 1 }}", "{{ x | upper }}"])
@pytest.mark.parametrize("path", ["main.tf", "README.md"])
def test_a_template_that_forgets_its_filter_fails(source: str, path: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="without a filter"):
        written(source, tmp_path, path, x='a"')


def test_a_template_that_names_nothing_fails(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="'missing' is not a name that the template is given"):
        written("{{ missing }}{{ missing | value }}", tmp_path)


EVIL = 'x" }\n# | `<b>` --> ${file("/etc/passwd")} *y* [z](w) \\'


def test_odd_words_stay_words_in_every_file() -> None:
    quoted = EVIL.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    text = f'module: {{description: "{quoted}"}}\n'
    text += f'variables: {{v: {{description: "{quoted}", default: "{quoted}"}}}}\n' + SPEC
    files = files_of(text, "m`|*", "s`-->\n|.yaml")
    variables = parse(files["variables.tf"])["variable"]["v"]  # type: ignore[index]
    assert variables["default"] == EVIL
    for path, source in files.items():
        if path.endswith(".tf"):
            parse(source)
    tokens = MarkdownIt().enable("table").parse(files["README.md"])
    words = [token.content for token in tokens if token.type == "inline"]
    plain = " ".join(EVIL.split())
    texts = [
        "".join(child.content for child in token.children or () if child.type == "text")
        for token in tokens
        if token.type == "inline"
    ]
    assert plain in texts
    assert words[0].startswith("m\\`")
    rows = [token for token in tokens if token.type == "tr_open"]
    cells = [token for token in tokens if token.type in ("td_open", "th_open")]
    assert (len(rows), len(cells)) == (2 + 3 + 2 + 6, 2 * 12 + 3 * 2 + 2 * 5 + 6 * 2)


def test_the_templates_are_found_in_the_checkout() -> None:
    assert (assets.template_root() / "resources" / "aws_ses_event_destination.tf.j2").is_file()
