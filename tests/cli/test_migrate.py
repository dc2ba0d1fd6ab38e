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

PYTHON = """\
from generator import ConfigurationSet, EventDestination, SnsDestination, Spec
events = EventDestination(enabled=True, matching_types=("bounce", "complaint"), sns=SnsDestination(topic_arn="ARN"))
spec = Spec(api="v2", migrated_from="v1", configuration_sets={"mail": ConfigurationSet(event_destinations={"a": events})})
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


def test_the_mark_of_the_file_and_its_line_ends_stay(tmp_path: Path) -> None:
    spec = tmp_path / "s.yaml"
    spec.write_bytes(b"\xef\xbb\xbf" + BLOCK.replace("\n", "\r\n").encode())
    assert sesgen("migrate", spec).code == 0
    text = spec.read_bytes()
    assert (text[:3], text.count(b"\n") - text.count(b"\r\n")) == (b"\xef\xbb\xbf", 0)


def test_one_event_destination(tmp_path: Path) -> None:
    text, imports = migrated(tmp_path, BLOCK, "--only", "mail.b")
    assert "      b: {api: v2, enabled: true," in text
    assert "matching_types: all  # every type" in text
    assert imports.count("import {") == 1
    again, _ = migrated(tmp_path, text, "--only", "mail.a")
    assert "      a:\n        api: v2\n        enabled: true\n" in again
    assert again.count("migrated_from: v1") == 1


OTHERWISE = {
    "matching_types: all": "matching_types: [send, reject, bounce, complaint, delivery, open, click, renderingFailure]",
    'matching_types: "${var.types}"': (
        r"""matching_types: '${[for type in var.types : upper(replace(type, "/([a-z])([A-Z])/", "$${1}_$${2}"))]}'"""
    ),
    'matching_types: [send, "${var.type}"]': (
        r"""matching_types: [send, '${upper(replace(var.type, "/([a-z])([A-Z])/", "$${1}_$${2}"))}']"""
    ),
    "depends_on: [aws_ses_configuration_set.mail, aws_ses_event_destination.mail_b]": (
        "depends_on: [aws_sesv2_configuration_set.mail, aws_sesv2_configuration_set_event_destination.mail_b]"
    ),
    "configuration_set_name: '${lower(aws_ses_configuration_set.mail.name)}'": (
        "configuration_set_name: '${lower(aws_sesv2_configuration_set.mail.configuration_set_name)}'"
    ),
}
"""What is written for what."""
SPEC = """\
variables: {types: {type: "list(string)"}, type: {}, origin: {}}
configuration_sets:
  mail:
    event_destinations:
      a:
        enabled: true
        WRITTEN
        KIND
      b: {enabled: true, matching_types: [bounce, complaint], sns: "ARN"}
"""


@pytest.mark.parametrize("written", OTHERWISE)
def test_what_would_mean_something_else_is_rewritten(written: str, tmp_path: Path) -> None:
    types = "" if "types" in written else "matching_types: [send]\n        "
    before = SPEC.replace("KIND", f"{types}sns: {ARN}").replace("ARN", ARN)
    text, blocks = migrated(tmp_path, before.replace("WRITTEN", written))
    assert text == "api: v2\nmigrated_from: v1\n" + before.replace("WRITTEN", OTHERWISE[written])
    # The root module knows no resource of the module.
    assert "_configuration_set.mail." not in blocks


METRICS = """\
cloudwatch:
          - {dimension_name: one, value_source: linkTag, default_value: none}  # the first
          # About the second place.
          - dimension_name: two
            value_source: messageTag
            default_value: none   # the second
          - {dimension_name: three, value_source: emailHeader, default_value: none}"""


def test_dimensions_stand_in_the_order_that_aws_has(tmp_path: Path) -> None:
    before = SPEC.replace("WRITTEN", "matching_types: [click]").replace("ARN", ARN)
    text, _ = migrated(tmp_path, before.replace("KIND", METRICS))
    dimensions = yaml.safe_load(text)["configuration_sets"]["mail"]["event_destinations"]["a"]
    names = [one["dimension_name"] for one in dimensions["cloudwatch"]]
    assert names == ["three", "one", "two"]  # as Terraform planned it
    assert "default_value: none}  # the first\n" in text
    assert "default_value: none   # the second\n" in text
    (tmp_path / "s.yaml").write_text(
        before.replace("KIND", METRICS.replace("linkTag", "'${var.origin}'"))
    )
    done = sesgen("migrate", tmp_path / "s.yaml")
    assert "mail.a: the plan may show another order of its dimensions" in done.err
    assert """value_source: '${upper(replace(var.origin, """ in (tmp_path / "s.yaml").read_text()


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
        (PYTHON.replace("ARN", ARN).replace('api="v2", ', ""), "s.py", "run this again for the import blocks"),
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
    done = sesgen("migrate", spec, "--imports", spec, "--force")
    assert (done.code, done.err) == (2, f"{spec}: is one of the specs\n")
    done = sesgen("migrate", spec, "--only", "mail.c")
    assert (done.code, "no spec has such" in done.err) == (2, True)
    assert spec.read_text() == BLOCK
    newer, blocks = migrated(tmp_path, BLOCK)
    # The import blocks can be had again as long as they are needed.
    assert migrated(tmp_path, newer) == (newer, blocks)
    finished = newer.replace("migrated_from: v1\n", "")
    assert migrated(tmp_path, finished) == (finished, "")


def refusing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let no file of a name be put in place."""
    replace = Path.replace

    def fail(one: Path, other: Path) -> Path:
        if other.name == name:
            raise PermissionError(1, "Operation not permitted")
        return replace(one, other)

    monkeypatch.setattr(Path, "replace", fail)


@pytest.mark.parametrize("locked", ["a.yaml", "b.yaml", "imports.tf"])
def test_all_files_are_written_or_none(
    locked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for spec in specs:
        spec.write_text(BLOCK.replace("mail", spec.stem))
    before = {path: path.read_bytes() for path in specs}
    refusing(monkeypatch, locked)
    done = sesgen("migrate", *specs, "--imports", tmp_path / "imports.tf")
    assert done.code == 2
    assert f"{locked}: cannot be written: Operation not permitted" in done.err
    assert "nothing was written: " in done.err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_api_v1_does_not_show_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(BLOCK)
    said = sesgen("migrate", tmp_path / "s.yaml").err
    assert "not seen: what API v1 cannot say of mail (" in said
    for key in ("suppression", "https_policy", "sending_pool", "max_delivery_seconds", "vdm"):
        assert key in said
    (tmp_path / "s.yaml").write_text(BLOCK.replace("    event", "    manage: false\n    event"))
    assert "not seen" not in sesgen("migrate", tmp_path / "s.yaml").err


def test_conditions_that_speak_of_self_are_named(tmp_path: Path) -> None:
    check = '{condition: "${self.name != null}", error_message: "no"}'
    text = BLOCK.replace("b: {", f"b: {{lifecycle: {{postcondition: [{check}]}}, ")
    (tmp_path / "s.yaml").write_text(text)
    said = sesgen("migrate", tmp_path / "s.yaml").err
    assert said.count("a condition speaks of `self`") == 1
    assert "mail.b: a condition" in said


ANSWER = {
    "ConfigurationSet": {"Name": "mail"},
    "EventDestinations": [
        {
            "Name": "a",
            "Enabled": True,
            "MatchingEventTypes": ["send"],
            "SNSDestination": {"TopicARN": ARN},
        }
    ],
}


@pytest.mark.parametrize("name", ["s.json", "s.yaml"])
def test_what_aws_answers_becomes_a_set_of_a_spec(name: str, tmp_path: Path) -> None:
    answer = json.dumps(ANSWER, indent=2) if name == "s.json" else yaml.safe_dump(ANSWER)
    text, blocks = migrated(tmp_path, answer, name=name)
    assert yaml.safe_load(text) == {
        "migrated_from": "v1",
        "api": "v2",
        "configuration_sets": [ANSWER],
    }
    assert 'id = "mail|a"' in blocks
    text, _ = migrated(tmp_path, answer, "--only", "mail", name=name)
    (owner,) = yaml.safe_load(text)["configuration_sets"]
    assert owner == {"api": "v2", **ANSWER}


def test_the_name_of_one_that_overlaps_is_given(tmp_path: Path) -> None:
    text = BLOCK.replace("b: {", "b: {replacement: overlap, ")
    written, blocks = migrated(tmp_path, text, "--name", "mail.b=b-12ab34")
    assert '      b: {name: "b-12ab34", replacement: overlap,' in written
    assert 'id = "mail|b-12ab34"' in blocks
    assert migrated(tmp_path, written)[1] == blocks
    done = sesgen("migrate", tmp_path / "s.yaml", "--name", "mail.c=x")
    assert (done.code, "mail.c: no spec has such" in done.err) == (2, True)


def test_the_import_blocks_of_a_python_spec(tmp_path: Path) -> None:
    text, blocks = migrated(tmp_path, PYTHON.replace("ARN", ARN), name="s.py")
    assert text == PYTHON.replace("ARN", ARN)
    assert blocks.count("import {") == 2


def test_what_convert_writes_forgets_too(tmp_path: Path) -> None:
    migrated(tmp_path, BLOCK)
    text = sesgen("convert", tmp_path / "s.yaml").out
    assert "removed {\n  from = aws_ses_configuration_set.mail\n" in text
    assert "removed {\n  from = terraform_data.event_destination\n" in text
    written = json.loads(sesgen("convert", tmp_path / "s.yaml", "--to", "json").out)
    assert {"from": "aws_ses_configuration_set.mail", "lifecycle": {"destroy": False}} in written[
        "removed"
    ]
