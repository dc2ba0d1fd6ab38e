"""Which files are read as one module, and what they hold without their spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import SpecError
from generator.importer.terraform import (
    files_of_module,
    find_terraform,
    import_terraform,
    load_terraform,
    refuse_foreign,
)
from generator.loader.text import STDIN
from tests.support.plans import plan_of

SET = 'resource "aws_ses_configuration_set" "L" {\n  name = "L"\n}\n'
TOPIC = 'resource "aws_sns_topic" "t" {}\n'


def write(folder: Path, **texts: str) -> list[str]:
    """Files of a folder, as they are named to a command; an underscore stands for the dot."""
    for name, text in texts.items():
        (folder / name.replace("_tf", ".tf").replace("_tofu", ".tofu")).write_text(text)
    return [str(path) for path in sorted(folder.iterdir())]


def names(paths: list[str]) -> list[str]:
    return [Path(path).name for path in paths]


def test_of_two_files_with_one_stem_opentofu_reads_its_own(tmp_path: Path) -> None:
    write(tmp_path, b_tf="", a_tf="", a_tofu="", c_txt="")
    assert names(files_of_module(tmp_path)) == ["a.tofu", "b.tf"]


def test_files_are_named_once(tmp_path: Path) -> None:
    paths = write(tmp_path, a_tf="", b_tf="")
    assert find_terraform([paths[1], str(tmp_path)]) == [paths[1], paths[0]]
    assert find_terraform([STDIN]) == [STDIN]


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"contains no Terraform files \(\*.tf, \*.tofu, ") as error:
        find_terraform([str(tmp_path)])
    assert error.value.exit_code == 2


@pytest.mark.parametrize("name", ["override.tf", "x_override.tf"])
def test_override_files_are_refused(name: str) -> None:
    with pytest.raises(SpecError, match="merges override files"):
        find_terraform([name])
    assert find_terraform([name.replace("override", "override_x")])


def test_what_remains_of_each_file(tmp_path: Path) -> None:
    paths = write(tmp_path, a_tf=SET + "\n" + TOPIC, b_tf=TOPIC.replace('"t"', '"u"'))
    found = import_terraform(paths)
    assert found.remains() == {tmp_path / "a.tf": ((SET + "\n" + TOPIC).encode(), TOPIC.encode())}
    assert [block.address for block in found.remaining] == ["aws_sns_topic.t", "aws_sns_topic.u"]
    assert found.undeclared == ()


@pytest.mark.parametrize(("count", "place"), [(1, "a.tf"), (2, "")])
def test_files_without_anything_to_import(count: int, place: str, tmp_path: Path) -> None:
    paths = write(tmp_path, a_tf=TOPIC, b_tf="")[:count]
    with pytest.raises(SpecError, match="there is no SES configuration set") as error:
        import_terraform(paths)
    (found,) = error.value.diagnostics
    assert (found.code, found.location.file) == ("HCL004", str(tmp_path / place))
    assert found.location.line == (1 if count == 1 else 0)


def test_each_folder_is_a_spec_and_the_files_beside_are_context(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    asked = write(one, a_tf=SET)
    write(one, b_tf=SET.replace("L", "M"))
    asked += write(two, a_tf=SET)
    found = load_terraform(asked, stdin_name="x.tf")
    assert [len(spec.spec.configuration_sets) for spec in found.specs] == [2, 1]
    assert found.context == {str(one / "b.tf")}
    assert found.errors == []


def test_what_is_wrong_beside_is_nothing_that_was_asked(tmp_path: Path) -> None:
    asked = write(tmp_path, a_tf=SET)
    write(tmp_path, b_tf="locals {", c_tf=SET.replace('"L" {', '"1" {'))
    found = load_terraform(asked, stdin_name="x.tf")
    assert found.errors == []
    assert [list(spec.spec.configuration_sets) for spec in found.specs] == [["L"]]


def test_what_is_wrong_in_one_file_is_said_of_it(tmp_path: Path) -> None:
    asked = write(tmp_path, a_tf=SET, b_tf="locals {")
    found = load_terraform(asked, stdin_name="x.tf")
    assert [one.location.file for error in found.errors for one in error.diagnostics] == [asked[1]]
    assert len(found.specs) == 1
    assert load_terraform(write(tmp_path, a_tf=TOPIC, b_tf=""), stdin_name="x.tf").specs == []


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        (SET.replace("L", "m"), None, None),
        ('resource "terraform_data" "event_destination" {}\n', None, None),
        (TOPIC, "aws_sns_topic.t is not a block of s.yaml", "OUT001"),
        ("locals {}\n", "locals is not a block of s.yaml", "OUT001"),
        ("locals {", "Terraform cannot read this", "HCL001"),
        (SET.replace("L", "m") + "x = 1\n", "the argument x is outside of blocks", "HCL001"),
    ],
)
def test_a_file_that_holds_more_is_not_replaced(
    text: str, word: str | None, code: str | None, tmp_path: Path
) -> None:
    planned = plan_of("configuration_sets: {m: {event_destinations: {}}}")
    path = tmp_path / "a.tf"
    path.write_text(text)
    if word is None:
        refuse_foreign(path, planned.loaded, planned.plan)
        return
    with pytest.raises(SpecError, match=word) as error:
        refuse_foreign(path, planned.loaded, planned.plan)
    assert error.value.exit_code == 2
    assert error.value.diagnostics[0].code == code
    assert "--force" in error.value.diagnostics[0].help


@pytest.mark.parametrize("name", ["a.yaml", "b.tf"])
def test_other_files_may_be_replaced(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TOPIC)
    planned = plan_of("configuration_sets: {m: {event_destinations: {}}}")
    refuse_foreign(tmp_path / name, planned.loaded, planned.plan)
