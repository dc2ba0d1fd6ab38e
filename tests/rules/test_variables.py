"""Defaults and types of variables, references, expressions: the finer cases."""

from __future__ import annotations

import pytest

from generator.diagnostics import Severity, SpecError
from tests.support.rules import codes, findings, whole

USE = whole("").replace("enabled: true", "enabled: ${var.x}")


@pytest.mark.parametrize(
    ("variable", "wrong"),
    [
        ("{type: string, default: 1}", False),
        ("{type: string, default: [1]}", True),
        ("{type: number, default: '12'}", False),
        ("{type: number, default: x}", True),
        ("{type: number, default: true}", True),
        ("{type: bool, default: 'true'}", False),
        ("{type: bool, default: 'yes'}", True),
        ("{type: 'list(string)', default: {}}", True),
        ("{type: 'set(string)', default: []}", False),
        ("{type: 'map(string)', default: []}", True),
        ("{type: 'object({a = string})', default: {a: b}}", False),
        ("{type: any, default: [1]}", False),
        ("{type: string, default: null}", False),
        ("{type: string, default: null, nullable: false}", True),
    ],
)
def test_defaults_and_types(variable: str, wrong: bool) -> None:  # noqa: FBT001 - a table
    assert codes(f"variables:\n  x: {variable}\n{USE}") == (["TF010"] if wrong else [])


@pytest.mark.parametrize(
    ("variable", "found"),
    [
        ("{CHECK: 'contains([\"a\"], var.x)'}", []),
        ("{CHECK: 'can(cidrhost(var.x, 0))'}", ["TF016"]),
        ("{CHECK: 'can(cidrhost(var.x, 0))', default: x}", []),
        ("{CHECK: 'can(cidrhost(var.x, 0))', default: null}", []),
        ("{CHECK: 'can(cidrhost(var.x, 0))', example: 10.0.0.0/8}", []),
        ("{type: any}", ["TF016"]),
        ("{type: any, example: [1]}", []),
        ("{type: 'object({a = any})'}", ["TF016"]),
        ("{type: nothing}", ["TF010"]),
        ("{CHECK: 'contains([\"a\"], var.x)', default: b}", ["TF017"]),
        ("{CHECK: 'contains([\"a\"], var.x)', example: b}", ["TF017"]),
        ("{CHECK: 'contains([\"a\"], var.x)', default: b, example: c}", ["TF017", "TF017"]),
        ("{CHECK: 'contains([\"1\"], var.x)', type: string, default: 1}", []),
        ("{CHECK: 'var.x > 1', default: 1}", ["TF017"]),
        ("{CHECK: 'var.x', default: false}", ["TF017"]),
        ("{CHECK: 'length(var.x) > 0', default: []}", ["TF017"]),
        ("{CHECK: 'length(var.x) > 0', type: 'set(string)', default: []}", []),
        ("{CHECK: 'length(var.x) > 0', default: {}}", ["TF017"]),
        ("{CHECK: 'var.x != var.y', default: a}", ["TF002"]),
    ],
)
def test_values_and_validations(variable: str, found: list[str]) -> None:
    check, _, rest = variable.partition("CHECK: ")
    if rest:
        condition, _, after = rest[1:].partition("'")
        check += f"validation: [{{condition: '${{{condition}}}', error_message: No.}}]" + after
    assert codes(f"variables:\n  x: {check}\n{USE}") == found


def test_a_reserved_name_is_refused() -> None:
    text = "variables:\n  count: {}\n" + whole("").replace("true", "${var.count}")
    assert codes(text) == ["TF010"]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("${var.x}", []),
        ("${ var.x }", []),
        ('${"${var.x}"}', []),
        ('${"var.y" == var.x}', []),
        ("${local.var.y == var.x}", []),
        ("${[for v in [1] : v == var.x][0]}", []),
        ("${var.x == var.y}", ["TF002"]),
    ],
)
def test_a_variable_is_used_where_an_expression_names_it(expression: str, found: list[str]) -> None:
    text = "variables:\n  x: {type: bool}\n" + whole("").replace("true", f"'{expression}'")
    assert codes(text) == found


@pytest.mark.parametrize(
    "expression",
    ["${1 +}", "${foo(}", "${a b}", '${"\\q"}', "${var.x[}", "%{ if true }a", "${for x in y : x}"],
)
def test_broken_expressions_are_found(expression: str) -> None:
    text = whole(
        f"x:\n  name: 'a-{expression}'\n  enabled: true\n  matching_types: [send]\n  sns: ${{local.t}}\n"
    )
    try:
        found = codes(text)
    except SpecError as error:
        # The schema finds what cannot even be split into tokens.
        found = [item.code for item in error.diagnostics]
    assert found in (["TF005"], ["SPEC014"])


def test_several_broken_expressions_are_all_found() -> None:
    text = whole(
        "".join(
            f"x{n}:\n  name: a-${{{n} +}}\n  enabled: true\n  matching_types: [send]\n  sns: ${{local.t{n}}}\n"
            for n in range(3)
        )
    )
    assert codes(text) == ["TF005"] * 3


def test_tags_use_variables_too() -> None:
    text = 'tags: {env: "${var.x}"}\n' + whole("")
    assert codes(f"variables: {{x: {{}}}}\n{text}") == []
    assert codes(text) == ["TF002"]
    assert codes(text.replace("var.x", "1 +")) == ["TF005"]
    assert codes("tags: ${var.x}\n" + whole("")) == ["TF002"]


@pytest.mark.parametrize(
    ("version", "replacement", "found"),
    [
        (">= 1.3", "recreate", True),
        (">= 1.4", "recreate", False),
        ("~> 1.3.5", "recreate", True),
        (">= 1.0", "plain", False),
        (">= 1.0", "overlap", False),
    ],
)
def test_the_guard_needs_terraform_1_4(version: str, replacement: str, found: bool) -> None:  # noqa: FBT001 - a table
    text = (
        f"terraform: {{required_version: '{version}'}}\ndefaults: {{replacement: {replacement}}}\n"
    )
    assert codes(text + whole("")) == (["TF014"] if found else [])


WAIT = "iam_propagation_seconds"
ROLE = "matching_types: [send]\nfirehose: {stream_arn: s, role: {}}\n"


@pytest.mark.parametrize(
    ("variable", "found"),
    [
        ("{type: number}", []),
        ("{type: number, default: 0}", []),
        ("{default: 20}", []),
        ("{default: null, type: number}", []),
        ("{type: string, default: soon}", ["TF015"]),
        ("{default: '5'}", ["TF015"]),
        ("{}", ["TF015"]),
        ("{type: number, default: -1}", ["TF015"]),
        ("{type: number, default: 1.5}", ["TF015"]),
        ("{type: number, default: soon}", ["TF010"]),
    ],
)
def test_the_wait_is_a_number_of_seconds_that_the_module_uses(
    variable: str, found: list[str]
) -> None:
    declared = f"variables: {{{WAIT}: {variable}}}\n"
    judged = ("TF003", "TF010", "TF015")
    assert codes(declared + whole(ROLE), select=judged) == found
    # Without a role nothing waits: it is a variable like any other.
    assert "TF003" in codes(declared + whole(""), select=judged)
    assert "TF015" not in codes(declared + whole(""), select=judged)
    none = "module: {wait: none}\n"
    assert "TF003" in codes(none + declared + whole(ROLE), select=judged)
    assert "TF015" not in codes(none + declared + whole(ROLE), select=judged)
    # The resource of API v2 tries again by itself.
    assert "TF003" in codes("api: v2\n" + declared + whole(ROLE), select=judged)
    assert "TF015" not in codes("api: v2\n" + declared + whole(ROLE), select=judged)


AS_TOPIC = whole("").replace("arn:aws:sns:eu-west-1:123456789012:feedback", "${var.x}")


@pytest.mark.parametrize(
    ("default", "spec", "found"),
    [
        ("not-an-arn", AS_TOPIC, ["SES060"]),
        ("arn:aws:sqs:eu-west-1:123456789012:q", AS_TOPIC, ["SES060"]),
        ("arn:aws:sns:eu-west-1:123456789012:a.b", AS_TOPIC, ["SES065"]),
        ("arn:aws:sns:eu-west-1:123456789012:t", AS_TOPIC, []),
        # Nothing says that it is to be given, and what is made for each of some may be made for none.
        ("''", AS_TOPIC, []),
        ("null", AS_TOPIC, []),
        ("not-an-arn", AS_TOPIC.replace("enabled:", "count: 1\n        enabled:"), []),
        ("not-an-arn", AS_TOPIC.replace("  mail:\n", "  mail:\n    for_each: {}\n"), []),
        ("not-an-arn", AS_TOPIC.replace("${var.x}", '"${var.x}:t"'), []),
        ("a b", whole("").replace("mail:\n", "mail:\n    name: ${var.x}\n"), ["SES019"]),
        ("Always", whole("").replace("mail:\n", "mail:\n    tls_policy: ${var.x}\n"), ["SES094"]),
    ],
)
def test_a_default_is_judged_like_the_value(default: str, spec: str, found: list[str]) -> None:
    text = f"variables:\n  x: {{default: {default}}}\n{spec}"
    assert codes(text) == found
    for one in findings(text):
        assert (one.severity, one.location.line, one.path) == (
            Severity.WARNING,
            2,
            ("variables", "x", "default"),
        )
        assert [related.message for related in one.related] == ["what var.x is used for"]


def test_a_default_is_judged_once_however_often_it_is_used() -> None:
    text = f"variables:\n  x: {{default: not-an-arn}}\n{AS_TOPIC}"
    again = text[text.index("      feedback:") :].replace("feedback:", "again:")
    assert codes(text + again, select=("SES060",)) == ["SES060"]
