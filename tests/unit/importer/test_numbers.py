"""Numbers through import, spec and HCL, to the digit."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import hcl
from generator.diagnostics import Severity, SpecError
from generator.hcl.numbers import MAX_DIGITS, Digits, exact, number
from generator.importer import import_terraform
from generator.loader import load_text
from generator.loader.scalars import plain_scalar
from generator.loader.text import SourceText
from generator.pipeline import Loaded, check, convert, load_specs, planned
from generator.verify import verify_rendered
from generator.workers import render_module
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
    found = plain_scalar(digits)
    assert isinstance(found, str)
    assert (found, type(found)) == (digits, str if ".." in digits else Digits)


@pytest.mark.parametrize("digits", ["0", "12", "-12", "0.1", "1.50", "1e3", "9" * (MAX_DIGITS - 1)])
def test_what_is_one(digits: str) -> None:
    assert exact(digits) == (Decimal(digits) if "." not in digits else float(digits))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+1e999", "1e999"),
        ("-1e999", "-1e999"),
        (".5e-999", "0.5e-999"),
        ("1.e999", "1e999"),
        ("1.50E+999", "1.50E+999"),
        ("-" + "9" * MAX_DIGITS, "-" + "9" * MAX_DIGITS),
    ],
)
def test_digits_are_as_hcl_writes_them(text: str, digits: str) -> None:
    found = number(text)
    assert (found, type(found)) == (digits, Digits)


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
def test_a_default_survives_import(tmp_path_factory: pytest.TempPathFactory, digits: str) -> None:
    path = tmp_path_factory.mktemp("n") / "m.tf"
    path.write_text(
        f'variable "n" {{\n  default = [{digits}]\n}}\n'
        'resource "aws_ses_configuration_set" "s" {\n  name = "s-${var.n[0]}"\n}\n'
    )
    text = import_terraform([str(path)]).text
    plan = planned(load_text(SourceText("s.yaml", text), None)).plan
    assert numbers(str(plan.inputs[0].default)) == [Decimal(digits)]


def imported(default: str, path: Path) -> str:
    path.write_text(
        f'variable "n" {{\n  default = {default}\n}}\n'
        'resource "aws_ses_configuration_set" "s" {\n  name = "s-${var.n}"\n}\n'
    )
    return import_terraform([str(path)]).text


def test_a_string_of_digits_stays_one(tmp_path: Path) -> None:
    assert 'default: "1e999"' in imported('"1e999"', tmp_path / "m.tf")


def test_a_number_of_a_spec_is_one_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "configuration_sets: {s: {name: 's-${var.n}'}}\nvariables: {n: {default: 1e999, example: 2e999}}\n"
    )
    (spec,) = load_specs([str(path)]).specs
    assert [one.code for one in check(Loaded([spec])) if one.severity is not Severity.INFO] == []
    module = render_module(spec)
    assert list(verify_rendered(*spec, module)) == []
    texts = {one.path: one.text for one in module.files}
    assert re.search(r"type += number\n +default += 1e999\n", texts["variables.tf"])
    assert "| `1e999` |" in texts["README.md"]
    with pytest.raises(SpecError, match="but is the number 1e999"):
        load_text(SourceText("s.yaml", "configuration_sets: {s: {name: 1e999}}\n"), None)


@pytest.mark.parametrize(
    ("default", "words"),
    [
        ('<<E\na "$${x}"\n  b\nE', 'default: |\n      a "${x}"\n        b'),
        ("<<-E\n  a\n    b\n  E", "default: |\n      a\n        b"),
    ],
)
def test_a_heredoc_is_the_text_that_it_stands_for(default: str, words: str, tmp_path: Path) -> None:
    assert words in imported(default, tmp_path / "m.tf")


@pytest.mark.parametrize("default", ["1 + 1", "[for x in [1] : x]", '{ a = [1, "${1}"] }'])
def test_what_no_default_can_say_is_refused(default: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="a spec cannot hold this default"):
        imported(default, tmp_path / "m.tf")
