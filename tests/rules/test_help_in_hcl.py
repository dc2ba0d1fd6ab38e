"""At a line of a Terraform file a help says what can be written there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.rules import ALL_RULES, Rule
from generator.rules.help_in_hcl import in_hcl
from tests.support.cli import sesgen
from tests.support.plans import blocks_of
from tests.support.rules import HEALTHY, examples, is_hcl

SPEC_WORDS = re.compile(
    r"`\w+: |\$\{|`(?:sns|firehose|cloudwatch|senders)`"
    r"|\b(?:event_destinations|configuration_sets|manage_policy|kms_key|subscriptions|replacement|defaults)\b"
)
"""What only a spec can say."""
OF_SPECS = re.compile(r"MOD\d+|TF00[36]|TF015|SES0(?:5[0-7]|68|7[357])")
"""Rules about what sesgen makes: their lines are those of a generated file, and the help is about its spec."""


JUDGED = [rule for rule in ALL_RULES if not OF_SPECS.fullmatch(rule.code)]


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.code)
def test_no_help_at_a_line_of_hcl_speaks_of_keys(rule: Rule, tmp_path: Path) -> None:
    for text in examples(rule, "Bad"):
        try:
            source = text if is_hcl(text) else blocks_of(text)
        except ValueError:
            continue  # what cannot be written has no line in a file
        path = tmp_path / "main.tf"
        path.write_text(source)
        done = sesgen("validate", path, "--select", "ALL", "--output-format", "json")
        for found in json.loads(done.out)["diagnostics"]:
            if not OF_SPECS.fullmatch(found["code"]):
                assert not SPEC_WORDS.search(found["help"] or ""), (found["code"], found["help"])


def test_what_is_missing_in_a_block_is_the_argument_alone(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    path.write_text(blocks_of(HEALTHY).replace("topic_arn", "#"))
    done = sesgen("validate", path)
    assert "error[SPEC011] `topic_arn` is missing" in done.out
    assert "help: add `topic_arn`\n" in done.out


@pytest.mark.parametrize(
    ("code", "help_", "expected"),
    [
        (
            "SES101",
            "write `replacement: recreate`, or add aws_sns_topic.t to replace_triggered_by",
            "add aws_sns_topic.t to `lifecycle { replace_triggered_by = […] }`",
        ),
        ("SES012", "write true to publish", "write `enabled = true`"),
        ("TF002", "add x under `variables`", 'declare it: `variable "x" { … }`'),
        (
            "MOD003",
            "add `reputation_metrics_enabled: true`",
            "add `reputation_metrics_enabled = true`",
        ),
        (
            "SES999",
            "write ${aws_ses_configuration_set.a.name}",
            "write aws_ses_configuration_set.a.name",
        ),
        ("SES009", "write delivery", "write delivery"),
        (
            "SES009",
            "write `matching_types: all` for every type",
            "list the types, such as bounce and complaint",
        ),
    ],
)
def test_a_help_in_the_words_of_terraform(code: str, help_: str, expected: str) -> None:
    assert in_hcl(code, help_) == expected


def test_words_are_spelt_as_the_api_of_the_resource_spells_them() -> None:
    assert in_hcl("SES009", "write renderingFailure", "v2") == "write RENDERING_FAILURE"
    assert in_hcl("SES094", "write Require", "v2") == "write REQUIRE"
    assert in_hcl("SES009", "write renderingFailure") == "write renderingFailure"
