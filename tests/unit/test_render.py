"""Nothing unescaped can leave a template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markdown_it import MarkdownIt

from generator import assets, render
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.plan import PlannedFile, plan_module
from generator.render import UnsafeTemplateError
from generator.spec import resolve
from tests.support.cli import SPEC
from tests.support.hcl_oracles import parse


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of templates of our own."""
    monkeypatch.setattr(render, "template_root", lambda: tmp_path)
    render._terraform.cache_clear()
    render._markdown.cache_clear()
    yield tmp_path
    render._terraform.cache_clear()
    render._markdown.cache_clear()


@pytest.mark.parametrize("source", ["{{ x }}", "{{ 'a' ~ x }}", "{{ 1 }}", "{{ x | upper }}"])
@pytest.mark.parametrize("path", ["main.tf", "README.md"])
def test_a_template_that_forgets_its_filter_fails(source: str, path: str, templates: Path) -> None:
    (templates / "t.j2").write_text(source)
    with pytest.raises(UnsafeTemplateError, match="without a filter"):
        render.render(PlannedFile(path, "t.j2", {"x": 'a"'}))


def test_a_template_that_names_nothing_fails(templates: Path) -> None:
    (templates / "t.j2").write_text("{{ missing }}{{ missing | value }}")
    with pytest.raises(UndefinedError, match="'missing' is undefined"):
        render.render(PlannedFile("main.tf", "t.j2", {}))


def test_names_in_templates_must_be_identifiers(templates: Path) -> None:
    (templates / "t.j2").write_text("{{ x | name }}")
    with pytest.raises(UnsafeTemplateError, match="is no identifier"):
        render.render(PlannedFile("main.tf", "t.j2", {"x": "a b"}))


EVIL = 'x" }\n# | `<b>` --> ${file("/etc/passwd")} *y* [z](w) \\'


def test_odd_words_stay_words_in_every_file() -> None:
    quoted = EVIL.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    text = f'module: {{description: "{quoted}"}}\n'
    text += f'variables: {{v: {{description: "{quoted}", default: "{quoted}"}}}}\n' + SPEC
    resolved = resolve(load_text(SourceText("s.yaml", text), None).spec)
    files = {
        planned.path: render.render(planned)
        for planned in plan_module(resolved, "m`|*", "s`-->\n|.yaml")
    }
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
    assert (len(rows), len(cells)) == (2 + 3 + 2 + 5, 2 * 11 + 3 * 2 + 2 * 4 + 5 * 2)


def test_the_templates_are_found_in_the_checkout() -> None:
    assert (assets.template_root() / "main.tf.j2").is_file()
