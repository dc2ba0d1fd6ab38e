"""Keys and labels that change while the names in AWS stay, applied: addresses move, and nothing else happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.impact import Action, compare
from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.plans import plan_of
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

PARTS = """
variables: {iam_propagation_seconds: {type: number, default: 0}}
defaults: {enabled: true}
configuration_sets:
  SET:
    name: alerts-N
    reputation_metrics_enabled: true
    alarms: {bounce_rate: {LEVEL: {threshold: 0.05}}, complaint_rate: 0.001}
    event_destinations:
      BOUNCES:
        name: bounces
        matching_types: [bounce, complaint]
        sns:
          topic:
            name: feedback-N
            label: TOPIC
            kms_key: true
            subscriptions:
              - {protocol: email, endpoint: a-b@example.com}
      ARCHIVE: {name: archive, matching_types: [send], firehose: {stream: {name: s-N, bucket_arn: "arn:aws:s3:::b"}}}
      OVER:
        name: over
        matching_types: [open]
        replacement: overlap
        sns: {topic: {name: over-N}}
  TWICE:
    name: pager-N-${count.index}
    count: 2
    event_destinations:
      F: {name: f, matching_types: [click], sns: {topic: {name: "t-N-${count.index}"}}}
  NEWER:
    name: newer-N
    api: v2
    event_destinations:
      BUS: {name: bus, matching_types: [bounce], eventbridge: default}
      ROLE: {name: role, matching_types: [send], firehose: {stream: {name: r-N, bucket_arn: "arn:aws:s3:::b"}}}
"""
WORDS = ["SET", "BOUNCES", "TOPIC", "ARCHIVE", "OVER", "TWICE", "F", "NEWER", "BUS", "ROLE"]


def spec(number: int, ending: str, level: str = "page") -> str:
    text = PARTS.replace("-N", f"-{number}").replace("LEVEL", level)
    for word in WORDS:
        text = re.sub(rf"\b{word}\b", f"{word.lower()}{ending}", text)
    return text


def write(folder: Path, ending: str) -> None:
    """A root module that is generated, and one that it calls."""
    write_module(spec(1, ending), folder)
    write_module(spec(2, ending), folder / "called")


def changes(terraform: Terraform, folder: Path) -> str:
    done = terraform.run("plan", "-no-color", "-input=false", "-out=plan.bin", cwd=folder)
    line = re.search(r"^Plan: .*", done.stdout, re.MULTILINE)
    return line[0] if line else done.stdout


@pytest.fixture
def folder(terraform: Terraform, aws: LocalAws, tmp_path: Path) -> Path:
    """Both, applied."""
    root = tmp_path / "root"
    write(root, "")
    (root / "call.tf").write_text('module "called" {\n  source = "./called"\n}\n')
    with_provider(root, aws.url)
    terraform.prepare(root)
    terraform.apply(root)
    return root


@takes_long
def test_what_is_called_otherwise_moves_and_nothing_happens_in_aws(
    terraform: Terraform, folder: Path
) -> None:
    for ending in ("_b", "_c"):
        write(folder, ending)
        planned = changes(terraform, folder)
        assert planned == "Plan: 0 to add, 0 to change, 0 to destroy."
    # A chain that was never applied leads on, and what leads nowhere is left out.
    moved = (folder / "moved.tf").read_text()
    assert "aws_ses_configuration_set.set\n" in moved
    assert "aws_ses_configuration_set.set_c\n" in moved
    terraform.apply(folder)
    write(folder, "")
    assert changes(terraform, folder) == "Plan: 0 to add, 0 to change, 0 to destroy."


INSTANCES = """\
  KEY:
    HOW
    name: n-KEY-${VALUE}
    event_destinations:
      d: {name: d, matching_types: [send], sns: {topic: {name: "t-KEY-${VALUE}", label: tKEY}}}
      e: {name: e, matching_types: [send], firehose: {stream: {name: "s-KEY-${VALUE}", bucket_arn: "arn:aws:s3:::b"}}}
"""


def instances(*sets: tuple[str, str, str]) -> str:
    head = PARTS.partition("configuration_sets:\n")[0] + "configuration_sets:\n"
    for key, how, value in sets:
        text = INSTANCES.replace("HOW", how).replace("${VALUE}", value)
        head += text.replace("KEY", key)
    return head


@takes_long
def test_instances_whose_keys_change_move(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    keys, count = "for_each: {a: x, KEY: y}", "count: 2"
    before = [
        ("m", keys.replace("KEY", "b"), "${each.value}"),
        ("o", count, "${count.index}"),
        ("p", "label: p", "x"),
    ]
    after = [
        ("m", keys.replace("KEY", "c"), "${each.value}"),
        ("o", "for_each: {'0': z, '1': z}", "${each.key}"),
        ("p", "for_each: {q: x}", "${each.value}"),
    ]  # fmt: skip
    root = tmp_path / "root"
    write_module(instances(*before), root)
    with_provider(root, aws.url)
    terraform.prepare(root)
    terraform.apply(root)
    write_module(instances(*after), root)
    # What stood alone and repeats now has triggers of its own, which replace nothing.
    assert changes(terraform, root) == "Plan: 2 to add, 0 to change, 2 to destroy."
    says = compare(*(plan_of(instances(*some)).plan for some in (before, after)))
    assert {one.action for one in says if one.is_part} == {
        Action.MOVED,
        Action.NOTHING,
        Action.OUTPUT,
    }
    assert terraform.changes(root).keys() == {
        one.address for one in says if one.action in (Action.CREATE, Action.DESTROY)
    }
