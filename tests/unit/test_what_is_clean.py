"""What validate accepts can be converted, in both syntaxes, and generated, and is HCL."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import hcl
from generator.diagnostics import Diagnostic, Severity, SpecError
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.pipeline import Loaded, PlannedSpec, check, convert
from generator.workers import render_module
from tests.support.examples import up_to

ROOT = Path(__file__).parents[2]
SPECS = [yaml.safe_load(path.read_text()) for path in sorted((ROOT / "specs").glob("*.yaml"))]
WHOLE = yaml.safe_load("""
variables:
  v: {type: string, default: x, description: d, validation: [{condition: "${var.v != 1}", error_message: m}]}
configuration_sets:
  m:
    name: n
    raw_hcl: "timeouts {}"
    lifecycle: {ignore_changes: [name], precondition: [{condition: "${true}", error_message: e}]}
    event_destinations:
      a:
        enabled: true
        matching_types: [bounce]
        sns: {topic: {name: t, subscriptions: [{protocol: email, endpoint: a@b.c}]}}
      b:
        enabled: "${var.v}"
        matching_types: [bounce]
        cloudwatch: [{dimension_name: d, value_source: messageTag, default_value: e}]
        count: 1
""")
ODD = [
    *("${<<E\nx\nE\n}", "a${<<E\nx\nE\n}b", "${<<-E\n  x ${var.v}\n  E\n}", "${f(<<E\nx\nE\n)}"),
    *("string # c", "string // c", "string /* c */", "object({a=string, # c\nb=number})", "list("),
    *("${var.v # c\n}", "${# c\nvar.v}", "${/* c */}", "${var.v\n}", "${1\n+1}", "${(\n1\n)}"),
    *("a\0b", "\r\n", "a\nb", "\t", "\\", '"', "é\u0301", "\u2028", "x" * 300, "$${x}", "%%{x}"),
    *(
        "${",
        "${}",
        "${ }",
        "%{ if true }x%{ endif }",
        "%{ if true }",
        "%{ for x in }",
        "%{ endif }",
    ),
    *(
        '${"${var.v}"}',
        "${[for x in var.v : x]}",
        "${[for x in var.v x]}",
        "${{a=1}}",
        "${var.v ?}",
    ),
    *("${a b}", "${a.}", "${a[}", '${"}', "${'a'}", "${a;b}", "${ä}", "${1..2}", "${1e}", "${0x1}"),
    *('${"\\q"}', '${"a\nb"}', "<<E\nx\nE\n", "${!!!!true}", "${x.*.y}", "${x.0}", "${x.0.1}"),
    *("${provider::a::b(1)}", "${a::b}", "${[...x]}", "${f(x...)}", "${~ var.v ~}", "1e999"),
]


def places(
    value: dict[str, Any] | list[Any], path: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    for key, inner in items:
        if isinstance(inner, (dict, list)):
            yield from places(inner, (*path, key))
        else:
            yield (*path, key)


@st.composite
def odd_specs(draw: st.DrawFn) -> dict[str, Any]:
    """A spec in which one or two values are odd."""
    data: dict[str, Any] = copy.deepcopy(draw(st.sampled_from([WHOLE, *SPECS])))
    for path in draw(st.lists(st.sampled_from(list(places(data))), min_size=1, max_size=2)):
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = draw(st.sampled_from(ODD))
    return data


def made(spec: PlannedSpec) -> Iterator[str]:
    yield convert(spec)
    json.loads(convert(spec, "json"))
    yield from (file.text for file in render_module(spec).files if file.path.endswith(".tf"))


def is_held(text: str) -> None:
    """Whether a spec has errors and is refused, or none and is made."""
    loaded = Loaded()
    try:
        loaded.add(load_text(SourceText("s.json", text), None))
    except SpecError:
        return
    found: list[Diagnostic] = check(loaded)
    if all(finding.severity is not Severity.ERROR for finding in found):
        for product in made(loaded.specs[0]):
            assert hcl.parser_error(product) is None, product


@up_to(300)
@given(odd_specs())
def test_what_has_no_error_can_be_made(data: dict[str, Any]) -> None:
    is_held(json.dumps(data))


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize(
    "path",
    [
        ("variables", "v", "type"),
        ("variables", "v", "description"),
        ("configuration_sets", "m", "name"),
        ("configuration_sets", "m", "event_destinations", "a", "sns", "topic", "name"),
        ("configuration_sets", "m", "event_destinations", "b", "enabled"),
    ],
    ids=".".join,
)
def test_every_odd_text_at_some_places(path: tuple[str, ...], text: str) -> None:
    data = copy.deepcopy(WHOLE)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = text
    is_held(json.dumps(data))


def test_what_cannot_stand_in_hcl_has_its_line() -> None:
    source = 'variables:\n  v: {type: string, description: "a\\0b"}\nconfiguration_sets: {m: {name: "${var.v}"}}\n'
    loaded = Loaded()
    loaded.add(load_text(SourceText("s.yaml", source), None))
    (found,) = check(loaded)
    assert (found.code, found.location.line) == ("SPEC016", 2)
