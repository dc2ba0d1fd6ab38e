"""Modules of every sort of spec, beside what the real ``terraform fmt`` makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from generator.plan.files import module_files
from generator.render import render_file
from generator.render.environment import TEMPLATES
from tests.support.examples import IN_CI
from tests.support.hcl_oracles import terraform_fmt_all
from tests.support.plans import SUBSCRIBED, plan_of
from tests.support.specs import modules
from tests.support.terraform import ROOT, terraform_binary

SPECS = [ROOT / "specs" / f"{name}.yaml" for name in ("managed", "queues", "api_v2")]
ELSEWHERE = """
configuration_sets:
  legacy:
    manage: false
    event_destinations: {a: {matching_types: [send], sns: {topic: {name: t}}}}
"""
"""A set that is made elsewhere: the policy of the topic composes its ARN of all that data sources tell."""
WAITING = """
module: {wait: time_sleep}
configuration_sets:
  mail:
    event_destinations:
      a: {matching_types: [send], firehose: {stream_arn: "${var.stream}", role: {}}}
"""
IDENTITIES = """
variables: {heredoc: {type: string}}
configuration_sets:
  mail:
    senders: [example.com, "${<<E\\n${var.heredoc}\\nE\\n}"]
    event_destinations: {a: {matching_types: [send], sns: {topic: {name: t}}}}
"""
"""A heredoc in an output: its lines cannot be moved."""
COMMENTED = """
variables: {stage: {type: string}}
configuration_sets:
  one: {manage: false, name: "${/* why */ var.stage}-one"}
  two: {manage: false, name: "${join(\\"-\\", [\\n  var.stage, # why\\n  \\"two\\", // why\\n])}"}
"""
BLANK = """
variables: {stage: {type: string}}
configuration_sets:
  one: {manage: false, name: "${join(\\"-\\", [\\n  var.stage,\\n\\n  \\"two\\",\\n])}"}
  two: {name: two}
"""
"""Comments and blank lines in an output: nor can these lines."""
_EXAMPLES = 150 if IN_CI else 60


def test_modules_are_written_as_terraform_fmt_leaves_them(tmp_path: Path) -> None:
    terraform_binary()  # skips before the work, where there is none
    texts: list[str] = []
    kinds: set[type] = set()

    @settings(
        max_examples=_EXAMPLES,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(modules())
    def collect(document: dict[str, Any]) -> None:
        add(json.dumps(document))

    def add(text: str) -> None:
        plan = plan_of(text).plan
        assert plan.problems == ()
        kinds.update(map(type, plan.resources()))
        planned = [file for file in module_files(plan, "m", "s.json") if file.path != "README.md"]
        texts.extend(map(render_file, planned))

    for text in (
        *(path.read_text() for path in SPECS),
        SUBSCRIBED,
        ELSEWHERE,
        WAITING,
        IDENTITIES,
        COMMENTED,
    ):
        add(text)
    collect()
    assert {kind for kind, name in TEMPLATES.items() if "locals" not in name} == kinds
    assert len(texts) > 3 * _EXAMPLES
    left = terraform_fmt_all(texts, tmp_path)
    assert [(a, b) for a, b in zip(texts, left, strict=True) if a != b] == []
