"""Topics of configuration sets that repeat: as many as their names say, or refused."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.support.plans import ARN, blocks_of, found_by

EACH = {
    "for_each: ${var.m}": "each.key",
    "count: 2": "count.index",
    "count: ${var.n}": "count.index",
}
KINDS = ("{{topic: {{name: {}}}}}", f"{{{{topic_arn: '{ARN}-{{}}', manage_policy: true}}}}")


@pytest.mark.parametrize(
    ("manage", "repeats", "kind", "name", "users"),
    list(product(("true", "false"), EACH, KINDS, ("t", "t-${which}", "t-${var.n}"), (1, 2))),
)
def test_no_block_speaks_of_an_instance_that_it_is_not(
    manage: str, repeats: str, kind: str, name: str, users: int
) -> None:
    which = EACH[repeats]
    sns = kind.format(f'"{name}"' if "topic:" in kind else name).replace("which", which)
    destinations = "".join(
        f"      {key}: {{matching_types: [send], sns: {sns}}}\n" for key in "ab"[:users]
    )
    text = f"""
variables: {{m: {{type: map(string)}}, n: {{type: number}}}}
configuration_sets:
  s:
    manage: {manage}
    {repeats}
    name: s-${{{which}}}
    event_destinations:
{destinations}"""
    blocks = re.findall(r"^resource .*?^}", blocks_of(text), re.MULTILINE | re.DOTALL)
    lost = [
        block
        for block in blocks
        if re.search(r"\b(each|count)\.", block)
        and not re.search("^  (for_each|count) ", block, re.MULTILINE)
    ]
    found = found_by("MOD004", text)
    assert bool(lost) == bool(found)
    assert not (found and (manage == "true" or "which" in name))
    for finding in found:
        assert (
            finding.help
            == f"let its name differ: {name if 'topic:' in kind else f'{ARN}-{name}'}-${{{which}}}"
        )


def test_event_destinations_that_repeat_otherwise_cannot_share_a_topic() -> None:
    text = """
variables: {m: {type: map(string)}}
configuration_sets:
  a:
    for_each: ${var.m}
    name: a-${each.key}
    event_destinations: {x: {matching_types: [send], sns: {topic: {name: "t-${each.key}"}}}}
  b:
    for_each: {c: d}
    name: b-${each.key}
    event_destinations: {x: {matching_types: [send], sns: {topic: {name: "t-${each.key}"}}}}
"""
    assert {found.message for found in found_by("MOD004", text)} == {
        "event destinations share one topic, and do not repeat alike"
    }
    assert not found_by("MOD004", text.replace("{c: d}", "${var.m}"))
    assert 'aws:SourceArn"     = [aws_ses_configuration_set.a[each.key].arn, ' in blocks_of(
        text.replace("{c: d}", "${var.m}")
    )
