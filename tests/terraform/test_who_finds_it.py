"""The faults of the corpus through the real ``validate`` and ``plan``: who finds which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.diagnostics import SpecError
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.pipeline import convert, planned
from generator.rules import ALL_RULES, Impact
from tests.rules.corpus import CASES, Case
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
IN_PART = {"SES008", "SES040"}
"""What the provider sees where the argument is absent, or is no ARN at all; else AWS refuses it."""


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
        item["range"]["filename"]
        for item in diagnostics
        if item["severity"] == "error" and item.get("range")
    }


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
    terraform.prepare(tmp_path)
    by_validate = places(terraform.validate(tmp_path)) & set(written)
    for name in by_validate:
        (tmp_path / name).unlink()
    done = terraform.run("plan", "-json", "-refresh=false", cwd=tmp_path, check=False)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert any(item.get("type") == "planned_change" for item in messages), done.stdout
    errors = [item["diagnostic"] for item in messages if item.get("type") == "diagnostic"]
    by_plan = places(errors) & set(written)
    passed = [case for name, case in written.items() if name not in by_validate | by_plan]

    print(f"\n{len(written)} faults as HCL: sesgen {len(written)}, ", end="")
    print(f"terraform validate {len(by_validate)}, plan {len(by_plan)} more, neither {len(passed)}")
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
