"""``sesgen migrate``: the text of a spec, the import blocks, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.loader.edit import TextEdit
from generator.loader.text import SourceText
from tests.support.cli import sesgen

ARN = "arn:aws:sns:eu-west-1:123456789012:t"
BLOCK = f"""\
# Ours.
version: 1  # of the language
configuration_sets:
  mail:  # a set
    event_destinations:
      a:
        enabled: true
        matching_types: all  # every type
        sns: {ARN}
      b: {{enabled: true, matching_types: [bounce, complaint], sns: "{ARN}"}}
"""


def migrated(folder: Path, text: str, *arguments: str, name: str = "s.yaml") -> tuple[str, str]:
    """The spec that was written, and the import blocks."""
    (folder / name).write_text(text)
    done = sesgen("migrate", folder / name, *arguments)
    assert done.code == 0, done.err
    return (folder / name).read_text(), done.out


def test_comments_and_layout_stay(tmp_path: Path) -> None:
    text, imports = migrated(tmp_path, BLOCK)
    types = "send, reject, bounce, complaint, delivery, open, click, renderingFailure"
    expected = BLOCK.replace(
        "version: 1  # of the language\n",
        "version: 1  # of the language\napi: v2\nmigrated_from: v1\n",
    ).replace("matching_types: all ", f"matching_types: [{types}] ")
    assert text == expected
    assert imports.count("import {") == 3
    assert 'id = "mail|a"' in imports
    assert "to = aws_sesv2_configuration_set.mail\n" in imports


def test_one_event_destination(tmp_path: Path) -> None:
    text, imports = migrated(tmp_path, BLOCK, "--only", "mail.b")
    assert "      b: {api: v2, enabled: true," in text
    assert "matching_types: all  # every type" in text
    assert imports.count("import {") == 1
    again, _ = migrated(tmp_path, text, "--only", "mail.a")
    assert "      a:\n        api: v2\n        enabled: true\n" in again
    assert again.count("migrated_from: v1") == 1


def test_json_and_a_call(tmp_path: Path) -> None:
    text = (
        '{"variables": {"stage": {"type": "string"}}, "configuration_sets": {"mail": {"name": "${var.stage}-x",'
        f' "event_destinations": {{"a": {{"enabled": true, "matching_types": "all", "sns": "{ARN}"}}}}}}}}}}'
    )
    written, imports = migrated(
        tmp_path, text, "--call", 'module.m["x"]', "--var", "stage=live", name="s.json"
    )
    spec = json.loads(written)
    assert (spec["api"], spec["migrated_from"]) == ("v2", "v1")
    assert len(spec["configuration_sets"]["mail"]["event_destinations"]["a"]["matching_types"]) == 8
    assert 'to = module.m["x"].aws_sesv2_configuration_set.mail\n' in imports
    assert 'id = "live-x|a"' in imports


def test_nothing_is_written_with_diff(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(BLOCK)
    done = sesgen("migrate", tmp_path / "s.yaml", "--diff")
    assert done.code == 1
    assert "+api: v2" in done.out
    assert (tmp_path / "s.yaml").read_text() == BLOCK


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (BLOCK.replace("        sns", "        replacement: overlap\n        sns", 1), "s.yaml", "only the state knows"),
        ("from generator.spec import Spec\nspec = 3\n", "s.py", "error"),
        (BLOCK.replace("all", "[nothing]"), "s.yaml", "SES009"),
    ],
)  # fmt: skip
def test_what_is_refused_is_left_as_it_is(text: str, name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    done = sesgen("migrate", tmp_path / name)
    assert done.code != 0
    assert said in done.err
    assert (tmp_path / name).read_text() == text


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: 1\n", (), "k: v\na: 1\n"),
        ("# c\na:\n  b: 1\n", ("a",), "# c\na:\n  k: v\n  b: 1\n"),
        ("a: {b: 1}\n", ("a",), "a: {k: v, b: 1}\n"),
        ("a: {}\n", ("a",), "a: {k: v}\n"),
        ("a: {\n  b: 1}\n", ("a",), "a: {\n  k: v, b: 1}\n"),
        ("a:\n- b: 1\n  c: 2\n", ("a", 0), "a:\n- k: v\n  b: 1\n  c: 2\n"),
        ("a:\nb: 1\n", ("a",), "a: {k: v}\nb: 1\n"),
        ("a:\n  k: x # c\n", ("a",), "a:\n  k: v # c\n"),
        ("version: 1\r\na: 1\r\n", (), "version: 1\r\nk: v\r\na: 1\r\n"),
    ],
)
def test_a_key_is_put_at_its_place(text: str, path: tuple[str | int, ...], expected: str) -> None:
    edit = TextEdit(SourceText("s.yaml", text))
    edit.put(path, "k", "v")
    assert edit.text() == expected
    assert yaml.safe_load(edit.text()) is not None


def test_json_stays_json() -> None:
    edit = TextEdit(SourceText("s.json", '{"a": {}, "types": "all"}'))
    edit.put(("a",), "k", "v")
    edit.replace(("types",), ["x", "y"])
    assert json.loads(edit.text()) == {"a": {"k": "v"}, "types": ["x", "y"]}


def test_nothing_is_written_over_or_for_nothing(tmp_path: Path) -> None:
    spec, main = tmp_path / "s.yaml", tmp_path / "main.tf"
    spec.write_text(BLOCK)
    main.write_text("# ours\n")
    done = sesgen("migrate", spec, "--imports", main)
    assert (done.code, "is there already" in done.err) == (2, True)
    assert (spec.read_text(), main.read_text()) == (BLOCK, "# ours\n")
    done = sesgen("migrate", spec, "--only", "mail.c")
    assert (done.code, "no spec has such" in done.err) == (2, True)
    assert spec.read_text() == BLOCK
    newer, _ = migrated(tmp_path, BLOCK)
    done = sesgen("migrate", spec)
    assert (done.code, done.out, spec.read_text()) == (0, "", newer)
    assert "nothing of API v1" in done.err


def test_what_convert_writes_forgets_too(tmp_path: Path) -> None:
    migrated(tmp_path, BLOCK)
    text = sesgen("convert", tmp_path / "s.yaml").out
    assert "removed {\n  from = aws_ses_configuration_set.mail\n" in text
    assert "removed {\n  from = terraform_data.event_destination\n" in text
    written = json.loads(sesgen("convert", tmp_path / "s.yaml", "--to", "json").out)
    assert {"from": "aws_ses_configuration_set.mail", "lifecycle": {"destroy": False}} in written[
        "removed"
    ]
