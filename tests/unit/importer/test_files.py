"""Terraform files and their top-level blocks, to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import hcl
from generator.diagnostics import SpecError
from generator.importer.files import BOM, is_ours, read_hcl, top_blocks
from tests.support.terraform_files import block, blocks, hcl_file


def test_comments_belong_to_the_block_that_they_adjoin() -> None:
    text = '# far\n\n# above\n// two\nlocals {\n  # inside\n} # behind\n# next\n\noutput "x" {}\n'
    first, second = blocks(text)
    assert (first.comments, first.behind) == (("above", "two"), ("behind",))
    assert [*first.all_comments()] == ["above", "two", "inside", "behind"]
    assert text[first.first : first.last] == "# above\n// two\nlocals {\n  # inside\n} # behind"
    assert text[first.start : first.end] == "locals {\n  # inside\n}"
    assert second.comments == ()
    assert (second.first, second.last) == (second.start, second.end)


def test_a_comment_behind_a_block_is_not_above_the_next_one() -> None:
    first, second = blocks("locals {} # a\nlocals {} /* b */ # c\n")
    assert (first.behind, second.behind, second.comments) == (("a",), ("b", "c"), ())


def test_a_comment_that_a_blank_line_parts_ends_those_above() -> None:
    assert block("# far\n\n# near\nlocals {}").comments == ("near",)
    assert block("# far\n# near\n\nlocals {}").comments == ()


@pytest.mark.parametrize(
    "line", ["tflint-ignore-file: x", "kics-scan disable=a", "kics-scan ignore"]
)
def test_a_comment_about_the_file_stays_in_it(line: str) -> None:
    found = block(f"# {line}\n# ours\nlocals {{}}")
    assert found.comments == ("ours",)
    assert block(f"# ours\n# {line}\nlocals {{}}").comments == ()


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("#  two blanks \n", [" two blanks"]),
        ("// x", ["x"]),
        ("#", [""]),
        ("## x", ["# x"]),
        ("/* one */", ["one"]),
        ("/*\n * a\n *  b\n c\n */", ["a", " b", "c"]),
    ],
)
def test_the_lines_of_a_comment(comment: str, expected: list[str]) -> None:
    assert list(hcl.comment_lines(hcl.tokenize(comment)[:1])) == expected


@pytest.mark.parametrize(
    ("text", "address", "ours"),
    [
        ('resource "aws_ses_configuration_set" "a" {}', "aws_ses_configuration_set.a", True),
        ('resource "aws_ses_event_destination" "a" {}', "aws_ses_event_destination.a", True),
        ('data "aws_ses_configuration_set" "a" {}', "data.aws_ses_configuration_set.a", False),
        ('resource "aws_sns_topic" "a" {}', "aws_sns_topic.a", False),
        ("locals {}", "locals", False),
        ("resource {}", "", False),
    ],
)
def test_addresses(text: str, address: str, ours: bool) -> None:  # noqa: FBT001 - a column of the table
    found = block(text)
    assert (found.address, is_ours(found)) == (address, ours)


def test_the_place_of_a_block_is_its_head() -> None:
    place = block('\n  resource "a" "b" {\n}\n').place()
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 3, 2, 19)


def test_places_to_the_line_end() -> None:
    file = hcl_file("ab\ncd\n")
    for offset, expected in {0: (1, 1), 2: (1, 3), 3: (2, 1), 6: (3, 1)}.items():
        place = file.place(offset, offset)
        assert (place.line, place.column) == expected


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.tf"
    path.write_bytes(BOM + b"locals {}\r\n")
    file = read_hcl(str(path))
    assert (file.text, file.path, file.data) == ("locals {}\r\n", path, BOM + b"locals {}\r\n")
    assert next(top_blocks(file)).start == 0


@pytest.mark.parametrize("name", ["a.txt", "a.tfvars.json", "a"])
def test_files_of_another_kind_are_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("locals {}\n")
    with pytest.raises(SpecError, match="are not read") as error:
        read_hcl(str(tmp_path / name))
    assert error.value.exit_code == 2


def test_what_terraform_cannot_read_is_shown_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.tf").write_text("locals {}\nlocals {\n  a = = 1\n}\n")
    with pytest.raises(SpecError, match="Terraform cannot read this") as error:
        read_hcl(str(tmp_path / "a.tf"))
    (found,) = error.value.diagnostics
    assert (found.code, found.location.line, found.excerpt) == ("HCL001", 3, "  a = = 1")
    assert error.value.exit_code == 1


def test_an_argument_outside_of_blocks_is_shown_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.tf").write_text("locals {}\nname = 1\n")
    with pytest.raises(SpecError, match="the argument name is outside of blocks") as error:
        list(top_blocks(read_hcl(str(tmp_path / "a.tf"))))
    (found,) = error.value.diagnostics
    assert (found.code, found.location.line, found.location.column) == ("HCL001", 2, 1)
