"""Numbers through import, spec and HCL: to the digit, or refused."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import hcl
from generator.diagnostics import SpecError
from generator.hcl.numbers import MAX_DIGITS, exact
from generator.importer import import_terraform
from generator.loader import load_text
from generator.loader.scalars import plain_scalar
from generator.loader.text import SourceText
from generator.pipeline import convert, planned
from tests.support.examples import up_to

DIGITS = st.text("0123456789", min_size=1, max_size=100)
NUMBERS = st.builds(
    lambda whole, fraction, exponent: (whole.lstrip("0") or "0") + fraction + exponent,
    DIGITS,
    st.just("") | DIGITS.map(lambda digits: f".{digits}"),
    st.just("") | st.integers(-1000, 1000).map(lambda power: f"e{power}"),
)
ODD = ["1e999", "1e400", "0.1234567890123456789012345", "123456789012345678901234567890.5"]


@given(NUMBERS)
def test_a_number_is_exact_or_none(digits: str) -> None:
    found = exact(digits)
    assert found is None or Decimal(repr(found)) == Decimal(digits)


@pytest.mark.parametrize("digits", [*ODD, "9" * MAX_DIGITS, "1e99999999999999999999", "1..2"])
def test_what_no_number_of_python_is(digits: str) -> None:
    assert exact(digits) is None
    assert plain_scalar(digits) == digits


@pytest.mark.parametrize("digits", ["0", "12", "-12", "0.1", "1.50", "1e3", "9" * (MAX_DIGITS - 1)])
def test_what_is_one(digits: str) -> None:
    assert exact(digits) == (Decimal(digits) if "." not in digits else float(digits))


def source(digits: str, place: str) -> str:
    argument = {
        "count": f"count = {digits}",
        "for_each": f"for_each = {{ a = {digits} }}",
        "raw": f"unknown = [{digits}, {{ a = {digits} }}]",
        "name": f'lifecycle {{\n  precondition {{\n    condition = 1 == {digits}\n    error_message = "no"\n  }}\n}}',
    }[place]
    return f'resource "aws_ses_configuration_set" "s" {{\n  name = "s"\n  {argument}\n}}\n'


def numbers(text: str) -> list[Decimal]:
    """The number literals of HCL."""
    tokens = hcl.tokenize(text)
    return [Decimal(token.text) for token in tokens if token.kind is hcl.Kind.NUMBER]


@up_to(200)
@given(NUMBERS, st.sampled_from(["count", "for_each", "raw", "name"]))
def test_a_number_survives_import(
    tmp_path_factory: pytest.TempPathFactory, digits: str, place: str
) -> None:
    path = tmp_path_factory.mktemp("n") / "m.tf"
    path.write_text(source(digits, place))
    try:
        text = import_terraform([str(path)]).text
        spec = load_text(SourceText("s.yaml", text), None)
    except SpecError:
        assert place in ("for_each", "count")
        return
    made = convert(planned(spec))
    assert set(numbers(source(digits, place))) <= set(numbers(made)), (text, made)
    assert not re.search(r"\b(?:inf|nan)\b", made)


@up_to(200)
@given(NUMBERS)
def test_a_default_survives_import_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, digits: str
) -> None:
    path = tmp_path_factory.mktemp("n") / "m.tf"
    path.write_text(
        f'variable "n" {{\n  default = [{digits}]\n}}\n'
        'resource "aws_ses_configuration_set" "s" {\n  name = "s-${var.n[0]}"\n}\n'
    )
    try:
        text = import_terraform([str(path)]).text
    except SpecError as error:
        assert exact(digits) is None
        (found,) = error.diagnostics
        assert (found.code, found.location.line, found.location.column) == ("HCL003", 2, 13)
        return
    default = load_text(SourceText("s.yaml", text), None).spec.variables["n"].default
    assert isinstance(default, list)
    assert [Decimal(repr(default[0]))] == [Decimal(digits)]


def imported(default: str, path: Path) -> str:
    path.write_text(
        f'variable "n" {{\n  default = {default}\n}}\n'
        'resource "aws_ses_configuration_set" "s" {\n  name = "s-${var.n}"\n}\n'
    )
    return import_terraform([str(path)]).text


@pytest.mark.parametrize(
    ("default", "words"),
    [
        ('<<E\na "$${x}"\n  b\nE', 'default: |\n      a "${x}"\n        b'),
        ("<<-E\n  a\n    b\n  E", "default: |\n      a\n        b"),
    ],
)
def test_a_heredoc_is_the_text_that_it_stands_for(default: str, words: str, tmp_path: Path) -> None:
    assert words in imported(default, tmp_path / "m.tf")


@pytest.mark.parametrize("default", [*ODD, "1 + 1", "[for x in [1] : x]", '{ a = [1, "${1}"] }'])
def test_what_no_default_can_say_is_refused(default: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="a spec cannot hold this default"):
        imported(default, tmp_path / "m.tf")
