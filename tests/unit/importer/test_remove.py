"""Blocks go, and every other byte stays."""

from __future__ import annotations

import pytest

from generator.diagnostics import SpecError
from generator.importer.files import BOM, HclFile, top_blocks
from generator.importer.remove import without
from generator.loader.text import SourceText
from tests.support.terraform_files import hcl_file


def left(text: str, *numbers: int) -> str:
    """A text without the blocks with these numbers, in whatever order they are named."""
    file = hcl_file(text)
    found = list(top_blocks(file))
    return without(file, [found[number] for number in reversed(numbers)]).decode()


A, B, C = "a {\n}\n", "b {\n}\n", "c {\n}\n"


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        (f"{A}\n{B}\n{C}", (1,), f"{A}\n{C}"),
        (f"{A}\n{B}\n{C}", (0,), f"{B}\n{C}"),
        (f"{A}\n{B}\n{C}", (2,), f"{A}\n{B}\n"),
        (f"{A}\n{B}\n{C}", (0, 1), C),
        (f"{A}\n{B}\n{C}", (0, 1, 2), ""),
        # of several blank lines, one
        (f"{A}\n\n{B}\n\n{C}", (1,), f"{A}\n\n\n{C}"),
        # none where the block stands close to another
        (f"{A}{B}\n{C}", (1,), f"{A}\n{C}"),
        (f"{A}{B}{C}", (1,), f"{A}{C}"),
        # blanks on the line are blank
        (f"{A} \n{B}\t\n{C}", (1,), f"{A} \n{C}"),
        # the last line may have no end
        (f"{A}\nb {{\n}}", (1,), f"{A}\n"),
        (f"{A}\n# of b\n{B}", (1,), f"{A}\n"),
        (f"# far\n\n{A}", (0,), "# far\n\n"),
        (f"{A}\r\n{B}\r\n".replace("\n", "\r\n").replace("\r\r", "\r"), (0,), "b {\r\n}\r\n\r\n"),
    ],
)
def test_what_stays(text: str, numbers: tuple[int, ...], expected: str) -> None:
    assert left(text, *numbers) == expected


def test_the_byte_order_mark_stays() -> None:
    file = HclFile(SourceText("a.tf", A), None, BOM + A.encode())
    assert without(file, top_blocks(file)) == BOM


@pytest.mark.parametrize(("text", "number"), [(f"/* x */ {A}\n{B}", 0), (f"{A}/* x\n*/ {B}", 1)])
def test_a_comment_on_the_line_goes_along(text: str, number: int) -> None:
    assert "x" not in left(text, number)


def test_what_shares_a_line_is_named_at_its_place() -> None:
    file = hcl_file("a {} /* x */\n/* y */ b {} /* z */ # t\n")
    first, second = top_blocks(file)
    assert without(file, [first, second]) == b""
    shared = first._replace(last=first.end - 1)
    with pytest.raises(SpecError, match="something else is on a line") as error:
        without(file, [shared])
    assert error.value.diagnostics[0].location.column == shared.last + 1
