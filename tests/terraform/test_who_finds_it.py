"""The faults of the corpus through the real ``validate`` and ``plan``: who finds which."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import SpecError
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.pipeline import convert, planned
from generator.rules import ALL_RULES, Impact
from generator.workers import render_module
from tests.rules.corpus import CASES, Case
from tests.rules.module_faults import MODULE_CASES
from tests.support.examples import takes_long
from tests.support.ses_server import LocalAws
from tests.support.terraform import ROOT, Terraform, provider_block

NOT_ALONE = {
    "TF001",
    "TF002",
    "TF003",
    "TF004",
    "TF005",
    "TF006",
    "TF007",
    "TF008",
    "TF010",
    "TF011",
}
"""Faults in the configuration itself: one of them stops Terraform from looking at the rest."""


CLAIMED = {rule.code for rule in ALL_RULES if rule.impact is Impact.TERRAFORM}
"""The rules whose pages say that Terraform or the provider refuses it."""
KNOWN_LATER = "illegal part of a template"
"""What nobody but sesgen reads before the rest of the value is known."""
IN_PART = {"SES008", "SES040", "SES170"}
"""What the provider sees where the argument is absent, is not an ARN at all, or is an event type of the other API."""


def hcl_of(case: Case, number: int) -> str | None:
    """The HCL of a case with labels of its own; None where there is none to write."""
    try:
        loaded = load_text(SourceText("spec.yaml", case.text), None)
    except SpecError:
        return None
    # Bare resources: all cases share one module, and so one trigger.
    plain = loaded.spec.defaults.model_copy(update={"replacement": "plain"})
    bare = loaded._replace(spec=loaded.spec.model_copy(update={"defaults": plain}))
    text = convert(planned(bare))
    # References to what the module would have beside it become values that a plan cannot know.
    for name in (
        "aws_sns_topic.t",
        "aws_sqs_queue.q",
        "aws_kinesis_stream.events",
        "aws_iam_role.ses",
    ):
        text = text.replace(name, "terraform_data.known_later")
    text = text.replace(".arn\n", ".id\n").replace("known_later.name", "known_later.id")
    text = text.replace("local.env", "terraform_data.known_later.id")
    for key in ("mail", "other"):
        text = text.replace(f'" "{key}', f'" "c{number}_{key}')
        text = text.replace(
            f"aws_ses_configuration_set.{key}", f"aws_ses_configuration_set.c{number}_{key}"
        )
    return text


def places(diagnostics: list[dict[str, Any]]) -> set[str]:
    return {
        item["range"]["filename"].partition("/")[0]
        for item in diagnostics
        if item["severity"] == "error" and item.get("range")
    }


def found_by_terraform(terraform: Terraform, root: Path, written: set[str]) -> list[set[str]]:
    """Which of the files or folders `validate` refuses, and which of the others `plan` does."""
    terraform.prepare(root)
    by_validate = places(terraform.validate(root)) & written
    for name in by_validate:
        (root / f"{Path(name).stem}.tf").unlink()
    done = terraform.run("plan", "-json", "-refresh=false", cwd=root, check=False)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if by_validate != written:
        assert any(item.get("type") == "planned_change" for item in messages), done.stdout
    errors = [item["diagnostic"] for item in messages if item.get("type") == "diagnostic"]
    return [by_validate, places(errors) & (written - by_validate)]


def test_sesgen_finds_what_validate_and_plan_let_pass(terraform: Terraform, tmp_path: Path) -> None:
    written = {}
    for number, case in enumerate(CASES):
        text = None if case.code in NOT_ALONE else hcl_of(case, number)
        if text is not None:
            written[f"c{number}.tf"] = case
            (tmp_path / f"c{number}.tf").write_text(text)
    (tmp_path / "known_later.tf").write_text('resource "terraform_data" "known_later" {}\n')
    (tmp_path / "provider.tf").write_text(
        provider_block("http://127.0.0.1:1").replace(
            "  endpoints", "  skip_requesting_account_id = true\n  endpoints"
        )
    )
    by_validate, by_plan = found_by_terraform(terraform, tmp_path, set(written))
    passed = [case for name, case in written.items() if name not in by_validate | by_plan]

    for case in passed:
        print(f"  only sesgen: {case.code} {case.name}")
    # tests/rules/test_corpus.py holds that sesgen finds all of them, each at its place.
    assert len(written) >= 60
    assert {"SES005", "SES008", "SES012", "SES014", "SES040", "SES061"} <= {
        case.code for case in passed
    }
    assert {"SES001", "SES009", "SES020", "SES024"} <= {written[name].code for name in by_validate}
    assert len(passed) > len(by_validate | by_plan)
    readme = " ".join((ROOT / "README.md").read_text().split())
    assert f"of {len(written)} faults, one to a spec, it finds all" in readme
    assert f"`validate` finds {len(by_validate)}, and `plan` {len(by_plan) or 'no'} more" in readme
    assert {written[name].code for name in by_validate | by_plan} <= CLAIMED | IN_PART
    assert {case.code for case in passed if case.name != KNOWN_LATER} & CLAIMED == set()
    assert (len(written), len(by_validate), len(by_plan)) == documented(
        "Sets and event destinations"
    )


ROW = re.compile(r"^\| (?P<kind>[^|]+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def documented(kind: str) -> tuple[int, ...]:
    """What the documentation says of a kind: how many faults, found by `validate`, and by `plan` besides."""
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = {found["kind"]: found.groups()[1:] for found in ROW.finditer(text)}
    return tuple(map(int, rows[kind]))


SIX = re.compile(r">= 6")
"""Of modules that need a version of the provider that the tests have not."""


@takes_long
@pytest.mark.parametrize("kind", MODULE_CASES)
def test_who_finds_the_faults_of_modules(
    terraform: Terraform, aws: LocalAws, kind: str, tmp_path: Path
) -> None:
    written = {}
    for number, case in enumerate(MODULE_CASES[kind]):
        spec = planned(load_text(SourceText("spec.yaml", case.text), None))
        if SIX.search(spec.plan.aws_provider):
            continue
        folder = tmp_path / f"c{number}"
        for file in render_module(spec).files:
            (folder / file.path).parent.mkdir(exist_ok=True, parents=True)
            (folder / file.path).write_text(file.text)
        call = f'module "c{number}" {{\n  source = "./c{number}"\n'
        call += "  topic = terraform_data.known_later.id\n" * ("var.topic" in case.text)
        call += "  providers = {\n    aws = aws\n    aws.us = aws\n  }\n" * ("aws.us" in case.text)
        (tmp_path / f"c{number}.tf").write_text(f"{call}}}\n")
        written[f"c{number}"] = case
    (tmp_path / "known_later.tf").write_text('resource "terraform_data" "known_later" {}\n')
    (tmp_path / "provider.tf").write_text(provider_block(aws.url))
    by_validate, by_plan = found_by_terraform(terraform, tmp_path, set(written))
    for name, case in written.items():
        who = "validate" if name in by_validate else "plan" if name in by_plan else "only sesgen"
        print(f"  {who}: {case.code} {case.name}")
    counted = (len(written), len(by_validate), len(by_plan))
    assert counted == documented(kind[0].upper() + kind[1:])
