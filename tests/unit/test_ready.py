"""Ready HCL: what can be moved to the right as a whole."""

from __future__ import annotations

import pytest

from generator import hcl
from generator.hcl import Hcl, Lines, Verbatim, spanning
from generator.hcl.ready import moves


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a", Hcl),
        ("a // b", Hcl),
        ("[\n  1,\n]", Lines),
        ("{\n  a = 1\n}", Lines),
        ("f(\n  1\n)", Lines),
        # What is in brackets from its first line on, or not.
        ("a +\nb", Verbatim),
        ("a ? [\n  1\n] : b", Lines),
        # Comments, heredocs, blank lines and carriage returns stay where they are.
        ("[\n  1, // why\n]", Verbatim),
        ("[\n  1, # why\n]", Verbatim),
        ("[\n  /* why */ 1,\n]", Verbatim),
        ("[\n  <<E\nx\nE\n  ,\n]", Verbatim),
        ("[\n  1,\n\n  2,\n]", Verbatim),
        ("[\r\n  1,\r\n]", Verbatim),
    ],
)
def test_what_spans_lines(text: str, kind: type) -> None:
    assert type(spanning(text)) is kind
    assert moves(text) is (kind is not Verbatim)


def test_a_value_with_a_comment_keeps_its_layout() -> None:
    text = hcl.value(["${a // c\n}", "b"])
    assert type(text) is Verbatim
    assert hcl.indented(text, 4) is text
    assert hcl.format_source(f"x {{\n  y = {text}\n}}\n").count("// c") == 1
