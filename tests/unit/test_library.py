"""What a Python program calls: the examples of the page run, and errors are ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import generator
from generator import Spec, SpecError, check, convert, load, loads, render_module, verify_module
from tests.support.cli import sesgen

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/python.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("source", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_page_run(source: str) -> None:
    exec(compile(source, "docs/python.md", "exec"), {"__name__": "example"})


def test_everything_is_listed_and_there() -> None:
    assert dir(generator) == sorted(generator.__all__)
    for name in generator.__all__:
        assert getattr(generator, name) is not None
    functions = {name for name in generator.__all__ if name[0].islower()}
    assert functions <= set(re.findall(r"`(\w+)\(", PAGE))


def test_a_program_gets_what_the_command_prints() -> None:
    path = ROOT / "specs/managed.yaml"
    spec = load(path)
    assert convert(spec) == sesgen("convert", path).out
    assert convert(spec, "json") == sesgen("convert", path, "--to", "json").out
    made = render_module(spec, "managed")
    for name, text in made.items():
        kept = (ROOT / "out/managed" / name).read_text()
        # The header names the spec, and this one has no file.
        assert text.splitlines()[1:] == kept.splitlines()[1:]
    assert verify_module(spec, ROOT / "out/managed") == []


def test_codes_are_chosen_as_on_the_command_line() -> None:
    spec = loads("configuration_sets: {mail: {event_destinations: {a: {sns: t}}}}")
    codes = {item.code for item in check(spec)}
    assert {item.code for item in check(spec, ignore=["SES00"])} == {
        code for code in codes if not code.startswith("SES00")
    }
    assert {item.code for item in check(spec, select=["SES008"])} == {"SES008"}
    with pytest.raises(ValueError, match="no rule is called SES999"):
        check(spec, select=["SES999"])


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(SpecError) as error:
        load("missing.yaml")
    assert error.value.exit_code == 2
    with pytest.raises(TypeError, match="a Spec is needed, not dict"):
        convert({"configuration_sets": {}})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'yaml' is not a syntax"):
        convert(Spec.model_validate({"configuration_sets": {"mail": {}}}), "yaml")
    with pytest.raises(TypeError, match="text is needed, not bytes"):
        loads(b"configuration_sets: {}")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'a/b' cannot be the name of a module's folder"):
        render_module(Spec.model_validate({"configuration_sets": {"mail": {}}}), "a/b")
    odd = Spec.model_validate({"configuration_sets": {"mail": {"for_each": {"a": float("nan")}}}})
    with pytest.raises(SpecError, match="cannot be written as a Terraform value"):
        convert(odd)
    raw = {"mail": {"raw_hcl": "a: b\n"}}
    with pytest.raises(SpecError, match="`raw_hcl` is not HCL: ':' is not expected here"):
        convert(Spec.model_validate({"configuration_sets": raw}), "json")
    assert [item.code for item in check(odd, select=["TF001"])] == ["SPEC016"]


def test_python_specs_run_only_where_they_may(tmp_path: Path) -> None:
    path = tmp_path / "spec.py"
    path.write_text("from generator import Spec\nspec = Spec(configuration_sets={'mail': {}})\n")
    assert list(load(path).configuration_sets) == ["mail"]
    with pytest.raises(SpecError, match="Python specs are refused"):
        load(path, python=False)
